/* The room: peers, edits, the log, timers.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/room-private.h"

#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/doc/limits.h"
#include "core/frame/websocket/message.h"

#include <assert.h>
#include <string.h>

/* The title from the room's options has the oldest of stamps, so that a seeded board's own title wins. */
static const BridgeStamp oldest_stamp = { 1, 1 };

static char *
copy_string (const char *string)
{
  return bridge_memdup (string, strlen (string) + 1);
}

static void
set_title (BridgeRoom *room, const char *title)
{
  BridgeItem  *root = bridge_item_new (BRIDGE_STAMP_NONE, BRIDGE_KIND_BOARD);
  size_t       length = bridge_utf8_cut (title, strlen (title), BRIDGE_NAME_BYTES_MAX);
  BridgeValue  value = bridge_value_bytes (title, (uint32_t)length);
  BridgeStatus status;

  bridge_item_set (root, BRIDGE_PROPERTY_TITLE, oldest_stamp, &value);
  status = bridge_board_merge_item (room->board, root, 1, NULL);
  assert (status == BRIDGE_STATUS_OK);
  (void)status;
  bridge_value_clear (&value);
  bridge_item_free (root);
  room->revision = room->log_base = 1;
}

BridgeRoom *
bridge_room_new (const BridgeRoomOptions *options)
{
  BridgeRoom *room = bridge_new0 (BridgeRoom, 1);

  assert (options->epoch != 0 && strlen (options->token) <= sizeof room->token);
  room->epoch = options->epoch;
  room->n_token = strlen (options->token);
  memcpy (room->token, options->token, room->n_token);
  room->host = copy_string (options->host);
  room->people_max = options->people_max > 0 ? options->people_max : BRIDGE_LIMIT_PEOPLE;
  room->lag_max = options->lag_max > 0 ? options->lag_max : BRIDGE_LAG_MAX;
  room->token_time = 1000000u / (options->edit_rate > 0 ? options->edit_rate : BRIDGE_LIMIT_EDIT_RATE);
  room->burst_time = room->token_time * (options->edit_burst > 0 ? options->edit_burst : BRIDGE_LIMIT_EDIT_BURST);
  room->board = bridge_board_new (options->seed);
  bridge_board_set_size_max (room->board, options->board_max > 0 ? options->board_max : BRIDGE_LIMIT_BOARD_SIZE);
  room->log = bridge_log_new ();
  bridge_map_init (&room->sites, options->seed);
  bridge_map_init (&room->context.by_site, options->seed);
  room->peer_deadline = room->presence_deadline = UINT64_MAX;
  if (options->title[0] != '\0')
    set_title (room, options->title);
  return room;
}

static void
peer_free (BridgePeer *peer)
{
  bridge_room_leave_state (peer);
  bridge_tap_free (peer->tap);
  bridge_presence_clear (&peer->presence);
  bridge_free (peer->name);
  bridge_free (peer);
}

void
bridge_room_free (BridgeRoom *room)
{
  if (room == NULL)
    return;
  while (room->first != NULL)
    {
      BridgePeer *peer = room->first;

      room->first = peer->next;
      peer_free (peer);
    }
  bridge_room_drop_snapshot (room);
  bridge_room_free_people (room);
  bridge_log_free (room->log);
  bridge_context_clear (&room->context);
  bridge_free (room->author_revisions);
  bridge_bytes_clear (&room->entry);
  bridge_board_free (room->board);
  bridge_free (room->host);
  bridge_free (room);
}

BridgeStatus
bridge_room_seed (BridgeRoom *room, const uint8_t *frame, size_t length)
{
  BridgeStateReader *reader = bridge_state_reader_new ();
  BridgeStateRecord  record;
  BridgeStatus       status;
  bool               more = true;

  assert (room->first == NULL && bridge_log_n_messages (room->log) == 0);
  if (room->revision == 0)
    room->revision = 1;
  status = bridge_state_reader_feed (reader, frame, length);
  while (status == BRIDGE_STATUS_OK && more)
    {
      status = bridge_state_reader_next (reader, &record, &more);
      if (status == BRIDGE_STATUS_OK && more)
        status = bridge_room_seed_record (room, &record);
    }
  bridge_state_reader_free (reader);
  room->log_base = room->revision;
  return status;
}

void
bridge_room_advance (BridgeRoom *room, uint64_t now)
{
  if (now > room->now)
    room->now = now;
}

