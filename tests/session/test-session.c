/* Sessions over real sockets: joining, drawing together, breaks, ends.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include "core/doc/compose.h"
#include "core/doc/schema.h"
#include "session/session.h"

#include <glib/gstdio.h>
#include <string.h>

/* A session, and what it has told. */
typedef struct
{
  BridgeSession *session;
  GError        *failed;
  GError        *ended;
  guint          n_changed;
  guint          n_commits; /* of ours */
  GString       *states;    /* the first letters, as they came */
  char          *status;    /* the last that was not empty */
  char          *renamed;   /* whom somebody else is called now */
  int            cursor_x;  /* of somebody else */
} Person;

static void
on_failed (BridgeSession *session, const GError *error, Person *person)
{
  g_test_message ("failed: %s", error->message);
  g_clear_error (&person->failed);
  person->failed = g_error_copy (error);
}

static void
on_ended (BridgeSession *session, const GError *error, Person *person)
{
  g_test_message ("ended: %s", error->message);
  person->ended = g_error_copy (error);
}

static void
on_changed (BridgeSession *session, const BridgeChanges *changes, Person *person)
{
  person->n_changed++;
}

static void
on_event (BridgeSession *session, const BridgeGuestEvent *event, Person *person)
{
  if (event->type == BRIDGE_GUEST_EDITED && event->mine)
    person->n_commits++;
  if (event->type == BRIDGE_GUEST_RENAMED)
    {
      g_free (person->renamed);
      person->renamed = g_strdup (event->person.name);
    }
  if (event->type == BRIDGE_GUEST_PRESENT && (event->presence->flags & BRIDGE_PRESENCE_CURSOR) != 0)
    person->cursor_x = (int)event->presence->cursor.x;
}

static void
on_state (BridgeSession *session, GParamSpec *pspec, Person *person)
{
  g_string_append_c (person->states, "AJLVR"[bridge_session_get_state (session)]);
}

static void
on_status (BridgeSession *session, GParamSpec *pspec, Person *person)
{
  g_autofree char *status = NULL;

  g_object_get (session, "status", &status, NULL);
  if (status[0] != '\0')
    {
      g_free (person->status);
      person->status = g_steal_pointer (&status);
    }
}

static void
init_person (Person *person, const char *name)
{
  *person = (Person){ .session = bridge_session_new (name, 0x3584e4ff), .states = g_string_new (NULL) };
  g_signal_connect (person->session, "failed", G_CALLBACK (on_failed), person);
  g_signal_connect (person->session, "ended", G_CALLBACK (on_ended), person);
  g_signal_connect (person->session, "changed", G_CALLBACK (on_changed), person);
  g_signal_connect (person->session, "guest-event", G_CALLBACK (on_event), person);
  g_signal_connect (person->session, "notify::state", G_CALLBACK (on_state), person);
  g_signal_connect (person->session, "notify::status", G_CALLBACK (on_status), person);
}

static void
clear_person (Person *person)
{
  g_signal_handlers_disconnect_by_data (person->session, person);
  g_clear_object (&person->session);
  g_clear_error (&person->failed);
  g_clear_error (&person->ended);
  g_string_free (person->states, TRUE);
  g_free (person->status);
  g_free (person->renamed);
}

static gboolean
is_live (Person *person)
{
  return bridge_session_get_state (person->session) == BRIDGE_SESSION_LIVE;
}

static gboolean
is_alone (Person *person)
{
  return bridge_session_get_state (person->session) == BRIDGE_SESSION_ALONE;
}

static guint
pending (Person *person)
{
  guint n;

  g_object_get (person->session, "pending", &n, NULL);
  return n;
}

static guint
people (Person *person)
{
  guint n;

  g_object_get (person->session, "n-people", &n, NULL);
  return n;
}

static gsize
n_items (Person *person)
{
  return bridge_board_n_visible (bridge_session_get_board (person->session));
}

static gsize
n_lines (Person *person)
{
  return bridge_board_n_lines (bridge_session_get_board (person->session));
}

static void
draw (Person *person, double x)
{
  BridgeGuest *guest = bridge_session_get_guest (person->session);
  BridgeEdit   edit;
  BridgeStamp  item;

  bridge_guest_begin (guest, &edit);
  item = bridge_edit_create (&edit, BRIDGE_KIND_RECTANGLE, 3);
  bridge_edit_set (&edit, item, BRIDGE_PROPERTY_X, bridge_value_number (x));
  bridge_edit_set (&edit, item, BRIDGE_PROPERTY_WIDTH, bridge_value_number (10));
  bridge_edit_set (&edit, item, BRIDGE_PROPERTY_HEIGHT, bridge_value_number (10));
  g_assert_cmpuint (bridge_session_commit (person->session, &edit, NULL), >, 0);
}

