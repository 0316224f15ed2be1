/* Fuzzes the guest: a script of what a hostile room says, and of what the guest's owner does meanwhile. Whatever it hears,
 * what it says is well formed, each of its edits has one fate, and what it shows can be taken to another room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/sync/network.h"
#include "core/frame/deflate.h"
#include "core/sync/guest-private.h"
#include "edit-script.h"

#define SITE        UINT64_C (0xa1b6f0c53d97e284)
#define MESSAGE_MAX 2048 /* of arbitrary bytes */

typedef struct
{
  Script              script;
  Network            *network;
  Member             *member;
  BridgeGuest        *guest;
  BridgeAuthorContext up;   /* what a room knows of the guest's edits */
  BridgeBytes         last; /* what the room said last */
} World;

/* What the guest says. */

static void
check_edit (World *world, const BridgeBytes *message)
{
  BridgeEdit edit;

  require (message->length <= BRIDGE_EDIT_TAKEN_MAX);
  require (bridge_wire_get_edit (message->data, message->length, &world->up, &world->guest->context, &edit) == BRIDGE_STATUS_OK);
  bridge_edit_clear (&edit);
}

static void
check_message (World *world, const BridgeBytes *message)
{
  BridgePresence  presence;
  BridgeWireHello hello;
  const char     *words;
  size_t          n_words;
  int             code;

  switch (bridge_wire_type (message->data, message->length))
    {
    case BRIDGE_WIRE_HELLO:
      require (bridge_wire_get_hello (message->data, message->length, &hello) == BRIDGE_STATUS_OK);
      break;
    case BRIDGE_WIRE_EDIT:
      check_edit (world, message);
      break;
    case BRIDGE_WIRE_PRESENCE:
      require (bridge_wire_get_presence (message->data, message->length, &presence) == BRIDGE_STATUS_OK);
      bridge_presence_clear (&presence);
      break;
    default:
      require (bridge_wire_get_goodbye (message->data, message->length, &code, &words, &n_words) == BRIDGE_STATUS_OK);
    }
}

static void
listen (World *world)
{
  BridgeBytes message;

  while (bridge_guest_next_message (world->guest, &message))
    {
      check_message (world, &message);
      bridge_bytes_clear (&message);
    }
}

/* What the room says: each puts a message into world->last, and says it. */

static void
say (World *world)
{
  BridgeStatus status = bridge_guest_receive (world->guest, world->last.data, world->last.length);

  require (status == BRIDGE_STATUS_OK || bridge_guest_phase (world->guest) == BRIDGE_GUEST_AWAY);
  bridge_bytes_truncate (&world->last, 0);
}

static void
welcome (World *world)
{
  const char       *host = script_words (&world->script);
  BridgeWireWelcome words = { (uint32_t)script_number (&world->script, 32), host, strlen (host) };

  bridge_wire_put_welcome (&world->last, &words);
  say (world);
}

/* Of our numbers, or any. */
static uint64_t
some_seq (World *world)
{
  uint64_t seqs[] = { world->guest->known_seq, world->guest->wire_seq, world->guest->known_seq + 1 };
  unsigned choice = script_below (&world->script, 4);

  return choice < 3 && seqs[choice] <= BRIDGE_WIRE_NUMBER_MAX ? seqs[choice] : script_number (&world->script, 53);
}

static void
say_head (World *world)
{
  const uint64_t    epochs[] = { 77, 78, world->guest->epoch, 0 };
  BridgeWireRefusal refusals[4];
  BridgeWireHead    head = { .epoch = epochs[script_below (&world->script, 4)], .refusals = refusals };

  head.revision = script_below (&world->script, 4) != 0 ? world->guest->revision + script_below (&world->script, 3)
                                                        : script_number (&world->script, 53);
  head.since = script_below (&world->script, 2) != 0 ? world->guest->revision : 0;
  head.items = script_number (&world->script, 20);
  head.seq = some_seq (world);
  head.n_refusals = script_below (&world->script, 4);
  for (size_t i = 0; i < head.n_refusals; i++)
    refusals[i] = (BridgeWireRefusal){ some_seq (world), script_byte (&world->script) };
  bridge_wire_put_head (&world->last, &head);
  say (world);
}

