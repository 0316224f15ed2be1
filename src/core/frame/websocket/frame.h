/* WebSocket frames (RFC 6455, section 5): header, masking, and what is put straight into a log.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BRIDGE_FRAME_HEADER_MAX  14
#define BRIDGE_FRAME_CONTROL_MAX 125 /* payload of a control frame */
#define BRIDGE_FRAME_RSV1        4   /* "compressed", once permessage-deflate is negotiated */

typedef enum
{
  BRIDGE_OPCODE_CONTINUATION = 0x0,
  BRIDGE_OPCODE_TEXT = 0x1,
  BRIDGE_OPCODE_BINARY = 0x2,
  BRIDGE_OPCODE_CLOSE = 0x8,
  BRIDGE_OPCODE_PING = 0x9,
  BRIDGE_OPCODE_PONG = 0xa,
} BridgeOpcode;

/* Which side of the connection this is: a client masks what it sends, a server does not. */
typedef enum
{
  BRIDGE_ROLE_CLIENT,
  BRIDGE_ROLE_SERVER,
} BridgeRole;

/* RFC 6455, section 7.4.1, and the registry that it made. */
typedef enum
{
  BRIDGE_CLOSE_NORMAL = 1000,
  BRIDGE_CLOSE_GOING_AWAY = 1001,
  BRIDGE_CLOSE_PROTOCOL_ERROR = 1002,
  BRIDGE_CLOSE_UNSUPPORTED = 1003,
  BRIDGE_CLOSE_NONE = 1005, /* a close frame without a code; never on the wire */
  BRIDGE_CLOSE_INVALID_DATA = 1007,
  BRIDGE_CLOSE_POLICY = 1008,
  BRIDGE_CLOSE_TOO_LARGE = 1009,
  BRIDGE_CLOSE_INTERNAL = 1011,
  BRIDGE_CLOSE_RESTART = 1012,
  BRIDGE_CLOSE_TRY_AGAIN = 1013,
} BridgeCloseCode;

/* Whether a close frame may carry it: 1000 to 1003, 1007 to 1014, 3000 to 4999. */
bool bridge_close_code_is_valid (unsigned code);

typedef struct
{
  bool         fin;
  uint8_t      rsv; /* BRIDGE_FRAME_RSV1 is the highest of three bits */
  BridgeOpcode opcode;
  bool         masked;
  uint8_t      mask_key[4];
  uint64_t     payload_length;
} BridgeFrameHeader;

bool bridge_opcode_is_control (BridgeOpcode opcode);

/* Writes the shortest form of the header; returns its size, 2 to BRIDGE_FRAME_HEADER_MAX. */
size_t bridge_frame_header_encode (uint8_t out[BRIDGE_FRAME_HEADER_MAX], const BridgeFrameHeader *header);
/* The size of a header whose second byte this is. */
size_t bridge_frame_header_size (uint8_t second);
/* Reads a header that is there as a whole. False when its length is not in the shortest form or has the top bit set;
 * nothing else is judged. */
bool bridge_frame_header_decode (BridgeFrameHeader *header, const uint8_t *data);

/* Masks or unmasks in place a piece that begins `offset` bytes into its payload. */
void bridge_frame_mask (uint8_t *data, size_t length, const uint8_t key[4], uint64_t offset);

/* Appends a final, unmasked frame: as a server sends it, the same for all who receive it. */
void bridge_frame_put (BridgeBytes *out, BridgeOpcode opcode, const void *payload, size_t length);
/* Tells the size, header included, of the well-formed frame that begins at `data`; false while its header is not
 * there as a whole. */
bool bridge_frame_size (const uint8_t *data, size_t available, uint64_t *size);
