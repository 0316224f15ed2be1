/* Colours as the board keeps them (0xRRGGBBAA), and how they are shown on a dark board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint/color.h"

#include <math.h>

#define DARKEST    0.05 /* luminance under which a colour drowns in a dark board; purple and brown stay */
#define READABLE   1.8  /* contrast that text needs at least to be left alone */
#define NEAR_WHITE 0xf6f5f4ffu
#define NEAR_BLACK 0x241f31ffu

static double
get_channel (uint32_t color, int shift)
{
  return (color >> shift & 0xff) / 255.0;
}

static double
linearize (double channel)
{
  return channel <= 0.03928 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

double
bridge_color_luminance (uint32_t color)
{
  return 0.2126 * linearize (get_channel (color, 24)) + 0.7152 * linearize (get_channel (color, 16)) +
         0.0722 * linearize (get_channel (color, 8));
}

/* Mirrors the lightness and goes half of what is left towards white. */
uint32_t
bridge_color_adapt (uint32_t color, bool dark)
{
  if (!dark || bridge_color_luminance (color) >= DARKEST)
    return color;
  double   red = get_channel (color, 24), green = get_channel (color, 16), blue = get_channel (color, 8);
  double   rise = 1 - fmax (red, fmax (green, blue)) - fmin (red, fmin (green, blue));
  double   channels[] = { red, green, blue };
  uint32_t adapted = 0;
  for (int i = 0; i < 3; i++)
    adapted = adapted << 8 | (uint32_t)lround ((channels[i] + rise + 1) / 2 * 255);
  return adapted << 8 | (color & 0xff);
}

uint32_t
bridge_color_on (uint32_t color, uint32_t ground)
{
  double a = bridge_color_luminance (color) + 0.05, b = bridge_color_luminance (ground) + 0.05;
  if (fmax (a, b) / fmin (a, b) >= READABLE)
    return color;
  return ((b < 0.23 ? NEAR_WHITE : NEAR_BLACK) & 0xffffff00u) | (color & 0xff);
}

void
bridge_color_set_source (cairo_t *cr, uint32_t color, double opacity)
{
  cairo_set_source_rgba (cr,
                         get_channel (color, 24),
                         get_channel (color, 16),
                         get_channel (color, 8),
                         get_channel (color, 0) * opacity);
}
