/* Shapes and lines: dragged out from corner to corner, or from end to end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

#define CONSTRAIN_STEP (3.14159265358979323846 / 12) /* lines with Shift: whole multiples of 15 degrees */

static bool
has_modifier (const BridgeToolbox *toolbox, BridgeModifiers modifier)
{
  return (toolbox->last.modifiers & modifier) != 0;
}

static BridgeRect
get_box (const BridgeToolbox *toolbox)
{
  BridgePoint from = toolbox->from, to = bridge_toolbox_at (toolbox);
  double      dx = to.x - from.x, dy = to.y - from.y;

  if (has_modifier (toolbox, BRIDGE_MODIFIER_SHIFT))
    {
      double side = fmax (fabs (dx), fabs (dy));

      dx = copysign (side, dx);
      dy = copysign (side, dy);
    }
  to = (BridgePoint){ from.x + dx, from.y + dy };
  if (has_modifier (toolbox, BRIDGE_MODIFIER_CONTROL))
    from = (BridgePoint){ from.x - dx, from.y - dy };
  return bridge_rect_between (from, to);
}

static BridgeStamp
compose_line (const BridgeToolbox *toolbox, BridgeEdit *edit)
{
  BridgePoint from = toolbox->from, to = bridge_toolbox_at (toolbox);
  double      dx = to.x - from.x, dy = to.y - from.y;
  BridgeStamp id;

  if (has_modifier (toolbox, BRIDGE_MODIFIER_SHIFT))
    {
      double angle = round (atan2 (dy, dx) / CONSTRAIN_STEP) * CONSTRAIN_STEP;
      double length = hypot (dx, dy);

      dx = length * cos (angle);
      dy = length * sin (angle);
    }
  if (has_modifier (toolbox, BRIDGE_MODIFIER_CONTROL))
    from = (BridgePoint){ from.x - dx, from.y - dy };
  id = bridge_compose_ink (edit,
                           bridge_toolbox_board (toolbox),
                           toolbox->shape,
                           bridge_toolbox_precision (toolbox),
                           (BridgeInkPoint[]){ { from.x, from.y, 1 }, { toolbox->from.x + dx, toolbox->from.y + dy, 1 } },
                           2);
  bridge_toolbox_put_style (toolbox, edit, id, toolbox->shape);
  return id;
}

static void
drop_preview (BridgeToolbox *toolbox)
{
  bridge_item_free (toolbox->preview);
  toolbox->preview = NULL;
}

/* The line as an item of no board, made of the very edit that a release commits. */
static void
update_preview (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  BridgeEdit  edit;
  BridgeStamp id;

  drop_preview (toolbox);
  bridge_guest_begin (toolbox->guest, &edit);
  id = compose_line (toolbox, &edit);
  toolbox->preview = bridge_item_new (id, toolbox->shape);
  for (size_t i = 0; i < edit.n_ops; i++)
    {
      const BridgeOp *op = &edit.ops[i];

      if (op->type == BRIDGE_OP_CREATE)
        toolbox->preview->points.precision = op->create.precision;
      else if (op->type == BRIDGE_OP_SET)
        bridge_item_set (toolbox->preview, op->set.property, id, &op->set.value);
      else if (op->type == BRIDGE_OP_APPEND)
        bridge_item_append (toolbox->preview, op->append.steps, op->append.count);
    }
  bridge_edit_clear (&edit);
  todo->flags |= BRIDGE_TODO_OVERLAY;
}

static void
update_box (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  bool               is_begun = !bridge_stamp_is_none (toolbox->drawing);
  const BridgeItem  *item = is_begun ? bridge_board_item (board, toolbox->drawing) : NULL;
  BridgeStamp        id = toolbox->drawing;
  BridgeEdit         edit;

  if (is_begun && item == NULL)
    return; /* the room has refused it */
  bridge_guest_begin (toolbox->guest, &edit);
  if (is_begun)
    bridge_compose_box (&edit, item, get_box (toolbox));
  else
    {
      id = bridge_compose_item (&edit, board, toolbox->shape, get_box (toolbox));
      bridge_toolbox_put_style (toolbox, &edit, id, toolbox->shape);
    }
  if (bridge_toolbox_commit (toolbox, &edit, todo))
    toolbox->drawing = id;
}

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  toolbox->shape = toolbox->style.shape;
}

static void
settle (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  bool is_begun = toolbox->preview != NULL || !bridge_stamp_is_none (toolbox->drawing);

  if (!is_begun && !bridge_toolbox_has_moved (toolbox))
    return;
  if (bridge_kind_has_points (toolbox->shape))
    update_preview (toolbox, todo);
  else
    update_box (toolbox, todo);
}

/* The new shape is selected, ready to be moved or restyled. */
static void
release (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (toolbox->preview != NULL)
    {
      BridgeEdit edit;

      bridge_guest_begin (toolbox->guest, &edit);
      toolbox->drawing = compose_line (toolbox, &edit);
      bridge_toolbox_commit (toolbox, &edit, todo);
    }
  if (bridge_toolbox_item (toolbox, toolbox->drawing) != NULL)
    bridge_toolbox_hand_over (toolbox, toolbox->drawing, false, todo);
}

static void
stop (BridgeToolbox *toolbox)
{
  drop_preview (toolbox);
  toolbox->drawing = BRIDGE_STAMP_NONE;
}

static const char *
cursor (const BridgeToolbox *toolbox)
{
  return "crosshair";
}

const BridgeToolClass bridge_shape_class = {
  .press = press,
  .settle = settle,
  .release = release,
  .stop = stop,
  .cursor = cursor,
};
