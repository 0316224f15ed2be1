/* Sessions over real sockets: joining, drawing together, breaks, ends.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"
#include "person.h"

#include <string.h>

static void
test_alone (void)
{
  Person   person;
  gboolean can_undo;

  person_init (&person, "Me");
  person_draw (&person, 0);
  bridge_session_say (person.session, "hello");
  bridge_session_set_title (person.session, "Mine");
  g_assert_cmpuint (person_n_items (&person), ==, 1);
  g_assert_cmpuint (person_n_lines (&person), ==, 1);
  g_assert_cmpstr (bridge_session_get_title (person.session), ==, "Mine");
  g_assert_cmpuint (person.n_changed, ==, 3);
  g_object_get (person.session, "can-undo", &can_undo, NULL);
  g_assert_true (can_undo);
  g_assert_true (person_is_alone (&person));
  g_assert_cmpuint (person_pending (&person), ==, 0);
  person_clear (&person);
}

static void
test_together (void)
{
  Person        host, guest;
  BridgeInvite *invite = person_share (&host, 3);

  person_join (&guest, "Guest", invite);
  g_assert_cmpstr (guest.states->str, ==, "JLV");
  g_assert_cmpuint (person_n_items (&guest), ==, 3);
  g_assert_cmpstr (bridge_session_get_title (guest.session), ==, "Sketch");
  WAIT_FOR (person_n_people (&host) == 2 && person_n_people (&guest) == 2);
  for (int i = 0; i < 50; i++)
    {
      person_draw (&host, i);
      person_draw (&guest, 1000 + i);
    }
  bridge_session_say (host.session, "Hello");
  bridge_session_say (guest.session, "你好");
  bridge_session_set_title (guest.session, "Ours");
  WAIT_FOR (people_agree (&host, &guest) && person_n_items (&host) == 103 && person_n_lines (&guest) == 2);
  g_assert_cmpstr (bridge_session_get_title (host.session), ==, "Ours");
  g_assert_cmpuint (guest.n_commits, ==, 52);
  bridge_session_leave (guest.session);
  g_assert_true (person_is_alone (&guest));
  g_assert_cmpuint (person_n_items (&guest), ==, 103);
  WAIT_FOR (person_n_people (&host) == 1);
  g_assert_null (guest.failed);
  g_assert_null (guest.ended);
  person_clear (&guest);
  person_clear (&host);
}

static void
test_undo (void)
{
  Person        host, guest;
  BridgeInvite *invite = person_share (&host, 0);

  person_join (&guest, "Guest", invite);
  person_draw (&guest, 0);
  person_draw (&host, 1);
  WAIT_FOR (people_agree (&host, &guest) && person_n_items (&host) == 2);
  g_assert_true (bridge_session_undo (guest.session));
  WAIT_FOR (people_agree (&host, &guest) && person_n_items (&host) == 1);
  g_assert_true (bridge_session_redo (guest.session));
  WAIT_FOR (people_agree (&host, &guest) && person_n_items (&host) == 2);
  g_assert_false (bridge_session_redo (guest.session));
  person_clear (&guest);
  person_clear (&host);
}

/* Seen by the others at once, and nothing that could be undone. */
static void
test_rename (void)
{
  Person        host, guest;
  BridgeInvite *invite = person_share (&host, 0);
  gboolean      can_undo;

  person_join (&guest, "Guest", invite);
  bridge_session_set_person (guest.session, "Somebody", 0xc01c28ff);
  WAIT_FOR (g_strcmp0 (host.renamed, "Somebody") == 0);
  g_object_get (guest.session, "can-undo", &can_undo, NULL);
  g_assert_false (can_undo);
  WAIT_FOR (people_agree (&host, &guest));
  person_clear (&guest);
  person_clear (&host);
}

/* Shown many times at once: the latest arrives. */
static void
test_presence (void)
{
  Person        host, guest;
  BridgeInvite *invite = person_share (&host, 0);

  person_join (&guest, "Guest", invite);
  for (int i = 1; i <= 100; i++)
    {
      const BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { i, 0 } };

      bridge_session_present (guest.session, &presence);
    }
  WAIT_FOR (host.cursor_x == 100);
  person_clear (&guest);
  person_clear (&host);
}

