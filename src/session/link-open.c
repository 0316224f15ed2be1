/* The guest's end of a connection: the way to it, by name, TCP, TLS and the upgrade.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/link-private.h"

#include "core/frame/edit/wire.h"
#include "session/error.h"
#include "session/timer.h"
#include "session/tls.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

/* The 101 has come. */
static void
begin_conversation (BridgeLink *link)
{
  BridgeDeflateTerms deflate = *bridge_upgrade_deflate (link->upgrade);

  if (bridge_link_unsent (link) > 0) /* it answers what it has not heard to the end */
    {
      bridge_link_fail (link, bridge_error_not_a_server (link->place.host));
      return;
    }
  bridge_connection_clear (&link->connection);
  bridge_link_init_connection (link, &deflate);
  g_clear_pointer (&link->upgrade, bridge_upgrade_free);
  bridge_timer_set (link->timer, link->ping);
  link->handlers.opened (link->data);
}

void
bridge_link_handle_head (BridgeLink *link, gsize length)
{
  g_autoptr (GError) error = NULL;
  gsize               rest = 0;
  BridgeUpgradeResult result = bridge_upgrade_feed (link->upgrade, link->buffer, length, &rest, &error);

  link->http_status = bridge_upgrade_http_status (link->upgrade);
  if (result == BRIDGE_UPGRADE_FAILED)
    bridge_link_fail (link, g_steal_pointer (&error));
  else if (result == BRIDGE_UPGRADE_DONE)
    {
      begin_conversation (link);
      bridge_link_feed (link, link->buffer + length - rest, rest);
    }
}

GError *
bridge_link_not_opened (const BridgeLink *link)
{
  g_autoptr (GError) error = NULL;

  if (link->socket != NULL)
    return bridge_error_not_a_server (link->place.host);
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "");
  return bridge_error_from_gio (error, link->place.host);
}

static void
set_socket (BridgeLink *link, GSocketConnection *connection)
{
  link->socket = g_object_ref (g_socket_connection_get_socket (connection));
  g_socket_set_timeout (link->socket, 0);
  g_socket_set_option (link->socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_option (link->socket, IPPROTO_TCP, TCP_USER_TIMEOUT, BRIDGE_NET_USER_TIMEOUT, NULL);
}

static void
start_upgrade (BridgeLink *link, GIOStream *stream)
{
  link->stream = g_object_ref (stream);
  link->input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  link->output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream));
  bridge_upgrade_put_request (link->upgrade, &link->connection.output);
  bridge_link_schedule_write (link);
  bridge_link_start_reading (link);
}

static void
on_secured (GObject *source, GAsyncResult *result, gpointer data)
{
  BridgeLink *link = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) stream = bridge_tls_start_finish (result, &error);

  if (link->broken)
    ;
  else if (stream == NULL)
    bridge_link_fail (link, g_steal_pointer (&error));
  else
    start_upgrade (link, stream);
  bridge_link_unref (link);
}

static void
on_connected (GObject *client, GAsyncResult *result, gpointer data)
{
  BridgeLink            *link = data;
  const BridgeLinkPlace *place = &link->place;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (client), result, &error);

  if (connection != NULL)
    set_socket (link, connection);
  if (link->broken)
    ;
  else if (connection == NULL)
    bridge_link_fail (link, bridge_error_from_gio (error, place->host));
  else if (place->tls)
    bridge_tls_start_async (G_IO_STREAM (connection), place->host, place->port, place->fingerprint, link->connecting, on_secured, bridge_link_ref (link));
  else
    start_upgrade (link, G_IO_STREAM (connection));
  bridge_link_unref (link);
}

/* The proxy of the desktop is for what lies beyond this network; boards are shared within it. */
static void
start_connecting (BridgeLink *link)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) place = bridge_tls_connectable (link->place.host, link->place.port);

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, BRIDGE_NET_CONNECT_TIMEOUT);
  g_socket_client_connect_async (client, place, link->connecting, on_connected, bridge_link_ref (link));
}

BridgeLink *
bridge_link_open_place (const BridgeLinkPlace *place, const BridgeLinkHandlers *handlers, gpointer data)
{
  BridgeLink *link = bridge_link_new (place, handlers, data);

  link->connecting = g_cancellable_new ();
  link->upgrade = bridge_upgrade_new (&link->place);
  bridge_timer_set (link->timer, BRIDGE_NET_OPEN_TIMEOUT);
  start_connecting (link);
  return link;
}

BridgeLink *
bridge_link_open (BridgeInvite *invite, const BridgeLinkHandlers *handlers, gpointer data)
{
  static const char *const protocols[] = { BRIDGE_WIRE_PROTOCOL, NULL };
  g_autofree char         *target = g_strconcat ("/", invite->room, NULL);
  const BridgeLinkPlace    place = {
       .host = invite->host,
       .port = invite->port,
       .target = target,
       .tls = bridge_invite_is_tls (invite),
       .fingerprint = invite->fingerprint,
       .protocols = protocols,
       .deflate = BRIDGE_DEFLATE_WITHOUT_CONTEXT,
       .message_limit = BRIDGE_WIRE_MESSAGE_MAX,
  };

  return bridge_link_open_place (&place, handlers, data);
}

guint
bridge_link_http_status (const BridgeLink *link)
{
  return link->http_status;
}
