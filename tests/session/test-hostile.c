/* Guests with the link who mean harm, over a real socket: the room stays right and within its memory, and its other guests
 * notice nothing but a departed guest.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "acts.h"

#include "core/frame/deflate.h"
#include "core/frame/edit/state.h"
#include "core/sync/limits.h"
#include "session/limits.h"

#include <string.h>

/* Edits that the room refuses, though well-formed. */

static void
append_to_ink (Villain *villain, BridgeEdit *edit)
{
  const BridgeStep step = { 1, 2, 3 };

  bridge_edit_append (edit, villain->ink, 3, &step, 1);
}

static void
unlock (Villain *villain, BridgeEdit *edit)
{
  bridge_edit_set (edit, villain->box, BRIDGE_PROPERTY_Y, bridge_value_number (5));
  bridge_edit_set (edit, villain->locked, BRIDGE_PROPERTY_X, bridge_value_number (5));
}

static void
move_nothing (Villain *villain, BridgeEdit *edit)
{
  bridge_edit_set (edit, (BridgeStamp){ 123456, villain->box.site }, BRIDGE_PROPERTY_X, bridge_value_number (5));
}

static void
write_nowhere (Villain *villain, BridgeEdit *edit)
{
  const guint32 letter = 'a';

  bridge_edit_insert (edit, (BridgeStamp){ 3, villain->site }, (BridgeTextPlace){ 0 }, &letter, 1);
}

static void
reach_too_far (Villain *villain, BridgeEdit *edit)
{
  bridge_edit_set (edit, villain->box, BRIDGE_PROPERTY_X, bridge_value_number (1e300));
}

static void
say_wrong_type (Villain *villain, BridgeEdit *edit)
{
  bridge_edit_set (edit, villain->box, BRIDGE_PROPERTY_WIDTH, bridge_value_boolean (true));
}

static void
come_from_future (Villain *villain, BridgeEdit *edit)
{
  edit->lamport = G_GUINT64_CONSTANT (1) << 52;
  bridge_edit_create (edit, BRIDGE_KIND_RECTANGLE, 3);
}

static void
come_from_past (Villain *villain, BridgeEdit *edit)
{
  edit->lamport = 1;
  bridge_edit_create (edit, BRIDGE_KIND_RECTANGLE, 3);
}

static void
be_too_large (Villain *villain, BridgeEdit *edit)
{
  g_autofree guint32 *letters = g_new (guint32, 60000);
  BridgeStamp         item = bridge_edit_create (edit, BRIDGE_KIND_NOTE, 3);

  for (guint i = 0; i < 60000; i++)
    letters[i] = 0x4e00 + i % 1000;
  for (guint i = 0; i < 5; i++)
    {
      bridge_edit_insert (edit, item, (BridgeTextPlace){ 0 }, letters, 60000);
      item = bridge_edit_create (edit, BRIDGE_KIND_NOTE, 3);
    }
}

static const struct
{
  const char *name;
  void (*compose) (Villain *villain, BridgeEdit *edit);
  BridgeRefusal refusal;
} refused[] = {
  { "ink of somebody else", append_to_ink, BRIDGE_REFUSAL_OWNER },
  { "a locked item, behind one that is not", unlock, BRIDGE_REFUSAL_LOCKED },
  { "an item that is not there", move_nothing, BRIDGE_REFUSAL_MISSING },
  { "text of an item that is not there", write_nowhere, BRIDGE_REFUSAL_MISSING },
  { "a place beyond the board", reach_too_far, BRIDGE_REFUSAL_RANGE },
  { "a value of another type", say_wrong_type, BRIDGE_REFUSAL_RANGE },
  { "stamps from the future", come_from_future, BRIDGE_REFUSAL_CLOCK },
  { "too much at once", be_too_large, BRIDGE_REFUSAL_LIMIT },
};

static void
make_refused_edits (Villain *villain, BridgeServer *server)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      BridgeEdit edit;

      g_test_message ("%s", refused[i].name);
      villain_begin (villain, &edit);
      edit.lamport = 1000 + i * 10000;
      refused[i].compose (villain, &edit);
      villain_send (villain, &edit);
      g_assert_cmpint (villain_verdict (villain), ==, refused[i].refusal);
    }
}

/* The lamports that its site has used before. */
static void
repeat_stamps (Villain *villain, BridgeServer *server)
{
  BridgeEdit edit;

  villain_begin (villain, &edit);
  bridge_edit_create (&edit, BRIDGE_KIND_RECTANGLE, 3);
  villain_send (villain, &edit);
  g_assert_cmpint (villain_verdict (villain), ==, BRIDGE_REFUSAL_NONE);
  villain_begin (villain, &edit);
  come_from_past (villain, &edit);
  villain_send (villain, &edit);
  g_assert_cmpint (villain_verdict (villain), ==, BRIDGE_REFUSAL_CLOCK);
}

