/* The server over real sockets: cards, pages, upgrades, and those who misbehave.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"
#include "raw-client.h"

#include "session/card.h"
#include "session/error.h"
#include "session/limits.h"

#include <string.h>

#define PUBLIC_CARD "{\"drawbridge\":1,\"protocol\":\"drawbridge.v1\",\"full\":false}"
#define KEY         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
#define PROTOCOL    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: drawbridge.v1\r\n"
#define UPGRADE     "Host: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"

/* What is sent, how the answer begins, and what is in it. TOKEN stands for the room's token. */
static const struct
{
  const char *request;
  const char *status;
  const char *holds;
} cases[] = {
  { "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n\r\n", "HTTP/1.1 200", "\r\n\r\n" PUBLIC_CARD },
  { "GET /room HTTP/1.1\r\nHost: h\r\nAccept: text/plain, application/json;q=0.5\r\n\r\n", "HTTP/1.1 200", PUBLIC_CARD },
  { "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\nAuthorization: Bearer TOKEN\r\n\r\n", "HTTP/1.1 200", "\"title\":\"A title\",\"people\":0,\"items\":0,\"host\":\"A host\"}" },
  { "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\nAuthorization: Bearer wrong\r\n\r\n", "HTTP/1.1 404", "Drawbridge-Protocol: drawbridge.v1\r\n" },
  { "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\nAuthorization: Bearer \r\n\r\n", "HTTP/1.1 404", "" },
  { "GET /other HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\nAuthorization: Bearer TOKEN\r\n\r\n", "HTTP/1.1 404", "" },
  { "GET /room HTTP/1.1\r\nHost: h\r\nAccept: text/html\r\n\r\n", "HTTP/1.1 200", "'drawbridge://'+location.hostname" },
  { "GET /room HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200", "Content-Security-Policy: default-src 'none'; style-src 'sha256-" },
  { "GET /room HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200", "Connection: close\r\n" },
  { "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 404", "Connection: close\r\n" },
  { "GET /room/ HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 404", "" },
  { "GET /../room HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 ", "" },
  { "HEAD /room HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 404", "" },
  { "POST /room HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 404", "" },
  { "POST /room HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody", "HTTP/1.1 404", "" },
  { "nonsense\r\n\r\n", "HTTP/1.0 400", "" },
  { "GET /room HTTP/1.1\r\n" UPGRADE KEY "Sec-WebSocket-Version: 12\r\n\r\n", "HTTP/1.1 426", "Sec-WebSocket-Version: 13\r\n" },
  { "GET /room HTTP/1.1\r\n" UPGRADE "Sec-WebSocket-Version: 13\r\n\r\n", "HTTP/1.1 400", "bad Sec-WebSocket-Key" },
  { "GET /room HTTP/1.1\r\n" UPGRADE KEY "Sec-WebSocket-Version: 13\r\n\r\n", "HTTP/1.1 400", "sub-protocol" },
  { "GET /room HTTP/1.1\r\n" UPGRADE KEY "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat\r\n\r\n", "HTTP/1.1 400", "sub-protocol" },
  { "GET /other HTTP/1.1\r\n" UPGRADE KEY PROTOCOL "\r\n", "HTTP/1.1 404", "" },
  { "GET /room HTTP/1.1\r\n" UPGRADE KEY PROTOCOL "Origin: http://evil.example\r\n\r\n", "HTTP/1.1 403", "another origin" },
  { "GET /room HTTP/1.1\r\n" UPGRADE KEY PROTOCOL "Origin: null\r\n\r\n", "HTTP/1.1 403", "another origin" },
  { "GET /room HTTP/1.0\r\n" UPGRADE KEY PROTOCOL "\r\n", "HTTP/1.", "400" },
  { "GET /room HTTP/1.1\r\n" UPGRADE KEY KEY PROTOCOL "\r\n", "HTTP/1.1 400", "bad Sec-WebSocket-Key" },
};

static char *
fill_in (const char *request, BridgeServer *server)
{
  GString *text = g_string_new (request);

  g_string_replace (text, "TOKEN", bridge_server_get_invite (server)->token, 0);
  return g_string_free (text, FALSE);
}

static void
test_http (void)
{
  BridgeServer *server = harness_start_server ("room", NULL, 0, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = fill_in (cases[i].request, server);
      g_autofree char *answer = harness_exchange (bridge_server_get_port (server), request);
      g_autofree char *shown = g_strescape (request, NULL);

      g_test_message ("%s: %.*s", shown, (int)strcspn (answer, "\r\n"), answer);
      g_assert_true (g_str_has_prefix (answer, cases[i].status));
      g_assert_nonnull (strstr (answer, cases[i].holds));
      g_assert_null (strstr (answer, bridge_server_get_invite (server)->token));
    }
  harness_stop_server (server);
}

