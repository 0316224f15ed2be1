/* Steadies the points of a pointer as they come in (the 1 Euro filter; Casiez, Roussel and Vogel, CHI 2012).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ink/stroke.h"

#include <stdint.h>

/* One stroke's worth of state. Positions are board px; the zoom turns speeds into screen px, so that the hand feels the
 * same at every zoom. */
typedef struct
{
  double         zoom;
  bool           started;
  int64_t        then;    /* µs */
  BridgeInkPoint raw;     /* what came in last */
  BridgeInkPoint steady;  /* what went out last */
  double         speed_x; /* smoothed, screen px per second */
  double         speed_y;
} BridgeInkFilter;

void bridge_ink_filter_init (BridgeInkFilter *filter, double zoom);

/* Feeds a pen's point at `now` (µs, of any clock; steps under 1 ms and steps back count as 1 ms) and returns the steadied
 * one. The first point passes as it is. */
BridgeInkPoint bridge_ink_filter_feed (BridgeInkFilter *filter, BridgeInkPoint raw, int64_t now);

/* The same for a pointer without pressure: a slow hand presses, a fast one glides. */
BridgeInkPoint bridge_ink_filter_feed_mouse (BridgeInkFilter *filter, BridgePoint raw, int64_t now);
