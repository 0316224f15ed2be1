/* Tests of moving and turning.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

static double
get_rotation (const Bench *bench, BridgeStamp id)
{
  return bridge_item_number (bench_item (bench, id), BRIDGE_PROPERTY_ROTATION);
}

static void
test_move (void)
{
  Bench       bench;
  BridgeStamp id;
  char       *before;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 100, 100);
  before = bench_describe (&bench);
  bench_press (&bench, 150, 150);
  /* A hand that shakes does not drag. */
  bench_move (&bench, 152, 151);
  bench_assert_box (&bench, id, 100, 100, 100, 100);
  g_assert_cmpuint (bench.todo.changes.count, ==, 0);
  /* While it lasts it is seen, and by others too. */
  bench_move (&bench, 170, 140);
  bench_assert_box (&bench, id, 120, 90, 100, 100);
  g_assert_cmpuint (bench.todo.changes.count, ==, 1);
  bench_release (&bench, 200, 50);
  bench_assert_box (&bench, id, 150, 0, 100, 100);
  bench_assert_selected (&bench, 1, &id);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

static void
test_move_with_shift (void)
{
  Bench       bench;
  BridgeStamp id;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 100, 100);
  bench_press (&bench, 150, 150);
  bench.modifiers = BRIDGE_MODIFIER_SHIFT;
  bench_move (&bench, 180, 170);
  bench_assert_box (&bench, id, 130, 100, 100, 100);
  bench_move (&bench, 180, 190);
  bench_assert_box (&bench, id, 100, 140, 100, 100);
  bench.modifiers = 0;
  bench_release (&bench, 180, 190);
  bench_assert_box (&bench, id, 130, 140, 100, 100);
  bench_clear (&bench);
}

/* Alt leaves the originals where they are. */
static void
test_move_with_alt (void)
{
  Bench             bench;
  BridgeStamp       a, b;
  const BridgeItem *copy;
  char             *before;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 100, 100);
  b = bench_add (&bench, BRIDGE_KIND_NOTE, 300, 100, 100, 100);
  bench_write (&bench, b, "twice");
  bench_select (&bench, a, &b, NULL);
  before = bench_describe (&bench);
  bench.modifiers = BRIDGE_MODIFIER_ALT;
  bench_drag (&bench, 150, 150, 150, 350);
  g_assert_cmpuint (bench_n_items (&bench), ==, 4);
  bench_assert_box (&bench, a, 100, 100, 100, 100);
  bench_assert_box (&bench, b, 300, 100, 100, 100);
  copy = bench_top (&bench);
  bench_assert_box (&bench, copy->id, 300, 300, 100, 100);
  g_autofree char *text = bench_text (copy);
  g_assert_cmpstr (text, ==, "twice");
  g_assert_cmpuint (bridge_toolbox_n_selected (bench.toolbox), ==, 2);
  g_assert_false (bridge_toolbox_is_selected (bench.toolbox, a));
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

static void
test_move_several (void)
{
  Bench          bench;
  BridgeInkPoint points[] = { { 500, 500, 1 }, { 520, 540, 1 } };
  BridgeStamp    note, stroke, locked;
  char          *before;

  bench_init (&bench, 1);
  note = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 100, 100);
  stroke = bench_add_stroke (&bench, points, 2);
  locked = bench_add (&bench, BRIDGE_KIND_NOTE, 700, 100, 100, 100);
  bench_set (&bench, locked, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  bench_select (&bench, note, &stroke, &locked, NULL);
  bridge_viewport_zoom_at (&bench.viewport, 2, (BridgePoint){ 0, 0 });
  before = bench_describe (&bench);
  bench_drag (&bench, 300, 300, 340, 280);
  bench_assert_box (&bench, note, 120, 90, 100, 100);
  bench_assert_box (&bench, stroke, 520, 490, 20, 40);
  bench_assert_box (&bench, locked, 700, 100, 100, 100);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

static void
test_locked_stays (void)
{
  Bench            bench;
  BridgeStamp      id;
  BridgePoint      at;
  g_autofree char *before = NULL, *after = NULL;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 100, 100);
  bench_set (&bench, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  before = bench_describe (&bench);
  bench_drag (&bench, 150, 150, 300, 300);
  bench_assert_selected (&bench, 1, &id);
  for (int handle = 0; handle < BRIDGE_N_HANDLES; handle++)
    g_assert_false (bridge_toolbox_handle (bench.toolbox, handle, &at));
  bench_drag (&bench, 200, 200, 300, 300);
  after = bench_describe (&bench);
  g_assert_cmpstr (before, ==, after);
  bench_clear (&bench);
}

/* What is held stays under the pointer, though the board is scrolled meanwhile. */
static void
test_move_while_view_moves (void)
{
  Bench       bench;
  BridgeStamp id;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 100, 100);
  bench_press (&bench, 150, 150);
  bench_move (&bench, 160, 150);
  bridge_viewport_pan (&bench.viewport, -300, 0);
  bench_move (&bench, 161, 150);
  bench_assert_box (&bench, id, 411, 100, 100, 100);
  bridge_viewport_zoom_at (&bench.viewport, 2, (BridgePoint){ 161, 150 });
  bench_release (&bench, 161, 150);
  bench_assert_box (&bench, id, 411, 100, 100, 100);
  bench_clear (&bench);
}

