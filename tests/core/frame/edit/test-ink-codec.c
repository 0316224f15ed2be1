/* Tests of packed ink: round trips, truncation, limits, sizes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../../seed.h"
#include "core/base/memory.h"
#include "core/doc/limits.h"
#include "core/frame/edit/ink-codec.h"
#include "samples.h"

static void
assert_comes_back (const BridgeInkTrail *trail, const BridgeStep *steps, guint count)
{
  BridgeBytes  bytes = { 0 };
  BridgeReader reader;
  BridgeStep  *got;
  guint32      n_got;

  bridge_ink_put (&bytes, trail, steps, count);
  for (gsize n = 0; n < bytes.length; n += 1 + n / 50)
    {
      guint8 *cut = g_memdup2 (bytes.data, n);

      bridge_reader_init (&reader, cut, n);
      g_assert_null (bridge_ink_get (&reader, trail, count, &n_got));
      g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_TRUNCATED);
      g_free (cut);
    }
  bridge_bytes_put_u8 (&bytes, 0xff);
  bridge_reader_init (&reader, bytes.data, bytes.length);
  got = bridge_ink_get (&reader, trail, count, &n_got);
  g_assert_nonnull (got);
  g_assert_cmpuint (bridge_reader_left (&reader), ==, 1);
  g_assert_cmpuint (n_got, ==, count);
  for (guint i = 0; i < count; i++)
    {
      g_assert_cmpint (got[i].x, ==, steps[i].x);
      g_assert_cmpint (got[i].y, ==, steps[i].y);
      g_assert_cmpint (got[i].pressure, ==, steps[i].pressure);
    }
  bridge_free (got);
  bridge_bytes_clear (&bytes);
}

static void
test_random (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint round = 0; round < 2000; round++)
    {
      BridgeStep     steps[64], before[2];
      BridgeInkTrail trail = { 0 };
      guint          count = 1 + bridge_random_below (&random, G_N_ELEMENTS (steps));

      if (round % 2 == 0)
        sample_stroke (&random, 0.1, steps, count);
      else
        sample_scribble (&random, steps, count);
      sample_scribble (&random, before, 2);
      bridge_ink_trail_move (&trail, before[0]);
      bridge_ink_trail_move (&trail, before[1]);
      assert_comes_back (round % 3 == 0 ? NULL : &trail, steps, count);
    }
}

/* From corner to corner: the largest second differences that there are. */
static void
test_extremes (void)
{
  const gint32   far = BRIDGE_STEP_MAX;
  BridgeStep     steps[] = { { far, -far, 255 }, { -far, far, 0 }, { far, -far, 255 }, { -far, far, 0 }, { 0, 0, 0 } };
  BridgeInkTrail trail = { { far, -far }, { -far, far }, 0 };

  for (guint count = 1; count <= G_N_ELEMENTS (steps); count++)
    {
      assert_comes_back (NULL, steps, count);
      assert_comes_back (&trail, steps + 1, count - 1 > 0 ? count - 1 : 1);
    }
}

static void
test_many (void)
{
  BridgeRandom random;
  BridgeStep  *steps = g_new (BridgeStep, BRIDGE_ITEM_POINTS_MAX);

  bridge_random_init (&random, 3);
  sample_stroke (&random, 0.1, steps, BRIDGE_ITEM_POINTS_MAX);
  assert_comes_back (NULL, steps, BRIDGE_ITEM_POINTS_MAX);
  g_free (steps);
}

static void
test_hostile (void)
{
  static const struct
  {
    const char  *what;
    guint8       data[16];
    gsize        length;
    gboolean     goes_on;
    BridgeStatus status;
  } cases[] = {
    { "one point of the trail, foretold", { 0x80, 0xc0 }, 2, TRUE, BRIDGE_STATUS_OK },
    { "padding", { 0x80, 0xc1 }, 2, TRUE, BRIDGE_STATUS_MALFORMED },
    { "nine points where eight are allowed", { 0x40, 0, 0, 0, 0 }, 5, TRUE, BRIDGE_STATUS_LIMIT },
    { "a first point too far away", { 0x80, 0, 0, 0, 0x10, 0, 0, 0, 0x10, 0 }, 10, FALSE, BRIDGE_STATUS_RANGE },
    { "pressure below 0", { 0x80, 0xca }, 2, TRUE, BRIDGE_STATUS_RANGE },
    { "a code without end", { 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 12, TRUE, BRIDGE_STATUS_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeInkTrail trail = { 0 };
      BridgeReader   reader;
      guint32        count;

      g_test_message ("%s", cases[i].what);
      bridge_reader_init (&reader, cases[i].data, cases[i].length);
      bridge_free (bridge_ink_get (&reader, cases[i].goes_on ? &trail : NULL, 8, &count));
      g_assert_cmpint (reader.status, ==, cases[i].status);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/edit/ink-codec/random", test_random);
  g_test_add_func ("/core/frame/edit/ink-codec/extremes", test_extremes);
  g_test_add_func ("/core/frame/edit/ink-codec/many", test_many);
  g_test_add_func ("/core/frame/edit/ink-codec/hostile", test_hostile);
  return g_test_run ();
}
