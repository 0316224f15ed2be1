/* Tests of laid out text: sizes and carets. No font is taken for granted, so all is said in relations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/limits.h"
#include "core/doc/schema.h"
#include "paint/text-layout.h"

static BridgeTextLayout *
new_text (const char *text, double width)
{
  return bridge_text_layout_new (BRIDGE_KIND_TEXT, text, 20, width, 0);
}

static void
test_size (void)
{
  g_autoptr (BridgeTextLayout) empty = new_text ("", 0);
  g_autoptr (BridgeTextLayout) word = new_text ("word", 0);
  g_autoptr (BridgeTextLayout) longer = new_text ("word word", 0);
  g_autoptr (BridgeTextLayout) lines = new_text ("word\nword", 0);
  BridgePoint size = bridge_text_layout_size (word);
  g_assert_cmpfloat (bridge_text_layout_size (empty).x, ==, 0);
  g_assert_cmpfloat (bridge_text_layout_size (empty).y, ==, size.y);
  g_assert_cmpfloat (size.x, >, 10);
  g_assert_cmpfloat (size.y, >, 15);
  g_assert_cmpfloat (bridge_text_layout_size (longer).x, >, size.x);
  g_assert_cmpfloat (bridge_text_layout_size (lines).x, ==, size.x);
  g_assert_cmpfloat (bridge_text_layout_size (lines).y, >, 1.8 * size.y - 2);
}

/* The size that its author stored does not wrap it; half of that does. */
static void
test_wrap (void)
{
  g_autoptr (BridgeTextLayout) natural = new_text ("several words in a row", 0);
  BridgePoint size = bridge_text_layout_size (natural);
  g_autoptr (BridgeTextLayout) stored = new_text ("several words in a row", size.x);
  g_autoptr (BridgeTextLayout) other_font = new_text ("several words in a row", size.x * 0.97);
  g_autoptr (BridgeTextLayout) half = new_text ("several words in a row", size.x / 2);
  g_assert_cmpfloat (bridge_text_layout_size (stored).y, ==, size.y);
  g_assert_cmpfloat (bridge_text_layout_size (other_font).y, ==, size.y);
  g_assert_cmpfloat (bridge_text_layout_size (half).y, >, 1.5 * size.y);
  g_assert_cmpfloat (bridge_text_layout_size (half).x, <=, ceil (size.x / 2));
}

/* Every caret is found again where it is drawn. */
static void
test_carets (void)
{
  static const char *texts[] = { "word", "größer 中文 x", "two\nlines", "" };
  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (BridgeTextLayout) layout = new_text (texts[i], 0);
      gsize length = bridge_text_layout_length (layout);
      g_assert_cmpuint (length, ==, g_utf8_strlen (texts[i], -1));
      for (gsize index = 0; index <= length; index++)
        {
          BridgeRect caret = bridge_text_layout_caret (layout, index);
          g_assert_cmpfloat (caret.width, ==, 0);
          g_assert_cmpfloat (caret.height, >, 10);
          g_assert_cmpuint (
              bridge_text_layout_index_at (layout, (BridgePoint){ caret.x, caret.y + caret.height / 2 }),
              ==,
              index);
        }
      g_assert_cmpfloat (bridge_text_layout_caret (layout, length + 99).x,
                         ==,
                         bridge_text_layout_caret (layout, length).x);
    }
}

static void
test_points_outside (void)
{
  g_autoptr (BridgeTextLayout) layout = new_text ("one\ntwo", 0);
  g_assert_cmpuint (bridge_text_layout_index_at (layout, (BridgePoint){ -500, -500 }), ==, 0);
  g_assert_cmpuint (bridge_text_layout_index_at (layout, (BridgePoint){ 1e9, -500 }), ==, 3);
  g_assert_cmpuint (bridge_text_layout_index_at (layout, (BridgePoint){ -1e9, 1e9 }), ==, 4);
  g_assert_cmpuint (bridge_text_layout_index_at (layout, (BridgePoint){ 1e9, 1e9 }), ==, 7);
}

