/* The frame around the selection and its handles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tools/toolbox-private.h"

#define SIDE_MIN 20.0 /* logical px that a side has at least where a handle stands in its middle */

typedef struct
{
  BridgeRect box;
  double     rotation;
  double     zoom;
  bool       is_text;
} Frame;

static bool
get_item_frame (const BridgeToolbox *toolbox, Frame *frame)
{
  const BridgeItem *item = bridge_toolbox_selected_item (toolbox, 0);

  if (item == NULL)
    return false;
  frame->box = bridge_item_box (item);
  frame->rotation = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION);
  frame->is_text = item->kind == BRIDGE_KIND_TEXT;
  return true;
}

static bool
get_joint_frame (const BridgeToolbox *toolbox, Frame *frame)
{
  frame->box = BRIDGE_RECT_EMPTY;
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, i);
      double            degrees = item != NULL ? bridge_item_number (item, BRIDGE_PROPERTY_ROTATION) : 0;

      if (item != NULL)
        frame->box = bridge_rect_union (frame->box, bridge_rect_rotated_bounds (bridge_item_box (item), degrees));
    }
  return !bridge_rect_is_empty (frame->box);
}

static bool
get_frame (const BridgeToolbox *toolbox, Frame *frame)
{
  *frame = (Frame){ .zoom = toolbox->viewport->zoom };
  if (toolbox->tool != BRIDGE_TOOL_SELECT)
    return false;
  return toolbox->n_selection == 1 ? get_item_frame (toolbox, frame) : get_joint_frame (toolbox, frame);
}

bool
bridge_toolbox_frame (const BridgeToolbox *toolbox, BridgeRect *box, double *rotation)
{
  Frame frame;

  if (!get_frame (toolbox, &frame))
    return false;
  *box = frame.box;
  *rotation = frame.rotation;
  return true;
}

/* A board point as it lies to the frame when that is not turned. */
static bool
is_inside (const Frame *frame, BridgePoint at)
{
  return bridge_rect_has_point (frame->box,
                                bridge_point_rotate (at, bridge_rect_center (frame->box), -frame->rotation));
}

bool
bridge_toolbox_is_in_frame (const BridgeToolbox *toolbox, BridgePoint at)
{
  Frame frame;

  return get_frame (toolbox, &frame) && is_inside (&frame, at);
}

static bool
any_free (const BridgeToolbox *toolbox)
{
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, i);

      if (item != NULL && !bridge_item_is_locked (item))
        return true;
    }
  return false;
}

/* The middle of a side has a handle where there is something to pull at, and room for it. */
static bool
has_side (double along, double across, double zoom)
{
  return across > 0 && (along == 0 || along * zoom >= SIDE_MIN);
}

static bool
has_handle (const Frame *frame, BridgeHandle handle)
{
  double width = frame->box.width, height = frame->box.height;

  switch (handle)
    {
    case BRIDGE_HANDLE_TOP:
    case BRIDGE_HANDLE_BOTTOM:
      return !frame->is_text && has_side (width, height, frame->zoom); /* a text is as high as its lines */
    case BRIDGE_HANDLE_LEFT:
    case BRIDGE_HANDLE_RIGHT:
      return has_side (height, width, frame->zoom);
    case BRIDGE_HANDLE_ROTATE:
      return width > 0 || height > 0;
    default:
      return width > 0 && height > 0;
    }
}

static BridgePoint
get_handle (const BridgeToolbox *toolbox, const Frame *frame, BridgeHandle handle)
{
  /* Fractions of the box. */
  static const BridgePoint places[BRIDGE_N_HANDLES] = {
    [BRIDGE_HANDLE_TOP_LEFT] = { 0, 0 },
    [BRIDGE_HANDLE_TOP] = { .5, 0 },
    [BRIDGE_HANDLE_TOP_RIGHT] = { 1, 0 },
    [BRIDGE_HANDLE_RIGHT] = { 1, .5 },
    [BRIDGE_HANDLE_BOTTOM_RIGHT] = { 1, 1 },
    [BRIDGE_HANDLE_BOTTOM] = { .5, 1 },
    [BRIDGE_HANDLE_BOTTOM_LEFT] = { 0, 1 },
    [BRIDGE_HANDLE_LEFT] = { 0, .5 },
    [BRIDGE_HANDLE_ROTATE] = { .5, 0 },
  };
  BridgeRect  box = frame->box;
  BridgePoint at = { box.x + box.width * places[handle].x, box.y + box.height * places[handle].y };

  if (handle == BRIDGE_HANDLE_ROTATE)
    at.y -= BRIDGE_ROTATE_DISTANCE / frame->zoom;
  return bridge_viewport_to_view (toolbox->viewport,
                                  bridge_point_rotate (at, bridge_rect_center (box), frame->rotation));
}

bool
bridge_toolbox_handle (const BridgeToolbox *toolbox, BridgeHandle handle, BridgePoint *at)
{
  Frame frame;

  if (handle < 0 || handle >= BRIDGE_N_HANDLES || !get_frame (toolbox, &frame) || !has_handle (&frame, handle) ||
      !any_free (toolbox))
    return false;
  *at = get_handle (toolbox, &frame, handle);
  return true;
}

/* Handles reach less far into a small frame, or it could not be moved. */
static double
get_reach (const Frame *frame, bool from_inside)
{
  double longest = fmax (frame->box.width, frame->box.height) * frame->zoom;

  return from_inside ? fmin (BRIDGE_HANDLE_REACH, longest / 4) : BRIDGE_HANDLE_REACH;
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
  Frame  frame;
  double reach;

  if (!get_frame (toolbox, &frame) || !any_free (toolbox))
    return BRIDGE_HANDLE_NONE;
  reach = get_reach (&frame, is_inside (&frame, bridge_viewport_to_board (toolbox->viewport, at)));
  for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
    if (has_handle (&frame, order[i]))
      {
        BridgePoint place = get_handle (toolbox, &frame, order[i]);

        if (hypot (place.x - at.x, place.y - at.y) <= reach)
          return order[i];
      }
  return BRIDGE_HANDLE_NONE;
}

const char *
bridge_toolbox_handle_cursor (const BridgeToolbox *toolbox, BridgeHandle handle)
{
  static const char *const cursors[] = { "ns-resize", "nesw-resize", "ew-resize", "nwse-resize" };
  /* Eighths of a turn, clockwise from the top, at which each handle of an unturned frame stands. */
  static const int eighths[] = { 7, 0, 1, 2, 3, 4, 5, 6 };
  BridgeRect       box;
  double           rotation = 0;

  if (handle == BRIDGE_HANDLE_ROTATE)
    return "grab";
  bridge_toolbox_frame (toolbox, &box, &rotation);
  return cursors[((eighths[handle] + lround (rotation / 45)) % 4 + 4) % 4];
}
