/* Tests of the room, with bare connections that say what no guest would say.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/compose.h"
#include "core/frame/edit/state.h"
#include "core/frame/websocket/frame.h"
#include "network.h"

#include <string.h>

/* A bare connection. */
typedef struct
{
  BridgeRoom *room;
  BridgePeer *peer;
  GString    *types; /* of the messages that came, "16 22 17 19" */
  GPtrArray  *messages;
} Probe;

static const BridgeRoomOptions defaults = {
  .epoch = 9, .seed = 1, .token = NETWORK_TOKEN, .title = "", .host = "Ada", .people_max = 3
};

static Probe *
probe_new (BridgeRoom *room, guint64 now)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->room = room;
  probe->peer = bridge_room_connect (room, now);
  probe->types = g_string_new (NULL);
  probe->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  return probe;
}

static void
probe_free (Probe *probe)
{
  bridge_room_disconnect (probe->room, probe->peer, 0);
  g_string_free (probe->types, TRUE);
  g_ptr_array_unref (probe->messages);
  g_free (probe);
}

static BridgeWireHello
hello_for (guint64 site)
{
  BridgeWireHello hello = { .version = BRIDGE_WIRE_VERSION,
                            .token = NETWORK_TOKEN,
                            .n_token = strlen (NETWORK_TOKEN),
                            .site = site,
                            .name = "Bob",
                            .n_name = 3,
                            .color = 0x00ff00ff };

  memset (hello.secret, (int)site, sizeof hello.secret);
  return hello;
}

static void
probe_say (Probe *probe, BridgeBytes *message, guint64 now)
{
  bridge_room_receive (probe->room, probe->peer, message->data, message->length, now);
  bridge_bytes_clear (message);
}

static void
probe_hello (Probe *probe, const BridgeWireHello *hello)
{
  BridgeBytes message = { 0 };

  bridge_wire_put_hello (&message, hello);
  probe_say (probe, &message, 0);
}

static Probe *
probe_join (BridgeRoom *room, guint64 site)
{
  Probe          *probe = probe_new (room, 0);
  BridgeWireHello hello = hello_for (site);

  probe_hello (probe, &hello);
  return probe;
}

/* Takes all output; returns the types of the messages in it. */
static const gchar *
probe_read (Probe *probe, guint64 now)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  BridgeSpan spans[8];
  gsize      n_spans;
  uint64_t   size;

  g_string_truncate (probe->types, 0);
  g_ptr_array_set_size (probe->messages, 0);
  while (bridge_room_next_ready (probe->room) != NULL)
    ;
  while ((n_spans = bridge_peer_spans (probe->peer, spans, G_N_ELEMENTS (spans))) > 0)
    for (gsize i = 0; i < n_spans && i < 1; i++)
      {
        g_byte_array_append (bytes, spans[i].data, (guint)spans[i].length);
        bridge_peer_sent (probe->peer, spans[i].length, now);
      }
  for (gsize at = 0; at < bytes->len; at += size)
    {
      gsize header;

      g_assert_true (bridge_frame_size (bytes->data + at, bytes->len - at, &size));
      header = bridge_frame_header_size (bytes->data[at + 1]);
      g_ptr_array_add (probe->messages, g_bytes_new (bytes->data + at + header, size - header));
      g_string_append_printf (probe->types, "%s%d", at == 0 ? "" : " ", bytes->data[at + header]);
    }
  return probe->types->str;
}

static void
assert_dismissed (Probe *probe, guint code, guint close_code)
{
  const gchar *reason;
  uint16_t     close;
  GBytes      *last;

  g_assert_true (bridge_peer_is_closing (probe->peer, &close, &reason));
  g_assert_cmpuint (close, ==, close_code);
  g_assert_cmpuint (strlen (reason), >, 0);
  g_assert_true (g_str_has_suffix (probe_read (probe, 0), "8"));
  last = g_ptr_array_index (probe->messages, probe->messages->len - 1);
  g_assert_cmpuint (((const guint8 *)g_bytes_get_data (last, NULL))[1], ==, code);
}

