/* The server: rooms behind a listening socket, on a thread with its own GMainContext.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/server.h"

#include "core/doc/limits.h"
#include "session/addresses.h"
#include "session/error.h"
#include "session/handover.h"
#include "session/identity.h"
#include "session/limits.h"
#include "session/listener.h"
#include "session/relay.h"
#include "session/words.h"

#include <glib/gi18n.h>
#include <string.h>

#define ROOM_LENGTH 10 /* of a random name */

typedef struct
{
  char *name;
  char *token;
} Room;

struct _BridgeServer
{
  GObject parent;

  /* Set before the thread begins, never changed while it runs. */
  char            *listen;
  int              port;
  GPtrArray       *rooms; /* of Room; the first is seeded */
  char            *title;
  char            *host;
  GPtrArray       *state;
  guint            people_max;
  guint            edit_rate;
  guint            edit_burst;
  BridgeClocks     clocks;
  GTlsCertificate *certificate; /* NULL: plain */
  char            *fingerprint; /* of that */
  GSocket         *socket;
  BridgeInvite    *invite;
  GMainContext    *context;
  GMainLoop       *loop;

  GThread     *thread;
  gboolean     stopping;
  GTask       *stop;  /* handed over to the thread, which returns it as its last deed */
  BridgeRelay *relay; /* the thread's own */
};

G_DEFINE_FINAL_TYPE (BridgeServer, bridge_server, G_TYPE_OBJECT)

static void
free_room (gpointer data)
{
  Room *room = data;

  g_free (room->name);
  g_free (room->token);
  g_free (room);
}

static gboolean
open_rooms (BridgeServer *self, GError **error)
{
  for (guint i = 0; i < self->rooms->len; i++)
    {
      const Room           *room = self->rooms->pdata[i];
      const BridgeRelayRoom options = {
        .name = room->name,
        .token = room->token,
        .title = self->title,
        .host = self->host,
        .state = i == 0 ? self->state : NULL,
        .people_max = self->people_max,
        .edit_rate = self->edit_rate,
        .edit_burst = self->edit_burst,
      };

      if (!bridge_relay_open_room (self->relay, &options, error))
        return FALSE;
    }
  return TRUE;
}

static void
make_relay (BridgeServer *self)
{
  g_autoptr (GError) error = NULL;

  self->relay = bridge_relay_new (g_steal_pointer (&self->socket), self->certificate, &self->clocks, &error);
  if (self->relay != NULL && !open_rooms (self, &error))
    g_clear_pointer (&self->relay, bridge_relay_free);
  if (self->relay == NULL)
    g_critical ("The server cannot open its room: %s", error->message);
  g_clear_pointer (&self->state, g_ptr_array_unref);
}

static gboolean
on_thread_ended (gpointer data)
{
  bridge_handover_acquire (data);
  g_task_return_boolean (data, TRUE);
  return G_SOURCE_REMOVE;
}

/* Reference and all, to whoever asked: the last one must not be dropped here, for it joins this thread. */
static void
hand_back (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, on_thread_ended, task, g_object_unref);
  bridge_handover_release (task);
  g_source_attach (source, g_task_get_context (task));
}

static gpointer
run (gpointer data)
{
  BridgeServer *self = data;

  g_main_context_push_thread_default (self->context);
  make_relay (self);
  g_main_loop_run (self->loop);
  g_clear_pointer (&self->relay, bridge_relay_free);
  while (g_main_context_iteration (self->context, FALSE)) /* what libsoup still has to clean up */
    ;
  g_main_context_pop_thread_default (self->context);
  if (self->stop != NULL)
    hand_back (g_steal_pointer (&self->stop));
  return NULL;
}

/* Not g_main_context_invoke, which might run `function` here, before the thread has got as far as its loop. */
static void
invoke (BridgeServer *self, GSourceFunc function)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, function, self, NULL);
  bridge_handover_release (self);
  g_source_attach (source, self->context);
}

