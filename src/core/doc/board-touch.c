/* What a mutation touches, and putting it right at the end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/board-private.h"

#include "core/base/memory.h"

#include <assert.h>
#include <string.h>

static bool
is_visible (const BridgeItem *item)
{
  return item->kind != BRIDGE_KIND_BOARD && !bridge_item_is_deleted (item);
}

static bool
is_threaded (const BridgeBoard *board, const BridgeItem *item)
{
  return item->older != NULL || board->oldest == item;
}

void
bridge_board_unthread (BridgeBoard *board, BridgeItem *item)
{
  if (!is_threaded (board, item))
    return;
  if (item->older != NULL)
    item->older->newer = item->newer;
  else
    board->oldest = item->newer;
  if (item->newer != NULL)
    item->newer->older = item->older;
  else
    board->newest = item->older;
  item->older = item->newer = NULL;
}

/* The item after which one of this revision comes; NULL: it comes first. Nearly always that is an end. */
static BridgeItem *
find_older (const BridgeBoard *board, uint64_t revision)
{
  BridgeItem *older = board->newest;

  if (board->oldest == NULL || revision < board->oldest->revision || revision == 0)
    return NULL;
  while (older->revision > revision)
    older = older->older;
  return older;
}

void
bridge_board_thread (BridgeBoard *board, BridgeItem *item, uint64_t revision)
{
  bridge_board_unthread (board, item);
  item->revision = revision;
  item->older = find_older (board, revision);
  item->newer = item->older != NULL ? item->older->newer : board->oldest;
  if (item->older != NULL)
    item->older->newer = item;
  else
    board->oldest = item;
  if (item->newer != NULL)
    item->newer->older = item;
  else
    board->newest = item;
}

void
bridge_board_begin (BridgeBoard *board, BridgeChanges *changes)
{
  assert (board->n_touches == 0);
  board->changes = changes;
}

static BridgeTouch *
start_touch (BridgeBoard *board, BridgeItem *item, bool was_visible)
{
  BridgeTouch *touch;

  board->touches =
      bridge_grow (board->touches, &board->touches_capacity, board->n_touches + 1, sizeof *board->touches);
  touch = &board->touches[board->n_touches++];
  item->touched = (uint32_t)board->n_touches;
  *touch = (BridgeTouch){
    .item = item,
    .before = item->indexed,
    .was_visible = was_visible,
    .is_layered = was_visible,
    .first_point = item->points.count,
    .size = bridge_item_size (item),
  };
  return touch;
}

BridgeTouch *
bridge_board_touch (BridgeBoard *board, BridgeItem *item, unsigned flags, uint64_t revision)
{
  BridgeTouch *touch =
      item->touched > 0 ? &board->touches[item->touched - 1] : start_touch (board, item, is_visible (item));

  touch->flags |= flags;
  if (revision > touch->revision)
    touch->revision = revision;
  return touch;
}

void
bridge_board_lift (BridgeBoard *board, BridgeTouch *touch)
{
  if (!touch->is_layered)
    return;
  bridge_layers_remove (&board->layers, touch->item);
  touch->is_layered = false;
}

BridgeItem *
bridge_board_add_item (BridgeBoard *board, BridgeStamp id, uint32_t kind, uint64_t revision)
{
  BridgeItem *item = bridge_item_new (id, kind);

  bridge_map_put (&board->items, id.lamport, id.site, item);
  board->size += bridge_item_size (item);
  bridge_board_hear (board, id.lamport, 1);
  start_touch (board, item, false)->revision = revision;
  bridge_held_wake (&board->held, bridge_awaited_item (id));
  return item;
}

static void
tell (BridgeBoard *board, BridgeStamp item, unsigned flags, BridgeRect dirty)
{
  if (board->changes != NULL)
    bridge_changes_add (board->changes, item, flags, dirty);
}

void
bridge_board_remove_item (BridgeBoard *board, BridgeItem *item)
{
  if (is_visible (item))
    {
      tell (board, item->id, BRIDGE_CHANGE_REMOVED, item->indexed);
      bridge_layers_remove (&board->layers, item);
    }
  bridge_index_update (&board->index, item, BRIDGE_RECT_EMPTY);
  bridge_board_unthread (board, item);
  board->size -= bridge_item_size (item);
  bridge_map_remove (&board->items, item->id.lamport, item->id.site);
  bridge_item_free (item);
}

static void
settle_root (BridgeBoard *board, BridgeTouch *touch)
{
  const BridgeRegister *reg = bridge_item_register (board->root, BRIDGE_PROPERTY_TITLE);
  bool                  titled = reg != NULL && reg->value.type == BRIDGE_VALUE_BYTES;
  size_t                length = titled ? reg->value.bytes.length : 0;

  bridge_free (board->title);
  board->title = bridge_new0 (char, length + 1);
  if (length > 0)
    memcpy (board->title, reg->value.bytes.data, length);
  if (touch->flags != 0)
    tell (board, BRIDGE_STAMP_NONE, BRIDGE_CHANGE_BOARD, BRIDGE_RECT_EMPTY);
}

static void
settle_item (BridgeBoard *board, BridgeTouch *touch)
{
  BridgeItem *item = touch->item;
  bool        visible = is_visible (item);
  BridgeRect  dirty;

  if (visible && !touch->is_layered)
    bridge_layers_insert (&board->layers, item);
  bridge_index_update (&board->index, item, visible ? bridge_item_bounds (item) : BRIDGE_RECT_EMPTY);
  if (visible != touch->was_visible)
    touch->flags |= visible ? BRIDGE_CHANGE_ADDED : BRIDGE_CHANGE_REMOVED;
  if (touch->flags == 0)
    return;
  if (touch->flags == BRIDGE_CHANGE_POINTS && visible)
    dirty = bridge_item_tail_bounds (item, touch->first_point);
  else
    dirty = bridge_rect_union (touch->before, item->indexed);
  tell (board, item->id, touch->flags, dirty);
}

void
bridge_board_settle (BridgeBoard *board)
{
  for (size_t i = 0; i < board->n_touches; i++)
    {
      BridgeTouch *touch = &board->touches[i];
      BridgeItem  *item = touch->item;

      item->touched = 0;
      board->size = board->size - touch->size + bridge_item_size (item);
      if (item == board->root)
        settle_root (board, touch);
      else
        settle_item (board, touch);
      /* The board's own item counts as changed once it says something. */
      if (item == board->root ? item->n_registers > 0 && touch->revision >= item->revision
                              : touch->revision > item->revision || !is_threaded (board, item))
        bridge_board_thread (board, item, touch->revision);
    }
  board->n_touches = 0;
  board->changes = NULL;
}
