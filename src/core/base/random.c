/* The splitmix64 generator.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/random.h"

#include <assert.h>

void
bridge_random_init (BridgeRandom *random, uint64_t seed)
{
  random->state = seed;
}

uint64_t
bridge_random_next (BridgeRandom *random)
{
  uint64_t z = random->state += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * UINT64_C (0x94d049bb133111eb);
  return z ^ z >> 31;
}

uint64_t
bridge_random_below (BridgeRandom *random, uint64_t bound)
{
  uint64_t excess, value;

  assert (bound > 0);
  /* 2^64 modulo bound: the numbers below it would be drawn once too often. */
  excess = (0 - bound) % bound;
  do
    value = bridge_random_next (random);
  while (value < excess);
  return value % bound;
}

double
bridge_random_unit (BridgeRandom *random)
{
  return (double)(bridge_random_next (random) >> 11) * 0x1p-53;
}
