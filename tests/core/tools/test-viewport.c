/* Tests of the viewport.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

static BridgeViewport
make (double x, double y, double zoom)
{
  return (BridgeViewport){ .origin = { x, y }, .zoom = zoom, .width = 1000, .height = 800 };
}

static void
test_there_and_back (void)
{
  BridgeViewport viewport = make (-30, 12, 2.5);
  BridgeRect     visible = bridge_viewport_visible (&viewport);

  bench_assert_point (bridge_viewport_to_board (&viewport, (BridgePoint){ 0, 0 }), -30, 12);
  bench_assert_point (bridge_viewport_to_board (&viewport, (BridgePoint){ 250, 25 }), 70, 22);
  bench_assert_point (bridge_viewport_to_view (&viewport, (BridgePoint){ 70, 22 }), 250, 25);
  bench_assert_point ((BridgePoint){ visible.x, visible.y }, -30, 12);
  bench_assert_point ((BridgePoint){ visible.width, visible.height }, 400, 320);
}

static void
test_init (void)
{
  BridgeViewport viewport;

  bridge_viewport_init (&viewport);
  bench_assert_point (bridge_viewport_to_board (&viewport, (BridgePoint){ 3, 4 }), 3, 4);
}

/* The board follows the hand, at every zoom. */
static void
test_pan (void)
{
  for (double zoom = BRIDGE_ZOOM_MIN; zoom <= BRIDGE_ZOOM_MAX; zoom *= 2)
    {
      BridgeViewport viewport = make (5, 6, zoom);
      BridgePoint    under = bridge_viewport_to_board (&viewport, (BridgePoint){ 100, 200 });

      bridge_viewport_pan (&viewport, 30, -40);
      bench_assert_point (bridge_viewport_to_view (&viewport, under), 130, 160);
    }
}

static void
test_zoom_at (void)
{
  static const double zooms[] = { 0.05, 0.3, 1, 7, 32 };
  BridgeViewport      viewport = make (100, 200, 1);
  BridgePoint         under = bridge_viewport_to_board (&viewport, (BridgePoint){ 640, 80 });

  for (size_t i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      bridge_viewport_zoom_at (&viewport, zooms[i], (BridgePoint){ 640, 80 });
      g_assert_cmpfloat (viewport.zoom, ==, zooms[i]);
      bench_assert_point (bridge_viewport_to_view (&viewport, under), 640, 80);
    }
  bridge_viewport_zoom_at (&viewport, 1000, (BridgePoint){ 640, 80 });
  g_assert_cmpfloat (viewport.zoom, ==, BRIDGE_ZOOM_MAX);
  bridge_viewport_zoom_at (&viewport, 0, (BridgePoint){ 640, 80 });
  g_assert_cmpfloat (viewport.zoom, ==, BRIDGE_ZOOM_MIN);
  bench_assert_point (bridge_viewport_to_view (&viewport, under), 640, 80);
}

static void
assert_fits (BridgeRect area, double margin, double zoom)
{
  BridgeViewport viewport = make (17, 4, 3);
  BridgePoint    middle;

  bridge_viewport_fit (&viewport, area, margin);
  assert_near (viewport.zoom, zoom);
  middle = bridge_rect_is_empty (area) ? (BridgePoint){ 0, 0 } : bridge_rect_center (area);
  bench_assert_point (bridge_viewport_to_view (&viewport, middle), 500, 400);
}

static void
test_fit (void)
{
  assert_fits ((BridgeRect){ 0, 0, 2000, 100 }, 0, 0.5);
  assert_fits ((BridgeRect){ -300, 50, 2000, 3200 }, 0, 0.25);
  assert_fits ((BridgeRect){ 0, 0, 1800, 100 }, 50, 0.5);
  assert_fits ((BridgeRect){ 10, 10, 20, 20 }, 50, 1);
  assert_fits ((BridgeRect){ 10, 10, 0, 0 }, 50, 1);
  assert_fits (BRIDGE_RECT_EMPTY, 50, 1);
  assert_fits ((BridgeRect){ 0, 0, 1e7, 1e7 }, 50, BRIDGE_ZOOM_MIN);
  assert_fits ((BridgeRect){ 0, 0, 1e7, 1e7 }, 5000, BRIDGE_ZOOM_MIN); /* more margin than window */
}

static void
test_center (void)
{
  BridgeViewport viewport = make (0, 0, 4);

  bridge_viewport_center (&viewport, (BridgePoint){ 70, -90 });
  bench_assert_point (bridge_viewport_to_view (&viewport, (BridgePoint){ 70, -90 }), 500, 400);
  g_assert_cmpfloat (viewport.zoom, ==, 4);
}

static void
test_step (void)
{
  static const double steps[] = { 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8, 16, 32 };

  for (size_t i = 0; i + 1 < G_N_ELEMENTS (steps); i++)
    {
      double between = (steps[i] + steps[i + 1]) / 2;

      g_assert_cmpfloat (bridge_viewport_step (steps[i], 1), ==, steps[i + 1]);
      g_assert_cmpfloat (bridge_viewport_step (steps[i + 1], -1), ==, steps[i]);
      g_assert_cmpfloat (bridge_viewport_step (between, 1), ==, steps[i + 1]);
      g_assert_cmpfloat (bridge_viewport_step (between, -1), ==, steps[i]);
      /* A zoom that came out of arithmetic is the step that it is next to. */
      g_assert_cmpfloat (bridge_viewport_step (steps[i] * (1 - 1e-12), 1), ==, steps[i + 1]);
      g_assert_cmpfloat (bridge_viewport_step (steps[i + 1] * (1 + 1e-12), -1), ==, steps[i]);
    }
  g_assert_cmpfloat (bridge_viewport_step (BRIDGE_ZOOM_MAX, 1), ==, BRIDGE_ZOOM_MAX);
  g_assert_cmpfloat (bridge_viewport_step (BRIDGE_ZOOM_MIN, -1), ==, BRIDGE_ZOOM_MIN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/viewport/there-and-back", test_there_and_back);
  g_test_add_func ("/tools/viewport/init", test_init);
  g_test_add_func ("/tools/viewport/pan", test_pan);
  g_test_add_func ("/tools/viewport/zoom-at", test_zoom_at);
  g_test_add_func ("/tools/viewport/fit", test_fit);
  g_test_add_func ("/tools/viewport/center", test_center);
  g_test_add_func ("/tools/viewport/step", test_step);
  return g_test_run ();
}
