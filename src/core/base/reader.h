/* Reads the wire's values from borrowed bytes, with a sticky error.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first failure is kept, with where it happened and why; every later read returns zero and moves nothing. So a
 * decoder may read a whole record and ask for the status once, before it uses any of it. */
typedef struct
{
  const uint8_t *data; /* borrowed */
  size_t         length;
  size_t         offset;
  BridgeStatus   status;
  const char    *reason; /* static; NULL while status is OK */
} BridgeReader;

void bridge_reader_init (BridgeReader *reader, const void *data, size_t length);
/* Records a failure unless there is one already. */
void   bridge_reader_fail (BridgeReader *reader, BridgeStatus status, const char *reason);
size_t bridge_reader_left (const BridgeReader *reader); /* 0 after a failure */
bool   bridge_reader_done (const BridgeReader *reader); /* OK and nothing left */

uint8_t  bridge_reader_u8 (BridgeReader *reader);
uint16_t bridge_reader_u16 (BridgeReader *reader);
uint32_t bridge_reader_u32 (BridgeReader *reader);
uint64_t bridge_reader_u64 (BridgeReader *reader);
double   bridge_reader_double (BridgeReader *reader);
/* MALFORMED on more than 10 bytes, on overflow of 64 bits, and on a non-minimal encoding. */
uint64_t bridge_reader_varint (BridgeReader *reader);
int64_t  bridge_reader_zigzag (BridgeReader *reader);
/* A varint that must not exceed limit: LIMIT otherwise. */
uint64_t bridge_reader_count (BridgeReader *reader, uint64_t limit);
/* Borrows `length` raw bytes; NULL on failure. */
const uint8_t *bridge_reader_raw (BridgeReader *reader, size_t length);
/* A blob of at most limit bytes, borrowed; sets *length. LIMIT when it is longer. NULL on failure, and only then. */
const uint8_t *bridge_reader_blob (BridgeReader *reader, size_t limit, size_t *length);
/* As bridge_reader_blob, and the bytes must be UTF-8 without U+0000: UTF8 otherwise. Not NUL-terminated. */
const char *bridge_reader_text (BridgeReader *reader, size_t limit, size_t *length);
