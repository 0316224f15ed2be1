/* What can be done with the selection, each as one step of undo.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

#define ORDER_AT_ONCE 512 /* items that are put in front or behind by one edit */

/* The next selected item from *index on that may be changed; NULL: no more. Locked ones are passed over, with a word. */
static const BridgeItem *
next_free (const BridgeToolbox *toolbox, size_t *index, BridgeTodo *todo)
{
  while (*index < toolbox->n_selection)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, (*index)++);

      if (item != NULL && !bridge_item_is_locked (item))
        return item;
      if (item != NULL)
        todo->refusal = BRIDGE_REFUSAL_LOCKED;
    }
  return NULL;
}

void
bridge_toolbox_nudge (BridgeToolbox *toolbox, double dx, double dy, BridgeTodo *todo)
{
  size_t            index = 0;
  const BridgeItem *item;
  BridgeBatch       batch;

  bridge_batch_begin (&batch, toolbox, todo);
  while ((item = next_free (toolbox, &index, todo)) != NULL)
    {
      BridgeRect box = bridge_item_box (item);

      bridge_compose_move (bridge_batch_edit (&batch), item, (BridgePoint){ box.x + dx, box.y + dy });
    }
  bridge_batch_end (&batch);
}

void
bridge_toolbox_delete (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  size_t            index = 0;
  const BridgeItem *item;
  BridgeBatch       batch;

  bridge_batch_begin (&batch, toolbox, todo);
  while ((item = next_free (toolbox, &index, todo)) != NULL)
    bridge_compose_delete (bridge_batch_edit (&batch), item->id);
  bridge_batch_end (&batch);
  bridge_toolbox_refresh_selection (toolbox, todo);
}

void
bridge_toolbox_copy_aside (BridgeToolbox *toolbox, double dx, double dy, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  BridgeStamp       *copies = bridge_new (BridgeStamp, toolbox->n_selection);
  size_t             n_copies = 0;
  BridgeBatch        batch;

  bridge_batch_begin (&batch, toolbox, todo);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, i);

      if (item != NULL)
        copies[n_copies++] = bridge_compose_copy (bridge_batch_edit (&batch), board, item, dx, dy);
    }
  bridge_batch_end (&batch);
  if (n_copies > 0)
    bridge_toolbox_select (toolbox, copies, n_copies, todo);
  bridge_free (copies);
}

void
bridge_toolbox_duplicate (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  bridge_toolbox_copy_aside (toolbox, BRIDGE_COPY_OFFSET, BRIDGE_COPY_OFFSET, todo);
}

/* New array of those that may be changed, bottom to top (bridge_free). */
static BridgeStamp *
get_free (BridgeToolbox *toolbox, size_t *n_items, BridgeTodo *todo)
{
  BridgeStamp      *items = bridge_new (BridgeStamp, toolbox->n_selection);
  size_t            index = 0;
  const BridgeItem *item;

  bridge_toolbox_refresh_selection (toolbox, todo);
  *n_items = 0;
  while ((item = next_free (toolbox, &index, todo)) != NULL)
    items[(*n_items)++] = item->id;
  return items;
}

void
bridge_toolbox_front (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  size_t             n_items;
  BridgeStamp       *items = get_free (toolbox, &n_items, todo);
  BridgeBatch        batch;

  bridge_batch_begin (&batch, toolbox, todo);
  for (size_t i = 0, n; i < n_items; i += n)
    {
      n = n_items - i < ORDER_AT_ONCE ? n_items - i : ORDER_AT_ONCE;
      bridge_compose_front (&batch.edit, board, items + i, n);
      bridge_batch_commit (&batch);
    }
  bridge_batch_end (&batch);
  bridge_free (items);
}

/* The uppermost go down first, then those that shall lie below them. */
void
bridge_toolbox_back (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  size_t             n_items;
  BridgeStamp       *items = get_free (toolbox, &n_items, todo);
  BridgeBatch        batch;

  bridge_batch_begin (&batch, toolbox, todo);
  for (size_t left = n_items, n; left > 0; left -= n)
    {
      n = left < ORDER_AT_ONCE ? left : ORDER_AT_ONCE;
      bridge_compose_back (&batch.edit, board, items + left - n, n);
      bridge_batch_commit (&batch);
    }
  bridge_batch_end (&batch);
  bridge_free (items);
}

void
bridge_toolbox_set_locked (BridgeToolbox *toolbox, bool locked, BridgeTodo *todo)
{
  BridgeBatch batch;

  bridge_batch_begin (&batch, toolbox, todo);
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, i);

      if (item != NULL && bridge_item_is_locked (item) != locked)
        bridge_edit_set (bridge_batch_edit (&batch), item->id, BRIDGE_PROPERTY_LOCKED, bridge_value_boolean (locked));
    }
  bridge_batch_end (&batch);
}

static bool
is_set_to (const BridgeItem *item, uint32_t property, const BridgeValue *value)
{
  const BridgeRegister *reg = bridge_item_register (item, property);
  BridgeValue           usual = bridge_property_default (item->kind, property);

  return bridge_value_equal (reg != NULL ? &reg->value : &usual, value);
}

void
bridge_toolbox_restyle (BridgeToolbox *toolbox, uint32_t property, BridgeValue value, BridgeTodo *todo)
{
  size_t            index = 0;
  const BridgeItem *item;
  BridgeBatch       batch;

  bridge_batch_begin (&batch, toolbox, todo);
  while ((item = next_free (toolbox, &index, todo)) != NULL)
    if (bridge_kind_has_style (item->kind, property) && !is_set_to (item, property, &value))
      bridge_edit_set (bridge_batch_edit (&batch), item->id, property, value);
  bridge_batch_end (&batch);
}
