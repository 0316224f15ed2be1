/* Tests of the stroke's radius, bounds and hit test.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/ink/ink-test.h"

static void
test_radius (void)
{
  g_assert_cmpfloat_with_epsilon (bridge_ink_radius (10, 1), 5, 1e-12);
  g_assert_cmpfloat_with_epsilon (bridge_ink_radius (10, 0), 1.75, 1e-12);
}

static void
test_extent (void)
{
  BridgeInkPoint points[] = { { 3, -2, 0 }, { -1, 5, 1 }, { 0, 0, 1 } };
  BridgeRect     extent = bridge_ink_extent (points, 3);
  g_assert_true (bridge_rect_is_empty (bridge_ink_extent (points, 0)));
  g_assert_cmpfloat (extent.x, ==, -1);
  g_assert_cmpfloat (extent.y, ==, -2);
  g_assert_cmpfloat (extent.width, ==, 4);
  g_assert_cmpfloat (extent.height, ==, 7);
}

static void
test_hit_by_hand (void)
{
  BridgeInkPoint points[] = { { 0, 0, 1 }, { 100, 0, 1 }, { 100, 100, 0 } };
  g_assert_false (bridge_ink_hit (points, 0, 10, (BridgePoint){ 0, 0 }, 100));
  g_assert_true (bridge_ink_hit (points, 1, 10, (BridgePoint){ 4.9, 0 }, 0));
  g_assert_false (bridge_ink_hit (points, 1, 10, (BridgePoint){ 5.1, 0 }, 0));
  g_assert_true (bridge_ink_hit (points, 3, 10, (BridgePoint){ 50, 4.9 }, 0));
  g_assert_false (bridge_ink_hit (points, 3, 10, (BridgePoint){ 50, 5.1 }, 0));
  g_assert_true (bridge_ink_hit (points, 3, 10, (BridgePoint){ 50, 7.9 }, 3));
  g_assert_false (bridge_ink_hit (points, 3, 10, (BridgePoint){ 102, 100 }, 0));
  g_assert_true (bridge_ink_hit (points, 3, 10, (BridgePoint){ 101.7, 100 }, 0));
}

static void
test_segment_by_hand (void)
{
  BridgeInkPoint points[] = { { 0, 0, 1 }, { 100, 0, 1 } };
  BridgePoint    above = { 50, -500 }, below = { 50, 500 }, beside = { 60, -500 };
  g_assert_true (bridge_ink_hit_segment (points, 2, 10, above, below, 0));
  g_assert_false (bridge_ink_hit_segment (points, 2, 10, above, beside, 0));
  g_assert_true (bridge_ink_hit_segment (points, 1, 10, (BridgePoint){ -50, 4 }, (BridgePoint){ 50, 4 }, 0));
  g_assert_false (bridge_ink_hit_segment (points, 1, 10, (BridgePoint){ -50, 6 }, (BridgePoint){ 50, 6 }, 0));
  g_assert_true (bridge_ink_hit_segment (points, 2, 10, (BridgePoint){ 20, 2 }, (BridgePoint){ 20, 2 }, 0));
  g_assert_false (bridge_ink_hit_segment (points, 0, 10, above, below, 1000));
}

static void
test_hit_at_random (void)
{
  BridgeRandom random = test_random ();
  for (int round = 0; round < 3000; round++)
    {
      BridgeInkPoint points[6];
      BridgeInkDisc  discs[6];
      size_t         n = 1 + bridge_random_below (&random, 6);
      double         size = test_between (&random, 0.25, 60);
      test_scribble (&random, points, n);
      for (size_t i = 0; i < n; i++)
        discs[i] = (BridgeInkDisc){ points[i].x, points[i].y, bridge_ink_radius (size, points[i].pressure) };
      BridgePoint at = { test_between (&random, 40, 160), test_between (&random, 40, 160) };
      double      distance = test_measure_chain (discs, n, at);
      g_assert_true (bridge_ink_hit (points, n, size, at, distance + 1e-6));
      g_assert_false (bridge_ink_hit (points, n, size, at, distance - 1e-6));
    }
}

static void
test_segment_at_random (void)
{
  BridgeRandom random = test_random ();
  for (int round = 0; round < 500; round++)
    {
      BridgeInkPoint points[3];
      BridgeInkDisc  discs[3];
      double         size = test_between (&random, 0.25, 30), least = INFINITY;
      test_scribble (&random, points, 3);
      for (size_t i = 0; i < 3; i++)
        discs[i] = (BridgeInkDisc){ points[i].x, points[i].y, bridge_ink_radius (size, points[i].pressure) };
      BridgePoint a = { test_between (&random, 60, 140), test_between (&random, 60, 140) };
      BridgePoint b = { test_between (&random, 60, 140), test_between (&random, 60, 140) };
      for (int i = 0; i <= 200; i++)
        {
          double t = i / 200.0;
          least = fmin (least, test_measure_chain (discs, 3, (BridgePoint){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) }));
        }
      g_assert_true (bridge_ink_hit_segment (points, 3, size, a, b, least + 1e-6));
      if (least > 1)
        g_assert_false (bridge_ink_hit_segment (points, 3, size, a, b, least - 1));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ink/stroke/radius", test_radius);
  g_test_add_func ("/ink/stroke/extent", test_extent);
  g_test_add_func ("/ink/stroke/hit-by-hand", test_hit_by_hand);
  g_test_add_func ("/ink/stroke/hit-at-random", test_hit_at_random);
  g_test_add_func ("/ink/stroke/segment-by-hand", test_segment_by_hand);
  g_test_add_func ("/ink/stroke/segment-at-random", test_segment_at_random);
  return g_test_run ();
}
