/* Guests with the link who mean harm and take their time, where the server has little of it: as in test-hostile.c, and through TLS.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "acts.h"
#include "harness.h"

#include "core/base/memory.h"
#include "core/sync/limits.h"
#include "session/identity.h"

#include <glib/gstdio.h>
#include <string.h>

static GTlsCertificate *certificate;

static void
begin_message (Villain *villain, BridgeServer *server)
{
  villain_write (villain, "\x82\xfe\x10\x00mask\x01", 9);
}

static void
begin_header (Villain *villain, BridgeServer *server)
{
  villain_write (villain, "\x82", 1);
}

#define FIRST_HALF  "\x82\x82mask\xa5" /* of a message whose type nobody knows */
#define SECOND_HALF "\x01"

/* A message is always under way, but none takes long. */
static void
straddle (Villain *villain, BridgeServer *server)
{
  gint64                until = g_get_monotonic_time () + 3 * HURRY * G_GINT64_CONSTANT (1000);
  BridgeConnectionEvent event;

  g_assert_true (villain_write (villain, FIRST_HALF, strlen (FIRST_HALF)));
  while (g_get_monotonic_time () < until)
    {
      g_assert_true (villain_write (villain, SECOND_HALF "\x89\x80mask" FIRST_HALF, 14));
      do
        g_assert_true (raw_client_next (&villain->client, &event));
      while (event.type != BRIDGE_CONNECTION_PONG);
    }
  g_assert_true (villain_write (villain, SECOND_HALF, strlen (SECOND_HALF)));
}

/* Its answers to pings never come. */
static void
fall_silent (Villain *villain, BridgeServer *server)
{
  villain_read_close (villain);
}

/* So many messages at once that they are read over some seconds, with a pause in the middle of one. */
static void
exceed_rate (Villain *villain, BridgeServer *server)
{
  for (int i = 0; i < BRIDGE_LIMIT_EDIT_BURST + 4 * BRIDGE_LIMIT_EDIT_RATE; i++)
    villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_BINARY, "\xc8", 1);
  villain_flush (villain);
}

static gboolean
says_left (const BridgeConnectionEvent *event, guint64 site)
{
  BridgeWirePerson *people;
  gsize             n_people;
  gboolean          found = FALSE;

  if (event->type != BRIDGE_CONNECTION_BINARY || bridge_wire_type (event->data, event->length) != BRIDGE_WIRE_PEOPLE)
    return FALSE;
  g_assert_cmpint (bridge_wire_get_people (event->data, event->length, &people, &n_people), ==, BRIDGE_STATUS_OK);
  for (gsize i = 0; i < n_people; i++)
    found = found || (people[i].site == site && people[i].state == BRIDGE_PERSON_LEFT);
  bridge_free (people);
  return found;
}

/* Another connection never reads what it is sent. */
static void
read_nothing (Villain *villain, BridgeServer *server)
{
  BridgeConnectionEvent event;
  Villain               other;

  act_fill_chat (villain);
  villain_open (&other, server, ACT_SITE - 1);
  villain_greet (&other, server);
  do
    {
      g_assert_true (raw_client_next (&villain->client, &event));
      villain_flush (villain); /* pongs */
    }
  while (!says_left (&event, ACT_SITE - 1));
  villain_close (&other);
}

static const Act hurried_acts[] = {
  { "a message that does not end", begin_message, BRIDGE_CLOSE_POLICY },
  { "a header that does not end", begin_header, BRIDGE_CLOSE_POLICY },
  { "messages end to end", straddle, ACT_STAYS },
  { "silence", fall_silent, ACT_CUT },
  { "too many messages", exceed_rate, ACT_STAYS },
  { "reads nothing", read_nothing, ACT_STAYS },
};

static void
test_hurried (gconstpointer through_tls)
{
  HonestRoom room;

  honest_room_open (&room, through_tls != NULL ? certificate : NULL, TRUE);
  act_play (&room, hurried_acts, G_N_ELEMENTS (hurried_acts));
  honest_room_close (&room);
}

static gboolean
has_come (HonestRoom *room)
{
  guint n;

  g_object_get (room->guests[0].session, "n-people", &n, NULL);
  return n == 3;
}

/* A hello that lies behind the upgrade is told to all, though nothing else happens. */
static void
test_hello_behind_upgrade (void)
{
  HonestRoom room;
  Villain    villain = { .site = ACT_SITE };
  gint64     before;

  honest_room_open (&room, NULL, FALSE);
  raw_client_init (&villain.client);
  raw_client_hello (&villain.client, bridge_server_get_invite (room.server)->token, ACT_SITE);
  before = g_get_monotonic_time ();
  raw_client_open (&villain.client, room.server, FALSE);
  WAIT_FOR (has_come (&room));
  g_assert_cmpint (g_get_monotonic_time () - before, <, ACT_PATIENCE);
  villain_close (&villain);
  honest_room_close (&room);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("drawbridge-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "identity.pem", NULL);
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  certificate = bridge_identity_load (path, &error);
  g_assert_no_error (error);
  g_test_add_data_func ("/patience/hurried", NULL, test_hurried);
  g_test_add_data_func ("/patience/hurried-through-tls", "", test_hurried);
  g_test_add_func ("/patience/hello-behind-upgrade", test_hello_behind_upgrade);
  result = g_test_run ();
  g_object_unref (certificate);
  g_remove (path);
  g_rmdir (folder);
  return result;
}
