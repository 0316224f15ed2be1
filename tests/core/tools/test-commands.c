/* Tests of what can be done with the selection.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#define N_MANY 10000

typedef void (*Command) (BridgeToolbox *toolbox, BridgeTodo *todo);

static void
run (Bench *bench, Command command)
{
  bench_begin (bench);
  command (bench->toolbox, &bench->todo);
}

static void
lock (Bench *bench, BridgeStamp id)
{
  bench_set (bench, id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (true));
}

static void
assert_order (const Bench *bench, size_t n_items, const BridgeStamp *const *expected)
{
  g_assert_cmpuint (bench_n_items (bench), ==, n_items);
  for (size_t i = 0; i < n_items; i++)
    g_assert_true (bridge_stamp_equal (bridge_board_visible (bench_board (bench), i)->id, *expected[i]));
}

static void
test_delete (void)
{
  Bench       bench;
  BridgeStamp a, b, locked;
  char       *before;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  b = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  locked = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  lock (&bench, locked);
  bench_select (&bench, a, &b, &locked, NULL);
  before = bench_describe (&bench);
  run (&bench, bridge_toolbox_delete);
  assert_order (&bench, 1, (const BridgeStamp *[]){ &locked });
  bench_assert_selected (&bench, 1, &locked);
  g_assert_cmpint (bench.todo.refusal, ==, BRIDGE_REFUSAL_LOCKED);
  g_assert_true (bench.todo.flags & BRIDGE_TODO_SELECTION);
  bench_assert_one_step (&bench, before);
  /* By key, too. */
  bench_select (&bench, locked, NULL);
  g_assert_true (bench_key (&bench, BRIDGE_KEY_DELETE, 0));
  assert_order (&bench, 1, (const BridgeStamp *[]){ &locked });
  bench_undo (&bench);
  bench_select (&bench, b, NULL);
  g_assert_true (bench_key (&bench, BRIDGE_KEY_DELETE, 0));
  assert_order (&bench, 2, (const BridgeStamp *[]){ &a, &locked });
  g_assert_false (bench_key (&bench, BRIDGE_KEY_DELETE, 0));
  bench_clear (&bench);
}

/* Nothing happens, and nothing is left to undo. */
static void
test_nothing_selected (void)
{
  static const Command commands[] = {
    bridge_toolbox_delete,
    bridge_toolbox_duplicate,
    bridge_toolbox_front,
    bridge_toolbox_back,
  };
  Bench bench;

  bench_init (&bench, 1);
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      run (&bench, commands[i]);
      g_assert_cmpuint (bench.todo.changes.count, ==, 0);
      g_assert_cmpint (bench.todo.refusal, ==, BRIDGE_REFUSAL_NONE);
    }
  g_assert_false (bench_key (&bench, BRIDGE_KEY_LEFT, 0));
  g_assert_false (bridge_guest_can_undo (bench.guest));
  bench_clear (&bench);
}

static void
test_duplicate (void)
{
  Bench             bench;
  BridgeStamp       a, b;
  const BridgeItem *copy;
  char             *before;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_ELLIPSE, 100, 100, 10, 10);
  b = bench_add (&bench, BRIDGE_KIND_NOTE, 200, 100, 10, 20);
  bench_add (&bench, BRIDGE_KIND_NOTE, 500, 100, 10, 20);
  bench_write (&bench, b, "grüß 中文");
  bench_set_number (&bench, b, BRIDGE_PROPERTY_ROTATION, 30);
  lock (&bench, b);
  bench_select (&bench, a, &b, NULL);
  before = bench_describe (&bench);
  run (&bench, bridge_toolbox_duplicate);
  g_assert_cmpuint (bench_n_items (&bench), ==, 5);
  g_assert_cmpuint (bridge_toolbox_n_selected (bench.toolbox), ==, 2);
  /* On top, in the same order, selected, and free. */
  copy = bridge_toolbox_selected_item (bench.toolbox, 0);
  g_assert_true (copy == bridge_board_visible (bench_board (&bench), 3));
  bench_assert_box (&bench, copy->id, 116, 116, 10, 10);
  copy = bridge_toolbox_selected_item (bench.toolbox, 1);
  g_assert_true (copy == bench_top (&bench));
  bench_assert_box (&bench, copy->id, 216, 116, 10, 20);
  g_assert_cmpfloat (bridge_item_number (copy, BRIDGE_PROPERTY_ROTATION), ==, 30);
  g_assert_false (bridge_item_is_locked (copy));
  g_autofree char *text = bench_text (copy);
  g_assert_cmpstr (text, ==, "grüß 中文");
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

