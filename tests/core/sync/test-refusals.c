/* Tests of a guest's layers: what is seen when the room refuses what was drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/compose.h"
#include "pair.h"

#include <string.h>

/* What the outbox does is not in the committed layer, whatever it touches. */
static void
test_layers (void)
{
  Pair        pair;
  BridgeEdit  edit;
  BridgeStamp id;
  guint8      before[BRIDGE_DIGEST_SIZE], after[BRIDGE_DIGEST_SIZE], seen[BRIDGE_DIGEST_SIZE];

  pair_init (&pair);
  id = draw_box (pair.a);
  write_text (pair.a, id, 0, "hello");
  network_settle (pair.network);
  bridge_guest_digest (pair.a->guest, before);
  set_property (pair.a, id, BRIDGE_PROPERTY_X, bridge_value_number (7));
  write_text (pair.a, id, 2, "xx");
  draw_box (pair.a);
  bridge_guest_set_person (pair.a->guest, "Ada II", 5);
  bridge_guest_begin (pair.a->guest, &edit);
  bridge_edit_say (&edit, "hi", 2, 3);
  bridge_compose_title (&edit, "title");
  member_commit (pair.a, &edit);
  bridge_guest_digest (pair.a->guest, after);
  bridge_board_digest (bridge_guest_board (pair.a->guest), seen);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  g_assert_true (memcmp (before, seen, sizeof seen) != 0);
  assert_committed (pair.a);
  network_settle (pair.network);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_RENAMED], ==, 1);
  g_assert_cmpstr (pair.b->last_changed->str, ==, "Ada II");
  pair_finish (&pair);
}

/* A refused red at lamport 10 would hide a committed blue at lamport 9. */
static void
test_refusal_uncovers (void)
{
  Pair        pair;
  BridgeStamp id;

  pair_init (&pair);
  id = draw_box (pair.a);
  network_settle (pair.network);
  member_cut (pair.b, TRUE);
  set_property (pair.b, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (FALSE));
  set_property (pair.b, id, BRIDGE_PROPERTY_X, bridge_value_number (50));
  set_property (pair.a, id, BRIDGE_PROPERTY_X, bridge_value_number (60));
  set_property (pair.a, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (TRUE));
  network_settle (pair.network);
  g_assert_cmpfloat (get_x (pair.b, id), ==, 50);
  set_property (pair.b, id, BRIDGE_PROPERTY_X, bridge_value_number (70));
  member_connect (pair.b, NETWORK_TOKEN);
  network_settle (pair.network);
  g_assert_cmpfloat (get_x (pair.b, id), ==, get_x (pair.a, id));
  pair_finish (&pair);
}

/* Locked by one while the other draws on: all that hangs on the refused edit goes with it. */
static void
test_refusal_drops (void)
{
  Pair        pair;
  BridgeStamp id, own;
  BridgeEdit  edit;

  pair_init (&pair);
  id = draw_box (pair.a);
  network_settle (pair.network);
  set_property (pair.a, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (TRUE));
  say_all (pair.a);

  /* One edit moves the locked item and makes another; then the other is written on. */
  bridge_guest_begin (pair.b->guest, &edit);
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_X, bridge_value_number (9));
  own = bridge_compose_item (&edit, bridge_guest_board (pair.b->guest), BRIDGE_KIND_NOTE, (BridgeRect){ 5, 5, 5, 5 });
  member_commit (pair.b, &edit);
  write_text (pair.b, own, 0, "gone");
  write_text (pair.b, own, 4, "too");
  draw_box (pair.b);
  g_assert_true (bridge_guest_can_undo (pair.b->guest));
  network_settle (pair.network);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_REFUSED], ==, 1);
  g_assert_cmpint (pair.b->refusal, ==, BRIDGE_REFUSAL_LOCKED);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_DROPPED], ==, 2);
  g_assert_null (bridge_board_item (bridge_guest_board (pair.b->guest), own));
  /* The last one stands, and is all there is to undo. */
  g_assert_cmpuint (bridge_board_n_visible (bridge_guest_board (pair.b->guest)), ==, 2);
  g_assert_true (bridge_guest_undo (pair.b->guest, NULL));
  member_book (pair.b, pair.b->deeds->len + 1, BRIDGE_STAMP_NONE);
  g_assert_false (bridge_guest_can_undo (pair.b->guest));
  pair_finish (&pair);
}

