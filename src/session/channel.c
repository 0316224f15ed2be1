/* One WebSocket conversation at a server.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/channel-private.h"

#include "session/limits.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#define NO_MEMORY "too much that is not whole"

/* It is freed at the end of the turn, for somebody up the stack may still look at it. */
static void
drop (BridgeChannel *channel)
{
  BridgeChannels *channels = channel->channels;

  if (channel->is_dead)
    return;
  channel->is_dead = TRUE;
  bridge_reactor_remove (channels->reactor, &channel->watch);
  bridge_deadline_disarm (&channel->deadline);
  bridge_deadline_disarm (&channel->message);
  bridge_deadline_disarm (&channel->pause);
  g_queue_unlink (&channels->channels, &channel->link);
  channels->held -= channel->held;
  bridge_connection_clear (&channel->connection);
  bridge_channel_hang_up (channel);
  channel->handlers->gone (channel->owner);
  g_ptr_array_add (channels->dead, channel);
  bridge_reactor_wake (channels->reactor);
}

void
bridge_channel_wake (BridgeChannel *channel)
{
  if (!channel->is_due)
    g_ptr_array_add (channel->channels->due, channel);
  channel->is_due = TRUE;
  bridge_reactor_wake (channel->channels->reactor);
}

/* Reading. */

static gboolean
is_hungry (const BridgeChannel *channel)
{
  if (channel->is_muted)
    return TRUE;
  return channel->answers <= BRIDGE_NET_PONG_BYTES_MAX &&
         (channel->handlers->is_hungry == NULL || channel->handlers->is_hungry (channel->owner));
}

static gboolean
is_paused (const BridgeChannel *channel)
{
  return channel->pause.queue != NULL;
}

/* A message, a frame or a header has begun and is not whole. */
static gboolean
is_amid_message (const BridgeConnection *connection)
{
  return connection->decoder.in_message || connection->decoder.in_payload || connection->decoder.head_length > 0;
}

static void
watch_message (BridgeChannel *channel)
{
  if (channel->is_muted || !is_amid_message (&channel->connection))
    bridge_deadline_disarm (&channel->message);
  else if (channel->message.queue == NULL)
    bridge_deadlines_arm (&channel->channels->messages, &channel->message, channel);
}

/* While it is not read from, neither a pong could come nor the rest of a message. */
static void
pause_reading (BridgeChannel *channel)
{
  bridge_deadlines_arm (&channel->channels->pauses, &channel->pause, channel);
  bridge_deadline_disarm (&channel->message);
  if (channel->closing_since == 0)
    bridge_deadline_disarm (&channel->deadline);
}

static void
resume_reading (BridgeChannel *channel)
{
  bridge_deadline_disarm (&channel->pause);
  watch_message (channel);
  if (channel->closing_since == 0)
    bridge_deadlines_arm (&channel->channels->pings, &channel->deadline, channel);
  channel->is_unread = channel->is_tls;
  if (channel->is_unread)
    bridge_channel_wake (channel);
}

static void
arm (BridgeChannel *channel)
{
  gboolean hungry = is_hungry (channel);

  if (hungry && is_paused (channel))
    resume_reading (channel);
  else if (!hungry && !is_paused (channel))
    pause_reading (channel);
  bridge_reactor_arm (channel->channels->reactor, &channel->watch,
                      (hungry ? EPOLLIN : 0) | (channel->is_blocked ? EPOLLOUT : 0));
}

static void
begin_closing (BridgeChannel *channel)
{
  if (channel->closing_since > 0)
    return;
  channel->closing_since = g_get_monotonic_time ();
  channel->is_muted = TRUE;
  bridge_deadlines_arm (&channel->channels->closings, &channel->deadline, channel);
  bridge_channel_wake (channel);
}

/* Pongs go between the owner's frames; a close frame waits until the owner's are out. */
static void
push_answers (BridgeChannel *channel)
{
  BridgeBytes *output = &channel->connection.output;
  BridgeBlob  *blob;
  uint8_t     *data;
  size_t       length;

  if (output->length == 0 || channel->connection.close_sent)
    return;
  if (channel->is_muted) /* read, lest it be reset; answered to no more */
    {
      bridge_bytes_truncate (output, 0);
      return;
    }
  data = bridge_bytes_steal (output, &length);
  blob = bridge_blob_new_take (data, length);
  channel->handlers->push_frame (channel->owner, blob);
  bridge_blob_unref (blob);
  bridge_channel_wake (channel);
}

