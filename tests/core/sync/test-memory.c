/* Tests of what a room holds for its peers: while that is too much no state is begun, publishers are slowed, little progress is
 * none; so it falls, and all that was sent arrives.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "pair.h"
#include "probe.h"

static void
test_pressed (void)
{
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *writer = probe_join (room, 5);
  Probe              *reader = probe_join (room, 6);
  Probe              *late;
  BridgeAuthorContext up = { .site = 5 };
  guint64             now = SECOND;
  guint               n_drawn = 0;

  probe_read (writer, now);
  probe_read (reader, now);
  g_assert_cmpuint (draw_while_allowed (writer, &up, now, 1), ==, 1);
  bridge_room_set_pressed (room, true);
  g_assert_false (bridge_peer_may_send (writer->peer, now));
  g_assert_true (bridge_peer_may_send (reader->peer, now));
  late = probe_join (room, 7);
  assert_dismissed (late, BRIDGE_GOODBYE_FULL, 1013);
  probe_free (late);
  for (guint i = 0; i < 150; i++)
    n_drawn += draw_while_allowed (writer, &up, now += 20000, 1000);
  g_assert_cmpuint (n_drawn, ==, 3);
  probe_read (writer, now);
  g_assert_cmpint (read_notice (writer), ==, BRIDGE_NOTICE_BUSY);
  bridge_room_set_pressed (room, false);
  late = probe_join (room, 7);
  g_assert_true (bridge_peer_is_greeted (late->peer));
  probe_free (late);
  g_assert_true (bridge_peer_may_send (writer->peer, now));
  probe_read (writer, now);
  g_assert_cmpint (read_notice (writer), ==, BRIDGE_NOTICE_OVER);
  probe_read (reader, now);
  g_assert_cmpint (read_notice (reader), ==, -1);
  probe_free (writer);
  probe_free (reader);
  bridge_room_free (room);
}

/* A byte now and then is no progress while memory is short; to take what is sent is. */
static void
test_pressed_trickle (void)
{
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *writer = probe_join (room, 5);
  Probe              *trickle = probe_join (room, 6);
  Probe              *reader = probe_join (room, 7);
  BridgeAuthorContext up = { .site = 5 };
  guint64             now = SECOND;

  probe_draw (writer, &up, 1, 1);
  bridge_room_set_pressed (room, true);
  for (guint i = 0; i < 12; i++)
    {
      probe_read (writer, now += SECOND);
      probe_read (reader, now);
      bridge_peer_sent (trickle->peer, 1, now);
      if (bridge_room_deadline (room) <= now)
        bridge_room_tick (room, now);
    }
  g_assert_true (bridge_peer_is_closing (trickle->peer, NULL, NULL));
  g_assert_false (bridge_peer_is_closing (reader->peer, NULL, NULL));
  g_assert_false (bridge_peer_is_closing (writer->peer, NULL, NULL));
  probe_free (writer);
  probe_free (trickle);
  probe_free (reader);
  bridge_room_free (room);
}

static void
fill_board (Member *member, guint n_strokes)
{
  BridgeRandom random;

  bridge_random_init (&random, 7);
  for (guint i = 0; i < n_strokes; i++)
    draw_noise (member, &random);
  network_settle (member->network);
}

/* What a snapshot takes goes as it is read, or at once when nobody reads it, and with it all that was held. */
static void
test_memory_of_snapshots (void)
{
  Network *network = network_new (NULL);
  Member  *host = network_add (network, 101, "Ada");
  Member  *guests[4];
  gsize    before, most;

  member_connect (host, NETWORK_TOKEN);
  fill_board (host, 100);
  bridge_room_set_pressed (network->room, true);
  bridge_room_set_pressed (network->room, false);
  before = bridge_room_memory (network->room);
  for (guint i = 0; i < G_N_ELEMENTS (guests); i++)
    {
      guests[i] = network_add (network, 200 + i, "Bob");
      member_connect (guests[i], NETWORK_TOKEN);
    }
  network_settle (network);
  /* It is kept for the next one, and takes memory. */
  most = bridge_room_memory (network->room);
  g_assert_cmpuint (most, >, before + (1 << 20));
  bridge_room_set_pressed (network->room, true);
  g_assert_cmpuint (bridge_room_memory (network->room), <, before + 4096);
  bridge_room_set_pressed (network->room, false);
  /* While it is pressed, blocks go once the slowest has read them. */
  guests[0] = network_add (network, 300, "Eve");
  guests[1] = network_add (network, 301, "Max");
  member_connect (guests[0], NETWORK_TOKEN);
  member_connect (guests[1], NETWORK_TOKEN);
  link_send_up (guests[0]->link, G_MAXUINT);
  link_deliver_up (guests[0]->link, G_MAXUINT);
  link_send_up (guests[1]->link, G_MAXUINT);
  link_deliver_up (guests[1]->link, G_MAXUINT);
  bridge_room_set_pressed (network->room, true);
  g_assert_cmpuint (bridge_room_memory (network->room), <, before + (1 << 20));
  network_settle (network);
  g_assert_cmpuint (bridge_room_memory (network->room), <, before + 8192);
  assert_settled (guests[0]);
  assert_settled (guests[1]);
  network_free (network);
}

