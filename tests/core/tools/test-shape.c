/* Tests of shapes and lines.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include <math.h>

static void
start (Bench *bench, uint32_t shape)
{
  bench_tool (bench, BRIDGE_TOOL_SHAPE);
  bridge_toolbox_style (bench->toolbox)->shape = shape;
}

static void
assert_handed_over (Bench *bench)
{
  g_assert_cmpint (bridge_toolbox_tool (bench->toolbox), ==, BRIDGE_TOOL_SELECT);
  g_assert_true (bench->todo.flags & BRIDGE_TODO_TOOL);
  g_assert_false (bench->todo.flags & BRIDGE_TODO_WRITE);
  bench_assert_selected (bench, 1, &bench_top (bench)->id);
}

static void
test_boxes (void)
{
  static const uint32_t shapes[] = { BRIDGE_KIND_RECTANGLE, BRIDGE_KIND_ELLIPSE, BRIDGE_KIND_DIAMOND };

  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Bench    bench;
      uint32_t fill;
      char    *before;

      bench_init (&bench, 1);
      start (&bench, shapes[i]);
      g_assert_cmpstr (bridge_toolbox_cursor (bench.toolbox), ==, "crosshair");
      bridge_toolbox_style (bench.toolbox)->color = 0x102030ff;
      bridge_toolbox_style (bench.toolbox)->fill = 0x40506080;
      bridge_toolbox_style (bench.toolbox)->filled = true;
      before = bench_describe (&bench);
      bench_press (&bench, 300, 300);
      g_assert_cmpuint (bench_n_items (&bench), ==, 0);
      bench_move (&bench, 250, 260);
      /* Others see it grow. */
      bench_assert_box (&bench, bridge_toolbox_drawing (bench.toolbox), 250, 260, 50, 40);
      bench_release (&bench, 100, 200);
      bench_assert_box (&bench, bench_top (&bench)->id, 100, 200, 200, 100);
      g_assert_cmpint (bench_top (&bench)->kind, ==, shapes[i]);
      g_assert_cmphex (bridge_item_color (bench_top (&bench)), ==, 0x102030ff);
      g_assert_true (bridge_item_fill (bench_top (&bench), &fill));
      g_assert_cmphex (fill, ==, 0x40506080);
      assert_handed_over (&bench);
      bench_assert_one_step (&bench, before);
      bench_clear (&bench);
    }
}

static void
test_boxes_constrained (void)
{
  Bench bench;

  bench_init (&bench, 1);
  start (&bench, BRIDGE_KIND_RECTANGLE);
  bench.modifiers = BRIDGE_MODIFIER_SHIFT;
  bench_drag (&bench, 300, 300, 220, 330);
  bench_assert_box (&bench, bench_top (&bench)->id, 220, 300, 80, 80);
  start (&bench, BRIDGE_KIND_ELLIPSE);
  bench.modifiers = BRIDGE_MODIFIER_CONTROL;
  bench_drag (&bench, 300, 300, 320, 310);
  bench_assert_box (&bench, bench_top (&bench)->id, 280, 290, 40, 20);
  start (&bench, BRIDGE_KIND_DIAMOND);
  bench.modifiers = BRIDGE_MODIFIER_SHIFT | BRIDGE_MODIFIER_CONTROL;
  bench_drag (&bench, 300, 300, 320, 310);
  bench_assert_box (&bench, bench_top (&bench)->id, 280, 280, 40, 40);
  bench_clear (&bench);
}

static void
test_lines (void)
{
  static const uint32_t shapes[] = { BRIDGE_KIND_LINE, BRIDGE_KIND_ARROW };

  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Bench             bench;
      const BridgeItem *preview;
      uint32_t          fill;
      char             *before;

      bench_init (&bench, 1);
      start (&bench, shapes[i]);
      bridge_toolbox_style (bench.toolbox)->size = 9;
      bridge_toolbox_style (bench.toolbox)->filled = true;
      bridge_toolbox_style (bench.toolbox)->dash = BRIDGE_DASH_DASHED;
      before = bench_describe (&bench);
      bench_press (&bench, 300, 300);
      g_assert_null (bridge_toolbox_preview (bench.toolbox));
      bench_move (&bench, 250, 260);
      /* Not on the board yet, but already as it will look. */
      g_assert_cmpuint (bench_n_items (&bench), ==, 0);
      preview = bridge_toolbox_preview (bench.toolbox);
      g_assert_cmpint (preview->kind, ==, shapes[i]);
      g_assert_cmpfloat (bridge_item_number (preview, BRIDGE_PROPERTY_SIZE), ==, 9);
      g_assert_cmpint (bridge_item_dash (preview), ==, BRIDGE_DASH_DASHED);
      bench_assert_point (bridge_item_point (preview, 0), 300, 300);
      bench_assert_point (bridge_item_point (preview, 1), 250, 260);
      g_assert_false (bridge_rect_is_empty (bridge_item_bounds (preview)));
      bench_release (&bench, 100, 200);
      g_assert_null (bridge_toolbox_preview (bench.toolbox));
      g_assert_cmpuint (bench_top (&bench)->points.count, ==, 2);
      bench_assert_point (bridge_item_point (bench_top (&bench), 0), 300, 300);
      bench_assert_point (bridge_item_point (bench_top (&bench), 1), 100, 200);
      g_assert_cmpfloat (bridge_item_pressure (bench_top (&bench), 1), ==, 1);
      g_assert_false (bridge_item_fill (bench_top (&bench), &fill));
      assert_handed_over (&bench);
      bench_assert_one_step (&bench, before);
      bench_clear (&bench);
    }
}