static void
handle_event (BridgeChannel *channel, const BridgeConnectionEvent *event)
{
  if (event->type == BRIDGE_CONNECTION_TEXT || event->type == BRIDGE_CONNECTION_BINARY)
    bridge_deadline_disarm (&channel->message); /* the next one has its own time */
  if (event->type == BRIDGE_CONNECTION_TEXT)
    channel->handlers->message (channel->owner, BRIDGE_OPCODE_TEXT, event->data, event->length);
  else if (event->type == BRIDGE_CONNECTION_BINARY)
    channel->handlers->message (channel->owner, BRIDGE_OPCODE_BINARY, event->data, event->length);
  else if (event->type == BRIDGE_CONNECTION_PING)
    channel->answers += event->length + 2;
}

/* Of the others, whoever holds most; of those that hold as much, who came first. */
static BridgeChannel *
find_holder (BridgeChannel *channel)
{
  BridgeChannel *holder = NULL;

  for (GList *at = channel->channels->channels.head; at != NULL; at = at->next)
    {
      BridgeChannel *other = at->data;

      if (other != channel && other->held > (holder != NULL ? holder->held : 0))
        holder = other;
    }
  return holder;
}

/* It is told why, and what there was of its message is forgotten at once. */
static void
let_go (BridgeChannel *channel)
{
  BridgeConnection *connection = &channel->connection;

  bridge_decoder_fail (&connection->decoder, BRIDGE_STATUS_LIMIT, BRIDGE_CLOSE_TRY_AGAIN, NO_MEMORY);
  bridge_bytes_clear (&connection->message);
  channel->channels->held -= channel->held;
  channel->held = 0;
  bridge_deadline_disarm (&channel->message);
  bridge_channel_close (channel, BRIDGE_CLOSE_TRY_AGAIN, NO_MEMORY);
  channel->handlers->ended (channel->owner);
}

/* What is kept of a message that goes on. */
static gsize
held_by (const BridgeConnection *connection)
{
  return connection->message.capacity + (connection->inflater != NULL ? BRIDGE_INFLATER_SIZE : 0);
}

static void
count_held (BridgeChannel *channel)
{
  BridgeChannels *channels = channel->channels;
  BridgeChannel  *holder;
  gsize           held = held_by (&channel->connection);

  channels->held += held - channel->held;
  channel->held = held;
  while (channels->held > channels->held_max && (holder = find_holder (channel)) != NULL)
    let_go (holder);
}

/* Muted, it still looks out for the other side's close frame. */
static void
receive (BridgeChannel *channel, guint8 *data, gsize length)
{
  BridgeConnection     *connection = &channel->connection;
  BridgeConnectionEvent event;

  if (channel->closing_since == 0)
    bridge_deadlines_arm (&channel->channels->pings, &channel->deadline, channel);
  bridge_connection_feed (connection, data, length);
  while (bridge_connection_next (connection, &event))
    {
      push_answers (channel); /* before what is answered to later messages */
      if (!channel->is_muted)
        handle_event (channel, &event);
    }
  if (!channel->is_muted && bridge_connection_is_done (connection))
    {
      begin_closing (channel);
      channel->handlers->ended (channel->owner);
    }
  count_held (channel);
  watch_message (channel);
}

/* Both close frames have gone their ways: nothing more can come, so closing resets nothing. */
static gboolean
is_over (const BridgeChannel *channel)
{
  return channel->connection.close_sent && channel->connection.close_received && !channel->is_blocked &&
         channel->tail_sent == channel->connection.output.length && channel->sealed == NULL;
}

/* Once. FALSE: nothing more to be read now. */
static gboolean
read_once (BridgeChannel *channel)
{
  guint8 *buffer = channel->channels->buffer;
  gsize   length = 0;

  switch (bridge_channel_read (channel, buffer, BRIDGE_NET_READ_SIZE, &length))
    {
    case BRIDGE_LINE_MOVED:
      receive (channel, buffer, length);
      return TRUE;
    case BRIDGE_LINE_BLOCKED:
      return FALSE;
    case BRIDGE_LINE_GONE:
      break;
    }
  drop (channel);
  return FALSE;
}

