/* Crowds without the link: whatever they begin and leave, who is in the room goes on, and who has the link gets in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"
#include "honest.h"
#include "villain.h"

#include "core/frame/deflate.h"
#include "core/sync/limits.h"
#include "session/identity.h"
#include "session/limits.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <string.h>

#define PATIENCE    (5 * G_USEC_PER_SEC) /* for an edit of others, on a machine that has much else to do */
#define GROWTH      (32u << 20)          /* bytes */
#define WRONG_TOKEN "AAAAAAAAAAAAAAAAAAAAAA"

/* What each of a crowd does, and how many there are. They stay while somebody else joins. */
typedef struct
{
  const char *name;
  void (*begin) (GSocketConnection *connection);
  guint    n;
  gsize    growth; /* MiB; 0: as usual */
  gboolean to_tls; /* the server is encrypted, and the crowd is at another address than the guests: see limits.h */
} Crowd;

static GTlsCertificate *certificate;
static GPtrArray       *connections; /* of the crowd */

/* Until it blocks, or the server hangs up. */
static void
pour (GSocketConnection *connection, const void *data, gsize length)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data, length, NULL, NULL, NULL);
}

static void
pour_text (GSocketConnection *connection, const char *text)
{
  pour (connection, text, strlen (text));
}

static void
begin_nothing (GSocketConnection *connection)
{
}

static void
begin_request (GSocketConnection *connection)
{
  pour_text (connection, "GET /room HTTP/1.1\r\nHost: ");
}

static void
begin_long_header (GSocketConnection *connection)
{
  g_autofree char *filler = g_strnfill (1 << 20, 'x');

  pour_text (connection, "GET /room HTTP/1.1\r\nHost: h\r\nX-Filler: ");
  pour_text (connection, filler);
}

static void
begin_many_headers (GSocketConnection *connection)
{
  g_autoptr (GString) headers = g_string_new ("GET /room HTTP/1.1\r\nHost: h\r\n");

  for (int i = 0; i < 50000; i++)
    g_string_append_printf (headers, "X-%d: y\r\n", i);
  pour_text (connection, headers->str);
}

static void
begin_body (GSocketConnection *connection)
{
  g_autofree char *filler = g_strnfill (1 << 20, 'x');

  pour_text (connection, "POST /room HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n");
  pour_text (connection, filler);
}

static void
ask_again_and_again (GSocketConnection *connection)
{
  for (int i = 0; i < 500; i++)
    pour_text (connection, "GET /room HTTP/1.1\r\nHost: h\r\n\r\n");
}

static void
upgrade (GSocketConnection *connection)
{
  g_autofree char *request = harness_upgrade_request ("room", BRIDGE_WIRE_PROTOCOL);

  pour_text (connection, request);
}

/* The longest hello there may be, but for its last byte. */
static void
begin_hello (GSocketConnection *connection)
{
  g_autofree guint8 *hello = g_malloc0 (BRIDGE_HELLO_SIZE_MAX);

  upgrade (connection);
  pour (connection, "\x82\xfe\x10\x00mask", 8);
  pour (connection, hello, BRIDGE_HELLO_SIZE_MAX - 1);
}

static void
begin_large_hello (GSocketConnection *connection)
{
  g_autofree guint8 *hello = g_malloc0 (1 << 20);

  upgrade (connection);
  pour (connection, "\x82\xff\x00\x00\x00\x00\x00\x10\x00\x00mask", 14);
  pour (connection, hello, 1 << 20);
}

