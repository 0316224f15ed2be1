/* Ink as the document keeps it: whole steps of 2^-k px relative to the item's origin, only ever appended to.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"

#include <stddef.h>
#include <stdint.h>

typedef struct
{
  int32_t x; /* steps; |x| and |y| at most BRIDGE_STEP_MAX */
  int32_t y;
  uint8_t pressure; /* 0 to 255 for 0 to 1 */
} BridgeStep;

#define BRIDGE_STEP_MAX (1 << 29)

/* {0} is empty with precision 0. Owned by an item. */
typedef struct
{
  BridgeStep *steps;
  size_t      count;
  size_t      capacity;
  unsigned    precision; /* k */
} BridgePoints;

void bridge_points_clear (BridgePoints *points);
void bridge_points_append (BridgePoints *points, const BridgeStep *steps, size_t count);

/* px per step, and a board distance in whole steps (rounded, clamped to BRIDGE_STEP_MAX). */
double  bridge_step_size (unsigned precision);
int32_t bridge_step_from (double px, unsigned precision);
uint8_t bridge_pressure_from (double pressure);

/* The extent of the centres relative to the origin, in px; empty when there are none. */
BridgeRect bridge_points_extent (const BridgePoints *points);
