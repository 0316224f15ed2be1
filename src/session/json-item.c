/* Items of the board as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/json-item.h"

#include "core/doc/limits.h"

#include <math.h>
#include <string.h>

#define PRESSURE_DECIMALS 4  /* tell 256 steps apart */
#define DECIMALS_MAX      6  /* tell the finest steps apart */
#define PLACE_DIGITS      13 /* what a sum of doubles leaves of their digits */

/* Ids. */

void
bridge_json_format_id (BridgeStamp id, char text[BRIDGE_JSON_ID_SIZE])
{
  g_snprintf (text, BRIDGE_JSON_ID_SIZE, "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x", id.lamport, id.site);
}

gboolean
bridge_json_parse_id (const char *text, BridgeStamp *id)
{
  char        again[BRIDGE_JSON_ID_SIZE];
  char       *end;
  BridgeStamp stamp;

  stamp.lamport = g_ascii_strtoull (text, &end, 16);
  if (*end != '-')
    return FALSE;
  stamp.site = g_ascii_strtoull (end + 1, NULL, 16);
  if (bridge_stamp_is_none (stamp))
    return FALSE;
  bridge_json_format_id (stamp, again);
  if (strcmp (text, again) != 0)
    return FALSE;
  *id = stamp;
  return TRUE;
}

void
bridge_json_add_id (BridgeJsonWriter *writer, BridgeStamp id)
{
  char text[BRIDGE_JSON_ID_SIZE];

  bridge_json_format_id (id, text);
  bridge_json_add_string (writer, "id", text);
}

/* Values. */

void
bridge_json_put_color (BridgeJsonWriter *writer, guint32 color)
{
  char text[16];

  if ((color & 0xff) == 0xff)
    g_snprintf (text, sizeof text, "#%06x", color >> 8);
  else
    g_snprintf (text, sizeof text, "#%08x", color);
  bridge_json_put_string (writer, text);
}

void
bridge_json_put_time (BridgeJsonWriter *writer, gint64 time)
{
  const gint64 first = G_GINT64_CONSTANT (-62135596800000), last = G_GINT64_CONSTANT (253402300799999); /* the years 1 to 9999 */
  gint64       clamped = CLAMP (time, first, last);
  gint64       ms = (clamped % 1000 + 1000) % 1000;
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc ((clamped - ms) / 1000);
  char text[32];

  g_snprintf (text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", g_date_time_get_year (moment), g_date_time_get_month (moment),
              g_date_time_get_day_of_month (moment), g_date_time_get_hour (moment), g_date_time_get_minute (moment),
              g_date_time_get_second (moment), (int)ms);
  bridge_json_put_string (writer, text);
}

const char *
bridge_json_author (const BridgeBoard *board, guint64 site)
{
  const BridgeAuthor *author = bridge_board_author (board, site);

  return author != NULL ? author->name : "";
}

char *
bridge_json_text (const BridgeItem *item)
{
  BridgeBytes utf8 = { 0 };
  char       *text;

  if (item->text != NULL)
    bridge_text_put_utf8 (item->text, &utf8);
  text = g_strndup (utf8.length > 0 ? (const char *)utf8.data : "", utf8.length);
  bridge_bytes_clear (&utf8);
  return text;
}

/* The corner of a point kind's box is a sum: what lies behind the digits that a sum can keep is noise, 0.1 turned
 * into 0.09999999999999432. */
static void
put_place (BridgeJsonWriter *writer, double place, double origin)
{
  double magnitude = fmax (1, fmax (fabs (place), fabs (origin)));

  bridge_json_put_decimal (writer, place, (guint)fmax (0, PLACE_DIGITS - ceil (log10 (magnitude))));
}

/* The points of an item as they are seen. */
typedef struct
{
  BridgePoint size; /* of the box; what vanishes in the steps is 0 */
  BridgePoint factor;
  gboolean    scaled;
  guint       precision; /* that keeps them so */
} Seen;

/* What the points were scaled to, if they were; the box is that but for the noise of scaling. */
static double
get_length (const BridgeItem *item, guint32 property, double natural)
{
  const BridgeRegister *reg = bridge_item_register (item, property);

  return natural > 0 && reg != NULL && reg->value.type == BRIDGE_VALUE_NUMBER ? reg->value.number : natural;
}

/* The finest steps in which points so far apart can be kept. */
static guint
finest_precision (double length)
{
  guint precision = BRIDGE_PRECISION_MAX;

  while (precision > 0 && ldexp (length, (int)precision) > BRIDGE_STEP_MAX)
    precision--;
  return precision;
}

static double
round_to_step (double px, guint precision)
{
  return ldexp (round (ldexp (px, (int)precision)), -(int)precision);
}

static Seen
see (const BridgeItem *item)
{
  BridgeRect extent = bridge_points_extent (&item->points);
  Seen       seen = { { 0, 0 }, { 1, 1 }, FALSE, item->points.precision };

  if (item->points.count == 0)
    return seen;
  seen.size.x = get_length (item, BRIDGE_PROPERTY_WIDTH, extent.width);
  seen.size.y = get_length (item, BRIDGE_PROPERTY_HEIGHT, extent.height);
  seen.scaled = seen.size.x != extent.width || seen.size.y != extent.height;
  if (!seen.scaled)
    return seen;
  seen.factor.x = extent.width > 0 ? seen.size.x / extent.width : 1;
  seen.factor.y = extent.height > 0 ? seen.size.y / extent.height : 1;
  seen.precision = finest_precision (fmax (seen.size.x, seen.size.y));
  if (round_to_step (seen.size.x, seen.precision) == 0)
    seen.size.x = 0;
  if (round_to_step (seen.size.y, seen.precision) == 0)
    seen.size.y = 0;
  return seen;
}

