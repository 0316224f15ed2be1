/* The toolbox: which tool gets an event, and what all of them share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
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

static const BridgeToolClass *
class_for (const BridgeToolbox *toolbox, const BridgePointerEvent *event)
{
  if (toolbox->hand_borrowed)
    return &bridge_hand_class;
  return event->eraser ? &bridge_eraser_class : class_of (toolbox->tool);
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
    .highlighter_color = 0xf8e45cff,
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
  if (toolbox->preview != NULL)
    bridge_item_free (toolbox->preview);
  bridge_free (toolbox->selection);
  bridge_free (toolbox->grips);
  bridge_free (toolbox->band_kept);
  bridge_free (toolbox->gathered);
  bridge_free (toolbox);
}

const BridgeBoard *
bridge_toolbox_board (const BridgeToolbox *toolbox)
{
  return bridge_guest_board (toolbox->guest);
}

BridgePoint
bridge_toolbox_to_board (const BridgeToolbox *toolbox, BridgePoint at)
{
  return bridge_viewport_to_board (toolbox->viewport, at);
}

void
bridge_toolbox_commit (BridgeToolbox *toolbox, BridgeEdit *edit, BridgeTodo *todo)
{
  BridgeRefusal refusal = BRIDGE_REFUSAL_NONE;

  if (bridge_guest_commit (toolbox->guest, edit, &todo->changes, &refusal) != 0)
    toolbox->edited = true;
  if (refusal != BRIDGE_REFUSAL_NONE)
    todo->refusal = refusal;
  todo->flags |= BRIDGE_TODO_OVERLAY;
}

void
bridge_toolbox_edit_text (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo)
{
  bridge_toolbox_select (toolbox, &item, 1, todo);
  todo->write = item;
  todo->flags |= BRIDGE_TODO_WRITE;
}

bool
bridge_toolbox_moved_enough (const BridgeToolbox *toolbox, const BridgePointerEvent *event)
{
  double dx = event->at.x - toolbox->pressed.at.x;
  double dy = event->at.y - toolbox->pressed.at.y;

  return dx * dx + dy * dy > BRIDGE_DRAG_THRESHOLD * BRIDGE_DRAG_THRESHOLD;
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
finish_drag (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (toolbox->drag_class->stop != NULL)
    toolbox->drag_class->stop (toolbox, todo);
  toolbox->dragging = false;
  bridge_guest_end_gesture (toolbox->guest);
  todo->flags |= BRIDGE_TODO_OVERLAY | BRIDGE_TODO_CURSOR;
}

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  if (toolbox->dragging)
    return;
  toolbox->dragging = true;
  toolbox->unsettled = false;
  toolbox->edited = false;
  toolbox->pressed = *event;
  toolbox->drag_class = class_for (toolbox, event);
  bridge_guest_begin_gesture (toolbox->guest);
  if (toolbox->drag_class->press != NULL)
    toolbox->drag_class->press (toolbox, event, todo);
  todo->flags |= BRIDGE_TODO_CURSOR;
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  const BridgeToolClass *class = toolbox->dragging ? toolbox->drag_class : class_for (toolbox, event);

  if (toolbox->dragging && class->move != NULL)
    {
      toolbox->unsettled = true;
      class->move (toolbox, event, todo);
    }
  else if (!toolbox->dragging && class->hover != NULL)
    class->hover (toolbox, event, todo);
}

static void
release (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  if (!toolbox->dragging)
    return;
  move (toolbox, event, todo);
  bridge_toolbox_settle (toolbox, todo);
  if (toolbox->drag_class->release != NULL)
    toolbox->drag_class->release (toolbox, event, todo);
  finish_drag (toolbox, todo);
}

/* What the drag has done so far is one step of undo by now. */
static void
cancel (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (!toolbox->dragging)
    return;
  finish_drag (toolbox, todo);
  if (toolbox->edited)
    bridge_guest_undo (toolbox->guest, &todo->changes);
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
  if (toolbox->tool == BRIDGE_TOOL_ERASER || event->eraser)
    todo->flags |= BRIDGE_TODO_OVERLAY;
}

void
bridge_toolbox_set_tool (BridgeToolbox *toolbox, BridgeTool tool, BridgeTodo *todo)
{
  if (toolbox->dragging)
    {
      bridge_toolbox_settle (toolbox, todo);
      finish_drag (toolbox, todo);
    }
  if (toolbox->tool == tool)
    return;
  toolbox->tool = tool;
  if (tool != BRIDGE_TOOL_SELECT)
    bridge_toolbox_select (toolbox, NULL, 0, todo);
  todo->flags |= BRIDGE_TODO_TOOL | BRIDGE_TODO_CURSOR | BRIDGE_TODO_OVERLAY;
}

void
bridge_toolbox_borrow_hand (BridgeToolbox *toolbox, bool borrow, BridgeTodo *todo)
{
  toolbox->hand_borrowed = borrow;
  todo->flags |= BRIDGE_TODO_CURSOR;
}

static void
nudge (BridgeToolbox *toolbox, double dx, double dy, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  BridgeEdit         edit;

  bridge_guest_begin (toolbox->guest, &edit);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_board_item (board, toolbox->selection[i]);
      BridgeRect        box;

      if (item == NULL || bridge_item_is_locked (item))
        continue;
      box = bridge_item_box (item);
      bridge_compose_move (&edit, item, (BridgePoint){ box.x + dx, box.y + dy });
    }
  bridge_toolbox_commit (toolbox, &edit, todo);
}

static void
escape (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (toolbox->dragging)
    cancel (toolbox, todo);
  else if (toolbox->n_selection > 0)
    bridge_toolbox_select (toolbox, NULL, 0, todo);
  else
    bridge_toolbox_set_tool (toolbox, BRIDGE_TOOL_SELECT, todo);
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
      if (toolbox->n_selection == 1)
        bridge_toolbox_edit_text (toolbox, toolbox->selection[0], todo);
      return true;
    case BRIDGE_KEY_LEFT:
      nudge (toolbox, -by, 0, todo);
      return true;
    case BRIDGE_KEY_RIGHT:
      nudge (toolbox, by, 0, todo);
      return true;
    case BRIDGE_KEY_UP:
      nudge (toolbox, 0, -by, todo);
      return true;
    case BRIDGE_KEY_DOWN:
      nudge (toolbox, 0, by, todo);
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
    {
      escape (toolbox, todo);
      return true;
    }
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
  if (!toolbox->hovering || toolbox->hand_borrowed || class_for (toolbox, &toolbox->last) != &bridge_eraser_class)
    return false;
  *at = bridge_toolbox_to_board (toolbox, toolbox->last.at);
  *radius = BRIDGE_ERASER_RADIUS / toolbox->viewport->zoom;
  return true;
}
