/* Raw DEFLATE (RFC 1951) of whole blocks; the one place that knows zlib.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"
#include "core/base/status.h"

/* Appends the compressed form of `length` bytes to `out`. `level` is 1 (fast) to 9 (small). */
void bridge_deflate (BridgeBytes *out, const void *data, size_t length, int level);

/* Appends to `out` what `data` holds, one whole raw stream with nothing behind it. Memory grows with what really comes
 * out, so a bomb costs no more than `limit`. LIMIT when more than `limit` bytes would come out; TRUNCATED when the
 * stream does not end; MALFORMED when it is corrupt or something follows it. After a failure `out` is as before. */
BRIDGE_MUST_CHECK BridgeStatus bridge_inflate (BridgeBytes *out, const void *data, size_t length, size_t limit);
