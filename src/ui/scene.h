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

/* All that touches `area`, bottom to top, without what is lifted (transfer full: of BridgeStamp). */
GArray *bridge_scene_find (BridgeScene *scene, BridgeRect area);
/* NULL: it is not there, or deleted. Otherwise as bridge_scene_picture. */
BridgePicture *bridge_scene_find_picture (BridgeScene *scene, BridgeStamp item);
/* Whether nothing but what is lifted lies above it. */
gboolean bridge_scene_is_top (BridgeScene *scene, BridgeStamp item);
