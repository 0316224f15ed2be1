/* Measures of the shapes that both those who draw them and those who hit them need.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ink/shape.h"

/* Half the angle between the wings: about 33 degrees. */
#define WING_COSINE 0.84
#define WING_SINE   0.5426

void
bridge_arrow_head (BridgePoint tail, BridgePoint tip, double size, BridgePoint wings[2])
{
  double dx = tail.x - tip.x, dy = tail.y - tip.y;
  double length = hypot (dx, dy);
  double reach = length > 0 ? fmin (bridge_arrow_wing (size), length) / length : 0;
  for (int i = 0; i < 2; i++)
    {
      double sine = i == 0 ? WING_SINE : -WING_SINE;
      wings[i].x = tip.x + reach * (dx * WING_COSINE - dy * sine);
      wings[i].y = tip.y + reach * (dx * sine + dy * WING_COSINE);
    }
}
