/* One tile to be rasterised: gathered on the main thread in slices, drawn on a worker's.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tile-job.h"

#define SLICE 16 /* pictures between two looks at the clock */

BridgeTileJob *
bridge_tile_job_new (BridgeScene *scene, const BridgeTileLayer *layer, BridgeTile *tile, gboolean dark)
{
  /* A pixel more on each side: what is anti-aliased there reaches over. */
  BridgeRect     area = bridge_rect_grow (bridge_tile_layer_area (layer, tile->key), 1 / layer->scale);
  BridgeTileJob *job = g_new0 (BridgeTileJob, 1);

  job->tile = tile;
  job->scale = layer->scale;
  job->key = tile->key;
  job->dark = dark;
  if (tile->present && !tile->spoilt)
    {
      job->base = tile->surface != NULL ? cairo_surface_reference (tile->surface) : NULL;
      job->ids = g_steal_pointer (&tile->added);
    }
  else
    job->ids = bridge_scene_find (scene, area);
  if (job->ids == NULL)
    job->ids = g_array_new (FALSE, FALSE, sizeof (BridgeStamp));
  job->pictures = g_ptr_array_new_full (job->ids->len, (GDestroyNotify)bridge_picture_unref);
  g_clear_pointer (&tile->added, g_array_unref);
  tile->spoilt = FALSE;
  tile->job = job;
  return job;
}

void
bridge_tile_job_free (BridgeTileJob *job)
{
  g_clear_pointer (&job->pictures, g_ptr_array_unref);
  g_clear_pointer (&job->base, cairo_surface_destroy);
  g_clear_pointer (&job->surface, cairo_surface_destroy);
  g_array_unref (job->ids);
  g_free (job);
}

void
bridge_tile_job_drop (BridgeTileJob *job)
{
  if (job->tile == NULL)
    return;
  job->tile->job = NULL;
  job->tile->spoilt = TRUE; /* what it was to add is in the job alone */
  job->tile = NULL;
  g_atomic_int_set (&job->dropped, TRUE);
}

gboolean
bridge_tile_job_is_dropped (BridgeTileJob *job)
{
  return g_atomic_int_get (&job->dropped);
}

gboolean
bridge_tile_job_gather (BridgeTileJob *job, BridgeScene *scene, gint64 until)
{
  while (job->n_gathered < job->ids->len)
    {
      BridgePicture *picture = bridge_scene_find_picture (scene, g_array_index (job->ids, BridgeStamp, job->n_gathered));

      /* What has gone meanwhile has made the tile stale. */
      if (picture != NULL)
        g_ptr_array_add (job->pictures, bridge_picture_ref (picture));
      if (++job->n_gathered % SLICE == 0 && g_get_monotonic_time () >= until)
        break;
    }
  return job->n_gathered == job->ids->len;
}

gboolean
bridge_tile_job_is_blank (const BridgeTileJob *job)
{
  return job->pictures->len == 0;
}

static void
draw_base (BridgeTileJob *job, cairo_t *cr)
{
  cairo_set_source_surface (cr, job->base, 0, 0);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
}

void
bridge_tile_job_rasterise (BridgeTileJob *job)
{
  BridgePaintStyle style = { .scale = job->scale, .dark = job->dark };
  cairo_t         *cr;

  job->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, BRIDGE_TILE_SIZE, BRIDGE_TILE_SIZE);
  cr = cairo_create (job->surface);
  if (job->base != NULL)
    draw_base (job, cr);
  cairo_translate (cr, -(double)job->key.x * BRIDGE_TILE_SIZE, -(double)job->key.y * BRIDGE_TILE_SIZE);
  cairo_scale (cr, job->scale, job->scale);
  for (guint i = 0; i < job->pictures->len && !bridge_tile_job_is_dropped (job); i++)
    {
      cairo_save (cr);
      bridge_picture_draw (g_ptr_array_index (job->pictures, i), cr, &style);
      cairo_restore (cr);
    }
  cairo_destroy (cr);
  cairo_surface_flush (job->surface);
  /* Here, so that the main thread does not have to let go of thousands. */
  g_clear_pointer (&job->pictures, g_ptr_array_unref);
}
