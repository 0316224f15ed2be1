/* Sessions that are encrypted: TLS and HTTP on one port, and what TLS must not lose.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"
#include "raw-client.h"

#include "core/sync/guest.h"
#include "session/identity.h"
#include "session/limits.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define PUBLIC_CARD "{\"drawbridge\":1,\"protocol\":\"drawbridge.v1\",\"full\":false}"
#define UPGRADE                                                                                             \
  "Host: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" \
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: drawbridge.v1\r\n"

static GTlsCertificate *certificate;

static BridgeServer *
make_server (GPtrArray *state)
{
  const char *const         more[] = { "second", "third", NULL };
  const BridgeServerOptions options = {
    .listen = "127.0.0.1",
    .room = "room",
    .more_rooms = more,
    .title = "A title",
    .host = "A host",
    .state = state,
    .certificate = certificate,
  };

  return bridge_server_new (&options);
}

static BridgeServer *
start_server (GPtrArray *state)
{
  BridgeServer *server = make_server (state);
  g_autoptr (GError) error = NULL;

  bridge_server_start (server, &error);
  g_assert_no_error (error);
  return server;
}

/* What is sent, with TLS or without, how the answer begins, and what is in it. TOKEN stands for the room's token. */
static const struct
{
  gboolean    through_tls;
  const char *request;
  const char *status;
  const char *holds;
} cases[] = {
  { TRUE, "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n\r\n", "HTTP/1.1 200", "\r\n\r\n" PUBLIC_CARD },
  { TRUE, "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\nAuthorization: Bearer TOKEN\r\n\r\n", "HTTP/1.1 200", "\"title\":\"A title\"" },
  { TRUE, "GET /second HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\nAuthorization: Bearer TOKEN\r\n\r\n", "HTTP/1.1 404", "" },
  { TRUE, "GET /room HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200", "<!DOCTYPE html>" },
  { TRUE, "GET /none HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 404", "" },
  { TRUE, "GET /room HTTP/1.1\r\n" UPGRADE "Origin: http://h\r\n\r\n", "HTTP/1.1 403", "another origin" },
  { FALSE, "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n\r\n", "HTTP/1.1 200", "\r\n\r\n" PUBLIC_CARD },
  { FALSE, "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\nAuthorization: Bearer TOKEN\r\n\r\n", "HTTP/1.1 403", "encrypted" },
  { FALSE, "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\nAuthorization: Bearer wrong\r\n\r\n", "HTTP/1.1 403", "encrypted" },
  { FALSE, "GET /room HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200", "<!DOCTYPE html>" },
  { FALSE, "GET /third HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 200", "<!DOCTYPE html>" },
  { FALSE, "GET /room HTTP/1.1\r\n" UPGRADE "\r\n", "HTTP/1.1 403", "encrypted" },
  { FALSE, "GET /none HTTP/1.1\r\n" UPGRADE "\r\n", "HTTP/1.1 404", "" },
};

static char *
exchange (BridgeServer *server, gboolean through_tls, const char *request)
{
  g_autoptr (GIOStream) stream = through_tls ? raw_client_connect (server, 0) : G_IO_STREAM (harness_connect (bridge_server_get_port (server)));
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  char   buffer[1024];
  gssize n;

  g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (answer, buffer, n);
  return g_strdup (answer->str);
}

static void
test_one_port (void)
{
  BridgeServer *server = start_server (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) request = g_string_new (cases[i].request);
      g_autofree char *answer = NULL;

      g_string_replace (request, "TOKEN", bridge_server_get_invite (server)->token, 0);
      answer = exchange (server, cases[i].through_tls, request->str);
      g_test_message ("%zu: %.*s", i, (int)strcspn (answer, "\r\n"), answer);
      g_assert_true (g_str_has_prefix (answer, cases[i].status));
      g_assert_nonnull (strstr (answer, cases[i].holds));
    }
  harness_stop_server (server);
}

