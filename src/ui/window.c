/* One board in a window: header, canvas, palette, chat.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window-private.h"

#include "config.h"
#include "ui/settings.h"

#include <glib/gi18n.h>
#include <math.h>

#define MARGIN_SHARED 18 /* px: one of the two margins between zoom and palette is enough */

G_DEFINE_FINAL_TYPE (BridgeWindow, bridge_window, ADW_TYPE_APPLICATION_WINDOW)

void
bridge_window_toast (BridgeWindow *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  /* An export may be done when its window has been closed. */
  if (self->toasts == NULL)
    return;
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static const char *
shown_title (BridgeWindow *self)
{
  const char *title = bridge_session_get_title (self->session);

  return title != NULL && *title != '\0' ? title : _ ("Untitled Board");
}

static char *
subtitle (BridgeWindow *self)
{
  switch (bridge_session_get_state (self->session))
    {
    case BRIDGE_SESSION_LIVE:
      return g_strdup (bridge_session_get_hosting (self->session) ? _ ("Shared from here") : _ ("In a session"));
    case BRIDGE_SESSION_RECONNECTING:
      return g_strdup (_ ("Offline: what you do is sent later"));
    default:
      return g_strdup ("");
    }
}

static void
update_title (BridgeWindow *self)
{
  g_autofree char *below = subtitle (self);

  adw_window_title_set_title (self->title, shown_title (self));
  adw_window_title_set_subtitle (self->title, below);
  gtk_window_set_title (GTK_WINDOW (self), shown_title (self));
}

static void
update_banner (BridgeWindow *self)
{
  g_autofree char *status = NULL;
  g_autofree char *escaped = NULL;
  gboolean         away = bridge_session_get_state (self->session) == BRIDGE_SESSION_RECONNECTING;
  gboolean         told;

  g_object_get (self->session, "status", &status, NULL);
  told = away || (bridge_session_get_state (self->session) == BRIDGE_SESSION_LIVE && status[0] != '\0');
  if (told)
    gtk_label_set_label (self->banner_label, status);
  gtk_widget_set_visible (self->banner_retry, away);
  gtk_revealer_set_reveal_child (self->banner, told);
  escaped = g_markup_escape_text (status, -1);
  adw_status_page_set_description (self->joining_page, escaped);
}

/* The page that goes takes the keyboard's focus with it: the board gets it back. */
static void
show_board (BridgeWindow *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "board") == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, "board");
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static void
on_session_state_changed (BridgeWindow *self)
{
  BridgeSessionState state = bridge_session_get_state (self->session);

  if (state == BRIDGE_SESSION_LIVE)
    self->joined = TRUE;
  if (self->invite != NULL && !self->joined && state != BRIDGE_SESSION_ALONE)
    gtk_stack_set_visible_child_name (self->stack, "joining");
  else if (self->joined || self->invite == NULL)
    show_board (self);
  update_title (self);
  update_banner (self);
  bridge_window_update_actions (self);
}

/* The welcome goes with the first mark on the board and with the first session. */
static void
update_welcome (BridgeWindow *self)
{
  const BridgeBoard *board = bridge_session_get_board (self->session);
  gboolean           blank = bridge_board_n_items (board) == 0 && self->invite == NULL &&
                   bridge_session_get_state (self->session) == BRIDGE_SESSION_ALONE;

  gtk_widget_set_visible (self->welcome, gtk_widget_get_visible (self->welcome) && blank);
}

static void
on_session_changed (BridgeWindow *self, const BridgeChanges *changes)
{
  update_welcome (self);
}

/* The board has been seen: whoever missed a toast would go on drawing for nobody. */
static void
tell_end (BridgeWindow *self, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("The Session Has Ended"), NULL);

  /* Translators: %s is a sentence that says why */
  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("%s You keep your copy of the board in this window."),
                                  error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_OK"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Of joining, or of a conversation that is lost for good. */
static void
on_session_failed (BridgeWindow *self, const GError *error)
{
  g_autofree char *escaped = g_markup_escape_text (error->message, -1);

  if (self->joined)
    tell_end (self, error);
  else if (self->invite == NULL)
    bridge_window_toast (self, error->message);
  else
    {
      adw_status_page_set_description (self->failed_page, escaped);
      gtk_stack_set_visible_child_name (self->stack, "failed");
    }
}

