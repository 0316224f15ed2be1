/* Writes JSON: compact, numbers as short as they can be without loss, in no locale.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Appends to a text; commas and colons come by themselves. {text} begins. Strings must be valid UTF-8. */
typedef struct
{
  GString *text;     /* borrowed */
  gboolean separate; /* a comma comes before the next value or key */
} BridgeJsonWriter;

void bridge_json_begin_object (BridgeJsonWriter *writer);
void bridge_json_end_object (BridgeJsonWriter *writer);
void bridge_json_begin_array (BridgeJsonWriter *writer);
void bridge_json_end_array (BridgeJsonWriter *writer);
void bridge_json_put_key (BridgeJsonWriter *writer, const char *key);
/* The next value stands on a line of its own. */
void bridge_json_break_line (BridgeJsonWriter *writer);

void bridge_json_put_string (BridgeJsonWriter *writer, const char *string);
void bridge_json_put_boolean (BridgeJsonWriter *writer, gboolean boolean);
void bridge_json_put_null (BridgeJsonWriter *writer);
void bridge_json_put_integer (BridgeJsonWriter *writer, gint64 integer);
/* Finite. Read again it is the very same double. */
void bridge_json_put_number (BridgeJsonWriter *writer, double number);
/* Rounded to `decimals` (0 to 15), without zeros at its end; |number| * 10^decimals below 2^53. */
void bridge_json_put_decimal (BridgeJsonWriter *writer, double number, guint decimals);

/* A key and its value at once. */
void bridge_json_add_string (BridgeJsonWriter *writer, const char *key, const char *string);
void bridge_json_add_integer (BridgeJsonWriter *writer, const char *key, gint64 integer);
