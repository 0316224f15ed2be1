/* Shapes and lines: dragged out from corner to corner, or from end to end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

#define CONSTRAIN_STEP (3.14159265358979323846 / 12) /* lines with Shift: whole multiples of 15 degrees */
#define LINE_PRECISION 3

static void
apply_style (const BridgeToolbox *toolbox, BridgeEdit *edit, BridgeStamp id)
{
  const BridgeStyle *style = &toolbox->style;

  bridge_edit_set (edit, id, BRIDGE_PROPERTY_COLOR, bridge_value_integer (style->color));
  bridge_edit_set (edit, id, BRIDGE_PROPERTY_SIZE, bridge_value_number (style->size));
  if (style->filled && !bridge_kind_has_points (style->shape))
    bridge_edit_set (edit, id, BRIDGE_PROPERTY_FILL, bridge_value_integer (style->fill));
  if (style->dash != BRIDGE_DASH_SOLID)
    bridge_edit_set (edit, id, BRIDGE_PROPERTY_DASH, bridge_value_integer (style->dash));
  if (style->opacity < 1)
    bridge_edit_set (edit, id, BRIDGE_PROPERTY_OPACITY, bridge_value_number (style->opacity));
}

static BridgeRect
dragged_box (const BridgeToolbox *toolbox, const BridgePointerEvent *event)
{
  BridgePoint from = bridge_toolbox_to_board (toolbox, toolbox->pressed.at);
  BridgePoint to = bridge_toolbox_to_board (toolbox, event->at);
  double      dx = to.x - from.x, dy = to.y - from.y;

  if ((event->modifiers & BRIDGE_MODIFIER_SHIFT) != 0)
    {
      double side = fmax (fabs (dx), fabs (dy));

      dx = copysign (side, dx);
      dy = copysign (side, dy);
    }
  to = (BridgePoint){ from.x + dx, from.y + dy };
  if ((event->modifiers & BRIDGE_MODIFIER_CONTROL) != 0)
    from = (BridgePoint){ from.x - dx, from.y - dy };
  return bridge_rect_between (from, to);
}

static void
dragged_line (const BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeInkPoint ends[2])
{
  BridgePoint from = bridge_toolbox_to_board (toolbox, toolbox->pressed.at);
  BridgePoint to = bridge_toolbox_to_board (toolbox, event->at);

  if ((event->modifiers & BRIDGE_MODIFIER_SHIFT) != 0)
    {
      double angle = round (atan2 (to.y - from.y, to.x - from.x) / CONSTRAIN_STEP) * CONSTRAIN_STEP;
      double length = hypot (to.x - from.x, to.y - from.y);

      to = (BridgePoint){ from.x + length * cos (angle), from.y + length * sin (angle) };
    }
  ends[0] = (BridgeInkPoint){ from.x, from.y, 1 };
  ends[1] = (BridgeInkPoint){ to.x, to.y, 1 };
}

static BridgeStamp
compose_line (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeEdit *edit)
{
  BridgeInkPoint ends[2];
  BridgeStamp    id;

  dragged_line (toolbox, event, ends);
  id = bridge_compose_ink (edit, bridge_toolbox_board (toolbox), toolbox->style.shape, LINE_PRECISION, ends, 2);
  apply_style (toolbox, edit, id);
  return id;
}

static void
drop_preview (BridgeToolbox *toolbox)
{
  if (toolbox->preview != NULL)
    bridge_item_free (toolbox->preview);
  toolbox->preview = NULL;
}

/* The line as an item of no board, made from the very edit that a release would commit. */
static void
update_preview (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  BridgeEdit  edit;
  BridgeStamp id;

  bridge_guest_begin (toolbox->guest, &edit);
  id = compose_line (toolbox, &toolbox->last, &edit);
  drop_preview (toolbox);
  toolbox->preview = bridge_item_new (id, toolbox->style.shape);
  toolbox->preview->points.precision = LINE_PRECISION;
  for (size_t i = 0; i < edit.n_ops; i++)
    {
      const BridgeOp *op = &edit.ops[i];

      if (op->type == BRIDGE_OP_SET)
        bridge_item_set (toolbox->preview, op->set.property, id, &op->set.value);
      else if (op->type == BRIDGE_OP_APPEND)
        bridge_points_append (&toolbox->preview->points, op->append.steps, op->append.count);
    }
  toolbox->preview->extent = bridge_points_extent (&toolbox->preview->points);
  bridge_edit_clear (&edit);
  todo->flags |= BRIDGE_TODO_OVERLAY;
}

static void
update_box (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  BridgeRect         box = dragged_box (toolbox, &toolbox->last);
  const BridgeItem  *item = bridge_board_item (board, toolbox->drawing);
  BridgeEdit         edit;

  bridge_guest_begin (toolbox->guest, &edit);
  if (item != NULL && !bridge_stamp_is_none (toolbox->drawing))
    bridge_compose_box (&edit, item, box);
  else
    {
      toolbox->drawing = bridge_compose_item (&edit, board, toolbox->style.shape, box);
      apply_style (toolbox, &edit, toolbox->drawing);
    }
  bridge_toolbox_commit (toolbox, &edit, todo);
}

static void
settle (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (bridge_stamp_is_none (toolbox->drawing) && toolbox->preview == NULL &&
      !bridge_toolbox_moved_enough (toolbox, &toolbox->last))
    return;
  if (bridge_kind_has_points (toolbox->style.shape))
    update_preview (toolbox, todo);
  else
    update_box (toolbox, todo);
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
}

/* The new shape is selected, ready to be moved or restyled. */
static void
release (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  BridgeStamp made = toolbox->drawing;

  if (toolbox->preview != NULL)
    {
      BridgeEdit edit;

      bridge_guest_begin (toolbox->guest, &edit);
      made = compose_line (toolbox, event, &edit);
      bridge_toolbox_commit (toolbox, &edit, todo);
    }
  if (bridge_board_item (bridge_toolbox_board (toolbox), made) == NULL || bridge_stamp_is_none (made))
    return;
  toolbox->tool = BRIDGE_TOOL_SELECT;
  todo->flags |= BRIDGE_TODO_TOOL;
  bridge_toolbox_select (toolbox, &made, 1, todo);
}

static void
stop (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  drop_preview (toolbox);
  toolbox->drawing = BRIDGE_STAMP_NONE;
}

const BridgeToolClass bridge_shape_class = { .move = move, .settle = settle, .release = release, .stop = stop };
