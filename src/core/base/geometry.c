/* Rotation and distance.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/geometry.h"

#define RADIANS_PER_DEGREE (3.14159265358979323846 / 180.0)

BridgePoint
bridge_point_rotate (BridgePoint point, BridgePoint center, double degrees)
{
  double sine = sin (degrees * RADIANS_PER_DEGREE);
  double cosine = cos (degrees * RADIANS_PER_DEGREE);
  double dx = point.x - center.x, dy = point.y - center.y;

  return (BridgePoint){ center.x + dx * cosine - dy * sine, center.y + dx * sine + dy * cosine };
}

BridgeRect
bridge_rect_rotated_bounds (BridgeRect rect, double degrees)
{
  double      sine = fabs (sin (degrees * RADIANS_PER_DEGREE));
  double      cosine = fabs (cos (degrees * RADIANS_PER_DEGREE));
  double      width = rect.width * cosine + rect.height * sine;
  double      height = rect.width * sine + rect.height * cosine;
  BridgePoint center = bridge_rect_center (rect);

  if (degrees == 0 || bridge_rect_is_empty (rect))
    return rect;
  return (BridgeRect){ center.x - width / 2, center.y - height / 2, width, height };
}

double
bridge_point_segment_distance (BridgePoint point, BridgePoint a, BridgePoint b)
{
  double dx = b.x - a.x, dy = b.y - a.y;
  double squared = dx * dx + dy * dy;
  double along = 0;

  if (squared > 0)
    along = fmin (1, fmax (0, ((point.x - a.x) * dx + (point.y - a.y) * dy) / squared));
  return hypot (point.x - (a.x + along * dx), point.y - (a.y + along * dy));
}
