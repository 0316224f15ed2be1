/* The inside of a channel, shared by the channel*.c files alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/channel.h"

/* What every send looks at stands first, close together: among thousands of channels it is memory that takes the time. */
struct BridgeChannel
{
  BridgeWatch watch; /* first: see on_ready */
  guint       is_tls : 1;
  guint       is_blocked : 1;     /* waits until it can be written to */
  guint       is_due : 1;         /* is in channels->due */
  guint       is_unread : 1;      /* may hold what the descriptor tells nothing of */
  guint       is_muted : 1;       /* what comes is thrown away */
  guint       is_progressing : 1; /* took bytes since it was pinged */
  guint       is_shut : 1;        /* for writing */
  guint       is_dead : 1;

  const BridgeChannelHandlers *handlers;
  gpointer                     owner;
  BridgeChannels              *channels;
  guint8                      *sealed;        /* NULL: none. TLS: bytes that it has taken and not got rid of; it must be offered the very same again */
  gint64                       closing_since; /* 0: not closing */
  gsize                        answers;       /* bytes of pongs pushed since there was last no output */
  BridgeDeadline               pause;

  BridgeDeadline deadline; /* of pings, pongs or closings */
  BridgeDeadline message;
  GList          link;   /* in channels->channels */
  GIOStream     *stream; /* plain: only until what lies in it has been read, then the descriptor is all that is needed */
  GSocket       *socket; /* with the stream */
  gsize          sealed_length;
  gsize          tail_sent;    /* of the close frame and what stands before it in connection.output */
  const char    *close_reason; /* static; NULL: not to be closed by us */
  unsigned       close_code;

  BridgeConnection connection;
  gsize            held; /* as counted in channels->held */
};

/* channel-line.c: the bytes, plain or through TLS. */

typedef enum
{
  BRIDGE_LINE_MOVED,   /* some bytes, see the result */
  BRIDGE_LINE_BLOCKED, /* none now */
  BRIDGE_LINE_GONE,
} BridgeLineResult;

BridgeLineResult bridge_channel_read (BridgeChannel *channel, guint8 *buffer, gsize size, gsize *n_read);
/* Takes from the front of `spans`; what TLS has taken counts as written. */
BridgeLineResult bridge_channel_write (BridgeChannel *channel, const BridgeSpan *spans, gsize n_spans, gsize *n_written);
/* TLS: gets rid of what it had taken before. MOVED when nothing is left of it. */
BridgeLineResult bridge_channel_write_sealed (BridgeChannel *channel);
/* No more is written. */
void bridge_channel_shut (BridgeChannel *channel);
/* The stream has nothing in store any more: a plain channel does without it from here on. */
void bridge_channel_settle (BridgeChannel *channel);
void bridge_channel_hang_up (BridgeChannel *channel);

/* channel.c */

/* Gone; freed at the end of the turn, for somebody up the stack may still look at it. */
void bridge_channel_drop (BridgeChannel *channel);
void bridge_channel_begin_closing (BridgeChannel *channel);
/* Pongs go between the owner's frames; a close frame waits until the owner's are out. */
void bridge_channel_push_answers (BridgeChannel *channel);
/* Both close frames have gone their ways: nothing more can come, so closing resets nothing. */
gboolean bridge_channel_is_over (const BridgeChannel *channel);

/* channel-read.c */

gboolean bridge_channel_is_hungry (const BridgeChannel *channel);
/* Waits for what it can do next: read, unless its owner wants nothing more, and write, if it is blocked. */
void bridge_channel_arm (BridgeChannel *channel);
void bridge_channel_read_in (BridgeChannel *channel);
