/* Tests of state: round trips, contexts that travel with it, truncation, damage, limits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../../seed.h"
#include "core/base/memory.h"
#include "core/doc/limits.h"
#include "core/frame/deflate.h"
#include "core/frame/edit/state.h"
#include "samples.h"

#define N_SITES 3

static guint64
random_site (BridgeRandom *random)
{
  return 1 + bridge_random_below (random, N_SITES);
}

static void
add_registers (BridgeRandom *random, BridgeItem *item)
{
  for (guint n = bridge_random_below (random, 12); n > 0; n--)
    {
      BridgeValue value = sample_value (random);
      guint32     property = 1 + bridge_random_below (random, n % 4 == 0 ? G_MAXUINT32 : 20);

      bridge_item_set (item, property, (BridgeStamp){ bridge_random_below (random, 1 << 20), random_site (random) }, &value);
      bridge_value_clear (&value);
    }
}

static void
add_points (BridgeRandom *random, BridgeItem *item)
{
  BridgeStep steps[100];
  guint      count = bridge_random_below (random, G_N_ELEMENTS (steps) + 1);

  if (bridge_random_below (random, 2) == 0)
    sample_stroke (random, 0.1, steps, count);
  else
    sample_scribble (random, steps, count);
  item->points.precision = bridge_random_below (random, BRIDGE_PRECISION_MAX + 1);
  bridge_item_append (item, steps, count);
}

/* Runs here and there, some of them removed again. */
static void
add_text (BridgeRandom *random, BridgeItem *item, guint n_runs)
{
  guint64 lamport = item->id.lamport;
  bool    changed;

  item->text = bridge_text_new ();
  for (guint n = 0; n < n_runs; n++)
    {
      guint32         text[8];
      guint           count = 1 + bridge_random_below (random, G_N_ELEMENTS (text));
      gsize           length = bridge_text_length (item->text);
      BridgeTextPlace place = bridge_text_place_at (item->text, bridge_random_below (random, length + 1));
      BridgeStamp     first = { lamport += 1 + bridge_random_below (random, 3), random_site (random) };

      for (guint i = 0; i < count; i++)
        text[i] = sample_code_point (random);
      g_assert_cmpint (bridge_text_insert (item->text, first, place, text, count, &changed), ==, BRIDGE_STATUS_OK);
      lamport += count;
      if (n % 3 == 0)
        g_assert_cmpint (bridge_text_remove (item->text, (BridgeTextRange){ first, 1 }, &changed), ==, BRIDGE_STATUS_OK);
    }
}

static BridgeItem *
random_item (BridgeRandom *random)
{
  BridgeStamp id = { bridge_random_below (random, 1 << 20), random_site (random) };
  BridgeItem *item = bridge_item_new (id, bridge_random_below (random, 3) == 0 ? bridge_random_next (random) >> 32 : bridge_random_below (random, 10));

  item->revision = bridge_random_below (random, 1 << 20);
  add_registers (random, item);
  add_points (random, item);
  if (bridge_random_below (random, 2) == 0)
    add_text (random, item, bridge_random_below (random, 10));
  return item;
}

static void
assert_runs_equal (const BridgeTextRun *a, const BridgeTextRun *b)
{
  g_assert_true (bridge_stamp_equal (a->first, b->first));
  g_assert_true (bridge_stamp_equal (a->place.parent, b->place.parent));
  g_assert_cmpint (a->place.side, ==, b->place.side);
  g_assert_cmpint (a->deleted, ==, b->deleted);
  g_assert_cmpmem (a->text, a->count * sizeof *a->text, b->text, b->count * sizeof *b->text);
}

static void
assert_texts_equal (const BridgeText *a, const BridgeText *b)
{
  BridgeTextRun x, y;
  gsize         at = 0, bt = 0;

  g_assert_true ((a == NULL) == (b == NULL));
  if (a == NULL)
    return;
  while (bridge_text_next_run (a, &at, &x))
    {
      g_assert_true (bridge_text_next_run (b, &bt, &y));
      assert_runs_equal (&x, &y);
    }
  g_assert_false (bridge_text_next_run (b, &bt, &y));
}

