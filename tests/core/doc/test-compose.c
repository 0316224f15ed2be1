/* Tests of composing edits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/replica.h"

#include <string.h>

static void
assert_rect (BridgeRect rect, double x, double y, double width, double height)
{
  g_assert_cmpfloat_with_epsilon (rect.x, x, 1e-6);
  g_assert_cmpfloat_with_epsilon (rect.y, y, 1e-6);
  g_assert_cmpfloat_with_epsilon (rect.width, width, 1e-6);
  g_assert_cmpfloat_with_epsilon (rect.height, height, 1e-6);
}

static void
test_ink (void)
{
  Replica           a;
  BridgeInkPoint    points[] = { { 100.06, -50.2, 1 }, { 110.3, -45, 0 }, { 90, -60.13, 0.5 } };
  BridgeStamp       id;
  const BridgeItem *item;

  replica_init (&a, 1);
  id = replica_draw_stroke (&a, points, 3);
  item = replica_item (&a, id);
  g_assert_cmpint (item->points.steps[0].x, ==, 0);
  for (size_t i = 0; i < 3; i++)
    {
      BridgePoint at = bridge_item_point (item, i);

      /* On the grid of whole steps, and no more than half a step away. */
      g_assert_cmpfloat (at.x * 8, ==, round (at.x * 8));
      g_assert_cmpfloat (fabs (at.x - points[i].x), <=, 1.0 / 16);
      g_assert_cmpfloat (fabs (at.y - points[i].y), <=, 1.0 / 16);
      g_assert_cmpfloat (fabs (bridge_item_pressure (item, i) - points[i].pressure), <=, 1.0 / 510);
    }

  /* More, twice in one edit. */
  bridge_compose_append (replica_begin (&a), item, points, 2);
  bridge_compose_append (&a.edit, item, points + 2, 1);
  replica_commit (&a);
  g_assert_cmpuint (item->points.count, ==, 6);
  for (size_t i = 0; i < 3; i++)
    g_assert_cmpfloat (bridge_item_point (item, i).x, ==, bridge_item_point (item, i + 3).x);
  replica_clear (&a);
}

static void
test_box (void)
{
  Replica        a;
  BridgeInkPoint points[] = { { 100, 100, 1 }, { 140, 120, 1 }, { 80, 130, 1 } };
  BridgeStamp    stroke, box;

  replica_init (&a, 1);
  stroke = replica_draw_stroke (&a, points, 3);
  box = replica_draw_box (&a, 1, 2, 3, 4);
  assert_rect (bridge_item_box (replica_item (&a, stroke)), 80, 100, 60, 30);
  bridge_compose_move (replica_begin (&a), replica_item (&a, stroke), (BridgePoint){ 0, 100 });
  g_assert_cmpuint (a.edit.n_ops, ==, 1);
  replica_commit (&a);
  assert_rect (bridge_item_box (replica_item (&a, stroke)), 0, 100, 60, 30);
  bridge_compose_box (replica_begin (&a), replica_item (&a, stroke), (BridgeRect){ 15, 20, 30, 90 });
  bridge_compose_box (&a.edit, replica_item (&a, box), (BridgeRect){ 1, 2, 3, 40 });
  g_assert_cmpuint (a.edit.n_ops, ==, 5);
  replica_commit (&a);
  assert_rect (bridge_item_box (replica_item (&a, stroke)), 15, 20, 30, 90);
  assert_rect (bridge_item_box (replica_item (&a, box)), 1, 2, 3, 40);
  bridge_compose_box (replica_begin (&a), replica_item (&a, stroke), (BridgeRect){ 15, 20, 30, 90 });
  g_assert_cmpuint (a.edit.n_ops, ==, 0);
  replica_clear (&a);
}

