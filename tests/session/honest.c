/* Two guests who mean well and draw all the while, whatever a third does: what they notice of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "honest.h"

#include "harness.h"

#include "core/doc/compose.h"

#include <malloc.h>
#include <string.h>

#define OBSERVER_NAME "Observer"
#define PACE          5000 /* us */

static void
complain (HonestGuest *guest, const char *about)
{
  if (guest->complaints->len < 1000)
    g_string_append_printf (guest->complaints, "%s; ", about);
}

static void
on_lost (BridgeSession *session, const GError *error, HonestGuest *guest)
{
  complain (guest, error->message);
}

static void
on_state (BridgeSession *session, GParamSpec *pspec, HonestGuest *guest)
{
  g_string_append_c (guest->states, "AJLVR"[bridge_session_get_state (session)]);
}

static gboolean
is_known (const BridgePerson *person)
{
  static const char *const names[] = { "Ann", "Bob", HOSTILE_NAME, OBSERVER_NAME, NULL };

  return g_strv_contains (names, person->name);
}

static void
note_taken (HonestGuest *guest)
{
  guest->n_taken++;
  guest->slowest = MAX (guest->slowest, g_get_monotonic_time () - guest->moved_at);
}

static void
on_event (BridgeSession *session, const BridgeGuestEvent *event, HonestGuest *guest)
{
  switch (event->type)
    {
    case BRIDGE_GUEST_EDITED:
      if (event->mine)
        note_taken (guest);
      break;
    case BRIDGE_GUEST_TAKEN: /* as a diff told, which one gets who was slow to read */
      note_taken (guest);
      break;
    case BRIDGE_GUEST_REFUSED:
      if (event->mine)
        complain (guest, "an edit was refused");
      break;
    case BRIDGE_GUEST_JOINED:
    case BRIDGE_GUEST_LEFT:
    case BRIDGE_GUEST_PRESENT:
      if (!is_known (&event->person))
        complain (guest, event->person.name);
      break;
    default:
      break;
    }
}

static gboolean
is_live (BridgeSession *session)
{
  return bridge_session_get_state (session) == BRIDGE_SESSION_LIVE;
}

static guint
count_people (BridgeSession *session)
{
  guint n;

  g_object_get (session, "n-people", &n, NULL);
  return n;
}

static guint
count_pending (BridgeSession *session)
{
  guint n;

  g_object_get (session, "pending", &n, NULL);
  return n;
}

static void
commit (HonestGuest *guest, BridgeEdit *edit)
{
  guest->moved_at = g_get_monotonic_time ();
  guest->n_moves++;
  g_assert_cmpuint (bridge_session_commit (guest->session, edit, NULL), >, 0);
}

static void
move (HonestGuest *guest)
{
  BridgeEdit edit;

  bridge_guest_begin (bridge_session_get_guest (guest->session), &edit);
  bridge_edit_set (&edit, guest->item, BRIDGE_PROPERTY_X, bridge_value_number (guest->n_moves));
  commit (guest, &edit);
}

static void
make_item (HonestGuest *guest)
{
  BridgeEdit edit;

  bridge_guest_begin (bridge_session_get_guest (guest->session), &edit);
  guest->item = bridge_compose_item (&edit, bridge_session_get_board (guest->session), BRIDGE_KIND_RECTANGLE,
                                     (BridgeRect){ 0, 0, 10, 10 });
  commit (guest, &edit);
}

