/* What the tests of session/ share: waiting, servers to meet, and a wire that can be cut.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"

#include <glib/gstdio.h>
#include <string.h>

/* Not G_TEST_OPTION_ISOLATE_DIRS, which leaks. */
void
harness_settle (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("drawbridge-XXXXXX", &error);

  g_assert_no_error (error);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_assert_cmpstr (g_get_user_data_dir (), ==, folder);
}

void
harness_unsettle (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "drawbridge", NULL);
  g_autofree char *identity = g_build_filename (folder, "identity.pem", NULL);

  g_remove (identity);
  g_rmdir (folder);
  g_assert_cmpint (g_rmdir (g_get_user_data_dir ()), ==, 0); /* there is nothing else */
}

gint64
harness_patience (void)
{
  return g_get_monotonic_time () + HARNESS_PATIENCE * (gint64)G_USEC_PER_SEC;
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* The tick sees to it that a condition that no source of this context brings about is looked at now and then. */
gboolean
harness_iterate (gint64 until)
{
  guint tick = g_timeout_add (5, on_tick, NULL);

  g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  return g_get_monotonic_time () < until;
}

BridgeServer *
harness_start_server (const char *room, GPtrArray *state, guint visit, guint ping, guint pong)
{
  const BridgeServerOptions options = {
    .listen = "127.0.0.1",
    .room = room,
    .title = "A title",
    .host = "A host",
    .state = state,
  };
  BridgeServer *server = bridge_server_new (&options);
  g_autoptr (GError) error = NULL;

  bridge_server_set_clocks (server, visit, ping, pong, 0);
  bridge_server_start (server, &error);
  g_assert_no_error (error);
  return server;
}

static void
on_server_stopped (GObject *object, GAsyncResult *result, gpointer data)
{
  gboolean *stopped = data;

  g_assert_true (bridge_server_stop_finish (BRIDGE_SERVER (object), result, NULL));
  *stopped = TRUE;
}

void
harness_stop_server (BridgeServer *server)
{
  gboolean stopped = FALSE;

  bridge_server_stop_async (server, on_server_stopped, &stopped);
  WAIT_FOR (stopped);
  g_object_unref (server);
}

BridgeInvite *
harness_redirect (BridgeInvite *invite, guint16 port, const char *room, const char *token)
{
  return bridge_invite_new (invite->scheme, "127.0.0.1", port, room != NULL ? room : invite->room,
                            token != NULL ? token : invite->token, invite->fingerprint);
}

GSocketConnection *
harness_connect (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, HARNESS_PATIENCE);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

void
harness_send (GSocketConnection *connection, const void *data, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data, length, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
harness_send_text (GSocketConnection *connection, const char *text)
{
  harness_send (connection, text, strlen (text));
}

char *
harness_read_all (GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GString      *text = g_string_new (NULL);
  char          buffer[4096];
  gssize        n;
  g_autoptr (GError) error = NULL;

  while ((n = g_input_stream_read (input, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (text, buffer, n);
  g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
  return g_string_free (text, FALSE);
}

char *
harness_exchange (guint16 port, const char *request)
{
  g_autoptr (GSocketConnection) connection = harness_connect (port);

  harness_send_text (connection, request);
  return harness_read_all (connection);
}

char *
harness_upgrade_request (const char *room, const char *protocol)
{
  return g_strdup_printf ("GET /%s HTTP/1.1\r\n"
                          "Host: 127.0.0.1\r\n"
                          "Upgrade: websocket\r\n"
                          "Connection: Upgrade\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                          "Sec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Protocol: %s\r\n\r\n",
                          room, protocol);
}

struct _HarnessPeer
{
  GSocketService *service;
  guint16         port;
  GBytes         *answer;
  gboolean        close;
  GPtrArray      *connections;
  char            buffer[4096];
};

static void
on_peer_read (GObject *input, GAsyncResult *result, gpointer data)
{
  g_autoptr (GSocketConnection) connection = data;
  HarnessPeer *peer = g_object_get_data (G_OBJECT (connection), "peer");

  if (g_input_stream_read_finish (G_INPUT_STREAM (input), result, NULL) <= 0)
    return;
  if (peer->answer != NULL)
    harness_send (connection, g_bytes_get_data (peer->answer, NULL), g_bytes_get_size (peer->answer));
  if (peer->close)
    g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

static gboolean
on_peer_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  HarnessPeer *peer = data;

  g_object_set_data (G_OBJECT (connection), "peer", peer);
  g_ptr_array_add (peer->connections, g_object_ref (connection));
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), peer->buffer, sizeof peer->buffer,
                             G_PRIORITY_DEFAULT, NULL, on_peer_read, g_object_ref (connection));
  return TRUE;
}

GSocketService *
harness_listen (GCallback incoming, gpointer data, guint16 *port)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), place, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (service, "incoming", incoming, data);
  return service;
}

HarnessPeer *
harness_peer_new (const char *answer, gsize length, gboolean close)
{
  HarnessPeer *peer = g_new0 (HarnessPeer, 1);

  peer->answer = answer != NULL ? g_bytes_new (answer, length) : NULL;
  peer->close = close;
  peer->connections = g_ptr_array_new_with_free_func (g_object_unref);
  peer->service = harness_listen (G_CALLBACK (on_peer_incoming), peer, &peer->port);
  return peer;
}

guint16
harness_peer_port (HarnessPeer *peer)
{
  return peer->port;
}

/* A read that is under way ends with its connection, in some later iteration. */
static void
close_all (GPtrArray *connections)
{
  for (guint i = 0; i < connections->len; i++)
    {
      GSocket *socket = g_socket_connection_get_socket (connections->pdata[i]);

      g_socket_shutdown (socket, TRUE, TRUE, NULL);
    }
}

static gboolean
all_single (GPtrArray *connections)
{
  for (guint i = 0; i < connections->len; i++)
    if (G_OBJECT (connections->pdata[i])->ref_count > 1)
      return FALSE;
  return TRUE;
}

void
harness_peer_free (HarnessPeer *peer)
{
  g_socket_service_stop (peer->service);
  g_socket_listener_close (G_SOCKET_LISTENER (peer->service));
  close_all (peer->connections);
  WAIT_FOR (all_single (peer->connections));
  g_ptr_array_unref (peer->connections);
  g_object_unref (peer->service);
  g_clear_pointer (&peer->answer, g_bytes_unref);
  g_free (peer);
}

struct _HarnessWire
{
  GSocketService *service;
  guint16         port;
  guint16         to;
  gboolean        blocked;
  guint64         passed;
  guint           n_pipes;     /* directions that still run */
  GPtrArray      *connections; /* both ends of each */
};

typedef struct
{
  HarnessWire       *wire;
  GSocketConnection *from;
  GSocketConnection *to;
  char               buffer[8192];
} Pipe;

static void pump_pipe (Pipe *pipe);

static void
end_pipe (Pipe *pipe)
{
  g_socket_shutdown (g_socket_connection_get_socket (pipe->to), FALSE, TRUE, NULL);
  pipe->wire->n_pipes--;
  g_object_unref (pipe->from);
  g_object_unref (pipe->to);
  g_free (pipe);
}

static void
on_pipe_written (GObject *output, GAsyncResult *result, gpointer data)
{
  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (output), result, NULL, NULL))
    pump_pipe (data);
  else
    end_pipe (data);
}

