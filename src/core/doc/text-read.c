/* Reading the text: nodes, positions, places, runs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/doc/text-blocks.h"

#include <assert.h>

#define REPLACEMENT 0xfffd /* for what is not a Unicode scalar value */

bool
bridge_text_has (const BridgeText *text, BridgeStamp node)
{
  BridgeTextSpot spot;

  return !bridge_stamp_is_none (node) && bridge_text_locate (text, node, &spot);
}

uint32_t
bridge_text_count_known (const BridgeText *text, BridgeStamp node, uint32_t limit)
{
  BridgeTextSpot spot;
  uint32_t       known;

  if (bridge_stamp_is_none (node) || !bridge_text_locate (text, node, &spot))
    return 0;
  known = text->blocks[spot.block].count - spot.index;
  /* Along the blocks, for looking each one up takes its time, and others say how many there are. */
  while (known < limit)
    {
      const BridgeTextBlock *next;

      spot.block = bridge_text_neighbour (text, spot.block, BRIDGE_TEXT_SLOT_ID);
      next = &text->blocks[spot.block];
      if (!bridge_stamp_equal (next->first, bridge_text_stamp_after (node, known)))
        break;
      known += next->count;
    }
  return known < limit ? known : limit;
}

bool
bridge_text_is_visible (const BridgeText *text, BridgeStamp node)
{
  BridgeTextSpot spot;

  return bridge_text_locate (text, node, &spot) && !text->blocks[spot.block].deleted;
}

size_t
bridge_text_length (const BridgeText *text)
{
  return text->slots[text->sequence].sum;
}

size_t
bridge_text_n_nodes (const BridgeText *text)
{
  return text->n_code_points - 1; /* the root does not count */
}

size_t
bridge_text_size (const BridgeText *text)
{
  return sizeof *text + text->n_blocks * (sizeof *text->blocks + BRIDGE_TEXT_N_SLOTS * sizeof *text->slots) +
         text->n_code_points * sizeof *text->code_points;
}

/* The visible node at a position below length. */
static BridgeTextSpot
spot_at (const BridgeText *text, size_t at)
{
  uint32_t index = (uint32_t)at;
  uint32_t slot;

  assert (at < bridge_text_length (text));
  slot = bridge_tree_find (text->slots, text->sequence, &index);
  return (BridgeTextSpot){ slot / BRIDGE_TEXT_N_SLOTS, index };
}

static BridgeStamp
stamp_at (const BridgeText *text, BridgeTextSpot spot)
{
  return bridge_text_stamp_after (text->blocks[spot.block].first, spot.index);
}

/* Fugue's rule: the right child of the node on the left or, when that has right children, the left child of the node
 * that follows it, tombstones included. */
static BridgeTextPlace
place_after (const BridgeText *text, BridgeTextSpot spot)
{
  const BridgeTextBlock *block = &text->blocks[spot.block];
  uint32_t               slot = bridge_text_slot (spot.block, BRIDGE_TEXT_SLOT_BODY);

  if (spot.index + 1 < block->count)
    return (BridgeTextPlace){ bridge_text_stamp_after (block->first, spot.index + 1), BRIDGE_SIDE_LEFT };
  if (!bridge_text_has_right (text, spot.block))
    return (BridgeTextPlace){ stamp_at (text, spot), BRIDGE_SIDE_RIGHT };
  do
    slot = bridge_tree_neighbour (text->slots, slot, BRIDGE_TREE_AFTER);
  while (slot % BRIDGE_TEXT_N_SLOTS != BRIDGE_TEXT_SLOT_BODY);
  return (BridgeTextPlace){ text->blocks[slot / BRIDGE_TEXT_N_SLOTS].first, BRIDGE_SIDE_LEFT };
}

BridgeTextPlace
bridge_text_place_at (const BridgeText *text, size_t at)
{
  return place_after (text, at == 0 ? (BridgeTextSpot){ BRIDGE_TEXT_ROOT, 0 } : spot_at (text, at - 1));
}

BridgeTextPlace
bridge_text_place_after (const BridgeText *text, BridgeStamp node)
{
  return place_after (text, bridge_text_spot (text, node));
}

BridgeStamp
bridge_text_node_at (const BridgeText *text, size_t at)
{
  return stamp_at (text, spot_at (text, at));
}

