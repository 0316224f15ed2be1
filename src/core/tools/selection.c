/* The selection, and the commands that act on it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

#include <stdlib.h>

#define DUPLICATE_OFFSET 16.0 /* board px, either way */

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
  return bridge_board_item (bridge_toolbox_board (toolbox), toolbox->selection[index]);
}

bool
bridge_toolbox_is_selected (const BridgeToolbox *toolbox, BridgeStamp item)
{
  for (size_t i = 0; i < toolbox->n_selection; i++)
    if (bridge_stamp_equal (toolbox->selection[i], item))
      return true;
  return false;
}

static const BridgeItem *
visible_item (const BridgeToolbox *toolbox, BridgeStamp id)
{
  const BridgeItem *item = bridge_stamp_is_none (id) ? NULL : bridge_board_item (bridge_toolbox_board (toolbox), id);

  return item != NULL && !bridge_item_is_deleted (item) ? item : NULL;
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

/* Keeps what is on the board, once each, bottom to top. */
void
bridge_toolbox_select (BridgeToolbox *toolbox, const BridgeStamp *items, size_t n_items, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  Placed            *placed = bridge_new (Placed, n_items);
  size_t             n_placed = 0, n_kept = 0;

  for (size_t i = 0; i < n_items; i++)
    {
      const BridgeItem *item = visible_item (toolbox, items[i]);

      if (item != NULL)
        placed[n_placed++] = (Placed){ item->id, bridge_board_z (board, item) };
    }
  if (n_placed > 0)
    qsort (placed, n_placed, sizeof *placed, compare_placed);
  toolbox->selection = bridge_grow (toolbox->selection, &toolbox->selection_capacity, n_placed, sizeof *toolbox->selection);
  for (size_t i = 0; i < n_placed; i++)
    if (i == 0 || placed[i].z != placed[i - 1].z)
      toolbox->selection[n_kept++] = placed[i].id;
  toolbox->n_selection = n_kept;
  bridge_free (placed);
  todo->flags |= BRIDGE_TODO_SELECTION | BRIDGE_TODO_OVERLAY | BRIDGE_TODO_CURSOR;
}

void
bridge_toolbox_select_more (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo)
{
  size_t       n_items = toolbox->n_selection;
  BridgeStamp *items = bridge_new (BridgeStamp, n_items + 1);

  for (size_t i = 0; i < n_items; i++)
    items[i] = toolbox->selection[i];
  items[n_items] = item;
  bridge_toolbox_select (toolbox, items, n_items + 1, todo);
  bridge_free (items);
}

void
bridge_toolbox_select_less (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo)
{
  size_t n_kept = 0;

  for (size_t i = 0; i < toolbox->n_selection; i++)
    if (!bridge_stamp_equal (toolbox->selection[i], item))
      toolbox->selection[n_kept++] = toolbox->selection[i];
  toolbox->n_selection = n_kept;
  todo->flags |= BRIDGE_TODO_SELECTION | BRIDGE_TODO_OVERLAY;
}

void
bridge_toolbox_select_all (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  size_t             n_items = bridge_board_n_visible (board);
  BridgeStamp       *items = bridge_new (BridgeStamp, n_items);

  for (size_t i = 0; i < n_items; i++)
    items[i] = bridge_board_visible (board, i)->id;
  bridge_toolbox_set_tool (toolbox, BRIDGE_TOOL_SELECT, todo);
  bridge_toolbox_select (toolbox, items, n_items, todo);
  bridge_free (items);
}

void
bridge_toolbox_board_changed (BridgeToolbox *toolbox, const BridgeChanges *changes, BridgeTodo *todo)
{
  unsigned relevant = BRIDGE_CHANGE_REMOVED | BRIDGE_CHANGE_ORDER;
  bool     gone = false;

  for (size_t i = 0; i < changes->count; i++)
    if (bridge_toolbox_is_selected (toolbox, changes->changes[i].item))
      {
        gone = gone || (changes->changes[i].flags & relevant) != 0;
        todo->flags |= BRIDGE_TODO_OVERLAY;
      }
  if (gone)
    {
      size_t       n_items = toolbox->n_selection;
      BridgeStamp *items = bridge_memdup (toolbox->selection, n_items * sizeof *items);

      bridge_toolbox_select (toolbox, items, n_items, todo);
      bridge_free (items);
    }
}

void
bridge_toolbox_delete (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  BridgeEdit edit;

  bridge_guest_begin (toolbox->guest, &edit);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = visible_item (toolbox, toolbox->selection[i]);

      if (item != NULL && !bridge_item_is_locked (item))
        bridge_compose_delete (&edit, item->id);
      else if (item != NULL)
        todo->refusal = BRIDGE_REFUSAL_LOCKED;
    }
  bridge_toolbox_commit (toolbox, &edit, todo);
  bridge_toolbox_board_changed (toolbox, &todo->changes, todo);
}

void
bridge_toolbox_duplicate (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  double             offset = toolbox->dragging ? 0 : DUPLICATE_OFFSET;
  BridgeStamp       *copies = bridge_new (BridgeStamp, toolbox->n_selection);
  size_t             n_copies = 0;
  BridgeEdit         edit;

  bridge_guest_begin (toolbox->guest, &edit);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = visible_item (toolbox, toolbox->selection[i]);

      if (item != NULL)
        copies[n_copies++] = bridge_compose_copy (&edit, board, item, offset, offset);
    }
  bridge_toolbox_commit (toolbox, &edit, todo);
  if (n_copies > 0)
    bridge_toolbox_select (toolbox, copies, n_copies, todo);
  bridge_free (copies);
}

void
bridge_toolbox_front (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  BridgeEdit edit;

  bridge_guest_begin (toolbox->guest, &edit);
  bridge_compose_front (&edit, bridge_toolbox_board (toolbox), toolbox->selection, toolbox->n_selection);
  bridge_toolbox_commit (toolbox, &edit, todo);
}

void
bridge_toolbox_back (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  BridgeEdit edit;

  bridge_guest_begin (toolbox->guest, &edit);
  bridge_compose_back (&edit, bridge_toolbox_board (toolbox), toolbox->selection, toolbox->n_selection);
  bridge_toolbox_commit (toolbox, &edit, todo);
}

void
bridge_toolbox_set_locked (BridgeToolbox *toolbox, bool locked, BridgeTodo *todo)
{
  BridgeEdit edit;

  bridge_guest_begin (toolbox->guest, &edit);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = visible_item (toolbox, toolbox->selection[i]);

      if (item != NULL && bridge_item_is_locked (item) != locked)
        bridge_edit_set (&edit, item->id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (locked));
    }
  bridge_toolbox_commit (toolbox, &edit, todo);
}

void
bridge_toolbox_restyle (BridgeToolbox *toolbox, uint32_t property, BridgeValue value, BridgeTodo *todo)
{
  BridgeEdit edit;

  bridge_guest_begin (toolbox->guest, &edit);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = visible_item (toolbox, toolbox->selection[i]);

      if (item != NULL && !bridge_item_is_locked (item) && item->kind < BRIDGE_N_KINDS)
        bridge_edit_set (&edit, item->id, property, value);
    }
  bridge_toolbox_commit (toolbox, &edit, todo);
}