static void
test_moves (void)
{
  g_autoptr (BridgeTextLayout) layout = new_text ("ab e\xcc\x81 z", 0); /* e with a combining accent */
  g_assert_cmpuint (bridge_text_layout_move (layout, 0, 1), ==, 1);
  g_assert_cmpuint (bridge_text_layout_move (layout, 3, 1), ==, 5);
  g_assert_cmpuint (bridge_text_layout_move (layout, 5, -1), ==, 3);
  g_assert_cmpuint (bridge_text_layout_move (layout, 1, -5), ==, 0);
  g_assert_cmpuint (bridge_text_layout_move (layout, 5, 50), ==, 7);
  g_assert_cmpuint (bridge_text_layout_word_start (layout, 5), ==, 3);
  g_assert_cmpuint (bridge_text_layout_word_start (layout, 3), ==, 0);
  g_assert_cmpuint (bridge_text_layout_word_end (layout, 0), ==, 2);
  g_assert_cmpuint (bridge_text_layout_word_end (layout, 2), ==, 5);
}

static void
test_lines (void)
{
  g_autoptr (BridgeTextLayout) layout = new_text ("first\nxx\nthird", 0);
  double x = bridge_text_layout_caret (layout, 4).x;
  g_assert_cmpuint (bridge_text_layout_move_line (layout, 4, 1, x), ==, 8);
  g_assert_cmpuint (bridge_text_layout_move_line (layout, 8, 1, x), >, 9 + 2);
  g_assert_cmpuint (bridge_text_layout_move_line (layout, 8, -1, x), ==, 4);
  g_assert_cmpuint (bridge_text_layout_move_line (layout, 4, -1, x), ==, 0);
  g_assert_cmpuint (bridge_text_layout_move_line (layout, 10, 1, x), ==, 14);
  g_assert_cmpuint (bridge_text_layout_line_start (layout, 8), ==, 6);
  g_assert_cmpuint (bridge_text_layout_line_end (layout, 6), ==, 8);
  g_assert_cmpuint (bridge_text_layout_line_end (layout, 9), ==, 14);
}

/* Wrapped lines: up, down, Home and End stay on the line that is seen. */
static void
test_wrapped_lines (void)
{
  g_autoptr (BridgeTextLayout) natural = new_text ("aaaa aaaa aaaa aaaa aaaa aaaa", 0);
  g_autoptr (BridgeTextLayout) layout =
      new_text ("aaaa aaaa aaaa aaaa aaaa aaaa", bridge_text_layout_size (natural).x / 2.5);
  gsize end = bridge_text_layout_line_end (layout, 0);
  g_assert_cmpuint (end, >, 3);
  g_assert_cmpuint (end, <, 20);
  g_assert_cmpfloat (bridge_text_layout_caret (layout, end).y, ==, bridge_text_layout_caret (layout, 0).y);
  g_assert_cmpuint (bridge_text_layout_line_start (layout, end), ==, 0);
  g_assert_cmpuint (bridge_text_layout_line_start (layout, end + 1), ==, end + 1);
  gsize down = bridge_text_layout_move_line (layout, 2, 1, 1e6);
  g_assert_cmpfloat (bridge_text_layout_caret (layout, down).y, ==, bridge_text_layout_caret (layout, end + 1).y);
}

