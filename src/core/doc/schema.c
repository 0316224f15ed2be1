/* The kinds of items and their properties, as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/schema.h"

#include "core/base/utf8.h"
#include "core/doc/limits.h"

#include <string.h>

static const char *const kind_names[BRIDGE_N_KINDS] = {
  [BRIDGE_KIND_STROKE] = "stroke",
  [BRIDGE_KIND_HIGHLIGHTER] = "highlighter",
  [BRIDGE_KIND_RECTANGLE] = "rectangle",
  [BRIDGE_KIND_ELLIPSE] = "ellipse",
  [BRIDGE_KIND_DIAMOND] = "diamond",
  [BRIDGE_KIND_LINE] = "line",
  [BRIDGE_KIND_ARROW] = "arrow",
  [BRIDGE_KIND_TEXT] = "text",
  [BRIDGE_KIND_NOTE] = "note",
};

static const char *const dash_names[] = {
  [BRIDGE_DASH_SOLID] = "solid",
  [BRIDGE_DASH_DASHED] = "dashed",
  [BRIDGE_DASH_DOTTED] = "dotted",
};

#define N_DASHES (sizeof dash_names / sizeof dash_names[0])

/* What a property may be: numbers and integers from low to high, bytes of at most `high`. */
typedef struct
{
  const char *name;
  BridgeValue initial;
  double      low;
  double      high;
  bool        may_be_null;
} Property;

#define NUMBER(number_)                            \
  {                                                \
    .type = BRIDGE_VALUE_NUMBER, .number = number_ \
  }
#define INTEGER(integer_)                             \
  {                                                   \
    .type = BRIDGE_VALUE_INTEGER, .integer = integer_ \
  }
#define FALSEHOOD                                  \
  {                                                \
    .type = BRIDGE_VALUE_BOOLEAN, .boolean = false \
  }
#define NO_BYTES               \
  {                            \
    .type = BRIDGE_VALUE_BYTES \
  }

static const Property properties[BRIDGE_N_PROPERTIES] = {
  [BRIDGE_PROPERTY_X] = { "x", NUMBER (0), -BRIDGE_COORDINATE_MAX, BRIDGE_COORDINATE_MAX },
  [BRIDGE_PROPERTY_Y] = { "y", NUMBER (0), -BRIDGE_COORDINATE_MAX, BRIDGE_COORDINATE_MAX },
  [BRIDGE_PROPERTY_WIDTH] = { "width", NUMBER (0), 0, BRIDGE_COORDINATE_MAX },
  [BRIDGE_PROPERTY_HEIGHT] = { "height", NUMBER (0), 0, BRIDGE_COORDINATE_MAX },
  [BRIDGE_PROPERTY_ROTATION] = { "rotation", NUMBER (0), -BRIDGE_COORDINATE_MAX, BRIDGE_COORDINATE_MAX },
  [BRIDGE_PROPERTY_COLOR] = { "color", INTEGER (BRIDGE_COLOR_DEFAULT), 0, UINT32_MAX },
  [BRIDGE_PROPERTY_FILL] = { "fill", { .type = BRIDGE_VALUE_NULL }, 0, UINT32_MAX, true },
  [BRIDGE_PROPERTY_SIZE] = { "size", NUMBER (3), 0.25, 256 },
  [BRIDGE_PROPERTY_DASH] = { "dash", INTEGER (BRIDGE_DASH_SOLID), 0, N_DASHES - 1 },
  [BRIDGE_PROPERTY_OPACITY] = { "opacity", NUMBER (1), 0, 1 },
  [BRIDGE_PROPERTY_FONT_SIZE] = { "font_size", NUMBER (20), 1, 1000 },
  [BRIDGE_PROPERTY_LOCKED] = { "locked", FALSEHOOD },
  [BRIDGE_PROPERTY_ORDER] = { NULL, NO_BYTES, 0, BRIDGE_VALUE_BYTES_MAX },
  [BRIDGE_PROPERTY_DELETED] = { NULL, FALSEHOOD },
  [BRIDGE_PROPERTY_TITLE] = { NULL, NO_BYTES, 0, BRIDGE_NAME_BYTES_MAX },
};

