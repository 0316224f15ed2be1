/* The application: windows, links that are opened, dialogs that belong to no board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/application.h"

#include "config.h"
#include "data/bridge-icons.h"
#include "ui/join-dialog.h"
#include "ui/preferences.h"
#include "ui/renderer.h"
#include "ui/settings.h"
#include "ui/ui-resources.h"
#include "ui/window.h"

#include <glib/gi18n.h>

struct _BridgeApplication
{
  AdwApplication parent;
};

G_DEFINE_FINAL_TYPE (BridgeApplication, bridge_application, ADW_TYPE_APPLICATION)

static GtkWindow *
present_window (BridgeApplication *self, BridgeInvite *invite)
{
  BridgeWindow *window = bridge_window_new (ADW_APPLICATION (self), invite);

  gtk_window_present (GTK_WINDOW (window));
  return GTK_WINDOW (window);
}

static void
report_bad_link (BridgeApplication *self, const GError *error)
{
  GtkWindow *parent = gtk_application_get_active_window (GTK_APPLICATION (self));
  GtkWidget *dialog;

  if (parent == NULL)
    parent = present_window (self, NULL);
  dialog = adw_message_dialog_new (parent, _ ("This Link Does Not Work"), error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_OK"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
open_link (BridgeApplication *self, const char *link)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BridgeInvite) invite = bridge_invite_parse (link, &error);

  if (invite == NULL)
    report_bad_link (self, error);
  else
    present_window (self, invite);
}

static void
on_new (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  present_window (data, NULL);
}

static void
on_join (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *parent = gtk_application_get_active_window (data);

  if (parent == NULL)
    parent = present_window (data, NULL);
  gtk_window_present (bridge_join_dialog_new (parent));
}

static void
on_open_link (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_link (data, g_variant_get_string (parameter, NULL));
}

static void
on_preferences (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = bridge_preferences_new ();

  gtk_window_set_transient_for (window, gtk_application_get_active_window (data));
  gtk_window_present (window);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (gtk_application_get_active_window (data),
                         "application-name",
                         _ ("Drawbridge"),
                         "application-icon",
                         APPLICATION_ID,
                         "version",
                         VERSION,
                         "developer-name",
                         _ ("The Drawbridge authors"),
                         "copyright",
                         "© 2026 The Drawbridge authors",
                         "license-type",
                         GTK_LICENSE_GPL_3_0,
                         "comments",
                         _ ("A shared whiteboard with a chat, for people on one network"),
                         "translator-credits",
                         /* Translators: your names, one a line */
                         _ ("translator-credits"),
                         NULL);
}

/* Each window asks for itself whether it may be closed; the application ends with the last. */
static void
on_quit (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  /* A window takes its dialogs with it, which are in the list too. */
  g_autoptr (GPtrArray) windows = g_ptr_array_new_with_free_func (g_object_unref);

  for (GList *l = gtk_application_get_windows (data); l != NULL; l = l->next)
    g_ptr_array_add (windows, g_object_ref (l->data));
  for (guint i = 0; i < windows->len; i++)
    gtk_window_close (g_ptr_array_index (windows, i));
}

static const GActionEntry entries[] = {
  { "new", on_new },
  { "join", on_join },
  { "open-link", on_open_link, "s" },
  { "preferences", on_preferences },
  { "about", on_about },
  { "quit", on_quit },
};

static void
set_accels (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *accels[4];
  } accels[] = {
    { "app.new", { "<Control>n" } },
    { "app.join", { "<Control>j" } },
    { "app.preferences", { "<Control>comma" } },
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.share", { "<Control><Shift>s" } },
    { "win.chat", { "F9" } },
    { "win.rename", { "F2" } },
    { "win.fullscreen", { "F11" } },
    { "win.export::png", { "<Control>e" } },
    { "win.zoom-in", { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
    { "win.zoom-out", { "<Control>minus", "<Control>KP_Subtract" } },
    { "win.zoom-reset", { "<Control>0", "<Control>KP_0" } },
    { "win.zoom-fit", { "<Control>9", "<Control>KP_9" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action, accels[i].accels);
}

static void
bridge_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (bridge_application_parent_class)->startup (application);
  bridge_renderer_choose ();
  bridge_settings_follow_color_scheme ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  set_accels (GTK_APPLICATION (application));
  gtk_window_set_default_icon_name (APPLICATION_ID);
}

static void
bridge_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    present_window (BRIDGE_APPLICATION (application), NULL);
}

static void
bridge_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      open_link (BRIDGE_APPLICATION (application), uri);
    }
}

static int
bridge_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (!g_variant_dict_contains (options, "version"))
    return -1;
  g_print ("drawbridge %s\n", VERSION);
  return 0;
}

static void
bridge_application_class_init (BridgeApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = bridge_application_startup;
  application_class->activate = bridge_application_activate;
  application_class->open = bridge_application_open;
  application_class->handle_local_options = bridge_application_handle_local_options;
}

static void
bridge_application_init (BridgeApplication *self)
{
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[LINK]"));
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _ ("A shared whiteboard with a chat, for people on one network.\n"
                                               "With a LINK it joins that session; without, it opens an empty board."));
  g_application_add_main_option (G_APPLICATION (self),
                                 "version",
                                 'v',
                                 G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_NONE,
                                 _ ("Print the version and exit"),
                                 NULL);
}

BridgeApplication *
bridge_application_new (void)
{
  /* A static library is linked only as far as it is asked for: naming the resources brings them in. */
  g_resources_register (bridge_icons_get_resource ());
  g_resources_register (bridge_ui_get_resource ());
  return g_object_new (BRIDGE_TYPE_APPLICATION,
                       "application-id",
                       APPLICATION_ID,
                       "flags",
                       G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path",
                       "/org/drawbridge/Drawbridge",
                       NULL);
}
