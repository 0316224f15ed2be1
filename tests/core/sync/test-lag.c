/* Tests of who lags: by how much before presence is left out, before the place in the log is given up, and what it costs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe.h"

#include <string.h>

#define LINE_SIZE 1000

/* An edit of about a kilobyte, that is, in the log. */
static void
say_line (Probe *probe, BridgeAuthorContext *up, guint64 now)
{
  char          text[LINE_SIZE];
  BridgeContext none = { 0 };
  BridgeBytes   message = { 0 };
  BridgeEdit    edit;

  memset (text, 'x', sizeof text);
  bridge_edit_init (&edit, up->site, up->lamport + 1);
  edit.seq = up->seq + 1;
  bridge_edit_say (&edit, text, sizeof text, 0);
  bridge_wire_put_edit (&message, up, &none, &edit);
  probe_say (probe, &message, now);
  bridge_edit_clear (&edit);
}

static void
present (Probe *probe, double x, guint64 now)
{
  BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { x, 0 } };
  BridgeBytes    message = { 0 };

  bridge_wire_put_presence (&message, &presence);
  probe_say (probe, &message, now);
}

static guint
count_type (Probe *probe, guint8 type)
{
  guint count = 0;

  for (guint i = 0; i < probe->messages->len; i++)
    if (((const guint8 *)g_bytes_get_data (g_ptr_array_index (probe->messages, i), NULL))[0] == type)
      count++;
  return count;
}

static void
let_all_be_offered (BridgeRoom *room)
{
  while (bridge_room_next_ready (room) != NULL)
    ;
}

/* How many kilobytes a reader is behind, and what it gets then. */
static void
test_thresholds (void)
{
  static const struct
  {
    guint    kilobytes;
    guint    n_presences; /* of the five that are shown meanwhile */
    gboolean has_place;
  } cases[] = {
    { 1, 5, TRUE },
    { BRIDGE_LAG_MAX / 2 / 1024 - 10, 5, TRUE },
    { BRIDGE_LAG_MAX / 2 / 1024 + 20, 1, TRUE },
    { BRIDGE_LAG_MAX / 1024 - 10, 1, TRUE },
    /* What it is to be sent now is a diff, and no more than that. */
    { BRIDGE_LAG_MAX / 1024 + 20, 5, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeRoom         *room = bridge_room_new (&probe_options);
      Probe              *writer = probe_join (room, 5);
      Probe              *reader = probe_join (room, 6);
      BridgeAuthorContext up = { .site = 5 };
      guint64             now = 1000000;
      guint               n_lines = cases[i].kilobytes * 1024 / LINE_SIZE;

      probe_read (writer, now);
      probe_read (reader, now);
      /* It is blamed only for what it was offered and did not take. */
      say_line (writer, &up, now);
      let_all_be_offered (room);
      for (guint j = 1; j < n_lines; j++)
        say_line (writer, &up, now);
      for (guint j = 0; j < 5; j++)
        {
          present (writer, j + 1, now += BRIDGE_PRESENCE_INTERVAL);
          bridge_room_tick (room, now);
          probe_read (writer, now);
        }
      probe_read (reader, now);
      g_assert_cmpuint (count_type (reader, BRIDGE_WIRE_PRESENCES), ==, cases[i].n_presences);
      g_assert_cmpuint (count_type (reader, BRIDGE_WIRE_HEAD), ==, cases[i].has_place ? 0 : 1);
      g_assert_cmpuint (count_type (reader, BRIDGE_WIRE_COMMIT), ==, cases[i].has_place ? n_lines : 0);
      g_assert_false (bridge_peer_is_closing (reader->peer, NULL, NULL));
      probe_free (writer);
      probe_free (reader);
      bridge_room_free (room);
    }
}

/* 498 read what one writes, and one does not: that costs less than a MiB, and nobody else misses anything. */
static void
test_one_stalled (void)
{
  BridgeRoomOptions   options = probe_options;
  BridgeRoom         *room;
  Probe              *probes[500];
  BridgeAuthorContext up = { .site = 1000 };
  guint64             now = 1000000;
  gsize               before, most = 0;
  guint               n_commits = 0, n_heard[500] = { 0 };

  options.people_max = 0;
  room = bridge_room_new (&options);
  for (guint i = 0; i < G_N_ELEMENTS (probes); i++)
    probes[i] = probe_join (room, 1000 + i);
  for (guint i = 0; i < G_N_ELEMENTS (probes); i++)
    probe_read (probes[i], now);
  before = bridge_room_memory (room);
  for (guint turn = 0; turn < 100; turn++, now += BRIDGE_PRESENCE_INTERVAL)
    {
      for (guint i = 0; i < 20; i++, n_commits++)
        say_line (probes[0], &up, now);
      for (guint i = 0; i < 50; i++)
        present (probes[i], turn, now);
      bridge_room_tick (room, now);
      for (guint i = 0; i + 1 < G_N_ELEMENTS (probes); i++)
        {
          probe_read (probes[i], now);
          n_heard[i] += count_type (probes[i], BRIDGE_WIRE_COMMIT);
        }
      most = MAX (most, bridge_room_memory (room));
    }
  g_test_message ("one that reads nothing costs %" G_GSIZE_FORMAT " bytes", most - before);
  g_assert_cmpuint (most, <, before + (1 << 20));
  for (guint i = 0; i + 1 < G_N_ELEMENTS (probes); i++)
    g_assert_cmpuint (n_heard[i], ==, n_commits);
  bridge_room_tick (room, now + BRIDGE_STUCK_TIMEOUT);
  assert_dismissed (probes[G_N_ELEMENTS (probes) - 1], BRIDGE_GOODBYE_SLOW, 1013);
  for (guint i = 0; i < G_N_ELEMENTS (probes); i++)
    probe_free (probes[i]);
  bridge_room_free (room);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lag/thresholds", test_thresholds);
  g_test_add_func ("/lag/one-stalled", test_one_stalled);
  return g_test_run ();
}