static void
test_front_and_back (void)
{
  Bench       bench;
  BridgeStamp a, b, c, d;
  char       *before;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  b = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  c = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  d = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  bench_select (&bench, a, &c, NULL);
  before = bench_describe (&bench);
  run (&bench, bridge_toolbox_front);
  assert_order (&bench, 4, (const BridgeStamp *[]){ &b, &d, &a, &c });
  bench_assert_one_step (&bench, before);
  /* There already: no step of undo. */
  run (&bench, bridge_toolbox_front);
  g_assert_cmpuint (bench.todo.changes.count, ==, 0);
  before = bench_describe (&bench);
  bench_select (&bench, d, &c, NULL);
  run (&bench, bridge_toolbox_back);
  assert_order (&bench, 4, (const BridgeStamp *[]){ &d, &c, &b, &a });
  bench_assert_one_step (&bench, before);
  /* A locked one stays where it is, the others go. */
  lock (&bench, c);
  bench_select (&bench, d, &c, NULL);
  run (&bench, bridge_toolbox_front);
  assert_order (&bench, 4, (const BridgeStamp *[]){ &c, &b, &a, &d });
  g_assert_cmpint (bench.todo.refusal, ==, BRIDGE_REFUSAL_LOCKED);
  bench_clear (&bench);
}

static void
test_lock (void)
{
  Bench       bench;
  BridgeStamp a, b;
  char       *before;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  b = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  lock (&bench, b);
  bench_select (&bench, a, &b, NULL);
  before = bench_describe (&bench);
  bench_begin (&bench);
  bridge_toolbox_set_locked (bench.toolbox, true, &bench.todo);
  g_assert_cmpuint (bench.todo.changes.count, ==, 1);
  g_assert_true (bridge_item_is_locked (bench_item (&bench, a)));
  g_assert_true (bridge_item_is_locked (bench_item (&bench, b)));
  bench_assert_one_step (&bench, before);
  bench_begin (&bench);
  bridge_toolbox_set_locked (bench.toolbox, false, &bench.todo);
  g_assert_false (bridge_item_is_locked (bench_item (&bench, a)));
  g_assert_false (bridge_item_is_locked (bench_item (&bench, b)));
  g_assert_cmpint (bench.todo.refusal, ==, BRIDGE_REFUSAL_NONE);
  bench_clear (&bench);
}

static void
restyle (Bench *bench, uint32_t property, BridgeValue value)
{
  bench_begin (bench);
  bridge_toolbox_restyle (bench->toolbox, property, value, &bench->todo);
}

/* Each property goes to the kinds that have it. */
static void
test_restyle (void)
{
  static const struct
  {
    uint32_t    property;
    BridgeValue value;
    bool        stroke, rectangle, note, text;
  } cases[] = {
    { BRIDGE_PROPERTY_COLOR, { BRIDGE_VALUE_INTEGER, .integer = 0xff0000ff }, true, true, true, true },
    { BRIDGE_PROPERTY_FILL, { BRIDGE_VALUE_INTEGER, .integer = 0x00ff00ff }, false, true, true, false },
    { BRIDGE_PROPERTY_SIZE, { BRIDGE_VALUE_NUMBER, .number = 12 }, true, true, false, false },
    { BRIDGE_PROPERTY_DASH, { BRIDGE_VALUE_INTEGER, .integer = BRIDGE_DASH_DOTTED }, true, true, false, false },
    { BRIDGE_PROPERTY_OPACITY, { BRIDGE_VALUE_NUMBER, .number = .25 }, true, true, true, true },
    { BRIDGE_PROPERTY_FONT_SIZE, { BRIDGE_VALUE_NUMBER, .number = 31 }, false, true, true, true },
    { BRIDGE_PROPERTY_X, { BRIDGE_VALUE_NUMBER, .number = 31 }, false, false, false, false },
    { BRIDGE_PROPERTY_DELETED, { BRIDGE_VALUE_BOOLEAN, .boolean = true }, false, false, false, false },
  };
  Bench          bench;
  BridgeInkPoint point = { 10, 10, 1 };
  BridgeStamp    stroke, rectangle, note, text, unknown, locked;

  bench_init (&bench, 1);
  stroke = bench_add_stroke (&bench, &point, 1);
  rectangle = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 0, 0, 10, 10);
  note = bench_add (&bench, BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  text = bench_add (&bench, BRIDGE_KIND_TEXT, 0, 0, 10, 10);
  unknown = bench_add (&bench, 77, 0, 0, 10, 10);
  locked = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 0, 0, 10, 10);
  lock (&bench, locked);
  bench_select (&bench, stroke, &rectangle, &note, &text, &unknown, &locked, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct
      {
        BridgeStamp id;
        bool        takes;
      } items[] = { { stroke, cases[i].stroke }, { rectangle, cases[i].rectangle }, { note, cases[i].note }, { text, cases[i].text }, { unknown, false }, { locked, false } };
      size_t n_taken = 0;
      char  *before = bench_describe (&bench);

      restyle (&bench, cases[i].property, cases[i].value);
      for (size_t j = 0; j < G_N_ELEMENTS (items); j++)
        {
          const BridgeRegister *reg = bridge_item_register (bench_item (&bench, items[j].id), cases[i].property);

          g_assert_cmpint (reg != NULL && bridge_value_equal (&reg->value, &cases[i].value), ==, items[j].takes);
          n_taken += items[j].takes;
        }
      g_assert_cmpuint (bench.todo.changes.count, ==, n_taken);
      if (n_taken > 0)
        bench_assert_one_step (&bench, before);
      else
        g_free (before);
      /* The same again is no step. */
      restyle (&bench, cases[i].property, cases[i].value);
      g_assert_cmpuint (bench.todo.changes.count, ==, 0);
    }
  bench_clear (&bench);
}

