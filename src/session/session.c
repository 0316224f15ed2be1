/* One board and its conversation: the object, what it tells, and edits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/session-private.h"

#include "core/doc/limits.h"
#include "core/doc/schema.h"
#include "session/entropy.h"
#include "session/error.h"
#include "session/timer.h"
#include "session/words.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_FINAL_TYPE (BridgeSession, bridge_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_HOSTING,
  PROP_TITLE,
  PROP_STATUS,
  PROP_N_PEOPLE,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_PENDING,
  N_PROPS
};

enum
{
  CHANGED,
  GUEST_EVENT,
  FAILED,
  ENDED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint       signals[N_SIGNALS];

GType
bridge_session_state_get_type (void)
{
  static GType            type = 0;
  static const GEnumValue values[] = {
    { BRIDGE_SESSION_ALONE, "BRIDGE_SESSION_ALONE", "alone" },
    { BRIDGE_SESSION_JOINING, "BRIDGE_SESSION_JOINING", "joining" },
    { BRIDGE_SESSION_LOADING, "BRIDGE_SESSION_LOADING", "loading" },
    { BRIDGE_SESSION_LIVE, "BRIDGE_SESSION_LIVE", "live" },
    { BRIDGE_SESSION_RECONNECTING, "BRIDGE_SESSION_RECONNECTING", "reconnecting" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("BridgeSessionState", values));
  return type;
}

/* A catch-up in the middle of a conversation is none of anybody's business. */
static BridgeSessionState
compute_state (BridgeSession *self)
{
  BridgeGuestPhase phase = bridge_guest_phase (self->guest);

  if (self->invite == NULL)
    return BRIDGE_SESSION_ALONE;
  if (phase == BRIDGE_GUEST_LIVE || (phase == BRIDGE_GUEST_LOADING && self->view.state == BRIDGE_SESSION_LIVE))
    return BRIDGE_SESSION_LIVE;
  if (phase == BRIDGE_GUEST_LOADING && !self->loaded)
    return BRIDGE_SESSION_LOADING;
  return self->broken_since > 0 ? BRIDGE_SESSION_RECONNECTING : BRIDGE_SESSION_JOINING;
}

static char *
compute_loading (BridgeSession *self)
{
  double fraction;

  if (bridge_guest_progress (self->guest, &fraction))
    return g_strdup_printf (_ ("Loading the board… %d%%"), (int)(fraction * 100));
  return g_strdup (_ ("Loading the board…"));
}

