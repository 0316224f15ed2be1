/* Strokes to draw with: from a file of JSON Lines.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "strokes.h"

#include "core/doc/limits.h"
#include "session/error.h"
#include "session/json-guard.h"

#include <math.h>
#include <string.h>

#define LINE_MAX_SIZE  (4 << 20) /* bytes */
#define PLACE_MAX      1e6       /* px from the middle of the board */
#define USUAL_PRESSURE 0.5

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED, words);
  return FALSE;
}

static gboolean
read_number (JsonArray *array, guint index, double min, double max, double *number)
{
  JsonNode *node = json_array_get_element (array, index);
  GType     type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    return FALSE;
  *number = json_node_get_double (node);
  return isfinite (*number) && *number >= min && *number <= max;
}

static gboolean
read_point (JsonNode *node, BridgeInkPoint *point, GError **error)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint      n = array != NULL ? json_array_get_length (array) : 0;

  if (n != 2 && n != 3)
    return refuse (error, "a point is [x, y] or [x, y, pressure]");
  if (!read_number (array, 0, -PLACE_MAX, PLACE_MAX, &point->x) || !read_number (array, 1, -PLACE_MAX, PLACE_MAX, &point->y))
    return refuse (error, "a coordinate is a number within a million of 0");
  point->pressure = USUAL_PRESSURE;
  if (n == 3 && !read_number (array, 2, 0, 1, &point->pressure))
    return refuse (error, "a pressure is a number from 0 to 1");
  return TRUE;
}

static gboolean
read_stroke (JsonNode *node, GPtrArray *strokes, GError **error)
{
  JsonObject     *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode       *member = object != NULL ? json_object_get_member (object, "points") : NULL;
  JsonArray      *array = member != NULL && JSON_NODE_HOLDS_ARRAY (member) ? json_node_get_array (member) : NULL;
  guint           n = array != NULL ? json_array_get_length (array) : 0;
  BridgeInkPoint *points;

  if (n == 0)
    return refuse (error, "a stroke is {\"points\":[…]} with one point or more");
  if (n > BRIDGE_ITEM_POINTS_MAX)
    return refuse (error, "a stroke has at most 65536 points");
  points = strokes_add (strokes, n);
  for (guint i = 0; i < n; i++)
    if (!read_point (json_array_get_element (array, i), &points[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_line (const char *line, GPtrArray *strokes, GError **error)
{
  g_autoptr (JsonNode) node = bridge_json_parse (line, strlen (line), LINE_MAX_SIZE, error);

  return node != NULL && read_stroke (node, strokes, error);
}

static GPtrArray *
refuse_file (const char *path, const char *words, GError **error)
{
  g_set_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED, "%s: %s", path, words);
  return NULL;
}

GPtrArray *
strokes_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) strokes = strokes_new ();
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  if (strlen (text) != length)
    return refuse_file (path, "it is not text", error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0' && !read_line (lines[i], strokes, error))
      {
        g_prefix_error (error, "%s:%u: ", path, i + 1);
        return NULL;
      }
  return strokes->len > 0 ? g_steal_pointer (&strokes) : refuse_file (path, "there is no stroke in it", error);
}
