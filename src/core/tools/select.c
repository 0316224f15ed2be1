/* Select: click, rubber band, move, resize, turn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/tools/toolbox-private.h"

static const BridgeItem *
item_at (BridgeToolbox *toolbox, BridgePoint at)
{
  return bridge_board_pick (bridge_toolbox_board (toolbox), at, BRIDGE_PICK_TOLERANCE / toolbox->viewport->zoom);
}

/* What is selected can be dragged anywhere within its frame, not only by its ink. */
static bool
is_in_frame (BridgeToolbox *toolbox, BridgePoint at)
{
  BridgeRect box;
  double     rotation;

  if (!bridge_toolbox_frame (toolbox, &box, &rotation))
    return false;
  return bridge_rect_has_point (box, bridge_point_rotate (at, bridge_rect_center (box), -rotation));
}

static void
begin_band (BridgeToolbox *toolbox, bool keep, BridgeTodo *todo)
{
  toolbox->drag = BRIDGE_DRAG_BAND;
  toolbox->n_band_kept = 0;
  if (!keep)
    {
      bridge_toolbox_select (toolbox, NULL, 0, todo);
      return;
    }
  toolbox->n_band_kept = toolbox->n_selection;
  toolbox->band_kept = bridge_renew (BridgeStamp, toolbox->band_kept, toolbox->n_selection);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    toolbox->band_kept[i] = toolbox->selection[i];
}

static void
press_item (BridgeToolbox *toolbox, const BridgeItem *item, bool more, BridgeTodo *todo)
{
  bool selected = bridge_toolbox_is_selected (toolbox, item->id);

  toolbox->deselect_on_click = more && selected;
  toolbox->drag = BRIDGE_DRAG_PENDING;
  if (selected)
    return;
  if (more)
    bridge_toolbox_select_more (toolbox, item->id, todo);
  else
    bridge_toolbox_select (toolbox, &item->id, 1, todo);
}

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  BridgePoint       at = bridge_toolbox_to_board (toolbox, event->at);
  bool              more = (event->modifiers & BRIDGE_MODIFIER_SHIFT) != 0;
  const BridgeItem *item;

  toolbox->deselect_on_click = false;
  toolbox->handle = bridge_toolbox_handle_at (toolbox, event->at);
  if (toolbox->handle != BRIDGE_HANDLE_NONE)
    {
      toolbox->drag = toolbox->handle == BRIDGE_HANDLE_ROTATE ? BRIDGE_DRAG_ROTATE : BRIDGE_DRAG_RESIZE;
      bridge_toolbox_take_grips (toolbox);
      return;
    }
  item = item_at (toolbox, at);
  if (item != NULL)
    press_item (toolbox, item, more, todo);
  else if (!more && is_in_frame (toolbox, at))
    toolbox->drag = BRIDGE_DRAG_PENDING;
  else
    begin_band (toolbox, more, todo);
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  if (toolbox->drag != BRIDGE_DRAG_PENDING || !bridge_toolbox_moved_enough (toolbox, event))
    return;
  /* With Alt the originals stay, and copies of them are dragged. */
  if ((event->modifiers & BRIDGE_MODIFIER_ALT) != 0)
    bridge_toolbox_duplicate (toolbox, todo);
  toolbox->drag = BRIDGE_DRAG_MOVE;
  toolbox->deselect_on_click = false;
  bridge_toolbox_take_grips (toolbox);
  todo->flags |= BRIDGE_TODO_CURSOR;
}

static void
select_band (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  BridgeRect         band;
  size_t             n_items, n_chosen = toolbox->n_band_kept;
  const BridgeItem **items;
  BridgeStamp       *chosen;

  if (!bridge_toolbox_band (toolbox, &band))
    return;
  items = bridge_board_query (board, band, &n_items);
  chosen = bridge_new (BridgeStamp, n_items + n_chosen);
  for (size_t i = 0; i < n_chosen; i++)
    chosen[i] = toolbox->band_kept[i];
  for (size_t i = 0; i < n_items; i++)
    if (bridge_rect_contains (band,
                              bridge_rect_rotated_bounds (bridge_item_box (items[i]),
                                                          bridge_item_number (items[i], BRIDGE_PROPERTY_ROTATION))))
      chosen[n_chosen++] = items[i]->id;
  bridge_toolbox_select (toolbox, chosen, n_chosen, todo);
  bridge_free (chosen);
  bridge_free (items);
}

static void
settle (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  if (toolbox->drag == BRIDGE_DRAG_BAND)
    {
      select_band (toolbox, todo);
      todo->flags |= BRIDGE_TODO_OVERLAY;
    }
  else if (toolbox->drag != BRIDGE_DRAG_PENDING)
    bridge_toolbox_transform (toolbox, todo);
}

static void
click (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  BridgePoint       at = bridge_toolbox_to_board (toolbox, toolbox->pressed.at);
  const BridgeItem *item = item_at (toolbox, at);

  if (toolbox->deselect_on_click && item != NULL)
    bridge_toolbox_select_less (toolbox, item->id, todo);
  else if (item == NULL)
    bridge_toolbox_select (toolbox, NULL, 0, todo);
  else if (toolbox->n_selection > 1 && (toolbox->pressed.modifiers & BRIDGE_MODIFIER_SHIFT) == 0)
    bridge_toolbox_select (toolbox, &item->id, 1, todo);
}

static bool
can_hold_text (const BridgeItem *item)
{
  return bridge_kind_is_known (item->kind) && !bridge_kind_has_points (item->kind) && !bridge_item_is_locked (item);
}

static void
release (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  const BridgeItem *item;

  if (toolbox->drag != BRIDGE_DRAG_PENDING)
    return;
  if (event->n_clicks < 2 && toolbox->pressed.n_clicks < 2)
    {
      click (toolbox, todo);
      return;
    }
  item = toolbox->n_selection == 1 ? bridge_board_item (bridge_toolbox_board (toolbox), toolbox->selection[0]) : NULL;
  if (item != NULL && can_hold_text (item))
    bridge_toolbox_edit_text (toolbox, item->id, todo);
}

static void
stop (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  toolbox->drag = BRIDGE_DRAG_NONE;
  toolbox->n_grips = 0;
}

static void
hover (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  todo->flags |= BRIDGE_TODO_CURSOR;
}

bool
bridge_toolbox_band (const BridgeToolbox *toolbox, BridgeRect *band)
{
  if (!toolbox->dragging || toolbox->drag != BRIDGE_DRAG_BAND)
    return false;
  *band = bridge_rect_between (bridge_toolbox_to_board (toolbox, toolbox->pressed.at),
                               bridge_toolbox_to_board (toolbox, toolbox->last.at));
  return true;
}

const BridgeToolClass bridge_select_class = {
  .press = press,
  .move = move,
  .hover = hover,
  .settle = settle,
  .release = release,
  .stop = stop,
};
