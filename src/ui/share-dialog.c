/* The links that lead to this board, to copy and pass on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/share-dialog.h"

#include <glib/gi18n.h>

struct _BridgeShareDialog
{
  AdwWindow parent;

  /* template */
  AdwPreferencesGroup *links;
  GtkWidget           *stop;

  BridgeSession *session; /* owned */
  GtkButton     *copied;  /* borrowed (nullable): whose link the clipboard got last */
};

G_DEFINE_FINAL_TYPE (BridgeShareDialog, bridge_share_dialog, ADW_TYPE_WINDOW)

static void
describe (GtkButton *button, const char *icon, const char *words)
{
  gtk_button_set_icon_name (button, icon);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
on_copy_clicked (BridgeShareDialog *self, GtkButton *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), g_object_get_data (G_OBJECT (button), "link"));
  if (self->copied != NULL)
    describe (self->copied, "edit-copy-symbolic", _ ("Copy the link"));
  describe (button, "object-select-symbolic", _ ("Link copied"));
  self->copied = button;
}

static void
add_link (BridgeShareDialog *self, const BridgeInvite *invite)
{
  GtkWidget       *row = adw_action_row_new ();
  GtkWidget       *copy = gtk_button_new ();
  g_autofree char *link = bridge_invite_to_string (invite);
  g_autofree char *title = g_markup_escape_text (invite->host, -1);
  g_autofree char *subtitle = g_markup_escape_text (link, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), TRUE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_set_valign (copy, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (copy, "flat");
  describe (GTK_BUTTON (copy), "edit-copy-symbolic", _ ("Copy the link"));
  g_object_set_data_full (G_OBJECT (copy), "link", g_steal_pointer (&link), g_free);
  g_signal_connect_object (copy, "clicked", G_CALLBACK (on_copy_clicked), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), copy);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), copy);
  adw_preferences_group_add (self->links, row);
}

/* The words of the template are those of sessions that are encrypted: all but those behind a ws:// link. */
static void
tell_plain (BridgeShareDialog *self)
{
  adw_preferences_group_set_description (self->links,
                                         _ ("The session is not encrypted: whoever has the link, or is on the network, can see "
                                            "this board, draw on it and read its chat."));
}

static void
on_stop_clicked (BridgeShareDialog *self)
{
  g_autoptr (BridgeSession) session = g_object_ref (self->session);

  gtk_window_close (GTK_WINDOW (self));
  bridge_session_stop_sharing (session);
}

static void
on_session_state_changed (BridgeShareDialog *self)
{
  if (bridge_session_get_state (self->session) == BRIDGE_SESSION_ALONE)
    gtk_window_close (GTK_WINDOW (self));
}

static void
bridge_share_dialog_dispose (GObject *object)
{
  g_clear_object (&BRIDGE_SHARE_DIALOG (object)->session);
  G_OBJECT_CLASS (bridge_share_dialog_parent_class)->dispose (object);
}

static void
bridge_share_dialog_class_init (BridgeShareDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bridge_share_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/drawbridge/Drawbridge/share-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BridgeShareDialog, links);
  gtk_widget_class_bind_template_child (widget_class, BridgeShareDialog, stop);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bridge_share_dialog_init (BridgeShareDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
bridge_share_dialog_new (GtkWindow *parent, BridgeSession *session)
{
  BridgeShareDialog *self = g_object_new (BRIDGE_TYPE_SHARE_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  gtk_widget_set_visible (self->stop, bridge_session_get_hosting (session));
  if (bridge_session_get_hosting (session))
    {
      g_autoptr (GPtrArray) invites = bridge_session_list_invites (session);

      for (guint i = 0; i < invites->len; i++)
        add_link (self, g_ptr_array_index (invites, i));
    }
  else if (bridge_session_get_invite (session) != NULL)
    add_link (self, bridge_session_get_invite (session));
  if (bridge_session_get_invite (session) != NULL && !bridge_invite_is_tls (bridge_session_get_invite (session)))
    tell_plain (self);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_session_state_changed), self, G_CONNECT_SWAPPED);
  return GTK_WINDOW (self);
}
