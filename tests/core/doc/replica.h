/* A replica for tests: a board, whose site writes on it, and what that site may undo.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/doc/board.h"
#include "core/doc/compose.h"
#include "core/doc/limits.h"
#include "core/doc/undo.h"

#include <glib.h>

typedef struct
{
  BridgeBoard  *board;
  BridgeUndo   *undo;
  uint64_t      site;
  uint64_t      seq;
  BridgeEdit    edit;    /* the newest; kept until the next begins */
  BridgeChanges changes; /* of the newest edit that was applied here */
} Replica;

void replica_init (Replica *self, uint64_t site);
void replica_clear (Replica *self);

/* Starts an edit of this site; commit records it for undo, asserts that it would be taken, and applies it. */
BridgeEdit *replica_begin (Replica *self);
void        replica_commit (Replica *self);
/* Undoes or redoes; the edit is applied if it has operations. */
void replica_undo (Replica *self);
void replica_redo (Replica *self);

/* Applies the other's newest edit here. */
void replica_receive (Replica *self, const Replica *other);
void replica_apply (Replica *self, const BridgeEdit *edit, uint64_t revision);

/* Whole edits of one thing. */
BridgeStamp replica_draw_box (Replica *self, double x, double y, double width, double height);
BridgeStamp replica_draw_stroke (Replica *self, const BridgeInkPoint *points, size_t n_points);
BridgeStamp replica_say (Replica *self, const char *text);
void        replica_set (Replica *self, BridgeStamp item, uint32_t property, BridgeValue value);
void        replica_delete (Replica *self, BridgeStamp item);
void        replica_type (Replica *self, BridgeStamp item, size_t at, size_t n_delete, const char *insert);

const BridgeItem *replica_item (const Replica *self, BridgeStamp id); /* must be there */
char             *replica_text (const Replica *self, BridgeStamp id); /* g_free */
void              replica_assert_text (const Replica *self, BridgeStamp id, const char *expected);
void              replica_assert_sound (const Replica *self);               /* what the board keeps beside the items agrees with them */
void              replica_assert_same (const Replica *a, const Replica *b); /* by digest, z-order and chat */

/* From DRAWBRIDGE_SEED or the clock; prints it. */
uint64_t test_seed (void);
