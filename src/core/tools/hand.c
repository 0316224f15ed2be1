/* The hand: moves the view, not the board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tools/toolbox-private.h"

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  toolbox->held.x = event->at.x;
  toolbox->held.y = event->at.y;
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  bridge_viewport_pan (toolbox->viewport, event->at.x - toolbox->held.x, event->at.y - toolbox->held.y);
  toolbox->held.x = event->at.x;
  toolbox->held.y = event->at.y;
  todo->flags |= BRIDGE_TODO_VIEWPORT;
}

const BridgeToolClass bridge_hand_class = { .press = press, .move = move };
