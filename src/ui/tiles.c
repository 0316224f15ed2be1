/* The board rasterised in tiles by worker threads.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tiles.h"

#include "ui/tile-job.h"
#include "ui/tile-picture.h"

#include <math.h>

#define LAYERS_MAX  8
#define COARSE      4          /* a coarse tile covers so many times as much, either way */
#define COARSEST    (1.0 / 32) /* no view is ever coarser than this (BRIDGE_ZOOM_MIN) */
#define WORKERS_MAX 4
#define TURN        3000 /* us that one turn of the main loop may take to gather pictures */

struct BridgeTiles
{
  BridgeScene *scene;
  void (*landed) (gpointer data);
  gpointer         data;
  guint            n_references; /* one is the owner's, one each job's in work */
  GThreadPool     *workers;
  GMainContext    *context;
  guint            n_in_work;
  guint            n_workers;
  BridgeTileJob   *gathering; /* owned (nullable) */
  guint            turn;      /* idle source: there is something to gather */
  gboolean         news;      /* tiles have landed, and `landed` has not been called yet */
  gboolean         dark;
  gboolean         closed;
  guint64          clock; /* of changes */
  guint64          frame;
  BridgeViewport   viewport;
  int              scale_factor;
  GPtrArray       *layers; /* of BridgeTileLayer (owned) */
  BridgeTileLayer *target; /* borrowed: what is shown; NULL before the first view */
  BridgeTileLayer *coarse; /* borrowed; may be the target */
};

/* --- what is wanted --- */

/* Tiles around the view that are made ahead. A coarse tile covers so much that the view's own are ahead enough. */
static gint32
margin_of (BridgeTiles *tiles, BridgeTileLayer *layer)
{
  return layer == tiles->target ? 1 : 0;
}

static void
wanted_range (BridgeTiles *tiles, BridgeTileLayer *layer, gint32 margin, BridgeTileKey *first, BridgeTileKey *last)
{
  bridge_tile_layer_range (layer, bridge_viewport_visible (&tiles->viewport), first, last);
  first->x -= margin;
  first->y -= margin;
  last->x += margin;
  last->y += margin;
}

static gboolean
is_wanted (BridgeTiles *tiles, BridgeTileLayer *layer, BridgeTileKey key)
{
  BridgeTileKey first, last;

  if (layer != tiles->target && layer != tiles->coarse)
    return FALSE;
  wanted_range (tiles, layer, margin_of (tiles, layer), &first, &last);
  return key.x >= first.x && key.x <= last.x && key.y >= first.y && key.y <= last.y;
}

/* The stale tile nearest to the middle of the view; it may have to be made. */
static gboolean
find_stale (BridgeTiles *tiles, BridgeTileLayer *layer, gint32 margin, BridgeTileKey *stale)
{
  BridgePoint   middle = bridge_rect_center (bridge_viewport_visible (&tiles->viewport));
  double        best = INFINITY;
  BridgeTileKey first, last;

  wanted_range (tiles, layer, margin, &first, &last);
  for (gint32 y = first.y; y <= last.y; y++)
    for (gint32 x = first.x; x <= last.x; x++)
      {
        BridgeTileKey     key = { x, y };
        const BridgeTile *tile = bridge_tile_layer_find (layer, key);
        BridgePoint       center = bridge_rect_center (bridge_tile_layer_area (layer, key));
        double            distance = hypot (center.x - middle.x, center.y - middle.y);

        if (distance < best && (tile == NULL || (tile->job == NULL && !bridge_tile_is_fresh (tile))))
          {
            best = distance;
            *stale = key;
          }
      }
  return best < INFINITY;
}

/* What is in view comes before what may come into view. */
static BridgeTile *
find_next (BridgeTiles *tiles, BridgeTileLayer **layer)
{
  BridgeTileKey key;

  *layer = tiles->target;
  if (find_stale (tiles, *layer, 0, &key))
    return bridge_tile_layer_take (*layer, key);
  *layer = tiles->coarse;
  if (find_stale (tiles, *layer, 0, &key))
    return bridge_tile_layer_take (*layer, key);
  *layer = tiles->target;
  if (find_stale (tiles, *layer, 1, &key))
    return bridge_tile_layer_take (*layer, key);
  return NULL;
}

