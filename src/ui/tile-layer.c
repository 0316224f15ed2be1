/* The tiles of one scale, and which of all to forget.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tile-layer.h"

#include "ui/tile-job.h"

#include <math.h>

#define KEY_MAX 1e9

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

  if (tile->job != NULL)
    bridge_tile_job_drop (tile->job);
  g_clear_pointer (&tile->node, gsk_render_node_unref);
  g_clear_pointer (&tile->surface, cairo_surface_destroy);
  g_clear_pointer (&tile->added, g_array_unref);
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

/* A view can be moved far beyond all that can be drawn. */
static gint32
clamp_key (double key)
{
  return (gint32)floor (CLAMP (key, -KEY_MAX, KEY_MAX));
}

void
bridge_tile_layer_range (const BridgeTileLayer *layer, BridgeRect area, BridgeTileKey *first, BridgeTileKey *last)
{
  double side = BRIDGE_TILE_SIZE / layer->scale;

  first->x = clamp_key (area.x / side);
  first->y = clamp_key (area.y / side);
  last->x = clamp_key ((area.x + area.width) / side);
  last->y = clamp_key ((area.y + area.height) / side);
}

gboolean
bridge_tile_is_fresh (const BridgeTile *tile)
{
  return tile->present && tile->made >= tile->touched;
}

void
bridge_tile_touch (BridgeTile *tile, const BridgeStamp *added, guint64 clock)
{
  tile->touched = clock;
  if (added == NULL)
    tile->spoilt = TRUE;
  if (tile->spoilt)
    {
      g_clear_pointer (&tile->added, g_array_unref);
      return;
    }
  if (tile->added == NULL)
    tile->added = g_array_new (FALSE, FALSE, sizeof (BridgeStamp));
  g_array_append_val (tile->added, *added);
}

void
bridge_tile_land (BridgeTile *tile, cairo_surface_t *surface, guint64 made)
{
  g_clear_pointer (&tile->node, gsk_render_node_unref);
  g_clear_pointer (&tile->surface, cairo_surface_destroy);
  tile->surface = surface;
  tile->present = TRUE;
  tile->made = made;
  tile->job = NULL;
}

static GskRenderNode *
create_texture_node (cairo_surface_t *surface)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, BRIDGE_TILE_SIZE, BRIDGE_TILE_SIZE);
  g_autoptr (GBytes) pixels = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                                          BRIDGE_TILE_BYTES,
                                                          (GDestroyNotify)cairo_surface_destroy,
                                                          cairo_surface_reference (surface));
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new (BRIDGE_TILE_SIZE,
                                                           BRIDGE_TILE_SIZE,
                                                           GDK_MEMORY_DEFAULT,
                                                           pixels,
                                                           cairo_image_surface_get_stride (surface));

  return gsk_texture_node_new (texture, &bounds);
}

/* Padded, so that the edges of a scaled tile do not fade and show as seams. */
static GskRenderNode *
create_cairo_node (cairo_surface_t *surface)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, BRIDGE_TILE_SIZE, BRIDGE_TILE_SIZE);
  GskRenderNode  *node = gsk_cairo_node_new (&bounds);
  cairo_t        *cr = gsk_cairo_node_get_draw_context (node);

  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_rectangle (cr, 0, 0, BRIDGE_TILE_SIZE, BRIDGE_TILE_SIZE);
  cairo_fill (cr);
  cairo_destroy (cr);
  return node;
}

GskRenderNode *
bridge_tile_node (BridgeTile *tile, gboolean textures)
{
  if (tile->node == NULL && tile->surface != NULL)
    tile->node = textures ? create_texture_node (tile->surface) : create_cairo_node (tile->surface);
  return tile->node;
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
    if (((BridgeTile *)value)->job == NULL)
      {
        Kept one = { layer, value };

        g_array_append_val (kept, one);
      }
}

gsize
bridge_tile_layers_count (GPtrArray *layers)
{
  gsize n_tiles = 0;

  for (guint i = 0; i < layers->len; i++)
    n_tiles += g_hash_table_size (((BridgeTileLayer *)g_ptr_array_index (layers, i))->tiles);
  return n_tiles;
}

void
bridge_tile_layers_evict (GPtrArray *layers, gsize n_most, guint64 frame)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (Kept));

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
