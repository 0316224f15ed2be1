/* Hosting from a window: with which identity, when it ends, and who is taken for the host.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"
#include "person.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_host_stops (void)
{
  Person        host, guest;
  BridgeInvite *invite = person_share (&host, 7);

  person_join (&guest, "Guest", invite);
  person_draw (&guest, 0);
  WAIT_FOR (people_agree (&host, &guest));
  bridge_session_stop_sharing (host.session);
  g_assert_true (person_is_alone (&host));
  g_assert_false (bridge_session_get_hosting (host.session));
  WAIT_FOR (guest.ended != NULL);
  g_assert_error (guest.ended, BRIDGE_ERROR, BRIDGE_ERROR_ENDED);
  g_assert_true (person_is_alone (&guest));
  g_assert_cmpuint (person_n_items (&guest), ==, 8);
  g_assert_cmpuint (person_n_items (&host), ==, 8);
  g_assert_null (guest.failed);
  g_assert_null (host.ended);
  person_draw (&guest, 1);
  g_assert_cmpuint (person_n_items (&guest), ==, 9);
  person_clear (&guest);
  person_clear (&host);
}

/* A host that is just closed says goodbye too; and what it shared can be shared again. */
static void
test_host_goes (void)
{
  Person host, guest;
  gint64 before;

  person_join (&guest, "Guest", person_share (&host, 2));
  before = g_get_monotonic_time ();
  person_clear (&host);
  g_assert_cmpint (g_get_monotonic_time () - before, <, G_USEC_PER_SEC);
  WAIT_FOR (guest.ended != NULL);
  g_assert_error (guest.ended, BRIDGE_ERROR, BRIDGE_ERROR_ENDED);
  person_clear (&guest);
}

static void
test_share_again (void)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1" };
  Person                    host, guest, other;
  g_autoptr (GError) error = NULL;

  person_join (&guest, "Guest", person_share (&host, 2));
  bridge_session_stop_sharing (host.session);
  WAIT_FOR (guest.ended != NULL);
  person_draw (&guest, 5);
  g_assert_true (person_try_share (&guest, &options, NULL, NULL));
  g_assert_false (person_try_share (&guest, &options, NULL, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED);
  WAIT_FOR (person_is_live (&guest));
  person_join (&other, "Other", bridge_session_get_invite (guest.session));
  g_assert_cmpuint (person_n_items (&other), ==, 3);
  g_assert_cmpstr (bridge_session_get_title (other.session), ==, "Sketch");
  person_draw (&guest, 6);
  person_draw (&other, 7);
  WAIT_FOR (people_agree (&guest, &other) && person_n_items (&other) == 5);
  person_clear (&other);
  person_clear (&guest);
  person_clear (&host);
}

/* A window that is closed meanwhile hosts nothing. */
static void
test_share_cancelled (void)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Person host;

  person_init (&host, "Host");
  g_cancellable_cancel (cancellable);
  g_assert_false (person_try_share (&host, &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (person_is_alone (&host));
  g_assert_false (bridge_session_get_hosting (host.session));
  person_clear (&host);
}

/* A key that is not the host's alone is used for nothing. */
static void
test_share_without_identity (void)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1" };
  g_autofree char          *folder = g_build_filename (g_get_user_data_dir (), "drawbridge", NULL);
  g_autofree char          *path = g_build_filename (folder, "identity.pem", NULL);
  g_autoptr (GError) error = NULL;
  Person host;

  g_mkdir_with_parents (folder, 0700);
  g_remove (path);
  g_assert_true (g_file_set_contents_full (path, "-", -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, NULL));
  person_init (&host, "Host");
  g_assert_false (person_try_share (&host, &options, NULL, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_IDENTITY);
  g_assert_true (person_is_alone (&host));
  person_clear (&host);
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
forget_identity (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "drawbridge", "identity.pem", NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
}

static gboolean
says (Person *person, const char *words)
{
  g_autofree char *status = NULL;

  g_object_get (person->session, "status", &status, NULL);
  return strstr (status, words) != NULL;
}

/* Another computer has the host's address for a while, as happens to those who move between networks. */
static void
test_stranger (void)
{
  Person        host, impostor, guest;
  BridgeInvite *invite = person_share (&host, 1);
  BridgeInvite *other;
  HarnessWire  *wire = harness_wire_new (invite->port);
  g_autoptr (BridgeInvite) through = harness_redirect (invite, harness_wire_port (wire), NULL, NULL);

  g_assert_cmpint (invite->scheme, ==, BRIDGE_SCHEME_DRAWBRIDGE);
  person_join (&guest, "Guest", through);
  forget_identity ();
  other = person_share (&impostor, 0);
  g_assert_cmpstr (other->fingerprint, !=, invite->fingerprint);
  harness_wire_redirect (wire, other->port);
  harness_wire_cut (wire);
  WAIT_FOR (says (&guest, "Another computer answers at 127.0.0.1"));
  person_draw (&guest, 1);
  harness_wire_redirect (wire, invite->port);
  WAIT_FOR (person_is_live (&guest) && people_agree (&guest, &host));
  g_assert_false (says (&guest, "Another computer"));
  g_assert_cmpuint (person_n_items (&impostor), ==, 0);
  g_assert_cmpuint (person_n_items (&host), ==, 2);
  person_clear (&guest);
  person_clear (&impostor);
  person_clear (&host);
  harness_wire_free (wire);
}

#define HURRIED_EDITS 100

static char *
status_of (Person *person)
{
  char *status;

  g_object_get (person->session, "status", &status, NULL);
  return status;
}

static gboolean
is_told (Person *person)
{
  g_autofree char *status = status_of (person);

  return status[0] != '\0';
}

/* Who draws faster than the room takes it hears of that while it is so, and loses nothing. */
static void
test_hurry (void)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1", .room = "room", .edit_rate = 40, .edit_burst = 10 };
  Person                    host, guest;
  g_autoptr (GError) error = NULL;

  person_init (&host, "Host");
  person_try_share (&host, &options, NULL, &error);
  g_assert_no_error (error);
  WAIT_FOR (person_is_live (&host));
  person_join (&guest, "Guest", bridge_session_get_invite (host.session));
  for (guint i = 0; i < HURRIED_EDITS; i++)
    person_draw (&guest, i);
  WAIT_FOR (is_told (&guest));
  g_assert_false (is_told (&host));
  WAIT_FOR (person_n_items (&host) == HURRIED_EDITS && people_agree (&host, &guest) && !is_told (&guest));
  g_assert_true (person_is_live (&guest));
  person_clear (&guest);
  person_clear (&host);
}

int
main (int argc, char **argv)
{
  int status;

  harness_settle ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hosting/hurry", test_hurry);
  g_test_add_func ("/hosting/host-stops", test_host_stops);
  g_test_add_func ("/hosting/host-goes", test_host_goes);
  g_test_add_func ("/hosting/share-again", test_share_again);
  g_test_add_func ("/hosting/share-cancelled", test_share_cancelled);
  g_test_add_func ("/hosting/share-without-identity", test_share_without_identity);
  g_test_add_func ("/hosting/stranger", test_stranger);
  status = g_test_run ();
  harness_unsettle ();
  return status;
}
