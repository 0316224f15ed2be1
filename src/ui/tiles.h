/* The board rasterised in tiles by worker threads.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A layer is all tiles of one scale. The current layer is as sharp as the screen; others stand in, scaled, where its tiles
 * have not landed yet. Only what is in view is rasterised, nearest to its middle first; a tile that has become
 * stale is shown until the new one has landed. */
#pragma once

#include "core/tools/viewport.h"
#include "ui/scene.h"

#include <gtk/gtk.h>

#define BRIDGE_TILES_BYTES_MAX (128 * 1024 * 1024) /* of pixels kept; the least recently shown go first */

typedef struct BridgeTiles BridgeTiles;

/* `landed` is called on the main context whenever tiles have changed. */
BridgeTiles *bridge_tiles_new (BridgeScene *scene, void (*landed) (gpointer data), gpointer data);
void         bridge_tiles_free (BridgeTiles *tiles); /* does not wait for the workers; `landed` is not called again */

/* What is in view from now on. `settled`: the zoom stands still, so the current layer becomes exactly this scale. */
void bridge_tiles_set_view (BridgeTiles *tiles, const BridgeViewport *viewport, int scale_factor, gboolean settled);
void bridge_tiles_set_dark (BridgeTiles *tiles, gboolean dark);
void bridge_tiles_invalidate (BridgeTiles *tiles, BridgeRect area); /* board px */
void bridge_tiles_invalidate_all (BridgeTiles *tiles);

/* Whether all that is in view of `area` is up to date. */
gboolean bridge_tiles_are_fresh (BridgeTiles *tiles, BridgeRect area);
/* Draws in widget coordinates and asks the workers for what is missing. */
void bridge_tiles_snapshot (BridgeTiles *tiles, GtkWidget *widget, GtkSnapshot *snapshot);
