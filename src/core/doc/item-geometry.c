/* Where an item is: its box, what is painted, its points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/item.h"

/* px that anti-aliasing may reach beyond a shape */
#define FRINGE 1.0

/* px of the shaft's end that give a head its direction: the last step alone may be too short to have one */
#define MIN_SHAFT    4.0
#define WING_DEGREES 33.0

static bool
get_length (const BridgeItem *item, uint32_t property, double *length)
{
  const BridgeRegister *reg = bridge_item_register (item, property);

  if (reg == NULL || reg->value.type != BRIDGE_VALUE_NUMBER)
    return false;
  *length = reg->value.number;
  return true;
}

/* How much the points are stretched one way. What has no extent that way cannot be. */
static double
get_scale (const BridgeItem *item, uint32_t property, double natural)
{
  double length;

  return natural > 0 && get_length (item, property, &length) ? length / natural : 1;
}

static BridgePoint
get_scales (const BridgeItem *item)
{
  return (BridgePoint){ get_scale (item, BRIDGE_PROPERTY_WIDTH, item->extent.width),
                        get_scale (item, BRIDGE_PROPERTY_HEIGHT, item->extent.height) };
}

static BridgePoint
get_origin (const BridgeItem *item)
{
  return (BridgePoint){ bridge_item_number (item, BRIDGE_PROPERTY_X), bridge_item_number (item, BRIDGE_PROPERTY_Y) };
}

static BridgeRect
get_points_box (const BridgeItem *item)
{
  BridgePoint origin = get_origin (item), scale = get_scales (item);

  if (bridge_rect_is_empty (item->extent))
    return (BridgeRect){ origin.x, origin.y, 0, 0 };
  return (BridgeRect){ origin.x + item->extent.x * scale.x, origin.y + item->extent.y * scale.y,
                       item->extent.width * scale.x, item->extent.height * scale.y };
}

BridgeRect
bridge_item_box (const BridgeItem *item)
{
  BridgePoint origin;

  if (bridge_kind_has_points (item->kind))
    return get_points_box (item);
  origin = get_origin (item);
  return (BridgeRect){ origin.x, origin.y, bridge_item_number (item, BRIDGE_PROPERTY_WIDTH),
                       bridge_item_number (item, BRIDGE_PROPERTY_HEIGHT) };
}

static double
get_wing_length (const BridgeItem *item)
{
  return 6 + 3 * bridge_item_number (item, BRIDGE_PROPERTY_SIZE);
}

bool
bridge_item_arrow_head (const BridgeItem *item, BridgePoint wings[2])
{
  size_t      from = item->points.count;
  double      length = 0, share;
  BridgePoint tip, tail;

  if (from == 0)
    return false;
  tip = tail = bridge_item_point (item, --from);
  while (from > 0 && length < MIN_SHAFT)
    {
      tail = bridge_item_point (item, --from);
      length = hypot (tip.x - tail.x, tip.y - tail.y);
    }
  if (length == 0)
    return false;
  /* A segment among many is short, though the arrow is long: only the whole of a two-point arrow bounds its wings. */
  share = (item->points.count == 2 ? fmin (get_wing_length (item), length) : get_wing_length (item)) / length;
  tail = (BridgePoint){ tip.x + share * (tail.x - tip.x), tip.y + share * (tail.y - tip.y) };
  wings[0] = bridge_point_rotate (tail, tip, WING_DEGREES);
  wings[1] = bridge_point_rotate (tail, tip, -WING_DEGREES);
  return true;
}

/* How far what is painted may reach beyond the box; negative for what is not painted. */
static double
get_margin (const BridgeItem *item)
{
  double half = bridge_item_number (item, BRIDGE_PROPERTY_SIZE) / 2;

  switch (item->kind)
    {
    case BRIDGE_KIND_STROKE:
    case BRIDGE_KIND_HIGHLIGHTER:
    case BRIDGE_KIND_LINE:
      return item->points.count == 0 ? -1 : half;
    case BRIDGE_KIND_ARROW:
      return item->points.count == 0 ? -1 : half + get_wing_length (item);
    case BRIDGE_KIND_RECTANGLE:
    case BRIDGE_KIND_ELLIPSE:
    case BRIDGE_KIND_DIAMOND:
      return half;
    case BRIDGE_KIND_TEXT:
      /* Slanted letters and deep descenders leave the box that was laid out. */
      return bridge_item_number (item, BRIDGE_PROPERTY_FONT_SIZE) / 4;
    case BRIDGE_KIND_NOTE:
      return BRIDGE_NOTE_SHADOW;
    default:
      return -1;
    }
}

BridgeRect
bridge_item_bounds (const BridgeItem *item)
{
  double margin = get_margin (item);

  if (margin < 0)
    return BRIDGE_RECT_EMPTY;
  return bridge_rect_grow (
      bridge_rect_rotated_bounds (bridge_item_box (item), bridge_item_number (item, BRIDGE_PROPERTY_ROTATION)),
      margin + FRINGE);
}

BridgeRect
bridge_item_tail_bounds (const BridgeItem *item, size_t first)
{
  bool       plain = item->kind == BRIDGE_KIND_STROKE || item->kind == BRIDGE_KIND_HIGHLIGHTER;
  BridgeRect tail = BRIDGE_RECT_EMPTY;
  double     unused;

  if (!plain || get_length (item, BRIDGE_PROPERTY_WIDTH, &unused) ||
      get_length (item, BRIDGE_PROPERTY_HEIGHT, &unused) || bridge_item_number (item, BRIDGE_PROPERTY_ROTATION) != 0)
    return bridge_item_bounds (item);
  /* The curve is led by the points on either side of a joint: two before the new ones move it. */
  for (size_t i = first < 2 ? 0 : first - 2; i < item->points.count; i++)
    tail = bridge_rect_add (tail, bridge_item_point (item, i));
  return bridge_rect_grow (tail, get_margin (item) + FRINGE);
}

BridgePoint
bridge_item_point (const BridgeItem *item, size_t index)
{
  const BridgeStep *step = &item->points.steps[index];
  double            unit = bridge_step_size (item->points.precision);
  BridgePoint       origin = get_origin (item), scale = get_scales (item);

  return (BridgePoint){ origin.x + step->x * unit * scale.x, origin.y + step->y * unit * scale.y };
}

void
bridge_item_points (const BridgeItem *item, size_t first, size_t count, BridgeInkPoint *points)
{
  double      unit = bridge_step_size (item->points.precision);
  BridgePoint origin = get_origin (item), scale = get_scales (item);

  for (size_t i = 0; i < count; i++)
    {
      const BridgeStep *step = &item->points.steps[first + i];

      points[i] = (BridgeInkPoint){ origin.x + step->x * unit * scale.x, origin.y + step->y * unit * scale.y,
                                    step->pressure / 255.0 };
    }
}

double
bridge_item_pressure (const BridgeItem *item, size_t index)
{
  return item->points.steps[index].pressure / 255.0;
}

BridgePoint
bridge_item_origin_for (const BridgeItem *item, BridgePoint at, BridgePoint size)
{
  BridgeRect extent = item->extent;

  if (!bridge_kind_has_points (item->kind) || bridge_rect_is_empty (extent))
    return at;
  return (BridgePoint){ at.x - extent.x * (extent.width > 0 ? size.x / extent.width : 1),
                        at.y - extent.y * (extent.height > 0 ? size.y / extent.height : 1) };
}
