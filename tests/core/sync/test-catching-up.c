/* Tests of how the room judges, and brings up to date who joins, comes back or lags.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/compose.h"
#include "core/frame/websocket/frame.h"
#include "probe.h"

static void
test_sequence (void)
{
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *a = probe_join (room, 5);
  BridgeAuthorContext up = { .site = 5 };

  probe_read (a, 0);
  probe_draw (a, &up, 1, 1);
  probe_draw (a, &up, 2, 2);
  probe_draw (a, &up, 2, 2); /* again: ignored */
  probe_draw (a, &up, 3, 1); /* a stamp in the past */
  probe_draw (a, &up, 4, 3);
  g_assert_cmpstr (probe_read (a, 0), ==, "20 20 21 20");
  g_assert_cmpuint (bridge_room_revision (room), ==, 4);
  g_assert_cmpuint (bridge_board_n_items (bridge_room_board (room)), ==, 3);
  probe_draw (a, &up, 6, 9);
  assert_dismissed (a, BRIDGE_GOODBYE_PROTOCOL, 1002);
  probe_free (a);
  bridge_room_free (room);
}

/* Who comes back gets what it missed, and how its own edits fared. */
static void
test_coming_back (void)
{
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *a = probe_join (room, 5);
  BridgeAuthorContext up = { .site = 5 };
  BridgeWireHello     hello = hello_for (5);
  BridgeWireHead      head;

  for (guint i = 1; i <= 5; i++)
    probe_draw (a, &up, i, i == 3 ? 1 : i);
  probe_free (a);
  hello.epoch = 9;
  hello.revision = 1;
  hello.seq = 1;
  a = probe_new (room, 0);
  probe_hello (a, &hello);
  g_assert_cmpstr (probe_read (a, 0), ==, "16 22 17 18 19 22");
  head = read_head (a);
  g_assert_cmpuint (head.since, ==, 1);
  g_assert_cmpuint (head.revision, ==, 5);
  g_assert_cmpuint (head.items, ==, 4); /* three items and their author */
  g_assert_cmpuint (head.seq, ==, 5);
  g_assert_cmpuint (head.n_refusals, ==, 1);
  g_assert_cmpuint (head.refusals[0].seq, ==, 3);
  g_assert_cmpuint (head.refusals[0].code, ==, BRIDGE_REFUSAL_CLOCK);
  g_free (head.refusals);
  probe_free (a);

  /* Nothing is missing. */
  hello.revision = hello.seq = 5;
  a = probe_new (room, 0);
  probe_hello (a, &hello);
  g_assert_cmpstr (probe_read (a, 0), ==, "16 22 17 19 22");
  head = read_head (a);
  g_assert_cmpuint (head.n_refusals, ==, 0);
  probe_free (a);

  /* From another epoch, and from a revision that never was: everything. */
  hello.revision = 6;
  a = probe_new (room, 0);
  probe_hello (a, &hello);
  probe_read (a, 0);
  head = read_head (a);
  g_assert_cmpuint (head.since, ==, 0);
  probe_free (a);
  bridge_room_free (room);
}

/* The address of a peer's first state block in the room's memory. */
static const guint8 *
find_block (Probe *probe)
{
  BridgeSpan spans[16];
  gsize      n_spans = bridge_peer_spans (probe->peer, spans, G_N_ELEMENTS (spans));

  for (gsize i = 0; i < n_spans; i++)
    if (spans[i].data[bridge_frame_header_size (spans[i].data[1])] == BRIDGE_WIRE_STATE)
      return spans[i].data;
  g_assert_not_reached ();
}

static void
test_snapshot_is_shared (void)
{
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *a = probe_join (room, 5);
  Probe              *b, *c;
  BridgeAuthorContext up = { .site = 5 };

  /* Who finds nothing in a snapshot finds it in the log behind it. */
  probe_draw (a, &up, 1, 1);
  b = probe_join (room, 6);
  g_assert_cmpstr (probe_read (b, 0), ==, "16 22 17 19 22 20");
  /* But whom the log has spoken of since needs a snapshot that says so; others get that one too. */
  probe_free (a);
  a = probe_join (room, 5);
  c = probe_join (room, 7);
  g_assert_true (find_block (a) == find_block (c));
  up = (BridgeAuthorContext){ .site = 5 };
  probe_draw (a, &up, 2, 2);
  g_assert_cmpstr (probe_read (c, 0), ==, "16 22 17 18 19 22 20");
  g_assert_cmpuint (read_head (c).seq, ==, 0);
  g_assert_cmpstr (probe_read (a, 0), ==, "16 22 17 18 19 22 20");
  g_assert_cmpuint (read_head (a).seq, ==, 1);
  probe_free (a);
  probe_free (b);
  probe_free (c);
  bridge_room_free (room);
}

static void
test_lag (void)
{
  BridgeRoomOptions   options = probe_options;
  BridgeRoom         *room;
  Probe              *a, *b;
  BridgeAuthorContext up = { .site = 5 };
  BridgeSpan          span;

  options.lag_max = 2000;
  room = bridge_room_new (&options);
  a = probe_join (room, 5);
  b = probe_join (room, 6);
  probe_read (b, 0);
  /* It has been offered output, takes three bytes of it, and falls behind. */
  probe_draw (a, &up, 1, 1);
  while (bridge_room_next_ready (room) != NULL)
    ;
  bridge_peer_sent (b->peer, 3, 0);
  for (guint i = 2; i <= 400; i++)
    {
      probe_draw (a, &up, i, i);
      probe_read (a, 0);
    }
  /* What is left is the rest of the frame, and then the diff that it finds the time to take. */
  g_assert_cmpuint (bridge_peer_spans (b->peer, &span, 1), ==, 1);
  g_assert_cmpuint (span.length, <, 100);
  bridge_peer_sent (b->peer, span.length, 0);
  g_assert_cmpstr (probe_read (b, 0), ==, "17 18 19");
  g_assert_cmpuint (read_head (b).since, ==, 1);
  probe_draw (a, &up, 401, 401);
  g_assert_cmpstr (probe_read (b, 0), ==, "20");
  probe_free (a);
  probe_free (b);
  bridge_room_free (room);
}

