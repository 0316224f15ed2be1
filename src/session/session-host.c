/* One board and its conversation: hosting it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-private.h"

#include <glib/gi18n.h>

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

gboolean
bridge_session_share (BridgeSession *self, const BridgeServerOptions *options, GError **error)
{
  g_autoptr (BridgeInvite) invite = NULL;
  BridgeServer *server;

  g_return_val_if_fail (BRIDGE_IS_SESSION (self) && options != NULL, FALSE);

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
