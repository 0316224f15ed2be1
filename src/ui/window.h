/* One board in a window: header, canvas, palette, chat.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"
#include "ui/canvas.h"

#include <adwaita.h>

#define BRIDGE_TYPE_WINDOW (bridge_window_get_type ())
G_DECLARE_FINAL_TYPE (BridgeWindow, bridge_window, BRIDGE, WINDOW, AdwApplicationWindow)

/* invite (nullable): joins that session; else an empty board of one's own. */
BridgeWindow  *bridge_window_new (AdwApplication *application, BridgeInvite *invite);
BridgeSession *bridge_window_get_session (BridgeWindow *window); /* (transfer none) */
void           bridge_window_toast (BridgeWindow *window, const char *words);
