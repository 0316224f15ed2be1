/* From what a person means to do to operations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/compose.h"

#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/doc/limits.h"
#include "core/doc/order.h"

#include <assert.h>
#include <string.h>

/* An order key as a borrowed value. */
typedef struct
{
  const uint8_t *data;
  size_t         length;
} Key;

static Key
get_key (const BridgeItem *item)
{
  const BridgeRegister *reg = item != NULL ? bridge_item_register (item, BRIDGE_PROPERTY_ORDER) : NULL;

  if (reg == NULL || reg->value.type != BRIDGE_VALUE_BYTES)
    return (Key){ NULL, 0 };
  return (Key){ reg->value.bytes.data, reg->value.bytes.length };
}

static int
compare_keys (Key a, Key b)
{
  return bridge_order_compare (a.data, a.length, b.data, b.length);
}

/* The highest key of the board and of the edit so far: several items may come on top in one edit. */
static Key
get_top (const BridgeEdit *edit, const BridgeBoard *board)
{
  size_t n_visible = bridge_board_n_visible (board);
  Key    top = get_key (n_visible > 0 ? bridge_board_visible (board, n_visible - 1) : NULL);

  for (size_t i = 0; i < edit->n_ops; i++)
    {
      const BridgeOp *op = &edit->ops[i];

      if (op->type == BRIDGE_OP_SET && op->set.property == BRIDGE_PROPERTY_ORDER)
        {
          Key key = { op->set.value.bytes.data, op->set.value.bytes.length };

          top = compare_keys (key, top) > 0 ? key : top;
        }
    }
  return top;
}

static void
set_number (BridgeEdit *edit, BridgeStamp item, uint32_t property, double number)
{
  bridge_edit_set (edit, item, property, bridge_value_number (number));
}

static void
set_key (BridgeEdit *edit, BridgeStamp item, const BridgeBytes *key)
{
  BridgeValue value = { .type = BRIDGE_VALUE_BYTES, .bytes = { key->data, (uint32_t)key->length } };

  bridge_edit_set (edit, item, BRIDGE_PROPERTY_ORDER, value);
}

static void
put_on_top (BridgeEdit *edit, const BridgeBoard *board, BridgeStamp item)
{
  Key         top = get_top (edit, board);
  BridgeBytes key = { 0 };

  bridge_order_between (top.data, top.length, NULL, 0, &key);
  set_key (edit, item, &key);
  bridge_bytes_clear (&key);
}

BridgeStamp
bridge_compose_item (BridgeEdit *edit, const BridgeBoard *board, uint32_t kind, BridgeRect box)
{
  BridgeStamp id = bridge_edit_create (edit, kind, 0);

  set_number (edit, id, BRIDGE_PROPERTY_X, box.x);
  set_number (edit, id, BRIDGE_PROPERTY_Y, box.y);
  set_number (edit, id, BRIDGE_PROPERTY_WIDTH, box.width);
  set_number (edit, id, BRIDGE_PROPERTY_HEIGHT, box.height);
  put_on_top (edit, board, id);
  return id;
}

static void
append_steps (BridgeEdit           *edit,
              BridgeStamp           item,
              size_t                start,
              BridgePoint           origin,
              unsigned              precision,
              const BridgeInkPoint *points,
              size_t                n_points)
{
  BridgeStep *steps = bridge_new (BridgeStep, n_points);

  for (size_t i = 0; i < n_points; i++)
    steps[i] = (BridgeStep){ bridge_step_from (points[i].x - origin.x, precision),
                             bridge_step_from (points[i].y - origin.y, precision),
                             bridge_pressure_from (points[i].pressure) };
  if (n_points > 0)
    bridge_edit_append (edit, item, start, steps, n_points);
  bridge_free (steps);
}

static double
round_to_step (double px, unsigned precision)
{
  return ldexp (round (ldexp (px, (int)precision)), -(int)precision);
}

