/* Bytes to pieces of frames, every header checked (RFC 6455, section 5).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/decoder.h"

#include <assert.h>
#include <string.h>

void
bridge_decoder_init (BridgeDecoder *decoder, BridgeRole role, bool allow_rsv1, uint64_t frame_limit)
{
  *decoder = (BridgeDecoder){ .role = role, .allow_rsv1 = allow_rsv1, .frame_limit = frame_limit };
}

void
bridge_decoder_feed (BridgeDecoder *decoder, uint8_t *data, size_t length)
{
  assert (decoder->input_length == 0 || decoder->error.status != BRIDGE_STATUS_OK);
  decoder->input = data;
  decoder->input_length = length;
}

void
bridge_decoder_fail (BridgeDecoder *decoder, BridgeStatus status, BridgeCloseCode code, const char *reason)
{
  if (decoder->error.status == BRIDGE_STATUS_OK)
    decoder->error = (BridgeDecoderError){ status, code, reason, decoder->frame_offset };
}

static void
consume (BridgeDecoder *decoder, size_t length)
{
  decoder->input += length;
  decoder->input_length -= length;
  decoder->offset += length;
}

/* Gathers header bytes; false while there are fewer than `size`. */
static bool
fill_head (BridgeDecoder *decoder, size_t size)
{
  size_t missing = size - decoder->head_length;
  size_t n = decoder->input_length < missing ? decoder->input_length : missing;
  if (n > 0)
    {
      memcpy (decoder->head + decoder->head_length, decoder->input, n);
      decoder->head_length += (uint8_t)n;
      consume (decoder, n);
    }
  return n == missing;
}

static bool
is_known_opcode (uint8_t opcode)
{
  return opcode <= BRIDGE_OPCODE_BINARY || (opcode >= BRIDGE_OPCODE_CLOSE && opcode <= BRIDGE_OPCODE_PONG);
}

/* Judges what the first two bytes tell, before the rest of the header is waited for. */
static const char *
start_refusal (const BridgeDecoder *decoder)
{
  uint8_t rsv = decoder->head[0] >> 4 & 7, opcode = decoder->head[0] & 0xf;
  bool    fin = (decoder->head[0] & 0x80) != 0, masked = (decoder->head[1] & 0x80) != 0;
  bool    control = bridge_opcode_is_control (opcode);
  bool    begins = opcode == BRIDGE_OPCODE_TEXT || opcode == BRIDGE_OPCODE_BINARY;

  if (!is_known_opcode (opcode))
    return "reserved opcode";
  if (rsv != 0 && !(rsv == BRIDGE_FRAME_RSV1 && begins && decoder->allow_rsv1))
    return "reserved bit set";
  if (masked != (decoder->role == BRIDGE_ROLE_SERVER))
    return masked ? "masked frame from a server" : "unmasked frame from a client";
  if (control && !fin)
    return "fragmented control frame";
  if (control && (decoder->head[1] & 0x7f) > BRIDGE_FRAME_CONTROL_MAX)
    return "control frame too long";
  if (opcode == BRIDGE_OPCODE_CONTINUATION && !decoder->in_message)
    return "continuation of nothing";
  if (begins && decoder->in_message)
    return "new message inside a fragmented one";
  return NULL;
}

static bool
refuse (BridgeDecoder *decoder, const char *reason)
{
  bridge_decoder_fail (decoder, BRIDGE_STATUS_PROTOCOL, BRIDGE_CLOSE_PROTOCOL_ERROR, reason);
  return false;
}

/* What cannot be compressed gets larger: by an eighth with the worst of codes, and by some bytes a block. */
static uint64_t
frame_limit (const BridgeDecoder *decoder)
{
  uint64_t limit = decoder->frame_limit, more = limit / 8 + 64;
  return decoder->allow_rsv1 && limit <= UINT64_MAX - more ? limit + more : limit;
}

/* Takes a header that is complete. */
static bool
accept_header (BridgeDecoder *decoder)
{
  BridgeFrameHeader *header = &decoder->header;
  if (!bridge_frame_header_decode (header, decoder->head))
    return refuse (decoder, "length not in its shortest form");
  bool control = bridge_opcode_is_control (header->opcode);
  if (!control && header->payload_length > frame_limit (decoder))
    {
      bridge_decoder_fail (decoder, BRIDGE_STATUS_LIMIT, BRIDGE_CLOSE_TOO_LARGE, "frame too large");
      return false;
    }
  if (!control)
    decoder->in_message = !header->fin;
  decoder->head_length = 0;
  decoder->payload_done = 0;
  return true;
}

/* False while the header is not complete, or when it is refused. */
static bool
read_header (BridgeDecoder *decoder)
{
  if (decoder->head_length == 0)
    decoder->frame_offset = decoder->offset;
  if (decoder->head_length < 2)
    {
      if (!fill_head (decoder, 2))
        return false;
      const char *reason = start_refusal (decoder);
      if (reason != NULL)
        return refuse (decoder, reason);
    }
  return fill_head (decoder, bridge_frame_header_size (decoder->head[1])) && accept_header (decoder);
}

bool
bridge_decoder_next (BridgeDecoder *decoder, BridgeFramePiece *piece)
{
  if (decoder->error.status != BRIDGE_STATUS_OK)
    return false;
  bool first = !decoder->in_payload;
  if (first ? !read_header (decoder) : decoder->input_length == 0)
    return false;

  const BridgeFrameHeader *header = &decoder->header;
  uint64_t                 left = header->payload_length - decoder->payload_done;
  size_t                   length = decoder->input_length < left ? decoder->input_length : (size_t)left;
  if (header->masked)
    bridge_frame_mask (decoder->input, length, header->mask_key, decoder->payload_done);
  *piece = (BridgeFramePiece){ header, decoder->input, length, first, length == left };
  decoder->payload_done += length;
  decoder->in_payload = !piece->last;
  consume (decoder, length);
  return true;
}
