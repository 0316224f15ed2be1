/* The drawn form of one item: immutable, shared between threads, drawn on any cairo context.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The thread that owns the board makes a picture of each item and hands references to whoever rasterises; a picture knows
 * no board. Drawing may happen on any number of threads at once. */
#pragma once

#include "core/doc/item.h"

#include <cairo.h>
#include <glib.h>

typedef struct
{
  double scale; /* device px per board px, > 0: chooses the detail; the caller has scaled `cr` */
  bool   dark;  /* for a dark board; exports are light */
} BridgePaintStyle;

typedef struct BridgePicture BridgePicture;

/* Copies what it needs of the item. */
BridgePicture *bridge_picture_new (const BridgeItem *item);

/* A piece of a stroke or highlighter under way, for the live overlay: the part of its curve that the points first ... last
 * control (bridge_ink_spline_range). Pieces of adjoining ranges overlap where they join, so they are drawn opaque: put
 * bridge_picture_opacity around them all. first <= last < the item's points. */
BridgePicture *bridge_picture_new_piece (const BridgeItem *item, size_t first, size_t last);

/* Without its text: under an editor that draws the text itself (text-layout.h), in the colour below. */
BridgePicture *bridge_picture_new_blank (const BridgeItem *item);
uint32_t       bridge_picture_text_color (const BridgePicture *picture, bool dark);

BridgePicture *bridge_picture_ref (BridgePicture *picture);
void           bridge_picture_unref (BridgePicture *picture); /* NULL is allowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BridgePicture, bridge_picture_unref)

/* All that it paints, board px; empty for what is not drawn. */
BridgeRect bridge_picture_bounds (const BridgePicture *picture);
/* The alpha that a stroke or highlighter has as a whole, that of its colour included. */
double bridge_picture_opacity (const BridgePicture *picture);

/* Draws in board px. What lies beyond the reach of cairo's numbers (8 million device px from the context's origin) is left
 * out. Outlines are kept for the next time, within a common budget. */
void bridge_picture_draw (BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style);