/* With Shift at whole multiples of 15 degrees, as long as the hand has gone. */
static void
test_lines_constrained (void)
{
  static const struct
  {
    double x, y, degrees;
  } cases[] = { { 100, 5, 0 }, { 100, 30, 15 }, { 60, 70, 45 }, { -3, 90, 90 }, { -100, -60, -150 }, { -80, 4, 180 } };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Bench       bench;
      BridgePoint end;
      double      length = hypot (cases[i].x, cases[i].y);

      bench_init (&bench, 1);
      start (&bench, BRIDGE_KIND_LINE);
      bench.modifiers = BRIDGE_MODIFIER_SHIFT;
      bench_drag (&bench, 300, 300, 300 + cases[i].x, 300 + cases[i].y);
      end = bridge_item_point (bench_top (&bench), 1);
      g_assert_cmpfloat_with_epsilon (end.x, 300 + length * cos (cases[i].degrees * G_PI / 180), 1. / 16);
      g_assert_cmpfloat_with_epsilon (end.y, 300 + length * sin (cases[i].degrees * G_PI / 180), 1. / 16);
      bench_clear (&bench);
    }
}

static void
test_lines_from_the_centre_zoomed (void)
{
  Bench bench;

  bench_init (&bench, 1);
  bridge_viewport_zoom_at (&bench.viewport, 8, (BridgePoint){ 0, 0 });
  start (&bench, BRIDGE_KIND_ARROW);
  bench.modifiers = BRIDGE_MODIFIER_CONTROL;
  bench_drag (&bench, 80, 80, 161, 80);
  g_assert_cmpuint (bench_top (&bench)->points.precision, ==, 6);
  bench_assert_point (bridge_item_point (bench_top (&bench), 0), 10 - 81. / 8, 10);
  bench_assert_point (bridge_item_point (bench_top (&bench), 1), 10 + 81. / 8, 10);
  bench_clear (&bench);
}

/* A click, or a hand that shakes, makes no shape, and one may try again. */
static void
test_click (void)
{
  static const uint32_t shapes[] = { BRIDGE_KIND_RECTANGLE, BRIDGE_KIND_LINE };

  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Bench bench;

      bench_init (&bench, 1);
      start (&bench, shapes[i]);
      bench_drag (&bench, 300, 300, 302, 301);
      g_assert_cmpuint (bench_n_items (&bench), ==, 0);
      g_assert_cmpint (bridge_toolbox_tool (bench.toolbox), ==, BRIDGE_TOOL_SHAPE);
      g_assert_false (bridge_guest_can_undo (bench.guest));
      /* But once it is there it may become as small as one likes. */
      bench_press (&bench, 300, 300);
      bench_move (&bench, 350, 350);
      bench_move (&bench, 301, 301);
      bench_release (&bench, 301, 301);
      g_assert_cmpuint (bench_n_items (&bench), ==, 1);
      bench_clear (&bench);
    }
}

static void
test_cancel (void)
{
  static const uint32_t shapes[] = { BRIDGE_KIND_RECTANGLE, BRIDGE_KIND_LINE };

  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      Bench bench;

      bench_init (&bench, 1);
      start (&bench, shapes[i]);
      bench_press (&bench, 300, 300);
      bench_move (&bench, 350, 350);
      bench_cancel (&bench);
      g_assert_cmpuint (bench_n_items (&bench), ==, 0);
      g_assert_null (bridge_toolbox_preview (bench.toolbox));
      g_assert_true (bridge_stamp_is_none (bridge_toolbox_drawing (bench.toolbox)));
      g_assert_cmpint (bridge_toolbox_tool (bench.toolbox), ==, BRIDGE_TOOL_SHAPE);
      g_assert_false (bridge_guest_can_undo (bench.guest));
      g_assert_false (bridge_guest_can_redo (bench.guest));
      bench_clear (&bench);
    }
}

/* What is chosen in the palette meanwhile is for the next one. */
static void
test_shape_changes_while_dragging (void)
{
  Bench bench;

  bench_init (&bench, 1);
  start (&bench, BRIDGE_KIND_RECTANGLE);
  bench_press (&bench, 300, 300);
  bench_move (&bench, 350, 350);
  bridge_toolbox_style (bench.toolbox)->shape = BRIDGE_KIND_ARROW;
  bench_move (&bench, 400, 400);
  bench_release (&bench, 400, 400);
  g_assert_cmpuint (bench_n_items (&bench), ==, 1);
  g_assert_cmpint (bench_top (&bench)->kind, ==, BRIDGE_KIND_RECTANGLE);
  bench_assert_box (&bench, bench_top (&bench)->id, 300, 300, 100, 100);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/shape/boxes", test_boxes);
  g_test_add_func ("/tools/shape/boxes-constrained", test_boxes_constrained);
  g_test_add_func ("/tools/shape/lines", test_lines);
  g_test_add_func ("/tools/shape/lines-constrained", test_lines_constrained);
  g_test_add_func ("/tools/shape/lines-from-the-centre-zoomed", test_lines_from_the_centre_zoomed);
  g_test_add_func ("/tools/shape/click", test_click);
  g_test_add_func ("/tools/shape/cancel", test_cancel);
  g_test_add_func ("/tools/shape/shape-changes-while-dragging", test_shape_changes_while_dragging);
  return g_test_run ();
}
