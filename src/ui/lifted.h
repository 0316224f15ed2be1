/* Items that change right now, drawn live above the tiles until these have caught up.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An item that changes is lifted out of the tiles: it is drawn at once from its picture, a growing stroke from frozen pieces and
 * a tail, and the tiles below do not have to be made anew for each step. Once it has been still for a moment it is put back, and
 * its live form stays until the tiles under it have landed. */
#pragma once

#include "ui/tiles.h"

#define BRIDGE_LIFTED_MAX   64     /* more changes at once than this go straight into the tiles */
#define BRIDGE_LIFTED_STILL 250000 /* us without a change before an item is put back */

typedef struct BridgeLifted BridgeLifted;

BridgeLifted *bridge_lifted_new (const BridgeBoard *board, BridgeScene *scene, BridgeTiles *tiles); /* borrows all */
void          bridge_lifted_free (BridgeLifted *lifted);

/* Takes in what has changed: lifts items, and invalidates the tiles for what is not lifted. `now` in us. */
void bridge_lifted_update (BridgeLifted *lifted, const BridgeChanges *changes, gint64 now);
/* Puts back what is still, drops what has landed. Returns whether to call again: as long as anything is lifted. */
gboolean bridge_lifted_tick (BridgeLifted *lifted, gint64 now);
/* An item that somebody else draws (writing in place) is lifted and not drawn here. */
void bridge_lifted_hide (BridgeLifted *lifted, BridgeStamp item, gboolean hidden);

void bridge_lifted_snapshot (BridgeLifted         *lifted,
                             const BridgeViewport *viewport,
                             int                   scale_factor,
                             gboolean              dark,
                             GtkSnapshot          *snapshot);
