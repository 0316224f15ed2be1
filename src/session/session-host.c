/* One board and its conversation: hosting it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/identity.h"
#include "session/session-private.h"

#include <glib/gi18n.h>

/* A task of sharing: the options, owned with all that they have. */
static BridgeServerOptions *
copy_options (const BridgeServerOptions *options)
{
  BridgeServerOptions *copy = g_memdup2 (options, sizeof *options);

  copy->listen = g_strdup (options->listen);
  copy->room = g_strdup (options->room);
  copy->more_rooms = (const char *const *)g_strdupv ((char **)options->more_rooms);
  copy->title = g_strdup (options->title);
  copy->host = g_strdup (options->host);
  copy->state = options->state != NULL ? g_ptr_array_ref (options->state) : NULL;
  copy->certificate = options->certificate != NULL ? g_object_ref (options->certificate) : NULL;
  return copy;
}

static void
free_options (gpointer data)
{
  BridgeServerOptions *options = data;

  g_free ((char *)options->listen);
  g_free ((char *)options->room);
  g_strfreev ((char **)options->more_rooms);
  g_free ((char *)options->title);
  g_free ((char *)options->host);
  g_clear_pointer (&options->state, g_ptr_array_unref);
  g_clear_object (&options->certificate);
  g_free (options);
}

static void
take_frame (void *data, const uint8_t *frame, size_t length)
{
  g_ptr_array_add (data, g_bytes_new (frame, length));
}

static GPtrArray *
save_state (BridgeSession *self)
{
  GPtrArray *state = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  bridge_guest_save_state (self->guest, take_frame, state);
  return state;
}

/* Its own way in: over loopback where the server listens on every address. */
static BridgeInvite *
own_invite (BridgeServer *server, const char *listen)
{
  BridgeInvite *invite = bridge_server_get_invite (server);
  g_autoptr (GInetAddress) address = listen != NULL ? g_inet_address_new_from_string (listen) : NULL;
  gboolean    everywhere = address == NULL || g_inet_address_get_is_any (address);
  const char *host = everywhere ? "127.0.0.1" : listen;

  return bridge_invite_new (invite->scheme, host, invite->port, invite->room, invite->token, invite->fingerprint);
}

static BridgeServer *
start_server (BridgeSession *self, const BridgeServerOptions *options, GError **error)
{
  BridgeServerOptions seeded = *options;
  g_autoptr (GPtrArray) state = options->state != NULL ? g_ptr_array_ref (options->state) : save_state (self);
  g_autoptr (BridgeServer) server = NULL;

  seeded.state = state;
  seeded.title = options->title != NULL ? options->title : bridge_session_get_title (self);
  seeded.host = options->host != NULL ? options->host : self->name;
  server = bridge_server_new (&seeded);
  return bridge_server_start (server, error) ? g_steal_pointer (&server) : NULL;
}

/* As the board is now, and the window: either may have changed while the identity was being loaded. */
static gboolean
share (BridgeSession *self, const BridgeServerOptions *options, GError **error)
{
  g_autoptr (BridgeInvite) invite = NULL;
  BridgeServer *server;

  if (self->invite != NULL)
    {
      g_set_error_literal (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED, _ ("This board is in a room already."));
      return FALSE;
    }
  server = start_server (self, options, error);
  if (server == NULL)
    return FALSE;
  invite = own_invite (server, options->listen);
  bridge_session_join (self, invite);
  self->server = server;
  bridge_session_refresh (self);
  return TRUE;
}

static void
finish_sharing (GTask *task)
{
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (share (g_task_get_source_object (task), g_task_get_task_data (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_identity_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  BridgeServerOptions *options = g_task_get_task_data (task);
  GError              *error = NULL;

  options->certificate = bridge_identity_load_finish (result, &error);
  if (options->certificate != NULL)
    finish_sharing (task);
  else
    g_task_return_error (task, error);
}

void
bridge_session_share_async (BridgeSession             *self,
                            const BridgeServerOptions *options,
                            GCancellable              *cancellable,
                            GAsyncReadyCallback        callback,
                            gpointer                   data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_return_if_fail (BRIDGE_IS_SESSION (self) && options != NULL);

  g_task_set_source_tag (task, bridge_session_share_async);
  g_task_set_task_data (task, copy_options (options), free_options);
  if (options->certificate != NULL)
    finish_sharing (task);
  else
    bridge_identity_load_async (NULL, cancellable, on_identity_loaded, g_steal_pointer (&task));
}

gboolean
bridge_session_share_finish (BridgeSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The task keeps the server until it has said its goodbyes. */
void
bridge_session_stop_server (BridgeSession *self)
{
  if (self->server != NULL)
    bridge_server_stop_async (self->server, NULL, NULL);
  g_clear_object (&self->server);
}

void
bridge_session_stop_sharing (BridgeSession *self)
{
  if (self->server != NULL)
    bridge_session_leave (self);
}

BridgeInvite *
bridge_session_get_invite (BridgeSession *self)
{
  return self->server != NULL ? bridge_server_get_invite (self->server) : self->invite;
}

GPtrArray *
bridge_session_list_invites (BridgeSession *self)
{
  if (self->server != NULL)
    return bridge_server_list_invites (self->server);
  return g_ptr_array_new_with_free_func ((GDestroyNotify)bridge_invite_unref);
}
