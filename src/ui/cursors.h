/* The others' cursors, gliding from place to place, and the outlines of what they have selected.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/guest.h"
#include "core/tools/viewport.h"

#include <gtk/gtk.h>

typedef struct BridgeCursors BridgeCursors;

BridgeCursors *bridge_cursors_new (void);
void           bridge_cursors_free (BridgeCursors *cursors);

void bridge_cursors_present (BridgeCursors *cursors, const BridgePerson *person, const BridgePresence *presence);
void bridge_cursors_remove (BridgeCursors *cursors, guint32 person);
void bridge_cursors_clear (BridgeCursors *cursors);

/* Moves them on by `elapsed` us; whether any is still on its way. */
gboolean bridge_cursors_tick (BridgeCursors *cursors, gint64 elapsed);
/* In widget coordinates; `widget` lends its fonts. */
void bridge_cursors_snapshot (BridgeCursors        *cursors,
                              const BridgeBoard    *board,
                              const BridgeViewport *viewport,
                              GtkWidget            *widget,
                              GtkSnapshot          *snapshot);