static BridgeWireHead
read_head (Probe *probe)
{
  BridgeWireHead head = { 0 };

  for (guint i = 0; i < probe->messages->len; i++)
    {
      gsize         length;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (probe->messages, i), &length);

      if (data[0] == BRIDGE_WIRE_HEAD)
        g_assert_cmpint (bridge_wire_get_head (data, length, &head), ==, BRIDGE_STATUS_OK);
    }
  g_assert_cmpuint (head.epoch, !=, 0);
  return head;
}

/* An edit of `site`, the first item at `lamport`; `up` moves on. */
static void
probe_draw (Probe *probe, BridgeAuthorContext *up, guint64 seq, guint64 lamport)
{
  BridgeContext none = { 0 };
  BridgeBytes   message = { 0 };
  BridgeEdit    edit;

  bridge_edit_init (&edit, up->site, lamport);
  edit.seq = seq;
  bridge_edit_create (&edit, BRIDGE_KIND_RECTANGLE, 0);
  bridge_wire_put_edit (&message, up, &none, &edit);
  probe_say (probe, &message, 0);
  bridge_edit_clear (&edit);
}

static void
test_greeting (void)
{
  BridgeRoom    *room = bridge_room_new (&defaults);
  Probe         *probe = probe_join (room, 5);
  BridgeWireHead head;
  const gchar   *reason;
  uint16_t       code;
  BridgePeer    *ready = bridge_room_next_ready (room);

  g_assert_true (ready == probe->peer);
  g_assert_true (bridge_peer_is_greeted (probe->peer));
  g_assert_cmpstr (probe_read (probe, 0), ==, "16 22 17 19");
  head = read_head (probe);
  g_assert_cmpuint (head.epoch, ==, 9);
  g_assert_cmpuint (head.revision, ==, 0);
  g_assert_cmpuint (bridge_room_n_people (room), ==, 1);
  g_assert_false (bridge_peer_is_closing (probe->peer, &code, &reason));
  probe_free (probe);
  g_assert_cmpuint (bridge_room_n_people (room), ==, 0);
  bridge_room_free (room);
}

static void
test_refused_greetings (void)
{
  struct
  {
    BridgeWireHello hello;
    guint           code;
    guint           close_code;
  } cases[] = {
    { hello_for (6), BRIDGE_GOODBYE_TOKEN, 1008 },
    { hello_for (6), BRIDGE_GOODBYE_TOKEN, 1008 },
    { hello_for (6), BRIDGE_GOODBYE_VERSION, 1002 },
    { hello_for (5), BRIDGE_GOODBYE_SITE, 1008 },
  };
  BridgeRoom *room = bridge_room_new (&defaults);
  Probe      *first = probe_join (room, 5);

  cases[0].hello.n_token--;
  cases[1].hello.token = "correct-horse-battery-stapler";
  cases[1].hello.n_token++;
  cases[2].hello.version = 2;
  cases[3].hello.secret[15] ^= 1;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Probe *probe = probe_new (room, 0);

      probe_hello (probe, &cases[i].hello);
      assert_dismissed (probe, cases[i].code, cases[i].close_code);
      g_assert_false (bridge_peer_is_greeted (probe->peer));
      probe_free (probe);
    }
  g_assert_cmpuint (bridge_room_n_people (room), ==, 1);
  g_assert_true (bridge_room_check_token (room, NETWORK_TOKEN, strlen (NETWORK_TOKEN)));
  g_assert_false (bridge_room_check_token (room, "", 0));
  probe_free (first);
  bridge_room_free (room);
}

static void
test_full (void)
{
  BridgeRoom *room = bridge_room_new (&defaults);
  Probe      *probes[5];

  for (guint i = 0; i < 4; i++)
    probes[i] = probe_join (room, 10 + i);
  g_assert_true (bridge_room_is_full (room));
  assert_dismissed (probes[3], BRIDGE_GOODBYE_FULL, 1013);
  /* Who is in can come anew. */
  probes[4] = probe_join (room, 10);
  assert_dismissed (probes[0], BRIDGE_GOODBYE_REPLACED, 1008);
  g_assert_cmpstr (probe_read (probes[4], 0), ==, "16 22 17 19");
  g_assert_cmpuint (bridge_room_n_people (room), ==, 3);
  for (guint i = 0; i < 5; i++)
    probe_free (probes[i]);
  bridge_room_free (room);
}

