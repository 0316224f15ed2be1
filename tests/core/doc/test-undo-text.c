/* Tests of undo and redo of text, with others writing in between.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/pair.h"

static void
type (Pair *pair, Replica *who, size_t at, size_t n_delete, const char *insert)
{
  replica_type (who, pair->note, at, n_delete, insert);
  if (who == &pair->me)
    mine (pair);
  else
    theirs (pair);
}

static void
assert_text (const Pair *pair, const char *expected)
{
  replica_assert_text (&pair->me, pair->note, expected);
  replica_assert_text (&pair->other, pair->note, expected);
}

static void
test_insert_text (void)
{
  Pair pair;

  pair_init (&pair);
  type (&pair, &pair.me, 5, 0, " my dear");
  type (&pair, &pair.other, 8, 0, " very");
  type (&pair, &pair.other, 0, 1, "H");
  assert_text (&pair, "Hello my very dear world");
  undo (&pair);
  assert_text (&pair, "Hello very world");
  redo (&pair);
  assert_text (&pair, "Hello my very dear world");
  undo (&pair);
  assert_text (&pair, "Hello very world");
  pair_clear (&pair);
}

static void
test_remove_text (void)
{
  Pair pair;

  pair_init (&pair);
  type (&pair, &pair.me, 2, 7, "");
  assert_text (&pair, "held");
  type (&pair, &pair.other, 0, 0, "> ");
  undo (&pair);
  assert_text (&pair, "> hello world");
  redo (&pair);
  assert_text (&pair, "> held");
  undo (&pair);
  undo (&pair); /* nothing of mine is left but the box */
  assert_text (&pair, "> hello world");
  pair_clear (&pair);
}

/* Their letters came to stand between those that I remove. */
static void
test_remove_text_with_letters_between (void)
{
  Pair pair;

  pair_init (&pair);
  replica_type (&pair.other, pair.note, 3, 0, "XY");
  replica_type (&pair.me, pair.note, 1, 4, "");
  theirs (&pair);
  mine (&pair);
  assert_text (&pair, "hXY world");
  undo (&pair);
  assert_text (&pair, "helXYlo world");
  redo (&pair);
  assert_text (&pair, "hXY world");
  undo (&pair);
  assert_text (&pair, "helXYlo world");
  pair_clear (&pair);
}

/* Typed, partly removed, brought back, and undone to the beginning: what was brought back stands for what was typed. */
static void
test_text_chain (void)
{
  static const char *const texts[] = { "hello world", "hello abc world", "hello a world", "hello axy world",
                                       "hello y world", "helworld" };
  Pair                     pair;

  pair_init (&pair);
  type (&pair, &pair.me, 5, 0, " abc");
  type (&pair, &pair.me, 7, 2, "");
  type (&pair, &pair.me, 7, 0, "xy");
  type (&pair, &pair.me, 6, 2, "");
  type (&pair, &pair.me, 3, 5, "");
  for (int round = 0; round < 4; round++)
    {
      for (size_t i = G_N_ELEMENTS (texts) - 1; i-- > 0;)
        {
          undo (&pair);
          assert_text (&pair, texts[i]);
        }
      for (size_t i = 1; i < G_N_ELEMENTS (texts); i++)
        {
          redo (&pair);
          assert_text (&pair, texts[i]);
        }
    }
  pair_clear (&pair);
}

/* One gesture that types and takes some of it back leaves nothing behind when undone. */
static void
test_text_gesture (void)
{
  Pair pair;

  pair_init (&pair);
  bridge_undo_begin (pair.me.undo);
  type (&pair, &pair.me, 5, 0, " abc");
  type (&pair, &pair.me, 8, 1, "");
  type (&pair, &pair.me, 3, 3, "p");
  bridge_undo_end (pair.me.undo);
  assert_text (&pair, "helpab world");
  undo (&pair);
  assert_text (&pair, "hello world");
  redo (&pair);
  assert_text (&pair, "helpab world");
  pair_clear (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/undo-text/insert-text", test_insert_text);
  g_test_add_func ("/doc/undo-text/remove-text", test_remove_text);
  g_test_add_func ("/doc/undo-text/remove-text-with-letters-between", test_remove_text_with_letters_between);
  g_test_add_func ("/doc/undo-text/text-chain", test_text_chain);
  g_test_add_func ("/doc/undo-text/text-gesture", test_text_gesture);
  return g_test_run ();
}
