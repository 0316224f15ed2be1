/* The inside of a board, shared by the board-*.c files alone.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/board.h"
#include "core/doc/held.h"
#include "core/doc/index.h"
#include "core/doc/layers.h"
#include "core/doc/limits.h"

/* Stamps beyond this are nobody's: no frame carries them. */
#define BRIDGE_LAMPORT_MAX (UINT64_C (1) << 53)

/* Nodes that one edit may remove: looking each up takes time. */
#define BRIDGE_REMOVED_NODES_MAX (2 * BRIDGE_TEXT_NODES_MAX)

/* An item that the mutation under way has touched, and how it was before. */
typedef struct
{
  BridgeItem *item;
  BridgeRect  before; /* what was painted; empty where nothing was */
  bool        was_visible;
  bool        is_layered;  /* stands in the layers now */
  unsigned    flags;       /* BridgeChangeFlags so far */
  uint64_t    revision;    /* of the newest edit that touched it; 0: none with a revision */
  size_t      first_point; /* the first that was added */
  size_t      size;        /* what it counted for in the board's */
} BridgeTouch;

struct BridgeBoard
{
  BridgeMap   items; /* all, by id; owned */
  BridgeItem *root;  /* the board's own item, {0, 0} */
  BridgeItem *newest;
  BridgeItem *oldest;

  BridgeLayers layers;
  BridgeIndex  index;
  BridgeHeld   held;

  BridgeMap        lines_by_id;
  BridgeChatLine **lines; /* sorted; owned */
  size_t           n_lines;
  size_t           lines_capacity;

  BridgeMap      authors_by_site;
  BridgeAuthor **authors; /* in the order of meeting; owned */
  size_t         n_authors;
  size_t         authors_capacity;

  uint64_t clock;
  char    *title; /* of the root, NUL-terminated */
  size_t   size;
  size_t   size_max;

  /* Of the mutation under way. */
  BridgeTouch   *touches;
  size_t         n_touches;
  size_t         touches_capacity;
  BridgeChanges *changes; /* borrowed; may be NULL */
};

/* Writable, or NULL. */
BridgeItem *bridge_board_find (const BridgeBoard *board, BridgeStamp id);
/* Moves the clock past `span` lamports from this one on. */
void bridge_board_hear (BridgeBoard *board, uint64_t lamport, uint64_t span);
bool bridge_stamp_is_sane (BridgeStamp stamp);
/* What it must not grow beyond by what others say. A room stops at its limit; so this much is never said by one that is right,
 * though another replica's estimate may be larger than its own. */
bool bridge_board_is_swollen (const BridgeBoard *board);

/* board-touch.c. A mutation touches each item before it changes it, and settles once at its end: then the layers, the
 * index, the thread and the title are right again, and the changes are told. The pointer holds until the next touch. */
void         bridge_board_begin (BridgeBoard *board, BridgeChanges *changes);
BridgeTouch *bridge_board_touch (BridgeBoard *board, BridgeItem *item, unsigned flags, uint64_t revision);
/* Takes the touched item out of the layers: its order or visibility is about to change. */
void bridge_board_lift (BridgeBoard *board, BridgeTouch *touch);
void bridge_board_settle (BridgeBoard *board);
/* A new item, touched as not visible before. */
BridgeItem *bridge_board_add_item (BridgeBoard *board, BridgeStamp id, uint32_t kind, uint64_t revision);
void        bridge_board_unthread (BridgeBoard *board, BridgeItem *item);
/* Takes it out of all lists at once and frees it; it must not be touched. */
void bridge_board_remove_item (BridgeBoard *board, BridgeItem *item);
/* Counts it as changed at `revision` and moves it to its place in the thread. */
void bridge_board_thread (BridgeBoard *board, BridgeItem *item, uint64_t revision);

/* board-write.c: what apply and merge do to one item, within the limits. */
bool bridge_board_takes_property (BridgeStamp item, uint32_t property);
bool bridge_board_takes_value (uint32_t property, const BridgeValue *value);
bool bridge_board_takes_steps (const BridgeStep *steps, size_t count);
/* Sets the register if it is allowed and wins. */
void bridge_board_write (BridgeBoard       *board,
                         BridgeItem        *item,
                         uint32_t           property,
                         BridgeStamp        stamp,
                         const BridgeValue *value,
                         uint64_t           revision);
/* Adds points at the end and wakes what waits for them. */
void bridge_board_extend (BridgeBoard *board, BridgeItem *item, const BridgeStep *steps, size_t count, uint64_t revision);
/* As bridge_text_insert; wakes what waits for these nodes. */
BridgeStatus bridge_board_insert (BridgeBoard         *board,
                                  BridgeItem          *item,
                                  const BridgeTextRun *run,
                                  uint64_t             revision) BRIDGE_MUST_CHECK;
BridgeStatus bridge_board_remove (BridgeBoard *board, BridgeItem *item, BridgeTextRange range, uint64_t revision)
    BRIDGE_MUST_CHECK;
void bridge_board_wake_nodes (BridgeBoard *board, BridgeTextRange range);

/* board-apply.c. Applies one operation, or holds it. LIMIT as bridge_board_apply. */
BridgeStatus bridge_board_run (BridgeBoard *board, const BridgeOp *op, BridgeStamp stamp, uint64_t revision)
    BRIDGE_MUST_CHECK;
/* Runs what has been woken, until nothing is. */
void bridge_board_run_woken (BridgeBoard *board, uint64_t revision);

/* board-people.c. Changes are told at once. */
BridgeAuthor *bridge_board_meet (BridgeBoard *board, uint64_t site); /* NULL when there are too many */
BridgeStatus  bridge_board_say (BridgeBoard *board, const BridgeChatLine *line) BRIDGE_MUST_CHECK;
void          bridge_board_name (BridgeBoard *board, const BridgeAuthor *author); /* if its stamp is newer */
void          bridge_board_clear_people (BridgeBoard *board);
