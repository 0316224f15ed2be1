/* Tests of the guest against a room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../seed.h"
#include "core/frame/websocket/frame.h"
#include "pair.h"

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

/* The snapshot was made for others, before the last edits: who comes now is told how far the log has got since. */
static void
test_latest (void)
{
  Pair    pair;
  Member *late;

  pair_init (&pair);
  draw_box (pair.a);
  draw_box (pair.a);
  network_settle (pair.network);
  late = network_add (pair.network, 103, "Cy");
  member_connect (late, NETWORK_TOKEN);
  network_settle (pair.network);
  g_assert_cmpuint (late->counts[BRIDGE_GUEST_EDITED], ==, 2);
  g_assert_cmpuint (bridge_guest_latest (late->guest), ==, bridge_room_revision (pair.network->room));
  draw_box (pair.a);
  network_settle (pair.network);
  g_assert_cmpuint (bridge_guest_latest (late->guest), ==, bridge_guest_revision (late->guest) - 1);
  pair_finish (&pair);
}

/* What a state lacks of another room is not what the first room's next diff goes on from. */
static void
test_half_a_head (void)
{
  BridgeRoomOptions options = { .epoch = 78, .seed = 2, .token = NETWORK_TOKEN, .title = "", .host = "Bob" };
  BridgeRoom       *other = bridge_room_new (&options);
  BridgeRoom       *room;
  Pair              pair;

  pair_init (&pair);
  draw_box (pair.a);
  draw_box (pair.b);
  network_settle (pair.network);
  member_cut (pair.a, TRUE);
  room = pair.network->room;
  pair.network->room = other;
  member_connect (pair.a, NETWORK_TOKEN);
  say_all (pair.a);
  link_send_down (pair.a->link, G_MAXUINT);
  link_deliver_down (pair.a->link, pair.a->link->down->len - 4); /* but for the ready */
  g_assert_cmpint (bridge_guest_phase (pair.a->guest), ==, BRIDGE_GUEST_LOADING);
  member_cut (pair.a, TRUE);
  pair.network->room = room;
  draw_box (pair.b);
  network_settle (pair.network);
  member_connect (pair.a, NETWORK_TOKEN);
  draw_box (pair.b);
  pair_finish (&pair);
  bridge_room_free (other);
}

/* A state's later blocks may show what somebody wrote after its head who never wrote before: such a one can be named only
 * once the log has. */
static void
test_ahead_of_its_head (void)
{
  Pair         pair;
  BridgeStamp  id;
  BridgeRandom random;
  Member      *late;

  pair_init (&pair);
  bridge_random_init (&random, 1);
  for (guint i = 0; i < 40; i++)
    draw_noise (pair.a, &random);
  id = draw_box (pair.a);
  network_settle (pair.network);
  late = network_add (pair.network, 103, "Late");
  member_connect (late, NETWORK_TOKEN);
  say_all (late);
  write_text (pair.b, id, 0, "new");
  say_all (pair.b);
  while (bridge_guest_phase (late->guest) != BRIDGE_GUEST_LIVE)
    {
      link_send_down (late->link, 1);
      link_deliver_down (late->link, 1);
    }
  g_assert_cmpuint (bridge_text_length (bridge_board_item (bridge_guest_board (late->guest), id)->text), ==, 3);
  write_text (late, id, 3, "er");
  g_assert_false (link_send_up (late->link, G_MAXUINT));
  network_settle (pair.network);
  assert_settled (late);
  g_assert_cmpuint (bridge_text_length (bridge_board_item (bridge_guest_board (pair.b->guest), id)->text), ==, 5);
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
  say_all (pair.a);
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

/* Each text is as much work as four strokes: a slice of four records ends behind one. */
static void
test_large_records (void)
{
  g_autofree char *words = g_strnfill (4000, 'x');
  Pair             pair;
  Member          *late;
  gsize            n_items = 0;
  uint64_t         size;

  pair_init (&pair);
  for (guint i = 0; i < 6; i++)
    write_text (pair.a, draw_box (pair.a), 0, words);
  network_restart (pair.network, NULL, pair.a);
  late = network_add (pair.network, 103, "Cid");
  member_connect (late, NETWORK_TOKEN);
  late->link->window = G_MAXUINT;
  say_all (late);
  link_send_down (late->link, G_MAXUINT);
  for (gsize at = 0; at < late->link->down->len; at += size)
    {
      const guint8 *frame = late->link->down->data + at;
      BridgeStatus  status;
      gsize         header = bridge_frame_header_size (frame[1]);
      bool          more;

      g_assert_true (bridge_frame_size (frame, late->link->down->len - at, &size));
      g_assert_cmpint (bridge_guest_receive (late->guest, frame + header, size - header), ==, BRIDGE_STATUS_OK);
      do
        {
          gsize before = n_items;

          more = bridge_guest_work (late->guest, 4, &status);
          n_items = bridge_board_n_items (bridge_guest_board (late->guest));
          g_assert_cmpuint (n_items, <=, before + 1);
        }
      while (more);
    }
  g_assert_cmpuint (n_items, ==, 6);
  network_free (pair.network);
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
  g_test_add_func ("/guest/latest", test_latest);
  g_test_add_func ("/guest/half-a-head", test_half_a_head);
  g_test_add_func ("/guest/ahead-of-its-head", test_ahead_of_its_head);
  g_test_add_func ("/guest/away", test_away);
  g_test_add_func ("/guest/taken-unheard", test_taken_unheard);
  g_test_add_func ("/guest/replaced", test_replaced);
  g_test_add_func ("/guest/wrong-token", test_wrong_token);
  g_test_add_func ("/guest/leave", test_leave);
  g_test_add_func ("/guest/another-epoch", test_another_epoch);
  g_test_add_func ("/guest/presence", test_presence);
  g_test_add_func ("/guest/large-board", test_large_board);
  g_test_add_func ("/guest/hostile-room", test_hostile_room);
  g_test_add_func ("/guest/garbled-room", test_garbled_room);
  g_test_add_func ("/guest/limits", test_limits);
  g_test_add_func ("/guest/large-records", test_large_records);
  g_test_add_func ("/guest/cancel-gesture", test_cancel_gesture);
  return g_test_run ();
}
