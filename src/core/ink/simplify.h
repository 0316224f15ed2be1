/* Thins out a chain of discs without moving what is drawn (Ramer 1972; Douglas and Peucker 1973).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ink/spline.h"

/* How far a simplified chain may lie from the full one, in device px: divide by the zoom. */
#define BRIDGE_INK_COARSENESS 0.2

/* Leaves out discs in place: each lies within `tolerance` of the chain that is left, measured on (x, y, 2 * radius). The
 * ends stay. Chains are taken a piece at a time, so the time is bounded by a constant for each disc. */
void bridge_ink_simplify (BridgeInkPath *path, double tolerance);
