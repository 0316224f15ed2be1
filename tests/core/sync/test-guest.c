/* Tests of the guest against a room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../seed.h"
#include "core/doc/compose.h"
#include "network.h"

#include <string.h>

typedef struct
{
  Network *network;
  Member  *a;
  Member  *b;
} Pair;

static void
pair_init (Pair *pair)
{
  pair->network = network_new (NULL);
  pair->a = network_add (pair->network, 101, "Ada");
  pair->b = network_add (pair->network, 102, "Bob");
  member_connect (pair->a, NETWORK_TOKEN);
  member_connect (pair->b, NETWORK_TOKEN);
  network_settle (pair->network);
}

static void
pair_finish (Pair *pair)
{
  network_settle (pair->network);
  assert_settled (pair->a);
  assert_settled (pair->b);
  network_free (pair->network);
}

static BridgeStamp
draw_box (Member *member)
{
  BridgeEdit  edit;
  BridgeStamp id;

  bridge_guest_begin (member->guest, &edit);
  id = bridge_compose_item (&edit, bridge_guest_board (member->guest), BRIDGE_KIND_NOTE, (BridgeRect){ 1, 2, 30, 40 });
  g_assert_cmpuint (member_commit (member, &edit), >, 0);
  return id;
}

static void
set_property (Member *member, BridgeStamp id, uint32_t property, BridgeValue value)
{
  BridgeEdit edit;

  bridge_guest_begin (member->guest, &edit);
  bridge_edit_set (&edit, id, property, value);
  g_assert_cmpuint (member_commit (member, &edit), >, 0);
}

static guint64
write_text (Member *member, BridgeStamp id, size_t at, const gchar *text)
{
  BridgeEdit edit;

  bridge_guest_begin (member->guest, &edit);
  g_assert_cmpint (bridge_compose_text (&edit, bridge_board_item (bridge_guest_board (member->guest), id), at, 0, text,
                                        strlen (text)),
                   ==, BRIDGE_STATUS_OK);
  return member_commit (member, &edit);
}

static double
get_x (Member *member, BridgeStamp id)
{
  return bridge_item_number (bridge_board_item (bridge_guest_board (member->guest), id), BRIDGE_PROPERTY_X);
}

static void
test_drawing (void)
{
  Pair        pair;
  BridgeStamp id;

  pair_init (&pair);
  g_assert_cmpuint (pair.a->counts[BRIDGE_GUEST_WELCOMED], ==, 1);
  g_assert_cmpuint (pair.a->counts[BRIDGE_GUEST_READY], ==, 1);
  id = draw_box (pair.a);
  g_assert_cmpuint (bridge_guest_n_outbox (pair.a->guest), ==, 1);
  network_settle (pair.network);
  g_assert_cmpuint (bridge_guest_n_outbox (pair.a->guest), ==, 0);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_EDITED], ==, 1);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_CHANGED], >=, 1);
  g_assert_cmpfloat (get_x (pair.b, id), ==, 1);
  /* The first edit says who its author is. */
  g_assert_cmpstr (bridge_board_author (bridge_guest_board (pair.b->guest), 101)->name, ==, "Ada");
  pair_finish (&pair);
}

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
  link_send_up (pair.a->link, G_MAXUINT);
  link_deliver_up (pair.a->link, G_MAXUINT);

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

static void
test_away (void)
{
  Pair        pair;
  BridgeStamp id;

  pair_init (&pair);
  member_cut (pair.a, TRUE);
  g_assert_cmpint (bridge_guest_phase (pair.a->guest), ==, BRIDGE_GUEST_AWAY);
  network_settle (pair.network);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_LEFT], ==, 1);
  id = draw_box (pair.a);
  write_text (pair.a, id, 0, "while away");
  draw_box (pair.b);
  network_settle (pair.network);
  g_assert_cmpuint (bridge_guest_n_outbox (pair.a->guest), ==, 2);
  member_connect (pair.a, NETWORK_TOKEN);
  network_settle (pair.network);
  g_assert_cmpuint (bridge_board_n_visible (bridge_guest_board (pair.b->guest)), ==, 2);
  pair_finish (&pair);
}