static void
say_ready (World *world)
{
  bridge_wire_put_ready (&world->last, script_below (&world->script, 4) != 0 ? world->guest->head.revision
                                                                             : script_number (&world->script, 53));
  say (world);
}

/* Whoever is welcome here goes on to the log at once. */
static void
let_in (World *world)
{
  BridgeWireWelcome words = { 1, "Eve", 3 };
  BridgeWireHead    head = { .epoch = 77, .revision = 1 + script_below (&world->script, 256), .seq = world->guest->known_seq };

  if (world->guest->phase == BRIDGE_GUEST_SOLO || world->guest->phase == BRIDGE_GUEST_AWAY)
    {
      bridge_guest_connect (world->guest, "token");
      world->up = (BridgeAuthorContext){ .site = SITE };
    }
  listen (world);
  bridge_wire_put_welcome (&world->last, &words);
  say (world);
  bridge_wire_put_head (&world->last, &head);
  say (world);
  bridge_wire_put_ready (&world->last, head.revision);
  say (world);
}

/* State. */

static uint64_t
some_site (World *world)
{
  const uint64_t sites[] = { 301, 302, 303, SITE };

  return sites[script_below (&world->script, 4)];
}

/* Perhaps the last one that there is. */
static uint64_t
some_lamport (World *world, EditMaker *maker)
{
  return script_below (&world->script, 16) == 0 ? BRIDGE_WIRE_NUMBER_MAX - script_below (&world->script, 16) : script_lamport (maker);
}

/* An item that the guest has, or another, with a few more registers, points and letters. */
static void
put_item (World *world, BridgeStateWriter *writer, EditMaker *maker)
{
  static const uint32_t letters[] = { 'a', 'b', 0x4e2d, 0x1f58d };
  BridgeStamp           id = script_item (maker);
  const BridgeItem     *known = bridge_board_item (maker->board, id);
  BridgeItem           *item;
  bool                  changed;
  BridgeStatus          status;

  if (known != NULL && script_below (&world->script, 4) != 0)
    item = bridge_item_copy (known);
  else
    item = bridge_item_new (id, script_below (&world->script, 12));
  item->revision = script_number (&world->script, 53);
  for (unsigned n = script_below (&world->script, 4); n > 0; n--)
    {
      uint32_t    property = 1 + script_below (&world->script, 20);
      BridgeValue value = script_value_for (&world->script, property);
      bridge_item_set (item, property, (BridgeStamp){ some_lamport (world, maker), some_site (world) }, &value);
      bridge_value_clear (&value);
    }
  for (unsigned n = script_below (&world->script, 4); n > 0; n--)
    bridge_item_append (item, &(BridgeStep){ script_byte (&world->script), script_byte (&world->script), 1 }, 1);
  for (unsigned n = script_below (&world->script, 3); n > 0; n--)
    {
      BridgeStamp first = { some_lamport (world, maker), some_site (world) };
      if (item->text == NULL)
        item->text = bridge_text_new ();
      if (first.lamport > BRIDGE_WIRE_NUMBER_MAX - 4)
        break;
      status = bridge_text_insert (item->text, first, bridge_text_place_at (item->text, 0), letters, 4, &changed);
      if (status == BRIDGE_STATUS_OK && script_below (&world->script, 3) == 0)
        status = bridge_text_remove (item->text, (BridgeTextRange){ first, 2 }, &changed);
    }
  bridge_state_writer_add_item (writer, item);
  bridge_item_free (item);
}

static void
put_line (World *world, BridgeStateWriter *writer, EditMaker *maker)
{
  char          *text = (char *)script_words (&world->script);
  BridgeChatLine line = { { some_lamport (world, maker), some_site (world) }, script_number (&world->script, 53), 1, text, strlen (text) };

  bridge_state_writer_add_line (writer, &line);
}

