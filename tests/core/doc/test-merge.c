/* Tests of merging states, and of going back to another board's state.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/replica.h"

static void
merge (Replica *to, const Replica *from)
{
  bridge_changes_clear (&to->changes);
  g_assert_cmpint (bridge_board_merge (to->board, from->board, &to->changes), ==, BRIDGE_STATUS_OK);
}

static void
test_both_ways (void)
{
  Replica        a, b;
  BridgeInkPoint points[] = { { 0, 0, 1 }, { 5, 5, 0.5 } };
  BridgeStamp    box, note;

  replica_init (&a, 1);
  replica_init (&b, 2);
  box = replica_draw_box (&a, 0, 0, 10, 10);
  note = replica_draw_box (&a, 0, 0, 200, 200);
  replica_type (&a, note, 0, 0, "shared");
  merge (&b, &a);
  replica_assert_same (&a, &b);

  replica_set (&a, box, BRIDGE_PROPERTY_COLOR, bridge_value_integer (1));
  replica_set (&b, box, BRIDGE_PROPERTY_COLOR, bridge_value_integer (2));
  replica_delete (&b, note);
  replica_type (&a, note, 6, 0, " by a");
  replica_type (&b, note, 0, 1, "S");
  replica_draw_stroke (&b, points, 2);
  replica_say (&a, "from a");
  replica_say (&b, "from b");
  merge (&a, &b);
  merge (&b, &a);
  replica_assert_same (&a, &b);
  replica_assert_text (&a, note, "Shared by a");
  g_assert_true (bridge_item_is_deleted (replica_item (&a, note)));
  g_assert_cmpuint (bridge_item_color (replica_item (&a, box)), ==, 2);

  /* A second time nothing changes, and nothing is told. */
  merge (&a, &b);
  g_assert_cmpuint (a.changes.count, ==, 0);
  g_assert_cmpuint (bridge_board_clock (a.board), ==, bridge_board_clock (b.board));
  replica_clear (&a);
  replica_clear (&b);
}

/* What waits for its base on one board waits on the other too. */
static void
test_held (void)
{
  Replica     a, b, c;
  BridgeEdit  created;
  BridgeStamp box;

  replica_init (&a, 1);
  replica_init (&b, 2);
  replica_init (&c, 3);
  box = replica_draw_box (&a, 0, 0, 10, 10);
  bridge_edit_copy (&created, &a.edit);
  replica_set (&a, box, BRIDGE_PROPERTY_X, bridge_value_number (5));
  replica_receive (&b, &a);
  merge (&c, &b);
  g_assert_cmpuint (bridge_board_n_items (c.board), ==, 0);
  replica_apply (&c, &created, 0);
  replica_assert_same (&a, &c);
  merge (&b, &a);
  replica_assert_same (&a, &b);
  bridge_edit_clear (&created);
  replica_clear (&a);
  replica_clear (&b);
  replica_clear (&c);
}

static void
test_hostile (void)
{
  Replica        a;
  BridgeItem    *item = bridge_item_new ((BridgeStamp){ 5, 5 }, BRIDGE_KIND_BOARD);
  BridgeValue    yes = bridge_value_boolean (true);
  BridgeChatLine line = { { 0, 3 }, 1, 1, (char[]){ "" }, 0 };
  BridgeAuthor   author = { .site = 0, .name = (char[]){ "" } };

  replica_init (&a, 1);
  g_assert_cmpint (bridge_board_merge_item (a.board, item, 1, NULL), ==, BRIDGE_STATUS_RANGE);
  item->kind = BRIDGE_KIND_NOTE;
  item->id.site = 0;
  g_assert_cmpint (bridge_board_merge_item (a.board, item, 1, NULL), ==, BRIDGE_STATUS_RANGE);
  item->id.site = 5;
  item->points.precision = 99;
  g_assert_cmpint (bridge_board_merge_item (a.board, item, 1, NULL), ==, BRIDGE_STATUS_RANGE);
  item->points.precision = 0;
  bridge_item_set (item, BRIDGE_PROPERTY_LOCKED, (BridgeStamp){ UINT64_MAX, 1 }, &yes);
  g_assert_cmpint (bridge_board_merge_item (a.board, item, 1, NULL), ==, BRIDGE_STATUS_RANGE);
  g_assert_cmpint (bridge_board_merge_line (a.board, &line, NULL), ==, BRIDGE_STATUS_RANGE);
  g_assert_cmpint (bridge_board_merge_author (a.board, &author, NULL), ==, BRIDGE_STATUS_RANGE);
  g_assert_cmpuint (bridge_board_n_items (a.board) + bridge_board_n_lines (a.board), ==, 0);
  g_assert_cmpuint (bridge_board_clock (a.board), ==, 1);
  bridge_item_free (item);
  replica_clear (&a);
}

