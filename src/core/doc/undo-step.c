/* Recording, forgetting and renaming within one step of undo.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/undo-step.h"

#include "core/base/memory.h"

#include <string.h>

/* Marks kept of one register, the newest: a long drag leaves one at each frame, and a refusal asks only for those that were
 * on their way just now. Where an older one would have been needed, the register is left out of the undo. */
#define MARKS_MAX 32

static void
clear_entry (BridgeUndoEntry *entry)
{
  bridge_value_clear (&entry->before);
  bridge_free (entry->marks);
  bridge_free (entry->ranges);
}

void
bridge_undo_step_clear (BridgeUndoStep *step)
{
  for (size_t i = 0; i < step->n_entries; i++)
    clear_entry (&step->entries[i]);
  bridge_free (step->entries);
  bridge_map_clear (&step->newest);
  *step = (BridgeUndoStep){ 0 };
}

/* Walks the entries of one item, the newest first: start with `entry` NULL; NULL at the end. */
static BridgeUndoEntry *
next_of (const BridgeUndoStep *step, BridgeStamp item, const BridgeUndoEntry *entry)
{
  size_t at = entry != NULL ? entry->previous : (uintptr_t)bridge_map_get (&step->newest, item.lamport, item.site);

  return at > 0 ? &step->entries[at - 1] : NULL;
}

static void
link_entry (BridgeUndoStep *step, size_t index)
{
  BridgeUndoEntry *entry = &step->entries[index];
  void            *number = (void *)(uintptr_t)(index + 1);

  entry->previous = (uintptr_t)bridge_map_put (&step->newest, entry->item.lamport, entry->item.site, number);
}

static void
drop_entry (BridgeUndoStep *step)
{
  BridgeUndoEntry *entry = &step->entries[--step->n_entries];
  BridgeStamp      item = entry->item;

  if (entry->previous > 0)
    bridge_map_put (&step->newest, item.lamport, item.site, (void *)(uintptr_t)entry->previous);
  else
    bridge_map_remove (&step->newest, item.lamport, item.site);
  clear_entry (entry);
}

void
bridge_undo_step_truncate (BridgeUndoStep *step, size_t n_entries)
{
  while (step->n_entries > n_entries)
    drop_entry (step);
  if (n_entries == 0)
    bridge_undo_step_clear (step);
}

static BridgeUndoEntry *
add_entry (BridgeUndoStep *step, BridgeUndoType type, BridgeStamp item)
{
  step->entries = bridge_grow (step->entries, &step->capacity, step->n_entries + 1, sizeof *step->entries);
  step->entries[step->n_entries] = (BridgeUndoEntry){ .type = type, .item = item };
  link_entry (step, step->n_entries);
  return &step->entries[step->n_entries++];
}

static void
add_mark (BridgeUndoEntry *entry, uint64_t seq, BridgeStamp stamp)
{
  if (entry->n_marks == MARKS_MAX)
    memmove (entry->marks, entry->marks + 1, --entry->n_marks * sizeof *entry->marks);
  entry->marks = bridge_grow (entry->marks, &entry->marks_capacity, entry->n_marks + 1, sizeof *entry->marks);
  entry->marks[entry->n_marks++] = (BridgeUndoMark){ seq, stamp };
}

static void
add_range (BridgeUndoEntry *entry, BridgeTextRange range)
{
  BridgeTextRange *last = entry->n_ranges > 0 ? &entry->ranges[entry->n_ranges - 1] : NULL;

  if (range.count == 0)
    return;
  if (last != NULL && last->first.site == range.first.site && last->first.lamport + last->count == range.first.lamport)
    {
      last->count += range.count;
      return;
    }
  entry->ranges = bridge_grow (entry->ranges, &entry->ranges_capacity, entry->n_ranges + 1, sizeof *entry->ranges);
  entry->ranges[entry->n_ranges++] = range;
}

static bool
is_made_here (const BridgeUndoStep *step, BridgeStamp id)
{
  return id.site == step->start.site && id.lamport >= step->start.lamport;
}

static void
record_create (BridgeUndoStep *step, const BridgeOp *op, uint64_t seq)
{
  BridgeUndoEntry *entry = add_entry (step, BRIDGE_UNDO_REGISTER, op->item);

  entry->property = BRIDGE_PROPERTY_DELETED;
  entry->before = bridge_value_boolean (true);
  entry->before_stamp = op->item; /* no write, so nothing else stands for it */
  add_mark (entry, seq, BRIDGE_STAMP_NONE);
}

