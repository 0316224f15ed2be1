/* The eraser: takes away whole items that its disc touches.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

/* Everything between where the last sweep ended and where the pointer is now. */
static void
sweep (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  BridgePoint        to = bridge_toolbox_at (toolbox);
  double             radius = BRIDGE_ERASER_RADIUS / toolbox->viewport->zoom;
  BridgeRect         area = bridge_rect_grow (bridge_rect_between (toolbox->erased_to, to), radius);
  size_t             n_items;
  const BridgeItem **items = bridge_board_query (bridge_toolbox_board (toolbox), area, &n_items);
  BridgeBatch        batch;

  bridge_batch_begin (&batch, toolbox, todo);
  for (size_t i = 0; i < n_items; i++)
    if (!bridge_item_is_locked (items[i]) && bridge_item_hit_segment (items[i], toolbox->erased_to, to, radius))
      bridge_compose_delete (bridge_batch_edit (&batch), items[i]->id);
  bridge_batch_end (&batch);
  bridge_free (items);
  toolbox->erased_to = to;
}

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  toolbox->erased_to = toolbox->from;
  sweep (toolbox, event, todo);
}

/* The disc follows the pointer. */
static void
hover (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  todo->flags |= BRIDGE_TODO_OVERLAY | BRIDGE_TODO_CURSOR;
}

static const char *
cursor (const BridgeToolbox *toolbox)
{
  return "none"; /* the overlay shows the disc */
}

const BridgeToolClass bridge_eraser_class = { .press = press, .move = sweep, .hover = hover, .cursor = cursor };
