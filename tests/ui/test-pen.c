/* Pens, which a virtual display lacks: their events are fed to the canvas by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas-desk.h"

#define STEP 8000 /* us between two events */

static guint64 now = 1000000;

static BridgePointerEvent
pen (BridgePointerType type, double x, double y, double pressure)
{
  return (BridgePointerEvent){
    .type = type, .at = { x, y }, .pressure = pressure, .n_clicks = 1, .time = now += STEP
  };
}

static void
send (Desk *desk, BridgePointerEvent event)
{
  bridge_canvas_point (desk->canvas, &event, 1);
}

static void
draw (Desk *desk, double y, double pressure)
{
  send (desk, pen (BRIDGE_POINTER_PRESS, 100, y, pressure));
  for (int x = 105; x <= 300; x += 5)
    send (desk, pen (BRIDGE_POINTER_MOVE, x, y, pressure));
  send (desk, pen (BRIDGE_POINTER_RELEASE, 300, y, -1));
}

static int
width_at (Desk *desk, int x, int y)
{
  g_autoptr (GskRenderNode) node = desk_take_node (desk);
  cairo_surface_t *surface = desk_draw_node (node, 1);
  guint32          paper = desk_pixel (surface, 10, 10);
  int              width = 0;

  for (int i = y - 20; i < y + 20; i++)
    width += desk_distance (desk_pixel (surface, x, i), paper) > 60;
  cairo_surface_destroy (surface);
  return width;
}

static void
test_pressure (Desk *desk, gconstpointer data)
{
  bridge_canvas_set_size (desk->canvas, 16);
  draw (desk, 100, 1);
  draw (desk, 200, 0.1);
  g_assert_cmpint (width_at (desk, 200, 100), >, 1.5 * width_at (desk, 200, 200));
  desk_settle (desk);
  g_assert_cmpint (width_at (desk, 200, 100), >, 1.5 * width_at (desk, 200, 200));
  g_assert_cmpint (width_at (desk, 200, 200), >, 2);
}

/* A pen's other end erases, whatever the tool is. */
static void
test_eraser (Desk *desk, gconstpointer data)
{
  const BridgeBoard *board = bridge_session_get_board (desk->session);
  BridgePointerEvent event;

  draw (desk, 100, 1);
  draw (desk, 200, 1);
  for (int y = 60; y <= 140; y += 10)
    {
      event = pen (y == 60 ? BRIDGE_POINTER_PRESS : BRIDGE_POINTER_MOVE, 200, y, 0.5);
      event.eraser = true;
      send (desk, event);
    }
  event = pen (BRIDGE_POINTER_RELEASE, 200, 140, -1);
  event.eraser = true;
  send (desk, event);
  g_assert_cmpuint (bridge_board_n_visible (board), ==, 1);
  g_assert_cmpint (bridge_canvas_get_tool (desk->canvas), ==, BRIDGE_TOOL_PEN);
  desk_settle (desk);
  g_assert_cmpint (width_at (desk, 200, 100), ==, 0);
  g_assert_cmpint (width_at (desk, 200, 200), >, 0);
}

/* All that a fast pen did between two frames comes at once, and all of it is drawn. */
static void
test_many_at_once (Desk *desk, gconstpointer data)
{
  g_autofree BridgePointerEvent *events = g_new (BridgePointerEvent, 100);

  send (desk, pen (BRIDGE_POINTER_PRESS, 100, 100, 1));
  for (int i = 0; i < 100; i++)
    {
      events[i] = pen (BRIDGE_POINTER_MOVE, 100 + 3 * i, i % 2 == 0 ? 100 : 160, 1);
      events[i].time = now += STEP;
    }
  bridge_canvas_point (desk->canvas, events, 100);
  send (desk, pen (BRIDGE_POINTER_RELEASE, 400, 100, -1));
  for (int x = 150; x < 390; x += 24)
    g_assert_cmpint (width_at (desk, x, 130), >, 0);
}

/* A drag that is taken back leaves nothing. */
static void
test_cancel (Desk *desk, gconstpointer data)
{
  send (desk, pen (BRIDGE_POINTER_PRESS, 100, 100, 1));
  for (int x = 105; x <= 300; x += 5)
    send (desk, pen (BRIDGE_POINTER_MOVE, x, 100, 1));
  send (desk, pen (BRIDGE_POINTER_CANCEL, 300, 100, -1));
  g_assert_cmpuint (bridge_board_n_visible (bridge_session_get_board (desk->session)), ==, 0);
  desk_settle (desk);
  g_assert_cmpint (width_at (desk, 200, 100), ==, 0);
}

#define ADD(path, function) g_test_add ("/pen/" path, Desk, NULL, desk_set_up, function, desk_tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  ADD ("pressure", test_pressure);
  ADD ("eraser", test_eraser);
  ADD ("many-at-once", test_many_at_once);
  ADD ("cancel", test_cancel);
  return g_test_run ();
}
