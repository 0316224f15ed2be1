/* Grids of growing cells.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/index.h"

#include "core/base/memory.h"

/* Beyond this the cell's number would not be exact. Nothing that the board lets in comes near it. */
#define FARTHEST 1e12

typedef struct
{
  BridgeItem **items;
  size_t       count;
  size_t       capacity;
} Found;

static double
get_cell_size (size_t level)
{
  return ldexp (BRIDGE_INDEX_CELL, 2 * (int)level);
}

static int64_t
get_cell (double coordinate, size_t level)
{
  return (int64_t)floor (fmax (-FARTHEST, fmin (FARTHEST, coordinate)) / get_cell_size (level));
}

static size_t
get_level (BridgeRect bounds)
{
  double size = fmax (bounds.width, bounds.height);
  size_t level = 0;

  while (level + 1 < BRIDGE_INDEX_LEVELS && get_cell_size (level) < size)
    level++;
  return level;
}

void
bridge_index_init (BridgeIndex *index, uint64_t hash_seed)
{
  *index = (BridgeIndex){ 0 };
  for (size_t i = 0; i < BRIDGE_INDEX_LEVELS; i++)
    bridge_map_init (&index->cells[i], hash_seed + i);
}

void
bridge_index_clear (BridgeIndex *index)
{
  for (size_t i = 0; i < BRIDGE_INDEX_LEVELS; i++)
    bridge_map_clear (&index->cells[i]);
  index->count = 0;
}

static void
insert (BridgeIndex *index, BridgeItem *item)
{
  size_t      level = get_level (item->indexed);
  BridgeItem *next = bridge_map_put (&index->cells[level],
                                     (uint64_t)get_cell (item->indexed.x, level),
                                     (uint64_t)get_cell (item->indexed.y, level), item);

  item->cell_previous = NULL;
  item->cell_next = next;
  if (next != NULL)
    next->cell_previous = item;
  index->count++;
}

static void
take_out (BridgeIndex *index, BridgeItem *item)
{
  size_t   level = get_level (item->indexed);
  uint64_t x = (uint64_t)get_cell (item->indexed.x, level), y = (uint64_t)get_cell (item->indexed.y, level);

  if (item->cell_next != NULL)
    item->cell_next->cell_previous = item->cell_previous;
  if (item->cell_previous != NULL)
    item->cell_previous->cell_next = item->cell_next;
  else if (item->cell_next != NULL)
    bridge_map_put (&index->cells[level], x, y, item->cell_next);
  else
    bridge_map_remove (&index->cells[level], x, y);
  item->cell_next = item->cell_previous = NULL;
  index->count--;
}

static bool
is_same_cell (BridgeRect a, BridgeRect b)
{
  size_t level = get_level (a);

  return level == get_level (b) && get_cell (a.x, level) == get_cell (b.x, level) &&
         get_cell (a.y, level) == get_cell (b.y, level);
}

void
bridge_index_update (BridgeIndex *index, BridgeItem *item, BridgeRect bounds)
{
  bool was = !bridge_rect_is_empty (item->indexed), is = !bridge_rect_is_empty (bounds);
  bool moves = was != is || (is && !is_same_cell (item->indexed, bounds));

  if (was && moves)
    take_out (index, item);
  item->indexed = bounds;
  if (is && moves)
    insert (index, item);
}

static void
collect (const BridgeItem *first, BridgeRect area, Found *found)
{
  for (const BridgeItem *item = first; item != NULL; item = item->cell_next)
    if (bridge_rect_intersects (item->indexed, area))
      {
        found->items = bridge_grow (found->items, &found->capacity, found->count + 1, sizeof *found->items);
        found->items[found->count++] = (BridgeItem *)item;
      }
}

static void
query_level (const BridgeMap *cells, size_t level, BridgeRect area, Found *found)
{
  /* What begins up to a cell's size before the area may reach into it. */
  double  size = get_cell_size (level);
  int64_t left = get_cell (area.x - size, level), right = get_cell (area.x + area.width, level);
  int64_t top = get_cell (area.y - size, level), bottom = get_cell (area.y + area.height, level);

  if ((double)(right - left + 1) * (double)(bottom - top + 1) > (double)cells->count)
    {
      BridgeMapEntry entry;

      for (size_t cursor = 0; bridge_map_next (cells, &cursor, &entry);)
        collect (entry.value, area, found);
      return;
    }
  for (int64_t y = top; y <= bottom; y++)
    for (int64_t x = left; x <= right; x++)
      collect (bridge_map_get (cells, (uint64_t)x, (uint64_t)y), area, found);
}

BridgeItem **
bridge_index_query (const BridgeIndex *index, BridgeRect area, size_t *n_items)
{
  Found found = { 0 };

  if (!bridge_rect_is_empty (area))
    for (size_t level = 0; level < BRIDGE_INDEX_LEVELS; level++)
      query_level (&index->cells[level], level, area, &found);
  *n_items = found.count;
  return found.items;
}
