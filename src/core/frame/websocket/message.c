/* One message that a server compresses for a single peer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/message.h"

#include "core/frame/deflate.h"

#define LEVEL 6

/* A window that is larger than the message only costs memory. */
static int
choose_window (size_t length, unsigned bits)
{
  while (bits > BRIDGE_DEFLATER_WINDOW_MIN && length <= (size_t)1 << (bits - 1))
    bits--;
  return (int)bits;
}

bool
bridge_message_put_compressed (BridgeBytes *out, BridgeOpcode opcode, const void *payload, size_t length, unsigned window_bits)
{
  BridgeFrameHeader header = { .fin = true, .rsv = BRIDGE_FRAME_RSV1, .opcode = opcode };
  BridgeBytes       packed = { 0 };
  BridgeDeflater   *deflater;
  uint8_t           head[BRIDGE_FRAME_HEADER_MAX];
  bool              is_smaller;

  if (length == 0 || window_bits < BRIDGE_DEFLATER_WINDOW_MIN)
    return false;
  deflater = bridge_deflater_new (choose_window (length, window_bits), LEVEL);
  bridge_deflater_put (deflater, &packed, payload, length);
  bridge_deflater_free (deflater);
  header.payload_length = packed.length;
  is_smaller = packed.length < length;
  if (is_smaller)
    {
      bridge_bytes_put (out, head, bridge_frame_header_encode (head, &header));
      bridge_bytes_put (out, packed.data, packed.length);
    }
  bridge_bytes_clear (&packed);
  return is_smaller;
}
