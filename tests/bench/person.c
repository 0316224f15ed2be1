/* Somebody in a room, over a socket: draws, and counts what comes or decodes it all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "person.h"

#include "core/doc/compose.h"

#include <time.h>

#define PRECISION 3  /* as at zoom 1 */
#define RECORDS   64 /* decoded between two looks at the clock */
#define COLOR     0x1c71d8ff
#define SIZE      4

/* Of this thread, in us. */
static double
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * G_USEC_PER_SEC + (double)now.tv_nsec / 1000;
}

static void
pump (Person *person)
{
  BridgeBytes message = { 0 };

  while (bridge_guest_next_message (person->guest, &message))
    {
      client_send (&person->client, message.data, message.length);
      bridge_bytes_clear (&message);
    }
}

static void
hear (Person *person)
{
  BridgeGuestEvent event;

  while (bridge_guest_next_event (person->guest, &event))
    ;
  if (bridge_guest_phase (person->guest) == BRIDGE_GUEST_LIVE &&
      bridge_guest_revision (person->guest) >= bridge_guest_latest (person->guest))
    person->ready = TRUE;
}

static void
end_slice (Person *person, double began)
{
  double cost = cpu_time () - began;

  person->cost.total += cost;
  person->cost.longest = MAX (person->cost.longest, cost);
}

/* As a window does it: in slices. */
static void
decode (Person *person, const guint8 *payload, gsize length)
{
  double       began = cpu_time ();
  BridgeStatus status = bridge_guest_receive (person->guest, payload, length);
  bool         more = status == BRIDGE_STATUS_OK;

  while (more)
    {
      more = bridge_guest_work (person->guest, RECORDS, &status) && status == BRIDGE_STATUS_OK;
      if (!more || cpu_time () - began < PERSON_SLICE)
        continue;
      hear (person);
      end_slice (person, began);
      began = cpu_time ();
    }
  hear (person);
  end_slice (person, began);
  if (status != BRIDGE_STATUS_OK)
    bench_fail ("a message cannot be decoded (%d)", status);
  pump (person);
}

static gsize
frame_size (gsize payload)
{
  return payload + (payload < 126 ? 2 : payload <= G_MAXUINT16 ? 4
                                                               : 10);
}

static void
on_message (gpointer data, const guint8 *payload, gsize length)
{
  Person *person = data;
  int     type = bridge_wire_type (payload, length);

  if (type < 0 || type >= PERSON_N_TYPES)
    bench_fail ("a message of an unknown type");
  if (type == BRIDGE_WIRE_GOODBYE || type == BRIDGE_WIRE_REFUSED)
    bench_fail (type == BRIDGE_WIRE_GOODBYE ? "the room says goodbye" : "the room refuses an edit");
  person->bytes[type] += frame_size (length);
  if (!person->ready)
    person->join_bytes += frame_size (length);
  if (type == BRIDGE_WIRE_COMMIT)
    person->n_commits++;
  if (person->decodes)
    decode (person, payload, length);
  else if (type == BRIDGE_WIRE_READY)
    person->ready = TRUE;
}

static BridgeGuest *
create_guest (void)
{
  BridgeGuestOptions options = { .name = "Ada", .color = COLOR, .seed = g_random_int () };

  options.site = (guint64)g_random_int () << 32 | g_random_int () | 1;
  for (guint i = 0; i < sizeof options.secret; i++)
    options.secret[i] = (uint8_t)g_random_int ();
  return bridge_guest_new (&options);
}

void
person_join (Person *person, Crowd *crowd, const Host *host, gboolean decodes)
{
  g_autofree char *target = g_strconcat ("/", host->invite->room, NULL);
  gint64           until = g_get_monotonic_time () + PERSON_PATIENCE;

  *person = (Person){ .decodes = decodes, .guest = create_guest () };
  person->client.message = on_message;
  person->client.data = person;
  client_open (&person->client, crowd, host->invite->port, target, BRIDGE_WIRE_PROTOCOL);
  bridge_guest_connect (person->guest, host->invite->token);
  pump (person);
  while (!person->ready)
    {
      crowd_wait (crowd, until);
      if (g_get_monotonic_time () > until)
        bench_fail ("nobody is let in");
    }
}

void
person_leave (Person *person)
{
  client_close (&person->client);
  bridge_guest_free (person->guest);
}

static void
begin (Person *person, BridgeEdit *edit, const BridgeInkPoint *points, gsize n_points)
{
  const BridgeBoard *board = bridge_guest_board (person->guest);

  person->drawing = bridge_compose_ink (edit, board, BRIDGE_KIND_STROKE, PRECISION, points, n_points);
  bridge_edit_set (edit, person->drawing, BRIDGE_PROPERTY_COLOR, bridge_value_integer (COLOR));
  bridge_edit_set (edit, person->drawing, BRIDGE_PROPERTY_SIZE, bridge_value_number (SIZE));
}

void
person_draw (Person *person, const Stroke *stroke, gsize from, gsize count)
{
  const BridgeBoard *board = bridge_guest_board (person->guest);
  BridgeEdit         edit;

  bridge_guest_begin (person->guest, &edit);
  if (from == 0)
    begin (person, &edit, stroke->points, count);
  else
    bridge_compose_append (&edit, bridge_board_item (board, person->drawing), stroke->points + from, count);
  if (bridge_guest_commit (person->guest, &edit, NULL, NULL) == 0)
    bench_fail ("a stroke cannot be drawn");
  pump (person);
}

void
person_point (Person *person, BridgePoint at)
{
  BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = at };
  uint64_t       when;

  bridge_guest_present (person->guest, &presence, (uint64_t)g_get_monotonic_time (), &when);
  pump (person);
}

void
person_await (Person *person, guint64 n_commits)
{
  gint64 until = g_get_monotonic_time () + PERSON_PATIENCE;

  while (person->n_commits < n_commits)
    {
      crowd_wait (person->client.crowd, until);
      if (g_get_monotonic_time () > until)
        bench_fail ("an edit does not arrive");
    }
}
