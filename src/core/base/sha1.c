/* SHA-1 after RFC 3174, method 1.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/sha1.h"

#include <string.h>

static uint32_t
rotate (uint32_t word, unsigned by)
{
  return word << by | word >> (32 - by);
}

static void
schedule (const uint8_t block[64], uint32_t words[80])
{
  for (unsigned t = 0; t < 16; t++)
    words[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | block[4 * t + 3];
  for (unsigned t = 16; t < 80; t++)
    words[t] = rotate (words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], 1);
}

/* f(t) and K(t) of the RFC, added. */
static uint32_t
round_value (unsigned t, uint32_t b, uint32_t c, uint32_t d)
{
  if (t < 20)
    return ((b & c) | (~b & d)) + UINT32_C (0x5a827999);
  if (t < 40)
    return (b ^ c ^ d) + UINT32_C (0x6ed9eba1);
  if (t < 60)
    return ((b & c) | (b & d) | (c & d)) + UINT32_C (0x8f1bbcdc);
  return (b ^ c ^ d) + UINT32_C (0xca62c1d6);
}

static void
compress (uint32_t state[5], const uint8_t block[64])
{
  uint32_t words[80];
  uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4];

  schedule (block, words);
  for (unsigned t = 0; t < 80; t++)
    {
      uint32_t next = rotate (a, 5) + round_value (t, b, c, d) + e + words[t];

      e = d;
      d = c;
      c = rotate (b, 30);
      b = a;
      a = next;
    }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
}

void
bridge_sha1_init (BridgeSha1 *sha1)
{
  *sha1 = (BridgeSha1){ .state = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 } };
}

void
bridge_sha1_feed (BridgeSha1 *sha1, const void *data, size_t length)
{
  const uint8_t *bytes = data;

  while (length > 0)
    {
      size_t used = sha1->length % 64;
      size_t n = length < 64 - used ? length : 64 - used;

      memcpy (sha1->block + used, bytes, n);
      sha1->length += n;
      bytes += n;
      length -= n;
      if (used + n == 64)
        compress (sha1->state, sha1->block);
    }
}

void
bridge_sha1_finish (BridgeSha1 *sha1, uint8_t digest[BRIDGE_SHA1_SIZE])
{
  static const uint8_t padding[64] = { 0x80 };
  uint64_t             n_bits = sha1->length * 8;
  uint8_t              tail[8];

  for (unsigned i = 0; i < 8; i++)
    tail[i] = (uint8_t)(n_bits >> (56 - 8 * i));
  /* At least one byte, up to 8 short of a whole block. */
  bridge_sha1_feed (sha1, padding, 1 + (119 - sha1->length % 64) % 64);
  bridge_sha1_feed (sha1, tail, sizeof tail);
  for (unsigned i = 0; i < BRIDGE_SHA1_SIZE; i++)
    digest[i] = (uint8_t)(sha1->state[i / 4] >> (24 - 8 * (i % 4)));
}
