/* Tests of what a room bears: who is over its rate is read more slowly, who comes too often is refused, what is held for
 * peers is bounded; and all that was sent arrives.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/connection.h"
#include "pair.h"
#include "probe.h"

#include <string.h>

#define SECOND 1000000
#define BURST  100 /* tokens */
#define RATE   50  /* tokens a second */

static const BridgeRoomOptions slow_options = {
  .epoch = 9, .seed = 1, .token = NETWORK_TOKEN, .title = "", .host = "Ada", .edit_rate = RATE, .edit_burst = BURST
};

/* Draws while it may, at most `max` times; returns how often. */
static guint
draw_while_allowed (Probe *probe, BridgeAuthorContext *up, guint64 now, guint max)
{
  guint n = 0;

  for (; n < max && bridge_peer_may_send (probe->peer, now); n++)
    probe_draw (probe, up, up->seq + 1, up->lamport + 1);
  return n;
}

static void
say_presence (Probe *probe, guint64 now)
{
  BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR };
  BridgeBytes    message = { 0 };

  bridge_wire_put_presence (&message, &presence);
  probe_say (probe, &message, now);
}

/* The code of the only notice among what it has read. */
static gint
read_notice (Probe *probe)
{
  gint found = -1;

  for (guint i = 0; i < probe->messages->len; i++)
    {
      gsize         length, n_words;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (probe->messages, i), &length);
      const char   *words;

      if (data[0] != BRIDGE_WIRE_NOTICE)
        continue;
      g_assert_cmpint (found, ==, -1);
      g_assert_cmpint (bridge_wire_get_notice (data, length, &found, &words, &n_words), ==, BRIDGE_STATUS_OK);
      g_assert_true ((n_words > 0) == (found != BRIDGE_NOTICE_OVER));
    }
  return found;
}

static void
test_rate (void)
{
  BridgeRoom         *room = bridge_room_new (&slow_options);
  Probe              *probe = probe_join (room, 5);
  Probe              *other = probe_join (room, 6);
  BridgeAuthorContext up = { .site = 5 };
  guint64             now = SECOND;
  guint               n_drawn = draw_while_allowed (probe, &up, now, 1000);

  g_assert_cmpuint (n_drawn, ==, BURST + 1);
  g_assert_false (bridge_peer_may_send (probe->peer, now));
  g_assert_true (bridge_peer_may_send (other->peer, now));
  for (guint i = 0; i < 10; i++)
    n_drawn += draw_while_allowed (probe, &up, now += SECOND, 1000);
  g_assert_cmpuint (n_drawn, ==, BURST + 1 + 10 * RATE);
  /* What comes all the same is taken. */
  probe_draw (probe, &up, up.seq + 1, up.lamport + 1);
  g_assert_cmpuint (bridge_board_n_items (bridge_room_board (room)), ==, n_drawn + 1);
  /* To come anew does not fill the bucket. */
  probe_free (probe);
  probe = probe_join (room, 5);
  g_assert_false (bridge_peer_may_send (probe->peer, now));
  probe_free (probe);
  probe_free (other);
  bridge_room_free (room);
}

/* An edit counts by its bytes, presence and what is of a later version too. */
static void
test_costs (void)
{
  BridgeRoom         *room = bridge_room_new (&slow_options);
  Probe              *probe = probe_join (room, 5);
  BridgeAuthorContext up = { .site = 5 };
  BridgeContext       none = { 0 };
  BridgeBytes         message = { 0 };
  guint8              bytes[4000] = { 0 };
  BridgeEdit          edit;
  guint64             now = SECOND;
  gsize               n_left;

  bridge_edit_init (&edit, 5, 1);
  edit.seq = 1;
  for (guint i = 0; i < BURST * BRIDGE_LIMIT_EDIT_COST / sizeof bytes; i++)
    {
      BridgeValue value = bridge_value_bytes (bytes, sizeof bytes);

      bridge_edit_set (&edit, bridge_edit_create (&edit, BRIDGE_KIND_NOTE, 0), 5000, value);
      bridge_value_clear (&value);
    }
  bridge_wire_put_edit (&message, &up, &none, &edit);
  bridge_edit_clear (&edit);
  n_left = BURST - (message.length + BRIDGE_LIMIT_EDIT_COST - 1) / BRIDGE_LIMIT_EDIT_COST;
  g_assert_cmpuint (n_left, <, BURST / 10);
  probe_say (probe, &message, now);
  for (guint i = 0; i <= n_left; i++)
    {
      g_assert_true (bridge_peer_may_send (probe->peer, now));
      say_presence (probe, now);
    }
  g_assert_false (bridge_peer_may_send (probe->peer, now));
  now += 10 * SECOND;
  for (guint i = 0; i <= BURST; i++)
    {
      g_assert_true (bridge_peer_may_send (probe->peer, now));
      bridge_bytes_put (&message, "\xff?", 2);
      probe_say (probe, &message, now);
    }
  g_assert_false (bridge_peer_may_send (probe->peer, now));
  probe_free (probe);
  bridge_room_free (room);
}

