/* State into state: merging by stamps, and going back to what another board has.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/board-private.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"

static BridgeStatus
check_item (const BridgeItem *item)
{
  bool is_root = bridge_stamp_is_none (item->id);

  if (is_root != (item->kind == BRIDGE_KIND_BOARD) || (!is_root && !bridge_stamp_is_sane (item->id)))
    return BRIDGE_STATUS_RANGE;
  if (item->n_registers > BRIDGE_ITEM_PROPERTIES_MAX || item->points.count > BRIDGE_ITEM_POINTS_MAX)
    return BRIDGE_STATUS_LIMIT;
  if (item->points.precision > BRIDGE_PRECISION_MAX ||
      !bridge_board_takes_steps (item->points.steps, item->points.count))
    return BRIDGE_STATUS_RANGE;
  for (size_t i = 0; i < item->n_registers; i++)
    if (!bridge_stamp_is_sane (item->registers[i].stamp))
      return BRIDGE_STATUS_RANGE;
  return BRIDGE_STATUS_OK;
}

static BridgeStatus
merge_run (BridgeBoard *board, BridgeItem *item, const BridgeTextRun *run, uint64_t revision)
{
  BridgeStatus status;

  if (!bridge_stamp_is_sane (run->first))
    return BRIDGE_STATUS_RANGE;
  status = bridge_board_insert (board, item, run, revision);
  if (status == BRIDGE_STATUS_OK && run->deleted)
    status = bridge_board_remove (board, item, (BridgeTextRange){ run->first, (uint32_t)run->count }, revision);
  bridge_board_hear (board, run->first.lamport, run->count);
  return status;
}

static BridgeStatus
merge_text (BridgeBoard *board, BridgeItem *item, const BridgeText *text, uint64_t revision)
{
  BridgeStatus  status = BRIDGE_STATUS_OK;
  BridgeTextRun run;

  for (size_t cursor = 0; status == BRIDGE_STATUS_OK && bridge_text_next_run (text, &cursor, &run);)
    status = merge_run (board, item, &run, revision);
  return status;
}

/* All but the identity. */
static BridgeStatus
merge_content (BridgeBoard *board, BridgeItem *mine, const BridgeItem *item, uint64_t revision)
{
  size_t n_known = mine->points.count;

  for (size_t i = 0; i < item->n_registers; i++)
    {
      const BridgeRegister *reg = &item->registers[i];

      bridge_board_write (board, mine, reg->property, reg->stamp, &reg->value, revision);
      bridge_board_hear (board, reg->stamp.lamport, 1);
    }
  if (mine == board->root)
    return BRIDGE_STATUS_OK;
  if (item->points.count > n_known)
    bridge_board_extend (board, mine, item->points.steps + n_known, item->points.count - n_known, revision);
  if (item->text == NULL)
    return BRIDGE_STATUS_OK;
  return merge_text (board, mine, item->text, revision);
}

BridgeStatus
bridge_board_merge_item (BridgeBoard *board, const BridgeItem *item, uint64_t revision, BridgeChanges *changes)
{
  BridgeItem  *mine = bridge_board_find (board, item->id);
  BridgeStatus status = check_item (item);

  if (status != BRIDGE_STATUS_OK)
    return status;
  if ((mine == NULL && bridge_board_n_items (board) >= BRIDGE_BOARD_ITEMS_MAX) || bridge_board_is_swollen (board))
    return BRIDGE_STATUS_LIMIT;
  bridge_board_begin (board, changes);
  if (mine == NULL)
    {
      mine = bridge_board_add_item (board, item->id, item->kind, revision);
      mine->points.precision = item->points.precision;
    }
  else
    bridge_board_touch (board, mine, 0, revision);
  status = merge_content (board, mine, item, revision);
  bridge_board_run_woken (board, revision);
  bridge_board_settle (board);
  return status;
}

static BridgeStatus
merge_held (BridgeBoard *board, const BridgeHeld *held, BridgeChanges *changes)
{
  BridgeHeldWalk      walk = { 0 };
  BridgeStatus        status = BRIDGE_STATUS_OK;
  const BridgeHeldOp *op;

  bridge_board_begin (board, changes);
  while (status == BRIDGE_STATUS_OK && (op = bridge_held_walk (held, &walk)) != NULL)
    {
      bridge_board_hear (board, op->stamp.lamport, bridge_op_span (&op->op));
      status = bridge_board_run (board, &op->op, op->stamp, op->revision);
      bridge_board_run_woken (board, op->revision);
    }
  bridge_board_settle (board);
  return status;
}

BridgeStatus
bridge_board_merge (BridgeBoard *board, const BridgeBoard *other, BridgeChanges *changes)
{
  BridgeStatus status = BRIDGE_STATUS_OK;

  if (board == other)
    return BRIDGE_STATUS_OK;
  for (size_t i = 0; status == BRIDGE_STATUS_OK && i < other->n_authors; i++)
    status = bridge_board_merge_author (board, other->authors[i], changes);
  for (const BridgeItem *item = other->oldest; status == BRIDGE_STATUS_OK && item != NULL; item = item->newer)
    status = bridge_board_merge_item (board, item, item->revision, changes);
  for (size_t i = 0; status == BRIDGE_STATUS_OK && i < other->n_lines; i++)
    status = bridge_board_merge_line (board, other->lines[i], changes);
  if (status == BRIDGE_STATUS_OK)
    status = merge_held (board, &other->held, changes);
  bridge_board_hear (board, other->clock, 0);
  return status;
}

static void
swap_content (BridgeItem *a, BridgeItem *b)
{
  BridgeItem kept = *a;

  a->registers = b->registers;
  a->n_registers = b->n_registers;
  a->registers_capacity = b->registers_capacity;
  a->points = b->points;
  a->text = b->text;
  a->extent = b->extent;
  b->registers = kept.registers;
  b->n_registers = kept.n_registers;
  b->registers_capacity = kept.registers_capacity;
  b->points = kept.points;
  b->text = kept.text;
  b->extent = kept.extent;
}

static void
replace_content (BridgeBoard *board, BridgeItem *mine, const BridgeItem *theirs)
{
  BridgeItem  *copy = bridge_item_copy (theirs);
  unsigned     flags = BRIDGE_CHANGE_LOOK | BRIDGE_CHANGE_ORDER;
  BridgeTouch *touch;

  if (mine->points.count != theirs->points.count)
    flags |= BRIDGE_CHANGE_POINTS;
  if (mine->text != NULL || theirs->text != NULL)
    flags |= BRIDGE_CHANGE_TEXT;
  touch = bridge_board_touch (board, mine, flags, theirs->revision);
  bridge_board_lift (board, touch);
  swap_content (mine, copy);
  bridge_item_free (copy);
}

void
bridge_board_restore_item (BridgeBoard *board, const BridgeBoard *other, BridgeStamp id, BridgeChanges *changes)
{
  BridgeItem       *mine = bridge_board_find (board, id);
  const BridgeItem *theirs = bridge_board_find (other, id);

  bridge_board_begin (board, changes);
  if (mine == NULL && theirs != NULL)
    mine = bridge_board_add_item (board, id, theirs->kind, theirs->revision);
  if (mine != NULL && theirs == NULL)
    bridge_board_remove_item (board, mine);
  else if (mine != NULL)
    {
      replace_content (board, mine, theirs);
      bridge_board_run_woken (board, theirs->revision);
    }
  bridge_board_settle (board);
  if (mine == NULL || theirs == NULL)
    return;
  bridge_board_thread (board, mine, theirs->revision);
  if (mine == board->root && mine->n_registers == 0)
    bridge_board_unthread (board, mine);
}