/* More refusals than the room keeps: the newest are told. */
static void
test_many_refusals (void)
{
  const guint         n_edits = BRIDGE_SITE_REFUSALS_MAX + 100;
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *probe = probe_join (room, 5);
  BridgeAuthorContext up = { .site = 5 };
  BridgeWireHead      head;

  probe_draw (probe, &up, 1, 10);
  for (guint i = 2; i <= n_edits; i++)
    probe_draw (probe, &up, i, 1);
  probe_free (probe);
  probe = probe_join (room, 5);
  probe_read (probe, 0);
  head = read_head (probe);
  g_assert_cmpuint (head.seq, ==, n_edits);
  g_assert_cmpuint (head.n_refusals, ==, BRIDGE_SITE_REFUSALS_MAX);
  for (guint i = 0; i < head.n_refusals; i++)
    g_assert_cmpuint (head.refusals[i].seq, ==, n_edits - BRIDGE_SITE_REFUSALS_MAX + 1 + i);
  g_free (head.refusals);
  probe_free (probe);
  bridge_room_free (room);
}

/* Who comes when much has been drawn gets it compressed, not as the log that is behind an old snapshot; a little of that does
 * no harm. */
static void
test_old_snapshot (void)
{
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *author = probe_join (room, 5);
  BridgeAuthorContext up = { .site = 5 };
  Probe              *early, *late;

  probe_draw (author, &up, 1, 1);
  early = probe_join (room, 6);
  g_assert_cmpstr (probe_read (early, 0), ==, "16 22 17 19 22 20");
  for (guint i = 2; i <= 2000; i++)
    probe_draw (author, &up, i, i);
  late = probe_join (room, 7);
  g_assert_cmpstr (probe_read (late, 0), ==, "16 22 17 18 19");
  probe_free (late);
  probe_free (early);
  probe_free (author);
  bridge_room_free (room);
}

/* One that could get past the limit of an edit on its way through the log. */
static void
test_large_edit (void)
{
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *probe = probe_join (room, 5);
  BridgeAuthorContext up = { .site = 5 };
  BridgeContext       none = { 0 };
  BridgeBytes         message = { 0 };
  guint8              bytes[4096] = { 0 };
  BridgeEdit          edit;

  bridge_edit_init (&edit, 5, 1);
  edit.seq = 1;
  for (guint i = 0; i < 200; i++)
    {
      BridgeValue value = bridge_value_bytes (bytes, sizeof bytes);

      bridge_edit_set (&edit, bridge_edit_create (&edit, BRIDGE_KIND_NOTE, 0), 5000, value);
      bridge_value_clear (&value);
    }
  bridge_wire_put_edit (&message, &up, &none, &edit);
  g_assert_cmpuint (message.length, >, BRIDGE_EDIT_TAKEN_MAX);
  probe_read (probe, 0);
  probe_say (probe, &message, 0);
  g_assert_cmpstr (probe_read (probe, 0), ==, "21");
  bridge_edit_clear (&edit);
  probe_free (probe);
  bridge_room_free (room);
}

static void
take_seed (void *data, const uint8_t *frame, size_t length)
{
  g_assert_cmpint (bridge_room_seed (data, frame, length), ==, BRIDGE_STATUS_OK);
}

static void
test_seed (void)
{
  BridgeRoomOptions options = probe_options;
  Network          *network;
  Member           *host;
  guint8            seen[BRIDGE_DIGEST_SIZE], seeded[BRIDGE_DIGEST_SIZE];

  options.title = "from the options";
  network = network_new (&options);
  host = network_add (network, 21, "Host");
  for (guint i = 0; i < 3; i++)
    {
      BridgeEdit edit;

      bridge_guest_begin (host->guest, &edit);
      bridge_compose_item (&edit, bridge_guest_board (host->guest), BRIDGE_KIND_NOTE, (BridgeRect){ i, i, 9, 9 });
      bridge_edit_say (&edit, "hello", 5, i);
      member_commit (host, &edit);
    }
  bridge_guest_save_state (host->guest, take_seed, network->room);
  g_assert_cmpstr (bridge_board_title (bridge_room_board (network->room)), ==, "from the options");
  member_connect (host, NETWORK_TOKEN);
  network_settle (network);
  assert_settled (host);
  bridge_board_digest (bridge_guest_board (host->guest), seen);
  bridge_board_digest (bridge_room_board (network->room), seeded);
  g_assert_cmpmem (seen, sizeof seen, seeded, sizeof seeded);
  network_free (network);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catching-up/sequence", test_sequence);
  g_test_add_func ("/catching-up/coming-back", test_coming_back);
  g_test_add_func ("/catching-up/snapshot-is-shared", test_snapshot_is_shared);
  g_test_add_func ("/catching-up/lag", test_lag);
  g_test_add_func ("/catching-up/many-refusals", test_many_refusals);
  g_test_add_func ("/catching-up/old-snapshot", test_old_snapshot);
  g_test_add_func ("/catching-up/large-edit", test_large_edit);
  g_test_add_func ("/catching-up/seed", test_seed);
  return g_test_run ();
}