static void
test_restyle_fill (void)
{
  Bench       bench;
  BridgeStamp id;
  uint32_t    fill;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 0, 0, 10, 10);
  bench_select (&bench, id, NULL);
  restyle (&bench, BRIDGE_PROPERTY_FILL, bridge_value_null ());
  g_assert_cmpuint (bench.todo.changes.count, ==, 0);
  restyle (&bench, BRIDGE_PROPERTY_FILL, bridge_value_integer (5));
  g_assert_true (bridge_item_fill (bench_item (&bench, id), &fill));
  restyle (&bench, BRIDGE_PROPERTY_FILL, bridge_value_null ());
  g_assert_false (bridge_item_fill (bench_item (&bench, id), &fill));
  /* Out of its range: a word why, and nothing else. */
  restyle (&bench, BRIDGE_PROPERTY_OPACITY, bridge_value_number (7));
  g_assert_cmpint (bench.todo.refusal, ==, BRIDGE_REFUSAL_RANGE);
  g_assert_cmpfloat (bridge_item_number (bench_item (&bench, id), BRIDGE_PROPERTY_OPACITY), ==, 1);
  bench_clear (&bench);
}

static void
test_nudge (void)
{
  Bench          bench;
  BridgeInkPoint points[] = { { 50, 50, 1 }, { 60, 70, 1 } };
  BridgeStamp    note, stroke, locked;
  char          *before;

  bench_init (&bench, 1);
  note = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 10, 10);
  stroke = bench_add_stroke (&bench, points, 2);
  locked = bench_add (&bench, BRIDGE_KIND_NOTE, 100, 100, 10, 10);
  lock (&bench, locked);
  bench_select (&bench, note, &stroke, &locked, NULL);
  before = bench_describe (&bench);
  g_assert_true (bench_key (&bench, BRIDGE_KEY_LEFT, 0));
  bench_assert_box (&bench, note, 99, 100, 10, 10);
  bench_assert_box (&bench, stroke, 49, 50, 10, 20);
  bench_assert_box (&bench, locked, 100, 100, 10, 10);
  bench_assert_one_step (&bench, before);
  bench_key (&bench, BRIDGE_KEY_RIGHT, BRIDGE_MODIFIER_SHIFT);
  bench_assert_box (&bench, note, 109, 100, 10, 10);
  bench_key (&bench, BRIDGE_KEY_UP, BRIDGE_MODIFIER_SHIFT);
  bench_assert_box (&bench, note, 109, 90, 10, 10);
  bench_key (&bench, BRIDGE_KEY_DOWN, 0);
  bench_assert_box (&bench, note, 109, 91, 10, 10);
  bench_assert_box (&bench, stroke, 59, 41, 10, 20);
  /* The keys belong to the drag while there is one. */
  bench_press (&bench, 114, 95);
  g_assert_false (bench_key (&bench, BRIDGE_KEY_DOWN, 0));
  bench_release (&bench, 114, 95);
  bench_clear (&bench);
}

