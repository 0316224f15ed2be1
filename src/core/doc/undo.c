/* Undo and redo: two stacks of steps; taking one back makes a step of the other.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/undo.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"
#include "core/doc/undo-step.h"

#include <assert.h>
#include <string.h>

/* A step may be larger than what one edit can take back; then the rest waits for the next time. */
#define OPS_ENOUGH  (BRIDGE_EDIT_OPS_MAX / 2)
#define SPAN_ENOUGH BRIDGE_TEXT_NODES_MAX

typedef struct
{
  BridgeUndoStep *steps;
  size_t          count;
  size_t          capacity;
} Stack;

struct BridgeUndo
{
  Stack    done;
  Stack    undone;
  unsigned depth; /* of gestures */
  bool     open;  /* the newest step done takes more */

  const Stack *rest;    /* whose newest step is the rest of one that was too large for an edit; NULL: none */
  bool         rest_of; /* what has been taken back of that step is the newest of the other side */
};

/* Taking back one step. */
typedef struct
{
  BridgeUndo        *undo;
  const BridgeBoard *board;
  BridgeEdit        *edit;
} Reversal;

BridgeUndo *
bridge_undo_new (void)
{
  return bridge_new0 (BridgeUndo, 1);
}

static void
clear_stack (Stack *stack)
{
  for (size_t i = 0; i < stack->count; i++)
    bridge_undo_step_clear (&stack->steps[i]);
  stack->count = 0;
}

void
bridge_undo_free (BridgeUndo *undo)
{
  if (undo == NULL)
    return;
  clear_stack (&undo->done);
  clear_stack (&undo->undone);
  bridge_free (undo->done.steps);
  bridge_free (undo->undone.steps);
  bridge_free (undo);
}

/* Takes the step; the oldest makes room. */
static void
push (Stack *stack, BridgeUndoStep step)
{
  if (stack->count == BRIDGE_UNDO_STEPS_MAX)
    {
      bridge_undo_step_clear (&stack->steps[0]);
      stack->count--;
      memmove (&stack->steps[0], &stack->steps[1], stack->count * sizeof *stack->steps);
    }
  stack->steps = bridge_grow (stack->steps, &stack->capacity, stack->count + 1, sizeof *stack->steps);
  stack->steps[stack->count++] = step;
}

void
bridge_undo_begin (BridgeUndo *undo)
{
  if (undo->depth++ == 0)
    undo->open = false;
}

void
bridge_undo_end (BridgeUndo *undo)
{
  assert (undo->depth > 0);
  if (--undo->depth == 0)
    undo->open = false;
}

void
bridge_undo_record (BridgeUndo *undo, const BridgeBoard *board, const BridgeEdit *edit)
{
  BridgeUndoStep step = { 0 };
  size_t         n_before;

  if (undo->open)
    step = undo->done.steps[--undo->done.count];
  undo->rest = NULL;
  n_before = step.n_entries;
  bridge_undo_step_record (&step, board, edit);
  if (step.n_entries > n_before)
    clear_stack (&undo->undone);
  if (step.n_entries == 0)
    {
      bridge_undo_step_clear (&step);
      return;
    }
  push (&undo->done, step);
  undo->open = undo->depth > 0;
}

bool
bridge_undo_can_undo (const BridgeUndo *undo)
{
  return undo->done.count > 0;
}

bool
bridge_undo_can_redo (const BridgeUndo *undo)
{
  return undo->undone.count > 0;
}

static void
rename_stamp (BridgeUndo *undo, const BridgeUndoEntry *entry, BridgeStamp stamp)
{
  Stack *stacks[] = { &undo->done, &undo->undone };

  for (size_t i = 0; i < 2; i++)
    for (size_t j = 0; j < stacks[i]->count; j++)
      bridge_undo_step_rename_stamp (&stacks[i]->steps[j], entry->item, entry->property, entry->before_stamp, stamp);
}

static void
rename_nodes (BridgeUndo *undo, BridgeStamp item, BridgeTextRange old, BridgeStamp first)
{
  Stack *stacks[] = { &undo->done, &undo->undone };

  for (size_t i = 0; i < 2; i++)
    for (size_t j = 0; j < stacks[i]->count; j++)
      bridge_undo_step_rename_nodes (&stacks[i]->steps[j], item, old, first);
}