static gboolean
agree (Person *a, Person *b)
{
  guint8 one[BRIDGE_DIGEST_SIZE];
  guint8 two[BRIDGE_DIGEST_SIZE];

  bridge_board_digest (bridge_session_get_board (a->session), one);
  bridge_board_digest (bridge_session_get_board (b->session), two);
  return pending (a) == 0 && pending (b) == 0 && memcmp (one, two, sizeof one) == 0;
}

static void
on_shared (GObject *session, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static gboolean
try_share (Person *host, const BridgeServerOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bridge_session_share_async (host->session, options, cancellable, on_shared, &result);
  WAIT_FOR (result != NULL);
  return bridge_session_share_finish (host->session, result, error);
}

/* A host with a board of `n_items`, sharing it on loopback. */
static BridgeInvite *
share (Person *host, guint n_drawn)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1", .room = "room", .title = "Sketch" };
  g_autoptr (GError) error = NULL;

  init_person (host, "Host");
  for (guint i = 0; i < n_drawn; i++)
    draw (host, i);
  try_share (host, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (bridge_session_get_hosting (host->session));
  WAIT_FOR (is_live (host));
  return bridge_session_get_invite (host->session);
}

static void
join (Person *guest, const char *name, BridgeInvite *invite)
{
  init_person (guest, name);
  bridge_session_join (guest->session, invite);
  WAIT_FOR (is_live (guest));
}

static void
test_alone (void)
{
  Person   person;
  gboolean can_undo;

  init_person (&person, "Me");
  draw (&person, 0);
  bridge_session_say (person.session, "hello");
  bridge_session_set_title (person.session, "Mine");
  g_assert_cmpuint (n_items (&person), ==, 1);
  g_assert_cmpuint (n_lines (&person), ==, 1);
  g_assert_cmpstr (bridge_session_get_title (person.session), ==, "Mine");
  g_assert_cmpuint (person.n_changed, ==, 3);
  g_object_get (person.session, "can-undo", &can_undo, NULL);
  g_assert_true (can_undo);
  g_assert_true (is_alone (&person));
  g_assert_cmpuint (pending (&person), ==, 0);
  clear_person (&person);
}

static void
test_together (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 3);

  join (&guest, "Guest", invite);
  g_assert_cmpstr (guest.states->str, ==, "JLV");
  g_assert_cmpuint (n_items (&guest), ==, 3);
  g_assert_cmpstr (bridge_session_get_title (guest.session), ==, "Sketch");
  WAIT_FOR (people (&host) == 2 && people (&guest) == 2);
  for (int i = 0; i < 50; i++)
    {
      draw (&host, i);
      draw (&guest, 1000 + i);
    }
  bridge_session_say (host.session, "Hello");
  bridge_session_say (guest.session, "你好");
  bridge_session_set_title (guest.session, "Ours");
  WAIT_FOR (agree (&host, &guest) && n_items (&host) == 103 && n_lines (&guest) == 2);
  g_assert_cmpstr (bridge_session_get_title (host.session), ==, "Ours");
  g_assert_cmpuint (guest.n_commits, ==, 52);
  bridge_session_leave (guest.session);
  g_assert_true (is_alone (&guest));
  g_assert_cmpuint (n_items (&guest), ==, 103);
  WAIT_FOR (people (&host) == 1);
  g_assert_null (guest.failed);
  g_assert_null (guest.ended);
  clear_person (&guest);
  clear_person (&host);
}

static void
test_undo (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 0);

  join (&guest, "Guest", invite);
  draw (&guest, 0);
  draw (&host, 1);
  WAIT_FOR (agree (&host, &guest) && n_items (&host) == 2);
  g_assert_true (bridge_session_undo (guest.session));
  WAIT_FOR (agree (&host, &guest) && n_items (&host) == 1);
  g_assert_true (bridge_session_redo (guest.session));
  WAIT_FOR (agree (&host, &guest) && n_items (&host) == 2);
  g_assert_false (bridge_session_redo (guest.session));
  clear_person (&guest);
  clear_person (&host);
}

/* Seen by the others at once, and nothing that could be undone. */
static void
test_rename (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 0);
  gboolean      can_undo;

  join (&guest, "Guest", invite);
  bridge_session_set_person (guest.session, "Somebody", 0xc01c28ff);
  WAIT_FOR (g_strcmp0 (host.renamed, "Somebody") == 0);
  g_object_get (guest.session, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  WAIT_FOR (agree (&host, &guest));
  clear_person (&guest);
  clear_person (&host);
}

