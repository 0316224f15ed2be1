/* What runs on the server's thread: one room, and all that is connected to it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/room.h"

#include <gio/gio.h>

typedef struct BridgeRelay BridgeRelay;

/* ms; 0: as in limits.h. */
typedef struct
{
  guint visit;
  guint ping;
  guint pong;
} BridgeClocks;

typedef struct
{
  const char  *room; /* all borrowed while it is made */
  const char  *token;
  const char  *title;
  const char  *host;
  GPtrArray   *state;      /* (nullable): of GBytes */
  guint        people_max; /* 0: the usual */
  BridgeClocks clocks;
} BridgeRelayOptions;

/* Takes `socket`, which listens. Belongs to the thread whose thread-default context it was made in. */
BridgeRelay *bridge_relay_new (const BridgeRelayOptions *options, GSocket *socket, GError **error);
/* Cuts whatever is still there. */
void bridge_relay_free (BridgeRelay *relay);
/* Says goodbye to all; then calls `stopped` once everybody is gone, or `grace` ms have passed. */
void bridge_relay_stop (BridgeRelay *relay, guint grace, void (*stopped) (gpointer data), gpointer data);
