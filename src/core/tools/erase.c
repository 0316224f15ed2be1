/* The eraser: takes away whole items that its disc touches.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

/* Everything between where the last sweep ended and where the pointer is now. */
static void
sweep (BridgeToolbox *toolbox, BridgePoint to, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  double             radius = BRIDGE_ERASER_RADIUS / toolbox->viewport->zoom;
  BridgeRect         area = bridge_rect_grow (bridge_rect_between (toolbox->erased_to, to), radius);
  size_t             n_items;
  const BridgeItem **items = bridge_board_query (board, area, &n_items);
  BridgeEdit         edit;

  bridge_guest_begin (toolbox->guest, &edit);
  for (size_t i = 0; i < n_items; i++)
    if (!bridge_item_is_locked (items[i]) && bridge_item_hit_segment (items[i], toolbox->erased_to, to, radius))
      bridge_compose_delete (&edit, items[i]->id);
  bridge_free (items);
  bridge_toolbox_commit (toolbox, &edit, todo);
  toolbox->erased_to = to;
}

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  toolbox->erased_to = bridge_toolbox_to_board (toolbox, event->at);
  sweep (toolbox, toolbox->erased_to, todo);
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  sweep (toolbox, bridge_toolbox_to_board (toolbox, event->at), todo);
}

const BridgeToolClass bridge_eraser_class = { .press = press, .move = move };
