/* Measures of the shapes that both those who draw them and those who hit them need.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"

#define BRIDGE_SHAPE_CORNER 12.0 /* px, the radius of a rectangle's corners at most; a quarter of its shorter side else */
#define BRIDGE_NOTE_SHADOW  14.0 /* px, how far a note's shadow reaches past its box, at most */

/* How long a wing of an arrow's head is, at a stroke width of `size`. A head reaches no further than this from the tip,
 * but for half the stroke width. */
static inline double
bridge_arrow_wing (double size)
{
  return 6 + 3 * size;
}

/* The ends of the two wings; the head is drawn from one to the tip to the other. All three coincide when the arrow has no
 * length; a short arrow has short wings. */
void bridge_arrow_head (BridgePoint tail, BridgePoint tip, double size, BridgePoint wings[2]);