static void
reverse_register (Reversal *reversal, const BridgeItem *item, const BridgeUndoEntry *entry)
{
  const BridgeRegister *reg = bridge_item_register (item, entry->property);
  BridgeStamp           now = reg != NULL ? reg->stamp : BRIDGE_STAMP_NONE;

  if (!bridge_stamp_equal (now, entry->marks[entry->n_marks - 1].stamp))
    return;
  rename_stamp (reversal->undo, entry, bridge_edit_next_stamp (reversal->edit));
  bridge_edit_set (reversal->edit, entry->item, entry->property, entry->before);
}

/* Removes what is left of it. */
static void
reverse_inserted (Reversal *reversal, const BridgeItem *item, const BridgeUndoEntry *entry)
{
  BridgeTextRange *left = NULL;
  size_t           n_left = 0, capacity = 0;

  for (size_t i = 0; i < entry->n_ranges; i++)
    for (uint32_t j = 0; j < entry->ranges[i].count; j++)
      {
        BridgeStamp      node = { entry->ranges[i].first.lamport + j, entry->ranges[i].first.site };
        BridgeTextRange *last = n_left > 0 ? &left[n_left - 1] : NULL;

        if (!bridge_text_has (item->text, node) || !bridge_text_is_visible (item->text, node))
          continue;
        if (last != NULL && last->first.site == node.site && last->first.lamport + last->count == node.lamport)
          {
            last->count++;
            continue;
          }
        left = bridge_grow (left, &capacity, n_left + 1, sizeof *left);
        left[n_left++] = (BridgeTextRange){ node, 1 };
      }
  if (n_left > 0)
    bridge_edit_remove (reversal->edit, entry->item, left, n_left);
  bridge_free (left);
}

/* How many nodes from the first on have consecutive lamports. */
static size_t
measure_run (const BridgeStamp *nodes, size_t count)
{
  size_t n = 1;

  while (n < count && nodes[n].site == nodes[0].site && nodes[n].lamport == nodes[0].lamport + n)
    n++;
  return n;
}

/* Inserts neighbours, as one run; not if that would be more than the text may hold. */
static void
insert_again (Reversal *reversal, const BridgeItem *item, const BridgeStamp *nodes, size_t count)
{
  uint32_t       *code_points = bridge_new (uint32_t, count);
  BridgeTextPlace place = bridge_text_place_after (item->text, nodes[count - 1]);
  BridgeStamp     first = bridge_edit_next_stamp (reversal->edit);

  if (bridge_text_n_nodes (item->text) + reversal->edit->span + count > BRIDGE_TEXT_NODES_MAX)
    {
      bridge_free (code_points);
      return;
    }
  for (size_t i = 0; i < count; i++)
    code_points[i] = bridge_text_node_code_point (item->text, nodes[i]);
  for (size_t i = 0, n; i < count; i += n)
    {
      n = measure_run (nodes + i, count - i);
      rename_nodes (reversal->undo, item->id, (BridgeTextRange){ nodes[i], (uint32_t)n },
                    (BridgeStamp){ first.lamport + i, first.site });
    }
  bridge_edit_insert (reversal->edit, item->id, place, code_points, count);
  bridge_free (code_points);
}

/* Whether nothing stands between the two, not even what was removed: that may come back too, to its own place. */
static bool
are_neighbours (const BridgeText *text, BridgeStamp node, BridgeStamp next)
{
  BridgeTextPlace place = bridge_text_place_after (text, node);

  return place.side == BRIDGE_SIDE_LEFT && bridge_stamp_equal (place.parent, next);
}

static void
reverse_removed (Reversal *reversal, const BridgeItem *item, const BridgeUndoEntry *entry)
{
  BridgeStamp *nodes = NULL;
  size_t       count = 0, capacity = 0;

  for (size_t i = 0; i < entry->n_ranges; i++)
    for (uint32_t j = 0; j < entry->ranges[i].count; j++)
      {
        BridgeStamp node = { entry->ranges[i].first.lamport + j, entry->ranges[i].first.site };

        if (!bridge_text_has (item->text, node))
          continue;
        if (count > 0 && !are_neighbours (item->text, nodes[count - 1], node))
          {
            insert_again (reversal, item, nodes, count);
            count = 0;
          }
        nodes = bridge_grow (nodes, &capacity, count + 1, sizeof *nodes);
        nodes[count++] = node;
      }
  if (count > 0)
    insert_again (reversal, item, nodes, count);
  bridge_free (nodes);
}