/* The room took it, but its word did not come back. */
static void
test_taken_unheard (void)
{
  Pair pair;

  pair_init (&pair);
  draw_box (pair.a);
  draw_box (pair.a);
  link_send_up (pair.a->link, 1);
  link_deliver_up (pair.a->link, G_MAXUINT);
  member_cut (pair.a, FALSE);
  draw_box (pair.a);
  member_connect (pair.a, NETWORK_TOKEN);
  network_settle (pair.network);
  g_assert_cmpuint (pair.a->counts[BRIDGE_GUEST_TAKEN], ==, 1);
  g_assert_cmpuint (pair.a->counts[BRIDGE_GUEST_EDITED], ==, 2);
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
  link_send_up (pair.a->link, G_MAXUINT);
  link_deliver_up (pair.a->link, G_MAXUINT);
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

static void
test_replaced (void)
{
  Pair    pair;
  Member *twin;

  pair_init (&pair);
  twin = network_add (pair.network, 101, "Ada");
  member_connect (twin, NETWORK_TOKEN);
  network_settle (pair.network);
  g_assert_cmpint (pair.a->goodbye, ==, BRIDGE_GOODBYE_REPLACED);
  g_assert_cmpint (bridge_guest_phase (pair.a->guest), ==, BRIDGE_GUEST_AWAY);
  assert_settled (twin);
  assert_settled (pair.b);
  network_free (pair.network);
}

static void
test_wrong_token (void)
{
  Network *network = network_new (NULL);
  Member  *a = network_add (network, 101, "Ada");

  draw_box (a);
  member_connect (a, "incorrect");
  network_settle (network);
  g_assert_cmpint (a->goodbye, ==, BRIDGE_GOODBYE_TOKEN);
  g_assert_cmpint (bridge_guest_phase (a->guest), ==, BRIDGE_GUEST_AWAY);
  g_assert_cmpuint (bridge_board_n_visible (bridge_guest_board (a->guest)), ==, 1);
  bridge_guest_leave (a->guest);
  g_assert_cmpint (bridge_guest_phase (a->guest), ==, BRIDGE_GUEST_SOLO);
  draw_box (a);
  g_assert_cmpuint (bridge_board_n_visible (bridge_guest_board (a->guest)), ==, 2);
  network_free (network);
}

static void
test_leave (void)
{
  Pair pair;

  pair_init (&pair);
  draw_box (pair.a);
  network_settle (pair.network);
  bridge_guest_leave (pair.a->guest);
  network_settle (pair.network);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_LEFT], ==, 1);
  g_assert_cmpuint (bridge_room_n_people (pair.network->room), ==, 1);
  g_assert_cmpuint (bridge_guest_n_people (pair.a->guest), ==, 0);
  g_assert_cmpuint (bridge_board_n_visible (bridge_guest_board (pair.a->guest)), ==, 1);
  assert_settled (pair.b);
  network_free (pair.network);
}

/* The room has gone; another goes on with what one of its guests has, who had heard less of our edits than we. */
static void
test_another_epoch (void)
{
  Pair              pair;
  BridgeRoomOptions options = { .epoch = 78, .seed = 2, .token = NETWORK_TOKEN, .title = "", .host = "Bob" };
  BridgeStamp       id;

  pair_init (&pair);
  id = draw_box (pair.a);
  network_settle (pair.network);
  draw_box (pair.a);
  draw_box (pair.b);
  link_send_up (pair.a->link, G_MAXUINT);
  link_deliver_up (pair.a->link, G_MAXUINT);
  member_cut (pair.a, TRUE);
  write_text (pair.a, id, 0, "mine");
  network_restart (pair.network, &options, pair.b);
  member_connect (pair.a, NETWORK_TOKEN);
  member_connect (pair.b, NETWORK_TOKEN);
  network_settle (pair.network);
  g_assert_cmpuint (bridge_board_n_visible (bridge_guest_board (pair.b->guest)), ==, 3);
  pair_finish (&pair);
}

