/* Moving, resizing and turning what is selected.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

#define DEGREES      (180 / 3.14159265358979323846)
#define ROTATE_STEP  15.0 /* degrees, with Shift */
#define FONT_MINIMUM 4.0
#define FONT_MAXIMUM 1000.0

/* What a drag has made of the frame, in the frame's own unturned coordinates. */
typedef struct
{
  BridgePoint anchor; /* stays where it is */
  double      scale_x;
  double      scale_y;
} Scaling;

void
bridge_toolbox_take_grips (BridgeToolbox *toolbox)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);

  toolbox->n_grips = 0;
  toolbox->grips = bridge_renew (BridgeGrip, toolbox->grips, toolbox->n_selection);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_board_item (board, toolbox->selection[i]);

      if (item != NULL && !bridge_item_is_locked (item))
        toolbox->grips[toolbox->n_grips++] = (BridgeGrip){
          .id = item->id,
          .box = bridge_item_box (item),
          .rotation = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION),
          .font_size = bridge_item_number (item, BRIDGE_PROPERTY_FONT_SIZE),
        };
    }
  if (!bridge_toolbox_frame (toolbox, &toolbox->frame, &toolbox->frame_rotation))
    toolbox->frame = BRIDGE_RECT_EMPTY;
}

static void
compose_move (BridgeToolbox *toolbox, BridgeEdit *edit, const BridgeItem *item, const BridgeGrip *grip)
{
  BridgePoint from = bridge_toolbox_to_board (toolbox, toolbox->pressed.at);
  BridgePoint to = bridge_toolbox_to_board (toolbox, toolbox->last.at);
  double      dx = to.x - from.x, dy = to.y - from.y;

  if ((toolbox->last.modifiers & BRIDGE_MODIFIER_SHIFT) != 0)
    {
      if (fabs (dx) > fabs (dy))
        dy = 0;
      else
        dx = 0;
    }
  bridge_compose_move (edit, item, (BridgePoint){ grip->box.x + dx, grip->box.y + dy });
}

/* -1, 0 or 1: whether the handle pulls at the left or top, at neither, or at the right or bottom. */
static int
pull_x (BridgeHandle handle)
{
  static const int pulls[] = { -1, 0, 1, 1, 1, 0, -1, -1 };

  return pulls[handle];
}

static int
pull_y (BridgeHandle handle)
{
  static const int pulls[] = { -1, -1, -1, 0, 1, 1, 1, 0 };

  return pulls[handle];
}

static double
scale_along (double extent, double delta, int pull)
{
  if (pull == 0 || extent <= 0)
    return 1;
  return fmax (extent + pull * delta, BRIDGE_ITEM_SIZE_MIN) / extent;
}

static Scaling
scaling_of (const BridgeToolbox *toolbox)
{
  BridgeRect  frame = toolbox->frame;
  BridgePoint center = bridge_rect_center (frame);
  BridgePoint from = bridge_toolbox_to_board (toolbox, toolbox->pressed.at);
  BridgePoint to = bridge_toolbox_to_board (toolbox, toolbox->last.at);
  int         px = pull_x (toolbox->handle), py = pull_y (toolbox->handle);
  bool        centered = (toolbox->last.modifiers & BRIDGE_MODIFIER_CONTROL) != 0;
  double      reach = centered ? 2 : 1;
  Scaling     scaling;

  from = bridge_point_rotate (from, center, -toolbox->frame_rotation);
  to = bridge_point_rotate (to, center, -toolbox->frame_rotation);
  scaling.scale_x = scale_along (frame.width, reach * (to.x - from.x), px);
  scaling.scale_y = scale_along (frame.height, reach * (to.y - from.y), py);
  if ((toolbox->last.modifiers & BRIDGE_MODIFIER_SHIFT) != 0)
    {
      double both = px == 0 ? scaling.scale_y : py == 0 ? scaling.scale_x
                                                        : fmax (scaling.scale_x, scaling.scale_y);

      scaling.scale_x = scaling.scale_y = both;
    }
  scaling.anchor.x = centered || px == 0 ? center.x : px > 0 ? frame.x
                                                             : frame.x + frame.width;
  scaling.anchor.y = centered || py == 0 ? center.y : py > 0 ? frame.y
                                                             : frame.y + frame.height;
  return scaling;
}

