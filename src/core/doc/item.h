/* One item of the board: registers, points, text, and the geometry that follows from them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"
#include "core/base/sha1.h"
#include "core/doc/points.h"
#include "core/doc/schema.h"
#include "core/doc/stamp.h"
#include "core/doc/text.h"
#include "core/ink/stroke.h"

#define BRIDGE_NOTE_SHADOW 14.0 /* px that a note's shadow reaches past its box at most */

/* Last writer wins, by stamp. */
typedef struct
{
  uint32_t    property;
  BridgeStamp stamp;
  BridgeValue value;
} BridgeRegister;

/* Read as you like; changed by the board alone, or while it is being built for bridge_board_merge_item. */
typedef struct BridgeItem BridgeItem;
struct BridgeItem
{
  BridgeStamp     id;
  uint32_t        kind;
  BridgeRegister *registers; /* sorted by property */
  size_t          n_registers;
  size_t          registers_capacity;
  BridgePoints    points;
  BridgeText     *text; /* NULL until first written */

  uint64_t    revision; /* of the last change; 0 where no room has counted yet */
  BridgeItem *older;    /* the board's thread by revision */
  BridgeItem *newer;

  BridgeRect extent; /* cache: of the points' centres relative to the origin */

  /* The board's bookkeeping. */
  BridgeRect  indexed;   /* the bounds under which the index knows it; empty when it does not */
  BridgeItem *cell_next; /* in the same cell of the index */
  BridgeItem *cell_previous;
  uint32_t    touched; /* 1 + its place among what the edit under way touched; 0: not touched */
};

BridgeItem *bridge_item_new (BridgeStamp id, uint32_t kind);
void        bridge_item_free (BridgeItem *item);
BridgeItem *bridge_item_copy (const BridgeItem *item); /* deep; without threads and index */
size_t      bridge_item_size (const BridgeItem *item); /* bytes (estimate) that it takes, with all that it owns */

/* Sets the register if `stamp` is newer than what is there; copies the value. Returns whether it won. The caller has
 * checked the count against BRIDGE_ITEM_PROPERTIES_MAX. */
bool                  bridge_item_set (BridgeItem *item, uint32_t property, BridgeStamp stamp, const BridgeValue *value);
const BridgeRegister *bridge_item_register (const BridgeItem *item, uint32_t property); /* NULL when never set */
/* Adds points at the end and keeps the extent. The caller has checked BRIDGE_ITEM_POINTS_MAX. */
void bridge_item_append (BridgeItem *item, const BridgeStep *steps, size_t count);

/* The value, or the default where it was never set or is of the wrong type. */
double     bridge_item_number (const BridgeItem *item, uint32_t property);
uint32_t   bridge_item_color (const BridgeItem *item);                 /* 0xRRGGBBAA */
bool       bridge_item_fill (const BridgeItem *item, uint32_t *color); /* false: none */
BridgeDash bridge_item_dash (const BridgeItem *item);
bool       bridge_item_boolean (const BridgeItem *item, uint32_t property);
bool       bridge_item_is_deleted (const BridgeItem *item);
bool       bridge_item_is_locked (const BridgeItem *item);

/* The unrotated box in board px: of point kinds what the points cover, scaled to width and height where those are set. */
BridgeRect bridge_item_box (const BridgeItem *item);
/* All that is painted: rotation, stroke width, arrow heads, a note's shadow. Empty for kinds that are not drawn. */
BridgeRect bridge_item_bounds (const BridgeItem *item);
/* What is painted anew when the points from `first` on were added: less than the bounds where that is enough. */
BridgeRect bridge_item_tail_bounds (const BridgeItem *item, size_t first);
/* The ends of the two wings of an arrow's head, in the unrotated box; the head is drawn from one to the last point to the
 * other. A short arrow has short wings. False: it has no direction. */
bool bridge_item_arrow_head (const BridgeItem *item, BridgePoint wings[2]);
/* A point's place in the unrotated box, board px, and its pressure; index below points.count. */
BridgePoint bridge_item_point (const BridgeItem *item, size_t index);
double      bridge_item_pressure (const BridgeItem *item, size_t index);
/* `count` of them at once from `first` on, into `points`. */
void bridge_item_points (const BridgeItem *item, size_t first, size_t count, BridgeInkPoint *points);
/* The x and y registers that put the unrotated box's top left at `at` once width and height are `size`. */
BridgePoint bridge_item_origin_for (const BridgeItem *item, BridgePoint at, BridgePoint size);

/* Whether a disc of radius `tolerance` about `at` touches what is painted: strokes by capsules, lines and outlines by their
 * width, filled shapes, notes and texts by their area; unfilled shapes by their outline (and their text). */
bool bridge_item_hit (const BridgeItem *item, BridgePoint at, double tolerance);
/* Whether a disc that moves from a to b touches it (eraser). */
bool bridge_item_hit_segment (const BridgeItem *item, BridgePoint a, BridgePoint b, double tolerance);

/* Feeds all that is replicated, stamps and tombstones included, in a canonical order; not revisions or caches. */
void bridge_item_digest (const BridgeItem *item, BridgeSha1 *sha1);