static void
test_pipelined (void)
{
  BridgeServer *server = harness_start_server ("room", NULL, 0, 0, 0);

  for (int byte_by_byte = 0; byte_by_byte < 2; byte_by_byte++)
    {
      RawClient client;

      raw_client_init (&client);
      raw_client_hello (&client, bridge_server_get_invite (server)->token, 77);
      for (int i = 0; i < 200; i++)
        bridge_connection_ping (&client.connection, "x", 1);
      raw_client_open (&client, server, byte_by_byte);
      raw_client_expect_message (&client, BRIDGE_WIRE_WELCOME);
      raw_client_expect_message (&client, BRIDGE_WIRE_READY);
      bridge_connection_close (&client.connection, BRIDGE_CLOSE_NORMAL, "");
      raw_client_flush (&client);
      raw_client_expect_close (&client, BRIDGE_CLOSE_NORMAL);
      raw_client_clear (&client);
    }
  harness_stop_server (server);
}

static void
test_goodbyes (void)
{
  BridgeServer *server = harness_start_server ("room", NULL, 0, 0, 0);
  RawClient     wrong, there, rude, texting;

  raw_client_init (&wrong);
  raw_client_hello (&wrong, "not the token at all..", 77);
  raw_client_open (&wrong, server, FALSE);
  raw_client_expect_message (&wrong, BRIDGE_WIRE_GOODBYE);
  raw_client_expect_close (&wrong, BRIDGE_CLOSE_POLICY);
  raw_client_clear (&wrong);

  raw_client_init (&rude);
  raw_client_open (&rude, server, FALSE);
  harness_send (G_SOCKET_CONNECTION (rude.stream), "\x82\x01x", 3); /* without a mask */
  raw_client_expect_close (&rude, BRIDGE_CLOSE_PROTOCOL_ERROR);
  raw_client_clear (&rude);

  raw_client_init (&texting);
  bridge_connection_send (&texting.connection, BRIDGE_OPCODE_TEXT, "hi", 2);
  raw_client_open (&texting, server, FALSE);
  raw_client_expect_close (&texting, BRIDGE_CLOSE_UNSUPPORTED);
  raw_client_clear (&texting);

  raw_client_init (&there);
  raw_client_hello (&there, bridge_server_get_invite (server)->token, 77);
  raw_client_open (&there, server, FALSE);
  raw_client_expect_message (&there, BRIDGE_WIRE_READY);
  bridge_server_stop_async (server, NULL, NULL);
  raw_client_expect_message (&there, BRIDGE_WIRE_GOODBYE);
  raw_client_expect_close (&there, BRIDGE_CLOSE_NORMAL);
  raw_client_clear (&there);
  g_object_unref (server);
}

/* Whoever does not get beyond HTTP in time is cut off, whatever it sends. */
static void
test_slow (void)
{
  static const char *const beginnings[] = { "", "GET /", "GET /room HTTP/1.1\r\nHost: h\r\n", "POST /room HTTP/1.1\r\nHost: h\r\nX:" };
  BridgeServer            *server = harness_start_server ("room", NULL, 200, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      gint64           before = g_get_monotonic_time ();
      g_autofree char *answer = harness_exchange (bridge_server_get_port (server), beginnings[i]);

      g_assert_cmpstr (answer, ==, "");
      g_assert_cmpint (g_get_monotonic_time () - before, >=, 150000);
    }
  harness_stop_server (server);
}

/* Nor does anybody get through by sending without end. */
static void
test_endless (void)
{
  static const char *const beginnings[] = {
    "GET /room HTTP/1.1\r\nX: ",
    "POST /room HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000000000\r\n\r\n",
  };
  BridgeServer    *server = harness_start_server ("room", NULL, 300, 0, 0);
  g_autofree char *piece = g_strnfill (65536, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (GSocketConnection) connection = harness_connect (bridge_server_get_port (server));
      GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
      gint64         before = g_get_monotonic_time ();

      harness_send_text (connection, beginnings[i]);
      while (g_output_stream_write_all (output, piece, 65536, NULL, NULL, NULL))
        g_assert_cmpint (g_get_monotonic_time () - before, <, HARNESS_PATIENCE * G_USEC_PER_SEC);
    }
  harness_stop_server (server);
}

/* More than may be silent at once: they time out, and the one who speaks is heard. */
static void
test_silent_crowd (void)
{
  BridgeServer *server = harness_start_server ("room", NULL, 300, 0, 0);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *answer = NULL;

  for (int i = 0; i < 400; i++)
    g_ptr_array_add (crowd, harness_connect (bridge_server_get_port (server)));
  answer = harness_exchange (bridge_server_get_port (server), cases[0].request);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  harness_stop_server (server);
}