static void
test_selection (void)
{
  g_autoptr (BridgeTextLayout) layout = new_text ("first\nsecond", 0);
  gsize n;
  g_free (bridge_text_layout_selection (layout, 3, 3, &n));
  g_assert_cmpuint (n, ==, 0);
  g_autofree BridgeRect *one = bridge_text_layout_selection (layout, 1, 3, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat_with_epsilon (one[0].x, bridge_text_layout_caret (layout, 1).x, 0.01);
  g_assert_cmpfloat_with_epsilon (one[0].x + one[0].width, bridge_text_layout_caret (layout, 3).x, 0.01);
  g_autofree BridgeRect *two = bridge_text_layout_selection (layout, 2, 9, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpfloat (two[1].y, >, two[0].y);
  g_assert_cmpfloat_with_epsilon (two[1].x + two[1].width, bridge_text_layout_caret (layout, 9).x, 0.01);
}

static void
test_shapes (void)
{
  static const guint32 kinds[] = { BRIDGE_KIND_RECTANGLE, BRIDGE_KIND_ELLIPSE, BRIDGE_KIND_DIAMOND };
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (BridgeTextLayout) layout = bridge_text_layout_new (kinds[i], "word", 20, 200, 100);
      BridgePoint center = bridge_rect_center (bridge_text_layout_extents (layout));
      g_assert_cmpfloat_with_epsilon (center.x, 100, 1);
      g_assert_cmpfloat_with_epsilon (center.y, 50, 1);
      g_assert_cmpfloat (bridge_text_layout_font_size (layout), ==, 20);
    }
}

/* What does not fit shrinks until it does, but never out of sight. */
static void
test_shrinking (void)
{
  g_autofree char *essay = g_strnfill (20000, 'w');
  g_autoptr (BridgeTextLayout) few = bridge_text_layout_new (BRIDGE_KIND_NOTE, "few", 20, 200, 200);
  g_autoptr (BridgeTextLayout) some = bridge_text_layout_new (
      BRIDGE_KIND_NOTE,
      "So many words that they do not fit at the size that was chosen, though they do fit at a smaller one, as they "
      "must: the note is no larger than it is. A few more will do.",
      20,
      200,
      200);
  g_autoptr (BridgeTextLayout) many = bridge_text_layout_new (BRIDGE_KIND_NOTE, essay, 20, 200, 200);
  BridgeRect extents = bridge_text_layout_extents (some);
  g_assert_cmpfloat (bridge_text_layout_font_size (few), ==, 20);
  g_assert_cmpfloat (bridge_text_layout_font_size (some), <, 20);
  g_assert_cmpfloat (extents.y + extents.height, <=, 200);
  g_assert_cmpfloat (bridge_text_layout_font_size (many), ==, 20 * BRIDGE_TEXT_LEAST);
  g_assert_cmpfloat (bridge_text_layout_caret (few, 0).x, >, 5);
}

/* The longest text that an item may have, without a place to break it, is no way to stop anybody's window. */
static void
test_hostile (void)
{
  static const guint32 kinds[] = { BRIDGE_KIND_TEXT, BRIDGE_KIND_NOTE, BRIDGE_KIND_DIAMOND };
  g_autofree char     *essay = g_strnfill (BRIDGE_TEXT_NODES_MAX, 'w');
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (BridgeTextLayout) layout = bridge_text_layout_new (kinds[i], essay, 20, 200, 200);
      g_assert_cmpuint (bridge_text_layout_length (layout), ==, BRIDGE_TEXT_NODES_MAX);
      g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_USEC_PER_SEC);
    }
}

static void
test_degenerate (void)
{
  for (guint32 kind = 0; kind < BRIDGE_N_KINDS; kind++)
    {
      g_autoptr (BridgeTextLayout) layout = bridge_text_layout_new (kind, "a\nb c", 1000, 0, 0);
      bridge_text_layout_underline (layout, 0, 99);
      g_assert_cmpuint (bridge_text_layout_move_line (layout, 99, -99, 0), ==, 0);
      g_assert_true (isfinite (bridge_text_layout_caret (layout, 2).x));
    }
}

/* Nothing is drawn right of the letters: a word that does not fit is broken without a hyphen. */
static void
test_no_hyphens (void)
{
  g_autoptr (BridgeTextLayout) layout =
      bridge_text_layout_new (BRIDGE_KIND_TEXT, "incomprehensibilities", 20, 60, 100);
  gsize       n_rects;
  BridgeRect *rects =
      bridge_text_layout_selection (layout, 0, bridge_text_layout_length (layout), &n_rects);
  BridgeRect extents = bridge_text_layout_extents (layout);
  double     right = 0;

  g_assert_cmpuint (n_rects, >, 1);
  for (gsize i = 0; i < n_rects; i++)
    right = MAX (right, rects[i].x + rects[i].width);
  g_assert_cmpfloat_with_epsilon (extents.x + extents.width, right, 0.5);
  g_free (rects);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/text-layout/size", test_size);
  g_test_add_func ("/paint/text-layout/wrap", test_wrap);
  g_test_add_func ("/paint/text-layout/carets", test_carets);
  g_test_add_func ("/paint/text-layout/points-outside", test_points_outside);
  g_test_add_func ("/paint/text-layout/moves", test_moves);
  g_test_add_func ("/paint/text-layout/lines", test_lines);
  g_test_add_func ("/paint/text-layout/wrapped-lines", test_wrapped_lines);
  g_test_add_func ("/paint/text-layout/selection", test_selection);
  g_test_add_func ("/paint/text-layout/shapes", test_shapes);
  g_test_add_func ("/paint/text-layout/shrinking", test_shrinking);
  g_test_add_func ("/paint/text-layout/hostile", test_hostile);
  g_test_add_func ("/paint/text-layout/degenerate", test_degenerate);
  g_test_add_func ("/paint/text-layout/no-hyphens", test_no_hyphens);
  return g_test_run ();
}
