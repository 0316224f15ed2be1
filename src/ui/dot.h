/* A disc of one colour: a swatch, or a stroke width, on a palette button.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define BRIDGE_TYPE_DOT (bridge_dot_get_type ())
G_DECLARE_FINAL_TYPE (BridgeDot, bridge_dot, BRIDGE, DOT, GtkWidget)

/* color 0xRRGGBBAA; 0 draws in the text's colour. */
GtkWidget *bridge_dot_new (guint32 color, int diameter);
