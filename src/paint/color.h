/* Colours as the board keeps them (0xRRGGBBAA), and how they are shown on a dark board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#define BRIDGE_COLOR_PAPER       0xf9e58bffu /* a note that has no fill of its own */
#define BRIDGE_COLOR_BOARD       0xfdfdfcffu /* what the board is drawn on, light and dark */
#define BRIDGE_COLOR_BOARD_DARK  0x1e1e20ffu
#define BRIDGE_HIGHLIGHTER_ALPHA 0.45

/* Relative luminance as WCAG 2.1 defines it, 0 to 1; alpha is left aside. */
double bridge_color_luminance (uint32_t color);

/* The colour in which `color` is shown: on a light board itself; on a dark one colours that would drown in it are turned
 * over, black to white, keeping their hue and alpha. */
uint32_t bridge_color_adapt (uint32_t color, bool dark);

/* The colour in which `color` is shown as text upon a ground of that colour: itself if it can be read there, else white
 * or black. */
uint32_t bridge_color_on (uint32_t color, uint32_t ground);

void bridge_color_set_source (cairo_t *cr, uint32_t color, double opacity);
