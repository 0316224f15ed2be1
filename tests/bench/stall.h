/* How long the main loop is kept from looking at what has come.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void   stall_watch (void); /* the default main context, from now on */
void   stall_reset (void);
gint64 stall_longest (void); /* us, since the last reset */