/* What TLS has decrypted already the descriptor does not tell of: so it is read until there is no more, or it is put off to
 * the end of the turn so that others get theirs. */
static void
read_in (BridgeChannel *channel)
{
  gboolean more = read_once (channel);

  for (int i = 1; more && channel->is_tls && i < BRIDGE_NET_RECORDS_MAX && is_hungry (channel); i++)
    more = read_once (channel);
  if (channel->is_dead)
    return;
  bridge_channel_settle (channel);
  channel->is_unread = more && channel->is_tls;
  if (channel->is_unread)
    bridge_channel_wake (channel);
  if (is_over (channel))
    drop (channel);
  else
    arm (channel);
}

/* Writing. */

/* FALSE: blocked, or gone. */
static gboolean
handle_written (BridgeChannel *channel, BridgeLineResult result)
{
  if (result == BRIDGE_LINE_GONE)
    {
      drop (channel);
      return FALSE;
    }
  channel->is_blocked = result == BRIDGE_LINE_BLOCKED || channel->sealed != NULL;
  return !channel->is_blocked;
}

static gboolean
write_sealed (BridgeChannel *channel)
{
  if (channel->sealed == NULL)
    return TRUE;
  if (!handle_written (channel, bridge_channel_write_sealed (channel)))
    return FALSE;
  channel->is_progressing = TRUE;
  return TRUE;
}

static gsize
length_of (const BridgeSpan *spans, gsize n_spans)
{
  gsize length = 0;

  for (gsize i = 0; i < n_spans; i++)
    length += spans[i].length;
  return length;
}

/* One call to the system. FALSE: blocked, or gone. */
static gboolean
write_once (BridgeChannel *channel, gsize *left)
{
  BridgeSpan       spans[BRIDGE_NET_SPANS_MAX];
  gsize            n_spans = channel->handlers->spans (channel->owner, spans, BRIDGE_NET_SPANS_MAX);
  gsize            length = length_of (spans, n_spans), written = 0;
  BridgeLineResult result = length > 0 ? bridge_channel_write (channel, spans, n_spans, &written) : BRIDGE_LINE_MOVED;

  if (result == BRIDGE_LINE_MOVED && written > 0)
    {
      channel->is_progressing = TRUE;
      channel->handlers->sent (channel->owner, written);
    }
  *left = length - written;
  return handle_written (channel, result);
}

/* FALSE: blocked, put off, or gone. */
static gboolean
write_output (BridgeChannel *channel)
{
  int   n_writes = 0;
  gsize left;

  do
    if (!write_once (channel, &left))
      return FALSE;
  while (channel->is_tls && ++n_writes < BRIDGE_NET_RECORDS_MAX && channel->handlers->has_output (channel->owner));
  if (!channel->handlers->has_output (channel->owner))
    {
      channel->answers = 0;
      return TRUE;
    }
  /* A short write means that there is no room. Else there was more than one call carries: the next turn goes on. */
  if (!channel->is_tls && left > 0)
    channel->is_blocked = TRUE;
  else
    bridge_channel_wake (channel);
  return FALSE;
}

/* The close frame, behind all else. */
static void
write_tail (BridgeChannel *channel)
{
  BridgeBytes     *output = &channel->connection.output;
  BridgeSpan       span = { output->data + channel->tail_sent, output->length - channel->tail_sent };
  gsize            written = 0;
  BridgeLineResult result = span.length > 0 ? bridge_channel_write (channel, &span, 1, &written) : BRIDGE_LINE_MOVED;

  if (result == BRIDGE_LINE_MOVED)
    channel->tail_sent += written;
  if (!handle_written (channel, result))
    return;
  channel->is_blocked = channel->tail_sent < output->length;
  if (is_over (channel))
    drop (channel);
  else if (!channel->is_blocked && span.length > 0)
    bridge_channel_shut (channel);
}

void
bridge_channel_flush (BridgeChannel *channel)
{
  if (channel->is_dead || channel->is_blocked)
    return;
  if (write_sealed (channel) && write_output (channel) && channel->closing_since > 0)
    {
      if (!channel->connection.close_sent)
        bridge_connection_close (&channel->connection, channel->close_code, channel->close_reason);
      write_tail (channel);
    }
  if (!channel->is_dead)
    arm (channel);
}

