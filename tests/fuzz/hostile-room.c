/* A hostile room, which hears its guest out as well.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile-room.h"

#include "core/frame/deflate.h"
#include "core/sync/guest-private.h"
#include "edit-script.h"

#define MESSAGE_MAX 2048 /* of arbitrary bytes */

void
hostile_room_connect (HostileRoom *room)
{
  bridge_guest_connect (room->guest, "token");
  room->up = (BridgeAuthorContext){ .site = HOSTILE_ROOM_GUEST };
}

/* What the guest says. */

static void
check_edit (HostileRoom *room, const BridgeBytes *message)
{
  BridgeEdit edit;

  require (message->length <= BRIDGE_EDIT_TAKEN_MAX);
  require (bridge_wire_get_edit (message->data, message->length, &room->up, &room->guest->context, &edit) == BRIDGE_STATUS_OK);
  bridge_edit_clear (&edit);
}

static void
check_message (HostileRoom *room, const BridgeBytes *message)
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
      check_edit (room, message);
      break;
    case BRIDGE_WIRE_PRESENCE:
      require (bridge_wire_get_presence (message->data, message->length, &presence) == BRIDGE_STATUS_OK);
      bridge_presence_clear (&presence);
      break;
    default:
      require (bridge_wire_get_goodbye (message->data, message->length, &code, &words, &n_words) == BRIDGE_STATUS_OK);
    }
}

void
hostile_room_listen (HostileRoom *room)
{
  BridgeBytes message;

  while (bridge_guest_next_message (room->guest, &message))
    {
      check_message (room, &message);
      bridge_bytes_clear (&message);
    }
}

/* What the room says: each puts a message into room->last, and says it. */

static void
say (HostileRoom *room)
{
  BridgeStatus status = bridge_guest_receive (room->guest, room->last.data, room->last.length);

  require (status == BRIDGE_STATUS_OK || bridge_guest_phase (room->guest) == BRIDGE_GUEST_AWAY);
  bridge_bytes_truncate (&room->last, 0);
}

static void
welcome (HostileRoom *room)
{
  const char       *host = script_words (room->script);
  BridgeWireWelcome words = { (uint32_t)script_number (room->script, 32), host, strlen (host) };

  bridge_wire_put_welcome (&room->last, &words);
  say (room);
}

/* Of our numbers, or any. */
static uint64_t
some_seq (HostileRoom *room)
{
  uint64_t seqs[] = { room->guest->known_seq, room->guest->wire_seq, room->guest->known_seq + 1 };
  unsigned choice = script_below (room->script, 4);

  return choice < 3 && seqs[choice] <= BRIDGE_WIRE_NUMBER_MAX ? seqs[choice] : script_number (room->script, 53);
}

static void
say_head (HostileRoom *room)
{
  const uint64_t    epochs[] = { 77, 78, room->guest->epoch, 0 };
  BridgeWireRefusal refusals[4];
  BridgeWireHead    head = { .epoch = epochs[script_below (room->script, 4)], .refusals = refusals };

  head.revision = script_below (room->script, 4) != 0 ? room->guest->revision + script_below (room->script, 3)
                                                      : script_number (room->script, 53);
  head.since = script_below (room->script, 2) != 0 ? room->guest->revision : 0;
  head.items = script_number (room->script, 20);
  head.seq = some_seq (room);
  head.n_refusals = script_below (room->script, 4);
  for (size_t i = 0; i < head.n_refusals; i++)
    refusals[i] = (BridgeWireRefusal){ some_seq (room), script_byte (room->script) };
  bridge_wire_put_head (&room->last, &head);
  say (room);
}

static void
say_ready (HostileRoom *room)
{
  bridge_wire_put_ready (&room->last, script_below (room->script, 4) != 0 ? room->guest->head.revision
                                                                          : script_number (room->script, 53));
  say (room);
}

/* Whoever is welcome here goes on to the log at once. */
static void
let_in (HostileRoom *room)
{
  BridgeWireWelcome words = { 1, "Eve", 3 };
  BridgeWireHead    head = { .epoch = 77, .revision = 1 + script_below (room->script, 256), .seq = room->guest->known_seq };

  if (room->guest->phase == BRIDGE_GUEST_SOLO || room->guest->phase == BRIDGE_GUEST_AWAY)
    hostile_room_connect (room);
  hostile_room_listen (room);
  bridge_wire_put_welcome (&room->last, &words);
  say (room);
  bridge_wire_put_head (&room->last, &head);
  say (room);
  bridge_wire_put_ready (&room->last, head.revision);
  say (room);
}

/* State. */

