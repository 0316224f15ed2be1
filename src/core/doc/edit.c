/* Edits: composing, copying and freeing groups of operations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/edit.h"

#include "core/base/memory.h"

#include <assert.h>
#include <string.h>

/* A copy with a NUL beyond its end. */
static char *
copy_text (const char *text, size_t length)
{
  char *copy = bridge_new (char, length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

BridgeOp
bridge_op_copy (const BridgeOp *from)
{
  BridgeOp to = *from;

  switch (from->type)
    {
    case BRIDGE_OP_SET:
      to.set.value = bridge_value_copy (&from->set.value);
      break;
    case BRIDGE_OP_APPEND:
      to.append.steps = bridge_memdup (from->append.steps, from->append.count * sizeof *from->append.steps);
      break;
    case BRIDGE_OP_INSERT:
      to.insert.code_points = bridge_memdup (from->insert.code_points, from->insert.count * sizeof (uint32_t));
      break;
    case BRIDGE_OP_REMOVE:
      to.remove.ranges = bridge_memdup (from->remove.ranges, from->remove.count * sizeof *from->remove.ranges);
      break;
    case BRIDGE_OP_SAY:
      to.say.text = copy_text (from->say.text, from->say.length);
      break;
    case BRIDGE_OP_AUTHOR:
      to.author.name = copy_text (from->author.name, from->author.length);
      break;
    case BRIDGE_OP_CREATE:
      break;
    }
  return to;
}

void
bridge_op_clear (BridgeOp *op)
{
  switch (op->type)
    {
    case BRIDGE_OP_SET:
      bridge_value_clear (&op->set.value);
      break;
    case BRIDGE_OP_APPEND:
      bridge_free (op->append.steps);
      break;
    case BRIDGE_OP_INSERT:
      bridge_free (op->insert.code_points);
      break;
    case BRIDGE_OP_REMOVE:
      bridge_free (op->remove.ranges);
      break;
    case BRIDGE_OP_SAY:
      bridge_free (op->say.text);
      break;
    case BRIDGE_OP_AUTHOR:
      bridge_free (op->author.name);
      break;
    case BRIDGE_OP_CREATE:
      break;
    }
  *op = (BridgeOp){ 0 };
}

uint64_t
bridge_op_span (const BridgeOp *op)
{
  switch (op->type)
    {
    case BRIDGE_OP_CREATE:
    case BRIDGE_OP_SET:
    case BRIDGE_OP_SAY:
    case BRIDGE_OP_AUTHOR:
      return 1;
    case BRIDGE_OP_INSERT:
      return op->insert.count;
    case BRIDGE_OP_APPEND:
    case BRIDGE_OP_REMOVE:
      break;
    }
  return 0;
}

void
bridge_edit_init (BridgeEdit *edit, uint64_t site, uint64_t lamport)
{
  *edit = (BridgeEdit){ .site = site, .lamport = lamport };
}

void
bridge_edit_clear (BridgeEdit *edit)
{
  for (size_t i = 0; i < edit->n_ops; i++)
    bridge_op_clear (&edit->ops[i]);
  bridge_free (edit->ops);
  *edit = (BridgeEdit){ 0 };
}

void
bridge_edit_copy (BridgeEdit *to, const BridgeEdit *from)
{
  *to = *from;
  to->capacity = from->n_ops;
  to->ops = bridge_new (BridgeOp, from->n_ops);
  for (size_t i = 0; i < from->n_ops; i++)
    to->ops[i] = bridge_op_copy (&from->ops[i]);
}

BridgeStamp
bridge_edit_next_stamp (const BridgeEdit *edit)
{
  return (BridgeStamp){ edit->lamport + edit->span, edit->site };
}

void
bridge_edit_push (BridgeEdit *edit, BridgeOp op)
{
  assert ((op.type != BRIDGE_OP_CREATE && op.type != BRIDGE_OP_SAY) ||
          bridge_stamp_equal (op.item, bridge_edit_next_stamp (edit)));
  edit->ops = bridge_grow (edit->ops, &edit->capacity, edit->n_ops + 1, sizeof op);
  edit->ops[edit->n_ops++] = op;
  edit->span += bridge_op_span (&op);
}

BridgeStamp
bridge_edit_create (BridgeEdit *edit, uint32_t kind, unsigned precision)
{
  BridgeStamp id = bridge_edit_next_stamp (edit);

  bridge_edit_push (edit, (BridgeOp){ .type = BRIDGE_OP_CREATE, .item = id, .create = { kind, (uint8_t)precision } });
  return id;
}

void
bridge_edit_set (BridgeEdit *edit, BridgeStamp item, uint32_t property, BridgeValue value)
{
  bridge_edit_push (edit, (BridgeOp){ .type = BRIDGE_OP_SET,
                                      .item = item,
                                      .set = { property, bridge_value_copy (&value) } });
}

void
bridge_edit_append (BridgeEdit *edit, BridgeStamp item, size_t start, const BridgeStep *steps, size_t count)
{
  assert (count > 0 && count <= UINT32_MAX && start <= UINT32_MAX);
  bridge_edit_push (edit, (BridgeOp){ .type = BRIDGE_OP_APPEND,
                                      .item = item,
                                      .append = { (uint32_t)start, (uint32_t)count,
                                                  bridge_memdup (steps, count * sizeof *steps) } });
}

BridgeStamp
bridge_edit_insert (BridgeEdit     *edit,
                    BridgeStamp     item,
                    BridgeTextPlace place,
                    const uint32_t *code_points,
                    size_t          count)
{
  BridgeStamp first = bridge_edit_next_stamp (edit);

  assert (count > 0 && count <= UINT32_MAX);
  bridge_edit_push (edit, (BridgeOp){ .type = BRIDGE_OP_INSERT,
                                      .item = item,
                                      .insert = { place, (uint32_t)count,
                                                  bridge_memdup (code_points, count * sizeof *code_points) } });
  return first;
}

void
bridge_edit_remove (BridgeEdit *edit, BridgeStamp item, const BridgeTextRange *ranges, size_t count)
{
  assert (count > 0 && count <= UINT32_MAX);
  bridge_edit_push (edit, (BridgeOp){ .type = BRIDGE_OP_REMOVE,
                                      .item = item,
                                      .remove = { (uint32_t)count, bridge_memdup (ranges, count * sizeof *ranges) } });
}

BridgeStamp
bridge_edit_say (BridgeEdit *edit, const char *text, size_t length, int64_t time)
{
  BridgeStamp id = bridge_edit_next_stamp (edit);

  assert (length <= UINT32_MAX);
  bridge_edit_push (edit, (BridgeOp){ .type = BRIDGE_OP_SAY,
                                      .item = id,
                                      .say = { time, (uint32_t)length, copy_text (text, length) } });
  return id;
}

void
bridge_edit_author (BridgeEdit *edit, const char *name, size_t length, uint32_t color)
{
  assert (length <= UINT32_MAX);
  bridge_edit_push (edit, (BridgeOp){ .type = BRIDGE_OP_AUTHOR,
                                      .author = { color, (uint32_t)length, copy_text (name, length) } });
}
