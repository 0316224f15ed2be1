/* A canvas in a window, looked at frame by frame.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas-desk.h"

#include "core/doc/compose.h"
#include "core/doc/schema.h"

#define DEADLINE 30 /* s */
#define RED      0xff0000ff

static gboolean
on_nothing (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
desk_iterate (gint64 until)
{
  guint awake = g_timeout_add (5, on_nothing, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (awake);
  g_assert_cmpint (g_get_monotonic_time (), <, until);
}

gint64
desk_deadline (void)
{
  return g_get_monotonic_time () + DEADLINE * G_USEC_PER_SEC;
}

gboolean
desk_is_quiet (Desk *desk)
{
  return desk->canvas->tick == 0 && desk->canvas->settle_zoom == 0 && bridge_tiles_are_fresh (desk->canvas->tiles);
}

void
desk_settle (Desk *desk)
{
  gint64 until = desk_deadline ();

  for (guint quiet = 0; quiet < 5; quiet = desk_is_quiet (desk) ? quiet + 1 : 0)
    desk_iterate (until);
}

void
desk_set_up (Desk *desk, gconstpointer data)
{
  gint64 until = desk_deadline ();

  desk->session = bridge_session_new ("Ada", 0x1c71d8ff);
  desk->guest = bridge_session_get_guest (desk->session);
  desk->canvas = BRIDGE_CANVAS (bridge_canvas_new (desk->session));
  bridge_canvas_set_tool (desk->canvas, BRIDGE_TOOL_PEN);
  desk->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (desk->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (desk->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (desk->window), GTK_WIDGET (desk->canvas));
  gtk_window_present (GTK_WINDOW (desk->window));
  while (desk->canvas->viewport.width < WIDTH)
    desk_iterate (until);
  desk_settle (desk);
}

void
desk_tear_down (Desk *desk, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (desk->window));
  g_object_unref (desk->session);
}

/* A filled square without an edge. */
BridgeStamp
desk_add_square (Desk *desk, double x, double y, double size)
{
  BridgeEdit  edit;
  BridgeStamp id;

  bridge_guest_begin (desk->guest, &edit);
  id = bridge_compose_item (&edit, bridge_guest_board (desk->guest), BRIDGE_KIND_RECTANGLE, (BridgeRect){ x, y, size, size });
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_FILL, bridge_value_integer (RED));
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_COLOR, bridge_value_integer (RED));
  g_assert_cmpuint (bridge_session_commit (desk->session, &edit, NULL), !=, 0);
  return id;
}

void
desk_move (Desk *desk, BridgeStamp id, double x, double y)
{
  BridgeEdit edit;

  bridge_guest_begin (desk->guest, &edit);
  bridge_compose_move (&edit, bridge_board_item (bridge_guest_board (desk->guest), id), (BridgePoint){ x, y });
  g_assert_cmpuint (bridge_session_commit (desk->session, &edit, NULL), !=, 0);
}

void
desk_point (Desk *desk, BridgePointerType type, double x, double y)
{
  BridgePointerEvent event = { .type = type, .at = { x, y }, .pressure = 1, .n_clicks = 1, .time = 1000 };

  bridge_canvas_point (desk->canvas, &event, 1);
}

void
desk_look_at (Desk *desk, double x, double y, double zoom)
{
  desk->canvas->viewport.zoom = zoom;
  desk->canvas->viewport.origin = (BridgePoint){ x, y };
  bridge_canvas_view_changed (desk->canvas);
}

/* --- looking --- */

GskRenderNode *
desk_take_node (Desk *desk)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  GTK_WIDGET_GET_CLASS (desk->canvas)->snapshot (GTK_WIDGET (desk->canvas), snapshot);
  return gtk_snapshot_free_to_node (snapshot);
}

cairo_surface_t *
desk_draw_node (GskRenderNode *node, int scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH * scale, HEIGHT * scale);
  cairo_t         *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  if (node != NULL)
    gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

guint32
desk_pixel (cairo_surface_t *surface, int x, int y)
{
  const guchar *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *)(const void *)row)[x] & 0xffffff;
}

/* What would be on the screen if this very moment were a frame. */
guint32
desk_look (Desk *desk, int x, int y)
{
  g_autoptr (GskRenderNode) node = desk_take_node (desk);
  cairo_surface_t *surface = desk_draw_node (node, 1);
  guint32          pixel = desk_pixel (surface, x, y);

  cairo_surface_destroy (surface);
  return pixel;
}

void
desk_assert_always (Desk *desk, int x, int y, guint32 color)
{
  gint64 until = desk_deadline ();

  for (guint quiet = 0; quiet < 5; quiet = desk_is_quiet (desk) ? quiet + 1 : 0)
    {
      g_assert_cmphex (desk_look (desk, x, y), ==, color);
      desk_iterate (until);
    }
  g_assert_cmphex (desk_look (desk, x, y), ==, color);
}

int
desk_distance (guint32 a, guint32 b)
{
  int most = 0;

  for (guint shift = 0; shift < 24; shift += 8)
    most = MAX (most, abs ((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)));
  return most;
}