/* Shown many times at once: the latest arrives. */
static void
test_presence (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 0);

  join (&guest, "Guest", invite);
  for (int i = 1; i <= 100; i++)
    {
      const BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { i, 0 } };

      bridge_session_present (guest.session, &presence);
    }
  WAIT_FOR (host.cursor_x == 100);
  clear_person (&guest);
  clear_person (&host);
}

/* Whoever joins late finds all that was drawn, in whatever size. */
static void
test_large_board (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 5000);

  join (&guest, "Guest", invite);
  g_assert_true (agree (&host, &guest));
  g_assert_cmpuint (n_items (&guest), ==, 5000);
  clear_person (&guest);
  clear_person (&host);
}

static void
test_reconnect (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 10);
  HarnessWire  *wire = harness_wire_new (invite->port);
  g_autoptr (BridgeInvite) through = harness_redirect (invite, harness_wire_port (wire), NULL, NULL);

  join (&guest, "Guest", through);
  for (int round = 0; round < 5; round++)
    {
      guint64 passed = harness_wire_passed (wire);

      for (int i = 0; i < 200; i++)
        draw (&guest, i);
      WAIT_FOR (harness_wire_passed (wire) > passed + 1000); /* in the middle of it */
      harness_wire_block (wire, TRUE);
      harness_wire_cut (wire);
      WAIT_FOR (bridge_session_get_state (guest.session) == BRIDGE_SESSION_RECONNECTING);
      draw (&guest, 0);
      draw (&host, 0);
      g_assert_nonnull (strstr (guest.status, "Reconnecting"));
      harness_wire_block (wire, FALSE);
      bridge_session_retry_now (guest.session);
      WAIT_FOR (is_live (&guest));
    }
  WAIT_FOR (agree (&host, &guest));
  g_assert_cmpuint (n_items (&host), ==, 10 + 5 * 202);
  g_assert_null (guest.failed);
  WAIT_FOR (people (&host) == 2);
  clear_person (&guest);
  clear_person (&host);
  harness_wire_free (wire);
}

/* By itself, after a pause that it counts down. */
static void
test_reconnect_by_itself (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 1);
  HarnessWire  *wire = harness_wire_new (invite->port);
  g_autoptr (BridgeInvite) through = harness_redirect (invite, harness_wire_port (wire), NULL, NULL);
  g_autofree char *status = NULL;

  join (&guest, "Guest", through);
  harness_wire_cut (wire);
  WAIT_FOR (!is_live (&guest));
  g_assert_cmpstr (guest.status, ==, "The connection broke. Reconnecting in 1 second…");
  draw (&guest, 5);
  g_assert_cmpuint (pending (&guest), ==, 1);
  WAIT_FOR (is_live (&guest) && agree (&host, &guest));
  g_object_get (guest.session, "status", &status, NULL);
  g_assert_cmpstr (status, ==, "");
  clear_person (&guest);
  clear_person (&host);
  harness_wire_free (wire);
}

static void
test_give_up (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 1);
  HarnessWire  *wire = harness_wire_new (invite->port);
  g_autoptr (BridgeInvite) through = harness_redirect (invite, harness_wire_port (wire), NULL, NULL);

  join (&guest, "Guest", through);
  bridge_session_set_give_up_after (guest.session, 1);
  harness_wire_block (wire, TRUE);
  harness_wire_cut (wire);
  WAIT_FOR (guest.failed != NULL);
  g_assert_true (is_alone (&guest));
  g_assert_cmpuint (n_items (&guest), ==, 1);
  clear_person (&guest);
  clear_person (&host);
  harness_wire_free (wire);
}

static void
test_host_stops (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 7);

  join (&guest, "Guest", invite);
  draw (&guest, 0);
  WAIT_FOR (agree (&host, &guest));
  bridge_session_stop_sharing (host.session);
  g_assert_true (is_alone (&host));
  g_assert_false (bridge_session_get_hosting (host.session));
  WAIT_FOR (guest.ended != NULL);
  g_assert_error (guest.ended, BRIDGE_ERROR, BRIDGE_ERROR_ENDED);
  g_assert_true (is_alone (&guest));
  g_assert_cmpuint (n_items (&guest), ==, 8);
  g_assert_cmpuint (n_items (&host), ==, 8);
  g_assert_null (guest.failed);
  g_assert_null (host.ended);
  draw (&guest, 1);
  g_assert_cmpuint (n_items (&guest), ==, 9);
  clear_person (&guest);
  clear_person (&host);
}

