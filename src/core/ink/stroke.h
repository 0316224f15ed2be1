/* A stroke as geometry: its points, its radius, and what it touches.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct
{
  double x; /* board px, or px of the item's own frame */
  double y;
  double pressure; /* 0 to 1 */
} BridgeInkPoint;

/* Half the width of a stroke of `size` px at a point: size / 2 * (0.35 + 0.65 * pressure). */
double bridge_ink_radius (double size, double pressure);

/* The bounds of the points' centres, without the width; empty when there are none. */
BridgeRect bridge_ink_extent (const BridgeInkPoint *points, size_t n_points);

/* Whether a disc of radius `tolerance` about `at` touches the stroke, taken as a chain of capsules whose radii
 * follow the pressure; one point is a disc. */
bool bridge_ink_hit (const BridgeInkPoint *points, size_t n_points, double size, BridgePoint at, double tolerance);

/* Whether a disc of radius `tolerance` that moves from a to b touches the stroke (the eraser's question). */
bool bridge_ink_hit_segment (const BridgeInkPoint *points,
                             size_t                n_points,
                             double                size,
                             BridgePoint           a,
                             BridgePoint           b,
                             double                tolerance);
