/* Tests of ink in whole steps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/points.h"

#include <glib.h>

static void
test_steps (void)
{
  g_assert_cmpfloat (bridge_step_size (0), ==, 1);
  g_assert_cmpfloat (bridge_step_size (3), ==, 0.125);
  g_assert_cmpfloat (bridge_step_size (10), ==, 1.0 / 1024);
  g_assert_cmpint (bridge_step_from (1, 3), ==, 8);
  g_assert_cmpint (bridge_step_from (-0.0625, 3), ==, -1); /* half a step goes away from zero */
  g_assert_cmpint (bridge_step_from (0.06, 3), ==, 0);
  g_assert_cmpint (bridge_step_from (1e300, 16), ==, BRIDGE_STEP_MAX);
  g_assert_cmpint (bridge_step_from (-INFINITY, 0), ==, -BRIDGE_STEP_MAX);
  g_assert_cmpint (bridge_step_from (NAN, 0), ==, 0);
}

static void
test_pressure (void)
{
  g_assert_cmpuint (bridge_pressure_from (0), ==, 0);
  g_assert_cmpuint (bridge_pressure_from (0.5), ==, 128);
  g_assert_cmpuint (bridge_pressure_from (1), ==, 255);
  g_assert_cmpuint (bridge_pressure_from (2), ==, 255);
  g_assert_cmpuint (bridge_pressure_from (-1), ==, 0);
  g_assert_cmpuint (bridge_pressure_from (NAN), ==, 0);
}

static void
test_append (void)
{
  BridgePoints     points = { .precision = 3 };
  const BridgeStep steps[] = { { 8, -16, 255 }, { -8, 0, 0 }, { BRIDGE_STEP_MAX, -BRIDGE_STEP_MAX, 1 } };
  BridgeRect       extent;

  g_assert_true (bridge_rect_is_empty (bridge_points_extent (&points)));
  bridge_points_append (&points, NULL, 0);
  bridge_points_append (&points, steps, 1);
  extent = bridge_points_extent (&points);
  g_assert_true (extent.x == 1 && extent.y == -2 && extent.width == 0 && extent.height == 0);
  bridge_points_append (&points, steps + 1, 1);
  extent = bridge_points_extent (&points);
  g_assert_true (extent.x == -1 && extent.y == -2 && extent.width == 2 && extent.height == 2);
  bridge_points_append (&points, steps + 2, 1);
  g_assert_cmpfloat (bridge_points_extent (&points).width, ==, (BRIDGE_STEP_MAX + 8.0) / 8);
  g_assert_cmpuint (points.count, ==, 3);
  g_assert_cmpint (points.steps[1].x, ==, -8);
  bridge_points_clear (&points);
  g_assert_cmpuint (points.count, ==, 0);
  g_assert_cmpuint (points.precision, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/points/steps", test_steps);
  g_test_add_func ("/doc/points/pressure", test_pressure);
  g_test_add_func ("/doc/points/append", test_append);
  return g_test_run ();
}
