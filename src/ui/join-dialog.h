/* Asks for a link, shows what it leads to, and joins in a window of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define BRIDGE_TYPE_JOIN_DIALOG (bridge_join_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BridgeJoinDialog, bridge_join_dialog, BRIDGE, JOIN_DIALOG, AdwWindow)

/* Activates app.open-link with the link when the person joins. A link on the clipboard is filled in. */
GtkWindow *bridge_join_dialog_new (GtkWindow *parent);
