/* Puts together what is in view from the tiles that there are.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tile-picture.h"

#include <math.h>

/* --- places --- */

typedef struct
{
  double left; /* device px */
  double top;
  double right;
  double bottom;
} Place;

static double
to_device (double board, const BridgeViewport *viewport, int scale_factor)
{
  return round (board * viewport->zoom * scale_factor);
}

BridgePoint
bridge_tile_origin (const BridgeViewport *viewport, int scale_factor)
{
  return (BridgePoint){
    -to_device (viewport->origin.x, viewport, scale_factor) / scale_factor,
    -to_device (viewport->origin.y, viewport, scale_factor) / scale_factor,
  };
}

static Place
place_of (const BridgeTileLayer *layer, BridgeTileKey key, const BridgeViewport *viewport, int scale_factor)
{
  double step = BRIDGE_TILE_SIZE * (viewport->zoom * scale_factor / layer->scale);
  double left = to_device (viewport->origin.x, viewport, scale_factor);
  double top = to_device (viewport->origin.y, viewport, scale_factor);

  return (Place){
    round (key.x * step) - left,
    round (key.y * step) - top,
    round ((key.x + 1.0) * step) - left,
    round ((key.y + 1.0) * step) - top,
  };
}

graphene_rect_t
bridge_tile_place (const BridgeTileLayer *layer, BridgeTileKey key, const BridgeViewport *viewport, int scale_factor)
{
  Place place = place_of (layer, key, viewport, scale_factor);

  return GRAPHENE_RECT_INIT ((float)(place.left / scale_factor),
                             (float)(place.top / scale_factor),
                             (float)((place.right - place.left) / scale_factor),
                             (float)((place.bottom - place.top) / scale_factor));
}

/* --- one tile --- */

static void
append_node (BridgeTilePicture *self, GskRenderNode *node, const graphene_rect_t *place)
{
  float across = place->size.width / BRIDGE_TILE_SIZE;
  float down = place->size.height / BRIDGE_TILE_SIZE;

  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &place->origin);
  if (across != 1 || down != 1)
    gtk_snapshot_scale (self->snapshot, across, down);
  gtk_snapshot_append_node (self->snapshot, node);
  gtk_snapshot_restore (self->snapshot);
}

static void
append_tile (BridgeTilePicture *self, BridgeTileLayer *layer, BridgeTile *tile)
{
  graphene_rect_t place = bridge_tile_place (layer, tile->key, self->viewport, self->scale_factor);
  GskRenderNode  *node = bridge_tile_node (tile, self->textures);

  tile->shown = self->frame;
  if (node != NULL)
    append_node (self, node, &place);
}

/* --- standing in --- */

/* The whole device pixels of a tile that are in view; FALSE: none. */
static gboolean
visible_part (BridgeTilePicture *self, BridgeTileLayer *layer, BridgeTile *tile, cairo_rectangle_int_t *part)
{
  Place  place = place_of (layer, tile->key, self->viewport, self->scale_factor);
  double left = MAX (place.left, 0), top = MAX (place.top, 0);
  double right = MIN (place.right, self->viewport->width * self->scale_factor);
  double bottom = MIN (place.bottom, self->viewport->height * self->scale_factor);

  if (left >= right || top >= bottom)
    return FALSE;
  *part = (cairo_rectangle_int_t){ (int)left, (int)top, (int)(right - left), (int)(bottom - top) };
  return TRUE;
}

static void
append_clipped (BridgeTilePicture *self, BridgeTileLayer *layer, BridgeTile *tile, const cairo_region_t *where)
{
  float factor = (float)self->scale_factor;

  for (int i = 0; i < cairo_region_num_rectangles (where); i++)
    {
      cairo_rectangle_int_t part;

      cairo_region_get_rectangle (where, i, &part);
      gtk_snapshot_push_clip (self->snapshot,
                              &GRAPHENE_RECT_INIT ((float)part.x / factor,
                                                   (float)part.y / factor,
                                                   (float)part.width / factor,
                                                   (float)part.height / factor));
      append_tile (self, layer, tile);
      gtk_snapshot_pop (self->snapshot);
    }
}