/* A host that is just closed says goodbye too; and what it shared can be shared again. */
static void
test_host_goes (void)
{
  Person host, guest;
  gint64 before;

  join (&guest, "Guest", share (&host, 2));
  before = g_get_monotonic_time ();
  clear_person (&host);
  g_assert_cmpint (g_get_monotonic_time () - before, <, G_USEC_PER_SEC);
  WAIT_FOR (guest.ended != NULL);
  g_assert_error (guest.ended, BRIDGE_ERROR, BRIDGE_ERROR_ENDED);
  clear_person (&guest);
}

static void
test_share_again (void)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1" };
  Person                    host, guest, other;
  g_autoptr (GError) error = NULL;

  join (&guest, "Guest", share (&host, 2));
  bridge_session_stop_sharing (host.session);
  WAIT_FOR (guest.ended != NULL);
  draw (&guest, 5);
  g_assert_true (try_share (&guest, &options, NULL, NULL));
  g_assert_false (try_share (&guest, &options, NULL, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED);
  WAIT_FOR (is_live (&guest));
  join (&other, "Other", bridge_session_get_invite (guest.session));
  g_assert_cmpuint (n_items (&other), ==, 3);
  g_assert_cmpstr (bridge_session_get_title (other.session), ==, "Sketch");
  draw (&guest, 6);
  draw (&other, 7);
  WAIT_FOR (agree (&guest, &other) && n_items (&other) == 5);
  clear_person (&other);
  clear_person (&guest);
  clear_person (&host);
}

static void
expect_failure (BridgeInvite *invite, int code)
{
  Person person;

  init_person (&person, "Guest");
  draw (&person, 0);
  bridge_session_join (person.session, invite);
  WAIT_FOR (person.failed != NULL);
  g_assert_error (person.failed, BRIDGE_ERROR, code);
  g_assert_true (is_alone (&person));
  g_assert_cmpuint (n_items (&person), ==, 1);
  g_assert_null (bridge_session_get_invite (person.session));
  clear_person (&person);
}

static void
test_failures (void)
{
  Person        host;
  BridgeInvite *invite = share (&host, 1);
  HarnessPeer  *stranger = harness_peer_new ("HTTP/1.1 404 Not Found\r\n\r\n", 26, TRUE);
  HarnessPeer  *newer = harness_peer_new ("HTTP/1.1 400 Bad\r\nDrawbridge-Protocol: drawbridge.v2\r\n\r\n", 56, TRUE);
  g_autoptr (BridgeInvite) wrong = harness_redirect (invite, invite->port, NULL, "AAAAAAAAAAAAAAAAAAAAAA");
  g_autoptr (BridgeInvite) unknown = harness_redirect (invite, invite->port, "elsewhere", NULL);
  g_autoptr (BridgeInvite) strange = bridge_invite_new (BRIDGE_SCHEME_WS, "127.0.0.1", harness_peer_port (stranger), "room", invite->token, NULL);
  g_autoptr (BridgeInvite) version = bridge_invite_new (BRIDGE_SCHEME_WS, "127.0.0.1", harness_peer_port (newer), "room", invite->token, NULL);
  g_autoptr (BridgeInvite) nameless = bridge_invite_new (BRIDGE_SCHEME_WS, "no-such-host.invalid", 1, "room", invite->token, NULL);
  g_autoptr (BridgeInvite) gone = harness_redirect (invite, invite->port, NULL, NULL);

  expect_failure (wrong, BRIDGE_ERROR_TOKEN);
  expect_failure (unknown, BRIDGE_ERROR_UNKNOWN_ROOM);
  expect_failure (strange, BRIDGE_ERROR_NOT_A_SERVER);
  expect_failure (version, BRIDGE_ERROR_VERSION);
  expect_failure (nameless, BRIDGE_ERROR_RESOLVE);
  clear_person (&host);
  expect_failure (gone, BRIDGE_ERROR_REFUSED);
  harness_peer_free (stranger);
  harness_peer_free (newer);
}

static void
test_full (void)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1", .people_max = 1 };
  Person                    host;

  init_person (&host, "Host");
  g_assert_true (try_share (&host, &options, NULL, NULL));
  WAIT_FOR (is_live (&host));
  expect_failure (bridge_session_get_invite (host.session), BRIDGE_ERROR_FULL);
  clear_person (&host);
}

