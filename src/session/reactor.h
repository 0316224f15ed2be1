/* One GSource around one epoll descriptor, for all connections of a server.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GSource for each connection would make every turn of the loop cost O(connections). Here a turn handles whatever is
 * ready, and then calls `turn` once, where all output is flushed. Belongs to the thread that runs its context. */
#pragma once

#include <glib.h>

typedef struct BridgeReactor BridgeReactor;
typedef struct BridgeWatch   BridgeWatch;

/* Embedded in what owns the descriptor; `ready` gets EPOLL* bits. Must be removed before the descriptor is closed. */
struct BridgeWatch
{
  int     fd;
  guint32 events; /* what it is armed for */
  void (*ready) (BridgeWatch *watch, guint32 events);
};

/* `turn` is called after each batch of events, after bridge_reactor_wake, and when the time that it returned last has
 * come (us, monotonic; G_MAXINT64: never). NULL, with *error set, when the system has no epoll descriptor left. */
typedef gint64 (*BridgeTurnFunc) (gpointer data);
BridgeReactor *bridge_reactor_new (GMainContext *context, BridgeTurnFunc turn, gpointer data, GError **error);
void           bridge_reactor_free (BridgeReactor *reactor);

/* False when the system refuses (errno). */
gboolean bridge_reactor_add (BridgeReactor *reactor, BridgeWatch *watch, guint32 events);
void     bridge_reactor_arm (BridgeReactor *reactor, BridgeWatch *watch, guint32 events);
/* Events that were ready for it in this batch are forgotten. Removing twice is allowed. */
void bridge_reactor_remove (BridgeReactor *reactor, BridgeWatch *watch);
/* Asks for a turn as soon as the loop comes round. */
void bridge_reactor_wake (BridgeReactor *reactor);
