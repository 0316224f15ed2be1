/* The kinds of items and their properties: numbers on the wire, names in JSON, types, ranges, defaults.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/status.h"
#include "core/doc/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers never change. A kind that is not listed is carried and relayed, not drawn. */
typedef enum
{
  BRIDGE_KIND_BOARD = 0, /* the board itself, item {0, 0}; always there, never created, deleted or drawn */
  BRIDGE_KIND_STROKE = 1,
  BRIDGE_KIND_HIGHLIGHTER = 2,
  BRIDGE_KIND_RECTANGLE = 3,
  BRIDGE_KIND_ELLIPSE = 4,
  BRIDGE_KIND_DIAMOND = 5,
  BRIDGE_KIND_LINE = 6,
  BRIDGE_KIND_ARROW = 7,
  BRIDGE_KIND_TEXT = 8,
  BRIDGE_KIND_NOTE = 9,
  BRIDGE_N_KINDS
} BridgeKind;

/* Numbers never change. A property that is not listed is carried and relayed. Text is not a register (text.h), nor are
 * points (points.h). */
typedef enum
{
  BRIDGE_PROPERTY_X = 1, /* NUMBER, px: the box's left; of point kinds the origin of the points */
  BRIDGE_PROPERTY_Y = 2,
  BRIDGE_PROPERTY_WIDTH = 3, /* NUMBER, px, >= 0; of point kinds unset means as the points are, set scales them */
  BRIDGE_PROPERTY_HEIGHT = 4,
  BRIDGE_PROPERTY_ROTATION = 5,   /* NUMBER, degrees clockwise about the box's centre */
  BRIDGE_PROPERTY_COLOR = 6,      /* INTEGER 0xRRGGBBAA */
  BRIDGE_PROPERTY_FILL = 7,       /* INTEGER 0xRRGGBBAA, or NULL */
  BRIDGE_PROPERTY_SIZE = 8,       /* NUMBER, px, 0.25 to 256 */
  BRIDGE_PROPERTY_DASH = 9,       /* INTEGER, BridgeDash */
  BRIDGE_PROPERTY_OPACITY = 10,   /* NUMBER, 0 to 1 */
  BRIDGE_PROPERTY_FONT_SIZE = 11, /* NUMBER, px, 1 to 1000 */
  BRIDGE_PROPERTY_LOCKED = 12,    /* BOOLEAN */
  BRIDGE_PROPERTY_ORDER = 13,     /* BYTES: a fractional key (order.h) */
  BRIDGE_PROPERTY_DELETED = 14,   /* BOOLEAN */
  BRIDGE_PROPERTY_TITLE = 15,     /* BYTES, UTF-8, of the board */
  BRIDGE_N_PROPERTIES
} BridgeProperty;

typedef enum
{
  BRIDGE_DASH_SOLID = 0,
  BRIDGE_DASH_DASHED = 1,
  BRIDGE_DASH_DOTTED = 2,
} BridgeDash;

#define BRIDGE_COLOR_DEFAULT 0x241f31ffu
#define BRIDGE_NOTE_SIZE     200.0

bool bridge_kind_is_known (uint32_t kind);   /* listed above, the board's too */
bool bridge_kind_has_points (uint32_t kind); /* stroke, highlighter, line, arrow */

/* Names as in JSON ("rectangle", "font_size", "dashed"); NULL or 0 / false where there is none. The board has no name as
 * a kind; order, deleted and title have none as properties. */
const char *bridge_kind_name (uint32_t kind);
bool        bridge_kind_from_name (const char *name, uint32_t *kind);
const char *bridge_property_name (uint32_t property);
bool        bridge_property_from_name (const char *name, uint32_t *property);
const char *bridge_dash_name (int64_t dash);
bool        bridge_dash_from_name (const char *name, int64_t *dash);

/* What an item of that kind has when the register was never set; NULL value for unknown properties. */
BridgeValue bridge_property_default (uint32_t kind, uint32_t property);

/* OK, or RANGE for a known property whose value has the wrong type or lies outside its range (numbers must be finite and
 * coordinates within BRIDGE_COORDINATE_MAX). Unknown properties are OK. */
BridgeStatus bridge_property_check (uint32_t property, const BridgeValue *value) BRIDGE_MUST_CHECK;
