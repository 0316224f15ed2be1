/* What a register holds: copies and comparison.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/value.h"

#include "core/base/memory.h"

#include <string.h>

BridgeValue
bridge_value_bytes (const void *data, uint32_t length)
{
  return (BridgeValue){ .type = BRIDGE_VALUE_BYTES, .bytes = { bridge_memdup (data, length), length } };
}

BridgeValue
bridge_value_copy (const BridgeValue *value)
{
  if (value->type == BRIDGE_VALUE_BYTES)
    return bridge_value_bytes (value->bytes.data, value->bytes.length);
  return *value;
}

void
bridge_value_clear (BridgeValue *value)
{
  if (value->type == BRIDGE_VALUE_BYTES)
    bridge_free (value->bytes.data);
  *value = bridge_value_null ();
}

static bool
bytes_equal (const BridgeValue *a, const BridgeValue *b)
{
  if (a->bytes.length != b->bytes.length)
    return false;
  return a->bytes.length == 0 || memcmp (a->bytes.data, b->bytes.data, a->bytes.length) == 0;
}

bool
bridge_value_equal (const BridgeValue *a, const BridgeValue *b)
{
  if (a->type != b->type)
    return false;
  switch (a->type)
    {
    case BRIDGE_VALUE_BOOLEAN:
      return a->boolean == b->boolean;
    case BRIDGE_VALUE_INTEGER:
      return a->integer == b->integer;
    case BRIDGE_VALUE_NUMBER:
      return memcmp (&a->number, &b->number, sizeof a->number) == 0;
    case BRIDGE_VALUE_BYTES:
      return bytes_equal (a, b);
    case BRIDGE_VALUE_NULL:
      break;
    }
  return true;
}
