/* Tests of applying edits to a board and of reading it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/replica.h"

#include <string.h>

static unsigned
get_flags (const BridgeChanges *changes, BridgeStamp item)
{
  for (size_t i = 0; i < changes->count; i++)
    if (bridge_stamp_equal (changes->changes[i].item, item))
      return changes->changes[i].flags;
  return 0;
}

static void
assert_order (const Replica *self, const BridgeStamp *items, size_t n_items)
{
  g_assert_cmpuint (bridge_board_n_visible (self->board), ==, n_items);
  for (size_t i = 0; i < n_items; i++)
    {
      const BridgeItem *item = bridge_board_visible (self->board, i);

      g_assert_true (bridge_stamp_equal (item->id, items[i]));
      g_assert_cmpuint (bridge_board_z (self->board, item), ==, i);
    }
}

static void
test_create (void)
{
  Replica     a;
  BridgeStamp id;

  replica_init (&a, 1);
  g_assert_true (bridge_rect_is_empty (bridge_board_bounds (a.board)));
  id = replica_draw_box (&a, 10, 20, 30, 40);
  g_assert_cmpuint (bridge_board_n_items (a.board), ==, 1);
  g_assert_cmphex (get_flags (&a.changes, id) & BRIDGE_CHANGE_ADDED, ==, BRIDGE_CHANGE_ADDED);
  /* Nothing is painted where the item was not yet moved to. */
  g_assert_cmpfloat (a.changes.dirty.x, >, 0);
  g_assert_true (bridge_rect_contains (a.changes.dirty, (BridgeRect){ 10, 20, 30, 40 }));
  g_assert_true (bridge_rect_contains (bridge_board_bounds (a.board), (BridgeRect){ 10, 20, 30, 40 }));
  replica_clear (&a);
}

static void
test_twice (void)
{
  Replica     a, b;
  BridgeStamp id;

  replica_init (&a, 1);
  replica_init (&b, 2);
  id = replica_draw_box (&a, 0, 0, 10, 10);
  replica_receive (&b, &a);
  replica_receive (&b, &a);
  g_assert_cmphex (get_flags (&b.changes, id), ==, 0);
  g_assert_true (bridge_rect_is_empty (b.changes.dirty));
  replica_assert_same (&a, &b);
  replica_clear (&a);
  replica_clear (&b);
}

static void
test_delete_and_restore (void)
{
  Replica     a, b;
  BridgeStamp id;

  replica_init (&a, 1);
  replica_init (&b, 2);
  id = replica_draw_box (&a, 0, 0, 10, 10);
  replica_receive (&b, &a);
  replica_delete (&a, id);
  g_assert_cmphex (get_flags (&a.changes, id), ==, BRIDGE_CHANGE_REMOVED);
  g_assert_true (bridge_rect_contains (a.changes.dirty, (BridgeRect){ 0, 0, 10, 10 }));
  g_assert_cmpuint (bridge_board_n_visible (a.board), ==, 0);
  g_assert_null (bridge_board_pick (a.board, (BridgePoint){ 0, 0 }, 1));
  g_assert_true (bridge_item_is_deleted (replica_item (&a, id)));

  replica_set (&b, id, BRIDGE_PROPERTY_COLOR, bridge_value_integer (0xff0000ff));
  replica_receive (&a, &b);
  g_assert_true (bridge_rect_is_empty (a.changes.dirty));
  bridge_compose_restore (replica_begin (&a), id);
  replica_commit (&a);
  g_assert_cmphex (get_flags (&a.changes, id), ==, BRIDGE_CHANGE_ADDED);
  g_assert_cmphex (bridge_item_color (replica_item (&a, id)), ==, 0xff0000ff);
  g_assert_nonnull (bridge_board_pick (a.board, (BridgePoint){ 0, 0 }, 1));
  replica_clear (&a);
  replica_clear (&b);
}

static void
test_order (void)
{
  Replica     a;
  BridgeStamp ids[4], turned[4];

  replica_init (&a, 1);
  for (size_t i = 0; i < 4; i++)
    ids[i] = replica_draw_box (&a, 0, 0, 10, 10);
  assert_order (&a, ids, 4);
  bridge_compose_front (replica_begin (&a), a.board, ids, 1);
  replica_commit (&a);
  g_assert_cmphex (get_flags (&a.changes, ids[0]), ==, BRIDGE_CHANGE_ORDER);
  turned[0] = ids[1], turned[1] = ids[2], turned[2] = ids[3], turned[3] = ids[0];
  assert_order (&a, turned, 4);
  replica_clear (&a);
}

