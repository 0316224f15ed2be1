/* Tests of the room's judgement.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/replica.h"

#include <math.h>

/* What the cases build upon: site 1 has drawn all of it, site 2 is judged. */
typedef struct
{
  Replica     a;
  BridgeStamp stroke; /* of site 2, with two points */
  BridgeStamp theirs; /* a stroke of site 1 */
  BridgeStamp note;   /* with the text "hello" */
  BridgeStamp locked;
  BridgeEdit  edit;
} World;

typedef struct
{
  const char *name;
  void (*compose) (World *world);
  BridgeRefusal expected;
} JudgeCase;

static void
add (World *world, BridgeStamp *id, uint64_t site, uint32_t kind)
{
  BridgeEdit edit;

  bridge_edit_init (&edit, site, bridge_board_clock (world->a.board));
  *id = bridge_edit_create (&edit, kind, 3);
  if (bridge_kind_has_points (kind))
    bridge_edit_append (&edit, *id, 0, (BridgeStep[]){ { 0, 0, 1 }, { 8, 8, 1 } }, 2);
  replica_apply (&world->a, &edit, 0);
  bridge_edit_clear (&edit);
}

static void
world_init (World *world)
{
  replica_init (&world->a, 1);
  add (world, &world->stroke, 2, BRIDGE_KIND_STROKE);
  add (world, &world->theirs, 1, BRIDGE_KIND_STROKE);
  add (world, &world->note, 1, BRIDGE_KIND_NOTE);
  add (world, &world->locked, 1, BRIDGE_KIND_NOTE);
  replica_type (&world->a, world->note, 0, 0, "hello");
  replica_set (&world->a, world->locked, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
  bridge_edit_init (&world->edit, 2, bridge_board_clock (world->a.board));
}

static void
world_clear (World *world)
{
  bridge_edit_clear (&world->edit);
  replica_clear (&world->a);
}

static void
set_number (World *world, BridgeStamp item, uint32_t property, double number)
{
  bridge_edit_set (&world->edit, item, property, bridge_value_number (number));
}

static void
set_boolean (World *world, BridgeStamp item, uint32_t property, bool boolean)
{
  bridge_edit_set (&world->edit, item, property, bridge_value_boolean (boolean));
}

static void
append (World *world, BridgeStamp item, size_t start, size_t count)
{
  BridgeStep *steps = bridge_new0 (BridgeStep, count);

  bridge_edit_append (&world->edit, item, start, steps, count);
  bridge_free (steps);
}

static void
insert (World *world, BridgeStamp item, BridgeTextPlace place, uint32_t code_point, size_t count)
{
  uint32_t *code_points = bridge_new (uint32_t, count);

  for (size_t i = 0; i < count; i++)
    code_points[i] = code_point;
  bridge_edit_insert (&world->edit, item, place, code_points, count);
  bridge_free (code_points);
}

#define AT_START ((BridgeTextPlace){ BRIDGE_STAMP_NONE, BRIDGE_SIDE_RIGHT })

static void
compose_move (World *world)
{
  set_number (world, world->stroke, BRIDGE_PROPERTY_X, 5);
  set_number (world, world->theirs, BRIDGE_PROPERTY_X, 5);
}

static void
compose_all_in_one (World *world)
{
  BridgeStamp id = bridge_edit_create (&world->edit, BRIDGE_KIND_STROKE, 3), first;

  set_boolean (world, id, BRIDGE_PROPERTY_LOCKED, true);
  set_number (world, id, BRIDGE_PROPERTY_X, 5);
  append (world, id, 0, 3);
  append (world, id, 3, 3);
  append (world, id, 2, 2);
  first = bridge_edit_next_stamp (&world->edit);
  insert (world, id, AT_START, 'a', 3);
  first.lamport += 2;
  insert (world, id, (BridgeTextPlace){ first, BRIDGE_SIDE_RIGHT }, 'b', 1);
  bridge_edit_remove (&world->edit, id, &(BridgeTextRange){ { first.lamport - 1, 2 }, 3 }, 1);
  bridge_edit_say (&world->edit, "hi", 2, 1);
  bridge_edit_author (&world->edit, "Bob", 3, 1);
}

static void
compose_unknown (World *world)
{
  BridgeStamp id = bridge_edit_create (&world->edit, 1000, 3);

  set_boolean (world, id, 1000, true);
  set_boolean (world, BRIDGE_STAMP_NONE, 1001, true);
  append (world, id, 0, 3);
}

static void
compose_title (World *world)
{
  bridge_compose_title (&world->edit, "Title");
}

static void
compose_locked (World *world)
{
  set_number (world, world->locked, BRIDGE_PROPERTY_X, 5);
}

static void
compose_locked_text (World *world)
{
  insert (world, world->locked, AT_START, 'a', 1);
}

static void
compose_lock_again (World *world)
{
  set_boolean (world, world->locked, BRIDGE_PROPERTY_LOCKED, true);
}

static void
compose_unlock (World *world)
{
  set_boolean (world, world->locked, BRIDGE_PROPERTY_LOCKED, false);
  set_number (world, world->locked, BRIDGE_PROPERTY_X, 5);
}

static void
compose_unlock_late (World *world)
{
  set_number (world, world->locked, BRIDGE_PROPERTY_X, 5);
  set_boolean (world, world->locked, BRIDGE_PROPERTY_LOCKED, false);
}

/* An unlocking that loses against the lock unlocks nothing. */
static void
compose_unlock_in_vain (World *world)
{
  bridge_edit_clear (&world->edit);
  bridge_edit_init (&world->edit, 3, 1);
  compose_unlock (world);
}

static void
compose_lock_then_write (World *world)
{
  set_boolean (world, world->note, BRIDGE_PROPERTY_LOCKED, true);
  set_number (world, world->note, BRIDGE_PROPERTY_X, 5);
}

static void
compose_missing_item (World *world)
{
  set_number (world, (BridgeStamp){ 3, 77 }, BRIDGE_PROPERTY_X, 5);
}

static void
compose_points_gap (World *world)
{
  append (world, world->stroke, 3, 1);
}

static void
compose_missing_parent (World *world)
{
  insert (world, world->note, (BridgeTextPlace){ { 2, 77 }, BRIDGE_SIDE_RIGHT }, 'a', 1);
}

/* A node of one item is no place in another. */
static void
compose_parent_elsewhere (World *world)
{
  BridgeStamp node = bridge_edit_next_stamp (&world->edit);

  insert (world, world->note, AT_START, 'a', 1);
  insert (world, world->theirs, (BridgeTextPlace){ node, BRIDGE_SIDE_RIGHT }, 'a', 1);
}

static void
compose_missing_node (World *world)
{
  BridgeStamp node = bridge_text_node_at (replica_item (&world->a, world->note)->text, 0);

  bridge_edit_remove (&world->edit, world->note, &(BridgeTextRange){ node, 6 }, 1);
}

static void
compose_remove (World *world)
{
  BridgeStamp node = bridge_text_node_at (replica_item (&world->a, world->note)->text, 0);

  bridge_edit_remove (&world->edit, world->note, &(BridgeTextRange){ node, 5 }, 1);
}

static void
compose_wrong_type (World *world)
{
  set_boolean (world, world->stroke, BRIDGE_PROPERTY_X, true);
}

static void
compose_too_far (World *world)
{
  set_number (world, world->stroke, BRIDGE_PROPERTY_X, 2 * BRIDGE_COORDINATE_MAX);
}

static void
compose_not_finite (World *world)
{
  set_number (world, world->stroke, 999, (double)INFINITY);
}

static void
compose_title_of_item (World *world)
{
  BridgeValue title = bridge_value_bytes ("t", 1);

  bridge_edit_set (&world->edit, world->stroke, BRIDGE_PROPERTY_TITLE, title);
  bridge_value_clear (&title);
}

static void
compose_delete_board (World *world)
{
  set_boolean (world, BRIDGE_STAMP_NONE, BRIDGE_PROPERTY_DELETED, true);
}

static void
compose_board_text (World *world)
{
  insert (world, BRIDGE_STAMP_NONE, AT_START, 'a', 1);
}

static void
compose_create_board (World *world)
{
  bridge_edit_create (&world->edit, BRIDGE_KIND_BOARD, 0);
}

static void
compose_precision (World *world)
{
  bridge_edit_create (&world->edit, BRIDGE_KIND_STROKE, BRIDGE_PRECISION_MAX + 1);
}

static void
compose_wrong_id (World *world)
{
  bridge_edit_create (&world->edit, BRIDGE_KIND_STROKE, 3);
  world->edit.ops[0].item.lamport++;
}

static void
compose_far_step (World *world)
{
  BridgeStep step = { BRIDGE_STEP_MAX + 1, 0, 0 };

  bridge_edit_append (&world->edit, world->stroke, 2, &step, 1);
}

static void
compose_points_of_note (World *world)
{
  BridgeStamp id = bridge_edit_create (&world->edit, BRIDGE_KIND_NOTE, 3);

  append (world, id, 0, 1);
}

static void
compose_surrogate (World *world)
{
  insert (world, world->note, AT_START, 0xd800, 1);
}

static void
compose_nul (World *world)
{
  insert (world, world->note, AT_START, 0, 1);
}

static void
compose_left_of_root (World *world)
{
  insert (world, world->note, (BridgeTextPlace){ BRIDGE_STAMP_NONE, BRIDGE_SIDE_LEFT }, 'a', 1);
}

static void
compose_many_points (World *world)
{
  append (world, world->stroke, 2, BRIDGE_ITEM_POINTS_MAX - 1);
}

static void
compose_most_points (World *world)
{
  append (world, world->stroke, 2, BRIDGE_ITEM_POINTS_MAX - 2);
}

static void
compose_long_text (World *world)
{
  insert (world, world->note, AT_START, 'a', BRIDGE_TEXT_NODES_MAX - 4);
}

static void
compose_many_properties (World *world)
{
  for (uint32_t i = 0; i <= BRIDGE_ITEM_PROPERTIES_MAX; i++)
    set_boolean (world, world->note, 1000 + i, true);
}

static void
compose_most_properties (World *world)
{
  for (uint32_t i = 0; i < BRIDGE_ITEM_PROPERTIES_MAX; i++)
    {
      set_boolean (world, world->note, 1000 + i, true);
      set_boolean (world, world->note, 1000 + i, false);
    }
}

static void
compose_long_value (World *world)
{
  static const uint8_t data[BRIDGE_VALUE_BYTES_MAX + 1];
  BridgeValue          value = bridge_value_bytes (data, sizeof data);

  bridge_edit_set (&world->edit, world->note, 1000, value);
  bridge_value_clear (&value);
}

static void
compose_long_line (World *world)
{
  g_autofree char *text = g_strnfill (BRIDGE_CHAT_BYTES_MAX + 1, 'a');

  bridge_edit_say (&world->edit, text, BRIDGE_CHAT_BYTES_MAX + 1, 0);
}

static void
compose_long_name (World *world)
{
  g_autofree char *text = g_strnfill (BRIDGE_NAME_BYTES_MAX + 1, 'a');

  bridge_edit_author (&world->edit, text, BRIDGE_NAME_BYTES_MAX + 1, 0);
}

static void
compose_many_ops (World *world)
{
  for (size_t i = 0; i <= BRIDGE_EDIT_OPS_MAX; i++)
    set_number (world, world->note, BRIDGE_PROPERTY_X, 1);
}

static void
compose_past (World *world)
{
  world->edit.lamport = bridge_board_author (world->a.board, 2)->lamport - 1;
  compose_title (world);
}

static void
compose_at_author (World *world)
{
  world->edit.lamport = bridge_board_author (world->a.board, 2)->lamport;
  compose_title (world);
}

static void
compose_at_limit (World *world)
{
  world->edit.lamport = bridge_board_clock (world->a.board) + BRIDGE_LAMPORT_AHEAD_MAX - 1;
  compose_title (world);
}

static void
compose_ahead (World *world)
{
  world->edit.lamport = bridge_board_clock (world->a.board) + BRIDGE_LAMPORT_AHEAD_MAX;
  compose_title (world);
}

static void
compose_wrapped (World *world)
{
  world->edit.lamport = UINT64_MAX;
  compose_title (world);
}

static void
compose_ink_of_another (World *world)
{
  append (world, world->theirs, 2, 1);
}

static const JudgeCase cases[] = {
  { "move", compose_move, BRIDGE_REFUSAL_NONE },
  { "all in one", compose_all_in_one, BRIDGE_REFUSAL_NONE },
  { "unknown kinds and properties", compose_unknown, BRIDGE_REFUSAL_NONE },
  { "title", compose_title, BRIDGE_REFUSAL_NONE },
  { "remove text", compose_remove, BRIDGE_REFUSAL_NONE },
  { "locked", compose_locked, BRIDGE_REFUSAL_LOCKED },
  { "locked text", compose_locked_text, BRIDGE_REFUSAL_LOCKED },
  { "lock again", compose_lock_again, BRIDGE_REFUSAL_LOCKED },
  { "unlock, then write", compose_unlock, BRIDGE_REFUSAL_NONE },
  { "write, then unlock", compose_unlock_late, BRIDGE_REFUSAL_LOCKED },
  { "unlock in vain", compose_unlock_in_vain, BRIDGE_REFUSAL_LOCKED },
  { "lock, then write", compose_lock_then_write, BRIDGE_REFUSAL_LOCKED },
  { "missing item", compose_missing_item, BRIDGE_REFUSAL_MISSING },
  { "points gap", compose_points_gap, BRIDGE_REFUSAL_MISSING },
  { "missing parent", compose_missing_parent, BRIDGE_REFUSAL_MISSING },
  { "parent elsewhere", compose_parent_elsewhere, BRIDGE_REFUSAL_MISSING },
  { "missing node", compose_missing_node, BRIDGE_REFUSAL_MISSING },
  { "wrong type", compose_wrong_type, BRIDGE_REFUSAL_RANGE },
  { "too far", compose_too_far, BRIDGE_REFUSAL_RANGE },
  { "not finite", compose_not_finite, BRIDGE_REFUSAL_RANGE },
  { "title of an item", compose_title_of_item, BRIDGE_REFUSAL_RANGE },
  { "delete the board", compose_delete_board, BRIDGE_REFUSAL_RANGE },
  { "text of the board", compose_board_text, BRIDGE_REFUSAL_RANGE },
  { "create a board", compose_create_board, BRIDGE_REFUSAL_RANGE },
  { "precision", compose_precision, BRIDGE_REFUSAL_RANGE },
  { "wrong id", compose_wrong_id, BRIDGE_REFUSAL_RANGE },
  { "far step", compose_far_step, BRIDGE_REFUSAL_RANGE },
  { "points of a note", compose_points_of_note, BRIDGE_REFUSAL_RANGE },
  { "surrogate", compose_surrogate, BRIDGE_REFUSAL_RANGE },
  { "nul", compose_nul, BRIDGE_REFUSAL_RANGE },
  { "left of the root", compose_left_of_root, BRIDGE_REFUSAL_RANGE },
  { "most points", compose_most_points, BRIDGE_REFUSAL_NONE },
  { "many points", compose_many_points, BRIDGE_REFUSAL_LIMIT },
  { "long text", compose_long_text, BRIDGE_REFUSAL_LIMIT },
  { "most properties", compose_most_properties, BRIDGE_REFUSAL_NONE },
  { "many properties", compose_many_properties, BRIDGE_REFUSAL_LIMIT },
  { "long value", compose_long_value, BRIDGE_REFUSAL_LIMIT },
  { "long line", compose_long_line, BRIDGE_REFUSAL_LIMIT },
  { "long name", compose_long_name, BRIDGE_REFUSAL_LIMIT },
  { "many operations", compose_many_ops, BRIDGE_REFUSAL_LIMIT },
  { "the past", compose_past, BRIDGE_REFUSAL_CLOCK },
  { "next of its author", compose_at_author, BRIDGE_REFUSAL_NONE },
  { "as far ahead as may be", compose_at_limit, BRIDGE_REFUSAL_NONE },
  { "ahead", compose_ahead, BRIDGE_REFUSAL_CLOCK },
  { "wrapped", compose_wrapped, BRIDGE_REFUSAL_CLOCK },
  { "ink of another", compose_ink_of_another, BRIDGE_REFUSAL_OWNER },
};

static void
test_case (const void *data)
{
  const JudgeCase *c = data;
  World            world;
  uint8_t          before[BRIDGE_DIGEST_SIZE], after[BRIDGE_DIGEST_SIZE];

  world_init (&world);
  c->compose (&world);
  bridge_board_digest (world.a.board, before);
  g_assert_cmpint (bridge_board_judge (world.a.board, &world.edit), ==, c->expected);
  bridge_board_digest (world.a.board, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  /* What is refused may still come from elsewhere: it must do no harm. */
  g_assert_cmpint (bridge_board_apply (world.a.board, &world.edit, 0, NULL), !=, BRIDGE_STATUS_FULL);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/doc/judge/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
