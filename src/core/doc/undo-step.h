/* A step of undo: what one gesture changed, and how to take it back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/map.h"
#include "core/doc/board.h"

typedef enum
{
  BRIDGE_UNDO_REGISTER,
  BRIDGE_UNDO_INSERTED,
  BRIDGE_UNDO_REMOVED,
} BridgeUndoType;

/* A write of mine: the newest of a register's marks is how the step left it. */
typedef struct
{
  uint64_t    seq;
  BridgeStamp stamp;
} BridgeUndoMark;

typedef struct
{
  BridgeUndoType type;
  BridgeStamp    item;
  size_t         previous; /* 1 + the index of the entry of the same item before it; 0: none */

  /* REGISTER. A creation is one too: of "deleted", which it left unset, and which was true before. */
  uint32_t        property;
  BridgeValue     before;
  BridgeStamp     before_stamp; /* none: it was not set */
  BridgeUndoMark *marks;
  size_t          n_marks;
  size_t          marks_capacity;

  /* INSERTED, REMOVED: these nodes. */
  uint64_t         seq;
  BridgeTextRange *ranges;
  size_t           n_ranges;
  size_t           ranges_capacity;
} BridgeUndoEntry;

/* {0} is empty. */
typedef struct
{
  BridgeStamp      start; /* of the first edit: what my site made since then, the step itself made */
  BridgeUndoEntry *entries;
  size_t           n_entries;
  size_t           capacity;
  BridgeMap        newest; /* of each item's entries, 1 + its index: a drag of many writes to each again and again */
} BridgeUndoStep;

void bridge_undo_step_clear (BridgeUndoStep *step);
/* Keeps the oldest entries alone; clears the step when that is none. */
void bridge_undo_step_truncate (BridgeUndoStep *step, size_t n_entries);

/* Adds what the edit is about to change on the board. */
void bridge_undo_step_record (BridgeUndoStep *step, const BridgeBoard *board, const BridgeEdit *edit);
/* Forgets what it recorded of the edit with this seq. */
void bridge_undo_step_forget (BridgeUndoStep *step, uint64_t seq);

/* A write that brings back `old` stands for it. */
void bridge_undo_step_rename_stamp (BridgeUndoStep *step,
                                    BridgeStamp     item,
                                    uint32_t        property,
                                    BridgeStamp     old,
                                    BridgeStamp     stamp);
/* Text inserted anew, from `first` on, stands for the removed nodes. */
void bridge_undo_step_rename_nodes (BridgeUndoStep *step, BridgeStamp item, BridgeTextRange old, BridgeStamp first);
