/* The outline of a chain of discs, as polygons for one nonzero fill.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ink/spline.h"

/* Closed polygons, all of one orientation (clockwise as seen with y down, that is a positive sum of x dy - y dx): run i is
 * points[starts[i]] up to points[starts[i + 1]], the last run up to n_points. Filled together with the nonzero rule they
 * cover the union of the hulls of neighbouring discs without holes, so that one translucent fill has an even alpha.
 * {0} is a valid empty outline. */
typedef struct
{
  BridgePoint *points;
  size_t       n_points;
  size_t       points_capacity;
  size_t      *starts;
  size_t       n_runs;
  size_t       starts_capacity;
} BridgeInkOutline;

void   bridge_ink_outline_clear (BridgeInkOutline *outline);
size_t bridge_ink_outline_run_end (const BridgeInkOutline *outline, size_t run); /* one past the run's last point */

/* Appends the outline of the discs; arcs stray from their circles by at most `tolerance`. */
void bridge_ink_outline_add (BridgeInkOutline *outline, const BridgeInkDisc *discs, size_t n_discs, double tolerance);
