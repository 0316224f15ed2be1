/* Fuzz input as a script: what a step is to do and with what. Past its end all is zeros.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fuzz.h"

typedef struct
{
  const uint8_t *data;
  size_t         left;
} Script;

static inline uint8_t
script_byte (Script *script)
{
  if (script->left == 0)
    return 0;
  script->left--;
  return *script->data++;
}

/* `bound` is at most 256. */
static inline unsigned
script_below (Script *script, unsigned bound)
{
  return script_byte (script) % bound;
}

/* Of up to `n_bits` bits: mostly a small one. */
static inline uint64_t
script_number (Script *script, unsigned n_bits)
{
  unsigned width = script_below (script, n_bits + 1);
  uint64_t number = 0;

  for (unsigned i = 0; i < width; i += 8)
    number = number << 8 | script_byte (script);
  return width < 64 ? number & ((UINT64_C (1) << width) - 1) : number;
}

/* Up to `max` bytes of the script itself, as many as a length before them says. */
static inline const uint8_t *
script_bytes (Script *script, size_t max, size_t *length)
{
  const uint8_t *bytes;

  *length = script_byte (script);
  if (*length >= 128)
    *length = (*length - 128) << 8 | script_byte (script);
  if (*length > max)
    *length = max;
  if (*length > script->left)
    *length = script->left;
  bytes = script->data;
  script->data += *length;
  script->left -= *length;
  return bytes;
}

/* UTF-8 without NUL, of 0 to 3 words. */
static inline const char *
script_words (Script *script)
{
  static const char *const words[] = { "", "a", "Zo\xc3\xab", "\xe4\xb8\xad\xe6\x96\x87 two", "\xf0\x9f\x96\x8d", "line\nline" };

  return words[script_below (script, sizeof words / sizeof words[0])];
}