/* What others must not touch. */
static void
make_targets (HonestGuest *guest)
{
  const BridgeStep steps[] = { { 0, 0, 100 }, { 5, 5, 120 }, { 9, 30, 90 } };
  BridgeEdit       edit;
  BridgeStamp      item;

  bridge_guest_begin (bridge_session_get_guest (guest->session), &edit);
  item = bridge_edit_create (&edit, BRIDGE_KIND_STROKE, 3);
  bridge_edit_append (&edit, item, 0, steps, G_N_ELEMENTS (steps));
  item = bridge_edit_create (&edit, BRIDGE_KIND_RECTANGLE, 3);
  bridge_edit_set (&edit, item, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  commit (guest, &edit);
}

static BridgeSession *
join (BridgeServer *server, const char *name)
{
  BridgeSession *session = bridge_session_new (name, 0x3584e4ff);

  bridge_session_join (session, bridge_server_get_invite (server));
  WAIT_FOR (is_live (session));
  return session;
}

static void
open_guest (HonestGuest *guest, BridgeServer *server, const char *name)
{
  *guest = (HonestGuest){ .session = join (server, name) };
  guest->states = g_string_new (NULL);
  guest->complaints = g_string_new (NULL);
  g_signal_connect (guest->session, "failed", G_CALLBACK (on_lost), guest);
  g_signal_connect (guest->session, "ended", G_CALLBACK (on_lost), guest);
  g_signal_connect (guest->session, "guest-event", G_CALLBACK (on_event), guest);
  g_signal_connect (guest->session, "notify::state", G_CALLBACK (on_state), guest);
  make_item (guest);
}

static void
close_guest (HonestGuest *guest)
{
  g_signal_handlers_disconnect_by_data (guest->session, guest);
  g_object_unref (guest->session);
  g_string_free (guest->states, TRUE);
  g_string_free (guest->complaints, TRUE);
}

static gboolean
is_settled (HonestRoom *room)
{
  return count_pending (room->guests[0].session) == 0 && count_pending (room->guests[1].session) == 0;
}

void
honest_room_open (HonestRoom *room, GTlsCertificate *certificate, gboolean hurried)
{
  const BridgeServerOptions options = { .listen = "127.0.0.1", .room = "room", .title = "A title", .certificate = certificate };
  g_autoptr (GError) error = NULL;

  room->server = bridge_server_new (&options);
  if (hurried)
    bridge_server_set_clocks (room->server, HURRY, HURRY, 4 * HURRY, HURRY);
  bridge_server_start (room->server, &error);
  g_assert_no_error (error);
  open_guest (&room->guests[0], room->server, "Ann");
  open_guest (&room->guests[1], room->server, "Bob");
  make_targets (&room->guests[0]);
  WAIT_FOR (is_settled (room));
  room->guests[0].slowest = room->guests[1].slowest = 0;
}

void
honest_room_close (HonestRoom *room)
{
  close_guest (&room->guests[0]);
  close_guest (&room->guests[1]);
  harness_stop_server (room->server);
}

/* What is in use, as the C library counts; with a sanitizer's own allocator nothing. Where another thread changes what is
 * being added up, less than nothing may come out. */
static gsize
memory_in_use (void)
{
  struct mallinfo2 info;

  do
    info = mallinfo2 ();
  while ((gssize)(info.uordblks + info.hblkhd) < 0);
  return info.uordblks + info.hblkhd;
}

typedef struct
{
  BridgeServer *server;
  void (*attack) (BridgeServer *server, gconstpointer data);
  gconstpointer data;
  gint          is_over;
} Attack;

static gpointer
run (gpointer data)
{
  Attack *attack = data;

  attack->attack (attack->server, attack->data);
  g_atomic_int_set (&attack->is_over, TRUE);
  return NULL;
}

/* Each moves its item once the room has taken the last move, at a hand's pace. */
static void
draw_on (HonestRoom *room)
{
  gint64 now = g_get_monotonic_time ();

  for (gsize i = 0; i < G_N_ELEMENTS (room->guests); i++)
    if (count_pending (room->guests[i].session) == 0 && now - room->guests[i].moved_at > PACE)
      move (&room->guests[i]);
}

void
honest_room_attack (HonestRoom *room, void (*attack) (BridgeServer *server, gconstpointer data), gconstpointer data, gsize *growth)
{
  Attack   about = { .server = room->server, .attack = attack, .data = data };
  gsize    before = memory_in_use (), most = before;
  gint64   until = g_get_monotonic_time () + 3 * HARNESS_PATIENCE * (gint64)G_USEC_PER_SEC;
  GThread *thread = g_thread_new ("hostile", run, &about);

  while (!g_atomic_int_get (&about.is_over))
    {
      draw_on (room);
      if (!harness_iterate (until))
        g_error ("the attack does not end");
      most = MAX (most, memory_in_use ());
    }
  g_thread_join (thread);
  *growth = most - before;
}

static gboolean
agree (BridgeSession *one, BridgeSession *other)
{
  guint8 a[BRIDGE_DIGEST_SIZE], b[BRIDGE_DIGEST_SIZE];

  bridge_board_digest (bridge_session_get_board (one), a);
  bridge_board_digest (bridge_session_get_board (other), b);
  return memcmp (a, b, sizeof a) == 0;
}

/* Both sides of a wait for what only counts once nothing moves any more. */
static gboolean
all_agree (HonestRoom *room, BridgeSession *observer)
{
  return is_settled (room) && agree (room->guests[0].session, observer) && agree (room->guests[1].session, observer);
}

void
honest_room_judge (HonestRoom *room, gint64 patience)
{
  BridgeSession *observer;

  WAIT_FOR (is_settled (room));
  WAIT_FOR (count_people (room->guests[0].session) == 2 && count_people (room->guests[1].session) == 2);
  observer = join (room->server, OBSERVER_NAME);
  WAIT_FOR (all_agree (room, observer));
  g_object_unref (observer);
  for (gsize i = 0; i < G_N_ELEMENTS (room->guests); i++)
    {
      HonestGuest *guest = &room->guests[i];

      g_assert_cmpstr (guest->states->str, ==, "");
      g_assert_cmpstr (guest->complaints->str, ==, "");
      g_assert_cmpuint (guest->n_taken, ==, guest->n_moves);
      g_assert_cmpint (guest->slowest, <, patience);
      g_test_message ("%u edits, the slowest in %.1f ms", guest->n_taken, guest->slowest / 1e3);
      guest->slowest = 0;
    }
  WAIT_FOR (count_people (room->guests[0].session) == 2);
}
