/* Fuzzes the reader of state: what is read can be written, and is read again.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/deflate.h"
#include "core/frame/edit/state.h"
#include "fuzz.h"

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

/* Reads a frame, and writes all its records into another. */
static BridgeStatus
rewrite (const uint8_t *data, size_t size, BridgeBytes *frame)
{
  BridgeStateReader *reader = bridge_state_reader_new ();
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeStateRecord  record;
  bool               more = true;
  BridgeStatus       status = bridge_state_reader_feed (reader, data, size);

  while (status == BRIDGE_STATUS_OK && more)
    {
      status = bridge_state_reader_next (reader, &record, &more);
      if (status == BRIDGE_STATUS_OK && more)
        put_record (writer, &record);
    }
  if (status == BRIDGE_STATUS_OK)
    bridge_state_writer_finish_block (writer, frame);
  bridge_state_writer_free (writer);
  bridge_state_reader_free (reader);
  return status;
}

/* What was written once is written the same for ever. */
static void
require_round_trip (const uint8_t *data, size_t size)
{
  BridgeBytes once = { 0 }, twice = { 0 };

  if (rewrite (data, size, &once) == BRIDGE_STATUS_OK && once.length > 0)
    {
      require (rewrite (once.data, once.length, &twice) == BRIDGE_STATUS_OK);
      require_same_bytes (&once, &twice);
    }
  bridge_bytes_clear (&once);
  bridge_bytes_clear (&twice);
}

/* The first byte says whether a frame follows, or a block that is compressed here. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  BridgeBytes frame = { 0 };
  if (size == 0)
    return 0;
  if (data[0] & 1)
    bridge_bytes_put (&frame, data + 1, size - 1);
  else
    {
      bridge_bytes_put_u8 (&frame, BRIDGE_WIRE_STATE);
      bridge_bytes_put_varint (&frame, size - 1);
      bridge_deflate (&frame, data + 1, size - 1, 1);
    }
  require_round_trip (frame.data, frame.length);
  bridge_bytes_clear (&frame);
  return 0;
}
