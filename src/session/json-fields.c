/* Reads the members of a JSON object strictly, each fault with its own words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/json-fields.h"

#include "core/doc/limits.h"
#include "core/doc/schema.h"
#include "session/error.h"

#include <math.h>
#include <string.h>

/* What each property is to be, in words. */
static const char *const expectations[BRIDGE_N_PROPERTIES] = {
  [BRIDGE_PROPERTY_X] = "a number from -10000000 to 10000000",
  [BRIDGE_PROPERTY_Y] = "a number from -10000000 to 10000000",
  [BRIDGE_PROPERTY_WIDTH] = "a number from 0 to 10000000",
  [BRIDGE_PROPERTY_HEIGHT] = "a number from 0 to 10000000",
  [BRIDGE_PROPERTY_ROTATION] = "a number from -10000000 to 10000000",
  [BRIDGE_PROPERTY_COLOR] = "a colour, #rrggbb or #rrggbbaa",
  [BRIDGE_PROPERTY_FILL] = "a colour, #rrggbb or #rrggbbaa, or null",
  [BRIDGE_PROPERTY_SIZE] = "a number from 0.25 to 256",
  [BRIDGE_PROPERTY_DASH] = "solid, dashed or dotted",
  [BRIDGE_PROPERTY_OPACITY] = "a number from 0 to 1",
  [BRIDGE_PROPERTY_FONT_SIZE] = "a number from 1 to 1000",
  [BRIDGE_PROPERTY_LOCKED] = "true or false",
};

gboolean
bridge_json_fail (GError **error, const char *format, ...)
{
  va_list          arguments;
  g_autofree char *words = NULL;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED, words);
  return FALSE;
}

static gboolean
is_a (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
is_number (JsonNode *node)
{
  return is_a (node, G_TYPE_DOUBLE) || is_a (node, G_TYPE_INT64);
}

static gboolean
fail_missing (const char *key, GError **error)
{
  return bridge_json_fail (error, "\"%s\" is missing.", key);
}

gboolean
bridge_json_get_string (JsonObject *object, const char *key, const char **string, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);

  if (node == NULL)
    return fail_missing (key, error);
  if (!is_a (node, G_TYPE_STRING))
    return bridge_json_fail (error, "\"%s\" must be a string.", key);
  *string = json_node_get_string (node);
  return TRUE;
}

gboolean
bridge_json_get_count (JsonObject *object, const char *key, gint64 max, gint64 missing, gint64 *count, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);
  double    number;

  if (node == NULL && missing >= 0)
    {
      *count = missing;
      return TRUE;
    }
  if (node == NULL)
    return fail_missing (key, error);
  number = is_number (node) ? json_node_get_double (node) : -1;
  if (number < 0 || number > (double)max || number != floor (number))
    return bridge_json_fail (error, "\"%s\" must be a whole number from 0 to %" G_GINT64_FORMAT ".", key, max);
  *count = (gint64)number;
  return TRUE;
}

/* Properties. */

static gboolean
read_color (JsonNode *node, BridgeValue *value)
{
  const char *text = is_a (node, G_TYPE_STRING) ? json_node_get_string (node) : "";
  gsize       length = strlen (text);
  guint64     color;

  if ((length != 7 && length != 9) || text[0] != '#' || strspn (text + 1, "0123456789abcdefABCDEF") != length - 1)
    return FALSE;
  color = g_ascii_strtoull (text + 1, NULL, 16);
  *value = bridge_value_integer ((gint64)(length == 7 ? color << 8 | 0xff : color));
  return TRUE;
}

static gboolean
read_dash (JsonNode *node, BridgeValue *value)
{
  int64_t dash;

  if (!is_a (node, G_TYPE_STRING) || !bridge_dash_from_name (json_node_get_string (node), &dash))
    return FALSE;
  *value = bridge_value_integer (dash);
  return TRUE;
}

static gboolean
read_boolean (JsonNode *node, BridgeValue *value)
{
  if (!is_a (node, G_TYPE_BOOLEAN))
    return FALSE;
  *value = bridge_value_boolean (json_node_get_boolean (node));
  return TRUE;
}

static gboolean
read_number (JsonNode *node, BridgeValue *value)
{
  if (!is_number (node))
    return FALSE;
  *value = bridge_value_number (json_node_get_double (node));
  return TRUE;
}

static gboolean
read_property (JsonNode *node, guint32 property, BridgeValue *value)
{
  switch (property)
    {
    case BRIDGE_PROPERTY_FILL:
      if (JSON_NODE_HOLDS_NULL (node))
        {
          *value = bridge_value_null ();
          return TRUE;
        }
      return read_color (node, value);
    case BRIDGE_PROPERTY_COLOR:
      return read_color (node, value);
    case BRIDGE_PROPERTY_DASH:
      return read_dash (node, value);
    case BRIDGE_PROPERTY_LOCKED:
      return read_boolean (node, value);
    default:
      return read_number (node, value);
    }
}

gboolean
bridge_json_get_property (JsonObject *object, guint32 property, BridgeValue *value, GError **error)
{
  const char *key = bridge_property_name (property);
  JsonNode   *node = json_object_get_member (object, key);
  BridgeValue read;

  if (node == NULL)
    return fail_missing (key, error);
  if (!read_property (node, property, &read) || bridge_property_check (property, &read) != BRIDGE_STATUS_OK)
    return bridge_json_fail (error, "\"%s\" must be %s.", key, expectations[property]);
  *value = read;
  return TRUE;
}

/* Points. */

static gboolean
read_point (JsonNode *node, BridgeInkPoint *point)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint      length = array != NULL ? json_array_get_length (array) : 0;
  double     numbers[3] = { 0, 0, 1 };

  if (length != 2 && length != 3)
    return FALSE;
  for (guint i = 0; i < length; i++)
    {
      JsonNode *number = json_array_get_element (array, i);

      if (!is_number (number))
        return FALSE;
      numbers[i] = json_node_get_double (number);
    }
  *point = (BridgeInkPoint){ numbers[0], numbers[1], numbers[2] };
  return fabs (point->x) <= BRIDGE_COORDINATE_MAX && fabs (point->y) <= BRIDGE_COORDINATE_MAX && point->pressure >= 0 &&
         point->pressure <= 1;
}

BridgeInkPoint *
bridge_json_get_points (JsonObject *object, gsize *n_points, GError **error)
{
  JsonNode                  *node = json_object_get_member (object, "points");
  JsonArray                 *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint                      length = array != NULL ? json_array_get_length (array) : 0;
  g_autofree BridgeInkPoint *points = NULL;

  if (node == NULL)
    fail_missing ("points", error);
  else if (length == 0 || length > BRIDGE_ITEM_POINTS_MAX)
    bridge_json_fail (error, "\"points\" must be an array of 1 to %d points.", BRIDGE_ITEM_POINTS_MAX);
  if (length == 0 || length > BRIDGE_ITEM_POINTS_MAX)
    return NULL;
  points = g_new (BridgeInkPoint, length);
  for (guint i = 0; i < length; i++)
    if (!read_point (json_array_get_element (array, i), &points[i]))
      {
        bridge_json_fail (error, "Point %u must be [x, y] or [x, y, pressure]: x and y from -10000000 to 10000000, pressure from 0 to 1.", i);
        return NULL;
      }
  *n_points = length;
  return g_steal_pointer (&points);
}
