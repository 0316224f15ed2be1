/* UTF-8 after RFC 3629, table of section 4.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/utf8.h"

#include <assert.h>
#include <string.h>

/* From an ASCII byte to the next that is none, eight at a time where there are so many. */
static const uint8_t *
skip_ascii (const uint8_t *at, const uint8_t *end)
{
  uint64_t word;

  for (; end - at >= 8; at += 8)
    {
      memcpy (&word, at, sizeof word);
      if ((word & UINT64_C (0x8080808080808080)) != 0)
        break;
    }
  while (at < end && *at < 0x80)
    at++;
  return at;
}

static bool
is_tail (uint8_t byte)
{
  return (byte & 0xc0) == 0x80;
}

#define ASCII_RUN 8 /* bytes that are worth being skipped together */

/* Past sequences of one to three bytes that lie there whole and are right, until there is a run of ASCII. What it stops at
 * is looked at byte by byte. */
static const uint8_t *
skip_sequences (const uint8_t *at, const uint8_t *end)
{
  for (unsigned run = 0; end - at >= 3 && run < ASCII_RUN;)
    if (at[0] < 0x80)
      {
        at++;
        run++;
      }
    else if (at[0] < 0xe0 && at[0] >= 0xc2 && is_tail (at[1]))
      {
        at += 2;
        run = 0;
      }
    else if ((at[0] & 0xf0) == 0xe0 && is_tail (at[1]) && is_tail (at[2]) && (at[0] != 0xe0 || at[1] >= 0xa0) &&
             (at[0] != 0xed || at[1] < 0xa0))
      {
        at += 3;
        run = 0;
      }
    else
      break;
  return at;
}

static bool
lead (BridgeUtf8 *state, uint8_t byte)
{
  if (byte < 0xc2 || byte > 0xf4)
    return false;
  *state = (BridgeUtf8){ .need = 1, .low = 0x80, .high = 0xbf };
  if (byte >= 0xe0)
    state->need = byte < 0xf0 ? 2 : 3;
  /* The second byte alone decides on overlong forms, surrogates and what lies beyond U+10FFFF. */
  if (byte == 0xe0)
    state->low = 0xa0;
  else if (byte == 0xed)
    state->high = 0x9f;
  else if (byte == 0xf0)
    state->low = 0x90;
  else if (byte == 0xf4)
    state->high = 0x8f;
  return true;
}

bool
bridge_utf8_feed (BridgeUtf8 *state, const void *data, size_t length)
{
  const uint8_t *at = data;
  const uint8_t *end = length > 0 ? at + length : at;

  while (at < end)
    if (state->need > 0)
      {
        if (*at < state->low || *at > state->high)
          return false;
        *state = (BridgeUtf8){ .need = state->need - 1, .low = 0x80, .high = 0xbf };
        at++;
      }
    else if (*at < 0x80)
      at = skip_sequences (skip_ascii (at, end), end);
    else
      {
        const uint8_t *from = at;

        at = skip_sequences (at, end);
        if (at == from && !lead (state, *at++))
          return false;
      }
  return true;
}

bool
bridge_utf8_complete (const BridgeUtf8 *state)
{
  return state->need == 0;
}

bool
bridge_utf8_valid (const void *data, size_t length)
{
  BridgeUtf8 state = { 0 };

  return bridge_utf8_feed (&state, data, length) && bridge_utf8_complete (&state);
}

size_t
bridge_utf8_count (const char *text, size_t length)
{
  size_t count = 0;

  for (size_t i = 0; i < length; i++)
    count += ((uint8_t)text[i] & 0xc0) != 0x80;
  return count;
}

uint32_t
bridge_utf8_next (const char *text, size_t length, size_t *offset)
{
  const uint8_t *at = (const uint8_t *)text + *offset;
  uint32_t       value = *at;
  unsigned       n_more = (value >= 0xc0) + (value >= 0xe0) + (value >= 0xf0);

  assert (n_more < length - *offset);
  if (n_more > 0)
    value &= 0x3fu >> n_more;
  for (unsigned i = 1; i <= n_more; i++)
    value = value << 6 | (at[i] & 0x3f);
  *offset += n_more + 1;
  return value;
}

size_t
bridge_utf8_put (char out[4], uint32_t code_point)
{
  static const uint8_t leads[] = { 0x00, 0xc0, 0xe0, 0xf0 };
  unsigned             n_more = (code_point >= 0x80) + (code_point >= 0x800) + (code_point >= 0x10000);

  assert (bridge_utf8_is_scalar (code_point));
  out[0] = (char)(leads[n_more] | code_point >> (6 * n_more));
  for (unsigned i = 1; i <= n_more; i++)
    out[i] = (char)(0x80 | (code_point >> (6 * (n_more - i)) & 0x3f));
  return n_more + 1;
}

bool
bridge_utf8_is_scalar (uint32_t code_point)
{
  return code_point < 0xd800 || (code_point > 0xdfff && code_point <= 0x10ffff);
}

size_t
bridge_utf8_cut (const char *text, size_t length, size_t limit)
{
  if (length <= limit)
    return length;
  /* Back to where a code point begins: continuation bytes are 10xxxxxx. */
  while (limit > 0 && ((unsigned char)text[limit] & 0xc0) == 0x80)
    limit--;
  return limit;
}
