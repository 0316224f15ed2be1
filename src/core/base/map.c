/* A hash map by open addressing: linear probing, and removal that shifts back, so there are no tombstones.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/map.h"

#include "core/base/memory.h"

#include <assert.h>
#include <stdlib.h>

#define MIN_CAPACITY 16

static uint64_t
mix (uint64_t z)
{
  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static size_t
home (const BridgeMap *map, uint64_t a, uint64_t b)
{
  /* The constants keep (0, 0) and a = b from being special. */
  uint64_t hash = mix (mix (a + map->seed + UINT64_C (0x9e3779b97f4a7c15)) + b);

  return (size_t)hash & (map->capacity - 1);
}

/* The slot of the key, or the free slot where it would go. */
static size_t
find (const BridgeMap *map, uint64_t a, uint64_t b)
{
  size_t i = home (map, a, b);

  while (map->entries[i].value != NULL && (map->entries[i].a != a || map->entries[i].b != b))
    i = (i + 1) & (map->capacity - 1);
  return i;
}

static void
grow (BridgeMap *map)
{
  BridgeMap old = *map;

  if (old.capacity > SIZE_MAX / 2)
    abort ();
  map->capacity = old.capacity == 0 ? MIN_CAPACITY : old.capacity * 2;
  map->entries = bridge_new0 (BridgeMapEntry, map->capacity);
  for (size_t i = 0; i < old.capacity; i++)
    if (old.entries[i].value != NULL)
      map->entries[find (map, old.entries[i].a, old.entries[i].b)] = old.entries[i];
  bridge_free (old.entries);
}

void
bridge_map_init (BridgeMap *map, uint64_t seed)
{
  *map = (BridgeMap){ .seed = seed };
}

void
bridge_map_clear (BridgeMap *map)
{
  bridge_free (map->entries);
  bridge_map_init (map, map->seed);
}

void *
bridge_map_get (const BridgeMap *map, uint64_t a, uint64_t b)
{
  return map->count == 0 ? NULL : map->entries[find (map, a, b)].value;
}

void *
bridge_map_put (BridgeMap *map, uint64_t a, uint64_t b, void *value)
{
  void  *replaced;
  size_t i;

  assert (value != NULL);
  if (map->count >= map->capacity / 4 * 3)
    grow (map);
  i = find (map, a, b);
  replaced = map->entries[i].value;
  map->entries[i] = (BridgeMapEntry){ a, b, value };
  if (replaced == NULL)
    map->count++;
  return replaced;
}

void *
bridge_map_remove (BridgeMap *map, uint64_t a, uint64_t b)
{
  size_t mask = map->capacity - 1;
  size_t hole, i;
  void  *removed;

  if (map->count == 0)
    return NULL;
  hole = find (map, a, b);
  removed = map->entries[hole].value;
  if (removed == NULL)
    return NULL;
  map->count--;
  for (i = (hole + 1) & mask; map->entries[i].value != NULL; i = (i + 1) & mask)
    {
      size_t wanted = home (map, map->entries[i].a, map->entries[i].b);

      /* It may move back only to where a probe from its home still passes. */
      if (((i - wanted) & mask) < ((i - hole) & mask))
        continue;
      map->entries[hole] = map->entries[i];
      hole = i;
    }
  map->entries[hole].value = NULL;
  return removed;
}

bool
bridge_map_next (const BridgeMap *map, size_t *cursor, BridgeMapEntry *entry)
{
  while (*cursor < map->capacity)
    {
      *entry = map->entries[(*cursor)++];
      if (entry->value != NULL)
        return true;
    }
  return false;
}