BridgeStamp
bridge_compose_ink (BridgeEdit           *edit,
                    const BridgeBoard    *board,
                    uint32_t              kind,
                    unsigned              precision,
                    const BridgeInkPoint *points,
                    size_t                n_points)
{
  BridgePoint origin = { 0, 0 };
  BridgeStamp id;

  assert (precision <= BRIDGE_PRECISION_MAX && n_points <= BRIDGE_ITEM_POINTS_MAX);
  id = bridge_edit_create (edit, kind, precision);
  if (n_points > 0)
    origin = (BridgePoint){ round_to_step (points[0].x, precision), round_to_step (points[0].y, precision) };
  set_number (edit, id, BRIDGE_PROPERTY_X, origin.x);
  set_number (edit, id, BRIDGE_PROPERTY_Y, origin.y);
  put_on_top (edit, board, id);
  append_steps (edit, id, 0, origin, precision, points, n_points);
  return id;
}

/* How many points the item has once the edit so far is applied. */
static size_t
count_points (const BridgeEdit *edit, const BridgeItem *item)
{
  size_t count = item->points.count;

  for (size_t i = 0; i < edit->n_ops; i++)
    {
      const BridgeOp *op = &edit->ops[i];

      if (op->type == BRIDGE_OP_APPEND && bridge_stamp_equal (op->item, item->id))
        count = op->append.start + op->append.count;
    }
  return count;
}

void
bridge_compose_append (BridgeEdit *edit, const BridgeItem *item, const BridgeInkPoint *points, size_t n_points)
{
  BridgePoint origin = { bridge_item_number (item, BRIDGE_PROPERTY_X), bridge_item_number (item, BRIDGE_PROPERTY_Y) };

  append_steps (edit, item->id, count_points (edit, item), origin, item->points.precision, points, n_points);
}

/* Sets the register unless the item is that way already. */
static void
change_number (BridgeEdit *edit, const BridgeItem *item, uint32_t property, double from, double to)
{
  if (from != to)
    set_number (edit, item->id, property, to);
}

void
bridge_compose_move (BridgeEdit *edit, const BridgeItem *item, BridgePoint to)
{
  BridgeRect box = bridge_item_box (item);
  double     x = bridge_item_number (item, BRIDGE_PROPERTY_X), y = bridge_item_number (item, BRIDGE_PROPERTY_Y);

  change_number (edit, item, BRIDGE_PROPERTY_X, x, x + (to.x - box.x));
  change_number (edit, item, BRIDGE_PROPERTY_Y, y, y + (to.y - box.y));
}

void
bridge_compose_box (BridgeEdit *edit, const BridgeItem *item, BridgeRect box)
{
  BridgeRect  now = bridge_item_box (item);
  BridgePoint origin;

  if (now.width == box.width && now.height == box.height)
    {
      bridge_compose_move (edit, item, (BridgePoint){ box.x, box.y });
      return;
    }
  origin = bridge_item_origin_for (item, (BridgePoint){ box.x, box.y }, (BridgePoint){ box.width, box.height });
  change_number (edit, item, BRIDGE_PROPERTY_X, bridge_item_number (item, BRIDGE_PROPERTY_X), origin.x);
  change_number (edit, item, BRIDGE_PROPERTY_Y, bridge_item_number (item, BRIDGE_PROPERTY_Y), origin.y);
  change_number (edit, item, BRIDGE_PROPERTY_WIDTH, now.width, box.width);
  change_number (edit, item, BRIDGE_PROPERTY_HEIGHT, now.height, box.height);
}

static bool
is_listed (const BridgeStamp *items, size_t n_items, BridgeStamp item)
{
  for (size_t i = 0; i < n_items; i++)
    if (bridge_stamp_equal (items[i], item))
      return true;
  return false;
}

/* Whether the visible items from `first` on are these, in this order. */
static bool
stands_at (const BridgeBoard *board, size_t first, const BridgeStamp *items, size_t n_items)
{
  if (first + n_items > bridge_board_n_visible (board))
    return false;
  for (size_t i = 0; i < n_items; i++)
    if (!bridge_stamp_equal (bridge_board_visible (board, first + i)->id, items[i]))
      return false;
  return true;
}

void
bridge_compose_front (BridgeEdit *edit, const BridgeBoard *board, const BridgeStamp *items, size_t n_items)
{
  size_t n_visible = bridge_board_n_visible (board);

  if (n_items > n_visible || stands_at (board, n_visible - n_items, items, n_items))
    return;
  for (size_t i = 0; i < n_items; i++)
    put_on_top (edit, board, items[i]);
}

