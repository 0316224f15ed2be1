/* One WebSocket connection after its handshake, without a socket: bytes in, messages out, and back (RFC 6455
 * and, where it was agreed on, RFC 7692).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/utf8.h"
#include "core/frame/deflate.h"
#include "core/frame/websocket/decoder.h"
#include "core/frame/websocket/extension.h"

#define BRIDGE_CONNECTION_DEFLATE_MIN 1024                           /* bytes of a message that is worth compressing */
#define BRIDGE_CONNECTION_REASON_MAX  (BRIDGE_FRAME_CONTROL_MAX - 2) /* bytes of a close reason */

typedef enum
{
  BRIDGE_CONNECTION_TEXT,   /* whole, valid UTF-8 */
  BRIDGE_CONNECTION_BINARY, /* whole */
  BRIDGE_CONNECTION_PING,   /* its pong is already in the output */
  BRIDGE_CONNECTION_PONG,
  BRIDGE_CONNECTION_CLOSE, /* data is the reason, valid UTF-8; the answer is already in the output */
} BridgeConnectionEventType;

typedef struct
{
  BridgeConnectionEventType type;
  const uint8_t            *data; /* borrowed until the next call */
  size_t                    length;
  unsigned                  close_code; /* of CLOSE alone; BRIDGE_CLOSE_NONE when the peer gave none */
} BridgeConnectionEvent;

/* Fills in a masking key that the peer cannot foretell (RFC 6455, section 5.3). */
typedef void (*BridgeMaskKeyFunc) (void *user_data, uint8_t key[4]);

typedef struct
{
  BridgeRole         role;          /* of this side */
  uint64_t           frame_limit;   /* payload of one incoming data frame; an eighth more where some are compressed */
  uint64_t           message_limit; /* one incoming message, its fragments together, inflated */
  BridgeDeflateTerms deflate;
  BridgeMaskKeyFunc  mask_key; /* needed by clients alone */
  void              *user_data;
} BridgeConnectionOptions;

/* Fields may be read. `output` holds what is to be sent, whole frames alone; the caller empties it when it likes
 * (bridge_bytes_steal), and stops feeding while too much has gathered, since each ping that is fed adds its pong. What
 * else a server sends (a log shared by many) goes between the frames of `output`, and never after `close_sent`. */
typedef struct
{
  BridgeConnectionOptions options;
  BridgeDecoder           decoder; /* decoder.error: what the peer did wrong */
  BridgeBytes             output;
  bool                    close_sent; /* the last frame of `output` ever is a close frame */
  bool                    close_received;

  BridgeBytes  message; /* the pieces so far of a message that does not lie whole in one feed */
  BridgeOpcode opcode;  /* of that message */
  BridgeUtf8   utf8;
  bool         compressed; /* that message, too */
  bool         message_delivered;
  uint8_t      control[BRIDGE_FRAME_CONTROL_MAX]; /* the pieces of a control frame */
  uint8_t      control_length;

  BridgeInflater *inflater; /* NULL while there is nothing to go on from */
  BridgeDeflater *deflater;
} BridgeConnection;

/* Copies the options. */
void bridge_connection_init (BridgeConnection *connection, const BridgeConnectionOptions *options);
void bridge_connection_clear (BridgeConnection *connection);

/* Borrows `data` until bridge_connection_next has returned false; payloads are unmasked in place. */
void bridge_connection_feed (BridgeConnection *connection, uint8_t *data, size_t length);
/* Fills in the next event; false when all is consumed. After a CLOSE or an error nothing is delivered any more, and
 * what is fed is ignored. On an error the close frame that names it is put into the output. */
bool bridge_connection_next (BridgeConnection *connection, BridgeConnectionEvent *event);
/* Whether the peer has nothing more to tell: its close frame came, or it failed. Once the output is written, a server
 * shuts the stream down for writing and reads on until it ends (or a deadline), so that the close frame is not lost to
 * a reset; a client waits for that end. */
bool bridge_connection_is_done (const BridgeConnection *connection);

/* Gives up on the peer for a reason of ours (static): what there is of its message is forgotten at once, and what comes is
 * ignored, as after an error of its own. The close frame is bridge_connection_close's to put. */
void bridge_connection_give_up (BridgeConnection *connection, BridgeCloseCode code, const char *reason);

/* Each of these puts one frame into the output, or does nothing and returns false once a close frame was put there. */
/* A whole message of TEXT (which must be UTF-8) or BINARY; compressed where that was agreed on and makes it smaller. */
bool bridge_connection_send (BridgeConnection *connection, BridgeOpcode opcode, const void *payload, size_t length);
/* `length` is at most BRIDGE_FRAME_CONTROL_MAX. */
bool bridge_connection_ping (BridgeConnection *connection, const void *payload, size_t length);
/* `code` is one that is valid, or BRIDGE_CLOSE_NONE for none, without a reason then. `reason` is UTF-8 of at most
 * BRIDGE_CONNECTION_REASON_MAX bytes. Messages that the peer sent before its own close frame still arrive. */
bool bridge_connection_close (BridgeConnection *connection, unsigned code, const char *reason);
