/* What happens in a room, as JSON Lines (contracts.md, "tail").
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/guest.h"

#include <glib.h>

/* {"event":"welcome","revision","title","room","host","items","people":[names]}: the board is complete as of that revision. */
void bridge_json_event_welcome (GString *out, const BridgeGuest *guest, guint64 revision, const char *room, const char *host);

/* Appends what an event of the guest is to a reader, a line each; nothing for what is none of theirs (presence, state):
 * - edit: one line for each item that the edit is about, with "revision", "author", "id", "kind", "op" (create, set, append, text,
 *   order, delete, restore) and "changed": of a created item all its properties, else those that were set, "text" as it
 *   is now, "points" that were appended (board px), "deleted", "z" (its place from the bottom). An edit of no item has
 *   "changed" alone: the board's "title", or the author's "name" and "color".
 * - say: "revision", "author", "id", "time", "text"
 * - refused: "revision", "author", "error"
 * - join, leave: "revision", "author", "color"
 * Names and items are those of the guest's board at the time of the call. */
void bridge_json_event (GString *out, const BridgeGuest *guest, const BridgeGuestEvent *event);

/* {"event":"bye","revision","reason"} */
void bridge_json_event_bye (GString *out, guint64 revision, const char *reason);
