/* Ink as second differences, and batches of it packed in bits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/ink-codec.h"

#include "core/base/bits.h"
#include "core/base/memory.h"

#include <assert.h>

#define COUNT_ORDER    3 /* a batch of eight costs four bits */
#define N_K_BITS       4
#define N_PRESSURE     3 /* bits; 0: all as the one before */
#define PRESSURE_K_MAX 6
#define SAMPLE_MAX     1024 /* differences that choose k */
#define UNARY_MAX      12   /* a Rice code with more than this goes on as Exp-Golomb */

static uint64_t
zigzag (int64_t value)
{
  return value >= 0 ? (uint64_t)value << 1 : ((uint64_t)-value << 1) - 1;
}

static int64_t
unzigzag (uint64_t value)
{
  int64_t half = (int64_t)(value >> 1);
  return (value & 1) != 0 ? -half - 1 : half;
}

BridgeInkTrail
bridge_ink_trail_at (BridgeStep step)
{
  return (BridgeInkTrail){ { step.x, step.x }, { step.y, step.y }, step.pressure };
}

void
bridge_ink_trail_move (BridgeInkTrail *trail, BridgeStep step)
{
  *trail = (BridgeInkTrail){ { step.x, trail->x[0] }, { step.y, trail->y[0] }, step.pressure };
}

static int64_t
foretell (const int32_t last[2])
{
  return 2 * (int64_t)last[0] - last[1];
}

BridgeInkMiss
bridge_ink_trail_miss (const BridgeInkTrail *trail, BridgeStep step)
{
  return (BridgeInkMiss){ zigzag (step.x - foretell (trail->x)), zigzag (step.y - foretell (trail->y)) };
}

static bool
is_step (int64_t value)
{
  return value >= -BRIDGE_STEP_MAX && value <= BRIDGE_STEP_MAX;
}

bool
bridge_ink_trail_follow (BridgeInkTrail *trail, BridgeInkMiss miss, uint8_t pressure)
{
  int64_t x, y;
  if (miss.x > UINT64_C (1) << 32 || miss.y > UINT64_C (1) << 32)
    return false;
  x = foretell (trail->x) + unzigzag (miss.x);
  y = foretell (trail->y) + unzigzag (miss.y);
  if (!is_step (x) || !is_step (y))
    return false;
  bridge_ink_trail_move (trail, (BridgeStep){ (int32_t)x, (int32_t)y, pressure });
  return true;
}

/* Rice codes: value >> k zeros, a one, and the low k bits; after UNARY_MAX zeros the rest as Exp-Golomb of order k + 2. */
static void
put_rice (BridgeBitWriter *bits, uint64_t value, unsigned k)
{
  if (value >> k >= UNARY_MAX)
    {
      bridge_bit_writer_put (bits, 0, UNARY_MAX);
      bridge_bit_writer_put_golomb (bits, (uint32_t)(value - ((uint64_t)UNARY_MAX << k)), k + 2);
      return;
    }
  bridge_bit_writer_put (bits, 1, (unsigned)(value >> k) + 1);
  bridge_bit_writer_put (bits, value, k);
}

static uint64_t
get_rice (BridgeBitReader *bits, unsigned k)
{
  uint64_t quotient = bridge_bit_reader_get_zeros (bits, UNARY_MAX);

  if (quotient < UNARY_MAX)
    return quotient << k | bridge_bit_reader_get (bits, k);
  return ((uint64_t)UNARY_MAX << k) + bridge_bit_reader_get_golomb (bits, k + 2);
}

static unsigned
rice_length (uint64_t value, unsigned k)
{
  unsigned n_bits = k + 3;
  uint64_t rest = value - ((uint64_t)UNARY_MAX << k);
  if (value >> k < UNARY_MAX)
    return (unsigned)(value >> k) + 1 + k;
  for (rest += UINT64_C (1) << (k + 2); rest >> n_bits != 0; n_bits++)
    ;
  return UNARY_MAX + 2 * n_bits - 1 - (k + 2);
}

/* The k of the fewest bits. The beginning of a long batch tells enough. */
static unsigned
best_k (const uint64_t *values, size_t count, unsigned max)
{
  unsigned best = 0;
  uint64_t fewest = UINT64_MAX;
  if (count > SAMPLE_MAX)
    count = SAMPLE_MAX;
  /* Each code has k + 1 bits at least. */
  for (unsigned k = 0; k <= max && count * (k + 1) < fewest; k++)
    {
      uint64_t total = 0;
      for (size_t i = 0; i < count && total < fewest; i++)
        total += rice_length (values[i], k);
      if (total < fewest)
        {
          fewest = total;
          best = k;
        }
    }
  return best;
}

static void
put_places (BridgeBitWriter *bits, BridgeInkTrail trail, const BridgeStep *steps, uint32_t count)
{
  uint64_t *misses = bridge_new (uint64_t, 2 * (size_t)count);
  unsigned  k;
  for (uint32_t i = 0; i < count; i++)
    {
      BridgeInkMiss miss = bridge_ink_trail_miss (&trail, steps[i]);
      misses[2 * (size_t)i] = miss.x;
      misses[2 * (size_t)i + 1] = miss.y;
      bridge_ink_trail_move (&trail, steps[i]);
    }
  k = best_k (misses, 2 * (size_t)count, (1u << N_K_BITS) - 1);
  bridge_bit_writer_put (bits, k, N_K_BITS);
  for (size_t i = 0; i < 2 * (size_t)count; i++)
    put_rice (bits, misses[i], k);
  bridge_free (misses);
}

