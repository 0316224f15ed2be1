/* The chat pane: what was said on this board, and a field to say more.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#include <gtk/gtk.h>

/* Property: unread (uint, read-only, notifies): lines of others that came while the pane was not shown. */
#define BRIDGE_TYPE_CHAT (bridge_chat_get_type ())
G_DECLARE_FINAL_TYPE (BridgeChat, bridge_chat, BRIDGE, CHAT, GtkWidget)

void  bridge_chat_set_session (BridgeChat *chat, BridgeSession *session); /* once */
void  bridge_chat_set_open (BridgeChat *chat, gboolean open);             /* shown: what comes is read */
guint bridge_chat_get_unread (BridgeChat *chat);
void  bridge_chat_grab_entry (BridgeChat *chat);
