/* Asks for a link, shows what it leads to, and joins in a window of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/join-dialog.h"

#include "session/card.h"
#include "ui/settings.h"

#include <glib/gi18n.h>

#define ASK_AFTER 300 /* ms without a keystroke before the host is asked for the card */

struct _BridgeJoinDialog
{
  AdwWindow parent;

  /* template */
  AdwEntryRow  *link;
  AdwEntryRow  *name;
  GtkStack     *stack;
  AdwActionRow *card;
  GtkLabel     *error;
  GtkWidget    *join;

  BridgeInvite *invite; /* owned (nullable): what the entry says */
  GCancellable *asking; /* owned (nullable) */
  guint         ask_later;
  GCancellable *reading; /* owned: the clipboard, which may answer late */
};

G_DEFINE_FINAL_TYPE (BridgeJoinDialog, bridge_join_dialog, ADW_TYPE_WINDOW)

static void
stop_asking (BridgeJoinDialog *self)
{
  g_clear_handle_id (&self->ask_later, g_source_remove);
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
}

static void
show_error (BridgeJoinDialog *self, const char *message)
{
  gtk_label_set_label (self->error, message);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
show_card (BridgeJoinDialog *self, const BridgeCard *card)
{
  gboolean         titled = card->title != NULL && *card->title != '\0';
  g_autofree char *title = g_markup_escape_text (titled ? card->title : _ ("Untitled Board"), -1);
  g_autofree char *host = g_markup_escape_text (card->host != NULL ? card->host : "", -1);
  g_autofree char *people = g_strdup_printf (g_dngettext (NULL, "%u person is here", "%u people are here", card->people),
                                             card->people);
  /* Translators: who hosts a session, and how many are in it */
  g_autofree char *both = g_strdup_printf (_ ("Hosted by %s · %s"), host, people);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->card), title);
  adw_action_row_set_subtitle (self->card, *host != '\0' ? both : people);
  gtk_stack_set_visible_child_name (self->stack, "card");
}

static void
on_card_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BridgeJoinDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BridgeCard) card = bridge_card_fetch_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (card == NULL)
    show_error (self, error->message);
  else if (card->full)
    show_error (self, _ ("This session is full: no more people can join it."));
  else
    show_card (self, card);
  /* The card is a courtesy: whoever trusts the link may try to join all the same. */
  gtk_widget_set_sensitive (self->join, self->invite != NULL);
}

static gboolean
on_ask_timeout (gpointer data)
{
  BridgeJoinDialog *self = data;

  self->ask_later = 0;
  self->asking = g_cancellable_new ();
  gtk_stack_set_visible_child_name (self->stack, "asking");
  bridge_card_fetch_async (self->invite, self->asking, on_card_fetched, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
on_link_changed (BridgeJoinDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->link));
  g_autoptr (GError) error = NULL;

  stop_asking (self);
  g_clear_pointer (&self->invite, bridge_invite_unref);
  self->invite = bridge_invite_parse (text, &error);
  gtk_widget_set_sensitive (self->join, self->invite != NULL);
  if (self->invite != NULL)
    self->ask_later = g_timeout_add (ASK_AFTER, on_ask_timeout, self);
  else if (*text == '\0')
    gtk_stack_set_visible_child_name (self->stack, "hint");
  else
    show_error (self, error->message);
}

static void
on_join_clicked (BridgeJoinDialog *self)
{
  g_autofree char *link = NULL;

  if (self->invite == NULL)
    return;
  g_settings_set_string (bridge_settings (), "name", gtk_editable_get_text (GTK_EDITABLE (self->name)));
  link = bridge_invite_to_string (self->invite);
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()),
                                  "open-link",
                                  g_variant_new_string (link));
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_clipboard_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BridgeJoinDialog) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (BridgeInvite) invite = text != NULL ? bridge_invite_parse (text, NULL) : NULL;

  if (invite != NULL && *gtk_editable_get_text (GTK_EDITABLE (self->link)) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->link), g_strstrip (text));
}

static void
bridge_join_dialog_dispose (GObject *object)
{
  BridgeJoinDialog *self = BRIDGE_JOIN_DIALOG (object);

  stop_asking (self);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->invite, bridge_invite_unref);
  G_OBJECT_CLASS (bridge_join_dialog_parent_class)->dispose (object);
}

static void
bridge_join_dialog_class_init (BridgeJoinDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bridge_join_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/drawbridge/Drawbridge/join-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, BridgeJoinDialog, link);
  gtk_widget_class_bind_template_child (widget_class, BridgeJoinDialog, name);
  gtk_widget_class_bind_template_child (widget_class, BridgeJoinDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, BridgeJoinDialog, card);
  gtk_widget_class_bind_template_child (widget_class, BridgeJoinDialog, error);
  gtk_widget_class_bind_template_child (widget_class, BridgeJoinDialog, join);
  gtk_widget_class_bind_template_callback (widget_class, on_link_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_join_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bridge_join_dialog_init (BridgeJoinDialog *self)
{
  g_autofree char *name = bridge_settings_name ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->reading = g_cancellable_new ();
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  gtk_widget_grab_focus (GTK_WIDGET (self->link));
}

GtkWindow *
bridge_join_dialog_new (GtkWindow *parent)
{
  BridgeJoinDialog *self = g_object_new (BRIDGE_TYPE_JOIN_DIALOG, "transient-for", parent, NULL);
  GdkClipboard     *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (parent));

  gdk_clipboard_read_text_async (clipboard, self->reading, on_clipboard_read, g_object_ref (self));
  return GTK_WINDOW (self);
}
