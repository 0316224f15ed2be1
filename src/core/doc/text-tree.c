/* The balanced tree under the text.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/text-tree.h"

static uint32_t
height (const BridgeTreeNode *nodes, uint32_t slot)
{
  return slot == BRIDGE_TREE_NONE ? 0 : nodes[slot].height;
}

static uint32_t
sum (const BridgeTreeNode *nodes, uint32_t slot)
{
  return slot == BRIDGE_TREE_NONE ? 0 : nodes[slot].sum;
}

static BridgeTreeSide
side_of (const BridgeTreeNode *nodes, uint32_t slot)
{
  return nodes[nodes[slot].parent].child[BRIDGE_TREE_AFTER] == slot ? BRIDGE_TREE_AFTER : BRIDGE_TREE_BEFORE;
}

static void
update (BridgeTreeNode *nodes, uint32_t slot)
{
  BridgeTreeNode *node = &nodes[slot];
  uint32_t        before = height (nodes, node->child[BRIDGE_TREE_BEFORE]);
  uint32_t        after = height (nodes, node->child[BRIDGE_TREE_AFTER]);

  node->height = (before > after ? before : after) + 1;
  node->sum = node->weight + sum (nodes, node->child[0]) + sum (nodes, node->child[1]);
}

/* Hangs `slot` where `old` hung. */
static void
replace (BridgeTreeNode *nodes, uint32_t *root, uint32_t old, uint32_t slot)
{
  uint32_t parent = nodes[old].parent;

  if (parent == BRIDGE_TREE_NONE)
    *root = slot;
  else
    nodes[parent].child[side_of (nodes, old)] = slot;
  nodes[slot].parent = parent;
}

/* Lifts the child on `side` above `slot`; returns it. */
static uint32_t
rotate (BridgeTreeNode *nodes, uint32_t *root, uint32_t slot, BridgeTreeSide side)
{
  uint32_t child = nodes[slot].child[side];
  uint32_t inner = nodes[child].child[!side];

  replace (nodes, root, slot, child);
  nodes[slot].child[side] = inner;
  if (inner != BRIDGE_TREE_NONE)
    nodes[inner].parent = slot;
  nodes[child].child[!side] = slot;
  nodes[slot].parent = child;
  update (nodes, slot);
  update (nodes, child);
  return child;
}

/* Where one side is higher by two, lifts that side; returns what then stands at this place. */
static uint32_t
balance (BridgeTreeNode *nodes, uint32_t *root, uint32_t slot)
{
  uint32_t       before = height (nodes, nodes[slot].child[BRIDGE_TREE_BEFORE]);
  uint32_t       after = height (nodes, nodes[slot].child[BRIDGE_TREE_AFTER]);
  BridgeTreeSide side = after > before ? BRIDGE_TREE_AFTER : BRIDGE_TREE_BEFORE;
  uint32_t       child = nodes[slot].child[side];

  if (before + 1 >= after && after + 1 >= before)
    return slot;
  if (height (nodes, nodes[child].child[!side]) > height (nodes, nodes[child].child[side]))
    rotate (nodes, root, child, !side);
  return rotate (nodes, root, slot, side);
}

void
bridge_tree_plant (BridgeTreeNode *nodes, uint32_t slot)
{
  nodes[slot] = (BridgeTreeNode){ .parent = BRIDGE_TREE_NONE,
                                  .child = { BRIDGE_TREE_NONE, BRIDGE_TREE_NONE },
                                  .height = 1 };
}

void
bridge_tree_insert (BridgeTreeNode *nodes, uint32_t *root, uint32_t after, uint32_t slot)
{
  uint32_t       parent = after;
  BridgeTreeSide side = BRIDGE_TREE_AFTER;

  while (nodes[parent].child[side] != BRIDGE_TREE_NONE)
    {
      parent = nodes[parent].child[side];
      side = BRIDGE_TREE_BEFORE;
    }
  bridge_tree_plant (nodes, slot);
  nodes[slot].parent = parent;
  nodes[parent].child[side] = slot;
  for (uint32_t at = parent; at != BRIDGE_TREE_NONE; at = nodes[at].parent)
    {
      update (nodes, at);
      at = balance (nodes, root, at);
    }
}

void
bridge_tree_set_weight (BridgeTreeNode *nodes, uint32_t slot, uint32_t weight)
{
  nodes[slot].weight = weight;
  for (; slot != BRIDGE_TREE_NONE; slot = nodes[slot].parent)
    update (nodes, slot);
}

uint32_t
bridge_tree_neighbour (const BridgeTreeNode *nodes, uint32_t slot, BridgeTreeSide side)
{
  uint32_t at = nodes[slot].child[side];

  if (at != BRIDGE_TREE_NONE)
    {
      while (nodes[at].child[!side] != BRIDGE_TREE_NONE)
        at = nodes[at].child[!side];
      return at;
    }
  while (nodes[slot].parent != BRIDGE_TREE_NONE && side_of (nodes, slot) == side)
    slot = nodes[slot].parent;
  return nodes[slot].parent;
}

uint32_t
bridge_tree_sum_before (const BridgeTreeNode *nodes, uint32_t slot)
{
  uint32_t before = sum (nodes, nodes[slot].child[BRIDGE_TREE_BEFORE]);

  for (; nodes[slot].parent != BRIDGE_TREE_NONE; slot = nodes[slot].parent)
    if (side_of (nodes, slot) == BRIDGE_TREE_AFTER)
      {
        uint32_t parent = nodes[slot].parent;

        before += nodes[parent].weight + sum (nodes, nodes[parent].child[BRIDGE_TREE_BEFORE]);
      }
  return before;
}

uint32_t
bridge_tree_find (const BridgeTreeNode *nodes, uint32_t root, uint32_t *at)
{
  for (uint32_t slot = root;;)
    {
      uint32_t before = sum (nodes, nodes[slot].child[BRIDGE_TREE_BEFORE]);

      if (*at < before)
        {
          slot = nodes[slot].child[BRIDGE_TREE_BEFORE];
          continue;
        }
      *at -= before;
      if (*at < nodes[slot].weight)
        return slot;
      *at -= nodes[slot].weight;
      slot = nodes[slot].child[BRIDGE_TREE_AFTER];
    }
}
