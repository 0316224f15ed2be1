/* The outbox: edits of which the room has not been heard yet, neither yes nor no.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/guest-private.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"

#include <assert.h>
#include <string.h>

/* An edit is encoded to see whether it fits before it is known after which others it will go out: within this. */
#define SIZE_MARGIN (16u << 10)

/* The size in memory, which no encoding exceeds by much. */
static size_t
op_size (const BridgeOp *op)
{
  switch (op->type)
    {
    case BRIDGE_OP_SET:
      return sizeof *op + (op->set.value.type == BRIDGE_VALUE_BYTES ? op->set.value.bytes.length : 0);
    case BRIDGE_OP_APPEND:
      return sizeof *op + op->append.count * sizeof (BridgeStep);
    case BRIDGE_OP_INSERT:
      return sizeof *op + op->insert.count * sizeof (uint32_t);
    case BRIDGE_OP_REMOVE:
      return sizeof *op + op->remove.count * sizeof (BridgeTextRange);
    case BRIDGE_OP_SAY:
      return sizeof *op + op->say.length;
    case BRIDGE_OP_AUTHOR:
      return sizeof *op + op->author.length;
    case BRIDGE_OP_CREATE:
      break;
    }
  return sizeof *op;
}

static size_t
edit_size (const BridgeEdit *edit)
{
  size_t size = sizeof *edit;

  for (size_t i = 0; i < edit->n_ops; i++)
    size += op_size (&edit->ops[i]);
  return size;
}

/* Whether a room will take it as one edit. Only what may be too large is encoded to find out. */
static bool
fits (const BridgeGuest *guest, const BridgeEdit *edit, size_t size)
{
  BridgeAuthorContext up = { .site = guest->site };
  BridgeBytes         bytes = { 0 };
  bool                is_small;

  if (size <= BRIDGE_EDIT_TAKEN_MAX / 2)
    return true;
  if (!bridge_wire_can_put (&guest->context, edit))
    return size <= BRIDGE_EDIT_TAKEN_MAX - SIZE_MARGIN;
  bridge_wire_put_edit (&bytes, &up, &guest->context, edit);
  is_small = bytes.length <= BRIDGE_EDIT_TAKEN_MAX - SIZE_MARGIN;
  bridge_bytes_clear (&bytes);
  return is_small;
}

/* Our next edit says who we are, where the board says otherwise. */
static void
add_author (BridgeGuest *guest, BridgeEdit *edit)
{
  const BridgeAuthor *author = bridge_board_author (guest->board, guest->site);
  const char         *name = author != NULL ? author->name : "";
  uint32_t            color = author != NULL ? author->color : 0;

  if (edit->n_ops < BRIDGE_EDIT_OPS_MAX && (color != guest->color || strcmp (name, guest->name) != 0))
    bridge_edit_author (edit, guest->name, strlen (guest->name), guest->color);
}

static BridgeRefusal
judge (const BridgeGuest *guest, const BridgeEdit *edit, size_t size)
{
  if (!fits (guest, edit, size))
    return BRIDGE_REFUSAL_LIMIT;
  if (guest->phase != BRIDGE_GUEST_SOLO && guest->outbox_size + size > BRIDGE_GUEST_OUTBOX_MAX)
    return BRIDGE_REFUSAL_FULL;
  return bridge_board_judge (guest->board, edit);
}

/* Makes room at the end; where the first half has gone, by moving down what is left. */
static BridgeOutboxEdit *
add_place (BridgeGuest *guest)
{
  size_t left = guest->outbox_end - guest->outbox_first;

  if (guest->outbox_end == guest->outbox_capacity && guest->outbox_first > guest->outbox_capacity / 2)
    {
      memmove (guest->outbox, guest->outbox + guest->outbox_first, left * sizeof *guest->outbox);
      guest->outbox_first = 0;
      guest->outbox_end = left;
    }
  guest->outbox =
      bridge_grow (guest->outbox, &guest->outbox_capacity, guest->outbox_end + 1, sizeof *guest->outbox);
  return &guest->outbox[guest->outbox_end++];
}

