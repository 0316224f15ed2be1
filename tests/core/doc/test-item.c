/* Tests of an item's registers, geometry and hit test.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/replica.h"

static BridgeItem *
make_item (uint32_t kind, double x, double y, double width, double height)
{
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 1, 1 }, kind);
  BridgeStamp stamp = { 2, 1 };
  BridgeValue values[] = { bridge_value_number (x), bridge_value_number (y), bridge_value_number (width),
                           bridge_value_number (height) };

  for (uint32_t i = 0; i < 4; i++)
    bridge_item_set (item, BRIDGE_PROPERTY_X + i, stamp, &values[i]);
  return item;
}

static void
set_number (BridgeItem *item, uint32_t property, double number)
{
  BridgeValue     value = bridge_value_number (number);
  static uint64_t lamport = 100;

  g_assert_true (bridge_item_set (item, property, (BridgeStamp){ lamport++, 1 }, &value));
}

static void
assert_rect (BridgeRect rect, double x, double y, double width, double height)
{
  g_assert_cmpfloat_with_epsilon (rect.x, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.y, y, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.width, width, 1e-9);
  g_assert_cmpfloat_with_epsilon (rect.height, height, 1e-9);
}

static void
test_registers (void)
{
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 5, 7 }, 99);
  BridgeValue red = bridge_value_integer (0xff0000ff), blue = bridge_value_integer (0x0000ffff);
  BridgeValue strange = bridge_value_bytes ("strange", 7);

  g_assert_null (bridge_item_register (item, BRIDGE_PROPERTY_COLOR));
  g_assert_cmpuint (bridge_item_color (item), ==, BRIDGE_COLOR_DEFAULT);
  g_assert_true (bridge_item_set (item, BRIDGE_PROPERTY_COLOR, (BridgeStamp){ 10, 3 }, &red));
  g_assert_false (bridge_item_set (item, BRIDGE_PROPERTY_COLOR, (BridgeStamp){ 10, 3 }, &blue));
  g_assert_false (bridge_item_set (item, BRIDGE_PROPERTY_COLOR, (BridgeStamp){ 10, 2 }, &blue));
  g_assert_false (bridge_item_set (item, BRIDGE_PROPERTY_COLOR, (BridgeStamp){ 9, 9 }, &blue));
  g_assert_cmphex (bridge_item_color (item), ==, 0xff0000ff);
  g_assert_true (bridge_item_set (item, BRIDGE_PROPERTY_COLOR, (BridgeStamp){ 10, 4 }, &blue));
  g_assert_cmphex (bridge_item_color (item), ==, 0x0000ffff);

  /* Properties come in any order and stay sorted; what is not known is kept. */
  for (uint32_t property = 200; property > 100; property--)
    g_assert_true (bridge_item_set (item, property, (BridgeStamp){ 11, 4 }, &strange));
  for (size_t i = 1; i < item->n_registers; i++)
    g_assert_cmpuint (item->registers[i - 1].property, <, item->registers[i].property);
  g_assert_true (bridge_value_equal (&bridge_item_register (item, 150)->value, &strange));
  g_assert_true (bridge_rect_is_empty (bridge_item_bounds (item)));
  bridge_value_clear (&strange);
  bridge_item_free (item);
}

static void
test_fill (void)
{
  BridgeItem *item = make_item (BRIDGE_KIND_ELLIPSE, 0, 0, 10, 10);
  BridgeValue fill = bridge_value_integer (0x11223344), none = bridge_value_null ();
  uint32_t    color = 0;

  g_assert_false (bridge_item_fill (item, &color));
  bridge_item_set (item, BRIDGE_PROPERTY_FILL, (BridgeStamp){ 3, 1 }, &fill);
  g_assert_true (bridge_item_fill (item, &color));
  g_assert_cmphex (color, ==, 0x11223344);
  bridge_item_set (item, BRIDGE_PROPERTY_FILL, (BridgeStamp){ 4, 1 }, &none);
  g_assert_false (bridge_item_fill (item, &color));
  bridge_item_free (item);
}

static void
test_stroke_box (void)
{
  BridgeItem *item = make_item (BRIDGE_KIND_STROKE, 100, 200, 0, 0);
  BridgeItem *copy;
  BridgeStep  steps[] = { { 0, 0, 255 }, { 80, 40, 255 }, { -16, 8, 0 } };
  BridgePoint origin;

  bridge_item_free (item);
  item = bridge_item_new ((BridgeStamp){ 1, 1 }, BRIDGE_KIND_STROKE);
  item->points.precision = 3;
  set_number (item, BRIDGE_PROPERTY_X, 100);
  set_number (item, BRIDGE_PROPERTY_Y, 200);
  g_assert_true (bridge_rect_is_empty (bridge_item_bounds (item)));
  bridge_item_append (item, steps, 2);
  assert_rect (bridge_item_box (item), 100, 200, 10, 5);
  bridge_item_append (item, steps + 2, 1);
  assert_rect (bridge_item_box (item), 98, 200, 12, 5);
  g_assert_cmpfloat (bridge_item_point (item, 1).x, ==, 110);
  g_assert_cmpfloat (bridge_item_pressure (item, 2), ==, 0);

  /* Twice as wide: what lies left of the origin moves left. */
  set_number (item, BRIDGE_PROPERTY_WIDTH, 24);
  assert_rect (bridge_item_box (item), 96, 200, 24, 5);
  g_assert_cmpfloat (bridge_item_point (item, 1).x, ==, 120);
  origin = bridge_item_origin_for (item, (BridgePoint){ 0, 0 }, (BridgePoint){ 6, 10 });
  set_number (item, BRIDGE_PROPERTY_X, origin.x);
  set_number (item, BRIDGE_PROPERTY_Y, origin.y);
  set_number (item, BRIDGE_PROPERTY_WIDTH, 6);
  set_number (item, BRIDGE_PROPERTY_HEIGHT, 10);
  assert_rect (bridge_item_box (item), 0, 0, 6, 10);

  copy = bridge_item_copy (item);
  assert_rect (bridge_item_box (copy), 0, 0, 6, 10);
  bridge_item_free (copy);
  bridge_item_free (item);
}