/* What may not be said: after how many hellos, and the bytes. */
static void
test_protocol (void)
{
  static const struct
  {
    gboolean greeted;
    guint8   bytes[4];
    gsize    length;
    gboolean allowed;
  } cases[] = {
    { FALSE, { 0 }, 0, FALSE },
    { FALSE, { BRIDGE_WIRE_EDIT }, 1, FALSE },
    { FALSE, { BRIDGE_WIRE_HELLO, 1, 2 }, 3, FALSE },
    { TRUE, { 0 }, 0, FALSE },
    { TRUE, { BRIDGE_WIRE_HELLO }, 1, FALSE },
    { TRUE, { BRIDGE_WIRE_EDIT, 1, 2 }, 3, FALSE },
    { TRUE, { BRIDGE_WIRE_PRESENCE, 0xff }, 2, FALSE },
    { TRUE, { BRIDGE_WIRE_COMMIT, 1 }, 2, FALSE },
    { TRUE, { BRIDGE_WIRE_READY }, 1, FALSE },
    { TRUE, { 200, 1 }, 2, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeRoom *room = bridge_room_new (&defaults);
      Probe      *probe = cases[i].greeted ? probe_join (room, 5) : probe_new (room, 0);

      bridge_room_receive (room, probe->peer, cases[i].bytes, cases[i].length, 0);
      if (cases[i].allowed)
        g_assert_false (bridge_peer_is_closing (probe->peer, NULL, NULL));
      else
        assert_dismissed (probe, BRIDGE_GOODBYE_PROTOCOL, 1002);
      probe_free (probe);
      bridge_room_free (room);
    }
}

static void
test_goodbye (void)
{
  BridgeRoom *room = bridge_room_new (&defaults);
  Probe      *a = probe_join (room, 5);
  Probe      *b = probe_join (room, 6);
  BridgeBytes message = { 0 };

  probe_read (b, 0);
  bridge_wire_put_goodbye (&message, BRIDGE_GOODBYE_LEAVING, "");
  probe_say (a, &message, 0);
  assert_dismissed (a, BRIDGE_GOODBYE_LEAVING, 1000);
  g_assert_cmpstr (probe_read (b, 0), ==, "22");
  bridge_room_end (room, 0);
  assert_dismissed (b, BRIDGE_GOODBYE_LEAVING, 1000);
  probe_free (a);
  probe_free (b);
  bridge_room_free (room);
}

static void
test_sequence (void)
{
  BridgeRoom         *room = bridge_room_new (&defaults);
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
  BridgeRoom         *room = bridge_room_new (&defaults);
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
  g_assert_cmpstr (probe_read (a, 0), ==, "16 22 17 18 19");
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
  g_assert_cmpstr (probe_read (a, 0), ==, "16 22 17 19");
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
  BridgeRoom         *room = bridge_room_new (&defaults);
  Probe              *a = probe_join (room, 5);
  Probe              *b, *c;
  BridgeAuthorContext up = { .site = 5 };

  /* Who finds nothing in a snapshot finds it in the log behind it. */
  probe_draw (a, &up, 1, 1);
  b = probe_join (room, 6);
  g_assert_cmpstr (probe_read (b, 0), ==, "16 22 17 19 20");
  /* But whom the log has spoken of since needs a snapshot that says so; others get that one too. */
  probe_free (a);
  a = probe_join (room, 5);
  c = probe_join (room, 7);
  g_assert_true (find_block (a) == find_block (c));
  up = (BridgeAuthorContext){ .site = 5 };
  probe_draw (a, &up, 2, 2);
  g_assert_cmpstr (probe_read (c, 0), ==, "16 22 17 18 19 20");
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
  BridgeRoomOptions   options = defaults;
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

static void
test_timers (void)
{
  BridgeRoom *room = bridge_room_new (&defaults);
  Probe      *silent = probe_new (room, 100);
  Probe      *stuck = probe_join (room, 5);

  g_assert_cmpuint (bridge_room_deadline (room), ==, 100 + BRIDGE_GREETING_TIMEOUT);
  bridge_room_tick (room, 99 + BRIDGE_GREETING_TIMEOUT);
  g_assert_false (bridge_peer_is_closing (silent->peer, NULL, NULL));
  bridge_room_tick (room, 100 + BRIDGE_STUCK_TIMEOUT);
  assert_dismissed (silent, BRIDGE_GOODBYE_PROTOCOL, 1002);
  assert_dismissed (stuck, BRIDGE_GOODBYE_SLOW, 1013);
  g_assert_cmpstr (stuck->types->str, ==, "8");
  g_assert_cmpuint (bridge_room_deadline (room), ==, G_MAXUINT64);
  probe_free (silent);
  probe_free (stuck);
  bridge_room_free (room);
}

/* It draws on what is meant for it alone without end. */
static void
test_choked (void)
{
  BridgeRoom *room = bridge_room_new (&defaults);
  Probe      *probe = probe_join (room, 5);
  guint8     *megabyte = g_malloc0 (1 << 20);
  BridgeBlob *blob = bridge_blob_new (megabyte, 1 << 20);

  for (guint i = 0; i < 30; i++)
    bridge_peer_push_frame (probe->peer, blob);
  g_assert_cmpuint (bridge_room_deadline (room), ==, 0);
  bridge_room_tick (room, 0);
  assert_dismissed (probe, BRIDGE_GOODBYE_SLOW, 1013);
  bridge_blob_unref (blob);
  g_free (megabyte);
  probe_free (probe);
  bridge_room_free (room);
}

/* More refusals than the room keeps: the newest are told. */
static void
test_many_refusals (void)
{
  const guint         n_edits = BRIDGE_SITE_REFUSALS_MAX + 100;
  BridgeRoom         *room = bridge_room_new (&defaults);
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

/* One that could get past the limit of an edit on its way through the log. */
static void
test_large_edit (void)
{
  BridgeRoom         *room = bridge_room_new (&defaults);
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
probe_present (Probe *probe, double x, guint64 now)
{
  BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { x, 0 } };
  BridgeBytes    message = { 0 };

  bridge_wire_put_presence (&message, &presence);
  probe_say (probe, &message, now);
}

static void
test_presence (void)
{
  BridgeRoom *room = bridge_room_new (&defaults);
  Probe      *a = probe_join (room, 5);
  Probe      *b = probe_join (room, 6);
  Probe      *c;
  guint64     now = 1000000;

  probe_read (a, now);
  probe_read (b, now);
  probe_present (a, 1, now);
  g_assert_cmpuint (bridge_room_deadline (room), ==, now);
  bridge_room_tick (room, now);
  g_assert_cmpstr (probe_read (b, now), ==, "23");
  for (guint i = 0; i < 10; i++)
    probe_present (a, 2 + i, now + i);
  g_assert_cmpuint (bridge_room_deadline (room), ==, now + BRIDGE_PRESENCE_INTERVAL);
  bridge_room_tick (room, now + BRIDGE_PRESENCE_INTERVAL);
  g_assert_cmpstr (probe_read (b, now), ==, "23");
  c = probe_join (room, 7);
  g_assert_cmpstr (probe_read (c, now), ==, "16 22 23 17 19");
  probe_free (a);
  probe_free (b);
  probe_free (c);
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
  BridgeRoomOptions options = defaults;
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
  g_test_add_func ("/room/greeting", test_greeting);
  g_test_add_func ("/room/refused-greetings", test_refused_greetings);
  g_test_add_func ("/room/full", test_full);
  g_test_add_func ("/room/protocol", test_protocol);
  g_test_add_func ("/room/goodbye", test_goodbye);
  g_test_add_func ("/room/sequence", test_sequence);
  g_test_add_func ("/room/coming-back", test_coming_back);
  g_test_add_func ("/room/snapshot-is-shared", test_snapshot_is_shared);
  g_test_add_func ("/room/lag", test_lag);
  g_test_add_func ("/room/timers", test_timers);
  g_test_add_func ("/room/choked", test_choked);
  g_test_add_func ("/room/many-refusals", test_many_refusals);
  g_test_add_func ("/room/large-edit", test_large_edit);
  g_test_add_func ("/room/presence", test_presence);
  g_test_add_func ("/room/seed", test_seed);
  return g_test_run ();
}
