/* The toolbox: which tool gets an event, and what all of them share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/tools/toolbox-private.h"

#include <string.h>

static const BridgeToolClass *
class_of (BridgeTool tool)
{
  static const BridgeToolClass *const classes[BRIDGE_N_TOOLS] = {
    [BRIDGE_TOOL_SELECT] = &bridge_select_class,
    [BRIDGE_TOOL_HAND] = &bridge_hand_class,
    [BRIDGE_TOOL_PEN] = &bridge_draw_class,
    [BRIDGE_TOOL_HIGHLIGHTER] = &bridge_draw_class,
    [BRIDGE_TOOL_ERASER] = &bridge_eraser_class,
    [BRIDGE_TOOL_SHAPE] = &bridge_shape_class,
    [BRIDGE_TOOL_TEXT] = &bridge_place_class,
    [BRIDGE_TOOL_NOTE] = &bridge_place_class,
  };

  return classes[tool];
}

/* Of the drag under way, or of the one that a press would begin. */
static const BridgeToolClass *
current_class (const BridgeToolbox *toolbox)
{
  if (toolbox->dragging)
    return toolbox->drag_class;
  if (toolbox->hand_borrowed)
    return &bridge_hand_class;
  return toolbox->last.eraser ? &bridge_eraser_class : class_of (toolbox->tool);
}

BridgeToolbox *
bridge_toolbox_new (BridgeGuest *guest, BridgeViewport *viewport)
{
  BridgeToolbox *toolbox = bridge_new0 (BridgeToolbox, 1);

  toolbox->guest = guest;
  toolbox->viewport = viewport;
  toolbox->tool = BRIDGE_TOOL_PEN;
  toolbox->style = (BridgeStyle){
    .color = BRIDGE_COLOR_DEFAULT,
    .fill = 0xffffffff,
    .size = 4,
    .highlighter_size = 20,
    .highlighter_color = 0xf5c211ff,
    .note_color = 0xf9e58bff,
    .opacity = 1,
    .font_size = 20,
    .shape = BRIDGE_KIND_RECTANGLE,
  };
  return toolbox;
}

void
bridge_toolbox_free (BridgeToolbox *toolbox)
{
  if (toolbox == NULL)
    return;
  if (toolbox->dragging)
    bridge_guest_end_gesture (toolbox->guest);
  bridge_item_free (toolbox->preview);
  bridge_map_clear (&toolbox->selected);
  bridge_free (toolbox->selection);
  bridge_free (toolbox->kept);
  bridge_free (toolbox->grips);
  bridge_free (toolbox->gathered);
  bridge_free (toolbox);
}

const BridgeBoard *
bridge_toolbox_board (const BridgeToolbox *toolbox)
{
  return bridge_guest_board (toolbox->guest);
}

BridgePoint
bridge_toolbox_at (const BridgeToolbox *toolbox)
{
  return bridge_viewport_to_board (toolbox->viewport, toolbox->last.at);
}

bool
bridge_toolbox_has_moved (const BridgeToolbox *toolbox)
{
  BridgePoint from = bridge_viewport_to_view (toolbox->viewport, toolbox->from);

  return hypot (toolbox->last.at.x - from.x, toolbox->last.at.y - from.y) > BRIDGE_DRAG_THRESHOLD;
}

bool
bridge_toolbox_commit (BridgeToolbox *toolbox, BridgeEdit *edit, BridgeTodo *todo)
{
  BridgeRefusal refusal = BRIDGE_REFUSAL_NONE;

  bridge_guest_commit (toolbox->guest, edit, &todo->changes, &refusal);
  todo->flags |= BRIDGE_TODO_OVERLAY;
  if (refusal == BRIDGE_REFUSAL_NONE)
    return true;
  todo->refusal = refusal;
  return false;
}

BridgeTool
bridge_toolbox_tool (const BridgeToolbox *toolbox)
{
  return toolbox->tool;
}