/* A straight stroke has no height: it cannot be stretched that way. */
static void
test_flat_stroke (void)
{
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 1, 1 }, BRIDGE_KIND_LINE);
  BridgeStep  steps[] = { { 0, 0, 255 }, { 50, 0, 255 } };

  bridge_item_append (item, steps, 2);
  set_number (item, BRIDGE_PROPERTY_WIDTH, 100);
  set_number (item, BRIDGE_PROPERTY_HEIGHT, 100);
  assert_rect (bridge_item_box (item), 0, 0, 100, 0);
  bridge_item_free (item);
}

static void
test_bounds (void)
{
  BridgeItem *item = make_item (BRIDGE_KIND_RECTANGLE, 0, 0, 100, 20);
  BridgeRect  bounds;

  set_number (item, BRIDGE_PROPERTY_SIZE, 4);
  bounds = bridge_item_bounds (item);
  g_assert_true (bridge_rect_contains (bounds, (BridgeRect){ -2, -2, 104, 24 }));
  g_assert_true (bridge_rect_contains ((BridgeRect){ -4, -4, 108, 28 }, bounds));
  set_number (item, BRIDGE_PROPERTY_ROTATION, 90);
  bounds = bridge_item_bounds (item);
  g_assert_true (bridge_rect_contains (bounds, (BridgeRect){ 38, -42, 24, 104 }));
  g_assert_true (bridge_rect_contains ((BridgeRect){ 36, -44, 28, 108 }, bounds));
  bridge_item_free (item);

  item = make_item (BRIDGE_KIND_NOTE, 0, 0, 10, 10);
  g_assert_true (bridge_rect_contains (bridge_item_bounds (item),
                                       bridge_rect_grow ((BridgeRect){ 0, 0, 10, 10 }, BRIDGE_NOTE_SHADOW)));
  bridge_item_free (item);
}

static void
test_arrow_head (void)
{
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 1, 1 }, BRIDGE_KIND_ARROW);
  BridgeStep  steps[] = { { 0, 0, 255 }, { 100, 0, 255 } };
  BridgePoint wings[2];

  bridge_item_append (item, steps, 1);
  g_assert_false (bridge_item_arrow_head (item, wings));
  bridge_item_append (item, steps + 1, 1);
  g_assert_true (bridge_item_arrow_head (item, wings));
  g_assert_cmpfloat_with_epsilon (wings[0].x, wings[1].x, 1e-9);
  g_assert_cmpfloat_with_epsilon (wings[0].y, -wings[1].y, 1e-9);
  g_assert_cmpfloat (wings[0].x, <, 100);
  g_assert_true (bridge_rect_has_point (bridge_item_bounds (item), wings[0]));
  g_assert_true (bridge_item_hit (item, wings[0], 0.1));
  g_assert_false (bridge_item_hit (item, (BridgePoint){ wings[0].x - 20, wings[0].y }, 0.1));
  bridge_item_free (item);
}

typedef struct
{
  uint32_t kind;
  double   rotation;
  bool     filled;
  double   x, y;
  double   tolerance;
  bool     hit;
} HitCase;