static void
announce (BridgeWindow *self, const char *name)
{
  g_autofree char *words = g_strdup_printf (_ ("%s has joined"), name);
  g_autofree char *escaped = g_markup_escape_text (words, -1);
  AdwToast        *toast = adw_toast_new (escaped);

  if (self->arrival != NULL)
    adw_toast_dismiss (self->arrival);
  g_set_weak_pointer (&self->arrival, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* People are numbered as they come: whoever was here before me is no news. */
static gboolean
is_newcomer (BridgeWindow *self, const BridgePerson *person)
{
  return person->person > bridge_guest_person (bridge_session_get_guest (self->session));
}

/* One announcement at a time: where many come at once, each would otherwise wait for its turn, long after. */
static void
on_guest_event (BridgeWindow *self, const BridgeGuestEvent *event)
{
  if (event->type == BRIDGE_GUEST_REFUSED && event->mine)
    bridge_window_toast (self, bridge_refusal_words (event->code));
  else if (event->type == BRIDGE_GUEST_JOINED && is_newcomer (self, &event->person))
    announce (self, event->person.name);
}

static void
on_canvas_zoom_changed (BridgeWindow *self)
{
  /* Translators: the zoom, in percent */
  g_autofree char *text = g_strdup_printf (_ ("%d%%"), (int)round (100 * bridge_canvas_get_zoom (self->canvas)));

  gtk_label_set_label (self->zoom_label, text);
}

static void
on_chat_unread_changed (BridgeWindow *self)
{
  guint            unread = bridge_chat_get_unread (self->chat);
  g_autofree char *text = unread > 99 ? g_strdup ("99+") : g_strdup_printf ("%u", unread);

  gtk_label_set_label (self->unread, text);
  gtk_widget_set_visible (GTK_WIDGET (self->unread), unread > 0);
}

static void
on_title_popover_show (BridgeWindow *self)
{
  const char *title = bridge_session_get_title (self->session);

  gtk_editable_set_text (GTK_EDITABLE (self->title_entry), title != NULL ? title : "");
  gtk_widget_grab_focus (GTK_WIDGET (self->title_entry));
}

static void
on_title_entry_activate (BridgeWindow *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_entry))));

  bridge_session_set_title (self->session, title);
  gtk_popover_popdown (self->title_popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

static int
natural_width (gpointer widget)
{
  int width;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width;
}

static int
height_for (gpointer widget, int width)
{
  int height;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static GdkRectangle
place_zoom (BridgeWindow *self, int height)
{
  int          width = natural_width (self->zoom_control);
  GdkRectangle place = { .width = width, .height = height_for (self->zoom_control, width) };

  place.y = height - place.height;
  return place;
}

/* In the middle; beside the zoom where it would cover that; in two rows where it is narrow. */
static GdkRectangle
place_palette (BridgeWindow *self, int width, int height, int beside)
{
  GdkRectangle place = { .width = natural_width (self->palette) };

  if (place.width > width)
    gtk_widget_measure (GTK_WIDGET (self->palette), GTK_ORIENTATION_HORIZONTAL, -1, &place.width, NULL, NULL, NULL);
  place.height = height_for (self->palette, place.width);
  place.x = (width - place.width) / 2;
  if (place.x < beside && place.width <= width - beside)
    place.x = beside + (width - beside - place.width) / 2;
  place.y = height - place.height;
  return place;
}

static void
lift_toasts (BridgeWindow *self, gboolean two_rows)
{
  if (two_rows)
    gtk_widget_add_css_class (GTK_WIDGET (self->toasts), "two-rows");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->toasts), "two-rows");
}

static gboolean
on_board_area_get_child_position (BridgeWindow *self, GtkWidget *child, GdkRectangle *place, GtkOverlay *overlay)
{
  int          width = gtk_widget_get_width (GTK_WIDGET (overlay));
  int          height = gtk_widget_get_height (GTK_WIDGET (overlay));
  GdkRectangle zoom = place_zoom (self, height);
  GdkRectangle palette = place_palette (self, width, height, zoom.width - MARGIN_SHARED);

  if (palette.x < zoom.width - MARGIN_SHARED)
    zoom.y -= palette.height - MARGIN_SHARED;
  if (child == GTK_WIDGET (self->palette))
    {
      *place = palette;
      lift_toasts (self, palette.width < natural_width (child));
    }
  else if (child == self->zoom_control)
    *place = zoom;
  else
    return FALSE;
  return TRUE;
}

static void
on_settings_person_changed (BridgeWindow *self)
{
  g_autofree char *name = bridge_settings_name ();

  bridge_session_set_person (self->session, name, bridge_settings_color ());
}