BridgeStyle *
bridge_toolbox_style (BridgeToolbox *toolbox)
{
  return &toolbox->style;
}

bool
bridge_toolbox_is_dragging (const BridgeToolbox *toolbox)
{
  return toolbox->dragging;
}

void
bridge_toolbox_settle (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (!toolbox->dragging || !toolbox->unsettled)
    return;
  toolbox->unsettled = false;
  if (toolbox->drag_class->settle != NULL)
    toolbox->drag_class->settle (toolbox, todo);
}

static void
keep_selection (BridgeToolbox *toolbox)
{
  toolbox->n_kept = toolbox->n_selection;
  toolbox->kept = bridge_renew (BridgeStamp, toolbox->kept, toolbox->n_kept);
  if (toolbox->n_kept > 0)
    memcpy (toolbox->kept, toolbox->selection, toolbox->n_kept * sizeof *toolbox->kept);
}

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  if (toolbox->dragging)
    return;
  toolbox->drag_class = current_class (toolbox);
  toolbox->dragging = true;
  toolbox->unsettled = false;
  toolbox->pressed = *event;
  toolbox->from = bridge_toolbox_at (toolbox);
  keep_selection (toolbox);
  bridge_guest_begin_gesture (toolbox->guest);
  if (toolbox->drag_class->press != NULL)
    toolbox->drag_class->press (toolbox, event, todo);
  todo->flags |= BRIDGE_TODO_OVERLAY | BRIDGE_TODO_CURSOR;
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  const BridgeToolClass *class = current_class (toolbox);

  if (!toolbox->dragging)
    {
      if (class->hover != NULL)
        class->hover (toolbox, event, todo);
      return;
    }
  toolbox->unsettled = true;
  if (class->move != NULL)
    class->move (toolbox, event, todo);
}

static void
stop_drag (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (toolbox->drag_class->stop != NULL)
    toolbox->drag_class->stop (toolbox);
  toolbox->dragging = false;
  todo->flags |= BRIDGE_TODO_OVERLAY | BRIDGE_TODO_CURSOR;
}

static void
end_drag (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  stop_drag (toolbox, todo);
  bridge_guest_end_gesture (toolbox->guest);
  bridge_toolbox_refresh_selection (toolbox, todo);
}

static void
release (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  if (!toolbox->dragging)
    return;
  move (toolbox, event, todo);
  bridge_toolbox_settle (toolbox, todo);
  if (toolbox->drag_class->release != NULL)
    toolbox->drag_class->release (toolbox, todo);
  end_drag (toolbox, todo);
}

static void
cancel (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (!toolbox->dragging)
    return;
  stop_drag (toolbox, todo);
  bridge_guest_cancel_gesture (toolbox->guest, &todo->changes);
  bridge_toolbox_select (toolbox, toolbox->kept, toolbox->n_kept, todo);
}

void
bridge_toolbox_pointer (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  toolbox->last = *event;
  toolbox->hovering = event->type != BRIDGE_POINTER_LEAVE;
  switch (event->type)
    {
    case BRIDGE_POINTER_PRESS:
      press (toolbox, event, todo);
      break;
    case BRIDGE_POINTER_MOVE:
      move (toolbox, event, todo);
      break;
    case BRIDGE_POINTER_RELEASE:
      release (toolbox, event, todo);
      break;
    case BRIDGE_POINTER_CANCEL:
      cancel (toolbox, todo);
      break;
    case BRIDGE_POINTER_LEAVE:
      todo->flags |= BRIDGE_TODO_OVERLAY;
      break;
    }
}

static void
become (BridgeToolbox *toolbox, BridgeTool tool, BridgeTodo *todo)
{
  if (toolbox->tool == tool)
    return;
  toolbox->tool = tool;
  todo->flags |= BRIDGE_TODO_TOOL | BRIDGE_TODO_CURSOR | BRIDGE_TODO_OVERLAY;
}

