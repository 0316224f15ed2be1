/* What strokes take when they are packed by common means, to hold snapshots against.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Bytes of `xz -9e` over the strokes' points in eighths of a px, as first differences of x, y and pressure in turn, zigzag
 * varints; 0 where there is no xz. */
gsize packing_xz (GPtrArray *strokes);
/* The same, not compressed. */
gsize packing_varints (GPtrArray *strokes);
