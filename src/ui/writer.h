/* Writing in place: one item's text under a caret, with the keyboard, input methods and the clipboard.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/tools/viewport.h"
#include "session/session.h"

#include <gtk/gtk.h>

/* Belongs to a canvas. While it is active it takes the canvas' keys (through a key controller of its own with an input method),
 * and each keystroke is an edit that others see arrive. The caret keeps its place among the letters when others write in the
 * same item. What is typed in one go is one step of undo.
 * Signals:
 *   changed   what it shows has changed: draw the overlay anew
 *   ended     it is not active any more (Escape, end, or the item is gone); an empty text item has been deleted
 *   message (const char *)   a translated sentence for a toast */
#define BRIDGE_TYPE_WRITER (bridge_writer_get_type ())
G_DECLARE_FINAL_TYPE (BridgeWriter, bridge_writer, BRIDGE, WRITER, GObject)

/* `widget` owns the writer; `viewport` is borrowed for its lifetime. */
BridgeWriter *bridge_writer_new (GtkWidget *widget, BridgeSession *session, const BridgeViewport *viewport);

/* Ends what was going on and begins with the caret at the end, or with all selected (a note just placed is empty anyway). False when
 * the item cannot be written in: locked, deleted, or ink. */
gboolean    bridge_writer_begin (BridgeWriter *writer, BridgeStamp item);
void        bridge_writer_end (BridgeWriter *writer);
gboolean    bridge_writer_is_active (BridgeWriter *writer);
BridgeStamp bridge_writer_get_item (BridgeWriter *writer); /* none when it is not active; while `ended` is emitted still the item */

/* The pointer, board px. press: false when it is outside the item, and the writer has ended then. */
gboolean bridge_writer_press (BridgeWriter *writer, BridgePoint at, guint n_clicks, gboolean extend);
void     bridge_writer_drag (BridgeWriter *writer, BridgePoint at);

/* For the clipboard actions of the window; false: it is not active. */
gboolean bridge_writer_copy (BridgeWriter *writer);
gboolean bridge_writer_cut (BridgeWriter *writer);
gboolean bridge_writer_paste (BridgeWriter *writer);
gboolean bridge_writer_select_all (BridgeWriter *writer);
/* The same for undo and redo: the caret goes where the text changed. Ends by itself when the item's creation is undone. */
gboolean bridge_writer_undo (BridgeWriter *writer);
gboolean bridge_writer_redo (BridgeWriter *writer);

/* After every change of the board by anybody. */
void bridge_writer_board_changed (BridgeWriter *writer, const BridgeChanges *changes);

/* Draws the item without its text, then text, selection, composition and caret, in widget coordinates. */
void bridge_writer_snapshot (BridgeWriter *writer, GtkSnapshot *snapshot, gboolean dark);