static uint64_t
some_site (HostileRoom *room)
{
  const uint64_t sites[] = { 301, 302, 303, HOSTILE_ROOM_GUEST };

  return sites[script_below (room->script, 4)];
}

/* Perhaps the last one that there is. */
static uint64_t
some_lamport (HostileRoom *room, EditMaker *maker)
{
  return script_below (room->script, 16) == 0 ? BRIDGE_WIRE_NUMBER_MAX - script_below (room->script, 16) : script_lamport (maker);
}

/* An item that the guest has, or another, with a few more registers, points and letters. */
static void
put_item (HostileRoom *room, BridgeStateWriter *writer, EditMaker *maker)
{
  static const uint32_t letters[] = { 'a', 'b', 0x4e2d, 0x1f58d };
  BridgeStamp           id = script_item (maker);
  const BridgeItem     *known = bridge_board_item (maker->board, id);
  BridgeItem           *item;
  bool                  changed;
  BridgeStatus          status;

  if (known != NULL && script_below (room->script, 4) != 0)
    item = bridge_item_copy (known);
  else
    item = bridge_item_new (id, script_below (room->script, 12));
  item->revision = script_number (room->script, 53);
  for (unsigned n = script_below (room->script, 4); n > 0; n--)
    {
      uint32_t    property = 1 + script_below (room->script, 20);
      BridgeValue value = script_value_for (room->script, property);
      bridge_item_set (item, property, (BridgeStamp){ some_lamport (room, maker), some_site (room) }, &value);
      bridge_value_clear (&value);
    }
  for (unsigned n = script_below (room->script, 4); n > 0; n--)
    bridge_item_append (item, &(BridgeStep){ script_byte (room->script), script_byte (room->script), 1 }, 1);
  for (unsigned n = script_below (room->script, 3); n > 0; n--)
    {
      BridgeStamp first = { some_lamport (room, maker), some_site (room) };
      if (item->text == NULL)
        item->text = bridge_text_new ();
      if (first.lamport > BRIDGE_WIRE_NUMBER_MAX - 4)
        break;
      status = bridge_text_insert (item->text, first, bridge_text_place_at (item->text, 0), letters, 4, &changed);
      if (status == BRIDGE_STATUS_OK && script_below (room->script, 3) == 0)
        status = bridge_text_remove (item->text, (BridgeTextRange){ first, 2 }, &changed);
    }
  bridge_state_writer_add_item (writer, item);
  bridge_item_free (item);
}

static void
put_line (HostileRoom *room, BridgeStateWriter *writer, EditMaker *maker)
{
  char          *text = (char *)script_words (room->script);
  BridgeChatLine line = { { some_lamport (room, maker), some_site (room) }, script_number (room->script, 53), 1, text, strlen (text) };

  bridge_state_writer_add_line (writer, &line);
}

static void
put_author (HostileRoom *room, BridgeStateWriter *writer, EditMaker *maker)
{
  uint64_t            site = some_site (room);
  size_t              known = bridge_context_index (&room->guest->context, site);
  size_t              index = known != BRIDGE_CONTEXT_NO_INDEX ? known : room->guest->context.count;
  BridgeAuthor        author = { .site = site, .name = (char *)script_words (room->script), .color = 1 };
  BridgeAuthorContext context = { .site = site, .seq = script_number (room->script, 53), .lamport = some_lamport (room, maker) };

  author.revision = script_number (room->script, 53);
  if (script_below (room->script, 2) != 0)
    author.stamp = (BridgeStamp){ some_lamport (room, maker), site };
  if (script_below (room->script, 2) != 0)
    {
      context.last_item = some_lamport (room, maker);
      context.tail_count = script_below (room->script, 4);
    }
  bridge_state_writer_add_author (writer, &author, script_below (room->script, 8) != 0 ? index : script_byte (room->script), &context);
}

static void
say_state (HostileRoom *room)
{
  static void (*const puts[]) (HostileRoom *, BridgeStateWriter *, EditMaker *) = { put_item, put_item, put_line, put_author };
  BridgeEdit         clock = { .site = some_site (room), .lamport = 1 + script_number (room->script, 10) };
  EditMaker          maker = { room->script, room->guest->board, &clock, BRIDGE_STAMP_NONE };
  BridgeStateWriter *writer = bridge_state_writer_new ();

  for (unsigned n = 1 + script_below (room->script, 4); n > 0; n--)
    puts[script_below (room->script, 4)](room, writer, &maker);
  bridge_state_writer_finish_block (writer, &room->last);
  bridge_state_writer_free (writer);
  say (room);
}

