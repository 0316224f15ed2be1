/* What a register holds.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef enum
{
  BRIDGE_VALUE_NULL = 0,
  BRIDGE_VALUE_BOOLEAN = 1,
  BRIDGE_VALUE_INTEGER = 2,
  BRIDGE_VALUE_NUMBER = 3, /* finite */
  BRIDGE_VALUE_BYTES = 4,  /* at most BRIDGE_VALUE_BYTES_MAX */
} BridgeValueType;

/* Owns its bytes. {0} is NULL. Copy with bridge_value_copy; plain assignment borrows. */
typedef struct
{
  BridgeValueType type;
  union
  {
    bool    boolean;
    int64_t integer;
    double  number;
    struct
    {
      uint8_t *data; /* bridge_alloc; NULL when length is 0 */
      uint32_t length;
    } bytes;
  };
} BridgeValue;

static inline BridgeValue
bridge_value_null (void)
{
  return (BridgeValue){ .type = BRIDGE_VALUE_NULL };
}

static inline BridgeValue
bridge_value_boolean (bool boolean)
{
  return (BridgeValue){ .type = BRIDGE_VALUE_BOOLEAN, .boolean = boolean };
}

static inline BridgeValue
bridge_value_integer (int64_t integer)
{
  return (BridgeValue){ .type = BRIDGE_VALUE_INTEGER, .integer = integer };
}

static inline BridgeValue
bridge_value_number (double number)
{
  return (BridgeValue){ .type = BRIDGE_VALUE_NUMBER, .number = number };
}

BridgeValue bridge_value_bytes (const void *data, uint32_t length);          /* copies; release with bridge_value_clear */
BridgeValue bridge_value_copy (const BridgeValue *value);                    /* a deep copy */
void        bridge_value_clear (BridgeValue *value);                         /* leaves NULL */
bool        bridge_value_equal (const BridgeValue *a, const BridgeValue *b); /* by type and bits */
