/* What every fuzz target needs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Unlike assert, it is there in every build. */
static inline void
require (bool truth)
{
  if (!truth)
    abort ();
}
