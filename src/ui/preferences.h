/* The preferences: my name, my colour, the look.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define BRIDGE_TYPE_PREFERENCES (bridge_preferences_get_type ())
G_DECLARE_FINAL_TYPE (BridgePreferences, bridge_preferences, BRIDGE, PREFERENCES, AdwPreferencesWindow)

GtkWindow *bridge_preferences_new (void);
