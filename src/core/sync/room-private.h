/* The inside of a room, shared by the room*.c files alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/frame/edit/state.h"
#include "core/sync/room.h"

/* A bucket that fills again at a steady rate, as the one moment at which it will be full; what is in it is told by how long
 * that takes. {0} is full. */
typedef struct
{
  uint64_t full_at;
} BridgeBucket;

/* Who a site is, for the room's life: so that nobody else speaks for it. One that has left without an edit is forgotten when
 * there are too many of these. What it has spent stays spent when it comes back. */
typedef struct BridgeRoomSite BridgeRoomSite;
struct BridgeRoomSite
{
  uint64_t           site;
  uint8_t            secret[BRIDGE_WIRE_SECRET_SIZE];
  BridgePeer        *peer;     /* who is here as this site, or NULL */
  BridgeWireRefusal *refusals; /* a ring once it is full */
  size_t             n_refusals;
  size_t             refusals_capacity;
  size_t             oldest;
  BridgeBucket       tokens;  /* for what it sends */
  BridgeBucket       comings; /* for its hellos */
  bool               is_idle; /* among those that have left without an edit */
  BridgeRoomSite    *longer;  /* idle for longer */
  BridgeRoomSite    *shorter;
};

/* A block of a state, and how many readers are to be sent it next. */
typedef struct
{
  BridgeBlob *frame; /* framed; NULL once nobody needs it any more, and at the end */
  size_t      n_readers;
} BridgeRoomBlock;

/* The state as of a revision, on its way to one peer (a diff) or to many (a snapshot). Who its authors are is written
 * when it begins: that must be as of the revision, for the log to be read on from there. Items are written block by block
 * as they are asked for, and may be newer than the revision by then; that does no harm, since what the log says of them
 * afterwards is idempotent. A room never takes an item out of its board, so the list of them stays good. */
typedef struct
{
  unsigned           n_references; /* peers that read it, and the room for the one it keeps */
  uint64_t           since;
  uint64_t           revision;
  uint64_t           n_records;
  uint64_t           log_end; /* as of the revision */
  BridgeTap         *place;   /* holds the log's place at the revision; NULL once that has been given up */
  const BridgeItem **items;   /* by revision */
  size_t             n_items;
  size_t             next_item;
  size_t             next_line; /* of the board's chat */
  size_t             end_line;
  BridgeStateWriter *writer; /* NULL once all is written */
  BridgeRoomBlock   *blocks; /* one more than n_blocks: readers of the next one stand at the end */
  size_t             n_blocks;
  size_t             blocks_capacity;
  size_t             first_block; /* the first that somebody needs; the room needs all of the one it keeps */
  size_t             size;        /* of all blocks so far */
} BridgeRoomState;

struct BridgePeer
{
  BridgeRoom *room;
  BridgePeer *previous; /* in the order of coming */
  BridgePeer *next;
  BridgePeer *previous_ready;
  BridgePeer *next_ready;
  bool        is_ready;

  BridgeTap          *tap;
  bool                is_greeted;
  BridgeRoomSite     *site; /* while it is here: greeted, not closing */
  uint32_t            person;
  uint32_t            color;
  char               *name;
  bool                is_news; /* it has come, or has another name, and the others have not been told */
  BridgeAuthorContext up;
  uint64_t            known_seq; /* the last of its edits whose fate it has been told */

  BridgeRoomState *state; /* what it is being sent, or NULL */
  size_t           next_block;
  bool             is_behind; /* has lost its place in the log at `since`: a diff follows once it has drained */
  uint64_t         since;

  BridgePresence presence;
  bool           is_present; /* has ever shown a presence */
  bool           presence_changed;
  bool           presence_missed; /* was left out of a shared frame */

  bool        is_waiting; /* has output */
  bool        is_offered; /* and the server has seen it */
  bool        is_choked;  /* its private queue is past its limit */
  uint64_t    connected_at;
  uint64_t    last_progress; /* bytes were taken, or the first came to wait */
  size_t      progress;      /* bytes taken since */
  uint64_t    pause_end;     /* while the room is pressed: it is not read until then */
  bool        is_held;       /* it is read more slowly, since then */
  uint64_t    held_since;
  bool        is_noticed;  /* and it has been told */
  unsigned    window_bits; /* of messages for it alone that are compressed; 0: none are */
  uint16_t    close_code;  /* 0 until it is closing */
  const char *close_reason;
  void       *data;
};

struct BridgeRoom
{
  uint64_t epoch;
  uint8_t  token[BRIDGE_WIRE_TOKEN_MAX];
  size_t   n_token;
  char    *host;
  size_t   people_max;
  size_t   lag_max;
  uint64_t token_time; /* us until a token is there again */
  uint64_t burst_time; /* until all are */
  bool     is_ending;
  uint64_t now;

