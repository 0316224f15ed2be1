/* The links that lead to this board, to copy and pass on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <adwaita.h>

#define BRIDGE_TYPE_SHARE_DIALOG (bridge_share_dialog_get_type ())
G_DECLARE_FINAL_TYPE (BridgeShareDialog, bridge_share_dialog, BRIDGE, SHARE_DIALOG, AdwWindow)

/* The session is in a room. Of a hosted one it lists a link for each address of this machine, else the link joined by. */
GtkWindow *bridge_share_dialog_new (GtkWindow *parent, BridgeSession *session);
