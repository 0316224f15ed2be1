/* One board and its conversation: joining, the way of messages, and coming back after a break.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/limits.h"
#include "session/session-private.h"
#include "session/timer.h"

#include <glib/gi18n.h>

static void
drop_link (BridgeSession *self)
{
  bridge_timer_unset (self->work);
  g_clear_pointer (&self->link, bridge_link_close);
}

/* Alone again, with the board as it is. What has not been sent yet goes out as far as the link takes it, then the goodbye. */
static void
forget_room (BridgeSession *self)
{
  bridge_session_pump (self);
  bridge_guest_leave (self->guest);
  bridge_session_pump (self);
  drop_link (self);
  bridge_timer_unset (self->retry);
  bridge_timer_unset (self->present);
  g_clear_pointer (&self->invite, bridge_invite_unref);
  self->established = FALSE;
  self->loaded = FALSE;
  self->goodbye = -1;
  self->broken_since = 0;
}

static void
end_for_good (BridgeSession *self, const char *signal, const GError *error)
{
  forget_room (self);
  bridge_session_stop_server (self);
  bridge_session_drain (self);
  bridge_session_emit_end (self, signal, error);
}

static gboolean
has_given_up (BridgeSession *self)
{
  return self->give_up_after > 0 && self->broken_since > 0 && g_get_monotonic_time () - self->broken_since >= self->give_up_after * (gint64)G_USEC_PER_SEC;
}

/* us: twice as long each time, and never the same for two guests that were cut off together. */
static gint64
next_pause (BridgeSession *self)
{
  guint whole = MIN (BRIDGE_SESSION_PAUSE_MAX, 2 * BRIDGE_SESSION_PAUSE_MIN << MIN (self->attempts, 8));

  return (gint64)(whole / 2 + bridge_random_below (&self->random, whole / 2)) * 1000;
}

/* The timer beats each second of the countdown. */
static void
count_down (BridgeSession *self)
{
  gint64 left = self->retry_at - g_get_monotonic_time ();

  bridge_timer_set_at (self->retry, self->retry_at - (left - 1) / G_USEC_PER_SEC * G_USEC_PER_SEC);
}

static void
schedule_retry (BridgeSession *self)
{
  self->retry_at = g_get_monotonic_time () + next_pause (self);
  self->attempts++;
  count_down (self);
}

/* What another attempt will not mend. */
static gboolean
is_final (const GError *error)
{
  return error->domain == BRIDGE_ERROR &&
         (error->code == BRIDGE_ERROR_UNKNOWN_ROOM || error->code == BRIDGE_ERROR_TOKEN || error->code == BRIDGE_ERROR_VERSION);
}

static void
handle_loss (BridgeSession *self, const GError *error)
{
  if (self->invite == NULL) /* a handler has left meanwhile */
    return;
  drop_link (self);
  bridge_guest_disconnect (self->guest);
  if (self->broken_since == 0)
    self->broken_since = g_get_monotonic_time ();
  if (!self->established || is_final (error) || has_given_up (self))
    {
      end_for_good (self, "failed", error);
      return;
    }
  self->stranger = g_error_matches (error, BRIDGE_ERROR, BRIDGE_ERROR_CERTIFICATE);
  schedule_retry (self);
  bridge_session_drain (self);
}

static void
on_link_closed (gpointer data, const GError *error)
{
  BridgeSession *self = data;
  g_autoptr (GError) lost = error != NULL ? g_error_copy (error) : bridge_error_lost ();

  handle_loss (self, lost);
}

/* Called when the guest has been drained, so that nothing of what it told is lost. */
static void
handle_goodbye (BridgeSession *self)
{
  int              code = self->goodbye;
  g_autofree char *words = g_steal_pointer (&self->goodbye_words);
  g_autoptr (GError) error = bridge_error_from_goodbye (code, words);

  self->goodbye = -1;
  if (self->invite == NULL) /* a handler has left meanwhile */
    return;
  if (self->established && (code == BRIDGE_GOODBYE_SLOW || code == BRIDGE_GOODBYE_FULL))
    handle_loss (self, error);
  else
    end_for_good (self, self->established ? "ended" : "failed", error);
}

void
bridge_session_hear_ready (BridgeSession *self)
{
  self->loaded = TRUE;
  self->notice = BRIDGE_NOTICE_OVER; /* a new connection: it would be said again */
  self->stranger = FALSE;
  self->attempts = 0;
  self->broken_since = 0;
  if (self->has_presence)
    bridge_timer_set (self->present, 0);
}

void
bridge_session_hear_goodbye (BridgeSession *self, int code, const char *words)
{
  self->goodbye = code;
  g_free (self->goodbye_words);
  self->goodbye_words = g_strdup (words);
}

void
bridge_session_hear_notice (BridgeSession *self, int code)
{
  self->notice = code;
}

/* What the guest has taken in is told, and answered. */
static void
follow_up (BridgeSession *self, BridgeStatus status)
{
  g_autoptr (BridgeSession) alive G_GNUC_UNUSED = g_object_ref (self);

  bridge_session_drain (self);
  if (self->goodbye >= 0)
    handle_goodbye (self);
  else if (status != BRIDGE_STATUS_OK)
    {
      g_autoptr (GError) error = bridge_error_from_status (status);

      handle_loss (self, error);
    }
  else
    bridge_session_pump (self);
}

