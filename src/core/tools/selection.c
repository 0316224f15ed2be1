/* The selection.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/tools/toolbox-private.h"

#include <stdlib.h>
#include <string.h>

size_t
bridge_toolbox_n_selected (const BridgeToolbox *toolbox)
{
  return toolbox->n_selection;
}

BridgeStamp
bridge_toolbox_selected (const BridgeToolbox *toolbox, size_t index)
{
  return toolbox->selection[index];
}

const BridgeItem *
bridge_toolbox_selected_item (const BridgeToolbox *toolbox, size_t index)
{
  return index < toolbox->n_selection ? bridge_toolbox_item (toolbox, toolbox->selection[index]) : NULL;
}

bool
bridge_toolbox_is_selected (const BridgeToolbox *toolbox, BridgeStamp item)
{
  return bridge_map_get (&toolbox->selected, item.lamport, item.site) != NULL;
}

const BridgeItem *
bridge_toolbox_item (const BridgeToolbox *toolbox, BridgeStamp id)
{
  /* None is the board itself. */
  const BridgeItem *item = bridge_stamp_is_none (id) ? NULL : bridge_board_item (bridge_toolbox_board (toolbox), id);

  return item != NULL && !bridge_item_is_deleted (item) ? item : NULL;
}

const BridgeItem *
bridge_toolbox_pick (const BridgeToolbox *toolbox, BridgePoint at)
{
  return bridge_board_pick (bridge_toolbox_board (toolbox), at, BRIDGE_PICK_TOLERANCE / toolbox->viewport->zoom);
}

bool
bridge_item_holds_text (const BridgeItem *item)
{
  return bridge_kind_has_style (item->kind, BRIDGE_PROPERTY_FONT_SIZE) && !bridge_item_is_locked (item);
}

typedef struct
{
  BridgeStamp id;
  size_t      z;
} Placed;

static int
compare_placed (const void *a, const void *b)
{
  const Placed *first = a, *second = b;

  return first->z < second->z ? -1 : first->z > second->z;
}

/* Those that are on the board, once each, bottom to top. Returns how many. */
static size_t
put_in_order (const BridgeToolbox *toolbox, const BridgeStamp *items, size_t n_items, BridgeStamp *ordered)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  Placed            *placed = bridge_new (Placed, n_items);
  size_t             n_placed = 0, n_ordered = 0;

  for (size_t i = 0; i < n_items; i++)
    {
      const BridgeItem *item = bridge_toolbox_item (toolbox, items[i]);

      if (item != NULL)
        placed[n_placed++] = (Placed){ item->id, bridge_board_z (board, item) };
    }
  if (n_placed > 0)
    qsort (placed, n_placed, sizeof *placed, compare_placed);
  for (size_t i = 0; i < n_placed; i++)
    if (i == 0 || placed[i].z != placed[i - 1].z)
      ordered[n_ordered++] = placed[i].id;
  bridge_free (placed);
  return n_ordered;
}

static bool
is_selection (const BridgeToolbox *toolbox, const BridgeStamp *items, size_t n_items)
{
  if (n_items != toolbox->n_selection)
    return false;
  for (size_t i = 0; i < n_items; i++)
    if (!bridge_stamp_equal (items[i], toolbox->selection[i]))
      return false;
  return true;
}

void
bridge_toolbox_select (BridgeToolbox *toolbox, const BridgeStamp *items, size_t n_items, BridgeTodo *todo)
{
  BridgeStamp *ordered = bridge_new (BridgeStamp, n_items);
  size_t       n_ordered = put_in_order (toolbox, items, n_items, ordered);

  if (!is_selection (toolbox, ordered, n_ordered))
    {
      toolbox->selection =
          bridge_grow (toolbox->selection, &toolbox->selection_capacity, n_ordered, sizeof *toolbox->selection);
      bridge_map_clear (&toolbox->selected);
      for (size_t i = 0; i < n_ordered; i++)
        {
          toolbox->selection[i] = ordered[i];
          bridge_map_put (&toolbox->selected, ordered[i].lamport, ordered[i].site, toolbox);
        }
      toolbox->n_selection = n_ordered;
      todo->flags |= BRIDGE_TODO_SELECTION | BRIDGE_TODO_OVERLAY | BRIDGE_TODO_CURSOR;
    }
  bridge_free (ordered);
}

void
bridge_toolbox_refresh_selection (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  size_t       n_items = toolbox->n_selection;
  BridgeStamp *items = bridge_memdup (toolbox->selection, n_items * sizeof *items);

  bridge_toolbox_select (toolbox, items, n_items, todo);
  bridge_free (items);
}

void
bridge_toolbox_select_more (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo)
{
  size_t       n_items = toolbox->n_selection;
  BridgeStamp *items = bridge_new (BridgeStamp, n_items + 1);

  if (n_items > 0)
    memcpy (items, toolbox->selection, n_items * sizeof *items);
  items[n_items] = item;
  bridge_toolbox_select (toolbox, items, n_items + 1, todo);
  bridge_free (items);
}

void
bridge_toolbox_select_less (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo)
{
  BridgeStamp *items = bridge_new (BridgeStamp, toolbox->n_selection);
  size_t       n_items = 0;

  for (size_t i = 0; i < toolbox->n_selection; i++)
    if (!bridge_stamp_equal (toolbox->selection[i], item))
      items[n_items++] = toolbox->selection[i];
  bridge_toolbox_select (toolbox, items, n_items, todo);
  bridge_free (items);
}

/* What one can neither see nor change stays out of it. */
void
bridge_toolbox_select_all (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  size_t             n_visible = bridge_board_n_visible (board), n_items = 0;
  BridgeStamp       *items = bridge_new (BridgeStamp, n_visible);

  for (size_t i = 0; i < n_visible; i++)
    {
      const BridgeItem *item = bridge_board_visible (board, i);

      if (bridge_kind_is_known (item->kind) && !bridge_item_is_locked (item))
        items[n_items++] = item->id;
    }
  bridge_toolbox_set_tool (toolbox, BRIDGE_TOOL_SELECT, todo);
  bridge_toolbox_select (toolbox, items, n_items, todo);
  bridge_free (items);
}

void
bridge_toolbox_board_changed (BridgeToolbox *toolbox, const BridgeChanges *changes, BridgeTodo *todo)
{
  unsigned flags = 0;

  for (size_t i = 0; i < changes->count; i++)
    if (bridge_toolbox_is_selected (toolbox, changes->changes[i].item))
      flags |= changes->changes[i].flags;
  if (flags != 0)
    todo->flags |= BRIDGE_TODO_OVERLAY | BRIDGE_TODO_CURSOR;
  if ((flags & (BRIDGE_CHANGE_REMOVED | BRIDGE_CHANGE_ORDER)) != 0)
    bridge_toolbox_refresh_selection (toolbox, todo);
}
