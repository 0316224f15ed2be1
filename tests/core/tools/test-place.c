/* Tests of placing texts and notes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

static void
assert_writes (Bench *bench, BridgeStamp id)
{
  g_assert_true (bench->todo.flags & BRIDGE_TODO_WRITE);
  g_assert_true (bridge_stamp_equal (bench->todo.write, id));
  g_assert_true (bench->todo.flags & BRIDGE_TODO_TOOL);
  g_assert_cmpint (bridge_toolbox_tool (bench->toolbox), ==, BRIDGE_TOOL_SELECT);
  bench_assert_selected (bench, 1, &id);
}

static void
test_note (void)
{
  Bench    bench;
  uint32_t fill;
  char    *before;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_NOTE);
  g_assert_cmpstr (bridge_toolbox_cursor (bench.toolbox), ==, "cell");
  bridge_toolbox_style (bench.toolbox)->note_color = 0xaabbccff;
  bridge_toolbox_style (bench.toolbox)->color = 0xff0000ff;
  before = bench_describe (&bench);
  bench_press (&bench, 300, 400);
  g_assert_cmpuint (bench_n_items (&bench), ==, 0);
  bench_release (&bench, 300, 400);
  g_assert_cmpint (bench_top (&bench)->kind, ==, BRIDGE_KIND_NOTE);
  bench_assert_box (&bench, bench_top (&bench)->id, 200, 300, 200, 200);
  g_assert_true (bridge_item_fill (bench_top (&bench), &fill));
  g_assert_cmphex (fill, ==, 0xaabbccff);
  g_assert_cmphex (bridge_item_color (bench_top (&bench)), ==, BRIDGE_COLOR_DEFAULT);
  assert_writes (&bench, bench_top (&bench)->id);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

static void
test_text (void)
{
  Bench bench;
  char *before;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_TEXT);
  g_assert_cmpstr (bridge_toolbox_cursor (bench.toolbox), ==, "text");
  bridge_toolbox_style (bench.toolbox)->color = 0xff0000ff;
  bridge_toolbox_style (bench.toolbox)->font_size = 40;
  bridge_viewport_zoom_at (&bench.viewport, 2, (BridgePoint){ 0, 0 });
  before = bench_describe (&bench);
  bench_click (&bench, 600, 400);
  g_assert_cmpint (bench_top (&bench)->kind, ==, BRIDGE_KIND_TEXT);
  bench_assert_box (&bench, bench_top (&bench)->id, 300, 200 - 28, 0, 0);
  g_assert_cmphex (bridge_item_color (bench_top (&bench)), ==, 0xff0000ff);
  g_assert_cmpfloat (bridge_item_number (bench_top (&bench), BRIDGE_PROPERTY_FONT_SIZE), ==, 40);
  assert_writes (&bench, bench_top (&bench)->id);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

/* What is there already is written in; but not when it is locked, or of the other kind. */
static void
test_there_already (void)
{
  Bench       bench;
  BridgeStamp note, text;

  bench_init (&bench, 1);
  note = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 200, 200);
  text = bench_add (&bench, BRIDGE_KIND_TEXT, 500, 100, 200, 30);
  bench_tool (&bench, BRIDGE_TOOL_NOTE);
  bench_click (&bench, 150, 150);
  assert_writes (&bench, note);
  bench_tool (&bench, BRIDGE_TOOL_TEXT);
  bench_click (&bench, 600, 110);
  assert_writes (&bench, text);
  g_assert_cmpuint (bench_n_items (&bench), ==, 2);
  bench_tool (&bench, BRIDGE_TOOL_TEXT);
  bench_click (&bench, 150, 150);
  g_assert_cmpuint (bench_n_items (&bench), ==, 3);
  assert_writes (&bench, bench_top (&bench)->id);
  bench_set (&bench, note, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  bench_tool (&bench, BRIDGE_TOOL_NOTE);
  bench_click (&bench, 250, 250);
  g_assert_cmpuint (bench_n_items (&bench), ==, 4);
  assert_writes (&bench, bench_top (&bench)->id);
  bench_clear (&bench);
}

static void
test_cancel (void)
{
  Bench bench;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_NOTE);
  bench_press (&bench, 300, 300);
  bench_cancel (&bench);
  g_assert_cmpuint (bench_n_items (&bench), ==, 0);
  g_assert_cmpint (bridge_toolbox_tool (bench.toolbox), ==, BRIDGE_TOOL_NOTE);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/place/note", test_note);
  g_test_add_func ("/tools/place/text", test_text);
  g_test_add_func ("/tools/place/there-already", test_there_already);
  g_test_add_func ("/tools/place/cancel", test_cancel);
  return g_test_run ();
}