/* State is decoded for some milliseconds, then other sources get their turn; nothing new is read before it is done. */
static void
work (BridgeSession *self)
{
  gint64       until = g_get_monotonic_time () + BRIDGE_SESSION_SLICE;
  BridgeStatus status = BRIDGE_STATUS_OK;
  gboolean     more;

  do
    more = bridge_guest_work (self->guest, BRIDGE_SESSION_RECORDS, &status);
  while (more && status == BRIDGE_STATUS_OK && g_get_monotonic_time () < until);
  if (more && status == BRIDGE_STATUS_OK)
    {
      bridge_link_pause (self->link);
      bridge_timer_set (self->work, 1);
    }
  else
    bridge_link_resume (self->link);
  follow_up (self, status);
}

static void
on_work (gpointer data)
{
  work (data);
}

static void
on_link_message (gpointer data, BridgeOpcode opcode, const guint8 *payload, gsize length)
{
  BridgeSession *self = data;
  BridgeStatus   status = bridge_guest_receive (self->guest, payload, length);

  if (status == BRIDGE_STATUS_OK)
    work (self);
  else
    follow_up (self, status);
}

static void
on_link_opened (gpointer data)
{
  BridgeSession *self = data;

  bridge_guest_connect (self->guest, self->invite->token);
  bridge_session_pump (self);
  bridge_session_drain (self);
}

static void
on_link_drained (gpointer data)
{
  bridge_session_pump (data);
}

static void
open_link (BridgeSession *self)
{
  static const BridgeLinkHandlers handlers = {
    .opened = on_link_opened,
    .message = on_link_message,
    .drained = on_link_drained,
    .closed = on_link_closed,
  };

  self->retry_at = 0;
  bridge_timer_unset (self->retry);
  self->link = bridge_link_open (self->invite, &handlers, self);
  if (self->broken_since > 0 && self->give_up_after > 0)
    bridge_timer_set_at (self->retry, self->broken_since + self->give_up_after * (gint64)G_USEC_PER_SEC);
}

static void
on_retry (gpointer data)
{
  BridgeSession                  *self = data;
  g_autoptr (BridgeSession) alive G_GNUC_UNUSED = g_object_ref (self);

  if (self->link != NULL && bridge_link_is_open (self->link))
    return; /* it was set for giving up, and that is not needed */
  if (has_given_up (self))
    {
      g_autoptr (GError) error = bridge_error_lost ();

      end_for_good (self, "failed", error);
      return;
    }
  if (g_get_monotonic_time () >= self->retry_at)
    open_link (self);
  else
    count_down (self);
  bridge_session_refresh (self);
}

void
bridge_session_pump (BridgeSession *self)
{
  BridgeBytes message = { 0 };

  if (self->link == NULL || !bridge_link_is_open (self->link))
    return;
  while (bridge_link_unsent (self->link) < BRIDGE_NET_UNSENT_MAX && bridge_guest_next_message (self->guest, &message))
    {
      bridge_link_send (self->link, BRIDGE_OPCODE_BINARY, message.data, message.length);
      bridge_bytes_clear (&message);
    }
}

static void
try_present (BridgeSession *self)
{
  uint64_t when = 0;

  if (bridge_guest_present (self->guest, &self->presence, g_get_monotonic_time (), &when))
    bridge_session_pump (self);
  else
    bridge_timer_set_at (self->present, when);
}

static void
on_present (gpointer data)
{
  try_present (data);
}

void
bridge_session_present (BridgeSession *self, const BridgePresence *presence)
{
  bridge_presence_clear (&self->presence);
  bridge_presence_copy (&self->presence, presence);
  self->has_presence = TRUE;
  if (bridge_guest_phase (self->guest) == BRIDGE_GUEST_LIVE && !bridge_timer_is_set (self->present))
    try_present (self);
}

void
bridge_session_init_link (BridgeSession *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->goodbye = -1;
  self->work = bridge_timer_new (context, on_work, self);
  self->retry = bridge_timer_new (context, on_retry, self);
  self->present = bridge_timer_new (context, on_present, self);
}

void
bridge_session_clear_link (BridgeSession *self)
{
  g_clear_pointer (&self->work, bridge_timer_free);
  g_clear_pointer (&self->retry, bridge_timer_free);
  g_clear_pointer (&self->present, bridge_timer_free);
}

void
bridge_session_join (BridgeSession *self, BridgeInvite *invite)
{
  g_return_if_fail (BRIDGE_IS_SESSION (self) && invite != NULL);

  bridge_invite_ref (invite);
  bridge_session_leave (self);
  self->invite = invite;
  self->attempts = 0;
  open_link (self);
  bridge_session_drain (self);
}

void
bridge_session_retry_now (BridgeSession *self)
{
  if (self->invite == NULL || self->link != NULL)
    return;
  open_link (self);
  bridge_session_refresh (self);
}

void
bridge_session_set_give_up_after (BridgeSession *self, guint seconds)
{
  self->give_up_after = seconds;
}

void
bridge_session_leave (BridgeSession *self)
{
  if (self->invite == NULL)
    return;
  forget_room (self);
  bridge_session_stop_server (self);
  bridge_session_drain (self);
}
