/* A hash map from a pair of 64-bit integers to a pointer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Keys are identities that peers may choose, so the hash is mixed with a seed; nothing may depend on the order in which
 * a walk visits. Values are borrowed and never NULL. {0} is a valid empty map with seed 0. */
typedef struct
{
  uint64_t a;
  uint64_t b;
  void    *value; /* NULL: free slot */
} BridgeMapEntry;

typedef struct
{
  BridgeMapEntry *entries; /* capacity is a power of two, or entries is NULL */
  size_t          capacity;
  size_t          count;
  uint64_t        seed;
} BridgeMap;

void  bridge_map_init (BridgeMap *map, uint64_t seed);
void  bridge_map_clear (BridgeMap *map);
void *bridge_map_get (const BridgeMap *map, uint64_t a, uint64_t b);        /* NULL when absent */
void *bridge_map_put (BridgeMap *map, uint64_t a, uint64_t b, void *value); /* returns the value it replaced, or NULL */
void *bridge_map_remove (BridgeMap *map, uint64_t a, uint64_t b);           /* returns the value, or NULL */
/* Walks: start with *cursor = 0; false at the end. The map must not be changed meanwhile. */
bool bridge_map_next (const BridgeMap *map, size_t *cursor, BridgeMapEntry *entry);