static void
test_presence (void)
{
  Pair                  pair;
  BridgePresence        presence = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { 3, 4 } };
  const BridgePresence *shown;
  guint64               when = 0;

  pair_init (&pair);
  g_assert_true (bridge_guest_present (pair.a->guest, &presence, 100, &when));
  network_wait (pair.network, 100000);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_PRESENT], ==, 1);
  g_assert_cmpuint (pair.a->counts[BRIDGE_GUEST_PRESENT], ==, 0);
  shown = bridge_guest_presence (pair.b->guest, bridge_guest_person (pair.a->guest));
  g_assert_nonnull (shown);
  g_assert_cmpfloat (shown->cursor.x, ==, 3);
  /* Too soon: the latest alone goes out, when it is time. */
  presence.cursor.x = 5;
  g_assert_false (bridge_guest_present (pair.a->guest, &presence, 200, &when));
  g_assert_cmpuint (when, ==, 100 + BRIDGE_PRESENCE_INTERVAL);
  network_wait (pair.network, 100000);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_PRESENT], ==, 1);
  g_assert_true (bridge_guest_present (pair.a->guest, &presence, when, &when));
  g_assert_true (bridge_guest_present (pair.a->guest, &presence, when, &when));
  network_wait (pair.network, 100000);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_PRESENT], ==, 2);
  /* It is shown again to a room that one comes back to. */
  member_connect (pair.a, NETWORK_TOKEN);
  network_wait (pair.network, 100000);
  g_assert_cmpuint (pair.b->counts[BRIDGE_GUEST_PRESENT], ==, 3);
  pair_finish (&pair);
}

static void
test_large_board (void)
{
  Pair    pair;
  Member *late;
  double  fraction;

  pair_init (&pair);
  g_assert_false (bridge_guest_progress (pair.a->guest, &fraction));
  for (guint i = 0; i < 20000; i++)
    draw_box (pair.a);
  network_settle (pair.network);
  late = network_add (pair.network, 103, "Late");
  member_connect (late, NETWORK_TOKEN);
  network_settle (pair.network);
  assert_settled (late);
  g_assert_cmpuint (bridge_board_n_visible (bridge_guest_board (late->guest)), ==, 20000);
  pair_finish (&pair);
}

/* What no room says: the guest hangs up, its board intact. */
static void
test_hostile_room (void)
{
  static const struct
  {
    guint8 bytes[8];
    gsize  length;
  } cases[] = {
    { { 0 }, 0 },
    { { BRIDGE_WIRE_HELLO }, 1 },
    { { BRIDGE_WIRE_WELCOME, 1, 0 }, 3 },
    { { BRIDGE_WIRE_STATE, 1, 0 }, 3 },
    { { BRIDGE_WIRE_READY }, 1 },
    { { BRIDGE_WIRE_HEAD, 1 }, 2 },
    { { BRIDGE_WIRE_COMMIT, 9 }, 2 },
    { { BRIDGE_WIRE_REFUSED, 9 }, 2 },
    { { BRIDGE_WIRE_PEOPLE, 9 }, 2 },
    { { BRIDGE_WIRE_PRESENCES, 9 }, 2 },
    { { BRIDGE_WIRE_GOODBYE }, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Pair pair;

      pair_init (&pair);
      draw_box (pair.a);
      network_settle (pair.network);
      g_assert_cmpint (bridge_guest_receive (pair.a->guest, cases[i].bytes, cases[i].length), !=, BRIDGE_STATUS_OK);
      g_assert_cmpint (bridge_guest_phase (pair.a->guest), ==, BRIDGE_GUEST_AWAY);
      g_assert_cmpuint (bridge_board_n_visible (bridge_guest_board (pair.a->guest)), ==, 1);
      member_connect (pair.a, NETWORK_TOKEN);
      pair_finish (&pair);
    }
}

/* Whatever comes of a garbled conversation, it is no crash, and the board can still be drawn on. */
static void
test_garbled_room (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint i = 0; i < 300; i++)
    {
      Pair         pair;
      Link        *link;
      BridgeStatus status = BRIDGE_STATUS_OK;

      pair_init (&pair);
      write_text (pair.b, draw_box (pair.b), 0, "some text");
      link_send_up (pair.b->link, G_MAXUINT);
      link_deliver_up (pair.b->link, G_MAXUINT);
      member_connect (pair.a, NETWORK_TOKEN);
      link = pair.a->link;
      link_send_up (link, G_MAXUINT);
      link_deliver_up (link, G_MAXUINT);
      draw_box (pair.b);
      link_send_up (pair.b->link, G_MAXUINT);
      link_deliver_up (pair.b->link, G_MAXUINT);
      link_send_down (link, G_MAXUINT);
      for (guint at = 0; at < link->down->len && status == BRIDGE_STATUS_OK;)
        {
          guint8 *payload = link->down->data + at + 2;
          guint   length = link->down->data[at + 1];

          if (length > 125)
            break;
          if (length > 0 && bridge_random_below (&random, 4) == 0)
            payload[bridge_random_below (&random, length)] ^= (guint8)(1 << bridge_random_below (&random, 8));
          status = bridge_guest_receive (pair.a->guest, payload, length);
          while (status == BRIDGE_STATUS_OK && bridge_guest_work (pair.a->guest, 1, &status))
            ;
          at += 2 + length;
        }
      draw_box (pair.a);
      network_free (pair.network);
    }
}