/* Whoever joins late finds all that was drawn, in whatever size. */
static void
test_large_board (void)
{
  Person        host, guest;
  BridgeInvite *invite = person_share (&host, 5000);

  person_join (&guest, "Guest", invite);
  g_assert_true (people_agree (&host, &guest));
  g_assert_cmpuint (person_n_items (&guest), ==, 5000);
  person_clear (&guest);
  person_clear (&host);
}

static void
test_reconnect (void)
{
  Person        host, guest;
  BridgeInvite *invite = person_share (&host, 10);
  HarnessWire  *wire = harness_wire_new (invite->port);
  g_autoptr (BridgeInvite) through = harness_redirect (invite, harness_wire_port (wire), NULL, NULL);

  person_join (&guest, "Guest", through);
  for (int round = 0; round < 5; round++)
    {
      guint64 passed = harness_wire_passed (wire);

      for (int i = 0; i < 200; i++)
        person_draw (&guest, i);
      WAIT_FOR (harness_wire_passed (wire) > passed + 1000); /* in the middle of it */
      harness_wire_block (wire, TRUE);
      harness_wire_cut (wire);
      WAIT_FOR (bridge_session_get_state (guest.session) == BRIDGE_SESSION_RECONNECTING);
      person_draw (&guest, 0);
      person_draw (&host, 0);
      g_assert_nonnull (strstr (guest.status, "Reconnecting"));
      harness_wire_block (wire, FALSE);
      bridge_session_retry_now (guest.session);
      WAIT_FOR (person_is_live (&guest));
    }
  WAIT_FOR (people_agree (&host, &guest));
  g_assert_cmpuint (person_n_items (&host), ==, 10 + 5 * 202);
  g_assert_null (guest.failed);
  WAIT_FOR (person_n_people (&host) == 2);
  person_clear (&guest);
  person_clear (&host);
  harness_wire_free (wire);
}

/* By itself, after a pause that it counts down. */
static void
test_reconnect_by_itself (void)
{
  Person        host, guest;
  BridgeInvite *invite = person_share (&host, 1);
  HarnessWire  *wire = harness_wire_new (invite->port);
  g_autoptr (BridgeInvite) through = harness_redirect (invite, harness_wire_port (wire), NULL, NULL);
  g_autofree char *status = NULL;

  person_join (&guest, "Guest", through);
  harness_wire_cut (wire);
  WAIT_FOR (!person_is_live (&guest));
  g_assert_cmpstr (guest.status, ==, "The connection broke. Reconnecting in 1 second…");
  person_draw (&guest, 5);
  g_assert_cmpuint (person_pending (&guest), ==, 1);
  WAIT_FOR (person_is_live (&guest) && people_agree (&host, &guest));
  g_object_get (guest.session, "status", &status, NULL);
  g_assert_cmpstr (status, ==, "");
  person_clear (&guest);
  person_clear (&host);
  harness_wire_free (wire);
}

static void
test_give_up (void)
{
  Person        host, guest;
  BridgeInvite *invite = person_share (&host, 1);
  HarnessWire  *wire = harness_wire_new (invite->port);
  g_autoptr (BridgeInvite) through = harness_redirect (invite, harness_wire_port (wire), NULL, NULL);

  person_join (&guest, "Guest", through);
  bridge_session_set_give_up_after (guest.session, 1);
  harness_wire_block (wire, TRUE);
  harness_wire_cut (wire);
  WAIT_FOR (guest.failed != NULL);
  g_assert_true (person_is_alone (&guest));
  g_assert_cmpuint (person_n_items (&guest), ==, 1);
  person_clear (&guest);
  person_clear (&host);
  harness_wire_free (wire);
}

static void
expect_failure (BridgeInvite *invite, int code, const char *says)
{
  Person person;

  person_init (&person, "Guest");
  person_draw (&person, 0);
  bridge_session_join (person.session, invite);
  WAIT_FOR (person.failed != NULL);
  g_assert_error (person.failed, BRIDGE_ERROR, code);
  g_assert_nonnull (strstr (person.failed->message, says));
  g_assert_true (person_is_alone (&person));
  g_assert_cmpuint (person_n_items (&person), ==, 1);
  g_assert_null (bridge_session_get_invite (person.session));
  person_clear (&person);
}

