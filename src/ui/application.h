/* The application: windows, links that are opened, dialogs that belong to no board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define BRIDGE_TYPE_APPLICATION (bridge_application_get_type ())
G_DECLARE_FINAL_TYPE (BridgeApplication, bridge_application, BRIDGE, APPLICATION, AdwApplication)

BridgeApplication *bridge_application_new (void);