static BridgeUndoEntry *
find_register_entry (const BridgeUndoStep *step, BridgeStamp item, uint32_t property)
{
  BridgeUndoEntry *entry = NULL;

  while ((entry = next_of (step, item, entry)) != NULL)
    if (entry->type == BRIDGE_UNDO_REGISTER && entry->property == property)
      break;
  return entry;
}

/* What to write to be back where the register was not set. A stroke that was never scaled is as wide as its points. */
static BridgeValue
get_unset (const BridgeItem *item, uint32_t property)
{
  if (bridge_kind_has_points (item->kind) && !bridge_rect_is_empty (item->extent))
    {
      if (property == BRIDGE_PROPERTY_WIDTH)
        return bridge_value_number (item->extent.width);
      if (property == BRIDGE_PROPERTY_HEIGHT)
        return bridge_value_number (item->extent.height);
    }
  return bridge_property_default (item->kind, property);
}

static void
remember (BridgeUndoEntry *entry, const BridgeItem *item, const BridgeRegister *reg)
{
  bridge_value_clear (&entry->before);
  entry->before = reg != NULL ? bridge_value_copy (&reg->value) : get_unset (item, entry->property);
  entry->before_stamp = reg != NULL ? reg->stamp : BRIDGE_STAMP_NONE;
  entry->n_marks = 0;
}

static void
record_set (BridgeUndoStep *step, const BridgeItem *item, const BridgeOp *op, BridgeStamp stamp, uint64_t seq)
{
  const BridgeRegister *reg = bridge_item_register (item, op->set.property);
  BridgeStamp           now = reg != NULL ? reg->stamp : BRIDGE_STAMP_NONE;
  BridgeUndoEntry      *entry = find_register_entry (step, item->id, op->set.property);
  const BridgeUndoMark *last = entry != NULL ? &entry->marks[entry->n_marks - 1] : NULL;

  if (entry == NULL)
    {
      entry = add_entry (step, BRIDGE_UNDO_REGISTER, item->id);
      entry->property = op->set.property;
      remember (entry, item, reg);
    }
  /* Where somebody else wrote in between, that is what to go back to. */
  else if (last->seq != seq && !bridge_stamp_equal (last->stamp, now))
    remember (entry, item, reg);
  add_mark (entry, seq, stamp);
}

static void
record_insert (BridgeUndoStep *step, const BridgeOp *op, BridgeStamp stamp, uint64_t seq)
{
  BridgeUndoEntry *entry = add_entry (step, BRIDGE_UNDO_INSERTED, op->item);

  entry->seq = seq;
  add_range (entry, (BridgeTextRange){ stamp, op->insert.count });
}

/* Only what is there still; and what the step itself wrote goes with it. */
static void
record_remove (BridgeUndoStep *step, const BridgeItem *item, const BridgeOp *op, uint64_t seq)
{
  BridgeUndoEntry *entry;

  if (item->text == NULL)
    return;
  entry = add_entry (step, BRIDGE_UNDO_REMOVED, op->item);
  entry->seq = seq;
  for (size_t i = 0; i < op->remove.count; i++)
    for (uint32_t j = 0; j < op->remove.ranges[i].count; j++)
      {
        BridgeStamp node = { op->remove.ranges[i].first.lamport + j, op->remove.ranges[i].first.site };

        if (!is_made_here (step, node) && bridge_text_has (item->text, node) &&
            bridge_text_is_visible (item->text, node))
          add_range (entry, (BridgeTextRange){ node, 1 });
      }
  if (entry->n_ranges == 0)
    drop_entry (step);
}

static void
record_op (BridgeUndoStep *step, const BridgeBoard *board, const BridgeOp *op, BridgeStamp stamp, uint64_t seq)
{
  const BridgeItem *item = bridge_board_item (board, op->item);

  if (op->type == BRIDGE_OP_CREATE)
    record_create (step, op, seq);
  if (item == NULL || is_made_here (step, op->item))
    return;
  if (op->type == BRIDGE_OP_SET)
    record_set (step, item, op, stamp, seq);
  else if (op->type == BRIDGE_OP_INSERT)
    record_insert (step, op, stamp, seq);
  else if (op->type == BRIDGE_OP_REMOVE)
    record_remove (step, item, op, seq);
}

