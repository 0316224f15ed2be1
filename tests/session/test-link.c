/* The guest's end of a connection: what becomes of each kind of server that it may meet.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include "core/base/sha1.h"
#include "core/frame/edit/wire.h"
#include "core/frame/websocket/connection.h"
#include "session/error.h"
#include "session/link.h"

#include <string.h>

#define TOKEN "AAAAAAAAAAAAAAAAAAAAAA"

typedef struct
{
  BridgeLink *link;
  gboolean    opened;
  GString    *messages;
  guint       n_messages;
  int         opcode;  /* of the last one */
  gboolean    pausing; /* pause at the next message */
  gboolean    closed;
  GError     *error;
  guint       http_status;
} Owner;

static void
on_opened (gpointer data)
{
  ((Owner *)data)->opened = TRUE;
}

static void
on_message (gpointer data, BridgeOpcode opcode, const guint8 *payload, gsize length)
{
  Owner *owner = data;

  g_string_append_len (owner->messages, (const char *)payload, length);
  owner->n_messages++;
  owner->opcode = opcode;
  if (owner->pausing)
    bridge_link_pause (owner->link);
}

static void
on_drained (gpointer data)
{
}

static void
on_closed (gpointer data, const GError *error)
{
  Owner *owner = data;

  g_assert_false (owner->closed);
  owner->closed = TRUE;
  owner->error = error != NULL ? g_error_copy (error) : NULL;
  if (error != NULL)
    {
      g_test_message ("%s", error->message);
      g_assert_true (error->domain == BRIDGE_ERROR);
    }
  owner->http_status = bridge_link_http_status (owner->link);
  bridge_link_close (g_steal_pointer (&owner->link));
}

static const BridgeLinkHandlers handlers = {
  .opened = on_opened,
  .message = on_message,
  .drained = on_drained,
  .closed = on_closed,
};

static void
open_owner (Owner *owner, BridgeInvite *invite)
{
  *owner = (Owner){ .messages = g_string_new (NULL) };
  owner->link = bridge_link_open (invite, &handlers, owner);
}

static void
clear_owner (Owner *owner)
{
  g_clear_pointer (&owner->link, bridge_link_close);
  g_string_free (owner->messages, TRUE);
  g_clear_error (&owner->error);
}

/* How it ends: an error's code, or -1 for a proper close. */
static int
outcome (BridgeInvite *invite)
{
  Owner owner;
  int   code;

  open_owner (&owner, invite);
  WAIT_FOR (owner.closed);
  code = owner.error != NULL ? owner.error->code : -1;
  clear_owner (&owner);
  return code;
}

static BridgeInvite *
local (guint16 port)
{
  return bridge_invite_new (BRIDGE_SCHEME_WS, "127.0.0.1", port, "room", TOKEN, NULL);
}

#define OURS  "Drawbridge-Protocol: drawbridge.v1\r\n"
#define TO_US "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"

static const struct
{
  const char *answer;
  int         code;
} strangers[] = {
  { "", BRIDGE_ERROR_NOT_A_SERVER },
  { "SSH-2.0-OpenSSH_9.2\r\n", BRIDGE_ERROR_NOT_A_SERVER },
  { "HTTP/1.1", BRIDGE_ERROR_NOT_A_SERVER },
  { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", BRIDGE_ERROR_NOT_A_SERVER },
  { "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", BRIDGE_ERROR_NOT_A_SERVER },
  { "HTTP/1.1 404 Not Found\r\n" OURS "\r\n", BRIDGE_ERROR_UNKNOWN_ROOM },
  { "HTTP/1.1 400 Bad Request\r\nDrawbridge-Protocol: drawbridge.v2\r\n\r\n", BRIDGE_ERROR_VERSION },
  { "HTTP/1.1 400 Bad Request\r\n" OURS "\r\n", BRIDGE_ERROR_NOT_A_SERVER },
  { TO_US "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\nSec-WebSocket-Protocol: drawbridge.v1\r\n\r\n", BRIDGE_ERROR_NOT_A_SERVER },
  { TO_US "\r\n", BRIDGE_ERROR_NOT_A_SERVER },
  { "HTTP/1.1 101\r\n\r\n", BRIDGE_ERROR_NOT_A_SERVER },
};

static void
test_strangers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    for (int close = 0; close < 2; close++)
      {
        HarnessPeer *peer;
        g_autoptr (BridgeInvite) invite = NULL;

        if (!close && strstr (strangers[i].answer, "\r\n") == NULL)
          continue;
        peer = harness_peer_new (strangers[i].answer, strlen (strangers[i].answer), close);
        invite = local (harness_peer_port (peer));
        g_test_message ("%s", strangers[i].answer);
        g_assert_cmpint (outcome (invite), ==, strangers[i].code);
        harness_peer_free (peer);
      }
}