static void
quit (gpointer data)
{
  BridgeServer *self = data;

  g_main_loop_quit (self->loop);
}

static void
stop_within (BridgeServer *self, guint grace)
{
  bridge_handover_acquire (self);
  if (self->relay != NULL)
    bridge_relay_stop (self->relay, grace, quit, self);
  else
    quit (self);
}

static gboolean
stop (gpointer data)
{
  stop_within (data, BRIDGE_NET_STOP_TIMEOUT);
  return G_SOURCE_REMOVE;
}

static gboolean
stop_quickly (gpointer data)
{
  stop_within (data, BRIDGE_NET_QUIT_TIMEOUT);
  return G_SOURCE_REMOVE;
}

static void
bridge_server_dispose (GObject *object)
{
  BridgeServer *self = BRIDGE_SERVER (object);

  if (self->thread != NULL)
    {
      invoke (self, stop_quickly);
      g_thread_join (g_steal_pointer (&self->thread));
    }
  G_OBJECT_CLASS (bridge_server_parent_class)->dispose (object);
}

static void
bridge_server_finalize (GObject *object)
{
  BridgeServer *self = BRIDGE_SERVER (object);

  g_free (self->listen);
  g_ptr_array_unref (self->rooms);
  g_clear_object (&self->certificate);
  g_free (self->fingerprint);
  g_free (self->title);
  g_free (self->host);
  g_clear_pointer (&self->state, g_ptr_array_unref);
  g_clear_object (&self->socket);
  g_clear_pointer (&self->invite, bridge_invite_unref);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  G_OBJECT_CLASS (bridge_server_parent_class)->finalize (object);
}

static void
bridge_server_class_init (BridgeServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bridge_server_dispose;
  object_class->finalize = bridge_server_finalize;
}

static void
bridge_server_init (BridgeServer *self)
{
}

static char *
make_room_name (void)
{
  g_autofree char *letters = bridge_token_generate ();

  return g_strndup (letters, ROOM_LENGTH);
}

/* Takes the name. */
static void
add_room (BridgeServer *self, char *name)
{
  Room *room = g_new (Room, 1);

  room->name = name;
  room->token = bridge_token_generate ();
  g_ptr_array_add (self->rooms, room);
}

BridgeServer *
bridge_server_new (const BridgeServerOptions *options)
{
  BridgeServer *self = g_object_new (BRIDGE_TYPE_SERVER, NULL);

  self->listen = g_strdup (options->listen);
  self->port = options->port;
  self->rooms = g_ptr_array_new_with_free_func (free_room);
  add_room (self, options->room != NULL ? g_strdup (options->room) : make_room_name ());
  for (const char *const *name = options->more_rooms; name != NULL && *name != NULL; name++)
    add_room (self, g_strdup (*name));
  self->title = bridge_words_clip (options->title != NULL ? options->title : "", BRIDGE_NAME_BYTES_MAX);
  self->host = bridge_words_clip (options->host != NULL ? options->host : "", BRIDGE_NAME_BYTES_MAX);
  self->people_max = options->people_max;
  self->edit_rate = options->edit_rate;
  self->edit_burst = options->edit_burst;
  if (options->certificate != NULL)
    {
      self->certificate = g_object_ref (options->certificate);
      self->fingerprint = bridge_fingerprint_of (self->certificate);
    }
  if (options->state != NULL)
    self->state = g_ptr_array_ref (options->state);
  return self;
}

void
bridge_server_set_clocks (BridgeServer *self, guint visit, guint ping, guint pong, guint message)
{
  g_return_if_fail (self->thread == NULL);

  self->clocks = (BridgeClocks){ .visit = visit, .ping = ping, .pong = pong, .message = message };
}

static BridgeInvite *
invite_to (BridgeServer *self, const Room *room, const char *host)
{
  BridgeScheme scheme = self->certificate != NULL ? BRIDGE_SCHEME_DRAWBRIDGE : BRIDGE_SCHEME_WS;

  return bridge_invite_new (scheme, host, self->port, room->name, room->token, self->fingerprint);
}

