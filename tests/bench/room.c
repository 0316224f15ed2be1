/* What a room costs on the way that the product goes: a server program, and guests that speak its protocol over sockets.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "room.h"

#include "packing.h"
#include "person.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RATE          60 /* updates a second, of each writer */
#define UPDATE_POINTS 8
#define LIVE_POINTS   120
#define LIVE_UPDATES  300 /* of each writer, or as many more as its last stroke takes */
#define JOIN_STROKES  10000
#define JOIN_POINTS   60
#define JOINS         3
#define INK_STROKES   2000
#define PEOPLE_MAX    100

typedef struct
{
  Crowd  crowd;
  Host   host;
  Person people[PEOPLE_MAX]; /* the writers, then the viewers; the first viewer decodes */
  guint  n_people;
} Stage;

/* The next points of a writer. */
typedef struct
{
  const Stroke *stroke; /* NULL: none is begun */
  gsize         from;
  guint         n_updates;
  guint         n_strokes;
} Pen;

static void
stage_init (Stage *stage, const char *program, guint n_writers, guint n_viewers)
{
  crowd_init (&stage->crowd);
  host_start (&stage->host, program);
  stage->n_people = n_writers + n_viewers;
  for (guint i = 0; i < stage->n_people; i++)
    person_join (&stage->people[i], &stage->crowd, &stage->host, i <= n_writers);
}

static void
stage_clear (Stage *stage)
{
  for (guint i = 0; i < stage->n_people; i++)
    person_leave (&stage->people[i]);
  host_stop (&stage->host);
  crowd_clear (&stage->crowd);
}

static void
await_all (Stage *stage, guint64 n_commits)
{
  for (guint i = 0; i < stage->n_people; i++)
    person_await (&stage->people[i], n_commits);
}

/* Everybody who decodes sees the same. */
static void
check (const Stage *stage)
{
  guint8 first[BRIDGE_DIGEST_SIZE], other[BRIDGE_DIGEST_SIZE];

  bridge_guest_digest (stage->people[0].guest, first);
  for (guint i = 1; i < stage->n_people && stage->people[i].decodes; i++)
    {
      bridge_guest_digest (stage->people[i].guest, other);
      if (memcmp (first, other, sizeof first) != 0)
        bench_fail ("two guests see different boards");
    }
}

static guint64
count_points (GPtrArray *strokes)
{
  guint64 n_points = 0;

  for (guint i = 0; i < strokes->len; i++)
    n_points += ((const Stroke *)g_ptr_array_index (strokes, i))->count;
  return n_points;
}

/* --- drawing live --- */

/* FALSE: the writer is done. */
static gboolean
draw_next (Person *writer, Pen *pen, GPtrArray *strokes, LiveResult *result)
{
  gsize count;

  if (pen->stroke == NULL && pen->n_updates >= LIVE_UPDATES)
    return FALSE;
  if (pen->stroke == NULL)
    {
      pen->stroke = g_ptr_array_index (strokes, result->n_strokes++ % strokes->len);
      pen->from = 0;
    }
  count = MIN (UPDATE_POINTS, pen->stroke->count - pen->from);
  person_draw (writer, pen->stroke, pen->from, count);
  if (result->presence)
    person_point (writer, (BridgePoint){ pen->stroke->points[pen->from].x, pen->stroke->points[pen->from].y });
  pen->from += count;
  pen->n_updates++;
  result->n_points += count;
  if (pen->from == pen->stroke->count)
    pen->stroke = NULL;
  return TRUE;
}

/* The writers take turns, each at its rate (0: as fast as it goes). Returns the number of updates. */
static guint64
draw (Stage *stage, GPtrArray *strokes, guint rate, LiveResult *result)
{
  g_autofree Pen *pens = g_new0 (Pen, result->n_writers);
  gint64          began = g_get_monotonic_time ();
  guint64         n_updates = 0;
  guint           n_done = 0;

  for (guint64 turn = 0; n_done < result->n_writers; turn++)
    {
      guint  i = turn % result->n_writers;
      gint64 due = rate == 0 ? 0 : began + (gint64)(turn * G_USEC_PER_SEC / (rate * result->n_writers));

      n_done = i == 0 ? 0 : n_done;
      if (draw_next (&stage->people[i], &pens[i], strokes, result))
        n_updates++;
      else
        n_done++;
      do
        crowd_wait (&stage->crowd, due);
      while (g_get_monotonic_time () < due);
    }
  return n_updates;
}