static void
test_rate_notice (void)
{
  BridgeRoom         *room = bridge_room_new (&slow_options);
  Probe              *probe = probe_join (room, 5);
  BridgeAuthorContext up = { .site = 5 };
  guint64             now = SECOND;
  guint               n_notices = 0;

  probe_read (probe, now);
  for (guint i = 0; i < 150; i++)
    {
      draw_while_allowed (probe, &up, now, 1000);
      if (bridge_room_deadline (room) <= now)
        bridge_room_tick (room, now);
      probe_read (probe, now);
      if (read_notice (probe) >= 0)
        {
          g_assert_cmpint (read_notice (probe), ==, BRIDGE_NOTICE_RATE);
          g_assert_cmpuint (now, >=, SECOND + BRIDGE_NOTICE_DELAY);
          n_notices++;
        }
      now += 20000;
    }
  g_assert_cmpuint (n_notices, ==, 1);
  /* It stops: the room says by itself that it is over. */
  while (!bridge_peer_has_output (probe->peer))
    {
      now = bridge_room_deadline (room);
      bridge_room_tick (room, now);
    }
  g_assert_cmpuint (now, <, 10 * SECOND);
  probe_read (probe, now);
  g_assert_cmpint (read_notice (probe), ==, BRIDGE_NOTICE_OVER);
  probe_free (probe);
  bridge_room_free (room);
}

/* Somebody who draws for a moment is told nothing. */
static void
test_no_notice (void)
{
  BridgeRoom         *room = bridge_room_new (&slow_options);
  Probe              *probe = probe_join (room, 5);
  BridgeAuthorContext up = { .site = 5 };
  guint64             now = SECOND;

  draw_while_allowed (probe, &up, now, 1000);
  g_assert_false (bridge_peer_may_send (probe->peer, now));
  for (guint i = 0; i < 10; i++)
    g_assert_true (bridge_peer_may_send (probe->peer, now += 200000));
  probe_read (probe, now);
  g_assert_cmpint (read_notice (probe), ==, -1);
  probe_free (probe);
  bridge_room_free (room);
}

/* A thousand edits through a room that takes fifty a second: all arrive, and their author was told why it took so long. */
static void
test_nothing_is_lost (void)
{
  Network *network = network_new (&slow_options);
  Member  *a = network_add (network, 101, "Ada");
  Member  *b = network_add (network, 102, "Bob");
  guint64  begin;

  member_connect (a, NETWORK_TOKEN);
  member_connect (b, NETWORK_TOKEN);
  network_settle (network);
  begin = network->now;
  for (guint i = 0; i < 1000; i++)
    draw_box (a);
  network_settle (network);
  g_assert_cmpuint (network->now - begin, >=, (guint64)(1000 - BURST) * SECOND / RATE - SECOND);
  network_wait (network, 5 * SECOND);
  g_assert_cmpuint (a->counts[BRIDGE_GUEST_NOTICED], ==, 2);
  g_assert_cmpuint (b->counts[BRIDGE_GUEST_NOTICED], ==, 0);
  g_assert_cmpuint (bridge_board_n_items (bridge_room_board (network->room)), ==, 1000);
  assert_settled (a);
  assert_settled (b);
  network_free (network);
}

