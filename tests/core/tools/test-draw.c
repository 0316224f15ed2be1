/* Tests of pen and highlighter.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include "core/doc/limits.h"

#include <math.h>

static void
draw_wave (Bench *bench, size_t n_points)
{
  bench_press (bench, 100, 400);
  for (size_t i = 1; i + 1 < n_points; i++)
    bench_move (bench, 100 + (double)i * 5, 400 + 80 * sin ((double)i / 5));
  bench_release (bench, 100 + (double)n_points * 5, 400);
}

static void
test_stroke (void)
{
  Bench             bench;
  const BridgeItem *item;
  char             *before;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  g_assert_cmpstr (bridge_toolbox_cursor (bench.toolbox), ==, "crosshair");
  bridge_toolbox_style (bench.toolbox)->color = 0x123456ff;
  bridge_toolbox_style (bench.toolbox)->size = 7;
  bridge_toolbox_style (bench.toolbox)->dash = BRIDGE_DASH_DOTTED;
  bridge_toolbox_style (bench.toolbox)->opacity = .5;
  before = bench_describe (&bench);
  draw_wave (&bench, 50);
  g_assert_cmpuint (bench_n_items (&bench), ==, 1);
  item = bench_top (&bench);
  g_assert_cmpint (item->kind, ==, BRIDGE_KIND_STROKE);
  g_assert_cmpuint (item->points.count, ==, 51);
  g_assert_cmpuint (item->points.precision, ==, 3);
  bench_assert_point (bridge_item_point (item, 0), 100, 400);
  /* The filter steadies, but not by much. */
  g_assert_cmpfloat (hypot (bridge_item_point (item, 25).x - 225, bridge_item_point (item, 25).y - 400 - 80 * sin (5)),
                     <, 20);
  g_assert_cmphex (bridge_item_color (item), ==, 0x123456ff);
  g_assert_cmpfloat (bridge_item_number (item, BRIDGE_PROPERTY_SIZE), ==, 7);
  g_assert_cmpfloat (bridge_item_number (item, BRIDGE_PROPERTY_OPACITY), ==, .5);
  g_assert_cmpint (bridge_item_dash (item), ==, BRIDGE_DASH_DOTTED);
  /* One draws on and on: the tool stays, nothing is selected. */
  g_assert_cmpint (bridge_toolbox_tool (bench.toolbox), ==, BRIDGE_TOOL_PEN);
  bench_assert_selected (&bench, 0);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

/* It is on the board from the first touch, and grows once a frame. */
static void
test_grows (void)
{
  Bench       bench;
  BridgeStamp id;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  g_assert_true (bridge_stamp_is_none (bridge_toolbox_drawing (bench.toolbox)));
  bench_press (&bench, 100, 100);
  id = bridge_toolbox_drawing (bench.toolbox);
  g_assert_cmpuint (bench_item (&bench, id)->points.count, ==, 1);
  for (int i = 1; i <= 10; i++)
    bench_pointer (&bench, BRIDGE_POINTER_MOVE, 100 + 10 * i, 100, 0);
  g_assert_cmpuint (bench_item (&bench, id)->points.count, ==, 1);
  bench_begin (&bench);
  bridge_toolbox_settle (bench.toolbox, &bench.todo);
  g_assert_cmpuint (bench_item (&bench, id)->points.count, ==, 11);
  g_assert_cmpuint (bench.todo.changes.count, ==, 1);
  bench_begin (&bench);
  bridge_toolbox_settle (bench.toolbox, &bench.todo);
  g_assert_cmpuint (bench.todo.changes.count, ==, 0);
  /* The stroke ends where the hand did, however quick. */
  bench_release (&bench, 300, 100);
  g_assert_cmpuint (bench_item (&bench, id)->points.count, ==, 13);
  bench_assert_point (bridge_item_point (bench_item (&bench, id), 12), 300, 100);
  g_assert_true (bridge_stamp_is_none (bridge_toolbox_drawing (bench.toolbox)));
  bench_clear (&bench);
}

static void
test_dot (void)
{
  Bench bench;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  bench_click (&bench, 100, 100);
  g_assert_cmpuint (bench_top (&bench)->points.count, ==, 1);
  /* A pen that rests tells the same place again and again; that it presses harder counts. */
  bench.pressure = .2;
  bench_press (&bench, 200, 200);
  for (int i = 0; i < 100; i++)
    {
      bench.pressure = i < 50 ? .9 : .1;
      bench_move (&bench, 200, 200);
    }
  bench_release (&bench, 200, 200);
  g_assert_cmpuint (bench_top (&bench)->points.count, >, 1);
  g_assert_cmpuint (bench_top (&bench)->points.count, <, 50);
  g_assert_cmpfloat (bridge_item_pressure (bench_top (&bench), bench_top (&bench)->points.count - 1), >, .8);
  bench_clear (&bench);
}

