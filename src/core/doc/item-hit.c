/* What an item covers: is it under the pointer, does the eraser touch it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/item.h"

#include <string.h>

/* Points looked at in one go, so that a hit test takes no memory. */
#define SPAN_POINTS 64
/* An ellipse as a polygon strays from itself by 0.05 % of its radius. */
#define ELLIPSE_CORNERS 96
#define TWO_PI          6.28318530717958647692
/* Lines of text stand this much of the font size apart. */
#define LINE_HEIGHT 1.3

/* A disc that moves from a to b, in the item's unrotated frame. */
typedef struct
{
  BridgePoint a;
  BridgePoint b;
  double      radius;
} Sweep;

static double
cross (BridgePoint a, BridgePoint b, BridgePoint c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static double
segments_distance (BridgePoint a, BridgePoint b, BridgePoint c, BridgePoint d)
{
  if (cross (a, b, c) * cross (a, b, d) < 0 && cross (c, d, a) * cross (c, d, b) < 0)
    return 0;
  return fmin (fmin (bridge_point_segment_distance (a, c, d), bridge_point_segment_distance (b, c, d)),
               fmin (bridge_point_segment_distance (c, a, b), bridge_point_segment_distance (d, a, b)));
}

static bool
sweep_meets_segment (const Sweep *sweep, BridgePoint c, BridgePoint d, double reach)
{
  return segments_distance (sweep->a, sweep->b, c, d) <= sweep->radius + reach;
}

static bool
sweep_meets_ink (const Sweep *sweep, const BridgeItem *item)
{
  double         size = bridge_item_number (item, BRIDGE_PROPERTY_SIZE);
  BridgeInkPoint points[SPAN_POINTS];

  /* Spans share a point: the segment between them belongs to one. */
  for (size_t first = 0; first == 0 || first + 1 < item->points.count; first += SPAN_POINTS - 1)
    {
      size_t left = item->points.count - first;
      size_t count = left < SPAN_POINTS ? left : SPAN_POINTS;

      bridge_item_points (item, first, count, points);
      if (item->kind != BRIDGE_KIND_STROKE) /* only the pen knows pressure */
        for (size_t i = 0; i < count; i++)
          points[i].pressure = 1;
      if (bridge_ink_hit_segment (points, count, size, sweep->a, sweep->b, sweep->radius))
        return true;
    }
  return false;
}

static bool
sweep_meets_head (const Sweep *sweep, const BridgeItem *item)
{
  double      half = bridge_item_number (item, BRIDGE_PROPERTY_SIZE) / 2;
  BridgePoint wings[2];

  if (!bridge_item_arrow_head (item, wings))
    return false;
  for (size_t i = 0; i < 2; i++)
    if (sweep_meets_segment (sweep, bridge_item_point (item, item->points.count - 1), wings[i], half))
      return true;
  return false;
}

static size_t
make_outline (const BridgeItem *item, BridgePoint corners[ELLIPSE_CORNERS])
{
  BridgeRect  box = bridge_item_box (item);
  BridgePoint center = bridge_rect_center (box);
  double      right = box.x + box.width, bottom = box.y + box.height;
  BridgePoint square[] = { { box.x, box.y }, { right, box.y }, { right, bottom }, { box.x, bottom } };
  BridgePoint diamond[] = { { center.x, box.y }, { right, center.y }, { center.x, bottom }, { box.x, center.y } };

  if (item->kind == BRIDGE_KIND_ELLIPSE)
    {
      for (size_t i = 0; i < ELLIPSE_CORNERS; i++)
        corners[i] = (BridgePoint){ center.x + box.width / 2 * cos (TWO_PI * (double)i / ELLIPSE_CORNERS),
                                    center.y + box.height / 2 * sin (TWO_PI * (double)i / ELLIPSE_CORNERS) };
      return ELLIPSE_CORNERS;
    }
  memcpy (corners, item->kind == BRIDGE_KIND_DIAMOND ? diamond : square, sizeof square);
  return 4;
}

/* Of a convex polygon, corners clockwise as seen with y down. */
static bool
is_inside (const BridgePoint *corners, size_t n_corners, BridgePoint at)
{
  for (size_t i = 0; i < n_corners; i++)
    if (cross (corners[i], corners[(i + 1) % n_corners], at) <= 0)
      return false;
  return true;
}

static bool
sweep_meets_outline (const Sweep *sweep, const BridgePoint *corners, size_t n_corners, double reach)
{
  for (size_t i = 0; i < n_corners; i++)
    if (sweep_meets_segment (sweep, corners[i], corners[(i + 1) % n_corners], reach))
      return true;
  return false;
}

/* About where the words of a shape stand: its middle, one line high. The core does not lay out text. */
static bool
sweep_meets_label (const Sweep *sweep, const BridgeItem *item)
{
  BridgeRect  box = bridge_item_box (item);
  double      half = bridge_item_number (item, BRIDGE_PROPERTY_FONT_SIZE) * LINE_HEIGHT / 2;
  BridgePoint center = bridge_rect_center (box);

  if (item->text == NULL || bridge_text_length (item->text) == 0)
    return false;
  half = fmin (half, box.height / 2);
  return sweep_meets_segment (sweep, (BridgePoint){ box.x + box.width / 4, center.y },
                              (BridgePoint){ box.x + box.width * 3 / 4, center.y }, half);
}

static bool
sweep_meets_shape (const Sweep *sweep, const BridgeItem *item)
{
  BridgePoint corners[ELLIPSE_CORNERS];
  size_t      n_corners = make_outline (item, corners);
  bool        outlined = item->kind != BRIDGE_KIND_TEXT && item->kind != BRIDGE_KIND_NOTE;
  uint32_t    color;
  bool        solid = !outlined || bridge_item_fill (item, &color);
  double      reach = outlined ? bridge_item_number (item, BRIDGE_PROPERTY_SIZE) / 2 : 0;

  return (solid && is_inside (corners, n_corners, sweep->a)) ||
         sweep_meets_outline (sweep, corners, n_corners, reach) ||
         (outlined && sweep_meets_label (sweep, item));
}

bool
bridge_item_hit_segment (const BridgeItem *item, BridgePoint a, BridgePoint b, double tolerance)
{
  BridgeRect  bounds = bridge_item_bounds (item);
  double      degrees = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION);
  BridgePoint center = bridge_rect_center (bridge_item_box (item));
  Sweep       sweep = { a, b, tolerance };

  if (!bridge_rect_intersects (bridge_rect_grow (bounds, tolerance), bridge_rect_between (a, b)))
    return false;
  if (degrees != 0)
    {
      sweep.a = bridge_point_rotate (a, center, -degrees);
      sweep.b = bridge_point_rotate (b, center, -degrees);
    }
  if (!bridge_kind_has_points (item->kind))
    return sweep_meets_shape (&sweep, item);
  return sweep_meets_ink (&sweep, item) || (item->kind == BRIDGE_KIND_ARROW && sweep_meets_head (&sweep, item));
}

bool
bridge_item_hit (const BridgeItem *item, BridgePoint at, double tolerance)
{
  return bridge_item_hit_segment (item, at, at, tolerance);
}