void
bridge_room_expect (BridgeRoom *room, uint64_t deadline)
{
  if (deadline < room->peer_deadline)
    room->peer_deadline = deadline;
}

/* Output. */

/* It has output that waits, or is closing: the server is to know. */
void
bridge_room_wake (BridgePeer *peer)
{
  BridgeRoom *room = peer->room;

  if (!peer->is_waiting && bridge_tap_has_output (peer->tap))
    {
      peer->is_waiting = true;
      peer->last_progress = room->now;
      peer->progress = 0;
      bridge_room_expect (room, room->now + BRIDGE_STUCK_TIMEOUT);
    }
  if (peer->is_ready)
    return;
  peer->is_ready = true;
  peer->previous_ready = room->last_ready;
  peer->next_ready = NULL;
  if (room->last_ready != NULL)
    room->last_ready->next_ready = peer;
  else
    room->first_ready = peer;
  room->last_ready = peer;
}

BridgeBlob *
bridge_room_frame (BridgeRoom *room, const BridgeBytes *payload)
{
  return bridge_log_frame (room->log, payload->data, payload->length);
}

/* Whoever does not take what is meant for it alone is not queued for without bound. To be dismissed here and now would
 * call back into whoever is just telling everybody something, so the next tick sees to it. */
static bool
is_choked (BridgePeer *peer)
{
  if (bridge_tap_private (peer->tap) <= BRIDGE_PEER_QUEUE_MAX)
    return false;
  peer->is_choked = true;
  bridge_room_expect (peer->room, peer->room->now);
  return true;
}

void
bridge_peer_set_deflate (BridgePeer *peer, const BridgeDeflateTerms *terms)
{
  peer->window_bits = terms->agreed ? terms->server_max_window_bits : 0;
}

static bool
put_compressed (const BridgePeer *peer, BridgeBytes *frame, const BridgeBytes *payload)
{
  return peer->window_bits > 0 && payload->length >= BRIDGE_ROOM_DEFLATE_MIN &&
         bridge_message_put_compressed (frame, BRIDGE_OPCODE_BINARY, payload->data, payload->length, peer->window_bits);
}

void
bridge_room_push (BridgePeer *peer, const BridgeBytes *payload)
{
  BridgeBytes bytes = { 0 };
  BridgeBlob *frame;

  if (!put_compressed (peer, &bytes, payload))
    bridge_frame_put (&bytes, BRIDGE_OPCODE_BINARY, payload->data, payload->length);
  frame = bridge_log_hold (peer->room->log, &bytes);
  bridge_room_push_frame (peer, frame);
  bridge_blob_unref (frame);
}

void
bridge_room_push_frame (BridgePeer *peer, BridgeBlob *frame)
{
  if (is_choked (peer))
    return;
  bridge_tap_push_frame (peer->tap, frame);
  bridge_room_wake (peer);
}

void
bridge_peer_push_frame (BridgePeer *peer, BridgeBlob *frame)
{
  bridge_room_push_frame (peer, frame);
}

/* Its place lies too far back, so it will get a diff; what it has half of is finished first. */
static void
give_place_up (BridgePeer *peer)
{
  peer->since = peer->room->log_base + bridge_tap_n_passed (peer->tap);
  peer->is_behind = true;
  bridge_tap_leave (peer->tap);
  bridge_room_feed_state (peer);
}

/* Once for all that the log has got since the last time. Only who had output already and did not take it can be
 * blamed for its lag. */
static void
wake_readers (BridgeRoom *room)
{
  room->log_grew = false;
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    {
      if (!bridge_tap_is_following (peer->tap))
        continue;
      if (peer->is_offered && bridge_tap_lag (peer->tap) > room->lag_max)
        give_place_up (peer);
      else
        bridge_room_wake (peer);
    }
  bridge_room_trim_states (room);
}

static void
unlink_ready (BridgeRoom *room, BridgePeer *peer)
{
  if (!peer->is_ready)
    return;
  if (peer->previous_ready != NULL)
    peer->previous_ready->next_ready = peer->next_ready;
  else
    room->first_ready = peer->next_ready;
  if (peer->next_ready != NULL)
    peer->next_ready->previous_ready = peer->previous_ready;
  else
    room->last_ready = peer->previous_ready;
  peer->is_ready = false;
}