static gboolean
listens_everywhere (BridgeServer *self)
{
  g_autoptr (GInetAddress) address = self->listen != NULL ? g_inet_address_new_from_string (self->listen) : NULL;

  return address == NULL || g_inet_address_get_is_any (address);
}

GPtrArray *
bridge_server_list_invites (BridgeServer *self)
{
  GPtrArray *invites = g_ptr_array_new_with_free_func ((GDestroyNotify)bridge_invite_unref);
  g_autoptr (GPtrArray) addresses = NULL;

  if (!listens_everywhere (self))
    {
      g_ptr_array_add (invites, invite_to (self, self->rooms->pdata[0], self->listen));
      return invites;
    }
  addresses = bridge_addresses_list ();
  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *host = g_inet_address_to_string (addresses->pdata[i]);

      g_ptr_array_add (invites, invite_to (self, self->rooms->pdata[0], host));
    }
  return invites;
}

GPtrArray *
bridge_server_list_rooms (BridgeServer *self)
{
  GPtrArray *invites = g_ptr_array_new_with_free_func ((GDestroyNotify)bridge_invite_unref);

  for (guint i = 0; i < self->rooms->len; i++)
    g_ptr_array_add (invites, invite_to (self, self->rooms->pdata[i], self->invite->host));
  return invites;
}

/* Names that differ, and are some. */
static gboolean
check_rooms (BridgeServer *self, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  if (self->rooms->len > BRIDGE_LIMIT_ROOMS)
    {
      g_set_error (error, BRIDGE_ERROR, BRIDGE_ERROR_LIMIT, _ ("A server has at most %d rooms."), BRIDGE_LIMIT_ROOMS);
      return FALSE;
    }
  for (guint i = 0; i < self->rooms->len; i++)
    {
      char *name = ((Room *)self->rooms->pdata[i])->name;

      if (bridge_room_name_is_valid (name) && g_hash_table_add (names, name))
        continue;
      g_set_error (error, BRIDGE_ERROR, BRIDGE_ERROR_LINK,
                   bridge_room_name_is_valid (name) ? _ ("Two rooms cannot both be called “%s”.")
                                                    : _ ("“%s” cannot name a room: up to 64 letters, digits, “-” and “_” can."),
                   name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
bind_socket (BridgeServer *self, GError **error)
{
  g_autoptr (GSocketAddress) place = NULL;

  self->socket = bridge_listener_bind (self->listen, self->port, error);
  if (self->socket == NULL)
    return FALSE;
  place = g_socket_get_local_address (self->socket, error);
  if (place == NULL)
    return FALSE;
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (place));
  return TRUE;
}

gboolean
bridge_server_start (BridgeServer *self, GError **error)
{
  g_autoptr (GPtrArray) invites = NULL;

  g_return_val_if_fail (BRIDGE_IS_SERVER (self) && self->thread == NULL && self->invite == NULL, FALSE);

  if (!check_rooms (self, error))
    return FALSE;
  if (!bind_socket (self, error))
    return FALSE;
  invites = bridge_server_list_invites (self);
  self->invite = bridge_invite_ref (invites->pdata[0]);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_try_new ("bridge-server", run, self, error);
  return self->thread != NULL;
}

void
bridge_server_stop_async (BridgeServer *self, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);

  g_return_if_fail (BRIDGE_IS_SERVER (self));

  g_task_set_source_tag (task, bridge_server_stop_async);
  if (self->thread == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->stopping)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "The server is stopping already");
      return;
    }
  self->stopping = TRUE;
  self->stop = g_steal_pointer (&task);
  invoke (self, stop);
}

gboolean
bridge_server_stop_finish (BridgeServer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

guint16
bridge_server_get_port (BridgeServer *self)
{
  return self->port;
}

BridgeInvite *
bridge_server_get_invite (BridgeServer *self)
{
  return self->invite;
}