static void
test_limits (void)
{
  Pair          pair;
  BridgeEdit    edit;
  BridgeRefusal refusal = BRIDGE_REFUSAL_NONE;
  guint8        noise[4096];
  BridgeRandom  random;

  pair_init (&pair);
  bridge_guest_begin (pair.a->guest, &edit);
  g_assert_cmpuint (bridge_guest_commit (pair.a->guest, &edit, NULL, &refusal), ==, 0);
  g_assert_cmpint (refusal, ==, BRIDGE_REFUSAL_NONE);

  bridge_random_init (&random, 1);
  bridge_guest_begin (pair.a->guest, &edit);
  for (guint i = 0; i < 300; i++)
    {
      BridgeStamp id = bridge_edit_create (&edit, BRIDGE_KIND_NOTE, 0);
      BridgeValue value;

      for (gsize j = 0; j < sizeof noise; j++)
        noise[j] = (guint8)bridge_random_next (&random);
      value = bridge_value_bytes (noise, sizeof noise);
      bridge_edit_set (&edit, id, 5000, value);
      bridge_value_clear (&value);
    }
  g_assert_cmpuint (bridge_guest_commit (pair.a->guest, &edit, NULL, &refusal), ==, 0);
  g_assert_cmpint (refusal, ==, BRIDGE_REFUSAL_LIMIT);
  g_assert_cmpuint (bridge_board_n_items (bridge_guest_board (pair.a->guest)), ==, 0);
  pair_finish (&pair);
}

/* Others see what a cancelled gesture did, and then that it never was. */
static void
test_cancel_gesture (void)
{
  Pair        pair;
  BridgeStamp id;

  pair_init (&pair);
  id = draw_box (pair.a);
  bridge_guest_begin_gesture (pair.a->guest);
  bridge_guest_cancel_gesture (pair.a->guest, NULL);
  g_assert_cmpfloat (get_x (pair.a, id), ==, 1);
  bridge_guest_begin_gesture (pair.a->guest);
  for (int x = 2; x < 10; x++)
    set_property (pair.a, id, BRIDGE_PROPERTY_X, bridge_value_number (x));
  network_settle (pair.network);
  g_assert_cmpfloat (get_x (pair.b, id), ==, 9);
  bridge_guest_cancel_gesture (pair.a->guest, NULL);
  member_book (pair.a, pair.a->deeds->len + 1, BRIDGE_STAMP_NONE);
  network_settle (pair.network);
  g_assert_cmpfloat (get_x (pair.a, id), ==, 1);
  g_assert_cmpfloat (get_x (pair.b, id), ==, 1);
  g_assert_false (bridge_guest_can_redo (pair.a->guest));
  g_assert_true (bridge_guest_undo (pair.a->guest, NULL));
  member_book (pair.a, pair.a->deeds->len + 1, BRIDGE_STAMP_NONE);
  g_assert_false (bridge_guest_can_undo (pair.a->guest));
  pair_finish (&pair);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guest/drawing", test_drawing);
  g_test_add_func ("/guest/layers", test_layers);
  g_test_add_func ("/guest/refusal-uncovers", test_refusal_uncovers);
  g_test_add_func ("/guest/refusal-drops", test_refusal_drops);
  g_test_add_func ("/guest/away", test_away);
  g_test_add_func ("/guest/taken-unheard", test_taken_unheard);
  g_test_add_func ("/guest/refused-unheard", test_refused_unheard);
  g_test_add_func ("/guest/replaced", test_replaced);
  g_test_add_func ("/guest/wrong-token", test_wrong_token);
  g_test_add_func ("/guest/leave", test_leave);
  g_test_add_func ("/guest/another-epoch", test_another_epoch);
  g_test_add_func ("/guest/presence", test_presence);
  g_test_add_func ("/guest/large-board", test_large_board);
  g_test_add_func ("/guest/hostile-room", test_hostile_room);
  g_test_add_func ("/guest/garbled-room", test_garbled_room);
  g_test_add_func ("/guest/limits", test_limits);
  g_test_add_func ("/guest/cancel-gesture", test_cancel_gesture);
  return g_test_run ();
}