/* Memory. */

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
  Member  *slow[12]; /* readers; the first half takes a little now and then, the others nothing */
  gsize    most;     /* that the room has held */
  guint    n_over;   /* turns in a row in which that was over the cap, and the most of these */
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
  Member      *late = crowd->slow[turn / 5 % G_N_ELEMENTS (crowd->slow)];
  BridgeRandom random;

  bridge_random_init (&random, turn);
  network->now += 20000;
  if (late->link == NULL)
    member_connect (late, NETWORK_TOKEN);
  for (guint i = 0; i < G_N_ELEMENTS (crowd->writers); i++)
    {
      if (turn % 20 == 0)
        draw_noise (crowd->writers[i], &random);
      move_link (crowd->writers[i]->link, G_MAXUINT);
    }
  for (guint i = 0; i < G_N_ELEMENTS (crowd->slow); i++)
    move_slowly (crowd->slow[i]->link, i < G_N_ELEMENTS (crowd->slow) / 2 ? 150 * i : 0);
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
  const guint n_turns = 800;
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

/* Compression. */

static void
no_mask (void *user_data, uint8_t key[4])
{
  memset (key, 0, 4);
}

/* A client's end of a connection that agreed on it. */
static void
connection_init (BridgeConnection *connection, const BridgeDeflateTerms *terms)
{
  bridge_connection_init (connection, &(BridgeConnectionOptions){ .role = BRIDGE_ROLE_CLIENT,
                                                                  .frame_limit = BRIDGE_LIMIT_MESSAGE,
                                                                  .message_limit = BRIDGE_LIMIT_MESSAGE,
                                                                  .deflate = *terms,
                                                                  .mask_key = no_mask });
}

/* Takes all output through the connection; the types of its messages go to `types`. Returns the bytes. */
static gsize
receive_all (Probe *probe, BridgeConnection *connection, GString *types)
{
  BridgeConnectionEvent event;
  BridgeSpan            span;
  gsize                 size = 0;

  while (bridge_room_next_ready (probe->room) != NULL)
    ;
  while (bridge_peer_spans (probe->peer, &span, 1) == 1)
    {
      g_autofree guint8 *copy = g_memdup2 (span.data, span.length);

      bridge_connection_feed (connection, copy, span.length);
      while (bridge_connection_next (connection, &event))
        {
          g_assert_cmpint (event.type, ==, BRIDGE_CONNECTION_BINARY);
          g_string_append_printf (types, "%d ", event.data[0]);
        }
      size += span.length;
      bridge_peer_sent (probe->peer, span.length, 0);
    }
  return size;
}

/* A long list of people comes compressed where that was agreed on, whatever else was, and between frames that are not. */
static void
test_deflate (void)
{
  static const BridgeDeflateTerms terms[] = {
    { .agreed = false },
    { .agreed = true, .server_no_context_takeover = true, .server_max_window_bits = 15, .client_max_window_bits = 15 },
    { .agreed = true, .server_max_window_bits = 15, .client_max_window_bits = 15 },
    { .agreed = true, .server_max_window_bits = 9, .client_max_window_bits = 15 },
    { .agreed = true, .server_max_window_bits = 8, .client_max_window_bits = 15 },
  };
  BridgeRoomOptions options = probe_options;
  BridgeRoom       *room;
  Probe            *probes[200];
  gsize             plain = 0;

  options.people_max = 0;
  room = bridge_room_new (&options);
  for (guint i = 0; i < G_N_ELEMENTS (probes); i++)
    probes[i] = probe_join (room, 1000 + i);
  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      Probe              *probe = probe_new (room, 0);
      BridgeWireHello     hello = hello_for (10 + i);
      BridgeAuthorContext up = { .site = 10 + i };
      BridgeConnection    connection;
      g_autoptr (GString) types = g_string_new (NULL);
      gsize size;

      connection_init (&connection, &terms[i]);
      bridge_peer_set_deflate (probe->peer, &terms[i]);
      probe_hello (probe, &hello);
      probe_draw (probe, &up, 1, 1);
      size = receive_all (probe, &connection, types);
      g_assert_true (g_str_has_prefix (types->str, "16 22 17 "));
      g_assert_true (g_str_has_suffix (types->str, " 20 "));
      if (i == 0)
        plain = size;
      else if (terms[i].server_max_window_bits >= BRIDGE_DEFLATER_WINDOW_MIN)
        g_assert_cmpuint (size, <, plain / 2);
      bridge_connection_clear (&connection);
      probe_free (probe);
    }
  for (guint i = 0; i < G_N_ELEMENTS (probes); i++)
    probe_free (probes[i]);
  bridge_room_free (room);
}

