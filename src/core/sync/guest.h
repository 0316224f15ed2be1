/* The guest: a replica with an outbox, as a state machine over messages and `now`.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It holds the board as it is seen: what the room has said, with the outbox applied over it, and a shadow: what the room
 * has said of just those items, lines and authors that the outbox touches. Alone (BRIDGE_GUEST_SOLO) it is a board of its
 * own and edits are final at once.
 * It does no I/O: whoever holds the connection feeds it messages, sends what bridge_guest_next_message gives, and
 * handles what bridge_guest_next_event tells. `now` is monotonic, in microseconds. */
#pragma once

#include "core/doc/board.h"
#include "core/doc/undo.h"
#include "core/frame/edit/wire.h"
#include "core/sync/limits.h"
#include "core/sync/room.h"

typedef enum
{
  BRIDGE_GUEST_SOLO,     /* no room */
  BRIDGE_GUEST_GREETING, /* hello is on its way */
  BRIDGE_GUEST_LOADING,  /* a snapshot or diff is coming in */
  BRIDGE_GUEST_LIVE,     /* reads the log */
  BRIDGE_GUEST_AWAY,     /* the connection broke; edits gather in the outbox */
} BridgeGuestPhase;

typedef struct
{
  uint64_t    site; /* random, not 0 */
  uint8_t     secret[BRIDGE_WIRE_SECRET_SIZE];
  const char *name;
  uint32_t    color;
  uint64_t    seed; /* random: hashing */
} BridgeGuestOptions;

typedef enum
{
  BRIDGE_GUEST_WELCOMED, /* the room knows us; text: the host's name */
  BRIDGE_GUEST_READY,    /* the board is complete as of `revision`; again after each catch-up */
  BRIDGE_GUEST_EDITED,   /* `edit` is in the board as of `revision`; mine: it was ours and has left the outbox */
  BRIDGE_GUEST_TAKEN,    /* our edit `seq` was taken while we were away, by `revision` */
  BRIDGE_GUEST_REFUSED,  /* the edit `seq` of `site` was refused for `code`; mine: the board has been rebuilt */
  BRIDGE_GUEST_DROPPED,  /* our edit `seq` hung on a refused one and left the outbox with it */
  BRIDGE_GUEST_CHANGED,  /* `changes`: what to draw and list anew (state merged, rebuilt, remote edits) */
  BRIDGE_GUEST_JOINED,   /* `person` is here */
  BRIDGE_GUEST_RENAMED,  /* `person` has another name or colour */
  BRIDGE_GUEST_LEFT,     /* `person` has gone */
  BRIDGE_GUEST_PRESENT,  /* `person` shows `presence` */
  BRIDGE_GUEST_NOTICED,  /* what is with our edits: `code` (BridgeNoticeCode; OVER: nothing any more), text: words */
  BRIDGE_GUEST_GOODBYE,  /* the room ends this: `code` (BridgeGoodbyeCode), text: its words */
} BridgeGuestEventType;

/* Which fields count is said above; all borrowed until the next call on the guest. */
typedef struct
{
  BridgeGuestEventType  type;
  uint64_t              revision;
  uint64_t              site;
  uint64_t              seq;
  int                   code;
  bool                  mine;
  const BridgeEdit     *edit;
  const BridgeChanges  *changes;
  BridgePerson          person;
  const BridgePresence *presence;
  const char           *text;
} BridgeGuestEvent;

typedef struct BridgeGuest BridgeGuest;

BridgeGuest *bridge_guest_new (const BridgeGuestOptions *options); /* SOLO with an empty board */
void         bridge_guest_free (BridgeGuest *guest);

BridgeGuestPhase   bridge_guest_phase (const BridgeGuest *guest);
const BridgeBoard *bridge_guest_board (const BridgeGuest *guest); /* as seen */
uint64_t           bridge_guest_revision (const BridgeGuest *guest);
/* Where the room's log was when the board became READY: a snapshot may be older than that. Once the revision has come so far,
 * all that was there when we came is here. */
uint64_t bridge_guest_latest (const BridgeGuest *guest);
uint64_t bridge_guest_site (const BridgeGuest *guest);
size_t   bridge_guest_n_outbox (const BridgeGuest *guest);                   /* edits whose fate is not known */
bool     bridge_guest_progress (const BridgeGuest *guest, double *fraction); /* false unless LOADING */
/* Of the committed layer. */
void bridge_guest_digest (const BridgeGuest *guest, uint8_t digest[BRIDGE_DIGEST_SIZE]);

