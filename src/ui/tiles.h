/* The board rasterised in tiles by worker threads.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A layer is all tiles of one scale. While the zoom stands still, the layer that is shown is as sharp as the screen; while it
 * changes, that of the nearest power of two is shown, scaled. A coarse layer lies ready for a leap or a zoom out. Where
 * a tile has not landed yet, other layers stand in; a tile that has become stale is shown until the new one has landed.
 * Only what is in view, and one tile around it, is rasterised, nearest to its middle first. */
#pragma once

#include "core/tools/viewport.h"
#include "ui/scene.h"

#include <gtk/gtk.h>

#define BRIDGE_TILES_BYTES_MAX (128 * 1024 * 1024) /* of pixels kept; the least recently shown go first */

typedef struct BridgeTiles BridgeTiles;

/* `landed` is called on the main context whenever tiles have changed. */
BridgeTiles *bridge_tiles_new (BridgeScene *scene, void (*landed) (gpointer data), gpointer data);
void         bridge_tiles_free (BridgeTiles *tiles); /* does not wait for the workers; `landed` is not called again */

/* What is in view from now on. `settled`: the zoom stands still. */
void bridge_tiles_set_view (BridgeTiles *tiles, const BridgeViewport *viewport, int scale_factor, gboolean settled);
void bridge_tiles_set_dark (BridgeTiles *tiles, gboolean dark);

/* What has changed; each returns the time of it by the tiles' own clock. */
guint64 bridge_tiles_invalidate (BridgeTiles *tiles, BridgeRect area); /* board px: in any way */
/* An item has come that lies on top of all that the tiles show (bridge_scene_is_top) and is not in them. Cheap: it is drawn over them. */
guint64 bridge_tiles_add (BridgeTiles *tiles, BridgeStamp item, BridgeRect area);

/* Whether all that would be shown of `area` is as of `since`, or later. */
gboolean bridge_tiles_have (BridgeTiles *tiles, BridgeRect area, guint64 since);
/* Whether nothing is left to do. */
gboolean bridge_tiles_are_fresh (BridgeTiles *tiles);
/* Where in view tiles that touch `area` are not as of `since` (transfer full: of graphene_rect_t, widget coordinates). */
GArray *bridge_tiles_find_missing (BridgeTiles *tiles, BridgeRect area, guint64 since);

/* Where the board's origin is drawn, in widget coordinates: on a whole device pixel. */
BridgePoint bridge_tiles_origin (const BridgeTiles *tiles);
/* Draws in widget coordinates and asks the workers for what is missing. */
void bridge_tiles_snapshot (BridgeTiles *tiles, GtkWidget *widget, GtkSnapshot *snapshot);
