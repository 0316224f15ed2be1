/* Tests of what a room bears: who is over its rate is read more slowly, who comes too often is refused; and all that was sent
 * arrives.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/connection.h"
#include "pair.h"
#include "probe.h"

#include <string.h>

#define BURST 100 /* tokens */
#define RATE  50  /* tokens a second */

static const BridgeRoomOptions slow_options = {
  .epoch = 9, .seed = 1, .token = NETWORK_TOKEN, .title = "", .host = "Ada", .edit_rate = RATE, .edit_burst = BURST
};

static void
say_presence (Probe *probe, guint64 now)
{
  BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR };
  BridgeBytes    message = { 0 };

  bridge_wire_put_presence (&message, &presence);
  probe_say (probe, &message, now);
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
  g_test_add_func ("/limits/deflate", test_deflate);
  g_test_add_func ("/limits/hello-size", test_hello_size);
  g_test_add_func ("/limits/comings", test_comings);
  g_test_add_func ("/limits/idle-sites", test_idle_sites);
  g_test_add_func ("/limits/all-leave", test_all_leave);
  g_test_add_func ("/limits/board-size", test_board_size);
  return g_test_run ();
}
