/* Tests of how the room greets, dismisses, waits and shows who is there.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe.h"

#include <string.h>

static void
test_greeting (void)
{
  BridgeRoom    *room = bridge_room_new (&probe_options);
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
  BridgeRoom *room = bridge_room_new (&probe_options);
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
  BridgeRoom *room = bridge_room_new (&probe_options);
  Probe      *probes[5];

  for (guint i = 0; i < 4; i++)
    probes[i] = probe_join (room, 10 + i);
  g_assert_true (bridge_room_is_full (room));
  assert_dismissed (probes[3], BRIDGE_GOODBYE_FULL, 1013);
  /* Who is in can come anew. */
  probes[4] = probe_join (room, 10);
  assert_dismissed (probes[0], BRIDGE_GOODBYE_REPLACED, 1008);
  /* News of the turn in which it came, it is told with the others. */
  g_assert_cmpstr (probe_read (probes[4], 0), ==, "16 22 17 19 22");
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
      BridgeRoom *room = bridge_room_new (&probe_options);
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
  BridgeRoom *room = bridge_room_new (&probe_options);
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
test_timers (void)
{
  BridgeRoom *room = bridge_room_new (&probe_options);
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
  BridgeRoom *room = bridge_room_new (&probe_options);
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
  BridgeRoom *room = bridge_room_new (&probe_options);
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
probe_rename (Probe *probe, BridgeAuthorContext *up, guint n_times)
{
  BridgeContext none = { 0 };
  BridgeBytes   message = { 0 };
  BridgeEdit    edit;

  bridge_edit_init (&edit, up->site, up->lamport > 0 ? up->lamport : 1);
  edit.seq = up->seq + 1;
  for (guint i = 0; i < n_times; i++)
    bridge_edit_author (&edit, i % 2 == 0 ? "X" : "Y", 1, 0xff);
  bridge_wire_put_edit (&message, up, &none, &edit);
  probe_say (probe, &message, 0);
  bridge_edit_clear (&edit);
}

/* However often somebody takes another name, the others are told once a turn: they would be choked by it. */
static void
test_renaming (void)
{
  BridgeRoom         *room = bridge_room_new (&probe_options);
  Probe              *a = probe_join (room, 5);
  Probe              *b = probe_join (room, 6);
  BridgeAuthorContext up = { .site = 5 };

  probe_read (a, 0);
  probe_read (b, 0);
  for (guint i = 0; i < 3; i++)
    probe_rename (a, &up, 1000);
  g_assert_cmpstr (probe_read (b, 0), ==, "22 20 20 20");
  probe_rename (a, &up, 1);
  g_assert_cmpstr (probe_read (b, 0), ==, "22 20");
  probe_rename (a, &up, 1);
  g_assert_cmpstr (probe_read (b, 0), ==, "20");
  probe_free (a);
  probe_free (b);
  bridge_room_free (room);
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
  g_test_add_func ("/room/timers", test_timers);
  g_test_add_func ("/room/choked", test_choked);
  g_test_add_func ("/room/presence", test_presence);
  g_test_add_func ("/room/renaming", test_renaming);
  return g_test_run ();
}
