/* Single cases of the text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-kit.h"

static void
type_backwards (BridgeText *text, guint64 site, guint64 lamport, gsize at, const char *letters)
{
  for (gsize i = strlen (letters); i-- > 0; lamport++)
    kit_type (text, site, lamport, at, (char[]){ letters[i], '\0' });
}

typedef void (*Typing) (BridgeText *text, guint64 site, guint64 lamport, gsize at, const char *letters);

/* Two people type at one place, at the same time, either way round. */
static void
check_interleaving (Typing mine, Typing theirs, guint64 my_site, guint64 their_site)
{
  BridgeText *a = bridge_text_new ();
  BridgeText *b;
  char       *read;

  kit_type (a, 7, 1, 0, "[]");
  b = bridge_text_copy (a);
  mine (a, my_site, 10, 1, "aaaa");
  theirs (b, their_site, 10, 1, "bbbb");
  kit_merge (a, b);
  kit_merge (b, a);
  kit_assert_same (a, b);
  read = kit_read (a);
  g_assert_true (g_str_equal (read, "[aaaabbbb]") || g_str_equal (read, "[bbbbaaaa]"));
  g_free (read);
  bridge_text_free (a);
  bridge_text_free (b);
}

static void
test_interleaving (void)
{
  const Typing ways[] = { kit_type, type_backwards };

  for (guint i = 0; i < 4; i++)
    {
      check_interleaving (ways[i / 2], ways[i % 2], 1, 2);
      check_interleaving (ways[i / 2], ways[i % 2], 2, 1);
    }
}

static void
test_overlap (void)
{
  BridgeText     *text = bridge_text_new ();
  BridgeTextPlace root = bridge_text_place_at (text, 0);
  bool            changed;

  /* The middle is there, as a run of its own and deleted; the whole comes. */
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 10, 1 }, root, "ab", &changed), ==, BRIDGE_STATUS_OK);
  kit_erase (text, 1, 1);
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 10, 1 }, root, "abcdef", &changed), ==, BRIDGE_STATUS_OK);
  g_assert_true (changed);
  kit_assert_reads (text, "acdef");
  g_assert_cmpuint (bridge_text_n_nodes (text), ==, 6);
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 10, 1 }, root, "abcdef", &changed), ==, BRIDGE_STATUS_OK);
  g_assert_false (changed);
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 12, 1 }, (BridgeTextPlace){ { 11, 1 }, BRIDGE_SIDE_RIGHT }, "cd", &changed),
                   ==, BRIDGE_STATUS_OK);
  g_assert_false (changed);
  kit_assert_reads (text, "acdef");
  bridge_text_free (text);
}

static void
test_missing (void)
{
  BridgeText *text = bridge_text_new ();
  bool        changed;

  kit_type (text, 1, 1, 0, "abc");
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 9, 2 }, (BridgeTextPlace){ { 4, 1 }, BRIDGE_SIDE_RIGHT }, "x", &changed),
                   ==, BRIDGE_STATUS_MISSING);
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 9, 2 }, (BridgeTextPlace){ { 9, 2 }, BRIDGE_SIDE_LEFT }, "x", &changed),
                   ==, BRIDGE_STATUS_MISSING);
  g_assert_cmpint (bridge_text_remove (text, (BridgeTextRange){ { 2, 1 }, 3 }, &changed), ==, BRIDGE_STATUS_MISSING);
  g_assert_cmpint (bridge_text_remove (text, (BridgeTextRange){ { 1, 1 }, UINT32_MAX }, &changed), ==,
                   BRIDGE_STATUS_MISSING);
  g_assert_cmpint (bridge_text_remove (text, (BridgeTextRange){ { UINT64_MAX, 1 }, 4 }, &changed), ==,
                   BRIDGE_STATUS_MISSING);
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ UINT64_MAX, 1 }, bridge_text_place_at (text, 0), "xy", &changed), ==,
                   BRIDGE_STATUS_LIMIT);
  g_assert_false (bridge_text_has (text, BRIDGE_STAMP_NONE));
  g_assert_false (bridge_text_has (text, (BridgeStamp){ 4, 1 }));
  kit_assert_reads (text, "abc");
  g_assert_cmpuint (bridge_text_n_nodes (text), ==, 3);
  bridge_text_free (text);
}

static void
test_place_after (void)
{
  BridgeText     *text = bridge_text_new ();
  BridgeTextPlace place;
  bool            changed;

  /* Undo of a deletion: "bc" comes back where it was, though somebody typed on at the end. */
  kit_type (text, 1, 1, 0, "abcd");
  kit_erase (text, 1, 2);
  kit_type (text, 2, 9, 2, "!");
  kit_assert_reads (text, "ad!");
  g_assert_cmpuint (bridge_text_position (text, (BridgeStamp){ 2, 1 }), ==, 1);
  g_assert_cmpuint (bridge_text_position (text, (BridgeStamp){ 3, 1 }), ==, 1);
  g_assert_cmpuint (bridge_text_node_code_point (text, (BridgeStamp){ 3, 1 }), ==, 'c');
  place = bridge_text_place_after (text, (BridgeStamp){ 3, 1 });
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 20, 1 }, place, "bc", &changed), ==, BRIDGE_STATUS_OK);
  kit_assert_reads (text, "abcd!");
  place = bridge_text_place_after (text, (BridgeStamp){ 9, 2 });
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 22, 1 }, place, "?", &changed), ==, BRIDGE_STATUS_OK);
  kit_assert_reads (text, "abcd!?");
  bridge_text_free (text);
}