/* More than may be there without a hello: the first of them makes way, with a word, for one who has something to say. */
static void
test_silent_talkers (void)
{
  BridgeServer         *server = harness_start_server ("room", NULL, 0, 0, 0);
  g_autofree RawClient *silent = g_new (RawClient, BRIDGE_LIMIT_SILENT);
  RawClient             client;

  for (guint i = 0; i < BRIDGE_LIMIT_SILENT; i++)
    {
      raw_client_init (&silent[i]);
      raw_client_open (&silent[i], server, FALSE);
    }
  raw_client_init (&client);
  raw_client_hello (&client, bridge_server_get_invite (server)->token, 77);
  raw_client_open (&client, server, FALSE);
  raw_client_expect_message (&client, BRIDGE_WIRE_READY);
  raw_client_expect_close (&silent[0], BRIDGE_CLOSE_TRY_AGAIN);
  raw_client_clear (&client);
  for (guint i = 0; i < BRIDGE_LIMIT_SILENT; i++)
    raw_client_clear (&silent[i]);
  harness_stop_server (server);
}

/* A caller that answers no ping is cut. */
static void
test_pings (void)
{
  BridgeServer         *server = harness_start_server ("room", NULL, 0, 50, 100);
  BridgeConnectionEvent event;
  RawClient             client;
  int                   pings = 0;

  raw_client_init (&client);
  raw_client_hello (&client, bridge_server_get_invite (server)->token, 77);
  raw_client_open (&client, server, FALSE);
  while (raw_client_next (&client, &event))
    if (event.type == BRIDGE_CONNECTION_PING && ++pings <= 3)
      raw_client_flush (&client);
  g_assert_cmpint (pings, ==, 4);
  raw_client_clear (&client);
  harness_stop_server (server);
}

