/* A blocking client without any code of ours around the socket but the frames.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw-client.h"

#include "harness.h"

#include <string.h>
#include <sys/socket.h>

static void
make_key (void *data, uint8_t key[4])
{
  memcpy (key, "mask", 4);
}

void
raw_client_init (RawClient *client)
{
  const BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_CLIENT,
    .frame_limit = BRIDGE_WIRE_MESSAGE_MAX,
    .message_limit = BRIDGE_WIRE_MESSAGE_MAX,
    .mask_key = make_key,
  };

  *client = (RawClient){ 0 };
  bridge_connection_init (&client->connection, &options);
}

void
raw_client_clear (RawClient *client)
{
  bridge_connection_clear (&client->connection);
  g_clear_object (&client->stream);
}

static gboolean
accept_any (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags errors, gpointer data)
{
  return TRUE;
}

GIOStream *
raw_client_connect (BridgeServer *server, int receive_buffer)
{
  GSocketConnection *connection = harness_connect (bridge_server_get_port (server));
  GIOStream         *stream = G_IO_STREAM (connection);
  GIOStream         *through;
  g_autoptr (GError) error = NULL;

  if (receive_buffer > 0)
    g_socket_set_option (g_socket_connection_get_socket (connection), SOL_SOCKET, SO_RCVBUF, receive_buffer, NULL);
  if (bridge_server_get_invite (server)->fingerprint == NULL)
    return stream;
  through = g_tls_client_connection_new (stream, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (stream);
  g_signal_connect (through, "accept-certificate", G_CALLBACK (accept_any), NULL);
  return through;
}

static void
send_bytes (RawClient *client, const guint8 *data, gsize length)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (client->stream), data, length, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
read_head (RawClient *client)
{
  GInputStream *input = g_io_stream_get_input_stream (client->stream);
  g_autoptr (GString) head = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n") && g_input_stream_read (input, &byte, 1, NULL, NULL) == 1)
    g_string_append_c (head, byte);
  g_assert_true (g_str_has_prefix (head->str, "HTTP/1.1 101"));
  g_assert_nonnull (strstr (head->str, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
}

void
raw_client_open (RawClient *client, BridgeServer *server, gboolean byte_by_byte)
{
  g_autofree char *request = harness_upgrade_request (bridge_server_get_invite (server)->room, BRIDGE_WIRE_PROTOCOL);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  g_byte_array_append (all, (const guint8 *)request, strlen (request));
  g_byte_array_append (all, client->connection.output.data, client->connection.output.length);
  bridge_bytes_clear (&client->connection.output);
  client->stream = raw_client_connect (server, client->receive_buffer);
  for (guint i = 0; byte_by_byte && i < all->len; i++)
    send_bytes (client, all->data + i, 1);
  if (!byte_by_byte)
    send_bytes (client, all->data, all->len);
  read_head (client);
}

void
raw_client_message (RawClient *client, const BridgeBytes *message)
{
  bridge_connection_send (&client->connection, BRIDGE_OPCODE_BINARY, message->data, message->length);
}

void
raw_client_hello (RawClient *client, const char *token, guint64 site)
{
  const BridgeWireHello hello = {
    .version = BRIDGE_WIRE_VERSION,
    .token = token,
    .n_token = strlen (token),
    .site = site,
    .name = "Client",
    .n_name = 6,
  };
  BridgeBytes message = { 0 };

  bridge_wire_put_hello (&message, &hello);
  raw_client_message (client, &message);
  bridge_bytes_clear (&message);
}

void
raw_client_flush (RawClient *client)
{
  send_bytes (client, client->connection.output.data, client->connection.output.length);
  bridge_bytes_truncate (&client->connection.output, 0);
}

gboolean
raw_client_next (RawClient *client, BridgeConnectionEvent *event)
{
  GInputStream *input = g_io_stream_get_input_stream (client->stream);

  while (!bridge_connection_next (&client->connection, event))
    {
      gssize n = g_input_stream_read (input, client->buffer, sizeof client->buffer, NULL, NULL);

      if (n <= 0)
        return FALSE;
      bridge_connection_feed (&client->connection, client->buffer, n);
    }
  return TRUE;
}

void
raw_client_expect_message (RawClient *client, int type)
{
  BridgeConnectionEvent event;

  do
    g_assert_true (raw_client_next (client, &event));
  while (event.type != BRIDGE_CONNECTION_BINARY || bridge_wire_type (event.data, event.length) != type);
}

void
raw_client_expect_close (RawClient *client, unsigned code)
{
  BridgeConnectionEvent event;
  unsigned              found = 0;

  while (raw_client_next (client, &event))
    if (event.type == BRIDGE_CONNECTION_CLOSE)
      {
        found = event.close_code;
        raw_client_flush (client);
      }
  g_assert_cmpuint (found, ==, code);
}
