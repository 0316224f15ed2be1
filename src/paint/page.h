/* A whole board drawn into a PNG or SVG file, with no display.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "paint/picture.h"

/* What a page may measure at most; a larger one is scaled down, never cut. */
#define BRIDGE_PAGE_SIDE_MAX   16384.0      /* px */
#define BRIDGE_PAGE_PIXELS_MAX (64.0 * 1e6) /* of a PNG: 256 MB while it is drawn */

typedef struct
{
  BridgePicture *const *pictures; /* bottom to top; borrowed */
  size_t                n_pictures;
  double                scale;      /* px of the file per board px, usually 1 or 2 */
  double                margin;     /* board px around what is drawn */
  uint32_t              background; /* 0xRRGGBBAA; alpha 0 for none */
  bool                  dark;
} BridgePage;

/* What the page shows, board px: the pictures' bounds with the margin, at least 1 x 1. */
BridgeRect bridge_page_area (const BridgePage *page);

/* Each returns the file (transfer full), or NULL when cairo has no memory for it. An empty board gives an empty page. */
GBytes *bridge_page_to_png (const BridgePage *page);
GBytes *bridge_page_to_svg (const BridgePage *page);
