/* Tests of select: click, double click, rubber band, cursors, keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

/* Two notes side by side, and an outline below them. */
typedef struct
{
  Bench       bench;
  BridgeStamp left;    /* 100, 100, 100 x 100 */
  BridgeStamp right;   /* 300, 100, 100 x 100 */
  BridgeStamp outline; /* 100, 400, 300 x 200 */
} Room;

static void
room_init (Room *room)
{
  bench_init (&room->bench, 1);
  room->left = bench_add (&room->bench, BRIDGE_KIND_NOTE, 100, 100, 100, 100);
  room->right = bench_add (&room->bench, BRIDGE_KIND_NOTE, 300, 100, 100, 100);
  room->outline = bench_add (&room->bench, BRIDGE_KIND_RECTANGLE, 100, 400, 300, 200);
}

static void
lock (Bench *bench, BridgeStamp id)
{
  bench_set (bench, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
}

static void
test_click (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_press (bench, 150, 150);
  bench_assert_selected (bench, 1, &room.left);
  g_assert_true (bench->todo.flags & BRIDGE_TODO_SELECTION);
  bench_release (bench, 150, 150);
  bench_assert_selected (bench, 1, &room.left);
  bench_click (bench, 350, 150);
  bench_assert_selected (bench, 1, &room.right);
  /* An outline is hit by its line, not by what it goes around. */
  bench_click (bench, 250, 500);
  bench_assert_selected (bench, 0);
  bench_click (bench, 100, 500);
  bench_assert_selected (bench, 1, &room.outline);
  bench_click (bench, 900, 700);
  bench_assert_selected (bench, 0);
  g_assert_cmpuint (bench->todo.changes.count, ==, 0);
  bench_clear (bench);
}

/* Clicks change nothing that could be undone. */
static void
test_click_is_no_step (void)
{
  Room             room;
  g_autofree char *before = NULL, *after = NULL;

  room_init (&room);
  before = bench_describe (&room.bench);
  bench_click (&room.bench, 150, 150);
  bench_drag (&room.bench, 50, 50, 250, 250);
  bench_undo (&room.bench); /* the outline's creation */
  bench_redo (&room.bench);
  after = bench_describe (&room.bench);
  g_assert_cmpstr (before, ==, after);
  bench_clear (&room.bench);
}

static void
test_shift_click (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench->modifiers = BRIDGE_MODIFIER_SHIFT;
  bench_click (bench, 350, 150);
  bench_click (bench, 150, 150);
  bench_assert_selected (bench, 2, &room.left, &room.right);
  bench_click (bench, 350, 150);
  bench_assert_selected (bench, 1, &room.left);
  /* Beside everything: adds nothing and keeps what there is. */
  bench_click (bench, 900, 700);
  bench_assert_selected (bench, 1, &room.left);
  bench_clear (bench);
}

/* Of several, a click keeps the one that it hits; a press alone keeps all, to drag them. */
static void
test_click_one_of_several (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_select (bench, room.left, &room.right, NULL);
  bench_press (bench, 350, 150);
  bench_assert_selected (bench, 2, &room.left, &room.right);
  bench_release (bench, 351, 151);
  bench_assert_selected (bench, 1, &room.right);
  bench_select (bench, room.left, &room.right, NULL);
  bench_click (bench, 250, 150);
  bench_assert_selected (bench, 0);
  bench_clear (bench);
}

static void
test_band (void)
{
  Room       room;
  Bench     *bench = &room.bench;
  BridgeRect band;

  room_init (&room);
  g_assert_false (bridge_toolbox_band (bench->toolbox, &band));
  bench_press (bench, 420, 220);
  bench_move (bench, 290, 90);
  bench_assert_selected (bench, 1, &room.right);
  g_assert_true (bridge_toolbox_band (bench->toolbox, &band));
  bench_assert_point ((BridgePoint){ band.x, band.y }, 290, 90);
  bench_assert_point ((BridgePoint){ band.width, band.height }, 130, 130);
  g_assert_true (bench->todo.flags & BRIDGE_TODO_OVERLAY);
  bench_move (bench, 90, 90);
  bench_assert_selected (bench, 2, &room.left, &room.right);
  /* What it only touches does not belong to it. */
  bench_move (bench, 150, 90);
  bench_assert_selected (bench, 1, &room.right);
  bench_release (bench, 90, 90);
  bench_assert_selected (bench, 2, &room.left, &room.right);
  g_assert_false (bridge_toolbox_band (bench->toolbox, &band));
  bench_clear (bench);
}

static void
test_band_with_shift (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_select (bench, room.left, NULL);
  bench->modifiers = BRIDGE_MODIFIER_SHIFT;
  bench_press (bench, 290, 90);
  bench_move (bench, 420, 220);
  bench_assert_selected (bench, 2, &room.left, &room.right);
  bench_move (bench, 300, 100);
  bench_assert_selected (bench, 1, &room.left);
  bench_release (bench, 420, 220);
  bench_assert_selected (bench, 2, &room.left, &room.right);
  bench->modifiers = 0;
  bench_drag (bench, 290, 250, 420, 90);
  bench_assert_selected (bench, 1, &room.right);
  bench_clear (bench);
}

/* A turned item is within the band as it is seen; a locked one lies beneath. */
static void
test_band_turned_and_locked (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_set_number (bench, room.left, BRIDGE_PROPERTY_ROTATION, 45);
  bench_drag (bench, 95, 95, 205, 205);
  bench_assert_selected (bench, 0);
  bench_drag (bench, 75, 75, 225, 225);
  bench_assert_selected (bench, 1, &room.left);
  lock (bench, room.left);
  bench_drag (bench, 900, 10, 10, 300);
  bench_assert_selected (bench, 1, &room.right);
  bench_clear (bench);
}

/* The band begins on the board, wherever the view goes meanwhile. */
static void
test_band_while_view_moves (void)
{
  Room       room;
  Bench     *bench = &room.bench;
  BridgeRect band;

  room_init (&room);
  bench_press (bench, 90, 90);
  bench_move (bench, 95, 95);
  bridge_viewport_pan (&bench->viewport, -200, 0);
  bench_move (bench, 220, 220);
  g_assert_true (bridge_toolbox_band (bench->toolbox, &band));
  bench_assert_point ((BridgePoint){ band.x, band.y }, 90, 90);
  bench_assert_selected (bench, 2, &room.left, &room.right);
  bench_release (bench, 220, 220);
  bench_clear (bench);
}

static void
test_cancel_band (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_select (bench, room.left, NULL);
  bench_press (bench, 290, 90);
  bench_assert_selected (bench, 0);
  bench_move (bench, 420, 220);
  bench_assert_selected (bench, 1, &room.right);
  bench_cancel (bench);
  g_assert_true (bench->todo.flags & BRIDGE_TODO_OVERLAY);
  bench_clear (bench);
}

static void
assert_writes (Bench *bench, BridgeStamp id)
{
  g_assert_true (bench->todo.flags & BRIDGE_TODO_WRITE);
  g_assert_true (bridge_stamp_equal (bench->todo.write, id));
  bench_assert_selected (bench, 1, &id);
  g_assert_false (bridge_toolbox_is_dragging (bench->toolbox));
}

static void
test_double_click (void)
{
  Room           room;
  Bench         *bench = &room.bench;
  BridgeInkPoint points[] = { { 600, 600, 1 }, { 700, 700, 1 } };

  room_init (&room);
  bench_double_click (bench, 150, 150);
  assert_writes (bench, room.left);
  /* The words of a shape stand within it, where there is nothing to click at yet. */
  bench_double_click (bench, 250, 450);
  assert_writes (bench, room.outline);
  bench_double_click (bench, 250, 450);
  assert_writes (bench, room.outline);
  bench_double_click (bench, 900, 50);
  g_assert_false (bench->todo.flags & BRIDGE_TODO_WRITE);
  bench_add_stroke (bench, points, 2);
  bench_double_click (bench, 650, 650);
  g_assert_false (bench->todo.flags & BRIDGE_TODO_WRITE);
  lock (bench, room.left);
  bench_double_click (bench, 150, 150);
  g_assert_false (bench->todo.flags & BRIDGE_TODO_WRITE);
  bench_assert_selected (bench, 1, &room.left);
  bench_clear (bench);
}

/* The second press of a double click may become a drag. */
static void
test_double_click_and_drag (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_click (bench, 150, 150);
  bench_pointer (bench, BRIDGE_POINTER_PRESS, 150, 150, 2);
  bench_move (bench, 160, 150);
  bench_release (bench, 170, 150);
  g_assert_false (bench->todo.flags & BRIDGE_TODO_WRITE);
  bench_assert_box (bench, room.left, 120, 100, 100, 100);
  bench_clear (bench);
}

static void
assert_cursor (Bench *bench, double x, double y, const char *expected)
{
  bench_hover (bench, x, y);
  g_assert_true (bench->todo.flags & BRIDGE_TODO_CURSOR);
  g_assert_cmpstr (bridge_toolbox_cursor (bench->toolbox), ==, expected);
}

static void
test_cursors (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  assert_cursor (bench, 900, 700, "default");
  assert_cursor (bench, 150, 150, "move");
  assert_cursor (bench, 250, 500, "default");
  bench_select (bench, room.outline, NULL);
  assert_cursor (bench, 250, 500, "move");
  assert_cursor (bench, 100, 400, "nwse-resize");
  assert_cursor (bench, 250, 400, "ns-resize");
  assert_cursor (bench, 400, 400, "nesw-resize");
  assert_cursor (bench, 400, 500, "ew-resize");
  assert_cursor (bench, 400, 600, "nwse-resize");
  assert_cursor (bench, 250, 376, "grab");
  /* A turned frame turns them. */
  bench_set_number (bench, room.outline, BRIDGE_PROPERTY_ROTATION, 90);
  assert_cursor (bench, 350, 500, "ew-resize");
  bench_set_number (bench, room.outline, BRIDGE_PROPERTY_ROTATION, -45);
  assert_cursor (bench, 250 + 150 * G_SQRT2 / 2, 500 - 150 * G_SQRT2 / 2, "nesw-resize");
  lock (bench, room.left);
  assert_cursor (bench, 150, 150, "default");
  bench_clear (bench);
}

static void
test_cursors_while_dragging (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_press (bench, 150, 150);
  bench_move (bench, 170, 170);
  g_assert_cmpstr (bridge_toolbox_cursor (bench->toolbox), ==, "move");
  bench_release (bench, 170, 170);
  bench_select (bench, room.outline, NULL);
  bench_press (bench, 400, 600);
  bench_move (bench, 500, 200);
  g_assert_cmpstr (bridge_toolbox_cursor (bench->toolbox), ==, "nwse-resize");
  bench_cancel (bench);
  bench_press (bench, 250, 376);
  bench_move (bench, 270, 376);
  g_assert_cmpstr (bridge_toolbox_cursor (bench->toolbox), ==, "grabbing");
  bench_cancel (bench);
  bench_clear (bench);
}

static void
test_escape (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_press (bench, 150, 150);
  bench_move (bench, 250, 150);
  bench_assert_box (bench, room.left, 200, 100, 100, 100);
  g_assert_true (bench_key (bench, BRIDGE_KEY_ESCAPE, 0));
  g_assert_false (bridge_toolbox_is_dragging (bench->toolbox));
  bench_assert_box (bench, room.left, 100, 100, 100, 100);
  bench_select (bench, room.left, NULL);
  g_assert_true (bench_key (bench, BRIDGE_KEY_ESCAPE, 0));
  bench_assert_selected (bench, 0);
  g_assert_false (bench_key (bench, BRIDGE_KEY_ESCAPE, 0));
  bench_tool (bench, BRIDGE_TOOL_PEN);
  g_assert_true (bench_key (bench, BRIDGE_KEY_ESCAPE, 0));
  g_assert_cmpint (bridge_toolbox_tool (bench->toolbox), ==, BRIDGE_TOOL_SELECT);
  g_assert_true (bench->todo.flags & BRIDGE_TODO_TOOL);
  bench_clear (bench);
}

static void
test_enter (void)
{
  Room           room;
  Bench         *bench = &room.bench;
  BridgeInkPoint point = { 600, 600, 1 };
  BridgeStamp    dot;

  room_init (&room);
  g_assert_false (bench_key (bench, BRIDGE_KEY_ENTER, 0));
  bench_select (bench, room.right, NULL);
  g_assert_true (bench_key (bench, BRIDGE_KEY_ENTER, 0));
  assert_writes (bench, room.right);
  bench_select (bench, room.left, &room.right, NULL);
  g_assert_false (bench_key (bench, BRIDGE_KEY_ENTER, 0));
  dot = bench_add_stroke (bench, &point, 1);
  bench_select (bench, dot, NULL);
  g_assert_false (bench_key (bench, BRIDGE_KEY_ENTER, 0));
  lock (bench, room.left);
  bench_select (bench, room.left, NULL);
  g_assert_false (bench_key (bench, BRIDGE_KEY_ENTER, 0));
  g_assert_cmpuint (bench->todo.flags, ==, 0);
  bench_clear (bench);
}

/* The hand for a while, in the middle of selecting. */
static void
test_hand (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_select (bench, room.left, NULL);
  bench_begin (bench);
  bridge_toolbox_borrow_hand (bench->toolbox, true, &bench->todo);
  g_assert_cmpstr (bridge_toolbox_cursor (bench->toolbox), ==, "grab");
  bench_press (bench, 150, 150);
  g_assert_cmpstr (bridge_toolbox_cursor (bench->toolbox), ==, "grabbing");
  bench_move (bench, 170, 140);
  g_assert_true (bench->todo.flags & BRIDGE_TODO_VIEWPORT);
  /* The key may be let go before the button. */
  bridge_toolbox_borrow_hand (bench->toolbox, false, &bench->todo);
  g_assert_cmpstr (bridge_toolbox_cursor (bench->toolbox), ==, "grabbing");
  bench_release (bench, 180, 130);
  bench_assert_point (bench->viewport.origin, -30, 20);
  bench_assert_box (bench, room.left, 100, 100, 100, 100);
  bench_assert_selected (bench, 1, &room.left);
  g_assert_cmpint (bridge_toolbox_tool (bench->toolbox), ==, BRIDGE_TOOL_SELECT);
  bench_hover (bench, 900, 700);
  g_assert_cmpstr (bridge_toolbox_cursor (bench->toolbox), ==, "default");
  bench_tool (bench, BRIDGE_TOOL_HAND);
  g_assert_cmpstr (bridge_toolbox_cursor (bench->toolbox), ==, "grab");
  bench_drag (bench, 0, 0, 30, -20);
  bench_assert_point (bench->viewport.origin, -60, 40);
  bench_clear (bench);
}

/* A second button during a drag, and a release without a press, are nobody's. */
static void
test_stray_events (void)
{
  Room   room;
  Bench *bench = &room.bench;

  room_init (&room);
  bench_release (bench, 150, 150);
  bench_assert_selected (bench, 0);
  bench_cancel (bench);
  bench_press (bench, 150, 150);
  bench_move (bench, 160, 160);
  bench_press (bench, 350, 150);
  bench_assert_selected (bench, 1, &room.left);
  bench_release (bench, 160, 160);
  bench_release (bench, 160, 160);
  bench_assert_box (bench, room.left, 110, 110, 100, 100);
  bench_assert_box (bench, room.right, 300, 100, 100, 100);
  bench_pointer (bench, BRIDGE_POINTER_LEAVE, 0, 0, 0);
  bench_clear (bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/select/click", test_click);
  g_test_add_func ("/tools/select/click-is-no-step", test_click_is_no_step);
  g_test_add_func ("/tools/select/shift-click", test_shift_click);
  g_test_add_func ("/tools/select/click-one-of-several", test_click_one_of_several);
  g_test_add_func ("/tools/select/band", test_band);
  g_test_add_func ("/tools/select/band-with-shift", test_band_with_shift);
  g_test_add_func ("/tools/select/band-turned-and-locked", test_band_turned_and_locked);
  g_test_add_func ("/tools/select/band-while-view-moves", test_band_while_view_moves);
  g_test_add_func ("/tools/select/cancel-band", test_cancel_band);
  g_test_add_func ("/tools/select/double-click", test_double_click);
  g_test_add_func ("/tools/select/double-click-and-drag", test_double_click_and_drag);
  g_test_add_func ("/tools/select/cursors", test_cursors);
  g_test_add_func ("/tools/select/cursors-while-dragging", test_cursors_while_dragging);
  g_test_add_func ("/tools/select/escape", test_escape);
  g_test_add_func ("/tools/select/enter", test_enter);
  g_test_add_func ("/tools/select/hand", test_hand);
  g_test_add_func ("/tools/select/stray-events", test_stray_events);
  return g_test_run ();
}