/* The connection. connect: GREETING, from any phase (a running conversation is dropped as by disconnect). disconnect:
 * AWAY; nobody is here then, and no LEFT tells so. leave: SOLO, the board and what is in the outbox stay as they are seen;
 * next_message has a goodbye for the room then.
 * The state of a room is merged into what the board holds already. So a guest that has drawn alone should join only a room
 * that its own state has seeded: of what else it has, the room would never hear. */
void bridge_guest_connect (BridgeGuest *guest, const char *token);
void bridge_guest_disconnect (BridgeGuest *guest);
void bridge_guest_leave (BridgeGuest *guest);
/* One binary message from the room; ignored in SOLO and AWAY. Anything but OK: close the connection; the guest is AWAY then,
 * its board intact. */
BridgeStatus bridge_guest_receive (BridgeGuest *guest, const uint8_t *data, size_t length) BRIDGE_MUST_CHECK;
/* State is decoded in slices: does up to `records` records of usual size (and then the messages that waited behind them),
 * of large ones as few as are about as much work; true when there is more to do. Call it until false after each receive, in as many turns as the time allows. *status as of
 * bridge_guest_receive. Whoever goes on receiving meanwhile fills a queue; past BRIDGE_GUEST_QUEUE_MAX receive itself works
 * it off. */
bool bridge_guest_work (BridgeGuest *guest, size_t records, BridgeStatus *status);
/* The next message to send, a binary payload; false: none. The bytes are the caller's to clear. */
bool bridge_guest_next_message (BridgeGuest *guest, BridgeBytes *message);
/* The next thing that happened; false: none. */
bool bridge_guest_next_event (BridgeGuest *guest, BridgeGuestEvent *event);

/* Local edits. begin: an edit to compose into, with our site and clock; commit it before the next one is begun. commit:
 * takes it in any case, applies it, and queues it for the room; returns its seq, by the guest's own count, which events
 * name too, and adds to `changes` (may be NULL). The board is changed at once, in any phase. Returns 0 and changes nothing
 * when the edit is empty, and when bridge_board_judge refuses it or it is too large (*refusal, may be NULL). */
void     bridge_guest_begin (BridgeGuest *guest, BridgeEdit *edit);
uint64_t bridge_guest_commit (BridgeGuest *guest, BridgeEdit *edit, BridgeChanges *changes, BridgeRefusal *refusal);

/* Undo by gesture (undo.h). undo and redo: false when there was nothing to do. cancel: ends the gesture and takes back all
 * that it did, as if it had never been. */
void bridge_guest_begin_gesture (BridgeGuest *guest);
void bridge_guest_end_gesture (BridgeGuest *guest);
void bridge_guest_cancel_gesture (BridgeGuest *guest, BridgeChanges *changes);
bool bridge_guest_can_undo (const BridgeGuest *guest);
bool bridge_guest_can_redo (const BridgeGuest *guest);
bool bridge_guest_undo (BridgeGuest *guest, BridgeChanges *changes);
bool bridge_guest_redo (BridgeGuest *guest, BridgeChanges *changes);

/* Name and colour: in the next hello, and as an AUTHOR operation in the next edit of ours if the board says otherwise. */
void bridge_guest_set_person (BridgeGuest *guest, const char *name, uint32_t color);
/* What I show of myself; sent at most every BRIDGE_PRESENCE_INTERVAL, the latest alone. False: call again at *when. */
bool bridge_guest_present (BridgeGuest *guest, const BridgePresence *presence, uint64_t now, uint64_t *when);

/* The people in the room, me among them (person == bridge_guest_person), in the order of their coming. */
size_t                bridge_guest_n_people (const BridgeGuest *guest);
BridgePerson          bridge_guest_person_at (const BridgeGuest *guest, size_t index);
uint32_t              bridge_guest_person (const BridgeGuest *guest);
const BridgePresence *bridge_guest_presence (const BridgeGuest *guest, uint32_t person); /* NULL: never shown */

/* The whole state as seen, as frames of state.h, for seeding a room: calls `take` with each. */
void bridge_guest_save_state (const BridgeGuest *guest,
                              void (*take) (void *data, const uint8_t *frame, size_t length),
                              void *data);
