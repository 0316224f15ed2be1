/* One guest's conversation at the server: between a channel and the room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/caller.h"

#include "core/frame/edit/wire.h"
#include "session/limits.h"

typedef struct
{
  BridgeRoom    *room;
  BridgePeer    *peer;
  BridgeChannel *channel;
  GQueue        *silent; /* it is in: NULL once it has said hello */
  GList          link;
} Caller;

/* The room learns it as by a goodbye, so that the frame that is half sent is finished before the close frame. */
static void
take_leave (Caller *caller)
{
  BridgeBytes goodbye = { 0 };

  bridge_wire_put_goodbye (&goodbye, BRIDGE_GOODBYE_LEAVING, "");
  bridge_room_receive (caller->room, caller->peer, goodbye.data, goodbye.length, g_get_monotonic_time ());
  bridge_bytes_clear (&goodbye);
}

static void
close_when_done (Caller *caller)
{
  uint16_t    code;
  const char *reason;

  if (bridge_peer_is_closing (caller->peer, &code, &reason))
    bridge_channel_close (caller->channel, code, reason);
}

static void
leave_silent (Caller *caller)
{
  if (caller->silent != NULL)
    g_queue_unlink (caller->silent, &caller->link);
  caller->silent = NULL;
}

/* After its hello a guest may say more at once. */
static void
set_limit (Caller *caller)
{
  if (bridge_peer_is_greeted (caller->peer))
    leave_silent (caller);
  bridge_channel_set_message_limit (caller->channel, bridge_peer_message_limit (caller->peer));
}

static void
on_message (gpointer owner, BridgeOpcode opcode, const guint8 *data, gsize length)
{
  Caller *caller = owner;

  if (opcode == BRIDGE_OPCODE_BINARY)
    bridge_room_receive (caller->room, caller->peer, data, length, g_get_monotonic_time ());
  else
    {
      bridge_channel_close (caller->channel, BRIDGE_CLOSE_UNSUPPORTED, "binary messages only");
      take_leave (caller);
    }
  set_limit (caller);
  close_when_done (caller);
}

static gboolean
is_hungry (gpointer owner)
{
  return bridge_peer_may_send (((Caller *)owner)->peer, g_get_monotonic_time ());
}

static void
on_ended (gpointer owner)
{
  take_leave (owner);
}

static void
on_gone (gpointer owner)
{
  Caller *caller = owner;

  leave_silent (caller);
  bridge_room_disconnect (caller->room, caller->peer, g_get_monotonic_time ());
  g_free (caller);
}

static gsize
spans (gpointer owner, BridgeSpan *spans, gsize max_spans)
{
  return bridge_peer_spans (((Caller *)owner)->peer, spans, max_spans);
}

static void
on_sent (gpointer owner, gsize length)
{
  bridge_peer_sent (((Caller *)owner)->peer, length, g_get_monotonic_time ());
}

static gboolean
has_output (gpointer owner)
{
  return bridge_peer_has_output (((Caller *)owner)->peer);
}

static void
push_frame (gpointer owner, BridgeBlob *frame)
{
  bridge_peer_push_frame (((Caller *)owner)->peer, frame);
}

static const BridgeChannelHandlers handlers = {
  .message = on_message,
  .is_hungry = is_hungry,
  .ended = on_ended,
  .gone = on_gone,
  .spans = spans,
  .sent = on_sent,
  .has_output = has_output,
  .push_frame = push_frame,
};

/* A hello comes right behind the upgrade, so whoever is honest is not silent for long. */
static void
join_silent (Caller *caller, GQueue *silent)
{
  if (silent->length >= BRIDGE_LIMIT_SILENT)
    {
      Caller *oldest = silent->head->data;

      leave_silent (oldest);
      bridge_channel_close (oldest->channel, BRIDGE_CLOSE_TRY_AGAIN, "too many who say nothing");
      take_leave (oldest);
    }
  caller->silent = silent;
  caller->link.data = caller;
  g_queue_push_tail_link (silent, &caller->link);
}

void
bridge_caller_admit (BridgeRoom *room, BridgeChannels *channels, GQueue *silent, const BridgeChannelLine *line)
{
  Caller *caller = g_new0 (Caller, 1);

  caller->room = room;
  caller->channel = bridge_channel_new (channels, line, BRIDGE_LIMIT_MESSAGE, &handlers, caller);
  if (caller->channel == NULL)
    {
      g_free (caller);
      return;
    }
  caller->peer = bridge_room_connect (room, g_get_monotonic_time ());
  bridge_peer_set_data (caller->peer, caller);
  bridge_peer_set_deflate (caller->peer, &line->deflate);
  join_silent (caller, silent);
  set_limit (caller);
}

/* Once, though to flush one may make it, or others, ready again: a state is written as fast as it is read, and others are to have
 * their turn meanwhile. Whoever has more to send, or leaves, asks for the next turn. */
void
bridge_callers_flush (BridgeRoom *room, GPtrArray *ready)
{
  BridgePeer *peer;

  g_ptr_array_set_size (ready, 0);
  while ((peer = bridge_room_next_ready (room)) != NULL)
    {
      Caller *caller = bridge_peer_data (peer);

      close_when_done (caller);
      g_ptr_array_add (ready, caller->channel);
    }
  bridge_channels_flush_all (ready);
}
