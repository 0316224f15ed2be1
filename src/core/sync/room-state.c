/* State on its way to peers: snapshots, diffs, and the seed that a room begins with.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/room-private.h"

#include "core/base/memory.h"

#include <assert.h>

void
bridge_room_note_author (BridgeRoom *room, size_t index)
{
  size_t *capacity = &room->author_revisions_capacity;

  assert (index < room->context.count);
  room->author_revisions = bridge_grow (room->author_revisions, capacity, room->context.count, sizeof (uint64_t));
  room->author_revisions[index] = room->revision;
}

/* The room goes on counting where the board's last room was, so that the chat keeps its order for those who were there. */
static uint64_t
seed_revision (BridgeRoom *room, uint64_t revision)
{
  if (revision > room->revision)
    room->revision = revision;
  return revision != 0 ? revision : room->revision;
}

static BridgeStatus
seed_author (BridgeRoom *room, BridgeStateRecord *record)
{
  /* Of its place in another log only what numbers its edits goes on. */
  BridgeAuthorContext context = {
    .site = record->context.site,
    .seq = record->context.seq,
    .lamport = record->context.lamport,
  };

  if (!bridge_context_put (&room->context, record->index, &context))
    return BRIDGE_STATUS_MALFORMED;
  record->author.revision = seed_revision (room, record->author.revision);
  bridge_room_note_author (room, record->index);
  return bridge_board_merge_author (room->board, &record->author, NULL);
}

/* A record of the board that the room begins with. */
BridgeStatus
bridge_room_seed_record (BridgeRoom *room, BridgeStateRecord *record)
{
  switch (record->type)
    {
    case BRIDGE_STATE_ITEM:
      return bridge_board_merge_item (room->board, record->item, seed_revision (room, record->item->revision), NULL);
    case BRIDGE_STATE_LINE:
      /* Lines that no room has counted come last, each after the other. */
      if (record->line.revision == 0)
        record->line.revision = room->revision + 1;
      record->line.revision = seed_revision (room, record->line.revision);
      return bridge_board_merge_line (room->board, &record->line, NULL);
    case BRIDGE_STATE_AUTHOR:
      return seed_author (room, record);
    }
  return BRIDGE_STATUS_MALFORMED;
}

/* One state. */

static void
add_end (BridgeRoomState *state)
{
  state->blocks = bridge_grow (state->blocks, &state->blocks_capacity, state->n_blocks + 1, sizeof *state->blocks);
  state->blocks[state->n_blocks] = (BridgeRoomBlock){ 0 };
}

static void
add_block (BridgeRoom *room, BridgeRoomState *state)
{
  BridgeBytes payload = { 0 };

  if (bridge_state_writer_finish_block (state->writer, &payload))
    {
      state->blocks[state->n_blocks++].frame = bridge_room_frame (room, &payload);
      add_end (state);
      state->size += payload.length;
    }
  bridge_bytes_clear (&payload);
}

/* All who wrote or were refused since: written at once. */
static void
add_authors (BridgeRoom *room, BridgeRoomState *state)
{
  char no_name[] = "";

  for (size_t i = 0; i < room->context.count; i++)
    {
      const BridgeAuthorContext *context = &room->context.authors[i];
      const BridgeAuthor        *author = bridge_board_author (room->board, context->site);
      BridgeAuthor               nameless = { .site = context->site, .name = no_name };

      if (room->author_revisions[i] <= state->since)
        continue;
      bridge_state_writer_add_author (state->writer, author != NULL ? author : &nameless, i, context);
      state->n_records++;
      if (bridge_state_writer_is_full (state->writer))
        add_block (room, state);
    }
}

static void
list_items (const BridgeBoard *board, BridgeRoomState *state)
{
  const BridgeItem *newest = bridge_board_newest (board);
  size_t            i;

  for (const BridgeItem *item = newest; item != NULL && item->revision > state->since; item = item->older)
    state->n_items++;
  state->items = bridge_new (const BridgeItem *, state->n_items);
  i = state->n_items;
  for (const BridgeItem *item = newest; i > 0; item = item->older)
    state->items[--i] = item;
  state->n_records += state->n_items;
}

/* Chat lines lie by revision: those after `since` are the last ones. */
static void
list_lines (const BridgeBoard *board, BridgeRoomState *state)
{
  size_t low = 0;
  size_t high = bridge_board_n_lines (board);

  state->end_line = high;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (bridge_board_line (board, middle)->revision > state->since)
        high = middle;
      else
        low = middle + 1;
    }
  state->next_line = low;
  state->n_records += state->end_line - low;
}

