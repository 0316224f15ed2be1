/* Fuzzes the frame decoder in both roles: what it takes apart must be what the codec would have put together.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/frame/websocket/decoder.h"
#include "fuzz.h"

#include <string.h>

#define FRAME_LIMIT  4096
#define PACKED_LIMIT (FRAME_LIMIT + FRAME_LIMIT / 8 + 64) /* where some are compressed */

/* Encodes the piece again, behind what came before it. */
static void
put_again (BridgeBytes *again, const BridgeFramePiece *piece, uint64_t payload_offset)
{
  uint8_t head[BRIDGE_FRAME_HEADER_MAX];
  if (piece->first)
    bridge_bytes_put (again, head, bridge_frame_header_encode (head, piece->header));
  bridge_bytes_put (again, piece->data, piece->length);
  if (piece->header->masked && piece->length > 0)
    bridge_frame_mask (again->data + again->length - piece->length, piece->length, piece->header->mask_key,
                       payload_offset);
}

/* Takes the pieces of one feed; `payload_offset` is kept between feeds. */
static void
take_pieces (BridgeDecoder *decoder, BridgeBytes *again, uint64_t *payload_offset)
{
  BridgeFramePiece piece;
  while (bridge_decoder_next (decoder, &piece))
    {
      const BridgeFrameHeader *header = piece.header;
      *payload_offset = piece.first ? 0 : *payload_offset;
      require (header->masked == (decoder->role == BRIDGE_ROLE_SERVER));
      uint64_t most = decoder->allow_rsv1 ? PACKED_LIMIT : FRAME_LIMIT;
      require (header->payload_length <= (bridge_opcode_is_control (header->opcode) ? BRIDGE_FRAME_CONTROL_MAX : most));
      put_again (again, &piece, *payload_offset);
      *payload_offset += piece.length;
      require (piece.last == (*payload_offset == header->payload_length));
    }
}

/* The first byte chooses the role, the extension and the size of the pieces. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  BridgeDecoder decoder;
  BridgeBytes   again = { 0 };
  uint64_t      payload_offset = 0;
  if (size < 2)
    return 0;

  size_t   step = 1 + (data[0] >> 2), length = size - 1;
  uint8_t *input = bridge_memdup (data + 1, length);
  bridge_decoder_init (&decoder, data[0] & 1 ? BRIDGE_ROLE_SERVER : BRIDGE_ROLE_CLIENT, (data[0] & 2) != 0, FRAME_LIMIT);
  for (size_t start = 0; start < length; start += step)
    {
      bridge_decoder_feed (&decoder, input + start, length - start < step ? length - start : step);
      take_pieces (&decoder, &again, &payload_offset);
    }

  require (again.length <= length && (again.length == 0 || memcmp (again.data, data + 1, again.length) == 0));
  if (decoder.error.status == BRIDGE_STATUS_OK)
    require (again.length + decoder.head_length == length);
  else
    require (bridge_close_code_is_valid (decoder.error.close_code) && decoder.error.offset == again.length);
  bridge_bytes_clear (&again);
  bridge_free (input);
  return 0;
}