static void
put_author (World *world, BridgeStateWriter *writer, EditMaker *maker)
{
  uint64_t            site = some_site (world);
  size_t              known = bridge_context_index (&world->guest->context, site);
  size_t              index = known != BRIDGE_CONTEXT_NO_INDEX ? known : world->guest->context.count;
  BridgeAuthor        author = { .site = site, .name = (char *)script_words (&world->script), .color = 1 };
  BridgeAuthorContext context = { .site = site, .seq = script_number (&world->script, 53), .lamport = some_lamport (world, maker) };

  author.revision = script_number (&world->script, 53);
  if (script_below (&world->script, 2) != 0)
    author.stamp = (BridgeStamp){ some_lamport (world, maker), site };
  if (script_below (&world->script, 2) != 0)
    {
      context.last_item = some_lamport (world, maker);
      context.tail_count = script_below (&world->script, 4);
    }
  bridge_state_writer_add_author (writer, &author, script_below (&world->script, 8) != 0 ? index : script_byte (&world->script), &context);
}

static void
say_state (World *world)
{
  static void (*const puts[]) (World *, BridgeStateWriter *, EditMaker *) = { put_item, put_item, put_line, put_author };
  BridgeEdit         clock = { .site = some_site (world), .lamport = 1 + script_number (&world->script, 10) };
  EditMaker          maker = { &world->script, world->guest->board, &clock, BRIDGE_STAMP_NONE };
  BridgeStateWriter *writer = bridge_state_writer_new ();

  for (unsigned n = 1 + script_below (&world->script, 4); n > 0; n--)
    puts[script_below (&world->script, 4)](world, writer, &maker);
  bridge_state_writer_finish_block (writer, &world->last);
  bridge_state_writer_free (writer);
  say (world);
}

/* A block of any bytes, properly compressed. */
static void
say_block (World *world)
{
  size_t         length;
  const uint8_t *bytes = script_bytes (&world->script, MESSAGE_MAX, &length);

  bridge_bytes_put_u8 (&world->last, BRIDGE_WIRE_STATE);
  bridge_bytes_put_varint (&world->last, length);
  bridge_deflate (&world->last, bytes, length, 1);
  say (world);
}

/* The log. */

/* What the guest knows of it. */
static BridgeContext
copy_context (const BridgeContext *from)
{
  BridgeContext copy = { 0 };

  for (size_t i = 0; i < from->count; i++)
    require (bridge_context_put (&copy, i, &from->authors[i]));
  return copy;
}

static bool
is_next (const BridgeContext *log, const BridgeEdit *edit)
{
  size_t index = bridge_context_index (log, edit->site);

  return (index == BRIDGE_CONTEXT_NO_INDEX || edit->seq == log->authors[index].seq + 1) && edit->seq <= BRIDGE_WIRE_NUMBER_MAX;
}

static void
say_commit (World *world, const BridgeEdit *edit)
{
  BridgeContext log = copy_context (&world->guest->context);
  bool          can_put = edit->n_ops > 0 && is_next (&log, edit) && bridge_wire_can_put (&log, edit);

  if (can_put)
    bridge_wire_put_commit (&world->last, &log, edit);
  bridge_context_clear (&log);
  if (!can_put)
    return;
  if (script_below (&world->script, 8) == 0)
    world->last.data[script_number (&world->script, 12) % world->last.length] ^= script_byte (&world->script);
  say (world);
}

/* Of somebody else, or as if it were ours. */
static void
commit (World *world)
{
  uint64_t   site = some_site (world);
  size_t     index = bridge_context_index (&world->guest->context, site);
  uint64_t   clock = bridge_board_clock (world->guest->board);
  BridgeEdit edit;

  if (script_below (&world->script, 4) == 0 || clock > UINT64_C (1) << 52)
    clock = 1 + script_number (&world->script, 52);
  bridge_edit_init (&edit, site, clock);
  edit.seq = index != BRIDGE_CONTEXT_NO_INDEX ? world->guest->context.authors[index].seq + 1 : 1 + script_number (&world->script, 53);
  script_edit (&world->script, world->guest->board, &edit);
  say_commit (world, &edit);
  bridge_edit_clear (&edit);
}