static void
test_links (void)
{
  BridgeServer *server = start_server (NULL);
  g_autoptr (GPtrArray) invites = bridge_server_list_rooms (server);
  g_autofree char *fingerprint = bridge_fingerprint_of (certificate);

  g_assert_cmpuint (invites->len, ==, 3);
  for (guint i = 0; i < invites->len; i++)
    {
      const BridgeInvite *invite = invites->pdata[i];
      g_autofree char    *link = bridge_invite_to_string (invite);

      g_assert_true (g_str_has_prefix (link, "drawbridge://127.0.0.1:"));
      g_assert_cmpstr (invite->fingerprint, ==, fingerprint);
      g_assert_cmpstr (invite->room, ==, ((const char *const[]){ "room", "second", "third" })[i]);
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (invite->token, !=, ((const BridgeInvite *)invites->pdata[j])->token);
    }
  harness_stop_server (server);
}

/* Frames that come in one record with the request, and one byte a record. */
static void
test_pipelined (void)
{
  BridgeServer *server = start_server (NULL);

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

#define LINES      400
#define LINE_BYTES 16000

static void
take_frame (void *data, const uint8_t *frame, size_t length)
{
  g_ptr_array_add (data, g_bytes_new (frame, length));
}

/* A board with much chat that nothing can compress well: some 5 MB. */
static GPtrArray *
make_large_state (void)
{
  const BridgeGuestOptions options = { .site = 5, .name = "Ann", .seed = 1 };
  BridgeGuest             *guest = bridge_guest_new (&options);
  GPtrArray               *state = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  char                     text[LINE_BYTES];

  for (int i = 0; i < LINES; i++)
    {
      BridgeRefusal refusal;
      BridgeEdit    edit;

      for (gsize j = 0; j < sizeof text; j++)
        text[j] = (char)g_test_rand_int_range (' ', 127);
      bridge_guest_begin (guest, &edit);
      bridge_edit_say (&edit, text, sizeof text, 1);
      g_assert_cmpuint (bridge_guest_commit (guest, &edit, NULL, &refusal), !=, 0);
    }
  bridge_guest_save_state (guest, take_frame, state);
  bridge_guest_free (guest);
  return state;
}

/* Until no more has come for a while: then the other side can write no more. */
static void
wait_until_blocked (GIOStream *stream)
{
  g_autoptr (GIOStream) base = NULL;
  gint64 until = harness_patience ();
  gssize before = -1, waiting = 0;

  g_object_get (stream, "base-io-stream", &base, NULL);
  while (waiting == 0 || waiting != before)
    {
      before = waiting;
      g_usleep (50000);
      waiting = g_socket_get_available_bytes (g_socket_connection_get_socket (G_SOCKET_CONNECTION (base)));
      g_assert_cmpint (g_get_monotonic_time (), <, until);
    }
}

/* Much more than the system's buffers hold, to somebody who reads late: what was blocked halfway, with pongs that came
 * between, arrives whole and in order. */
static void
test_blocked (void)
{
  g_autoptr (GPtrArray) state = make_large_state ();
  BridgeServer         *server = start_server (state);
  BridgeConnectionEvent event;
  RawClient             client;
  gsize                 n_bytes = 0;
  guint                 n_pings = 0, n_pongs = 0;
  gboolean              ready = FALSE;

  raw_client_init (&client);
  client.receive_buffer = 128 << 10;
  raw_client_hello (&client, bridge_server_get_invite (server)->token, 77);
  raw_client_open (&client, server, FALSE);
  wait_until_blocked (client.stream);
  while ((!ready || n_pongs < n_pings) && raw_client_next (&client, &event))
    if (event.type == BRIDGE_CONNECTION_PONG)
      {
        g_assert_cmpuint (event.length, ==, 1);
        g_assert_cmpuint (event.data[0], ==, n_pongs++ & 0xff);
      }
    else if (event.type == BRIDGE_CONNECTION_BINARY)
      {
        guint8 payload = n_pings & 0xff;

        n_bytes += event.length;
        ready = ready || bridge_wire_type (event.data, event.length) == BRIDGE_WIRE_READY;
        if (ready)
          continue;
        bridge_connection_ping (&client.connection, &payload, 1);
        raw_client_flush (&client);
        n_pings++;
      }
  g_assert_true (ready);
  g_assert_cmpuint (n_pongs, ==, n_pings);
  g_assert_cmpuint (n_bytes, >, 4 << 20);
  raw_client_clear (&client);
  harness_stop_server (server);
}

#define SMALLEST_RECORD 512
#define PINGS           30
#define PONG_BYTES      127

static void
expect_small_records (gnutls_session_t session)
{
  static const char request[] = "GET /room HTTP/1.1\r\n" UPGRADE "\r\n";
  guint8            pings[PINGS * (PONG_BYTES + 4)] = { 0 };
  guint8            answer[SMALLEST_RECORD];
  gsize             n_read = 0;

  for (gsize i = 0; i < sizeof pings; i += PONG_BYTES + 4)
    memcpy (pings + i, "\x89\xfd", 2); /* 125 zeros, masked with zeros */
  g_assert_cmpint (gnutls_record_send (session, request, strlen (request)), ==, strlen (request));
  for (gsize sent = 0; sent < sizeof pings;)
    {
      gssize n = gnutls_record_send (session, pings + sent, sizeof pings - sent);

      g_assert_cmpint (n, >, 0);
      sent += (gsize)n;
    }
  while (n_read < PINGS * PONG_BYTES)
    {
      gssize n = gnutls_record_recv (session, answer, sizeof answer);

      g_assert_cmpint (n, >, 0);
      n_read += (gsize)n;
    }
}

/* A client that has room for small records alone (RFC 8449) is sent such, and all of them. */
static void
test_small_records (void)
{
  BridgeServer *server = start_server (NULL);
  g_autoptr (GSocketConnection) connection = harness_connect (bridge_server_get_port (server));
  int                              fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  gnutls_certificate_credentials_t nobody;
  gnutls_session_t                 session;

  g_assert_cmpint (gnutls_certificate_allocate_credentials (&nobody), ==, 0);
  g_assert_cmpint (gnutls_init (&session, GNUTLS_CLIENT), ==, 0);
  gnutls_priority_set_direct (session, "NORMAL:-VERS-ALL:+VERS-TLS1.2", NULL);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, nobody);
  g_assert_cmpint (gnutls_record_set_max_size (session, SMALLEST_RECORD), ==, 0);
  g_assert_cmpint (fcntl (fd, F_SETFL, 0), ==, 0); /* it blocks, as GnuTLS has it */
  gnutls_transport_set_int (session, fd);
  g_assert_cmpint (gnutls_handshake (session), ==, 0);
  expect_small_records (session);
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (nobody);
  harness_stop_server (server);
}