/* An edit of ours that stands on its own is still seen once one before it on the same item is gone. */
static void
test_refusal_replays (void)
{
  Pair        pair;
  BridgeStamp locked, other;
  BridgeEdit  edit;

  pair_init (&pair);
  locked = draw_box (pair.a);
  other = draw_box (pair.a);
  network_settle (pair.network);
  set_property (pair.a, locked, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (TRUE));
  say_all (pair.a);
  bridge_guest_begin (pair.b->guest, &edit);
  bridge_edit_set (&edit, locked, BRIDGE_PROPERTY_X, bridge_value_number (9));
  bridge_edit_set (&edit, other, BRIDGE_PROPERTY_X, bridge_value_number (9));
  member_commit (pair.b, &edit);
  link_send_up (pair.b->link, 1);
  set_property (pair.b, other, BRIDGE_PROPERTY_Y, bridge_value_number (8));
  link_deliver_up (pair.b->link, G_MAXUINT);
  link_send_down (pair.b->link, G_MAXUINT);
  link_deliver_down (pair.b->link, G_MAXUINT);
  g_assert_cmpint (pair.b->refusal, ==, BRIDGE_REFUSAL_LOCKED);
  g_assert_cmpuint (bridge_guest_n_outbox (pair.b->guest), ==, 1);
  g_assert_cmpfloat (get_x (pair.b, other), ==, 1);
  g_assert_cmpfloat (bridge_item_number (bridge_board_item (bridge_guest_board (pair.b->guest), other), BRIDGE_PROPERTY_Y),
                     ==, 8);
  pair_finish (&pair);
}

/* The number of a dropped edit is used; should it have been lost on its way, it must go out again all the same. */
static void
test_dropped_number (void)
{
  Pair        pair;
  BridgeStamp id, own;
  BridgeEdit  edit;

  pair_init (&pair);
  id = draw_box (pair.a);
  network_settle (pair.network);
  set_property (pair.a, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (TRUE));
  say_all (pair.a);
  bridge_guest_begin (pair.b->guest, &edit);
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_X, bridge_value_number (9));
  own = bridge_compose_item (&edit, bridge_guest_board (pair.b->guest), BRIDGE_KIND_NOTE, (BridgeRect){ 5, 5, 5, 5 });
  member_commit (pair.b, &edit);
  say_all (pair.b);
  write_text (pair.b, own, 0, "lost on its way");
  draw_box (pair.b);
  link_send_up (pair.b->link, G_MAXUINT);
  link_send_down (pair.b->link, G_MAXUINT);
  link_deliver_down (pair.b->link, G_MAXUINT);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_DROPPED], ==, 1);
  g_byte_array_set_size (pair.b->link->up, 0);
  member_connect (pair.b, NETWORK_TOKEN);
  pair_finish (&pair);
}

/* More refusals than the room keeps, and none of them heard. */
static void
test_forgotten_refusals (void)
{
  const guint n_edits = BRIDGE_SITE_REFUSALS_MAX + 50;
  Pair        pair;
  BridgeStamp id;

  pair_init (&pair);
  id = draw_box (pair.a);
  network_settle (pair.network);
  set_property (pair.a, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (TRUE));
  say_all (pair.a);
  for (guint i = 0; i < n_edits; i++)
    set_property (pair.b, id, BRIDGE_PROPERTY_X, bridge_value_number (i));
  say_all (pair.b);
  member_connect (pair.b, NETWORK_TOKEN);
  network_settle (pair.network);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_REFUSED], ==, n_edits);
  g_assert_cmpfloat (get_x (pair.b, id), ==, 1);
  pair_finish (&pair);
}

static void
test_refused_unheard (void)
{
  Pair        pair;
  BridgeStamp id;

  pair_init (&pair);
  id = draw_box (pair.a);
  network_settle (pair.network);
  set_property (pair.a, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (TRUE));
  say_all (pair.a);
  set_property (pair.b, id, BRIDGE_PROPERTY_X, bridge_value_number (9));
  link_send_up (pair.b->link, G_MAXUINT);
  link_deliver_up (pair.b->link, G_MAXUINT);
  member_cut (pair.b, TRUE);
  g_assert_cmpfloat (get_x (pair.b, id), ==, 9);
  member_connect (pair.b, NETWORK_TOKEN);
  network_settle (pair.network);
  g_assert_cmpfloat (get_x (pair.b, id), ==, 1);
  g_assert_cmpint (pair.b->refusal, ==, BRIDGE_REFUSAL_LOCKED);
  pair_finish (&pair);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusals/layers", test_layers);
  g_test_add_func ("/refusals/refusal-uncovers", test_refusal_uncovers);
  g_test_add_func ("/refusals/refusal-drops", test_refusal_drops);
  g_test_add_func ("/refusals/refusal-replays", test_refusal_replays);
  g_test_add_func ("/refusals/dropped-number", test_dropped_number);
  g_test_add_func ("/refusals/forgotten-refusals", test_forgotten_refusals);
  g_test_add_func ("/refusals/refused-unheard", test_refused_unheard);
  return g_test_run ();
}
