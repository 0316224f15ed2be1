/* Base64 (RFC 4648, section 4): the standard alphabet, padded.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
bridge_base64_encode (char *out, const void *data, size_t length)
{
  const uint8_t *bytes = data;
  for (size_t i = 0; i < length; i += 3)
    {
      size_t   n = length - i < 3 ? length - i : 3;
      uint32_t group = (uint32_t)bytes[i] << 16;
      if (n > 1)
        group |= (uint32_t)bytes[i + 1] << 8;
      if (n > 2)
        group |= bytes[i + 2];
      *out++ = alphabet[group >> 18];
      *out++ = alphabet[group >> 12 & 63];
      *out++ = n > 1 ? alphabet[group >> 6 & 63] : '=';
      *out++ = n > 2 ? alphabet[group & 63] : '=';
    }
  *out = '\0';
}

/* Returns 64 for what is not in the alphabet. */
static uint32_t
digit (char c)
{
  if (c >= 'A' && c <= 'Z')
    return (uint32_t)(c - 'A');
  if (c >= 'a' && c <= 'z')
    return (uint32_t)(c - 'a') + 26;
  if (c >= '0' && c <= '9')
    return (uint32_t)(c - '0') + 52;
  if (c == '+')
    return 62;
  return c == '/' ? 63 : 64;
}

/* Decodes the `n` characters of one group (2 to 4, the padding left out). */
static bool
decode_group (uint8_t *out, const char *text, size_t n)
{
  uint32_t group = 0;
  for (size_t i = 0; i < 4; i++)
    {
      uint32_t value = i < n ? digit (text[i]) : 0;
      if (value > 63)
        return false;
      group = group << 6 | value;
    }
  for (size_t i = 0; i + 1 < n; i++)
    out[i] = (uint8_t)(group >> (16 - 8 * i));
  return true;
}

BridgeStatus
bridge_base64_decode (uint8_t *out, size_t capacity, size_t *n_out, const char *text, size_t length)
{
  if (length % 4 != 0)
    return BRIDGE_STATUS_MALFORMED;
  size_t padding = 0;
  while (padding < 2 && padding < length && text[length - 1 - padding] == '=')
    padding++;
  size_t size = length / 4 * 3 - padding;
  if (size > capacity)
    return BRIDGE_STATUS_LIMIT;

  for (size_t i = 0; i < length; i += 4)
    {
      size_t n = i + 4 == length ? 4 - padding : 4;
      if (!decode_group (out + i / 4 * 3, text + i, n))
        return BRIDGE_STATUS_MALFORMED;
    }
  *n_out = size;
  return BRIDGE_STATUS_OK;
}
