/* Edits: one author's atomic groups of operations.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/status.h"
#include "core/doc/points.h"
#include "core/doc/stamp.h"
#include "core/doc/text.h"
#include "core/doc/value.h"

/* Numbers as on the wire; they never change. */
typedef enum
{
  BRIDGE_OP_CREATE = 1, /* an item whose id is the operation's stamp */
  BRIDGE_OP_SET = 2,
  BRIDGE_OP_APPEND = 3,
  BRIDGE_OP_INSERT = 4,
  BRIDGE_OP_REMOVE = 5,
  BRIDGE_OP_SAY = 6,    /* a chat line whose id is the operation's stamp */
  BRIDGE_OP_AUTHOR = 7, /* the name and colour of the edit's site, a register */
} BridgeOpType;

/* Owns all that it points to. */
typedef struct
{
  BridgeOpType type;
  BridgeStamp  item; /* what it is about; of CREATE and SAY the new id; none of AUTHOR */
  union
  {
    struct
    {
      uint32_t kind;
      uint8_t  precision;
    } create;
    struct
    {
      uint32_t    property;
      BridgeValue value;
    } set;
    struct
    {
      uint32_t    start; /* index of the first point; idempotent thereby */
      uint32_t    count; /* at least 1 */
      BridgeStep *steps;
    } append;
    struct
    {
      BridgeTextPlace place;
      uint32_t        count; /* at least 1; takes as many lamports */
      uint32_t       *code_points;
    } insert;
    struct
    {
      uint32_t         count; /* at least 1 */
      BridgeTextRange *ranges;
    } remove;
    struct
    {
      int64_t  time; /* the author's clock, ms since 1970 UTC */
      uint32_t length;
      char    *text; /* UTF-8, NUL-terminated beyond length */
    } say;
    struct
    {
      uint32_t color; /* 0xRRGGBBAA */
      uint32_t length;
      char    *name; /* UTF-8, NUL-terminated beyond length */
    } author;
  };
} BridgeOp;

/* Stamps: the operations take lamports one after another from `lamport` on, each as many as bridge_op_span says. A site's
 * next edit begins at or after the end of this one. */
typedef struct
{
  uint64_t  site;
  uint64_t  seq; /* contiguous from 1 within a site; 0 while it is being composed */
  uint64_t  lamport;
  BridgeOp *ops;
  size_t    n_ops;
  size_t    capacity;
  uint64_t  span; /* lamports taken so far */
} BridgeEdit;

void bridge_edit_init (BridgeEdit *edit, uint64_t site, uint64_t lamport);
void bridge_edit_clear (BridgeEdit *edit);
void bridge_edit_copy (BridgeEdit *to, const BridgeEdit *from); /* `to` is uninitialised */

/* CREATE, SET, SAY, AUTHOR: 1. INSERT: its count. APPEND, REMOVE: 0 (they need no stamp). */
uint64_t bridge_op_span (const BridgeOp *op);
void     bridge_op_clear (BridgeOp *op);
BridgeOp bridge_op_copy (const BridgeOp *op); /* deep */

/* Composing. Each copies what it is given and returns the new item, the first code point's id or the chat line's id. */
BridgeStamp bridge_edit_create (BridgeEdit *edit, uint32_t kind, unsigned precision);
void        bridge_edit_set (BridgeEdit *edit, BridgeStamp item, uint32_t property, BridgeValue value);
void        bridge_edit_append (BridgeEdit *edit, BridgeStamp item, size_t start, const BridgeStep *steps, size_t count);
BridgeStamp bridge_edit_insert (BridgeEdit     *edit,
                                BridgeStamp     item,
                                BridgeTextPlace place,
                                const uint32_t *code_points,
                                size_t          count);
void        bridge_edit_remove (BridgeEdit *edit, BridgeStamp item, const BridgeTextRange *ranges, size_t count);
BridgeStamp bridge_edit_say (BridgeEdit *edit, const char *text, size_t length, int64_t time);
void        bridge_edit_author (BridgeEdit *edit, const char *name, size_t length, uint32_t color);
/* Puts an operation, taking it. For decoders: CREATE and SAY must carry the id that their place gives them. */
void bridge_edit_push (BridgeEdit *edit, BridgeOp op);
/* The stamp that the next operation will have. */
BridgeStamp bridge_edit_next_stamp (const BridgeEdit *edit);
