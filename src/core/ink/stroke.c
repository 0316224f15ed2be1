/* A stroke as geometry: its points, its radius, and what it touches.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ink/stroke.h"

double
bridge_ink_radius (double size, double pressure)
{
  return size / 2 * (0.35 + 0.65 * pressure);
}

BridgeRect
bridge_ink_extent (const BridgeInkPoint *points, size_t n_points)
{
  if (n_points == 0)
    return BRIDGE_RECT_EMPTY;
  double left = points[0].x, right = left, top = points[0].y, bottom = top;
  for (size_t i = 1; i < n_points; i++)
    {
      left = fmin (left, points[i].x);
      right = fmax (right, points[i].x);
      top = fmin (top, points[i].y);
      bottom = fmax (bottom, points[i].y);
    }
  return (BridgeRect){ left, top, right - left, bottom - top };
}

/* The distance from `at` to the hull of the discs about p and q, negative inside. It is the least of |at - c(u)| - r(u)
 * for a centre c at u along the axis; that function of u is convex and its slope vanishes at a place in closed form. */
static double
measure_capsule (const BridgeInkPoint *p, const BridgeInkPoint *q, double size, BridgePoint at)
{
  double radius = bridge_ink_radius (size, p->pressure);
  double growth = bridge_ink_radius (size, q->pressure) - radius;
  double dx = q->x - p->x, dy = q->y - p->y;
  double length = hypot (dx, dy);
  double from_p = hypot (at.x - p->x, at.y - p->y) - radius;
  double from_q = hypot (at.x - q->x, at.y - q->y) - radius - growth;
  if (length <= fabs (growth))
    return fmin (from_p, from_q);

  double slope = growth / length;
  double along = ((at.x - p->x) * dx + (at.y - p->y) * dy) / length;
  double aside = fabs ((at.x - p->x) * dy - (at.y - p->y) * dx) / length;
  double u = along + aside * slope / sqrt (1 - slope * slope);
  if (u <= 0)
    return from_p;
  if (u >= length)
    return from_q;
  return hypot (along - u, aside) - radius - slope * u;
}

bool
bridge_ink_hit (const BridgeInkPoint *points, size_t n_points, double size, BridgePoint at, double tolerance)
{
  if (n_points == 1)
    return measure_capsule (points, points, size, at) <= tolerance;
  for (size_t i = 1; i < n_points; i++)
    if (measure_capsule (&points[i - 1], &points[i], size, at) <= tolerance)
      return true;
  return false;
}

static double
side_of (BridgePoint a, BridgePoint b, BridgePoint c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool
segments_cross (BridgePoint a, BridgePoint b, BridgePoint c, BridgePoint d)
{
  return side_of (a, b, c) * side_of (a, b, d) < 0 && side_of (c, d, a) * side_of (c, d, b) < 0;
}

/* Where the axes do not cross, the least distance between the two shapes is reached at an end of one of them. */
static bool
capsule_meets_segment (const BridgeInkPoint *p,
                       const BridgeInkPoint *q,
                       double                size,
                       BridgePoint           a,
                       BridgePoint           b,
                       double                tolerance)
{
  BridgePoint from = { p->x, p->y }, to = { q->x, q->y };
  return measure_capsule (p, q, size, a) <= tolerance || measure_capsule (p, q, size, b) <= tolerance ||
         bridge_point_segment_distance (from, a, b) - bridge_ink_radius (size, p->pressure) <= tolerance ||
         bridge_point_segment_distance (to, a, b) - bridge_ink_radius (size, q->pressure) <= tolerance ||
         segments_cross (from, to, a, b);
}

bool
bridge_ink_hit_segment (const BridgeInkPoint *points,
                        size_t                n_points,
                        double                size,
                        BridgePoint           a,
                        BridgePoint           b,
                        double                tolerance)
{
  if (n_points == 1)
    return capsule_meets_segment (points, points, size, a, b, tolerance);
  for (size_t i = 1; i < n_points; i++)
    if (capsule_meets_segment (&points[i - 1], &points[i], size, a, b, tolerance))
      return true;
  return false;
}
