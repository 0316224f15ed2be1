/* A conversation with a room: joins, runs the main loop, and ends with a status.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl-talk.h"

#include <stdio.h>
#include <string.h>

#define COLOR    0x5e5c64ffu /* of cursors that are never shown, and of names in the chat */
#define RETRY    10          /* s for which a broken connection is made again */
#define PATIENCE 30          /* s without any progress before the board is complete */

char *
bridge_ctl_own_name (void)
{
  const char *name = g_get_real_name ();

  if (name == NULL || name[0] == '\0' || strcmp (name, "Unknown") == 0)
    name = g_get_user_name ();
  return g_utf8_make_valid (name, -1);
}

void
bridge_ctl_talk_end (BridgeCtlTalk *talk, int status)
{
  talk->status = status;
  g_main_loop_quit (talk->loop);
}

static void
end_badly (BridgeCtlTalk *talk, const GError *error, gboolean by_host)
{
  g_clear_handle_id (&talk->patience, g_source_remove);
  if (talk->ready && talk->handlers->over != NULL)
    talk->handlers->over (talk->data, error, by_host);
  else
    bridge_ctl_talk_end (talk, bridge_ctl_fail (error->message));
}

static void
on_failed (BridgeSession *session, const GError *error, BridgeCtlTalk *talk)
{
  end_badly (talk, error, FALSE);
}

static void
on_ended (BridgeSession *session, const GError *error, BridgeCtlTalk *talk)
{
  end_badly (talk, error, TRUE);
}

static void
on_state (BridgeSession *session, GParamSpec *pspec, BridgeCtlTalk *talk)
{
  g_autoptr (GError) error = NULL;

  if (!talk->only_once || bridge_session_get_state (session) != BRIDGE_SESSION_RECONNECTING)
    return;
  talk->only_once = FALSE;
  error = bridge_error_lost ();
  end_badly (talk, error, FALSE);
}

/* On stderr: what is waited for comes, only later. */
static void
tell_notice (int code)
{
  const char *words = bridge_notice_words (code);

  if (words[0] != '\0')
    fprintf (stderr, "drawbridgectl: %s\n", words);
}

static void
on_guest_event (BridgeSession *session, const BridgeGuestEvent *event, BridgeCtlTalk *talk)
{
  if (talk->handlers->event != NULL)
    talk->handlers->event (talk->data, event);
  if (event->type == BRIDGE_GUEST_NOTICED)
    tell_notice (event->code);
  if (event->type == BRIDGE_GUEST_READY)
    talk->catching_up = TRUE;
  if (!talk->catching_up || event->revision < bridge_guest_latest (talk->guest))
    return;
  talk->catching_up = FALSE;
  talk->ready = TRUE;
  talk->revision = event->revision;
  g_clear_handle_id (&talk->patience, g_source_remove);
  talk->handlers->ready (talk->data);
}

/* A host that has gone quiet in the middle of it is not waited for without end; a large board over a slow line is. */
static gboolean
on_patience (gpointer data)
{
  BridgeCtlTalk   *talk = data;
  double           fraction = 0;
  g_autofree char *progress = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) timeout = NULL;

  bridge_guest_progress (talk->guest, &fraction);
  progress = g_strdup_printf ("%d %f", bridge_session_get_state (talk->session), fraction);
  if (g_strcmp0 (progress, talk->progress) != 0)
    {
      g_free (talk->progress);
      talk->progress = g_steal_pointer (&progress);
      return G_SOURCE_CONTINUE;
    }
  talk->patience = 0;
  timeout = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "");
  error = bridge_error_from_gio (timeout, talk->invite->host);
  bridge_ctl_talk_end (talk, bridge_ctl_fail (error->message));
  return G_SOURCE_REMOVE;
}

static void
join (BridgeCtlTalk *talk, const char *name)
{
  talk->session = bridge_session_new (name, COLOR);
  talk->guest = bridge_session_get_guest (talk->session);
  talk->loop = g_main_loop_new (NULL, FALSE);
  talk->patience = g_timeout_add_seconds (PATIENCE, on_patience, talk);
  bridge_session_set_give_up_after (talk->session, RETRY);
  g_signal_connect (talk->session, "failed", G_CALLBACK (on_failed), talk);
  g_signal_connect (talk->session, "ended", G_CALLBACK (on_ended), talk);
  g_signal_connect (talk->session, "notify::state", G_CALLBACK (on_state), talk);
  g_signal_connect (talk->session, "guest-event", G_CALLBACK (on_guest_event), talk);
  bridge_session_join (talk->session, talk->invite);
}

static void
leave (BridgeCtlTalk *talk)
{
  g_signal_handlers_disconnect_by_data (talk->session, talk);
  g_clear_handle_id (&talk->patience, g_source_remove);
  g_clear_pointer (&talk->progress, g_free);
  bridge_session_leave (talk->session);
  while (g_main_context_iteration (NULL, FALSE)) /* the goodbye goes out */
    ;
  g_clear_object (&talk->session);
  g_clear_pointer (&talk->loop, g_main_loop_unref);
}

int
bridge_ctl_talk_run (BridgeCtlTalk *talk, const char *link, const char *name, const BridgeCtlHandlers *handlers, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *own_name = bridge_ctl_own_name ();

  talk->handlers = handlers;
  talk->data = data;
  talk->status = BRIDGE_CTL_FAILED;
  talk->invite = bridge_invite_parse (link, &error);
  if (talk->invite == NULL)
    return bridge_ctl_fail (error->message);
  join (talk, name != NULL ? name : own_name);
  g_main_loop_run (talk->loop);
  leave (talk);
  g_clear_pointer (&talk->invite, bridge_invite_unref);
  return talk->status;
}
