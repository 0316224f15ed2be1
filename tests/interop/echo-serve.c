/* The server that echoes: the gate and the channels of a real server, with no room behind them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "echo.h"

#include "session/gate.h"
#include "session/listener.h"

#include <stdio.h>

typedef struct
{
  const EchoTerms *terms;
  const char      *origin;
  BridgeGate      *gate;
  BridgeLog       *log; /* stays empty: the taps are there for their private queues */
  GPtrArray       *due; /* borrowed: peers with output that is new in this turn */
} Server;

typedef struct
{
  Server        *server;
  BridgeChannel *channel;
  BridgeTap     *output;
} Peer;

static void
on_message (gpointer owner, BridgeOpcode opcode, const guint8 *data, gsize length)
{
  Peer *peer = owner;

  bridge_channel_send (peer->channel, opcode, data, length);
}

static gboolean
is_hungry (gpointer owner)
{
  Peer *peer = owner;

  return bridge_tap_private (peer->output) < ECHO_UNSENT_MAX;
}

static void
on_ended (gpointer owner)
{
}

static void
on_gone (gpointer owner)
{
  Peer *peer = owner;

  g_ptr_array_remove_fast (peer->server->due, peer);
  bridge_tap_free (peer->output);
  g_free (peer);
}

static gsize
get_spans (gpointer owner, BridgeSpan *spans, gsize max_spans)
{
  Peer *peer = owner;

  return bridge_tap_spans (peer->output, spans, max_spans);
}

static void
on_sent (gpointer owner, gsize length)
{
  Peer *peer = owner;

  bridge_tap_sent (peer->output, length);
}

static gboolean
has_output (gpointer owner)
{
  Peer *peer = owner;

  return bridge_tap_has_output (peer->output);
}

static void
push_frame (gpointer owner, BridgeBlob *frame)
{
  Peer *peer = owner;

  if (!bridge_tap_has_output (peer->output))
    g_ptr_array_add (peer->server->due, peer);
  bridge_tap_push_frame (peer->output, frame);
}

static const BridgeChannelHandlers handlers = {
  .message = on_message,
  .is_hungry = is_hungry,
  .ended = on_ended,
  .gone = on_gone,
  .spans = get_spans,
  .sent = on_sent,
  .has_output = has_output,
  .push_frame = push_frame,
};

static void
on_request (gpointer data, BridgeVisit *visit)
{
  Server                     *server = data;
  const BridgeHandshakePolicy policy = { .origin = server->origin, .deflate = server->terms->deflate };

  bridge_visit_upgrade (visit, &policy, NULL);
}

static void
on_upgraded (gpointer data, gpointer target, const BridgeChannelLine *line)
{
  Server *server = data;
  Peer   *peer = g_new0 (Peer, 1);

  peer->server = server;
  peer->output = bridge_tap_new (server->log);
  peer->channel = bridge_channel_new (bridge_gate_channels (server->gate), line, server->terms->limit, &handlers, peer);
  if (peer->channel == NULL)
    on_gone (peer);
}

/* What is blocked goes on by itself. */
static gint64
on_turn (gpointer data, gint64 now)
{
  Server *server = data;

  while (server->due->len > 0)
    {
      Peer *peer = g_ptr_array_steal_index_fast (server->due, server->due->len - 1);

      bridge_channel_flush (peer->channel);
    }
  return G_MAXINT64;
}

static gboolean
open_gate (Server *server, GSocket *socket, GError **error)
{
  const BridgeGateOptions options = {
    .held_max = ECHO_HELD_MAX,
    .clocks = { .ping = ECHO_PING, .message = ECHO_PING },
    .request = on_request,
    .upgraded = on_upgraded,
    .turn = on_turn,
    .data = server,
  };

  server->gate = bridge_gate_new (&options, socket, error);
  return server->gate != NULL;
}

static gboolean
print_port (GSocket *socket, GError **error)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (socket, error);

  if (address == NULL)
    return FALSE;
  printf ("%u\n", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  return fflush (stdout) == 0;
}

int
echo_serve (guint16 port, const char *origin, const EchoTerms *terms)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = bridge_listener_bind ("127.0.0.1", port, &error);
  Server server = { .terms = terms, .origin = origin, .log = bridge_log_new (), .due = g_ptr_array_new () };

  if (socket == NULL || !open_gate (&server, g_object_ref (socket), &error) || !print_port (socket, &error))
    {
      fprintf (stderr, "ws-echo: %s\n", error != NULL ? error->message : "cannot print the port");
      return ECHO_FAILED;
    }
  g_main_loop_run (loop);
  return ECHO_DONE;
}