/* Many items, in chunks: put below, above and between at random, and taken away. */
static void
test_order_of_many (void)
{
  BridgeRandom random;
  Replica      a;
  GArray      *ids = g_array_new (FALSE, FALSE, sizeof (BridgeStamp));

  bridge_random_init (&random, test_seed ());
  replica_init (&a, 1);
  for (size_t i = 0; i < 3000; i++)
    {
      BridgeStamp id = replica_draw_box (&a, (double)i, 0, 10, 10);
      BridgeStamp other;

      g_array_append_val (ids, id);
      other = g_array_index (ids, BridgeStamp, bridge_random_below (&random, ids->len));
      replica_begin (&a);
      if (i % 4 == 0)
        bridge_compose_back (&a.edit, a.board, &other, 1);
      else if (i % 4 == 1)
        bridge_compose_front (&a.edit, a.board, &other, 1);
      else if (i % 4 == 2)
        bridge_compose_delete (&a.edit, other);
      else
        {
          uint8_t     key[2] = { (uint8_t)(1 + bridge_random_below (&random, 255)), 7 };
          BridgeValue value = bridge_value_bytes (key, 2);

          bridge_edit_set (&a.edit, other, BRIDGE_PROPERTY_ORDER, value);
          bridge_value_clear (&value);
        }
      replica_commit (&a);
    }
  for (size_t i = 0; i < bridge_board_n_visible (a.board); i++)
    g_assert_cmpuint (bridge_board_z (a.board, bridge_board_visible (a.board, i)), ==, i);
  for (size_t i = 0; i < ids->len; i++)
    if (!bridge_item_is_deleted (replica_item (&a, g_array_index (ids, BridgeStamp, i))))
      replica_delete (&a, g_array_index (ids, BridgeStamp, i));
  g_assert_cmpuint (bridge_board_n_visible (a.board), ==, 0);
  g_array_unref (ids);
  replica_clear (&a);
}

static void
test_query_and_pick (void)
{
  Replica            a;
  BridgeStamp        ids[40];
  const BridgeItem **found;
  size_t             n_found;

  replica_init (&a, 1);
  for (size_t i = 0; i < 40; i++)
    ids[i] = replica_draw_box (&a, 100.0 * (double)i, 0, 50, 50);
  found = bridge_board_query (a.board, (BridgeRect){ 200, 10, 140, 10 }, &n_found);
  g_assert_cmpuint (n_found, ==, 2);
  g_assert_true (bridge_stamp_equal (found[0]->id, ids[2]));
  g_assert_true (bridge_stamp_equal (found[1]->id, ids[3]));
  bridge_free (found);
  found = bridge_board_query (a.board, (BridgeRect){ -1e6, -1e6, 2e6, 2e6 }, &n_found);
  g_assert_cmpuint (n_found, ==, 40);
  for (size_t i = 0; i < 40; i++)
    g_assert_true (bridge_stamp_equal (found[i]->id, ids[i]));
  bridge_free (found);

  g_assert_null (bridge_board_pick (a.board, (BridgePoint){ 225, 25 }, 1));
  g_assert_true (bridge_board_pick (a.board, (BridgePoint){ 200, 25 }, 1) == replica_item (&a, ids[2]));
  replica_set (&a, ids[9], BRIDGE_PROPERTY_X, bridge_value_number (200));
  g_assert_true (bridge_board_pick (a.board, (BridgePoint){ 200, 25 }, 1) == replica_item (&a, ids[9]));
  replica_clear (&a);
}

/* A stroke that is drawn on paints its tail alone. */
static void
test_live_stroke (void)
{
  Replica        a;
  BridgeInkPoint points[] = { { 0, 0, 1 }, { 10, 0, 1 }, { 20, 0, 1 }, { 1000, 0, 1 }, { 1010, 0, 1 } };
  BridgeInkPoint more[] = { { 1020, 0, 1 }, { 1030, 5, 1 } };
  BridgeStamp    id;

  replica_init (&a, 1);
  id = replica_draw_stroke (&a, points, 5);
  bridge_compose_append (replica_begin (&a), replica_item (&a, id), more, 2);
  replica_commit (&a);
  g_assert_cmphex (get_flags (&a.changes, id), ==, BRIDGE_CHANGE_POINTS);
  g_assert_cmpfloat (a.changes.dirty.x, >, 900);
  g_assert_true (bridge_rect_contains (a.changes.dirty, (BridgeRect){ 1000, 0, 30, 5 }));
  g_assert_cmpuint (replica_item (&a, id)->points.count, ==, 7);
  g_assert_nonnull (bridge_board_pick (a.board, (BridgePoint){ 1030, 5 }, 0));
  replica_clear (&a);
}

