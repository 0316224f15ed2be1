/* Operations, each encoded against where the edit has got to: reading.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/op-codec.h"

#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/doc/limits.h"
#include "core/frame/edit/ink-codec.h"
#include "core/frame/edit/value-codec.h"
#include "core/frame/edit/wire-codec.h"

#define RANGE_SIZE_MIN 3 /* bytes of a range of REMOVE: reference, count */

static BridgeStamp
get_reference (BridgeReader *reader, const BridgeOpCursor *cursor)
{
  uint64_t    author = bridge_reader_varint (reader);
  BridgeStamp stamp = BRIDGE_STAMP_NONE;
  if (author == BRIDGE_REF_NONE)
    return stamp;
  if (author == BRIDGE_REF_OWN)
    stamp.site = cursor->author.site;
  else if (author - BRIDGE_REF_LOG < cursor->log->count)
    stamp.site = cursor->log->authors[author - BRIDGE_REF_LOG].site;
  else
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "an author is not known");
  stamp.lamport = bridge_wire_get_near (reader, cursor->lamport);
  return stamp;
}

static BridgeStamp
get_item (BridgeReader *reader, const BridgeOpCursor *cursor, unsigned flags)
{
  return (flags & BRIDGE_OP_FLAG_CURRENT) != 0 ? cursor->current : get_reference (reader, cursor);
}

/* Flags that say nothing here must be zero. */
static void
check_flags (BridgeReader *reader, unsigned flags, unsigned allowed)
{
  if ((flags & ~allowed) != 0)
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "an operation has flags that are not its own");
}

static uint32_t
get_u32_varint (BridgeReader *reader)
{
  return (uint32_t)bridge_reader_count (reader, UINT32_MAX);
}

static void
get_append (BridgeReader *reader, const BridgeOpCursor *cursor, unsigned flags, BridgeOp *op)
{
  const BridgeAuthorContext *tail = &cursor->author;
  BridgeInkTrail             trail = {
                { tail->tail_x[0], tail->tail_x[1] }, { tail->tail_y[0], tail->tail_y[1] }, tail->tail_pressure
  };
  bool is_tail = (flags & BRIDGE_OP_FLAG_TAIL) != 0;

  check_flags (reader, flags, BRIDGE_OP_FLAG_CURRENT | BRIDGE_OP_FLAG_TAIL);
  op->item = get_item (reader, cursor, flags);
  op->append.start = is_tail ? tail->tail_count : (uint32_t)bridge_reader_count (reader, BRIDGE_ITEM_POINTS_MAX);
  if (is_tail && !bridge_op_cursor_is_tail (cursor, op->item, op->append.start))
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "ink goes on from an item that is not the last");
  op->append.steps = bridge_ink_get (reader, is_tail && tail->tail_count > 0 ? &trail : NULL,
                                     BRIDGE_ITEM_POINTS_MAX - op->append.start, &op->append.count);
}

static BridgeTextPlace
get_place (BridgeReader *reader, const BridgeOpCursor *cursor, unsigned flags)
{
  BridgeTextPlace place = { .side = BRIDGE_SIDE_LEFT };
  if ((flags & BRIDGE_OP_FLAG_ROOT) != 0)
    {
      check_flags (reader, flags, BRIDGE_OP_FLAG_CURRENT | BRIDGE_OP_FLAG_ROOT);
      place.side = BRIDGE_SIDE_RIGHT;
      return place;
    }
  if ((flags & BRIDGE_OP_FLAG_RIGHT) != 0)
    place.side = BRIDGE_SIDE_RIGHT;
  if ((flags & BRIDGE_OP_FLAG_BEHIND) == 0)
    place.parent = get_reference (reader, cursor);
  else if (cursor->lamport > 0)
    place.parent = (BridgeStamp){ cursor->lamport - 1, cursor->author.site };
  if (bridge_stamp_is_none (place.parent))
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "a parent is none without saying so");
  return place;
}

static void
get_insert (BridgeReader *reader, const BridgeOpCursor *cursor, unsigned flags, BridgeOp *op)
{
  size_t      length = 0;
  const char *text;

  op->item = get_item (reader, cursor, flags);
  op->insert.place = get_place (reader, cursor, flags);
  text = bridge_reader_text (reader, 4 * (size_t)BRIDGE_TEXT_NODES_MAX, &length);
  if (text == NULL)
    return;
  op->insert.count = (uint32_t)bridge_utf8_count (text, length);
  if (op->insert.count == 0)
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "no text is inserted");
  if (op->insert.count > BRIDGE_TEXT_NODES_MAX)
    bridge_reader_fail (reader, BRIDGE_STATUS_LIMIT, "too much text");
  if (reader->status != BRIDGE_STATUS_OK)
    return;
  op->insert.code_points = bridge_new (uint32_t, op->insert.count);
  for (size_t i = 0, offset = 0; offset < length; i++)
    op->insert.code_points[i] = bridge_utf8_next (text, length, &offset);
}

