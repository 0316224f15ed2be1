/* What goes through a channel: the owner's output, then the close frame.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/channel-private.h"

#include "session/limits.h"

/* FALSE: blocked, or gone. */
static gboolean
handle_written (BridgeChannel *channel, BridgeLineResult result)
{
  if (result == BRIDGE_LINE_GONE)
    {
      bridge_channel_drop (channel);
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
  if (bridge_channel_is_over (channel))
    bridge_channel_drop (channel);
  else if (!channel->is_blocked && !channel->is_shut)
    {
      channel->is_shut = TRUE;
      bridge_channel_shut (channel);
    }
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
    bridge_channel_arm (channel);
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
