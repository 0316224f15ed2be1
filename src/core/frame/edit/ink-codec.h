/* Ink as second differences, and batches of it packed in bits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"
#include "core/base/reader.h"
#include "core/doc/points.h"

#include <stdbool.h>

/* The last two points, from which the next is foretold: in each coordinate as far on as the last was from the one
 * before, and the last pressure. {0} is where ink begins. */
typedef struct
{
  int32_t x[2]; /* the last, then the one before */
  int32_t y[2];
  uint8_t pressure;
} BridgeInkTrail;

/* By how much a point misses what was foretold: second differences, zigzag; at most 2^32. */
typedef struct
{
  uint64_t x;
  uint64_t y;
} BridgeInkMiss;

/* A trail that stands still at a point. */
BridgeInkTrail bridge_ink_trail_at (BridgeStep step);
BridgeInkMiss  bridge_ink_trail_miss (const BridgeInkTrail *trail, BridgeStep step);
/* Moves on to the point that misses by that much, with that pressure; false when it is beyond BRIDGE_STEP_MAX. */
bool bridge_ink_trail_follow (BridgeInkTrail *trail, BridgeInkMiss miss, uint8_t pressure);
void bridge_ink_trail_move (BridgeInkTrail *trail, BridgeStep step);

/* A batch of at least one point: its count, then the points, in bits up to the next whole byte. `trail` is where the ink
 * left off, NULL when the batch is to be read by itself. */
void bridge_ink_put (BridgeBytes *out, const BridgeInkTrail *trail, const BridgeStep *steps, uint32_t count);
/* A new array of *count points; NULL after a failure. LIMIT for more than `limit`, RANGE beyond BRIDGE_STEP_MAX. */
BridgeStep *bridge_ink_get (BridgeReader *reader, const BridgeInkTrail *trail, uint32_t limit, uint32_t *count);