static void
leave_gap (Villain *villain, BridgeServer *server)
{
  BridgeEdit edit;

  villain_begin (villain, &edit);
  edit.seq = 3;
  bridge_edit_create (&edit, BRIDGE_KIND_RECTANGLE, 3);
  villain_send (villain, &edit);
}

static void
send_message (Villain *villain, const void *data, gsize length)
{
  villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_BINARY, data, length);
  villain_flush (villain);
}

/* As if it were the room. */
static void
send_commit (Villain *villain, BridgeServer *server)
{
  send_message (villain, "\x14\x01\x11\x11\x11\x11\x11\x11\x11\x11\x01\xc8\x01\x31\x01", 15);
}

/* Eight MiB of nothing, such as a state would have. */
static void
send_state_bomb (Villain *villain, BridgeServer *server)
{
  g_autofree guint8 *nothing = g_malloc0 (BRIDGE_STATE_BLOCK_MAX);
  BridgeBytes        message = { 0 };

  bridge_bytes_put (&message, "\x12\x80\x80\x80\x04", 5);
  bridge_deflate (&message, nothing, BRIDGE_STATE_BLOCK_MAX, 9);
  send_message (villain, message.data, message.length);
  bridge_bytes_clear (&message);
}

static void
send_hello_again (Villain *villain, BridgeServer *server)
{
  villain_greet (villain, server);
}

static void
send_too_large (Villain *villain, BridgeServer *server)
{
  g_autofree char *nothing = g_malloc0 (BRIDGE_WIRE_MESSAGE_MAX);

  villain_frame (villain, FALSE, 0, BRIDGE_OPCODE_BINARY, nothing, BRIDGE_WIRE_MESSAGE_MAX);
  villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_CONTINUATION, nothing, 1);
  villain_flush (villain);
}

static void
send_unmasked (Villain *villain, BridgeServer *server)
{
  villain_write (villain, "\x82\x01\x02", 3);
}

/* Answers of its own that nobody asked for do nothing. */
static void
send_pongs (Villain *villain, BridgeServer *server)
{
  for (int i = 0; i < 20000; i++)
    villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_PONG, "pong", 4);
  villain_flush (villain);
}

/* One edit in as many pieces as it has bytes, with empty ones between, and pings too. */
static void
send_crumbs (Villain *villain, BridgeServer *server)
{
  BridgeBytes message = { 0 };
  BridgeEdit  edit;

  villain_begin (villain, &edit);
  edit.seq = 1;
  for (int i = 0; i < 500; i++)
    bridge_edit_create (&edit, BRIDGE_KIND_RECTANGLE, 3);
  bridge_wire_put_edit (&message, &villain->up, &villain->log, &edit);
  for (gsize i = 0; i < message.length; i++)
    {
      villain_frame (villain, FALSE, 0, i == 0 ? BRIDGE_OPCODE_BINARY : BRIDGE_OPCODE_CONTINUATION, message.data + i, 1);
      for (int j = 0; j < 20; j++)
        villain_frame (villain, FALSE, 0, BRIDGE_OPCODE_CONTINUATION, NULL, 0);
      villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_PING, NULL, 0);
    }
  villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_CONTINUATION, NULL, 0);
  villain_flush (villain);
  bridge_bytes_clear (&message);
  bridge_edit_clear (&edit);
  g_assert_cmpint (villain_verdict (villain), ==, BRIDGE_REFUSAL_NONE);
}

/* The largest selection of items that nobody has, as fast as it goes. */
static void
flood_presence (Villain *villain, BridgeServer *server)
{
  g_autofree BridgeStamp *items = g_new (BridgeStamp, BRIDGE_WIRE_SELECTION_MAX);

  for (guint i = 0; i < BRIDGE_WIRE_SELECTION_MAX; i++)
    items[i] = (BridgeStamp){ 1 + i * 100000, 1 + g_test_rand_int () };
  for (int i = 0; i < 2000; i++)
    {
      const BridgePresence presence = {
        .flags = BRIDGE_PRESENCE_CURSOR | BRIDGE_PRESENCE_SELECTION,
        .cursor = { i, i },
        .items = items,
        .n_items = BRIDGE_WIRE_SELECTION_MAX,
      };
      BridgeBytes message = { 0 };

      bridge_wire_put_presence (&message, &presence);
      raw_client_message (&villain->client, &message);
      bridge_bytes_clear (&message);
    }
  villain_flush (villain);
}