static void
put_pressures (BridgeBitWriter *bits, uint8_t last, const BridgeStep *steps, uint32_t count)
{
  uint64_t *changes = bridge_new (uint64_t, count);
  uint64_t  any = 0;
  unsigned  k;
  for (uint32_t i = 0; i < count; i++)
    {
      changes[i] = zigzag (steps[i].pressure - last);
      any |= changes[i];
      last = steps[i].pressure;
    }
  k = best_k (changes, count, PRESSURE_K_MAX);
  bridge_bit_writer_put (bits, any != 0 ? k + 1 : 0, N_PRESSURE);
  for (uint32_t i = 0; any != 0 && i < count; i++)
    put_rice (bits, changes[i], k);
  bridge_free (changes);
}

void
bridge_ink_put (BridgeBytes *out, const BridgeInkTrail *trail, const BridgeStep *steps, uint32_t count)
{
  BridgeBitWriter bits;
  BridgeInkTrail  from;

  assert (count > 0);
  bridge_bit_writer_init (&bits, out);
  bridge_bit_writer_put_golomb (&bits, count - 1, COUNT_ORDER);
  if (trail == NULL)
    {
      bridge_bit_writer_put_golomb (&bits, (uint32_t)zigzag (steps[0].x), 0);
      bridge_bit_writer_put_golomb (&bits, (uint32_t)zigzag (steps[0].y), 0);
      bridge_bit_writer_put (&bits, steps[0].pressure, 8);
      from = bridge_ink_trail_at (steps[0]);
      steps++;
      count--;
    }
  else
    from = *trail;
  if (count > 0)
    {
      put_places (&bits, from, steps, count);
      put_pressures (&bits, from.pressure, steps, count);
    }
  bridge_bit_writer_flush (&bits);
}

static BridgeStep
get_first (BridgeBitReader *bits)
{
  int64_t x = unzigzag (bridge_bit_reader_get_golomb (bits, 0));
  int64_t y = unzigzag (bridge_bit_reader_get_golomb (bits, 0));
  uint8_t pressure = (uint8_t)bridge_bit_reader_get (bits, 8);
  if (!is_step (x) || !is_step (y))
    {
      bridge_reader_fail (bits->reader, BRIDGE_STATUS_RANGE, "a point is too far away");
      return (BridgeStep){ 0 };
    }
  return (BridgeStep){ (int32_t)x, (int32_t)y, pressure };
}

static void
get_places (BridgeBitReader *bits, BridgeInkTrail trail, BridgeStep *steps, uint32_t count)
{
  unsigned k = bridge_bit_reader_get (bits, N_K_BITS);
  for (uint32_t i = 0; i < count && bits->reader->status == BRIDGE_STATUS_OK; i++)
    {
      BridgeInkMiss miss;
      miss.x = get_rice (bits, k);
      miss.y = get_rice (bits, k);
      if (!bridge_ink_trail_follow (&trail, miss, 0))
        bridge_reader_fail (bits->reader, BRIDGE_STATUS_RANGE, "a point is too far away");
      steps[i] = (BridgeStep){ trail.x[0], trail.y[0], 0 };
    }
}

static void
get_pressures (BridgeBitReader *bits, uint8_t last, BridgeStep *steps, uint32_t count)
{
  unsigned mode = bridge_bit_reader_get (bits, N_PRESSURE);
  int64_t  pressure = last;
  for (uint32_t i = 0; i < count && bits->reader->status == BRIDGE_STATUS_OK; i++)
    {
      if (mode > 0)
        pressure += unzigzag (get_rice (bits, mode - 1));
      if (pressure < 0 || pressure > UINT8_MAX)
        {
          bridge_reader_fail (bits->reader, BRIDGE_STATUS_RANGE, "a pressure is out of range");
          return;
        }
      steps[i].pressure = (uint8_t)pressure;
    }
}

/* Each point takes two bits at least. */
static uint32_t
get_count (BridgeBitReader *bits, uint32_t limit)
{
  uint64_t count = (uint64_t)bridge_bit_reader_get_golomb (bits, COUNT_ORDER) + 1;
  if (count > limit)
    bridge_reader_fail (bits->reader, BRIDGE_STATUS_LIMIT, "too many points");
  else if (count > 4 * ((uint64_t)bridge_reader_left (bits->reader) + 1))
    bridge_reader_fail (bits->reader, BRIDGE_STATUS_TRUNCATED, "fewer points than are named");
  return bits->reader->status == BRIDGE_STATUS_OK ? (uint32_t)count : 0;
}

BridgeStep *
bridge_ink_get (BridgeReader *reader, const BridgeInkTrail *trail, uint32_t limit, uint32_t *count)
{
  BridgeBitReader bits;
  BridgeInkTrail  from;
  BridgeStep     *steps;
  uint32_t        n_first = trail == NULL ? 1 : 0;

  bridge_bit_reader_init (&bits, reader);
  *count = get_count (&bits, limit);
  if (*count == 0)
    return NULL;
  steps = bridge_new (BridgeStep, *count);
  if (trail == NULL)
    {
      steps[0] = get_first (&bits);
      from = bridge_ink_trail_at (steps[0]);
    }
  else
    from = *trail;
  if (*count > n_first)
    {
      get_places (&bits, from, steps + n_first, *count - n_first);
      get_pressures (&bits, from.pressure, steps + n_first, *count - n_first);
    }
  bridge_bit_reader_finish (&bits);
  if (reader->status == BRIDGE_STATUS_OK)
    return steps;
  bridge_free (steps);
  return NULL;
}
