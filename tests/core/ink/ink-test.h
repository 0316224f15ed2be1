/* What the tests of core/ink share: a printed seed, scribbles, and an exact measure of a chain of discs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/ink/spline.h"

#include <glib.h>

static inline BridgeRandom
test_random (void)
{
  const char  *given = g_getenv ("DRAWBRIDGE_SEED");
  guint64      seed = given != NULL ? g_ascii_strtoull (given, NULL, 10) : (guint64)g_get_real_time ();
  BridgeRandom random;
  g_test_message ("DRAWBRIDGE_SEED=%" G_GUINT64_FORMAT, seed);
  bridge_random_init (&random, seed);
  return random;
}

static inline double
test_between (BridgeRandom *random, double low, double high)
{
  return low + (high - low) * bridge_random_unit (random);
}

/* A hand's path: it goes on, bends, and now and then turns on its heel or stands still. */
static inline void
test_scribble (BridgeRandom *random, BridgeInkPoint *points, size_t n_points)
{
  BridgeInkPoint at = { 100, 100, bridge_random_unit (random) };
  double         heading = test_between (random, 0, 6.28), bend = 0;
  for (size_t i = 0; i < n_points; i++)
    {
      points[i] = at;
      guint64 whim = bridge_random_below (random, 24);
      if (whim == 0)
        heading += 3.14159265358979;
      if (whim == 1)
        continue;
      double step = test_between (random, 0.2, 12);
      bend = 0.8 * bend + test_between (random, -0.25, 0.25);
      heading += bend;
      at.x += step * cos (heading);
      at.y += step * sin (heading);
      at.pressure = CLAMP (at.pressure + test_between (random, -0.15, 0.15), 0, 1);
    }
}

static inline double
test_measure_at (const BridgeInkDisc *a, const BridgeInkDisc *b, BridgePoint at, double t)
{
  return hypot (at.x - a->x - t * (b->x - a->x), at.y - a->y - t * (b->y - a->y)) -
         (a->radius + t * (b->radius - a->radius));
}

/* The distance from a point to the hull of two discs, negative inside; a ternary search, as the measure is convex. */
static inline double
test_measure (const BridgeInkDisc *a, const BridgeInkDisc *b, BridgePoint at)
{
  double low = 0, high = 1;
  for (int i = 0; i < 50; i++)
    {
      double first = low + (high - low) / 3, second = high - (high - low) / 3;
      if (test_measure_at (a, b, at, first) < test_measure_at (a, b, at, second))
        high = second;
      else
        low = first;
    }
  return test_measure_at (a, b, at, low);
}

static inline double
test_measure_chain (const BridgeInkDisc *discs, size_t n_discs, BridgePoint at)
{
  double least = test_measure (&discs[0], &discs[0], at);
  for (size_t i = 1; i < n_discs; i++)
    least = fmin (least, test_measure (&discs[i - 1], &discs[i], at));
  return least;
}
