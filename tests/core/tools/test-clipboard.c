/* Tests of copy and paste.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../seed.h"
#include "bench.h"

#include "core/doc/limits.h"
#include "core/frame/edit/state.h"

#include <string.h>

#define UNKNOWN_KIND     77
#define UNKNOWN_PROPERTY 4242

static BridgeBytes
copy (const Bench *bench)
{
  BridgeBytes bytes = { 0 };

  g_assert_true (bridge_toolbox_copy (bench->toolbox, &bytes));
  return bytes;
}

static BridgeStatus
paste (Bench *bench, const uint8_t *data, size_t length)
{
  bench_begin (bench);
  return bridge_toolbox_paste (bench->toolbox, data, length, &bench->todo);
}

static void
assert_pastes (Bench *bench, const BridgeBytes *bytes)
{
  g_assert_cmpint (paste (bench, bytes->data, bytes->length), ==, BRIDGE_STATUS_OK);
}

/* A stroke, a note with words, and what this program does not know. */
static void
fill (Bench *bench)
{
  BridgeInkPoint points[] = { { 100, 100, .2 }, { 120, 130, .6 }, { 140, 100, 1 } };
  BridgeValue    bytes = bridge_value_bytes ("what is this", 12);
  BridgeStamp    note, stroke, unknown;

  stroke = bench_add_stroke (bench, points, 3);
  note = bench_add (bench, BRIDGE_KIND_NOTE, 200, 100, 90, 80);
  unknown = bench_add (bench, UNKNOWN_KIND, 1, 2, 3, 4);
  bench_set_number (bench, stroke, BRIDGE_PROPERTY_WIDTH, 80);
  bench_set (bench, stroke, BRIDGE_PROPERTY_COLOR, bridge_value_integer (0x11223344));
  bench_write (bench, note, "one\ntwo\n");
  bench_write (bench, note, "one\nzwei\n中文 🙂");
  bench_set_number (bench, note, BRIDGE_PROPERTY_ROTATION, 33.25);
  bench_set (bench, note, UNKNOWN_PROPERTY, bytes);
  bench_set (bench, note, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  bench_write (bench, unknown, "opaque");
  bridge_value_clear (&bytes);
  bench_select (bench, stroke, &note, &unknown, NULL);
}

static void
test_between_boards (void)
{
  Bench             from, to;
  BridgeBytes       bytes;
  const BridgeItem *item;
  BridgeValue       expected = bridge_value_bytes ("what is this", 12);
  char             *before;

  bench_init (&from, 1);
  bench_init (&to, 2);
  fill (&from);
  bytes = copy (&from);
  bench_add (&to, BRIDGE_KIND_ELLIPSE, 0, 0, 5, 5);
  bench_tool (&to, BRIDGE_TOOL_PEN);
  before = bench_describe (&to);
  assert_pastes (&to, &bytes);
  g_assert_cmpuint (bench_n_items (&to), ==, 4);
  g_assert_cmpuint (bridge_toolbox_n_selected (to.toolbox), ==, 3);
  g_assert_cmpint (bridge_toolbox_tool (to.toolbox), ==, BRIDGE_TOOL_SELECT);

  item = bridge_toolbox_selected_item (to.toolbox, 0);
  g_assert_cmpuint (item->id.site, ==, 2);
  bench_assert_box (&to, item->id, 100, 100, 80, 30);
  g_assert_cmpuint (item->points.count, ==, 3);
  bench_assert_point (bridge_item_point (item, 1), 140, 130);
  g_assert_cmpfloat_with_epsilon (bridge_item_pressure (item, 1), .6, 1. / 255);
  g_assert_cmphex (bridge_item_color (item), ==, 0x11223344);

  item = bridge_toolbox_selected_item (to.toolbox, 1);
  bench_assert_box (&to, item->id, 200, 100, 90, 80);
  g_assert_cmpfloat (bridge_item_number (item, BRIDGE_PROPERTY_ROTATION), ==, 33.25);
  g_assert_true (bridge_value_equal (&bridge_item_register (item, UNKNOWN_PROPERTY)->value, &expected));
  g_assert_false (bridge_item_is_locked (item));
  g_autofree char *text = bench_text (item);
  g_assert_cmpstr (text, ==, "one\nzwei\n中文 🙂");

  item = bridge_toolbox_selected_item (to.toolbox, 2);
  g_assert_cmpuint (item->kind, ==, UNKNOWN_KIND);
  g_autofree char *opaque = bench_text (item);
  g_assert_cmpstr (opaque, ==, "opaque");

  bench_assert_one_step (&to, before);
  bridge_value_clear (&expected);
  bridge_bytes_clear (&bytes);
  bench_clear (&from);
  bench_clear (&to);
}

/* Aside of the originals while they are in view, and of what was pasted before; in place once they are cut. */
static void
test_aside (void)
{
  Bench       bench;
  BridgeStamp note;
  BridgeBytes bytes;

  bench_init (&bench, 1);
  note = bench_add (&bench, BRIDGE_KIND_NOTE, 200, 100, 100, 100);
  bench_select (&bench, note, NULL);
  bytes = copy (&bench);
  assert_pastes (&bench, &bytes);
  bench_assert_box (&bench, bench_top (&bench)->id, 216, 116, 100, 100);
  assert_pastes (&bench, &bytes);
  bench_assert_box (&bench, bench_top (&bench)->id, 232, 132, 100, 100);
  bench_select (&bench, note, NULL);
  bench_key (&bench, BRIDGE_KEY_DELETE, 0);
  assert_pastes (&bench, &bytes);
  bench_assert_box (&bench, bench_top (&bench)->id, 200, 100, 100, 100);
  /* Out of view: to the middle of it. */
  bridge_viewport_pan (&bench.viewport, -10000, 0);
  bridge_viewport_zoom_at (&bench.viewport, 2, (BridgePoint){ 0, 0 });
  assert_pastes (&bench, &bytes);
  bench_assert_box (&bench, bench_top (&bench)->id, 10250 - 50, 200 - 50, 100, 100);
  assert_pastes (&bench, &bytes);
  bench_assert_box (&bench, bench_top (&bench)->id, 10250 - 34, 200 - 34, 100, 100);
  bridge_bytes_clear (&bytes);
  bench_clear (&bench);
}

static void
test_nothing (void)
{
  Bench       bench;
  BridgeBytes bytes = { 0 };

  bench_init (&bench, 1);
  g_assert_false (bridge_toolbox_copy (bench.toolbox, &bytes));
  g_assert_cmpuint (bytes.length, ==, 0);
  assert_pastes (&bench, &bytes);
  g_assert_cmpuint (bench.todo.flags, ==, 0);
  bench_clear (&bench);
}

static void
assert_refused (Bench *bench, const uint8_t *data, size_t length)
{
  g_autofree char *before = bench_describe (bench), *after = NULL;

  g_assert_cmpint (paste (bench, data, length), !=, BRIDGE_STATUS_OK);
  after = bench_describe (bench);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (bench->todo.changes.count, ==, 0);
}

static void
test_truncated (void)
{
  Bench       bench;
  BridgeBytes bytes;

  bench_init (&bench, 1);
  fill (&bench);
  bytes = copy (&bench);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  g_assert_cmpuint (bytes.length, >, 100);
  for (size_t length = 1; length < bytes.length; length++)
    {
      /* In memory of its own, so that a read past the end is seen. */
      g_autofree uint8_t *cut = g_memdup2 (bytes.data, length);

      assert_refused (&bench, cut, length);
    }
  g_assert_cmpint (bridge_toolbox_tool (bench.toolbox), ==, BRIDGE_TOOL_PEN);
  bridge_bytes_clear (&bytes);
  bench_clear (&bench);
}

/* Whatever it makes of them, the board stays sound and undo leads back. */
static void
test_garbled (void)
{
  GRand      *random = g_rand_new_with_seed ((guint32)test_seed ());
  Bench       bench;
  BridgeBytes bytes;

  bench_init (&bench, 1);
  fill (&bench);
  bytes = copy (&bench);
  for (int round = 0; round < 3000; round++)
    {
      g_autofree uint8_t *garbled = g_memdup2 (bytes.data, bytes.length);
      char               *before = bench_describe (&bench);

      for (int i = g_rand_int_range (random, 1, 4); i > 0; i--)
        garbled[g_rand_int_range (random, 0, (gint32)bytes.length)] = (uint8_t)g_rand_int (random);
      if (paste (&bench, garbled, bytes.length) == BRIDGE_STATUS_OK && bench.todo.changes.count > 0)
        {
          bench_assert_one_step (&bench, before);
          bench_undo (&bench);
        }
      else
        g_free (before);
    }
  bridge_bytes_clear (&bytes);
  bench_clear (&bench);
  g_rand_free (random);
}

/* One item as the clipboard has it. */
static BridgeBytes
wrap (const BridgeItem *item)
{
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeBytes        frame = { 0 }, bytes = { 0 };

  bridge_state_writer_add_item (writer, item);
  g_assert_true (bridge_state_writer_finish_block (writer, &frame));
  bridge_bytes_put_blob (&bytes, frame.data, frame.length);
  bridge_bytes_clear (&frame);
  bridge_state_writer_free (writer);
  return bytes;
}

/* Well formed, but nothing that a board would take. */
static void
test_out_of_range (void)
{
  static const struct
  {
    uint32_t    kind;
    uint32_t    property;
    BridgeValue value;
  } cases[] = {
    { BRIDGE_KIND_BOARD, BRIDGE_PROPERTY_X, { BRIDGE_VALUE_NUMBER, .number = 1 } },
    { BRIDGE_KIND_NOTE, BRIDGE_PROPERTY_X, { BRIDGE_VALUE_NUMBER, .number = 1e300 } },
    { BRIDGE_KIND_NOTE, BRIDGE_PROPERTY_WIDTH, { BRIDGE_VALUE_NUMBER, .number = -1 } },
    { BRIDGE_KIND_NOTE, BRIDGE_PROPERTY_COLOR, { BRIDGE_VALUE_NUMBER, .number = 1 } },
    { BRIDGE_KIND_NOTE, BRIDGE_PROPERTY_FONT_SIZE, { BRIDGE_VALUE_NUMBER, .number = 0 } },
  };
  Bench       bench;
  BridgeStamp id = { 5, 6 };

  bench_init (&bench, 1);
  bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeItem *item = bridge_item_new (id, cases[i].kind);
      BridgeBytes bytes;

      bridge_item_set (item, cases[i].property, id, &cases[i].value);
      bytes = wrap (item);
      assert_refused (&bench, bytes.data, bytes.length);
      bridge_bytes_clear (&bytes);
      bridge_item_free (item);
    }
  bench_clear (&bench);
}

