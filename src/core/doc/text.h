/* Text that several people edit at once: the Fugue CRDT.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * M. Weidner and M. Kleppmann, "The Art of the Fugue: Minimizing Interleaving in Collaborative Text Editing", 2023. Each
 * code point is a node of a tree: it stands left or right of its parent. The text is the in-order walk; siblings on one side
 * are ordered by identity. Deleted nodes stay as tombstones. A run is a sequence of code points with consecutive
 * lamports of one site in which each is the right child of the one before. */
#pragma once

#include "core/base/bytes.h"
#include "core/base/status.h"
#include "core/doc/stamp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum
{
  BRIDGE_SIDE_LEFT = 0,
  BRIDGE_SIDE_RIGHT = 1,
} BridgeSide;

/* A place to insert at. Parent none: the root, side right (left is taken for right). */
typedef struct
{
  BridgeStamp parent;
  BridgeSide  side;
} BridgeTextPlace;

/* `count` nodes with lamports from first.lamport on. */
typedef struct
{
  BridgeStamp first;
  uint32_t    count;
} BridgeTextRange;

/* As stored in snapshots and handed to merges: one run, cut where the deleted flag changes. `text` is borrowed, in code
 * points; those of deleted runs are kept too. */
typedef struct
{
  BridgeStamp     first;
  BridgeTextPlace place; /* of the first code point */
  bool            deleted;
  const uint32_t *text;
  size_t          count;
} BridgeTextRun;

typedef struct BridgeText BridgeText;

BridgeText *bridge_text_new (void);
void        bridge_text_free (BridgeText *text);
BridgeText *bridge_text_copy (const BridgeText *text);

/* Integrates a run. Nodes that are there already are skipped (a second time changes nothing). MISSING when the parent is
 * not there; LIMIT past BRIDGE_TEXT_NODES_MAX; then nothing has changed. *changed tells whether anything did. */
BridgeStatus bridge_text_insert (BridgeText     *text,
                                 BridgeStamp     first,
                                 BridgeTextPlace place,
                                 const uint32_t *code_points,
                                 size_t          count,
                                 bool           *changed) BRIDGE_MUST_CHECK;

/* Makes tombstones; MISSING when a node of the range is not there, and then nothing has changed. */
BridgeStatus bridge_text_remove (BridgeText *text, BridgeTextRange range, bool *changed) BRIDGE_MUST_CHECK;

bool bridge_text_has (const BridgeText *text, BridgeStamp node); /* tombstones too */
/* How many nodes from this one on (consecutive lamports) are there, `limit` at most; 0: not even this one. */
uint32_t bridge_text_count_known (const BridgeText *text, BridgeStamp node, uint32_t limit);
bool     bridge_text_is_visible (const BridgeText *text, BridgeStamp node);
size_t   bridge_text_length (const BridgeText *text);  /* visible code points */
size_t   bridge_text_n_nodes (const BridgeText *text); /* tombstones included */
size_t   bridge_text_size (const BridgeText *text);    /* bytes (estimate) that it takes */

/* Where a local insertion before visible position `at` (0 to length) goes. */
BridgeTextPlace bridge_text_place_at (const BridgeText *text, size_t at);
/* Where to insert so as to stand right after a node that is there, visible or not (undo of a deletion). */
BridgeTextPlace bridge_text_place_after (const BridgeText *text, BridgeStamp node);
/* The node at a visible position below length; and the number of visible code points before a node that is there
 * (how a caret survives other people's edits: keep the node left of it). */
BridgeStamp bridge_text_node_at (const BridgeText *text, size_t at);
size_t      bridge_text_position (const BridgeText *text, BridgeStamp node);
/* The visible nodes from `at` on, `count` of them, as ranges (new array, bridge_free). */
BridgeTextRange *bridge_text_ranges (const BridgeText *text, size_t at, size_t count, size_t *n_ranges);

/* Appends the visible text as UTF-8. */
void bridge_text_put_utf8 (const BridgeText *text, BridgeBytes *out);
/* The code point of a node that is there. */
uint32_t bridge_text_node_code_point (const BridgeText *text, BridgeStamp node);

/* Walks the runs in an order in which every parent comes before its children: start with *cursor = 0; false at the end. Equal
 * texts yield their nodes in the same order, but may cut it into runs differently, as the nodes came in: who hashes
 * hashes node by node. The text must not be changed meanwhile. */
bool bridge_text_next_run (const BridgeText *text, size_t *cursor, BridgeTextRun *run);
