/* Our server in the fan-out benchmark: the gate and channels of the product, and one log that all watchers follow.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fanout-serve.h"

#include "core/sync/log.h"
#include "session/gate.h"
#include "session/listener.h"

#define MESSAGE_MAX  (1 << 20)
#define CHANNELS_MAX 5000
#define HOUR         3600000 /* ms */

typedef struct
{
  BridgeChannel *channel;
  BridgeTap     *tap;
  const char    *path;
  guint          index; /* in `watchers`, of those who watch */
} Member;

static BridgeGate *gate;
static BridgeLog  *stream;
static GPtrArray  *watchers;
static GPtrArray  *channels; /* of the watchers, in the same order */
static guint64     flushed;  /* bytes of the log */

/* --- a channel's owner --- */

static void
on_message (gpointer owner, BridgeOpcode opcode, const guint8 *data, gsize length)
{
  Member *member = owner;

  if (g_str_equal (member->path, FANOUT_PUBLISH))
    bridge_log_append (stream, data, length);
  else if (g_str_equal (member->path, FANOUT_ECHO))
    bridge_channel_send (member->channel, opcode, data, length);
}

static void
on_ended (gpointer owner)
{
}

static void
on_gone (gpointer owner)
{
  Member *member = owner;

  if (g_str_equal (member->path, FANOUT_WATCH))
    {
      g_ptr_array_remove_index_fast (watchers, member->index);
      g_ptr_array_remove_index_fast (channels, member->index);
      if (member->index < watchers->len)
        ((Member *)watchers->pdata[member->index])->index = member->index;
    }
  bridge_tap_free (member->tap);
  g_free (member);
}

static gsize
get_spans (gpointer owner, BridgeSpan *spans, gsize max_spans)
{
  return bridge_tap_spans (((Member *)owner)->tap, spans, max_spans);
}

static void
on_sent (gpointer owner, gsize length)
{
  bridge_tap_sent (((Member *)owner)->tap, length);
}

static gboolean
has_output (gpointer owner)
{
  return bridge_tap_has_output (((Member *)owner)->tap);
}

static void
push_frame (gpointer owner, BridgeBlob *frame)
{
  bridge_tap_push_frame (((Member *)owner)->tap, frame);
}

static const BridgeChannelHandlers handlers = {
  .message = on_message,
  .ended = on_ended,
  .gone = on_gone,
  .spans = get_spans,
  .sent = on_sent,
  .has_output = has_output,
  .push_frame = push_frame,
};

/* --- the gate's --- */

static const char *
find_path (const char *path)
{
  static const char *const paths[] = { FANOUT_WATCH, FANOUT_PUBLISH, FANOUT_ECHO };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    if (g_str_equal (path, paths[i]))
      return paths[i];
  return NULL;
}

static void
on_request (gpointer data, BridgeVisit *visit)
{
  const BridgeHandshakePolicy policy = { 0 };
  const char                 *path = find_path (bridge_visit_path (visit));

  if (path != NULL)
    bridge_visit_upgrade (visit, &policy, (gpointer)path);
  else
    bridge_visit_answer_text (visit, 404, "Nothing is here.");
}

static void
on_upgraded (gpointer data, gpointer target, const BridgeChannelLine *line)
{
  Member *member = g_new0 (Member, 1);

  member->path = target;
  member->tap = bridge_tap_new (stream);
  member->channel = bridge_channel_new (bridge_gate_channels (gate), line, MESSAGE_MAX, &handlers, member);
  if (member->channel == NULL)
    g_error ("no place for a channel");
  if (!g_str_equal (member->path, FANOUT_WATCH))
    return;
  member->index = watchers->len;
  g_ptr_array_add (watchers, member);
  g_ptr_array_add (channels, member->channel);
  bridge_tap_follow (member->tap);
}

static gint64
on_turn (gpointer data, gint64 now)
{
  if (flushed == bridge_log_end (stream))
    return G_MAXINT64;
  flushed = bridge_log_end (stream);
  bridge_channels_flush_all (channels);
  return G_MAXINT64;
}

static guint16
start (GTlsCertificate *certificate)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  GSocket                *socket = bridge_listener_bind ("127.0.0.1", 0, &error);
  const BridgeGateOptions options = {
    .certificate = certificate,
    .channels_max = CHANNELS_MAX,
    .clocks = { .ping = HOUR },
    .request = on_request,
    .upgraded = on_upgraded,
    .turn = on_turn,
  };

  if (socket == NULL)
    g_error ("%s", error->message);
  stream = bridge_log_new ();
  watchers = g_ptr_array_new ();
  channels = g_ptr_array_new ();
  address = g_socket_get_local_address (socket, NULL);
  gate = bridge_gate_new (&options, socket, &error);
  if (gate == NULL)
    g_error ("%s", error->message);
  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

int
main (int argc, char *argv[])
{
  return fanout_main (argc, argv, start);
}