void
bridge_undo_step_record (BridgeUndoStep *step, const BridgeBoard *board, const BridgeEdit *edit)
{
  BridgeStamp stamp = { edit->lamport, edit->site };

  if (bridge_stamp_is_none (step->start))
    step->start = stamp;
  for (size_t i = 0; i < edit->n_ops; i++)
    {
      record_op (step, board, &edit->ops[i], stamp, edit->seq);
      stamp.lamport += bridge_op_span (&edit->ops[i]);
    }
}

static void
forget_marks (BridgeUndoEntry *entry, uint64_t seq)
{
  size_t kept = 0;

  for (size_t i = 0; i < entry->n_marks; i++)
    if (entry->marks[i].seq != seq)
      entry->marks[kept++] = entry->marks[i];
  entry->n_marks = kept;
}

void
bridge_undo_step_forget (BridgeUndoStep *step, uint64_t seq)
{
  size_t kept = 0;

  for (size_t i = 0; i < step->n_entries; i++)
    {
      BridgeUndoEntry *entry = &step->entries[i];

      forget_marks (entry, seq);
      if (entry->type == BRIDGE_UNDO_REGISTER ? entry->n_marks == 0 : entry->seq == seq)
        clear_entry (entry);
      else
        step->entries[kept++] = *entry;
    }
  if (kept == step->n_entries)
    return;
  step->n_entries = kept;
  bridge_map_clear (&step->newest);
  for (size_t i = 0; i < kept; i++)
    link_entry (step, i);
}

static void
rename_if (BridgeStamp *at, BridgeStamp old, BridgeStamp stamp)
{
  if (bridge_stamp_equal (*at, old))
    *at = stamp;
}

void
bridge_undo_step_rename_stamp (BridgeUndoStep *step,
                               BridgeStamp     item,
                               uint32_t        property,
                               BridgeStamp     old,
                               BridgeStamp     stamp)
{
  BridgeUndoEntry *entry = find_register_entry (step, item, property);

  if (entry == NULL)
    return;
  rename_if (&entry->before_stamp, old, stamp);
  for (size_t i = 0; i < entry->n_marks; i++)
    rename_if (&entry->marks[i].stamp, old, stamp);
}

/* Adds the part of `range` that lies in lamports from `from` up to `to`, moved by `shift` to `site`. */
static void
add_part (BridgeUndoEntry *entry, BridgeTextRange range, uint64_t from, uint64_t to, uint64_t shift, uint64_t site)
{
  uint64_t begin = range.first.lamport, end = begin + range.count;

  begin = begin > from ? begin : from;
  end = end < to ? end : to;
  if (begin < end)
    add_range (entry, (BridgeTextRange){ { begin + shift, site }, (uint32_t)(end - begin) });
}

static bool
has_any (const BridgeUndoEntry *entry, BridgeTextRange old)
{
  for (size_t i = 0; i < entry->n_ranges; i++)
    {
      BridgeTextRange range = entry->ranges[i];

      if (range.first.site == old.first.site && range.first.lamport < old.first.lamport + old.count &&
          old.first.lamport < range.first.lamport + range.count)
        return true;
    }
  return false;
}

static void
rename_nodes (BridgeUndoEntry *entry, BridgeTextRange old, BridgeStamp first)
{
  uint64_t        begin = old.first.lamport, end = begin + old.count;
  BridgeUndoEntry renamed = *entry;

  renamed.ranges = NULL;
  renamed.n_ranges = renamed.ranges_capacity = 0;
  for (size_t i = 0; i < entry->n_ranges; i++)
    {
      BridgeTextRange range = entry->ranges[i];

      if (range.first.site != old.first.site)
        {
          add_range (&renamed, range);
          continue;
        }
      add_part (&renamed, range, 0, begin, 0, range.first.site);
      add_part (&renamed, range, begin, end, first.lamport - begin, first.site);
      add_part (&renamed, range, end, UINT64_MAX, 0, range.first.site);
    }
  bridge_free (entry->ranges);
  *entry = renamed;
}

void
bridge_undo_step_rename_nodes (BridgeUndoStep *step, BridgeStamp item, BridgeTextRange old, BridgeStamp first)
{
  BridgeUndoEntry *entry = NULL;

  while ((entry = next_of (step, item, entry)) != NULL)
    if (entry->type != BRIDGE_UNDO_REGISTER && has_any (entry, old))
      rename_nodes (entry, old, first);
}
