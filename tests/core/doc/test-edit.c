/* Tests of edits and of lists of changes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/edit.h"

#include "core/doc/change.h"

#include <glib.h>

static void
assert_stamp (BridgeStamp stamp, guint64 lamport, guint64 site)
{
  g_assert_cmpuint (stamp.lamport, ==, lamport);
  g_assert_cmpuint (stamp.site, ==, site);
}

/* One operation of each type. */
static void
compose (BridgeEdit *edit)
{
  const BridgeStep      steps[] = { { 1, 2, 3 }, { 4, 5, 6 } };
  const guint32         code_points[] = { 'a', 'b', 'c' };
  const BridgeTextRange range = { { 3, 9 }, 2 };
  BridgeValue           title = bridge_value_bytes ("T", 1);
  BridgeStamp           item;

  bridge_edit_init (edit, 9, 100);
  item = bridge_edit_create (edit, 1, 3);
  assert_stamp (item, 100, 9);
  bridge_edit_set (edit, item, 15, title);
  bridge_value_clear (&title);
  bridge_edit_append (edit, item, 7, steps, 2);
  assert_stamp (bridge_edit_insert (edit, item, (BridgeTextPlace){ { 1, 2 }, BRIDGE_SIDE_LEFT }, code_points, 3), 102, 9);
  bridge_edit_remove (edit, item, &range, 1);
  assert_stamp (bridge_edit_say (edit, "hello", 5, 1234), 105, 9);
  bridge_edit_author (edit, "Ada", 3, 0xff0000ff);
  assert_stamp (bridge_edit_next_stamp (edit), 107, 9);
}

static void
assert_composed (const BridgeEdit *edit)
{
  const BridgeOp *ops = edit->ops;

  g_assert_cmpuint (edit->n_ops, ==, 7);
  g_assert_cmpuint (edit->span, ==, 7);
  g_assert_cmpuint (ops[0].create.precision, ==, 3);
  g_assert_cmpuint (ops[1].set.value.bytes.data[0], ==, 'T');
  g_assert_true (ops[2].append.start == 7 && ops[2].append.count == 2 && ops[2].append.steps[1].y == 5);
  g_assert_true (ops[3].insert.place.side == BRIDGE_SIDE_LEFT && ops[3].insert.code_points[2] == 'c');
  g_assert_cmpuint (ops[4].remove.ranges[0].count, ==, 2);
  g_assert_cmpstr (ops[5].say.text, ==, "hello");
  assert_stamp (ops[5].item, 105, 9);
  g_assert_cmpint (ops[5].say.time, ==, 1234);
  g_assert_cmpstr (ops[6].author.name, ==, "Ada");
  assert_stamp (ops[6].item, 0, 0);
}

static void
test_compose (void)
{
  BridgeEdit edit, copy;

  compose (&edit);
  assert_composed (&edit);
  bridge_edit_copy (&copy, &edit);
  bridge_edit_clear (&edit);
  g_assert_cmpuint (edit.n_ops, ==, 0);
  assert_composed (&copy);
  /* A copy may be added to. */
  bridge_edit_say (&copy, "", 0, 0);
  g_assert_cmpstr (copy.ops[7].say.text, ==, "");
  bridge_edit_clear (&copy);
}

static void
test_empty (void)
{
  BridgeEdit edit, copy;

  bridge_edit_init (&edit, 1, 1);
  bridge_edit_copy (&copy, &edit);
  g_assert_cmpuint (copy.n_ops, ==, 0);
  bridge_edit_clear (&copy);
  bridge_edit_clear (&edit);
}

static void
test_changes (void)
{
  BridgeChanges changes;

  bridge_changes_init (&changes);
  g_assert_true (bridge_rect_is_empty (changes.dirty));
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < 1000; i++)
      bridge_changes_add (&changes, (BridgeStamp){ i, i % 3 }, round == 0 ? BRIDGE_CHANGE_ADDED : BRIDGE_CHANGE_TEXT,
                          (BridgeRect){ i, 0, 1, 2 });
  g_assert_cmpuint (changes.count, ==, 1000);
  for (guint i = 0; i < 1000; i++)
    {
      assert_stamp (changes.changes[i].item, i, i % 3);
      g_assert_cmpuint (changes.changes[i].flags, ==, BRIDGE_CHANGE_ADDED | BRIDGE_CHANGE_TEXT);
    }
  g_assert_true (changes.dirty.x == 0 && changes.dirty.width == 1000 && changes.dirty.height == 2);
  bridge_changes_add (&changes, (BridgeStamp){ 3, 0 }, BRIDGE_CHANGE_LOOK, BRIDGE_RECT_EMPTY);
  g_assert_cmpuint (changes.count, ==, 1000);
  bridge_changes_clear (&changes);
  g_assert_cmpuint (changes.count, ==, 0);
  g_assert_true (bridge_rect_is_empty (changes.dirty));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/edit/compose", test_compose);
  g_test_add_func ("/doc/edit/empty", test_empty);
  g_test_add_func ("/doc/edit/changes", test_changes);
  return g_test_run ();
}
