/* Fuzzes the room: a script of what hostile guests do, beside two honest ones. Whatever they do, the honest guests stay,
 * and hold what the room holds; and the room's memory follows from its board and from what was said.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/sync/network.h"
#include "core/frame/websocket/connection.h"
#include "core/sync/room-private.h"
#include "edit-script.h"

#define N_HOSTILE   4
#define LAG_MAX     4096
#define MESSAGE_MAX 2048 /* of arbitrary bytes */
#define BOARD_MAX   400000
#define EDIT_RATE   1000
#define EDIT_BURST  100
#define COMINGS_MAX 10 /* of an honest guest: who comes too often is not let in */
#define HELD_SPARE  ((size_t)2 << 20)

/* What sanitizers know of the heap; not there without them. */
size_t __sanitizer_get_current_allocated_bytes (void) __attribute__ ((weak));

/* A few of them make a list that is worth compressing. */
static const char long_name[] = "a name that nobody has, a name that nobody has, a name that nobody has, a name that nobody has, "
                                "a name that nobody has, a name that nobody has, a name that nobody has, a name that nobody has, "
                                "a name that nobody has, a name that nobody has";

/* Nobody guesses these: a site's secret begins with its number. */
static const uint64_t honest_sites[] = { UINT64_C (0xa1b6f0c53d97e284), UINT64_C (0x5e0d93a7c41f8b62), UINT64_C (0xc93e17d25a60f4b8) };

typedef struct
{
  BridgePeer         *peer; /* NULL: not connected */
  BridgeConnection    reader;
  uint64_t            site;
  BridgeAuthorContext up;
} Hostile;

typedef struct
{
  Script      script;
  Network    *network;
  Member     *members[2];
  Hostile     hostiles[N_HOSTILE];
  BridgeBytes last; /* the last message of a hostile guest */
  size_t      n_said;
  unsigned    n_comings;
} World;

/* Hostile guests. */

static void
connect (World *world, Hostile *hostile)
{
  const BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_CLIENT,
    .frame_limit = BRIDGE_WIRE_MESSAGE_MAX,
    .message_limit = BRIDGE_WIRE_MESSAGE_MAX,
    .deflate = { script_below (&world->script, 4) == 0, true, true, 9, 15 },
    .mask_key = fixed_mask_key,
  };

  hostile->peer = bridge_room_connect (world->network->room, world->network->now);
  bridge_peer_set_deflate (hostile->peer, &options.deflate);
  bridge_connection_init (&hostile->reader, &options);
}

static void
hang_up (World *world, Hostile *hostile)
{
  if (hostile->peer == NULL)
    return;
  bridge_room_disconnect (world->network->room, hostile->peer, world->network->now);
  bridge_connection_clear (&hostile->reader);
  *hostile = (Hostile){ .peer = NULL };
}

static Hostile *
some_hostile (World *world)
{
  Hostile *hostile = &world->hostiles[script_below (&world->script, N_HOSTILE)];

  if (hostile->peer == NULL)
    connect (world, hostile);
  return hostile;
}

/* Says world->last, if it is read. */
static void
say (World *world, Hostile *hostile)
{
  if (!bridge_peer_may_send (hostile->peer, world->network->now))
    return;
  bridge_room_receive (world->network->room, hostile->peer, world->last.data, world->last.length, world->network->now);
  world->n_said += world->last.length;
}

static void
disconnect (World *world)
{
  hang_up (world, some_hostile (world));
}

static void
greet (World *world)
{
  static const char *const tokens[] = { NETWORK_TOKEN, NETWORK_TOKEN, NETWORK_TOKEN, "correct-horse", "" };
  const uint64_t           sites[] = { 201, 202, 203, 204, honest_sites[0], honest_sites[1] };
  Hostile                 *hostile = some_hostile (world);
  unsigned                 flags = script_byte (&world->script);
  const char              *token = tokens[flags % 5];
  BridgeWireHello          hello = {
             .version = BRIDGE_WIRE_VERSION + (flags == 255),
             .token = token,
             .n_token = strlen (token),
             .site = sites[script_below (&world->script, 6)],
             .name = script_words (&world->script),
             .color = flags,
             .epoch = script_below (&world->script, 2) == 0 ? 0 : world->network->room->epoch,
             .revision = script_number (&world->script, 53),
             .seq = script_number (&world->script, 53),
  };

  if (flags % 4 == 3)
    hello.name = long_name;
  hello.n_name = strlen (hello.name);
  memset (hello.secret, flags > 250 ? 2 : 1, sizeof hello.secret);
  hostile->site = hello.site;
  hostile->up = (BridgeAuthorContext){ .site = hello.site };
  bridge_bytes_truncate (&world->last, 0);
  bridge_wire_put_hello (&world->last, &hello);
  say (world, hostile);
}

