/* The tiles of one scale, and which of all to forget.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"
#include "core/doc/stamp.h"

#include <gtk/gtk.h>

#define BRIDGE_TILE_SIZE  256 /* device px, either way */
#define BRIDGE_TILE_BYTES (BRIDGE_TILE_SIZE * BRIDGE_TILE_SIZE * 4)

struct BridgeTileJob;

typedef struct
{
  gint32 x; /* in tiles from the board's origin */
  gint32 y;
} BridgeTileKey;

/* Stale: touched after it was made. */
typedef struct
{
  BridgeTileKey         key;
  cairo_surface_t      *surface; /* owned (nullable): blank, or nothing yet */
  GskRenderNode        *node;    /* owned (nullable): made from the surface when first shown */
  gboolean              present; /* something has landed, even if blank */
  guint64               made;    /* clock: all that happened up to then is in it */
  guint64               touched; /* clock: when what it shows last changed */
  GArray               *added;   /* owned (nullable): of BridgeStamp, what came on top since it was made (or its job begun) */
  gboolean              spoilt;  /* more than that has changed */
  struct BridgeTileJob *job;     /* borrowed (nullable): under way */
  guint64               shown;   /* frame, for the LRU */
} BridgeTile;

typedef struct
{
  double      scale; /* device px per board px */
  GHashTable *tiles; /* BridgeTileKey in BridgeTile to BridgeTile (owned) */
  guint64     used;  /* frame */
} BridgeTileLayer;

BridgeTileLayer *bridge_tile_layer_new (double scale);
void             bridge_tile_layer_free (BridgeTileLayer *layer); /* drops its tiles' jobs */

BridgeTile *bridge_tile_layer_find (BridgeTileLayer *layer, BridgeTileKey key); /* (nullable) */
/* Makes it where there is none. */
BridgeTile *bridge_tile_layer_take (BridgeTileLayer *layer, BridgeTileKey key);
/* What a tile covers, board px. */
BridgeRect bridge_tile_layer_area (const BridgeTileLayer *layer, BridgeTileKey key);
/* The first and the last tile that `area` touches. */
void bridge_tile_layer_range (const BridgeTileLayer *layer, BridgeRect area, BridgeTileKey *first, BridgeTileKey *last);

gboolean bridge_tile_is_fresh (const BridgeTile *tile);
/* What it shows has changed at `clock`: by one item that came on top of all, or (NULL) in any way. */
void bridge_tile_touch (BridgeTile *tile, const BridgeStamp *added, guint64 clock);
/* Takes the new content (NULL: blank). */
void bridge_tile_land (BridgeTile *tile, cairo_surface_t *surface, guint64 made);
/* As one node, 0, 0, BRIDGE_TILE_SIZE, BRIDGE_TILE_SIZE; NULL: blank. (transfer none) */
GskRenderNode *bridge_tile_node (BridgeTile *tile, gboolean textures);

/* Forgets the tiles of all layers (of BridgeTileLayer) that were shown longest ago, down to `n_most`, but none shown since
 * `frame` and none under way. */
void  bridge_tile_layers_evict (GPtrArray *layers, gsize n_most, guint64 frame);
gsize bridge_tile_layers_count (GPtrArray *layers);
