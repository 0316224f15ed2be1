/* Random edits and hand-like strokes for the tests of the frames.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "samples.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"
#include "core/doc/schema.h"

#include <math.h>

static guint64
below (BridgeRandom *random, guint64 bound)
{
  return bridge_random_below (random, bound);
}

void
sample_world_init (SampleWorld *world, guint64 seed)
{
  *world = (SampleWorld){ .random = { 0 } };
  bridge_random_init (&world->random, seed);
  for (guint i = 0; i < SAMPLE_SITES; i++)
    {
      world->sites[i] = bridge_random_next (&world->random) | 1;
      world->lamports[i] = 1;
    }
}

guint32
sample_code_point (BridgeRandom *random)
{
  static const guint32 ranges[][2] = { { 1, 0x7f }, { 0x80, 0x7ff }, { 0x800, 0xd7ff }, { 0x10000, 0x10ffff } };
  const guint32       *range = ranges[below (random, G_N_ELEMENTS (ranges))];

  return range[0] + below (random, range[1] - range[0] + 1);
}

static double
sample_number (BridgeRandom *random)
{
  switch (below (random, 4))
    {
    case 0:
      return (double)(gint64)below (random, 200000) / 8 - 10000;
    case 1:
      return -0.0;
    case 2:
      return ldexp (bridge_random_unit (random) - 0.5, (int)below (random, 200) - 100);
    default:
      return below (random, 100);
    }
}

BridgeValue
sample_value (BridgeRandom *random)
{
  guint8 bytes[40];

  switch (below (random, 5))
    {
    case 0:
      return bridge_value_null ();
    case 1:
      return bridge_value_boolean (below (random, 2) == 1);
    case 2:
      return bridge_value_integer ((gint64)bridge_random_next (random) >> below (random, 64));
    case 3:
      return bridge_value_number (sample_number (random));
    default:
      for (guint i = 0; i < sizeof bytes; i++)
        bytes[i] = bridge_random_next (random);
      return bridge_value_bytes (bytes, below (random, sizeof bytes + 1));
    }
}

/* About a normal distribution of that width. */
static double
deviate (BridgeRandom *random, double width)
{
  double sum = -6;
  for (guint i = 0; i < 12; i++)
    sum += bridge_random_unit (random);
  return sum * width;
}

void
sample_stroke (BridgeRandom *random, double jitter, BridgeStep *steps, guint count)
{
  double heading = bridge_random_unit (random) * 2 * G_PI, turn = 0, phase = bridge_random_unit (random) * 2 * G_PI;
  double speed = 2 + 5 * bridge_random_unit (random), x = 0, y = 0;
  double aim = 0.4 + 0.4 * bridge_random_unit (random), pressure = 0;

  for (guint i = 0; i < count; i++)
    {
      double ends = fmin (1, fmin ((i + 1) / 6.0, (count - i) / 6.0));
      double now = speed * (0.6 + 0.4 * sin (phase + i * 0.12)) * ends;

      turn = (turn + deviate (random, 0.02)) * 0.95;
      heading += turn;
      x += now * cos (heading);
      y += now * sin (heading);
      aim += deviate (random, 0.01);
      pressure += (aim - pressure) * 0.25;
      steps[i].x = bridge_step_from (x + deviate (random, jitter), 3);
      steps[i].y = bridge_step_from (y + deviate (random, jitter), 3);
      steps[i].pressure = (guint8)CLAMP (lround (pressure * 255 + deviate (random, 0.7)), 0, 255);
    }
  /* The first is the origin. */
  for (guint i = count; i-- > 0;)
    {
      steps[i].x -= steps[0].x;
      steps[i].y -= steps[0].y;
    }
}

void
sample_scribble (BridgeRandom *random, BridgeStep *steps, guint count)
{
  guint bits = below (random, 31);

  for (guint i = 0; i < count; i++)
    {
      gint64 span = 1 + (G_GINT64_CONSTANT (1) << bits);
      gint64 x = (gint64)below (random, span) - span / 2, y = (gint64)below (random, span) - span / 2;

      steps[i].x = (gint32)CLAMP (x, -BRIDGE_STEP_MAX, BRIDGE_STEP_MAX);
      steps[i].y = (gint32)CLAMP (y, -BRIDGE_STEP_MAX, BRIDGE_STEP_MAX);
      steps[i].pressure = bits % 3 == 0 ? 128 : below (random, 256);
    }
}

static BridgeStamp
some_item (SampleWorld *world)
{
  return below (&world->random, 8) == 0 ? BRIDGE_STAMP_NONE : world->items[below (&world->random, SAMPLE_ITEMS)];
}

