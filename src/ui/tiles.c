/* The board rasterised in tiles by worker threads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tiles.h"

#include "ui/tile-layer.h"

#include <math.h>

#define LAYERS_MAX  3 /* the current one, the one before, and the coarse one that is never without a tile for long */
#define COARSE      4 /* a coarse tile covers so many times as much, either way */
#define WORKERS_MAX 4

struct BridgeTiles
{
  BridgeScene *scene;
  void (*landed) (gpointer data);
  gpointer         data;
  guint            n_references; /* one is the owner's, one each job's */
  GThreadPool     *workers;
  GMainContext    *context;
  guint            n_in_work;
  guint            n_workers;
  gboolean         dark;
  gboolean         closed;
  guint            generation; /* results of older ones are dropped */
  guint64          frame;
  BridgeViewport   viewport;
  int              scale_factor;
  GPtrArray       *layers;  /* of BridgeTileLayer (owned) */
  BridgeTileLayer *current; /* borrowed */
  BridgeTileLayer *coarse;  /* borrowed */
};

/* What a worker gets; it owns all of it. */
typedef struct
{
  BridgeTiles     *tiles; /* touched on the main thread alone */
  guint            generation;
  double           scale;
  BridgeTileKey    key;
  gboolean         dark;
  GPtrArray       *pictures;
  cairo_surface_t *surface;
} Job;

static void
tiles_unref (BridgeTiles *tiles)
{
  if (--tiles->n_references > 0)
    return;
  g_ptr_array_unref (tiles->layers);
  g_main_context_unref (tiles->context);
  g_free (tiles);
}

/* On the main thread, as are all changes of the reference count. */
static void
job_free (Job *job)
{
  tiles_unref (job->tiles);
  g_ptr_array_unref (job->pictures);
  g_clear_pointer (&job->surface, cairo_surface_destroy);
  g_free (job);
}

static BridgeTileLayer *
find_layer (BridgeTiles *tiles, double scale)
{
  for (guint i = 0; i < tiles->layers->len; i++)
    {
      BridgeTileLayer *layer = g_ptr_array_index (tiles->layers, i);

      if (fabs (layer->scale / scale - 1) < 1e-9)
        return layer;
    }
  return NULL;
}

static gboolean
on_job_done (gpointer data)
{
  Job             *job = data;
  BridgeTiles     *tiles = job->tiles;
  BridgeTileLayer *layer;
  BridgeTile      *tile;

  tiles->n_in_work--;
  if (tiles->closed)
    return G_SOURCE_REMOVE;
  layer = find_layer (tiles, job->scale);
  tile = layer != NULL ? bridge_tile_layer_find (layer, job->key) : NULL;
  if (tile != NULL && job->generation == tiles->generation)
    {
      g_clear_pointer (&tile->node, gsk_render_node_unref);
      g_clear_pointer (&tile->surface, cairo_surface_destroy);
      tile->surface = g_steal_pointer (&job->surface);
      tile->present = TRUE;
    }
  if (tile != NULL)
    tile->in_work = FALSE;
  tiles->landed (tiles->data);
  return G_SOURCE_REMOVE;
}

/* In a worker. */
static void
rasterise (gpointer data, gpointer user_data)
{
  Job             *job = data;
  BridgePaintStyle style = { .scale = job->scale, .dark = job->dark };
  cairo_t         *cr;

  job->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, BRIDGE_TILE_SIZE, BRIDGE_TILE_SIZE);
  cr = cairo_create (job->surface);
  cairo_translate (cr, -(double)job->key.x * BRIDGE_TILE_SIZE, -(double)job->key.y * BRIDGE_TILE_SIZE);
  cairo_scale (cr, job->scale, job->scale);
  for (guint i = 0; i < job->pictures->len; i++)
    {
      cairo_save (cr);
      bridge_picture_draw (g_ptr_array_index (job->pictures, i), cr, &style);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
  cairo_surface_flush (job->surface);
  g_main_context_invoke_full (job->tiles->context, G_PRIORITY_DEFAULT, on_job_done, job, (GDestroyNotify)job_free);
}

