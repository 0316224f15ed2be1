/* A timer that is set again and again without being made anew.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Attached to `context`, not set. Release with bridge_timer_free. */
GSource *bridge_timer_new (GMainContext *context, void (*expired) (gpointer data), gpointer data);
void     bridge_timer_free (GSource *timer);
void     bridge_timer_set (GSource *timer, guint ms);
void     bridge_timer_set_at (GSource *timer, gint64 when); /* us, monotonic */
void     bridge_timer_unset (GSource *timer);
gboolean bridge_timer_is_set (GSource *timer);
