/* A room and its guests in one process, joined by byte pipes that a test moves by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "network.h"

#include "core/frame/websocket/frame.h"

#include <string.h>

#define PAUSE 20000 /* us between two questions whether more may be read */

static void
link_free (gpointer data)
{
  Link *link = data;

  g_byte_array_unref (link->up);
  g_byte_array_unref (link->down);
  g_byte_array_unref (link->at_room);
  g_byte_array_unref (link->at_guest);
  g_free (link);
}

static void
member_free (gpointer data)
{
  Member *member = data;

  bridge_guest_free (member->guest);
  g_array_unref (member->deeds);
  g_string_free (member->last_changed, TRUE);
  g_free (member);
}

static BridgeRoom *
make_room (const BridgeRoomOptions *options)
{
  BridgeRoomOptions some = { .epoch = 77, .seed = 5, .token = NETWORK_TOKEN, .title = "", .host = "Ada" };

  return bridge_room_new (options != NULL ? options : &some);
}

Network *
network_new (const BridgeRoomOptions *options)
{
  Network *network = g_new0 (Network, 1);

  network->room = make_room (options);
  network->members = g_ptr_array_new_with_free_func (member_free);
  network->links = g_ptr_array_new_with_free_func (link_free);
  network->now = 1000;
  return network;
}

void
network_free (Network *network)
{
  g_ptr_array_unref (network->links);
  g_ptr_array_unref (network->members);
  bridge_room_free (network->room);
  g_free (network);
}

static void
take_seed (void *data, const uint8_t *frame, size_t length)
{
  g_assert_cmpint (bridge_room_seed (data, frame, length), ==, BRIDGE_STATUS_OK);
}

void
network_restart (Network *network, const BridgeRoomOptions *options, Member *seed)
{
  for (guint i = 0; i < network->members->len; i++)
    member_cut (g_ptr_array_index (network->members, i), FALSE);
  g_ptr_array_set_size (network->links, 0);
  bridge_room_free (network->room);
  network->room = make_room (options);
  bridge_guest_save_state (seed->guest, take_seed, network->room);
}

Member *
network_add (Network *network, guint64 site, const gchar *name)
{
  Member            *member = g_new0 (Member, 1);
  BridgeGuestOptions options = { .site = site, .name = name, .color = 0xff0000ff, .seed = site * 3 };

  memcpy (options.secret, &site, sizeof site);
  member->network = network;
  member->guest = bridge_guest_new (&options);
  member->deeds = g_array_new (FALSE, TRUE, sizeof (Deed));
  member->goodbye = member->refusal = -1;
  member->last_changed = g_string_new (NULL);
  g_ptr_array_add (network->members, member);
  return member;
}

void
member_connect (Member *member, const gchar *token)
{
  Network *network = member->network;
  Link    *link = g_new0 (Link, 1);

  member_cut (member, FALSE);
  *link = (Link){
    .member = member,
    .peer = bridge_room_connect (network->room, network->now),
    .up = g_byte_array_new (),
    .down = g_byte_array_new (),
    .at_room = g_byte_array_new (),
    .at_guest = g_byte_array_new (),
    .window = 1 << 20,
  };
  bridge_peer_set_data (link->peer, link);
  g_ptr_array_add (network->links, link);
  member->link = link;
  bridge_guest_connect (member->guest, token);
}

void
link_close (Link *link)
{
  if (link->peer != NULL)
    bridge_room_disconnect (link->member->network->room, link->peer, link->member->network->now);
  link->peer = NULL;
}

void
member_cut (Member *member, gboolean room_knows)
{
  if (member->link == NULL)
    return;
  bridge_guest_disconnect (member->guest);
  if (room_knows)
    link_close (member->link);
  member->link = NULL;
}

/* Whether the guest's end is still there. */
static gboolean
is_open (const Link *link)
{
  return link->member->link == link;
}