static void
assert_items_equal (const BridgeItem *a, const BridgeItem *b)
{
  g_assert_true (bridge_stamp_equal (a->id, b->id));
  g_assert_cmpuint (a->kind, ==, b->kind);
  g_assert_cmpuint (a->revision, ==, b->revision);
  g_assert_cmpuint (a->points.precision, ==, b->points.precision);
  g_assert_cmpuint (a->n_registers, ==, b->n_registers);
  for (gsize i = 0; i < a->n_registers; i++)
    {
      g_assert_cmpuint (a->registers[i].property, ==, b->registers[i].property);
      g_assert_true (bridge_stamp_equal (a->registers[i].stamp, b->registers[i].stamp));
      g_assert_true (bridge_value_equal (&a->registers[i].value, &b->registers[i].value));
    }
  g_assert_cmpuint (a->points.count, ==, b->points.count);
  for (gsize i = 0; i < a->points.count; i++)
    {
      g_assert_cmpint (a->points.steps[i].x, ==, b->points.steps[i].x);
      g_assert_cmpint (a->points.steps[i].y, ==, b->points.steps[i].y);
      g_assert_cmpint (a->points.steps[i].pressure, ==, b->points.steps[i].pressure);
    }
  assert_texts_equal (a->text, b->text);
}

/* Reads all of a frame's records without looking at them. */
static BridgeStatus
read_through (const guint8 *data, gsize length)
{
  BridgeStateReader *reader = bridge_state_reader_new ();
  BridgeStateRecord  record;
  bool               more = true;
  BridgeStatus       status = bridge_state_reader_feed (reader, data, length);

  while (status == BRIDGE_STATUS_OK && more)
    status = bridge_state_reader_next (reader, &record, &more);
  /* A failure lasts. */
  if (status != BRIDGE_STATUS_OK)
    {
      g_assert_cmpint (bridge_state_reader_next (reader, &record, &more), ==, status);
      g_assert_cmpint (bridge_state_reader_feed (reader, data, length), ==, status);
    }
  bridge_state_reader_free (reader);
  return status;
}

static void
assert_cuts_fail (const BridgeBytes *frame)
{
  for (gsize n = 0; n < frame->length; n += 1 + n / 100)
    {
      guint8 *cut = g_memdup2 (frame->data, n);

      g_assert_cmpint (read_through (cut, n), !=, BRIDGE_STATUS_OK);
      g_free (cut);
    }
}

static void
test_items (void)
{
  BridgeRandom       random;
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeStateReader *reader = bridge_state_reader_new ();

  bridge_random_init (&random, test_seed ());
  for (guint round = 0; round < 30; round++)
    {
      BridgeItem       *items[20];
      BridgeBytes       frame = { 0 };
      BridgeStateRecord record;
      bool              more;

      for (guint i = 0; i < G_N_ELEMENTS (items); i++)
        {
          items[i] = random_item (&random);
          bridge_state_writer_add_item (writer, items[i]);
        }
      g_assert_true (bridge_state_writer_finish_block (writer, &frame));
      assert_cuts_fail (&frame);
      g_assert_cmpint (bridge_state_reader_feed (reader, frame.data, frame.length), ==, BRIDGE_STATUS_OK);
      for (guint i = 0; i < G_N_ELEMENTS (items); i++)
        {
          g_assert_cmpint (bridge_state_reader_next (reader, &record, &more), ==, BRIDGE_STATUS_OK);
          g_assert_true (more);
          g_assert_cmpint (record.type, ==, BRIDGE_STATE_ITEM);
          assert_items_equal (items[i], record.item);
          bridge_item_free (items[i]);
        }
      g_assert_cmpint (bridge_state_reader_next (reader, &record, &more), ==, BRIDGE_STATUS_OK);
      g_assert_false (more);
      bridge_bytes_clear (&frame);
    }
  bridge_state_reader_free (reader);
  bridge_state_writer_free (writer);
}

