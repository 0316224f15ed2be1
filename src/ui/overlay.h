/* What the tools show above the board: the selection's frame and handles, the rubber band, the eraser, a line being drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/tools/toolbox.h"

#include <gtk/gtk.h>

/* In widget coordinates. */
void bridge_overlay_snapshot (const BridgeToolbox  *toolbox,
                              const BridgeBoard    *board,
                              const BridgeViewport *viewport,
                              const GdkRGBA        *accent,
                              gboolean              dark,
                              GtkSnapshot          *snapshot);
