/* The paper and its dots.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/ground.h"

#include "paint/color.h"
#include "ui/avatar.h"
#include "ui/tile-picture.h"

#include <math.h>

#define DOT_SPACING 24.0 /* logical px at zoom 1; kept between 16 and 32 at all zooms */
#define DOT_SIZE    1.6

struct BridgeGround
{
  GskRenderNode *node; /* owned (nullable) */
  BridgeViewport viewport;
  int            scale_factor;
  gboolean       dark;
};

BridgeGround *
bridge_ground_new (void)
{
  return g_new0 (BridgeGround, 1);
}

void
bridge_ground_free (BridgeGround *ground)
{
  g_clear_pointer (&ground->node, gsk_render_node_unref);
  g_free (ground);
}

static double
dot_spacing (double zoom)
{
  double spacing = DOT_SPACING * zoom;

  while (spacing < DOT_SPACING / 1.5)
    spacing *= 2;
  while (spacing > DOT_SPACING * 4 / 3)
    spacing /= 2;
  return spacing;
}

/* On whole device pixels, as the tiles are: at most zooms the dots are copied then, not resampled. */
static GskRenderNode *
draw (const BridgeViewport *viewport, int scale_factor, gboolean dark)
{
  GtkSnapshot    *snapshot = gtk_snapshot_new ();
  GdkRGBA         paper = bridge_color_to_rgba (dark ? BRIDGE_COLOR_BOARD_DARK : BRIDGE_COLOR_BOARD);
  GdkRGBA         dot = dark ? (GdkRGBA){ 1, 1, 1, 0.14f } : (GdkRGBA){ 0, 0, 0, 0.13f };
  double          spacing = dot_spacing (viewport->zoom);
  BridgePoint     origin = bridge_tile_origin (viewport, scale_factor);
  double          left = fmod (origin.x, spacing) - spacing;
  double          top = fmod (origin.y, spacing) - spacing;
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, viewport->width, viewport->height);
  graphene_rect_t cell = GRAPHENE_RECT_INIT (left, top, spacing, spacing);
  GskRoundedRect  disc;

  gtk_snapshot_append_color (snapshot, &paper, &all);
  gsk_rounded_rect_init_from_rect (&disc, &GRAPHENE_RECT_INIT (left, top, DOT_SIZE, DOT_SIZE), DOT_SIZE / 2);
  gtk_snapshot_push_repeat (snapshot, &all, &cell);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &dot, &disc.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
  return gtk_snapshot_free_to_node (snapshot);
}

static gboolean
is_same_view (const BridgeViewport *a, const BridgeViewport *b)
{
  return a->origin.x == b->origin.x && a->origin.y == b->origin.y && a->zoom == b->zoom && a->width == b->width &&
         a->height == b->height;
}

/* GTK 4.8 takes a repeat node that is not the very same for one that has changed all over, and paints the whole window anew. */
void
bridge_ground_snapshot (BridgeGround *ground, const BridgeViewport *viewport, int scale_factor, gboolean dark, GtkSnapshot *snapshot)
{
  if (ground->node == NULL || ground->dark != dark || ground->scale_factor != scale_factor || !is_same_view (&ground->viewport, viewport))
    {
      g_clear_pointer (&ground->node, gsk_render_node_unref);
      ground->node = draw (viewport, scale_factor, dark);
      ground->viewport = *viewport;
      ground->scale_factor = scale_factor;
      ground->dark = dark;
    }
  if (ground->node != NULL)
    gtk_snapshot_append_node (snapshot, ground->node);
}