void
network_sweep (Network *network)
{
  for (guint i = network->links->len; i-- > 0;)
    {
      Link *link = g_ptr_array_index (network->links, i);

      if (link->peer == NULL && !is_open (link))
        g_ptr_array_remove_index (network->links, i);
    }
}

/* Members. */

void
member_book (Member *member, guint64 seq, BridgeStamp created)
{
  Deed deed = { .fate = FATE_WAITING, .created = created };

  if (bridge_guest_phase (member->guest) == BRIDGE_GUEST_SOLO)
    deed.fate = FATE_TAKEN;
  g_assert_cmpuint (seq, ==, member->deeds->len + 1);
  g_array_append_val (member->deeds, deed);
}

guint64
member_commit (Member *member, BridgeEdit *edit)
{
  BridgeStamp created = BRIDGE_STAMP_NONE;
  guint64     seq;

  for (gsize i = 0; i < edit->n_ops; i++)
    if (edit->ops[i].type == BRIDGE_OP_CREATE)
      created = edit->ops[i].item;
  seq = bridge_guest_commit (member->guest, edit, NULL, NULL);
  if (seq != 0)
    member_book (member, seq, created);
  return seq;
}

/* Each edit's fate is told once. */
static void
decide (Member *member, guint64 seq, Fate fate)
{
  Deed *deed = &g_array_index (member->deeds, Deed, seq - 1);

  g_assert_cmpuint (seq, <=, member->deeds->len);
  g_assert_cmpint (deed->fate, ==, FATE_WAITING);
  deed->fate = fate;
}

void
member_collect (Member *member)
{
  BridgeGuestEvent event;

  while (bridge_guest_next_event (member->guest, &event))
    {
      member->counts[event.type]++;
      switch (event.type)
        {
        case BRIDGE_GUEST_EDITED:
          if (event.mine)
            decide (member, event.seq, FATE_TAKEN);
          g_assert_nonnull (event.edit);
          break;
        case BRIDGE_GUEST_TAKEN:
          decide (member, event.seq, FATE_TAKEN);
          break;
        case BRIDGE_GUEST_REFUSED:
        case BRIDGE_GUEST_DROPPED:
          if (!event.mine)
            break;
          decide (member, event.seq, FATE_REFUSED);
          if (event.type == BRIDGE_GUEST_REFUSED)
            member->refusal = event.code;
          break;
        case BRIDGE_GUEST_GOODBYE:
          member->goodbye = event.code;
          break;
        case BRIDGE_GUEST_JOINED:
        case BRIDGE_GUEST_RENAMED:
        case BRIDGE_GUEST_LEFT:
          g_string_assign (member->last_changed, event.person.name);
          break;
        case BRIDGE_GUEST_PRESENT:
          g_assert_nonnull (event.presence);
          break;
        case BRIDGE_GUEST_CHANGED:
          g_assert_cmpuint (event.changes->count, >, 0);
          break;
        case BRIDGE_GUEST_WELCOMED:
        case BRIDGE_GUEST_READY:
        case BRIDGE_GUEST_NOTICED:
          break;
        }
    }
}

/* Links. */

/* Takes the first whole frame off; its payload is borrowed until the next call. */
static gboolean
next_frame (GByteArray *bytes, GByteArray *payload)
{
  uint64_t size;
  gsize    header;

  if (!bridge_frame_size (bytes->data, bytes->len, &size) || size > bytes->len)
    return FALSE;
  header = bridge_frame_header_size (bytes->data[1]);
  g_byte_array_set_size (payload, 0);
  g_byte_array_append (payload, bytes->data + header, (guint)(size - header));
  g_byte_array_remove_range (bytes, 0, (guint)size);
  return TRUE;
}

static gboolean
move_bytes (GByteArray *from, GByteArray *to, gsize max)
{
  gsize length = MIN (from->len, max);

  if (length == 0)
    return FALSE;
  g_byte_array_append (to, from->data, (guint)length);
  g_byte_array_remove_range (from, 0, (guint)length);
  return TRUE;
}