static void
measure_live (const char *program, GPtrArray *strokes, LiveResult *result)
{
  Stage        *stage = g_new0 (Stage, 1);
  const Person *viewer = &stage->people[result->n_writers + result->n_viewers - 1];
  gint64        began;
  guint64       n_updates, commit_bytes, presence_bytes;
  double        cpu;

  stage_init (stage, program, result->n_writers, result->n_viewers);
  commit_bytes = viewer->bytes[BRIDGE_WIRE_COMMIT];
  presence_bytes = viewer->bytes[BRIDGE_WIRE_PRESENCES];
  cpu = host_cpu_time (&stage->host);
  began = g_get_monotonic_time ();
  n_updates = draw (stage, strokes, RATE, result);
  await_all (stage, n_updates);
  result->n_deliveries = n_updates * stage->n_people;
  result->cpu = (host_cpu_time (&stage->host) - cpu) / (double)result->n_deliveries;
  result->stroke_bytes = (double)(viewer->bytes[BRIDGE_WIRE_COMMIT] - commit_bytes) / result->n_strokes;
  result->presence_bytes = (double)(viewer->bytes[BRIDGE_WIRE_PRESENCES] - presence_bytes) * G_USEC_PER_SEC /
                           (double)(g_get_monotonic_time () - began);
  result->resident = host_resident (&stage->host);
  check (stage);
  stage_clear (stage);
  g_free (stage);
}

/* --- coming to a full board --- */

static void
fill (Stage *stage, GPtrArray *strokes)
{
  for (guint i = 0; i < strokes->len; i++)
    {
      const Stroke *stroke = g_ptr_array_index (strokes, i);

      person_draw (&stage->people[0], stroke, 0, stroke->count);
      crowd_wait (&stage->crowd, 0);
    }
  await_all (stage, strokes->len);
}

/* Returns the server's CPU time in ms. */
static double
join_once (Stage *stage, gboolean decodes)
{
  Person *joiner = &stage->people[stage->n_people];
  double  cpu = host_cpu_time (&stage->host);

  person_join (joiner, &stage->crowd, &stage->host, decodes);
  stage->n_people++;
  return (host_cpu_time (&stage->host) - cpu) / 1000;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a, second = *(const double *)b;

  return first < second ? -1 : first > second;
}

static void
measure_join (const char *program, GPtrArray *strokes, JoinResult *result)
{
  Stage *stage = g_new0 (Stage, 1);
  double decode[JOINS];

  result->n_strokes = strokes->len;
  result->n_points = count_points (strokes);
  result->varints = packing_varints (strokes);
  result->xz = packing_xz (strokes);
  stage_init (stage, program, 1, 0);
  fill (stage, strokes);
  for (guint i = 0; i < JOINS; i++)
    {
      const Person *joiner = &stage->people[stage->n_people];
      double        cpu = join_once (stage, TRUE);

      *(i == 0 ? &result->first : &result->later) = cpu;
      decode[i] = joiner->cost.total / 1000;
      result->slice = MAX (result->slice, joiner->cost.longest / 1000);
      result->bytes = joiner->join_bytes;
      result->n_edits = joiner->n_commits;
    }
  qsort (decode, JOINS, sizeof *decode, compare_doubles);
  result->decode = decode[JOINS / 2];
  result->resident = host_resident (&stage->host);
  check (stage);
  stage_clear (stage);
  g_free (stage);
}

/* --- how strokes pack --- */

static void
add_length (void *total, const uint8_t *frame, size_t length)
{
  *(guint64 *)total += length;
}

static void
measure_ink (const char *program, GPtrArray *live, GPtrArray *full, InkResult *result)
{
  LiveResult drawn = { .n_writers = 1, .n_viewers = 1 };
  Stage     *stage = g_new0 (Stage, 1);
  guint64    bytes;

  stage_init (stage, program, 1, 1);
  await_all (stage, draw (stage, live, 0, &drawn));
  bytes = stage->people[1].bytes[BRIDGE_WIRE_COMMIT];
  result->stroke_bytes = (double)bytes / drawn.n_strokes;
  result->point_bytes = (double)bytes / (double)drawn.n_points;
  stage_clear (stage);
  stage_init (stage, program, 1, 0);
  fill (stage, full);
  bridge_guest_save_state (stage->people[0].guest, add_length, &result->snapshot);
  result->xz = packing_xz (full);
  stage_clear (stage);
  g_free (stage);
}

