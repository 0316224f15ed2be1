/* Items made from JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/utf8.h"
#include "core/doc/compose.h"
#include "core/doc/limits.h"
#include "paint/text-layout.h"
#include "session/json-fields.h"
#include "session/json-line.h"

#include <string.h>

#define PRECISION_DEFAULT 3

gboolean
bridge_json_has (const BridgeJsonLine *line, guint32 property)
{
  return json_object_has_member (line->object, bridge_property_name (property));
}

gboolean
bridge_json_read_number (BridgeJsonLine *line, guint32 property, double *number, GError **error)
{
  BridgeValue value;

  if (!bridge_json_has (line, property))
    return TRUE;
  if (!bridge_json_get_property (line->object, property, &value, error))
    return FALSE;
  *number = value.number;
  return TRUE;
}

gboolean
bridge_json_set_property (BridgeJsonLine *line, BridgeStamp item, guint32 property, GError **error)
{
  BridgeValue value;

  if (!bridge_json_has (line, property))
    return TRUE;
  if (!bridge_json_get_property (line->object, property, &value, error))
    return FALSE;
  bridge_edit_set (line->edit, item, property, value);
  return TRUE;
}

gboolean
bridge_json_set_looks (BridgeJsonLine *line, BridgeStamp item, GError **error)
{
  for (guint32 property = BRIDGE_PROPERTY_ROTATION; property <= BRIDGE_PROPERTY_FONT_SIZE; property++)
    if (!bridge_json_set_property (line, item, property, error))
      return FALSE;
  return TRUE;
}

gboolean
bridge_json_check_text (BridgeStatus status, gsize length, GError **error)
{
  switch (status)
    {
    case BRIDGE_STATUS_OK:
      return TRUE;
    case BRIDGE_STATUS_RANGE:
      return bridge_json_fail (error, "The text has %" G_GSIZE_FORMAT " characters: \"at\" and \"delete\" reach beyond its end.", length);
    case BRIDGE_STATUS_LIMIT:
      return bridge_json_fail (error, "The text is too long: an item takes %d characters, deleted ones counted.", BRIDGE_TEXT_NODES_MAX);
    default:
      return bridge_json_fail (error, "The text cannot be taken: %s.", bridge_status_text (status));
    }
}

static double
clamp_length (double length)
{
  return length >= 0 && length <= BRIDGE_COORDINATE_MAX ? length : BRIDGE_COORDINATE_MAX;
}

BridgePoint
bridge_json_lay_out (const char *text, double font_size, double width)
{
  g_autoptr (BridgeTextLayout) layout = bridge_text_layout_new (BRIDGE_KIND_TEXT, text, font_size, width, 0);
  BridgePoint size = bridge_text_layout_size (layout);

  return (BridgePoint){ clamp_length (size.x), clamp_length (size.y) };
}

gboolean
bridge_json_measure (BridgeJsonLine *line, const char *text, double font_size, BridgePoint *size, GError **error)
{
  BridgePoint given = { 0, 0 };

  if (!bridge_json_read_number (line, BRIDGE_PROPERTY_WIDTH, &given.x, error) ||
      !bridge_json_read_number (line, BRIDGE_PROPERTY_HEIGHT, &given.y, error) ||
      !bridge_json_read_number (line, BRIDGE_PROPERTY_FONT_SIZE, &font_size, error))
    return FALSE;
  *size = bridge_json_lay_out (text, font_size, given.x);
  if (bridge_json_has (line, BRIDGE_PROPERTY_WIDTH))
    size->x = given.x;
  if (bridge_json_has (line, BRIDGE_PROPERTY_HEIGHT))
    size->y = given.y;
  return TRUE;
}

/* "" where the line gives none. */
static gboolean
read_text (BridgeJsonLine *line, const char **text, GError **error)
{
  *text = "";
  if (!json_object_has_member (line->object, "text"))
    return TRUE;
  if (!bridge_json_get_string (line->object, "text", text, error))
    return FALSE;
  if (bridge_utf8_count (*text, strlen (*text)) > BRIDGE_TEXT_NODES_MAX)
    return bridge_json_check_text (BRIDGE_STATUS_LIMIT, 0, error);
  return TRUE;
}

/* Shapes, texts, notes. */

static gboolean
read_box (BridgeJsonLine *line, guint32 kind, BridgeRect *box, GError **error)
{
  BridgePoint size;
  const char *text;

  box->x = box->y = 0;
  box->width = bridge_property_default (kind, BRIDGE_PROPERTY_WIDTH).number;
  box->height = bridge_property_default (kind, BRIDGE_PROPERTY_HEIGHT).number;
  if (!bridge_json_read_number (line, BRIDGE_PROPERTY_X, &box->x, error) ||
      !bridge_json_read_number (line, BRIDGE_PROPERTY_Y, &box->y, error))
    return FALSE;
  if (kind != BRIDGE_KIND_TEXT)
    return bridge_json_read_number (line, BRIDGE_PROPERTY_WIDTH, &box->width, error) &&
           bridge_json_read_number (line, BRIDGE_PROPERTY_HEIGHT, &box->height, error);
  if (!read_text (line, &text, error) ||
      !bridge_json_measure (line, text, bridge_property_default (kind, BRIDGE_PROPERTY_FONT_SIZE).number, &size, error))
    return FALSE;
  box->width = size.x;
  box->height = size.y;
  return TRUE;
}

