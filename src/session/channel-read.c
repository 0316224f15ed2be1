/* What comes through a channel, and whether more is wanted.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/channel-private.h"

#include "session/limits.h"

#include <sys/epoll.h>

#define NO_MEMORY "too much that is not whole"

gboolean
bridge_channel_is_hungry (const BridgeChannel *channel)
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

void
bridge_channel_arm (BridgeChannel *channel)
{
  gboolean hungry = bridge_channel_is_hungry (channel);

  if (hungry && is_paused (channel))
    resume_reading (channel);
  else if (!hungry && !is_paused (channel))
    pause_reading (channel);
  bridge_reactor_arm (channel->channels->reactor, &channel->watch,
                      (hungry ? EPOLLIN : 0) | (channel->is_blocked ? EPOLLOUT : 0));
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
  bridge_connection_give_up (&channel->connection, BRIDGE_CLOSE_TRY_AGAIN, NO_MEMORY);
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
      if (event.type == BRIDGE_CONNECTION_TEXT || event.type == BRIDGE_CONNECTION_BINARY)
        bridge_channel_push_answers (channel); /* before what is answered to the message */
      if (!channel->is_muted)
        handle_event (channel, &event);
    }
  bridge_channel_push_answers (channel); /* of many pings together: each by itself would cost many times its bytes */
  if (!channel->is_muted && bridge_connection_is_done (connection))
    {
      bridge_channel_begin_closing (channel);
      channel->handlers->ended (channel->owner);
    }
  count_held (channel);
  watch_message (channel);
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
  bridge_channel_drop (channel);
  return FALSE;
}

/* What TLS has decrypted already the descriptor does not tell of: so it is read until there is no more, or it is put off to
 * the end of the turn so that others get theirs. */
void
bridge_channel_read_in (BridgeChannel *channel)
{
  gboolean more = read_once (channel);

  for (int i = 1; more && channel->is_tls && i < BRIDGE_NET_RECORDS_MAX && bridge_channel_is_hungry (channel); i++)
    more = read_once (channel);
  if (channel->is_dead)
    return;
  bridge_channel_settle (channel);
  channel->is_unread = more && channel->is_tls;
  if (channel->is_unread)
    bridge_channel_wake (channel);
  if (bridge_channel_is_over (channel))
    bridge_channel_drop (channel);
  else
    bridge_channel_arm (channel);
}
