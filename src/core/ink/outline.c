/* The outline of a chain of discs, as polygons for one nonzero fill.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two discs have two common tangents. Each is known by its unit normal m: the tangent touches a disc of radius r about p at
 * p + r m. A run is walked there on its left side and back on what is then the left side, so the whole outline is one
 * closed walk over tangents. Where m turns outward the walk follows the disc's arc; where it turns inward the two tangents
 * meet at p + r (m0 + m1) / (1 + m0.m1). That meeting point must lie on both tangents' own stretch, else the inner side
 * would flip over and cancel the fill; so the chain is split into another run wherever the turn is too sharp for that. */
#include "core/ink/outline.h"

#include "core/base/memory.h"

#define TWO_PI 6.28318530717958647692

#define SPLIT_COSINE 0.8   /* a turn of about 37 degrees */
#define SPLIT_SHARE  0.45  /* how much of a stretch the meeting point at one end may use up */
#define STEEPEST     0.995 /* a cone steeper than this is taken for a jump of the radius */
#define LEAST_LENGTH 1e-9
#define LEAST_ANGLE  0.01 /* of an arc's step */

typedef struct
{
  BridgePoint normal;  /* of the left tangent, walking from a to b */
  double      stretch; /* the tangent's length between the points of touch */
} Tangent;

void
bridge_ink_outline_clear (BridgeInkOutline *outline)
{
  bridge_free (outline->points);
  bridge_free (outline->starts);
  *outline = (BridgeInkOutline){ 0 };
}

size_t
bridge_ink_outline_run_end (const BridgeInkOutline *outline, size_t run)
{
  return run + 1 < outline->n_runs ? outline->starts[run + 1] : outline->n_points;
}

static void
start_run (BridgeInkOutline *outline)
{
  outline->starts = bridge_grow (outline->starts, &outline->starts_capacity, outline->n_runs + 1, sizeof (size_t));
  outline->starts[outline->n_runs++] = outline->n_points;
}

static void
add_point (BridgeInkOutline *outline, double x, double y)
{
  outline->points = bridge_grow (outline->points, &outline->points_capacity, outline->n_points + 1, sizeof (BridgePoint));
  outline->points[outline->n_points++] = (BridgePoint){ x, y };
}

/* Coordinates that overflow a square were refused long before; hypot's care would cost as much as all the rest. */
static double
get_length (double dx, double dy)
{
  return sqrt (dx * dx + dy * dy);
}

/* Whether the discs have no tangents worth the name: they coincide, or one swallows the other. */
static bool
is_jump (const BridgeInkDisc *a, const BridgeInkDisc *b)
{
  double length = get_length (b->x - a->x, b->y - a->y);
  return length < LEAST_LENGTH || fabs (b->radius - a->radius) > STEEPEST * length;
}

static Tangent
get_tangent (const BridgeInkDisc *a, const BridgeInkDisc *b)
{
  double dx = b->x - a->x, dy = b->y - a->y;
  double length = get_length (dx, dy);
  double sine = (b->radius - a->radius) / length;
  double cosine = sqrt (1 - sine * sine);
  dx /= length;
  dy /= length;
  return (Tangent){ { dy * cosine - dx * sine, -dx * cosine - dy * sine }, length * cosine };
}

static double
dot (BridgePoint a, BridgePoint b)
{
  return a.x * b.x + a.y * b.y;
}

static double
cross (BridgePoint a, BridgePoint b)
{
  return a.x * b.y - a.y * b.x;
}

/* tan (angle / 2) = sin (angle) / (1 + cos (angle)) */
static bool
is_sharp (const Tangent *in, const Tangent *out, double radius)
{
  double cosine = dot (in->normal, out->normal);
  double sine = fabs (cross (in->normal, out->normal));
  return cosine < SPLIT_COSINE ||
         radius * sine / (1 + cosine) > SPLIT_SHARE * fmin (in->stretch, out->stretch);
}

