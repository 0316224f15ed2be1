/* Edits on their way to the room, and the log on its way back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/wire.h"

#include "core/doc/limits.h"
#include "core/frame/edit/op-codec.h"
#include "core/frame/edit/wire-codec.h"

#include <assert.h>
#include <string.h>

static bool
is_known (const BridgeContext *log, const BridgeEdit *edit, BridgeStamp stamp)
{
  return bridge_stamp_is_none (stamp) || stamp.site == edit->site ||
         bridge_context_index (log, stamp.site) != BRIDGE_CONTEXT_NO_INDEX;
}

static bool
are_known (const BridgeContext *log, const BridgeEdit *edit, const BridgeOp *op)
{
  if (!is_known (log, edit, op->item))
    return false;
  if (op->type == BRIDGE_OP_INSERT)
    return is_known (log, edit, op->insert.place.parent);
  if (op->type == BRIDGE_OP_REMOVE)
    for (uint32_t i = 0; i < op->remove.count; i++)
      if (!is_known (log, edit, op->remove.ranges[i].first))
        return false;
  return true;
}

bool
bridge_wire_can_put (const BridgeContext *log, const BridgeEdit *edit)
{
  for (size_t i = 0; i < edit->n_ops; i++)
    if (!are_known (log, edit, &edit->ops[i]))
      return false;
  return true;
}

static void
put_ops (BridgeBytes *out, BridgeOpCursor *cursor, const BridgeEdit *edit)
{
  for (size_t i = 0; i < edit->n_ops; i++)
    bridge_op_put (out, cursor, &edit->ops[i]);
}

/* To the end of the message. Clears the edit after a failure. */
static BridgeStatus
get_ops (BridgeReader *reader, BridgeOpCursor *cursor, BridgeEdit *edit)
{
  while (bridge_reader_left (reader) > 0 && edit->n_ops < BRIDGE_EDIT_OPS_MAX)
    {
      BridgeOp op = bridge_op_get (reader, cursor);
      if (reader->status == BRIDGE_STATUS_OK)
        bridge_edit_push (edit, op);
    }
  if (bridge_reader_left (reader) > 0)
    bridge_reader_fail (reader, BRIDGE_STATUS_LIMIT, "too many operations");
  if (edit->n_ops == 0)
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "an edit without operations");
  if (cursor->lamport > BRIDGE_WIRE_NUMBER_MAX)
    bridge_reader_fail (reader, BRIDGE_STATUS_RANGE, "a number leaves its range");
  if (reader->status != BRIDGE_STATUS_OK)
    bridge_edit_clear (edit);
  return reader->status;
}

/* Where the author's context is once the edit has gone by. */
static BridgeAuthorContext
after (const BridgeOpCursor *cursor, uint64_t seq)
{
  BridgeAuthorContext author = cursor->author;
  author.seq = seq;
  author.lamport = cursor->lamport;
  return author;
}

static BridgeReader
open_edit (const uint8_t *data, size_t length, BridgeWireType type)
{
  BridgeReader reader = bridge_wire_open (data, length, type);
  if (length > BRIDGE_EDIT_SIZE_MAX)
    bridge_reader_fail (&reader, BRIDGE_STATUS_LIMIT, "an edit is over its limit");
  return reader;
}

void
bridge_wire_put_edit (BridgeBytes *out, BridgeAuthorContext *up, const BridgeContext *log, const BridgeEdit *edit)
{
  BridgeOpCursor cursor = bridge_op_cursor (log, up, edit->lamport);
  assert (edit->site == up->site && edit->seq > 0);

  bridge_bytes_put_u8 (out, BRIDGE_WIRE_EDIT);
  bridge_wire_put_near (out, up->seq, edit->seq - 1);
  bridge_wire_put_near (out, up->lamport, edit->lamport);
  put_ops (out, &cursor, edit);
  *up = after (&cursor, edit->seq);
}