static void
test_lines (void)
{
  static char        hi[] = "Hi", empty[] = "", words[] = "Grüße,\n中文 🖍";
  BridgeChatLine     lines[] = { { { 5, 1 }, 3, G_MAXINT64, hi, 2 }, { { 9, 2 }, 4, G_MININT64, empty, 0 }, { { 7, 1 }, 5, 0, words, strlen (words) } };
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeStateReader *reader = bridge_state_reader_new ();
  BridgeBytes        frame = { 0 };
  BridgeStateRecord  record;
  bool               more;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    bridge_state_writer_add_line (writer, &lines[i]);
  g_assert_true (bridge_state_writer_finish_block (writer, &frame));
  assert_cuts_fail (&frame);
  g_assert_cmpint (bridge_state_reader_feed (reader, frame.data, frame.length), ==, BRIDGE_STATUS_OK);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_assert_cmpint (bridge_state_reader_next (reader, &record, &more), ==, BRIDGE_STATUS_OK);
      g_assert_cmpint (record.type, ==, BRIDGE_STATE_LINE);
      g_assert_true (bridge_stamp_equal (record.line.id, lines[i].id));
      g_assert_cmpuint (record.line.revision, ==, lines[i].revision);
      g_assert_cmpint (record.line.time, ==, lines[i].time);
      g_assert_cmpmem (record.line.text, record.line.length + 1, lines[i].text, lines[i].length + 1);
    }
  bridge_bytes_clear (&frame);
  bridge_state_reader_free (reader);
  bridge_state_writer_free (writer);
}

static void
put_authors (BridgeBytes *frame, const BridgeContext *log)
{
  static char        no_name[] = "", name[] = "Jörg";
  BridgeStateWriter *writer = bridge_state_writer_new ();

  for (gsize i = 0; i < log->count; i++)
    {
      const BridgeAuthorContext *context = &log->authors[i];
      BridgeAuthor               author = { .site = context->site, .name = no_name, .revision = 3 * i };

      if (i % 2 == 0)
        {
          author.name = name;
          author.color = 0x01020304;
          author.stamp = (BridgeStamp){ 8, context->site };
        }
      bridge_state_writer_add_author (writer, &author, i, context);
    }
  g_assert_true (bridge_state_writer_finish_block (writer, frame));
  bridge_state_writer_free (writer);
}

static void
get_authors (const BridgeBytes *frame, BridgeContext *log)
{
  BridgeStateReader *reader = bridge_state_reader_new ();
  BridgeStateRecord  record;
  bool               more;

  g_assert_cmpint (bridge_state_reader_feed (reader, frame->data, frame->length), ==, BRIDGE_STATUS_OK);
  for (gsize i = 0;; i++)
    {
      g_assert_cmpint (bridge_state_reader_next (reader, &record, &more), ==, BRIDGE_STATUS_OK);
      if (!more)
        break;
      g_assert_cmpint (record.type, ==, BRIDGE_STATE_AUTHOR);
      g_assert_cmpuint (record.index, ==, i);
      g_assert_cmpuint (record.author.site, ==, record.context.site);
      g_assert_cmpuint (record.author.seq, ==, record.context.seq);
      g_assert_cmpuint (record.author.lamport, ==, record.context.lamport);
      g_assert_cmpuint (record.author.revision, ==, 3 * i);
      g_assert_cmpstr (record.author.name, ==, i % 2 == 0 ? "Jörg" : "");
      g_assert_cmphex (record.author.color, ==, i % 2 == 0 ? 0x01020304 : 0);
      g_assert_cmpuint (record.author.stamp.lamport, ==, i % 2 == 0 ? 8 : 0);
      g_assert_true (bridge_context_put (log, record.index, &record.context));
    }
  bridge_state_reader_free (reader);
}

static void
next_commit (SampleWorld *world, BridgeContext *room, BridgeBytes *message, BridgeEdit *edit)
{
  guint who = bridge_random_below (&world->random, SAMPLE_SITES);

  sample_edit (world, who, edit);
  bridge_wire_put_commit (message, room, edit);
}