/* Good ones before a bad one do not come either: a note cannot have points, which only the board finds. */
static void
test_all_or_nothing (void)
{
  Bench       bench;
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 5, 6 }, BRIDGE_KIND_NOTE);
  BridgeStep  step = { 1, 2, 3 };
  BridgeBytes bytes, more;

  bench_init (&bench, 1);
  fill (&bench);
  bytes = copy (&bench);
  bridge_item_append (item, &step, 1);
  more = wrap (item);
  bridge_bytes_put (&bytes, more.data, more.length);
  for (int round = 0; round < 2; round++)
    {
      g_autofree char *before = bench_describe (&bench), *after = NULL;

      g_assert_cmpint (paste (&bench, bytes.data, bytes.length), !=, BRIDGE_STATUS_OK);
      after = bench_describe (&bench);
      g_assert_cmpstr (before, ==, after);
      g_assert_cmpint (bench.todo.refusal, ==, BRIDGE_REFUSAL_RANGE);
      g_assert_false (bridge_guest_can_redo (bench.guest));
      /* Again, with so much before it that some of it is taken first. */
      bridge_bytes_clear (&bytes);
      for (int i = 0; i < 500; i++)
        bench_add (&bench, BRIDGE_KIND_NOTE, 7 * i, 0, 10, 10);
      bridge_toolbox_select_all (bench.toolbox, &bench.todo);
      bytes = copy (&bench);
      bridge_bytes_put (&bytes, more.data, more.length);
    }
  bridge_bytes_clear (&bytes);
  bridge_bytes_clear (&more);
  bridge_item_free (item);
  bench_clear (&bench);
}

