/* Bits within bytes, most significant first, and Exp-Golomb codes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"
#include "core/base/reader.h"

/* Writes at the end of borrowed bytes. Nothing else may be put there until bridge_bit_writer_flush. */
typedef struct
{
  BridgeBytes *bytes;
  uint64_t     pending;
  unsigned     n_pending; /* always under 32 between calls */
} BridgeBitWriter;

void bridge_bit_writer_init (BridgeBitWriter *writer, BridgeBytes *bytes);
void bridge_bit_writer_put (BridgeBitWriter *writer, uint64_t value, unsigned n_bits); /* 0 to 32 bits */
void bridge_bit_writer_flush (BridgeBitWriter *writer);                                /* pads with zeros */

/* Exp-Golomb of order k (0 to 31): for v + 2^k with b bits, b - 1 - k zeros and then those b bits. */
void bridge_bit_writer_put_golomb (BridgeBitWriter *writer, uint32_t value, unsigned k);

/* Reads from a borrowed reader; the reader's sticky status serves both. After bridge_bit_reader_finish the reader goes
 * on at the next whole byte, and padding bits that are not zero are MALFORMED. */
typedef struct
{
  BridgeReader *reader;
  uint8_t       byte;
  unsigned      n_left;
} BridgeBitReader;

void     bridge_bit_reader_init (BridgeBitReader *bits, BridgeReader *reader);
uint32_t bridge_bit_reader_get (BridgeBitReader *bits, unsigned n_bits); /* 0 to 32 bits */
/* Takes zeros, at most max, and the one behind them where they are fewer; returns how many zeros there were. */
unsigned bridge_bit_reader_get_zeros (BridgeBitReader *bits, unsigned max);
uint32_t bridge_bit_reader_get_golomb (BridgeBitReader *bits, unsigned k);
void     bridge_bit_reader_finish (BridgeBitReader *bits);
