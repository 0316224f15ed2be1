/* Composes the operations for what a person means to do, from the board as it is seen.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/board.h"
#include "core/ink/stroke.h"

/* A new item of a non-point kind with this box; on top. */
BridgeStamp bridge_compose_item (BridgeEdit *edit, const BridgeBoard *board, uint32_t kind, BridgeRect box);
/* A new item of a point kind; on top. Points in board px; the first is the origin, rounded to whole steps. At most
 * BRIDGE_ITEM_POINTS_MAX. */
BridgeStamp bridge_compose_ink (BridgeEdit           *edit,
                                const BridgeBoard    *board,
                                uint32_t              kind,
                                unsigned              precision,
                                const BridgeInkPoint *points,
                                size_t                n_points);
/* More points (board px) for an item of mine, whose origin, precision and count are those of `item`. */
void bridge_compose_append (BridgeEdit *edit, const BridgeItem *item, const BridgeInkPoint *points, size_t n_points);

/* Puts the unrotated box's top left, or the whole box, there. Sets only registers that change. */
void bridge_compose_move (BridgeEdit *edit, const BridgeItem *item, BridgePoint to);
void bridge_compose_box (BridgeEdit *edit, const BridgeItem *item, BridgeRect box);

/* In the visible text: deletes `n_delete` code points at `at`, then inserts UTF-8 there. RANGE beyond the end; UTF8; LIMIT. */
BridgeStatus bridge_compose_text (BridgeEdit       *edit,
                                  const BridgeItem *item,
                                  size_t            at,
                                  size_t            n_delete,
                                  const char       *insert,
                                  size_t            n_insert) BRIDGE_MUST_CHECK;
/* The smallest single replacement that leads from the visible text to this one (common prefix and suffix stay). `item`
 * may be NULL for an item created in this very edit, whose text is empty: then `id` says which. */
BridgeStatus bridge_compose_replace_text (BridgeEdit       *edit,
                                          BridgeStamp       id,
                                          const BridgeItem *item,
                                          const char       *text,
                                          size_t            length) BRIDGE_MUST_CHECK;

/* Above all others, or below all; items keep their order among themselves (given bottom to top). */
void bridge_compose_front (BridgeEdit *edit, const BridgeBoard *board, const BridgeStamp *items, size_t n_items);
void bridge_compose_back (BridgeEdit *edit, const BridgeBoard *board, const BridgeStamp *items, size_t n_items);

void bridge_compose_delete (BridgeEdit *edit, BridgeStamp item);
void bridge_compose_restore (BridgeEdit *edit, BridgeStamp item);
void bridge_compose_title (BridgeEdit *edit, const char *title); /* cut to BRIDGE_NAME_BYTES_MAX at a code point */

/* A new item on top, equal to `item` but moved by (dx, dy), not locked. */
BridgeStamp bridge_compose_copy (BridgeEdit *edit, const BridgeBoard *board, const BridgeItem *item, double dx, double dy);