/* A board as large as it gets in practice goes through the clipboard whole. */
static void
test_many (void)
{
  enum
  {
    N_STROKES = 3000,
    N_POINTS = 60
  };
  Bench       from, to;
  BridgeBytes bytes;
  gint64      start;

  bench_init (&from, 1);
  bench_init (&to, 2);
  for (int i = 0; i < N_STROKES; i++)
    {
      BridgeInkPoint points[N_POINTS];

      for (int j = 0; j < N_POINTS; j++)
        points[j] = (BridgeInkPoint){ i % 50 * 20 + j, i / 50 * 20 + j * j % 17, .5 };
      bench_add_stroke (&from, points, N_POINTS);
    }
  bridge_toolbox_select_all (from.toolbox, &from.todo);
  start = g_get_monotonic_time ();
  bytes = copy (&from);
  assert_pastes (&to, &bytes);
  g_test_message ("%d strokes: %zu bytes, copied and pasted in %.0f ms", N_STROKES, bytes.length,
                  (double)(g_get_monotonic_time () - start) / 1000);
  g_assert_cmpuint (bench_n_items (&to), ==, N_STROKES);
  g_assert_cmpuint (bridge_toolbox_n_selected (to.toolbox), ==, N_STROKES);
  bench_undo (&to);
  g_assert_cmpuint (bench_n_items (&to), ==, 0);
  g_assert_false (bridge_guest_can_undo (to.guest));
  bridge_bytes_clear (&bytes);
  bench_clear (&from);
  bench_clear (&to);
}