/* --- workers --- */

static void
tiles_unref (BridgeTiles *tiles)
{
  if (--tiles->n_references > 0)
    return;
  g_ptr_array_unref (tiles->layers);
  g_main_context_unref (tiles->context);
  g_free (tiles);
}

static gboolean on_turn (gpointer data);

static void
schedule_turn (BridgeTiles *tiles)
{
  if (tiles->turn != 0 || tiles->closed)
    return;
  tiles->turn = g_idle_add (on_turn, tiles);
}

static void
land (BridgeTiles *tiles, BridgeTileJob *job)
{
  if (job->tile != NULL)
    {
      bridge_tile_land (job->tile, g_steal_pointer (&job->surface), job->clock);
      tiles->news = TRUE;
    }
  bridge_tile_job_free (job);
}

static void
tell (BridgeTiles *tiles)
{
  if (!tiles->news || tiles->closed)
    return;
  tiles->news = FALSE;
  tiles->landed (tiles->data);
}

static gboolean
on_job_done (gpointer data)
{
  BridgeTileJob *job = data;
  BridgeTiles   *tiles = job->owner;

  tiles->n_in_work--;
  land (tiles, job);
  schedule_turn (tiles);
  tell (tiles);
  tiles_unref (tiles);
  return G_SOURCE_REMOVE;
}

/* In a worker. Not g_main_context_invoke: that would land it on this very thread while the main thread is not iterating. */
static void
work_on (gpointer data, gpointer user_data)
{
  BridgeTileJob *job = data;
  BridgeTiles   *tiles = job->owner;
  GSource       *source = g_idle_source_new ();

  bridge_tile_job_rasterise (job);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_job_done, job, NULL);
  g_source_attach (source, tiles->context);
  g_source_unref (source);
}

static void
dispatch (BridgeTiles *tiles, BridgeTileJob *job)
{
  if (bridge_tile_job_is_dropped (job) || bridge_tile_job_is_blank (job))
    {
      if (job->base != NULL)
        job->surface = cairo_surface_reference (job->base);
      land (tiles, job);
      return;
    }
  tiles->n_references++;
  tiles->n_in_work++;
  g_thread_pool_push (tiles->workers, job, NULL);
}

/* No more jobs than workers and one, so that what is asked for always follows the view of this moment. */
static gboolean
begin_gathering (BridgeTiles *tiles)
{
  BridgeTileLayer *layer;
  BridgeTile      *tile;

  if (tiles->n_in_work > tiles->n_workers)
    return FALSE;
  tile = find_next (tiles, &layer);
  if (tile == NULL)
    return FALSE;
  tiles->gathering = bridge_tile_job_new (tiles->scene, layer, tile, tiles->dark);
  tiles->gathering->owner = tiles;
  tiles->gathering->clock = tiles->clock;
  return TRUE;
}

/* Whether there is more to do at once. */
static gboolean
gather (BridgeTiles *tiles)
{
  gint64 until = g_get_monotonic_time () + TURN;

  while (tiles->gathering != NULL || begin_gathering (tiles))
    {
      if (bridge_tile_job_is_dropped (tiles->gathering) ||
          bridge_tile_job_gather (tiles->gathering, tiles->scene, until))
        dispatch (tiles, g_steal_pointer (&tiles->gathering));
      if (g_get_monotonic_time () >= until)
        return TRUE;
    }
  return FALSE;
}

static gboolean
on_turn (gpointer data)
{
  BridgeTiles *tiles = data;
  gboolean     more = gather (tiles);

  tell (tiles);
  if (!more)
    tiles->turn = 0;
  return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
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
  tiles->workers = g_thread_pool_new (work_on, NULL, (int)tiles->n_workers, FALSE, NULL);
  tiles->layers = g_ptr_array_new_with_free_func ((GDestroyNotify)bridge_tile_layer_free);
  tiles->scale_factor = 1;
  return tiles;
}

