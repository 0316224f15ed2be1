/* One line of the chat as the list shows it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/board.h"

#include <glib-object.h>

#define BRIDGE_TYPE_CHAT_ENTRY (bridge_chat_entry_get_type ())
G_DECLARE_FINAL_TYPE (BridgeChatEntry, bridge_chat_entry, BRIDGE, CHAT_ENTRY, GObject)

typedef enum
{
  BRIDGE_CHAT_ENTRY_MINE = 1 << 0,
  BRIDGE_CHAT_ENTRY_WAITING = 1 << 1, /* the room has not taken it yet */
  BRIDGE_CHAT_ENTRY_FOLLOWS = 1 << 2, /* the same person said the line before, a moment ago: no name needed */
} BridgeChatEntryFlags;

BridgeChatEntry *bridge_chat_entry_new (const BridgeBoard *board, const BridgeChatLine *line, BridgeChatEntryFlags flags);
/* Whether it would look the same if it were made anew. */
gboolean bridge_chat_entry_matches (BridgeChatEntry      *entry,
                                    const BridgeBoard    *board,
                                    const BridgeChatLine *line,
                                    BridgeChatEntryFlags  flags);

const char          *bridge_chat_entry_get_name (BridgeChatEntry *entry);
guint32              bridge_chat_entry_get_color (BridgeChatEntry *entry);
const char          *bridge_chat_entry_get_markup (BridgeChatEntry *entry); /* escaped, links made clickable */
const char          *bridge_chat_entry_get_time (BridgeChatEntry *entry);   /* "14:05", with the date on other days */
BridgeChatEntryFlags bridge_chat_entry_get_flags (BridgeChatEntry *entry);

/* `text` as Pango markup in which http and https addresses are links (transfer full). */
char *bridge_chat_linkify (const char *text);
