/* Tests of the eraser.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

static BridgeStamp
add_line (Bench *bench, double x)
{
  BridgeInkPoint points[] = { { x, 100, 1 }, { x, 300, 1 } };

  return bench_add_stroke (bench, points, 2);
}

static bool
is_there (const Bench *bench, BridgeStamp id)
{
  return !bridge_item_is_deleted (bridge_board_item (bench_board (bench), id));
}

/* All that lies between two places of a fast hand, and nothing beside it. */
static void
test_sweep (void)
{
  Bench       bench;
  BridgeStamp lines[10], aside, locked;
  char       *before;

  bench_init (&bench, 1);
  for (int i = 0; i < 10; i++)
    lines[i] = add_line (&bench, 100 + 50 * i);
  aside = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 80, 50, 600, 400);
  locked = add_line (&bench, 225);
  bench_set (&bench, locked, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  bench_tool (&bench, BRIDGE_TOOL_ERASER);
  before = bench_describe (&bench);
  bench_press (&bench, 125, 200);
  g_assert_cmpuint (bench_n_items (&bench), ==, 12);
  bench_move (&bench, 520, 200);
  g_assert_cmpuint (bench_n_items (&bench), ==, 4);
  bench_release (&bench, 520, 250);
  for (int i = 0; i < 10; i++)
    g_assert_cmpint (is_there (&bench, lines[i]), ==, i == 0 || i == 9);
  /* It went within the outline, and over what is locked. */
  g_assert_true (is_there (&bench, aside));
  g_assert_true (is_there (&bench, locked));
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

static void
test_click (void)
{
  Bench       bench;
  BridgeStamp line;
  char       *before;

  bench_init (&bench, 1);
  line = add_line (&bench, 100);
  bench_tool (&bench, BRIDGE_TOOL_ERASER);
  before = bench_describe (&bench);
  bench_click (&bench, 115, 200);
  g_assert_true (is_there (&bench, line));
  bench_click (&bench, 107, 200);
  g_assert_false (is_there (&bench, line));
  g_assert_cmpint (bridge_toolbox_tool (bench.toolbox), ==, BRIDGE_TOOL_ERASER);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

/* Its disc is as large in the window at every zoom. */
static void
test_zoom (void)
{
  Bench       bench;
  BridgeStamp line;
  BridgePoint at;
  double      radius;

  bench_init (&bench, 1);
  line = add_line (&bench, 100);
  bench_tool (&bench, BRIDGE_TOOL_ERASER);
  bridge_viewport_zoom_at (&bench.viewport, 4, (BridgePoint){ 0, 0 });
  bench_hover (&bench, 420, 800);
  g_assert_true (bench.todo.flags & BRIDGE_TODO_OVERLAY);
  g_assert_true (bridge_toolbox_eraser (bench.toolbox, &at, &radius));
  bench_assert_point (at, 105, 200);
  assert_near (radius, 2);
  bench_click (&bench, 420, 800);
  g_assert_true (is_there (&bench, line));
  bench_click (&bench, 412, 800);
  g_assert_false (is_there (&bench, line));
  bench_clear (&bench);
}

static void
test_cancel (void)
{
  Bench       bench;
  BridgeStamp line;

  bench_init (&bench, 1);
  line = add_line (&bench, 100);
  bench_tool (&bench, BRIDGE_TOOL_ERASER);
  bench_press (&bench, 50, 200);
  bench_move (&bench, 150, 200);
  g_assert_false (is_there (&bench, line));
  bench_cancel (&bench);
  g_assert_true (is_there (&bench, line));
  g_assert_false (bridge_guest_can_redo (bench.guest));
  bench_clear (&bench);
}

/* The pen's other end erases whatever the tool is, and leaves it as it was. */
static void
test_other_end (void)
{
  Bench       bench;
  BridgeStamp note, other;
  BridgePoint at;
  double      radius;
  char       *before;

  bench_init (&bench, 1);
  note = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 100, 100);
  other = bench_add (&bench, BRIDGE_KIND_NOTE, 300, 100, 100, 100);
  bench_select (&bench, note, &other, NULL);
  before = bench_describe (&bench);
  g_assert_false (bridge_toolbox_eraser (bench.toolbox, &at, &radius));
  bench.eraser = true;
  bench_hover (&bench, 150, 150);
  g_assert_true (bridge_toolbox_eraser (bench.toolbox, &at, &radius));
  g_assert_cmpstr (bridge_toolbox_cursor (bench.toolbox), ==, "none");
  bench_click (&bench, 150, 150);
  g_assert_false (is_there (&bench, note));
  bench_assert_selected (&bench, 1, &other);
  bench_assert_one_step (&bench, before);
  bench_press (&bench, 350, 150);
  bench_cancel (&bench);
  bench_assert_selected (&bench, 1, &other);
  bench_pointer (&bench, BRIDGE_POINTER_LEAVE, 0, 0, 0);
  g_assert_false (bridge_toolbox_eraser (bench.toolbox, &at, &radius));
  bench.eraser = false;
  bench_hover (&bench, 900, 700);
  g_assert_false (bridge_toolbox_eraser (bench.toolbox, &at, &radius));
  g_assert_cmpint (bridge_toolbox_tool (bench.toolbox), ==, BRIDGE_TOOL_SELECT);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/erase/sweep", test_sweep);
  g_test_add_func ("/tools/erase/click", test_click);
  g_test_add_func ("/tools/erase/zoom", test_zoom);
  g_test_add_func ("/tools/erase/cancel", test_cancel);
  g_test_add_func ("/tools/erase/other-end", test_other_end);
  return g_test_run ();
}