void
bridge_toolbox_set_tool (BridgeToolbox *toolbox, BridgeTool tool, BridgeTodo *todo)
{
  if (toolbox->dragging)
    {
      bridge_toolbox_settle (toolbox, todo);
      end_drag (toolbox, todo);
    }
  if (tool != BRIDGE_TOOL_SELECT)
    bridge_toolbox_select (toolbox, NULL, 0, todo);
  become (toolbox, tool, todo);
}

void
bridge_toolbox_hand_over (BridgeToolbox *toolbox, BridgeStamp item, bool write, BridgeTodo *todo)
{
  become (toolbox, BRIDGE_TOOL_SELECT, todo);
  bridge_toolbox_select (toolbox, &item, 1, todo);
  if (!write)
    return;
  todo->write = item;
  todo->flags |= BRIDGE_TODO_WRITE;
}

void
bridge_toolbox_borrow_hand (BridgeToolbox *toolbox, bool borrow, BridgeTodo *todo)
{
  toolbox->hand_borrowed = borrow;
  todo->flags |= BRIDGE_TODO_OVERLAY | BRIDGE_TODO_CURSOR;
}

static bool
escape (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (toolbox->dragging)
    cancel (toolbox, todo);
  else if (toolbox->n_selection > 0)
    bridge_toolbox_select (toolbox, NULL, 0, todo);
  else if (toolbox->tool != BRIDGE_TOOL_SELECT)
    become (toolbox, BRIDGE_TOOL_SELECT, todo);
  else
    return false;
  return true;
}

static bool
enter (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeItem *item = bridge_toolbox_selected_item (toolbox, 0);

  if (toolbox->n_selection != 1 || item == NULL || !bridge_item_holds_text (item))
    return false;
  bridge_toolbox_hand_over (toolbox, item->id, true, todo);
  return true;
}

static bool
key_with_selection (BridgeToolbox *toolbox, BridgeKey key, double by, BridgeTodo *todo)
{
  switch (key)
    {
    case BRIDGE_KEY_DELETE:
      bridge_toolbox_delete (toolbox, todo);
      return true;
    case BRIDGE_KEY_ENTER:
      return enter (toolbox, todo);
    case BRIDGE_KEY_LEFT:
      bridge_toolbox_nudge (toolbox, -by, 0, todo);
      return true;
    case BRIDGE_KEY_RIGHT:
      bridge_toolbox_nudge (toolbox, by, 0, todo);
      return true;
    case BRIDGE_KEY_UP:
      bridge_toolbox_nudge (toolbox, 0, -by, todo);
      return true;
    case BRIDGE_KEY_DOWN:
      bridge_toolbox_nudge (toolbox, 0, by, todo);
      return true;
    default:
      return false;
    }
}

bool
bridge_toolbox_key (BridgeToolbox *toolbox, BridgeKey key, unsigned modifiers, BridgeTodo *todo)
{
  double by = (modifiers & BRIDGE_MODIFIER_SHIFT) != 0 ? 10 : 1;

  if (key == BRIDGE_KEY_ESCAPE)
    return escape (toolbox, todo);
  if (toolbox->n_selection == 0 || toolbox->dragging)
    return false;
  return key_with_selection (toolbox, key, by, todo);
}

const BridgeItem *
bridge_toolbox_preview (const BridgeToolbox *toolbox)
{
  return toolbox->preview;
}

BridgeStamp
bridge_toolbox_drawing (const BridgeToolbox *toolbox)
{
  return toolbox->drawing;
}

bool
bridge_toolbox_eraser (const BridgeToolbox *toolbox, BridgePoint *at, double *radius)
{
  if (!toolbox->hovering || current_class (toolbox) != &bridge_eraser_class)
    return false;
  *at = bridge_toolbox_at (toolbox);
  *radius = BRIDGE_ERASER_RADIUS / toolbox->viewport->zoom;
  return true;
}

const char *
bridge_toolbox_cursor (const BridgeToolbox *toolbox)
{
  return current_class (toolbox)->cursor (toolbox);
}
