/* An ordered sequence with running sums: a balanced tree over numbered slots.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An AVL tree (G. Adelson-Velsky and E. Landis, 1962), so that no order of insertion makes it deep, without comparisons of its
 * own: a slot is put in after another one. Slots are indices into an array of the caller's, in which several trees may
 * live. Nothing is ever taken out. */
#pragma once

#include <stdint.h>

#define BRIDGE_TREE_NONE UINT32_MAX

typedef enum
{
  BRIDGE_TREE_BEFORE = 0,
  BRIDGE_TREE_AFTER = 1,
} BridgeTreeSide;

typedef struct
{
  uint32_t parent;
  uint32_t child[2]; /* by BridgeTreeSide */
  uint32_t height;
  uint32_t weight;
  uint32_t sum; /* of the weights in this subtree */
} BridgeTreeNode;

/* Makes a slot a tree by itself; its index is then the root. It weighs nothing. */
void bridge_tree_plant (BridgeTreeNode *nodes, uint32_t slot);
/* Puts a slot right after another one; it weighs nothing yet. */
void bridge_tree_insert (BridgeTreeNode *nodes, uint32_t *root, uint32_t after, uint32_t slot);
void bridge_tree_set_weight (BridgeTreeNode *nodes, uint32_t slot, uint32_t weight);

/* The slot right before or after this one, or NONE. */
uint32_t bridge_tree_neighbour (const BridgeTreeNode *nodes, uint32_t slot, BridgeTreeSide side);
/* The sum of the weights of all slots before this one. */
uint32_t bridge_tree_sum_before (const BridgeTreeNode *nodes, uint32_t slot);
/* The slot in which `*at`, below the sum of all, falls; *at becomes the offset within its weight. */
uint32_t bridge_tree_find (const BridgeTreeNode *nodes, uint32_t root, uint32_t *at);
