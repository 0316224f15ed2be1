/* Two layers of one board: what is seen, and beneath it what the room has of the parts that the outbox touches.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever no edit in the outbox touches is the same in both, and is kept once, in what is seen. */
#include "core/sync/guest-private.h"

#include "core/base/memory.h"

/* Authors' keys in the map of parts: no stamp has this lamport. */
#define AUTHOR_KEY UINT64_MAX

static BridgePart
part_of (const BridgeEdit *edit, const BridgeOp *op)
{
  switch (op->type)
    {
    case BRIDGE_OP_SAY:
      return (BridgePart){ .type = BRIDGE_PART_LINE, .id = op->item };
    case BRIDGE_OP_AUTHOR:
      return (BridgePart){ .type = BRIDGE_PART_AUTHOR, .id = { AUTHOR_KEY, edit->site } };
    case BRIDGE_OP_CREATE:
    case BRIDGE_OP_SET:
    case BRIDGE_OP_APPEND:
    case BRIDGE_OP_INSERT:
    case BRIDGE_OP_REMOVE:
      break;
    }
  return (BridgePart){ .type = BRIDGE_PART_ITEM, .id = op->item };
}

static BridgePart *
find_part (const BridgeGuest *guest, BridgeStamp id)
{
  return bridge_map_get (&guest->parts, id.lamport, id.site);
}

static BridgePart *
part_for_op (const BridgeGuest *guest, const BridgeEdit *edit, const BridgeOp *op)
{
  return guest->parts.count == 0 ? NULL : find_part (guest, part_of (edit, op).id);
}

/* Makes a part of `to` as it is in `from`. */
static void
restore (BridgeBoard *to, const BridgeBoard *from, const BridgePart *part, BridgeChanges *changes)
{
  switch (part->type)
    {
    case BRIDGE_PART_ITEM:
      bridge_board_restore_item (to, from, part->id, changes);
      break;
    case BRIDGE_PART_LINE:
      bridge_board_restore_line (to, from, part->id, changes);
      break;
    case BRIDGE_PART_AUTHOR:
      bridge_board_restore_author (to, from, part->id.site, changes);
      break;
    }
}

void
bridge_guest_touch (BridgeGuest *guest, const BridgeEdit *edit)
{
  for (size_t i = 0; i < edit->n_ops; i++)
    {
      BridgePart  new_part = part_of (edit, &edit->ops[i]);
      BridgePart *part = find_part (guest, new_part.id);

      if (part == NULL)
        {
          part = bridge_memdup (&new_part, sizeof new_part);
          bridge_map_put (&guest->parts, part->id.lamport, part->id.site, part);
          restore (guest->shadow, guest->board, part, NULL);
        }
      part->n_ops++;
    }
}

static void
forget_part (BridgeGuest *guest, BridgePart *part)
{
  bridge_map_remove (&guest->parts, part->id.lamport, part->id.site);
  restore (guest->shadow, guest->nothing, part, NULL);
  bridge_free (part);
}

void
bridge_guest_untouch (BridgeGuest *guest, const BridgeEdit *edit)
{
  for (size_t i = 0; i < edit->n_ops; i++)
    {
      BridgePart *part = part_for_op (guest, edit, &edit->ops[i]);

      if (part != NULL && --part->n_ops == 0)
        forget_part (guest, part);
    }
}

/* An operation as an edit by itself, with the stamp that it has in its edit; borrowed. */
static BridgeEdit
single (const BridgeEdit *edit, size_t index, uint64_t lamport)
{
  return (BridgeEdit){
    .site = edit->site,
    .seq = edit->seq,
    .lamport = lamport,
    .ops = &edit->ops[index],
    .n_ops = 1,
    .span = bridge_op_span (&edit->ops[index]),
  };
}

static BridgeStatus
apply_to_shadow (BridgeGuest *guest, const BridgeEdit *edit)
{
  uint64_t     lamport = edit->lamport;
  BridgeStatus status = BRIDGE_STATUS_OK;

  for (size_t i = 0; i < edit->n_ops && status == BRIDGE_STATUS_OK; i++)
    {
      BridgeEdit one = single (edit, i, lamport);

      if (part_for_op (guest, edit, &edit->ops[i]) != NULL)
        status = bridge_board_apply (guest->shadow, &one, guest->revision, NULL);
      lamport += one.span;
    }
  return status;
}

