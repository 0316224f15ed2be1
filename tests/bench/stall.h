/* How long the main loop is kept from looking at what has come.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* In us. On a machine that has other things to do, the CPU time tells more. */
typedef struct
{
  gint64 wall;
  gint64 cpu; /* of the main thread */
} Stall;

void  stall_watch (void); /* the default main context, from now on */
void  stall_reset (void);
Stall stall_longest (void); /* since the last reset */
void  stall_worsen (Stall *worst, Stall one);