/* What it takes until all is written. */
static size_t
size_to_write (const BridgeRoomState *state)
{
  return sizeof *state + BRIDGE_STATE_BLOCK_TARGET + state->n_items * sizeof *state->items;
}

static BridgeRoomState *
state_new (BridgeRoom *room, uint64_t since)
{
  BridgeRoomState *state = bridge_new0 (BridgeRoomState, 1);

  state->n_references = 1;
  state->since = since;
  state->revision = room->revision;
  state->log_end = bridge_log_end (room->log);
  state->place = bridge_tap_new (room->log);
  bridge_tap_follow (state->place);
  state->writer = bridge_state_writer_new ();
  add_end (state);
  add_authors (room, state);
  list_items (room->board, state);
  list_lines (room->board, state);
  room->states_held += size_to_write (state);
  return state;
}

static void
end_writing (BridgeRoom *room, BridgeRoomState *state)
{
  if (state->writer != NULL)
    room->states_held -= size_to_write (state);
  bridge_state_writer_free (state->writer);
  bridge_free (state->items);
  state->writer = NULL;
  state->items = NULL;
}

/* A reader comes to stand at a block; it has passed all before that. */
static void
arrive (BridgeRoomState *state, size_t block)
{
  state->blocks[block].n_readers++;
}

/* It stands there no more. Blocks that all have passed go. */
static void
depart (BridgeRoomState *state, size_t block)
{
  state->blocks[block].n_readers--;
  for (; state->first_block < state->n_blocks && state->blocks[state->first_block].n_readers == 0; state->first_block++)
    {
      bridge_blob_unref (state->blocks[state->first_block].frame);
      state->blocks[state->first_block].frame = NULL;
    }
}

/* Lets go of it, standing at a block. */
static void
leave (BridgeRoom *room, BridgeRoomState *state, size_t block)
{
  depart (state, block);
  if (--state->n_references > 0)
    return;
  end_writing (room, state);
  for (size_t i = 0; i < state->n_blocks; i++)
    bridge_blob_unref (state->blocks[i].frame);
  bridge_free (state->blocks);
  bridge_tap_free (state->place);
  bridge_free (state);
}

/* Writes records until a block is closed; with the last one the writer goes. */
static void
write_block (BridgeRoom *room, BridgeRoomState *state)
{
  while (!bridge_state_writer_is_full (state->writer))
    if (state->next_item < state->n_items)
      bridge_state_writer_add_item (state->writer, state->items[state->next_item++]);
    else if (state->next_line < state->end_line)
      bridge_state_writer_add_line (state->writer, bridge_board_line (room->board, state->next_line++));
    else
      break;
  add_block (room, state);
  if (state->next_item < state->n_items || state->next_line < state->end_line)
    return;
  end_writing (room, state);
}

/* NULL past the last one. */
static BridgeBlob *
get_block (BridgeRoom *room, BridgeRoomState *state, size_t index)
{
  while (index >= state->n_blocks && state->writer != NULL)
    write_block (room, state);
  return index < state->n_blocks ? state->blocks[index].frame : NULL;
}

static void
trim_place (const BridgeRoom *room, BridgeRoomState *state)
{
  if (state == NULL || state->place == NULL || bridge_tap_lag (state->place) <= room->lag_max)
    return;
  bridge_tap_free (state->place);
  state->place = NULL;
}

/* The room's snapshot. */

void
bridge_room_drop_snapshot (BridgeRoom *room)
{
  if (room->snapshot == NULL)
    return;
  leave (room, room->snapshot, 0);
  room->snapshot = NULL;
}

/* While the log that must be read after it is short beside it: the log is not compressed, so whoever comes would be sent
 * more than need be; to make another for each would cost the room too much. One that is being made serves all who come
 * meanwhile. */
static bool
is_worth_keeping (const BridgeRoom *room, const BridgeRoomState *snapshot)
{
  uint64_t behind = bridge_log_end (room->log) - snapshot->log_end;

  if (snapshot->writer != NULL)
    return behind <= room->lag_max / 2;
  return behind <= BRIDGE_STATE_LOG_MIN || behind <= snapshot->size / BRIDGE_STATE_LOG_PART;
}

