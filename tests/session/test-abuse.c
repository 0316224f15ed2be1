/* Connections that end in the middle of everything: the server lets go of each, and goes on serving.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include "core/frame/edit/wire.h"
#include "core/frame/websocket/connection.h"

#include <string.h>
#include <sys/socket.h>

#define N_ROUNDS      25
#define CARD          "GET /room HTTP/1.1\r\nHost: h\r\nAccept: application/json\r\n\r\n"
#define PIPELINE_SIZE (256u << 10)

/* What is sent before the connection is given up. */
static void
send_nothing (GSocketConnection *connection, BridgeServer *server)
{
}

static void
send_half_a_request (GSocketConnection *connection, BridgeServer *server)
{
  harness_send_text (connection, "GET /room HTTP/1.1\r\nHost: h\r\nX-Half: ");
}

static void
send_half_a_body (GSocketConnection *connection, BridgeServer *server)
{
  harness_send_text (connection, "POST /room HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nabc");
}

static void
send_half_a_chunk (GSocketConnection *connection, BridgeServer *server)
{
  harness_send_text (connection, "PUT /room HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\nabc");
}

static void
send_odd_targets (GSocketConnection *connection, BridgeServer *server)
{
  harness_send_text (connection, "CONNECT h:1 HTTP/1.1\r\nHost: h\r\n\r\n");
}

static void
send_asterisk (GSocketConnection *connection, BridgeServer *server)
{
  harness_send_text (connection, "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
}

static void
send_request (GSocketConnection *connection, BridgeServer *server)
{
  harness_send_text (connection, CARD);
}

/* Whether the server reads on or has hung up by then is all the same. */
static void
send_garbage_behind_request (GSocketConnection *connection, BridgeServer *server)
{
  g_autofree char *garbage = g_strnfill (PIPELINE_SIZE, '\xff');

  harness_send_text (connection, CARD);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), garbage, PIPELINE_SIZE, NULL, NULL, NULL);
}

static void
send_upgrade (GSocketConnection *connection, BridgeServer *server)
{
  g_autofree char *request = harness_upgrade_request ("room", BRIDGE_WIRE_PROTOCOL);

  harness_send_text (connection, request);
}

static void
make_key (void *data, uint8_t key[4])
{
  memcpy (key, "mask", 4);
}

static void
put_hello (BridgeConnection *websocket, BridgeServer *server)
{
  const char           *token = bridge_server_get_invite (server)->token;
  static guint64        site = 0;
  const BridgeWireHello hello = {
    .version = BRIDGE_WIRE_VERSION, .token = token, .n_token = strlen (token), .site = ++site, .name = "", .n_name = 0
  };
  BridgeBytes message = { 0 };

  bridge_wire_put_hello (&message, &hello);
  bridge_connection_send (websocket, BRIDGE_OPCODE_BINARY, message.data, message.length);
  bridge_bytes_clear (&message);
}

/* The upgrade and a hello, with `behind` after them, all but the last `missing` bytes of it. */
static void
send_hello_and (GSocketConnection *connection, BridgeServer *server, const char *behind, gsize length, gsize missing)
{
  const BridgeConnectionOptions options = { .role = BRIDGE_ROLE_CLIENT,
                                            .frame_limit = BRIDGE_WIRE_MESSAGE_MAX,
                                            .message_limit = BRIDGE_WIRE_MESSAGE_MAX,
                                            .mask_key = make_key };
  BridgeConnection              websocket;

  bridge_connection_init (&websocket, &options);
  put_hello (&websocket, server);
  send_upgrade (connection, server);
  bridge_bytes_put (&websocket.output, behind, length);
  harness_send (connection, websocket.output.data, websocket.output.length - missing);
  bridge_connection_clear (&websocket);
}

static void
send_half_a_hello (GSocketConnection *connection, BridgeServer *server)
{
  send_hello_and (connection, server, "", 0, 7);
}

static void
send_hello (GSocketConnection *connection, BridgeServer *server)
{
  send_hello_and (connection, server, "", 0, 0);
}

static void
send_half_a_frame (GSocketConnection *connection, BridgeServer *server)
{
  send_hello_and (connection, server, "\x82\xff\0\0\0\0\0\x10\0\0mask", 14, 0);
}

static void
send_garbage_frames (GSocketConnection *connection, BridgeServer *server)
{
  send_hello_and (connection, server, "\xff\xff\xff\xff\xff\xff\xff\xff", 8, 0);
}

static void
send_close (GSocketConnection *connection, BridgeServer *server)
{
  send_hello_and (connection, server, "\x88\x80mask", 6, 0);
}

static const struct
{
  const char *name;
  void (*send) (GSocketConnection *connection, BridgeServer *server);
} phases[] = {
  { "nothing", send_nothing },
  { "half a request", send_half_a_request },
  { "half a body", send_half_a_body },
  { "half a chunk", send_half_a_chunk },
  { "CONNECT", send_odd_targets },
  { "OPTIONS *", send_asterisk },
  { "a request", send_request },
  { "garbage behind a request", send_garbage_behind_request },
  { "an upgrade", send_upgrade },
  { "half a hello", send_half_a_hello },
  { "a hello", send_hello },
  { "half a frame", send_half_a_frame },
  { "garbage frames", send_garbage_frames },
  { "a close frame", send_close },
};

/* The ways to go. */
static void
go_silently (GSocketConnection *connection)
{
}

static void
go_by_half (GSocketConnection *connection)
{
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
}

static void
go_with_reset (GSocketConnection *connection)
{
  const struct linger at_once = { .l_onoff = 1 };

  setsockopt (g_socket_get_fd (g_socket_connection_get_socket (connection)), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static void (*const departures[]) (GSocketConnection *connection) = { go_silently, go_by_half, go_with_reset };

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
expect_service (BridgeServer *server)
{
  g_autofree char *answer = harness_exchange (bridge_server_get_port (server), CARD);

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
  g_assert_nonnull (strstr (answer, "\"full\":false"));
}

/* In and out at once, some hundred times in each phase. */
static void
test_gone (void)
{
  BridgeServer *server = harness_start_server ("room", NULL, 400, 0, 0);
  guint         before;

  expect_service (server);
  before = count_descriptors ();
  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      g_test_message ("%s", phases[i].name);
      for (guint j = 0; j < N_ROUNDS * G_N_ELEMENTS (departures); j++)
        {
          g_autoptr (GSocketConnection) connection = harness_connect (bridge_server_get_port (server));

          phases[i].send (connection, server);
          departures[j % G_N_ELEMENTS (departures)](connection);
        }
    }
  WAIT_FOR (count_descriptors () <= before);
  expect_service (server);
  harness_stop_server (server);
}

static void
stop_amid_all (void)
{
  BridgeServer *server = harness_start_server ("room", NULL, 0, 0, 0);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (phases); i++)
    {
      GSocketConnection *connection = harness_connect (bridge_server_get_port (server));

      g_ptr_array_add (crowd, connection);
      phases[i].send (connection, server);
    }
  expect_service (server); /* so all of them have been accepted */
  harness_stop_server (server);
}

/* In each phase at once, and left open: the server stops all the same, and keeps none of them. */
static void
test_left_open (void)
{
  guint before;

  stop_amid_all (); /* what GLib opens once is open then */
  before = count_descriptors ();
  stop_amid_all ();
  WAIT_FOR (count_descriptors () <= before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/abuse/gone", test_gone);
  g_test_add_func ("/abuse/left-open", test_left_open);
  return g_test_run ();
}
