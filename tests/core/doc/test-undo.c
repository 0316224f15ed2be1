/* Tests of undo and redo, alone and among others.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/pair.h"

static void
set_x (Pair *pair, Replica *who, double x)
{
  replica_set (who, pair->box, BRIDGE_PROPERTY_X, bridge_value_number (x));
  if (who == &pair->me)
    mine (pair);
  else
    theirs (pair);
}

static double
get_x (const Pair *pair)
{
  return bridge_item_number (replica_item (&pair->me, pair->box), BRIDGE_PROPERTY_X);
}

static void
type (Pair *pair, Replica *who, size_t at, size_t n_delete, const char *insert)
{
  replica_type (who, pair->note, at, n_delete, insert);
  if (who == &pair->me)
    mine (pair);
  else
    theirs (pair);
}

static void
assert_text (const Pair *pair, const char *expected)
{
  replica_assert_text (&pair->me, pair->note, expected);
  replica_assert_text (&pair->other, pair->note, expected);
}

static void
test_chain (void)
{
  Pair pair;

  pair_init (&pair);
  for (int x = 1; x <= 5; x++)
    set_x (&pair, &pair.me, x);
  for (int round = 0; round < 3; round++)
    {
      for (int x = 4; x >= 0; x--)
        {
          undo (&pair);
          g_assert_cmpfloat (get_x (&pair), ==, x);
        }
      g_assert_true (bridge_undo_can_undo (pair.me.undo));
      for (int x = 1; x <= 5; x++)
        {
          redo (&pair);
          g_assert_cmpfloat (get_x (&pair), ==, x);
        }
      g_assert_false (bridge_undo_can_redo (pair.me.undo));
    }
  undo (&pair);
  undo (&pair);
  set_x (&pair, &pair.me, 50);
  g_assert_false (bridge_undo_can_redo (pair.me.undo));
  undo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 3);
  undo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 2);
  pair_clear (&pair);
}

static void
test_keeps_what_others_did (void)
{
  Pair pair;

  pair_init (&pair);
  set_x (&pair, &pair.me, 5);
  replica_set (&pair.other, pair.box, BRIDGE_PROPERTY_COLOR, bridge_value_integer (0xff0000ff));
  theirs (&pair);
  undo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 0);
  g_assert_cmphex (bridge_item_color (replica_item (&pair.me, pair.box)), ==, 0xff0000ff);
  redo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 5);
  g_assert_cmphex (bridge_item_color (replica_item (&pair.me, pair.box)), ==, 0xff0000ff);

  /* What they moved since is theirs. */
  set_x (&pair, &pair.other, 77);
  g_assert_true (bridge_undo_undo (pair.me.undo, pair.me.board, replica_begin (&pair.me)));
  g_assert_cmpuint (pair.me.edit.n_ops, ==, 0);
  g_assert_cmpfloat (get_x (&pair), ==, 77);
  pair_clear (&pair);
}

/* Undo writes anew; older steps still know what is theirs. */
static void
test_stands_for (void)
{
  Pair pair;

  pair_init (&pair);
  set_x (&pair, &pair.me, 1);
  set_x (&pair, &pair.me, 2);
  undo (&pair);
  set_x (&pair, &pair.me, 3);
  undo (&pair);
  undo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 0);
  redo (&pair);
  redo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 3);
  pair_clear (&pair);
}

static void
test_gesture (void)
{
  Pair pair;

  pair_init (&pair);
  bridge_undo_begin (pair.me.undo);
  for (int x = 1; x <= 30; x++)
    {
      set_x (&pair, &pair.me, x);
      if (x == 10)
        {
          replica_set (&pair.other, pair.box, BRIDGE_PROPERTY_Y, bridge_value_number (9));
          theirs (&pair);
        }
      bridge_undo_begin (pair.me.undo);
      replica_set (&pair.me, pair.box, BRIDGE_PROPERTY_WIDTH, bridge_value_number (x));
      mine (&pair);
      bridge_undo_end (pair.me.undo);
    }
  bridge_undo_end (pair.me.undo);
  set_x (&pair, &pair.me, 31);
  undo (&pair);
  undo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 0);
  g_assert_cmpfloat (bridge_item_number (replica_item (&pair.me, pair.box), BRIDGE_PROPERTY_WIDTH), ==, 10);
  g_assert_cmpfloat (bridge_item_number (replica_item (&pair.me, pair.box), BRIDGE_PROPERTY_Y), ==, 9);
  redo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 30);
  pair_clear (&pair);
}

