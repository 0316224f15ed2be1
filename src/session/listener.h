/* The listening socket: binding it, and accepting from it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/deadlines.h"
#include "session/reactor.h"

#include <gio/gio.h>

/* Bound and listening (transfer full). `address` NULL: all, IPv6 and IPv4. Port 0: any; -1: BRIDGE_PORT_DEFAULT or, if it is
 * busy, any. A named port that is taken is BRIDGE_ERROR_BUSY. */
GSocket *bridge_listener_bind (const char *address, int port, GError **error);
/* Raises the soft limit of descriptors to the hard one; returns it. */
guint bridge_listener_raise_limit (void);

typedef struct
{
  BridgeWatch     watch; /* first: see on_ready */
  BridgeReactor  *reactor;
  GSocket        *socket;
  BridgeDeadlines pauses; /* after descriptors ran out */
  BridgeDeadline  pause;
  /* A connection with its options set (transfer full). */
  void (*accepted) (gpointer data, GSocket *socket);
  gpointer data;
} BridgeListener;

/* Fill in the functions and the data before. Takes `socket`. */
gboolean bridge_listener_start (BridgeListener *listener, BridgeReactor *reactor, GSocket *socket);
void     bridge_listener_stop (BridgeListener *listener);
/* Once a turn: accepts again when a pause is over. */
void bridge_listener_update (BridgeListener *listener, gint64 now);