gboolean
link_send_up (Link *link, gsize max)
{
  BridgeBytes message;
  gsize       length = 0;

  while (is_open (link) && length < max && link->up->len < link->window &&
         bridge_guest_next_message (link->member->guest, &message))
    {
      BridgeBytes frame = { 0 };

      bridge_frame_put (&frame, BRIDGE_OPCODE_BINARY, message.data, message.length);
      g_byte_array_append (link->up, frame.data, (guint)frame.length);
      length += frame.length;
      bridge_bytes_clear (&frame);
      bridge_bytes_clear (&message);
    }
  return length > 0;
}

gboolean
link_deliver_up (Link *link, gsize max)
{
  Network *network = link->member->network;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  gboolean moved = move_bytes (link->up, link->at_room, max);

  while (link->peer != NULL && bridge_peer_may_send (link->peer, network->now) && next_frame (link->at_room, payload))
    {
      bridge_room_receive (network->room, link->peer, payload->data, payload->len, network->now);
      moved = TRUE;
    }
  return moved;
}

gboolean
link_send_down (Link *link, gsize max)
{
  BridgeSpan span;
  gsize      length = 0;

  while (link->peer != NULL && length < max && link->down->len < link->window &&
         bridge_peer_spans (link->peer, &span, 1) == 1)
    {
      gsize step = MIN (MIN (span.length, max - length), link->window - link->down->len);

      g_byte_array_append (link->down, span.data, (guint)step);
      bridge_peer_sent (link->peer, step, link->member->network->now);
      length += step;
    }
  if (link->peer != NULL && bridge_peer_is_closing (link->peer, NULL, NULL) && !bridge_peer_has_output (link->peer))
    link_close (link);
  return length > 0;
}

/* Lets the guest decode; true while it has more to do. */
static gboolean
work (Member *member, BridgeStatus *status)
{
  gsize    slice = member->network->slice;
  gboolean more = bridge_guest_work (member->guest, slice > 0 ? slice : 3, status);

  while (more && slice == 0)
    more = bridge_guest_work (member->guest, 3, status);
  g_assert_cmpstr (bridge_status_text (*status), ==, bridge_status_text (BRIDGE_STATUS_OK));
  member_collect (member);
  return more;
}

gboolean
link_deliver_down (Link *link, gsize max)
{
  Member *member = link->member;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  gboolean     moved = move_bytes (link->down, link->at_guest, max);
  BridgeStatus status;

  /* Who has left listens no more. */
  if (bridge_guest_phase (member->guest) == BRIDGE_GUEST_SOLO && is_open (link) && link->peer == NULL)
    member->link = NULL;
  if (bridge_guest_phase (member->guest) == BRIDGE_GUEST_SOLO)
    return moved;
  if (is_open (link))
    moved |= work (member, &status);
  while (is_open (link) && next_frame (link->at_guest, payload))
    {
      status = bridge_guest_receive (member->guest, payload->data, payload->len);
      g_assert_cmpstr (bridge_status_text (status), ==, bridge_status_text (BRIDGE_STATUS_OK));
      moved |= work (member, &status);
      if (bridge_guest_phase (member->guest) == BRIDGE_GUEST_AWAY)
        member_cut (member, FALSE);
    }
  if (is_open (link) && bridge_guest_phase (member->guest) == BRIDGE_GUEST_AWAY)
    member_cut (member, FALSE);
  if (is_open (link) && link->peer == NULL && link->down->len == 0 && !moved)
    member_cut (member, FALSE);
  return moved;
}

/* Messages that the room does not want to read yet are read a little later. */
static gboolean
pass_pause (Network *network)
{
  gboolean has_paused = FALSE;

  for (guint i = 0; i < network->links->len; i++)
    {
      Link *link = g_ptr_array_index (network->links, i);

      has_paused |= link->peer != NULL && link->at_room->len > 0 && !bridge_peer_may_send (link->peer, network->now);
    }
  if (!has_paused)
    return FALSE;
  network->now += PAUSE;
  bridge_room_tick (network->room, network->now);
  return TRUE;
}