uint64_t
bridge_guest_enqueue (BridgeGuest   *guest,
                      BridgeEdit    *edit,
                      bool           is_undo,
                      BridgeChanges *changes,
                      BridgeRefusal *refusal)
{
  BridgeRefusal code = BRIDGE_REFUSAL_NONE;
  BridgeStatus  status;
  size_t        size;

  if (edit->n_ops > 0)
    {
      edit->seq = guest->seq + 1;
      add_author (guest, edit);
      size = edit_size (edit);
      code = judge (guest, edit, size);
    }
  if (refusal != NULL)
    *refusal = code;
  if (edit->n_ops == 0 || code != BRIDGE_REFUSAL_NONE)
    {
      bridge_edit_clear (edit);
      return 0;
    }
  guest->seq++;
  if (!is_undo)
    bridge_undo_record (guest->undo, guest->board, edit);
  if (guest->phase != BRIDGE_GUEST_SOLO)
    bridge_guest_touch (guest, edit);
  status = bridge_board_apply (guest->board, edit, 0, changes);
  assert (status == BRIDGE_STATUS_OK); /* what has been judged fits */
  (void)status;
  if (guest->phase != BRIDGE_GUEST_SOLO)
    {
      *add_place (guest) = (BridgeOutboxEdit){ .edit = *edit, .size = size };
      *edit = (BridgeEdit){ 0 };
      guest->outbox_size += size;
      guest->n_seen++;
    }
  else
    bridge_edit_clear (edit);
  return guest->seq;
}

/* Leaving the outbox. */

static void
free_edit (BridgeGuest *guest, BridgeOutboxEdit *entry)
{
  guest->outbox_size -= entry->size;
  bridge_edit_clear (&entry->edit);
}

void
bridge_guest_clear_outbox (BridgeGuest *guest)
{
  for (size_t i = guest->outbox_first; i < guest->outbox_end; i++)
    free_edit (guest, &guest->outbox[i]);
  guest->outbox_first = guest->outbox_end = 0;
  guest->n_sent = guest->n_seen = 0;
}

BridgeOutboxEdit *
bridge_guest_first_edit (BridgeGuest *guest, uint64_t wire_seq)
{
  if (guest->outbox_first == guest->outbox_end || guest->outbox[guest->outbox_first].wire_seq != wire_seq)
    return NULL;
  return &guest->outbox[guest->outbox_first];
}

void
bridge_guest_pop_edit (BridgeGuest *guest)
{
  BridgeOutboxEdit *first = &guest->outbox[guest->outbox_first++];

  if (!first->is_dropped)
    guest->n_seen--;
  free_edit (guest, first);
  if (guest->n_sent > 0)
    guest->n_sent--;
}

static bool
is_of (const BridgeEdit *lost, BridgeStamp stamp, uint64_t count)
{
  return stamp.site == lost->site && stamp.lamport < lost->lamport + lost->span &&
         stamp.lamport + count > lost->lamport;
}

static bool
appends_before (const BridgeEdit *lost, const BridgeOp *append)
{
  for (size_t i = 0; i < lost->n_ops; i++)
    {
      const BridgeOp *op = &lost->ops[i];

      if (op->type == BRIDGE_OP_APPEND && bridge_stamp_equal (op->item, append->item) &&
          op->append.start < append->append.start)
        return true;
    }
  return false;
}

static bool
removes_of (const BridgeEdit *lost, const BridgeOp *remove)
{
  for (size_t i = 0; i < remove->remove.count; i++)
    if (is_of (lost, remove->remove.ranges[i].first, remove->remove.ranges[i].count))
      return true;
  return false;
}

