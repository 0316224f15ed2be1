/* The inside of a guest, shared by the guest*.c files alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/frame/edit/state.h"
#include "core/sync/guest.h"

/* What an operation is about: an item, a chat line or an author. */
typedef enum
{
  BRIDGE_PART_ITEM,
  BRIDGE_PART_LINE,
  BRIDGE_PART_AUTHOR,
} BridgePartType;

/* A part of the board that edits in the outbox touch. The shadow holds it as the room has it; what is not in the shadow,
 * the room does not have. */
typedef struct
{
  BridgePartType type;
  BridgeStamp    id;    /* of an author only the site */
  size_t         n_ops; /* in the outbox, of edits that are seen */
  bool           is_stale;
} BridgePart;

/* Edits are numbered for the room when they first go out, not when they are made: another room (another epoch) may have
 * seen fewer of this site's edits than the one before, and wants the next number of its own count. `edit.seq` is the
 * guest's own count, which the caller knows and undo goes by. */
typedef struct
{
  BridgeEdit edit;
  uint64_t   wire_seq;   /* 0: has never gone out */
  size_t     size;       /* bytes, an estimate */
  bool       is_dropped; /* is not seen any more, but its number is used and so it must still go out, to be refused */
  bool       is_lost;    /* while losing: goes out of what is seen */
  bool       is_refused; /* while losing: is lost since the room will never have it */
  bool       is_done;    /* while losing: the room knows its number */
} BridgeOutboxEdit;

/* An event that waits, with what it owns. */
typedef struct
{
  BridgeGuestEvent event;
  BridgeEdit       edit;
  BridgeChanges    changes;
  char            *text;
} BridgeGuestNote;

typedef struct
{
  BridgePerson   person; /* the name is owned */
  BridgePresence presence;
  bool           is_present;
} BridgeGuestPerson;

struct BridgeGuest
{
  uint64_t         site;
  uint8_t          secret[BRIDGE_WIRE_SECRET_SIZE];
  char            *name;
  uint32_t         color;
  uint64_t         seed;
  BridgeGuestPhase phase;

  BridgeBoard *board;   /* as seen */
  BridgeBoard *shadow;  /* as the room has it: the parts that are touched */
  BridgeBoard *nothing; /* always empty */
  BridgeMap    parts;   /* touched ones, to BridgePart */
  BridgeUndo  *undo;

  BridgeOutboxEdit *outbox; /* from outbox_first to outbox_end */
  size_t            outbox_first;
  size_t            outbox_end;
  size_t            outbox_capacity;
  size_t            outbox_size;
  size_t            n_sent;     /* of the outbox, from its first on, by this connection */
  size_t            n_seen;     /* of the outbox, not dropped */
  uint64_t          seq;        /* of our last edit, by our own count */
  uint64_t          wire_seq;   /* the last number given out */
  uint64_t          wire_epoch; /* whose count that is; 0: none yet */
  uint64_t          known_seq;  /* the last number whose fate we know */

  /* The state that we hold: of this epoch, as of this revision; epoch 0: none that a room would know. */
  uint64_t      epoch;
  uint64_t      revision;
  uint64_t      latest;          /* the room's revision when the state was complete */
  uint64_t      newest_revision; /* seen in records of state: they may be ahead of their head */
  BridgeContext context;         /* the log's, as of the revision */

  /* This connection. */
  char               *token;
  bool                wants_hello;
  bool                wants_goodbye;
  BridgeAuthorContext up;
  BridgeBytes        *waiting; /* messages behind a state, from waiting_first to waiting_end */
  size_t              waiting_first;
  size_t              waiting_end;
  size_t              waiting_capacity;
  size_t              waiting_size;

  /* While LOADING. */
  BridgeWireHead     head;
  BridgeStateReader *reader;
  bool               is_reading; /* a block has records left */
  uint64_t           n_read;

  BridgeChanges    changes; /* not told yet */
  BridgeGuestNote *notes;   /* from notes_first to notes_end */
  size_t           notes_first;
  size_t           notes_end;
  size_t           notes_capacity;
  BridgeGuestNote  current; /* what the last event borrows from */

  uint32_t           me;
  BridgeGuestPerson *people;
  size_t             n_people;
  size_t             people_capacity;

  BridgePresence presence; /* mine, the latest */
  bool           is_present;
  bool           wants_presence; /* it may go out */
  bool           presence_waits; /* for its time */
  uint64_t       presence_time;  /* of the last one */
};

/* guest-layers.c: what is seen, and what the room has. touch: before an edit of ours is applied to what is seen; untouch: it
 * is in both layers. apply: an edit of the log. */
void         bridge_guest_touch (BridgeGuest *guest, const BridgeEdit *edit);
void         bridge_guest_untouch (BridgeGuest *guest, const BridgeEdit *edit);
BridgeStatus bridge_guest_apply (BridgeGuest *guest, const BridgeEdit *edit) BRIDGE_MUST_CHECK;
/* Whether the room has all that an edit of the outbox does. */
bool         bridge_guest_room_has (const BridgeGuest *guest, const BridgeEdit *edit);
BridgeStatus bridge_guest_merge (BridgeGuest *guest, const BridgeStateRecord *record) BRIDGE_MUST_CHECK;
/* Takes the edits that are lost out of what is seen: makes what they touched as the room has it, and replays the others. */
void bridge_guest_rebuild (BridgeGuest *guest);
void bridge_guest_forget_layers (BridgeGuest *guest); /* what is seen is all there is */

/* guest-outbox.c */
uint64_t bridge_guest_enqueue (BridgeGuest *guest, BridgeEdit *edit, bool is_undo, BridgeChanges *changes, BridgeRefusal *refusal);
/* The first edit in the outbox, if the room knows it by this number. */
BridgeOutboxEdit *bridge_guest_first_edit (BridgeGuest *guest, uint64_t wire_seq);
void              bridge_guest_pop_edit (BridgeGuest *guest);
/* The room refused the outbox's edit at `index`: tells so, drops what hangs on it, and rebuilds. */
void bridge_guest_refuse (BridgeGuest *guest, size_t index, BridgeRefusal code);
/* The state is complete: which of our edits it has, which were refused, which must be sent again. */
void bridge_guest_settle (BridgeGuest *guest);
bool bridge_guest_put_edit (BridgeGuest *guest, BridgeBytes *message);
void bridge_guest_clear_outbox (BridgeGuest *guest);

/* guest-receive.c */
void bridge_guest_stop_reading (BridgeGuest *guest);

/* guest-people.c */
BridgeStatus bridge_guest_take_people (BridgeGuest *guest, const uint8_t *data, size_t length) BRIDGE_MUST_CHECK;
BridgeStatus bridge_guest_take_presences (BridgeGuest *guest, const uint8_t *data, size_t length) BRIDGE_MUST_CHECK;
void         bridge_guest_clear_people (BridgeGuest *guest);

/* guest-events.c. The text is copied; `edit` and `changes` are taken (NULL: none). */
void bridge_guest_tell (BridgeGuest *guest, const BridgeGuestEvent *event, BridgeEdit *edit, BridgeChanges *changes);
void bridge_guest_tell_changes (BridgeGuest *guest); /* what has gathered in guest->changes */
void bridge_guest_clear_events (BridgeGuest *guest);

char *bridge_guest_copy_text (const char *text, size_t length);