BridgeTiles *
bridge_tiles_new (BridgeScene *scene, void (*landed) (gpointer data), gpointer data)
{
  BridgeTiles *tiles = g_new0 (BridgeTiles, 1);

  tiles->n_references = 1;
  tiles->scene = scene;
  tiles->landed = landed;
  tiles->data = data;
  tiles->context = g_main_context_ref_thread_default ();
  tiles->n_workers = CLAMP (g_get_num_processors (), 1, WORKERS_MAX);
  tiles->workers = g_thread_pool_new (rasterise, tiles, tiles->n_workers, FALSE, NULL);
  tiles->layers = g_ptr_array_new_with_free_func ((GDestroyNotify)bridge_tile_layer_free);
  tiles->scale_factor = 1;
  return tiles;
}

void
bridge_tiles_free (BridgeTiles *tiles)
{
  tiles->closed = TRUE;
  /* The pool goes by itself after its last job. */
  g_thread_pool_free (tiles->workers, FALSE, FALSE);
  tiles_unref (tiles);
}

static gboolean
layer_is_needed (BridgeTiles *tiles, BridgeTileLayer *layer)
{
  return layer == tiles->current || layer == tiles->coarse;
}

static BridgeTileLayer *
use_layer (BridgeTiles *tiles, double scale)
{
  BridgeTileLayer *layer = find_layer (tiles, scale);

  if (layer == NULL)
    {
      layer = bridge_tile_layer_new (scale);
      g_ptr_array_add (tiles->layers, layer);
    }
  layer->used = tiles->frame;
  return layer;
}

static void
drop_old_layers (BridgeTiles *tiles)
{
  while (tiles->layers->len > LAYERS_MAX)
    {
      BridgeTileLayer *oldest = NULL;

      for (guint i = 0; i < tiles->layers->len; i++)
        {
          BridgeTileLayer *layer = g_ptr_array_index (tiles->layers, i);

          if (!layer_is_needed (tiles, layer) && (oldest == NULL || layer->used < oldest->used))
            oldest = layer;
        }
      if (oldest == NULL)
        return;
      g_ptr_array_remove_fast (tiles->layers, oldest);
    }
}

void
bridge_tiles_set_view (BridgeTiles *tiles, const BridgeViewport *viewport, int scale_factor, gboolean settled)
{
  double scale = viewport->zoom * scale_factor;

  tiles->viewport = *viewport;
  tiles->scale_factor = scale_factor;
  tiles->frame++;
  if (settled || tiles->current == NULL)
    tiles->current = use_layer (tiles, scale);
  tiles->coarse = use_layer (tiles, exp2 (floor (log2 (scale))) / COARSE);
  drop_old_layers (tiles);
}

void
bridge_tiles_invalidate_all (BridgeTiles *tiles)
{
  tiles->generation++;
  for (guint i = 0; i < tiles->layers->len; i++)
    {
      BridgeTileLayer *layer = g_ptr_array_index (tiles->layers, i);
      GHashTableIter   iter;
      gpointer         value;

      g_hash_table_iter_init (&iter, layer->tiles);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        ((BridgeTile *)value)->stale = TRUE;
    }
}

void
bridge_tiles_set_dark (BridgeTiles *tiles, gboolean dark)
{
  if (tiles->dark == dark)
    return;
  tiles->dark = dark;
  bridge_tiles_invalidate_all (tiles);
}

void
bridge_tiles_invalidate (BridgeTiles *tiles, BridgeRect area)
{
  if (bridge_rect_is_empty (area))
    return;
  for (guint i = 0; i < tiles->layers->len; i++)
    {
      BridgeTileLayer *layer = g_ptr_array_index (tiles->layers, i);
      GHashTableIter   iter;
      gpointer         value;

      /* A layer holds some hundreds of tiles at most, an area may span millions. */
      g_hash_table_iter_init (&iter, layer->tiles);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        if (bridge_rect_intersects (bridge_tile_layer_area (layer, ((BridgeTile *)value)->key), area))
          ((BridgeTile *)value)->stale = TRUE;
    }
}

gboolean
bridge_tiles_are_fresh (BridgeTiles *tiles, BridgeRect area)
{
  BridgeRect    view = bridge_viewport_visible (&tiles->viewport);
  BridgeTileKey first, last;

  if (tiles->current == NULL || !bridge_rect_intersects (area, view))
    return TRUE;
  bridge_tile_layer_range (tiles->current, view, &first, &last);
  for (gint32 y = first.y; y <= last.y; y++)
    for (gint32 x = first.x; x <= last.x; x++)
      {
        BridgeTileKey     key = { x, y };
        const BridgeTile *tile = bridge_tile_layer_find (tiles->current, key);

        if (bridge_rect_intersects (bridge_tile_layer_area (tiles->current, key), area) &&
            (tile == NULL || tile->stale || tile->in_work))
          return FALSE;
      }
  return TRUE;
}