static void
test_endless_head (void)
{
  g_autoptr (GString) answer = g_string_new ("HTTP/1.1 101 Switching Protocols\r\n");
  g_autoptr (BridgeInvite) invite = NULL;
  HarnessPeer *peer;

  for (int i = 0; i < 10000; i++)
    g_string_append (answer, "X: y\r\n");
  peer = harness_peer_new (answer->str, answer->len, FALSE);
  invite = local (harness_peer_port (peer));
  g_assert_cmpint (outcome (invite), ==, BRIDGE_ERROR_NOT_A_SERVER);
  harness_peer_free (peer);
}

/* It accepts, and says nothing at all. */
static void
test_silent (void)
{
  HarnessPeer *peer = harness_peer_new (NULL, 0, FALSE);
  g_autoptr (BridgeInvite) invite = local (harness_peer_port (peer));
  Owner owner;

  open_owner (&owner, invite);
  bridge_link_set_clocks (owner.link, 200, 1000, 1000);
  WAIT_FOR (owner.closed);
  g_assert_error (owner.error, BRIDGE_ERROR, BRIDGE_ERROR_NOT_A_SERVER);
  clear_owner (&owner);
  harness_peer_free (peer);
}

static void
test_nowhere (void)
{
  HarnessPeer *peer = harness_peer_new (NULL, 0, FALSE);
  guint16      port = harness_peer_port (peer);
  g_autoptr (BridgeInvite) refused = local (port);
  g_autoptr (BridgeInvite) nameless = bridge_invite_new (BRIDGE_SCHEME_WS, "no-such-host.invalid", 1, "room", TOKEN, NULL);
  g_autoptr (BridgeInvite) encrypted = bridge_invite_new (BRIDGE_SCHEME_WSS, "127.0.0.1", port, "room", TOKEN, NULL);

  harness_peer_free (peer);
  g_assert_cmpint (outcome (refused), ==, BRIDGE_ERROR_REFUSED);
  g_assert_cmpint (outcome (nameless), ==, BRIDGE_ERROR_RESOLVE);
  g_assert_cmpint (outcome (encrypted), ==, BRIDGE_ERROR_REFUSED);
}

/* Nobody answers at all: the address drops what it gets (TEST-NET-1, RFC 5737), or there is no way to it. */
static void
test_timeout (void)
{
  g_autoptr (BridgeInvite) invite = bridge_invite_new (BRIDGE_SCHEME_WS, "192.0.2.1", 7420, "room", TOKEN, NULL);
  Owner owner;

  open_owner (&owner, invite);
  bridge_link_set_clocks (owner.link, 200, 1000, 1000);
  WAIT_FOR (owner.closed);
  g_assert_true (owner.error->code == BRIDGE_ERROR_TIMEOUT || owner.error->code == BRIDGE_ERROR_UNREACHABLE ||
                 owner.error->code == BRIDGE_ERROR_REFUSED);
  clear_owner (&owner);
}

/* A server of ours in a few lines: it answers the handshake rightly, with all of `frames` in the same write. */
typedef struct
{
  GSocketService    *service;
  guint16            port;
  GBytes            *frames;
  const char        *headers; /* of the answer, beside the usual ones */
  GSocketConnection *connection;
  char               request[4096];
} Echo;