/* A window that is closed meanwhile hosts nothing. */
static void
test_share_cancelled (void)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Person host;

  init_person (&host, "Host");
  g_cancellable_cancel (cancellable);
  g_assert_false (try_share (&host, &options, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (is_alone (&host));
  g_assert_false (bridge_session_get_hosting (host.session));
  clear_person (&host);
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
  g_assert_true (g_file_set_contents_full (path, "-", -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, NULL));
  init_person (&host, "Host");
  g_assert_false (try_share (&host, &options, NULL, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_IDENTITY);
  g_assert_true (is_alone (&host));
  clear_person (&host);
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
  BridgeInvite *invite = share (&host, 1);
  BridgeInvite *other;
  HarnessWire  *wire = harness_wire_new (invite->port);
  g_autoptr (BridgeInvite) through = harness_redirect (invite, harness_wire_port (wire), NULL, NULL);

  g_assert_cmpint (invite->scheme, ==, BRIDGE_SCHEME_DRAWBRIDGE);
  join (&guest, "Guest", through);
  forget_identity ();
  other = share (&impostor, 0);
  g_assert_cmpstr (other->fingerprint, !=, invite->fingerprint);
  harness_wire_redirect (wire, other->port);
  harness_wire_cut (wire);
  WAIT_FOR (says (&guest, "Another computer answers at 127.0.0.1"));
  draw (&guest, 1);
  harness_wire_redirect (wire, invite->port);
  WAIT_FOR (is_live (&guest) && agree (&guest, &host));
  g_assert_false (says (&guest, "Another computer"));
  g_assert_cmpuint (n_items (&impostor), ==, 0);
  g_assert_cmpuint (n_items (&host), ==, 2);
  clear_person (&guest);
  clear_person (&impostor);
  clear_person (&host);
  harness_wire_free (wire);
}

/* The room is there again at the same place, but it is another: that is final. */
static void
test_other_room (void)
{
  Person        guest;
  BridgeServer *server = harness_start_server ("room", NULL, 0, 0, 0);
  BridgeServer *other = harness_start_server ("room", NULL, 0, 0, 0);
  HarnessWire  *wire = harness_wire_new (bridge_server_get_port (server));
  g_autoptr (BridgeInvite) through = harness_redirect (bridge_server_get_invite (server), harness_wire_port (wire), NULL, NULL);

  join (&guest, "Guest", through);
  draw (&guest, 1);
  harness_wire_redirect (wire, bridge_server_get_port (other));
  harness_wire_cut (wire);
  WAIT_FOR (guest.ended != NULL || guest.failed != NULL);
  g_assert_error (guest.ended, BRIDGE_ERROR, BRIDGE_ERROR_TOKEN);
  g_assert_cmpuint (n_items (&guest), ==, 1);
  clear_person (&guest);
  harness_wire_free (wire);
  harness_stop_server (server);
  harness_stop_server (other);
}

/* A handler may leave in the middle of what it is told. */
static void
on_changed_leave (BridgeSession *session, const BridgeChanges *changes, gpointer data)
{
  bridge_session_leave (session);
}

static void
test_leave_in_handler (void)
{
  Person        host, guest;
  BridgeInvite *invite = share (&host, 100);

  init_person (&guest, "Guest");
  g_signal_connect (guest.session, "changed", G_CALLBACK (on_changed_leave), NULL);
  bridge_session_join (guest.session, invite);
  WAIT_FOR (strchr (guest.states->str, 'J') != NULL && is_alone (&guest));
  WAIT_FOR (people (&host) == 1);
  g_assert_null (guest.failed);
  g_assert_null (guest.ended);
  clear_person (&guest);
  clear_person (&host);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/session/alone", test_alone);
  g_test_add_func ("/session/together", test_together);
  g_test_add_func ("/session/undo", test_undo);
  g_test_add_func ("/session/rename", test_rename);
  g_test_add_func ("/session/presence", test_presence);
  g_test_add_func ("/session/large-board", test_large_board);
  g_test_add_func ("/session/reconnect", test_reconnect);
  g_test_add_func ("/session/reconnect-by-itself", test_reconnect_by_itself);
  g_test_add_func ("/session/give-up", test_give_up);
  g_test_add_func ("/session/host-stops", test_host_stops);
  g_test_add_func ("/session/host-goes", test_host_goes);
  g_test_add_func ("/session/share-again", test_share_again);
  g_test_add_func ("/session/failures", test_failures);
  g_test_add_func ("/session/full", test_full);
  g_test_add_func ("/session/share-cancelled", test_share_cancelled);
  g_test_add_func ("/session/share-without-identity", test_share_without_identity);
  g_test_add_func ("/session/stranger", test_stranger);
  g_test_add_func ("/session/other-room", test_other_room);
  g_test_add_func ("/session/leave-in-handler", test_leave_in_handler);
  return g_test_run ();
}
