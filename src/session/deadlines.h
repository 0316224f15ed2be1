/* Deadlines of one and the same duration: a queue whose head is the next to expire.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  GList                    link;  /* in the queue it is armed in */
  struct _BridgeDeadlines *queue; /* NULL: not armed */
  gint64                   when;  /* us, monotonic */
} BridgeDeadline;

/* `owner` is what the deadline belongs to; its deadline is not armed any more. */
typedef void (*BridgeExpireFunc) (gpointer owner);

typedef struct _BridgeDeadlines
{
  GQueue           queue;
  gint64           duration; /* us */
  BridgeExpireFunc expire;
} BridgeDeadlines;

void bridge_deadlines_init (BridgeDeadlines *deadlines, gint64 duration, BridgeExpireFunc expire);
/* Disarms `deadline` wherever it was armed, then arms it here. */
void bridge_deadlines_arm (BridgeDeadlines *deadlines, BridgeDeadline *deadline, gpointer owner);
void bridge_deadline_disarm (BridgeDeadline *deadline);
void bridge_deadlines_expire (BridgeDeadlines *deadlines, gint64 now);
/* G_MAXINT64 when there is none. */
gint64 bridge_deadlines_next (const BridgeDeadlines *deadlines);