static char *
accept_for (const char *request)
{
  const char      *key = strstr (request, "Sec-WebSocket-Key: ") + strlen ("Sec-WebSocket-Key: ");
  g_autofree char *text = g_strdup_printf ("%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
  BridgeSha1       sha1;
  uint8_t          digest[BRIDGE_SHA1_SIZE];

  bridge_sha1_init (&sha1);
  bridge_sha1_feed (&sha1, text, strlen (text));
  bridge_sha1_finish (&sha1, digest);
  return g_base64_encode (digest, sizeof digest);
}

static void
on_echo_request (GObject *input, GAsyncResult *result, gpointer data)
{
  Echo            *echo = data;
  g_autofree char *accept = NULL;
  g_autoptr (GByteArray) answer = g_byte_array_new ();
  g_autofree char *head = NULL;

  g_assert_cmpint (g_input_stream_read_finish (G_INPUT_STREAM (input), result, NULL), >, 0);
  g_assert_true (g_str_has_prefix (echo->request, "GET /room HTTP/1.1\r\nHost: 127.0.0.1:"));
  g_assert_null (strstr (echo->request, TOKEN));
  accept = accept_for (echo->request);
  head = g_strdup_printf (TO_US "%sSec-WebSocket-Accept: %s\r\n\r\n", echo->headers, accept);
  g_byte_array_append (answer, (const guint8 *)head, strlen (head));
  g_byte_array_append (answer, g_bytes_get_data (echo->frames, NULL), g_bytes_get_size (echo->frames));
  harness_send (echo->connection, answer->data, answer->len);
}

static gboolean
on_echo_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Echo *echo = data;

  g_set_object (&echo->connection, connection);
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), echo->request, sizeof echo->request - 1,
                             G_PRIORITY_DEFAULT, NULL, on_echo_request, echo);
  return TRUE;
}

static Echo *
start_echo (BridgeBytes *frames)
{
  Echo *echo = g_new0 (Echo, 1);

  echo->headers = "Sec-WebSocket-Protocol: drawbridge.v1\r\n";
  echo->frames = g_bytes_new (frames->data, frames->length);
  bridge_bytes_clear (frames);
  echo->service = harness_listen (G_CALLBACK (on_echo_incoming), echo, &echo->port);
  return echo;
}

static void
stop_echo (Echo *echo)
{
  g_socket_service_stop (echo->service);
  g_socket_listener_close (G_SOCKET_LISTENER (echo->service));
  g_object_unref (echo->service);
  g_clear_object (&echo->connection);
  g_bytes_unref (echo->frames);
  g_free (echo);
}

/* What the client sends is a close frame with this code. */
static void
expect_close (GSocketConnection *connection, unsigned code)
{
  GInputStream     *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  guint8            frame[8]; /* header, mask and code */
  BridgeFrameHeader header;
  gsize             n;

  g_socket_set_timeout (g_socket_connection_get_socket (connection), HARNESS_PATIENCE);
  g_assert_true (g_input_stream_read_all (input, frame, sizeof frame, &n, NULL, NULL));
  g_assert_cmpuint (n, ==, sizeof frame);
  g_assert_true (bridge_frame_header_decode (&header, frame));
  g_assert_cmpint (header.opcode, ==, BRIDGE_OPCODE_CLOSE);
  bridge_frame_mask (frame + 6, 2, header.mask_key, 0);
  g_assert_cmpuint ((unsigned)frame[6] << 8 | frame[7], ==, code);
}

static void
put_numbers (BridgeBytes *frames, int count)
{
  for (int i = 0; i < count; i++)
    {
      g_autofree char *text = g_strdup_printf ("%d ", i);

      bridge_frame_put (frames, BRIDGE_OPCODE_BINARY, text, strlen (text));
    }
}

static void
test_messages_behind_answer (void)
{
  BridgeBytes frames = { 0 };
  g_autoptr (BridgeInvite) invite = NULL;
  Echo *echo;
  Owner owner;

  put_numbers (&frames, 5);
  echo = start_echo (&frames);
  invite = local (echo->port);
  open_owner (&owner, invite);
  WAIT_FOR (owner.n_messages == 5);
  g_assert_true (owner.opened);
  g_assert_cmpstr (owner.messages->str, ==, "0 1 2 3 4 ");
  clear_owner (&owner);
  stop_echo (echo);
}

/* Paused after each message, it tells all of them all the same, and in order. */
static void
test_pause (void)
{
  BridgeBytes frames = { 0 };
  g_autoptr (BridgeInvite) invite = NULL;
  g_autoptr (GString) expected = g_string_new (NULL);
  Echo *echo;
  Owner owner;

  put_numbers (&frames, 300);
  for (int i = 0; i < 300; i++)
    g_string_append_printf (expected, "%d ", i);
  echo = start_echo (&frames);
  invite = local (echo->port);
  open_owner (&owner, invite);
  owner.pausing = TRUE;
  for (guint i = 1; i <= 300; i++)
    {
      WAIT_FOR (owner.n_messages >= i);
      g_assert_cmpuint (owner.n_messages, ==, i);
      bridge_link_resume (owner.link);
    }
  g_assert_cmpstr (owner.messages->str, ==, expected->str);
  clear_owner (&owner);
  stop_echo (echo);
}