BridgePeer *
bridge_room_next_ready (BridgeRoom *room)
{
  BridgePeer *peer;

  if (room->has_news)
    bridge_room_tell_news (room);
  if (room->log_grew)
    wake_readers (room);
  peer = room->first_ready;
  if (peer == NULL)
    return NULL;
  unlink_ready (room, peer);
  peer->is_offered = peer->is_waiting;
  return peer;
}

size_t
bridge_peer_spans (BridgePeer *peer, BridgeSpan *spans, size_t max_spans)
{
  return bridge_tap_spans (peer->tap, spans, max_spans);
}

bool
bridge_peer_has_output (const BridgePeer *peer)
{
  return bridge_tap_has_output (peer->tap);
}

/* While memory is short, one who takes a byte now and then holds what the others need. */
static void
note_progress (BridgePeer *peer, size_t length)
{
  peer->progress += length;
  if (peer->progress < (peer->room->is_pressed ? BRIDGE_PRESSED_PROGRESS : 1))
    return;
  peer->progress = 0;
  peer->last_progress = peer->room->now;
}

void
bridge_peer_sent (BridgePeer *peer, size_t length, uint64_t now)
{
  bridge_room_advance (peer->room, now);
  bridge_tap_sent (peer->tap, length);
  note_progress (peer, length);
  if (peer->site != NULL)
    bridge_room_feed_state (peer);
  if (peer->site != NULL && peer->presence_missed && !bridge_tap_has_output (peer->tap))
    bridge_room_show_all (peer);
  if (!bridge_tap_has_output (peer->tap))
    peer->is_waiting = peer->is_offered = false;
}

/* Coming and going. */

BridgePeer *
bridge_room_connect (BridgeRoom *room, uint64_t now)
{
  BridgePeer *peer = bridge_new0 (BridgePeer, 1);

  bridge_room_advance (room, now);
  peer->room = room;
  peer->tap = bridge_tap_new (room->log);
  peer->connected_at = room->now;
  peer->previous = room->last;
  if (room->last != NULL)
    room->last->next = peer;
  else
    room->first = peer;
  room->last = peer;
  room->n_peers++;
  bridge_room_expect (room, room->now + BRIDGE_GREETING_TIMEOUT);
  return peer;
}

void
bridge_room_disconnect (BridgeRoom *room, BridgePeer *peer, uint64_t now)
{
  bridge_room_advance (room, now);
  bridge_room_part (peer);
  unlink_ready (room, peer);
  if (peer->previous != NULL)
    peer->previous->next = peer->next;
  else
    room->first = peer->next;
  if (peer->next != NULL)
    peer->next->previous = peer->previous;
  else
    room->last = peer->previous;
  room->n_peers--;
  peer_free (peer);
}

static uint16_t
close_code_for (BridgeGoodbyeCode code)
{
  switch (code)
    {
    case BRIDGE_GOODBYE_LEAVING:
      return BRIDGE_CLOSE_NORMAL;
    case BRIDGE_GOODBYE_VERSION:
    case BRIDGE_GOODBYE_PROTOCOL:
      return BRIDGE_CLOSE_PROTOCOL_ERROR;
    case BRIDGE_GOODBYE_LIMIT:
      return BRIDGE_CLOSE_TOO_LARGE;
    case BRIDGE_GOODBYE_FULL:
    case BRIDGE_GOODBYE_SLOW:
      return BRIDGE_CLOSE_TRY_AGAIN;
    case BRIDGE_GOODBYE_TOKEN:
    case BRIDGE_GOODBYE_SITE:
    case BRIDGE_GOODBYE_REPLACED:
      break;
    }
  return BRIDGE_CLOSE_POLICY;
}

void
bridge_room_dismiss (BridgePeer *peer, BridgeGoodbyeCode code, const char *words)
{
  BridgeBytes payload = { 0 };

  if (peer->close_code != 0)
    return;
  peer->close_code = close_code_for (code);
  peer->close_reason = words;
  bridge_room_leave_state (peer);
  bridge_tap_leave (peer->tap);
  if (code == BRIDGE_GOODBYE_SLOW)
    bridge_tap_drop_private (peer->tap);
  bridge_wire_put_goodbye (&payload, code, words);
  bridge_tap_push_message (peer->tap, payload.data, payload.length);
  bridge_bytes_clear (&payload);
  bridge_room_wake (peer);
  bridge_room_part (peer);
}

void
bridge_room_end (BridgeRoom *room, uint64_t now)
{
  bridge_room_advance (room, now);
  room->is_ending = true;
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_LEAVING, "the session has ended");
}

/* Messages. */

