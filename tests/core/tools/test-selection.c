/* Tests of what is selected.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#define UNKNOWN_KIND 77

static void
test_order (void)
{
  Bench       bench;
  BridgeStamp a, b, c, twice[4];

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  b = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  c = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  /* Bottom to top, once each, whatever is asked for. */
  twice[0] = twice[3] = c;
  twice[1] = a;
  twice[2] = b;
  bench_begin (&bench);
  bridge_toolbox_select (bench.toolbox, twice, 4, &bench.todo);
  g_assert_true (bench.todo.flags & BRIDGE_TODO_SELECTION);
  bench_assert_selected (&bench, 3, &a, &b, &c);
  /* The same again is no change. */
  bench_begin (&bench);
  bridge_toolbox_select (bench.toolbox, twice, 4, &bench.todo);
  g_assert_cmpuint (bench.todo.flags, ==, 0);
  bench_begin (&bench);
  bridge_toolbox_select (bench.toolbox, NULL, 0, &bench.todo);
  g_assert_true (bench.todo.flags & BRIDGE_TODO_SELECTION);
  bench_assert_selected (&bench, 0);
  bench_clear (&bench);
}

/* Neither what is not there, nor what was deleted, nor the board itself. */
static void
test_not_there (void)
{
  Bench       bench;
  BridgeStamp items[4] = { { 4711, 12 }, BRIDGE_STAMP_NONE };

  bench_init (&bench, 1);
  items[2] = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  items[3] = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  bench_set (&bench, items[2], BRIDGE_PROPERTY_DELETED, bridge_value_boolean (true));
  bench_begin (&bench);
  bridge_toolbox_select (bench.toolbox, items, 4, &bench.todo);
  bench_assert_selected (&bench, 1, &items[3]);
  g_assert_nonnull (bridge_toolbox_selected_item (bench.toolbox, 0));
  g_assert_null (bridge_toolbox_selected_item (bench.toolbox, 1));
  bench_clear (&bench);
}

/* Not what is locked, and not what one cannot see. */
static void
test_select_all (void)
{
  Bench       bench;
  BridgeStamp a, b, locked;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  locked = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  bench_add (&bench, UNKNOWN_KIND, 0, 0, 10, 10);
  b = bench_add (&bench, BRIDGE_KIND_ELLIPSE, 5000, 0, 10, 10);
  bench_set (&bench, locked, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  bench_begin (&bench);
  bridge_toolbox_select_all (bench.toolbox, &bench.todo);
  bench_assert_selected (&bench, 2, &a, &b);
  g_assert_cmpint (bridge_toolbox_tool (bench.toolbox), ==, BRIDGE_TOOL_SELECT);
  g_assert_true (bench.todo.flags & BRIDGE_TODO_TOOL);
  bench_clear (&bench);
}

static void
test_tool_drops_it (void)
{
  Bench       bench;
  BridgeStamp a;
  BridgeRect  box;
  double      rotation;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  bench_select (&bench, a, NULL);
  g_assert_true (bridge_toolbox_frame (bench.toolbox, &box, &rotation));
  bench_tool (&bench, BRIDGE_TOOL_SELECT);
  bench_assert_selected (&bench, 1, &a);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  bench_assert_selected (&bench, 0);
  g_assert_false (bridge_toolbox_frame (bench.toolbox, &box, &rotation));
  bench_clear (&bench);
}

static void
test_frame (void)
{
  Bench       bench;
  BridgeStamp a, b;
  BridgeRect  box;
  double      rotation;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 200, 100);
  b = bench_add (&bench, BRIDGE_KIND_NOTE, 500, 300, 50, 60);
  g_assert_false (bridge_toolbox_frame (bench.toolbox, &box, &rotation));
  bench_set_number (&bench, a, BRIDGE_PROPERTY_ROTATION, 90);
  bench_select (&bench, a, NULL);
  g_assert_true (bridge_toolbox_frame (bench.toolbox, &box, &rotation));
  bench_assert_point ((BridgePoint){ box.x, box.width }, 100, 200);
  g_assert_cmpfloat (rotation, ==, 90);
  bench_select (&bench, a, &b, NULL);
  g_assert_true (bridge_toolbox_frame (bench.toolbox, &box, &rotation));
  bench_assert_point ((BridgePoint){ box.x, box.y }, 150, 50);
  bench_assert_point ((BridgePoint){ box.width, box.height }, 400, 310);
  g_assert_cmpfloat (rotation, ==, 0);
  bench_clear (&bench);
}

/* After an undo, as after what others do. */
static void
test_board_changed (void)
{
  Bench       bench;
  BridgeStamp a, b, c;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  b = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  c = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  bench_select (&bench, a, &c, NULL);
  bench_undo (&bench);
  bench_assert_selected (&bench, 1, &a);
  g_assert_true (bench.todo.flags & BRIDGE_TODO_SELECTION);
  /* What is not selected concerns nobody here. */
  bench_undo (&bench);
  g_assert_cmpuint (bench.todo.flags, ==, 0);
  bench_redo (&bench);
  bench_redo (&bench);
  bench_select (&bench, a, &c, NULL);
  bench_begin (&bench);
  bridge_toolbox_front (bench.toolbox, &bench.todo);
  bench_select (&bench, a, &b, NULL);
  bench_assert_selected (&bench, 2, &b, &a);
  bench_undo (&bench);
  bench_assert_selected (&bench, 2, &a, &b);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/selection/order", test_order);
  g_test_add_func ("/tools/selection/not-there", test_not_there);
  g_test_add_func ("/tools/selection/select-all", test_select_all);
  g_test_add_func ("/tools/selection/tool-drops-it", test_tool_drops_it);
  g_test_add_func ("/tools/selection/frame", test_frame);
  g_test_add_func ("/tools/selection/board-changed", test_board_changed);
  return g_test_run ();
}