static void
create_session (BridgeWindow *self)
{
  g_autofree char *name = bridge_settings_name ();

  self->session = bridge_session_new (name, bridge_settings_color ());
  g_signal_connect_object (self->session, "changed", G_CALLBACK (on_session_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "failed", G_CALLBACK (on_session_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "ended", G_CALLBACK (on_session_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "guest-event", G_CALLBACK (on_guest_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session,
                           "notify::state",
                           G_CALLBACK (on_session_state_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::status", G_CALLBACK (update_banner), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::title", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bridge_settings (),
                           "changed::name",
                           G_CALLBACK (on_settings_person_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bridge_settings (),
                           "changed::color",
                           G_CALLBACK (on_settings_person_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
create_canvas (BridgeWindow *self)
{
  self->canvas = BRIDGE_CANVAS (bridge_canvas_new (self->session));
  gtk_overlay_set_child (self->board_area, GTK_WIDGET (self->canvas));
  g_signal_connect_object (self->canvas, "message", G_CALLBACK (bridge_window_toast), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "notify::zoom", G_CALLBACK (on_canvas_zoom_changed), self, G_CONNECT_SWAPPED);
  on_canvas_zoom_changed (self);
}

static void
restore_size (BridgeWindow *self)
{
  GSettings *settings = bridge_settings ();

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
save_size (BridgeWindow *self)
{
  GSettings *settings = bridge_settings ();
  int        width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, 320));
  g_settings_set_int (settings, "window-height", MAX (height, 240));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

static void
bridge_window_unmap (GtkWidget *widget)
{
  save_size (BRIDGE_WINDOW (widget));
  GTK_WIDGET_CLASS (bridge_window_parent_class)->unmap (widget);
}

static gboolean
bridge_window_close_request (GtkWindow *window)
{
  if (!bridge_window_may_close (BRIDGE_WINDOW (window)))
    return GDK_EVENT_STOP;
  return GTK_WINDOW_CLASS (bridge_window_parent_class)->close_request (window);
}

static void
bridge_window_dispose (GObject *object)
{
  BridgeWindow *self = BRIDGE_WINDOW (object);

  g_cancellable_cancel (self->sharing);
  if (self->session != NULL)
    {
      if (bridge_session_get_hosting (self->session))
        bridge_session_stop_sharing (self->session);
      else
        bridge_session_leave (self->session);
    }
  g_clear_object (&self->session);
  g_clear_weak_pointer (&self->arrival);
  g_clear_pointer (&self->invite, bridge_invite_unref);
  G_OBJECT_CLASS (bridge_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/drawbridge/Drawbridge/window.ui");
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, title_button);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, title_popover);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, title_entry);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, title);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, unread);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, people);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, banner_label);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, banner_retry);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, flap);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, chat);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, board_area);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, zoom_control);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, palette);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, joining_page);
  gtk_widget_class_bind_template_child (widget_class, BridgeWindow, failed_page);
  gtk_widget_class_bind_template_callback (widget_class, on_board_area_get_child_position);
  gtk_widget_class_bind_template_callback (widget_class, on_title_popover_show);
  gtk_widget_class_bind_template_callback (widget_class, on_title_entry_activate);
}

static void
bridge_window_class_init (BridgeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bridge_window_dispose;
  widget_class->unmap = bridge_window_unmap;
  GTK_WINDOW_CLASS (klass)->close_request = bridge_window_close_request;
  g_type_ensure (BRIDGE_TYPE_PEOPLE);
  g_type_ensure (BRIDGE_TYPE_CHAT);
  g_type_ensure (BRIDGE_TYPE_PALETTE);
  g_type_ensure (BRIDGE_TYPE_WELCOME);
  bind_template (widget_class);
}

static void
bridge_window_init (BridgeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  create_session (self);
  create_canvas (self);
  bridge_people_set_session (self->people, self->session);
  bridge_chat_set_session (self->chat, self->session);
  g_signal_connect_object (self->chat, "notify::unread", G_CALLBACK (on_chat_unread_changed), self, G_CONNECT_SWAPPED);
  bridge_window_init_actions (self);
  bridge_window_add_board_shortcuts (self);
  restore_size (self);
  on_session_state_changed (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

BridgeWindow *
bridge_window_new (AdwApplication *application, BridgeInvite *invite)
{
  BridgeWindow *self = g_object_new (BRIDGE_TYPE_WINDOW, "application", application, NULL);

  if (invite != NULL)
    {
      self->invite = bridge_invite_ref (invite);
      update_welcome (self);
      bridge_window_update_actions (self);
      bridge_session_join (self->session, invite);
    }
  return self;
}

BridgeSession *
bridge_window_get_session (BridgeWindow *self)
{
  return self->session;
}
