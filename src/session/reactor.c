/* One GSource around one epoll descriptor, for all connections of a server.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/reactor.h"

#include "session/error.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <sys/epoll.h>
#include <unistd.h>

#define BATCH_SIZE 256

struct BridgeReactor
{
  GSource       *source;
  int            fd;
  BridgeTurnFunc turn;
  gpointer       data;
  gboolean       is_dispatching;
  gboolean       is_woken; /* while it dispatches */

  struct epoll_event batch[BATCH_SIZE];
  int                batch_length;
};

typedef struct
{
  GSource        source;
  BridgeReactor *reactor;
} Source;

static void
handle_events (BridgeReactor *reactor)
{
  int n = epoll_wait (reactor->fd, reactor->batch, BATCH_SIZE, 0);

  reactor->batch_length = MAX (n, 0);
  for (int i = 0; i < reactor->batch_length; i++)
    {
      BridgeWatch *watch = reactor->batch[i].data.ptr;

      if (watch != NULL)
        watch->ready (watch, reactor->batch[i].events);
    }
  reactor->batch_length = 0;
}

/* Who asks for a turn while events are handled gets this one, who asks during the turn the next. */
static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  BridgeReactor *reactor = ((Source *)source)->reactor;
  gint64         next;

  reactor->is_dispatching = TRUE;
  handle_events (reactor);
  reactor->is_woken = FALSE;
  next = reactor->turn (reactor->data);
  reactor->is_dispatching = FALSE;
  if (reactor->is_woken)
    next = 0;
  g_source_set_ready_time (source, next != G_MAXINT64 ? next : -1);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs functions = { .dispatch = dispatch };

BridgeReactor *
bridge_reactor_new (GMainContext *context, BridgeTurnFunc turn, gpointer data, GError **error)
{
  BridgeReactor *reactor;
  int            fd = epoll_create1 (EPOLL_CLOEXEC);

  if (fd < 0)
    {
      g_set_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED, _ ("Cannot wait for connections: %s"), g_strerror (errno));
      return NULL;
    }
  reactor = g_new0 (BridgeReactor, 1);
  reactor->fd = fd;
  reactor->turn = turn;
  reactor->data = data;
  reactor->source = g_source_new (&functions, sizeof (Source));
  ((Source *)reactor->source)->reactor = reactor;
  g_source_add_unix_fd (reactor->source, fd, G_IO_IN);
  g_source_set_static_name (reactor->source, "BridgeReactor");
  g_source_attach (reactor->source, context);
  return reactor;
}

void
bridge_reactor_free (BridgeReactor *reactor)
{
  if (reactor == NULL)
    return;
  g_source_destroy (reactor->source);
  g_source_unref (reactor->source);
  close (reactor->fd);
  g_free (reactor);
}

gboolean
bridge_reactor_add (BridgeReactor *reactor, BridgeWatch *watch, guint32 events)
{
  struct epoll_event event = { .events = events, .data.ptr = watch };

  watch->events = events;
  return epoll_ctl (reactor->fd, EPOLL_CTL_ADD, watch->fd, &event) == 0;
}

void
bridge_reactor_arm (BridgeReactor *reactor, BridgeWatch *watch, guint32 events)
{
  struct epoll_event event = { .events = events, .data.ptr = watch };

  if (watch->events == events)
    return;
  watch->events = events;
  epoll_ctl (reactor->fd, EPOLL_CTL_MOD, watch->fd, &event);
}

void
bridge_reactor_remove (BridgeReactor *reactor, BridgeWatch *watch)
{
  epoll_ctl (reactor->fd, EPOLL_CTL_DEL, watch->fd, NULL);
  for (int i = 0; i < reactor->batch_length; i++)
    if (reactor->batch[i].data.ptr == watch)
      reactor->batch[i].data.ptr = NULL;
}

void
bridge_reactor_wake (BridgeReactor *reactor)
{
  if (reactor->is_dispatching)
    reactor->is_woken = TRUE;
  else
    g_source_set_ready_time (reactor->source, 0);
}
