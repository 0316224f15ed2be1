/* Steadies the points of a pointer as they come in (the 1 Euro filter; Casiez, Roussel and Vogel, CHI 2012).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ink/filter.h"

#define TWO_PI 6.28318530717958647692

#define POSITION_HZ 12.0 /* the cutoff of a hand at rest */
#define BETA        0.02 /* Hz that each screen px per second adds to it */
#define SPEED_HZ    1.0  /* the cutoff of the speed itself */
#define PRESSURE_HZ 10.0
#define MOUSE_HZ    4.0    /* of a pressure that is made up from speed */
#define MOUSE_REST  0.75   /* the pressure of a mouse at rest ... */
#define MOUSE_FALL  0.5    /* ... and how much of it is gone at MOUSE_FAST */
#define MOUSE_FAST  1600.0 /* screen px per second */
#define LEAST_STEP  1000   /* µs */

void
bridge_ink_filter_init (BridgeInkFilter *filter, double zoom)
{
  *filter = (BridgeInkFilter){ .zoom = zoom };
}

/* How far a first-order low-pass of this cutoff goes towards its input in `step` seconds. */
static double
get_share (double cutoff, double step)
{
  double turns = TWO_PI * cutoff * step;
  return turns / (turns + 1);
}

static double
approach (double from, double to, double cutoff, double step)
{
  return from + get_share (cutoff, step) * (to - from);
}

static double
get_mouse_pressure (const BridgeInkFilter *filter)
{
  double speed = hypot (filter->speed_x, filter->speed_y);
  return MOUSE_REST - MOUSE_FALL * fmin (speed / MOUSE_FAST, 1);
}

static void
move (BridgeInkFilter *filter, BridgePoint raw, double step)
{
  double speed_x = (raw.x - filter->raw.x) * filter->zoom / step;
  double speed_y = (raw.y - filter->raw.y) * filter->zoom / step;
  filter->speed_x = approach (filter->speed_x, speed_x, SPEED_HZ, step);
  filter->speed_y = approach (filter->speed_y, speed_y, SPEED_HZ, step);

  /* One cutoff for both axes, so that a slanted stroke bends no more than a level one. */
  double cutoff = POSITION_HZ + BETA * hypot (filter->speed_x, filter->speed_y);
  filter->steady.x = approach (filter->steady.x, raw.x, cutoff, step);
  filter->steady.y = approach (filter->steady.y, raw.y, cutoff, step);
}

static double
take_step (BridgeInkFilter *filter, int64_t now)
{
  int64_t step = now > filter->then && now - filter->then > LEAST_STEP ? now - filter->then : LEAST_STEP;
  filter->then = now;
  return (double)step / 1e6;
}

static BridgeInkPoint
start (BridgeInkFilter *filter, BridgeInkPoint raw, int64_t now)
{
  filter->started = true;
  filter->then = now;
  filter->raw = filter->steady = raw;
  return raw;
}

BridgeInkPoint
bridge_ink_filter_feed (BridgeInkFilter *filter, BridgeInkPoint raw, int64_t now)
{
  if (!filter->started)
    return start (filter, raw, now);
  double step = take_step (filter, now);
  move (filter, (BridgePoint){ raw.x, raw.y }, step);
  filter->steady.pressure = approach (filter->steady.pressure, raw.pressure, PRESSURE_HZ, step);
  filter->raw = raw;
  return filter->steady;
}

BridgeInkPoint
bridge_ink_filter_feed_mouse (BridgeInkFilter *filter, BridgePoint raw, int64_t now)
{
  if (!filter->started)
    return start (filter, (BridgeInkPoint){ raw.x, raw.y, get_mouse_pressure (filter) }, now);
  double step = take_step (filter, now);
  move (filter, raw, step);
  filter->steady.pressure = approach (filter->steady.pressure, get_mouse_pressure (filter), MOUSE_HZ, step);
  filter->raw = (BridgeInkPoint){ raw.x, raw.y, filter->steady.pressure };
  return filter->steady;
}
