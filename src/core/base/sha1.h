/* SHA-1 (RFC 3174): for the WebSocket handshake and for digests that tell replicas apart, never for secrecy.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define BRIDGE_SHA1_SIZE 20

typedef struct
{
  uint32_t state[5];
  uint64_t length; /* bytes fed so far */
  uint8_t  block[64];
} BridgeSha1;

void bridge_sha1_init (BridgeSha1 *sha1);
void bridge_sha1_feed (BridgeSha1 *sha1, const void *data, size_t length);
void bridge_sha1_finish (BridgeSha1 *sha1, uint8_t digest[BRIDGE_SHA1_SIZE]);