/* A block of any bytes, properly compressed. */
static void
say_block (HostileRoom *room)
{
  size_t         length;
  const uint8_t *bytes = script_bytes (room->script, MESSAGE_MAX, &length);

  bridge_bytes_put_u8 (&room->last, BRIDGE_WIRE_STATE);
  bridge_bytes_put_varint (&room->last, length);
  bridge_deflate (&room->last, bytes, length, 1);
  say (room);
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
say_commit (HostileRoom *room, const BridgeEdit *edit)
{
  BridgeContext log = copy_context (&room->guest->context);
  bool          can_put = edit->n_ops > 0 && is_next (&log, edit) && bridge_wire_can_put (&log, edit);

  if (can_put)
    bridge_wire_put_commit (&room->last, &log, edit);
  bridge_context_clear (&log);
  if (!can_put)
    return;
  if (script_below (room->script, 8) == 0)
    room->last.data[script_number (room->script, 12) % room->last.length] ^= script_byte (room->script);
  say (room);
}

/* Of somebody else, or as if it were ours. */
static void
commit (HostileRoom *room)
{
  uint64_t   site = some_site (room);
  size_t     index = bridge_context_index (&room->guest->context, site);
  uint64_t   clock = bridge_board_clock (room->guest->board);
  BridgeEdit edit;

  if (script_below (room->script, 4) == 0 || clock > UINT64_C (1) << 52)
    clock = 1 + script_number (room->script, 52);
  bridge_edit_init (&edit, site, clock);
  edit.seq = index != BRIDGE_CONTEXT_NO_INDEX ? room->guest->context.authors[index].seq + 1 : 1 + script_number (room->script, 53);
  script_edit (room->script, room->guest->board, &edit);
  say_commit (room, &edit);
  bridge_edit_clear (&edit);
}

/* The guest's own, as an honest room would. */
static void
take_own (HostileRoom *room)
{
  const BridgeGuest *guest = room->guest;
  BridgeEdit         edit;

  if (guest->n_sent == 0)
    return;
  edit = guest->outbox[guest->outbox_first].edit;
  edit.seq = guest->outbox[guest->outbox_first].wire_seq;
  say_commit (room, &edit);
}

static void
refuse (HostileRoom *room)
{
  BridgeContext log = copy_context (&room->guest->context);

  bridge_wire_put_refused (&room->last, &log, some_site (room), (BridgeRefusal)script_byte (room->script));
  bridge_context_clear (&log);
  say (room);
}

/* People. */

static void
say_people (HostileRoom *room)
{
  BridgeWirePerson people[4];
  size_t           n_people = script_below (room->script, 5);

  for (size_t i = 0; i < n_people; i++)
    {
      const char *name = script_words (room->script);
      people[i] = (BridgeWirePerson){ .person = script_below (room->script, 6),
                                      .state = (BridgePersonState)script_below (room->script, 2),
                                      .site = some_site (room),
                                      .color = script_below (room->script, 3),
                                      .name = name,
                                      .n_name = strlen (name) };
    }
  bridge_wire_put_people (&room->last, people, n_people);
  say (room);
}

static void
say_presences (HostileRoom *room)
{
  bridge_wire_begin_presences (&room->last);
  for (unsigned n = script_below (room->script, 4); n > 0; n--)
    {
      BridgePresence presence = script_presence (room->script, room->guest->board);
      bridge_wire_add_presence (&room->last, script_below (room->script, 6), &presence);
      bridge_presence_clear (&presence);
    }
  say (room);
}

static void
say_goodbye (HostileRoom *room)
{
  bridge_wire_put_goodbye (&room->last, (BridgeGoodbyeCode)script_byte (room->script), script_words (room->script));
  say (room);
}

static void
say_notice (HostileRoom *room)
{
  bridge_wire_put_notice (&room->last, (BridgeNoticeCode)script_byte (room->script), script_words (room->script));
  say (room);
}

static void
babble (HostileRoom *room)
{
  size_t         length;
  const uint8_t *bytes = script_bytes (room->script, MESSAGE_MAX, &length);

  bridge_bytes_put (&room->last, bytes, length);
  say (room);
}

/* What it may say, as often as it is worth it. */
static void (*const sayings[]) (HostileRoom *) = {
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
  say_notice,
  take_own,
  take_own,
  refuse,
  say_people,
  say_presences,
  say_goodbye,
  babble,
};

_Static_assert(sizeof sayings / sizeof sayings[0] == HOSTILE_ROOM_SAYINGS, "each is counted");

void
hostile_room_say (HostileRoom *room, unsigned what)
{
  sayings[what](room);
}
