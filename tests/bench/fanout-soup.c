/* The server that is held beside ours in the fan-out benchmark: libsoup's own WebSocket.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fanout-serve.h"

#include <libsoup/soup.h>

static SoupServer *server;
static GPtrArray  *watchers; /* of SoupWebsocketConnection */

static void
on_closed (SoupWebsocketConnection *connection, GPtrArray *others)
{
  g_ptr_array_remove_fast (watchers, connection);
  g_object_unref (connection);
}

static void
on_watch (SoupServer *self, SoupServerMessage *message, const char *path, SoupWebsocketConnection *connection, gpointer data)
{
  g_ptr_array_add (watchers, g_object_ref (connection));
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), NULL);
}

static void
on_published (SoupWebsocketConnection *connection, SoupWebsocketDataType type, GBytes *bytes, gpointer data)
{
  for (guint i = 0; i < watchers->len; i++)
    soup_websocket_connection_send_message (g_ptr_array_index (watchers, i), type, bytes);
}

static void
on_publish (SoupServer *self, SoupServerMessage *message, const char *path, SoupWebsocketConnection *connection, gpointer data)
{
  g_object_ref (connection);
  g_signal_connect (connection, "message", G_CALLBACK (on_published), NULL);
  g_signal_connect (connection, "closed", G_CALLBACK (g_object_unref), NULL);
}

static void
on_echo (SoupServer *self, SoupServerMessage *message, const char *path, SoupWebsocketConnection *connection, gpointer data)
{
  g_object_ref (connection);
  g_signal_connect (connection, "message", G_CALLBACK (soup_websocket_connection_send_message), NULL);
  g_signal_connect (connection, "closed", G_CALLBACK (g_object_unref), NULL);
}

static guint16
start (GTlsCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;
  SoupServerListenOptions options = certificate != NULL ? SOUP_SERVER_LISTEN_HTTPS : 0;

  watchers = g_ptr_array_new ();
  server = soup_server_new (NULL, NULL);
  if (certificate != NULL)
    soup_server_set_tls_certificate (server, certificate);
  soup_server_add_websocket_handler (server, FANOUT_WATCH, NULL, NULL, on_watch, NULL, NULL);
  soup_server_add_websocket_handler (server, FANOUT_PUBLISH, NULL, NULL, on_publish, NULL, NULL);
  soup_server_add_websocket_handler (server, FANOUT_ECHO, NULL, NULL, on_echo, NULL, NULL);
  if (!soup_server_listen_local (server, 0, options | SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    g_error ("%s", error->message);
  uris = soup_server_get_uris (server);
  return (guint16)g_uri_get_port (uris->data);
}

int
main (int argc, char *argv[])
{
  return fanout_main (argc, argv, start);
}