static char *
compute_reconnecting (BridgeSession *self)
{
  gint64 left = self->retry_at - g_get_monotonic_time ();
  guint  seconds = (guint)((MAX (left, 0) + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);

  if (bridge_guest_phase (self->guest) == BRIDGE_GUEST_LOADING)
    return g_strdup (_ ("Catching up with the room…"));
  if (self->retry_at == 0 || seconds == 0)
    return g_strdup (_ ("The connection broke. Reconnecting…"));
  if (self->stranger)
    return g_strdup_printf (g_dngettext (NULL, "Another computer answers at %s. Trying again in %u second…", "Another computer answers at %s. Trying again in %u seconds…", seconds),
                            self->invite->host, seconds);
  return g_strdup_printf (g_dngettext (NULL, "The connection broke. Reconnecting in %u second…", "The connection broke. Reconnecting in %u seconds…", seconds), seconds);
}

static char *
compute_status (BridgeSession *self, BridgeSessionState state)
{
  switch (state)
    {
    case BRIDGE_SESSION_JOINING:
      return g_strdup_printf (_ ("Connecting to %s…"), self->invite->host);
    case BRIDGE_SESSION_LOADING:
      return compute_loading (self);
    case BRIDGE_SESSION_RECONNECTING:
      return compute_reconnecting (self);
    case BRIDGE_SESSION_LIVE:
      return g_strdup (bridge_notice_words (self->notice));
    case BRIDGE_SESSION_ALONE:
      break;
    }
  return g_strdup ("");
}

static void
set_int (BridgeSession *self, int property, int *field, int value)
{
  if (*field == value)
    return;
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_uint (BridgeSession *self, int property, guint *field, guint value)
{
  if (*field == value)
    return;
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* Takes the value. */
static void
set_string (BridgeSession *self, int property, char **field, char *value)
{
  if (g_strcmp0 (*field, value) == 0)
    {
      g_free (value);
      return;
    }
  g_free (*field);
  *field = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
bridge_session_refresh (BridgeSession *self)
{
  BridgeSessionView *view = &self->view;
  BridgeSessionState state = compute_state (self);

  g_object_freeze_notify (G_OBJECT (self));
  set_string (self, PROP_STATUS, &view->status, compute_status (self, state));
  if (view->state != state)
    {
      view->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  set_int (self, PROP_HOSTING, &view->hosting, self->server != NULL);
  set_string (self, PROP_TITLE, &view->title, g_strdup (bridge_board_title (bridge_guest_board (self->guest))));
  set_uint (self, PROP_N_PEOPLE, &view->n_people, (guint)bridge_guest_n_people (self->guest));
  set_int (self, PROP_CAN_UNDO, &view->can_undo, bridge_guest_can_undo (self->guest));
  set_int (self, PROP_CAN_REDO, &view->can_redo, bridge_guest_can_redo (self->guest));
  set_uint (self, PROP_PENDING, &view->pending, self->invite != NULL ? (guint)bridge_guest_n_outbox (self->guest) : 0);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
handle_event (BridgeSession *self, const BridgeGuestEvent *event)
{
  if (event->type == BRIDGE_GUEST_WELCOMED)
    self->established = TRUE;
  if (event->type == BRIDGE_GUEST_READY)
    bridge_session_hear_ready (self);
  if (event->type == BRIDGE_GUEST_GOODBYE)
    bridge_session_hear_goodbye (self, event->code, event->text);
  if (event->type == BRIDGE_GUEST_NOTICED)
    bridge_session_hear_notice (self, event->code);
  g_signal_emit (self, signals[event->type == BRIDGE_GUEST_CHANGED ? CHANGED : GUEST_EVENT], 0,
                 event->type == BRIDGE_GUEST_CHANGED ? (gconstpointer)event->changes : (gconstpointer)event);
}

/* A handler may commit, which drains: the loop that runs already then tells what that brought. */
void
bridge_session_drain (BridgeSession *self)
{
  BridgeGuestEvent event;

  if (self->draining)
    return;
  g_object_ref (self);
  self->draining = TRUE;
  while (bridge_guest_next_event (self->guest, &event))
    handle_event (self, &event);
  self->draining = FALSE;
  bridge_session_refresh (self);
  g_object_unref (self);
}

void
bridge_session_emit_end (BridgeSession *self, const char *signal, const GError *error)
{
  g_signal_emit_by_name (self, signal, error);
}

static void
bridge_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BridgeSessionView *view = &BRIDGE_SESSION (object)->view;

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, view->state);
      break;
    case PROP_HOSTING:
      g_value_set_boolean (value, view->hosting);
      break;
    case PROP_TITLE:
      g_value_set_string (value, view->title);
      break;
    case PROP_STATUS:
      g_value_set_string (value, view->status);
      break;
    case PROP_N_PEOPLE:
      g_value_set_uint (value, view->n_people);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, view->can_undo);
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, view->can_redo);
      break;
    case PROP_PENDING:
      g_value_set_uint (value, view->pending);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bridge_session_dispose (GObject *object)
{
  BridgeSession *self = BRIDGE_SESSION (object);
  BridgeServer  *server = g_steal_pointer (&self->server);

  bridge_session_leave (self);
  bridge_session_clear_link (self);
  g_clear_object (&server); /* stops it and waits: there may be no loop any more to do that in */
  G_OBJECT_CLASS (bridge_session_parent_class)->dispose (object);
}

static void
bridge_session_finalize (GObject *object)
{
  BridgeSession *self = BRIDGE_SESSION (object);

  bridge_guest_free (self->guest);
  bridge_presence_clear (&self->presence);
  g_free (self->name);
  g_free (self->goodbye_words);
  g_free (self->view.title);
  g_free (self->view.status);
  G_OBJECT_CLASS (bridge_session_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BRIDGE_TYPE_SESSION_STATE, BRIDGE_SESSION_ALONE, flags);
  properties[PROP_HOSTING] = g_param_spec_boolean ("hosting", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_STATUS] = g_param_spec_string ("status", NULL, NULL, "", flags);
  properties[PROP_N_PEOPLE] = g_param_spec_uint ("n-people", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (klass, N_PROPS, properties);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, BRIDGE_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
bridge_session_class_init (BridgeSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bridge_session_get_property;
  object_class->dispose = bridge_session_dispose;
  object_class->finalize = bridge_session_finalize;
  install_properties (object_class);
  signals[CHANGED] = add_signal ("changed");
  signals[GUEST_EVENT] = add_signal ("guest-event");
  signals[FAILED] = add_signal ("failed");
  signals[ENDED] = add_signal ("ended");
}

static void
bridge_session_init (BridgeSession *self)
{
  bridge_random_init (&self->random, bridge_entropy_id ());
  bridge_session_init_link (self);
}

BridgeSession *
bridge_session_new (const char *name, guint32 color)
{
  BridgeSession     *self = g_object_new (BRIDGE_TYPE_SESSION, NULL);
  BridgeGuestOptions options = { .site = bridge_entropy_id (), .color = color, .seed = bridge_entropy_id () };

  self->name = bridge_words_clip (name, BRIDGE_NAME_BYTES_MAX);
  options.name = self->name;
  bridge_entropy_fill (options.secret, sizeof options.secret);
  self->guest = bridge_guest_new (&options);
  bridge_session_refresh (self);
  return self;
}

BridgeGuest *
bridge_session_get_guest (BridgeSession *self)
{
  return self->guest;
}

const BridgeBoard *
bridge_session_get_board (BridgeSession *self)
{
  return bridge_guest_board (self->guest);
}

BridgeSessionState
bridge_session_get_state (BridgeSession *self)
{
  return self->view.state;
}

const char *
bridge_session_get_title (BridgeSession *self)
{
  return self->view.title;
}

gboolean
bridge_session_get_hosting (BridgeSession *self)
{
  return self->server != NULL;
}

/* An edit of its own, lest the others wait for the next one. */
static void
tell_person (BridgeSession *self, guint32 color)
{
  BridgeEdit edit;

  bridge_guest_begin (self->guest, &edit);
  bridge_edit_author (&edit, self->name, strlen (self->name), color);
  bridge_session_commit (self, &edit, NULL);
}

void
bridge_session_set_person (BridgeSession *self, const char *name, guint32 color)
{
  g_free (self->name);
  self->name = bridge_words_clip (name, BRIDGE_NAME_BYTES_MAX);
  bridge_guest_set_person (self->guest, self->name, color);
  if (bridge_guest_phase (self->guest) == BRIDGE_GUEST_LIVE)
    tell_person (self, color);
}

void
bridge_session_flush (BridgeSession *self, const BridgeChanges *changes)
{
  g_return_if_fail (BRIDGE_IS_SESSION (self));

  g_object_ref (self);
  bridge_session_pump (self);
  if (changes != NULL && (changes->count > 0 || !bridge_rect_is_empty (changes->dirty)))
    g_signal_emit (self, signals[CHANGED], 0, changes);
  bridge_session_drain (self);
  g_object_unref (self);
}

guint64
bridge_session_commit (BridgeSession *self, BridgeEdit *edit, BridgeRefusal *refusal)
{
  BridgeChanges changes;
  guint64       seq;

  bridge_changes_init (&changes);
  seq = bridge_guest_commit (self->guest, edit, &changes, refusal);
  bridge_session_flush (self, &changes);
  bridge_changes_clear (&changes);
  return seq;
}

static gboolean
step_back_or_forth (BridgeSession *self, bool (*step) (BridgeGuest *, BridgeChanges *))
{
  BridgeChanges changes;
  gboolean      done;

  bridge_changes_init (&changes);
  done = step (self->guest, &changes);
  bridge_session_flush (self, &changes);
  bridge_changes_clear (&changes);
  return done;
}

gboolean
bridge_session_undo (BridgeSession *self)
{
  return step_back_or_forth (self, bridge_guest_undo);
}

gboolean
bridge_session_redo (BridgeSession *self)
{
  return step_back_or_forth (self, bridge_guest_redo);
}

void
bridge_session_say (BridgeSession *self, const char *text)
{
  BridgeEdit       edit;
  g_autofree char *words = bridge_words_clip (text, BRIDGE_CHAT_BYTES_MAX);

  bridge_guest_begin (self->guest, &edit);
  bridge_edit_say (&edit, words, strlen (words), g_get_real_time () / 1000);
  bridge_session_commit (self, &edit, NULL);
}

void
bridge_session_set_title (BridgeSession *self, const char *title)
{
  BridgeEdit       edit;
  g_autofree char *words = bridge_words_clip (title, BRIDGE_NAME_BYTES_MAX);
  BridgeValue      value = bridge_value_bytes (words, (uint32_t)strlen (words));

  bridge_guest_begin (self->guest, &edit);
  bridge_edit_set (&edit, BRIDGE_STAMP_NONE, BRIDGE_PROPERTY_TITLE, value);
  bridge_value_clear (&value);
  bridge_session_commit (self, &edit, NULL);
}
