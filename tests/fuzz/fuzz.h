/* What every fuzz target needs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Unlike assert, it is there in every build. */
static inline void
require (bool truth)
{
  if (!truth)
    abort ();
}

static inline void
require_same_bytes (const BridgeBytes *a, const BridgeBytes *b)
{
  require (a->length == b->length && (a->length == 0 || memcmp (a->data, b->data, a->length) == 0));
}

/* The same each time: for BridgeConnectionOptions. */
static inline void
fixed_mask_key (void *user_data, uint8_t key[4])
{
  memcpy (key, "mask", 4);
}
