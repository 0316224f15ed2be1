/* Fugue: integrating runs and removing nodes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/text.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"
#include "core/doc/text-blocks.h"

static void
add_code_points (BridgeText *text, const uint32_t *code_points, uint32_t count)
{
  text->code_points = bridge_grow (text->code_points, &text->code_points_capacity, text->n_code_points + count,
                                   sizeof *code_points);
  for (uint32_t i = 0; i < count; i++)
    text->code_points[text->n_code_points++] = code_points[i];
}

BridgeText *
bridge_text_new (void)
{
  BridgeText *text = bridge_new0 (BridgeText, 1);

  bridge_text_add_block (text, (BridgeTextBlock){ .count = 1, .deleted = true });
  add_code_points (text, &(uint32_t){ 0 }, 1);
  return text;
}

void
bridge_text_free (BridgeText *text)
{
  if (text == NULL)
    return;
  bridge_free (text->blocks);
  bridge_free (text->slots);
  bridge_free (text->code_points);
  bridge_free (text);
}

BridgeText *
bridge_text_copy (const BridgeText *text)
{
  BridgeText *copy = bridge_memdup (text, sizeof *text);

  copy->blocks_capacity = text->n_blocks;
  copy->blocks = bridge_memdup (text->blocks, text->n_blocks * sizeof *text->blocks);
  copy->slots_capacity = text->n_blocks * BRIDGE_TEXT_N_SLOTS;
  copy->slots = bridge_memdup (text->slots, copy->slots_capacity * sizeof *text->slots);
  copy->code_points_capacity = text->n_code_points;
  copy->code_points = bridge_memdup (text->code_points, text->n_code_points * sizeof *text->code_points);
  return copy;
}

/* The next sibling of a new node at this place, or the root when it is the last one. */
static uint32_t
next_sibling (const BridgeText *text, BridgeTextPlace place, BridgeStamp node)
{
  BridgeTextBlock key = { .first = node, .place = place };
  uint32_t        block = bridge_text_search (text, BRIDGE_TEXT_SLOT_PLACE, &key);
  BridgeTextPlace other;

  block = bridge_text_neighbour (text, block, BRIDGE_TEXT_SLOT_PLACE);
  other = text->blocks[block].place;
  return bridge_stamp_equal (other.parent, place.parent) && other.side == place.side ? block : BRIDGE_TEXT_ROOT;
}

/* The slot before which the subtree of a new node at this place goes. `parent` is the block whose body begins (left) or
 * ends (right) with the parent. */
static uint32_t
slot_after (const BridgeText *text, uint32_t parent, BridgeTextPlace place, BridgeStamp node)
{
  uint32_t sibling = next_sibling (text, place, node);

  if (sibling != BRIDGE_TEXT_ROOT)
    return bridge_text_slot (sibling, BRIDGE_TEXT_SLOT_BEGIN);
  return bridge_text_slot (parent, place.side == BRIDGE_SIDE_LEFT ? BRIDGE_TEXT_SLOT_BODY : BRIDGE_TEXT_SLOT_END);
}

/* Whether a node at this place, whose code point comes last, only makes its parent's block longer. */
static bool
continues (const BridgeText *text, BridgeTextSpot parent, BridgeTextPlace place, BridgeStamp node)
{
  const BridgeTextBlock *block = &text->blocks[parent.block];

  return place.side == BRIDGE_SIDE_RIGHT && parent.index + 1 == block->count && !block->deleted &&
         bridge_stamp_equal (bridge_text_stamp_after (block->first, block->count), node) &&
         block->offset + block->count == text->n_code_points && !bridge_text_has_left (text, parent.block) &&
         !bridge_text_has_right (text, parent.block);
}

