/* Pieces that several of Drawbridge's frames share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/wire-codec.h"

#include <assert.h>

bool
bridge_wire_is_ink (uint8_t type)
{
  return type >= BRIDGE_WIRE_INK && type < BRIDGE_WIRE_INK + BRIDGE_WIRE_INK_AUTHORS;
}

int
bridge_wire_type (const uint8_t *data, size_t length)
{
  if (length == 0)
    return -1;
  return bridge_wire_is_ink (data[0]) ? BRIDGE_WIRE_COMMIT : data[0];
}

BridgeReader
bridge_wire_open (const uint8_t *data, size_t length, BridgeWireType type)
{
  BridgeReader reader;

  bridge_reader_init (&reader, data, length);
  if (length > BRIDGE_WIRE_MESSAGE_MAX)
    bridge_reader_fail (&reader, BRIDGE_STATUS_LIMIT, "a message is over its limit");
  if (bridge_reader_u8 (&reader) != type)
    bridge_reader_fail (&reader, BRIDGE_STATUS_MALFORMED, "a message is of another type");
  return reader;
}

BridgeStatus
bridge_wire_close (BridgeReader *reader)
{
  if (bridge_reader_left (reader) > 0)
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "bytes follow the end of a message");
  return reader->status;
}

uint64_t
bridge_wire_get_number (BridgeReader *reader)
{
  return bridge_reader_count (reader, BRIDGE_WIRE_NUMBER_MAX);
}

void
bridge_wire_put_near (BridgeBytes *out, uint64_t base, uint64_t value)
{
  assert (base <= BRIDGE_WIRE_NUMBER_MAX && value <= BRIDGE_WIRE_NUMBER_MAX);
  bridge_bytes_put_zigzag (out, (int64_t)value - (int64_t)base);
}

uint64_t
bridge_wire_get_near (BridgeReader *reader, uint64_t base)
{
  int64_t difference = bridge_reader_zigzag (reader);
  int64_t lowest = -(int64_t)base, highest = (int64_t)(BRIDGE_WIRE_NUMBER_MAX - base);

  if (difference < lowest || difference > highest)
    bridge_reader_fail (reader, BRIDGE_STATUS_RANGE, "a number leaves its range");
  return reader->status == BRIDGE_STATUS_OK ? (uint64_t)((int64_t)base + difference) : 0;
}

uint64_t
bridge_wire_get_site (BridgeReader *reader)
{
  uint64_t site = bridge_reader_u64 (reader);

  if (site == 0)
    bridge_reader_fail (reader, BRIDGE_STATUS_RANGE, "a site is 0");
  return site;
}

void
bridge_wire_put_text (BridgeBytes *out, const char *text, size_t length, size_t limit)
{
  if (length > limit)
    for (length = limit; length > 0 && ((uint8_t)text[length] & 0xc0) == 0x80; length--)
      ;
  bridge_bytes_put_blob (out, text, length);
}