static void
stand_in (BridgeTilePicture *self, BridgeTileLayer *layer, BridgeTile *tile)
{
  cairo_rectangle_int_t part;
  cairo_region_t       *where;

  if (!visible_part (self, layer, tile, &part) ||
      cairo_region_contains_rectangle (self->uncovered, &part) == CAIRO_REGION_OVERLAP_OUT)
    return;
  where = cairo_region_create_rectangle (&part);
  cairo_region_intersect (where, self->uncovered);
  if (tile->surface != NULL)
    append_clipped (self, layer, tile, where);
  cairo_region_subtract (self->uncovered, where);
  cairo_region_destroy (where);
}

static void
stand_in_layer (BridgeTilePicture *self, BridgeTileLayer *layer, gboolean fresh)
{
  GHashTableIter iter;
  gpointer       value;

  g_hash_table_iter_init (&iter, layer->tiles);
  while (!cairo_region_is_empty (self->uncovered) && g_hash_table_iter_next (&iter, NULL, &value))
    if (((BridgeTile *)value)->present && bridge_tile_is_fresh (value) == fresh)
      stand_in (self, layer, value);
}

static int
compare_layers (gconstpointer a, gconstpointer b, gpointer data)
{
  const BridgeTileLayer *const *first = a, *const *second = b;
  const BridgeTilePicture      *self = data;
  double                        scale = self->viewport->zoom * self->scale_factor;
  double                        one = fabs (log ((*first)->scale / scale)), other = fabs (log ((*second)->scale / scale));

  return one < other ? -1 : one > other;
}

/* Where the target has nothing: the others, those nearest in scale first, the stale last of all. */
static void
stand_in_all (BridgeTilePicture *self)
{
  g_autoptr (GPtrArray) layers = g_ptr_array_sized_new (self->layers->len);

  g_ptr_array_extend (layers, self->layers, NULL, NULL);
  g_ptr_array_sort_with_data (layers, compare_layers, self);
  for (int fresh = 1; fresh >= 0; fresh--)
    for (guint i = 0; i < layers->len; i++)
      if (g_ptr_array_index (layers, i) != self->target)
        stand_in_layer (self, g_ptr_array_index (layers, i), fresh);
}

/* --- all --- */

static gboolean
wants_textures (GtkWidget *widget)
{
  GtkNative   *native = gtk_widget_get_native (widget);
  GskRenderer *renderer = native != NULL ? gtk_native_get_renderer (native) : NULL;

  return renderer != NULL && !g_str_equal (G_OBJECT_TYPE_NAME (renderer), "GskCairoRenderer");
}

static void
cover (BridgeTilePicture *self, BridgeTile *tile)
{
  cairo_rectangle_int_t part;

  if (visible_part (self, self->target, tile, &part))
    cairo_region_subtract_rectangle (self->uncovered, &part);
}

void
bridge_tile_picture_compose (BridgeTilePicture *self, GtkWidget *widget)
{
  cairo_rectangle_int_t all = { 0, 0, (int)ceil (self->viewport->width) * self->scale_factor,
                                (int)ceil (self->viewport->height) * self->scale_factor };
  BridgeTileKey         first, last;

  self->textures = wants_textures (widget);
  self->uncovered = cairo_region_create_rectangle (&all);
  bridge_tile_layer_range (self->target, bridge_viewport_visible (self->viewport), &first, &last);
  for (gint32 y = first.y; y <= last.y; y++)
    for (gint32 x = first.x; x <= last.x; x++)
      {
        BridgeTile *tile = bridge_tile_layer_find (self->target, (BridgeTileKey){ x, y });

        if (tile != NULL && tile->present)
          {
            append_tile (self, self->target, tile);
            cover (self, tile);
          }
      }
  if (!cairo_region_is_empty (self->uncovered))
    stand_in_all (self);
  g_clear_pointer (&self->uncovered, cairo_region_destroy);
}
