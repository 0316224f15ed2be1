/* What runs on the server's thread: rooms, and the gate that people come through.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/room.h"
#include "session/gate.h"

typedef struct BridgeRelay BridgeRelay;

typedef struct
{
  const char *name; /* all borrowed while it is made */
  const char *token;
  const char *title;      /* (nullable) */
  const char *host;       /* (nullable) */
  GPtrArray  *state;      /* (nullable): of GBytes */
  guint       people_max; /* 0: the usual; as the next two */
  guint       edit_rate;
  guint       edit_burst;
} BridgeRelayRoom;

/* Opens its gate on `socket` (takes it). Belongs to the thread whose thread-default context it was made in. */
BridgeRelay *bridge_relay_new (GSocket *socket, GTlsCertificate *certificate, const BridgeClocks *clocks, GError **error);
/* Before the context runs. The names differ. */
gboolean bridge_relay_open_room (BridgeRelay *relay, const BridgeRelayRoom *room, GError **error);
/* Cuts whatever is still there. */
void bridge_relay_free (BridgeRelay *relay);
/* Says goodbye to all; then calls `stopped` once everybody is gone, or `grace` ms have passed. */
void bridge_relay_stop (BridgeRelay *relay, guint grace, void (*stopped) (gpointer data), gpointer data);