static void
test_front_and_back (void)
{
  static const size_t back[] = { 2, 4, 0, 1, 3 }, front[] = { 0, 1, 3, 2, 4 };
  Replica             a;
  BridgeStamp         ids[5], some[2];

  replica_init (&a, 1);
  for (size_t i = 0; i < 5; i++)
    ids[i] = bridge_compose_item (i == 0 ? replica_begin (&a) : &a.edit, a.board, BRIDGE_KIND_NOTE,
                                  (BridgeRect){ 0, 0, 10, 10 });
  replica_commit (&a);
  for (size_t i = 0; i < 5; i++)
    g_assert_true (bridge_stamp_equal (bridge_board_visible (a.board, i)->id, ids[i]));
  some[0] = ids[2], some[1] = ids[4];
  for (int round = 0; round < 50; round++)
    {
      bridge_compose_back (replica_begin (&a), a.board, some, 2);
      g_assert_cmpuint (a.edit.n_ops, ==, 2);
      replica_commit (&a);
      for (size_t i = 0; i < 5; i++)
        g_assert_true (bridge_stamp_equal (bridge_board_visible (a.board, i)->id, ids[back[i]]));
      bridge_compose_back (replica_begin (&a), a.board, some, 2);
      g_assert_cmpuint (a.edit.n_ops, ==, 0);
      bridge_compose_front (replica_begin (&a), a.board, some, 2);
      replica_commit (&a);
      for (size_t i = 0; i < 5; i++)
        g_assert_true (bridge_stamp_equal (bridge_board_visible (a.board, i)->id, ids[front[i]]));
      bridge_compose_front (replica_begin (&a), a.board, some, 2);
      g_assert_cmpuint (a.edit.n_ops, ==, 0);
    }
  replica_clear (&a);
}

static void
test_text (void)
{
  Replica     a;
  BridgeStamp note;

  replica_init (&a, 1);
  note = replica_draw_box (&a, 0, 0, 200, 200);
  replica_type (&a, note, 0, 0, "héllo 世界");
  replica_type (&a, note, 6, 1, "你");
  replica_assert_text (&a, note, "héllo 你界");
  replica_type (&a, note, 0, 8, "");
  replica_assert_text (&a, note, "");
  replica_begin (&a);
  g_assert_cmpint (bridge_compose_text (&a.edit, replica_item (&a, note), 1, 0, "x", 1), ==, BRIDGE_STATUS_RANGE);
  g_assert_cmpint (bridge_compose_text (&a.edit, replica_item (&a, note), 0, 1, "x", 1), ==, BRIDGE_STATUS_RANGE);
  g_assert_cmpint (bridge_compose_text (&a.edit, replica_item (&a, note), 0, 0, "\xff", 1), ==, BRIDGE_STATUS_UTF8);
  g_assert_cmpint (bridge_compose_text (&a.edit, replica_item (&a, note), 0, 0, "a\0b", 3), ==, BRIDGE_STATUS_UTF8);
  g_assert_cmpuint (a.edit.n_ops, ==, 0);
  replica_clear (&a);
}

static void
test_text_limit (void)
{
  Replica          a;
  g_autofree char *text = g_strnfill (BRIDGE_TEXT_NODES_MAX, 'a');
  BridgeStamp      note;

  replica_init (&a, 1);
  note = replica_draw_box (&a, 0, 0, 200, 200);
  replica_type (&a, note, 0, 0, text);
  g_assert_cmpint (bridge_compose_text (replica_begin (&a), replica_item (&a, note), 0, 9, "b", 1), ==,
                   BRIDGE_STATUS_LIMIT);
  g_assert_cmpuint (a.edit.n_ops, ==, 0);
  replica_clear (&a);
}

typedef struct
{
  const char *from;
  const char *to;
  size_t      n_removed;
  size_t      n_inserted;
} ReplaceCase;

static const ReplaceCase replace_cases[] = {
  { "", "", 0, 0 },
  { "", "abc", 0, 3 },
  { "abc", "", 3, 0 },
  { "abc", "abc", 0, 0 },
  { "abc", "abxc", 0, 1 },
  { "aaa", "aaaa", 0, 1 },
  { "aaaa", "aa", 2, 0 },
  { "héllo", "hallo", 1, 1 },
  { "one two", "one", 4, 0 },
  { "two", "one two", 0, 4 },
  { "abcd", "axyd", 2, 2 },
  { "世界", "世 界", 0, 1 },
};