#define CROWD 400

static GSocketConnection *
connect_from (BridgeServer *server, const char *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) from = g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_local_address (client, from);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", bridge_server_get_port (server), NULL, &error);
  g_assert_no_error (error);
  return connection;
}

/* Handshakes that never end neither keep those from another address out, nor the server from stopping. */
static void
test_half_handshakes (void)
{
  BridgeServer *server = start_server (NULL);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *answer = NULL;

  for (int i = 0; i < CROWD; i++)
    {
      g_ptr_array_add (crowd, connect_from (server, "127.0.0.2"));
      harness_send (crowd->pdata[i], "\x16\x03\x01", 3);
    }
  answer = exchange (server, TRUE, cases[0].request);
  g_assert_true (g_str_has_prefix (answer, cases[0].status));
  harness_stop_server (server);
}

/* Who has not said as much as a hello takes no handshake from anybody, were it a neighbour of the same address. */
static void
test_half_hellos (void)
{
  static const char *const pieces[] = { "\x16", "\x16\x03\x01", "\x16\x03\x01\x02\xff\x01\xff" };
  BridgeServer            *server = make_server (NULL);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *answer = NULL;

  bridge_server_set_clocks (server, 1000 * 1000, 0, 0, 0);
  g_assert_true (bridge_server_start (server, NULL));
  for (int i = 0; i < CROWD / 4; i++)
    {
      const char *piece = pieces[i % G_N_ELEMENTS (pieces)];

      g_ptr_array_add (crowd, harness_connect (bridge_server_get_port (server)));
      harness_send (crowd->pdata[i], piece, strlen (piece));
    }
  answer = exchange (server, TRUE, cases[0].request);
  g_assert_true (g_str_has_prefix (answer, cases[0].status));
  harness_stop_server (server);
}

