/* Fuzzes the guard before json-glib: what it lets through, json-glib takes too, and means the same by it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "session/json-guard.h"

#include <math.h>

#define SIZE_LIMIT 4096

static void
check_node (JsonNode *node, unsigned depth);

static void
check_object (JsonObject *object, unsigned depth)
{
  JsonObjectIter iter;
  const char    *key;
  JsonNode      *value;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, &value))
    {
      require (g_utf8_validate (key, -1, NULL));
      check_node (value, depth);
    }
}

static void
check_array (JsonArray *array, unsigned depth)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    check_node (json_array_get_element (array, i), depth);
}

static void
check_node (JsonNode *node, unsigned depth)
{
  if (JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node))
    require (++depth <= BRIDGE_JSON_DEPTH_MAX);
  if (JSON_NODE_HOLDS_OBJECT (node))
    check_object (json_node_get_object (node), depth);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    check_array (json_node_get_array (node), depth);
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    require (g_utf8_validate (json_node_get_string (node), -1, NULL));
  else if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    require (isfinite (json_node_get_double (node)));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = size > 0 ? (const char *)data : "";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = bridge_json_parse (text, size, SIZE_LIMIT, &error);

  require (bridge_json_check (text, size, SIZE_LIMIT, NULL) == (root != NULL));
  require ((root == NULL) == (error != NULL));
  if (root != NULL)
    check_node (root, 0);
  return 0;
}