void
bridge_tiles_free (BridgeTiles *tiles)
{
  tiles->closed = TRUE;
  g_clear_handle_id (&tiles->turn, g_source_remove);
  /* Drops all jobs. */
  g_ptr_array_set_size (tiles->layers, 0);
  g_clear_pointer (&tiles->gathering, bridge_tile_job_free);
  /* The pool goes by itself after its last job. */
  g_thread_pool_free (tiles->workers, FALSE, FALSE);
  tiles_unref (tiles);
}

/* --- layers --- */

static BridgeTileLayer *
use_layer (BridgeTiles *tiles, double scale)
{
  BridgeTileLayer *layer;

  for (guint i = 0; i < tiles->layers->len; i++)
    {
      layer = g_ptr_array_index (tiles->layers, i);
      if (fabs (layer->scale / scale - 1) < 1e-9)
        {
          layer->used = tiles->frame;
          return layer;
        }
    }
  layer = bridge_tile_layer_new (scale);
  layer->used = tiles->frame;
  g_ptr_array_add (tiles->layers, layer);
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

          if (layer != tiles->target && layer != tiles->coarse && (oldest == NULL || layer->used < oldest->used))
            oldest = layer;
        }
      g_ptr_array_remove_fast (tiles->layers, oldest);
    }
}

/* What has left the view, or is stale and out of it, is not worth its while. */
static void
tidy_layer (BridgeTiles *tiles, BridgeTileLayer *layer)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, layer->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!bridge_tile_is_fresh (value) && !is_wanted (tiles, layer, ((BridgeTile *)value)->key))
      g_hash_table_iter_remove (&iter);
}

static void
tidy (BridgeTiles *tiles)
{
  for (guint i = 0; i < tiles->layers->len; i++)
    tidy_layer (tiles, g_ptr_array_index (tiles->layers, i));
}

void
bridge_tiles_set_view (BridgeTiles *tiles, const BridgeViewport *viewport, int scale_factor, gboolean settled)
{
  double scale = viewport->zoom * scale_factor;

  tiles->viewport = *viewport;
  tiles->scale_factor = scale_factor;
  tiles->frame++;
  tiles->target = use_layer (tiles, settled ? scale : exp2 (round (log2 (scale))));
  tiles->coarse = use_layer (tiles, MAX (exp2 (floor (log2 (scale))) / COARSE, COARSEST));
  drop_old_layers (tiles);
  tidy (tiles);
}

static void
touch (BridgeTiles *tiles, BridgeRect area, const BridgeStamp *added)
{
  for (guint i = 0; i < tiles->layers->len; i++)
    {
      BridgeTileLayer *layer = g_ptr_array_index (tiles->layers, i);
      GHashTableIter   iter;
      gpointer         value;

      /* A layer holds some hundreds of tiles at most, an area may span millions. */
      g_hash_table_iter_init (&iter, layer->tiles);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        if (bridge_rect_intersects (bridge_rect_grow (bridge_tile_layer_area (layer, ((BridgeTile *)value)->key),
                                                      1 / layer->scale),
                                    area))
          bridge_tile_touch (value, added, tiles->clock);
    }
  tidy (tiles);
}

guint64
bridge_tiles_invalidate (BridgeTiles *tiles, BridgeRect area)
{
  tiles->clock++;
  if (!bridge_rect_is_empty (area))
    touch (tiles, area, NULL);
  return tiles->clock;
}

guint64
bridge_tiles_add (BridgeTiles *tiles, BridgeStamp item, BridgeRect area)
{
  tiles->clock++;
  if (!bridge_rect_is_empty (area))
    touch (tiles, area, &item);
  return tiles->clock;
}

void
bridge_tiles_set_dark (BridgeTiles *tiles, gboolean dark)
{
  if (tiles->dark == dark)
    return;
  tiles->dark = dark;
  bridge_tiles_invalidate (tiles, (BridgeRect){ -G_MAXINT32, -G_MAXINT32, G_MAXUINT32, G_MAXUINT32 });
}

