/* An item's registers, points and identity.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/item.h"

#include "core/base/memory.h"

#include <string.h>

/* Most items have five to seven registers and keep them: growing by doubling would cost more than it saves. */
#define REGISTERS_STEP 4

BridgeItem *
bridge_item_new (BridgeStamp id, uint32_t kind)
{
  BridgeItem *item = bridge_new0 (BridgeItem, 1);

  item->id = id;
  item->kind = kind;
  item->extent = BRIDGE_RECT_EMPTY;
  item->indexed = BRIDGE_RECT_EMPTY;
  return item;
}

void
bridge_item_free (BridgeItem *item)
{
  if (item == NULL)
    return;
  for (size_t i = 0; i < item->n_registers; i++)
    bridge_value_clear (&item->registers[i].value);
  bridge_free (item->registers);
  bridge_points_clear (&item->points);
  bridge_text_free (item->text);
  bridge_free (item);
}

BridgeItem *
bridge_item_copy (const BridgeItem *item)
{
  BridgeItem *copy = bridge_item_new (item->id, item->kind);

  copy->registers = bridge_new (BridgeRegister, item->n_registers);
  copy->registers_capacity = item->n_registers;
  copy->n_registers = item->n_registers;
  for (size_t i = 0; i < item->n_registers; i++)
    {
      copy->registers[i] = item->registers[i];
      copy->registers[i].value = bridge_value_copy (&item->registers[i].value);
    }
  copy->points.precision = item->points.precision;
  bridge_item_append (copy, item->points.steps, item->points.count);
  if (item->text != NULL)
    copy->text = bridge_text_copy (item->text);
  copy->revision = item->revision;
  return copy;
}

size_t
bridge_item_size (const BridgeItem *item)
{
  size_t size = sizeof *item + item->n_registers * sizeof *item->registers + item->points.count * sizeof *item->points.steps;

  for (size_t i = 0; i < item->n_registers; i++)
    if (item->registers[i].value.type == BRIDGE_VALUE_BYTES)
      size += item->registers[i].value.bytes.length;
  return item->text != NULL ? size + bridge_text_size (item->text) : size;
}

void
bridge_item_append (BridgeItem *item, const BridgeStep *steps, size_t count)
{
  BridgePoints added = { .count = count, .precision = item->points.precision };

  if (count == 0)
    return;
  if (item->points.count == 0)
    {
      /* Many strokes come whole and never grow: they get the room that they need. */
      item->points.steps = bridge_renew (BridgeStep, item->points.steps, count);
      item->points.capacity = count;
    }
  bridge_points_append (&item->points, steps, count);
  added.steps = item->points.steps + item->points.count - count;
  item->extent = bridge_rect_union (item->extent, bridge_points_extent (&added));
}

/* The place of the property, or where it would be put. */
static size_t
find_register (const BridgeItem *item, uint32_t property)
{
  size_t low = 0, high = item->n_registers;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (item->registers[middle].property < property)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

const BridgeRegister *
bridge_item_register (const BridgeItem *item, uint32_t property)
{
  size_t place = find_register (item, property);

  if (place < item->n_registers && item->registers[place].property == property)
    return &item->registers[place];
  return NULL;
}

static BridgeRegister *
insert_register (BridgeItem *item, size_t place, uint32_t property)
{
  if (item->n_registers == item->registers_capacity)
    {
      item->registers_capacity += REGISTERS_STEP;
      item->registers = bridge_renew (BridgeRegister, item->registers, item->registers_capacity);
    }
  memmove (&item->registers[place + 1], &item->registers[place],
           (item->n_registers - place) * sizeof *item->registers);
  item->n_registers++;
  item->registers[place] = (BridgeRegister){ .property = property };
  return &item->registers[place];
}

bool
bridge_item_set (BridgeItem *item, uint32_t property, BridgeStamp stamp, const BridgeValue *value)
{
  size_t          place = find_register (item, property);
  BridgeRegister *reg;

  if (place < item->n_registers && item->registers[place].property == property)
    {
      reg = &item->registers[place];
      if (bridge_stamp_compare (stamp, reg->stamp) <= 0)
        return false;
      bridge_value_clear (&reg->value);
    }
  else
    reg = insert_register (item, place, property);
  reg->stamp = stamp;
  reg->value = bridge_value_copy (value);
  return true;
}

/* Borrowed: the register's value if it has the type, else the default. */
static BridgeValue
get_value (const BridgeItem *item, uint32_t property, BridgeValueType type)
{
  const BridgeRegister *reg = bridge_item_register (item, property);

  if (reg != NULL && reg->value.type == type)
    return reg->value;
  return bridge_property_default (item->kind, property);
}

double
bridge_item_number (const BridgeItem *item, uint32_t property)
{
  BridgeValue value = get_value (item, property, BRIDGE_VALUE_NUMBER);

  return value.type == BRIDGE_VALUE_NUMBER ? value.number : 0;
}

uint32_t
bridge_item_color (const BridgeItem *item)
{
  BridgeValue value = get_value (item, BRIDGE_PROPERTY_COLOR, BRIDGE_VALUE_INTEGER);

  return value.type == BRIDGE_VALUE_INTEGER ? (uint32_t)value.integer : BRIDGE_COLOR_DEFAULT;
}

bool
bridge_item_fill (const BridgeItem *item, uint32_t *color)
{
  const BridgeRegister *reg = bridge_item_register (item, BRIDGE_PROPERTY_FILL);
  BridgeValue           value = bridge_property_default (item->kind, BRIDGE_PROPERTY_FILL);

  /* NULL is a value here: a fill taken away. */
  if (reg != NULL && (reg->value.type == BRIDGE_VALUE_INTEGER || reg->value.type == BRIDGE_VALUE_NULL))
    value = reg->value;
  if (value.type != BRIDGE_VALUE_INTEGER)
    return false;
  *color = (uint32_t)value.integer;
  return true;
}

BridgeDash
bridge_item_dash (const BridgeItem *item)
{
  BridgeValue value = get_value (item, BRIDGE_PROPERTY_DASH, BRIDGE_VALUE_INTEGER);

  if (value.type != BRIDGE_VALUE_INTEGER || value.integer < BRIDGE_DASH_SOLID || value.integer > BRIDGE_DASH_DOTTED)
    return BRIDGE_DASH_SOLID;
  return (BridgeDash)value.integer;
}

bool
bridge_item_boolean (const BridgeItem *item, uint32_t property)
{
  BridgeValue value = get_value (item, property, BRIDGE_VALUE_BOOLEAN);

  return value.type == BRIDGE_VALUE_BOOLEAN && value.boolean;
}

bool
bridge_item_is_deleted (const BridgeItem *item)
{
  return bridge_item_boolean (item, BRIDGE_PROPERTY_DELETED);
}

bool
bridge_item_is_locked (const BridgeItem *item)
{
  return bridge_item_boolean (item, BRIDGE_PROPERTY_LOCKED);
}
