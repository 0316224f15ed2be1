/* A register's value as a code of three bits and what follows it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"
#include "core/base/reader.h"
#include "core/doc/value.h"

/* Numbers as on the wire. */
typedef enum
{
  BRIDGE_CODE_NULL = 0,
  BRIDGE_CODE_FALSE = 1,
  BRIDGE_CODE_TRUE = 2,
  BRIDGE_CODE_INTEGER = 3, /* zigzag */
  BRIDGE_CODE_U32 = 4,     /* an INTEGER from 2^27 to 2^32 - 1 (colours): four bytes */
  BRIDGE_CODE_FIXED = 5,   /* a NUMBER in whole 1/64: zigzag */
  BRIDGE_CODE_DOUBLE = 6,  /* any other NUMBER: eight bytes */
  BRIDGE_CODE_BYTES = 7,   /* a blob */
} BridgeValueCode;

#define BRIDGE_VALUE_CODE_MASK 7

/* The shortest code that keeps the value bit by bit. */
BridgeValueCode bridge_value_code (const BridgeValue *value);
void            bridge_value_put (BridgeBytes *out, BridgeValueCode code, const BridgeValue *value);
/* A new value; NULL after a failure. RANGE for a number that is not finite; LIMIT. */
BridgeValue bridge_value_get (BridgeReader *reader, BridgeValueCode code);