/* --- what is there --- */

static gboolean
layer_has (BridgeTiles *tiles, BridgeTileLayer *layer, BridgeRect area, guint64 since)
{
  BridgeTileKey first, last;

  wanted_range (tiles, layer, margin_of (tiles, layer), &first, &last);
  for (gint32 y = first.y; y <= last.y; y++)
    for (gint32 x = first.x; x <= last.x; x++)
      {
        BridgeTileKey     key = { x, y };
        const BridgeTile *tile = bridge_tile_layer_find (layer, key);

        if ((tile == NULL || !tile->present || tile->made < since) &&
            bridge_rect_intersects (bridge_tile_layer_area (layer, key), area))
          return FALSE;
      }
  return TRUE;
}

gboolean
bridge_tiles_have (BridgeTiles *tiles, BridgeRect area, guint64 since)
{
  return tiles->target == NULL ||
         (layer_has (tiles, tiles->target, area, since) && layer_has (tiles, tiles->coarse, area, since));
}

gboolean
bridge_tiles_are_fresh (BridgeTiles *tiles)
{
  BridgeTileLayer *layer;

  return tiles->target == NULL || (tiles->n_in_work == 0 && tiles->gathering == NULL && find_next (tiles, &layer) == NULL);
}

GArray *
bridge_tiles_find_missing (BridgeTiles *tiles, BridgeRect area, guint64 since)
{
  GArray       *missing = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  BridgeTileKey first, last;

  if (tiles->target == NULL)
    return missing;
  wanted_range (tiles, tiles->target, 0, &first, &last);
  for (gint32 y = first.y; y <= last.y; y++)
    for (gint32 x = first.x; x <= last.x; x++)
      {
        BridgeTileKey     key = { x, y };
        const BridgeTile *tile = bridge_tile_layer_find (tiles->target, key);

        if ((tile == NULL || !tile->present || tile->made < since) &&
            bridge_rect_intersects (bridge_tile_layer_area (tiles->target, key), area))
          {
            graphene_rect_t place = bridge_tile_place (tiles->target, key, &tiles->viewport, tiles->scale_factor);

            g_array_append_val (missing, place);
          }
      }
  return missing;
}

/* --- drawing --- */

BridgePoint
bridge_tiles_origin (const BridgeTiles *tiles)
{
  return bridge_tile_origin (&tiles->viewport, tiles->scale_factor);
}

/* What is wanted is shown, whether it is on the screen or about to be. */
static void
mark_wanted (BridgeTiles *tiles, BridgeTileLayer *layer)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, layer->tiles);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_wanted (tiles, layer, ((BridgeTile *)value)->key))
      ((BridgeTile *)value)->shown = tiles->frame;
}

static void
evict (BridgeTiles *tiles)
{
  gsize n_most = BRIDGE_TILES_BYTES_MAX / BRIDGE_TILE_BYTES;

  if (bridge_tile_layers_count (tiles->layers) <= n_most)
    return;
  mark_wanted (tiles, tiles->target);
  mark_wanted (tiles, tiles->coarse);
  bridge_tile_layers_evict (tiles->layers, n_most, tiles->frame);
}

void
bridge_tiles_snapshot (BridgeTiles *tiles, GtkWidget *widget, GtkSnapshot *snapshot)
{
  BridgeTilePicture picture = {
    .layers = tiles->layers,
    .target = tiles->target,
    .viewport = &tiles->viewport,
    .scale_factor = tiles->scale_factor,
    .frame = ++tiles->frame,
    .snapshot = snapshot,
  };

  if (tiles->target == NULL || tiles->viewport.width <= 0 || tiles->viewport.height <= 0)
    return;
  bridge_tile_picture_compose (&picture, widget);
  evict (tiles);
  /* Here too: on a busy screen idle sources never come to their turn. */
  if (gather (tiles) || tiles->news)
    schedule_turn (tiles);
}