static void
test_close_by_server (void)
{
  BridgeBytes frames = { 0 };
  g_autoptr (BridgeInvite) invite = NULL;
  Echo *echo;
  Owner owner;

  bridge_frame_put (&frames, BRIDGE_OPCODE_CLOSE, "\x03\xe8", 2);
  echo = start_echo (&frames);
  invite = local (echo->port);
  open_owner (&owner, invite);
  WAIT_FOR (owner.closed);
  g_assert_no_error (owner.error);
  clear_owner (&owner);
  stop_echo (echo);
}

static void
test_nonsense (void)
{
  BridgeBytes frames = { 0 };
  g_autoptr (BridgeInvite) invite = NULL;
  Echo *echo;
  Owner owner;

  bridge_bytes_put (&frames, "\xff\xff\xff\xff", 4);
  echo = start_echo (&frames);
  invite = local (echo->port);
  open_owner (&owner, invite);
  WAIT_FOR (owner.closed);
  g_assert_error (owner.error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED);
  clear_owner (&owner);
  stop_echo (echo);
}

/* It opens, and then says nothing to a ping. */
static void
test_pong_missing (void)
{
  BridgeBytes frames = { 0 };
  g_autoptr (BridgeInvite) invite = NULL;
  Echo *echo = start_echo (&frames);
  Owner owner;

  invite = local (echo->port);
  open_owner (&owner, invite);
  bridge_link_set_clocks (owner.link, 5000, 50, 100);
  WAIT_FOR (owner.closed);
  g_assert_true (owner.opened);
  g_assert_error (owner.error, BRIDGE_ERROR, BRIDGE_ERROR_LOST);
  clear_owner (&owner);
  stop_echo (echo);
}

/* What the server compresses, it understands; and its offer was that of links without a context. */
static void
test_deflate (void)
{
  const BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_SERVER,
    .deflate = { .agreed = true, .server_no_context_takeover = true, .client_no_context_takeover = true, .server_max_window_bits = 15, .client_max_window_bits = 15 },
  };
  g_autofree char *text = g_strnfill (100000, 'x');
  BridgeConnection server;
  g_autoptr (BridgeInvite) invite = NULL;
  Echo *echo;
  Owner owner;

  bridge_connection_init (&server, &options);
  bridge_connection_send (&server, BRIDGE_OPCODE_BINARY, text, strlen (text));
  bridge_connection_send (&server, BRIDGE_OPCODE_BINARY, text, strlen (text));
  g_assert_cmpuint (server.output.length, <, 1000);
  echo = start_echo (&server.output);
  echo->headers = "Sec-WebSocket-Protocol: drawbridge.v1\r\n"
                  "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; client_no_context_takeover\r\n";
  invite = local (echo->port);
  open_owner (&owner, invite);
  WAIT_FOR (owner.n_messages == 2 || owner.closed);
  g_assert_no_error (owner.error);
  g_assert_cmpuint (owner.messages->len, ==, 2 * strlen (text));
  g_assert_nonnull (strstr (echo->request, "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover"));
  clear_owner (&owner);
  stop_echo (echo);
  bridge_connection_clear (&server);
}

static void
open_place (Owner *owner, guint16 port, const char *const *protocols, gboolean takes_text)
{
  const BridgeLinkPlace place = {
    .host = "127.0.0.1",
    .port = port,
    .target = "/room",
    .protocols = protocols,
    .message_limit = 1000,
    .takes_text = takes_text,
  };

  *owner = (Owner){ .messages = g_string_new (NULL) };
  owner->link = bridge_link_open_place (&place, &handlers, owner);
}

