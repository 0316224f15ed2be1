/* What the tools show above the board: the selection's frame and handles, the rubber band, the eraser, a line being drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/overlay.h"

#include "paint/picture.h"
#include "ui/avatar.h"

#include <math.h>

#define HANDLE_RADIUS 5.0

static void
append_frame (const BridgeToolbox *toolbox, const BridgeViewport *viewport, const GdkRGBA *accent, GtkSnapshot *snapshot)
{
  BridgeRect      box;
  double          rotation;
  BridgePoint     center;
  graphene_rect_t bounds;
  GskRoundedRect  outline;
  const float     widths[4] = { 1.5, 1.5, 1.5, 1.5 };
  const GdkRGBA   colors[4] = { *accent, *accent, *accent, *accent };

  if (!bridge_toolbox_frame (toolbox, &box, &rotation))
    return;
  center = bridge_viewport_to_view (viewport, bridge_rect_center (box));
  bounds = GRAPHENE_RECT_INIT (-box.width * viewport->zoom / 2,
                               -box.height * viewport->zoom / 2,
                               box.width * viewport->zoom,
                               box.height * viewport->zoom);
  gsk_rounded_rect_init_from_rect (&outline, &bounds, 0);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (center.x, center.y));
  gtk_snapshot_rotate (snapshot, rotation);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
  gtk_snapshot_restore (snapshot);
}

/* Each selected item has a thin outline of its own where several are. */
static void
append_items (const BridgeToolbox *toolbox, const BridgeBoard *board, const BridgeViewport *viewport, const GdkRGBA *accent, GtkSnapshot *snapshot)
{
  BridgeRect view = bridge_viewport_visible (viewport);
  GdkRGBA    faint = *accent;

  if (bridge_toolbox_n_selected (toolbox) < 2)
    return;
  faint.alpha *= 0.6f;
  for (size_t i = 0; i < bridge_toolbox_n_selected (toolbox); i++)
    {
      const BridgeItem *item = bridge_board_item (board, bridge_toolbox_selected (toolbox, i));
      const float       widths[4] = { 1, 1, 1, 1 };
      const GdkRGBA     colors[4] = { faint, faint, faint, faint };
      GskRoundedRect    outline;
      BridgeRect        box;
      BridgePoint       center;

      if (item == NULL || !bridge_rect_intersects (bridge_item_bounds (item), view))
        continue;
      box = bridge_item_box (item);
      center = bridge_viewport_to_view (viewport, bridge_rect_center (box));
      box.width *= viewport->zoom;
      box.height *= viewport->zoom;
      gsk_rounded_rect_init_from_rect (&outline,
                                       &GRAPHENE_RECT_INIT (-box.width / 2, -box.height / 2, box.width, box.height),
                                       0);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (center.x, center.y));
      gtk_snapshot_rotate (snapshot, bridge_item_number (item, BRIDGE_PROPERTY_ROTATION));
      gtk_snapshot_append_border (snapshot, &outline, widths, colors);
      gtk_snapshot_restore (snapshot);
    }
}

static void
append_disc (GtkSnapshot *snapshot, BridgePoint at, double radius, const GdkRGBA *fill, const GdkRGBA *edge, float width)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (at.x - radius, at.y - radius, 2 * radius, 2 * radius);
  const float     widths[4] = { width, width, width, width };
  const GdkRGBA   colors[4] = { *edge, *edge, *edge, *edge };
  GskRoundedRect  disc;

  gsk_rounded_rect_init_from_rect (&disc, &bounds, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, fill, &bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &disc, widths, colors);
}

static void
append_handles (const BridgeToolbox *toolbox, const GdkRGBA *accent, GtkSnapshot *snapshot)
{
  const GdkRGBA white = { 1, 1, 1, 1 };

  for (int handle = 0; handle < BRIDGE_N_HANDLES; handle++)
    {
      BridgePoint at;

      if (bridge_toolbox_handle (toolbox, handle, &at))
        append_disc (snapshot, at, HANDLE_RADIUS, handle == BRIDGE_HANDLE_ROTATE ? accent : &white, accent, 1.5);
    }
}

static void
append_band (const BridgeToolbox *toolbox, const BridgeViewport *viewport, const GdkRGBA *accent, GtkSnapshot *snapshot)
{
  const float     widths[4] = { 1, 1, 1, 1 };
  const GdkRGBA   colors[4] = { *accent, *accent, *accent, *accent };
  GdkRGBA         inside = *accent;
  BridgeRect      band;
  BridgePoint     corner;
  graphene_rect_t bounds;
  GskRoundedRect  outline;

  if (!bridge_toolbox_band (toolbox, &band))
    return;
  corner = bridge_viewport_to_view (viewport, (BridgePoint){ band.x, band.y });
  bounds = GRAPHENE_RECT_INIT (corner.x, corner.y, band.width * viewport->zoom, band.height * viewport->zoom);
  inside.alpha = 0.12f;
  gsk_rounded_rect_init_from_rect (&outline, &bounds, 2);
  gtk_snapshot_append_color (snapshot, &inside, &bounds);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

static void
append_preview (const BridgeToolbox *toolbox, const BridgeViewport *viewport, gboolean dark, GtkSnapshot *snapshot)
{
  const BridgeItem *item = bridge_toolbox_preview (toolbox);
  BridgePaintStyle  style = { .scale = viewport->zoom, .dark = dark };
  BridgePoint       origin = bridge_viewport_to_view (viewport, (BridgePoint){ 0, 0 });
  g_autoptr (BridgePicture) picture = NULL;
  BridgeRect bounds;
  cairo_t   *cr;

  if (item == NULL)
    return;
  picture = bridge_picture_new (item);
  bounds = bridge_picture_bounds (picture);
  if (bridge_rect_is_empty (bounds))
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (origin.x, origin.y));
  gtk_snapshot_scale (snapshot, viewport->zoom, viewport->zoom);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (bounds.x, bounds.y, bounds.width, bounds.height));
  bridge_picture_draw (picture, cr, &style);
  cairo_destroy (cr);
  gtk_snapshot_restore (snapshot);
}

static void
append_eraser (const BridgeToolbox *toolbox, const BridgeViewport *viewport, gboolean dark, GtkSnapshot *snapshot)
{
  GdkRGBA     inside = { dark, dark, dark, 0.15f };
  GdkRGBA     edge = { dark, dark, dark, 0.6f };
  BridgePoint at;
  double      radius;

  if (!bridge_toolbox_eraser (toolbox, &at, &radius))
    return;
  append_disc (snapshot, bridge_viewport_to_view (viewport, at), radius * viewport->zoom, &inside, &edge, 1);
}

void
bridge_overlay_snapshot (const BridgeToolbox  *toolbox,
                         const BridgeBoard    *board,
                         const BridgeViewport *viewport,
                         const GdkRGBA        *accent,
                         gboolean              dark,
                         GtkSnapshot          *snapshot)
{
  append_preview (toolbox, viewport, dark, snapshot);
  append_items (toolbox, board, viewport, accent, snapshot);
  append_frame (toolbox, viewport, accent, snapshot);
  append_handles (toolbox, accent, snapshot);
  append_band (toolbox, viewport, accent, snapshot);
  append_eraser (toolbox, viewport, dark, snapshot);
}