static void
test_pressure (void)
{
  Bench             bench;
  const BridgeItem *item;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  bench.pressure = .4;
  bench_press (&bench, 100, 100);
  for (int i = 1; i < 20; i++)
    bench_move (&bench, 100 + 10 * i, 100);
  /* A lifted pen has none: the stroke ends as it was. */
  bench.pressure = -1;
  bench_release (&bench, 320, 100);
  item = bench_top (&bench);
  for (size_t i = 0; i < item->points.count; i++)
    g_assert_cmpfloat_with_epsilon (bridge_item_pressure (item, i), .4, .01);
  bench_clear (&bench);
}

static void
test_highlighter (void)
{
  Bench             bench;
  const BridgeItem *item;
  char             *before;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_HIGHLIGHTER);
  bridge_toolbox_style (bench.toolbox)->highlighter_color = 0x00ff00ff;
  bridge_toolbox_style (bench.toolbox)->highlighter_size = 30;
  bridge_toolbox_style (bench.toolbox)->dash = BRIDGE_DASH_DASHED;
  bench.pressure = .3;
  before = bench_describe (&bench);
  draw_wave (&bench, 20);
  item = bench_top (&bench);
  g_assert_cmpint (item->kind, ==, BRIDGE_KIND_HIGHLIGHTER);
  g_assert_cmphex (bridge_item_color (item), ==, 0x00ff00ff);
  g_assert_cmpfloat (bridge_item_number (item, BRIDGE_PROPERTY_SIZE), ==, 30);
  g_assert_cmpint (bridge_item_dash (item), ==, BRIDGE_DASH_SOLID);
  /* Its width does not follow the hand. */
  for (size_t i = 0; i < item->points.count; i++)
    g_assert_cmpfloat (bridge_item_pressure (item, i), ==, 1);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

/* Ink stays sharp at the zoom at which it was drawn. */
static void
test_precision (void)
{
  static const struct
  {
    double   zoom;
    unsigned precision;
  } cases[] = { { .05, 3 }, { 1, 3 }, { 1.5, 4 }, { 2, 4 }, { 8, 6 }, { 32, 8 } };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Bench             bench;
      const BridgeItem *item;

      bench_init (&bench, 1);
      bench_tool (&bench, BRIDGE_TOOL_PEN);
      bridge_viewport_zoom_at (&bench.viewport, cases[i].zoom, (BridgePoint){ 0, 0 });
      /* So slowly that the filter has nothing to steady. */
      bench_press (&bench, 301, 203);
      bench.now += 60 * G_USEC_PER_SEC;
      bench_release (&bench, 302, 203);
      item = bench_top (&bench);
      g_assert_cmpuint (item->points.precision, ==, cases[i].precision);
      g_assert_cmpuint (item->points.count, ==, 2);
      g_assert_cmpfloat (fabs (bridge_item_point (item, 0).x * cases[i].zoom - 301), <=, 1. / 16 + 1e-9);
      g_assert_cmpfloat (fabs (bridge_item_point (item, 1).x * cases[i].zoom - 302), <=, 1. / 8);
      bench_clear (&bench);
    }
}

