/* The smooth curve through a stroke's points, flattened to discs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ink/spline.h"

#include "core/base/memory.h"

#include <assert.h>

/* A curve that would need more pieces was not drawn by a hand. */
#define MOST_PIECES 256

void
bridge_ink_path_clear (BridgeInkPath *path)
{
  bridge_free (path->discs);
  *path = (BridgeInkPath){ 0 };
}

void
bridge_ink_path_add (BridgeInkPath *path, BridgeInkDisc disc)
{
  path->discs = bridge_grow (path->discs, &path->capacity, path->n_discs + 1, sizeof *path->discs);
  path->discs[path->n_discs++] = disc;
}

static void
add_distinct (BridgeInkPath *path, BridgeInkDisc disc, size_t start, double tolerance)
{
  if (path->n_discs > start)
    {
      const BridgeInkDisc *last = &path->discs[path->n_discs - 1];
      if (hypot (disc.x - last->x, disc.y - last->y) + fabs (disc.radius - last->radius) < tolerance / 100)
        return;
    }
  bridge_ink_path_add (path, disc);
}

static BridgeInkDisc
get_disc (const BridgeInkPoint *point, double size)
{
  return (BridgeInkDisc){ point->x, point->y, bridge_ink_radius (size, point->pressure) };
}

static BridgeInkDisc
mix (BridgeInkDisc a, BridgeInkDisc b, double t)
{
  return (BridgeInkDisc){ a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), a.radius + t * (b.radius - a.radius) };
}

/* A chord over 1/n of a quadratic curve strays from it by |a - 2c + b| / (4 n^2). */
static unsigned
count_pieces (BridgeInkDisc a, BridgeInkDisc c, BridgeInkDisc b, double tolerance)
{
  double bend = hypot (a.x - 2 * c.x + b.x, a.y - 2 * c.y + b.y);
  double swell = fabs (a.radius - 2 * c.radius + b.radius);
  double pieces = ceil (sqrt (fmax (bend, swell) / (4 * tolerance)));
  return (unsigned)fmin (fmax (pieces, 1), MOST_PIECES);
}

void
bridge_ink_spline_range (const BridgeInkPoint *points,
                         size_t                n_points,
                         size_t                first,
                         size_t                last,
                         double                size,
                         double                tolerance,
                         BridgeInkPath        *path)
{
  assert (first <= last && last < n_points && tolerance > 0);
  size_t        start = path->n_discs;
  BridgeInkDisc control = get_disc (&points[first], size);
  BridgeInkDisc from = first > 0 ? mix (get_disc (&points[first - 1], size), control, 0.5) : control;
  add_distinct (path, from, start, tolerance);
  for (size_t i = first; i <= last; i++)
    {
      BridgeInkDisc next = i + 1 < n_points ? get_disc (&points[i + 1], size) : control;
      BridgeInkDisc to = mix (control, next, 0.5);
      /* The ends are straight: there the control is an end of its own curve. */
      unsigned n = i == 0 || i + 1 == n_points ? 1 : count_pieces (from, control, to, tolerance);
      for (unsigned k = 1; k <= n; k++)
        {
          double t = (double)k / n;
          add_distinct (path, mix (mix (from, control, t), mix (control, to, t), t), start, tolerance);
        }
      from = to;
      control = next;
    }
}

void
bridge_ink_spline (const BridgeInkPoint *points, size_t n_points, double size, double tolerance, BridgeInkPath *path)
{
  if (n_points > 0)
    bridge_ink_spline_range (points, n_points, 0, n_points - 1, size, tolerance, path);
}