/* Makes an edit of the site into world->last; false when it cannot be said. */
static bool
put_edit (World *world, Hostile *hostile)
{
  const BridgeRoom   *room = world->network->room;
  const BridgeAuthor *author = bridge_board_author (room->board, hostile->site);
  uint64_t            clock = bridge_board_clock (room->board);
  unsigned            doubt = script_byte (&world->script);
  BridgeEdit          edit;
  bool                can_put;

  bridge_edit_init (&edit, hostile->site, doubt == 1 ? 1 + script_number (&world->script, 52) : clock);
  edit.seq = (author != NULL ? author->seq : 0) + 1;
  if (doubt == 2)
    edit.seq = 1 + script_number (&world->script, 52);
  script_edit (&world->script, room->board, &edit);
  can_put = hostile->site != 0 && edit.n_ops > 0 && bridge_wire_can_put (&room->context, &edit);
  bridge_bytes_truncate (&world->last, 0);
  if (can_put)
    bridge_wire_put_edit (&world->last, &hostile->up, &room->context, &edit);
  bridge_edit_clear (&edit);
  return can_put;
}

static void
edit (World *world)
{
  Hostile *hostile = some_hostile (world);

  if (put_edit (world, hostile))
    say (world, hostile);
}

/* Well formed but for a few bytes. */
static void
mangle (World *world)
{
  Hostile *hostile = some_hostile (world);

  if (!put_edit (world, hostile))
    return;
  for (unsigned n = 1 + script_below (&world->script, 3); n > 0; n--)
    world->last.data[script_number (&world->script, 12) % world->last.length] ^= script_byte (&world->script);
  say (world, hostile);
}

static void
show (World *world)
{
  Hostile       *hostile = some_hostile (world);
  BridgePresence presence = script_presence (&world->script, world->network->room->board);

  bridge_bytes_truncate (&world->last, 0);
  bridge_wire_put_presence (&world->last, &presence);
  bridge_presence_clear (&presence);
  say (world, hostile);
}

static void
leave (World *world)
{
  Hostile *hostile = some_hostile (world);

  bridge_bytes_truncate (&world->last, 0);
  bridge_wire_put_goodbye (&world->last, (BridgeGoodbyeCode)script_byte (&world->script), script_words (&world->script));
  say (world, hostile);
}

static void
babble (World *world)
{
  Hostile       *hostile = some_hostile (world);
  size_t         length;
  const uint8_t *bytes = script_bytes (&world->script, MESSAGE_MAX, &length);

  bridge_bytes_truncate (&world->last, 0);
  bridge_bytes_put (&world->last, bytes, length);
  say (world, hostile);
}

static void
repeat (World *world)
{
  Hostile *hostile = some_hostile (world);

  for (unsigned n = script_below (&world->script, 64); n > 0; n--)
    say (world, hostile);
}

/* Whoever it is, what it is sent is well formed. */
static void
hear (Hostile *hostile, const uint8_t *data, size_t length)
{
  uint8_t              *copy = bridge_memdup (data, length);
  BridgeConnectionEvent event;

  bridge_connection_feed (&hostile->reader, copy, length);
  while (bridge_connection_next (&hostile->reader, &event))
    require (event.type == BRIDGE_CONNECTION_BINARY);
  require (hostile->reader.decoder.error.status == BRIDGE_STATUS_OK);
  bridge_free (copy);
}

/* Takes up to so many bytes of what it is sent. */
static void
read_bytes (World *world, Hostile *hostile, size_t left)
{
  BridgeSpan span;

  while (left > 0 && bridge_peer_spans (hostile->peer, &span, 1) == 1)
    {
      size_t length = span.length < left ? span.length : left;

      hear (hostile, span.data, length);
      bridge_peer_sent (hostile->peer, length, world->network->now);
      left -= length;
    }
}

static void
read_some (World *world)
{
  read_bytes (world, some_hostile (world), script_number (&world->script, 16));
}

static void
read_all (World *world)
{
  Hostile *hostile = some_hostile (world);

  read_bytes (world, hostile, SIZE_MAX);
  if (bridge_peer_is_closing (hostile->peer, NULL, NULL))
    hang_up (world, hostile);
}

/* Honest guests. */

static Member *
some_member (World *world)
{
  return world->members[script_below (&world->script, 2)];
}

static void
edit_honestly (World *world)
{
  Member    *member = some_member (world);
  BridgeEdit made;

  bridge_guest_begin (member->guest, &made);
  script_edit (&world->script, bridge_guest_board (member->guest), &made);
  member_commit (member, &made);
}

