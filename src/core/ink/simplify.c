/* Thins out a chain of discs without moving what is drawn (Ramer 1972; Douglas and Peucker 1973).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ink/simplify.h"

/* Discs taken at once: the worst case is quadratic within a piece and linear in all. */
#define PIECE 512

typedef struct
{
  double x, y, z;
} Vector;

static Vector
subtract (const BridgeInkDisc *a, const BridgeInkDisc *b)
{
  return (Vector){ a->x - b->x, a->y - b->y, 2 * (a->radius - b->radius) };
}

static double
dot (Vector a, Vector b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

/* The square of the distance from `at` to the segment a-b. */
static double
stray (const BridgeInkDisc *at, const BridgeInkDisc *a, const BridgeInkDisc *b)
{
  Vector axis = subtract (b, a), off = subtract (at, a);
  double length = dot (axis, axis);
  double t = length > 0 ? fmin (fmax (dot (off, axis) / length, 0), 1) : 0;
  off = (Vector){ off.x - t * axis.x, off.y - t * axis.y, off.z - t * axis.z };
  return dot (off, off);
}

/* The disc that strays furthest from the segment between the first and the last; 0 when all are near enough. */
static unsigned
find_furthest (const BridgeInkDisc *discs, unsigned first, unsigned last, double limit)
{
  unsigned furthest = 0;
  for (unsigned i = first + 1; i < last; i++)
    {
      double square = stray (&discs[i], &discs[first], &discs[last]);
      if (square > limit)
        {
          limit = square;
          furthest = i;
        }
    }
  return furthest;
}

static void
mark_piece (const BridgeInkDisc *discs, unsigned n, double limit, bool keep[PIECE])
{
  unsigned ends[PIECE], depth = 0, first = 0;
  for (unsigned i = 0; i < n; i++)
    keep[i] = i == 0 || i + 1 == n;
  ends[depth++] = n - 1;
  while (depth > 0)
    {
      unsigned middle = find_furthest (discs, first, ends[depth - 1], limit);
      if (middle == 0)
        {
          first = ends[--depth];
          continue;
        }
      keep[middle] = true;
      ends[depth++] = middle;
    }
}

void
bridge_ink_simplify (BridgeInkPath *path, double tolerance)
{
  bool           keep[PIECE];
  size_t         n_kept = 1;
  BridgeInkDisc *discs = path->discs;
  /* Neighbouring pieces share a disc; it is already kept when the next piece begins. */
  for (size_t start = 0; start + 1 < path->n_discs; start += PIECE - 1)
    {
      size_t   left = path->n_discs - start;
      unsigned n = left < PIECE ? (unsigned)left : PIECE;
      mark_piece (&discs[start], n, tolerance * tolerance, keep);
      for (unsigned i = 1; i < n; i++)
        if (keep[i])
          discs[n_kept++] = discs[start + i];
    }
  if (path->n_discs > 0)
    path->n_discs = n_kept;
}
