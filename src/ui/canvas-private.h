/* The canvas' fields, for the files that make it up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas.h"
#include "ui/cursors.h"
#include "ui/ground.h"
#include "ui/lifted.h"
#include "ui/writer.h"

struct _BridgeCanvas
{
  GtkWidget parent;

  BridgeSession *session; /* owned */
  BridgeToolbox *toolbox; /* owned, as all below unless said */
  BridgeViewport viewport;
  BridgeScene   *scene;
  BridgeTiles   *tiles;
  BridgeLifted  *lifted;
  BridgeGround  *ground;
  BridgeCursors *cursors;
  BridgeWriter  *writer;
  GCancellable  *pasting; /* the clipboard may answer when the window is gone */

  guint32    note_color;      /* as chosen; the style has the paper */
  BridgeTool shown_tool;      /* as last notified */
  guint      shown_selection; /* as last notified */
  double     shown_zoom;
  guint      settle_zoom; /* source: the zoom has stood still */
  guint      tick;        /* tick callback */
  gint64     ticked;      /* frame time of the last tick, us */
  gboolean   placed;      /* the viewport has got its first size */

  /* input (canvas-input.c) */
  BridgePoint hover;        /* logical px */
  gboolean    hovering;     /* the pointer is over the canvas */
  gboolean    writing_drag; /* the press went to the writer */
  gboolean    space_down;
  guint       n_clicks;
  guint32     last_press_time; /* ms */
  BridgePoint last_press;
  double      pinch_zoom; /* at the beginning of a pinch */
  BridgePoint pinch_at;
  double      fling_x; /* logical px per second */
  double      fling_y;
};

/* canvas.c */
/* Carries out what a tool asked for, and clears the changes. */
void bridge_canvas_do (BridgeCanvas *canvas, BridgeTodo *todo);
void bridge_canvas_view_changed (BridgeCanvas *canvas);
void bridge_canvas_zoom_to (BridgeCanvas *canvas, double zoom, BridgePoint at);
void bridge_canvas_start_ticking (BridgeCanvas *canvas);
void bridge_canvas_present (BridgeCanvas *canvas);

/* canvas-input.c */
void bridge_canvas_add_controllers (BridgeCanvas *canvas);
/* What a pointer did up to this frame, whatever device it is: the one way in. */
void bridge_canvas_point (BridgeCanvas *canvas, const BridgePointerEvent *events, gsize n_events);
/* Moves on a fling by `elapsed` us; whether it goes on. */
gboolean bridge_canvas_fling (BridgeCanvas *canvas, gint64 elapsed);
