/* Boards full of handwriting, and what it costs to use them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/guest.h"

#include <glib.h>

#define HANDWRITING_POINTS 60 /* of a stroke */

/* A letter about 24 px wide whose top left is `at`. */
void handwriting_letter (GRand *rand, BridgePoint at, BridgeInkPoint points[HANDWRITING_POINTS]);
/* The same with any number of points. */
void handwriting_curve (GRand *rand, BridgePoint at, BridgeInkPoint *points, gsize n_points);
/* Where the letter `index` of `count` begins: lines of words on a page as wide as 1.6 times its height. */
BridgePoint handwriting_place (gsize index, gsize count);
/* The page's middle. */
BridgePoint handwriting_middle (gsize count);
/* Writes `count` letters on the guest's board. */
void handwriting_fill (BridgeGuest *guest, gsize count);

/* Of the whole process, all its threads, in us. */
gint64 bench_cpu_time (void);