void
network_settle (Network *network)
{
  gboolean moved = TRUE;

  while (moved)
    {
      moved = FALSE;
      while (bridge_room_next_ready (network->room) != NULL)
        ;
      for (guint i = 0; i < network->links->len; i++)
        {
          Link *link = g_ptr_array_index (network->links, i);

          moved |= link_send_up (link, G_MAXUINT);
          moved |= link_deliver_up (link, G_MAXUINT);
          moved |= link_send_down (link, G_MAXUINT);
          moved |= link_deliver_down (link, G_MAXUINT);
        }
      network_sweep (network);
      moved = moved || pass_pause (network);
    }
}

void
network_wait (Network *network, guint64 microseconds)
{
  guint64 end = network->now + microseconds;

  network_settle (network);
  while (bridge_room_deadline (network->room) <= end)
    {
      network->now = MAX (network->now, bridge_room_deadline (network->room));
      bridge_room_tick (network->room, network->now);
      network_settle (network);
    }
  network->now = end;
}

/* Assertions. */

void
assert_committed (Member *member)
{
  guint8 expected[BRIDGE_DIGEST_SIZE];
  guint8 found[BRIDGE_DIGEST_SIZE];

  g_assert_cmpuint (bridge_guest_revision (member->guest), ==, bridge_room_revision (member->network->room));
  bridge_board_digest (bridge_room_board (member->network->room), expected);
  bridge_guest_digest (member->guest, found);
  g_assert_cmpmem (found, sizeof found, expected, sizeof expected);
}

static void
assert_same_order (const BridgeBoard *found, const BridgeBoard *expected)
{
  g_assert_cmpuint (bridge_board_n_visible (found), ==, bridge_board_n_visible (expected));
  for (gsize i = 0; i < bridge_board_n_visible (found); i++)
    g_assert_true (
        bridge_stamp_equal (bridge_board_visible (found, i)->id, bridge_board_visible (expected, i)->id));
  g_assert_cmpuint (bridge_board_n_lines (found), ==, bridge_board_n_lines (expected));
  for (gsize i = 0; i < bridge_board_n_lines (found); i++)
    {
      const BridgeChatLine *a = bridge_board_line (found, i);
      const BridgeChatLine *b = bridge_board_line (expected, i);

      g_assert_true (bridge_stamp_equal (a->id, b->id));
      g_assert_cmpstr (a->text, ==, b->text);
    }
}

void
assert_settled (Member *member)
{
  const BridgeBoard *expected = bridge_room_board (member->network->room);
  guint8             digest[BRIDGE_DIGEST_SIZE];
  guint8             seen[BRIDGE_DIGEST_SIZE];

  g_assert_cmpint (bridge_guest_phase (member->guest), ==, BRIDGE_GUEST_LIVE);
  assert_committed (member);
  g_assert_cmpuint (bridge_guest_n_outbox (member->guest), ==, 0);
  bridge_board_digest (expected, digest);
  bridge_board_digest (bridge_guest_board (member->guest), seen);
  g_assert_cmpmem (seen, sizeof seen, digest, sizeof digest);
  assert_same_order (bridge_guest_board (member->guest), expected);
  g_assert_cmpuint (bridge_guest_n_people (member->guest), ==, bridge_room_n_people (member->network->room));
  for (guint i = 0; i < member->deeds->len; i++)
    {
      const Deed *deed = &g_array_index (member->deeds, Deed, i);

      g_assert_cmpint (deed->fate, !=, FATE_WAITING);
      if (!bridge_stamp_is_none (deed->created))
        g_assert_true ((deed->fate == FATE_TAKEN) == (bridge_board_item (expected, deed->created) != NULL));
    }
}