void
bridge_room_trim_states (BridgeRoom *room)
{
  if (room->snapshot != NULL && !is_worth_keeping (room, room->snapshot))
    bridge_room_drop_snapshot (room);
  trim_place (room, room->snapshot);
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    trim_place (room, peer->state);
}

/* A site of which the log has had something since needs one that says so. */
static bool
snapshot_serves (const BridgeRoom *room, uint64_t site)
{
  const BridgeRoomState *snapshot = room->snapshot;
  size_t                 index = bridge_context_index (&room->context, site);

  if (snapshot == NULL || !is_worth_keeping (room, snapshot))
    return false;
  return index == BRIDGE_CONTEXT_NO_INDEX || room->author_revisions[index] <= snapshot->revision;
}

static BridgeRoomState *
take_snapshot (BridgeRoom *room, uint64_t site)
{
  if (!snapshot_serves (room, site))
    {
      bridge_room_drop_snapshot (room);
      room->snapshot = state_new (room, 0);
      /* The room stands at its beginning, for who comes next. */
      arrive (room->snapshot, 0);
    }
  room->snapshot->n_references++;
  return room->snapshot;
}

/* Peers. */

static size_t
list_refusals (const BridgePeer *peer, uint64_t seq, BridgeWireRefusal *refusals)
{
  const BridgeRoomSite *site = peer->site;
  size_t                n_refusals = 0;

  for (size_t i = 0; i < site->n_refusals; i++)
    {
      BridgeWireRefusal refusal = site->refusals[(site->oldest + i) % site->n_refusals];

      if (refusal.seq > peer->known_seq && refusal.seq <= seq)
        refusals[n_refusals++] = refusal;
    }
  return n_refusals;
}

static void
push_head (BridgePeer *peer)
{
  const BridgeRoomState *state = peer->state;
  const BridgeContext   *context = &peer->room->context;
  size_t                 index = bridge_context_index (context, peer->site->site);
  BridgeBytes            payload = { 0 };
  BridgeWireHead         head = {
            .epoch = peer->room->epoch,
            .revision = state->revision,
            .since = state->since,
            .items = state->n_records,
            .seq = index == BRIDGE_CONTEXT_NO_INDEX ? 0 : context->authors[index].seq,
  };

  head.refusals = bridge_new (BridgeWireRefusal, peer->site->n_refusals);
  head.n_refusals = list_refusals (peer, head.seq, head.refusals);
  bridge_wire_put_head (&payload, &head);
  bridge_room_push (peer, &payload);
  if (head.seq > peer->known_seq)
    peer->known_seq = head.seq;
  bridge_free (head.refusals);
  bridge_bytes_clear (&payload);
}

void
bridge_room_begin_state (BridgePeer *peer, uint64_t since)
{
  BridgeRoom *room = peer->room;

  peer->is_behind = false;
  peer->state = since == 0 ? take_snapshot (room, peer->site->site) : state_new (room, since);
  peer->next_block = 0;
  arrive (peer->state, 0);
  push_head (peer);
  bridge_room_feed_state (peer);
}

void
bridge_room_leave_state (BridgePeer *peer)
{
  if (peer->state != NULL)
    leave (peer->room, peer->state, peer->next_block);
  peer->state = NULL;
}

/* The log follows from the state's revision on, or, where that place has been given up, a diff. */
static void
end_state (BridgePeer *peer)
{
  BridgeBytes payload = { 0 };

  bridge_wire_put_ready (&payload, peer->room->revision);
  bridge_room_push (peer, &payload);
  bridge_bytes_clear (&payload);
  if (peer->state->place != NULL)
    bridge_tap_follow_from (peer->tap, peer->state->place);
  else
    {
      peer->is_behind = true;
      peer->since = peer->state->revision;
    }
  bridge_room_leave_state (peer);
  bridge_room_wake (peer);
}

void
bridge_room_feed_state (BridgePeer *peer)
{
  while (peer->state != NULL && bridge_tap_private (peer->tap) < BRIDGE_STATE_QUEUE_TARGET)
    {
      BridgeBlob *block = get_block (peer->room, peer->state, peer->next_block);

      if (block == NULL)
        {
          end_state (peer);
          break;
        }
      bridge_room_push_frame (peer, block);
      arrive (peer->state, ++peer->next_block);
      depart (peer->state, peer->next_block - 1);
    }
  /* While memory is short no state is begun. */
  if (peer->is_behind && !bridge_tap_has_output (peer->tap) && !peer->room->is_pressed)
    bridge_room_begin_state (peer, peer->since);
}
