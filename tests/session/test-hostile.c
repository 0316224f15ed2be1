/* Guests with the link who mean harm, over a real socket: the room stays right and within its memory, and its other guests
 * notice nothing but a departed guest.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"
#include "honest.h"
#include "villain.h"

#include "core/base/memory.h"
#include "core/frame/deflate.h"
#include "core/frame/edit/state.h"
#include "core/sync/limits.h"
#include "session/identity.h"
#include "session/limits.h"

#include <glib/gstdio.h>
#include <string.h>

#define SITE     77
#define PATIENCE (5 * G_USEC_PER_SEC) /* for an edit of others, on a machine that has much else to do */
#define GROWTH   (32u << 20)          /* bytes */

/* How an attack ends, beside the codes of RFC 6455. */
#define STAYS 1 /* it may go on */
#define CUT   2 /* by the server, in whatever way */
#define LEFT  3 /* by itself */

typedef struct
{
  const char *name;
  void (*act) (Villain *villain, BridgeServer *server);
  unsigned end;
  gsize    growth; /* MiB; 0: as usual */
} Act;

static GTlsCertificate *certificate;

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
send_text (Villain *villain, BridgeServer *server)
{
  villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_TEXT, "hello", 5);
  villain_flush (villain);
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
  send_text (villain, server);
  flood_pings (villain);
}

static void
ping_unread_after_close (Villain *villain, BridgeServer *server)
{
  bridge_connection_close (&villain->client.connection, BRIDGE_CLOSE_NORMAL, "");
  villain_flush (villain);
  flood_pings (villain);
}

#define LINE_BYTES 16000
#define HOLDERS    40

/* Much that does not compress, so that who does not read a state blocks its connection. */
static void
fill_chat (Villain *villain)
{
  char       text[LINE_BYTES];
  BridgeEdit edit;

  for (int i = 0; i < 150; i++)
    {
      for (gsize j = 0; j < sizeof text; j++)
        text[j] = (char)g_test_rand_int_range (' ', 127);
      villain_begin (villain, &edit);
      bridge_edit_say (&edit, text, sizeof text, 1);
      villain_send (villain, &edit);
      g_assert_cmpint (villain_verdict (villain), ==, BRIDGE_REFUSAL_NONE);
    }
}

/* The end stands behind a state that it does not read; what it sends meanwhile is answered by nothing. */
static void
ping_behind_state (Villain *villain, BridgeServer *server)
{
  Villain other;

  fill_chat (villain);
  villain_open (&other, server, SITE - 1);
  villain_greet (&other, server);
  send_text (&other, server);
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
  villain_open_deflating (&other, server, SITE - 2);
  villain_greet (&other, server);
  villain_look (&other);
  villain_frame (&other, TRUE, BRIDGE_FRAME_RSV1, BRIDGE_OPCODE_BINARY, packed.data, packed.length);
  villain_flush (&other);
  g_assert_cmpuint (villain_read_close (&other), ==, BRIDGE_CLOSE_TOO_LARGE);
  villain_close (&other);
  bridge_bytes_clear (&packed);
}

static const Act acts[] = {
  { "edits to be refused", make_refused_edits, STAYS },
  { "stamps used before", repeat_stamps, STAYS },
  { "a gap in the sequence", leave_gap, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "a commit", send_commit, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "a bomb as state", send_state_bomb, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "a second hello", send_hello_again, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "text", send_text, BRIDGE_CLOSE_UNSUPPORTED },
  { "too large a message", send_too_large, BRIDGE_CLOSE_TOO_LARGE },
  { "an unmasked frame", send_unmasked, BRIDGE_CLOSE_PROTOCOL_ERROR },
  { "pongs", send_pongs, STAYS },
  { "crumbs", send_crumbs, STAYS },
  { "presence", flood_presence, STAYS },
  { "names", flood_names, STAYS },
  { "pings", ping_unread, LEFT },
  { "pings after the end", ping_unread_after_goodbye, LEFT },
  { "pings after a close frame", ping_unread_after_close, LEFT },
  { "random bytes", send_random_bytes, CUT },
  { "random messages", send_random_messages, CUT },
  { "half a frame", vanish, LEFT },
  { "messages that are not whole", hold_messages, STAYS, 2 * BRIDGE_NET_HELD_MAX >> 20 },
  { "a bomb", send_bomb, STAYS },
  { "pings behind a state", ping_behind_state, STAYS },
};

/* In a hurry. */

static void
begin_message (Villain *villain, BridgeServer *server)
{
  villain_write (villain, "\x82\xfe\x10\x00mask\x01", 9);
}

static void
begin_header (Villain *villain, BridgeServer *server)
{
  villain_write (villain, "\x82", 1);
}

#define FIRST_HALF  "\x82\x82mask\xa5" /* of a message whose type nobody knows */
#define SECOND_HALF "\x01"

/* A message is always under way, but none takes long. */
static void
straddle (Villain *villain, BridgeServer *server)
{
  gint64                until = g_get_monotonic_time () + 3 * HURRY * G_GINT64_CONSTANT (1000);
  BridgeConnectionEvent event;

  g_assert_true (villain_write (villain, FIRST_HALF, strlen (FIRST_HALF)));
  while (g_get_monotonic_time () < until)
    {
      g_assert_true (villain_write (villain, SECOND_HALF "\x89\x80mask" FIRST_HALF, 14));
      do
        g_assert_true (raw_client_next (&villain->client, &event));
      while (event.type != BRIDGE_CONNECTION_PONG);
    }
  g_assert_true (villain_write (villain, SECOND_HALF, strlen (SECOND_HALF)));
}

