/* What runs on the server's thread: one room, and all that is connected to it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/relay.h"

#include "session/caller.h"
#include "session/entropy.h"
#include "session/error.h"
#include "session/http.h"
#include "session/limits.h"
#include "session/listener.h"

#include <string.h>

struct BridgeRelay
{
  char          *room_name;
  char          *host;
  BridgeRoom    *room;
  BridgeReactor *reactor;
  BridgeListener listener;
  BridgeHttp    *http;
  BridgeCallers  callers;
  guint          callers_max;

  BridgeDeadlines stops; /* holds `stop` once it is to stop */
  BridgeDeadline  stop;
  gboolean        stopping;
  void (*stopped) (gpointer data);
  gpointer stopped_data;
};

static gboolean
has_place (gpointer data)
{
  BridgeRelay *relay = data;
  guint        n_visits = bridge_http_n_visits (relay->http);

  return n_visits < BRIDGE_NET_VISITS_MAX && n_visits + relay->callers.callers.length < relay->callers_max;
}

/* TLS would be told from HTTP here, by a look at the first byte, and shaken hands with before libsoup sees the stream. */
static void
on_accepted (gpointer data, GSocket *socket)
{
  BridgeRelay *relay = data;

  bridge_http_admit (relay->http, socket);
  g_object_unref (socket);
}

static void
describe (gpointer data, BridgeCard *card)
{
  BridgeRelay *relay = data;

  card->title = g_strdup (bridge_board_title (bridge_room_board (relay->room)));
  card->host = g_strdup (relay->host);
  card->people = bridge_room_n_people (relay->room);
  card->items = bridge_board_n_visible (bridge_room_board (relay->room));
  card->full = bridge_room_is_full (relay->room);
}

static gboolean
check_token (gpointer data, const char *token, gsize length)
{
  BridgeRelay *relay = data;

  return bridge_room_check_token (relay->room, token, length);
}

static void
on_upgraded (gpointer data, GIOStream *stream, GSocket *socket)
{
  BridgeRelay *relay = data;

  bridge_callers_admit (&relay->callers, stream, socket);
  if (relay->stopping)
    bridge_room_end (relay->room, g_get_monotonic_time ());
}

static void
on_left (gpointer data)
{
  BridgeRelay *relay = data;

  bridge_reactor_wake (relay->reactor);
}

static void
finish (gpointer owner)
{
  BridgeRelay *relay = owner;

  bridge_deadline_disarm (&relay->stop);
  if (relay->stopped != NULL)
    g_steal_pointer (&relay->stopped) (relay->stopped_data);
}

static gint64
room_deadline (const BridgeRelay *relay)
{
  return (gint64)MIN (bridge_room_deadline (relay->room), (uint64_t)G_MAXINT64);
}

static gint64
next_deadline (const BridgeRelay *relay)
{
  gint64 next = MIN (room_deadline (relay), bridge_callers_deadline (&relay->callers));

  next = MIN (next, bridge_http_deadline (relay->http));
  next = MIN (next, bridge_deadlines_next (&relay->listener.pauses));
  return MIN (next, bridge_deadlines_next (&relay->stops));
}

/* Once a turn of the loop, when all that was ready has been handled. */
static gint64
on_turn (gpointer data)
{
  BridgeRelay *relay = data;
  gint64       now = g_get_monotonic_time ();

  bridge_http_expire (relay->http, now);
  bridge_callers_expire (&relay->callers, now);
  if (room_deadline (relay) <= now)
    bridge_room_tick (relay->room, now);
  bridge_callers_flush (&relay->callers);
  bridge_listener_update (&relay->listener, now);
  bridge_deadlines_expire (&relay->stops, now);
  if (relay->stopping && relay->callers.callers.length == 0)
    finish (relay);
  return next_deadline (relay);
}

