/* One WebSocket conversation at a server: frames on a descriptor, plain or through TLS, between the reactor and its owner.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The owner says what there is to send as spans of whole, unmasked frames (a BridgeTap's, say), so that many channels may send
 * the same bytes; the channel adds pongs and the close frame where frames end. Its life: it talks, until the owner closes it,
 * or the other side does or breaks the protocol; what the output still holds goes out, then the close frame; then the
 * stream is shut for writing, and what comes is thrown away until the other side ends it too, or a deadline passes.
 * Everything here belongs to the thread that runs the reactor. */
#pragma once

#include "core/base/blob.h"
#include "core/frame/websocket/connection.h"
#include "core/sync/log.h"
#include "session/deadlines.h"
#include "session/reactor.h"

#include <gio/gio.h>

typedef struct BridgeChannel BridgeChannel;

/* What the owner of a channel does. */
typedef struct
{
  /* A whole message, TEXT (valid UTF-8) or BINARY; borrowed. */
  void (*message) (gpointer owner, BridgeOpcode opcode, const guint8 *data, gsize length);
  /* Whether more may be read now. Asked after all that was read, after all that was sent and every BRIDGE_NET_PAUSE. While
   * it is not, the clock of the ping stands still. NULL: always. */
  gboolean (*is_hungry) (gpointer owner);
  /* No message comes any more: the other side has closed, or broken the protocol. The owner adds no more output. */
  void (*ended) (gpointer owner);
  /* The last call; the channel is none any more. */
  void (*gone) (gpointer owner);

  /* What there is to send next, in order, borrowed until the next call; then how much of it went. */
  gsize (*spans) (gpointer owner, BridgeSpan *spans, gsize max_spans);
  void (*sent) (gpointer owner, gsize length);
  gboolean (*has_output) (gpointer owner);
  /* Queues a frame of this channel alone between whole frames of the rest (takes a reference of its own). */
  void (*push_frame) (gpointer owner, BridgeBlob *frame);
} BridgeChannelHandlers;

/* What all channels of a server share. Fields may be read. */
typedef struct
{
  BridgeReactor  *reactor;
  GQueue          channels;
  BridgeDeadlines pings;    /* silent until then: a ping */
  BridgeDeadlines pongs;    /* nothing came back until then: cut */
  BridgeDeadlines messages; /* a message that has begun and is not whole by then: cut */
  BridgeDeadlines closings; /* not closed until then: cut */
  BridgeDeadlines pauses;   /* asks the owner again whether it is hungry */
  GPtrArray      *due;      /* borrowed: to be read or flushed at the end of this turn */
  GPtrArray      *flushing; /* those of the turn that is ending */
  GPtrArray      *dead;     /* gone, and to be freed there */
  guint8         *buffer;   /* BRIDGE_NET_READ_SIZE, for whatever is read or sealed */
  gsize           held;     /* bytes of incoming messages that are not whole yet, of all channels together */
  gsize           held_max; /* past it whoever holds most is closed with 1013 */
} BridgeChannels;

typedef struct
{
  GIOStream         *stream; /* what the upgrade left; bytes may wait in it (transfer full) */
  GSocket           *socket; /* below it (transfer full) */
  gboolean           is_tls;
  BridgeDeflateTerms deflate;
} BridgeChannelLine;

/* The clocks are in us. */
void bridge_channels_init (BridgeChannels *channels, BridgeReactor *reactor, gint64 ping, gint64 pong, gint64 message, gsize held_max);
/* Cuts all that are left. */
void   bridge_channels_clear (BridgeChannels *channels);
void   bridge_channels_expire (BridgeChannels *channels, gint64 now);
gint64 bridge_channels_deadline (const BridgeChannels *channels);
/* Once a turn, last: sends on what was blocked and is not any more, and reads on where reading was put off. */
void bridge_channels_flush (BridgeChannels *channels);

/* A conversation behind its upgrade. What already lies in the stream is read when the turn ends, not before this has returned.
 * `handlers` is borrowed. NULL, with nothing called, when the system has no place for it. */
BridgeChannel *bridge_channel_new (BridgeChannels              *channels,
                                   const BridgeChannelLine     *line,
                                   guint64                      message_limit,
                                   const BridgeChannelHandlers *handlers,
                                   gpointer                     owner);
/* What one incoming message may have, from the next one on. */
void bridge_channel_set_message_limit (BridgeChannel *channel, guint64 limit);

/* Sends what there is, in one call to the system, unless it is blocked: then it goes on by itself. May end in `gone`; so not
 * to be called from a handler. */
void bridge_channel_flush (BridgeChannel *channel);
/* The same for many (of BridgeChannel), in that order, faster: memory is what it takes the time for. */
void bridge_channels_flush_all (GPtrArray *channels);
/* Has it flushed when the turn ends. */
void bridge_channel_wake (BridgeChannel *channel);
/* Frames a message of this channel alone, compressed where that was agreed on and pays, and pushes it. */
void bridge_channel_send (BridgeChannel *channel, BridgeOpcode opcode, const guint8 *payload, gsize length);
/* Once all output has gone: the close frame, and the end. `reason` is static. */
void bridge_channel_close (BridgeChannel *channel, unsigned code, const char *reason);
