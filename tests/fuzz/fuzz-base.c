/* Fuzzes the reader, the bit reader and the UTF-8 check: the first byte of each step says what to read next.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/bits.h"
#include "core/base/reader.h"
#include "core/base/utf8.h"
#include "fuzz.h"

/* A varint that was read must be what the writer would have written. */
static void
check_varint (BridgeReader *reader)
{
  size_t      start = reader->offset;
  uint64_t    value = bridge_reader_varint (reader);
  BridgeBytes again = { 0 };

  if (reader->status == BRIDGE_STATUS_OK)
    {
      bridge_bytes_put_varint (&again, value);
      require (again.length == reader->offset - start);
      require (memcmp (again.data, reader->data + start, again.length) == 0);
    }
  bridge_bytes_clear (&again);
}

static void
check_text (BridgeReader *reader)
{
  size_t      length;
  const char *text = bridge_reader_text (reader, 64, &length);

  for (size_t offset = 0; text != NULL && offset < length;)
    require (bridge_utf8_is_scalar (bridge_utf8_next (text, length, &offset)));
}

static void
check_bits (BridgeReader *reader, uint8_t step)
{
  BridgeBitReader bits;

  bridge_bit_reader_init (&bits, reader);
  bridge_bit_reader_get (&bits, step >> 3);
  bridge_bit_reader_get_golomb (&bits, step >> 3);
  bridge_bit_reader_finish (&bits);
}

/* At once, in two pieces and byte by byte it is the same. */
static void
check_split (const uint8_t *data, size_t size)
{
  BridgeUtf8 state = { 0 }, slow = { 0 };
  size_t     split = size > 0 ? data[0] % (size + 1) : 0;
  bool       good = bridge_utf8_feed (&state, data, split) &&
              bridge_utf8_feed (&state, data + split, size - split) && bridge_utf8_complete (&state);

  bool slow_good = true;

  for (size_t i = 0; i < size && slow_good; i++)
    slow_good = bridge_utf8_feed (&slow, data + i, 1);
  require (good == bridge_utf8_valid (data, size));
  require (good == (slow_good && bridge_utf8_complete (&slow)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  BridgeReader reader;
  size_t       length;

  bridge_reader_init (&reader, data, size);
  while (bridge_reader_left (&reader) > 0)
    {
      uint8_t step = bridge_reader_u8 (&reader);

      switch (step % 6)
        {
        case 0:
          check_varint (&reader);
          break;
        case 1:
          check_text (&reader);
          break;
        case 2:
          check_bits (&reader, step);
          break;
        case 3:
          bridge_reader_zigzag (&reader);
          break;
        case 4:
          bridge_reader_blob (&reader, step, &length);
          break;
        default:
          bridge_reader_u64 (&reader);
        }
    }
  check_split (data, size);
  return 0;
}
