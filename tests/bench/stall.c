/* How long the main loop is kept from looking at what has come.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stall.h"

static gint64 woken; /* 0: not yet */
static gint64 longest;

/* Whatever lies between two polls held the loop up. */
static gint
poll_timed (GPollFD *fds, guint n_fds, gint timeout)
{
  gint n_ready;

  if (woken > 0)
    longest = MAX (longest, g_get_monotonic_time () - woken);
  n_ready = g_poll (fds, n_fds, timeout);
  woken = g_get_monotonic_time ();
  return n_ready;
}

void
stall_watch (void)
{
  g_main_context_set_poll_func (NULL, poll_timed);
}

void
stall_reset (void)
{
  longest = 0;
  woken = 0;
}

gint64
stall_longest (void)
{
  return longest;
}
