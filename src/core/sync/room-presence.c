/* What people show of themselves: the latest of each, shared at a steady pace.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/room-private.h"

#include "core/base/memory.h"

#define FRAME_TARGET (64u << 10) /* a shared frame is closed past this */

void
bridge_room_take_presence (BridgePeer *peer, const uint8_t *data, size_t length)
{
  BridgeRoom    *room = peer->room;
  BridgePresence presence;

  if (bridge_wire_get_presence (data, length, &presence) != BRIDGE_STATUS_OK)
    {
      bridge_room_dismiss (peer, BRIDGE_GOODBYE_PROTOCOL, "a presence is malformed");
      return;
    }
  bridge_presence_clear (&peer->presence);
  peer->presence = presence;
  peer->is_present = peer->presence_changed = true;
  if (room->presence_deadline == UINT64_MAX)
    {
      uint64_t next = room->presence_shared + BRIDGE_PRESENCE_INTERVAL;

      room->presence_deadline = next > room->now ? next : room->now;
    }
}

/* It takes what it is sent about as fast as it comes. */
static bool
keeps_up (const BridgePeer *peer)
{
  return !peer->is_behind && bridge_tap_lag (peer->tap) + bridge_tap_private (peer->tap) <= peer->room->lag_max / 2;
}

/* Frames with what all (or all who changed) show, one after the other: starts with *at = the first peer. */
static BridgeBlob *
next_frame (BridgeRoom *room, BridgePeer **at, bool changed_only)
{
  BridgeBytes payload = { 0 };
  BridgeBlob *frame = NULL;
  size_t      n_entries = 0;

  bridge_wire_begin_presences (&payload);
  for (; *at != NULL && n_entries < BRIDGE_WIRE_PEOPLE_MAX && payload.length < FRAME_TARGET; *at = (*at)->next)
    {
      BridgePeer *peer = *at;

      if (peer->site == NULL || !peer->is_present || (changed_only && !peer->presence_changed))
        continue;
      bridge_wire_add_presence (&payload, peer->person, &peer->presence);
      n_entries++;
    }
  if (n_entries > 0)
    frame = bridge_room_frame (room, &payload);
  bridge_bytes_clear (&payload);
  return frame;
}

static void
share_frame (BridgeRoom *room, BridgeBlob *frame)
{
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    if (peer->site == NULL)
      continue;
    else if (keeps_up (peer))
      bridge_room_push_frame (peer, frame);
    else
      peer->presence_missed = true;
  bridge_blob_unref (frame);
}

void
bridge_room_share_presence (BridgeRoom *room)
{
  BridgePeer *at = room->first;
  BridgeBlob *frame;

  /* Who has just come is known first. */
  if (room->has_news)
    bridge_room_tell_news (room);
  while ((frame = next_frame (room, &at, true)) != NULL)
    share_frame (room, frame);
  for (BridgePeer *peer = room->first; peer != NULL; peer = peer->next)
    peer->presence_changed = false;
  room->presence_shared = room->now;
  room->presence_deadline = UINT64_MAX;
}

void
bridge_room_show_all (BridgePeer *peer)
{
  BridgePeer *at = peer->room->first;
  BridgeBlob *frame;

  peer->presence_missed = false;
  while ((frame = next_frame (peer->room, &at, false)) != NULL)
    {
      bridge_room_push_frame (peer, frame);
      bridge_blob_unref (frame);
    }
}