static void
test_replace_text (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (replace_cases); i++)
    {
      const ReplaceCase *c = &replace_cases[i];
      Replica            a;
      BridgeStamp        note;
      size_t             n_removed = 0;

      replica_init (&a, 1);
      note = bridge_compose_item (replica_begin (&a), a.board, BRIDGE_KIND_NOTE, (BridgeRect){ 0, 0, 9, 9 });
      g_assert_cmpint (bridge_compose_replace_text (&a.edit, note, NULL, c->from, strlen (c->from)), ==,
                       BRIDGE_STATUS_OK);
      replica_commit (&a);
      replica_assert_text (&a, note, c->from);
      g_assert_cmpint (
          bridge_compose_replace_text (replica_begin (&a), note, replica_item (&a, note), c->to, strlen (c->to)), ==,
          BRIDGE_STATUS_OK);
      for (size_t j = 0; j < a.edit.n_ops; j++)
        if (a.edit.ops[j].type == BRIDGE_OP_REMOVE)
          for (size_t k = 0; k < a.edit.ops[j].remove.count; k++)
            n_removed += a.edit.ops[j].remove.ranges[k].count;
      g_assert_cmpuint (n_removed, ==, c->n_removed);
      g_assert_cmpuint (a.edit.span, ==, c->n_inserted);
      replica_commit (&a);
      replica_assert_text (&a, note, c->to);
      replica_clear (&a);
    }
}

static void
test_title (void)
{
  Replica          a;
  g_autofree char *xs = g_strnfill (BRIDGE_NAME_BYTES_MAX - 1, 'x');
  g_autofree char *title = g_strconcat (xs, "é", NULL);

  replica_init (&a, 1);
  bridge_compose_title (replica_begin (&a), title);
  replica_commit (&a);
  g_assert_cmpstr (bridge_board_title (a.board), ==, xs);
  bridge_compose_title (replica_begin (&a), "");
  replica_commit (&a);
  g_assert_cmpstr (bridge_board_title (a.board), ==, "");
  replica_clear (&a);
}

static void
test_copy (void)
{
  Replica           a;
  BridgeInkPoint    points[] = { { 100, 100, 1 }, { 140, 120, 0.2 } };
  BridgeStamp       id, copied;
  const BridgeItem *item, *copy;

  replica_init (&a, 1);
  id = replica_draw_stroke (&a, points, 2);
  replica_type (&a, id, 0, 0, "label");
  replica_type (&a, id, 0, 1, "L");
  bridge_edit_set (replica_begin (&a), id, 3000, bridge_value_integer (42));
  bridge_edit_set (&a.edit, id, BRIDGE_PROPERTY_WIDTH, bridge_value_number (80));
  bridge_edit_set (&a.edit, id, BRIDGE_PROPERTY_COLOR, bridge_value_integer (0xff));
  bridge_edit_set (&a.edit, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  replica_commit (&a);
  item = replica_item (&a, id);
  copied = bridge_compose_copy (replica_begin (&a), a.board, item, 7, -3);
  replica_commit (&a);
  copy = replica_item (&a, copied);
  g_assert_cmpuint (bridge_board_z (a.board, copy), ==, 1);
  assert_rect (bridge_item_box (copy), 107, 97, 80, 20);
  g_assert_cmpuint (bridge_item_color (copy), ==, 0xff);
  g_assert_false (bridge_item_is_locked (copy));
  g_assert_cmpint (bridge_item_register (copy, 3000)->value.integer, ==, 42);
  g_assert_cmpuint (copy->points.precision, ==, 3);
  g_assert_cmpfloat (bridge_item_pressure (copy, 1), ==, bridge_item_pressure (item, 1));
  replica_assert_text (&a, copied, "Label");
  g_assert_cmpuint (bridge_text_n_nodes (copy->text), ==, 5);
  replica_clear (&a);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/compose/ink", test_ink);
  g_test_add_func ("/doc/compose/box", test_box);
  g_test_add_func ("/doc/compose/front-and-back", test_front_and_back);
  g_test_add_func ("/doc/compose/text", test_text);
  g_test_add_func ("/doc/compose/text-limit", test_text_limit);
  g_test_add_func ("/doc/compose/replace-text", test_replace_text);
  g_test_add_func ("/doc/compose/title", test_title);
  g_test_add_func ("/doc/compose/copy", test_copy);
  return g_test_run ();
}
