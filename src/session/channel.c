/* One WebSocket conversation at a server.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/channel-private.h"

#include "session/limits.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

void
bridge_channel_drop (BridgeChannel *channel)
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

void
bridge_channel_begin_closing (BridgeChannel *channel)
{
  if (channel->closing_since > 0)
    return;
  channel->closing_since = g_get_monotonic_time ();
  channel->is_muted = TRUE;
  bridge_deadlines_arm (&channel->channels->closings, &channel->deadline, channel);
  bridge_channel_wake (channel);
}

void
bridge_channel_push_answers (BridgeChannel *channel)
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

gboolean
bridge_channel_is_over (const BridgeChannel *channel)
{
  return channel->connection.close_sent && channel->connection.close_received && !channel->is_blocked &&
         channel->tail_sent == channel->connection.output.length && channel->sealed == NULL;
}

/* What the reactor and the clocks tell. */

static void
on_ready (BridgeWatch *watch, guint32 events)
{
  BridgeChannel *channel = (BridgeChannel *)watch;

  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0)
    bridge_channel_read_in (channel);
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
  bridge_channel_push_answers (channel);
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
      bridge_channel_drop (channel);
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
      bridge_channel_drop (channel);
      return;
    }
  channel->is_progressing = FALSE;
  bridge_deadlines_arm (&channel->channels->closings, &channel->deadline, channel);
}

static void
on_pause_over (gpointer owner)
{
  bridge_channel_arm (owner);
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
    bridge_channel_drop (channels->channels.head->data);
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
      if (!channel->is_dead && channel->is_unread && bridge_channel_is_hungry (channel))
        {
          bridge_channel_read_in (channel);
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
    bridge_channel_push_answers (channel);
}

void
bridge_channel_close (BridgeChannel *channel, unsigned code, const char *reason)
{
  if (channel->close_reason == NULL)
    {
      channel->close_code = code;
      channel->close_reason = reason;
    }
  bridge_channel_begin_closing (channel);
}