/* Its answers to pings never come. */
static void
fall_silent (Villain *villain, BridgeServer *server)
{
  villain_read_close (villain);
}

/* So many messages at once that they are read over some seconds, with a pause in the middle of one. */
static void
exceed_rate (Villain *villain, BridgeServer *server)
{
  for (int i = 0; i < BRIDGE_LIMIT_EDIT_BURST + 4 * BRIDGE_LIMIT_EDIT_RATE; i++)
    villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_BINARY, "\xc8", 1);
  villain_flush (villain);
}

static gboolean
says_left (const BridgeConnectionEvent *event, guint64 site)
{
  BridgeWirePerson *people;
  gsize             n_people;
  gboolean          found = FALSE;

  if (event->type != BRIDGE_CONNECTION_BINARY || bridge_wire_type (event->data, event->length) != BRIDGE_WIRE_PEOPLE)
    return FALSE;
  g_assert_cmpint (bridge_wire_get_people (event->data, event->length, &people, &n_people), ==, BRIDGE_STATUS_OK);
  for (gsize i = 0; i < n_people; i++)
    found = found || (people[i].site == site && people[i].state == BRIDGE_PERSON_LEFT);
  bridge_free (people);
  return found;
}

/* Another connection never reads what it is sent. */
static void
read_nothing (Villain *villain, BridgeServer *server)
{
  BridgeConnectionEvent event;
  Villain               other;

  fill_chat (villain);
  villain_open (&other, server, SITE - 1);
  villain_greet (&other, server);
  do
    {
      g_assert_true (raw_client_next (&villain->client, &event));
      villain_flush (villain); /* pongs */
    }
  while (!says_left (&event, SITE - 1));
  villain_close (&other);
}

static const Act hurried_acts[] = {
  { "a message that does not end", begin_message, BRIDGE_CLOSE_POLICY },
  { "a header that does not end", begin_header, BRIDGE_CLOSE_POLICY },
  { "messages end to end", straddle, STAYS },
  { "silence", fall_silent, CUT },
  { "too many messages", exceed_rate, STAYS },
  { "reads nothing", read_nothing, STAYS },
};

static void
end_act (Villain *villain, unsigned end)
{
  if (end == STAYS)
    villain_expect_service (villain);
  else if (end == CUT)
    villain_read_close (villain);
  else if (end != LEFT)
    g_assert_cmpuint (villain_read_close (villain), ==, end);
}

static void
perform (BridgeServer *server, gconstpointer data)
{
  static guint64 site = SITE;
  const Act     *act = data;
  Villain        villain;

  villain_open (&villain, server, site++);
  villain_greet (&villain, server);
  villain_look (&villain);
  act->act (&villain, server);
  end_act (&villain, act->end);
  villain_close (&villain);
}

static void
play (HonestRoom *room, const Act *list, gsize n_acts)
{
  for (gsize i = 0; i < n_acts; i++)
    {
      gsize growth;

      honest_room_attack (room, perform, &list[i], &growth);
      g_test_message ("%s: memory grew by %zu KiB", list[i].name, growth >> 10);
      g_assert_cmpuint (growth, <, list[i].growth> 0 ? list[i].growth << 20 : GROWTH);
      honest_room_judge (room, PATIENCE);
    }
}

static void
test_acts (void)
{
  HonestRoom room;

  honest_room_open (&room, NULL, FALSE);
  play (&room, acts, G_N_ELEMENTS (acts));
  honest_room_close (&room);
}

static void
test_hurried (gconstpointer through_tls)
{
  HonestRoom room;

  honest_room_open (&room, through_tls != NULL ? certificate : NULL, TRUE);
  play (&room, hurried_acts, G_N_ELEMENTS (hurried_acts));
  honest_room_close (&room);
}

static gboolean
has_come (HonestRoom *room)
{
  guint n;

  g_object_get (room->guests[0].session, "n-people", &n, NULL);
  return n == 3;
}

/* A hello that lies behind the upgrade is told to all, though nothing else happens. */
static void
test_hello_behind_upgrade (void)
{
  HonestRoom room;
  Villain    villain = { .site = SITE };
  gint64     before;

  honest_room_open (&room, NULL, FALSE);
  raw_client_init (&villain.client);
  raw_client_hello (&villain.client, bridge_server_get_invite (room.server)->token, SITE);
  before = g_get_monotonic_time ();
  raw_client_open (&villain.client, room.server, FALSE);
  WAIT_FOR (has_come (&room));
  g_assert_cmpint (g_get_monotonic_time () - before, <, PATIENCE);
  villain_close (&villain);
  honest_room_close (&room);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("drawbridge-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "identity.pem", NULL);
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  certificate = bridge_identity_load (path, &error);
  g_assert_no_error (error);
  g_test_add_func ("/hostile/acts", test_acts);
  g_test_add_data_func ("/hostile/hurried", NULL, test_hurried);
  g_test_add_data_func ("/hostile/hurried-through-tls", "", test_hurried);
  g_test_add_func ("/hostile/hello-behind-upgrade", test_hello_behind_upgrade);
  result = g_test_run ();
  g_object_unref (certificate);
  g_remove (path);
  g_rmdir (folder);
  return result;
}
