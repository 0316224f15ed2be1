/* People in sessions, for the tests of session/.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "person.h"

#include "harness.h"

#include "core/doc/compose.h"
#include "core/doc/schema.h"

#include <string.h>

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

void
person_init (Person *person, const char *name)
{
  *person = (Person){ .session = bridge_session_new (name, 0x3584e4ff), .states = g_string_new (NULL) };
  g_signal_connect (person->session, "failed", G_CALLBACK (on_failed), person);
  g_signal_connect (person->session, "ended", G_CALLBACK (on_ended), person);
  g_signal_connect (person->session, "changed", G_CALLBACK (on_changed), person);
  g_signal_connect (person->session, "guest-event", G_CALLBACK (on_event), person);
  g_signal_connect (person->session, "notify::state", G_CALLBACK (on_state), person);
  g_signal_connect (person->session, "notify::status", G_CALLBACK (on_status), person);
}

void
person_clear (Person *person)
{
  g_signal_handlers_disconnect_by_data (person->session, person);
  g_clear_object (&person->session);
  g_clear_error (&person->failed);
  g_clear_error (&person->ended);
  g_string_free (person->states, TRUE);
  g_free (person->status);
  g_free (person->renamed);
}

gboolean
person_is_live (Person *person)
{
  return bridge_session_get_state (person->session) == BRIDGE_SESSION_LIVE;
}

gboolean
person_is_alone (Person *person)
{
  return bridge_session_get_state (person->session) == BRIDGE_SESSION_ALONE;
}

guint
person_pending (Person *person)
{
  guint n;

  g_object_get (person->session, "pending", &n, NULL);
  return n;
}

guint
person_n_people (Person *person)
{
  guint n;

  g_object_get (person->session, "n-people", &n, NULL);
  return n;
}

gsize
person_n_items (Person *person)
{
  return bridge_board_n_visible (bridge_session_get_board (person->session));
}

gsize
person_n_lines (Person *person)
{
  return bridge_board_n_lines (bridge_session_get_board (person->session));
}

void
person_draw (Person *person, double x)
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

gboolean
people_agree (Person *a, Person *b)
{
  guint8 one[BRIDGE_DIGEST_SIZE];
  guint8 two[BRIDGE_DIGEST_SIZE];

  bridge_board_digest (bridge_session_get_board (a->session), one);
  bridge_board_digest (bridge_session_get_board (b->session), two);
  return person_pending (a) == 0 && person_pending (b) == 0 && memcmp (one, two, sizeof one) == 0;
}

static void
on_shared (GObject *session, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

gboolean
person_try_share (Person *host, const BridgeServerOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bridge_session_share_async (host->session, options, cancellable, on_shared, &result);
  WAIT_FOR (result != NULL);
  return bridge_session_share_finish (host->session, result, error);
}

BridgeInvite *
person_share (Person *host, guint n_drawn)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1", .room = "room", .title = "Sketch" };
  g_autoptr (GError) error = NULL;

  person_init (host, "Host");
  for (guint i = 0; i < n_drawn; i++)
    person_draw (host, i);
  person_try_share (host, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (bridge_session_get_hosting (host->session));
  WAIT_FOR (person_is_live (host));
  return bridge_session_get_invite (host->session);
}

void
person_join (Person *guest, const char *name, BridgeInvite *invite)
{
  person_init (guest, name);
  bridge_session_join (guest->session, invite);
  WAIT_FOR (person_is_live (guest));
}