/* What the reactor and the clocks tell. */

static void
on_ready (BridgeWatch *watch, guint32 events)
{
  BridgeChannel *channel = (BridgeChannel *)watch;

  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
    read_in (channel);
  if (!channel->is_dead && (events & EPOLLOUT) != 0 && channel->is_blocked)
    {
      channel->is_blocked = FALSE;
      bridge_channel_wake (channel);
    }
}

static void
on_silent (gpointer owner)
{
  BridgeChannel *channel = owner;

  bridge_connection_ping (&channel->connection, NULL, 0);
  push_answers (channel);
  channel->is_progressing = FALSE;
  bridge_deadlines_arm (&channel->channels->pongs, &channel->deadline, channel);
}

/* While it takes what we send, only slowly, its pong may stand behind that. */
static void
on_pong_missing (gpointer owner)
{
  BridgeChannel *channel = owner;

  if (!channel->is_progressing || !channel->is_blocked)
    {
      drop (channel);
      return;
    }
  channel->is_progressing = FALSE;
  bridge_deadlines_arm (&channel->channels->pongs, &channel->deadline, channel);
}

static void
on_message_missing (gpointer owner)
{
  BridgeChannel *channel = owner;

  bridge_channel_close (channel, BRIDGE_CLOSE_POLICY, "a message that does not end");
  channel->handlers->ended (channel->owner);
}

/* As long as it takes what we have for it, only slowly, within reason. */
static void
on_not_closed (gpointer owner)
{
  BridgeChannel *channel = owner;
  gboolean       patient = g_get_monotonic_time () - channel->closing_since < BRIDGE_NET_CLOSE_TIMEOUT_MAX * G_GINT64_CONSTANT (1000);

  if (!channel->is_progressing || !channel->is_blocked || !patient)
    {
      drop (channel);
      return;
    }
  channel->is_progressing = FALSE;
  bridge_deadlines_arm (&channel->channels->closings, &channel->deadline, channel);
}

static void
on_pause_over (gpointer owner)
{
  arm (owner);
}

void
bridge_channels_init (BridgeChannels *channels, BridgeReactor *reactor, gint64 ping, gint64 pong, gint64 message, gsize held_max)
{
  *channels = (BridgeChannels){ .reactor = reactor, .held_max = held_max };
  g_queue_init (&channels->channels);
  bridge_deadlines_init (&channels->pings, ping, on_silent);
  bridge_deadlines_init (&channels->pongs, pong, on_pong_missing);
  bridge_deadlines_init (&channels->messages, message, on_message_missing);
  bridge_deadlines_init (&channels->closings, BRIDGE_NET_CLOSE_TIMEOUT * G_GINT64_CONSTANT (1000), on_not_closed);
  bridge_deadlines_init (&channels->pauses, BRIDGE_NET_PAUSE * G_GINT64_CONSTANT (1000), on_pause_over);
  channels->due = g_ptr_array_new ();
  channels->flushing = g_ptr_array_new ();
  channels->dead = g_ptr_array_new_with_free_func (g_free);
  channels->buffer = g_malloc (BRIDGE_NET_READ_SIZE);
}

void
bridge_channels_clear (BridgeChannels *channels)
{
  while (channels->channels.head != NULL)
    drop (channels->channels.head->data);
  g_ptr_array_unref (channels->due);
  g_ptr_array_unref (channels->flushing);
  g_ptr_array_unref (channels->dead);
  g_free (channels->buffer);
}

void
bridge_channels_expire (BridgeChannels *channels, gint64 now)
{
  bridge_deadlines_expire (&channels->pings, now);
  bridge_deadlines_expire (&channels->pongs, now);
  bridge_deadlines_expire (&channels->messages, now);
  bridge_deadlines_expire (&channels->closings, now);
  bridge_deadlines_expire (&channels->pauses, now);
}

gint64
bridge_channels_deadline (const BridgeChannels *channels)
{
  gint64 next = MIN (bridge_deadlines_next (&channels->pings), bridge_deadlines_next (&channels->pongs));

  next = MIN (next, bridge_deadlines_next (&channels->messages));
  next = MIN (next, bridge_deadlines_next (&channels->closings));
  return MIN (next, bridge_deadlines_next (&channels->pauses));
}