static void
receive_greeted (BridgePeer *peer, int type, const uint8_t *data, size_t length)
{
  bridge_room_charge (peer, type, length);
  switch (type)
    {
    case BRIDGE_WIRE_EDIT:
      bridge_room_take_edit (peer, data, length);
      break;
    case BRIDGE_WIRE_PRESENCE:
      bridge_room_take_presence (peer, data, length);
      break;
    case BRIDGE_WIRE_HELLO:
    case BRIDGE_WIRE_WELCOME:
    case BRIDGE_WIRE_HEAD:
    case BRIDGE_WIRE_STATE:
    case BRIDGE_WIRE_READY:
    case BRIDGE_WIRE_COMMIT:
    case BRIDGE_WIRE_REFUSED:
    case BRIDGE_WIRE_PEOPLE:
    case BRIDGE_WIRE_PRESENCES:
    case BRIDGE_WIRE_NOTICE:
      bridge_room_dismiss (peer, BRIDGE_GOODBYE_PROTOCOL, "a frame that is not allowed now");
      break;
    default: /* of a later version */
      break;
    }
}

void
bridge_room_receive (BridgeRoom *room, BridgePeer *peer, const uint8_t *data, size_t length, uint64_t now)
{
  int type = bridge_wire_type (data, length);

  bridge_room_advance (room, now);
  if (peer->close_code != 0)
    return;
  if (length > bridge_peer_message_limit (peer))
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_LIMIT, "a message is too large");
  else if (type < 0)
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_PROTOCOL, "an empty message");
  else if (type == BRIDGE_WIRE_GOODBYE)
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_LEAVING, "goodbye");
  else if (peer->is_greeted)
    receive_greeted (peer, type, data, length);
  else if (type == BRIDGE_WIRE_HELLO)
    bridge_room_greet (peer, data, length);
  else
    bridge_room_dismiss (peer, BRIDGE_GOODBYE_PROTOCOL, "a hello must come first");
}

/* Timers. */

/* When this peer's patience with us, or ours with it, ends. */
static uint64_t
peer_deadline (const BridgePeer *peer)
{
  if (peer->close_code != 0)
    return UINT64_MAX;
  if (peer->is_choked)
    return 0;
  if (!peer->is_greeted)
    return peer->connected_at + BRIDGE_GREETING_TIMEOUT;
  return peer->is_waiting ? peer->last_progress + BRIDGE_STUCK_TIMEOUT : UINT64_MAX;
}

static void
run_timers (BridgePeer *peer)
{
  if (peer_deadline (peer) <= peer->room->now)
    bridge_room_dismiss (peer, peer->is_greeted ? BRIDGE_GOODBYE_SLOW : BRIDGE_GOODBYE_PROTOCOL,
                         peer->is_greeted ? "does not take what it is sent" : "no hello came");
  else if (bridge_room_hold_deadline (peer) <= peer->room->now)
    bridge_room_judge_hold (peer);
}

void
bridge_room_tick (BridgeRoom *room, uint64_t now)
{
  bridge_room_advance (room, now);
  if (room->presence_deadline <= room->now)
    bridge_room_share_presence (room);
  if (room->peer_deadline > room->now)
    return;
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    run_timers (peer);
  room->peer_deadline = UINT64_MAX;
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    {
      bridge_room_expect (room, peer_deadline (peer));
      bridge_room_expect (room, bridge_room_hold_deadline (peer));
    }
}

uint64_t
bridge_room_deadline (const BridgeRoom *room)
{
  return room->peer_deadline < room->presence_deadline ? room->peer_deadline : room->presence_deadline;
}

/* What the server asks. */

bool
bridge_peer_is_closing (const BridgePeer *peer, uint16_t *code, const char **reason)
{
  if (peer->close_code == 0)
    return false;
  if (code != NULL)
    *code = peer->close_code;
  if (reason != NULL)
    *reason = peer->close_reason;
  return true;
}

void
bridge_peer_set_data (BridgePeer *peer, void *data)
{
  peer->data = data;
}

void *
bridge_peer_data (const BridgePeer *peer)
{
  return peer->data;
}

bool
bridge_peer_is_greeted (const BridgePeer *peer)
{
  return peer->is_greeted;
}

const BridgeBoard *
bridge_room_board (const BridgeRoom *room)
{
  return room->board;
}

uint64_t
bridge_room_revision (const BridgeRoom *room)
{
  return room->revision;
}
