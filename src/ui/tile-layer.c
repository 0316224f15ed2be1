/* The tiles of one scale, and which of all to forget.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tile-layer.h"

#include <math.h>

static guint
key_hash (gconstpointer data)
{
  const BridgeTileKey *key = data;

  return (guint)key->x * 0x9e3779b1u ^ (guint)key->y * 0x85ebca6bu;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const BridgeTileKey *first = a, *second = b;

  return first->x == second->x && first->y == second->y;
}

static void
tile_free (gpointer data)
{
  BridgeTile *tile = data;

  g_clear_pointer (&tile->node, gsk_render_node_unref);
  g_clear_pointer (&tile->surface, cairo_surface_destroy);
  g_free (tile);
}

BridgeTileLayer *
bridge_tile_layer_new (double scale)
{
  BridgeTileLayer *layer = g_new0 (BridgeTileLayer, 1);

  layer->scale = scale;
  layer->tiles = g_hash_table_new_full (key_hash, key_equal, NULL, tile_free);
  return layer;
}

void
bridge_tile_layer_free (BridgeTileLayer *layer)
{
  g_hash_table_unref (layer->tiles);
  g_free (layer);
}

BridgeTile *
bridge_tile_layer_find (BridgeTileLayer *layer, BridgeTileKey key)
{
  return g_hash_table_lookup (layer->tiles, &key);
}

BridgeTile *
bridge_tile_layer_take (BridgeTileLayer *layer, BridgeTileKey key)
{
  BridgeTile *tile = g_hash_table_lookup (layer->tiles, &key);

  if (tile == NULL)
    {
      tile = g_new0 (BridgeTile, 1);
      tile->key = key;
      tile->stale = TRUE;
      g_hash_table_insert (layer->tiles, &tile->key, tile);
    }
  return tile;
}

BridgeRect
bridge_tile_layer_area (const BridgeTileLayer *layer, BridgeTileKey key)
{
  double side = BRIDGE_TILE_SIZE / layer->scale;

  return (BridgeRect){ key.x * side, key.y * side, side, side };
}

void
bridge_tile_layer_range (const BridgeTileLayer *layer, BridgeRect area, BridgeTileKey *first, BridgeTileKey *last)
{
  double side = BRIDGE_TILE_SIZE / layer->scale;

  first->x = (gint32)floor (area.x / side);
  first->y = (gint32)floor (area.y / side);
  last->x = (gint32)floor ((area.x + area.width) / side);
  last->y = (gint32)floor ((area.y + area.height) / side);
}

typedef struct
{
  BridgeTileLayer *layer;
  BridgeTile      *tile;
} Kept;

static int
compare_kept (gconstpointer a, gconstpointer b)
{
  const Kept *first = a, *second = b;

  return first->tile->shown < second->tile->shown ? -1 : first->tile->shown > second->tile->shown;
}

static void
collect_kept (BridgeTileLayer *layer, GArray *kept)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, layer->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!((BridgeTile *)value)->in_work)
      {
        Kept one = { layer, value };

        g_array_append_val (kept, one);
      }
}

void
bridge_tile_layers_evict (GPtrArray *layers, gsize n_most, guint64 frame)
{
  g_autoptr (GArray) kept = NULL;
  gsize n_all = 0;

  for (guint i = 0; i < layers->len; i++)
    n_all += g_hash_table_size (((BridgeTileLayer *)g_ptr_array_index (layers, i))->tiles);
  if (n_all <= n_most)
    return;
  kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  for (guint i = 0; i < layers->len; i++)
    collect_kept (g_ptr_array_index (layers, i), kept);
  g_array_sort (kept, compare_kept);
  for (guint i = 0; i + n_most < kept->len; i++)
    {
      Kept *one = &g_array_index (kept, Kept, i);

      if (one->tile->shown < frame)
        g_hash_table_remove (one->layer->tiles, &one->tile->key);
    }
}