void
bridge_compose_back (BridgeEdit *edit, const BridgeBoard *board, const BridgeStamp *items, size_t n_items)
{
  size_t      lowest = 0, n_visible = bridge_board_n_visible (board);
  BridgeBytes key = { 0 }, below = { 0 };
  Key         first;

  while (lowest < n_visible && is_listed (items, n_items, bridge_board_visible (board, lowest)->id))
    lowest++;
  if (lowest == n_visible || stands_at (board, 0, items, n_items))
    return;
  first = get_key (bridge_board_visible (board, lowest));
  bridge_bytes_put (&key, first.data, first.length);
  for (size_t i = n_items; i-- > 0;)
    {
      /* Nothing lies below an item that has no key: there the identities decide. */
      if (key.length > 0)
        bridge_order_between (NULL, 0, key.data, key.length, &below);
      bridge_bytes_truncate (&key, 0);
      bridge_bytes_put (&key, below.data, below.length);
      bridge_bytes_truncate (&below, 0);
      set_key (edit, items[i], &key);
    }
  bridge_bytes_clear (&key);
  bridge_bytes_clear (&below);
}

void
bridge_compose_delete (BridgeEdit *edit, BridgeStamp item)
{
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_DELETED, bridge_value_boolean (true));
}

void
bridge_compose_restore (BridgeEdit *edit, BridgeStamp item)
{
  bridge_edit_set (edit, item, BRIDGE_PROPERTY_DELETED, bridge_value_boolean (false));
}

void
bridge_compose_title (BridgeEdit *edit, const char *title)
{
  size_t      length = strlen (title);
  BridgeValue value;

  if (length > BRIDGE_NAME_BYTES_MAX)
    for (length = BRIDGE_NAME_BYTES_MAX; ((uint8_t)title[length] & 0xc0) == 0x80;)
      length--;
  value = bridge_value_bytes (title, (uint32_t)length);
  bridge_edit_set (edit, BRIDGE_STAMP_NONE, BRIDGE_PROPERTY_TITLE, value);
  bridge_value_clear (&value);
}

/* The visible text as one run. */
static void
copy_text (BridgeEdit *edit, BridgeStamp id, const BridgeText *text)
{
  BridgeBytes utf8 = { 0 };
  size_t      n = 0;
  uint32_t   *code_points;

  if (text == NULL || bridge_text_length (text) == 0)
    return;
  bridge_text_put_utf8 (text, &utf8);
  code_points = bridge_new (uint32_t, bridge_text_length (text));
  for (size_t offset = 0; offset < utf8.length;)
    code_points[n++] = bridge_utf8_next ((const char *)utf8.data, utf8.length, &offset);
  bridge_edit_insert (edit, id, (BridgeTextPlace){ BRIDGE_STAMP_NONE, BRIDGE_SIDE_RIGHT }, code_points, n);
  bridge_free (code_points);
  bridge_bytes_clear (&utf8);
}

static bool
is_copied (uint32_t property)
{
  return property != BRIDGE_PROPERTY_X && property != BRIDGE_PROPERTY_Y && property != BRIDGE_PROPERTY_LOCKED &&
         property != BRIDGE_PROPERTY_ORDER && property != BRIDGE_PROPERTY_DELETED;
}

BridgeStamp
bridge_compose_copy (BridgeEdit *edit, const BridgeBoard *board, const BridgeItem *item, double dx, double dy)
{
  BridgeStamp id = bridge_edit_create (edit, item->kind, item->points.precision);

  set_number (edit, id, BRIDGE_PROPERTY_X, bridge_item_number (item, BRIDGE_PROPERTY_X) + dx);
  set_number (edit, id, BRIDGE_PROPERTY_Y, bridge_item_number (item, BRIDGE_PROPERTY_Y) + dy);
  put_on_top (edit, board, id);
  for (size_t i = 0; i < item->n_registers; i++)
    if (is_copied (item->registers[i].property))
      bridge_edit_set (edit, id, item->registers[i].property, item->registers[i].value);
  if (item->points.count > 0)
    bridge_edit_append (edit, id, 0, item->points.steps, item->points.count);
  copy_text (edit, id, item->text);
  return id;
}