static void
fill_board (Bench *bench)
{
  BridgeEdit edit;

  for (size_t i = 0; i < N_MANY; i += 500)
    {
      bridge_guest_begin (bench->guest, &edit);
      for (size_t j = i; j < i + 500; j++)
        bridge_compose_item (&edit,
                             bench_board (bench),
                             BRIDGE_KIND_NOTE,
                             (BridgeRect){ (double)(j % 100) * 10, (double)(j / 100) * 8, 5, 5 });
      g_assert_cmpuint (bridge_guest_commit (bench->guest, &edit, NULL, NULL), >, 0);
    }
  bench_begin (bench);
  bridge_toolbox_select_all (bench->toolbox, &bench->todo);
  g_assert_cmpuint (bridge_toolbox_n_selected (bench->toolbox), ==, N_MANY);
}

/* More than one edit may hold, and still one step. */
static void
test_many (void)
{
  static const Command commands[] = { bridge_toolbox_delete, bridge_toolbox_duplicate };
  static const size_t  left[] = { 0, 2 * N_MANY };

  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      Bench bench;
      char *before;

      bench_init (&bench, 1);
      fill_board (&bench);
      before = bench_describe (&bench);
      run (&bench, commands[i]);
      g_assert_cmpint (bench.todo.refusal, ==, BRIDGE_REFUSAL_NONE);
      g_assert_cmpuint (bench_n_items (&bench), ==, left[i]);
      bench_assert_one_step (&bench, before);
      bench_clear (&bench);
    }
}

static void
test_drag_many (void)
{
  Bench  bench;
  char  *before;
  gint64 start;

  bench_init (&bench, 1);
  fill_board (&bench);
  before = bench_describe (&bench);
  bench_press (&bench, 502, 402);
  start = g_get_monotonic_time ();
  for (int i = 1; i <= 5; i++)
    bench_move (&bench, 502 + 20 * i, 402);
  g_test_message ("%d items move in %.1f ms a frame", N_MANY, (double)(g_get_monotonic_time () - start) / 5000);
  bench_release (&bench, 602, 402);
  g_assert_cmpint (bench.todo.refusal, ==, BRIDGE_REFUSAL_NONE);
  bench_assert_box (&bench, bridge_toolbox_selected (bench.toolbox, 7), 170, 0, 5, 5);
  bench_assert_one_step (&bench, before);
  bench_press (&bench, 602, 402);
  bench_move (&bench, 0, 0);
  bench_cancel (&bench);
  bench_assert_box (&bench, bridge_toolbox_selected (bench.toolbox, 7), 170, 0, 5, 5);
  bench_clear (&bench);
}

static void
test_order_many (void)
{
  Bench       bench;
  BridgeStamp last;

  bench_init (&bench, 1);
  fill_board (&bench);
  last = bench_add (&bench, BRIDGE_KIND_ELLIPSE, 0, 0, 10, 10);
  for (size_t i = 0; i < 2; i++)
    {
      char *before = bench_describe (&bench);

      run (&bench, i == 0 ? bridge_toolbox_front : bridge_toolbox_back);
      g_assert_cmpuint (bridge_board_z (bench_board (&bench), bench_item (&bench, last)), ==, i == 0 ? 0 : N_MANY);
      for (size_t j = 1; j < N_MANY; j++)
        g_assert_cmpuint (bridge_board_z (bench_board (&bench), bridge_toolbox_selected_item (bench.toolbox, j - 1)),
                          <,
                          bridge_board_z (bench_board (&bench), bridge_toolbox_selected_item (bench.toolbox, j)));
      bench_assert_one_step (&bench, before);
    }
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/commands/delete", test_delete);
  g_test_add_func ("/tools/commands/nothing-selected", test_nothing_selected);
  g_test_add_func ("/tools/commands/duplicate", test_duplicate);
  g_test_add_func ("/tools/commands/front-and-back", test_front_and_back);
  g_test_add_func ("/tools/commands/lock", test_lock);
  g_test_add_func ("/tools/commands/restyle", test_restyle);
  g_test_add_func ("/tools/commands/restyle-fill", test_restyle_fill);
  g_test_add_func ("/tools/commands/nudge", test_nudge);
  g_test_add_func ("/tools/commands/many", test_many);
  g_test_add_func ("/tools/commands/drag-many", test_drag_many);
  g_test_add_func ("/tools/commands/order-many", test_order_many);
  return g_test_run ();
}