/* The log can be picked up at any revision from the state as of there. */
static void
test_start_anywhere (void)
{
  SampleWorld   world;
  BridgeContext room = { 0 };

  sample_world_init (&world, test_seed ());
  for (guint i = 0; i < SAMPLE_SITES; i++)
    bridge_context_add (&room, world.sites[i]);
  for (guint round = 0; round < 100; round++)
    {
      BridgeContext guest = { 0 };
      BridgeBytes   frame = { 0 };

      put_authors (&frame, &room);
      assert_cuts_fail (&frame);
      get_authors (&frame, &guest);
      sample_assert_contexts_equal (&room, &guest);
      for (guint n = 0; n < 5; n++)
        {
          BridgeBytes message = { 0 };
          BridgeEdit  edit, got;

          next_commit (&world, &room, &message, &edit);
          g_assert_cmpint (bridge_wire_get_commit (message.data, message.length, &guest, &got), ==, BRIDGE_STATUS_OK);
          sample_assert_edits_equal (&edit, &got);
          bridge_edit_clear (&edit);
          bridge_edit_clear (&got);
          bridge_bytes_clear (&message);
        }
      sample_assert_contexts_equal (&room, &guest);
      bridge_bytes_clear (&frame);
      bridge_context_clear (&guest);
    }
  bridge_context_clear (&room);
}

static void
put_block (BridgeBytes *frame, const BridgeBytes *block, gsize named)
{
  bridge_bytes_truncate (frame, 0);
  bridge_bytes_put_u8 (frame, BRIDGE_WIRE_STATE);
  bridge_bytes_put_varint (frame, named);
  bridge_deflate (frame, block->data, block->length, 6);
}

/* Damage inside the block, behind the compression: any answer is right but a crash. */
static void
test_damage (void)
{
  BridgeRandom       random;
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeBytes        frame = { 0 }, block = { 0 };
  BridgeReader       reader;
  guint              n_good = 0;

  bridge_random_init (&random, test_seed ());
  for (guint i = 0; i < 10; i++)
    {
      BridgeItem *item = random_item (&random);

      bridge_state_writer_add_item (writer, item);
      bridge_item_free (item);
    }
  g_assert_true (bridge_state_writer_finish_block (writer, &frame));
  bridge_reader_init (&reader, frame.data + 1, frame.length - 1);
  bridge_reader_varint (&reader);
  g_assert_cmpint (bridge_inflate (&block, reader.data + reader.offset, bridge_reader_left (&reader), BRIDGE_STATE_BLOCK_MAX), ==, BRIDGE_STATUS_OK);
  for (guint i = 0; i < 5000; i++)
    {
      gsize  place = bridge_random_below (&random, block.length);
      guint8 before = block.data[place];

      block.data[place] = bridge_random_next (&random);
      put_block (&frame, &block, block.length);
      n_good += read_through (frame.data, frame.length) == BRIDGE_STATUS_OK;
      block.data[place] = before;
    }
  g_test_message ("%u of 5000 could still be read", n_good);
  put_block (&frame, &block, block.length);
  g_assert_cmpint (read_through (frame.data, frame.length), ==, BRIDGE_STATUS_OK);
  put_block (&frame, &block, block.length - 1);
  g_assert_cmpint (read_through (frame.data, frame.length), ==, BRIDGE_STATUS_MALFORMED);
  put_block (&frame, &block, block.length + 1);
  g_assert_cmpint (read_through (frame.data, frame.length), ==, BRIDGE_STATUS_MALFORMED);
  put_block (&frame, &block, BRIDGE_STATE_BLOCK_MAX + 1);
  g_assert_cmpint (read_through (frame.data, frame.length), ==, BRIDGE_STATUS_LIMIT);
  bridge_bytes_clear (&frame);
  bridge_bytes_clear (&block);
  bridge_state_writer_free (writer);
}

