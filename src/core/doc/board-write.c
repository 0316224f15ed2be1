/* Writing to one item: registers, points, text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/board-private.h"

#include "core/doc/limits.h"

#include <math.h>

bool
bridge_board_takes_property (BridgeStamp item, uint32_t property)
{
  if (property == 0)
    return false;
  /* What is not known may be anybody's. */
  if (property >= BRIDGE_N_PROPERTIES)
    return true;
  return (property == BRIDGE_PROPERTY_TITLE) == bridge_stamp_is_none (item);
}

bool
bridge_board_takes_value (uint32_t property, const BridgeValue *value)
{
  if (value->type == BRIDGE_VALUE_NUMBER && !isfinite (value->number))
    return false;
  if (value->type == BRIDGE_VALUE_BYTES && value->bytes.length > BRIDGE_VALUE_BYTES_MAX)
    return false;
  return bridge_property_check (property, value) == BRIDGE_STATUS_OK;
}

bool
bridge_board_takes_steps (const BridgeStep *steps, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (steps[i].x < -BRIDGE_STEP_MAX || steps[i].x > BRIDGE_STEP_MAX || steps[i].y < -BRIDGE_STEP_MAX ||
        steps[i].y > BRIDGE_STEP_MAX)
      return false;
  return true;
}

static unsigned
get_flags (uint32_t property)
{
  switch (property)
    {
    case BRIDGE_PROPERTY_ORDER:
      return BRIDGE_CHANGE_ORDER;
    case BRIDGE_PROPERTY_DELETED:
      return 0; /* told as added or removed */
    default:
      return BRIDGE_CHANGE_LOOK;
    }
}

void
bridge_board_write (BridgeBoard       *board,
                    BridgeItem        *item,
                    uint32_t           property,
                    BridgeStamp        stamp,
                    const BridgeValue *value,
                    uint64_t           revision)
{
  const BridgeRegister *reg = bridge_item_register (item, property);
  BridgeTouch          *touch = bridge_board_touch (board, item, 0, revision);

  if (!bridge_board_takes_property (item->id, property) || !bridge_board_takes_value (property, value))
    return;
  if (reg == NULL ? item->n_registers >= BRIDGE_ITEM_PROPERTIES_MAX : bridge_stamp_compare (stamp, reg->stamp) <= 0)
    return;
  if (property == BRIDGE_PROPERTY_ORDER || property == BRIDGE_PROPERTY_DELETED)
    bridge_board_lift (board, touch);
  bridge_item_set (item, property, stamp, value);
  touch->flags |= get_flags (property);
}

void
bridge_board_extend (BridgeBoard *board, BridgeItem *item, const BridgeStep *steps, size_t count, uint64_t revision)
{
  size_t start = item->points.count;

  bridge_board_touch (board, item, BRIDGE_CHANGE_POINTS, revision);
  bridge_item_append (item, steps, count);
  if (board->held.count > 0)
    for (size_t i = 1; i <= count; i++)
      bridge_held_wake (&board->held, bridge_awaited_points (item->id, (uint32_t)(start + i)));
}

void
bridge_board_wake_nodes (BridgeBoard *board, BridgeTextRange range)
{
  if (board->held.count == 0)
    return;
  for (uint32_t i = 0; i < range.count; i++)
    bridge_held_wake (&board->held,
                      bridge_awaited_node ((BridgeStamp){ range.first.lamport + i, range.first.site }));
}

BridgeStatus
bridge_board_insert (BridgeBoard *board, BridgeItem *item, const BridgeTextRun *run, uint64_t revision)
{
  BridgeTouch *touch = bridge_board_touch (board, item, 0, revision);
  bool         changed = false;
  BridgeStatus status;

  if (item->text == NULL)
    item->text = bridge_text_new ();
  status = bridge_text_insert (item->text, run->first, run->place, run->text, run->count, &changed);
  touch->flags |= changed ? BRIDGE_CHANGE_TEXT : 0;
  if (changed)
    bridge_board_wake_nodes (board, (BridgeTextRange){ run->first, (uint32_t)run->count });
  return status;
}

BridgeStatus
bridge_board_remove (BridgeBoard *board, BridgeItem *item, BridgeTextRange range, uint64_t revision)
{
  BridgeTouch *touch;
  bool         changed = false;
  BridgeStatus status;

  if (item->text == NULL)
    return BRIDGE_STATUS_MISSING;
  touch = bridge_board_touch (board, item, 0, revision);
  status = bridge_text_remove (item->text, range, &changed);
  touch->flags |= changed ? BRIDGE_CHANGE_TEXT : 0;
  return status;
}