static void
on_pipe_read (GObject *input, GAsyncResult *result, gpointer data)
{
  Pipe  *pipe = data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (input), result, NULL);

  if (n <= 0)
    {
      end_pipe (pipe);
      return;
    }
  pipe->wire->passed += n;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (pipe->to)), pipe->buffer, n, G_PRIORITY_DEFAULT, NULL, on_pipe_written, pipe);
}

static void
pump_pipe (Pipe *pipe)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (pipe->from)), pipe->buffer, sizeof pipe->buffer, G_PRIORITY_DEFAULT, NULL, on_pipe_read, pipe);
}

static void
start_pipe (HarnessWire *wire, GSocketConnection *from, GSocketConnection *to)
{
  Pipe *pipe = g_new0 (Pipe, 1);

  pipe->wire = wire;
  pipe->from = g_object_ref (from);
  pipe->to = g_object_ref (to);
  wire->n_pipes++;
  pump_pipe (pipe);
}

static gboolean
on_wire_incoming (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  HarnessWire       *wire = data;
  GSocketConnection *other;

  if (wire->blocked)
    {
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      return TRUE;
    }
  other = harness_connect (wire->to);
  g_socket_set_timeout (g_socket_connection_get_socket (other), 0);
  g_ptr_array_add (wire->connections, g_object_ref (connection));
  g_ptr_array_add (wire->connections, other);
  start_pipe (wire, connection, other);
  start_pipe (wire, other, connection);
  return TRUE;
}

HarnessWire *
harness_wire_new (guint16 to)
{
  HarnessWire *wire = g_new0 (HarnessWire, 1);

  wire->to = to;
  wire->connections = g_ptr_array_new_with_free_func (g_object_unref);
  wire->service = harness_listen (G_CALLBACK (on_wire_incoming), wire, &wire->port);
  return wire;
}

guint16
harness_wire_port (HarnessWire *wire)
{
  return wire->port;
}

guint64
harness_wire_passed (HarnessWire *wire)
{
  return wire->passed;
}

void
harness_wire_cut (HarnessWire *wire)
{
  close_all (wire->connections);
  WAIT_FOR (wire->n_pipes == 0);
  g_ptr_array_set_size (wire->connections, 0);
}

void
harness_wire_block (HarnessWire *wire, gboolean on)
{
  wire->blocked = on;
}

void
harness_wire_redirect (HarnessWire *wire, guint16 to)
{
  wire->to = to;
}

void
harness_wire_free (HarnessWire *wire)
{
  g_socket_service_stop (wire->service);
  g_socket_listener_close (G_SOCKET_LISTENER (wire->service));
  harness_wire_cut (wire);
  g_ptr_array_unref (wire->connections);
  g_object_unref (wire->service);
  g_free (wire);
}