/* Comings and goings. */

static void
test_hello_size (void)
{
  BridgeRoom     *room = bridge_room_new (&probe_options);
  Probe          *probe = probe_new (room, 0);
  BridgeWireHello hello = hello_for (5);
  guint8          large[BRIDGE_HELLO_SIZE_MAX + 1] = { BRIDGE_WIRE_HELLO };

  g_assert_cmpuint (bridge_peer_message_limit (probe->peer), ==, BRIDGE_HELLO_SIZE_MAX);
  probe_hello (probe, &hello);
  g_assert_cmpuint (bridge_peer_message_limit (probe->peer), ==, BRIDGE_LIMIT_MESSAGE);
  probe_free (probe);
  probe = probe_new (room, 0);
  bridge_room_receive (room, probe->peer, large, sizeof large, 0);
  assert_dismissed (probe, BRIDGE_GOODBYE_LIMIT, 1009);
  probe_free (probe);
  bridge_room_free (room);
}

static Probe *
join_at (BridgeRoom *room, guint64 site, guint64 now)
{
  Probe          *probe = probe_new (room, now);
  BridgeWireHello hello = hello_for (site);

  probe_hello (probe, &hello);
  return probe;
}

static gboolean
join_and_leave (BridgeRoom *room, guint64 site, guint64 now)
{
  Probe   *probe = join_at (room, site, now);
  gboolean joined = bridge_peer_is_greeted (probe->peer);

  if (!joined)
    assert_dismissed (probe, BRIDGE_GOODBYE_FULL, 1013);
  probe_free (probe);
  return joined;
}

static void
test_comings (void)
{
  BridgeRoom *room = bridge_room_new (&probe_options);
  Probe      *there = probe_join (room, 6);
  guint64     now = SECOND;
  guint       n_joined = 0;

  for (guint i = 0; i < 1000; i++)
    n_joined += join_and_leave (room, 5, now) ? 1 : 0;
  /* The first was no return. */
  g_assert_cmpuint (n_joined, ==, 1 + BRIDGE_COMING_BURST);
  g_assert_true (join_and_leave (room, 5, now + BRIDGE_COMING_INTERVAL));
  g_assert_false (join_and_leave (room, 5, now + BRIDGE_COMING_INTERVAL));
  /* Who is there hears of all twenty of the first turn in one message. */
  g_assert_cmpstr (probe_read (there, now), ==, "16 22 17 19 22 22");
  now += SECOND;
  for (n_joined = 2; join_and_leave (room, 1000 + n_joined, now); n_joined++)
    ;
  g_assert_cmpuint (n_joined, ==, 2 + BRIDGE_NEWCOMER_BURST);
  g_assert_true (join_and_leave (room, 1002, now));
  g_assert_cmpstr (probe_read (there, now), ==, "22 22");
  probe_free (there);
  bridge_room_free (room);
}

static gboolean
takes_another_secret (BridgeRoom *room, guint64 site, guint64 now)
{
  Probe          *probe = probe_new (room, now);
  BridgeWireHello hello = hello_for (site);
  gboolean        taken;

  hello.secret[0] ^= 1;
  probe_hello (probe, &hello);
  taken = bridge_peer_is_greeted (probe->peer);
  probe_free (probe);
  return taken;
}

