/* Select: click, rubber band, move, resize, turn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/tools/toolbox-private.h"

#include <string.h>

static bool
has_shift (const BridgeToolbox *toolbox)
{
  return (toolbox->pressed.modifiers & BRIDGE_MODIFIER_SHIFT) != 0;
}

static void
press_item (BridgeToolbox *toolbox, const BridgeItem *item, BridgeTodo *todo)
{
  bool is_selected = bridge_toolbox_is_selected (toolbox, item->id);

  toolbox->drag = BRIDGE_DRAG_PENDING;
  toolbox->deselect_on_click = has_shift (toolbox) && is_selected;
  if (is_selected)
    return;
  if (has_shift (toolbox))
    bridge_toolbox_select_more (toolbox, item->id, todo);
  else
    bridge_toolbox_select (toolbox, &item->id, 1, todo);
}

static void
press_empty (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  /* What is selected can be dragged anywhere within its frame, not only by its ink. */
  if (!has_shift (toolbox) && bridge_toolbox_is_in_frame (toolbox, toolbox->from))
    {
      toolbox->drag = BRIDGE_DRAG_PENDING;
      return;
    }
  toolbox->drag = BRIDGE_DRAG_BAND;
  if (!has_shift (toolbox))
    {
      toolbox->n_kept = 0;
      bridge_toolbox_select (toolbox, NULL, 0, todo);
    }
}

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  const BridgeItem *item = bridge_toolbox_pick (toolbox, toolbox->from);

  toolbox->deselect_on_click = false;
  toolbox->handle = bridge_toolbox_handle_at (toolbox, event->at);
  if (toolbox->handle != BRIDGE_HANDLE_NONE)
    {
      toolbox->drag = toolbox->handle == BRIDGE_HANDLE_ROTATE ? BRIDGE_DRAG_ROTATE : BRIDGE_DRAG_RESIZE;
      bridge_toolbox_take_grips (toolbox);
    }
  else if (item != NULL)
    press_item (toolbox, item, todo);
  else
    press_empty (toolbox, todo);
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  if (toolbox->drag != BRIDGE_DRAG_PENDING || !bridge_toolbox_has_moved (toolbox))
    return;
  /* With Alt the originals stay, and copies of them are dragged. */
  if ((event->modifiers & BRIDGE_MODIFIER_ALT) != 0)
    bridge_toolbox_copy_aside (toolbox, 0, 0, todo);
  toolbox->drag = BRIDGE_DRAG_MOVE;
  bridge_toolbox_take_grips (toolbox);
  todo->flags |= BRIDGE_TODO_CURSOR;
}

static bool
is_within (const BridgeItem *item, BridgeRect band)
{
  double degrees = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION);

  return !bridge_item_is_locked (item) &&
         bridge_rect_contains (band, bridge_rect_rotated_bounds (bridge_item_box (item), degrees));
}

static void
select_band (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  BridgeRect         band = bridge_rect_between (toolbox->from, bridge_toolbox_at (toolbox));
  size_t             n_items, n_chosen = toolbox->n_kept;
  const BridgeItem **items = bridge_board_query (bridge_toolbox_board (toolbox), band, &n_items);
  BridgeStamp       *chosen = bridge_new (BridgeStamp, n_items + n_chosen);

  if (n_chosen > 0)
    memcpy (chosen, toolbox->kept, n_chosen * sizeof *chosen);
  for (size_t i = 0; i < n_items; i++)
    if (is_within (items[i], band))
      chosen[n_chosen++] = items[i]->id;
  bridge_toolbox_select (toolbox, chosen, n_chosen, todo);
  bridge_free (chosen);
  bridge_free (items);
  todo->flags |= BRIDGE_TODO_OVERLAY;
}

static void
settle (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (toolbox->drag == BRIDGE_DRAG_BAND)
    select_band (toolbox, todo);
  else if (toolbox->drag != BRIDGE_DRAG_PENDING)
    bridge_toolbox_transform (toolbox, todo);
}