/* On a box of 100 x 50 at the origin, stroke 4 wide. */
static const HitCase hit_cases[] = {
  { BRIDGE_KIND_RECTANGLE, 0, false, 50, 25, 2, false },
  { BRIDGE_KIND_RECTANGLE, 0, true, 50, 25, 0, true },
  { BRIDGE_KIND_RECTANGLE, 0, false, 50, 1.5, 0, true },
  { BRIDGE_KIND_RECTANGLE, 0, false, 50, -4, 0, false },
  { BRIDGE_KIND_RECTANGLE, 0, false, 50, -4, 2.5, true },
  { BRIDGE_KIND_RECTANGLE, 90, true, 50, -20, 0, true }, /* stands upright */
  { BRIDGE_KIND_RECTANGLE, 90, true, 5, 25, 0, false },
  { BRIDGE_KIND_RECTANGLE, 45, true, 50 + 30, 25 + 30, 0, true },
  { BRIDGE_KIND_RECTANGLE, 45, true, 50 - 30, 25 + 30, 0, false },
  { BRIDGE_KIND_ELLIPSE, 0, false, 100, 25, 0, true },
  { BRIDGE_KIND_ELLIPSE, 0, false, 97, 47, 1, false },
  { BRIDGE_KIND_ELLIPSE, 0, true, 60, 30, 0, true },
  { BRIDGE_KIND_ELLIPSE, 0, false, 60, 30, 0, false },
  { BRIDGE_KIND_ELLIPSE, 90, true, 50, -20, 0, true },
  { BRIDGE_KIND_DIAMOND, 0, true, 50, 25, 0, true },
  { BRIDGE_KIND_DIAMOND, 0, true, 10, 5, 0, false },
  { BRIDGE_KIND_DIAMOND, 0, false, 25, 12.5, 0, true },
  { BRIDGE_KIND_NOTE, 0, false, 50, 25, 0, true },
  { BRIDGE_KIND_NOTE, 0, false, 105, 25, 0, false }, /* its shadow is not it */
  { BRIDGE_KIND_TEXT, 0, false, 99, 49, 0, true },
  { 77, 0, true, 50, 25, 10, false },
};

static void
test_hit (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (hit_cases); i++)
    {
      const HitCase *c = &hit_cases[i];
      BridgeItem    *item = make_item (c->kind, 0, 0, 100, 50);
      BridgeValue    fill = bridge_value_integer (0xffffffff);

      g_test_message ("case %zu", i);
      set_number (item, BRIDGE_PROPERTY_SIZE, 4);
      set_number (item, BRIDGE_PROPERTY_ROTATION, c->rotation);
      if (c->filled)
        bridge_item_set (item, BRIDGE_PROPERTY_FILL, (BridgeStamp){ 9, 9 }, &fill);
      g_assert_cmpint (bridge_item_hit (item, (BridgePoint){ c->x, c->y }, c->tolerance), ==, c->hit);
      bridge_item_free (item);
    }
}

/* Longer than what the hit test looks at in one go, at every place. */
static void
test_hit_long_stroke (void)
{
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 1, 1 }, BRIDGE_KIND_STROKE);
  BridgeStep  step = { 0, 0, 255 };

  for (int i = 0; i < 1000; i++)
    {
      step.x = 10 * i;
      bridge_item_append (item, &step, 1);
    }
  for (int i = 0; i < 9990; i += 7)
    {
      g_assert_true (bridge_item_hit (item, (BridgePoint){ i, 1 }, 0));
      g_assert_false (bridge_item_hit (item, (BridgePoint){ i, 3 }, 1));
      g_assert_true (bridge_item_hit_segment (item, (BridgePoint){ i, -9 }, (BridgePoint){ i + 3, 9 }, 0));
    }
  bridge_item_free (item);
}

static void
test_erase (void)
{
  BridgeItem *item = make_item (BRIDGE_KIND_RECTANGLE, 0, 0, 100, 50);

  g_assert_true (bridge_item_hit_segment (item, (BridgePoint){ -50, 25 }, (BridgePoint){ 150, 25 }, 0));
  g_assert_true (bridge_item_hit_segment (item, (BridgePoint){ 50, 25 }, (BridgePoint){ 50, 100 }, 0));
  g_assert_false (bridge_item_hit_segment (item, (BridgePoint){ 20, 25 }, (BridgePoint){ 80, 25 }, 5));
  g_assert_false (bridge_item_hit_segment (item, (BridgePoint){ -50, 70 }, (BridgePoint){ 150, 70 }, 5));
  bridge_item_free (item);
}

/* The tail of a growing stroke is less than the stroke, and covers what is new. */
static void
test_tail (void)
{
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 1, 1 }, BRIDGE_KIND_STROKE);
  BridgeStep  step = { 0, 0, 255 };
  BridgeRect  tail;

  for (int i = 0; i < 100; i++)
    {
      step.x = 10 * i;
      bridge_item_append (item, &step, 1);
    }
  tail = bridge_item_tail_bounds (item, 95);
  g_assert_true (bridge_rect_contains (tail, (BridgeRect){ 930, 0, 60, 0 }));
  g_assert_cmpfloat (tail.width, <, 100);
  set_number (item, BRIDGE_PROPERTY_ROTATION, 10);
  tail = bridge_item_tail_bounds (item, 95);
  g_assert_true (bridge_rect_contains (tail, bridge_item_bounds (item)));
  bridge_item_free (item);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/item/registers", test_registers);
  g_test_add_func ("/doc/item/fill", test_fill);
  g_test_add_func ("/doc/item/stroke-box", test_stroke_box);
  g_test_add_func ("/doc/item/flat-stroke", test_flat_stroke);
  g_test_add_func ("/doc/item/bounds", test_bounds);
  g_test_add_func ("/doc/item/arrow-head", test_arrow_head);
  g_test_add_func ("/doc/item/hit", test_hit);
  g_test_add_func ("/doc/item/hit-long-stroke", test_hit_long_stroke);
  g_test_add_func ("/doc/item/erase", test_erase);
  g_test_add_func ("/doc/item/tail", test_tail);
  return g_test_run ();
}
