/* UTF-8 (RFC 3629): incremental check, decoding, encoding.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The state between two pieces of one text; {0} at its start. */
typedef struct
{
  uint8_t need; /* continuation bytes still to come */
  uint8_t low;  /* bounds of the next continuation byte */
  uint8_t high;
} BridgeUtf8;

/* Feeds a piece. Returns false at the first byte that no continuation can make right (overlong forms, surrogates and
 * values above U+10FFFF included), as early as that is known. Fast on runs of ASCII. */
bool bridge_utf8_feed (BridgeUtf8 *state, const void *data, size_t length);
bool bridge_utf8_complete (const BridgeUtf8 *state); /* whether a text may end here */
bool bridge_utf8_valid (const void *data, size_t length);

/* These want valid UTF-8. */
size_t   bridge_utf8_count (const char *text, size_t length);                /* code points */
uint32_t bridge_utf8_next (const char *text, size_t length, size_t *offset); /* decodes at *offset, moves past it */
size_t   bridge_utf8_put (char out[4], uint32_t code_point);                 /* returns 1 to 4 */
bool     bridge_utf8_is_scalar (uint32_t code_point);                        /* encodable: not a surrogate, <= U+10FFFF */
size_t   bridge_utf8_cut (const char *text, size_t length, size_t limit);    /* the most bytes <= limit of whole code points */