static BridgeRoom *
make_room (const BridgeRelayOptions *options, GError **error)
{
  const BridgeRoomOptions room_options = {
    .epoch = bridge_entropy_id (),
    .seed = bridge_entropy_id (),
    .token = options->token,
    .title = options->title != NULL ? options->title : "",
    .host = options->host != NULL ? options->host : "",
    .people_max = options->people_max,
  };
  BridgeRoom *room = bridge_room_new (&room_options);

  for (guint i = 0; options->state != NULL && i < options->state->len; i++)
    {
      gsize         length;
      const guint8 *data = g_bytes_get_data (options->state->pdata[i], &length);
      BridgeStatus  status = bridge_room_seed (room, data, length);

      if (status == BRIDGE_STATUS_OK)
        continue;
      g_propagate_error (error, bridge_error_from_status (status));
      bridge_room_free (room);
      return NULL;
    }
  return room;
}

static gint64
clock_us (guint given, guint usual)
{
  return (given != 0 ? given : usual) * G_GINT64_CONSTANT (1000);
}

static void
start_http (BridgeRelay *relay, const BridgeClocks *clocks)
{
  const BridgeHttpOptions options = {
    .room = relay->room_name,
    .visit_timeout = clock_us (clocks->visit, BRIDGE_NET_VISIT_TIMEOUT),
    .describe = describe,
    .check_token = check_token,
    .upgraded = on_upgraded,
    .left = on_left,
    .data = relay,
  };

  relay->http = bridge_http_new (&options);
}

BridgeRelay *
bridge_relay_new (const BridgeRelayOptions *options, GSocket *socket, GError **error)
{
  g_autoptr (GSocket) listening = socket;
  BridgeRelay *relay = g_new0 (BridgeRelay, 1);

  relay->room_name = g_strdup (options->room);
  relay->host = g_strdup (options->host != NULL ? options->host : "");
  relay->callers_max = MIN (BRIDGE_NET_CALLERS_MAX, MAX (bridge_listener_raise_limit (), 2 * BRIDGE_NET_SPARE_FILES) - BRIDGE_NET_SPARE_FILES);
  relay->room = make_room (options, error);
  relay->reactor = relay->room != NULL ? bridge_reactor_new (g_main_context_get_thread_default (), on_turn, relay, error) : NULL;
  if (relay->reactor == NULL)
    {
      bridge_relay_free (relay);
      return NULL;
    }
  bridge_callers_init (&relay->callers, relay->reactor, relay->room, clock_us (options->clocks.ping, BRIDGE_NET_PING_INTERVAL),
                       clock_us (options->clocks.pong, BRIDGE_NET_PONG_TIMEOUT), BRIDGE_NET_CLOSE_TIMEOUT * 1000);
  start_http (relay, &options->clocks);
  relay->listener.has_place = has_place;
  relay->listener.accepted = on_accepted;
  relay->listener.data = relay;
  bridge_listener_start (&relay->listener, relay->reactor, g_steal_pointer (&listening));
  return relay;
}

void
bridge_relay_free (BridgeRelay *relay)
{
  if (relay->reactor != NULL)
    {
      bridge_listener_stop (&relay->listener);
      bridge_http_free (relay->http);
      bridge_callers_clear (&relay->callers);
    }
  bridge_reactor_free (relay->reactor);
  bridge_room_free (relay->room);
  g_free (relay->room_name);
  g_free (relay->host);
  g_free (relay);
}

void
bridge_relay_stop (BridgeRelay *relay, guint grace, void (*stopped) (gpointer data), gpointer data)
{
  if (relay->stopping)
    return;
  relay->stopping = TRUE;
  relay->stopped = stopped;
  relay->stopped_data = data;
  bridge_listener_stop (&relay->listener);
  bridge_room_end (relay->room, g_get_monotonic_time ());
  bridge_deadlines_init (&relay->stops, clock_us (grace, 0), finish);
  bridge_deadlines_arm (&relay->stops, &relay->stop, relay);
  bridge_reactor_wake (relay->reactor);
}