BridgeStatus
bridge_guest_apply (BridgeGuest *guest, const BridgeEdit *edit)
{
  BridgeStatus status = bridge_board_apply (guest->board, edit, guest->revision, &guest->changes);

  if (status == BRIDGE_STATUS_OK && guest->parts.count > 0)
    status = apply_to_shadow (guest, edit);
  return status;
}

BridgeStatus
bridge_guest_merge (BridgeGuest *guest, const BridgeStateRecord *record)
{
  BridgeStatus status = BRIDGE_STATUS_OK;

  switch (record->type)
    {
    case BRIDGE_STATE_ITEM:
      status = bridge_board_merge_item (guest->board, record->item, record->item->revision, &guest->changes);
      if (status == BRIDGE_STATUS_OK && find_part (guest, record->item->id) != NULL)
        status = bridge_board_merge_item (guest->shadow, record->item, record->item->revision, NULL);
      break;
    case BRIDGE_STATE_LINE:
      status = bridge_board_merge_line (guest->board, &record->line, &guest->changes);
      if (status == BRIDGE_STATUS_OK && find_part (guest, record->line.id) != NULL)
        status = bridge_board_merge_line (guest->shadow, &record->line, NULL);
      break;
    case BRIDGE_STATE_AUTHOR:
      status = bridge_board_merge_author (guest->board, &record->author, &guest->changes);
      if (status == BRIDGE_STATUS_OK && find_part (guest, (BridgeStamp){ AUTHOR_KEY, record->author.site }) != NULL)
        status = bridge_board_merge_author (guest->shadow, &record->author, NULL);
      break;
    }
  return status;
}

/* Replays onto what is seen the operations of the edits that stay, as far as they are about stale parts. */
static void
replay (BridgeGuest *guest, const BridgeEdit *edit)
{
  uint64_t lamport = edit->lamport;

  for (size_t i = 0; i < edit->n_ops; i++)
    {
      BridgePart  *part = part_for_op (guest, edit, &edit->ops[i]);
      BridgeEdit   one = single (edit, i, lamport);
      BridgeStatus status = BRIDGE_STATUS_OK;

      if (part != NULL && part->is_stale)
        status = bridge_board_apply (guest->board, &one, 0, &guest->changes);
      /* LIMIT: too much is held already; then this is not seen until the room has taken it. */
      (void)status;
      lamport += one.span;
    }
}

/* Marks the parts that a lost edit touches, adds them to `stale`, and lets it let go of them. */
static void
spoil (BridgeGuest *guest, const BridgeEdit *edit, BridgePart ***stale, size_t *n_stale, size_t *capacity)
{
  for (size_t i = 0; i < edit->n_ops; i++)
    {
      BridgePart *part = part_for_op (guest, edit, &edit->ops[i]);

      if (part == NULL)
        continue;
      part->n_ops--;
      if (part->is_stale)
        continue;
      part->is_stale = true;
      *stale = bridge_grow (*stale, capacity, *n_stale + 1, sizeof (BridgePart *));
      (*stale)[(*n_stale)++] = part;
    }
}

void
bridge_guest_rebuild (BridgeGuest *guest)
{
  BridgePart **stale = NULL;
  size_t       n_stale = 0;
  size_t       capacity = 0;
  bool         is_shared = false;

  for (size_t i = guest->outbox_first; i < guest->outbox_end; i++)
    if (guest->outbox[i].is_lost && !guest->outbox[i].is_dropped)
      spoil (guest, &guest->outbox[i].edit, &stale, &n_stale, &capacity);
  for (size_t i = 0; i < n_stale; i++)
    {
      restore (guest->board, guest->shadow, stale[i], &guest->changes);
      is_shared = is_shared || stale[i]->n_ops > 0;
    }
  for (size_t i = guest->outbox_first; is_shared && i < guest->outbox_end; i++)
    if (!guest->outbox[i].is_lost && !guest->outbox[i].is_dropped)
      replay (guest, &guest->outbox[i].edit);
  for (size_t i = 0; i < n_stale; i++)
    {
      stale[i]->is_stale = false;
      if (stale[i]->n_ops == 0)
        forget_part (guest, stale[i]);
    }
  bridge_free (stale);
}

