/* Items of the board as JSON (contracts.md, "Export").
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/board.h"
#include "session/json-writer.h"

#define BRIDGE_JSON_ID_SIZE 34 /* bytes of an id with its NUL at most */

/* An id is opaque to everybody else, never begins with '@', and is written in one way alone. */
void     bridge_json_format_id (BridgeStamp id, char text[BRIDGE_JSON_ID_SIZE]);
gboolean bridge_json_parse_id (const char *text, BridgeStamp *id);
void     bridge_json_add_id (BridgeJsonWriter *writer, BridgeStamp id);

void bridge_json_put_color (BridgeJsonWriter *writer, guint32 color);
/* ms since 1970 as RFC 3339 in UTC; times that no calendar has are brought to the nearest that it has. */
void bridge_json_put_time (BridgeJsonWriter *writer, gint64 time);
/* The name that a site has on the board; "" when it never said. */
const char *bridge_json_author (const BridgeBoard *board, guint64 site);
char       *bridge_json_text (const BridgeItem *item); /* the visible text (transfer full) */

/* A property that has a name, with its key. x, y, width and height are those of the unrotated box. */
void bridge_json_add_property (BridgeJsonWriter *writer, const BridgeItem *item, guint32 property);
void bridge_json_add_text (BridgeJsonWriter *writer, const BridgeItem *item);
/* All properties; of point kinds also `precision` and the points, as [x, y, pressure] relative to the box's top left. Points that
 * are scaled are given as they are seen, with the precision that keeps them so. */
void bridge_json_add_properties (BridgeJsonWriter *writer, const BridgeItem *item);
/* Points from `first` on in board px. */
void bridge_json_add_points_from (BridgeJsonWriter *writer, const BridgeItem *item, gsize first, gsize count);
/* The item as an object: id, kind, author, properties. The kind must be a known one. */
void bridge_json_put_item (BridgeJsonWriter *writer, const BridgeBoard *board, const BridgeItem *item);
