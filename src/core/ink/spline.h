/* The smooth curve through a stroke's points, flattened to discs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ink/stroke.h"

/* How far a flattened curve may lie from the true one, in device px: divide by the zoom. */
#define BRIDGE_INK_FLATNESS 0.12

typedef struct
{
  double x;
  double y;
  double radius;
} BridgeInkDisc;

/* A chain of discs; what is drawn is the union of the hulls of neighbours. {0} is a valid empty path. */
typedef struct
{
  BridgeInkDisc *discs;
  size_t         n_discs;
  size_t         capacity;
} BridgeInkPath;

void bridge_ink_path_clear (BridgeInkPath *path);
void bridge_ink_path_add (BridgeInkPath *path, BridgeInkDisc disc);

/* Appends the midpoint quadratic spline of the points: it runs from the first point to the last, and between them from
 * the middle of one segment to the middle of the next, with the point between as its control. Radii run along. Neighbours
 * that coincide are left out; one disc at least for one point at least. */
void bridge_ink_spline (const BridgeInkPoint *points,
                        size_t                n_points,
                        double                size,
                        double                tolerance,
                        BridgeInkPath        *path);

/* The part of that curve that the points first ... last control: adjoining ranges meet in the middle between them, so a
 * stroke under way can be drawn piece by piece while only its tail changes. first <= last < n_points. */
void bridge_ink_spline_range (const BridgeInkPoint *points,
                              size_t                n_points,
                              size_t                first,
                              size_t                last,
                              double                size,
                              double                tolerance,
                              BridgeInkPath        *path);