/* A name a message. */
static void
flood_names (Villain *villain, BridgeServer *server)
{
  BridgeEdit edit;

  for (int i = 0; i < 2000; i++)
    {
      villain_begin (villain, &edit);
      bridge_edit_author (&edit, HOSTILE_NAME, strlen (HOSTILE_NAME), i);
      villain_send (villain, &edit);
    }
  g_assert_cmpint (villain_verdict (villain), ==, BRIDGE_REFUSAL_NONE);
}

/* Pings whose answers it never reads; asked to leave, it goes on. */
static void
flood_pings (Villain *villain)
{
  g_autoptr (GByteArray) pings = g_byte_array_new ();
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (villain->client.stream));

  for (int i = 0; i < 10000; i++)
    g_byte_array_append (pings, (const guint8 *)"\x89\x80mask", 6);
  g_socket_set_timeout (socket, 1);
  for (int i = 0; i < 400 && villain_write (villain, pings->data, pings->len); i++)
    ;
}

static void
ping_unread (Villain *villain, BridgeServer *server)
{
  flood_pings (villain);
}

static void
ping_unread_after_goodbye (Villain *villain, BridgeServer *server)
{
  act_send_text (villain, server);
  flood_pings (villain);
}

static void
ping_unread_after_close (Villain *villain, BridgeServer *server)
{
  bridge_connection_close (&villain->client.connection, BRIDGE_CLOSE_NORMAL, "");
  villain_flush (villain);
  flood_pings (villain);
}

#define HOLDERS 40

/* The end stands behind a state that it does not read; what it sends meanwhile is answered by nothing. */
static void
ping_behind_state (Villain *villain, BridgeServer *server)
{
  Villain other;

  act_fill_chat (villain);
  villain_open (&other, server, ACT_SITE - 1);
  villain_greet (&other, server);
  act_send_text (&other, server);
  flood_pings (&other);
  villain_close (&other);
}

/* Whatever comes: as bytes, then as messages of every type. */
static void
send_random_bytes (Villain *villain, BridgeServer *server)
{
  guint8 bytes[512];

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = g_test_rand_int_range (0, 256);
  villain_write (villain, bytes, sizeof bytes);
  g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (villain->client.stream)), FALSE, TRUE, NULL);
}

static void
send_random_messages (Villain *villain, BridgeServer *server)
{
  guint8 bytes[64];

  for (int i = 0; i < 50; i++)
    {
      gsize length = g_test_rand_int_range (0, sizeof bytes);

      for (gsize j = 0; j < length; j++)
        bytes[j] = g_test_rand_int_range (0, 256);
      bytes[0] = g_test_rand_int_range (0, 30);
      villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_BINARY, bytes, length);
    }
  villain_flush (villain);
  g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (villain->client.stream)), FALSE, TRUE, NULL);
}

/* Gone in the middle of a frame, without a word. */
static void
vanish (Villain *villain, BridgeServer *server)
{
  villain_write (villain, "\x82\xfe\x10\x00mask", 8);
}

/* Instead of a welcome, a close frame. */
static gboolean
is_refused (Villain *villain)
{
  BridgeConnectionEvent event;

  do
    if (!raw_client_next (&villain->client, &event))
      return TRUE;
  while (event.type != BRIDGE_CONNECTION_CLOSE && event.type != BRIDGE_CONNECTION_PONG);
  return event.type == BRIDGE_CONNECTION_CLOSE;
}

/* Bombs that are not whole yet: each holds as much as a message may have, for four KiB. */
static void
hold_messages (Villain *villain, BridgeServer *server)
{
  const gsize        size = BRIDGE_WIRE_MESSAGE_MAX - 1;
  g_autofree guint8 *nothing = g_malloc0 (size);
  Villain            crowd[HOLDERS];
  BridgeBytes        packed = { 0 };

  bridge_deflate (&packed, nothing, size, 9);
  for (gsize i = 0; i < G_N_ELEMENTS (crowd); i++)
    {
      villain_open_deflating (&crowd[i], server, 1000 + i);
      villain_greet (&crowd[i], server);
      villain_look (&crowd[i]);
      villain_frame (&crowd[i], FALSE, BRIDGE_FRAME_RSV1, BRIDGE_OPCODE_BINARY, packed.data, packed.length);
      bridge_connection_ping (&crowd[i].client.connection, "still here", 10);
      g_assert_true (villain_flush (&crowd[i]));
    }
  villain_expect_service (&crowd[HOLDERS - 1]);
  for (gsize i = 0; i < G_N_ELEMENTS (crowd); i++)
    villain_close (&crowd[i]);
  bridge_bytes_clear (&packed);
}