/* Sites without end cost no memory without end; who has drawn is never forgotten. */
static void
test_idle_sites (void)
{
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *drawer = probe_join (room, 5);
  BridgeAuthorContext up = { .site = 5 };
  guint64             now = SECOND;

  probe_draw (drawer, &up, 1, 1);
  probe_free (drawer);
  for (guint i = 0; i < BRIDGE_ROOM_IDLE_MAX; i++)
    g_assert_true (join_and_leave (room, 1000 + i, now += BRIDGE_NEWCOMER_INTERVAL));
  g_assert_false (takes_another_secret (room, 1000, now));
  g_assert_false (takes_another_secret (room, 5, now));
  /* It is idle for the shortest time again, so the second goes. */
  g_assert_true (join_and_leave (room, 1000, now += BRIDGE_NEWCOMER_INTERVAL));
  g_assert_true (join_and_leave (room, 999999, now += BRIDGE_NEWCOMER_INTERVAL));
  g_assert_false (takes_another_secret (room, 1000, now));
  g_assert_false (takes_another_secret (room, 5, now));
  g_assert_true (takes_another_secret (room, 1001, now += BRIDGE_NEWCOMER_INTERVAL));
  bridge_room_free (room);
}

/* However many leave at once, in whatever order: whoever is left hears of it in one message. */
static void
test_all_leave (void)
{
  BridgeRoomOptions options = probe_options;
  BridgeRoom       *room;
  Probe            *probes[1000];
  gsize             before;

  options.people_max = 0;
  room = bridge_room_new (&options);
  before = bridge_room_memory (room);
  for (guint i = 0; i < G_N_ELEMENTS (probes); i++)
    probes[i] = probe_join (room, 10 + i);
  g_assert_true (bridge_room_is_full (room));
  for (guint i = 0; i < G_N_ELEMENTS (probes); i++)
    probe_read (probes[i], SECOND);
  for (guint i = 0; i + 1 < G_N_ELEMENTS (probes); i++)
    probe_free (probes[i ^ 1]);
  g_assert_cmpstr (probe_read (probes[998], SECOND), ==, "22");
  g_assert_cmpuint (bridge_room_n_people (room), ==, 1);
  probe_free (probes[998]);
  bridge_room_set_pressed (room, true);
  g_assert_cmpuint (bridge_room_memory (room), ==, before);
  bridge_room_free (room);
}

static void
test_board_size (void)
{
  BridgeRoomOptions   options = probe_options;
  BridgeRoom         *room;
  Probe              *probe;
  BridgeAuthorContext up = { .site = 5 };
  guint               n_refused = 0;

  options.board_max = 4096;
  room = bridge_room_new (&options);
  probe = probe_join (room, 5);
  probe_read (probe, 0);
  for (guint i = 0; i < 1000 && n_refused == 0; i++)
    {
      probe_draw (probe, &up, up.seq + 1, up.lamport + 1);
      if (g_strcmp0 (probe_read (probe, 0), "21") == 0)
        n_refused++;
    }
  g_assert_cmpuint (n_refused, ==, 1);
  g_assert_cmpuint (((const guint8 *)g_bytes_get_data (probe->messages->pdata[0], NULL))[2], ==, BRIDGE_REFUSAL_FULL);
  g_assert_cmpuint (bridge_board_size (bridge_room_board (room)), <, 2 * options.board_max);
  g_assert_false (bridge_peer_is_closing (probe->peer, NULL, NULL));
  probe_free (probe);
  bridge_room_free (room);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/limits/rate", test_rate);
  g_test_add_func ("/limits/costs", test_costs);
  g_test_add_func ("/limits/rate-notice", test_rate_notice);
  g_test_add_func ("/limits/no-notice", test_no_notice);
  g_test_add_func ("/limits/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func ("/limits/pressed", test_pressed);
  g_test_add_func ("/limits/pressed-trickle", test_pressed_trickle);
  g_test_add_func ("/limits/memory-of-snapshots", test_memory_of_snapshots);
  g_test_add_func ("/limits/memory-is-bounded", test_memory_is_bounded);
  g_test_add_func ("/limits/deflate", test_deflate);
  g_test_add_func ("/limits/hello-size", test_hello_size);
  g_test_add_func ("/limits/comings", test_comings);
  g_test_add_func ("/limits/idle-sites", test_idle_sites);
  g_test_add_func ("/limits/all-leave", test_all_leave);
  g_test_add_func ("/limits/board-size", test_board_size);
  return g_test_run ();
}