void
bridge_guest_forget_layers (BridgeGuest *guest)
{
  BridgeMapEntry entry;
  size_t         cursor = 0;

  while (bridge_map_next (&guest->parts, &cursor, &entry))
    bridge_free (entry.value);
  bridge_map_clear (&guest->parts);
  bridge_board_free (guest->shadow);
  guest->shadow = bridge_board_new (guest->seed);
}

/* Whether the room has what an operation of ours does, or something newer in its place. */
static bool
has_op (const BridgeBoard *board, const BridgeOp *op, BridgeStamp stamp)
{
  const BridgeItem     *item = bridge_board_item (board, op->item);
  const BridgeRegister *set = NULL;
  const BridgeAuthor   *author = NULL;

  switch (op->type)
    {
    case BRIDGE_OP_CREATE:
      return item != NULL;
    case BRIDGE_OP_SET:
      set = item != NULL ? bridge_item_register (item, op->set.property) : NULL;
      return set != NULL && bridge_stamp_compare (set->stamp, stamp) >= 0;
    case BRIDGE_OP_APPEND:
      return item != NULL && item->points.count >= (uint64_t)op->append.start + op->append.count;
    case BRIDGE_OP_INSERT:
      return item != NULL && item->text != NULL && bridge_text_has (item->text, stamp);
    case BRIDGE_OP_REMOVE:
      return item != NULL && item->text != NULL && bridge_text_has (item->text, op->remove.ranges[0].first) &&
             !bridge_text_is_visible (item->text, op->remove.ranges[0].first);
    case BRIDGE_OP_SAY:
      return bridge_board_find_line (board, op->item) != NULL;
    case BRIDGE_OP_AUTHOR:
      author = bridge_board_author (board, stamp.site);
      return author != NULL && bridge_stamp_compare (author->stamp, stamp) >= 0;
    }
  return false;
}

bool
bridge_guest_room_has (const BridgeGuest *guest, const BridgeEdit *edit)
{
  BridgeStamp stamp = { edit->lamport, edit->site };

  for (size_t i = 0; i < edit->n_ops; i++)
    {
      if (!has_op (guest->shadow, &edit->ops[i], stamp))
        return false;
      stamp.lamport += bridge_op_span (&edit->ops[i]);
    }
  return true;
}

/* False: the part is not there. */
static bool
part_digest (const BridgeBoard *board, const BridgePart *part, uint8_t digest[BRIDGE_DIGEST_SIZE])
{
  const BridgeItem     *item = NULL;
  const BridgeChatLine *line = NULL;
  const BridgeAuthor   *author = NULL;

  switch (part->type)
    {
    case BRIDGE_PART_ITEM:
      item = bridge_board_item (board, part->id);
      if (item != NULL)
        bridge_digest_item (item, digest);
      break;
    case BRIDGE_PART_LINE:
      line = bridge_board_find_line (board, part->id);
      if (line != NULL)
        bridge_digest_line (line, digest);
      break;
    case BRIDGE_PART_AUTHOR:
      author = bridge_board_author (board, part->id.site);
      if (author != NULL)
        bridge_digest_author (author, digest);
      break;
    }
  return item != NULL || line != NULL || author != NULL;
}

void
bridge_guest_digest (const BridgeGuest *guest, uint8_t digest[BRIDGE_DIGEST_SIZE])
{
  BridgeMapEntry entry;
  size_t         cursor = 0;
  uint8_t        part[BRIDGE_DIGEST_SIZE];

  bridge_board_digest (guest->board, digest);
  while (bridge_map_next (&guest->parts, &cursor, &entry))
    {
      if (part_digest (guest->board, entry.value, part))
        bridge_digest_subtract (digest, part);
      if (part_digest (guest->shadow, entry.value, part))
        bridge_digest_add (digest, part);
    }
}
