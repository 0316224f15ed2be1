/* Tests of the input filter: what it steadies and how far it lags.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ink/filter.h"
#include "tests/core/ink/ink-test.h"

static void
test_first_point_passes (void)
{
  BridgeInkFilter filter;
  bridge_ink_filter_init (&filter, 1);
  BridgeInkPoint out = bridge_ink_filter_feed (&filter, (BridgeInkPoint){ 7, -3, 0.4 }, 123456);
  g_assert_cmpfloat (out.x, ==, 7);
  g_assert_cmpfloat (out.y, ==, -3);
  g_assert_cmpfloat (out.pressure, ==, 0.4);
}

/* A hand at rest that trembles by a pixel comes out at less than half of that. */
static void
test_jitter (void)
{
  BridgeRandom    random = test_random ();
  BridgeInkFilter filter;
  double          in = 0, out = 0;
  bridge_ink_filter_init (&filter, 1);
  for (int i = 0; i < 2000; i++)
    {
      BridgeInkPoint raw = { test_between (&random, -1, 1), test_between (&random, -1, 1), 0.5 };
      BridgeInkPoint steady = bridge_ink_filter_feed (&filter, raw, i * 5000);
      in += raw.x * raw.x + raw.y * raw.y;
      out += i > 0 ? steady.x * steady.x + steady.y * steady.y : 0;
    }
  g_test_message ("jitter left: %.3f", sqrt (out / in));
  g_assert_cmpfloat (sqrt (out / in), <, 0.5);
}

static double
measure_lag (double speed)
{
  BridgeInkFilter filter;
  BridgeInkPoint  steady = { 0 };
  double          x = 0;
  bridge_ink_filter_init (&filter, 1);
  for (int i = 0; i < 2000; i++)
    {
      x = speed * i * 0.004;
      steady = bridge_ink_filter_feed (&filter, (BridgeInkPoint){ x, 0, 0.5 }, i * 4000);
    }
  return (x - steady.x) / speed;
}

/* The faster the hand, the shorter the lag: that is what the filter is for. */
static void
test_lag (void)
{
  double slow = measure_lag (10), middle = measure_lag (500), fast = measure_lag (3000);
  g_test_message ("lag: %.1f ms at 10 px/s, %.1f at 500, %.1f at 3000", slow * 1e3, middle * 1e3, fast * 1e3);
  g_assert_cmpfloat (slow, <, 0.015);
  g_assert_cmpfloat (middle, <, slow);
  g_assert_cmpfloat (fast, <, 0.003);
}

/* The same gesture drawn at another zoom is the same gesture. */
static void
test_zoom (void)
{
  BridgeRandom    random = test_random ();
  BridgeInkFilter plain, zoomed;
  BridgeInkPoint  points[200];
  test_scribble (&random, points, 200);
  bridge_ink_filter_init (&plain, 1);
  bridge_ink_filter_init (&zoomed, 8);
  for (int i = 0; i < 200; i++)
    {
      BridgeInkPoint small = { points[i].x / 8, points[i].y / 8, points[i].pressure };
      BridgeInkPoint a = bridge_ink_filter_feed (&plain, points[i], i * 7000);
      BridgeInkPoint b = bridge_ink_filter_feed (&zoomed, small, i * 7000);
      g_assert_cmpfloat_with_epsilon (a.x, b.x * 8, 1e-9);
      g_assert_cmpfloat_with_epsilon (a.y, b.y * 8, 1e-9);
    }
}

/* Clocks that stand still, run back or leap do no harm: what comes out lies between what came in. */
static void
test_odd_clocks (void)
{
  static const int64_t times[] = { 0, 0, -5000000, INT64_MAX / 2, 1, 1, 2, 40000000 };
  BridgeInkFilter      filter;
  bridge_ink_filter_init (&filter, 1);
  for (size_t i = 0; i < G_N_ELEMENTS (times); i++)
    {
      BridgeInkPoint out = bridge_ink_filter_feed (&filter, (BridgeInkPoint){ i * 10.0, -(i * 10.0), 1 }, times[i]);
      g_assert_true (out.x >= 0 && out.x <= i * 10.0);
      g_assert_true (out.y <= 0 && out.y >= -(i * 10.0));
      g_assert_cmpfloat (out.pressure, ==, 1);
    }
}

static double
get_mouse_pressure (double speed)
{
  BridgeInkFilter filter;
  BridgeInkPoint  out = { 0 };
  bridge_ink_filter_init (&filter, 1);
  for (int i = 0; i < 500; i++)
    {
      out = bridge_ink_filter_feed_mouse (&filter, (BridgePoint){ speed * i * 0.008, 0 }, i * 8000);
      g_assert_true (out.pressure > 0.2 && out.pressure < 0.8);
    }
  return out.pressure;
}

static void
test_mouse_pressure (void)
{
  g_assert_cmpfloat (get_mouse_pressure (0), >, get_mouse_pressure (400));
  g_assert_cmpfloat (get_mouse_pressure (400), >, get_mouse_pressure (1200));
  g_assert_cmpfloat_with_epsilon (get_mouse_pressure (1e9), 0.25, 0.01);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ink/filter/first-point-passes", test_first_point_passes);
  g_test_add_func ("/ink/filter/jitter", test_jitter);
  g_test_add_func ("/ink/filter/lag", test_lag);
  g_test_add_func ("/ink/filter/zoom", test_zoom);
  g_test_add_func ("/ink/filter/odd-clocks", test_odd_clocks);
  g_test_add_func ("/ink/filter/mouse-pressure", test_mouse_pressure);
  return g_test_run ();
}
