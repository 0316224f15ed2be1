/* One conversation at the server: a WebSocket on a descriptor, between the reactor and the room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/frame/websocket/connection.h"
#include "core/sync/room.h"
#include "session/deadlines.h"
#include "session/reactor.h"

#include <gio/gio.h>

typedef struct BridgeCaller BridgeCaller;

/* What all callers of a server share; in the thread that runs it. */
typedef struct
{
  BridgeReactor  *reactor;
  BridgeRoom     *room;
  GQueue          callers;
  BridgeDeadlines pings;     /* silent until then: a ping */
  BridgeDeadlines pongs;     /* nothing came back until then: cut */
  BridgeDeadlines closings;  /* not closed until then: cut */
  GPtrArray      *unblocked; /* borrowed: can be written to again */
  guint8         *buffer;    /* BRIDGE_NET_READ_SIZE, for whatever is read */
  guint64         turn;
} BridgeCallers;

/* The clocks are in us. */
void bridge_callers_init (BridgeCallers *callers, BridgeReactor *reactor, BridgeRoom *room, gint64 ping, gint64 pong, gint64 closing);
/* Cuts all that are left. */
void bridge_callers_clear (BridgeCallers *callers);
/* A connection behind its upgrade (takes both). What already lies in `stream` is read at once. */
void bridge_callers_admit (BridgeCallers *callers, GIOStream *stream, GSocket *socket);
/* Sends what the room has for each: one send a caller and turn. */
void   bridge_callers_flush (BridgeCallers *callers);
void   bridge_callers_expire (BridgeCallers *callers, gint64 now);
gint64 bridge_callers_deadline (const BridgeCallers *callers);