/* Integrates nodes of which none is there yet, under a parent that is. */
static void
add_run (BridgeText *text, BridgeStamp first, BridgeTextPlace place, const uint32_t *code_points, uint32_t count)
{
  BridgeTextSpot spot = bridge_text_spot (text, place.parent);
  uint32_t       parent, added, before;

  if (continues (text, spot, place, first))
    {
      text->blocks[spot.block].count += count;
      bridge_text_weigh (text, spot.block);
      add_code_points (text, code_points, count);
      return;
    }
  parent = place.side == BRIDGE_SIDE_LEFT ? bridge_text_cut_out (text, spot) : bridge_text_cut_after (text, spot);
  before = slot_after (text, parent, place, first);
  added = bridge_text_add_block (text, (BridgeTextBlock){ first, place, (uint32_t)text->n_code_points, count });
  bridge_text_link_marks (text, added, bridge_tree_neighbour (text->slots, before, BRIDGE_TREE_BEFORE), before);
  add_code_points (text, code_points, count);
}

/* How many nodes of a run are not there. */
static uint32_t
count_missing (const BridgeText *text, BridgeStamp first, uint32_t count)
{
  uint32_t       missing = 0, step;
  BridgeTextSpot spot;

  for (uint32_t i = 0; i < count; i += step)
    if (bridge_text_locate (text, bridge_text_stamp_after (first, i), &spot))
      step = text->blocks[spot.block].count - spot.index;
    else
      missing += step = bridge_text_gap (text, bridge_text_stamp_after (first, i), count - i);
  return missing;
}

BridgeStatus
bridge_text_insert (BridgeText     *text,
                    BridgeStamp     first,
                    BridgeTextPlace place,
                    const uint32_t *code_points,
                    size_t          count,
                    bool           *changed)
{
  uint32_t       missing, step;
  BridgeTextSpot spot;

  if (count > BRIDGE_TEXT_NODES_MAX || first.lamport > UINT64_MAX - count)
    return BRIDGE_STATUS_LIMIT;
  missing = count_missing (text, first, (uint32_t)count);
  if (missing > BRIDGE_TEXT_NODES_MAX - bridge_text_n_nodes (text))
    return BRIDGE_STATUS_LIMIT;
  if (missing > 0 && !bridge_text_locate (text, first, &spot) && !bridge_text_locate (text, place.parent, &spot))
    return BRIDGE_STATUS_MISSING;
  if (bridge_stamp_is_none (place.parent))
    place.side = BRIDGE_SIDE_RIGHT;
  for (uint32_t i = 0; i < count; i += step)
    {
      BridgeStamp node = bridge_text_stamp_after (first, i);

      if (bridge_text_locate (text, node, &spot))
        step = text->blocks[spot.block].count - spot.index;
      else
        {
          step = bridge_text_gap (text, node, (uint32_t)count - i);
          add_run (text, node, place, code_points + i, step);
        }
      place = (BridgeTextPlace){ bridge_text_stamp_after (node, step - 1), BRIDGE_SIDE_RIGHT };
    }
  *changed = missing > 0;
  return BRIDGE_STATUS_OK;
}

/* Makes tombstones of up to `count` nodes of one block; returns of how many. *spot then lies in the block of the last. */
static uint32_t
remove_some (BridgeText *text, BridgeTextSpot *spot, uint32_t count, bool *changed)
{
  uint32_t left = text->blocks[spot->block].count - spot->index;

  count = count < left ? count : left;
  if (text->blocks[spot->block].deleted)
    return count;
  bridge_text_cut_after (text, (BridgeTextSpot){ spot->block, spot->index + count - 1 });
  spot->block = bridge_text_split (text, spot->block, spot->index);
  text->blocks[spot->block].deleted = true;
  bridge_text_weigh (text, spot->block);
  *changed = true;
  return count;
}

BridgeStatus
bridge_text_remove (BridgeText *text, BridgeTextRange range, bool *changed)
{
  BridgeTextSpot spot;

  if (range.count > BRIDGE_TEXT_NODES_MAX || bridge_text_count_known (text, range.first, range.count) < range.count)
    return BRIDGE_STATUS_MISSING;
  *changed = false;
  if (range.count > 0)
    spot = bridge_text_spot (text, range.first);
  for (uint32_t i = 0; i < range.count;)
    {
      i += remove_some (text, &spot, range.count - i, changed);
      spot = (BridgeTextSpot){ bridge_text_neighbour (text, spot.block, BRIDGE_TEXT_SLOT_ID), 0 };
    }
  return BRIDGE_STATUS_OK;
}
