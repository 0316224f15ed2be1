/* The board as a widget: tiles, live overlay, pointers, writing in place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/tools/toolbox.h"
#include "session/session.h"

#include <gtk/gtk.h>

/* Properties: session (construct only), tool (uint: BridgeTool, read/write), zoom (double, read-only), n-selected (uint,
 * read-only), writing (boolean, read-only: text is being edited in place). All notify on real change.
 * Signals: message (const char *) - a translated sentence for a toast, such as why an edit was refused. */
#define BRIDGE_TYPE_CANVAS (bridge_canvas_get_type ())
G_DECLARE_FINAL_TYPE (BridgeCanvas, bridge_canvas, BRIDGE, CANVAS, GtkWidget)

GtkWidget *bridge_canvas_new (BridgeSession *session);

BridgeTool bridge_canvas_get_tool (BridgeCanvas *canvas);
void       bridge_canvas_set_tool (BridgeCanvas *canvas, BridgeTool tool);

/* Ink, highlighter and notes have a colour each, 0xRRGGBBAA; a note's paper is a pale form of its own (choices.h). */
guint32 bridge_canvas_get_tool_color (BridgeCanvas *canvas, BridgeTool tool);
void    bridge_canvas_set_tool_color (BridgeCanvas *canvas, BridgeTool tool, guint32 color);

/* The style of what the current tool draws next, and, where something is selected, of the selection too. */
void bridge_canvas_set_color (BridgeCanvas *canvas, guint32 color);
void bridge_canvas_set_size (BridgeCanvas *canvas, double size);
void bridge_canvas_set_dash (BridgeCanvas *canvas, BridgeDash dash);
void bridge_canvas_set_filled (BridgeCanvas *canvas, gboolean filled);
void bridge_canvas_set_shape (BridgeCanvas *canvas, guint32 shape); /* BRIDGE_KIND_* */

double bridge_canvas_get_zoom (BridgeCanvas *canvas);
void   bridge_canvas_zoom_in (BridgeCanvas *canvas); /* about the middle, by bridge_viewport_step */
void   bridge_canvas_zoom_out (BridgeCanvas *canvas);
void   bridge_canvas_zoom_reset (BridgeCanvas *canvas);
void   bridge_canvas_zoom_fit (BridgeCanvas *canvas);

void bridge_canvas_undo (BridgeCanvas *canvas);
void bridge_canvas_redo (BridgeCanvas *canvas);

guint bridge_canvas_get_n_selected (BridgeCanvas *canvas);
void  bridge_canvas_select_all (BridgeCanvas *canvas);
void  bridge_canvas_select_none (BridgeCanvas *canvas);
void  bridge_canvas_delete (BridgeCanvas *canvas);
void  bridge_canvas_duplicate (BridgeCanvas *canvas);
void  bridge_canvas_front (BridgeCanvas *canvas);
void  bridge_canvas_back (BridgeCanvas *canvas);
void  bridge_canvas_toggle_locked (BridgeCanvas *canvas);
/* The clipboard: items between boards, text from anywhere, text to anywhere. */
void bridge_canvas_copy (BridgeCanvas *canvas);
void bridge_canvas_cut (BridgeCanvas *canvas);
void bridge_canvas_paste (BridgeCanvas *canvas);
/* Ends writing in place, keeping what was written. */
void bridge_canvas_end_writing (BridgeCanvas *canvas);
