/* Bits within bytes, and Exp-Golomb codes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/bits.h"

#include <assert.h>

void
bridge_bit_writer_init (BridgeBitWriter *writer, BridgeBytes *bytes)
{
  *writer = (BridgeBitWriter){ .bytes = bytes };
}

void
bridge_bit_writer_put (BridgeBitWriter *writer, uint64_t value, unsigned n_bits)
{
  assert (n_bits <= 32);
  value &= (UINT64_C (1) << n_bits) - 1;
  writer->pending = writer->pending << n_bits | value;
  writer->n_pending += n_bits;
  if (writer->n_pending < 32)
    return;
  writer->n_pending -= 32;
  bridge_bytes_put_u32 (writer->bytes, (uint32_t)(writer->pending >> writer->n_pending));
  writer->pending &= (UINT64_C (1) << writer->n_pending) - 1;
}

void
bridge_bit_writer_flush (BridgeBitWriter *writer)
{
  unsigned n_padding = (8 - writer->n_pending % 8) % 8;

  writer->pending <<= n_padding;
  for (unsigned n_left = writer->n_pending + n_padding; n_left > 0; n_left -= 8)
    bridge_bytes_put_u8 (writer->bytes, (uint8_t)(writer->pending >> (n_left - 8)));
  writer->pending = writer->n_pending = 0;
}

void
bridge_bit_writer_put_golomb (BridgeBitWriter *writer, uint32_t value, unsigned k)
{
  uint64_t shifted;
  unsigned n_bits;

  assert (k < 32);
  shifted = value + (UINT64_C (1) << k);
  for (n_bits = k + 1; shifted >> n_bits != 0; n_bits++)
    ;
  bridge_bit_writer_put (writer, 0, n_bits - 1 - k);
  /* Up to 33 bits: the leading one goes by itself. */
  bridge_bit_writer_put (writer, 1, 1);
  bridge_bit_writer_put (writer, shifted, n_bits - 1);
}

void
bridge_bit_reader_init (BridgeBitReader *bits, BridgeReader *reader)
{
  *bits = (BridgeBitReader){ .reader = reader };
}

uint32_t
bridge_bit_reader_get (BridgeBitReader *bits, unsigned n_bits)
{
  uint64_t value = 0;

  assert (n_bits <= 32);
  while (n_bits > 0)
    {
      if (bits->n_left == 0)
        {
          bits->byte = bridge_reader_u8 (bits->reader);
          bits->n_left = 8;
        }

      unsigned n = n_bits < bits->n_left ? n_bits : bits->n_left;
      bits->n_left -= n;
      n_bits -= n;
      value = value << n | (bits->byte >> bits->n_left & ((1u << n) - 1));
    }
  return bits->reader->status == BRIDGE_STATUS_OK ? (uint32_t)value : 0;
}

unsigned
bridge_bit_reader_get_zeros (BridgeBitReader *bits, unsigned max)
{
  unsigned n_zeros = 0;

  while (n_zeros < max)
    {
      if (bits->n_left == 0)
        {
          bits->byte = bridge_reader_u8 (bits->reader);
          bits->n_left = 8;
          if (bits->reader->status != BRIDGE_STATUS_OK)
            return n_zeros;
        }
      bits->n_left--;
      if ((bits->byte >> bits->n_left & 1) == 1)
        return n_zeros;
      n_zeros++;
    }
  return n_zeros;
}

uint32_t
bridge_bit_reader_get_golomb (BridgeBitReader *bits, unsigned k)
{
  unsigned n_zeros = 0;
  uint64_t value;

  assert (k < 32);
  while (bridge_bit_reader_get (bits, 1) == 0)
    if (bits->reader->status != BRIDGE_STATUS_OK || ++n_zeros > 32 - k)
      {
        bridge_reader_fail (bits->reader, BRIDGE_STATUS_MALFORMED, "an Exp-Golomb code is too long");
        return 0;
      }
  value = (UINT64_C (1) << (n_zeros + k)) + bridge_bit_reader_get (bits, n_zeros + k) - (UINT64_C (1) << k);
  if (bits->reader->status != BRIDGE_STATUS_OK)
    return 0;
  if (value > UINT32_MAX)
    {
      bridge_reader_fail (bits->reader, BRIDGE_STATUS_MALFORMED, "an Exp-Golomb code exceeds 32 bits");
      return 0;
    }
  return (uint32_t)value;
}

void
bridge_bit_reader_finish (BridgeBitReader *bits)
{
  if ((bits->byte & ((1u << bits->n_left) - 1)) != 0)
    bridge_reader_fail (bits->reader, BRIDGE_STATUS_MALFORMED, "padding bits are not zero");
  bits->n_left = 0;
}
