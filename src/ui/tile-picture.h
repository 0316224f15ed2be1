/* Puts together what is in view from the tiles that there are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/tools/viewport.h"
#include "ui/tile-layer.h"

typedef struct
{
  GPtrArray            *layers; /* of BridgeTileLayer */
  BridgeTileLayer      *target; /* shown where it has tiles; the others stand in */
  const BridgeViewport *viewport;
  int                   scale_factor;
  guint64               frame; /* tiles that are used are marked with it */
  GtkSnapshot          *snapshot;

  gboolean        textures;  /* private */
  cairo_region_t *uncovered; /* private: device px */
} BridgeTilePicture;

void bridge_tile_picture_compose (BridgeTilePicture *picture, GtkWidget *widget);

/* Where the board's origin is drawn, widget coordinates on a whole device pixel. */
BridgePoint bridge_tile_origin (const BridgeViewport *viewport, int scale_factor);
/* Where a tile is drawn, widget coordinates: whole device pixels, so that a tile at its own scale is copied, not resampled, and
 * scaled tiles meet without a seam. */
graphene_rect_t bridge_tile_place (const BridgeTileLayer *layer,
                                   BridgeTileKey          key,
                                   const BridgeViewport  *viewport,
                                   int                    scale_factor);
