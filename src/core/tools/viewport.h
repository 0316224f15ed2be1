/* The part of the board that a window shows: scroll and zoom as values.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"

#define BRIDGE_ZOOM_MIN 0.05
#define BRIDGE_ZOOM_MAX 32.0

/* view = (board - origin) * zoom, in logical window pixels. */
typedef struct
{
  BridgePoint origin; /* the board point at the window's top left */
  double      zoom;
  double      width; /* of the window, logical px */
  double      height;
} BridgeViewport;

void        bridge_viewport_init (BridgeViewport *viewport); /* zoom 1 at (0, 0), size 0 */
BridgePoint bridge_viewport_to_board (const BridgeViewport *viewport, BridgePoint at);
BridgePoint bridge_viewport_to_view (const BridgeViewport *viewport, BridgePoint at);
BridgeRect  bridge_viewport_visible (const BridgeViewport *viewport);             /* board px */
void        bridge_viewport_pan (BridgeViewport *viewport, double dx, double dy); /* logical px; the board follows */
/* Zooms to `zoom` (clamped) so that the board point under the window's `at` stays there. */
void bridge_viewport_zoom_at (BridgeViewport *viewport, double zoom, BridgePoint at);
/* Shows all of `area` with a margin, at most at zoom 1; an empty area: zoom 1 with the origin in the middle. */
void bridge_viewport_fit (BridgeViewport *viewport, BridgeRect area, double margin);
void bridge_viewport_center (BridgeViewport *viewport, BridgePoint at);
/* The next of the steps 5%, 10%, 25%, 50%, 75%, 100%, 150%, 200%, 400%, 800%, 1600%, 3200% up or down. */
double bridge_viewport_step (double zoom, int direction);