static bool
must_split (const BridgeInkDisc *a, const BridgeInkDisc *b, const BridgeInkDisc *c)
{
  Tangent in = get_tangent (a, b), out = get_tangent (b, c);
  if (is_sharp (&in, &out, b->radius))
    return true;
  Tangent back_in = get_tangent (c, b), back_out = get_tangent (b, a);
  return is_sharp (&back_in, &back_out, b->radius);
}

static double
get_step (double radius, double tolerance)
{
  if (radius <= tolerance)
    return TWO_PI / 4;
  return fmin (fmax (2 * acos (1 - tolerance / radius), LEAST_ANGLE), TWO_PI / 8);
}

/* Points from direction `from` through `angle` (growing), both ends included. */
static void
add_arc (BridgeInkOutline *outline, const BridgeInkDisc *disc, BridgePoint from, double angle, double tolerance)
{
  unsigned n = (unsigned)ceil (angle / get_step (disc->radius, tolerance));
  n = n > 0 ? n : 1;
  double cosine = cos (angle / n), sine = sin (angle / n);
  double x = from.x * disc->radius, y = from.y * disc->radius;
  for (unsigned i = 0; i <= n; i++)
    {
      add_point (outline, disc->x + x, disc->y + y);
      double turned = x * cosine - y * sine;
      y = x * sine + y * cosine;
      x = turned;
    }
}

static void
add_cap (BridgeInkOutline *outline, const BridgeInkDisc *disc, BridgePoint from, BridgePoint to, double tolerance)
{
  double angle = atan2 (cross (from, to), dot (from, to));
  add_arc (outline, disc, from, angle < 0 ? angle + TWO_PI : angle, tolerance);
}

static void
add_joint (BridgeInkOutline *outline, const BridgeInkDisc *disc, BridgePoint from, BridgePoint to, double tolerance)
{
  double sine = cross (from, to), cosine = dot (from, to);
  if (sine > 0)
    {
      add_arc (outline, disc, from, atan2 (sine, cosine), tolerance);
      return;
    }
  double reach = disc->radius / (1 + cosine);
  add_point (outline, disc->x + reach * (from.x + to.x), disc->y + reach * (from.y + to.y));
}

static void
add_circle (BridgeInkOutline *outline, const BridgeInkDisc *disc, double tolerance)
{
  start_run (outline);
  add_arc (outline, disc, (BridgePoint){ 1, 0 }, TWO_PI, tolerance);
  outline->n_points--; /* the first point again */
}

static void
add_run (BridgeInkOutline *outline, const BridgeInkDisc *discs, size_t n, double tolerance)
{
  if (n == 1)
    {
      add_circle (outline, discs, tolerance);
      return;
    }
  start_run (outline);
  BridgePoint first = get_tangent (&discs[0], &discs[1]).normal, from = first, to;
  for (size_t i = 1; i + 1 < n; i++, from = to)
    {
      to = get_tangent (&discs[i], &discs[i + 1]).normal;
      add_joint (outline, &discs[i], from, to, tolerance);
    }
  to = get_tangent (&discs[n - 1], &discs[n - 2]).normal;
  add_cap (outline, &discs[n - 1], from, to, tolerance);
  for (size_t i = n - 2; i > 0; i--)
    {
      from = to;
      to = get_tangent (&discs[i], &discs[i - 1]).normal;
      add_joint (outline, &discs[i], from, to, tolerance);
    }
  add_cap (outline, &discs[0], to, first, tolerance);
}

void
bridge_ink_outline_add (BridgeInkOutline *outline, const BridgeInkDisc *discs, size_t n_discs, double tolerance)
{
  size_t start = 0;
  for (size_t i = 1; i < n_discs; i++)
    {
      bool jump = is_jump (&discs[i - 1], &discs[i]);
      if (jump || (i - start >= 2 && must_split (&discs[i - 2], &discs[i - 1], &discs[i])))
        {
          add_run (outline, &discs[start], i - start, tolerance);
          start = jump ? i : i - 1;
        }
    }
  if (n_discs > 0)
    add_run (outline, &discs[start], n_discs - start, tolerance);
}