/* Each operation comes before what it builds upon; then all of that comes. */
static void
test_held (void)
{
  Replica        a, b, c;
  BridgeInkPoint points[] = { { 0, 0, 1 }, { 10, 5, 1 } }, more[] = { { 20, 0, 1 } };
  BridgeEdit     edits[6];
  BridgeStamp    stroke, note;

  replica_init (&a, 1);
  replica_init (&b, 2);
  replica_init (&c, 3);
  stroke = replica_draw_stroke (&a, points, 2);
  bridge_edit_copy (&edits[0], &a.edit);
  bridge_compose_append (replica_begin (&a), replica_item (&a, stroke), more, 1);
  replica_commit (&a);
  bridge_edit_copy (&edits[1], &a.edit);
  note = replica_draw_box (&a, 0, 0, 200, 200);
  bridge_edit_copy (&edits[2], &a.edit);
  replica_type (&a, note, 0, 0, "hello");
  bridge_edit_copy (&edits[3], &a.edit);
  for (size_t i = 0; i < 4; i++)
    replica_apply (&b, &edits[i], 0);
  replica_type (&b, note, 1, 3, "ipp");
  bridge_edit_copy (&edits[4], &b.edit);
  replica_set (&b, stroke, BRIDGE_PROPERTY_SIZE, bridge_value_number (9));
  bridge_edit_copy (&edits[5], &b.edit);
  for (size_t i = 6; i-- > 0;)
    {
      replica_apply (&c, &edits[i], 0);
      g_assert_cmpuint (bridge_board_n_items (c.board), ==, i == 0 ? 2 : i <= 2);
    }
  replica_assert_same (&b, &c);
  replica_assert_text (&c, note, "hippo");
  g_assert_cmpuint (replica_item (&c, stroke)->points.count, ==, 3);
  for (size_t i = 0; i < 6; i++)
    bridge_edit_clear (&edits[i]);
  replica_clear (&a);
  replica_clear (&b);
  replica_clear (&c);
}

static void
test_held_limit (void)
{
  Replica      a;
  BridgeEdit   edit;
  BridgeStatus status = BRIDGE_STATUS_OK;
  uint64_t     lamport = 10;
  size_t       n_edits = 0;

  replica_init (&a, 1);
  while (status == BRIDGE_STATUS_OK && n_edits < 100)
    {
      bridge_edit_init (&edit, 2, lamport);
      for (size_t i = 0; i < 1000; i++)
        bridge_edit_set (&edit, (BridgeStamp){ 1 + i % 3, 9 }, BRIDGE_PROPERTY_X, bridge_value_number (1));
      status = bridge_board_apply (a.board, &edit, 0, NULL);
      lamport += edit.span;
      bridge_edit_clear (&edit);
      n_edits++;
    }
  g_assert_cmpint (status, ==, BRIDGE_STATUS_LIMIT);
  g_assert_cmpuint (n_edits, ==, BRIDGE_BOARD_HELD_MAX / 1000 + 1);
  replica_clear (&a);
}

static void
test_unknown (void)
{
  Replica     a, b;
  BridgeStamp id;
  BridgeStep  steps[] = { { 1, 2, 3 } };
  BridgeValue secret = bridge_value_bytes ("secret", 6);

  replica_init (&a, 1);
  replica_init (&b, 2);
  id = bridge_edit_create (replica_begin (&a), 4711, 2);
  bridge_edit_set (&a.edit, id, 815, secret);
  bridge_edit_append (&a.edit, id, 0, steps, 1);
  replica_commit (&a);
  replica_type (&a, id, 0, 0, "future");
  g_assert_true (bridge_rect_is_empty (bridge_board_bounds (a.board)));
  g_assert_cmpuint (bridge_board_n_visible (a.board), ==, 1);
  g_assert_cmpint (bridge_board_merge (b.board, a.board, NULL), ==, BRIDGE_STATUS_OK);
  replica_assert_same (&a, &b);
  g_assert_true (bridge_value_equal (&bridge_item_register (replica_item (&b, id), 815)->value, &secret));
  g_assert_cmpuint (replica_item (&b, id)->points.count, ==, 1);
  replica_assert_text (&b, id, "future");
  bridge_value_clear (&secret);
  replica_clear (&a);
  replica_clear (&b);
}

