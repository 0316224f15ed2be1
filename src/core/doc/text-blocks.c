/* Blocks of text: found by identity and by place, cut and put into the sequence.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/text-blocks.h"

#include "core/base/memory.h"

#include <assert.h>

/* By site, then by lamport, so that a run's identities lie together. */
static int
compare_ids (const BridgeTextBlock *a, const BridgeTextBlock *b)
{
  if (a->first.site != b->first.site)
    return a->first.site < b->first.site ? -1 : 1;
  return bridge_stamp_compare (a->first, b->first);
}

static int
compare_places (const BridgeTextBlock *a, const BridgeTextBlock *b)
{
  int order = bridge_stamp_compare (a->place.parent, b->place.parent);

  if (order != 0)
    return order;
  if (a->place.side != b->place.side)
    return a->place.side < b->place.side ? -1 : 1;
  return bridge_stamp_compare (a->first, b->first);
}

/* Whether `block` is not after `key`. */
static bool
is_up_to (const BridgeTextBlock *block, const BridgeTextBlock *key, BridgeTextSlot order)
{
  return (order == BRIDGE_TEXT_SLOT_ID ? compare_ids (block, key) : compare_places (block, key)) <= 0;
}

uint32_t
bridge_text_search (const BridgeText *text, BridgeTextSlot order, const BridgeTextBlock *key)
{
  uint32_t slot = order == BRIDGE_TEXT_SLOT_ID ? text->ids : text->places;
  uint32_t found = BRIDGE_TEXT_ROOT;

  while (slot != BRIDGE_TREE_NONE)
    {
      uint32_t block = slot / BRIDGE_TEXT_N_SLOTS;
      bool     after = is_up_to (&text->blocks[block], key, order);

      if (after)
        found = block;
      slot = text->slots[slot].child[after ? BRIDGE_TREE_AFTER : BRIDGE_TREE_BEFORE];
    }
  return found;
}

uint32_t
bridge_text_neighbour (const BridgeText *text, uint32_t block, BridgeTextSlot order)
{
  uint32_t next = bridge_tree_neighbour (text->slots, bridge_text_slot (block, order), BRIDGE_TREE_AFTER);

  return next == BRIDGE_TREE_NONE ? BRIDGE_TEXT_ROOT : next / BRIDGE_TEXT_N_SLOTS;
}

bool
bridge_text_locate (const BridgeText *text, BridgeStamp node, BridgeTextSpot *spot)
{
  uint32_t               block = bridge_text_search (text, BRIDGE_TEXT_SLOT_ID, &(BridgeTextBlock){ .first = node });
  const BridgeTextBlock *found = &text->blocks[block];

  if (found->first.site != node.site || node.lamport - found->first.lamport >= found->count)
    return false;
  *spot = (BridgeTextSpot){ block, (uint32_t)(node.lamport - found->first.lamport) };
  return true;
}

BridgeTextSpot
bridge_text_spot (const BridgeText *text, BridgeStamp node)
{
  BridgeTextSpot spot = { 0 };
  bool           found = bridge_text_locate (text, node, &spot);

  assert (found);
  (void)found;
  return spot;
}

uint32_t
bridge_text_gap (const BridgeText *text, BridgeStamp node, uint32_t limit)
{
  uint32_t    block = bridge_text_search (text, BRIDGE_TEXT_SLOT_ID, &(BridgeTextBlock){ .first = node });
  BridgeStamp next = text->blocks[bridge_text_neighbour (text, block, BRIDGE_TEXT_SLOT_ID)].first;

  if (next.site != node.site || next.lamport - node.lamport >= limit)
    return limit;
  return (uint32_t)(next.lamport - node.lamport);
}

/* Puts the slots of the root, which is the first in each tree. */
static void
plant (BridgeText *text)
{
  text->sequence = bridge_text_slot (BRIDGE_TEXT_ROOT, BRIDGE_TEXT_SLOT_BEGIN);
  text->ids = bridge_text_slot (BRIDGE_TEXT_ROOT, BRIDGE_TEXT_SLOT_ID);
  text->places = bridge_text_slot (BRIDGE_TEXT_ROOT, BRIDGE_TEXT_SLOT_PLACE);
  bridge_tree_plant (text->slots, text->sequence);
  bridge_tree_plant (text->slots, text->ids);
  bridge_tree_plant (text->slots, text->places);
  for (uint32_t slot = BRIDGE_TEXT_SLOT_BODY; slot <= BRIDGE_TEXT_SLOT_END; slot++)
    bridge_tree_insert (text->slots, &text->sequence, slot - 1, slot);
}

