/* The WebSocket of libsoup meets ws-echo.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: partner-soup client URL plain|deflate
 *        partner-soup server plain|deflate */
#include <libsoup/soup.h>
#include <string.h>

#define LIMIT (1 << 24)

typedef struct
{
  GMainLoop               *loop;
  gboolean                 deflate;
  SoupWebsocketConnection *connection; /* one at a time */
  GPtrArray               *expected;   /* of GBytes; what is TEXT comes first */
  guint                    n_texts;
  guint                    n_received;
  gboolean                 met; /* has it all */
} Partner;

static GBytes *
make_binary (gsize length)
{
  guint8 *data = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8)(i * i);
  return g_bytes_new_take (data, length);
}

static void
add_text (Partner *partner, char *text)
{
  g_ptr_array_add (partner->expected, g_bytes_new_take (text, strlen (text)));
  partner->n_texts++;
}

static void
init_partner (Partner *partner, gboolean deflate)
{
  static const gsize sizes[] = { 0, 1, 125, 126, 1000, 65535, 65536, 1000000 };

  *partner = (Partner){ .loop = g_main_loop_new (NULL, FALSE), .deflate = deflate };
  partner->expected = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  add_text (partner, g_strdup (""));
  add_text (partner, g_strdup ("Grüße 😀"));
  add_text (partner, g_strnfill (300000, 'w'));
  for (guint i = 0; i < 300; i++)
    add_text (partner, g_strdup_printf ("message %u", i));
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_ptr_array_add (partner->expected, make_binary (sizes[i]));
}

static void
clear_partner (Partner *partner)
{
  g_clear_object (&partner->connection);
  g_ptr_array_unref (partner->expected);
  g_main_loop_unref (partner->loop);
}

static void
on_message (SoupWebsocketConnection *connection, SoupWebsocketDataType type, GBytes *message, Partner *partner)
{
  g_assert_cmpuint (partner->n_received, <, partner->expected->len);
  g_assert_cmpint (type, ==, partner->n_received < partner->n_texts ? SOUP_WEBSOCKET_DATA_TEXT : SOUP_WEBSOCKET_DATA_BINARY);
  g_assert_true (g_bytes_equal (message, g_ptr_array_index (partner->expected, partner->n_received)));
  partner->met = ++partner->n_received == partner->expected->len;
  if (partner->met)
    soup_websocket_connection_close (connection, 4000, "done");
}

static void
on_closed (SoupWebsocketConnection *connection, Partner *partner)
{
  g_assert_true (partner->met);
  g_assert_cmpuint (soup_websocket_connection_get_close_code (connection), ==, 4000);
  g_print ("done\n");
  if (soup_websocket_connection_get_connection_type (connection) == SOUP_WEBSOCKET_CONNECTION_CLIENT)
    g_main_loop_quit (partner->loop);
}

static void
on_error (SoupWebsocketConnection *connection, GError *error, Partner *partner)
{
  g_error ("%s", error->message);
}

/* All are sent at once; then a close frame that is answered alike. */
static void
converse (Partner *partner, SoupWebsocketConnection *connection)
{
  partner->connection = g_object_ref (connection);
  g_assert_cmpint (soup_websocket_connection_get_extensions (connection) != NULL, ==, partner->deflate);
  soup_websocket_connection_set_max_incoming_payload_size (connection, LIMIT);
  g_signal_connect (connection, "message", G_CALLBACK (on_message), partner);
  g_signal_connect (connection, "error", G_CALLBACK (on_error), partner);
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), partner);
  for (guint i = 0; i < partner->expected->len; i++)
    soup_websocket_connection_send_message (connection, i < partner->n_texts ? SOUP_WEBSOCKET_DATA_TEXT : SOUP_WEBSOCKET_DATA_BINARY,
                                            g_ptr_array_index (partner->expected, i));
}

static void
on_connected (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) connection = soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);

  g_assert_no_error (error);
  converse (data, connection);
}

static void
be_client (Partner *partner, const char *url)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_GET, url);

  soup_session_set_proxy_resolver (session, NULL);
  if (partner->deflate)
    soup_session_add_feature_by_type (session, SOUP_TYPE_WEBSOCKET_EXTENSION_MANAGER);
  soup_session_websocket_connect_async (session, message, NULL, NULL, G_PRIORITY_DEFAULT, NULL, on_connected, partner);
  g_main_loop_run (partner->loop);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Partner *partner = data;

  if (partner->met)
    soup_server_message_set_status (message, SOUP_STATUS_GONE, NULL);
}

static void
on_websocket (SoupServer *server, SoupServerMessage *message, const char *path, SoupWebsocketConnection *connection, gpointer data)
{
  converse (data, connection);
}

static void
be_server (Partner *partner)
{
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  if (!partner->deflate)
    soup_server_remove_websocket_extension (server, SOUP_TYPE_WEBSOCKET_EXTENSION_DEFLATE);
  soup_server_add_early_handler (server, NULL, on_request, partner, NULL);
  soup_server_add_websocket_handler (server, NULL, NULL, NULL, on_websocket, partner, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  g_print ("%d\n", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  g_main_loop_run (partner->loop);
}

int
main (int argc, char **argv)
{
  Partner partner;

  init_partner (&partner, strcmp (argv[argc - 1], "deflate") == 0);
  if (strcmp (argv[1], "client") == 0)
    be_client (&partner, argv[2]);
  else
    be_server (&partner);
  clear_partner (&partner);
  return 0;
}
