/* Applying edits, and holding what comes too early.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/board-private.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"

#include <string.h>

/* What an operation waits for; and of a REMOVE, how far it got. */
typedef struct
{
  BridgeAwaited awaited;
  size_t        n_done; /* ranges */
  uint32_t      n_nodes_done;
} Gap;

static bool
run_create (BridgeBoard *board, const BridgeOp *op, uint64_t revision)
{
  BridgeItem *item = bridge_board_find (board, op->item);

  if (item != NULL)
    bridge_board_touch (board, item, 0, revision);
  else if (op->create.kind != BRIDGE_KIND_BOARD && op->create.precision <= BRIDGE_PRECISION_MAX)
    {
      if (bridge_board_n_items (board) >= BRIDGE_BOARD_ITEMS_MAX)
        return false;
      item = bridge_board_add_item (board, op->item, op->create.kind, revision);
      item->points.precision = op->create.precision;
    }
  return true;
}

static bool
run_append (BridgeBoard *board, BridgeItem *item, const BridgeOp *op, uint64_t revision, Gap *gap)
{
  uint64_t end = (uint64_t)op->append.start + op->append.count;
  size_t   known = item->points.count;

  if (end > BRIDGE_ITEM_POINTS_MAX || !bridge_board_takes_steps (op->append.steps, op->append.count))
    return true;
  if (op->append.start > known)
    {
      gap->awaited = bridge_awaited_points (item->id, op->append.start);
      return false;
    }
  if (end > known)
    bridge_board_extend (board, item, op->append.steps + (known - op->append.start), (size_t)end - known, revision);
  else
    bridge_board_touch (board, item, 0, revision);
  return true;
}

static bool
run_insert (BridgeBoard *board, BridgeItem *item, const BridgeOp *op, BridgeStamp stamp, uint64_t revision, Gap *gap)
{
  BridgeTextRun run = { .first = stamp,
                        .place = op->insert.place,
                        .text = op->insert.code_points,
                        .count = op->insert.count };

  if (run.count > BRIDGE_TEXT_NODES_MAX || bridge_board_insert (board, item, &run, revision) != BRIDGE_STATUS_MISSING)
    return true;
  gap->awaited = bridge_awaited_node (run.place.parent);
  return false;
}

/* Removes what is there of the range; returns how much that is, in front of the first node that is not there. */
static uint32_t
remove_known (BridgeBoard *board, BridgeItem *item, BridgeTextRange range, uint64_t revision)
{
  BridgeTextRange known = { range.first, 0 };

  if (bridge_board_remove (board, item, range, revision) == BRIDGE_STATUS_OK)
    return range.count;
  if (item->text == NULL)
    return 0;
  known.count = bridge_text_count_known (item->text, range.first, range.count);
  if (known.count == 0 || bridge_board_remove (board, item, known, revision) != BRIDGE_STATUS_OK)
    return 0;
  return known.count;
}

static bool
is_too_much (const BridgeOp *op)
{
  uint64_t n_nodes = 0;

  for (size_t i = 0; i < op->remove.count; i++)
    n_nodes += op->remove.ranges[i].count;
  return n_nodes > BRIDGE_REMOVED_NODES_MAX;
}

static bool
run_remove (BridgeBoard *board, BridgeItem *item, const BridgeOp *op, uint64_t revision, Gap *gap)
{
  if (is_too_much (op))
    return true;
  for (size_t i = 0; i < op->remove.count; i++)
    {
      BridgeTextRange range = op->remove.ranges[i];
      uint32_t        n_done;

      if (range.count == 0 || range.first.lamport > BRIDGE_LAMPORT_MAX)
        continue;
      n_done = remove_known (board, item, range, revision);
      if (n_done == range.count)
        continue;
      gap->awaited = bridge_awaited_node ((BridgeStamp){ range.first.lamport + n_done, range.first.site });
      gap->n_done = i;
      gap->n_nodes_done = n_done;
      return false;
    }
  return true;
}

/* An operation on an item. False: its base is missing, and the gap says which. */
static bool
run_on_item (BridgeBoard *board, const BridgeOp *op, BridgeStamp stamp, uint64_t revision, Gap *gap)
{
  BridgeItem *item = bridge_board_find (board, op->item);

  if (item == NULL)
    {
      gap->awaited = bridge_awaited_item (op->item);
      return false;
    }
  if (op->type == BRIDGE_OP_SET)
    {
      bridge_board_write (board, item, op->set.property, stamp, &op->set.value, revision);
      return true;
    }
  if (item == board->root)
    return true;
  if (op->type == BRIDGE_OP_APPEND)
    return run_append (board, item, op, revision, gap);
  if (op->type == BRIDGE_OP_INSERT)
    return run_insert (board, item, op, stamp, revision, gap);
  return run_remove (board, item, op, revision, gap);
}

