/* A register's value as a code of three bits and what follows it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/value-codec.h"

#include "core/doc/limits.h"

#include <math.h>

#define FIXED_UNITS 64.0
#define FIXED_MAX   0x1p47 /* beyond it a zigzag is as long as a double */

static bool
is_fixed (double number)
{
  double units = number * FIXED_UNITS;
  if (units == 0)
    return !signbit (number);
  return fabs (units) <= FIXED_MAX && units == floor (units);
}

static BridgeValueCode
integer_code (int64_t integer)
{
  return integer >= 1 << 27 && integer <= UINT32_MAX ? BRIDGE_CODE_U32 : BRIDGE_CODE_INTEGER;
}

BridgeValueCode
bridge_value_code (const BridgeValue *value)
{
  switch (value->type)
    {
    case BRIDGE_VALUE_BOOLEAN:
      return value->boolean ? BRIDGE_CODE_TRUE : BRIDGE_CODE_FALSE;
    case BRIDGE_VALUE_INTEGER:
      return integer_code (value->integer);
    case BRIDGE_VALUE_NUMBER:
      return is_fixed (value->number) ? BRIDGE_CODE_FIXED : BRIDGE_CODE_DOUBLE;
    case BRIDGE_VALUE_BYTES:
      return BRIDGE_CODE_BYTES;
    case BRIDGE_VALUE_NULL:
      break;
    }
  return BRIDGE_CODE_NULL;
}

void
bridge_value_put (BridgeBytes *out, BridgeValueCode code, const BridgeValue *value)
{
  switch (code)
    {
    case BRIDGE_CODE_INTEGER:
      bridge_bytes_put_zigzag (out, value->integer);
      break;
    case BRIDGE_CODE_U32:
      bridge_bytes_put_u32 (out, (uint32_t)value->integer);
      break;
    case BRIDGE_CODE_FIXED:
      bridge_bytes_put_zigzag (out, (int64_t)(value->number * FIXED_UNITS));
      break;
    case BRIDGE_CODE_DOUBLE:
      bridge_bytes_put_double (out, value->number);
      break;
    case BRIDGE_CODE_BYTES:
      bridge_bytes_put_blob (out, value->bytes.data, value->bytes.length);
      break;
    case BRIDGE_CODE_NULL:
    case BRIDGE_CODE_FALSE:
    case BRIDGE_CODE_TRUE:
      break;
    }
}

static BridgeValue
get_number (BridgeReader *reader)
{
  double number = bridge_reader_double (reader);
  if (!isfinite (number))
    bridge_reader_fail (reader, BRIDGE_STATUS_RANGE, "a number is not finite");
  return bridge_value_number (number);
}

static BridgeValue
get_bytes (BridgeReader *reader)
{
  size_t         length = 0;
  const uint8_t *data = bridge_reader_blob (reader, BRIDGE_VALUE_BYTES_MAX, &length);
  return data != NULL ? bridge_value_bytes (data, (uint32_t)length) : bridge_value_null ();
}

static BridgeValue
get_value (BridgeReader *reader, BridgeValueCode code)
{
  switch (code)
    {
    case BRIDGE_CODE_FALSE:
    case BRIDGE_CODE_TRUE:
      return bridge_value_boolean (code == BRIDGE_CODE_TRUE);
    case BRIDGE_CODE_INTEGER:
      return bridge_value_integer (bridge_reader_zigzag (reader));
    case BRIDGE_CODE_U32:
      return bridge_value_integer (bridge_reader_u32 (reader));
    case BRIDGE_CODE_FIXED:
      return bridge_value_number ((double)bridge_reader_zigzag (reader) / FIXED_UNITS);
    case BRIDGE_CODE_DOUBLE:
      return get_number (reader);
    case BRIDGE_CODE_BYTES:
      return get_bytes (reader);
    case BRIDGE_CODE_NULL:
      break;
    }
  return bridge_value_null ();
}

BridgeValue
bridge_value_get (BridgeReader *reader, BridgeValueCode code)
{
  BridgeValue value = get_value (reader, code);
  return reader->status == BRIDGE_STATUS_OK ? value : bridge_value_null ();
}
