/* Base64 (RFC 4648, section 4): the standard alphabet, padded.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for `length` bytes encoded, with the NUL. */
#define BRIDGE_BASE64_SIZE(length) (((length) + 2) / 3 * 4 + 1)

/* Writes BRIDGE_BASE64_SIZE (length) characters, the last of them NUL. */
void bridge_base64_encode (char *out, const void *data, size_t length);

/* Decodes `length` characters into at most `capacity` bytes. MALFORMED for other characters (white space too), missing
 * padding and padding elsewhere than at the end; LIMIT when more than `capacity` bytes would come out. The spare bits
 * of the last group may be anything: RFC 6455 itself shows a key whose spare bits are not zero. */
BRIDGE_MUST_CHECK BridgeStatus bridge_base64_decode (uint8_t *out, size_t capacity, size_t *n_out, const char *text, size_t length);
