/* What is in this rectangle: items in grids of growing cells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"
#include "core/base/map.h"
#include "core/doc/item.h"

/* Each level is a grid of square cells, four times as wide as those of the level below. An item hangs in one cell: that
 * of its bounds' top left, on the lowest level whose cells are at least as large as it is. So an item costs the same
 * whatever its size, and a rectangle finds what touches it in the cells that it covers and those left of and above them. */
#define BRIDGE_INDEX_LEVELS 14
#define BRIDGE_INDEX_CELL   64.0 /* px, of level 0 */

typedef struct
{
  BridgeMap cells[BRIDGE_INDEX_LEVELS]; /* the first item of each cell that has any */
  size_t    count;
} BridgeIndex;

void bridge_index_init (BridgeIndex *index, uint64_t hash_seed);
void bridge_index_clear (BridgeIndex *index); /* the items stay as they are: they are about to be freed */

/* Lets the index know the item under these bounds (item->indexed), or not at all when they are empty. */
void bridge_index_update (BridgeIndex *index, BridgeItem *item, BridgeRect bounds);

/* The items whose bounds touch `area`, in no order (new array of borrowed items, bridge_free). */
BridgeItem **bridge_index_query (const BridgeIndex *index, BridgeRect area, size_t *n_items);