size_t
bridge_text_position (const BridgeText *text, BridgeStamp node)
{
  BridgeTextSpot spot = bridge_text_spot (text, node);
  size_t         before = bridge_tree_sum_before (text->slots, bridge_text_slot (spot.block, BRIDGE_TEXT_SLOT_BODY));

  return text->blocks[spot.block].deleted ? before : before + spot.index;
}

BridgeTextRange *
bridge_text_ranges (const BridgeText *text, size_t at, size_t count, size_t *n_ranges)
{
  BridgeTextRange *ranges = NULL;
  size_t           n = 0, capacity = 0;

  for (size_t end = at + count; at < end;)
    {
      BridgeTextSpot spot = spot_at (text, at);
      BridgeStamp    first = stamp_at (text, spot);
      size_t         some = text->blocks[spot.block].count - spot.index;

      some = some < end - at ? some : end - at;
      at += some;
      if (n > 0 && bridge_stamp_equal (bridge_text_stamp_after (ranges[n - 1].first, ranges[n - 1].count), first))
        {
          ranges[n - 1].count += (uint32_t)some;
          continue;
        }
      ranges = bridge_grow (ranges, &capacity, n + 1, sizeof *ranges);
      ranges[n++] = (BridgeTextRange){ first, (uint32_t)some };
    }
  *n_ranges = n;
  return ranges;
}

void
bridge_text_put_utf8 (const BridgeText *text, BridgeBytes *out)
{
  for (size_t at = 0, length = bridge_text_length (text); at < length;)
    {
      const BridgeTextBlock *block = &text->blocks[spot_at (text, at).block];

      for (uint32_t i = 0; i < block->count; i++)
        {
          uint32_t code_point = text->code_points[block->offset + i];
          char     utf8[4];

          bridge_bytes_put (out, utf8, bridge_utf8_put (utf8, bridge_utf8_is_scalar (code_point) ? code_point : REPLACEMENT));
        }
      at += block->count;
    }
}

uint32_t
bridge_text_node_code_point (const BridgeText *text, BridgeStamp node)
{
  BridgeTextSpot spot = bridge_text_spot (text, node);

  return text->code_points[text->blocks[spot.block].offset + spot.index];
}

/* The block whose subtree begins next after this one's begins, or BRIDGE_TEXT_ROOT when none does. */
static uint32_t
next_block (const BridgeText *text, uint32_t block)
{
  uint32_t slot = bridge_text_slot (block, BRIDGE_TEXT_SLOT_BEGIN);

  do
    slot = bridge_tree_neighbour (text->slots, slot, BRIDGE_TREE_AFTER);
  while (slot != BRIDGE_TREE_NONE && slot % BRIDGE_TEXT_N_SLOTS != BRIDGE_TEXT_SLOT_BEGIN);
  return slot == BRIDGE_TREE_NONE ? BRIDGE_TEXT_ROOT : slot / BRIDGE_TEXT_N_SLOTS;
}

/* Whether a block that comes right after a run is more of the same. */
static bool
is_more (const BridgeTextBlock *block, const BridgeTextRun *run, const uint32_t *code_points)
{
  BridgeStamp last = bridge_text_stamp_after (run->first, run->count - 1);

  return block->deleted == run->deleted && block->place.side == BRIDGE_SIDE_RIGHT &&
         bridge_stamp_equal (block->place.parent, last) && bridge_stamp_equal (block->first, bridge_text_stamp_after (last, 1)) &&
         code_points + block->offset == run->text + run->count;
}

/* The cursor is the last block that was handed out, the root at first. Begins come in an order in which a parent's is
 * before its children's. */
bool
bridge_text_next_run (const BridgeText *text, size_t *cursor, BridgeTextRun *run)
{
  uint32_t               next = next_block (text, (uint32_t)*cursor);
  const BridgeTextBlock *block = &text->blocks[next];

  if (next == BRIDGE_TEXT_ROOT)
    return false;
  *run = (BridgeTextRun){ block->first, block->place, block->deleted, text->code_points + block->offset, 0 };
  do
    {
      run->count += block->count;
      *cursor = next;
      next = next_block (text, next);
      block = &text->blocks[next];
    }
  while (next != BRIDGE_TEXT_ROOT && is_more (block, run, text->code_points));
  return true;
}
