/* Deadlines of one and the same duration: a queue whose head is the next to expire.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/deadlines.h"

void
bridge_deadlines_init (BridgeDeadlines *deadlines, gint64 duration, BridgeExpireFunc expire)
{
  g_queue_init (&deadlines->queue);
  deadlines->duration = duration;
  deadlines->expire = expire;
}

void
bridge_deadline_disarm (BridgeDeadline *deadline)
{
  if (deadline->queue != NULL)
    g_queue_unlink (&deadline->queue->queue, &deadline->link);
  deadline->queue = NULL;
}

void
bridge_deadlines_arm (BridgeDeadlines *deadlines, BridgeDeadline *deadline, gpointer owner)
{
  bridge_deadline_disarm (deadline);
  deadline->queue = deadlines;
  deadline->link.data = owner;
  deadline->when = g_get_monotonic_time () + deadlines->duration;
  g_queue_push_tail_link (&deadlines->queue, &deadline->link);
}

static BridgeDeadline *
head (const BridgeDeadlines *deadlines)
{
  return (BridgeDeadline *)deadlines->queue.head; /* the link is its first member */
}

void
bridge_deadlines_expire (BridgeDeadlines *deadlines, gint64 now)
{
  while (head (deadlines) != NULL && head (deadlines)->when <= now)
    {
      gpointer owner = head (deadlines)->link.data;

      bridge_deadline_disarm (head (deadlines));
      deadlines->expire (owner);
    }
}

gint64
bridge_deadlines_next (const BridgeDeadlines *deadlines)
{
  return head (deadlines) != NULL ? head (deadlines)->when : G_MAXINT64;
}
