/* Waiting rings, one for each thing that is awaited.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/held.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"

#define SIZE_LIMIT ((size_t)64 << 20) /* bytes of all that are held */

void
bridge_held_init (BridgeHeld *held, uint64_t hash_seed)
{
  *held = (BridgeHeld){ 0 };
  for (size_t i = 0; i < BRIDGE_N_AWAITED; i++)
    bridge_map_init (&held->waiting[i], hash_seed + i);
}

static void
free_ring (BridgeHeldOp *last)
{
  BridgeHeldOp *op = last->next;

  last->next = NULL;
  while (op != NULL)
    {
      BridgeHeldOp *next = op->next;

      bridge_op_clear (&op->op);
      bridge_free (op);
      op = next;
    }
}

void
bridge_held_clear (BridgeHeld *held)
{
  for (size_t i = 0; i < BRIDGE_N_AWAITED; i++)
    {
      BridgeMapEntry entry;

      for (size_t cursor = 0; bridge_map_next (&held->waiting[i], &cursor, &entry);)
        free_ring (entry.value);
      bridge_map_clear (&held->waiting[i]);
    }
  held->count = held->size = 0;
}

static size_t
measure (const BridgeOp *op)
{
  switch (op->type)
    {
    case BRIDGE_OP_SET:
      return op->set.value.type == BRIDGE_VALUE_BYTES ? op->set.value.bytes.length : 0;
    case BRIDGE_OP_APPEND:
      return op->append.count * sizeof *op->append.steps;
    case BRIDGE_OP_INSERT:
      return op->insert.count * sizeof *op->insert.code_points;
    case BRIDGE_OP_REMOVE:
      return op->remove.count * sizeof *op->remove.ranges;
    case BRIDGE_OP_CREATE:
    case BRIDGE_OP_SAY:
    case BRIDGE_OP_AUTHOR:
      break;
    }
  return 0;
}

BridgeStatus
bridge_held_add (BridgeHeld *held, const BridgeOp *op, BridgeStamp stamp, uint64_t revision, BridgeAwaited awaited)
{
  size_t        size = sizeof (BridgeHeldOp) + measure (op);
  BridgeHeldOp *copy;

  if (held->count >= BRIDGE_BOARD_HELD_MAX || size > SIZE_LIMIT - held->size)
    return BRIDGE_STATUS_LIMIT;
  copy = bridge_new0 (BridgeHeldOp, 1);
  copy->op = bridge_op_copy (op);
  copy->stamp = stamp;
  copy->revision = revision;
  copy->size = size;
  held->count++;
  held->size += size;
  bridge_held_again (held, copy, awaited);
  return BRIDGE_STATUS_OK;
}

void
bridge_held_again (BridgeHeld *held, BridgeHeldOp *op, BridgeAwaited awaited)
{
  BridgeHeldOp *last = bridge_map_put (&held->waiting[awaited.kind], awaited.a, awaited.b, op);

  op->next = last == NULL ? op : last->next;
  if (last != NULL)
    last->next = op;
}

void
bridge_held_wake (BridgeHeld *held, BridgeAwaited awaited)
{
  BridgeHeldOp *last = bridge_map_remove (&held->waiting[awaited.kind], awaited.a, awaited.b);

  if (last == NULL)
    return;
  if (held->woken == NULL)
    held->woken = last->next;
  else
    held->last_woken->next = last->next;
  held->last_woken = last;
  last->next = NULL;
}

BridgeHeldOp *
bridge_held_next (BridgeHeld *held)
{
  BridgeHeldOp *op = held->woken;

  if (op != NULL)
    held->woken = op->next;
  return op;
}

void
bridge_held_drop (BridgeHeld *held, BridgeHeldOp *op)
{
  held->count--;
  held->size -= op->size;
  bridge_op_clear (&op->op);
  bridge_free (op);
}

const BridgeHeldOp *
bridge_held_walk (const BridgeHeld *held, BridgeHeldWalk *walk)
{
  BridgeMapEntry entry;

  if (walk->at != walk->last)
    return walk->at = walk->at->next;
  for (; walk->kind < BRIDGE_N_AWAITED; walk->kind++, walk->cursor = 0)
    if (bridge_map_next (&held->waiting[walk->kind], &walk->cursor, &entry))
      {
        walk->last = entry.value;
        return walk->at = walk->last->next;
      }
  return NULL;
}