/* An item holds only so many points: the stroke goes on as another, at the very place, in the same step of undo. */
static void
test_limit (void)
{
  Bench             bench;
  const BridgeItem *first, *second;
  size_t            n_sent = BRIDGE_ITEM_POINTS_MAX + 1000;
  char             *before;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  before = bench_describe (&bench);
  bench_press (&bench, 0, 0);
  for (size_t i = 1; i < n_sent - 1; i++)
    {
      bench_pointer (&bench, BRIDGE_POINTER_MOVE, (double)(i % 977), (double)(i % 1009), 0);
      if (i % 30 == 0 || i + 2 == n_sent)
        bridge_toolbox_settle (bench.toolbox, &bench.todo);
    }
  bench_release (&bench, 10, 10);
  g_assert_cmpuint (bench_n_items (&bench), ==, 2);
  first = bridge_board_visible (bench_board (&bench), 0);
  second = bench_top (&bench);
  g_assert_cmpuint (first->points.count, ==, BRIDGE_ITEM_POINTS_MAX);
  g_assert_cmpuint (first->points.count + second->points.count, ==, n_sent + 2);
  bench_assert_point (bridge_item_point (second, 0),
                      bridge_item_point (first, first->points.count - 1).x,
                      bridge_item_point (first, first->points.count - 1).y);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

/* All that is gathered before one settle may be more than an item holds, twice over. */
static void
test_limit_at_once (void)
{
  Bench bench;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_HIGHLIGHTER);
  bench_press (&bench, 0, 0);
  for (size_t i = 1; i < 2 * BRIDGE_ITEM_POINTS_MAX + 10; i++)
    bench_pointer (&bench, BRIDGE_POINTER_MOVE, (double)(i % 977), (double)(i % 1009), 0);
  bench_cancel (&bench);
  g_assert_cmpuint (bench_n_items (&bench), ==, 0);
  bench_press (&bench, 0, 0);
  for (size_t i = 1; i < 2 * BRIDGE_ITEM_POINTS_MAX + 10; i++)
    bench_pointer (&bench, BRIDGE_POINTER_MOVE, (double)(i % 977), (double)(i % 1009), 0);
  bench_release (&bench, 5, 5);
  g_assert_cmpuint (bench_n_items (&bench), ==, 3);
  g_assert_cmpuint (bench.todo.refusal, ==, BRIDGE_REFUSAL_NONE);
  bench_clear (&bench);
}

static void
test_cancel (void)
{
  Bench bench;

  bench_init (&bench, 1);
  bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 50, 50);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  bench_press (&bench, 100, 100);
  bench_move (&bench, 200, 200);
  g_assert_cmpuint (bench_n_items (&bench), ==, 2);
  bench_cancel (&bench);
  g_assert_cmpuint (bench_n_items (&bench), ==, 1);
  g_assert_true (bridge_stamp_is_none (bridge_toolbox_drawing (bench.toolbox)));
  g_assert_false (bridge_guest_can_redo (bench.guest));
  bench_undo (&bench);
  g_assert_cmpuint (bench_n_items (&bench), ==, 0);
  bench_clear (&bench);
}

/* Another tool ends the stroke where it is. */
static void
test_tool_changes (void)
{
  Bench bench;
  char *before;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  before = bench_describe (&bench);
  bench_press (&bench, 100, 100);
  bench_move (&bench, 200, 200);
  bench_pointer (&bench, BRIDGE_POINTER_MOVE, 300, 200, 0);
  bench_tool (&bench, BRIDGE_TOOL_SELECT);
  g_assert_false (bridge_toolbox_is_dragging (bench.toolbox));
  g_assert_cmpuint (bench_top (&bench)->points.count, ==, 3);
  bench_move (&bench, 400, 400);
  bench_release (&bench, 400, 400);
  g_assert_cmpuint (bench_top (&bench)->points.count, ==, 3);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

/* Beyond the edge of the world there is no ink, and a word why. */
static void
test_out_of_range (void)
{
  Bench bench;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  bench.viewport.origin.x = 2 * BRIDGE_COORDINATE_MAX;
  bench_press (&bench, 100, 100);
  g_assert_cmpint (bench.todo.refusal, ==, BRIDGE_REFUSAL_RANGE);
  g_assert_true (bridge_stamp_is_none (bridge_toolbox_drawing (bench.toolbox)));
  bench_move (&bench, 200, 200);
  bench_release (&bench, 300, 300);
  g_assert_cmpuint (bench_n_items (&bench), ==, 0);
  g_assert_false (bridge_guest_can_undo (bench.guest));
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/draw/stroke", test_stroke);
  g_test_add_func ("/tools/draw/grows", test_grows);
  g_test_add_func ("/tools/draw/dot", test_dot);
  g_test_add_func ("/tools/draw/pressure", test_pressure);
  g_test_add_func ("/tools/draw/highlighter", test_highlighter);
  g_test_add_func ("/tools/draw/precision", test_precision);
  g_test_add_func ("/tools/draw/limit", test_limit);
  g_test_add_func ("/tools/draw/limit-at-once", test_limit_at_once);
  g_test_add_func ("/tools/draw/cancel", test_cancel);
  g_test_add_func ("/tools/draw/tool-changes", test_tool_changes);
  g_test_add_func ("/tools/draw/out-of-range", test_out_of_range);
  return g_test_run ();
}