/* As long a hello as there may be, compressed, not whole: what inflates it takes more than the hello. */
static void
begin_compressed_hello (GSocketConnection *connection)
{
  const guint8     hello[BRIDGE_HELLO_SIZE_MAX - 1] = { 0 };
  guint8           head[8] = { 0x42, 0x80 }; /* a key of zeros */
  g_autofree char *plain = harness_upgrade_request ("room", BRIDGE_WIRE_PROTOCOL);
  BridgeBytes      packed = { 0 };

  bridge_deflate (&packed, hello, sizeof hello, 9);
  g_assert_cmpuint (packed.length, <=, BRIDGE_FRAME_CONTROL_MAX);
  head[1] |= packed.length;
  pour (connection, plain, strlen (plain) - 2);
  pour_text (connection, "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
  pour (connection, head, 6);
  pour (connection, packed.data, packed.length);
  bridge_bytes_clear (&packed);
}

static void
say_hello (GSocketConnection *connection, const char *token)
{
  RawClient client;

  raw_client_init (&client);
  raw_client_hello (&client, token, 1 + g_test_rand_int ());
  upgrade (connection);
  pour (connection, client.connection.output.data, client.connection.output.length);
  raw_client_clear (&client);
}

static void
guess_token (GSocketConnection *connection)
{
  say_hello (connection, WRONG_TOKEN);
}

static void
ping_without_hello (GSocketConnection *connection)
{
  upgrade (connection);
  for (int i = 0; i < 2000; i++)
    pour (connection, "\x89\x80mask", 6);
}

static void
begin_handshake (GSocketConnection *connection)
{
  pour (connection, "\x16\x03\x01\x02\x00\x01", 6);
}

static ssize_t
keep (gnutls_transport_ptr_t kept, const void *data, size_t length)
{
  g_byte_array_append (kept, data, length);
  return length;
}

static ssize_t
wait_for_more (gnutls_transport_ptr_t kept, void *data, size_t size)
{
  errno = EAGAIN;
  return -1;
}

/* A good beginning, and nothing after that. */
static void
stop_amid_handshake (GSocketConnection *connection)
{
  g_autoptr (GByteArray) hello = g_byte_array_new ();
  gnutls_certificate_credentials_t credentials;
  gnutls_session_t                 session;

  gnutls_certificate_allocate_credentials (&credentials);
  gnutls_init (&session, GNUTLS_CLIENT | GNUTLS_NONBLOCK);
  gnutls_set_default_priority (session);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_ptr (session, hello);
  gnutls_transport_set_push_function (session, keep);
  gnutls_transport_set_pull_function (session, wait_for_more);
  g_assert_cmpint (gnutls_handshake (session), ==, GNUTLS_E_AGAIN);
  pour (connection, hello->data, hello->len);
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (credentials);
}

static void
shake_hands_badly (GSocketConnection *connection)
{
  guint8 bytes[600];

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = g_test_rand_int_range (0, 256);
  memcpy (bytes, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
  pour (connection, bytes, sizeof bytes);
}

static const Crowd crowds[] = {
  { "nothing", begin_nothing, 600 },
  { "half a request", begin_request, 600 },
  { "a header without end", begin_long_header, 40 },
  { "headers without end", begin_many_headers, 40 },
  { "a body without end", begin_body, 40 },
  { "requests in a row", ask_again_and_again, 100 },
  { "an upgrade", upgrade, 600 },
  { "half a hello", begin_hello, 600 },
  { "a large hello", begin_large_hello, 40 },
  { "half a compressed hello", begin_compressed_hello, 2000, 3 * BRIDGE_LIMIT_HALF_MESSAGES / 2 >> 20 },
  { "guesses", guess_token, 600 },
  { "pings and no hello", ping_without_hello, 100 },
  { "half a handshake", begin_handshake, 300, 0, TRUE },
  { "handshakes that stop", stop_amid_handshake, 300, 0, TRUE },
  { "bad handshakes", shake_hands_badly, 300, 0, TRUE },
};

static GSocketConnection *
connect_from (guint16 port, const char *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) from = g_inet_socket_address_new_from_string (address, 0);
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_local_address (client, from);
  g_socket_client_set_timeout (client, 1);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

static void
gather (BridgeServer *server, gconstpointer data)
{
  const Crowd *crowd = data;

  for (guint i = 0; i < crowd->n; i++)
    {
      GSocketConnection *connection = connect_from (bridge_server_get_port (server), crowd->to_tls ? "127.0.0.2" : "127.0.0.1");

      g_ptr_array_add (connections, connection);
      crowd->begin (connection);
    }
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint count = 0;

  while (g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

static void
face (HonestRoom *room, const Crowd *crowd)
{
  gsize growth;

  honest_room_attack (room, gather, crowd, &growth);
  g_test_message ("%s: memory grew by %zu KiB", crowd->name, growth >> 10);
  g_assert_cmpuint (growth, <, crowd->growth> 0 ? crowd->growth << 20 : GROWTH);
  honest_room_judge (room, PATIENCE);
  g_ptr_array_set_size (connections, 0);
}

static void
test_crowds (gconstpointer through_tls)
{
  HonestRoom room;
  guint      before;

  connections = g_ptr_array_new_with_free_func (g_object_unref);
  honest_room_open (&room, through_tls != NULL ? certificate : NULL, FALSE);
  honest_room_judge (&room, PATIENCE);
  before = count_descriptors ();
  for (gsize i = 0; i < G_N_ELEMENTS (crowds); i++)
    if (crowds[i].to_tls == (through_tls != NULL))
      face (&room, &crowds[i]);
  WAIT_FOR (count_descriptors () <= before);
  honest_room_close (&room);
  g_ptr_array_unref (connections);
}

static void
on_stopped (GObject *object, GAsyncResult *result, gpointer data)
{
  *(gboolean *)data = TRUE;
}

/* Requests that come while the server, which ends, waits for a handshake: it has none to answer any more. */
static void
test_requests_at_the_end (void)
{
  for (int round = 0; round < 50; round++)
    {
      const BridgeServerOptions options = { .listen = "127.0.0.1", .room = "room", .certificate = certificate };
      g_autoptr (BridgeServer) server = bridge_server_new (&options);
      gboolean stopped = FALSE;

      g_assert_true (bridge_server_start (server, NULL));
      connections = g_ptr_array_new_with_free_func (g_object_unref);
      for (int i = 0; i < 60; i++)
        g_ptr_array_add (connections, connect_from (bridge_server_get_port (server), "127.0.0.1"));
      for (guint i = 0; i < connections->len; i++)
        pour_text (connections->pdata[i], i % 2 == 0 ? "\x16\x03\x01" : "GET /room HTTP/1.1\r\nHost: h\r\n");
      g_free (harness_exchange (bridge_server_get_port (server), "GET /room HTTP/1.1\r\nHost: h\r\n\r\n"));
      bridge_server_stop_async (server, on_stopped, &stopped);
      for (guint i = 1; i < connections->len; i += 2)
        pour_text (connections->pdata[i], "\r\n");
      WAIT_FOR (stopped);
      g_ptr_array_unref (connections);
    }
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
  g_test_add_data_func ("/strangers/crowds", NULL, test_crowds);
  g_test_add_data_func ("/strangers/crowds-at-tls", "", test_crowds);
  g_test_add_func ("/strangers/requests-at-the-end", test_requests_at_the_end);
  result = g_test_run ();
  g_object_unref (certificate);
  g_remove (path);
  g_rmdir (folder);
  return result;
}
