/* The blocks under the text: private to text*.c.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A block is a chain of nodes of one site with consecutive lamports, each the only right child of the one before. Of a block
 * of several nodes only the last may have other right children, and none has left ones; blocks are split to keep it so.
 *
 * Each block has three marks in the sequence: where its subtree begins, its body, and where its subtree ends. Between begin
 * and body lie the subtrees of its left children, between body and end those of its right children. So a new node finds its
 * place without a walk along the tree, however somebody has shaped that: before the next sibling's begin or, when it is
 * the last one, before its parent's body (left) or end (right). A body weighs what is visible of it.
 *
 * Two more trees order the same blocks: by identity, to find a node; and by parent, side and identity, to find a sibling.
 *
 * Block 0 is the root, a node that is never visible. All links are indices, so a copy is a copy of three arrays. */
#pragma once

#include "core/doc/text-tree.h"
#include "core/doc/text.h"

#define BRIDGE_TEXT_ROOT 0

/* The slots of a block in the trees. */
typedef enum
{
  BRIDGE_TEXT_SLOT_BEGIN,
  BRIDGE_TEXT_SLOT_BODY,
  BRIDGE_TEXT_SLOT_END,
  BRIDGE_TEXT_SLOT_ID,
  BRIDGE_TEXT_SLOT_PLACE,
  BRIDGE_TEXT_N_SLOTS
} BridgeTextSlot;

typedef struct
{
  BridgeStamp     first;
  BridgeTextPlace place;  /* of the first node */
  uint32_t        offset; /* of the first code point */
  uint32_t        count;
  bool            deleted;
} BridgeTextBlock;

struct BridgeText
{
  BridgeTextBlock *blocks;
  size_t           n_blocks;
  size_t           blocks_capacity;
  BridgeTreeNode  *slots; /* BRIDGE_TEXT_N_SLOTS a block */
  size_t           slots_capacity;
  uint32_t        *code_points; /* in the order in which they came, the root's first */
  size_t           n_code_points;
  size_t           code_points_capacity;
  uint32_t         sequence; /* the roots of the trees */
  uint32_t         ids;
  uint32_t         places;
};

/* A node: the block that holds it, and where in it. */
typedef struct
{
  uint32_t block;
  uint32_t index;
} BridgeTextSpot;

static inline uint32_t
bridge_text_slot (uint32_t block, BridgeTextSlot slot)
{
  return block * BRIDGE_TEXT_N_SLOTS + (uint32_t)slot;
}

static inline BridgeStamp
bridge_text_stamp_after (BridgeStamp stamp, uint64_t by)
{
  return (BridgeStamp){ stamp.lamport + by, stamp.site };
}

/* The last block not after `key` in the tree ID (of which `first` matters) or PLACE (and `place`); the root is before all. */
uint32_t bridge_text_search (const BridgeText *text, BridgeTextSlot order, const BridgeTextBlock *key);
/* Where a node is; false when it is not there. The root is. */
bool bridge_text_locate (const BridgeText *text, BridgeStamp node, BridgeTextSpot *spot);
/* Where a node is that must be there. */
BridgeTextSpot bridge_text_spot (const BridgeText *text, BridgeStamp node);
/* The block after this one in the tree ID or PLACE, or the root when it is the last. */
uint32_t bridge_text_neighbour (const BridgeText *text, uint32_t block, BridgeTextSlot order);
/* How many nodes from this one on, which is not there, are not there: `limit` at most. */
uint32_t bridge_text_gap (const BridgeText *text, BridgeStamp node, uint32_t limit);

/* Adds a block: the first one is the root; others stand in the trees by identity and place, but in the sequence not yet. */
uint32_t bridge_text_add_block (BridgeText *text, BridgeTextBlock block);
/* Puts a block's marks into the sequence: begin and body right after one slot, the end right before another. */
void bridge_text_link_marks (BridgeText *text, uint32_t block, uint32_t after, uint32_t before);
/* To be said when what is visible of the block has changed. */
void bridge_text_weigh (BridgeText *text, uint32_t block);

/* Cuts a block before its node `index`, unless it begins there; returns the block that then does. */
uint32_t bridge_text_split (BridgeText *text, uint32_t block, uint32_t index);
/* Makes a node the last of its block, or a block of its own; returns that block. */
uint32_t bridge_text_cut_after (BridgeText *text, BridgeTextSpot spot);
uint32_t bridge_text_cut_out (BridgeText *text, BridgeTextSpot spot);

/* Whether the first node of a block has left children, and the last one right ones. */
bool bridge_text_has_left (const BridgeText *text, uint32_t block);
bool bridge_text_has_right (const BridgeText *text, uint32_t block);
