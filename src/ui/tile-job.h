/* One tile to be rasterised: gathered on the main thread in slices, drawn on a worker's.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene.h"
#include "ui/tile-layer.h"

typedef struct BridgeTileJob BridgeTileJob;

struct BridgeTileJob
{
  gpointer         owner; /* borrowed: who gets the result */
  BridgeTile      *tile;  /* borrowed (nullable): it has gone. For the main thread alone */
  double           scale; /* device px per board px */
  BridgeTileKey    key;
  guint64          clock; /* everything up to then is in it */
  gboolean         dark;
  cairo_surface_t *base; /* owned (nullable): what the pictures are drawn over */
  GArray          *ids;  /* of BridgeStamp: what is to be drawn, bottom to top */
  gsize            n_gathered;
  GPtrArray       *pictures; /* owned: of BridgePicture */
  cairo_surface_t *surface;  /* owned (nullable): the result */
  gint             dropped;  /* atomic: nobody wants it any more */
};

/* For all that the tile covers, or, where the tile knows all that has come on top of it since, for that alone. */
BridgeTileJob *bridge_tile_job_new (BridgeScene *scene, const BridgeTileLayer *layer, BridgeTile *tile, gboolean dark);
void           bridge_tile_job_free (BridgeTileJob *job);

/* The tile is told that nothing will come. The job itself goes on until it notices. */
void     bridge_tile_job_drop (BridgeTileJob *job);
gboolean bridge_tile_job_is_dropped (BridgeTileJob *job);

/* Gathers pictures until `until` (monotonic, us) at the latest. FALSE: there are more. */
gboolean bridge_tile_job_gather (BridgeTileJob *job, BridgeScene *scene, gint64 until);
/* Nothing to draw: the tile is what `base` is. */
gboolean bridge_tile_job_is_blank (const BridgeTileJob *job);
/* On any thread. */
void bridge_tile_job_rasterise (BridgeTileJob *job);
