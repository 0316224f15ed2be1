/* Fractional keys for the z-order: between any two keys there is another.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"

#include <stddef.h>
#include <stdint.h>

/* Keys are byte strings compared lexicographically, a prefix first; none ends in 0. Items with equal keys are ordered by
 * identity. Appends a key strictly between `below` and `above` to `out`; either may be NULL with length 0: no bound. Keys
 * made at one end again and again grow by a byte per some thousands of keys, not one per key. When below >= above (two
 * people at one place), a key above `below` is made. At most BRIDGE_VALUE_BYTES_MAX bytes; where no room is left, `below`
 * itself is returned and the identity decides. */
void bridge_order_between (const uint8_t *below,
                           size_t         n_below,
                           const uint8_t *above,
                           size_t         n_above,
                           BridgeBytes   *out);

int bridge_order_compare (const uint8_t *a, size_t n_a, const uint8_t *b, size_t n_b);
