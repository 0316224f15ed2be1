/* One person's undo and redo: new edits that touch only what is still theirs.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A step is a gesture: all edits recorded between begin and end. Undoing writes, for each register that the step wrote and
 * that still stands as the step left it, what stood there before; a register that somebody else has written since is left
 * alone. A stamp that an undo writes stands for the one that it brought back, so that older steps know their own again. A created
 * item is undone by deleting it, a deletion by restoring, inserted text by removing what is left of it, removed text by
 * inserting it anew at its old place. What somebody has locked is left alone. Chat, ink appends and the author's name are not undone by themselves. */
#pragma once

#include "core/doc/board.h"

#define BRIDGE_UNDO_STEPS_MAX 1000

typedef struct BridgeUndo BridgeUndo;

BridgeUndo *bridge_undo_new (void);
void        bridge_undo_free (BridgeUndo *undo);

/* Gestures nest; only the outermost pair counts. Without one, each edit is a step. */
void bridge_undo_begin (BridgeUndo *undo);
void bridge_undo_end (BridgeUndo *undo);

/* Records a local edit (seq set) before it is applied to `board`. A new step empties the redo side. */
void bridge_undo_record (BridgeUndo *undo, const BridgeBoard *board, const BridgeEdit *edit);

bool bridge_undo_can_undo (const BridgeUndo *undo);
bool bridge_undo_can_redo (const BridgeUndo *undo);

/* Composes the newest step's undo (redo) into `edit` and moves the step to the other side. False: there was none. `edit` may
 * come out empty when others have overwritten everything; commit it only if it has operations, by applying it without
 * recording. The edit's seq must be set already. */
bool bridge_undo_undo (BridgeUndo *undo, const BridgeBoard *board, BridgeEdit *edit);
bool bridge_undo_redo (BridgeUndo *undo, const BridgeBoard *board, BridgeEdit *edit);
/* Whether that step was more than an edit holds: the same call again, once the edit has been applied, goes on with it. */
bool bridge_undo_has_rest (const BridgeUndo *undo);

/* As undo, but of what the gesture under way has done so far, and nothing can redo it. False: there is nothing (more) of
 * it; a large gesture takes several edits. */
bool bridge_undo_cancel (BridgeUndo *undo, const BridgeBoard *board, BridgeEdit *edit);

/* The room refused this edit: what it recorded is forgotten, and so is a step that has nothing left. */
void bridge_undo_forget (BridgeUndo *undo, uint64_t seq);