/* Blank tiles need no worker. */
static void
start (BridgeTiles *tiles, BridgeTileLayer *layer, BridgeTile *tile)
{
  /* A pixel more on each side: what is anti-aliased there reaches over. */
  BridgeRect area = bridge_rect_grow (bridge_tile_layer_area (layer, tile->key), 1 / layer->scale);
  GPtrArray *pictures = bridge_scene_collect (tiles->scene, area);
  Job       *job;

  tile->stale = FALSE;
  if (pictures->len == 0)
    {
      g_ptr_array_unref (pictures);
      g_clear_pointer (&tile->node, gsk_render_node_unref);
      g_clear_pointer (&tile->surface, cairo_surface_destroy);
      tile->present = TRUE;
      return;
    }
  job = g_new0 (Job, 1);
  job->tiles = tiles;
  tiles->n_references++;
  job->generation = tiles->generation;
  job->scale = layer->scale;
  job->key = tile->key;
  job->dark = tiles->dark;
  job->pictures = pictures;
  tile->in_work = TRUE;
  tiles->n_in_work++;
  g_thread_pool_push (tiles->workers, job, NULL);
}

/* The stale tile in view that is nearest to its middle. */
static BridgeTile *
find_next (BridgeTiles *tiles, BridgeTileLayer *layer)
{
  BridgeRect    view = bridge_viewport_visible (&tiles->viewport);
  BridgePoint   middle = bridge_rect_center (view);
  BridgeTileKey first, last;
  BridgeTile   *best = NULL;
  double        best_distance = INFINITY;

  bridge_tile_layer_range (layer, view, &first, &last);
  for (gint32 y = first.y; y <= last.y; y++)
    for (gint32 x = first.x; x <= last.x; x++)
      {
        BridgeTile *tile = bridge_tile_layer_take (layer, (BridgeTileKey){ x, y });
        BridgePoint center = bridge_rect_center (bridge_tile_layer_area (layer, tile->key));
        double      distance = hypot (center.x - middle.x, center.y - middle.y);

        if (tile->stale && !tile->in_work && distance < best_distance)
          {
            best = tile;
            best_distance = distance;
          }
      }
  return best;
}

/* As many jobs as workers, so that what is asked for always follows the view of this moment. */
static void
feed_workers (BridgeTiles *tiles, BridgeTileLayer *layer)
{
  BridgeTile *tile;

  while (tiles->n_in_work < tiles->n_workers + 1 && (tile = find_next (tiles, layer)) != NULL)
    start (tiles, layer, tile);
}

static GskRenderNode *
create_node (BridgeTile *tile, gboolean textures)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, BRIDGE_TILE_SIZE, BRIDGE_TILE_SIZE);
  GskRenderNode  *node;

  if (textures)
    {
      g_autoptr (GBytes) pixels = g_bytes_new_with_free_func (cairo_image_surface_get_data (tile->surface),
                                                              BRIDGE_TILE_BYTES,
                                                              (GDestroyNotify)cairo_surface_destroy,
                                                              cairo_surface_reference (tile->surface));
      g_autoptr (GdkTexture) texture = gdk_memory_texture_new (BRIDGE_TILE_SIZE,
                                                               BRIDGE_TILE_SIZE,
                                                               GDK_MEMORY_DEFAULT,
                                                               pixels,
                                                               cairo_image_surface_get_stride (tile->surface));

      node = gsk_texture_node_new (texture, &bounds);
    }
  else
    {
      cairo_t *cr;

      node = gsk_cairo_node_new (&bounds);
      cr = gsk_cairo_node_get_draw_context (node);
      cairo_set_source_surface (cr, tile->surface, 0, 0);
      cairo_paint (cr);
      cairo_destroy (cr);
    }
  return node;
}

static gboolean
wants_textures (GtkWidget *widget)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));

  return renderer == NULL || !g_str_equal (G_OBJECT_TYPE_NAME (renderer), "GskCairoRenderer");
}

