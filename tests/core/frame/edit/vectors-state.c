/* The vector of state.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vectors.h"

#include "core/doc/schema.h"
#include "core/frame/deflate.h"
#include "core/frame/edit/state.h"

/* State: the stroke after both of Ann's edits and Bob's note, a chat line, and Ann. The document gives the block as it is
 * before compression, since compressors differ, inside a frame that stores it. */

static void
set_registers (BridgeItem *item, const BridgeEdit *edit)
{
  guint64 lamport = edit->lamport;

  for (gsize i = 0; i < edit->n_ops; i++)
    {
      if (edit->ops[i].type == BRIDGE_OP_SET)
        bridge_item_set (item, edit->ops[i].set.property, (BridgeStamp){ lamport, edit->site }, &edit->ops[i].set.value);
      lamport += bridge_op_span (&edit->ops[i]);
    }
}

static BridgeItem *
item_stroke (void)
{
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 100, ANN }, BRIDGE_KIND_STROKE);
  BridgeValue deleted = bridge_value_boolean (true);
  BridgeEdit  edit;

  vector_edit_stroke (&edit);
  set_registers (item, &edit);
  bridge_edit_clear (&edit);
  bridge_item_set (item, BRIDGE_PROPERTY_DELETED, (BridgeStamp){ 120, BOB }, &deleted);
  item->points.precision = 3;
  bridge_item_append (item, vector_steps, VECTOR_STEPS);
  item->revision = 3;
  return item;
}

static BridgeItem *
item_note (void)
{
  static const guint32 text[] = { 'H', 0xe9, '!' };
  BridgeItem          *item = bridge_item_new ((BridgeStamp){ 121, BOB }, BRIDGE_KIND_NOTE);
  bool                 changed;

  item->text = bridge_text_new ();
  g_assert_cmpint (bridge_text_insert (item->text, (BridgeStamp){ 122, BOB }, (BridgeTextPlace){ .side = BRIDGE_SIDE_RIGHT }, text, 2, &changed), ==, BRIDGE_STATUS_OK);
  g_assert_cmpint (bridge_text_insert (item->text, (BridgeStamp){ 130, ANN }, (BridgeTextPlace){ { 123, BOB }, BRIDGE_SIDE_RIGHT }, text + 2, 1, &changed), ==, BRIDGE_STATUS_OK);
  g_assert_cmpint (bridge_text_remove (item->text, (BridgeTextRange){ { 122, BOB }, 2 }, &changed), ==, BRIDGE_STATUS_OK);
  item->revision = 5;
  return item;
}

static void
put_state (BridgeBytes *frame)
{
  static char         hi[] = "Hi", name[] = "Ann";
  BridgeStateWriter  *writer = bridge_state_writer_new ();
  BridgeItem         *stroke = item_stroke (), *note = item_note ();
  BridgeChatLine      line = { { 140, BOB }, 6, G_GINT64_CONSTANT (1700000000000), hi, 2 };
  BridgeAuthor        ann = { ANN, 4, 132, { 90, ANN }, name, 0xe01b24ff, 2 };
  BridgeAuthorContext place = { ANN, 4, 132, 100, 5, { 24, 17 }, { -13, -9 }, 106 };

  bridge_state_writer_add_item (writer, stroke);
  bridge_state_writer_add_item (writer, note);
  bridge_state_writer_add_line (writer, &line);
  bridge_state_writer_add_author (writer, &ann, 0, &place);
  g_assert_true (bridge_state_writer_finish_block (writer, frame));
  g_assert_false (bridge_state_writer_finish_block (writer, frame));
  bridge_item_free (stroke);
  bridge_item_free (note);
  bridge_state_writer_free (writer);
}

/* The same block in a frame that stores it: type, size, one stored block of RFC 1951. */
static void
put_stored (BridgeBytes *out, const BridgeBytes *frame)
{
  BridgeBytes  block = { 0 };
  BridgeReader reader;

  bridge_reader_init (&reader, frame->data, frame->length);
  bridge_reader_u8 (&reader);
  bridge_reader_varint (&reader);
  g_assert_cmpint (bridge_inflate (&block, frame->data + reader.offset, frame->length - reader.offset, 65535), ==, BRIDGE_STATUS_OK);
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_STATE);
  bridge_bytes_put_varint (out, block.length);
  bridge_bytes_put (out, (guint8[]){ 1, block.length & 0xff, block.length >> 8, ~block.length & 0xff, ~block.length >> 8 & 0xff }, 5);
  bridge_bytes_put (out, block.data, block.length);
  bridge_bytes_clear (&block);
}

void
make_state (BridgeBytes *out)
{
  BridgeBytes frame = { 0 };

  put_state (&frame);
  put_stored (out, &frame);
  bridge_bytes_clear (&frame);
}

static void
put_record (BridgeStateWriter *writer, const BridgeStateRecord *record)
{
  if (record->type == BRIDGE_STATE_ITEM)
    bridge_state_writer_add_item (writer, record->item);
  else if (record->type == BRIDGE_STATE_LINE)
    bridge_state_writer_add_line (writer, &record->line);
  else
    bridge_state_writer_add_author (writer, &record->author, record->index, &record->context);
}

void
remake_state (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeStateReader *reader = bridge_state_reader_new ();
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeStateRecord  record;
  BridgeBytes        frame = { 0 };
  bool               more = true;

  g_assert_cmpint (bridge_state_reader_feed (reader, in->data, in->length), ==, BRIDGE_STATUS_OK);
  while (more)
    {
      g_assert_cmpint (bridge_state_reader_next (reader, &record, &more), ==, BRIDGE_STATUS_OK);
      if (more)
        put_record (writer, &record);
    }
  g_assert_true (bridge_state_writer_finish_block (writer, &frame));
  put_stored (out, &frame);
  bridge_bytes_clear (&frame);
  bridge_state_reader_free (reader);
  bridge_state_writer_free (writer);
}
