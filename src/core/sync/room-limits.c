/* How fast a peer is read, and what the room holds: publishers are slowed, never refused.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/room-private.h"

/* Buckets. */

static uint64_t
missing (const BridgeBucket *bucket, uint64_t now)
{
  return bucket->full_at > now ? bucket->full_at - now : 0;
}

/* Whether what is there or not: the bucket may come to owe. */
static void
charge (BridgeBucket *bucket, uint64_t now, uint64_t time)
{
  bucket->full_at = now + missing (bucket, now) + time;
}

bool
bridge_bucket_take (BridgeBucket *bucket, uint64_t now, uint64_t time, uint64_t size)
{
  if (missing (bucket, now) + time > size)
    return false;
  charge (bucket, now, time);
  return true;
}

void
bridge_room_charge (BridgePeer *peer, int type, size_t length)
{
  uint64_t now = peer->room->now;
  uint64_t n_tokens = (length + BRIDGE_LIMIT_EDIT_COST - 1) / BRIDGE_LIMIT_EDIT_COST;

  charge (&peer->site->tokens, now, n_tokens * peer->room->token_time);
  if (type == BRIDGE_WIRE_EDIT)
    peer->pause_end = now + BRIDGE_PRESSED_PAUSE;
}

/* Holds. */

static bool
is_over_rate (const BridgePeer *peer)
{
  return missing (&peer->site->tokens, peer->room->now) > peer->room->burst_time;
}

static bool
is_paused (const BridgePeer *peer)
{
  return peer->room->is_pressed && peer->pause_end > peer->room->now;
}

/* OVER: nothing holds it. Who is held goes on being so until half of its tokens are there again, and there is memory again:
 * read a little whenever it may be, it would seem to be free in between. */
static BridgeNoticeCode
find_cause (const BridgePeer *peer)
{
  const BridgeRoom *room = peer->room;

  if (peer->site == NULL)
    return BRIDGE_NOTICE_OVER;
  if (is_over_rate (peer) || (peer->is_held && missing (&peer->site->tokens, room->now) > room->burst_time / 2))
    return BRIDGE_NOTICE_RATE;
  return is_paused (peer) || (peer->is_held && room->is_pressed) ? BRIDGE_NOTICE_BUSY : BRIDGE_NOTICE_OVER;
}

static void
notice (BridgePeer *peer, BridgeNoticeCode code)
{
  static const char *const words[] = {
    [BRIDGE_NOTICE_OVER] = "",
    [BRIDGE_NOTICE_RATE] = "more comes from here than the room takes from one person: edits wait",
    [BRIDGE_NOTICE_BUSY] = "the server has too much to do: edits wait",
  };
  BridgeBytes payload = { 0 };

  bridge_wire_put_notice (&payload, code, words[code]);
  bridge_room_push (peer, &payload);
  bridge_bytes_clear (&payload);
  peer->is_noticed = code != BRIDGE_NOTICE_OVER;
}

uint64_t
bridge_room_hold_deadline (const BridgePeer *peer)
{
  if (peer->site == NULL || !peer->is_held || peer->room->is_pressed)
    return UINT64_MAX;
  return peer->site->tokens.full_at - peer->room->burst_time / 2;
}

void
bridge_room_judge_hold (BridgePeer *peer)
{
  BridgeNoticeCode cause = find_cause (peer);

  if (cause != BRIDGE_NOTICE_OVER)
    {
      if (!peer->is_held)
        peer->held_since = peer->room->now;
      peer->is_held = true;
      bridge_room_expect (peer->room, bridge_room_hold_deadline (peer));
      return;
    }
  peer->is_held = false;
  if (peer->is_noticed && peer->site != NULL)
    notice (peer, cause);
}

/* Once for as long as it is held. */
static void
tell_held (BridgePeer *peer)
{
  if (!peer->is_noticed && peer->room->now >= peer->held_since + BRIDGE_NOTICE_DELAY)
    notice (peer, find_cause (peer));
}

bool
bridge_peer_may_send (BridgePeer *peer, uint64_t now)
{
  bridge_room_advance (peer->room, now);
  if (peer->site == NULL)
    return true;
  bridge_room_judge_hold (peer);
  if (!is_over_rate (peer) && !is_paused (peer))
    return bridge_tap_private (peer->tap) <= BRIDGE_UNREAD_MAX;
  tell_held (peer);
  return false;
}

size_t
bridge_peer_message_limit (const BridgePeer *peer)
{
  return peer->is_greeted ? BRIDGE_LIMIT_MESSAGE : BRIDGE_HELLO_SIZE_MAX;
}

/* Memory. */

size_t
bridge_room_memory (const BridgeRoom *room)
{
  return bridge_log_held (room->log) + room->states_held + room->n_peers * sizeof (BridgePeer);
}

void
bridge_room_set_pressed (BridgeRoom *room, bool pressed)
{
  if (pressed == room->is_pressed)
    return;
  room->is_pressed = pressed;
  /* Kept for who may come next, and nobody may. */
  if (pressed)
    bridge_room_drop_snapshot (room);
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    {
      bridge_room_judge_hold (peer);
      if (!pressed && peer->site != NULL)
        bridge_room_feed_state (peer);
    }
}