static void
click (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeItem *item = bridge_toolbox_pick (toolbox, toolbox->from);

  if (toolbox->deselect_on_click && item != NULL)
    bridge_toolbox_select_less (toolbox, item->id, todo);
  else if (!has_shift (toolbox))
    bridge_toolbox_select (toolbox, item != NULL ? &item->id : NULL, item != NULL, todo);
}

static bool
has_in_box (const BridgeItem *item, BridgePoint at)
{
  BridgeRect box = bridge_item_box (item);
  double     degrees = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION);

  return bridge_rect_has_point (box, bridge_point_rotate (at, bridge_rect_center (box), -degrees));
}

/* What a double click writes in: the item there, or, within the outline of an empty shape, that one. */
static const BridgeItem *
find_paper (const BridgeToolbox *toolbox)
{
  const BridgeItem  *item = bridge_toolbox_pick (toolbox, toolbox->from);
  BridgeRect         spot = { toolbox->from.x, toolbox->from.y, 0, 0 };
  const BridgeItem **items;
  size_t             n_items;

  if (item != NULL)
    return bridge_item_holds_text (item) ? item : NULL;
  items = bridge_board_query (bridge_toolbox_board (toolbox), spot, &n_items);
  while (n_items > 0 && item == NULL)
    if (bridge_item_holds_text (items[--n_items]) && has_in_box (items[n_items], toolbox->from))
      item = items[n_items];
  bridge_free (items);
  return item;
}

static void
release (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeItem *paper = NULL;

  if (toolbox->pressed.n_clicks > 1 && !has_shift (toolbox) && !bridge_toolbox_has_moved (toolbox))
    paper = find_paper (toolbox);
  if (paper != NULL)
    bridge_toolbox_hand_over (toolbox, paper->id, true, todo);
  else if (toolbox->drag == BRIDGE_DRAG_PENDING)
    click (toolbox, todo);
}

static void
stop (BridgeToolbox *toolbox)
{
  toolbox->drag = BRIDGE_DRAG_NONE;
  toolbox->n_grips = 0;
}

static void
hover (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  todo->flags |= BRIDGE_TODO_CURSOR;
}

static const char *
drag_cursor (const BridgeToolbox *toolbox)
{
  switch (toolbox->drag)
    {
    case BRIDGE_DRAG_MOVE:
      return "move";
    case BRIDGE_DRAG_RESIZE:
      return bridge_toolbox_handle_cursor (toolbox, toolbox->handle);
    case BRIDGE_DRAG_ROTATE:
      return "grabbing";
    default:
      return "default";
    }
}

static const char *
cursor (const BridgeToolbox *toolbox)
{
  BridgePoint       at = bridge_toolbox_at (toolbox);
  BridgeHandle      handle;
  const BridgeItem *item;

  if (toolbox->dragging)
    return drag_cursor (toolbox);
  handle = bridge_toolbox_handle_at (toolbox, toolbox->last.at);
  if (handle != BRIDGE_HANDLE_NONE)
    return bridge_toolbox_handle_cursor (toolbox, handle);
  item = bridge_toolbox_pick (toolbox, at);
  if (item != NULL)
    return bridge_item_is_locked (item) ? "default" : "move";
  return bridge_toolbox_is_in_frame (toolbox, at) ? "move" : "default";
}

bool
bridge_toolbox_band (const BridgeToolbox *toolbox, BridgeRect *band)
{
  if (toolbox->drag != BRIDGE_DRAG_BAND)
    return false;
  *band = bridge_rect_between (toolbox->from, bridge_toolbox_at (toolbox));
  return true;
}

const BridgeToolClass bridge_select_class = {
  .press = press,
  .move = move,
  .hover = hover,
  .settle = settle,
  .release = release,
  .stop = stop,
  .cursor = cursor,
};
