/* Points and rectangles as values, in board pixels unless said otherwise; y points down.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>
#include <stdbool.h>

typedef struct
{
  double x;
  double y;
} BridgePoint;

/* Empty when width or height is negative; a point has width and height 0. */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} BridgeRect;

#define BRIDGE_RECT_EMPTY ((BridgeRect){ 0, 0, -1, -1 })

static inline bool
bridge_rect_is_empty (BridgeRect rect)
{
  return rect.width < 0 || rect.height < 0;
}

static inline BridgeRect
bridge_rect_between (BridgePoint a, BridgePoint b)
{
  return (BridgeRect){ fmin (a.x, b.x), fmin (a.y, b.y), fabs (a.x - b.x), fabs (a.y - b.y) };
}

static inline BridgeRect
bridge_rect_union (BridgeRect a, BridgeRect b)
{
  if (bridge_rect_is_empty (a))
    return b;
  if (bridge_rect_is_empty (b))
    return a;
  double left = fmin (a.x, b.x), top = fmin (a.y, b.y);
  return (BridgeRect){ left, top, fmax (a.x + a.width, b.x + b.width) - left,
                       fmax (a.y + a.height, b.y + b.height) - top };
}

static inline BridgeRect
bridge_rect_add (BridgeRect rect, BridgePoint point)
{
  return bridge_rect_union (rect, (BridgeRect){ point.x, point.y, 0, 0 });
}

static inline BridgeRect
bridge_rect_grow (BridgeRect rect, double by)
{
  if (bridge_rect_is_empty (rect))
    return rect;
  return (BridgeRect){ rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by };
}

/* Touching edges count. */
static inline bool
bridge_rect_intersects (BridgeRect a, BridgeRect b)
{
  return !bridge_rect_is_empty (a) && !bridge_rect_is_empty (b) && a.x <= b.x + b.width && b.x <= a.x + a.width &&
         a.y <= b.y + b.height && b.y <= a.y + a.height;
}

static inline bool
bridge_rect_contains (BridgeRect outer, BridgeRect inner)
{
  return !bridge_rect_is_empty (outer) && !bridge_rect_is_empty (inner) && inner.x >= outer.x &&
         inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width &&
         inner.y + inner.height <= outer.y + outer.height;
}

static inline bool
bridge_rect_has_point (BridgeRect rect, BridgePoint point)
{
  return bridge_rect_contains (rect, (BridgeRect){ point.x, point.y, 0, 0 });
}

static inline BridgePoint
bridge_rect_center (BridgeRect rect)
{
  return (BridgePoint){ rect.x + rect.width / 2, rect.y + rect.height / 2 };
}

/* Turns `point` about `center` by `degrees`, clockwise as seen with y down. */
BridgePoint bridge_point_rotate (BridgePoint point, BridgePoint center, double degrees);
/* The axis-aligned bounds of `rect` turned about its own centre. */
BridgeRect bridge_rect_rotated_bounds (BridgeRect rect, double degrees);
/* The distance from `point` to the segment a-b. */
double bridge_point_segment_distance (BridgePoint point, BridgePoint a, BridgePoint b);
