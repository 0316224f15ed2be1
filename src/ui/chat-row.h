/* A bubble of the chat list.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/chat-entry.h"

#include <gtk/gtk.h>

#define BRIDGE_TYPE_CHAT_ROW (bridge_chat_row_get_type ())
G_DECLARE_FINAL_TYPE (BridgeChatRow, bridge_chat_row, BRIDGE, CHAT_ROW, GtkWidget)

GtkWidget *bridge_chat_row_new (void);
void       bridge_chat_row_bind (BridgeChatRow *row, BridgeChatEntry *entry);