/* What the room would refuse does no harm either where there is no room. */
static void
test_skipped (void)
{
  Replica     a, b;
  BridgeStamp id;
  BridgeStep  steps[] = { { 1, 2, 3 } };
  BridgeEdit  edit;

  replica_init (&a, 1);
  replica_init (&b, 2);
  id = replica_draw_box (&a, 0, 0, 10, 10);
  replica_receive (&b, &a);
  bridge_edit_init (&edit, 9, 100);
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_X, bridge_value_boolean (true));
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_SIZE, bridge_value_number (1e9));
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_TITLE, bridge_value_null ());
  bridge_edit_set (&edit, BRIDGE_STAMP_NONE, BRIDGE_PROPERTY_DELETED, bridge_value_boolean (true));
  bridge_edit_create (&edit, BRIDGE_KIND_BOARD, 0);
  bridge_edit_create (&edit, BRIDGE_KIND_STROKE, BRIDGE_PRECISION_MAX + 1);
  bridge_edit_append (&edit, id, BRIDGE_ITEM_POINTS_MAX, steps, 1);
  bridge_edit_append (&edit, BRIDGE_STAMP_NONE, 0, steps, 1);
  replica_apply (&b, &edit, 0);
  replica_assert_same (&a, &b);
  bridge_edit_clear (&edit);

  bridge_edit_init (&edit, 9, UINT64_MAX - 3);
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_X, bridge_value_number (9));
  g_assert_cmpint (bridge_board_apply (b.board, &edit, 0, NULL), ==, BRIDGE_STATUS_RANGE);
  replica_assert_same (&a, &b);
  bridge_edit_clear (&edit);
  replica_clear (&a);
  replica_clear (&b);
}

static void
test_chat (void)
{
  Replica     a, b, c;
  BridgeEdit  first;
  BridgeStamp ids[3];

  replica_init (&a, 1);
  replica_init (&b, 2);
  replica_init (&c, 3);
  ids[0] = replica_say (&a, "one");
  g_assert_cmphex (get_flags (&a.changes, ids[0]), ==, BRIDGE_CHANGE_CHAT);
  bridge_edit_copy (&first, &a.edit);
  ids[1] = replica_say (&b, "two");
  ids[2] = replica_say (&c, "mine, not taken yet");

  /* By revision, whatever the order of coming; what no room has taken comes last. */
  replica_apply (&c, &b.edit, 8);
  replica_apply (&c, &first, 7);
  g_assert_cmpuint (bridge_board_n_lines (c.board), ==, 3);
  for (size_t i = 0; i < 3; i++)
    g_assert_true (bridge_stamp_equal (bridge_board_line (c.board, i)->id, ids[i]));
  replica_apply (&c, &c.edit, 5);
  g_assert_true (bridge_stamp_equal (bridge_board_line (c.board, 0)->id, ids[2]));
  g_assert_cmpuint (bridge_board_find_line (c.board, ids[2])->revision, ==, 5);
  bridge_board_restore_line (c.board, a.board, ids[2], NULL);
  g_assert_null (bridge_board_find_line (c.board, ids[2]));
  g_assert_cmpuint (bridge_board_n_lines (c.board), ==, 2);
  bridge_edit_clear (&first);
  replica_clear (&a);
  replica_clear (&b);
  replica_clear (&c);
}

