/* The paper and its dots.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/tools/viewport.h"

#include <gtk/gtk.h>

typedef struct BridgeGround BridgeGround;

BridgeGround *bridge_ground_new (void);
void          bridge_ground_free (BridgeGround *ground);

/* In widget coordinates. */
void bridge_ground_snapshot (BridgeGround *ground, const BridgeViewport *viewport, int scale_factor, gboolean dark, GtkSnapshot *snapshot);
