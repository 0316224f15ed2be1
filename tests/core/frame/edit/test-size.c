/* How many bytes hand-like strokes take, live and as state, against the figures that were promised.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/schema.h"
#include "core/frame/edit/ink-codec.h"
#include "core/frame/edit/state.h"
#include "samples.h"

#include <gio/gio.h>

#define LIVE_STROKES     200
#define LIVE_POINTS      120
#define LIVE_BATCH       8
#define LIVE_POINTS_MAX  250 /* bytes of the points of a stroke */
#define LIVE_FRAMES_MAX  290 /* bytes of its frames, with two bytes of WebSocket each */
#define WEBSOCKET_HEADER 2
#define STATE_STROKES    10000
#define STATE_POINTS     60
#define FIRST_ORDER      1000
#define JITTER           0.12 /* px: more than a mouse has, about what a pen has */
#define COLORS           6

static const double  sizes[] = { 2, 3, 5 };
static const guint32 colors[COLORS] = { 0x241f31ff, 0xe01b24ff, 0x33d17aff, 0x3584e4ff, 0xf6d32dff, 0x9141acff };

/* As the pen tool writes it: the item with its registers. */
static BridgeStamp
begin_stroke (BridgeRandom *random, BridgeEdit *edit, guint order)
{
  BridgeStamp item = bridge_edit_create (edit, BRIDGE_KIND_STROKE, 3);
  guint8      key[] = { 0x80 + (order >> 16), order >> 8, order | 1 };
  BridgeValue above = bridge_value_bytes (key, sizeof key);

  bridge_edit_set (edit, item, BRIDGE_PROPERTY_X, bridge_value_number (bridge_random_below (random, 80000) / 8.0 - 5000));
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_Y, bridge_value_number (bridge_random_below (random, 80000) / 8.0 - 5000));
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_COLOR, bridge_value_integer (colors[bridge_random_below (random, COLORS)]));
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_SIZE, bridge_value_number (sizes[bridge_random_below (random, 3)]));
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_ORDER, above);
  bridge_value_clear (&above);
  return item;
}

static gsize
commit_size (BridgeContext *log, BridgeEdit *edit)
{
  BridgeBytes message = { 0 };
  gsize       size;

  bridge_wire_put_commit (&message, log, edit);
  size = message.length + WEBSOCKET_HEADER;
  bridge_bytes_clear (&message);
  return size;
}

static gsize
points_size (const BridgeStep *steps, guint start)
{
  BridgeBytes    bytes = { 0 };
  BridgeInkTrail trail = { 0 };
  gsize          size;

  if (start > 0)
    {
      bridge_ink_trail_move (&trail, steps[start - 2]);
      bridge_ink_trail_move (&trail, steps[start - 1]);
    }
  bridge_ink_put (&bytes, start > 0 ? &trail : NULL, steps + start, LIVE_BATCH);
  size = bytes.length;
  bridge_bytes_clear (&bytes);
  return size;
}

static void
live_stroke (BridgeRandom *random, BridgeContext *log, guint number, gsize *points, gsize *frames)
{
  BridgeStep  steps[LIVE_POINTS];
  BridgeStamp item = BRIDGE_STAMP_NONE;

  *points = *frames = 0;
  sample_stroke (random, JITTER, steps, LIVE_POINTS);
  for (guint start = 0; start < LIVE_POINTS; start += LIVE_BATCH)
    {
      const BridgeAuthorContext *author = &log->authors[0];
      BridgeEdit                 edit;

      bridge_edit_init (&edit, author->site, author->lamport);
      edit.seq = author->seq + 1;
      if (start == 0)
        item = begin_stroke (random, &edit, FIRST_ORDER + number);
      bridge_edit_append (&edit, item, start, steps + start, LIVE_BATCH);
      *frames += commit_size (log, &edit);
      *points += points_size (steps, start);
      bridge_edit_clear (&edit);
    }
}