static void
test_authors (void)
{
  Replica             a, b;
  const BridgeAuthor *author;

  replica_init (&a, 0xa);
  replica_init (&b, 0xb);
  bridge_edit_author (replica_begin (&a), "Ada", 3, 0x112233ff);
  replica_commit (&a);
  replica_receive (&b, &a);
  author = bridge_board_author (b.board, 0xa);
  g_assert_cmpstr (author->name, ==, "Ada");
  g_assert_cmphex (author->color, ==, 0x112233ff);
  g_assert_cmpuint (author->seq, ==, 1);
  g_assert_cmphex (get_flags (&b.changes, (BridgeStamp){ 0, 0xa }), ==, BRIDGE_CHANGE_AUTHOR);
  bridge_edit_author (replica_begin (&a), "Augusta", 7, 0x112233ff);
  replica_commit (&a);
  replica_receive (&b, &a);
  g_assert_cmpstr (bridge_board_author (b.board, 0xa)->name, ==, "Augusta");
  bridge_board_skip (b.board, 0xa, 9);
  bridge_board_skip (b.board, 0xc, 2);
  g_assert_cmpuint (bridge_board_author (b.board, 0xa)->seq, ==, 9);
  g_assert_cmpuint (bridge_board_n_authors (b.board), ==, 2);
  g_assert_null (bridge_board_author (b.board, 0xd));
  replica_assert_same (&a, &b);
  replica_clear (&a);
  replica_clear (&b);
}

static void
test_revisions (void)
{
  Replica     a, b;
  BridgeStamp ids[3];

  replica_init (&a, 1);
  replica_init (&b, 2);
  for (size_t i = 0; i < 3; i++)
    {
      ids[i] = replica_draw_box (&a, 0, 0, 10, 10);
      replica_apply (&b, &a.edit, i + 1);
    }
  g_assert_true (bridge_board_newest (b.board) == replica_item (&b, ids[2]));
  replica_set (&a, ids[0], BRIDGE_PROPERTY_X, bridge_value_number (5));
  replica_apply (&b, &a.edit, 4);
  g_assert_true (bridge_board_newest (b.board) == replica_item (&b, ids[0]));
  g_assert_cmpuint (replica_item (&b, ids[0])->revision, ==, 4);
  g_assert_true (bridge_board_newest (b.board)->older == replica_item (&b, ids[2]));
  bridge_compose_title (replica_begin (&a), "Plans");
  replica_commit (&a);
  replica_apply (&b, &a.edit, 5);
  g_assert_cmpstr (bridge_board_title (b.board), ==, "Plans");
  g_assert_cmphex (get_flags (&b.changes, BRIDGE_STAMP_NONE), ==, BRIDGE_CHANGE_BOARD);
  g_assert_true (bridge_board_newest (b.board) == bridge_board_item (b.board, BRIDGE_STAMP_NONE));
  g_assert_cmpuint (bridge_board_n_items (b.board), ==, 3);
  replica_clear (&a);
  replica_clear (&b);
}

static void
test_digest (void)
{
  Replica a, b;
  uint8_t whole[BRIDGE_DIGEST_SIZE], part[BRIDGE_DIGEST_SIZE], none[BRIDGE_DIGEST_SIZE] = { 0 };

  replica_init (&a, 1);
  replica_init (&b, 2);
  bridge_board_digest (a.board, whole);
  g_assert_cmpmem (whole, sizeof whole, none, sizeof none);
  replica_draw_box (&a, 0, 0, 10, 10);
  replica_receive (&b, &a);
  replica_draw_box (&a, 50, 0, 10, 10);
  bridge_board_digest (a.board, whole);
  bridge_digest_item (bridge_board_visible (a.board, 1), part);
  bridge_digest_subtract (whole, part);
  bridge_board_digest (b.board, part);
  g_assert_cmpmem (whole, sizeof whole, part, sizeof part);
  bridge_digest_subtract (whole, part);
  g_assert_cmpmem (whole, sizeof whole, none, sizeof none);
  replica_clear (&a);
  replica_clear (&b);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/board/create", test_create);
  g_test_add_func ("/doc/board/twice", test_twice);
  g_test_add_func ("/doc/board/delete-and-restore", test_delete_and_restore);
  g_test_add_func ("/doc/board/order", test_order);
  g_test_add_func ("/doc/board/order-of-many", test_order_of_many);
  g_test_add_func ("/doc/board/query-and-pick", test_query_and_pick);
  g_test_add_func ("/doc/board/live-stroke", test_live_stroke);
  g_test_add_func ("/doc/board/held", test_held);
  g_test_add_func ("/doc/board/held-limit", test_held_limit);
  g_test_add_func ("/doc/board/unknown", test_unknown);
  g_test_add_func ("/doc/board/skipped", test_skipped);
  g_test_add_func ("/doc/board/chat", test_chat);
  g_test_add_func ("/doc/board/authors", test_authors);
  g_test_add_func ("/doc/board/revisions", test_revisions);
  g_test_add_func ("/doc/board/digest", test_digest);
  return g_test_run ();
}
