/* Tests of UTF-8: every split point, every scalar, and an oracle that looks at whole texts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/utf8.h"

#include "../../seed.h"
#include "core/base/random.h"

static const struct
{
  const char *text;
  gssize      bad_at; /* the first byte that cannot be right; -1: valid; otherwise its length: cut short */
} cases[] = {
  { "", -1 },
  { "plain ASCII, long enough for the fast path to run", -1 },
  { "ASCII, then more than eight bytes of it, then ü and ASCII again", -1 },
  { "Brücke über den Fluß", -1 },
  { "白板上的桥", -1 },
  { "🌉 bridge 🌉🌉", -1 },
  { "\xc2\x80", -1 },
  { "\xe0\xa0\x80", -1 },
  { "\xed\x9f\xbf", -1 },
  { "\xee\x80\x80", -1 },
  { "\xf0\x90\x80\x80", -1 },
  { "\xf4\x8f\xbf\xbf", -1 },
  { "\x80", 0 },
  { "12345678\x80", 8 },
  { "\xc0\x80", 0 },
  { "\xc1\xbf", 0 },
  { "\xe0\x9f\xbf", 1 },
  { "\xed\xa0\x80", 1 },
  { "\xf0\x8f\xbf\xbf", 1 },
  { "\xf4\x90\x80\x80", 1 },
  { "\xf5\x80\x80\x80", 0 },
  { "\xff", 0 },
  { "\xc3(", 1 },
  { "\xe2\x82(", 2 },
  { "\xf0\x9f\x8c(", 3 },
  { "12345678901\xc3", 12 },
  { "\xe2\x82", 2 },
  { "\xf0\x9f\x8c", 3 },
};

/* Each piece is refused exactly when it holds the bad byte. */
static void
test_every_split (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *text = cases[i].text;
      gsize       length = strlen (text);
      gsize       bad_at = cases[i].bad_at < 0 ? length : (gsize)cases[i].bad_at;

      g_assert_cmpint (bridge_utf8_valid (text, length), ==, cases[i].bad_at < 0);
      for (gsize split = 0; split <= length; split++)
        {
          BridgeUtf8 state = { 0 };
          gboolean   first_good = bridge_utf8_feed (&state, text, split);

          g_assert_cmpint (first_good, ==, split <= bad_at);
          if (first_good)
            g_assert_cmpint (bridge_utf8_feed (&state, text + split, length - split), ==, bad_at == length);
        }
    }
}

static void
test_byte_by_byte (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeUtf8 state = { 0 };
      gssize     n = 0;

      while (cases[i].text[n] != '\0' && bridge_utf8_feed (&state, cases[i].text + n, 1))
        n++;
      if (cases[i].bad_at >= 0)
        g_assert_cmpint (n, ==, cases[i].bad_at);
      else
        g_assert_true (cases[i].text[n] == '\0' && bridge_utf8_complete (&state));
    }
}

static void
test_every_scalar (void)
{
  for (guint32 code_point = 0; code_point <= 0x110000; code_point++)
    {
      char  mine[4], theirs[6];
      gsize offset = 0;

      gboolean scalar = g_unichar_validate (code_point);
      g_assert_cmpint (bridge_utf8_is_scalar (code_point), ==, scalar);
      if (!scalar)
        continue;
      gsize size = bridge_utf8_put (mine, code_point);
      g_assert_cmpmem (mine, size, theirs, g_unichar_to_utf8 (code_point, theirs));
      g_assert_true (bridge_utf8_valid (mine, size));
      g_assert_cmpuint (bridge_utf8_next (mine, size, &offset), ==, code_point);
      g_assert_cmpuint (offset, ==, size);
      g_assert_cmpuint (bridge_utf8_count (mine, size), ==, 1);
    }
}

/* Mutated texts, against GLib's whole-text check. */
static void
test_random (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint round = 0; round < 50000; round++)
    {
      const char        *text = cases[bridge_random_below (&random, 12)].text;
      gsize              length = strlen (text);
      g_autofree guint8 *bytes = g_memdup2 (text, length);

      if (length == 0)
        continue;
      bytes[bridge_random_below (&random, length)] ^= (guint8)(1 << bridge_random_below (&random, 8));
      if (memchr (bytes, 0, length) != NULL)
        continue;
      gsize skipped = bridge_random_below (&random, length);
      g_assert_cmpint (bridge_utf8_valid (bytes + skipped, length - skipped), ==,
                       g_utf8_validate ((const char *)bytes + skipped, (gssize)(length - skipped), NULL));
    }
}

static void
test_cut (void)
{
  static const char  text[] = "a\u00e9\u4e2d\U0001f600";
  static const gsize cuts[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10 };

  for (gsize limit = 0; limit < G_N_ELEMENTS (cuts); limit++)
    g_assert_cmpuint (bridge_utf8_cut (text, strlen (text), limit), ==, cuts[limit]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/base/utf8/every-split", test_every_split);
  g_test_add_func ("/core/base/utf8/byte-by-byte", test_byte_by_byte);
  g_test_add_func ("/core/base/utf8/every-scalar", test_every_scalar);
  g_test_add_func ("/core/base/utf8/random", test_random);
  g_test_add_func ("/core/base/utf8/cut", test_cut);
  return g_test_run ();
}