/* Blocks written by hand, plane by plane. */
static void
test_hostile (void)
{
  static const struct
  {
    const char  *what;
    guint8       shape[12];
    guint8       n_shape;
    guint8       number[24];
    guint8       n_number;
    guint8       n_points; /* bytes of 0 in each of x, y and pressure */
    BridgeStatus status;
  } cases[] = {
    { "an item", { 1, 1, 0, 0 }, 4, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2 }, 11, 0, BRIDGE_STATUS_OK },
    { "bytes left in a plane", { 1, 1, 0, 0 }, 4, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0 }, 12, 0, BRIDGE_STATUS_MALFORMED },
    { "record 0", { 0 }, 1, { 0 }, 0, 0, BRIDGE_STATUS_UNSUPPORTED },
    { "record 4", { 4 }, 1, { 0 }, 0, 0, BRIDGE_STATUS_UNSUPPORTED },
    { "flags of an item", { 0x41, 1, 0, 0 }, 4, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2 }, 11, 0, BRIDGE_STATUS_MALFORMED },
    { "a site that was not named", { 1, 1, 0, 0 }, 4, { 2, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2 }, 11, 0, BRIDGE_STATUS_MALFORMED },
    { "a precision over 15", { 1, 1, 16, 0 }, 4, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2 }, 11, 0, BRIDGE_STATUS_RANGE },
    { "more registers than bytes", { 1, 1, 0, 1, 0 }, 5, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2 }, 11, 0, BRIDGE_STATUS_TRUNCATED },
    { "a register", { 1, 1, 0, 1, 1, 0, 0 }, 7, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2 }, 11, 0, BRIDGE_STATUS_OK },
    { "a property twice", { 1, 1, 0, 2, 1, 0, 0, 0, 0, 0 }, 10, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2 }, 11, 0, BRIDGE_STATUS_MALFORMED },
    { "a code over 15", { 1, 1, 0, 1, 1, 16, 0 }, 7, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2 }, 11, 0, BRIDGE_STATUS_MALFORMED },
    { "points", { 0x21, 1, 0, 0 }, 4, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3 }, 12, 3, BRIDGE_STATUS_OK },
    { "more points than bytes", { 0x21, 1, 0, 0 }, 4, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4 }, 12, 3, BRIDGE_STATUS_TRUNCATED },
    { "too many points", { 0x21, 1, 0, 0 }, 4, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0x81, 0x80, 4 }, 14, 3, BRIDGE_STATUS_LIMIT },
    { "no text", { 0x11, 1, 0, 0 }, 4, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0 }, 12, 0, BRIDGE_STATUS_OK },
    { "an empty run", { 0x11, 1, 0, 0, 4 }, 5, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 2, 0 }, 15, 0, BRIDGE_STATUS_RANGE },
    { "a run with flags", { 0x11, 1, 0, 0, 20 }, 5, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 2, 0 }, 15, 0, BRIDGE_STATUS_MALFORMED },
    { "an author of site 0", { 3 }, 1, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0 }, 14, 0, BRIDGE_STATUS_RANGE },
    { "an author", { 3 }, 1, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 1, 0 }, 14, 0, BRIDGE_STATUS_OK },
    { "a line", { 2 }, 1, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0 }, 13, 0, BRIDGE_STATUS_OK },
    { "a line with flags", { 0x12 }, 1, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0 }, 13, 0, BRIDGE_STATUS_MALFORMED },
    { "a line without its text", { 2 }, 1, { 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 1 }, 13, 0, BRIDGE_STATUS_TRUNCATED },
    { "a revision below 0", { 2 }, 1, { 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0 }, 13, 0, BRIDGE_STATUS_RANGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      static const guint8 zeros[3 * 4];
      BridgeBytes         block = { 0 }, frame = { 0 };
      guint8              n = cases[i].n_points;

      g_test_message ("%s", cases[i].what);
      bridge_bytes_put (&block, (guint8[]){ cases[i].n_shape, cases[i].n_number, 0, 0, n, n, n }, 7);
      bridge_bytes_put (&block, cases[i].shape, cases[i].n_shape);
      bridge_bytes_put (&block, cases[i].number, cases[i].n_number);
      bridge_bytes_put (&block, zeros, 3 * n);
      put_block (&frame, &block, block.length);
      g_assert_cmpint (read_through (frame.data, frame.length), ==, cases[i].status);
      bridge_bytes_clear (&block);
      bridge_bytes_clear (&frame);
    }
}