static void
remember (SampleWorld *world, BridgeStamp item)
{
  world->items[world->n_items++ % SAMPLE_ITEMS] = item;
}

static void
add_set (SampleWorld *world, BridgeEdit *edit, BridgeStamp item)
{
  BridgeValue value = sample_value (&world->random);
  guint32     property = below (&world->random, 4) == 0 ? bridge_random_next (&world->random) >> 32 : below (&world->random, 20);

  bridge_edit_set (edit, item, property, value);
  bridge_value_clear (&value);
}

static void
add_append (SampleWorld *world, BridgeEdit *edit, BridgeStamp item, guint *start)
{
  BridgeStep steps[40];
  guint      count = 1 + below (&world->random, G_N_ELEMENTS (steps));

  if (below (&world->random, 2) == 0)
    sample_stroke (&world->random, 0.05, steps, count);
  else
    sample_scribble (&world->random, steps, count);
  if (below (&world->random, 8) == 0)
    *start = below (&world->random, 1000);
  bridge_edit_append (edit, item, *start, steps, count);
  *start += count;
}

static void
add_insert (SampleWorld *world, BridgeEdit *edit)
{
  BridgeTextPlace place = { some_item (world), below (&world->random, 2) };
  BridgeStamp     behind = { edit->lamport + edit->span - 1, edit->site };
  guint32         text[20];
  guint           count = 1 + below (&world->random, G_N_ELEMENTS (text));

  for (guint i = 0; i < count; i++)
    text[i] = sample_code_point (&world->random);
  if (below (&world->random, 3) == 0)
    place.parent = behind;
  if (bridge_stamp_is_none (place.parent))
    place.side = BRIDGE_SIDE_RIGHT;
  remember (world, bridge_edit_insert (edit, some_item (world), place, text, count));
}

static void
add_remove (SampleWorld *world, BridgeEdit *edit)
{
  BridgeTextRange ranges[5];
  guint           count = 1 + below (&world->random, G_N_ELEMENTS (ranges));

  for (guint i = 0; i < count; i++)
    {
      ranges[i] = (BridgeTextRange){ some_item (world), 1 + below (&world->random, 3) };
      if (bridge_stamp_is_none (ranges[i].first))
        ranges[i].first = (BridgeStamp){ edit->lamport, edit->site };
    }
  bridge_edit_remove (edit, some_item (world), ranges, count);
}

static void
add_words (SampleWorld *world, BridgeEdit *edit)
{
  static const char *const words[] = { "", "hello", "Grüße", "中文", "a\nb", "🖍" };
  const char              *text = words[below (&world->random, G_N_ELEMENTS (words))];

  if (below (&world->random, 2) == 0)
    bridge_edit_say (edit, text, strlen (text), (gint64)bridge_random_next (&world->random) >> below (&world->random, 64));
  else
    bridge_edit_author (edit, text, strlen (text), bridge_random_next (&world->random) >> 32);
}

static void
add_item (SampleWorld *world, BridgeEdit *edit, guint *start)
{
  guint32     kind = below (&world->random, 4) == 0 ? bridge_random_next (&world->random) >> 32 : below (&world->random, 12);
  BridgeStamp item = bridge_edit_create (edit, kind, below (&world->random, BRIDGE_PRECISION_MAX + 1));

  remember (world, item);
  *start = 0;
  for (guint n = below (&world->random, 5); n > 0; n--)
    add_set (world, edit, item);
  if (below (&world->random, 2) == 0)
    add_append (world, edit, item, start);
}

void
sample_edit (SampleWorld *world, guint who, BridgeEdit *edit)
{
  guint start = 0;

  if (below (&world->random, 4) == 0)
    world->lamports[who] += below (&world->random, 1 << below (&world->random, 20));
  bridge_edit_init (edit, world->sites[who], world->lamports[who]);
  for (guint n = 1 + below (&world->random, 6); n > 0; n--)
    switch (below (&world->random, 6))
      {
      case 0:
        add_item (world, edit, &start);
        break;
      case 1:
        add_set (world, edit, some_item (world));
        break;
      case 2:
        add_append (world, edit, some_item (world), &start);
        break;
      case 3:
        add_insert (world, edit);
        break;
      case 4:
        add_remove (world, edit);
        break;
      default:
        add_words (world, edit);
      }
  edit->seq = ++world->seqs[who];
  world->lamports[who] += edit->span;
}

static void
assert_stamps_equal (BridgeStamp a, BridgeStamp b)
{
  g_assert_cmpuint (a.lamport, ==, b.lamport);
  g_assert_cmpuint (a.site, ==, b.site);
}