/* Whether the room would refuse a write to the item, as of what the edit does before it. */
static bool
is_closed (const Reversal *reversal, const BridgeItem *item, const BridgeUndoEntry *entry)
{
  bool unlocks = entry->type == BRIDGE_UNDO_REGISTER && entry->property == BRIDGE_PROPERTY_LOCKED &&
                 !entry->before.boolean;

  if (!bridge_item_is_locked (item) || unlocks)
    return false;
  for (size_t i = 0; i < reversal->edit->n_ops; i++)
    {
      const BridgeOp *op = &reversal->edit->ops[i];

      if (op->type == BRIDGE_OP_SET && op->set.property == BRIDGE_PROPERTY_LOCKED &&
          bridge_stamp_equal (op->item, item->id))
        return false;
    }
  return true;
}

static void
reverse_entry (Reversal *reversal, const BridgeUndoEntry *entry)
{
  const BridgeItem *item = bridge_board_item (reversal->board, entry->item);

  if (item == NULL || is_closed (reversal, item, entry))
    return;
  if (entry->type == BRIDGE_UNDO_REGISTER)
    reverse_register (reversal, item, entry);
  else if (item->text != NULL && entry->type == BRIDGE_UNDO_INSERTED)
    reverse_inserted (reversal, item, entry);
  else if (item->text != NULL)
    reverse_removed (reversal, item, entry);
}

static bool
is_enough (const BridgeEdit *edit)
{
  return edit->n_ops >= OPS_ENOUGH || edit->span >= SPAN_ENOUGH;
}

/* Splits off the entries that the edit has no room for, the older ones. Those that follow join the same inverse. */
static bool
reverse (BridgeUndo *undo, Stack *from, Stack *to, const BridgeBoard *board, BridgeEdit *edit)
{
  Reversal       reversal = { undo, board, edit };
  BridgeUndoStep step, inverse = { 0 };
  size_t         left;

  undo->open = false;
  if (from->count == 0)
    return false;
  step = from->steps[--from->count];
  if (undo->rest == from && undo->rest_of)
    inverse = to->steps[--to->count];
  /* The newest first: an item is unlocked before what was done to it is taken back. */
  for (left = step.n_entries; left > 0 && !is_enough (edit); left--)
    reverse_entry (&reversal, &step.entries[left - 1]);
  bridge_undo_step_record (&inverse, board, edit);
  bridge_undo_step_truncate (&step, left);
  if (left > 0)
    push (from, step);
  undo->rest = left > 0 ? from : NULL;
  undo->rest_of = inverse.n_entries > 0;
  if (inverse.n_entries > 0)
    push (to, inverse);
  else
    bridge_undo_step_clear (&inverse);
  return true;
}

bool
bridge_undo_undo (BridgeUndo *undo, const BridgeBoard *board, BridgeEdit *edit)
{
  return reverse (undo, &undo->done, &undo->undone, board, edit);
}

bool
bridge_undo_redo (BridgeUndo *undo, const BridgeBoard *board, BridgeEdit *edit)
{
  return reverse (undo, &undo->undone, &undo->done, board, edit);
}

bool
bridge_undo_cancel (BridgeUndo *undo, const BridgeBoard *board, BridgeEdit *edit)
{
  Stack nowhere = { 0 };

  if (!undo->open || !reverse (undo, &undo->done, &nowhere, board, edit))
    return false;
  undo->open = undo->rest != NULL;
  undo->rest = NULL;
  clear_stack (&nowhere);
  bridge_free (nowhere.steps);
  return true;
}

bool
bridge_undo_has_rest (const BridgeUndo *undo)
{
  return undo->rest != NULL;
}

static void
forget (Stack *stack, uint64_t seq)
{
  size_t kept = 0;

  for (size_t i = 0; i < stack->count; i++)
    {
      bridge_undo_step_forget (&stack->steps[i], seq);
      if (stack->steps[i].n_entries == 0)
        bridge_undo_step_clear (&stack->steps[i]);
      else
        stack->steps[kept++] = stack->steps[i];
    }
  stack->count = kept;
}

void
bridge_undo_forget (BridgeUndo *undo, uint64_t seq)
{
  const BridgeUndoStep *newest = undo->done.count > 0 ? &undo->done.steps[undo->done.count - 1] : NULL;
  BridgeStamp           start = newest != NULL ? newest->start : BRIDGE_STAMP_NONE;

  forget (&undo->done, seq);
  forget (&undo->undone, seq);
  undo->rest = NULL;
  /* The step of the gesture under way may be gone; then it begins anew. */
  if (undo->done.count == 0 || !bridge_stamp_equal (undo->done.steps[undo->done.count - 1].start, start))
    undo->open = false;
}