/* One item at its limits. */
static void
test_largest (void)
{
  Bench             from, to;
  BridgeInkPoint   *points = g_new (BridgeInkPoint, BRIDGE_ITEM_POINTS_MAX);
  GRand            *random = g_rand_new_with_seed (1);
  BridgeStamp       first;
  BridgeBytes       bytes;
  const BridgeItem *item;

  bench_init (&from, 1);
  bench_init (&to, 2);
  for (size_t i = 0; i < BRIDGE_ITEM_POINTS_MAX; i++)
    points[i] = (BridgeInkPoint){ g_rand_double_range (random, 0, 900), g_rand_double_range (random, 0, 700),
                                  g_rand_double (random) };
  first = bench_add_stroke (&from, points, BRIDGE_ITEM_POINTS_MAX);
  bench_select (&from, first, NULL);
  bench_begin (&from);
  bridge_toolbox_duplicate (from.toolbox, &from.todo);
  bridge_toolbox_select_all (from.toolbox, &from.todo);
  g_assert_cmpuint (bridge_toolbox_n_selected (from.toolbox), ==, 2);
  bytes = copy (&from);
  assert_pastes (&to, &bytes);
  g_assert_cmpuint (bench_n_items (&to), ==, 2);
  item = bridge_board_visible (bench_board (&to), 0);
  g_assert_cmpuint (item->points.count, ==, BRIDGE_ITEM_POINTS_MAX);
  for (size_t i = 0; i < BRIDGE_ITEM_POINTS_MAX; i++)
    {
      BridgeStep was = bench_item (&from, first)->points.steps[i], is = item->points.steps[i];

      g_assert_true (was.x == is.x && was.y == is.y && was.pressure == is.pressure);
    }
  bridge_bytes_clear (&bytes);
  g_rand_free (random);
  g_free (points);
  bench_clear (&from);
  bench_clear (&to);
}

static void
test_text (void)
{
  Bench bench;
  char *before;

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  bridge_toolbox_style (bench.toolbox)->font_size = 33;
  before = bench_describe (&bench);
  bench_begin (&bench);
  g_assert_cmpint (bridge_toolbox_paste_text (bench.toolbox, "hör\nzu", strlen ("hör\nzu"), &bench.todo), ==,
                   BRIDGE_STATUS_OK);
  g_assert_cmpint (bench_top (&bench)->kind, ==, BRIDGE_KIND_TEXT);
  g_autofree char *text = bench_text (bench_top (&bench));
  g_assert_cmpstr (text, ==, "hör\nzu");
  bench_assert_box (&bench, bench_top (&bench)->id, 500, 400, 0, 0);
  g_assert_cmpfloat (bridge_item_number (bench_top (&bench), BRIDGE_PROPERTY_FONT_SIZE), ==, 33);
  bench_assert_selected (&bench, 1, &bench_top (&bench)->id);
  g_assert_false (bench.todo.flags & BRIDGE_TODO_WRITE);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

static void
test_bad_text (void)
{
  Bench            bench;
  g_autofree char *large = g_strnfill (BRIDGE_TEXT_NODES_MAX + 1, 'x');

  bench_init (&bench, 1);
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  bench_begin (&bench);
  g_assert_cmpint (bridge_toolbox_paste_text (bench.toolbox, "a\xff", 2, &bench.todo), ==, BRIDGE_STATUS_UTF8);
  g_assert_cmpint (bridge_toolbox_paste_text (bench.toolbox, "a\0b", 3, &bench.todo), ==, BRIDGE_STATUS_UTF8);
  g_assert_cmpint (bridge_toolbox_paste_text (bench.toolbox, large, strlen (large), &bench.todo), ==,
                   BRIDGE_STATUS_LIMIT);
  g_assert_cmpuint (bench_n_items (&bench), ==, 0);
  g_assert_cmpint (bridge_toolbox_tool (bench.toolbox), ==, BRIDGE_TOOL_PEN);
  g_assert_cmpint (bridge_toolbox_paste_text (bench.toolbox, large, strlen (large) - 1, &bench.todo), ==,
                   BRIDGE_STATUS_OK);
  g_assert_cmpuint (bridge_text_length (bench_top (&bench)->text), ==, BRIDGE_TEXT_NODES_MAX);
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/clipboard/between-boards", test_between_boards);
  g_test_add_func ("/tools/clipboard/aside", test_aside);
  g_test_add_func ("/tools/clipboard/nothing", test_nothing);
  g_test_add_func ("/tools/clipboard/truncated", test_truncated);
  g_test_add_func ("/tools/clipboard/garbled", test_garbled);
  g_test_add_func ("/tools/clipboard/out-of-range", test_out_of_range);
  g_test_add_func ("/tools/clipboard/all-or-nothing", test_all_or_nothing);
  g_test_add_func ("/tools/clipboard/many", test_many);
  g_test_add_func ("/tools/clipboard/largest", test_largest);
  g_test_add_func ("/tools/clipboard/text", test_text);
  g_test_add_func ("/tools/clipboard/bad-text", test_bad_text);
  return g_test_run ();
}
