/* Operations, each encoded against where the edit has got to: writing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/op-codec.h"

#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/frame/edit/ink-codec.h"
#include "core/frame/edit/value-codec.h"
#include "core/frame/edit/wire-codec.h"

#include <assert.h>

BridgeOpCursor
bridge_op_cursor (const BridgeContext *log, const BridgeAuthorContext *author, uint64_t lamport)
{
  BridgeOpCursor cursor = { .log = log, .author = *author, .lamport = lamport };
  if (author->last_item != 0)
    cursor.current = (BridgeStamp){ author->last_item, author->site };
  return cursor;
}

void
bridge_op_cursor_move (BridgeOpCursor *cursor, const BridgeOp *op)
{
  bridge_author_context_step (&cursor->author, op);
  cursor->lamport += bridge_op_span (op);
  if (op->type != BRIDGE_OP_SAY && op->type != BRIDGE_OP_AUTHOR)
    cursor->current = op->item;
}

bool
bridge_op_cursor_is_tail (const BridgeOpCursor *cursor, BridgeStamp item, uint32_t start)
{
  BridgeStamp last = { cursor->author.last_item, cursor->author.site };
  return last.lamport != 0 && bridge_stamp_equal (item, last) && start == cursor->author.tail_count;
}

static void
put_reference (BridgeBytes *out, const BridgeOpCursor *cursor, BridgeStamp stamp)
{
  size_t index;
  if (bridge_stamp_is_none (stamp))
    {
      bridge_bytes_put_varint (out, BRIDGE_REF_NONE);
      return;
    }
  if (stamp.site == cursor->author.site)
    bridge_bytes_put_varint (out, BRIDGE_REF_OWN);
  else
    {
      index = bridge_context_index (cursor->log, stamp.site);
      assert (index != BRIDGE_CONTEXT_NO_INDEX);
      bridge_bytes_put_varint (out, BRIDGE_REF_LOG + index);
    }
  bridge_wire_put_near (out, cursor->lamport, stamp.lamport);
}

/* The first byte, and the item where it is not the current one. */
static void
put_start (BridgeBytes *out, const BridgeOpCursor *cursor, const BridgeOp *op, unsigned flags)
{
  bool is_current = bridge_stamp_equal (op->item, cursor->current);
  bridge_bytes_put_u8 (out, (uint8_t)(op->type | flags | (is_current ? BRIDGE_OP_FLAG_CURRENT : 0)));
  if (!is_current)
    put_reference (out, cursor, op->item);
}

static void
put_create (BridgeBytes *out, const BridgeOp *op)
{
  bridge_bytes_put_u8 (out, (uint8_t)(op->type | op->create.precision << 4));
  bridge_bytes_put_varint (out, op->create.kind);
}

static void
put_set (BridgeBytes *out, const BridgeOpCursor *cursor, const BridgeOp *op)
{
  BridgeValueCode code = bridge_value_code (&op->set.value);
  put_start (out, cursor, op, code << BRIDGE_OP_CODE_SHIFT);
  bridge_bytes_put_varint (out, op->set.property);
  bridge_value_put (out, code, &op->set.value);
}

static void
put_append (BridgeBytes *out, const BridgeOpCursor *cursor, const BridgeOp *op)
{
  const BridgeAuthorContext *tail = &cursor->author;
  BridgeInkTrail             trail = {
                { tail->tail_x[0], tail->tail_x[1] }, { tail->tail_y[0], tail->tail_y[1] }, tail->tail_pressure
  };
  bool is_tail = bridge_op_cursor_is_tail (cursor, op->item, op->append.start);

  put_start (out, cursor, op, is_tail ? BRIDGE_OP_FLAG_TAIL : 0);
  if (!is_tail)
    bridge_bytes_put_varint (out, op->append.start);
  bridge_ink_put (out, is_tail && tail->tail_count > 0 ? &trail : NULL, op->append.steps, op->append.count);
}

static unsigned
place_flags (const BridgeOpCursor *cursor, BridgeTextPlace place)
{
  BridgeStamp behind = { cursor->lamport - 1, cursor->author.site };
  if (bridge_stamp_is_none (place.parent))
    return BRIDGE_OP_FLAG_ROOT;
  return (place.side == BRIDGE_SIDE_RIGHT ? BRIDGE_OP_FLAG_RIGHT : 0) |
         (bridge_stamp_equal (place.parent, behind) ? BRIDGE_OP_FLAG_BEHIND : 0);
}

static void
put_insert (BridgeBytes *out, const BridgeOpCursor *cursor, const BridgeOp *op)
{
  unsigned    flags = place_flags (cursor, op->insert.place);
  BridgeBytes text = { 0 };

  put_start (out, cursor, op, flags);
  if ((flags & (BRIDGE_OP_FLAG_ROOT | BRIDGE_OP_FLAG_BEHIND)) == 0)
    put_reference (out, cursor, op->insert.place.parent);
  for (uint32_t i = 0; i < op->insert.count; i++)
    {
      char utf8[4];
      bridge_bytes_put (&text, utf8, bridge_utf8_put (utf8, op->insert.code_points[i]));
    }
  bridge_bytes_put_blob (out, text.data, text.length);
  bridge_bytes_clear (&text);
}

static void
put_remove (BridgeBytes *out, const BridgeOpCursor *cursor, const BridgeOp *op)
{
  bool is_one = op->remove.count == 1 && op->remove.ranges[0].count == 1;

  put_start (out, cursor, op, is_one ? BRIDGE_OP_FLAG_ONE : 0);
  if (!is_one)
    bridge_bytes_put_varint (out, op->remove.count);
  for (uint32_t i = 0; i < op->remove.count; i++)
    {
      put_reference (out, cursor, op->remove.ranges[i].first);
      if (!is_one)
        bridge_bytes_put_varint (out, op->remove.ranges[i].count);
    }
}

void
bridge_op_put (BridgeBytes *out, BridgeOpCursor *cursor, const BridgeOp *op)
{
  switch (op->type)
    {
    case BRIDGE_OP_CREATE:
      put_create (out, op);
      break;
    case BRIDGE_OP_SET:
      put_set (out, cursor, op);
      break;
    case BRIDGE_OP_APPEND:
      put_append (out, cursor, op);
      break;
    case BRIDGE_OP_INSERT:
      put_insert (out, cursor, op);
      break;
    case BRIDGE_OP_REMOVE:
      put_remove (out, cursor, op);
      break;
    case BRIDGE_OP_SAY:
      bridge_bytes_put_u8 (out, (uint8_t)op->type);
      bridge_bytes_put_zigzag (out, op->say.time);
      bridge_bytes_put_blob (out, op->say.text, op->say.length);
      break;
    case BRIDGE_OP_AUTHOR:
      bridge_bytes_put_u8 (out, (uint8_t)op->type);
      bridge_bytes_put_u32 (out, op->author.color);
      bridge_bytes_put_blob (out, op->author.name, op->author.length);
      break;
    }
  bridge_op_cursor_move (cursor, op);
}
