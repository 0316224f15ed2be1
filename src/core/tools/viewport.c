/* The part of the board that a window shows: scroll and zoom as values.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tools/viewport.h"

#include <stddef.h>

void
bridge_viewport_init (BridgeViewport *viewport)
{
  *viewport = (BridgeViewport){ .zoom = 1 };
}

BridgePoint
bridge_viewport_to_board (const BridgeViewport *viewport, BridgePoint at)
{
  return (BridgePoint){ viewport->origin.x + at.x / viewport->zoom, viewport->origin.y + at.y / viewport->zoom };
}

BridgePoint
bridge_viewport_to_view (const BridgeViewport *viewport, BridgePoint at)
{
  return (BridgePoint){ (at.x - viewport->origin.x) * viewport->zoom, (at.y - viewport->origin.y) * viewport->zoom };
}

BridgeRect
bridge_viewport_visible (const BridgeViewport *viewport)
{
  return (BridgeRect){ viewport->origin.x, viewport->origin.y, viewport->width / viewport->zoom,
                       viewport->height / viewport->zoom };
}

void
bridge_viewport_pan (BridgeViewport *viewport, double dx, double dy)
{
  viewport->origin.x -= dx / viewport->zoom;
  viewport->origin.y -= dy / viewport->zoom;
}

void
bridge_viewport_zoom_at (BridgeViewport *viewport, double zoom, BridgePoint at)
{
  BridgePoint fixed = bridge_viewport_to_board (viewport, at);

  viewport->zoom = fmin (fmax (zoom, BRIDGE_ZOOM_MIN), BRIDGE_ZOOM_MAX);
  viewport->origin.x = fixed.x - at.x / viewport->zoom;
  viewport->origin.y = fixed.y - at.y / viewport->zoom;
}

void
bridge_viewport_center (BridgeViewport *viewport, BridgePoint at)
{
  viewport->origin.x = at.x - viewport->width / viewport->zoom / 2;
  viewport->origin.y = at.y - viewport->height / viewport->zoom / 2;
}

void
bridge_viewport_fit (BridgeViewport *viewport, BridgeRect area, double margin)
{
  double width = fmax (viewport->width - 2 * margin, 1);
  double height = fmax (viewport->height - 2 * margin, 1);
  double zoom = 1;

  if (!bridge_rect_is_empty (area))
    zoom = fmin (1, fmin (width / fmax (area.width, 1), height / fmax (area.height, 1)));
  viewport->zoom = fmax (zoom, BRIDGE_ZOOM_MIN);
  bridge_viewport_center (viewport,
                          bridge_rect_is_empty (area) ? (BridgePoint){ 0, 0 } : bridge_rect_center (area));
}

double
bridge_viewport_step (double zoom, int direction)
{
  static const double steps[] = { 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8, 16, 32 };
  const size_t        n_steps = sizeof steps / sizeof steps[0];
  const double        slack = 1.001; /* a zoom that is a step but for rounding is that step */

  if (direction > 0)
    {
      for (size_t i = 0; i < n_steps; i++)
        if (steps[i] > zoom * slack)
          return steps[i];
      return BRIDGE_ZOOM_MAX;
    }
  for (size_t i = n_steps; i-- > 0;)
    if (steps[i] * slack < zoom)
      return steps[i];
  return BRIDGE_ZOOM_MIN;
}
