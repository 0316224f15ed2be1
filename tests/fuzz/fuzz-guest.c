/* Fuzzes the guest: a script of what a hostile room says, and of what the guest's owner does meanwhile. Whatever it hears,
 * what it says is well formed, each of its edits has one fate, and what it shows can be taken to another room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/sync/network.h"
#include "core/sync/guest-private.h"
#include "edit-script.h"
#include "hostile-room.h"

typedef struct
{
  Script       script;
  Network     *network;
  Member      *member;
  BridgeGuest *guest;
  HostileRoom  room;
} World;

/* What the guest's owner does. */

/* Books what undo and redo made, an edit or several. */
static void
book (World *world)
{
  while (world->member->deeds->len < world->guest->seq)
    member_book (world->member, world->member->deeds->len + 1, BRIDGE_STAMP_NONE);
}

static void
edit_here (World *world)
{
  BridgeEdit edit;

  bridge_guest_begin (world->guest, &edit);
  script_edit (&world->script, world->guest->board, &edit);
  member_commit (world->member, &edit);
}

static void
undo_or_redo (World *world)
{
  switch (script_below (&world->script, 5))
    {
    case 0:
      bridge_guest_undo (world->guest, NULL);
      break;
    case 1:
      bridge_guest_redo (world->guest, NULL);
      break;
    case 2:
      bridge_guest_begin_gesture (world->guest);
      edit_here (world);
      edit_here (world);
      bridge_guest_end_gesture (world->guest);
      break;
    case 3:
      bridge_guest_begin_gesture (world->guest);
      edit_here (world);
      bridge_guest_cancel_gesture (world->guest, NULL);
      break;
    default:
      bridge_guest_set_person (world->guest, script_words (&world->script), script_below (&world->script, 3));
    }
  book (world);
}

static void
show (World *world)
{
  BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { script_double (&world->script), 1 } };
  uint64_t       when;

  bridge_guest_present (world->guest, &presence, world->network->now += 20000, &when);
}

static void
work (World *world)
{
  BridgeStatus status;

  bridge_guest_work (world->guest, script_byte (&world->script), &status);
  require (status == BRIDGE_STATUS_OK || bridge_guest_phase (world->guest) == BRIDGE_GUEST_AWAY);
}

/* Each edit without a fate is in the outbox. */
static void
collect (World *world)
{
  size_t n_waiting = 0;

  member_collect (world->member);
  for (guint i = 0; i < world->member->deeds->len; i++)
    n_waiting += g_array_index (world->member->deeds, Deed, i).fate == FATE_WAITING;
  require (n_waiting == bridge_guest_n_outbox (world->guest));
}

static void
connect_anew (World *world)
{
  hostile_room_connect (&world->room);
}

static void
disconnect (World *world)
{
  bridge_guest_disconnect (world->guest);
}

/* What waits is final then. */
static void
leave (World *world)
{
  collect (world);
  bridge_guest_leave (world->guest);
  for (guint i = 0; i < world->member->deeds->len; i++)
    if (g_array_index (world->member->deeds, Deed, i).fate == FATE_WAITING)
      g_array_index (world->member->deeds, Deed, i).fate = FATE_TAKEN;
}

/* In the end. */

/* An honest room begins with what the guest shows; the guest and a newcomer join it. What a lying room had said under stamps of
 * ours may differ from what we said, so the guest holds all that this room holds only if it has left the other for good. */
static void
check_move (World *world)
{
  const BridgeRoomOptions options = {
    .epoch = UINT64_C (0x5e0d93a7c41f8b62), .seed = 5, .token = NETWORK_TOKEN, .title = "", .host = "Bob"
  };
  uint8_t seen[BRIDGE_DIGEST_SIZE], digest[BRIDGE_DIGEST_SIZE];
  Member *newcomer = network_add (world->network, 99, "Cleo");
  bool    has_left = bridge_guest_phase (world->guest) == BRIDGE_GUEST_SOLO;

  bridge_board_digest (world->guest->board, seen);
  network_restart (world->network, &options, world->member);
  bridge_board_digest (bridge_room_board (world->network->room), digest);
  require (memcmp (seen, digest, sizeof seen) == 0);
  member_connect (newcomer, NETWORK_TOKEN);
  network_settle (world->network);
  assert_settled (newcomer);
  member_connect (world->member, NETWORK_TOKEN);
  network_settle (world->network);
  collect (world);
  require (bridge_guest_phase (world->guest) == BRIDGE_GUEST_LIVE && bridge_guest_n_outbox (world->guest) == 0);
  if (has_left)
    assert_committed (world->member);
}

static void
listen (World *world)
{
  hostile_room_listen (&world->room);
}

static void
play (World *world)
{
  static void (*const acts[]) (World *) = {
    edit_here,
    edit_here,
    edit_here,
    undo_or_redo,
    show,
    work,
    work,
    collect,
    listen,
    listen,
    connect_anew,
    disconnect,
    leave,
  };

  while (world->script.left > 0)
    {
      unsigned act = script_below (&world->script, HOSTILE_ROOM_SAYINGS + sizeof acts / sizeof acts[0]);

      if (act < HOSTILE_ROOM_SAYINGS)
        hostile_room_say (&world->room, act);
      else
        acts[act - HOSTILE_ROOM_SAYINGS](world);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  World        world = { .script = { data, size }, .network = network_new (NULL) };
  BridgeStatus status;

  world.member = network_add (world.network, HOSTILE_ROOM_GUEST, "Ada");
  world.guest = world.member->guest;
  world.room = (HostileRoom){ .script = &world.script, .guest = world.guest, .up = { .site = HOSTILE_ROOM_GUEST } };
  play (&world);
  while (bridge_guest_work (world.guest, 256, &status))
    ;
  collect (&world);
  check_move (&world);
  network_free (world.network);
  bridge_bytes_clear (&world.room.last);
  return 0;
}
