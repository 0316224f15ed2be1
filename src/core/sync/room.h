/* The room: the authority of one session, as a state machine over messages and `now`.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It checks each edit, gives it a revision, puts it into the log that all guests read, and keeps the board. It does no I/O:
 * a server feeds it the binary messages of each connection, sends what the peers' output holds, and calls
 * bridge_room_tick when bridge_room_deadline has come. `now` is monotonic, in microseconds. */
#pragma once

#include "core/doc/board.h"
#include "core/frame/edit/wire.h"
#include "core/frame/websocket/extension.h"
#include "core/sync/limits.h"
#include "core/sync/log.h"

typedef struct BridgeRoom BridgeRoom;
typedef struct BridgePeer BridgePeer; /* one connection to the room */

typedef struct
{
  uint64_t    epoch;      /* random, not 0: names this room's count of revisions */
  uint64_t    seed;       /* random: hashing and jitter */
  const char *token;      /* what a hello must carry; compared in constant time */
  const char *title;      /* used unless the seeded board has one; "" for none */
  const char *host;       /* the host's name */
  size_t      people_max; /* 0: BRIDGE_LIMIT_PEOPLE */
  size_t      board_max;  /* bytes; 0: BRIDGE_LIMIT_BOARD_SIZE */
  unsigned    edit_rate;  /* tokens a second; 0: BRIDGE_LIMIT_EDIT_RATE */
  unsigned    edit_burst; /* tokens at once; 0: BRIDGE_LIMIT_EDIT_BURST */
  size_t      lag_max;    /* 0: BRIDGE_LAG_MAX; presence is left out at half of it */
} BridgeRoomOptions;

/* A person in the room. Names are NUL-terminated UTF-8. */
typedef struct
{
  uint32_t    person;
  uint64_t    site;
  uint32_t    color;
  const char *name;
} BridgePerson;

BridgeRoom *bridge_room_new (const BridgeRoomOptions *options); /* copies the strings */
void        bridge_room_free (BridgeRoom *room);                /* frees its peers too */

/* Before the first peer: takes over the state of a board (Sharing), one frame of state.h after the other. */
BridgeStatus bridge_room_seed (BridgeRoom *room, const uint8_t *frame, size_t length) BRIDGE_MUST_CHECK;

BridgePeer *bridge_room_connect (BridgeRoom *room, uint64_t now);
/* The connection is gone: says so to the others, frees the peer. */
void bridge_room_disconnect (BridgeRoom *room, BridgePeer *peer, uint64_t now);

/* One binary message from the peer. Whatever is wrong with it ends in bridge_peer_is_closing, never here. */
void bridge_room_receive (BridgeRoom *room, BridgePeer *peer, const uint8_t *data, size_t length, uint64_t now);

/* Whether more should be read from the peer now. Not while it is over its rate (BRIDGE_LIMIT_EDIT_RATE), does not take what is
 * for it alone, or publishes while the room is pressed: ask again 20 ms later. Nothing is refused by it. */
bool bridge_peer_may_send (BridgePeer *peer, uint64_t now);
/* Bytes that its next message may have. */
size_t bridge_peer_message_limit (const BridgePeer *peer);

/* Bytes that the room holds for its peers, its board apart. It falls as they take what they are sent, or are given up. */
size_t bridge_room_memory (const BridgeRoom *room);
/* To be told in each turn: whether the server holds more than it should (BRIDGE_LIMIT_MEMORY). Meanwhile the room begins no state:
 * who comes is refused as FULL, who lags waits; who publishes is read only now and then; and to take less than
 * BRIDGE_PRESSED_PROGRESS is to be stuck. So what is held falls by itself. */
void bridge_room_set_pressed (BridgeRoom *room, bool pressed);

/* Timers: presence, notices, greetings that do not come, stuck peers. The deadline is UINT64_MAX when there is none. */
void     bridge_room_tick (BridgeRoom *room, uint64_t now);
uint64_t bridge_room_deadline (const BridgeRoom *room);

/* Says goodbye to all; each peer is closing then. */
void bridge_room_end (BridgeRoom *room, uint64_t now);

/* Peers that have got output, or begun to close, since they were last returned; NULL when there are no more. */
BridgePeer *bridge_room_next_ready (BridgeRoom *room);

/* What to send (WebSocket frames, unmasked). bridge_peer_sent also lets the next blocks of a state be queued. */
size_t bridge_peer_spans (BridgePeer *peer, BridgeSpan *spans, size_t max_spans);
void   bridge_peer_sent (BridgePeer *peer, size_t length, uint64_t now);
bool   bridge_peer_has_output (const BridgePeer *peer);
/* What its connection agreed on: messages for this peer alone are compressed by it if that pays. */
void bridge_peer_set_deflate (BridgePeer *peer, const BridgeDeflateTerms *terms);
/* Queues a frame of the connection's own (pong, close) between whole frames. */
void bridge_peer_push_frame (BridgePeer *peer, BridgeBlob *frame);
/* The room is done with this peer: send what is left, close the WebSocket with *code (RFC 6455) and words, disconnect. */
bool  bridge_peer_is_closing (const BridgePeer *peer, uint16_t *code, const char **reason);
void  bridge_peer_set_data (BridgePeer *peer, void *data); /* the server's own; borrowed */
void *bridge_peer_data (const BridgePeer *peer);
bool  bridge_peer_is_greeted (const BridgePeer *peer);

const BridgeBoard *bridge_room_board (const BridgeRoom *room);
uint64_t           bridge_room_revision (const BridgeRoom *room);
size_t             bridge_room_n_people (const BridgeRoom *room);
bool               bridge_room_is_full (const BridgeRoom *room);
bool               bridge_room_check_token (const BridgeRoom *room, const char *token, size_t length); /* constant time */