/* But for those that are to be looked at once more. */
static void
bury_dead (BridgeChannels *channels)
{
  for (guint i = channels->dead->len; i > 0; i--)
    if (!((BridgeChannel *)channels->dead->pdata[i - 1])->is_due)
      g_ptr_array_remove_index_fast (channels->dead, i - 1);
}

/* What becomes due while it goes on waits for the next turn. */
void
bridge_channels_flush (BridgeChannels *channels)
{
  GPtrArray *due = channels->due;

  channels->due = channels->flushing;
  channels->flushing = due;
  for (guint i = 0; i < due->len; i++)
    {
      BridgeChannel *channel = due->pdata[i];

      channel->is_due = FALSE;
      if (!channel->is_dead && channel->is_unread && is_hungry (channel))
        {
          read_in (channel);
          bridge_reactor_wake (channels->reactor); /* the owners have had their turn */
        }
      bridge_channel_flush (channel);
    }
  g_ptr_array_set_size (due, 0);
  bury_dead (channels);
}

/* A descriptor of its own, so that it can do without the socket. */
static gboolean
take_line (BridgeChannel *channel, const BridgeChannelLine *line)
{
  int fd = g_socket_get_fd (line->socket);

  channel->stream = line->stream;
  channel->socket = line->socket;
  channel->is_tls = line->is_tls;
  channel->watch.fd = line->is_tls ? fd : fcntl (fd, F_DUPFD_CLOEXEC, 0);
  if (channel->watch.fd >= 0 && bridge_reactor_add (channel->channels->reactor, &channel->watch, EPOLLIN))
    return TRUE;
  bridge_channel_hang_up (channel);
  return FALSE;
}

BridgeChannel *
bridge_channel_new (BridgeChannels              *channels,
                    const BridgeChannelLine     *line,
                    guint64                      message_limit,
                    const BridgeChannelHandlers *handlers,
                    gpointer                     owner)
{
  const BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_SERVER,
    .frame_limit = message_limit,
    .message_limit = message_limit,
    .deflate = line->deflate,
  };
  BridgeChannel *channel = g_new0 (BridgeChannel, 1);

  channel->channels = channels;
  channel->handlers = handlers;
  channel->owner = owner;
  channel->watch.ready = on_ready;
  channel->link.data = channel;
  if (!take_line (channel, line))
    {
      g_free (channel);
      return NULL;
    }
  g_queue_push_tail_link (&channels->channels, &channel->link);
  bridge_connection_init (&channel->connection, &options);
  bridge_deadlines_arm (&channels->pings, &channel->deadline, channel);
  channel->is_unread = TRUE; /* libsoup may have read on beyond the request */
  bridge_channel_wake (channel);
  return channel;
}

#define AHEAD 4 /* of them are on their way from memory while one is flushed */

static void
prefetch (const BridgeChannel *channel)
{
  __builtin_prefetch (channel);
  __builtin_prefetch ((const char *)channel + 64);
  __builtin_prefetch (channel->owner);
}

void
bridge_channels_flush_all (GPtrArray *channels)
{
  for (guint i = 0; i < channels->len; i++)
    {
      if (i + 2 * AHEAD < channels->len)
        __builtin_prefetch (channels->pdata[i + 2 * AHEAD]);
      if (i + AHEAD < channels->len)
        prefetch (channels->pdata[i + AHEAD]);
      bridge_channel_flush (channels->pdata[i]);
    }
}

void
bridge_channel_set_message_limit (BridgeChannel *channel, guint64 limit)
{
  channel->connection.options.message_limit = limit;
  channel->connection.decoder.frame_limit = limit;
}

void
bridge_channel_send (BridgeChannel *channel, BridgeOpcode opcode, const guint8 *payload, gsize length)
{
  if (bridge_connection_send (&channel->connection, opcode, payload, length))
    push_answers (channel);
}

void
bridge_channel_close (BridgeChannel *channel, unsigned code, const char *reason)
{
  if (channel->close_reason == NULL)
    {
      channel->close_code = code;
      channel->close_reason = reason;
    }
  begin_closing (channel);
}