static gboolean
create_box (BridgeJsonLine *line, guint32 kind, BridgeStamp *item, GError **error)
{
  BridgeRect box;

  if (json_object_has_member (line->object, "points") || json_object_has_member (line->object, "precision"))
    return bridge_json_fail (error, "\"points\" and \"precision\" are for strokes, highlighters, lines and arrows.");
  if (!read_box (line, kind, &box, error))
    return FALSE;
  *item = bridge_compose_item (line->edit, line->board, kind, box);
  return TRUE;
}

/* Strokes, highlighters, lines, arrows. */

static gboolean
check_reach (const BridgeInkPoint *points, gsize n_points, guint precision, GError **error)
{
  BridgeRect extent = bridge_ink_extent (points, n_points);
  double     reach = fmax (extent.width, extent.height);

  if (reach <= BRIDGE_STEP_MAX * bridge_step_size (precision))
    return TRUE;
  return bridge_json_fail (error, "The points lie %.0f px apart: too far for a precision of %u.", reach, precision);
}

/* The steps that an edit gives to the item that it creates. */
static BridgeRect
get_extent (const BridgeEdit *edit, guint precision)
{
  const BridgeOp *append = &edit->ops[edit->n_ops - 1];
  BridgePoints    points = { .steps = append->append.steps, .count = append->append.count, .precision = precision };

  return bridge_points_extent (&points);
}

/* How much to stretch what is `natural` px long to the length that the line gives, if it does. The register is set only where
 * that makes a difference: who appends points later finds them as they were drawn. */
static gboolean
scale (BridgeJsonLine *line, BridgeStamp item, guint32 property, double natural, double *factor, GError **error)
{
  double length = natural;

  *factor = 1;
  if (!bridge_json_read_number (line, property, &length, error))
    return FALSE;
  if (natural == 0 || length == natural)
    return TRUE;
  *factor = length / natural;
  bridge_edit_set (line->edit, item, property, bridge_value_number (length));
  return TRUE;
}

/* Along one axis: `start` and `length` are those of the points as they were composed, their first one at `origin`. Where
 * they are scaled or moved, the origin goes where their left (or upper) end then lies right. */
static gboolean
place (BridgeJsonLine *line, BridgeStamp item, guint32 place_property, guint32 size_property, double start, double length, double origin, GError **error)
{
  double offset = 0, factor, moved;

  if (!bridge_json_read_number (line, place_property, &offset, error) ||
      !scale (line, item, size_property, length, &factor, error))
    return FALSE;
  moved = offset + (origin + start) - start * factor;
  if (moved != origin)
    bridge_edit_set (line->edit, item, place_property, bridge_value_number (moved));
  return TRUE;
}

static gboolean
create_ink (BridgeJsonLine *line, guint32 kind, BridgeStamp *item, GError **error)
{
  g_autofree BridgeInkPoint *points = NULL;
  gsize                      n_points;
  gint64                     precision;
  BridgePoint                origin;
  BridgeRect                 extent;

  if (!bridge_json_get_count (line->object, "precision", BRIDGE_PRECISION_MAX, PRECISION_DEFAULT, &precision, error))
    return FALSE;
  points = bridge_json_get_points (line->object, &n_points, error);
  if (points == NULL || !check_reach (points, n_points, (guint)precision, error))
    return FALSE;
  *item = bridge_compose_ink (line->edit, line->board, kind, (guint)precision, points, n_points);
  extent = get_extent (line->edit, (guint)precision);
  /* As bridge_compose_ink has it: the first point, in whole steps. */
  origin.x = ldexp (round (ldexp (points[0].x, (int)precision)), -(int)precision);
  origin.y = ldexp (round (ldexp (points[0].y, (int)precision)), -(int)precision);
  return place (line, *item, BRIDGE_PROPERTY_X, BRIDGE_PROPERTY_WIDTH, extent.x, extent.width, origin.x, error) &&
         place (line, *item, BRIDGE_PROPERTY_Y, BRIDGE_PROPERTY_HEIGHT, extent.y, extent.height, origin.y, error);
}

gboolean
bridge_json_create (BridgeJsonLine *line, BridgeStamp *item, GError **error)
{
  const char *name, *text;
  guint32     kind;
  gboolean    has_points;

  if (!bridge_json_get_string (line->object, "kind", &name, error))
    return FALSE;
  if (!bridge_kind_from_name (name, &kind))
    return bridge_json_fail (error, "There is no kind \"%s\".", name);
  has_points = bridge_kind_has_points (kind);
  if (!(has_points ? create_ink : create_box) (line, kind, item, error))
    return FALSE;
  return bridge_json_set_looks (line, *item, error) &&
         bridge_json_set_property (line, *item, BRIDGE_PROPERTY_LOCKED, error) &&
         read_text (line, &text, error) &&
         bridge_json_check_text (bridge_compose_replace_text (line->edit, *item, NULL, text, strlen (text)), 0, error);
}
