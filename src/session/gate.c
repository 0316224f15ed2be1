/* The gate of a server: its listening socket, visits and channels on one reactor.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/gate.h"

#include "session/limits.h"
#include "session/listener.h"
#include "session/visit.h"

struct BridgeGate
{
  BridgeGateOptions options;
  guint             channels_max;
  BridgeReactor    *reactor;
  BridgeListener    listener;
  BridgeVisits      visits;
  BridgeChannels    channels;
};

static void
on_accepted (gpointer data, GSocket *socket)
{
  BridgeGate *gate = data;

  bridge_visits_admit (&gate->visits, socket);
}

static gint64
next_deadline (const BridgeGate *gate)
{
  gint64 next = MIN (bridge_channels_deadline (&gate->channels), bridge_visits_deadline (&gate->visits));

  return MIN (next, bridge_deadlines_next (&gate->listener.pauses));
}

/* Once a turn of the loop, when all that was ready has been handled. */
static gint64
on_turn (gpointer data)
{
  BridgeGate *gate = data;
  gint64      now = g_get_monotonic_time ();
  gint64      next;

  bridge_visits_expire (&gate->visits, now);
  bridge_channels_expire (&gate->channels, now);
  next = gate->options.turn (gate->options.data, now);
  bridge_channels_flush (&gate->channels);
  gate->visits.is_full = gate->channels.channels.length >= gate->channels_max;
  bridge_listener_update (&gate->listener, now);
  return MIN (next, next_deadline (gate));
}

static gint64
clock_us (guint given, guint usual)
{
  return (given != 0 ? given : usual) * G_GINT64_CONSTANT (1000);
}

/* As many as there are descriptors for, after visits (a handshake takes one more) and the rest of the process. */
static guint
limit_channels (guint wanted)
{
  guint spare = BRIDGE_LIMIT_HANDSHAKES + BRIDGE_NET_HANDSHAKES_MAX + BRIDGE_NET_SPARE_FILES;

  return MIN (wanted != 0 ? wanted : BRIDGE_LIMIT_CHANNELS, MAX (bridge_listener_raise_limit (), 2 * spare) - spare);
}

BridgeGate *
bridge_gate_new (const BridgeGateOptions *options, GSocket *socket, GError **error)
{
  g_autoptr (GSocket) listening = socket;
  BridgeGate *gate = g_new0 (BridgeGate, 1);

  gate->reactor = bridge_reactor_new (g_main_context_get_thread_default (), on_turn, gate, error);
  if (gate->reactor == NULL)
    {
      g_free (gate);
      return NULL;
    }
  gate->options = *options;
  if (options->certificate != NULL)
    g_object_ref (options->certificate);
  gate->channels_max = limit_channels (options->channels_max);
  bridge_channels_init (&gate->channels, gate->reactor, clock_us (options->clocks.ping, BRIDGE_NET_PING_INTERVAL),
                        clock_us (options->clocks.pong, BRIDGE_NET_PONG_TIMEOUT),
                        clock_us (options->clocks.message, BRIDGE_LIMIT_MESSAGE_TIME),
                        options->held_max != 0 ? options->held_max : BRIDGE_LIMIT_HALF_MESSAGES);
  bridge_visits_init (&gate->visits, &gate->options, gate->reactor, clock_us (options->clocks.visit, BRIDGE_LIMIT_HEADER_TIME));
  gate->listener.accepted = on_accepted;
  gate->listener.data = gate;
  bridge_listener_start (&gate->listener, gate->reactor, g_steal_pointer (&listening));
  return gate;
}

void
bridge_gate_free (BridgeGate *gate)
{
  if (gate == NULL)
    return;
  bridge_listener_stop (&gate->listener);
  bridge_visits_clear (&gate->visits);
  bridge_channels_clear (&gate->channels);
  bridge_reactor_free (gate->reactor);
  g_clear_object (&gate->options.certificate);
  g_free (gate);
}

void
bridge_gate_stop_listening (BridgeGate *gate)
{
  bridge_listener_stop (&gate->listener);
}

BridgeChannels *
bridge_gate_channels (BridgeGate *gate)
{
  return &gate->channels;
}

void
bridge_gate_wake (BridgeGate *gate)
{
  bridge_reactor_wake (gate->reactor);
}
