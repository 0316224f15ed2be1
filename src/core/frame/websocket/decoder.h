/* Bytes to pieces of frames, every header checked (RFC 6455, section 5).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/status.h"
#include "core/frame/websocket/frame.h"

/* The first violation. It stays until the decoder is initialized again, and nothing is decoded behind it. */
typedef struct
{
  BridgeStatus    status;     /* OK while there is none */
  BridgeCloseCode close_code; /* what the close frame should say */
  const char     *reason;     /* static, lower case, short enough for a close frame */
  uint64_t        offset;     /* where in the stream the frame at fault begins */
} BridgeDecoderError;

/* What of one frame lies in the bytes that were fed. */
typedef struct
{
  const BridgeFrameHeader *header; /* borrowed until the next call */
  uint8_t                 *data;   /* unmasked; borrowed, points into what was fed */
  size_t                   length; /* may be 0 */
  bool                     first;  /* the header was completed just now */
  bool                     last;   /* the frame ends with this piece */
} BridgeFramePiece;

/* Fields may be read, except input, which is private. */
typedef struct
{
  BridgeRole         role;
  bool               allow_rsv1; /* an extension was negotiated that sets it on first frames of messages */
  uint64_t           frame_limit;
  BridgeDecoderError error;
  uint64_t           offset; /* bytes consumed so far */

  uint8_t          *input;
  size_t            input_length;
  uint8_t           head[BRIDGE_FRAME_HEADER_MAX];
  uint8_t           head_length;
  BridgeFrameHeader header;
  uint64_t          frame_offset;
  uint64_t          payload_done;
  bool              in_payload;
  bool              in_message; /* a data frame without FIN has passed */
} BridgeDecoder;

/* `role` is the role of this side. A data frame of more than `frame_limit` bytes of payload, and an eighth
 * more where some are compressed, fails with 1009. */
void bridge_decoder_init (BridgeDecoder *decoder, BridgeRole role, bool allow_rsv1, uint64_t frame_limit);

/* Borrows `data` until bridge_decoder_next has returned false; payloads are unmasked in place. Nothing may be left of
 * what was fed before, unless the decoder failed. */
void bridge_decoder_feed (BridgeDecoder *decoder, uint8_t *data, size_t length);
/* Fills in the next piece; false when all is consumed or error.status is not OK. */
bool bridge_decoder_next (BridgeDecoder *decoder, BridgeFramePiece *piece);
/* Records a violation that the layer above found in the current frame, unless there is one already. */
void bridge_decoder_fail (BridgeDecoder *decoder, BridgeStatus status, BridgeCloseCode code, const char *reason);