static void
test_failures (void)
{
  Person        host;
  BridgeInvite *invite = person_share (&host, 1);
  HarnessPeer  *stranger = harness_peer_new ("HTTP/1.1 404 Not Found\r\n\r\n", 26, TRUE);
  HarnessPeer  *newer = harness_peer_new ("HTTP/1.1 400 Bad\r\nDrawbridge-Protocol: drawbridge.v2\r\n\r\n", 56, TRUE);
  g_autoptr (BridgeInvite) wrong = harness_redirect (invite, invite->port, NULL, "AAAAAAAAAAAAAAAAAAAAAA");
  g_autoptr (BridgeInvite) unknown = harness_redirect (invite, invite->port, "elsewhere", NULL);
  g_autoptr (BridgeInvite) strange = bridge_invite_new (BRIDGE_SCHEME_WS, "127.0.0.1", harness_peer_port (stranger), "room", invite->token, NULL);
  g_autoptr (BridgeInvite) version = bridge_invite_new (BRIDGE_SCHEME_WS, "127.0.0.1", harness_peer_port (newer), "room", invite->token, NULL);
  g_autoptr (BridgeInvite) nameless = bridge_invite_new (BRIDGE_SCHEME_WS, "no-such-host.invalid", 1, "room", invite->token, NULL);
  g_autoptr (BridgeInvite) gone = harness_redirect (invite, invite->port, NULL, NULL);

  expect_failure (wrong, BRIDGE_ERROR_TOKEN, "not valid");
  expect_failure (unknown, BRIDGE_ERROR_UNKNOWN_ROOM, "no such room");
  expect_failure (strange, BRIDGE_ERROR_NOT_A_SERVER, "not Drawbridge");
  expect_failure (version, BRIDGE_ERROR_VERSION, "another version");
  expect_failure (nameless, BRIDGE_ERROR_RESOLVE, "no-such-host.invalid");
  person_clear (&host);
  expect_failure (gone, BRIDGE_ERROR_REFUSED, "Nothing is listening");
  harness_peer_free (stranger);
  harness_peer_free (newer);
}

static void
test_full (void)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1", .people_max = 1 };
  Person                    host;

  person_init (&host, "Host");
  g_assert_true (person_try_share (&host, &options, NULL, NULL));
  WAIT_FOR (person_is_live (&host));
  expect_failure (bridge_session_get_invite (host.session), BRIDGE_ERROR_FULL, "(the room is full)");
  person_clear (&host);
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

  person_join (&guest, "Guest", through);
  person_draw (&guest, 1);
  harness_wire_redirect (wire, bridge_server_get_port (other));
  harness_wire_cut (wire);
  WAIT_FOR (guest.ended != NULL || guest.failed != NULL);
  g_assert_error (guest.ended, BRIDGE_ERROR, BRIDGE_ERROR_TOKEN);
  g_assert_cmpuint (person_n_items (&guest), ==, 1);
  person_clear (&guest);
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
  BridgeInvite *invite = person_share (&host, 100);

  person_init (&guest, "Guest");
  g_signal_connect (guest.session, "changed", G_CALLBACK (on_changed_leave), NULL);
  bridge_session_join (guest.session, invite);
  WAIT_FOR (strchr (guest.states->str, 'J') != NULL && person_is_alone (&guest));
  WAIT_FOR (person_n_people (&host) == 1);
  g_assert_null (guest.failed);
  g_assert_null (guest.ended);
  person_clear (&guest);
  person_clear (&host);
}

int
main (int argc, char **argv)
{
  int status;

  harness_settle ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/alone", test_alone);
  g_test_add_func ("/session/together", test_together);
  g_test_add_func ("/session/undo", test_undo);
  g_test_add_func ("/session/rename", test_rename);
  g_test_add_func ("/session/presence", test_presence);
  g_test_add_func ("/session/large-board", test_large_board);
  g_test_add_func ("/session/reconnect", test_reconnect);
  g_test_add_func ("/session/reconnect-by-itself", test_reconnect_by_itself);
  g_test_add_func ("/session/give-up", test_give_up);
  g_test_add_func ("/session/failures", test_failures);
  g_test_add_func ("/session/full", test_full);
  g_test_add_func ("/session/other-room", test_other_room);
  g_test_add_func ("/session/leave-in-handler", test_leave_in_handler);
  status = g_test_run ();
  harness_unsettle ();
  return status;
}