/* Whether the operation needs something that the lost edit made: an item, text, or ink before its own. */
static bool
op_hangs_on (const BridgeOp *op, const BridgeEdit *lost)
{
  switch (op->type)
    {
    case BRIDGE_OP_SET:
      return is_of (lost, op->item, 1);
    case BRIDGE_OP_APPEND:
      return is_of (lost, op->item, 1) || appends_before (lost, op);
    case BRIDGE_OP_INSERT:
      return is_of (lost, op->item, 1) || is_of (lost, op->insert.place.parent, 1);
    case BRIDGE_OP_REMOVE:
      return is_of (lost, op->item, 1) || removes_of (lost, op);
    case BRIDGE_OP_CREATE:
    case BRIDGE_OP_SAY:
    case BRIDGE_OP_AUTHOR:
      break;
    }
  return false;
}

static bool
hangs_on (const BridgeEdit *edit, const BridgeEdit *lost)
{
  for (size_t i = 0; i < edit->n_ops; i++)
    if (op_hangs_on (&edit->ops[i], lost))
      return true;
  return false;
}

static void
tell_fate (BridgeGuest *guest, BridgeGuestEventType type, uint64_t seq, BridgeRefusal code)
{
  BridgeGuestEvent event = {
    .type = type,
    .revision = guest->revision,
    .site = guest->site,
    .seq = seq,
    .code = (int)code,
    .mine = true,
  };

  bridge_guest_tell (guest, &event, NULL, NULL);
}

/* Marks it as never to be in the room. */
static void
give_up (BridgeGuest *guest, BridgeOutboxEdit *entry, BridgeRefusal code)
{
  BridgeGuestEventType type = code == BRIDGE_REFUSAL_NONE ? BRIDGE_GUEST_DROPPED : BRIDGE_GUEST_REFUSED;

  entry->is_lost = true;
  if (entry->is_dropped)
    return;
  entry->is_refused = true;
  bridge_undo_forget (guest->undo, entry->edit.seq);
  tell_fate (guest, type, entry->edit.seq, code);
}

/* What builds upon a refused edit will be refused too. */
static void
give_up_what_hangs (BridgeGuest *guest)
{
  const BridgeEdit **refused = NULL;
  size_t             n_refused = 0;
  size_t             capacity = 0;

  for (size_t i = guest->outbox_first; i < guest->outbox_end; i++)
    {
      BridgeOutboxEdit *entry = &guest->outbox[i];

      for (size_t j = 0; j < n_refused && !entry->is_lost && !entry->is_dropped; j++)
        if (hangs_on (&entry->edit, refused[j]))
          give_up (guest, entry, BRIDGE_REFUSAL_NONE);
      if (!entry->is_refused)
        continue;
      refused = bridge_grow (refused, &capacity, n_refused + 1, sizeof *refused);
      refused[n_refused++] = &entry->edit;
    }
  bridge_free (refused);
}

/* Those that are lost leave the outbox, except where their number has gone out and the room has not answered. */
static void
purge (BridgeGuest *guest)
{
  size_t n_sent = guest->n_sent;
  size_t to = guest->outbox_first;

  for (size_t i = guest->outbox_first; i < guest->outbox_end; i++)
    {
      BridgeOutboxEdit entry = guest->outbox[i];
      bool             stays = !entry.is_done && (!entry.is_lost || entry.wire_seq != 0);

      if (entry.is_lost && !entry.is_dropped)
        guest->n_seen--;
      entry.is_dropped = entry.is_dropped || entry.is_lost;
      entry.is_lost = entry.is_refused = false;
      if (stays)
        guest->outbox[to++] = entry;
      else
        free_edit (guest, &entry);
      if (!stays && i - guest->outbox_first < n_sent)
        guest->n_sent--;
    }
  guest->outbox_end = to;
}

/* After some have been marked. */
static void
lose (BridgeGuest *guest)
{
  give_up_what_hangs (guest);
  bridge_guest_rebuild (guest);
  purge (guest);
}

void
bridge_guest_refuse (BridgeGuest *guest, size_t index, BridgeRefusal code)
{
  BridgeOutboxEdit *entry = &guest->outbox[index];

  entry->is_done = true;
  give_up (guest, entry, code);
  lose (guest);
  bridge_guest_tell_changes (guest);
}

