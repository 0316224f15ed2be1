/* The server: rooms behind a listening socket, on a thread with its own GMainContext.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/invite.h"

#include <gio/gio.h>

#define BRIDGE_TYPE_SERVER (bridge_server_get_type ())
G_DECLARE_FINAL_TYPE (BridgeServer, bridge_server, BRIDGE, SERVER, GObject)

typedef struct
{
  const char *listen; /* (nullable): an address; NULL: all, IPv6 and IPv4 */
  int         port;   /* 0: any; -1: 7420 or, if it is busy, any; a busy named port is BRIDGE_ERROR_BUSY */
  const char *room;   /* (nullable): NULL makes a random one */
  /* (nullable), NULL-terminated: further rooms, empty, with the same title; each has a token of its own. */
  const char *const *more_rooms;
  const char        *title;      /* (nullable) */
  const char        *host;       /* (nullable): the host's name for the card */
  GPtrArray         *state;      /* (nullable): of GBytes, frames of state.h that seed the board */
  guint              people_max; /* guests at once; 0: as many as a room usually takes */
  guint              edit_rate;  /* as room.h says, of one person; 0: as usual */
  guint              edit_burst;
  /* (nullable): sessions are TLS with it (identity.h), and links have its fingerprint. NULL: plain, and ws:// links. */
  GTlsCertificate *certificate;
} BridgeServerOptions;

BridgeServer *bridge_server_new (const BridgeServerOptions *options);
/* ms; 0: as in limits.h. For tests, before the start. */
void bridge_server_set_clocks (BridgeServer *server, guint visit, guint ping, guint pong, guint message);
/* Returns once connections are accepted. Blocks for a short while only: binding a socket and starting a thread. */
gboolean bridge_server_start (BridgeServer *server, GError **error);
/* To drop the last reference stops it too, and waits for that.
 * Says goodbye to the guests, waits for that until a short deadline, and ends the thread. */
void     bridge_server_stop_async (BridgeServer *server, GAsyncReadyCallback callback, gpointer data);
gboolean bridge_server_stop_finish (BridgeServer *server, GAsyncResult *result, GError **error);

guint16       bridge_server_get_port (BridgeServer *server);
BridgeInvite *bridge_server_get_invite (BridgeServer *server); /* (transfer none): with the best address of this machine */
/* One for each room, that one first, then the others as they were given (transfer full, of BridgeInvite). */
GPtrArray *bridge_server_list_rooms (BridgeServer *server);
/* One for each address of this machine that others may reach, the best first (transfer full, of BridgeInvite). With an
 * address to listen on given: that one alone. */
GPtrArray *bridge_server_list_invites (BridgeServer *server);