BridgeStatus
bridge_wire_get_edit (const uint8_t       *data,
                      size_t               length,
                      BridgeAuthorContext *up,
                      const BridgeContext *log,
                      BridgeEdit          *edit)
{
  BridgeReader   reader = open_edit (data, length, BRIDGE_WIRE_EDIT);
  uint64_t       seq = bridge_wire_get_near (&reader, up->seq) + 1;
  uint64_t       lamport = bridge_wire_get_near (&reader, up->lamport);
  BridgeOpCursor cursor = bridge_op_cursor (log, up, lamport);
  BridgeEdit     got;
  BridgeStatus   status;

  if (seq > BRIDGE_WIRE_NUMBER_MAX)
    bridge_reader_fail (&reader, BRIDGE_STATUS_RANGE, "a seq leaves its range");
  bridge_edit_init (&got, up->site, lamport);
  status = get_ops (&reader, &cursor, &got);
  if (status != BRIDGE_STATUS_OK)
    return status;
  got.seq = seq;
  *edit = got;
  *up = after (&cursor, seq);
  return BRIDGE_STATUS_OK;
}

/* The author of a log entry: an index shifted left with a flag below it, and of one who is new the site and seq. */
static void
put_author (BridgeBytes *out, const BridgeContext *log, uint64_t site, uint64_t seq, bool flag)
{
  size_t index = bridge_context_index (log, site);
  bool   is_new = index == BRIDGE_CONTEXT_NO_INDEX;

  bridge_bytes_put_varint (out, (uint64_t)(is_new ? log->count : index) << 1 | flag);
  if (!is_new)
    {
      assert (seq == log->authors[index].seq + 1);
      return;
    }
  bridge_bytes_put_u64 (out, site);
  bridge_bytes_put_varint (out, seq);
}

/* *author is as before the entry, *seq that of the entry. */
static size_t
get_author (BridgeReader *reader, const BridgeContext *log, BridgeAuthorContext *author, uint64_t *seq, bool *flag)
{
  uint64_t first = bridge_reader_varint (reader);
  uint64_t index = first >> 1;

  *author = (BridgeAuthorContext){ 0 };
  *flag = (first & 1) != 0;
  if (index < log->count)
    {
      *author = log->authors[index];
      *seq = author->seq + 1;
    }
  else
    {
      author->site = bridge_wire_get_site (reader);
      *seq = bridge_wire_get_number (reader);
      if (index != log->count || bridge_context_index (log, author->site) != BRIDGE_CONTEXT_NO_INDEX)
        bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "an author is not known, or known already");
      if (index >= BRIDGE_BOARD_SITES_MAX)
        bridge_reader_fail (reader, BRIDGE_STATUS_LIMIT, "too many authors");
    }
  if (*seq == 0 || *seq > BRIDGE_WIRE_NUMBER_MAX)
    bridge_reader_fail (reader, BRIDGE_STATUS_RANGE, "a seq leaves its range");
  return (size_t)index;
}

static void
put_context (BridgeContext *log, size_t index, const BridgeAuthorContext *author)
{
  bool is_put = bridge_context_put (log, index, author);
  assert (is_put); /* get_author has checked the place */
  (void)is_put;
}

/* Ink that goes on is most of what a room says: what stands in front of the points becomes one byte. The author's index
 * has one byte in either form. */
static void
shorten (BridgeBytes *out, size_t start, size_t index)
{
  uint8_t *message = out->data + start;

  message[0] = (uint8_t)(BRIDGE_WIRE_INK + index);
  memmove (message + 1, message + 3, out->length - start - 3);
  bridge_bytes_truncate (out, out->length - 2);
}

static bool
is_ink (const BridgeBytes *out, size_t start, const BridgeEdit *edit, size_t index, bool has_lamport)
{
  return edit->n_ops == 1 && !has_lamport && index < BRIDGE_WIRE_INK_AUTHORS && out->data[start + 2] == BRIDGE_OP_INK;
}

void
bridge_wire_put_commit (BridgeBytes *out, BridgeContext *log, const BridgeEdit *edit)
{
  size_t              index = bridge_context_index (log, edit->site);
  size_t              start = out->length;
  BridgeAuthorContext author = { .site = edit->site };
  BridgeOpCursor      cursor;
  bool                has_lamport;

  if (index != BRIDGE_CONTEXT_NO_INDEX)
    author = log->authors[index];
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_COMMIT);
  has_lamport = edit->lamport != author.lamport;
  put_author (out, log, edit->site, edit->seq, has_lamport);
  if (has_lamport)
    bridge_wire_put_near (out, author.lamport, edit->lamport);
  cursor = bridge_op_cursor (log, &author, edit->lamport);
  put_ops (out, &cursor, edit);
  if (is_ink (out, start, edit, index, has_lamport))
    shorten (out, start, index);
  index = bridge_context_add (log, edit->site);
  log->authors[index] = after (&cursor, edit->seq);
}

