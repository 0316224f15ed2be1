/* Reads the wire's values from borrowed bytes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/reader.h"

#include "core/base/utf8.h"

#include <string.h>

void
bridge_reader_init (BridgeReader *reader, const void *data, size_t length)
{
  /* Never NULL, so that an empty blob can be told from a failure. */
  *reader = (BridgeReader){ .data = data != NULL ? data : "", .length = length };
}

void
bridge_reader_fail (BridgeReader *reader, BridgeStatus status, const char *reason)
{
  if (reader->status != BRIDGE_STATUS_OK)
    return;
  reader->status = status;
  reader->reason = reason;
}

size_t
bridge_reader_left (const BridgeReader *reader)
{
  return reader->status == BRIDGE_STATUS_OK ? reader->length - reader->offset : 0;
}

bool
bridge_reader_done (const BridgeReader *reader)
{
  return reader->status == BRIDGE_STATUS_OK && reader->offset == reader->length;
}

const uint8_t *
bridge_reader_raw (BridgeReader *reader, size_t length)
{
  const uint8_t *raw = reader->data + reader->offset;

  if (reader->status != BRIDGE_STATUS_OK)
    return NULL;
  if (length > reader->length - reader->offset)
    {
      bridge_reader_fail (reader, BRIDGE_STATUS_TRUNCATED, "the bytes end inside a value");
      return NULL;
    }
  reader->offset += length;
  return raw;
}

static uint64_t
get_big_endian (BridgeReader *reader, unsigned size)
{
  const uint8_t *raw = bridge_reader_raw (reader, size);
  uint64_t       value = 0;

  for (unsigned i = 0; raw != NULL && i < size; i++)
    value = value << 8 | raw[i];
  return value;
}

uint8_t
bridge_reader_u8 (BridgeReader *reader)
{
  const uint8_t *raw = bridge_reader_raw (reader, 1);

  return raw != NULL ? raw[0] : 0;
}

uint16_t
bridge_reader_u16 (BridgeReader *reader)
{
  return (uint16_t)get_big_endian (reader, 2);
}

uint32_t
bridge_reader_u32 (BridgeReader *reader)
{
  return (uint32_t)get_big_endian (reader, 4);
}

uint64_t
bridge_reader_u64 (BridgeReader *reader)
{
  return get_big_endian (reader, 8);
}

double
bridge_reader_double (BridgeReader *reader)
{
  uint64_t bits = bridge_reader_u64 (reader);
  double   value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

uint64_t
bridge_reader_varint (BridgeReader *reader)
{
  uint64_t value = 0;
  size_t   left = bridge_reader_left (reader);

  /* Most have one byte. */
  if (left > 0 && reader->data[reader->offset] < 0x80)
    return reader->data[reader->offset++];
  for (size_t i = 0; i < left && i < 10; i++)
    {
      uint8_t byte = reader->data[reader->offset + i];

      /* The tenth byte has room for the 64th bit alone. */
      if (i == 9 && byte > 1)
        break;
      value |= (uint64_t)(byte & 0x7f) << (7 * i);
      if (byte >= 0x80)
        continue;
      if (byte == 0 && i > 0)
        {
          bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "a varint is not minimal");
          return 0;
        }
      reader->offset += i + 1;
      return value;
    }
  if (left < 10)
    bridge_reader_fail (reader, BRIDGE_STATUS_TRUNCATED, "the bytes end inside a varint");
  else
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "a varint exceeds 64 bits");
  return 0;
}

int64_t
bridge_reader_zigzag (BridgeReader *reader)
{
  uint64_t value = bridge_reader_varint (reader);
  int64_t  half = (int64_t)(value >> 1);

  return (value & 1) != 0 ? -half - 1 : half;
}

uint64_t
bridge_reader_count (BridgeReader *reader, uint64_t limit)
{
  size_t   start = reader->offset;
  uint64_t count = bridge_reader_varint (reader);

  if (count <= limit)
    return count;
  reader->offset = start;
  bridge_reader_fail (reader, BRIDGE_STATUS_LIMIT, "a count or length is over its limit");
  return 0;
}

const uint8_t *
bridge_reader_blob (BridgeReader *reader, size_t limit, size_t *length)
{
  size_t         start = reader->offset;
  uint64_t       count = bridge_reader_count (reader, limit);
  const uint8_t *raw = bridge_reader_raw (reader, (size_t)count);

  if (raw == NULL)
    {
      reader->offset = start;
      return NULL;
    }
  *length = (size_t)count;
  return raw;
}

const char *
bridge_reader_text (BridgeReader *reader, size_t limit, size_t *length)
{
  size_t         start = reader->offset;
  size_t         n;
  const uint8_t *raw = bridge_reader_blob (reader, limit, &n);

  if (raw == NULL)
    return NULL;
  if (memchr (raw, 0, n) != NULL || !bridge_utf8_valid (raw, n))
    {
      reader->offset = start;
      bridge_reader_fail (reader, BRIDGE_STATUS_UTF8, "a text is not UTF-8");
      return NULL;
    }
  *length = n;
  return (const char *)raw;
}
