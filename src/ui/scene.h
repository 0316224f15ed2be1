/* The drawn forms of the board's items, kept in step with the board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/board.h"
#include "paint/picture.h"

#include <glib.h>

typedef struct BridgeScene BridgeScene;

BridgeScene *bridge_scene_new (const BridgeBoard *board); /* borrows the board */
void         bridge_scene_free (BridgeScene *scene);

/* Forgets the pictures of what changed; they are made anew when next asked for. */
void bridge_scene_update (BridgeScene *scene, const BridgeChanges *changes);
/* (transfer none): valid until the next update; reference it to keep it. */
BridgePicture *bridge_scene_picture (BridgeScene *scene, const BridgeItem *item);

/* Items that the tiles leave out, since something else draws them. */
void     bridge_scene_set_lifted (BridgeScene *scene, BridgeStamp item, gboolean lifted);
gboolean bridge_scene_is_lifted (BridgeScene *scene, BridgeStamp item);

/* References to the pictures of all that touches `area`, bottom to top, without what is lifted (transfer full). */
GPtrArray *bridge_scene_collect (BridgeScene *scene, BridgeRect area);