/* They moved it in the middle of my drag: undo goes back to where they put it. */
static void
test_gesture_interrupted (void)
{
  Pair pair;

  pair_init (&pair);
  bridge_undo_begin (pair.me.undo);
  set_x (&pair, &pair.me, 1);
  set_x (&pair, &pair.other, 40);
  set_x (&pair, &pair.me, 2);
  bridge_undo_end (pair.me.undo);
  undo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 40);
  pair_clear (&pair);
}

static void
test_create (void)
{
  Pair           pair;
  BridgeInkPoint points[] = { { 0, 0, 1 }, { 5, 5, 1 } };
  BridgeStamp    stroke;

  pair_init (&pair);
  bridge_undo_begin (pair.me.undo);
  stroke = replica_draw_stroke (&pair.me, points, 2);
  mine (&pair);
  bridge_compose_append (replica_begin (&pair.me), replica_item (&pair.me, stroke), points, 2);
  replica_commit (&pair.me);
  mine (&pair);
  bridge_undo_end (pair.me.undo);
  replica_set (&pair.me, stroke, BRIDGE_PROPERTY_SIZE, bridge_value_number (7));
  mine (&pair);
  for (int round = 0; round < 3; round++)
    {
      undo (&pair);
      undo (&pair);
      g_assert_true (bridge_item_is_deleted (replica_item (&pair.me, stroke)));
      redo (&pair);
      g_assert_false (bridge_item_is_deleted (replica_item (&pair.me, stroke)));
      g_assert_cmpfloat (bridge_item_number (replica_item (&pair.me, stroke), BRIDGE_PROPERTY_SIZE), ==, 3);
      redo (&pair);
      g_assert_cmpfloat (bridge_item_number (replica_item (&pair.me, stroke), BRIDGE_PROPERTY_SIZE), ==, 7);
    }
  /* Deleted by me and undone all the way. */
  replica_delete (&pair.me, stroke);
  mine (&pair);
  undo (&pair);
  undo (&pair);
  undo (&pair);
  g_assert_true (bridge_item_is_deleted (replica_item (&pair.me, stroke)));
  redo (&pair);
  redo (&pair);
  redo (&pair);
  g_assert_true (bridge_item_is_deleted (replica_item (&pair.me, stroke)));
  undo (&pair);
  g_assert_false (bridge_item_is_deleted (replica_item (&pair.me, stroke)));
  pair_clear (&pair);
}

static void
test_delete (void)
{
  Pair pair;

  pair_init (&pair);
  replica_delete (&pair.me, pair.note);
  mine (&pair);
  type (&pair, &pair.other, 5, 0, ", big");
  replica_set (&pair.other, pair.note, BRIDGE_PROPERTY_X, bridge_value_number (60));
  theirs (&pair);
  undo (&pair);
  g_assert_false (bridge_item_is_deleted (replica_item (&pair.me, pair.note)));
  g_assert_cmpfloat (bridge_item_number (replica_item (&pair.me, pair.note), BRIDGE_PROPERTY_X), ==, 60);
  assert_text (&pair, "hello, big world");
  redo (&pair);
  g_assert_true (bridge_item_is_deleted (replica_item (&pair.me, pair.note)));
  pair_clear (&pair);
}

/* Never scaled means as wide as the points: that is what undoing the first scaling goes back to. */
static void
test_scale_stroke (void)
{
  Pair           pair;
  BridgeInkPoint points[] = { { 0, 0, 1 }, { 50, 20, 1 } };
  BridgeStamp    stroke;
  BridgeRect     box;

  pair_init (&pair);
  stroke = replica_draw_stroke (&pair.me, points, 2);
  mine (&pair);
  bridge_compose_box (replica_begin (&pair.me), replica_item (&pair.me, stroke), (BridgeRect){ 5, 5, 500, 10 });
  replica_commit (&pair.me);
  mine (&pair);
  undo (&pair);
  box = bridge_item_box (replica_item (&pair.me, stroke));
  g_assert_cmpfloat (box.x, ==, 0);
  g_assert_cmpfloat (box.width, ==, 50);
  g_assert_cmpfloat (box.height, ==, 20);
  redo (&pair);
  g_assert_cmpfloat (bridge_item_box (replica_item (&pair.me, stroke)).width, ==, 500);
  pair_clear (&pair);
}

