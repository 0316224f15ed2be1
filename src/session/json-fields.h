/* Reads the members of a JSON object strictly, each fault with its own words.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text has been held against json-guard.h, so numbers are finite and strings valid UTF-8 without NUL. All fail with
 * BRIDGE_ERROR_FAILED or BRIDGE_ERROR_LIMIT. The words are English in every locale: they are read by scripts. */
#pragma once

#include "core/doc/value.h"
#include "core/ink/stroke.h"

#include <json-glib/json-glib.h>

G_GNUC_PRINTF (2, 3)
gboolean bridge_json_fail (GError **error, const char *format, ...); /* FALSE always */

/* Each must be there and of its type. Strings are borrowed from the object. */
gboolean bridge_json_get_string (JsonObject *object, const char *key, const char **string, GError **error);
/* A whole number from 0 to `max`; one that is not there is `missing`, or a fault where that is negative. */
gboolean bridge_json_get_count (JsonObject *object, const char *key, gint64 max, gint64 missing, gint64 *count, GError **error);
/* A known property with a name (schema.h), within its range. */
gboolean bridge_json_get_property (JsonObject *object, guint32 property, BridgeValue *value, GError **error);
/* 1 to BRIDGE_ITEM_POINTS_MAX of [x, y] or [x, y, pressure] within the board's coordinates (transfer full, g_free). Without a
 * pressure it is 1: a stroke just as wide as its size. */
BridgeInkPoint *bridge_json_get_points (JsonObject *object, gsize *n_points, GError **error);