static void
test_cancel (void)
{
  Bench       bench;
  BridgeStamp id;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 100, 100);
  bench_set_number (&bench, id, BRIDGE_PROPERTY_X, 120);
  bench.modifiers = BRIDGE_MODIFIER_ALT;
  bench_press (&bench, 170, 150);
  bench_move (&bench, 400, 400);
  g_assert_cmpuint (bench_n_items (&bench), ==, 2);
  bench_cancel (&bench);
  g_assert_cmpuint (bench_n_items (&bench), ==, 1);
  bench_assert_selected (&bench, 0);
  /* It never was: neither is there something to redo, nor is undo used up. */
  g_assert_false (bridge_guest_can_redo (bench.guest));
  bench.modifiers = 0;
  bench_select (&bench, id, NULL);
  bench_press (&bench, 220, 200);
  bench_move (&bench, 400, 400);
  bench_assert_box (&bench, id, 120, 100, 280, 300);
  bench_cancel (&bench);
  bench_assert_box (&bench, id, 120, 100, 100, 100);
  bench_assert_selected (&bench, 1, &id);
  /* Nor does a drag count that has done nothing yet. */
  bench_press (&bench, 170, 150);
  bench_cancel (&bench);
  bench_undo (&bench);
  bench_assert_box (&bench, id, 100, 100, 100, 100);
  bench_clear (&bench);
}

/* From the handle's place to that which lies `degrees` further about the frame's middle. */
static void
turn_by (Bench *bench, double degrees)
{
  BridgePoint at = bench_handle (bench, BRIDGE_HANDLE_ROTATE), to;
  BridgeRect  box;
  double      rotation;

  g_assert_true (bridge_toolbox_frame (bench->toolbox, &box, &rotation));
  at.x += 4; /* not quite in the middle of the handle */
  to = bridge_point_rotate (at, bridge_rect_center (box), degrees);
  bench_drag (bench, at.x, at.y, to.x, to.y);
}

static void
test_turn (void)
{
  Bench       bench;
  BridgeStamp id;
  char       *before;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 300, 200, 160, 120);
  bench_select (&bench, id, NULL);
  before = bench_describe (&bench);
  turn_by (&bench, 40);
  assert_near (get_rotation (&bench, id), 40);
  bench_assert_box (&bench, id, 300, 200, 160, 120);
  bench_assert_one_step (&bench, before);
  turn_by (&bench, -100);
  assert_near (get_rotation (&bench, id), -60);
  /* Whole steps of 15 degrees, wherever it stood. */
  turn_by (&bench, 8);
  assert_near (get_rotation (&bench, id), -52);
  bench.modifiers = BRIDGE_MODIFIER_SHIFT;
  turn_by (&bench, 30);
  assert_near (get_rotation (&bench, id), -15);
  bench.modifiers = 0;
  turn_by (&bench, -170);
  assert_near (get_rotation (&bench, id), 175);
  bench_assert_box (&bench, id, 300, 200, 160, 120);
  bench_clear (&bench);
}

/* Several turn about their common middle; a locked one stays, and the middle is that of all. */
static void
test_turn_several (void)
{
  Bench       bench;
  BridgeStamp a, b, locked;
  char       *before;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 200, 200, 100, 40);
  b = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 400, 300, 100, 100);
  locked = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 210, 390, 10, 10);
  bench_set (&bench, locked, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  bench_select (&bench, a, &b, &locked, NULL);
  before = bench_describe (&bench);
  turn_by (&bench, 90); /* about 350, 300 */
  assert_near (get_rotation (&bench, a), 90);
  bench_assert_box (&bench, a, 430 - 50, 200 - 20, 100, 40);
  bench_assert_box (&bench, b, 300 - 50, 400 - 50, 100, 100);
  bench_assert_box (&bench, locked, 210, 390, 10, 10);
  g_assert_cmpfloat (get_rotation (&bench, locked), ==, 0);
  bench_assert_one_step (&bench, before);
  bench_select (&bench, a, &locked, NULL);
  turn_by (&bench, 360);
  bench_assert_box (&bench, a, 430 - 50, 200 - 20, 100, 40);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/transform/move", test_move);
  g_test_add_func ("/tools/transform/move-with-shift", test_move_with_shift);
  g_test_add_func ("/tools/transform/move-with-alt", test_move_with_alt);
  g_test_add_func ("/tools/transform/move-several", test_move_several);
  g_test_add_func ("/tools/transform/locked-stays", test_locked_stays);
  g_test_add_func ("/tools/transform/move-while-view-moves", test_move_while_view_moves);
  g_test_add_func ("/tools/transform/cancel", test_cancel);
  g_test_add_func ("/tools/transform/turn", test_turn);
  g_test_add_func ("/tools/transform/turn-several", test_turn_several);
  return g_test_run ();
}
