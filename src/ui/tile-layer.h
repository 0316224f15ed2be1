/* The tiles of one scale, and which of all to forget.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"

#include <gtk/gtk.h>

#define BRIDGE_TILE_SIZE  256 /* device px, either way */
#define BRIDGE_TILE_BYTES (BRIDGE_TILE_SIZE * BRIDGE_TILE_SIZE * 4)

typedef struct
{
  gint32 x; /* in tiles from the board's origin */
  gint32 y;
} BridgeTileKey;

typedef struct
{
  BridgeTileKey    key;
  cairo_surface_t *surface; /* owned (nullable): blank, or nothing yet */
  GskRenderNode   *node;    /* owned (nullable): made from the surface when first shown */
  gboolean         present; /* something has landed, even if blank */
  gboolean         stale;
  gboolean         in_work;
  guint64          shown; /* frame count, for the LRU */
} BridgeTile;

typedef struct
{
  double      scale; /* device px per board px */
  GHashTable *tiles; /* BridgeTileKey in BridgeTile to BridgeTile (owned) */
  guint64     used;  /* frame count */
} BridgeTileLayer;

BridgeTileLayer *bridge_tile_layer_new (double scale);
void             bridge_tile_layer_free (BridgeTileLayer *layer);

BridgeTile *bridge_tile_layer_find (BridgeTileLayer *layer, BridgeTileKey key); /* (nullable) */
/* Makes it, stale, where there is none. */
BridgeTile *bridge_tile_layer_take (BridgeTileLayer *layer, BridgeTileKey key);
/* What a tile covers, board px. */
BridgeRect bridge_tile_layer_area (const BridgeTileLayer *layer, BridgeTileKey key);
/* The first and the last tile that `area` touches. */
void bridge_tile_layer_range (const BridgeTileLayer *layer, BridgeRect area, BridgeTileKey *first, BridgeTileKey *last);
/* Forgets the tiles of all layers (of BridgeTileLayer) that were shown longest ago, down to `n_most`, but none shown since `frame`. */
void bridge_tile_layers_evict (GPtrArray *layers, gsize n_most, guint64 frame);
