/* A board drawn into a file, with no display.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/board.h"

#include <glib.h>

/* All that is visible, on the light board's colour with a margin around (transfer full). NULL when there is no memory for it. */
GBytes *bridge_export_png (const BridgeBoard *board);
GBytes *bridge_export_svg (const BridgeBoard *board);
