/* A growable byte buffer, and the wire's integers put into it byte by byte.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* {0} is a valid empty buffer. Fields may be read; data may be NULL while length is 0. */
typedef struct
{
  uint8_t *data;
  size_t   length;
  size_t   capacity;
} BridgeBytes;

void     bridge_bytes_clear (BridgeBytes *bytes);                   /* frees; leaves it empty and usable */
void     bridge_bytes_truncate (BridgeBytes *bytes, size_t length); /* shortens, keeps the capacity */
void     bridge_bytes_reserve (BridgeBytes *bytes, size_t more);
uint8_t *bridge_bytes_extend (BridgeBytes *bytes, size_t more);   /* grows length by more; returns the first new byte */
uint8_t *bridge_bytes_steal (BridgeBytes *bytes, size_t *length); /* hands out the memory, leaves it empty */

void bridge_bytes_put (BridgeBytes *bytes, const void *data, size_t length);
void bridge_bytes_put_u8 (BridgeBytes *bytes, uint8_t value);
void bridge_bytes_put_u16 (BridgeBytes *bytes, uint16_t value); /* big-endian, as u32 and u64 */
void bridge_bytes_put_u32 (BridgeBytes *bytes, uint32_t value);
void bridge_bytes_put_u64 (BridgeBytes *bytes, uint64_t value);
void bridge_bytes_put_double (BridgeBytes *bytes, double value); /* IEEE 754 bits as u64 */

/* LEB128: seven bits a byte, low ones first, high bit set on all but the last; 1 to 10 bytes, minimal. */
void bridge_bytes_put_varint (BridgeBytes *bytes, uint64_t value);
/* Signed: zigzag (0, -1, 1, -2, ...) then varint. */
void bridge_bytes_put_zigzag (BridgeBytes *bytes, int64_t value);
/* A varint length, then the bytes. */
void bridge_bytes_put_blob (BridgeBytes *bytes, const void *data, size_t length);
