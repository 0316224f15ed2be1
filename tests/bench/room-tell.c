/* What was measured of a room: tables, JSON, and whether it is good enough.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "line.h"
#include "room.h"

#define STROKE_BYTES_MAX 440 /* of 120 points in 15 updates */
#define DECODE_MAX       60  /* ms */

static gboolean
is_short (const InkResult *ink)
{
  return !ink->is_judged || !ink->is_usual || ink->stroke_bytes <= STROKE_BYTES_MAX;
}

static gboolean
is_dense (const InkResult *ink)
{
  return !ink->is_judged || ink->xz == 0 || ink->snapshot <= ink->xz;
}

/* A snapshot is; edits that follow an older one until it is worth making anew need not be. */
static gboolean
is_small (const JoinResult *join)
{
  return join->xz == 0 || join->n_edits > 0 || join->bytes <= join->xz;
}

static gboolean
is_quick (const JoinResult *join)
{
  return join->decode < DECODE_MAX;
}

static const char *
mark (gboolean is_kept)
{
  return is_kept ? "" : "  MISSED";
}

static void
print_live (const RoomResults *results)
{
  g_print ("Drawing at 60 updates a second, 8 points each\n%-26s %10s %14s %14s %16s %12s\n", "", "deliveries", "CPU us each",
           "bytes a stroke", "presence bytes/s", "resident KiB");
  for (guint i = 0; i < results->n_live; i++)
    {
      const LiveResult *live = &results->live[i];

      g_print ("%-26s %10" G_GUINT64_FORMAT " %14.2f %14.1f %16.0f %12" G_GUINT64_FORMAT "\n", live->name, live->n_deliveries,
               live->cpu, live->stroke_bytes, live->presence_bytes, live->resident);
    }
}

static void
print_join (const JoinResult *join)
{
  g_print ("\nA join to %u strokes, %" G_GUINT64_FORMAT " points\n", join->n_strokes, join->n_points);
  g_print ("  bytes             %10" G_GUINT64_FORMAT "  (at most as xz -9e makes of delta varints: %zu of %zu)%s\n", join->bytes,
           join->xz, join->varints, mark (is_small (join)));
  g_print ("  decoding CPU ms   %10.1f  (under %d)%s\n", join->decode, DECODE_MAX, mark (is_quick (join)));
  g_print ("  longest slice ms  %10.1f\n", join->slice);
  g_print ("  server CPU ms     %10.1f  (the next join: %.1f)\n", join->first, join->later);
  g_print ("  resident KiB      %10" G_GUINT64_FORMAT "\n", join->resident);
}

static void
print_ink (const RoomResults *results)
{
  g_print ("\nHow strokes pack (a live stroke of 120 points: at most %d bytes; a snapshot: at most xz)\n%-10s %14s %13s %14s %10s %7s\n",
           STROKE_BYTES_MAX, "", "bytes a stroke", "bytes a point", "snapshot bytes", "xz bytes", "ratio");
  for (guint i = 0; i < results->n_ink; i++)
    {
      const InkResult *ink = &results->ink[i];

      g_print ("%-10s %14.1f %13.2f %14" G_GUINT64_FORMAT " %10zu %7.3f%s\n", ink->name, ink->stroke_bytes, ink->point_bytes,
               ink->snapshot, ink->xz, (double)ink->snapshot / (double)ink->xz, mark (is_short (ink) && is_dense (ink)));
    }
}

static void
put_join (GString *json, const JoinResult *join)
{
  g_string_append_printf (json,
                          "{\"strokes\":%u,\"points\":%" G_GUINT64_FORMAT ",\"bytes\":%" G_GUINT64_FORMAT ",\"edits\":%" G_GUINT64_FORMAT
                          ",\"xz_bytes\":%zu,\"varint_bytes\":%zu,\"decode_cpu_ms\":%.2f,\"slice_cpu_ms\":%.2f"
                          ",\"server_cpu_ms\":%.2f,\"next_server_cpu_ms\":%.2f,\"resident_kib\":%" G_GUINT64_FORMAT "}",
                          join->n_strokes, join->n_points, join->bytes, join->n_edits, join->xz, join->varints, join->decode, join->slice,
                          join->first, join->later, join->resident);
}

static void
put_live (GString *json, const LiveResult *live)
{
  g_string_append_printf (json,
                          "{\"case\":\"%s\",\"writers\":%u,\"viewers\":%u,\"strokes\":%u,\"points\":%" G_GUINT64_FORMAT
                          ",\"deliveries\":%" G_GUINT64_FORMAT ",\"server_cpu_us\":%.3f,\"stroke_bytes\":%.1f"
                          ",\"presence_bytes_per_second\":%.1f,\"resident_kib\":%" G_GUINT64_FORMAT "}",
                          live->name, live->n_writers, live->n_viewers, live->n_strokes, live->n_points, live->n_deliveries,
                          live->cpu, live->stroke_bytes, live->presence_bytes, live->resident);
}

static void
put_ink (GString *json, const InkResult *ink)
{
  g_string_append_printf (json,
                          "{\"ink\":\"%s\",\"stroke_bytes\":%.1f,\"point_bytes\":%.3f,\"snapshot_bytes\":%" G_GUINT64_FORMAT
                          ",\"xz_bytes\":%zu}",
                          ink->name, ink->stroke_bytes, ink->point_bytes, ink->snapshot, ink->xz);
}

static char *
to_json (const RoomResults *results)
{
  GString *json = g_string_new ("{\"benchmark\":\"room\",\"live\":[");

  for (guint i = 0; i < results->n_live; i++)
    {
      g_string_append (json, i > 0 ? "," : "");
      put_live (json, &results->live[i]);
    }
  g_string_append (json, "],\"join\":");
  put_join (json, &results->join);
  g_string_append (json, ",\"ink\":[");
  for (guint i = 0; i < results->n_ink; i++)
    {
      g_string_append (json, i > 0 ? "," : "");
      put_ink (json, &results->ink[i]);
    }
  g_string_append (json, "]}\n");
  return g_string_free (json, FALSE);
}

gboolean
room_tell (const RoomResults *results, const char *path)
{
  g_autofree char *json = to_json (results);
  g_autoptr (GError) error = NULL;
  gboolean is_kept = is_quick (&results->join) && is_small (&results->join);

  print_live (results);
  print_join (&results->join);
  print_ink (results);
  g_print ("%s", json);
  if (path != NULL && !g_file_set_contents (path, json, -1, &error))
    bench_fail ("%s", error->message);
  for (guint i = 0; i < results->n_ink; i++)
    is_kept = is_kept && is_short (&results->ink[i]) && is_dense (&results->ink[i]);
  return is_kept;
}
