/* The replicated board: items, z-order, chat, authors.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Edits of different sites may come in any order that keeps each site's own, and more than once: the board that follows is
 * the same (bridge_board_digest). An operation whose base is not there yet is held until it is. */
#pragma once

#include "core/base/map.h"
#include "core/base/status.h"
#include "core/doc/change.h"
#include "core/doc/edit.h"
#include "core/doc/item.h"

#define BRIDGE_DIGEST_SIZE 16

typedef struct
{
  BridgeStamp id;
  uint64_t    revision; /* 0: not taken by a room yet */
  int64_t     time;     /* ms since 1970 UTC, by the author's clock */
  char       *text;     /* UTF-8, NUL-terminated */
  size_t      length;
} BridgeChatLine;

typedef struct
{
  uint64_t    site;
  uint64_t    seq;     /* of the last edit processed, refused ones included; 0: none */
  uint64_t    lamport; /* where its next edit may begin */
  BridgeStamp stamp;   /* of name and colour; none: it never said */
  char       *name;    /* UTF-8, NUL-terminated; "" until said */
  uint32_t    color;   /* 0xRRGGBBAA; 0 until said */
  uint64_t    revision;
} BridgeAuthor;

/* Why a room refuses an edit; numbers as on the wire. */
typedef enum
{
  BRIDGE_REFUSAL_NONE = 0,
  BRIDGE_REFUSAL_LOCKED = 1,  /* an item is locked */
  BRIDGE_REFUSAL_MISSING = 2, /* it builds upon what the room does not have */
  BRIDGE_REFUSAL_RANGE = 3,   /* a value of the wrong type or outside its range */
  BRIDGE_REFUSAL_LIMIT = 4,   /* too large: points, text, properties */
  BRIDGE_REFUSAL_CLOCK = 5,   /* stamps in the past of its site, or too far ahead */
  BRIDGE_REFUSAL_OWNER = 6,   /* ink of another site */
  BRIDGE_REFUSAL_FULL = 7,    /* the board has no room for more */
} BridgeRefusal;

typedef struct BridgeBoard BridgeBoard;

BridgeBoard *bridge_board_new (uint64_t hash_seed);
void         bridge_board_free (BridgeBoard *board);
/* Bytes (estimate) that items and chat take. Past the limit, BRIDGE_BOARD_SIZE_MAX unless it is set to another, every edit is
 * judged FULL; past one and a half of it nothing is applied or merged either. */
size_t bridge_board_size (const BridgeBoard *board);
void   bridge_board_set_size_max (BridgeBoard *board, size_t size_max);

/* Applies an edit, counted as `revision` (0: by no room). Operations that change nothing are fine; operations whose base is
 * missing are held, up to BRIDGE_BOARD_HELD_MAX (LIMIT past it: the edit's remaining operations are lost and the replica
 * must be fetched anew; LIMIT too on a board that is too large: then nothing is done). Values that bridge_property_check refuses are skipped. Adds to `changes` (may be NULL). */
BridgeStatus bridge_board_apply (BridgeBoard *board, const BridgeEdit *edit, uint64_t revision, BridgeChanges *changes)
    BRIDGE_MUST_CHECK;

/* The authority's judgement, changing nothing. Checks every operation as of the ones before it in the edit. */
BridgeRefusal bridge_board_judge (const BridgeBoard *board, const BridgeEdit *edit);
/* Counts a refused edit's seq as processed. */
void bridge_board_skip (BridgeBoard *board, uint64_t site, uint64_t seq);

/* State, for snapshots, diffs and merges. Each merges by stamps, takes nothing, and is idempotent. Items: registers by
 * stamp, points the longer, text the union. */
BridgeStatus bridge_board_merge_item (BridgeBoard *board, const BridgeItem *item, uint64_t revision, BridgeChanges *changes)
    BRIDGE_MUST_CHECK;
BridgeStatus bridge_board_merge_line (BridgeBoard *board, const BridgeChatLine *line, BridgeChanges *changes) BRIDGE_MUST_CHECK;
BridgeStatus bridge_board_merge_author (BridgeBoard *board, const BridgeAuthor *author, BridgeChanges *changes)
    BRIDGE_MUST_CHECK;