static void
measure_shapes (const char *program, InkResult results[N_SHAPES])
{
  for (guint shape = 0; shape < N_SHAPES; shape++)
    {
      g_autoptr (GPtrArray) live = strokes_draw (shape, INK_STROKES, LIVE_POINTS);
      g_autoptr (GPtrArray) full = strokes_draw (shape, INK_STROKES, JOIN_POINTS);

      results[shape].name = shape_name (shape);
      results[shape].is_judged = shape == SHAPE_HAND || shape == SHAPE_SMOOTH;
      results[shape].is_usual = TRUE;
      measure_ink (program, live, full, &results[shape]);
    }
}

/* --- all together --- */

static gboolean
measure_all (const char *program, GPtrArray *given, const char *json)
{
  LiveResult live[] = {
    { .name = "1 writer, 2 viewers", .n_writers = 1, .n_viewers = 2 },
    { .name = "1 writer, 10 viewers", .n_writers = 1, .n_viewers = 10 },
    { .name = "1 writer, 50 viewers", .n_writers = 1, .n_viewers = 50 },
    { .name = "10 writers, 50 viewers", .n_writers = 10, .n_viewers = 50 },
    { .name = "the same with pointers", .n_writers = 10, .n_viewers = 50, .presence = TRUE },
  };
  InkResult   ink[N_SHAPES] = { 0 };
  RoomResults results = { .live = live, .n_live = G_N_ELEMENTS (live), .ink = ink };
  g_autoptr (GPtrArray) drawn = given != NULL ? g_ptr_array_ref (given) : strokes_draw (SHAPE_HAND, INK_STROKES, LIVE_POINTS);
  g_autoptr (GPtrArray) full = given != NULL ? g_ptr_array_ref (given) : strokes_draw (SHAPE_HAND, JOIN_STROKES, JOIN_POINTS);

  for (guint i = 0; i < results.n_live; i++)
    measure_live (program, drawn, &live[i]);
  measure_join (program, full, &results.join);
  if (given == NULL)
    measure_shapes (program, ink);
  else
    {
      ink[0] = (InkResult){ .name = "file", .is_judged = TRUE };
      measure_ink (program, given, given, &ink[0]);
    }
  results.n_ink = given == NULL ? N_SHAPES : 1;
  return room_tell (&results, json);
}

static const char description[] =
    "Measures a room as the product runs it: starts “drawbridgectl serve --plain”, and lets guests\n"
    "draw and watch over sockets on loopback. Prints the server's CPU time, what comes to a viewer's\n"
    "socket, and what a joiner's decoding costs, as tables and as one line of JSON.\n"
    "\n"
    "FILE has a stroke a line: {\"points\":[[x,y,pressure],…]}, in px, the pressure from 0 to 1 or\n"
    "left out. Without it, strokes of several hands are made up. CPU times are those of a release\n"
    "build alone (meson setup --buildtype=release).\n"
    "\n"
    "Exit status: 0 done, 1 a target is missed or nothing can be measured, 2 wrong usage or a bad FILE.";

int
main (int argc, char *argv[])
{
  g_autofree char   *program = NULL;
  g_autofree char   *path = NULL;
  g_autofree char   *json = NULL;
  const GOptionEntry entries[] = {
    { "strokes", 0, 0, G_OPTION_ARG_FILENAME, &path, "Draw the strokes of FILE, JSON Lines", "FILE" },
    { "json", 0, 0, G_OPTION_ARG_FILENAME, &json, "Write the JSON to FILE, too", "FILE" },
    { "program", 0, 0, G_OPTION_ARG_FILENAME, &program, "The drawbridgectl to measure", "PROGRAM" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GPtrArray) given = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || (path != NULL && (given = strokes_load (path, &error)) == NULL))
    {
      g_printerr ("%s: %s\n", g_get_prgname (), error->message);
      return 2;
    }
  return measure_all (program != NULL ? program : DRAWBRIDGECTL, given, json) ? EXIT_SUCCESS : EXIT_FAILURE;
}