/* The guest's own, as an honest room would. */
static void
take_own (World *world)
{
  const BridgeGuest *guest = world->guest;
  BridgeEdit         edit;

  if (guest->n_sent == 0)
    return;
  edit = guest->outbox[guest->outbox_first].edit;
  edit.seq = guest->outbox[guest->outbox_first].wire_seq;
  say_commit (world, &edit);
}

static void
refuse (World *world)
{
  BridgeContext log = copy_context (&world->guest->context);

  bridge_wire_put_refused (&world->last, &log, some_site (world), (BridgeRefusal)script_byte (&world->script));
  bridge_context_clear (&log);
  say (world);
}

/* People. */

static void
say_people (World *world)
{
  BridgeWirePerson people[4];
  size_t           n_people = script_below (&world->script, 5);

  for (size_t i = 0; i < n_people; i++)
    {
      const char *name = script_words (&world->script);
      people[i] = (BridgeWirePerson){ .person = script_below (&world->script, 6),
                                      .state = (BridgePersonState)script_below (&world->script, 2),
                                      .site = some_site (world),
                                      .color = script_below (&world->script, 3),
                                      .name = name,
                                      .n_name = strlen (name) };
    }
  bridge_wire_put_people (&world->last, people, n_people);
  say (world);
}

static void
say_presences (World *world)
{
  bridge_wire_begin_presences (&world->last);
  for (unsigned n = script_below (&world->script, 4); n > 0; n--)
    {
      BridgePresence presence = script_presence (&world->script, world->guest->board);
      bridge_wire_add_presence (&world->last, script_below (&world->script, 6), &presence);
      bridge_presence_clear (&presence);
    }
  say (world);
}

static void
say_goodbye (World *world)
{
  bridge_wire_put_goodbye (&world->last, (BridgeGoodbyeCode)script_byte (&world->script), script_words (&world->script));
  say (world);
}

static void
say_notice (World *world)
{
  bridge_wire_put_notice (&world->last, (BridgeNoticeCode)script_byte (&world->script), script_words (&world->script));
  say (world);
}

static void
babble (World *world)
{
  size_t         length;
  const uint8_t *bytes = script_bytes (&world->script, MESSAGE_MAX, &length);

  bridge_bytes_put (&world->last, bytes, length);
  say (world);
}

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
  bridge_guest_connect (world->guest, "token");
  world->up = (BridgeAuthorContext){ .site = SITE };
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
  const BridgeRoomOptions options = { .epoch = UINT64_C (0x5e0d93a7c41f8b62), .seed = 5, .token = NETWORK_TOKEN, .title = "", .host = "Bob" };
  uint8_t                 seen[BRIDGE_DIGEST_SIZE], digest[BRIDGE_DIGEST_SIZE];
  Member                 *newcomer = network_add (world->network, 99, "Cleo");
  bool                    has_left = bridge_guest_phase (world->guest) == BRIDGE_GUEST_SOLO;

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
play (World *world)
{
  static void (*const acts[]) (World *) = {
    welcome,
    say_head,
    say_ready,
    let_in,
    let_in,
    say_state,
    say_state,
    say_block,
    commit,
    commit,
    commit,
    take_own,
    take_own,
    refuse,
    say_people,
    say_presences,
    say_goodbye,
    babble,
    edit_here,
    edit_here,
    edit_here,
    undo_or_redo,
    show,
    work,
    say_notice,
    collect,
    listen,
    listen,
    connect_anew,
    disconnect,
    leave,
  };

  while (world->script.left > 0)
    acts[script_below (&world->script, sizeof acts / sizeof acts[0])](world);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  World        world = { .script = { data, size }, .network = network_new (NULL), .up = { .site = SITE } };
  BridgeStatus status;

  world.member = network_add (world.network, SITE, "Ada");
  world.guest = world.member->guest;
  play (&world);
  while (bridge_guest_work (world.guest, 256, &status))
    ;
  collect (&world);
  check_move (&world);
  network_free (world.network);
  bridge_bytes_clear (&world.last);
  return 0;
}