static void
test_ports (void)
{
  BridgeServer       *first = harness_start_server ("room", NULL, 0, 0, 0);
  BridgeServerOptions options = { .listen = "127.0.0.1", .port = bridge_server_get_port (first) };
  g_autoptr (BridgeServer) busy = bridge_server_new (&options);
  g_autoptr (GError) error = NULL;
  g_autoptr (BridgeServer) odd = NULL;
  g_autoptr (BridgeServer) badly_named = NULL;

  g_assert_false (bridge_server_start (busy, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_BUSY);
  g_clear_error (&error);
  options = (BridgeServerOptions){ .listen = "no address" };
  odd = bridge_server_new (&options);
  g_assert_false (bridge_server_start (odd, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED);
  g_clear_error (&error);
  options = (BridgeServerOptions){ .room = "a/b" };
  badly_named = bridge_server_new (&options);
  g_assert_false (bridge_server_start (badly_named, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_LINK);
  harness_stop_server (first);
}

static void
test_any_port (void)
{
  const BridgeServerOptions options = { .port = -1 };
  BridgeServer             *one = bridge_server_new (&options);
  BridgeServer             *two = bridge_server_new (&options);
  g_autoptr (GPtrArray) invites = NULL;
  g_autofree char *request = NULL;
  g_autofree char *answer = NULL;

  g_assert_true (bridge_server_start (one, NULL));
  g_assert_true (bridge_server_start (two, NULL));
  g_assert_cmpint (bridge_server_get_port (one), !=, bridge_server_get_port (two));
  g_assert_cmpint (bridge_server_get_port (two), !=, BRIDGE_PORT_DEFAULT);
  g_assert_cmpstr (bridge_server_get_invite (one)->room, !=, bridge_server_get_invite (two)->room);
  invites = bridge_server_list_invites (two);
  g_assert_cmpuint (invites->len, >, 0);
  request = g_strdup_printf ("GET /%s HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n\r\n", bridge_server_get_invite (two)->room);
  answer = harness_exchange (bridge_server_get_port (two), request);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  harness_stop_server (one);
  harness_stop_server (two);
}

typedef struct
{
  BridgeCard *card;
  GError     *error;
} Fetched;

static void
on_card (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetched *fetched = data;

  fetched->card = bridge_card_fetch_finish (result, &fetched->error);
}

static int
fetch (BridgeInvite *invite, BridgeCard **card)
{
  Fetched fetched = { 0 };
  int     code = -1;

  bridge_card_fetch_async (invite, NULL, on_card, &fetched);
  WAIT_FOR (fetched.card != NULL || fetched.error != NULL);
  if (fetched.error != NULL)
    {
      g_test_message ("%s", fetched.error->message);
      g_assert_true (fetched.error->domain == BRIDGE_ERROR);
      code = fetched.error->code;
    }
  g_clear_error (&fetched.error);
  *card = fetched.card;
  return code;
}

static void
test_card (void)
{
  BridgeServer *server = harness_start_server ("room", NULL, 0, 0, 0);
  BridgeInvite *invite = bridge_server_get_invite (server);
  g_autoptr (BridgeInvite) elsewhere = harness_redirect (invite, invite->port, "other", NULL);
  g_autoptr (BridgeInvite) wrong = harness_redirect (invite, invite->port, NULL, "AAAAAAAAAAAAAAAAAAAAAA");
  g_autoptr (BridgeInvite) nameless = bridge_invite_new (BRIDGE_SCHEME_WS, "no-such-host.invalid", 1, "room", invite->token, NULL);
  g_autoptr (BridgeInvite) encrypted = bridge_invite_new (BRIDGE_SCHEME_WSS, "127.0.0.1", invite->port, "room", invite->token, NULL);
  g_autoptr (BridgeCard) card = NULL;
  g_autofree char *json = NULL;
  BridgeCard      *none;

  g_assert_cmpint (fetch (invite, &card), ==, -1);
  json = bridge_card_to_json (card);
  g_assert_cmpstr (json, ==, "{\"drawbridge\":1,\"protocol\":\"drawbridge.v1\",\"full\":false,\"title\":\"A title\",\"people\":0,\"items\":0,\"host\":\"A host\"}");
  g_assert_cmpint (fetch (elsewhere, &none), ==, BRIDGE_ERROR_UNKNOWN_ROOM);
  g_assert_cmpint (fetch (wrong, &none), ==, BRIDGE_ERROR_UNKNOWN_ROOM);
  g_assert_cmpint (fetch (nameless, &none), ==, BRIDGE_ERROR_RESOLVE);
  g_assert_cmpint (fetch (encrypted, &none), ==, BRIDGE_ERROR_NOT_A_SERVER);
  harness_stop_server (server);
  g_assert_cmpint (fetch (wrong, &none), ==, BRIDGE_ERROR_REFUSED);
}

#define DRAWBRIDGE_SAYS(version, body) "HTTP/1.1 200 OK\r\nConnection: close\r\nDrawbridge-Protocol: " version "\r\n\r\n" body

/* Answers that are none of ours. */
static const struct
{
  const char *answer;
  int         code;
} strangers[] = {
  { "", BRIDGE_ERROR_NOT_A_SERVER },
  { "SSH-2.0-OpenSSH\r\n", BRIDGE_ERROR_NOT_A_SERVER },
  { "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", BRIDGE_ERROR_NOT_A_SERVER },
  { "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", BRIDGE_ERROR_NOT_A_SERVER },
  { "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<html>", BRIDGE_ERROR_NOT_A_SERVER },
  { DRAWBRIDGE_SAYS ("drawbridge.v1", "{}"), BRIDGE_ERROR_NOT_A_SERVER },
  { DRAWBRIDGE_SAYS ("drawbridge.v1", PUBLIC_CARD), BRIDGE_ERROR_NOT_A_SERVER },
  { DRAWBRIDGE_SAYS ("drawbridge.v1", "[[[["), BRIDGE_ERROR_NOT_A_SERVER },
  { DRAWBRIDGE_SAYS ("drawbridge.v9", "?"), BRIDGE_ERROR_VERSION },
};

static void
test_strangers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      HarnessPeer *peer = harness_peer_new (strangers[i].answer, strlen (strangers[i].answer), TRUE);
      g_autoptr (BridgeInvite) invite = bridge_invite_new (BRIDGE_SCHEME_WS, "127.0.0.1", harness_peer_port (peer), "room", "AAAAAAAAAAAAAAAAAAAAAA", NULL);
      BridgeCard *none;

      g_assert_cmpint (fetch (invite, &none), ==, strangers[i].code);
      harness_peer_free (peer);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/http", test_http);
  g_test_add_func ("/server/pipelined", test_pipelined);
  g_test_add_func ("/server/goodbyes", test_goodbyes);
  g_test_add_func ("/server/slow", test_slow);
  g_test_add_func ("/server/endless", test_endless);
  g_test_add_func ("/server/silent-crowd", test_silent_crowd);
  g_test_add_func ("/server/silent-talkers", test_silent_talkers);
  g_test_add_func ("/server/pings", test_pings);
  g_test_add_func ("/server/ports", test_ports);
  g_test_add_func ("/server/any-port", test_any_port);
  g_test_add_func ("/server/card", test_card);
  g_test_add_func ("/server/strangers", test_strangers);
  return g_test_run ();
}
