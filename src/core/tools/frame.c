/* The frame around the selection and its handles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tools/toolbox-private.h"

bool
bridge_toolbox_frame (const BridgeToolbox *toolbox, BridgeRect *box, double *rotation)
{
  BridgeRect joint = BRIDGE_RECT_EMPTY;

  if (toolbox->n_selection == 0 || toolbox->tool != BRIDGE_TOOL_SELECT)
    return false;
  if (toolbox->n_selection == 1)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, 0);

      if (item == NULL)
        return false;
      *box = bridge_item_box (item);
      *rotation = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION);
      return !bridge_rect_is_empty (*box);
    }
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, i);

      if (item != NULL)
        joint = bridge_rect_union (joint,
                                   bridge_rect_rotated_bounds (bridge_item_box (item),
                                                               bridge_item_number (item, BRIDGE_PROPERTY_ROTATION)));
    }
  *box = joint;
  *rotation = 0;
  return !bridge_rect_is_empty (joint);
}

static bool
any_movable (const BridgeToolbox *toolbox)
{
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, i);

      if (item != NULL && !bridge_item_is_locked (item))
        return true;
    }
  return false;
}

bool
bridge_toolbox_handle (const BridgeToolbox *toolbox, BridgeHandle handle, BridgePoint *at)
{
  /* Fractions of the box, by handle. */
  static const BridgePoint places[BRIDGE_N_HANDLES] = {
    { 0, 0 },
    { .5, 0 },
    { 1, 0 },
    { 1, .5 },
    { 1, 1 },
    { .5, 1 },
    { 0, 1 },
    { 0, .5 },
    { .5, 0 },
  };
  BridgeRect  box;
  double      rotation;
  BridgePoint on_board;

  if (handle < 0 || handle >= BRIDGE_N_HANDLES || !bridge_toolbox_frame (toolbox, &box, &rotation) ||
      !any_movable (toolbox))
    return false;
  on_board.x = box.x + box.width * places[handle].x;
  on_board.y = box.y + box.height * places[handle].y;
  if (handle == BRIDGE_HANDLE_ROTATE)
    on_board.y -= BRIDGE_ROTATE_DISTANCE / toolbox->viewport->zoom;
  on_board = bridge_point_rotate (on_board, bridge_rect_center (box), rotation);
  *at = bridge_viewport_to_view (toolbox->viewport, on_board);
  return true;
}

/* The corners win over the sides where a small frame brings them together. */
BridgeHandle
bridge_toolbox_handle_at (const BridgeToolbox *toolbox, BridgePoint at)
{
  static const BridgeHandle order[] = {
    BRIDGE_HANDLE_BOTTOM_RIGHT,
    BRIDGE_HANDLE_TOP_LEFT,
    BRIDGE_HANDLE_TOP_RIGHT,
    BRIDGE_HANDLE_BOTTOM_LEFT,
    BRIDGE_HANDLE_ROTATE,
    BRIDGE_HANDLE_RIGHT,
    BRIDGE_HANDLE_BOTTOM,
    BRIDGE_HANDLE_LEFT,
    BRIDGE_HANDLE_TOP,
  };

  for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
    {
      BridgePoint place;

      if (bridge_toolbox_handle (toolbox, order[i], &place) &&
          hypot (place.x - at.x, place.y - at.y) <= BRIDGE_HANDLE_REACH)
        return order[i];
    }
  return BRIDGE_HANDLE_NONE;
}

static const char *
handle_cursor (const BridgeToolbox *toolbox, BridgeHandle handle)
{
  static const char *const cursors[] = { "ns-resize", "nesw-resize", "ew-resize", "nwse-resize" };
  /* Eighths of a turn, clockwise from the top, that each handle stands at in an unturned frame. */
  static const int eighths[] = { 7, 0, 1, 2, 3, 4, 5, 6 };
  BridgeRect       box;
  double           rotation = 0;
  int              eighth;

  if (handle == BRIDGE_HANDLE_ROTATE)
    return "grab";
  bridge_toolbox_frame (toolbox, &box, &rotation);
  eighth = eighths[handle] + (int)lround (rotation / 45);
  return cursors[((eighth % 4) + 4) % 4];
}

static const char *
select_cursor (const BridgeToolbox *toolbox)
{
  double       tolerance = BRIDGE_PICK_TOLERANCE / toolbox->viewport->zoom;
  BridgeHandle handle = bridge_toolbox_handle_at (toolbox, toolbox->last.at);
  BridgePoint  at = bridge_toolbox_to_board (toolbox, toolbox->last.at);

  if (toolbox->dragging)
    return toolbox->drag == BRIDGE_DRAG_RESIZE   ? handle_cursor (toolbox, toolbox->handle)
           : toolbox->drag == BRIDGE_DRAG_ROTATE ? "grabbing"
           : toolbox->drag == BRIDGE_DRAG_MOVE   ? "move"
                                                 : "default";
  if (handle != BRIDGE_HANDLE_NONE)
    return handle_cursor (toolbox, handle);
  return bridge_board_pick (bridge_toolbox_board (toolbox), at, tolerance) != NULL ? "move" : "default";
}

const char *
bridge_toolbox_cursor (const BridgeToolbox *toolbox)
{
  if (toolbox->hand_borrowed || toolbox->tool == BRIDGE_TOOL_HAND ||
      (toolbox->dragging && toolbox->drag_class == &bridge_hand_class))
    return toolbox->dragging ? "grabbing" : "grab";
  switch (toolbox->tool)
    {
    case BRIDGE_TOOL_SELECT:
      return select_cursor (toolbox);
    case BRIDGE_TOOL_ERASER:
      return "none"; /* the overlay shows its disc */
    case BRIDGE_TOOL_TEXT:
      return "text";
    case BRIDGE_TOOL_NOTE:
      return "cell";
    default:
      return "crosshair";
    }
}