static void
test_forget (void)
{
  Pair pair;

  pair_init (&pair);
  set_x (&pair, &pair.me, 1);
  set_x (&pair, &pair.me, 2);
  bridge_undo_begin (pair.me.undo);
  set_x (&pair, &pair.me, 3);
  set_x (&pair, &pair.me, 4);
  bridge_undo_end (pair.me.undo);

  /* Refused: the last of the gesture, then all of what came before it. */
  bridge_board_restore_item (pair.me.board, pair.other.board, pair.box, NULL);
  bridge_undo_forget (pair.me.undo, pair.me.seq);
  g_assert_true (bridge_undo_can_undo (pair.me.undo));
  bridge_undo_forget (pair.me.undo, pair.me.seq - 1);
  bridge_undo_forget (pair.me.undo, pair.me.seq - 2);
  bridge_undo_forget (pair.me.undo, pair.me.seq - 3);
  bridge_undo_forget (pair.me.undo, 1);
  g_assert_false (bridge_undo_can_undo (pair.me.undo));

  /* A gesture whose beginning is refused goes on. */
  bridge_undo_begin (pair.me.undo);
  set_x (&pair, &pair.me, 50);
  bridge_undo_forget (pair.me.undo, pair.me.seq);
  g_assert_false (bridge_undo_can_undo (pair.me.undo));
  set_x (&pair, &pair.me, 60);
  bridge_undo_end (pair.me.undo);
  undo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 50);
  pair_clear (&pair);
}

static void
test_forget_last_of_gesture (void)
{
  Replica     me, room;
  BridgeStamp box;

  replica_init (&me, 1);
  replica_init (&room, 2);
  box = replica_draw_box (&me, 0, 0, 10, 10);
  replica_receive (&room, &me);
  bridge_undo_begin (me.undo);
  replica_set (&me, box, BRIDGE_PROPERTY_X, bridge_value_number (5));
  replica_receive (&room, &me);
  replica_set (&me, box, BRIDGE_PROPERTY_X, bridge_value_number (6));
  bridge_undo_end (me.undo);
  bridge_board_restore_item (me.board, room.board, box, NULL);
  bridge_undo_forget (me.undo, me.seq);
  replica_undo (&me);
  g_assert_cmpfloat (bridge_item_number (replica_item (&me, box), BRIDGE_PROPERTY_X), ==, 0);
  replica_clear (&me);
  replica_clear (&room);
}

/* A long drag whose last moves are refused. */
static void
test_forget_last_of_many (void)
{
  Replica     me, room;
  BridgeStamp box, other;

  replica_init (&me, 1);
  replica_init (&room, 2);
  other = replica_draw_box (&me, 0, 0, 10, 10);
  replica_receive (&room, &me);
  box = replica_draw_box (&me, 0, 0, 10, 10);
  replica_receive (&room, &me);
  bridge_undo_begin (me.undo);
  for (int x = 1; x <= 500; x++)
    {
      replica_set (&me, box, BRIDGE_PROPERTY_X, bridge_value_number (x));
      if (x <= 490)
        replica_receive (&room, &me);
      else
        replica_set (&me, other, BRIDGE_PROPERTY_Y, bridge_value_number (x));
    }
  bridge_undo_end (me.undo);
  bridge_board_restore_item (me.board, room.board, box, NULL);
  bridge_board_restore_item (me.board, room.board, other, NULL);
  for (uint64_t seq = me.seq - 19; seq <= me.seq; seq++)
    bridge_undo_forget (me.undo, seq);
  g_assert_cmpfloat (bridge_item_number (replica_item (&me, box), BRIDGE_PROPERTY_X), ==, 490);
  replica_undo (&me);
  g_assert_cmpfloat (bridge_item_number (replica_item (&me, box), BRIDGE_PROPERTY_X), ==, 0);
  replica_redo (&me);
  g_assert_cmpfloat (bridge_item_number (replica_item (&me, box), BRIDGE_PROPERTY_X), ==, 490);
  g_assert_cmpfloat (bridge_item_number (replica_item (&me, other), BRIDGE_PROPERTY_Y), ==, 0);
  replica_clear (&me);
  replica_clear (&room);
}