  BridgeBoard  *board;
  uint64_t      revision;
  BridgeContext context;          /* the log's, as of the revision */
  uint64_t     *author_revisions; /* when each author of the context last wrote or was refused */
  size_t        author_revisions_capacity;
  BridgeLog    *log;
  uint64_t      log_base; /* the revision that the log's first message follows */
  bool          log_grew; /* and its readers have not been woken */
  BridgeBytes   entry;    /* what is being put there; kept for the next one */

  BridgeMap sites; /* to BridgeRoomSite */
  size_t    n_refusals;

  BridgeBucket    newcomers;  /* for hellos of sites that are not known */
  BridgeRoomSite *idle_first; /* the one that has been idle the longest */
  BridgeRoomSite *idle_last;
  size_t          n_idle;

  bool   is_pressed;  /* the server holds too much */
  size_t states_held; /* bytes of states, their blocks apart */

  BridgePeer *first;
  BridgePeer *last;
  BridgePeer *first_ready;
  BridgePeer *last_ready;
  size_t      n_peers;
  size_t      n_people;
  uint32_t    last_person;
  bool        has_news; /* of some peer, or of one that has left */

  BridgeWirePerson *left; /* who has left, and the others have not been told; names are owned */
  size_t            n_left;
  size_t            left_capacity;

  BridgeRoomState *snapshot; /* NULL until somebody asked */

  uint64_t peer_deadline;     /* no peer's timer ends before */
  uint64_t presence_deadline; /* UINT64_MAX: nothing to share */
  uint64_t presence_shared;
};

/* room.c */
void bridge_room_advance (BridgeRoom *room, uint64_t now);
void bridge_room_push (BridgePeer *peer, const BridgeBytes *payload);
void bridge_room_push_frame (BridgePeer *peer, BridgeBlob *frame);
void bridge_room_wake (BridgePeer *peer);
void bridge_room_dismiss (BridgePeer *peer, BridgeGoodbyeCode code, const char *words);
/* No timer of a peer ends before. */
void        bridge_room_expect (BridgeRoom *room, uint64_t deadline);
BridgeBlob *bridge_room_frame (BridgeRoom *room, const BridgeBytes *payload); /* as a binary message */

/* room-edits.c */
void bridge_room_take_edit (BridgePeer *peer, const uint8_t *data, size_t length);

/* room-people.c */
void bridge_room_greet (BridgePeer *peer, const uint8_t *data, size_t length);
void bridge_room_part (BridgePeer *peer); /* it is not here any more */
/* The others are told of comings, goings and names when the next output is asked for: once, however many there have been. */
void bridge_room_rename (BridgePeer *peer, const char *name, size_t n_name, uint32_t color);
void bridge_room_tell_news (BridgeRoom *room);
void bridge_room_keep_refusal (BridgeRoom *room, BridgeRoomSite *site, uint64_t seq, BridgeRefusal code);
void bridge_room_free_people (BridgeRoom *room);

/* room-limits.c */
/* False, with nothing taken, when there is less in it. `time`: until what is taken is there again; `size`: until all is. */
bool     bridge_bucket_take (BridgeBucket *bucket, uint64_t now, uint64_t time, uint64_t size) BRIDGE_MUST_CHECK;
void     bridge_room_charge (BridgePeer *peer, int type, size_t length); /* for a message of one who is here */
void     bridge_room_judge_hold (BridgePeer *peer);                      /* begins and ends a hold, and tells so */
uint64_t bridge_room_hold_deadline (const BridgePeer *peer);             /* when to judge it again */

/* room-presence.c */
void bridge_room_take_presence (BridgePeer *peer, const uint8_t *data, size_t length);
void bridge_room_share_presence (BridgeRoom *room);
void bridge_room_show_all (BridgePeer *peer); /* everybody's presence, to one who has not seen it */

/* room-state.c */
void         bridge_room_begin_state (BridgePeer *peer, uint64_t since);
void         bridge_room_feed_state (BridgePeer *peer); /* queues what the peer has room for */
void         bridge_room_leave_state (BridgePeer *peer);
void         bridge_room_trim_states (BridgeRoom *room); /* gives up what has fallen too far behind the log */
void         bridge_room_drop_snapshot (BridgeRoom *room);
BridgeStatus bridge_room_seed_record (BridgeRoom *room, BridgeStateRecord *record) BRIDGE_MUST_CHECK;
/* Notes that an author's place in the log has moved. */
void bridge_room_note_author (BridgeRoom *room, size_t index);
