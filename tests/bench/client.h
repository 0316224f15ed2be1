/* WebSocket clients by the dozen on one thread, for benchmarks that speak with a real server.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "line.h"

#include "core/frame/websocket/connection.h"

typedef struct Client Client;

typedef struct
{
  int    epoll;
  guint8 buffer[256 << 10];
} Crowd;

struct Client
{
  Crowd           *crowd;
  Line             line;
  BridgeConnection connection;
  gsize            written;  /* of connection.output */
  guint64          received; /* bytes behind the 101 */
  gboolean         blocked;
  /* A whole binary message; borrowed. */
  void (*message) (gpointer data, const guint8 *payload, gsize length);
  gpointer data;
};

void crowd_init (Crowd *crowd);
void crowd_clear (Crowd *crowd);
/* Handles what is ready; waits for something until then (us, monotonic) if nothing is. */
void crowd_wait (Crowd *crowd, gint64 until);

/* message and data are to be set first. */
void client_open (Client *client, Crowd *crowd, guint16 port, const char *target, const char *protocol);
void client_close (Client *client);
void client_send (Client *client, const guint8 *payload, gsize length);
