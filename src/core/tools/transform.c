/* Moving, resizing and turning what is selected.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

#define DEGREES      (180 / 3.14159265358979323846)
#define ROTATE_STEP  15.0 /* degrees, with Shift */
#define SIZE_MINIMUM 1.0  /* board px that a resize leaves of the frame */
#define FONT_MINIMUM 4.0
#define FONT_MAXIMUM 1000.0

/* What a drag makes of the frame, in the frame's own unturned coordinates. */
typedef struct
{
  BridgePoint anchor; /* stays where it is */
  double      x;      /* factors */
  double      y;
  bool        is_whole; /* the same both ways */
} Scaling;

static bool
has_modifier (const BridgeToolbox *toolbox, BridgeModifiers modifier)
{
  return (toolbox->last.modifiers & modifier) != 0;
}

/* By how much an item is turned within the frame, from a multiple of a quarter. */
static double
get_slant (const BridgeToolbox *toolbox, const BridgeGrip *grip)
{
  return fabs (remainder (grip->rotation - toolbox->frame_rotation, 90));
}

static bool
is_corner (BridgeHandle handle)
{
  return handle == BRIDGE_HANDLE_TOP_LEFT || handle == BRIDGE_HANDLE_TOP_RIGHT ||
         handle == BRIDGE_HANDLE_BOTTOM_LEFT || handle == BRIDGE_HANDLE_BOTTOM_RIGHT;
}

/* Letters grow as a whole, and what is askew in a frame would have to be sheared. */
static bool
is_rigid (const BridgeToolbox *toolbox, const BridgeGrip *grip)
{
  bool is_text = grip->kind == BRIDGE_KIND_TEXT;

  if (toolbox->n_selection == 1)
    return is_text && is_corner (toolbox->handle);
  return is_text || get_slant (toolbox, grip) > 0.01;
}

void
bridge_toolbox_take_grips (BridgeToolbox *toolbox)
{
  toolbox->n_grips = 0;
  toolbox->keeps_shape = false;
  toolbox->grips = bridge_renew (BridgeGrip, toolbox->grips, toolbox->n_selection);
  bridge_toolbox_frame (toolbox, &toolbox->frame, &toolbox->frame_rotation);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, i);
      BridgeGrip       *grip = &toolbox->grips[toolbox->n_grips];

      if (item == NULL || bridge_item_is_locked (item))
        continue;
      *grip = (BridgeGrip){
        .id = item->id,
        .kind = item->kind,
        .box = bridge_item_box (item),
        .rotation = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION),
        .font_size = bridge_item_number (item, BRIDGE_PROPERTY_FONT_SIZE),
      };
      toolbox->keeps_shape = toolbox->keeps_shape || is_rigid (toolbox, grip);
      toolbox->n_grips++;
    }
}

static BridgePoint
get_shift (const BridgeToolbox *toolbox)
{
  BridgePoint to = bridge_toolbox_at (toolbox);
  BridgePoint by = { to.x - toolbox->from.x, to.y - toolbox->from.y };

  if (!has_modifier (toolbox, BRIDGE_MODIFIER_SHIFT))
    return by;
  return fabs (by.x) > fabs (by.y) ? (BridgePoint){ by.x, 0 } : (BridgePoint){ 0, by.y };
}

