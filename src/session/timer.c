/* A timer that is set again and again without being made anew.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/timer.h"

typedef struct
{
  GSource source;
  void (*expired) (gpointer data);
  gpointer data;
} Timer;

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  Timer *timer = (Timer *)source;

  g_source_set_ready_time (source, -1);
  timer->expired (timer->data);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs functions = { .dispatch = dispatch };

GSource *
bridge_timer_new (GMainContext *context, void (*expired) (gpointer data), gpointer data)
{
  GSource *source = g_source_new (&functions, sizeof (Timer));

  ((Timer *)source)->expired = expired;
  ((Timer *)source)->data = data;
  g_source_attach (source, context);
  return source;
}

void
bridge_timer_free (GSource *timer)
{
  g_source_destroy (timer);
  g_source_unref (timer);
}

void
bridge_timer_set (GSource *timer, guint ms)
{
  bridge_timer_set_at (timer, g_get_monotonic_time () + ms * G_GINT64_CONSTANT (1000));
}

void
bridge_timer_set_at (GSource *timer, gint64 when)
{
  g_source_set_ready_time (timer, MAX (when, 0));
}

void
bridge_timer_unset (GSource *timer)
{
  g_source_set_ready_time (timer, -1);
}

gboolean
bridge_timer_is_set (GSource *timer)
{
  return g_source_get_ready_time (timer) != -1;
}