static void
test_not_undone (void)
{
  Replica a;

  replica_init (&a, 1);
  g_assert_false (bridge_undo_undo (a.undo, a.board, replica_begin (&a)));
  g_assert_false (bridge_undo_redo (a.undo, a.board, replica_begin (&a)));
  replica_say (&a, "hi");
  bridge_edit_author (replica_begin (&a), "Ada", 3, 0);
  replica_commit (&a);
  g_assert_false (bridge_undo_can_undo (a.undo));
  replica_draw_box (&a, 0, 0, 1, 1);
  replica_undo (&a);
  replica_say (&a, "does not take away the redo");
  g_assert_true (bridge_undo_can_redo (a.undo));
  replica_clear (&a);
}

static void
test_title (void)
{
  Replica a;

  replica_init (&a, 1);
  bridge_compose_title (replica_begin (&a), "One");
  replica_commit (&a);
  bridge_compose_title (replica_begin (&a), "Two");
  replica_commit (&a);
  replica_undo (&a);
  g_assert_cmpstr (bridge_board_title (a.board), ==, "One");
  replica_undo (&a);
  g_assert_cmpstr (bridge_board_title (a.board), ==, "");
  replica_redo (&a);
  g_assert_cmpstr (bridge_board_title (a.board), ==, "One");
  replica_clear (&a);
}