/* Items come in any order of revision; the thread is sorted all the same. */
static void
test_thread (void)
{
  BridgeRandom random;
  Replica      a;
  uint64_t     last = UINT64_MAX;
  size_t       n_items = 0;

  bridge_random_init (&random, test_seed ());
  replica_init (&a, 1);
  for (uint64_t i = 0; i < 500; i++)
    {
      BridgeItem *item = bridge_item_new ((BridgeStamp){ 1 + bridge_random_below (&random, 200), 5 }, 3);

      g_assert_cmpint (bridge_board_merge_item (a.board, item, bridge_random_below (&random, 100), NULL), ==,
                       BRIDGE_STATUS_OK);
      bridge_item_free (item);
    }
  for (const BridgeItem *item = bridge_board_newest (a.board); item != NULL; item = item->older)
    {
      g_assert_cmpuint (item->revision, <=, last);
      g_assert_true (item->older == NULL || item->older->newer == item);
      last = item->revision;
      n_items++;
    }
  g_assert_cmpuint (n_items, ==, bridge_board_n_items (a.board));
  replica_clear (&a);
}

/* The guest's way: the room's board, and one with an edit on top that the room refuses. */
static void
test_restore (void)
{
  Replica     seen, taken;
  BridgeStamp box, note, refused;

  replica_init (&seen, 1);
  replica_init (&taken, 1);
  box = replica_draw_box (&seen, 0, 0, 10, 10);
  note = replica_draw_box (&seen, 0, 0, 200, 200);
  replica_type (&seen, note, 0, 0, "text");
  bridge_compose_title (replica_begin (&seen), "Title");
  replica_commit (&seen);
  merge (&taken, &seen);

  refused = replica_draw_box (&seen, 50, 50, 10, 10);
  replica_set (&seen, box, BRIDGE_PROPERTY_X, bridge_value_number (90));
  replica_delete (&seen, note);
  replica_type (&seen, note, 0, 4, "other");
  bridge_compose_title (replica_begin (&seen), "Another");
  replica_commit (&seen);
  bridge_edit_author (replica_begin (&seen), "Me", 2, 5);
  replica_commit (&seen);

  bridge_changes_clear (&seen.changes);
  bridge_board_restore_item (seen.board, taken.board, refused, &seen.changes);
  bridge_board_restore_item (seen.board, taken.board, box, &seen.changes);
  bridge_board_restore_item (seen.board, taken.board, note, &seen.changes);
  bridge_board_restore_item (seen.board, taken.board, BRIDGE_STAMP_NONE, &seen.changes);
  bridge_board_restore_author (seen.board, taken.board, 1, &seen.changes);
  replica_assert_same (&seen, &taken);
  g_assert_cmpuint (seen.changes.count, ==, 5);
  g_assert_true (bridge_rect_contains (seen.changes.dirty, (BridgeRect){ 0, 0, 100, 60 }));
  g_assert_null (bridge_board_item (seen.board, refused));
  g_assert_null (bridge_board_pick (seen.board, (BridgePoint){ 50, 50 }, 0));
  bridge_board_restore_item (seen.board, taken.board, refused, NULL);
  g_assert_null (bridge_board_item (seen.board, refused));

  replica_clear (&seen);
  replica_clear (&taken);
}

/* The board's own item stands in the thread only while it says something. */
static void
test_restore_title (void)
{
  Replica a, nothing;

  replica_init (&a, 1);
  replica_init (&nothing, 2);
  bridge_compose_title (replica_begin (&a), "Title");
  replica_commit (&a);
  g_assert_nonnull (bridge_board_newest (a.board));
  bridge_board_restore_item (a.board, nothing.board, BRIDGE_STAMP_NONE, NULL);
  g_assert_cmpstr (bridge_board_title (a.board), ==, "");
  g_assert_null (bridge_board_newest (a.board));
  replica_assert_same (&a, &nothing);
  replica_clear (&a);
  replica_clear (&nothing);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/merge/both-ways", test_both_ways);
  g_test_add_func ("/doc/merge/held", test_held);
  g_test_add_func ("/doc/merge/hostile", test_hostile);
  g_test_add_func ("/doc/merge/thread", test_thread);
  g_test_add_func ("/doc/merge/restore", test_restore);
  g_test_add_func ("/doc/merge/restore-title", test_restore_title);
  return g_test_run ();
}
