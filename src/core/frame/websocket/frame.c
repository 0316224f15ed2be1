/* WebSocket frames (RFC 6455, section 5): header, masking, and what is put straight into a log.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/frame.h"

#include <string.h>

#define LENGTH_16 126 /* lengths up to 125 stand in the second byte; these say what follows it */
#define LENGTH_64 127
#define MASK_BIT  0x80

bool
bridge_close_code_is_valid (unsigned code)
{
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

bool
bridge_opcode_is_control (BridgeOpcode opcode)
{
  return (opcode & 0x8) != 0;
}

static size_t
put_integer (uint8_t *out, uint64_t value, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++)
    out[i] = (uint8_t)(value >> (8 * (n_bytes - 1 - i)));
  return n_bytes;
}

static uint64_t
get_integer (const uint8_t *data, size_t n_bytes)
{
  uint64_t value = 0;
  for (size_t i = 0; i < n_bytes; i++)
    value = value << 8 | data[i];
  return value;
}

/* How many bytes of length follow a second byte with this one. */
static size_t
length_size (uint8_t length_7)
{
  if (length_7 == LENGTH_64)
    return 8;
  return length_7 == LENGTH_16 ? 2 : 0;
}

static uint8_t
shortest_length_7 (uint64_t length)
{
  if (length > UINT16_MAX)
    return LENGTH_64;
  return length < LENGTH_16 ? (uint8_t)length : LENGTH_16;
}

size_t
bridge_frame_header_encode (uint8_t out[BRIDGE_FRAME_HEADER_MAX], const BridgeFrameHeader *header)
{
  uint64_t length = header->payload_length;
  uint8_t  length_7 = shortest_length_7 (length);
  size_t   size = 2;
  out[0] = (uint8_t)(header->fin << 7 | header->rsv << 4 | header->opcode);
  out[1] = (uint8_t)((header->masked ? MASK_BIT : 0) | length_7);
  size += put_integer (out + size, length, length_size (length_7));
  if (!header->masked)
    return size;
  memcpy (out + size, header->mask_key, 4);
  return size + 4;
}

size_t
bridge_frame_header_size (uint8_t second)
{
  return 2 + length_size (second & ~MASK_BIT) + ((second & MASK_BIT) != 0 ? 4 : 0);
}

bool
bridge_frame_header_decode (BridgeFrameHeader *header, const uint8_t *data)
{
  uint8_t  length_7 = data[1] & (uint8_t)~MASK_BIT;
  size_t   n_bytes = length_size (length_7);
  uint64_t length = n_bytes > 0 ? get_integer (data + 2, n_bytes) : length_7;
  if ((n_bytes == 2 && length < LENGTH_16) || (n_bytes == 8 && length <= UINT16_MAX) || length > INT64_MAX)
    return false;

  *header = (BridgeFrameHeader){
    .fin = (data[0] & 0x80) != 0,
    .rsv = data[0] >> 4 & 7,
    .opcode = data[0] & 0xf,
    .masked = (data[1] & MASK_BIT) != 0,
    .payload_length = length,
  };
  if (header->masked)
    memcpy (header->mask_key, data + 2 + n_bytes, 4);
  return true;
}

static void
mask_word (uint8_t *data, uint64_t key)
{
  uint64_t word;
  memcpy (&word, data, sizeof word);
  word ^= key;
  memcpy (data, &word, sizeof word);
}

void
bridge_frame_mask (uint8_t *data, size_t length, const uint8_t key[4], uint64_t offset)
{
  uint8_t  turned[8];
  uint64_t word;
  for (size_t i = 0; i < sizeof turned; i++)
    turned[i] = key[(offset + i) & 3];
  memcpy (&word, turned, sizeof word);

  size_t i = 0;
  for (; length - i >= 32; i += 32)
    {
      mask_word (data + i, word);
      mask_word (data + i + 8, word);
      mask_word (data + i + 16, word);
      mask_word (data + i + 24, word);
    }
  for (; length - i >= 8; i += 8)
    mask_word (data + i, word);
  for (; i < length; i++)
    data[i] ^= turned[i & 7];
}

void
bridge_frame_put (BridgeBytes *out, BridgeOpcode opcode, const void *payload, size_t length)
{
  BridgeFrameHeader header = { .fin = true, .opcode = opcode, .payload_length = length };
  uint8_t           head[BRIDGE_FRAME_HEADER_MAX];
  bridge_bytes_put (out, head, bridge_frame_header_encode (head, &header));
  bridge_bytes_put (out, payload, length);
}

bool
bridge_frame_size (const uint8_t *data, size_t available, uint64_t *size)
{
  if (available < 2 || available < bridge_frame_header_size (data[1]))
    return false;
  uint8_t length_7 = data[1] & (uint8_t)~MASK_BIT;
  size_t  n_bytes = length_size (length_7);
  *size = bridge_frame_header_size (data[1]) + (n_bytes > 0 ? get_integer (data + 2, n_bytes) : length_7);
  return true;
}
