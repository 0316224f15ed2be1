/* A growable byte buffer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/bytes.h"

#include "core/base/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void
bridge_bytes_clear (BridgeBytes *bytes)
{
  bridge_free (bytes->data);
  *bytes = (BridgeBytes){ 0 };
}

void
bridge_bytes_truncate (BridgeBytes *bytes, size_t length)
{
  assert (length <= bytes->length);
  bytes->length = length;
}

void
bridge_bytes_reserve (BridgeBytes *bytes, size_t more)
{
  if (more > SIZE_MAX - bytes->length)
    abort ();
  bytes->data = bridge_grow (bytes->data, &bytes->capacity, bytes->length + more, 1);
}

uint8_t *
bridge_bytes_extend (BridgeBytes *bytes, size_t more)
{
  bridge_bytes_reserve (bytes, more);
  bytes->length += more;
  return more == 0 ? bytes->data : bytes->data + bytes->length - more;
}

uint8_t *
bridge_bytes_steal (BridgeBytes *bytes, size_t *length)
{
  uint8_t *data = bytes->data;

  *length = bytes->length;
  *bytes = (BridgeBytes){ 0 };
  return data;
}

void
bridge_bytes_put (BridgeBytes *bytes, const void *data, size_t length)
{
  if (length > 0)
    memcpy (bridge_bytes_extend (bytes, length), data, length);
}

static void
put_big_endian (BridgeBytes *bytes, uint64_t value, unsigned size)
{
  uint8_t *out = bridge_bytes_extend (bytes, size);

  for (unsigned i = 0; i < size; i++)
    out[i] = (uint8_t)(value >> (8 * (size - 1 - i)));
}

void
bridge_bytes_put_u8 (BridgeBytes *bytes, uint8_t value)
{
  *bridge_bytes_extend (bytes, 1) = value;
}

void
bridge_bytes_put_u16 (BridgeBytes *bytes, uint16_t value)
{
  put_big_endian (bytes, value, 2);
}

void
bridge_bytes_put_u32 (BridgeBytes *bytes, uint32_t value)
{
  put_big_endian (bytes, value, 4);
}

void
bridge_bytes_put_u64 (BridgeBytes *bytes, uint64_t value)
{
  put_big_endian (bytes, value, 8);
}

void
bridge_bytes_put_double (BridgeBytes *bytes, double value)
{
  uint64_t bits;

  memcpy (&bits, &value, sizeof bits);
  bridge_bytes_put_u64 (bytes, bits);
}

void
bridge_bytes_put_varint (BridgeBytes *bytes, uint64_t value)
{
  uint8_t encoded[10];
  size_t  n = 0;

  for (; value >= 0x80; value >>= 7)
    encoded[n++] = (uint8_t)(value | 0x80);
  encoded[n++] = (uint8_t)value;
  bridge_bytes_put (bytes, encoded, n);
}

void
bridge_bytes_put_zigzag (BridgeBytes *bytes, int64_t value)
{
  uint64_t doubled = (uint64_t)value << 1;

  bridge_bytes_put_varint (bytes, value < 0 ? ~doubled : doubled);
}

void
bridge_bytes_put_blob (BridgeBytes *bytes, const void *data, size_t length)
{
  bridge_bytes_put_varint (bytes, length);
  bridge_bytes_put (bytes, data, length);
}
