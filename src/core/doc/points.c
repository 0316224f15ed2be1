/* Ink in whole steps.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/points.h"

#include "core/base/memory.h"

#include <string.h>

void
bridge_points_clear (BridgePoints *points)
{
  bridge_free (points->steps);
  *points = (BridgePoints){ .precision = points->precision };
}

void
bridge_points_append (BridgePoints *points, const BridgeStep *steps, size_t count)
{
  if (count == 0)
    return;
  points->steps = bridge_grow (points->steps, &points->capacity, points->count + count, sizeof *steps);
  memcpy (points->steps + points->count, steps, count * sizeof *steps);
  points->count += count;
}

double
bridge_step_size (unsigned precision)
{
  return ldexp (1, -(int)precision);
}

int32_t
bridge_step_from (double px, unsigned precision)
{
  double steps = round (ldexp (px, (int)precision));

  if (isnan (steps))
    return 0;
  return (int32_t)fmax (-BRIDGE_STEP_MAX, fmin (steps, BRIDGE_STEP_MAX));
}

uint8_t
bridge_pressure_from (double pressure)
{
  /* fmax and fmin prefer a number to NaN. */
  return (uint8_t)lround (fmin (fmax (pressure, 0), 1) * UINT8_MAX);
}

BridgeRect
bridge_points_extent (const BridgePoints *points)
{
  double  size = bridge_step_size (points->precision);
  int32_t left = INT32_MAX, right = INT32_MIN, top = INT32_MAX, bottom = INT32_MIN;

  if (points->count == 0)
    return BRIDGE_RECT_EMPTY;
  for (size_t i = 0; i < points->count; i++)
    {
      BridgeStep at = points->steps[i];

      left = at.x < left ? at.x : left;
      right = at.x > right ? at.x : right;
      top = at.y < top ? at.y : top;
      bottom = at.y > bottom ? at.y : bottom;
    }
  return (BridgeRect){ left * size, top * size, ((double)right - left) * size, ((double)bottom - top) * size };
}