static void
append_tile (BridgeTiles *tiles, BridgeTileLayer *layer, BridgeTile *tile, gboolean textures, GtkSnapshot *snapshot)
{
  double           shown = tiles->viewport.zoom * tiles->scale_factor / layer->scale;
  double           step = BRIDGE_TILE_SIZE * shown;
  double           left = tiles->viewport.origin.x * tiles->viewport.zoom * tiles->scale_factor;
  double           top = tiles->viewport.origin.y * tiles->viewport.zoom * tiles->scale_factor;
  graphene_point_t at;

  tile->shown = tiles->frame;
  if (tile->surface == NULL)
    return;
  if (tile->node == NULL)
    tile->node = create_node (tile, textures);
  /* Whole device pixels, so that a tile at its own scale is copied, not resampled. */
  at = GRAPHENE_POINT_INIT ((tile->key.x * step - round (left)) / tiles->scale_factor,
                            (tile->key.y * step - round (top)) / tiles->scale_factor);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &at);
  if (shown != tiles->scale_factor)
    gtk_snapshot_scale (snapshot, shown / tiles->scale_factor, shown / tiles->scale_factor);
  gtk_snapshot_append_node (snapshot, tile->node);
  gtk_snapshot_restore (snapshot);
}

/* What the layers know of `area`, the best last. */
static void
append_stand_ins (BridgeTiles *tiles, BridgeRect area, gboolean textures, GtkSnapshot *snapshot)
{
  BridgeTileLayer *best = NULL;

  for (guint i = 0; i < tiles->layers->len; i++)
    {
      BridgeTileLayer *layer = g_ptr_array_index (tiles->layers, i);
      BridgeTileKey    first, last;
      gboolean         complete = TRUE;

      if (layer == tiles->current)
        continue;
      bridge_tile_layer_range (layer, bridge_rect_grow (area, -area.width / 1024), &first, &last);
      if ((gint64)(last.x - first.x + 1) * (last.y - first.y + 1) > 64)
        continue;
      for (gint32 y = first.y; y <= last.y; y++)
        for (gint32 x = first.x; x <= last.x; x++)
          {
            const BridgeTile *tile = bridge_tile_layer_find (layer, (BridgeTileKey){ x, y });

            complete = complete && tile != NULL && tile->present;
          }
      if (complete && (best == NULL || fabs (log (layer->scale / tiles->current->scale)) <
                                           fabs (log (best->scale / tiles->current->scale))))
        best = layer;
    }
  if (best != NULL)
    {
      BridgeTileKey first, last;

      bridge_tile_layer_range (best, bridge_rect_grow (area, -area.width / 1024), &first, &last);
      for (gint32 y = first.y; y <= last.y; y++)
        for (gint32 x = first.x; x <= last.x; x++)
          append_tile (tiles, best, bridge_tile_layer_find (best, (BridgeTileKey){ x, y }), textures, snapshot);
    }
}

static void
append_layer (BridgeTiles *tiles, gboolean textures, GtkSnapshot *snapshot)
{
  BridgeTileLayer *layer = tiles->current;
  BridgeTileKey    first, last;

  bridge_tile_layer_range (layer, bridge_viewport_visible (&tiles->viewport), &first, &last);
  for (gint32 y = first.y; y <= last.y; y++)
    for (gint32 x = first.x; x <= last.x; x++)
      {
        BridgeTile *tile = bridge_tile_layer_find (layer, (BridgeTileKey){ x, y });

        if (tile != NULL && tile->present)
          append_tile (tiles, layer, tile, textures, snapshot);
        else
          append_stand_ins (tiles, bridge_tile_layer_area (layer, (BridgeTileKey){ x, y }), textures, snapshot);
      }
}

void
bridge_tiles_snapshot (BridgeTiles *tiles, GtkWidget *widget, GtkSnapshot *snapshot)
{
  if (tiles->current == NULL || tiles->viewport.width <= 0 || tiles->viewport.height <= 0)
    return;
  append_layer (tiles, wants_textures (widget), snapshot);
  /* The coarse layer comes second, but it is what a zoom or a leap falls back upon. */
  if (fabs (tiles->current->scale / (tiles->viewport.zoom * tiles->scale_factor) - 1) < 1e-9)
    feed_workers (tiles, tiles->current);
  feed_workers (tiles, tiles->coarse);
  bridge_tile_layers_evict (tiles->layers, BRIDGE_TILES_BYTES_MAX / BRIDGE_TILE_BYTES, tiles->frame);
}
