/* The text of an item laid out: measured, drawn, and asked where the caret goes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"

#include <glib.h>
#include <pango/pangocairo.h>

#define BRIDGE_TEXT_FONT "Cantarell,Noto Sans,sans"

/* Belongs to the thread that made it, as pango's fonts do. All places are in px from the top left of the item's unrotated
 * box; all indices count code points, and those past the end count as the end. */
typedef struct BridgeTextLayout BridgeTextLayout;

/* Lays out `text` (valid UTF-8) as an item of that kind (BridgeKind) shows it in a box of that size:
 * - a text begins at the top left and is wrapped where it is clearly wider than a width above 0 (a little slack lets
 *   another machine's fonts differ from the author's); with width 0 it is as wide as it is: so its author measures it;
 * - a note begins inside its padding, its first line, when more follow, being its heading;
 * - other shapes centre it within themselves.
 * In notes and shapes the font shrinks, down to BRIDGE_TEXT_LEAST of its size, until the text fits. */
#define BRIDGE_TEXT_LEAST 0.5

BridgeTextLayout *bridge_text_layout_new (guint32     kind,
                                          const char *text,
                                          double      font_size,
                                          double      width,
                                          double      height);
void              bridge_text_layout_free (BridgeTextLayout *layout);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BridgeTextLayout, bridge_text_layout_free)

/* What the text covers; an empty text is one line high and 0 wide. */
BridgeRect bridge_text_layout_extents (BridgeTextLayout *layout);
/* The size that the text tool stores as the item's: the extents rounded up to whole px. */
BridgePoint bridge_text_layout_size (BridgeTextLayout *layout);
/* The font size after shrinking. */
double bridge_text_layout_font_size (BridgeTextLayout *layout);
gsize  bridge_text_layout_length (BridgeTextLayout *layout);

/* The caret before code point `index`: a rectangle of width 0, as high as its line. */
BridgeRect bridge_text_layout_caret (BridgeTextLayout *layout, gsize index);
/* The caret place nearest to a point. */
gsize bridge_text_layout_index_at (BridgeTextLayout *layout, BridgePoint at);
/* One caret step to the right (or left), as seen: over whole grapheme clusters and through bidirectional text. */
gsize bridge_text_layout_move (BridgeTextLayout *layout, gsize index, int steps);
/* One grapheme cluster onwards (or back) in the order of the text: what Delete and Backspace take. */
gsize bridge_text_layout_step (BridgeTextLayout *layout, gsize index, int steps);
/* The caret place `lines` lines further down (up when negative) nearest to `x`: give the x of the caret from which the
 * vertical moves began. Past the first or last line it is the start or the end. */
gsize bridge_text_layout_move_line (BridgeTextLayout *layout, gsize index, int lines, double x);
/* The start and the end of the (wrapped) line with the caret at `index`. */
gsize bridge_text_layout_line_start (BridgeTextLayout *layout, gsize index);
gsize bridge_text_layout_line_end (BridgeTextLayout *layout, gsize index);
/* The start of the word before `index`, and the end of the word after it. */
gsize bridge_text_layout_word_start (BridgeTextLayout *layout, gsize index);
gsize bridge_text_layout_word_end (BridgeTextLayout *layout, gsize index);
/* What is covered by the code points from ... to - 1, as rectangles (transfer full, g_free). */
BridgeRect *bridge_text_layout_selection (BridgeTextLayout *layout, gsize from, gsize to, gsize *n_rects);

/* Underlines from ... to - 1: what an input method is still composing. */
void bridge_text_layout_underline (BridgeTextLayout *layout, gsize from, gsize to);

/* Draws with the current source; the box's top left is the origin of `cr`. */
void bridge_text_layout_draw (BridgeTextLayout *layout, cairo_t *cr);
