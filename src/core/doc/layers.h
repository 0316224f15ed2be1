/* The visible items from bottom to top.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/item.h"

/* Sorted by order key, then by identity, in chunks: so a board of a million items moves one to the top without moving the
 * others in memory. An item's order register must not change while it is in here. {0} is empty. */
typedef struct
{
  BridgeItem **items;
  size_t       count;
  size_t       first; /* how many stand in the chunks before */
} BridgeLayerChunk;

typedef struct
{
  BridgeLayerChunk *chunks;
  size_t            n_chunks;
  size_t            capacity;
  size_t            count;
} BridgeLayers;

void bridge_layers_clear (BridgeLayers *layers);
void bridge_layers_insert (BridgeLayers *layers, BridgeItem *item);
void bridge_layers_remove (BridgeLayers *layers, const BridgeItem *item); /* it must be there */

BridgeItem *bridge_layers_get (const BridgeLayers *layers, size_t index);
size_t      bridge_layers_find (const BridgeLayers *layers, const BridgeItem *item); /* the index of an item that is there */

/* Negative, zero or positive as a lies below, is, or lies above b. */
int bridge_layers_compare (const BridgeItem *a, const BridgeItem *b);
