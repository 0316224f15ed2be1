/* The hand: moves the view, not the board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tools/toolbox-private.h"

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  toolbox->held = event->at;
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  bridge_viewport_pan (toolbox->viewport, event->at.x - toolbox->held.x, event->at.y - toolbox->held.y);
  toolbox->held = event->at;
  todo->flags |= BRIDGE_TODO_VIEWPORT;
}

static const char *
cursor (const BridgeToolbox *toolbox)
{
  return toolbox->dragging ? "grabbing" : "grab";
}

const BridgeToolClass bridge_hand_class = { .press = press, .move = move, .cursor = cursor };