static void
put_length (BridgeJsonWriter *writer, const BridgeItem *item, guint32 property)
{
  Seen seen;

  if (!bridge_kind_has_points (item->kind))
    {
      bridge_json_put_number (writer, bridge_item_number (item, property));
      return;
    }
  seen = see (item);
  bridge_json_put_number (writer, property == BRIDGE_PROPERTY_WIDTH ? seen.size.x : seen.size.y);
}

static void
put_corner (BridgeJsonWriter *writer, const BridgeItem *item, guint32 property)
{
  BridgeRect box = bridge_item_box (item);
  double     place = property == BRIDGE_PROPERTY_X ? box.x : box.y;

  if (bridge_kind_has_points (item->kind))
    put_place (writer, place, bridge_item_number (item, property));
  else
    bridge_json_put_number (writer, place);
}

static void
put_fill (BridgeJsonWriter *writer, const BridgeItem *item)
{
  uint32_t color;

  if (bridge_item_fill (item, &color))
    bridge_json_put_color (writer, color);
  else
    bridge_json_put_null (writer);
}

void
bridge_json_add_property (BridgeJsonWriter *writer, const BridgeItem *item, guint32 property)
{
  bridge_json_put_key (writer, bridge_property_name (property));
  switch (property)
    {
    case BRIDGE_PROPERTY_X:
    case BRIDGE_PROPERTY_Y:
      put_corner (writer, item, property);
      break;
    case BRIDGE_PROPERTY_WIDTH:
    case BRIDGE_PROPERTY_HEIGHT:
      put_length (writer, item, property);
      break;
    case BRIDGE_PROPERTY_COLOR:
      bridge_json_put_color (writer, bridge_item_color (item));
      break;
    case BRIDGE_PROPERTY_FILL:
      put_fill (writer, item);
      break;
    case BRIDGE_PROPERTY_DASH:
      bridge_json_put_string (writer, bridge_dash_name (bridge_item_dash (item)));
      break;
    case BRIDGE_PROPERTY_LOCKED:
      bridge_json_put_boolean (writer, bridge_item_is_locked (item));
      break;
    default:
      bridge_json_put_number (writer, bridge_item_number (item, property));
    }
}

void
bridge_json_add_text (BridgeJsonWriter *writer, const BridgeItem *item)
{
  g_autofree char *text = bridge_json_text (item);

  bridge_json_add_string (writer, "text", text);
}

/* Points. */

static void
put_point (BridgeJsonWriter *writer, double x, double y, guint decimals, double pressure)
{
  bridge_json_begin_array (writer);
  bridge_json_put_decimal (writer, x, decimals);
  bridge_json_put_decimal (writer, y, decimals);
  bridge_json_put_decimal (writer, pressure, PRESSURE_DECIMALS);
  bridge_json_end_array (writer);
}

/* Whole steps that lie where the points are seen, so that who makes them again has the same. */
static void
add_points (BridgeJsonWriter *writer, const BridgeItem *item)
{
  const BridgePoints *points = &item->points;
  BridgeRect          extent = bridge_points_extent (points);
  double              unit = bridge_step_size (points->precision);
  Seen                seen = see (item);

  bridge_json_add_integer (writer, "precision", seen.precision);
  bridge_json_put_key (writer, "points");
  bridge_json_begin_array (writer);
  for (gsize i = 0; i < points->count; i++)
    {
      double x = (points->steps[i].x * unit - extent.x) * seen.factor.x;
      double y = (points->steps[i].y * unit - extent.y) * seen.factor.y;

      if (seen.scaled)
        {
          x = round_to_step (x, seen.precision);
          y = round_to_step (y, seen.precision);
        }
      put_point (writer, x, y, MIN (seen.precision, DECIMALS_MAX), bridge_item_pressure (item, i));
    }
  bridge_json_end_array (writer);
}

void
bridge_json_add_points_from (BridgeJsonWriter *writer, const BridgeItem *item, gsize first, gsize count)
{
  bridge_json_put_key (writer, "points");
  bridge_json_begin_array (writer);
  for (gsize i = first; i < item->points.count && i < first + count; i++)
    {
      BridgePoint at = bridge_item_point (item, i);

      put_point (writer, at.x, at.y, DECIMALS_MAX, bridge_item_pressure (item, i));
    }
  bridge_json_end_array (writer);
}

/* Items. */

void
bridge_json_add_properties (BridgeJsonWriter *writer, const BridgeItem *item)
{
  for (guint32 property = BRIDGE_PROPERTY_X; property < BRIDGE_N_PROPERTIES; property++)
    {
      if (bridge_property_name (property) == NULL)
        continue;
      if (property == BRIDGE_PROPERTY_LOCKED)
        bridge_json_add_text (writer, item);
      bridge_json_add_property (writer, item, property);
    }
  if (bridge_kind_has_points (item->kind))
    add_points (writer, item);
}

void
bridge_json_put_item (BridgeJsonWriter *writer, const BridgeBoard *board, const BridgeItem *item)
{
  bridge_json_begin_object (writer);
  bridge_json_add_id (writer, item->id);
  bridge_json_add_string (writer, "kind", bridge_kind_name (item->kind));
  bridge_json_add_string (writer, "author", bridge_json_author (board, item->id.site));
  bridge_json_add_properties (writer, item);
  bridge_json_end_object (writer);
}