/* A text's letters grow with its corners; its sides only wrap it anew. */
static void
scale_text (BridgeToolbox *toolbox, BridgeEdit *edit, const BridgeItem *item, const BridgeGrip *grip, Scaling *scaling)
{
  bool   corner = pull_x (toolbox->handle) != 0 && pull_y (toolbox->handle) != 0;
  double factor, size;

  if (item->kind != BRIDGE_KIND_TEXT)
    return;
  if (!corner)
    {
      scaling->scale_y = toolbox->n_grips == 1 ? 1 : scaling->scale_y;
      return;
    }
  factor = fmax (scaling->scale_x, scaling->scale_y);
  size = fmin (fmax (grip->font_size * factor, FONT_MINIMUM), FONT_MAXIMUM);
  scaling->scale_x = scaling->scale_y = size / grip->font_size;
  bridge_edit_set (edit, item->id, BRIDGE_PROPERTY_FONT_SIZE, bridge_value_number (size));
}

/* The item's middle goes with the frame; its own box keeps its turn. */
static void
compose_resize (BridgeToolbox *toolbox, BridgeEdit *edit, const BridgeItem *item, const BridgeGrip *grip)
{
  Scaling     scaling = scaling_of (toolbox);
  BridgePoint middle = bridge_rect_center (toolbox->frame);
  BridgePoint center = bridge_rect_center (grip->box);
  BridgeRect  box;
  bool        across;

  scale_text (toolbox, edit, item, grip, &scaling);
  center = bridge_point_rotate (center, middle, -toolbox->frame_rotation);
  center.x = scaling.anchor.x + (center.x - scaling.anchor.x) * scaling.scale_x;
  center.y = scaling.anchor.y + (center.y - scaling.anchor.y) * scaling.scale_y;
  center = bridge_point_rotate (center, middle, toolbox->frame_rotation);
  /* An item that lies across the frame takes the other axis' scale. */
  across = fabs (sin ((grip->rotation - toolbox->frame_rotation) / DEGREES)) > 0.7072;
  box.width = grip->box.width * (across ? scaling.scale_y : scaling.scale_x);
  box.height = grip->box.height * (across ? scaling.scale_x : scaling.scale_y);
  box.x = center.x - box.width / 2;
  box.y = center.y - box.height / 2;
  bridge_compose_box (edit, item, box);
}

static double
turned_by (const BridgeToolbox *toolbox)
{
  BridgePoint center = bridge_rect_center (toolbox->frame);
  BridgePoint to = bridge_toolbox_to_board (toolbox, toolbox->last.at);
  /* The handle stands above the middle: there the turn is 0. */
  double turn = atan2 (to.x - center.x, center.y - to.y) * DEGREES;

  if ((toolbox->last.modifiers & BRIDGE_MODIFIER_SHIFT) != 0)
    turn = round (turn / ROTATE_STEP) * ROTATE_STEP;
  return turn - toolbox->frame_rotation;
}

static void
compose_turn (BridgeToolbox *toolbox, BridgeEdit *edit, const BridgeItem *item, const BridgeGrip *grip)
{
  double      by = turned_by (toolbox);
  double      rotation = remainder (grip->rotation + by, 360);
  BridgePoint center =
      bridge_point_rotate (bridge_rect_center (grip->box), bridge_rect_center (toolbox->frame), by);

  bridge_edit_set (edit, item->id, BRIDGE_PROPERTY_ROTATION, bridge_value_number (rotation));
  if (toolbox->n_grips > 1)
    bridge_compose_move (edit,
                         item,
                         (BridgePoint){ center.x - grip->box.width / 2, center.y - grip->box.height / 2 });
}

void
bridge_toolbox_transform (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  BridgeEdit         edit;

  bridge_guest_begin (toolbox->guest, &edit);
  for (size_t i = 0; i < toolbox->n_grips; i++)
    {
      const BridgeGrip *grip = &toolbox->grips[i];
      const BridgeItem *item = bridge_board_item (board, grip->id);

      /* Somebody may have deleted or locked it since the drag began. */
      if (item == NULL || bridge_item_is_deleted (item) || bridge_item_is_locked (item))
        continue;
      if (toolbox->drag == BRIDGE_DRAG_MOVE)
        compose_move (toolbox, &edit, item, grip);
      else if (toolbox->drag == BRIDGE_DRAG_RESIZE)
        compose_resize (toolbox, &edit, item, grip);
      else if (toolbox->drag == BRIDGE_DRAG_ROTATE)
        compose_turn (toolbox, &edit, item, grip);
    }
  bridge_toolbox_commit (toolbox, &edit, todo);
}