/* Taken where the place says so, else refused. */
static void
test_text (void)
{
  for (int takes = 0; takes < 2; takes++)
    {
      BridgeBytes frames = { 0 };
      Echo       *echo;
      Owner       owner;

      bridge_frame_put (&frames, BRIDGE_OPCODE_BINARY, "one ", 4);
      bridge_frame_put (&frames, BRIDGE_OPCODE_TEXT, "two", 3);
      echo = start_echo (&frames);
      echo->headers = "";
      open_place (&owner, echo->port, NULL, takes);
      WAIT_FOR (owner.closed || owner.n_messages == 2);
      g_assert_cmpstr (owner.messages->str, ==, takes ? "one two" : "one ");
      g_assert_cmpint (owner.opcode, ==, takes ? BRIDGE_OPCODE_TEXT : BRIDGE_OPCODE_BINARY);
      g_assert_cmpint (owner.closed, ==, !takes);
      clear_owner (&owner);
      if (!takes)
        expect_close (echo->connection, BRIDGE_CLOSE_UNSUPPORTED);
      stop_echo (echo);
    }
}

/* A place's limit and protocols are its own. */
static void
test_place (void)
{
  static const char *const wanted[] = { "other.v1", NULL };
  g_autofree char         *large = g_strnfill (1001, 'x');
  BridgeBytes              frames = { 0 };
  Echo                    *echo = start_echo (&frames);
  Owner                    owner;

  echo->headers = "";
  open_place (&owner, echo->port, wanted, TRUE);
  WAIT_FOR (owner.closed);
  g_assert_error (owner.error, BRIDGE_ERROR, BRIDGE_ERROR_NOT_A_SERVER);
  g_assert_cmpuint (owner.http_status, ==, 101);
  g_assert_nonnull (strstr (echo->request, "Sec-WebSocket-Protocol: other.v1\r\n"));
  g_assert_null (strstr (echo->request, "Extensions"));
  clear_owner (&owner);
  stop_echo (echo);

  bridge_frame_put (&frames, BRIDGE_OPCODE_TEXT, large, 1001);
  echo = start_echo (&frames);
  echo->headers = "";
  open_place (&owner, echo->port, NULL, TRUE);
  WAIT_FOR (owner.closed);
  g_assert_error (owner.error, BRIDGE_ERROR, BRIDGE_ERROR_LIMIT);
  clear_owner (&owner);
  expect_close (echo->connection, BRIDGE_CLOSE_TOO_LARGE);
  stop_echo (echo);
}

static void
test_http_status (void)
{
  const char  *answer = "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n";
  HarnessPeer *peer = harness_peer_new (answer, strlen (answer), FALSE);
  Owner        owner;

  open_place (&owner, harness_peer_port (peer), NULL, TRUE);
  g_assert_cmpuint (bridge_link_http_status (owner.link), ==, 0);
  WAIT_FOR (owner.closed);
  g_assert_cmpuint (owner.http_status, ==, 410);
  clear_owner (&owner);
  harness_peer_free (peer);
}

/* Closed while it is still on its way, it tells nothing. */
static void
test_close_early (void)
{
  HarnessPeer *peer = harness_peer_new (NULL, 0, FALSE);
  g_autoptr (BridgeInvite) invite = local (harness_peer_port (peer));

  for (int i = 0; i < 20; i++)
    {
      Owner owner;

      open_owner (&owner, invite);
      for (int turn = 0; turn < i; turn++)
        g_main_context_iteration (NULL, FALSE);
      g_clear_pointer (&owner.link, bridge_link_close);
      for (int turn = 0; turn < 20; turn++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_false (owner.closed);
      clear_owner (&owner);
    }
  harness_peer_free (peer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/strangers", test_strangers);
  g_test_add_func ("/link/endless-head", test_endless_head);
  g_test_add_func ("/link/silent", test_silent);
  g_test_add_func ("/link/nowhere", test_nowhere);
  g_test_add_func ("/link/timeout", test_timeout);
  g_test_add_func ("/link/messages-behind-answer", test_messages_behind_answer);
  g_test_add_func ("/link/pause", test_pause);
  g_test_add_func ("/link/close-by-server", test_close_by_server);
  g_test_add_func ("/link/nonsense", test_nonsense);
  g_test_add_func ("/link/pong-missing", test_pong_missing);
  g_test_add_func ("/link/deflate", test_deflate);
  g_test_add_func ("/link/text", test_text);
  g_test_add_func ("/link/place", test_place);
  g_test_add_func ("/link/http-status", test_http_status);
  g_test_add_func ("/link/close-early", test_close_early);
  return g_test_run ();
}