/* Merges all of `other`. */
BridgeStatus bridge_board_merge (BridgeBoard *board, const BridgeBoard *other, BridgeChanges *changes) BRIDGE_MUST_CHECK;

/* For rebuilding after a refusal: makes the item (or line) as it is in `other`, or takes it away when it is not there. */
void bridge_board_restore_item (BridgeBoard *board, const BridgeBoard *other, BridgeStamp id, BridgeChanges *changes);
void bridge_board_restore_line (BridgeBoard *board, const BridgeBoard *other, BridgeStamp id, BridgeChanges *changes);
void bridge_board_restore_author (BridgeBoard *board, const BridgeBoard *other, uint64_t site, BridgeChanges *changes);

/* The next lamport that is free here: past every stamp seen. */
uint64_t bridge_board_clock (const BridgeBoard *board);

/* Items. bridge_board_item finds deleted ones too, and {0, 0}: the board's own item. */
const BridgeItem *bridge_board_item (const BridgeBoard *board, BridgeStamp id);
size_t            bridge_board_n_visible (const BridgeBoard *board);
const BridgeItem *bridge_board_visible (const BridgeBoard *board, size_t index);     /* bottom (0) to top */
size_t            bridge_board_z (const BridgeBoard *board, const BridgeItem *item); /* index of a visible item */
size_t            bridge_board_n_items (const BridgeBoard *board);                   /* deleted ones too, not the board's own */
/* The thread by revision: the item changed last, then `older`; the board's own item is in it once it has a register. */
const BridgeItem *bridge_board_newest (const BridgeBoard *board);
const char       *bridge_board_title (const BridgeBoard *board); /* "" until set; borrowed until the next change */

/* Visible items whose bounds touch `area`, bottom to top (new array of borrowed items, bridge_free). */
const BridgeItem **bridge_board_query (const BridgeBoard *board, BridgeRect area, size_t *n_items);
/* The topmost visible item that bridge_item_hit says is there, or NULL. */
const BridgeItem *bridge_board_pick (const BridgeBoard *board, BridgePoint at, double tolerance);
/* The bounds of all that is visible; empty on an empty board. */
BridgeRect bridge_board_bounds (const BridgeBoard *board);

/* Chat: by revision, those not taken yet last; ties by id. */
size_t                bridge_board_n_lines (const BridgeBoard *board);
const BridgeChatLine *bridge_board_line (const BridgeBoard *board, size_t index);
const BridgeChatLine *bridge_board_find_line (const BridgeBoard *board, BridgeStamp id);

/* Authors in the order in which this board first met them. NULL when it never did. */
size_t              bridge_board_n_authors (const BridgeBoard *board);
const BridgeAuthor *bridge_board_author_at (const BridgeBoard *board, size_t index);
const BridgeAuthor *bridge_board_author (const BridgeBoard *board, uint64_t site);

/* Equal digests mean equal boards, deleted items, authors' names and chat included; revisions and held operations are not.
 * A sum over the parts (modulo 2^64 in each half), so that any order gives the same. */
void bridge_board_digest (const BridgeBoard *board, uint8_t digest[BRIDGE_DIGEST_SIZE]);

/* The summand of one part, and adding or taking away one: how a committed layer's digest is had from the visible board's. */
void bridge_digest_item (const BridgeItem *item, uint8_t digest[BRIDGE_DIGEST_SIZE]);
void bridge_digest_line (const BridgeChatLine *line, uint8_t digest[BRIDGE_DIGEST_SIZE]);
void bridge_digest_author (const BridgeAuthor *author, uint8_t digest[BRIDGE_DIGEST_SIZE]);
void bridge_digest_add (uint8_t sum[BRIDGE_DIGEST_SIZE], const uint8_t part[BRIDGE_DIGEST_SIZE]);
void bridge_digest_subtract (uint8_t sum[BRIDGE_DIGEST_SIZE], const uint8_t part[BRIDGE_DIGEST_SIZE]);
