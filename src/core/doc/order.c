/* Fractional keys: byte strings read as digits after a point, without zeros at their end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/order.h"

#include "core/doc/limits.h"

#include <stdbool.h>
#include <string.h>

#define FIRST_DIGIT 0x80

/* Where one side is open, steps are taken this many digits below the first digit that leaves room for them, so that some
 * 65,536 * 255 keys come before the next digit is needed. */
#define STEP_DIGITS 2

static uint8_t
digit (const uint8_t *key, size_t length, size_t place)
{
  return place < length ? key[place] : 0;
}

static void
strip_zeros (BridgeBytes *out, size_t start)
{
  while (out->length > start && out->data[out->length - 1] == 0)
    bridge_bytes_truncate (out, out->length - 1);
}

/* Copies the first digits, up to STEP_DIGITS beyond the first that is not `full`; returns the last. */
static uint8_t *
put_head (const uint8_t *key, size_t length, uint8_t full, BridgeBytes *out)
{
  size_t place = 0;

  while (place < length && key[place] == full)
    bridge_bytes_put_u8 (out, key[place++]);
  for (size_t end = place + STEP_DIGITS + 1; place < end; place++)
    bridge_bytes_put_u8 (out, digit (key, length, place));
  return out->data + out->length - 1;
}

static void
put_above (const uint8_t *below, size_t length, BridgeBytes *out)
{
  size_t   start = out->length;
  uint8_t *last;

  if (length == 0)
    {
      bridge_bytes_put_u8 (out, FIRST_DIGIT);
      return;
    }
  /* The carry ends at the latest in the digit that is not full. */
  for (last = put_head (below, length, UINT8_MAX, out); ++*last == 0; last--)
    ;
  strip_zeros (out, start);
}

static void
put_below (const uint8_t *above, size_t length, BridgeBytes *out)
{
  size_t   start = out->length;
  uint8_t *last;

  /* A key of zeros alone has nothing below it; none is ever made. */
  while (length > 0 && above[length - 1] == 0)
    length--;
  if (length == 0)
    return;
  /* The loan is had at the latest from the digit that is not zero, and leaves digits behind it that are not. */
  for (last = put_head (above, length, 0, out); (*last)-- == 0; last--)
    ;
  strip_zeros (out, start);
}

/* Returns false when there is no key between, which only zeros at the end of `above` can cause. */
static bool
put_between (const uint8_t *below, size_t n_below, const uint8_t *above, size_t n_above, BridgeBytes *out)
{
  size_t  place = 0;
  uint8_t low, high;

  while (place < n_above && digit (below, n_below, place) == above[place])
    bridge_bytes_put_u8 (out, above[place++]);
  if (place == n_above)
    return false;
  low = digit (below, n_below, place);
  high = above[place];
  place++;
  if (high - low > 1)
    {
      bridge_bytes_put_u8 (out, (uint8_t)((low + high) / 2));
      return true;
    }
  bridge_bytes_put_u8 (out, low);
  put_above (below + (place < n_below ? place : n_below), place < n_below ? n_below - place : 0, out);
  return true;
}

void
bridge_order_between (const uint8_t *below,
                      size_t         n_below,
                      const uint8_t *above,
                      size_t         n_above,
                      BridgeBytes   *out)
{
  size_t start = out->length;
  bool   found = true;

  if (n_above == 0 || bridge_order_compare (below, n_below, above, n_above) >= 0)
    put_above (below, n_below, out);
  else if (n_below == 0)
    put_below (above, n_above, out);
  else
    found = put_between (below, n_below, above, n_above, out);
  if (found && out->length - start <= BRIDGE_VALUE_BYTES_MAX)
    return;
  bridge_bytes_truncate (out, start);
  bridge_bytes_put (out, below, n_below);
}

int
bridge_order_compare (const uint8_t *a, size_t n_a, const uint8_t *b, size_t n_b)
{
  size_t n_common = n_a < n_b ? n_a : n_b;
  int    order = n_common > 0 ? memcmp (a, b, n_common) : 0;

  return order != 0 ? order : (n_a > n_b) - (n_a < n_b);
}