static void
test_ranges (void)
{
  BridgeText                 *text = bridge_text_new ();
  gsize                       n_ranges;
  g_autofree BridgeTextRange *ranges = NULL;

  kit_type (text, 1, 1, 0, "abcdef");
  kit_type (text, 2, 1, 3, "XY");
  kit_erase (text, 0, 1);
  kit_assert_reads (text, "bcXYdef");
  ranges = bridge_text_ranges (text, 1, 5, &n_ranges);
  g_assert_cmpuint (n_ranges, ==, 3);
  g_assert_true (bridge_stamp_equal (ranges[0].first, ((BridgeStamp){ 3, 1 })) && ranges[0].count == 1);
  g_assert_true (bridge_stamp_equal (ranges[1].first, ((BridgeStamp){ 1, 2 })) && ranges[1].count == 2);
  /* "d" and "e" lie in two blocks, but are one range. */
  g_assert_true (bridge_stamp_equal (ranges[2].first, ((BridgeStamp){ 4, 1 })) && ranges[2].count == 2);
  g_assert_null (bridge_text_ranges (text, 3, 0, &n_ranges));
  g_assert_cmpuint (n_ranges, ==, 0);
  bridge_text_free (text);
}

static void
test_runs (void)
{
  BridgeText   *text = bridge_text_new ();
  gsize         cursor = 0;
  BridgeTextRun run;

  g_assert_false (bridge_text_next_run (text, &cursor, &run));
  kit_type (text, 1, 1, 0, "abcdef");
  kit_erase (text, 2, 1);
  kit_erase (text, 2, 1);
  g_assert_true (bridge_text_next_run (text, &cursor, &run) && !run.deleted && run.count == 2);
  /* Deleted one by one, and yet one run. */
  g_assert_true (bridge_text_next_run (text, &cursor, &run) && run.deleted && run.count == 2 && run.text[0] == 'c');
  g_assert_true (bridge_text_next_run (text, &cursor, &run) && !run.deleted && run.count == 2);
  g_assert_false (bridge_text_next_run (text, &cursor, &run));
  bridge_text_free (text);
}

static void
test_utf8 (void)
{
  BridgeText   *text = bridge_text_new ();
  const guint32 code_points[] = { 0xe9, 0x4e2d, 0x1f600, 0xd800, 0x110000 };
  bool          changed;

  g_assert_cmpint (bridge_text_insert (text, (BridgeStamp){ 1, 1 }, bridge_text_place_at (text, 0), code_points,
                                       G_N_ELEMENTS (code_points), &changed),
                   ==, BRIDGE_STATUS_OK);
  kit_assert_reads (text, "é中😀\xef\xbf\xbd\xef\xbf\xbd");
  bridge_text_free (text);
}

/* Consecutive nodes are counted across blocks, whatever stands between them in the text and whether it is deleted. */
static void
test_known (void)
{
  static const struct
  {
    BridgeStamp node;
    guint32     limit;
    guint32     known;
  } cases[] = {
    { { 10, 1 }, 100, 8 },
    { { 10, 1 }, 8, 8 },
    { { 10, 1 }, 3, 3 },
    { { 12, 1 }, 100, 6 },
    { { 17, 1 }, 100, 1 },
    { { 18, 1 }, 100, 0 },
    { { 9, 1 }, 100, 0 },
    { { 10, 2 }, 100, 0 },
    { { 12, 2 }, 100, 2 },
    { { 30, 1 }, 100, 2 },
    { { 0, 0 }, 100, 0 },
  };
  BridgeText *text = bridge_text_new ();
  bool        changed;

  kit_type (text, 1, 10, 0, "abcdefgh");
  kit_type (text, 2, 12, 3, "XY");
  kit_type (text, 1, 30, 0, "12");
  kit_erase (text, 4, 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (bridge_text_count_known (text, cases[i].node, cases[i].limit), ==, cases[i].known);
  g_assert_cmpint (bridge_text_remove (text, (BridgeTextRange){ { 11, 1 }, 8 }, &changed), ==, BRIDGE_STATUS_MISSING);
  g_assert_cmpint (bridge_text_remove (text, (BridgeTextRange){ { 11, 1 }, 6 }, &changed), ==, BRIDGE_STATUS_OK);
  kit_assert_reads (text, "12ah");
  bridge_text_free (text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/text/interleaving", test_interleaving);
  g_test_add_func ("/doc/text/overlap", test_overlap);
  g_test_add_func ("/doc/text/missing", test_missing);
  g_test_add_func ("/doc/text/known", test_known);
  g_test_add_func ("/doc/text/place-after", test_place_after);
  g_test_add_func ("/doc/text/ranges", test_ranges);
  g_test_add_func ("/doc/text/runs", test_runs);
  g_test_add_func ("/doc/text/utf8", test_utf8);
  return g_test_run ();
}