typedef struct
{
  Network *network;
  Member  *writers[3];
  Member  *slow[6]; /* readers; the first half takes a little now and then, the others nothing */
  gsize    most;    /* that the room has held */
  guint    n_over;  /* turns in a row in which that was over the cap, and the most of these */
  guint    longest;
} Crowd;

static void
crowd_init (Crowd *crowd)
{
  *crowd = (Crowd){ .network = network_new (NULL) };
  for (guint i = 0; i < G_N_ELEMENTS (crowd->writers); i++)
    member_connect (crowd->writers[i] = network_add (crowd->network, 100 + i, "Ada"), NETWORK_TOKEN);
  for (guint i = 0; i < G_N_ELEMENTS (crowd->slow); i++)
    crowd->slow[i] = network_add (crowd->network, 200 + i, "Bob");
  fill_board (crowd->writers[0], 24);
}

static void
move_link (Link *link, gsize max)
{
  link_send_up (link, G_MAXUINT);
  link_deliver_up (link, G_MAXUINT);
  link_send_down (link, max);
  link_deliver_down (link, max);
}

/* Whom the room has given up is cut. */
static void
move_slowly (Link *link, gsize max)
{
  if (link == NULL)
    return;
  if (link->peer != NULL && bridge_peer_is_closing (link->peer, NULL, NULL))
    member_cut (link->member, TRUE);
  else
    move_link (link, max);
}

static void
crowd_turn (Crowd *crowd, guint turn, gsize cap)
{
  Network     *network = crowd->network;
  Member      *late = crowd->slow[turn / 10 % G_N_ELEMENTS (crowd->slow)];
  BridgeRandom random;

  bridge_random_init (&random, turn);
  network->now += 20000;
  if (late->link == NULL)
    member_connect (late, NETWORK_TOKEN);
  for (guint i = 0; i < G_N_ELEMENTS (crowd->writers); i++)
    {
      if (turn % 25 == 0)
        draw_noise (crowd->writers[i], &random);
      move_link (crowd->writers[i]->link, G_MAXUINT);
    }
  for (guint i = 0; i < G_N_ELEMENTS (crowd->slow); i++)
    move_slowly (crowd->slow[i]->link, i < G_N_ELEMENTS (crowd->slow) / 2 ? 400 * i : 0);
  while (bridge_room_next_ready (network->room) != NULL)
    ;
  if (bridge_room_deadline (network->room) <= network->now)
    bridge_room_tick (network->room, network->now);
  network_sweep (network);
  crowd->most = MAX (crowd->most, bridge_room_memory (network->room));
  crowd->n_over = bridge_room_memory (network->room) > cap ? crowd->n_over + 1 : 0;
  crowd->longest = MAX (crowd->longest, crowd->n_over);
  bridge_room_set_pressed (network->room, crowd->n_over > 0);
}

/* Everybody reads again, and agrees. */
static void
crowd_finish (Crowd *crowd)
{
  bridge_room_set_pressed (crowd->network->room, false);
  network_wait (crowd->network, SECOND);
  for (guint i = 0; i < G_N_ELEMENTS (crowd->slow); i++)
    if (crowd->slow[i]->link == NULL)
      member_connect (crowd->slow[i], NETWORK_TOKEN);
  network_wait (crowd->network, SECOND);
  for (guint i = 0; i < crowd->network->members->len; i++)
    assert_settled (g_ptr_array_index (crowd->network->members, i));
  network_free (crowd->network);
}

/* Publishers go on while others read little or nothing: what is held over a cap falls by itself, whoever stands still, and in the
 * end all agree. */
static void
test_memory_is_bounded (void)
{
  const guint n_turns = 650;
  gsize       most[2];

  for (guint i = 0; i < 2; i++)
    {
      gsize cap = i == 0 ? G_MAXSIZE : most[0] / 2;
      Crowd crowd;

      crowd_init (&crowd);
      for (guint turn = 0; turn < n_turns; turn++)
        crowd_turn (&crowd, turn, cap);
      most[i] = crowd.most;
      g_test_message ("held %" G_GSIZE_FORMAT " at most, over the cap for %u turns", most[i], crowd.longest);
      g_assert_true ((crowd.longest > 0) == (i == 1));
      g_assert_cmpuint (crowd.longest * 20000, <, BRIDGE_STUCK_TIMEOUT + 2 * SECOND);
      crowd_finish (&crowd);
    }
  g_assert_cmpuint (most[1], <, most[0] / 4 * 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory/pressed", test_pressed);
  g_test_add_func ("/memory/trickle", test_pressed_trickle);
  g_test_add_func ("/memory/snapshots", test_memory_of_snapshots);
  g_test_add_func ("/memory/bounded", test_memory_is_bounded);
  return g_test_run ();
}
