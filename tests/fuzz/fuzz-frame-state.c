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

/* Counts the records, which go to `writer` where there is one. */
static BridgeStatus
read_frame (const uint8_t *data, size_t size, BridgeStateWriter *writer, size_t *n_records)
{
  BridgeStateReader *reader = bridge_state_reader_new ();
  BridgeStateRecord  record;
  bool               more = true;
  BridgeStatus       status = bridge_state_reader_feed (reader, data, size);

  *n_records = 0;
  while (status == BRIDGE_STATUS_OK && more)
    {
      status = bridge_state_reader_next (reader, &record, &more);
      if (status != BRIDGE_STATUS_OK || !more)
        break;
      (*n_records)++;
      if (writer != NULL)
        put_record (writer, &record);
    }
  bridge_state_reader_free (reader);
  return status;
}

static void
require_round_trip (const uint8_t *data, size_t size)
{
  BridgeStateWriter *writer = bridge_state_writer_new ();
  BridgeBytes        frame = { 0 };
  size_t             n_records, n_again;

  if (read_frame (data, size, writer, &n_records) == BRIDGE_STATUS_OK)
    {
      require (bridge_state_writer_finish_block (writer, &frame) == (n_records > 0));
      require (n_records == 0 || read_frame (frame.data, frame.length, NULL, &n_again) == BRIDGE_STATUS_OK);
      require (n_records == 0 || n_records == n_again);
    }
  bridge_bytes_clear (&frame);
  bridge_state_writer_free (writer);
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