static void
test_lock (void)
{
  Replica     a;
  BridgeStamp box;

  replica_init (&a, 1);
  box = replica_draw_box (&a, 0, 0, 1, 1);
  bridge_undo_begin (a.undo);
  replica_set (&a, box, BRIDGE_PROPERTY_X, bridge_value_number (5));
  replica_set (&a, box, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  bridge_undo_end (a.undo);
  replica_undo (&a); /* asserts that the room takes it */
  g_assert_false (bridge_item_is_locked (replica_item (&a, box)));
  g_assert_cmpfloat (bridge_item_number (replica_item (&a, box), BRIDGE_PROPERTY_X), ==, 0);
  replica_clear (&a);
}

/* What they locked meanwhile stays as it is; the rest of the step is undone. */
static void
test_locked_by_another (void)
{
  Pair        pair;
  BridgeStamp second;

  pair_init (&pair);
  second = replica_draw_box (&pair.me, 50, 0, 10, 10);
  mine (&pair);
  bridge_undo_begin (pair.me.undo);
  set_x (&pair, &pair.me, 5);
  replica_set (&pair.me, second, BRIDGE_PROPERTY_X, bridge_value_number (55));
  mine (&pair);
  bridge_undo_end (pair.me.undo);
  replica_set (&pair.other, pair.box, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  theirs (&pair);
  undo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 5);
  g_assert_cmpfloat (bridge_item_number (replica_item (&pair.me, second), BRIDGE_PROPERTY_X), ==, 50);
  redo (&pair);
  g_assert_cmpfloat (bridge_item_number (replica_item (&pair.me, second), BRIDGE_PROPERTY_X), ==, 55);
  pair_clear (&pair);
}

static void
test_limit (void)
{
  Replica     a;
  BridgeStamp box;
  size_t      n_undone = 0;

  replica_init (&a, 1);
  box = replica_draw_box (&a, 0, 0, 1, 1);
  for (int x = 1; x <= BRIDGE_UNDO_STEPS_MAX + 10; x++)
    replica_set (&a, box, BRIDGE_PROPERTY_X, bridge_value_number (x));
  for (; bridge_undo_can_undo (a.undo); n_undone++)
    replica_undo (&a);
  g_assert_cmpuint (n_undone, ==, BRIDGE_UNDO_STEPS_MAX);
  g_assert_cmpfloat (bridge_item_number (replica_item (&a, box), BRIDGE_PROPERTY_X), ==, 10);
  replica_clear (&a);
}

/* More than one edit may hold: it takes several times, and each of those is taken. */
static void
test_large_step (void)
{
  Replica a;
  size_t  n_undone = 0;

  replica_init (&a, 1);
  bridge_undo_begin (a.undo);
  for (size_t i = 0; i < 10; i++)
    {
      replica_begin (&a);
      for (size_t j = 0; j < 1000; j++)
        bridge_edit_create (&a.edit, BRIDGE_KIND_NOTE, 0);
      replica_commit (&a);
    }
  bridge_undo_end (a.undo);
  for (; bridge_undo_can_undo (a.undo); n_undone++)
    replica_undo (&a);
  g_assert_cmpuint (bridge_board_n_visible (a.board), ==, 0);
  g_assert_cmpuint (n_undone, ==, 3);
  while (bridge_undo_can_redo (a.undo))
    replica_redo (&a);
  g_assert_cmpuint (bridge_board_n_visible (a.board), ==, 10000);
  replica_clear (&a);
}

/* Undone and redone as often as it takes, it is one step again on either side. */
static void
test_large_step_stays_one (void)
{
  Replica     a;
  BridgeStamp first;

  replica_init (&a, 1);
  first = replica_draw_box (&a, 0, 0, 1, 1);
  bridge_undo_begin (a.undo);
  for (size_t i = 0; i < 10; i++)
    {
      replica_begin (&a);
      for (size_t j = 0; j < 1000; j++)
        bridge_edit_create (&a.edit, BRIDGE_KIND_NOTE, 0);
      replica_commit (&a);
    }
  bridge_undo_end (a.undo);
  for (size_t round = 0; round < 2; round++)
    {
      do
        replica_undo (&a);
      while (bridge_undo_has_rest (a.undo));
      g_assert_cmpuint (bridge_board_n_visible (a.board), ==, 1);
      do
        replica_redo (&a);
      while (bridge_undo_has_rest (a.undo));
      g_assert_cmpuint (bridge_board_n_visible (a.board), ==, 10001);
      g_assert_false (bridge_undo_can_redo (a.undo));
    }
  do
    replica_undo (&a);
  while (bridge_undo_has_rest (a.undo));
  replica_undo (&a);
  g_assert_true (bridge_item_is_deleted (replica_item (&a, first)));
  g_assert_false (bridge_undo_can_undo (a.undo));
  replica_clear (&a);
}

static bool
cancel (Pair *pair)
{
  bool has_taken_back = bridge_undo_cancel (pair->me.undo, pair->me.board, replica_begin (&pair->me));

  replica_apply (&pair->me, &pair->me.edit, 0);
  mine (pair);
  return has_taken_back;
}

/* What the gesture did is gone and cannot be redone; what was before it can still be undone. */
static void
test_cancel (void)
{
  Pair pair;

  pair_init (&pair);
  set_x (&pair, &pair.me, 5);
  g_assert_false (cancel (&pair));
  bridge_undo_begin (pair.me.undo);
  g_assert_false (cancel (&pair));
  set_x (&pair, &pair.me, 6);
  set_x (&pair, &pair.me, 7);
  type (&pair, &pair.me, 0, 0, "oh ");
  g_assert_true (cancel (&pair));
  g_assert_false (cancel (&pair));
  bridge_undo_end (pair.me.undo);
  g_assert_cmpfloat (get_x (&pair), ==, 5);
  assert_text (&pair, "hello world");
  g_assert_false (bridge_undo_can_redo (pair.me.undo));
  undo (&pair);
  g_assert_cmpfloat (get_x (&pair), ==, 0);
  pair_clear (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/undo/chain", test_chain);
  g_test_add_func ("/doc/undo/keeps-what-others-did", test_keeps_what_others_did);
  g_test_add_func ("/doc/undo/stands-for", test_stands_for);
  g_test_add_func ("/doc/undo/gesture", test_gesture);
  g_test_add_func ("/doc/undo/gesture-interrupted", test_gesture_interrupted);
  g_test_add_func ("/doc/undo/create", test_create);
  g_test_add_func ("/doc/undo/delete", test_delete);
  g_test_add_func ("/doc/undo/scale-stroke", test_scale_stroke);
  g_test_add_func ("/doc/undo/forget", test_forget);
  g_test_add_func ("/doc/undo/forget-last-of-gesture", test_forget_last_of_gesture);
  g_test_add_func ("/doc/undo/forget-last-of-many", test_forget_last_of_many);
  g_test_add_func ("/doc/undo/not-undone", test_not_undone);
  g_test_add_func ("/doc/undo/title", test_title);
  g_test_add_func ("/doc/undo/lock", test_lock);
  g_test_add_func ("/doc/undo/locked-by-another", test_locked_by_another);
  g_test_add_func ("/doc/undo/limit", test_limit);
  g_test_add_func ("/doc/undo/large-step", test_large_step);
  g_test_add_func ("/doc/undo/large-step-stays-one", test_large_step_stays_one);
  g_test_add_func ("/doc/undo/cancel", test_cancel);
  return g_test_run ();
}
