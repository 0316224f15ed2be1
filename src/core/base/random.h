/* A small deterministic generator (splitmix64; Steele, Lea and Flood 2014), seeded by the caller.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

/* For jitter and for tests. Secrets, tokens and masking keys come from the caller's entropy instead. */
typedef struct
{
  uint64_t state;
} BridgeRandom;

void     bridge_random_init (BridgeRandom *random, uint64_t seed);
uint64_t bridge_random_next (BridgeRandom *random);
uint64_t bridge_random_below (BridgeRandom *random, uint64_t bound); /* 0 to bound - 1; bound > 0 */
double   bridge_random_unit (BridgeRandom *random);                  /* [0, 1) */
