/* Many operations as edits that are each small enough to be taken.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/tools/toolbox-private.h"

/* Where an edit is full. One more item always fits after that, whatever it holds. */
#define OPS_ENOUGH    1024
#define WEIGHT_ENOUGH 65536

#define OP_WEIGHT         16 /* bytes at most, as a rule */
#define POINT_WEIGHT      12
#define CODE_POINT_WEIGHT 4

void
bridge_batch_begin (BridgeBatch *batch, BridgeToolbox *toolbox, BridgeTodo *todo)
{
  *batch = (BridgeBatch){ .toolbox = toolbox, .todo = todo };
  bridge_guest_begin_gesture (toolbox->guest);
  bridge_guest_begin (toolbox->guest, &batch->edit);
}

static size_t
weigh (const BridgeOp *op)
{
  switch (op->type)
    {
    case BRIDGE_OP_SET:
      return OP_WEIGHT + (op->set.value.type == BRIDGE_VALUE_BYTES ? op->set.value.bytes.length : 0);
    case BRIDGE_OP_APPEND:
      return OP_WEIGHT + (size_t)op->append.count * POINT_WEIGHT;
    case BRIDGE_OP_INSERT:
      return OP_WEIGHT + (size_t)op->insert.count * CODE_POINT_WEIGHT;
    default:
      return OP_WEIGHT;
    }
}

static bool
is_full (BridgeBatch *batch)
{
  for (; batch->n_weighed < batch->edit.n_ops; batch->n_weighed++)
    batch->weight += weigh (&batch->edit.ops[batch->n_weighed]);
  return batch->edit.n_ops >= OPS_ENOUGH || batch->weight >= WEIGHT_ENOUGH;
}

void
bridge_batch_commit (BridgeBatch *batch)
{
  if (!bridge_toolbox_commit (batch->toolbox, &batch->edit, batch->todo))
    batch->refused = true;
  bridge_guest_begin (batch->toolbox->guest, &batch->edit);
  batch->n_weighed = batch->weight = 0;
}

BridgeEdit *
bridge_batch_edit (BridgeBatch *batch)
{
  if (is_full (batch))
    bridge_batch_commit (batch);
  return &batch->edit;
}

void
bridge_batch_end (BridgeBatch *batch)
{
  if (!bridge_toolbox_commit (batch->toolbox, &batch->edit, batch->todo))
    batch->refused = true;
  bridge_guest_end_gesture (batch->toolbox->guest);
}

void
bridge_batch_cancel (BridgeBatch *batch)
{
  bridge_edit_clear (&batch->edit);
  bridge_guest_cancel_gesture (batch->toolbox->guest, &batch->todo->changes);
}
