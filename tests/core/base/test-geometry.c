/* Tests of points and rectangles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/geometry.h"

#include <glib.h>

#define EPSILON 1e-9

static void
assert_rect (BridgeRect rect, double x, double y, double width, double height)
{
  g_assert_cmpfloat_with_epsilon (rect.x, x, EPSILON);
  g_assert_cmpfloat_with_epsilon (rect.y, y, EPSILON);
  g_assert_cmpfloat_with_epsilon (rect.width, width, EPSILON);
  g_assert_cmpfloat_with_epsilon (rect.height, height, EPSILON);
}

static void
test_union (void)
{
  BridgeRect rect = BRIDGE_RECT_EMPTY;

  g_assert_true (bridge_rect_is_empty (rect));
  g_assert_true (bridge_rect_is_empty (bridge_rect_grow (rect, 5)));
  rect = bridge_rect_add (rect, (BridgePoint){ 3, 4 });
  assert_rect (rect, 3, 4, 0, 0);
  g_assert_false (bridge_rect_is_empty (rect));
  rect = bridge_rect_add (rect, (BridgePoint){ -1, 6 });
  assert_rect (rect, -1, 4, 4, 2);
  rect = bridge_rect_union (BRIDGE_RECT_EMPTY, bridge_rect_union (rect, BRIDGE_RECT_EMPTY));
  assert_rect (rect, -1, 4, 4, 2);
  assert_rect (bridge_rect_grow (rect, 1), -2, 3, 6, 4);
  assert_rect (bridge_rect_between ((BridgePoint){ 5, 1 }, (BridgePoint){ 2, 8 }), 2, 1, 3, 7);
}

static void
test_relations (void)
{
  BridgeRect rect = { 0, 0, 10, 10 };

  g_assert_true (bridge_rect_intersects (rect, (BridgeRect){ 10, 10, 5, 5 }));
  g_assert_false (bridge_rect_intersects (rect, (BridgeRect){ 10.5, 0, 5, 5 }));
  g_assert_false (bridge_rect_intersects (rect, BRIDGE_RECT_EMPTY));
  g_assert_true (bridge_rect_contains (rect, (BridgeRect){ 0, 5, 10, 5 }));
  g_assert_false (bridge_rect_contains (rect, (BridgeRect){ 0, 5, 10, 6 }));
  g_assert_false (bridge_rect_contains (rect, BRIDGE_RECT_EMPTY));
  g_assert_true (bridge_rect_has_point (rect, (BridgePoint){ 10, 0 }));
  g_assert_false (bridge_rect_has_point (rect, (BridgePoint){ -0.1, 0 }));
}

static void
test_rotation (void)
{
  BridgePoint turned = bridge_point_rotate ((BridgePoint){ 2, 1 }, (BridgePoint){ 1, 1 }, 90);
  BridgeRect  rect = { 0, 0, 4, 2 };

  /* Clockwise with y down: from the right of the centre to below it. */
  g_assert_cmpfloat_with_epsilon (turned.x, 1, EPSILON);
  g_assert_cmpfloat_with_epsilon (turned.y, 2, EPSILON);
  assert_rect (bridge_rect_rotated_bounds (rect, 0), 0, 0, 4, 2);
  assert_rect (bridge_rect_rotated_bounds (rect, 90), 1, -1, 2, 4);
  assert_rect (bridge_rect_rotated_bounds (rect, -180), 0, 0, 4, 2);
  assert_rect (bridge_rect_rotated_bounds ((BridgeRect){ -1, -1, 2, 2 }, 45), -sqrt (2), -sqrt (2), 2 * sqrt (2),
               2 * sqrt (2));
  g_assert_true (bridge_rect_is_empty (bridge_rect_rotated_bounds (BRIDGE_RECT_EMPTY, 30)));
}

static void
test_distance (void)
{
  static const struct
  {
    BridgePoint point, a, b;
    double      distance;
  } cases[] = {
    { { 5, 3 }, { 0, 0 }, { 10, 0 }, 3 },  /* beside */
    { { 13, 4 }, { 0, 0 }, { 10, 0 }, 5 }, /* past the end */
    { { -3, 4 }, { 0, 0 }, { 10, 0 }, 5 }, /* before the start */
    { { 3, 4 }, { 0, 0 }, { 0, 0 }, 5 },   /* a segment of no length */
    { { 2, 2 }, { 0, 0 }, { 4, 4 }, 0 },   /* on it */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (bridge_point_segment_distance (cases[i].point, cases[i].a, cases[i].b),
                                    cases[i].distance, EPSILON);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/base/geometry/union", test_union);
  g_test_add_func ("/core/base/geometry/relations", test_relations);
  g_test_add_func ("/core/base/geometry/rotation", test_rotation);
  g_test_add_func ("/core/base/geometry/distance", test_distance);
  return g_test_run ();
}