static BridgeStatus
get_ink (const uint8_t *data, size_t length, BridgeContext *log, BridgeEdit *edit)
{
  BridgeReader        reader = open_edit (data, length, data[0]);
  size_t              index = data[0] - BRIDGE_WIRE_INK;
  BridgeAuthorContext author = index < log->count ? log->authors[index] : (BridgeAuthorContext){ 0 };
  BridgeOpCursor      cursor = bridge_op_cursor (log, &author, author.lamport);
  uint64_t            seq = author.seq + 1;
  BridgeEdit          got;
  BridgeOp            op;

  if (index >= log->count || seq > BRIDGE_WIRE_NUMBER_MAX)
    bridge_reader_fail (&reader, BRIDGE_STATUS_MALFORMED, "an author is not known, or has no seq left");
  op = bridge_op_get_rest (&reader, &cursor, BRIDGE_OP_INK);
  if (reader.status != BRIDGE_STATUS_OK)
    return reader.status;
  bridge_edit_init (&got, author.site, author.lamport);
  bridge_edit_push (&got, op);
  if (bridge_wire_close (&reader) != BRIDGE_STATUS_OK)
    {
      bridge_edit_clear (&got);
      return reader.status;
    }
  got.seq = seq;
  log->authors[index] = after (&cursor, seq);
  *edit = got;
  return BRIDGE_STATUS_OK;
}

BridgeStatus
bridge_wire_get_commit (const uint8_t *data, size_t length, BridgeContext *log, BridgeEdit *edit)
{
  if (length > 0 && bridge_wire_is_ink (data[0]))
    return get_ink (data, length, log, edit);

  BridgeReader        reader = open_edit (data, length, BRIDGE_WIRE_COMMIT);
  BridgeAuthorContext author;
  uint64_t            seq = 0;
  bool                has_lamport;
  size_t              index = get_author (&reader, log, &author, &seq, &has_lamport);
  uint64_t            lamport = has_lamport ? bridge_wire_get_near (&reader, author.lamport) : author.lamport;
  BridgeOpCursor      cursor = bridge_op_cursor (log, &author, lamport);
  BridgeEdit          got;
  BridgeStatus        status;

  bridge_edit_init (&got, author.site, lamport);
  status = get_ops (&reader, &cursor, &got);
  if (status != BRIDGE_STATUS_OK)
    return status;
  got.seq = seq;
  author = after (&cursor, seq);
  put_context (log, index, &author);
  *edit = got;
  return BRIDGE_STATUS_OK;
}

void
bridge_wire_put_refused (BridgeBytes *out, BridgeContext *log, uint64_t site, BridgeRefusal code)
{
  size_t   index = bridge_context_index (log, site);
  uint64_t seq = index != BRIDGE_CONTEXT_NO_INDEX ? log->authors[index].seq + 1 : 1;

  bridge_bytes_put_u8 (out, BRIDGE_WIRE_REFUSED);
  put_author (out, log, site, seq, false);
  bridge_bytes_put_u8 (out, (uint8_t)code);
  index = bridge_context_add (log, site);
  log->authors[index].seq = seq;
}

BridgeStatus
bridge_wire_get_refused (const uint8_t *data,
                         size_t         length,
                         BridgeContext *log,
                         uint64_t      *site,
                         uint64_t      *seq,
                         uint8_t       *code)
{
  BridgeReader        reader = bridge_wire_open (data, length, BRIDGE_WIRE_REFUSED);
  BridgeAuthorContext author;
  uint64_t            new_seq = 0;
  bool                flag;
  size_t              index = get_author (&reader, log, &author, &new_seq, &flag);
  uint8_t             why = bridge_reader_u8 (&reader);

  if (flag)
    bridge_reader_fail (&reader, BRIDGE_STATUS_MALFORMED, "a refusal has no lamport");
  if (why == BRIDGE_REFUSAL_NONE)
    bridge_reader_fail (&reader, BRIDGE_STATUS_RANGE, "a refusal without a reason");
  if (bridge_wire_close (&reader) != BRIDGE_STATUS_OK)
    return reader.status;
  author.seq = new_seq;
  put_context (log, index, &author);
  *site = author.site;
  *seq = new_seq;
  *code = why;
  return BRIDGE_STATUS_OK;
}