static void
compose_move (BridgeToolbox *toolbox, BridgeEdit *edit, const BridgeItem *item, const BridgeGrip *grip)
{
  BridgePoint by = get_shift (toolbox);

  bridge_compose_move (edit, item, (BridgePoint){ grip->box.x + by.x, grip->box.y + by.y });
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
get_factor (double extent, double delta, int pull)
{
  if (pull == 0 || extent <= 0)
    return 1;
  return fmax (extent + pull * delta, SIZE_MINIMUM) / extent;
}

/* What stays where it is along one axis: the middle, or the side across from the handle. */
static double
get_anchor (double start, double extent, int pull)
{
  return start + extent * (1 - pull) / 2;
}

/* Within what the texts among the grips can follow. */
static double
limit_factor (const BridgeToolbox *toolbox, double factor)
{
  for (size_t i = 0; i < toolbox->n_grips; i++)
    {
      const BridgeGrip *grip = &toolbox->grips[i];

      if (grip->kind == BRIDGE_KIND_TEXT)
        factor = fmin (fmax (factor, fmin (1, FONT_MINIMUM / grip->font_size)),
                       fmax (1, FONT_MAXIMUM / grip->font_size));
    }
  return factor;
}

static Scaling
get_scaling (const BridgeToolbox *toolbox)
{
  BridgeRect  frame = toolbox->frame;
  BridgePoint middle = bridge_rect_center (frame);
  BridgePoint from = bridge_point_rotate (toolbox->from, middle, -toolbox->frame_rotation);
  BridgePoint to = bridge_point_rotate (bridge_toolbox_at (toolbox), middle, -toolbox->frame_rotation);
  int         px = pull_x (toolbox->handle), py = pull_y (toolbox->handle);
  bool        is_centered = has_modifier (toolbox, BRIDGE_MODIFIER_CONTROL);
  double      reach = is_centered ? 2 : 1;
  Scaling     scaling = {
        .anchor.x = get_anchor (frame.x, frame.width, is_centered ? 0 : px),
        .anchor.y = get_anchor (frame.y, frame.height, is_centered ? 0 : py),
        .x = get_factor (frame.width, reach * (to.x - from.x), px),
        .y = get_factor (frame.height, reach * (to.y - from.y), py),
        .is_whole = toolbox->keeps_shape || has_modifier (toolbox, BRIDGE_MODIFIER_SHIFT),
  };

  if (scaling.is_whole)
    {
      double both = px == 0 ? scaling.y : py == 0 ? scaling.x
                                                  : fmax (scaling.x, scaling.y);

      scaling.x = scaling.y = limit_factor (toolbox, both);
    }
  return scaling;
}

/* The item's middle goes with the frame; its own box keeps its turn. */
static void
compose_resize (BridgeToolbox *toolbox, BridgeEdit *edit, const BridgeItem *item, const BridgeGrip *grip)
{
  Scaling     scaling = get_scaling (toolbox);
  BridgePoint middle = bridge_rect_center (toolbox->frame);
  BridgePoint center = bridge_point_rotate (bridge_rect_center (grip->box), middle, -toolbox->frame_rotation);
  /* An item that lies across the frame takes the other axis' factor. */
  bool   is_across = fabs (remainder (grip->rotation - toolbox->frame_rotation, 180)) > 45;
  double width = grip->box.width * (is_across ? scaling.y : scaling.x);
  double height = grip->box.height * (is_across ? scaling.x : scaling.y);

  center.x = scaling.anchor.x + (center.x - scaling.anchor.x) * scaling.x;
  center.y = scaling.anchor.y + (center.y - scaling.anchor.y) * scaling.y;
  center = bridge_point_rotate (center, middle, toolbox->frame_rotation);
  bridge_compose_box (edit, item, (BridgeRect){ center.x - width / 2, center.y - height / 2, width, height });
  if (grip->kind == BRIDGE_KIND_TEXT && scaling.is_whole)
    bridge_edit_set (edit, item->id, BRIDGE_PROPERTY_FONT_SIZE, bridge_value_number (grip->font_size * scaling.x));
}

static double
get_angle (const BridgeToolbox *toolbox, BridgePoint at)
{
  BridgePoint center = bridge_rect_center (toolbox->frame);

  return atan2 (at.y - center.y, at.x - center.x) * DEGREES;
}

static double
get_turn (const BridgeToolbox *toolbox)
{
  double turn = get_angle (toolbox, bridge_toolbox_at (toolbox)) - get_angle (toolbox, toolbox->from);

  if (!has_modifier (toolbox, BRIDGE_MODIFIER_SHIFT))
    return turn;
  return round ((toolbox->frame_rotation + turn) / ROTATE_STEP) * ROTATE_STEP - toolbox->frame_rotation;
}

static void
compose_turn (BridgeToolbox *toolbox, BridgeEdit *edit, const BridgeItem *item, const BridgeGrip *grip)
{
  double      turn = get_turn (toolbox);
  BridgePoint before = bridge_rect_center (grip->box);
  BridgePoint after = bridge_point_rotate (before, bridge_rect_center (toolbox->frame), turn);

  bridge_edit_set (edit,
                   item->id,
                   BRIDGE_PROPERTY_ROTATION,
                   bridge_value_number (remainder (grip->rotation + turn, 360)));
  if (after.x != before.x || after.y != before.y)
    bridge_compose_move (edit,
                         item,
                         (BridgePoint){ grip->box.x + after.x - before.x, grip->box.y + after.y - before.y });
}

void
bridge_toolbox_transform (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  BridgeBatch batch;

  bridge_batch_begin (&batch, toolbox, todo);
  for (size_t i = 0; i < toolbox->n_grips; i++)
    {
      const BridgeGrip *grip = &toolbox->grips[i];
      const BridgeItem *item = bridge_toolbox_item (toolbox, grip->id);

      /* Somebody may have deleted or locked it since the drag began. */
      if (item == NULL || bridge_item_is_locked (item))
        continue;
      if (toolbox->drag == BRIDGE_DRAG_MOVE)
        compose_move (toolbox, bridge_batch_edit (&batch), item, grip);
      else if (toolbox->drag == BRIDGE_DRAG_RESIZE)
        compose_resize (toolbox, bridge_batch_edit (&batch), item, grip);
      else
        compose_turn (toolbox, bridge_batch_edit (&batch), item, grip);
    }
  bridge_batch_end (&batch);
}
