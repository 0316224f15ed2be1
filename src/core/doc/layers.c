/* A sorted list in chunks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/layers.h"

#include "core/base/memory.h"
#include "core/doc/order.h"

#include <assert.h>
#include <string.h>

#define CHUNK_ITEMS 256

static BridgeValue
get_key (const BridgeItem *item)
{
  const BridgeRegister *reg = bridge_item_register (item, BRIDGE_PROPERTY_ORDER);

  if (reg == NULL || reg->value.type != BRIDGE_VALUE_BYTES)
    return (BridgeValue){ .type = BRIDGE_VALUE_BYTES };
  return reg->value;
}

int
bridge_layers_compare (const BridgeItem *a, const BridgeItem *b)
{
  BridgeValue key_a = get_key (a), key_b = get_key (b);
  int         order = bridge_order_compare (key_a.bytes.data, key_a.bytes.length, key_b.bytes.data, key_b.bytes.length);

  return order != 0 ? order : bridge_stamp_compare (a->id, b->id);
}

void
bridge_layers_clear (BridgeLayers *layers)
{
  for (size_t i = 0; i < layers->n_chunks; i++)
    bridge_free (layers->chunks[i].items);
  bridge_free (layers->chunks);
  *layers = (BridgeLayers){ 0 };
}

static void
count_from (BridgeLayers *layers, size_t chunk)
{
  for (size_t i = chunk; i < layers->n_chunks; i++)
    layers->chunks[i].first = i == 0 ? 0 : layers->chunks[i - 1].first + layers->chunks[i - 1].count;
}

/* The last chunk that does not begin above the item; the first chunk if all do. */
static size_t
find_chunk (const BridgeLayers *layers, const BridgeItem *item)
{
  size_t low = 0, high = layers->n_chunks;

  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if (bridge_layers_compare (layers->chunks[middle].items[0], item) <= 0)
        low = middle;
      else
        high = middle;
    }
  return low;
}

/* How many of the chunk lie below the item. */
static size_t
find_place (const BridgeLayerChunk *chunk, const BridgeItem *item)
{
  size_t low = 0, high = chunk->count;

  /* Most items come on top. */
  if (chunk->count > 0 && bridge_layers_compare (chunk->items[chunk->count - 1], item) < 0)
    return chunk->count;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (bridge_layers_compare (chunk->items[middle], item) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
open_chunk (BridgeLayers *layers, size_t at)
{
  layers->chunks =
      bridge_grow (layers->chunks, &layers->capacity, layers->n_chunks + 1, sizeof *layers->chunks);
  memmove (&layers->chunks[at + 1], &layers->chunks[at], (layers->n_chunks - at) * sizeof *layers->chunks);
  layers->chunks[at] = (BridgeLayerChunk){ .items = bridge_new (BridgeItem *, CHUNK_ITEMS) };
  layers->n_chunks++;
}

/* Takes the items from `from` on into a new chunk after it. */
static void
split_chunk (BridgeLayers *layers, size_t at, size_t from)
{
  BridgeLayerChunk *chunk, *next;

  open_chunk (layers, at + 1);
  chunk = &layers->chunks[at];
  next = &layers->chunks[at + 1];
  next->count = chunk->count - from;
  memcpy (next->items, chunk->items + from, next->count * sizeof *next->items);
  chunk->count = from;
}

void
bridge_layers_insert (BridgeLayers *layers, BridgeItem *item)
{
  size_t            at, place;
  BridgeLayerChunk *chunk;

  if (layers->n_chunks == 0)
    open_chunk (layers, 0);
  at = find_chunk (layers, item);
  if (layers->chunks[at].count == CHUNK_ITEMS)
    {
      place = find_place (&layers->chunks[at], item);
      /* At the very top chunks stay full; elsewhere both halves get room. */
      split_chunk (layers, at, place == CHUNK_ITEMS ? CHUNK_ITEMS : CHUNK_ITEMS / 2);
      at += place > CHUNK_ITEMS / 2;
    }
  chunk = &layers->chunks[at];
  place = find_place (chunk, item);
  memmove (&chunk->items[place + 1], &chunk->items[place], (chunk->count - place) * sizeof *chunk->items);
  chunk->items[place] = item;
  chunk->count++;
  layers->count++;
  count_from (layers, at);
}

static void
drop_chunk (BridgeLayers *layers, size_t at)
{
  bridge_free (layers->chunks[at].items);
  layers->n_chunks--;
  memmove (&layers->chunks[at], &layers->chunks[at + 1], (layers->n_chunks - at) * sizeof *layers->chunks);
}

/* Two neighbours that fit into half a chunk become one. */
static void
join_chunks (BridgeLayers *layers, size_t at)
{
  BridgeLayerChunk *chunk = &layers->chunks[at], *next = chunk + 1;

  if (at + 1 >= layers->n_chunks || chunk->count + next->count > CHUNK_ITEMS / 2)
    return;
  memcpy (chunk->items + chunk->count, next->items, next->count * sizeof *next->items);
  chunk->count += next->count;
  drop_chunk (layers, at + 1);
}

void
bridge_layers_remove (BridgeLayers *layers, const BridgeItem *item)
{
  size_t            at = find_chunk (layers, item);
  BridgeLayerChunk *chunk = &layers->chunks[at];
  size_t            place = find_place (chunk, item);

  assert (place < chunk->count && chunk->items[place] == item);
  chunk->count--;
  layers->count--;
  memmove (&chunk->items[place], &chunk->items[place + 1], (chunk->count - place) * sizeof *chunk->items);
  if (chunk->count == 0)
    drop_chunk (layers, at);
  else
    join_chunks (layers, at);
  if (at > 0)
    join_chunks (layers, --at);
  count_from (layers, at);
}

BridgeItem *
bridge_layers_get (const BridgeLayers *layers, size_t index)
{
  size_t low = 0, high = layers->n_chunks;

  assert (index < layers->count);
  while (high - low > 1)
    {
      size_t middle = low + (high - low) / 2;

      if (layers->chunks[middle].first <= index)
        low = middle;
      else
        high = middle;
    }
  return layers->chunks[low].items[index - layers->chunks[low].first];
}

size_t
bridge_layers_find (const BridgeLayers *layers, const BridgeItem *item)
{
  const BridgeLayerChunk *chunk = &layers->chunks[find_chunk (layers, item)];

  return chunk->first + find_place (chunk, item);
}
