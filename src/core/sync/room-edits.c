/* Edits: judged, counted, logged.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/room-private.h"

#include <assert.h>

static void
append_entry (BridgeRoom *room, uint64_t site)
{
  room->revision++;
  bridge_room_note_author (room, bridge_context_index (&room->context, site));
  bridge_log_append (room->log, room->entry.data, room->entry.length);
  bridge_bytes_truncate (&room->entry, 0);
  assert (room->revision == room->log_base + bridge_log_n_messages (room->log));
  room->log_grew = true;
}

static void
accept_edit (BridgePeer *peer, const BridgeEdit *edit)
{
  BridgeRoom  *room = peer->room;
  BridgeStatus status = bridge_board_apply (room->board, edit, room->revision + 1, NULL);

  /* What has been judged fits. */
  assert (status == BRIDGE_STATUS_OK);
  (void)status;
  bridge_wire_put_commit (&room->entry, &room->context, edit);
  append_entry (room, edit->site);
  for (size_t i = 0; i < edit->n_ops; i++)
    if (edit->ops[i].type == BRIDGE_OP_AUTHOR)
      bridge_room_rename (peer, edit->ops[i].author.name, edit->ops[i].author.length, edit->ops[i].author.color);
}

static void
refuse_edit (BridgePeer *peer, const BridgeEdit *edit, BridgeRefusal code)
{
  BridgeRoom *room = peer->room;

  bridge_board_skip (room->board, edit->site, edit->seq);
  bridge_wire_put_refused (&room->entry, &room->context, edit->site, code);
  append_entry (room, edit->site);
  bridge_room_keep_refusal (room, peer->site, edit->seq, code);
}

static void
judge_edit (BridgePeer *peer, const BridgeEdit *edit, size_t size)
{
  BridgeRoom   *room = peer->room;
  size_t        index = bridge_context_index (&room->context, edit->site);
  uint64_t      processed = index == BRIDGE_CONTEXT_NO_INDEX ? 0 : room->context.authors[index].seq;
  BridgeRefusal refusal;

  /* Sent again after a break: it has its place in the log already. */
  if (edit->seq <= processed)
    return;
  if (edit->seq != processed + 1)
    {
      bridge_room_dismiss (peer, BRIDGE_GOODBYE_PROTOCOL, "an edit is missing before this one");
      return;
    }
  refusal = size > BRIDGE_EDIT_TAKEN_MAX ? BRIDGE_REFUSAL_LIMIT : bridge_board_judge (room->board, edit);
  if (refusal == BRIDGE_REFUSAL_NONE)
    accept_edit (peer, edit);
  else
    refuse_edit (peer, edit, refusal);
}

void
bridge_room_take_edit (BridgePeer *peer, const uint8_t *data, size_t length)
{
  BridgeEdit   edit;
  BridgeStatus status = bridge_wire_get_edit (data, length, &peer->up, &peer->room->context, &edit);

  if (status == BRIDGE_STATUS_LIMIT)
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_LIMIT, "an edit is too large");
  else if (status != BRIDGE_STATUS_OK)
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_PROTOCOL, "an edit is malformed");
  else
    {
      if (edit.site != peer->site->site)
        bridge_room_dismiss (peer, BRIDGE_GOODBYE_PROTOCOL, "an edit of another site");
      else
        judge_edit (peer, &edit, length);
      bridge_edit_clear (&edit);
    }
}
