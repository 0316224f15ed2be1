/* The start page: shown on an empty board until the first stroke, beside the tools, never in their way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define BRIDGE_TYPE_WELCOME (bridge_welcome_get_type ())
G_DECLARE_FINAL_TYPE (BridgeWelcome, bridge_welcome, BRIDGE, WELCOME, GtkWidget)