static void
test_live (void)
{
  BridgeRandom  random;
  BridgeContext log = { 0 };
  gsize         points, frames, most_points = 0, most_frames = 0, all_points = 0, all_frames = 0;

  bridge_random_init (&random, 11);
  bridge_context_add (&log, bridge_random_next (&random));
  log.authors[0].lamport = 100000;
  for (guint i = 0; i < LIVE_STROKES; i++)
    {
      live_stroke (&random, &log, i, &points, &frames);
      all_points += points;
      all_frames += frames;
      most_points = MAX (most_points, points);
      most_frames = MAX (most_frames, frames);
    }
  g_test_message ("a stroke of %d points in %d updates: points %zu bytes (at most %zu), frames %zu bytes (at most %zu)",
                  LIVE_POINTS, LIVE_POINTS / LIVE_BATCH, all_points / LIVE_STROKES, most_points,
                  all_frames / LIVE_STROKES, most_frames);
  g_assert_cmpuint (most_points, <, LIVE_POINTS_MAX);
  g_assert_cmpuint (most_frames, <, LIVE_FRAMES_MAX);
  bridge_context_clear (&log);
}

/* What the state is measured against: first differences as zigzag varints, point by point. */
static void
put_plain (BridgeBytes *out, const BridgeStep *steps, guint count)
{
  BridgeStep last = { 0 };

  for (guint i = 0; i < count; i++)
    {
      bridge_bytes_put_zigzag (out, steps[i].x - last.x);
      bridge_bytes_put_zigzag (out, steps[i].y - last.y);
      bridge_bytes_put_zigzag (out, steps[i].pressure - last.pressure);
      last = steps[i];
    }
}

static gsize
xz_size (const BridgeBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) xz = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                                 &error, "xz", "-9e", "-c", NULL);
  g_autoptr (GBytes) in = g_bytes_new_static (bytes->data, bytes->length);
  g_autoptr (GBytes) out = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate (xz, in, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  return g_bytes_get_size (out);
}

static BridgeItem *
whole_stroke (BridgeRandom *random, guint64 site, guint64 *lamport, guint number, const BridgeStep *steps)
{
  BridgeEdit  edit;
  BridgeItem *item;

  bridge_edit_init (&edit, site, *lamport);
  item = bridge_item_new (begin_stroke (random, &edit, FIRST_ORDER + number), BRIDGE_KIND_STROKE);
  item->revision = 1 + number;
  item->points.precision = 3;
  for (gsize i = 1; i < edit.n_ops; i++)
    bridge_item_set (item, edit.ops[i].set.property, (BridgeStamp){ *lamport + i, site }, &edit.ops[i].set.value);
  bridge_item_append (item, steps, STATE_POINTS);
  *lamport += edit.span + bridge_random_below (random, 3);
  bridge_edit_clear (&edit);
  return item;
}

static void
test_state (void)
{
  BridgeRandom       random;
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeBytes        plain = { 0 }, blocks = { 0 };
  guint64            site, lamport = 1;
  gsize              xz;

  bridge_random_init (&random, 12);
  site = bridge_random_next (&random);
  for (guint i = 0; i < STATE_STROKES; i++)
    {
      BridgeStep  steps[STATE_POINTS];
      BridgeItem *item;

      sample_stroke (&random, JITTER, steps, STATE_POINTS);
      put_plain (&plain, steps, STATE_POINTS);
      item = whole_stroke (&random, site, &lamport, i, steps);
      bridge_state_writer_add_item (writer, item);
      bridge_item_free (item);
      if (bridge_state_writer_is_full (writer))
        g_assert_true (bridge_state_writer_finish_block (writer, &blocks));
    }
  bridge_state_writer_finish_block (writer, &blocks);
  xz = xz_size (&plain);
  g_test_message ("%d strokes of %d points as state: %zu bytes, %.1f a point; xz -9e of the bare points: %zu", STATE_STROKES,
                  STATE_POINTS, blocks.length, blocks.length / (double)(STATE_STROKES * STATE_POINTS), xz);
  g_assert_cmpuint (blocks.length, <=, xz);
  bridge_bytes_clear (&plain);
  bridge_bytes_clear (&blocks);
  bridge_state_writer_free (writer);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/edit/size/live", test_live);
  g_test_add_func ("/core/frame/edit/size/state", test_state);
  return g_test_run ();
}
