/* The board as its readers see it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/board-private.h"

#include "core/base/memory.h"

#include <stdlib.h>

/* Where a query finds more than one item in this many, walking all of them in order is cheaper than sorting. */
#define SORT_SHARE 8

BridgeBoard *
bridge_board_new (uint64_t hash_seed)
{
  BridgeBoard *board = bridge_new0 (BridgeBoard, 1);

  bridge_map_init (&board->items, hash_seed);
  bridge_map_init (&board->lines_by_id, hash_seed);
  bridge_map_init (&board->authors_by_site, hash_seed);
  bridge_index_init (&board->index, hash_seed);
  bridge_held_init (&board->held, hash_seed);
  board->root = bridge_item_new (BRIDGE_STAMP_NONE, BRIDGE_KIND_BOARD);
  bridge_map_put (&board->items, 0, 0, board->root);
  board->clock = 1;
  board->size_max = BRIDGE_BOARD_SIZE_MAX;
  return board;
}

void
bridge_board_free (BridgeBoard *board)
{
  BridgeMapEntry entry;

  if (board == NULL)
    return;
  for (size_t cursor = 0; bridge_map_next (&board->items, &cursor, &entry);)
    bridge_item_free (entry.value);
  bridge_map_clear (&board->items);
  bridge_layers_clear (&board->layers);
  bridge_index_clear (&board->index);
  bridge_held_clear (&board->held);
  bridge_board_clear_people (board);
  bridge_free (board->title);
  bridge_free (board->touches);
  bridge_free (board);
}

size_t
bridge_board_size (const BridgeBoard *board)
{
  return board->size;
}

void
bridge_board_set_size_max (BridgeBoard *board, size_t size_max)
{
  board->size_max = size_max;
}

bool
bridge_board_is_swollen (const BridgeBoard *board)
{
  return board->size / 3 > board->size_max / 2;
}

uint64_t
bridge_board_clock (const BridgeBoard *board)
{
  return board->clock;
}

void
bridge_board_hear (BridgeBoard *board, uint64_t lamport, uint64_t span)
{
  if (lamport + span > board->clock)
    board->clock = lamport + span;
}

bool
bridge_stamp_is_sane (BridgeStamp stamp)
{
  return stamp.site != 0 && stamp.lamport > 0 && stamp.lamport <= BRIDGE_LAMPORT_MAX;
}

BridgeItem *
bridge_board_find (const BridgeBoard *board, BridgeStamp id)
{
  return bridge_map_get (&board->items, id.lamport, id.site);
}

const BridgeItem *
bridge_board_item (const BridgeBoard *board, BridgeStamp id)
{
  return bridge_board_find (board, id);
}

size_t
bridge_board_n_visible (const BridgeBoard *board)
{
  return board->layers.count;
}

const BridgeItem *
bridge_board_visible (const BridgeBoard *board, size_t index)
{
  return bridge_layers_get (&board->layers, index);
}

size_t
bridge_board_z (const BridgeBoard *board, const BridgeItem *item)
{
  return bridge_layers_find (&board->layers, item);
}

size_t
bridge_board_n_items (const BridgeBoard *board)
{
  return board->items.count - 1;
}

const BridgeItem *
bridge_board_newest (const BridgeBoard *board)
{
  return board->newest;
}

const char *
bridge_board_title (const BridgeBoard *board)
{
  return board->title != NULL ? board->title : "";
}

static int
compare_layers (const void *a, const void *b)
{
  return bridge_layers_compare (*(const BridgeItem *const *)a, *(const BridgeItem *const *)b);
}

static size_t
filter_layers (const BridgeLayers *layers, BridgeRect area, BridgeItem **found)
{
  size_t n_found = 0;

  for (size_t i = 0; i < layers->n_chunks; i++)
    for (size_t j = 0; j < layers->chunks[i].count; j++)
      if (bridge_rect_intersects (layers->chunks[i].items[j]->indexed, area))
        found[n_found++] = layers->chunks[i].items[j];
  return n_found;
}

const BridgeItem **
bridge_board_query (const BridgeBoard *board, BridgeRect area, size_t *n_items)
{
  BridgeItem **found = bridge_index_query (&board->index, area, n_items);

  if (*n_items > board->layers.count / SORT_SHARE)
    *n_items = filter_layers (&board->layers, area, found);
  else if (*n_items > 1)
    qsort (found, *n_items, sizeof *found, compare_layers);
  return (const BridgeItem **)found;
}

const BridgeItem *
bridge_board_pick (const BridgeBoard *board, BridgePoint at, double tolerance)
{
  size_t             n_items;
  BridgeRect         area = bridge_rect_grow ((BridgeRect){ at.x, at.y, 0, 0 }, tolerance);
  const BridgeItem **items = bridge_board_query (board, area, &n_items);
  const BridgeItem  *picked = NULL;

  while (picked == NULL && n_items-- > 0)
    if (bridge_item_hit (items[n_items], at, tolerance))
      picked = items[n_items];
  bridge_free (items);
  return picked;
}

BridgeRect
bridge_board_bounds (const BridgeBoard *board)
{
  BridgeRect bounds = BRIDGE_RECT_EMPTY;

  for (size_t i = 0; i < board->layers.n_chunks; i++)
    for (size_t j = 0; j < board->layers.chunks[i].count; j++)
      bounds = bridge_rect_union (bounds, board->layers.chunks[i].items[j]->indexed);
  return bounds;
}