static BridgeTextRange
get_range (BridgeReader *reader, const BridgeOpCursor *cursor, bool is_one)
{
  BridgeTextRange range = { .first = get_reference (reader, cursor), .count = 1 };
  if (!is_one)
    range.count = (uint32_t)bridge_reader_count (reader, BRIDGE_TEXT_NODES_MAX);
  if (range.count == 0 || bridge_stamp_is_none (range.first))
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "an empty range");
  return range;
}

static void
get_remove (BridgeReader *reader, const BridgeOpCursor *cursor, unsigned flags, BridgeOp *op)
{
  bool is_one = (flags & BRIDGE_OP_FLAG_ONE) != 0;

  check_flags (reader, flags, BRIDGE_OP_FLAG_CURRENT | BRIDGE_OP_FLAG_ONE);
  op->item = get_item (reader, cursor, flags);
  op->remove.count = is_one ? 1 : (uint32_t)bridge_reader_count (reader, BRIDGE_TEXT_NODES_MAX);
  if (op->remove.count == 0)
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "nothing is removed");
  if (!is_one && op->remove.count > bridge_reader_left (reader) / RANGE_SIZE_MIN)
    bridge_reader_fail (reader, BRIDGE_STATUS_TRUNCATED, "fewer ranges than are named");
  if (reader->status != BRIDGE_STATUS_OK)
    return;
  op->remove.ranges = bridge_new0 (BridgeTextRange, op->remove.count);
  for (uint32_t i = 0; i < op->remove.count && reader->status == BRIDGE_STATUS_OK; i++)
    op->remove.ranges[i] = get_range (reader, cursor, is_one);
}

/* A NUL-terminated copy; NULL after a failure. */
static char *
get_text (BridgeReader *reader, size_t limit, uint32_t *n)
{
  size_t      length = 0;
  const char *text = bridge_reader_text (reader, limit, &length);
  char       *copy;
  if (text == NULL)
    return NULL;
  copy = bridge_new0 (char, length + 1);
  for (size_t i = 0; i < length; i++)
    copy[i] = text[i];
  *n = (uint32_t)length;
  return copy;
}

static void
get_op (BridgeReader *reader, const BridgeOpCursor *cursor, unsigned flags, BridgeOp *op)
{
  BridgeStamp stamp = { cursor->lamport, cursor->author.site };
  switch (op->type)
    {
    case BRIDGE_OP_CREATE:
      op->item = stamp;
      op->create.precision = (uint8_t)(flags >> 4);
      op->create.kind = get_u32_varint (reader);
      break;
    case BRIDGE_OP_SET:
      op->item = get_item (reader, cursor, flags);
      op->set.property = get_u32_varint (reader);
      op->set.value = bridge_value_get (reader, flags >> BRIDGE_OP_CODE_SHIFT);
      break;
    case BRIDGE_OP_APPEND:
      get_append (reader, cursor, flags, op);
      break;
    case BRIDGE_OP_INSERT:
      get_insert (reader, cursor, flags, op);
      break;
    case BRIDGE_OP_REMOVE:
      get_remove (reader, cursor, flags, op);
      break;
    case BRIDGE_OP_SAY:
      check_flags (reader, flags, 0);
      op->item = stamp;
      op->say.time = bridge_reader_zigzag (reader);
      op->say.text = get_text (reader, BRIDGE_CHAT_BYTES_MAX, &op->say.length);
      break;
    case BRIDGE_OP_AUTHOR:
      check_flags (reader, flags, 0);
      op->author.color = bridge_reader_u32 (reader);
      op->author.name = get_text (reader, BRIDGE_NAME_BYTES_MAX, &op->author.length);
      break;
    }
}

BridgeOp
bridge_op_get (BridgeReader *reader, BridgeOpCursor *cursor)
{
  return bridge_op_get_rest (reader, cursor, bridge_reader_u8 (reader));
}

BridgeOp
bridge_op_get_rest (BridgeReader *reader, BridgeOpCursor *cursor, unsigned first)
{
  BridgeOp op = { .type = first & BRIDGE_OP_TYPE_MASK };

  if (op.type < BRIDGE_OP_CREATE || op.type > BRIDGE_OP_AUTHOR)
    {
      bridge_reader_fail (reader, BRIDGE_STATUS_UNSUPPORTED, "an operation is not known");
      return op;
    }
  get_op (reader, cursor, first & ~BRIDGE_OP_TYPE_MASK, &op);
  if (reader->status == BRIDGE_STATUS_OK)
    bridge_op_cursor_move (cursor, &op);
  else
    bridge_op_clear (&op);
  return op;
}
