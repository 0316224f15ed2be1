/* Tests of the shapes' measures.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ink/shape.h"

#include <glib.h>

static void
test_arrow_head (void)
{
  BridgePoint tail = { 0, 0 }, tip = { 100, 0 }, wings[2];
  bridge_arrow_head (tail, tip, 3, wings);
  for (int i = 0; i < 2; i++)
    {
      double reach = hypot (wings[i].x - tip.x, wings[i].y - tip.y);
      g_assert_cmpfloat_with_epsilon (reach, bridge_arrow_wing (3), 0.01);
      g_assert_cmpfloat (wings[i].x, <, tip.x);
    }
  g_assert_cmpfloat_with_epsilon (wings[0].y, -wings[1].y, 1e-9);
  g_assert_cmpfloat (fabs (wings[0].y), >, 3);
}

static void
test_short_arrow (void)
{
  BridgePoint tip = { 5, 5 }, near = { 5, 7 }, wings[2];
  bridge_arrow_head (tip, tip, 3, wings);
  g_assert_cmpfloat (wings[0].x, ==, 5);
  g_assert_cmpfloat (wings[1].y, ==, 5);
  bridge_arrow_head (near, tip, 3, wings);
  g_assert_cmpfloat (hypot (wings[0].x - 5, wings[0].y - 5), <, 2.01);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ink/shape/arrow-head", test_arrow_head);
  g_test_add_func ("/ink/shape/short-arrow", test_short_arrow);
  return g_test_run ();
}
