/* Raw DEFLATE (RFC 1951) of whole blocks and of messages; the one place that knows zlib.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"
#include "core/base/status.h"

#include <stdbool.h>

/* Appends the compressed form of `length` bytes to `out`. `level` is 1 (fast) to 9 (small). */
void bridge_deflate (BridgeBytes *out, const void *data, size_t length, int level);

/* The same of parts that lie one behind the other and are unlike: each has codes of its own, and nothing refers from one to
 * another. In each, repetitions are made use of or, where they are but chance, left alone. */
typedef struct
{
  const uint8_t *data;
  size_t         length;
} BridgeDeflatePart;

void bridge_deflate_parts (BridgeBytes *out, const BridgeDeflatePart *parts, size_t n_parts, int level);

/* Appends to `out` what `data` holds, one whole raw stream with nothing behind it. Memory grows with what really comes
 * out, so a bomb costs no more than `limit`. LIMIT when more than `limit` bytes would come out; TRUNCATED when the
 * stream does not end; MALFORMED when it is corrupt or something follows it. After a failure `out` is as before. */
BRIDGE_MUST_CHECK BridgeStatus bridge_inflate (BridgeBytes *out, const void *data, size_t length, size_t limit);

/* A stream cut into messages (RFC 7692, section 7.2): each may refer back to those before it, and does without the four
 * bytes that every one of them would end with. */
#define BRIDGE_DEFLATER_WINDOW_MIN 9 /* bits; zlib makes no smaller window */
#define BRIDGE_DEFLATER_WINDOW_MAX 15

typedef struct BridgeDeflater BridgeDeflater;

BridgeDeflater *bridge_deflater_new (int window_bits, int level);
void            bridge_deflater_free (BridgeDeflater *deflater); /* NULL is allowed */
/* Appends a message of at least one byte, compressed. */
void bridge_deflater_put (BridgeDeflater *deflater, BridgeBytes *out, const void *data, size_t length);

/* Takes windows of every size. */
#define BRIDGE_INFLATER_SIZE (44u << 10) /* bytes (estimate) that one takes, most of it the window */

typedef struct BridgeInflater BridgeInflater;

BridgeInflater *bridge_inflater_new (void);
void            bridge_inflater_free (BridgeInflater *inflater); /* NULL is allowed */
/* Appends to `out` what a piece of a message holds. Memory grows with what really comes out. LIMIT when `out` would get
 * longer than `limit` bytes, MALFORMED when the message is corrupt; what came out before that, up to the limit, stays in
 * `out`, and nothing may be fed any more. */
BRIDGE_MUST_CHECK BridgeStatus bridge_inflater_feed (BridgeInflater *inflater,
                                                     BridgeBytes    *out,
                                                     const void     *data,
                                                     size_t          length,
                                                     size_t          limit);
/* The message is over. Fails as bridge_inflater_feed does, with MALFORMED too when it ends in the middle of a block; one
 * that ends with a whole block, or is empty, is let pass: zlib as others use it makes such messages. */
BRIDGE_MUST_CHECK BridgeStatus bridge_inflater_end (BridgeInflater *inflater, BridgeBytes *out, size_t limit);
