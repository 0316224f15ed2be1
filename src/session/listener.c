/* The listening socket: binding it, and accepting from it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/listener.h"

#include "session/error.h"
#include "session/invite.h"
#include "session/limits.h"

#include <glib/gi18n.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

/* On all addresses the socket of IPv6 serves IPv4 too, where the system has IPv6. */
static GSocket *
open_socket (GInetAddress *address, GError **error)
{
  GSocket *socket = g_socket_new (g_inet_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL)
    return NULL;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 && g_inet_address_get_is_any (address))
    g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, FALSE, NULL);
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BRIDGE_NET_BACKLOG);
  return socket;
}

static GSocket *
listen_at (GInetAddress *address, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new (address, port);
  g_autoptr (GSocket) socket = open_socket (address, error);

  if (socket == NULL || !g_socket_bind (socket, place, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static GSocket *
listen_anywhere (guint16 port, GError **error)
{
  g_autoptr (GInetAddress) all = g_inet_address_new_any (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GInetAddress) ipv4 = g_inet_address_new_any (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GError) failure = NULL;
  GSocket *socket = listen_at (all, port, &failure);

  if (socket != NULL)
    return socket;
  if (!g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    return listen_at (ipv4, port, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static GSocket *
listen_text (const char *text, guint16 port, GError **error)
{
  g_autoptr (GInetAddress) address = NULL;

  if (text == NULL)
    return listen_anywhere (port, error);
  address = g_inet_address_new_from_string (text);
  if (address != NULL)
    return listen_at (address, port, error);
  g_set_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED, _ ("“%s” is not an address to listen on."), text);
  return NULL;
}

static GError *
word_failure (const GError *failure, int port)
{
  if (failure->domain == BRIDGE_ERROR)
    return g_error_copy (failure);
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_BUSY, _ ("Port %d is taken by another program."), port);
  return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_FAILED, _ ("Cannot accept connections: %s"), failure->message);
}

GSocket *
bridge_listener_bind (const char *address, int port, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GSocket *socket = listen_text (address, port < 0 ? BRIDGE_PORT_DEFAULT : port, &failure);

  if (socket == NULL && port < 0 && g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
    {
      g_clear_error (&failure);
      socket = listen_text (address, 0, &failure);
    }
  if (socket == NULL)
    g_propagate_error (error, word_failure (failure, port));
  return socket;
}

guint
bridge_listener_raise_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return 1024;
  if (limit.rlim_cur < limit.rlim_max)
    {
      limit.rlim_cur = limit.rlim_max;
      if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
        getrlimit (RLIMIT_NOFILE, &limit);
    }
  return MIN (limit.rlim_cur, G_MAXINT);
}

static void
set_options (GSocket *socket)
{
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, BRIDGE_NET_USER_TIMEOUT, NULL);
  g_socket_set_option (socket, SOL_SOCKET, SO_SNDBUF, BRIDGE_NET_SEND_BUFFER, NULL);
}

/* Anything else than running out of descriptors concerns that one connection alone. */
static gboolean
is_exhausted (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
on_ready (BridgeWatch *watch, guint32 events)
{
  BridgeListener *listener = (BridgeListener *)watch;

  for (int i = 0; i < BRIDGE_NET_ACCEPTS_MAX; i++)
    {
      g_autoptr (GError) error = NULL;
      GSocket *socket = g_socket_accept (listener->socket, NULL, &error);

      if (socket != NULL)
        {
          set_options (socket);
          listener->accepted (listener->data, socket);
          continue;
        }
      /* Else the loop would spin: the connection stays ready to be accepted. */
      if (is_exhausted (error))
        bridge_deadlines_arm (&listener->pauses, &listener->pause, listener);
      return;
    }
}

/* bridge_listener_update sees that the pause is over. */
static void
on_pause_over (gpointer owner)
{
}

gboolean
bridge_listener_start (BridgeListener *listener, BridgeReactor *reactor, GSocket *socket)
{
  listener->reactor = reactor;
  listener->socket = socket;
  listener->watch.fd = g_socket_get_fd (socket);
  listener->watch.ready = on_ready;
  bridge_deadlines_init (&listener->pauses, BRIDGE_NET_ACCEPT_PAUSE * 1000, on_pause_over);
  return bridge_reactor_add (reactor, &listener->watch, EPOLLIN);
}

void
bridge_listener_stop (BridgeListener *listener)
{
  if (listener->socket == NULL)
    return;
  bridge_reactor_remove (listener->reactor, &listener->watch);
  bridge_deadline_disarm (&listener->pause);
  g_socket_close (listener->socket, NULL);
  g_clear_object (&listener->socket);
}

void
bridge_listener_update (BridgeListener *listener, gint64 now)
{
  if (listener->socket == NULL)
    return;
  bridge_deadlines_expire (&listener->pauses, now);
  bridge_reactor_arm (listener->reactor, &listener->watch,
                      listener->pause.queue == NULL ? EPOLLIN : 0);
}
