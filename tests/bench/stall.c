/* How long the main loop is kept from looking at what has come.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "stall.h"

#include <time.h>

static gint64 woken; /* 0: not yet */
static gint64 woken_cpu;
static Stall  longest;

/* Of this thread, in us. */
static gint64
cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Whatever lies between two polls held the loop up. */
static gint
poll_timed (GPollFD *fds, guint n_fds, gint timeout)
{
  gint n_ready;

  if (woken > 0)
    {
      longest.wall = MAX (longest.wall, g_get_monotonic_time () - woken);
      longest.cpu = MAX (longest.cpu, cpu_time () - woken_cpu);
    }
  n_ready = g_poll (fds, n_fds, timeout);
  woken = g_get_monotonic_time ();
  woken_cpu = cpu_time ();
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
  longest = (Stall){ 0 };
  woken = 0;
}

Stall
stall_longest (void)
{
  return longest;
}

void
stall_worsen (Stall *worst, Stall one)
{
  worst->wall = MAX (worst->wall, one.wall);
  worst->cpu = MAX (worst->cpu, one.cpu);
}