static void
fill_registers (BridgeRandom *random, BridgeItem *item)
{
  guint8 noise[BRIDGE_VALUE_BYTES_MAX];

  for (guint property = 1; property <= BRIDGE_ITEM_PROPERTIES_MAX; property++)
    {
      BridgeValue value;

      for (guint i = 0; i < sizeof noise; i++)
        noise[i] = bridge_random_next (random);
      value = bridge_value_bytes (noise, sizeof noise);
      bridge_item_set (item, property, (BridgeStamp){ bridge_random_below (random, BRIDGE_WIRE_NUMBER_MAX), bridge_random_next (random) }, &value);
      bridge_value_clear (&value);
    }
}

/* Each node a run of its own, below another one. */
static void
fill_text (BridgeRandom *random, BridgeItem *item)
{
  BridgeTextPlace place = { .side = BRIDGE_SIDE_RIGHT };
  guint64         lamport = 1;
  bool            changed;

  item->text = bridge_text_new ();
  for (guint i = 0; i < BRIDGE_TEXT_NODES_MAX; i++)
    {
      BridgeStamp first = { lamport += 2 + bridge_random_below (random, 1 << 20), random_site (random) };
      guint32     code_point = 0x10000 + bridge_random_below (random, 0x100000);

      g_assert_cmpint (bridge_text_insert (item->text, first, place, &code_point, 1, &changed), ==, BRIDGE_STATUS_OK);
      if (i == 0 || bridge_random_below (random, 4) == 0)
        place = (BridgeTextPlace){ first, BRIDGE_SIDE_LEFT };
    }
}

/* The largest item that there can be, none of which can be compressed, fits into one message. */
static void
test_largest (void)
{
  BridgeRandom       random;
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeItem        *item = bridge_item_new ((BridgeStamp){ 1, 1 }, 1);
  BridgeStep        *steps = g_new (BridgeStep, BRIDGE_ITEM_POINTS_MAX);
  BridgeBytes        frame = { 0 };

  bridge_random_init (&random, 6);
  for (guint i = 0; i < BRIDGE_ITEM_POINTS_MAX; i++)
    {
      steps[i].x = (gint32)bridge_random_below (&random, 2 * BRIDGE_STEP_MAX) - BRIDGE_STEP_MAX;
      steps[i].y = (gint32)bridge_random_below (&random, 2 * BRIDGE_STEP_MAX) - BRIDGE_STEP_MAX;
      steps[i].pressure = bridge_random_next (&random);
    }
  bridge_item_append (item, steps, BRIDGE_ITEM_POINTS_MAX);
  fill_registers (&random, item);
  fill_text (&random, item);
  bridge_state_writer_add_item (writer, item);
  g_assert_true (bridge_state_writer_is_full (writer));
  g_assert_true (bridge_state_writer_finish_block (writer, &frame));
  g_test_message ("%zu bytes", frame.length);
  g_assert_cmpuint (frame.length + BRIDGE_STATE_BLOCK_TARGET, <, BRIDGE_WIRE_MESSAGE_MAX);
  g_assert_cmpint (read_through (frame.data, frame.length), ==, BRIDGE_STATUS_OK);
  bridge_item_free (item);
  bridge_bytes_clear (&frame);
  bridge_state_writer_free (writer);
  g_free (steps);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/edit/state/items", test_items);
  g_test_add_func ("/core/frame/edit/state/lines", test_lines);
  g_test_add_func ("/core/frame/edit/state/start-anywhere", test_start_anywhere);
  g_test_add_func ("/core/frame/edit/state/damage", test_damage);
  g_test_add_func ("/core/frame/edit/state/hostile", test_hostile);
  g_test_add_func ("/core/frame/edit/state/largest", test_largest);
  return g_test_run ();
}