/* One whole message that is a bomb. */
static void
send_bomb (Villain *villain, BridgeServer *server)
{
  g_autofree guint8 *nothing = g_malloc0 (1 << 20);
  BridgeDeflater    *deflater = bridge_deflater_new (BRIDGE_DEFLATER_WINDOW_MAX, 9);
  BridgeBytes        packed = { 0 };
  Villain            other;

  for (int i = 0; i < 64; i++)
    {
      bridge_deflater_put (deflater, &packed, nothing, 1 << 20);
      bridge_bytes_put (&packed, "\0\0\xff\xff", 4); /* which it leaves out */
    }
  bridge_deflater_free (deflater);
  villain_open_deflating (&other, server, ACT_SITE - 2);
  villain_greet (&other, server);
  villain_look (&other);
  villain_frame (&other, TRUE, BRIDGE_FRAME_RSV1, BRIDGE_OPCODE_BINARY, packed.data, packed.length);
  villain_flush (&other);
  g_assert_cmpuint (villain_read_close (&other), ==, BRIDGE_CLOSE_TOO_LARGE);
  villain_close (&other);
  bridge_bytes_clear (&packed);
}

/* The same site anew, as often as it is let in and some times more. */
static void
come_again (Villain *villain, BridgeServer *server)
{
  guint n_refused = 0;

  for (int i = 0; i < 2 * BRIDGE_COMING_BURST; i++)
    {
      Villain other;

      villain_open (&other, server, ACT_SITE - 3);
      villain_greet (&other, server);
      bridge_connection_ping (&other.client.connection, NULL, 0);
      villain_flush (&other);
      n_refused += is_refused (&other);
      villain_close (&other);
    }
  g_assert_cmpuint (n_refused, >, 0);
}

static void
come_as_many (Villain *villain, BridgeServer *server)
{
  for (int i = 0; i < 200; i++)
    {
      Villain other;

      villain_open (&other, server, 2000 + i);
      villain_greet (&other, server);
      villain_look (&other);
      villain_close (&other);
    }
}

/* Each wants a diff of nearly all there is. */
static void
come_behind (Villain *villain, BridgeServer *server)
{
  act_fill_chat (villain);
  for (int i = 0; i < 50; i++)
    {
      Villain other;

      villain_open (&other, server, 3000 + i);
      villain_greet_behind (&other, server, villain->epoch);
      raw_client_expect_message (&other.client, BRIDGE_WIRE_READY);
      villain_close (&other);
    }
}

static const Act acts[] = {
  { "edits to be refused", make_refused_edits, ACT_STAYS },
  { "stamps used before", repeat_stamps, ACT_STAYS },
  { "a gap in the sequence", leave_gap, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "a commit", send_commit, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "a bomb as state", send_state_bomb, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "a second hello", send_hello_again, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "text", act_send_text, BRIDGE_CLOSE_UNSUPPORTED },
  { "too large a message", send_too_large, BRIDGE_CLOSE_TOO_LARGE },
  { "an unmasked frame", send_unmasked, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "pongs", send_pongs, ACT_STAYS },
  { "crumbs", send_crumbs, ACT_STAYS },
  { "presence", flood_presence, ACT_STAYS },
  { "names", flood_names, ACT_STAYS },
  { "pings", ping_unread, ACT_LEFT },
  { "pings after the end", ping_unread_after_goodbye, ACT_LEFT },
  { "pings after a close frame", ping_unread_after_close, ACT_LEFT },
  { "random bytes", send_random_bytes, ACT_CUT },
  { "random messages", send_random_messages, ACT_CUT },
  { "half a frame", vanish, ACT_LEFT },
  { "messages that are not whole", hold_messages, ACT_LEFT, 2 * BRIDGE_LIMIT_HALF_MESSAGES >> 20 },
  { "a bomb", send_bomb, ACT_LEFT },
  { "the same guest anew", come_again, ACT_LEFT },
  { "many guests", come_as_many, ACT_LEFT },
  { "guests far behind", come_behind, ACT_LEFT },
  { "pings behind a state", ping_behind_state, ACT_LEFT },
};

static void
test_acts (void)
{
  HonestRoom room;

  honest_room_open (&room, NULL, FALSE);
  act_play (&room, acts, G_N_ELEMENTS (acts));
  honest_room_close (&room);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hostile/acts", test_acts);
  return g_test_run ();
}
