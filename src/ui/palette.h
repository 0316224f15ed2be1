/* The floating palette: tools, colours, sizes, as buttons of the window's actions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define BRIDGE_TYPE_PALETTE (bridge_palette_get_type ())
G_DECLARE_FINAL_TYPE (BridgePalette, bridge_palette, BRIDGE, PALETTE, GtkWidget)
