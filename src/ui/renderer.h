/* Which of GTK's renderers draws the windows.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* After GTK has opened its display and before the first window is realised: where OpenGL is drawn by the processor, cairo is 2 to
 * 19 times cheaper, so GSK_RENDERER becomes "cairo". A value that somebody has set is left alone. */
void bridge_renderer_choose (void);