/* Settling. */

/* Of an edit that the room has processed. It keeps only so many refusals: one that it has forgotten shows in what the
 * room has not. */
static BridgeRefusal
fate_of (const BridgeGuest *guest, const BridgeOutboxEdit *entry)
{
  const BridgeWireHead *head = &guest->head;

  for (size_t i = 0; i < head->n_refusals && guest->wire_epoch == head->epoch; i++)
    if (head->refusals[i].seq == entry->wire_seq)
      return (BridgeRefusal)head->refusals[i].code;
  return bridge_guest_room_has (guest, &entry->edit) ? BRIDGE_REFUSAL_NONE : BRIDGE_REFUSAL_CLOCK;
}

static void
settle_edit (BridgeGuest *guest, BridgeOutboxEdit *entry)
{
  BridgeRefusal code = entry->is_dropped ? BRIDGE_REFUSAL_NONE : fate_of (guest, entry);

  entry->is_done = entry->is_lost = true;
  if (code != BRIDGE_REFUSAL_NONE)
    give_up (guest, entry, code);
  else if (!entry->is_dropped)
    tell_fate (guest, BRIDGE_GUEST_TAKEN, entry->edit.seq, BRIDGE_REFUSAL_NONE);
}

/* The room that counted before: by its numbers. */
static void
settle_by_numbers (BridgeGuest *guest)
{
  for (size_t i = guest->outbox_first; i < guest->outbox_end; i++)
    if (guest->outbox[i].wire_seq != 0 && guest->outbox[i].wire_seq <= guest->head.seq)
      settle_edit (guest, &guest->outbox[i]);
  if (guest->wire_seq < guest->head.seq)
    guest->wire_seq = guest->head.seq;
}

/* Another room's count, of which our numbers mean nothing. But stamps mean the same everywhere: what lies before the end of
 * our last edit that this room has, it has too or will never take. The rest is numbered anew from there. */
static void
settle_by_stamps (BridgeGuest *guest)
{
  size_t   index = bridge_context_index (&guest->context, guest->site);
  uint64_t lamport = index == BRIDGE_CONTEXT_NO_INDEX ? 0 : guest->context.authors[index].lamport;

  for (size_t i = guest->outbox_first; i < guest->outbox_end; i++)
    {
      BridgeOutboxEdit *entry = &guest->outbox[i];

      entry->wire_seq = 0;
      if (entry->is_dropped || entry->edit.lamport < lamport)
        settle_edit (guest, entry);
    }
  guest->wire_epoch = guest->head.epoch;
  guest->wire_seq = guest->head.seq;
}

void
bridge_guest_settle (BridgeGuest *guest)
{
  if (guest->wire_epoch == guest->head.epoch)
    settle_by_numbers (guest);
  else
    settle_by_stamps (guest);
  guest->known_seq = guest->head.seq;
  lose (guest);
}

/* Going out. */

bool
bridge_guest_put_edit (BridgeGuest *guest, BridgeBytes *message)
{
  while (guest->outbox_first + guest->n_sent < guest->outbox_end)
    {
      size_t            index = guest->outbox_first + guest->n_sent;
      BridgeOutboxEdit *entry = &guest->outbox[index];
      BridgeEdit        numbered = entry->edit;

      if (bridge_wire_can_put (&guest->context, &entry->edit))
        {
          if (entry->wire_seq == 0)
            entry->wire_seq = ++guest->wire_seq;
          numbered.seq = entry->wire_seq;
          bridge_wire_put_edit (message, &guest->up, &guest->context, &numbered);
          guest->n_sent++;
          return true;
        }
      /* It names an author that the log has not shown yet, or, once all is read that the state came from, one that
       * this room has never had: then it would be refused. */
      if (entry->wire_seq != 0 || guest->revision < guest->newest_revision)
        return false;
      bridge_guest_refuse (guest, index, BRIDGE_REFUSAL_MISSING);
    }
  return false;
}
