/* Operations, each encoded against where the edit has got to.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"
#include "core/base/reader.h"
#include "core/frame/edit/context.h"

/* Flags in the high half of an operation's first byte. CREATE has its precision there, SET a value's code above OP_CURRENT. */
#define BRIDGE_OP_TYPE_MASK    0x0f
#define BRIDGE_OP_FLAG_CURRENT 0x10 /* about the current item: no reference follows */
#define BRIDGE_OP_CODE_SHIFT   5
#define BRIDGE_OP_FLAG_TAIL    0x20 /* APPEND: goes on where the current item, the author's last, ends */
#define BRIDGE_OP_INK          (BRIDGE_OP_APPEND | BRIDGE_OP_FLAG_CURRENT | BRIDGE_OP_FLAG_TAIL)
#define BRIDGE_OP_FLAG_RIGHT   0x20 /* INSERT: right of the parent */
#define BRIDGE_OP_FLAG_ROOT    0x40 /* INSERT: no parent */
#define BRIDGE_OP_FLAG_BEHIND  0x80 /* INSERT: the parent has the stamp right before the operation's */
#define BRIDGE_OP_FLAG_ONE     0x20 /* REMOVE: one range of one node */

/* References: 0 none, 1 the edit's own site, else 2 + an author's index. */
#define BRIDGE_REF_NONE 0
#define BRIDGE_REF_OWN  1
#define BRIDGE_REF_LOG  2

/* Where an edit has got to. */
typedef struct
{
  const BridgeContext *log;
  BridgeAuthorContext  author;
  uint64_t             lamport; /* of the next operation */
  BridgeStamp          current; /* the item of the operation before; at first the author's last, or the board */
} BridgeOpCursor;

BridgeOpCursor bridge_op_cursor (const BridgeContext *log, const BridgeAuthorContext *author, uint64_t lamport);
void           bridge_op_cursor_move (BridgeOpCursor *cursor, const BridgeOp *op);
/* Whether an APPEND to this item at this start goes on from the author's tail. */
bool bridge_op_cursor_is_tail (const BridgeOpCursor *cursor, BridgeStamp item, uint32_t start);

/* Both move the cursor on. After a failure nothing is left to free. */
void     bridge_op_put (BridgeBytes *out, BridgeOpCursor *cursor, const BridgeOp *op);
BridgeOp bridge_op_get (BridgeReader *reader, BridgeOpCursor *cursor);
/* An operation whose first byte is known and does not stand there. */
BridgeOp bridge_op_get_rest (BridgeReader *reader, BridgeOpCursor *cursor, unsigned first);
