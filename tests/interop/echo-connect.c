/* The client that echoes: one link after the other, as a guest opens them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "echo.h"

#include "session/limits.h"
#include "session/link.h"

#include <stdio.h>
#include <string.h>

typedef struct
{
  BridgeLinkPlace place;
  GMainLoop      *loop;
  BridgeLink     *link;
  gboolean        opened; /* the one that is there now */
  int             status;
} Client;

static void connect_again (Client *client);

static void
on_opened (gpointer data)
{
  Client *client = data;

  client->opened = TRUE;
}

static void
on_message (gpointer data, BridgeOpcode opcode, const guint8 *payload, gsize length)
{
  Client *client = data;

  bridge_link_send (client->link, opcode, payload, length);
  if (bridge_link_unsent (client->link) >= ECHO_UNSENT_MAX)
    bridge_link_pause (client->link);
}

static void
on_drained (gpointer data)
{
  Client *client = data;

  bridge_link_resume (client->link);
}

static void
end (Client *client, int status, const char *words)
{
  if (words != NULL)
    fprintf (stderr, "ws-echo: %s\n", words);
  client->status = status;
  g_main_loop_quit (client->loop);
}

/* However it ended, if it had begun the next one is due. */
static void
on_closed (gpointer data, const GError *error)
{
  Client *client = data;
  guint   answer = bridge_link_http_status (client->link);

  bridge_link_close (g_steal_pointer (&client->link));
  if (client->opened)
    connect_again (client);
  else if (answer == 410)
    end (client, ECHO_DONE, NULL);
  else
    end (client, ECHO_FAILED, error != NULL ? error->message : "not connected");
}

static const BridgeLinkHandlers handlers = {
  .opened = on_opened,
  .message = on_message,
  .drained = on_drained,
  .closed = on_closed,
};

static void
connect_again (Client *client)
{
  client->opened = FALSE;
  client->link = bridge_link_open_place (&client->place, &handlers, client);
  bridge_link_set_clocks (client->link, BRIDGE_NET_OPEN_TIMEOUT, ECHO_PING, BRIDGE_NET_PONG_TIMEOUT);
}

static char *
make_target (GUri *uri)
{
  const char *path = g_uri_get_path (uri), *query = g_uri_get_query (uri);

  return g_strconcat (path[0] != '\0' ? path : "/", query != NULL ? "?" : "", query, NULL);
}

int
echo_connect (const char *url, const EchoTerms *terms)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  Client      client = { .place = { .deflate = terms->deflate, .message_limit = terms->limit, .takes_text = TRUE } };

  client.place.tls = strcmp (scheme, "wss") == 0;
  if ((!client.place.tls && strcmp (scheme, "ws") != 0) || g_uri_get_host (uri) == NULL)
    {
      fprintf (stderr, "ws-echo: not a ws:// or wss:// URL: %s\n", url);
      return ECHO_USAGE;
    }

  g_autofree char *target = make_target (uri);
  client.place.host = g_uri_get_host (uri);
  client.place.port = (guint16)g_uri_get_port (uri);
  client.place.target = target;
  client.loop = g_main_loop_new (NULL, FALSE);
  connect_again (&client);
  g_main_loop_run (client.loop);
  g_main_loop_unref (client.loop);
  return client.status;
}