static void
link_block (BridgeText *text, uint32_t *root, uint32_t block, BridgeTextSlot order)
{
  uint32_t after = bridge_text_search (text, order, &text->blocks[block]);

  bridge_tree_insert (text->slots, root, bridge_text_slot (after, order), bridge_text_slot (block, order));
}

uint32_t
bridge_text_add_block (BridgeText *text, BridgeTextBlock block)
{
  uint32_t added = (uint32_t)text->n_blocks++;

  text->blocks = bridge_grow (text->blocks, &text->blocks_capacity, text->n_blocks, sizeof block);
  text->slots = bridge_grow (text->slots, &text->slots_capacity, text->n_blocks * BRIDGE_TEXT_N_SLOTS,
                             sizeof *text->slots);
  text->blocks[added] = block;
  if (added == BRIDGE_TEXT_ROOT)
    {
      plant (text);
      return added;
    }
  link_block (text, &text->ids, added, BRIDGE_TEXT_SLOT_ID);
  link_block (text, &text->places, added, BRIDGE_TEXT_SLOT_PLACE);
  return added;
}

void
bridge_text_link_marks (BridgeText *text, uint32_t block, uint32_t after, uint32_t before)
{
  uint32_t begin = bridge_text_slot (block, BRIDGE_TEXT_SLOT_BEGIN);
  uint32_t body = bridge_text_slot (block, BRIDGE_TEXT_SLOT_BODY);
  uint32_t end = bridge_text_slot (block, BRIDGE_TEXT_SLOT_END);

  bridge_tree_insert (text->slots, &text->sequence, after, begin);
  bridge_tree_insert (text->slots, &text->sequence, begin, body);
  bridge_tree_insert (text->slots, &text->sequence, bridge_tree_neighbour (text->slots, before, BRIDGE_TREE_BEFORE), end);
  bridge_text_weigh (text, block);
}

void
bridge_text_weigh (BridgeText *text, uint32_t block)
{
  uint32_t visible = text->blocks[block].deleted ? 0 : text->blocks[block].count;

  bridge_tree_set_weight (text->slots, bridge_text_slot (block, BRIDGE_TEXT_SLOT_BODY), visible);
}

uint32_t
bridge_text_split (BridgeText *text, uint32_t block, uint32_t index)
{
  BridgeTextBlock tail = text->blocks[block];
  uint32_t        added;

  if (index == 0)
    return block;
  tail.place = (BridgeTextPlace){ bridge_text_stamp_after (tail.first, index - 1), BRIDGE_SIDE_RIGHT };
  tail.first = bridge_text_stamp_after (tail.first, index);
  tail.offset += index;
  tail.count -= index;
  text->blocks[block].count = index;
  bridge_text_weigh (text, block);
  added = bridge_text_add_block (text, tail);
  bridge_text_link_marks (text, added, bridge_text_slot (block, BRIDGE_TEXT_SLOT_BODY),
                          bridge_text_slot (block, BRIDGE_TEXT_SLOT_END));
  return added;
}

uint32_t
bridge_text_cut_after (BridgeText *text, BridgeTextSpot spot)
{
  if (spot.index + 1 < text->blocks[spot.block].count)
    bridge_text_split (text, spot.block, spot.index + 1);
  return spot.block;
}

uint32_t
bridge_text_cut_out (BridgeText *text, BridgeTextSpot spot)
{
  bridge_text_cut_after (text, spot);
  return bridge_text_split (text, spot.block, spot.index);
}

bool
bridge_text_has_left (const BridgeText *text, uint32_t block)
{
  uint32_t body = bridge_text_slot (block, BRIDGE_TEXT_SLOT_BODY);

  return bridge_tree_neighbour (text->slots, body, BRIDGE_TREE_BEFORE) !=
         bridge_text_slot (block, BRIDGE_TEXT_SLOT_BEGIN);
}

bool
bridge_text_has_right (const BridgeText *text, uint32_t block)
{
  uint32_t body = bridge_text_slot (block, BRIDGE_TEXT_SLOT_BODY);

  return bridge_tree_neighbour (text->slots, body, BRIDGE_TREE_AFTER) != bridge_text_slot (block, BRIDGE_TEXT_SLOT_END);
}