static void
assert_steps_equal (const BridgeStep *a, const BridgeStep *b, guint count)
{
  for (guint i = 0; i < count; i++)
    {
      g_assert_cmpint (a[i].x, ==, b[i].x);
      g_assert_cmpint (a[i].y, ==, b[i].y);
      g_assert_cmpint (a[i].pressure, ==, b[i].pressure);
    }
}

static void
assert_ranges_equal (const BridgeOp *a, const BridgeOp *b)
{
  g_assert_cmpuint (a->remove.count, ==, b->remove.count);
  for (guint i = 0; i < a->remove.count; i++)
    {
      assert_stamps_equal (a->remove.ranges[i].first, b->remove.ranges[i].first);
      g_assert_cmpuint (a->remove.ranges[i].count, ==, b->remove.ranges[i].count);
    }
}

static void
assert_ops_equal (const BridgeOp *a, const BridgeOp *b)
{
  g_assert_cmpint (a->type, ==, b->type);
  assert_stamps_equal (a->item, b->item);
  switch (a->type)
    {
    case BRIDGE_OP_CREATE:
      g_assert_cmpuint (a->create.kind, ==, b->create.kind);
      g_assert_cmpuint (a->create.precision, ==, b->create.precision);
      break;
    case BRIDGE_OP_SET:
      g_assert_cmpuint (a->set.property, ==, b->set.property);
      g_assert_true (bridge_value_equal (&a->set.value, &b->set.value));
      break;
    case BRIDGE_OP_APPEND:
      g_assert_cmpuint (a->append.start, ==, b->append.start);
      g_assert_cmpuint (a->append.count, ==, b->append.count);
      assert_steps_equal (a->append.steps, b->append.steps, a->append.count);
      break;
    case BRIDGE_OP_INSERT:
      assert_stamps_equal (a->insert.place.parent, b->insert.place.parent);
      g_assert_cmpint (a->insert.place.side, ==, b->insert.place.side);
      g_assert_cmpmem (a->insert.code_points, a->insert.count * sizeof (guint32),
                       b->insert.code_points, b->insert.count * sizeof (guint32));
      break;
    case BRIDGE_OP_REMOVE:
      assert_ranges_equal (a, b);
      break;
    case BRIDGE_OP_SAY:
      g_assert_cmpint (a->say.time, ==, b->say.time);
      g_assert_cmpmem (a->say.text, a->say.length + 1, b->say.text, b->say.length + 1);
      break;
    case BRIDGE_OP_AUTHOR:
      g_assert_cmphex (a->author.color, ==, b->author.color);
      g_assert_cmpmem (a->author.name, a->author.length + 1, b->author.name, b->author.length + 1);
      break;
    }
}

void
sample_assert_edits_equal (const BridgeEdit *a, const BridgeEdit *b)
{
  g_assert_cmpuint (a->site, ==, b->site);
  g_assert_cmpuint (a->seq, ==, b->seq);
  g_assert_cmpuint (a->lamport, ==, b->lamport);
  g_assert_cmpuint (a->span, ==, b->span);
  g_assert_cmpuint (a->n_ops, ==, b->n_ops);
  for (gsize i = 0; i < a->n_ops; i++)
    assert_ops_equal (&a->ops[i], &b->ops[i]);
}

void
sample_assert_authors_equal (const BridgeAuthorContext *a, const BridgeAuthorContext *b)
{
  g_assert_cmpuint (a->site, ==, b->site);
  g_assert_cmpuint (a->seq, ==, b->seq);
  g_assert_cmpuint (a->lamport, ==, b->lamport);
  g_assert_cmpuint (a->last_item, ==, b->last_item);
  g_assert_cmpuint (a->tail_count, ==, b->tail_count);
  g_assert_cmpmem (a->tail_x, sizeof a->tail_x, b->tail_x, sizeof b->tail_x);
  g_assert_cmpmem (a->tail_y, sizeof a->tail_y, b->tail_y, sizeof b->tail_y);
  g_assert_cmpuint (a->tail_pressure, ==, b->tail_pressure);
}

void
sample_assert_contexts_equal (const BridgeContext *a, const BridgeContext *b)
{
  g_assert_cmpuint (a->count, ==, b->count);
  for (gsize i = 0; i < a->count; i++)
    {
      sample_assert_authors_equal (&a->authors[i], &b->authors[i]);
      g_assert_cmpuint (bridge_context_index (b, a->authors[i].site), ==, i);
    }
}