/* What TLS 1.2 begins with, by which a server tells all that it has to tell, and waits. */
static const guint8 hello[] = {
  0x16, 3, 1, 0, 69, /* a record */
  1, 0, 0, 65, 3, 3, /* a hello */
  1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
  0, 0, 2, 0xc0, 0x2b, 1, 0, 0, 22, /* ECDHE-ECDSA, AES-128-GCM */
  0, 10, 0, 4, 0, 2, 0, 23,         /* P-256 */
  0, 11, 0, 2, 1, 0,                /* points in full */
  0, 13, 0, 4, 0, 2, 4, 3,          /* SHA-256 with ECDSA */
};

/* Who goes on no further holds up others of its address for a while, not until its time is over. */
static void
test_idle_handshakes (void)
{
  BridgeServer *server = make_server (NULL);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *answer = NULL;
  guint8           first;

  bridge_server_set_clocks (server, 1000 * 1000, 0, 0, 0);
  g_assert_true (bridge_server_start (server, NULL));
  for (int i = 0; i < BRIDGE_NET_HANDSHAKES_SAME_MAX; i++)
    {
      g_ptr_array_add (crowd, harness_connect (bridge_server_get_port (server)));
      harness_send (crowd->pdata[i], hello, sizeof hello);
      g_assert_cmpint (g_input_stream_read (g_io_stream_get_input_stream (crowd->pdata[i]), &first, 1, NULL, NULL), ==, 1);
      g_assert_cmpuint (first, ==, 0x16);
    }
  answer = exchange (server, TRUE, cases[0].request);
  g_assert_true (g_str_has_prefix (answer, cases[0].status));
  harness_stop_server (server);
}

/* A record, whole or not, in which there is no hello. */
static const char no_hello[] = { 0x16, 3, 1, 0, 4, 1, 0, 0, 0 };

/* With half of one it is the other side's end that ends it; with all of it, that there is no hello, though it came byte by byte. */
static void
test_no_hello (void)
{
  BridgeServer *server = make_server (NULL);

  bridge_server_set_clocks (server, 1000 * 1000, 0, 0, 0);
  g_assert_true (bridge_server_start (server, NULL));
  for (int whole = 0; whole < 2; whole++)
    {
      g_autoptr (GSocketConnection) connection = harness_connect (bridge_server_get_port (server));
      g_autofree char *answer = NULL;

      for (gsize i = 0; i < (whole ? sizeof no_hello : 7); i++)
        harness_send (connection, no_hello + i, 1);
      if (!whole)
        g_assert_true (g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL));
      answer = harness_read_all (connection);
      g_assert_cmpstr (answer, ==, "");
    }
  harness_stop_server (server);
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
  g_test_add_func ("/encrypted/one-port", test_one_port);
  g_test_add_func ("/encrypted/links", test_links);
  g_test_add_func ("/encrypted/pipelined", test_pipelined);
  g_test_add_func ("/encrypted/blocked", test_blocked);
  g_test_add_func ("/encrypted/small-records", test_small_records);
  g_test_add_func ("/encrypted/half-handshakes", test_half_handshakes);
  g_test_add_func ("/encrypted/half-hellos", test_half_hellos);
  g_test_add_func ("/encrypted/idle-handshakes", test_idle_handshakes);
  g_test_add_func ("/encrypted/no-hello", test_no_hello);
  result = g_test_run ();
  g_object_unref (certificate);
  g_remove (path);
  g_rmdir (folder);
  return result;
}