/* Cuts off the part of a REMOVE that is done. */
static void
trim (BridgeOp *op, const Gap *gap)
{
  BridgeTextRange *ranges;

  if (op->type != BRIDGE_OP_REMOVE)
    return;
  ranges = op->remove.ranges;
  op->remove.count -= (uint32_t)gap->n_done;
  memmove (ranges, ranges + gap->n_done, op->remove.count * sizeof *ranges);
  ranges[0].first.lamport += gap->n_nodes_done;
  ranges[0].count -= gap->n_nodes_done;
}

void
bridge_board_run_woken (BridgeBoard *board, uint64_t revision)
{
  for (BridgeHeldOp *held; (held = bridge_held_next (&board->held)) != NULL;)
    {
      uint64_t newest = held->revision > revision ? held->revision : revision;
      Gap      gap = { 0 };

      if (run_on_item (board, &held->op, held->stamp, newest, &gap))
        bridge_held_drop (&board->held, held);
      else
        {
          trim (&held->op, &gap);
          bridge_held_again (&board->held, held, gap.awaited);
        }
    }
}

static BridgeStatus
run_author (BridgeBoard *board, const BridgeOp *op, BridgeStamp stamp, uint64_t revision)
{
  BridgeAuthor said = { .site = stamp.site, .stamp = stamp, .name = op->author.name, .color = op->author.color };

  if (op->author.length > BRIDGE_NAME_BYTES_MAX)
    return BRIDGE_STATUS_OK;
  if (bridge_board_meet (board, stamp.site) == NULL)
    return BRIDGE_STATUS_LIMIT;
  said.revision = revision;
  bridge_board_name (board, &said);
  return BRIDGE_STATUS_OK;
}

static BridgeStatus
run_say (BridgeBoard *board, const BridgeOp *op, uint64_t revision)
{
  BridgeChatLine line = { op->item, revision, op->say.time, op->say.text, op->say.length };

  return line.length > BRIDGE_CHAT_BYTES_MAX ? BRIDGE_STATUS_OK : bridge_board_say (board, &line);
}

BridgeStatus
bridge_board_run (BridgeBoard *board, const BridgeOp *op, BridgeStamp stamp, uint64_t revision)
{
  bool makes = op->type == BRIDGE_OP_CREATE || op->type == BRIDGE_OP_SAY;
  Gap  gap = { 0 };

  if (makes && !bridge_stamp_equal (op->item, stamp))
    return BRIDGE_STATUS_OK;
  switch (op->type)
    {
    case BRIDGE_OP_CREATE:
      return run_create (board, op, revision) ? BRIDGE_STATUS_OK : BRIDGE_STATUS_LIMIT;
    case BRIDGE_OP_SAY:
      return run_say (board, op, revision);
    case BRIDGE_OP_AUTHOR:
      return run_author (board, op, stamp, revision);
    case BRIDGE_OP_SET:
    case BRIDGE_OP_APPEND:
    case BRIDGE_OP_INSERT:
    case BRIDGE_OP_REMOVE:
      if (run_on_item (board, op, stamp, revision, &gap))
        return BRIDGE_STATUS_OK;
      return bridge_held_add (&board->held, op, stamp, revision, gap.awaited);
    }
  return BRIDGE_STATUS_OK;
}

static BridgeStatus
run_all (BridgeBoard *board, const BridgeEdit *edit, uint64_t revision)
{
  BridgeStamp stamp = { edit->lamport, edit->site };

  for (size_t i = 0; i < edit->n_ops; i++)
    {
      BridgeStatus status = bridge_board_run (board, &edit->ops[i], stamp, revision);

      bridge_board_run_woken (board, revision);
      if (status != BRIDGE_STATUS_OK)
        return status;
      stamp.lamport += bridge_op_span (&edit->ops[i]);
    }
  return BRIDGE_STATUS_OK;
}

BridgeStatus
bridge_board_apply (BridgeBoard *board, const BridgeEdit *edit, uint64_t revision, BridgeChanges *changes)
{
  BridgeAuthor *author;
  BridgeStatus  status;

  if (edit->span > BRIDGE_LAMPORT_MAX || !bridge_stamp_is_sane ((BridgeStamp){ edit->lamport, edit->site }))
    return BRIDGE_STATUS_RANGE;
  if (bridge_board_is_swollen (board))
    return BRIDGE_STATUS_LIMIT;
  author = bridge_board_meet (board, edit->site);
  if (author == NULL)
    return BRIDGE_STATUS_LIMIT;
  bridge_board_begin (board, changes);
  status = run_all (board, edit, revision);
  bridge_board_hear (board, edit->lamport, edit->span);
  if (edit->seq > author->seq)
    author->seq = edit->seq;
  if (edit->lamport + edit->span > author->lamport)
    author->lamport = edit->lamport + edit->span;
  if (revision > author->revision)
    author->revision = revision;
  bridge_board_settle (board);
  return status;
}

void
bridge_board_skip (BridgeBoard *board, uint64_t site, uint64_t seq)
{
  BridgeAuthor *author = bridge_board_meet (board, site);

  if (author != NULL && seq > author->seq)
    author->seq = seq;
}