static bool
property_is_known (uint32_t property)
{
  return property >= BRIDGE_PROPERTY_X && property < BRIDGE_N_PROPERTIES;
}

/* The index of `name` among the names, some of which may be NULL; false when it is not there. */
static bool
find_name (const char *const *names, size_t n_names, const char *name, size_t *index)
{
  for (size_t i = 0; i < n_names; i++)
    if (names[i] != NULL && strcmp (names[i], name) == 0)
      {
        *index = i;
        return true;
      }
  return false;
}

bool
bridge_kind_is_known (uint32_t kind)
{
  return kind < BRIDGE_N_KINDS;
}

bool
bridge_kind_has_points (uint32_t kind)
{
  return kind == BRIDGE_KIND_STROKE || kind == BRIDGE_KIND_HIGHLIGHTER || kind == BRIDGE_KIND_LINE ||
         kind == BRIDGE_KIND_ARROW;
}

const char *
bridge_kind_name (uint32_t kind)
{
  return bridge_kind_is_known (kind) ? kind_names[kind] : NULL;
}

bool
bridge_kind_from_name (const char *name, uint32_t *kind)
{
  size_t index;

  if (!find_name (kind_names, BRIDGE_N_KINDS, name, &index))
    return false;
  *kind = (uint32_t)index;
  return true;
}

const char *
bridge_property_name (uint32_t property)
{
  return property_is_known (property) ? properties[property].name : NULL;
}

bool
bridge_property_from_name (const char *name, uint32_t *property)
{
  for (uint32_t i = 0; i < BRIDGE_N_PROPERTIES; i++)
    if (properties[i].name != NULL && strcmp (properties[i].name, name) == 0)
      {
        *property = i;
        return true;
      }
  return false;
}

const char *
bridge_dash_name (int64_t dash)
{
  return dash >= 0 && dash < (int64_t)N_DASHES ? dash_names[dash] : NULL;
}

bool
bridge_dash_from_name (const char *name, int64_t *dash)
{
  size_t index;

  if (!find_name (dash_names, N_DASHES, name, &index))
    return false;
  *dash = (int64_t)index;
  return true;
}

BridgeValue
bridge_property_default (uint32_t kind, uint32_t property)
{
  if (!property_is_known (property))
    return bridge_value_null ();
  if (kind == BRIDGE_KIND_NOTE && (property == BRIDGE_PROPERTY_WIDTH || property == BRIDGE_PROPERTY_HEIGHT))
    return bridge_value_number (BRIDGE_NOTE_SIZE);
  return properties[property].initial;
}

/* Order keys do not end in 0 (between "a" and "a\0" there is nothing), and a title is text. */
static bool
bytes_are_good (uint32_t property, const BridgeValue *value)
{
  const uint8_t *data = value->bytes.data;
  uint32_t       length = value->bytes.length;

  if (length == 0)
    return true;
  if (length > properties[property].high)
    return false;
  return property == BRIDGE_PROPERTY_ORDER ? data[length - 1] != 0 : bridge_utf8_valid (data, length);
}

static bool
is_good (uint32_t property, const BridgeValue *value)
{
  const Property *rule = &properties[property];
  /* What may be null is null at first, and an integer else. */
  BridgeValueType type = rule->may_be_null ? BRIDGE_VALUE_INTEGER : rule->initial.type;

  if (value->type == BRIDGE_VALUE_NULL)
    return rule->may_be_null;
  if (value->type != type)
    return false;
  switch (value->type)
    {
    case BRIDGE_VALUE_NUMBER: /* not a number is in no range */
      return value->number >= rule->low && value->number <= rule->high;
    case BRIDGE_VALUE_INTEGER:
      return value->integer >= (int64_t)rule->low && value->integer <= (int64_t)rule->high;
    case BRIDGE_VALUE_BYTES:
      return bytes_are_good (property, value);
    case BRIDGE_VALUE_BOOLEAN:
    case BRIDGE_VALUE_NULL:
      break;
    }
  return true;
}

BridgeStatus
bridge_property_check (uint32_t property, const BridgeValue *value)
{
  if (!property_is_known (property) || is_good (property, value))
    return BRIDGE_STATUS_OK;
  return BRIDGE_STATUS_RANGE;
}