static void
undo (World *world)
{
  Member *member = some_member (world);
  bool    is_undo = script_below (&world->script, 2) == 0;
  bool    is_done = is_undo ? bridge_guest_undo (member->guest, NULL) : bridge_guest_redo (member->guest, NULL);

  if (is_done)
    member_book (member, member->deeds->len + 1, BRIDGE_STAMP_NONE);
}

static void
show_honestly (World *world)
{
  BridgePresence presence = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { script_byte (&world->script), 1 } };
  uint64_t       when;

  bridge_guest_present (some_member (world)->guest, &presence, world->network->now, &when);
}

static void
cut (World *world)
{
  member_cut (some_member (world), script_below (&world->script, 2) != 0);
}

/* Nobody is let in while memory is short. */
static void
connect_honestly (World *world)
{
  if (world->n_comings++ < COMINGS_MAX && !world->network->room->is_pressed)
    member_connect (some_member (world), NETWORK_TOKEN);
}

static void
press (World *world)
{
  network_settle (world->network); /* who is on the way in shall come in */
  bridge_room_set_pressed (world->network->room, script_below (&world->script, 2) != 0);
}

/* One of its four pipes moves by a few bytes. */
static void
move (World *world)
{
  static gboolean (*const pipes[]) (Link *, gsize) = { link_send_up, link_deliver_up, link_send_down, link_deliver_down };
  Link    *link = some_member (world)->link;
  unsigned pipe = script_below (&world->script, 4);

  while (bridge_room_next_ready (world->network->room) != NULL)
    ;
  if (link != NULL)
    pipes[pipe](link, 1 + script_number (&world->script, 12));
}

/* Time. */

static void
settle (World *world)
{
  network_settle (world->network);
}

/* Up to 13 s: who does not read or greet is given up meanwhile. */
static void
wait (World *world)
{
  network_wait (world->network, script_byte (&world->script) * UINT64_C (50000));
}

/* In the end. */

/* Bytes that the room may hold, and its two honest guests, who hold as much of the board. */
static size_t
held_max (const World *world)
{
  const BridgeRoom *room = world->network->room;

  return HELD_SPARE + 8 * bridge_board_size (room->board) + 2 * bridge_room_memory (room) + 16 * world->n_said;
}

static void
check_members (World *world)
{
  for (unsigned i = 0; i < 2; i++)
    {
      if (world->members[i]->link == NULL)
        member_connect (world->members[i], NETWORK_TOKEN);
      network_settle (world->network);
      assert_settled (world->members[i]);
      require (world->members[i]->goodbye == -1);
    }
}

/* Who comes now gets the same board, out of a snapshot. */
static void
check_newcomer (World *world)
{
  Member *newcomer = network_add (world->network, honest_sites[2], "Cleo");

  member_connect (newcomer, NETWORK_TOKEN);
  network_settle (world->network);
  assert_settled (newcomer);
}

static void
play (World *world)
{
  static void (*const acts[]) (World *) = {
    disconnect,
    greet,
    edit,
    edit,
    press,
    mangle,
    show,
    leave,
    babble,
    repeat,
    read_some,
    read_all,
    edit_honestly,
    undo,
    show_honestly,
    cut,
    connect_honestly,
    move,
    settle,
    wait,
  };

  while (world->script.left > 0)
    acts[script_below (&world->script, sizeof acts / sizeof acts[0])](world);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const BridgeRoomOptions options = {
    .epoch = 77,
    .seed = 5,
    .token = NETWORK_TOKEN,
    .title = "b",
    .host = "Ada",
    .people_max = 6,
    .board_max = BOARD_MAX,
    .edit_rate = EDIT_RATE,
    .edit_burst = EDIT_BURST,
    .lag_max = LAG_MAX,
  };
  size_t before = __sanitizer_get_current_allocated_bytes != NULL ? __sanitizer_get_current_allocated_bytes () : 0;
  World  world = { .script = { data, size }, .network = network_new (&options) };

  for (unsigned i = 0; i < 2; i++)
    {
      world.members[i] = network_add (world.network, honest_sites[i], i == 0 ? "Ada" : "Bob");
      member_connect (world.members[i], NETWORK_TOKEN);
    }
  network_settle (world.network);
  play (&world);
  if (__sanitizer_get_current_allocated_bytes != NULL)
    require (__sanitizer_get_current_allocated_bytes () - before <= held_max (&world));
  bridge_room_set_pressed (world.network->room, false);
  check_members (&world);
  for (unsigned i = 0; i < N_HOSTILE; i++)
    hang_up (&world, &world.hostiles[i]);
  check_members (&world);
  check_newcomer (&world);
  network_free (world.network);
  bridge_bytes_clear (&world.last);
  return 0;
}
