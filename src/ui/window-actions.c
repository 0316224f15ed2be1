/* The window's actions, and the keys that are theirs while the board has the keyboard.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/choices.h"
#include "ui/export.h"
#include "ui/settings.h"
#include "ui/share-dialog.h"
#include "ui/window-private.h"

#include <glib/gi18n.h>

/* Actions with a state are in a map of their own, which the buttons of palette and header follow. */
static GAction *
find (BridgeWindow *self, const char *name)
{
  return g_action_map_lookup_action (G_ACTION_MAP (self), name);
}

static void
set_state (BridgeWindow *self, const char *name, GVariant *state)
{
  g_simple_action_set_state (G_SIMPLE_ACTION (find (self, name)), state);
}

static void
set_enabled (BridgeWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (find (self, name)), enabled);
}

static void
on_tool (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BridgeWindow           *self = data;
  const BridgeToolChoice *choice = bridge_tool_choice_find (g_variant_get_string (parameter, NULL));

  if (choice != NULL)
    bridge_canvas_set_tool (self->canvas, choice->tool);
}

static void
on_shape (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BridgeWindow *self = data;
  const char   *name = g_variant_get_string (parameter, NULL);
  guint32       kind;

  if (!bridge_kind_from_name (name, &kind))
    return;
  bridge_canvas_set_shape (self->canvas, kind);
  bridge_canvas_set_tool (self->canvas, BRIDGE_TOOL_SHAPE);
  g_simple_action_set_state (action, parameter);
  g_settings_set_string (bridge_settings (), "shape", name);
}

static const char *
color_key (BridgeTool tool)
{
  if (tool == BRIDGE_TOOL_HIGHLIGHTER)
    return "highlighter-color";
  return tool == BRIDGE_TOOL_NOTE ? "note-color" : "pen-color";
}

/* "#rrggbb" to 0xRRGGBBff. */
static gboolean
parse_color (const char *name, guint32 *color)
{
  guint64 rgb;

  if (*name != '#' || !g_ascii_string_to_unsigned (name + 1, 16, 0, 0xffffff, &rgb, NULL))
    return FALSE;
  *color = (guint32)rgb << 8 | 0xff;
  return TRUE;
}

static void
on_color (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BridgeWindow *self = data;
  const char   *name = g_variant_get_string (parameter, NULL);
  guint32       color;

  if (!parse_color (name, &color))
    return;
  bridge_canvas_set_color (self->canvas, color);
  g_simple_action_set_state (action, parameter);
  g_settings_set_string (bridge_settings (), color_key (bridge_canvas_get_tool (self->canvas)), name);
}

static void
on_size (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BridgeWindow           *self = data;
  const BridgeSizeChoice *choice = bridge_size_choice_find (g_variant_get_string (parameter, NULL));

  if (choice == NULL)
    return;
  bridge_canvas_set_size (self->canvas, choice->size);
  g_simple_action_set_state (action, parameter);
  g_settings_set_double (bridge_settings (), "pen-size", choice->size);
}

static void
on_dash (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BridgeWindow *self = data;
  gint64        dash;

  if (!bridge_dash_from_name (g_variant_get_string (parameter, NULL), &dash))
    return;
  bridge_canvas_set_dash (self->canvas, dash);
  g_simple_action_set_state (action, parameter);
}

static void
on_filled (GSimpleAction *action, GVariant *state, gpointer data)
{
  BridgeWindow *self = data;

  bridge_canvas_set_filled (self->canvas, g_variant_get_boolean (state));
  g_simple_action_set_state (action, state);
}

static void
on_chat (GSimpleAction *action, GVariant *state, gpointer data)
{
  BridgeWindow *self = data;
  gboolean      open = g_variant_get_boolean (state);

  adw_flap_set_reveal_flap (self->flap, open);
  bridge_chat_set_open (self->chat, open);
  if (open)
    bridge_chat_grab_entry (self->chat);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  g_simple_action_set_state (action, state);
  g_settings_set_boolean (bridge_settings (), "chat-open", open);
}

/* The commands that the canvas does by itself, by the action's name. */
static const struct
{
  const char *name;
  void (*run) (BridgeCanvas *canvas);
} commands[] = {
  { "undo", bridge_canvas_undo },
  { "redo", bridge_canvas_redo },
  { "zoom-in", bridge_canvas_zoom_in },
  { "zoom-out", bridge_canvas_zoom_out },
  { "zoom-reset", bridge_canvas_zoom_reset },
  { "zoom-fit", bridge_canvas_zoom_fit },
  { "select-all", bridge_canvas_select_all },
  { "select-none", bridge_canvas_select_none },
  { "delete", bridge_canvas_delete },
  { "duplicate", bridge_canvas_duplicate },
  { "front", bridge_canvas_front },
  { "back", bridge_canvas_back },
  { "lock", bridge_canvas_toggle_locked },
  { "copy", bridge_canvas_copy },
  { "cut", bridge_canvas_cut },
  { "paste", bridge_canvas_paste },
};

static void
on_command (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BridgeWindow *self = data;
  const char   *name = g_action_get_name (G_ACTION (action));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      commands[i].run (self->canvas);
}

static void
copy_link (BridgeWindow *self)
{
  BridgeInvite    *invite = bridge_session_get_invite (self->session);
  g_autofree char *link = NULL;

  if (invite == NULL)
    return;
  link = bridge_invite_to_string (invite);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), link);
  bridge_window_toast (self, _ ("Link copied: send it to the people you invite"));
}

static void
show_links (BridgeWindow *self)
{
  gtk_window_present (bridge_share_dialog_new (GTK_WINDOW (self), self->session));
}

static void
tell_share_failure (BridgeWindow *self, const GError *error)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("This Board Cannot Be Shared"), error->message);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_OK"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_shared (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (BridgeWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean shared = bridge_session_share_finish (BRIDGE_SESSION (session), result, &error);

  g_clear_object (&self->sharing);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) /* the window has been closed */
    return;
  if (!shared)
    {
      tell_share_failure (self, error);
      return;
    }
  gtk_widget_hide (self->welcome);
  copy_link (self);
  show_links (self);
}

static void
start_sharing (BridgeWindow *self)
{
  g_autofree char    *name = bridge_settings_name ();
  BridgeServerOptions options = { .port = -1, .title = bridge_session_get_title (self->session), .host = name };

  if (self->sharing != NULL)
    return;
  self->sharing = g_cancellable_new ();
  bridge_session_share_async (self->session, &options, self->sharing, on_shared, g_object_ref (self));
}

static void
on_share (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BridgeWindow *self = data;

  if (bridge_session_get_state (self->session) == BRIDGE_SESSION_ALONE)
    start_sharing (self);
  else
    show_links (self);
}

static void
on_copy_link (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  copy_link (data);
}

static void
on_stop_sharing (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  bridge_session_stop_sharing (BRIDGE_WINDOW (data)->session);
}

static void
on_leave (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  bridge_session_leave (BRIDGE_WINDOW (data)->session);
}

static void
on_retry (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  bridge_session_retry_now (BRIDGE_WINDOW (data)->session);
}

static void
on_rejoin (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BridgeWindow *self = data;

  bridge_session_join (self->session, self->invite);
}

static void
on_rename (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_menu_button_popup (BRIDGE_WINDOW (data)->title_button);
}

static void
on_export (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  BridgeWindow *self = data;

  bridge_canvas_end_writing (self->canvas);
  bridge_export_run (self, g_variant_get_string (parameter, NULL));
}

static void
on_fullscreen (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = data;

  if (gtk_window_is_fullscreen (window))
    gtk_window_unfullscreen (window);
  else
    gtk_window_fullscreen (window);
}

static const GActionEntry entries[] = {
  { "tool", on_tool, "s", "'pen'" },
  { "shape", on_shape, "s", "'rectangle'" },
  { "color", on_color, "s", "'#1c71d8'" },
  { "size", on_size, "s", "'medium'" },
  { "dash", on_dash, "s", "'solid'" },
  { "filled", NULL, NULL, "false", on_filled },
  { "chat", NULL, NULL, "false", on_chat },
  { "share", on_share },
  { "copy-link", on_copy_link },
  { "stop-sharing", on_stop_sharing },
  { "leave", on_leave },
  { "retry", on_retry },
  { "rejoin", on_rejoin },
  { "rename", on_rename },
  { "export", on_export, "s" },
  { "fullscreen", on_fullscreen },
};

static void
on_canvas_tool_changed (BridgeWindow *self)
{
  BridgeTool       tool = bridge_canvas_get_tool (self->canvas);
  g_autofree char *color = g_strdup_printf ("#%06x", bridge_canvas_get_tool_color (self->canvas, tool) >> 8);

  set_state (self, "tool", g_variant_new_string (bridge_tool_choice_name (tool)));
  set_state (self, "color", g_variant_new_string (color));
}

void
bridge_window_update_actions (BridgeWindow *self)
{
  gboolean can_undo, can_redo;
  gboolean selected = bridge_canvas_get_n_selected (self->canvas) > 0;
  gboolean hosting = bridge_session_get_hosting (self->session);
  gboolean alone = bridge_session_get_state (self->session) == BRIDGE_SESSION_ALONE;

  if (find (self, "undo") == NULL)
    return;
  g_object_get (self->session, "can-undo", &can_undo, "can-redo", &can_redo, NULL);
  set_enabled (self, "undo", can_undo);
  set_enabled (self, "redo", can_redo);
  set_enabled (self, "share", self->invite == NULL || self->joined);
  set_enabled (self, "stop-sharing", hosting);
  set_enabled (self, "leave", !alone && !hosting);
  set_enabled (self, "copy-link", !alone);
  set_enabled (self, "retry", bridge_session_get_state (self->session) == BRIDGE_SESSION_RECONNECTING);
  set_enabled (self, "rejoin", self->invite != NULL && alone);
  for (const char *const *name = (const char *const[]){ "delete", "duplicate", "front", "back", "lock", "copy", "cut", NULL };
       *name != NULL;
       name++)
    set_enabled (self, *name, selected);
}

static void
add_commands (BridgeWindow *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (commands[i].name, NULL);

      g_signal_connect_object (action, "activate", G_CALLBACK (on_command), self, 0);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
}

static void
restore_color (BridgeWindow *self, BridgeTool tool)
{
  g_autofree char *name = g_settings_get_string (bridge_settings (), color_key (tool));
  guint32          color;

  if (parse_color (name, &color))
    bridge_canvas_set_tool_color (self->canvas, tool, color);
}

/* What was chosen last, from the settings. */
static void
restore_style (BridgeWindow *self)
{
  GSettings       *settings = bridge_settings ();
  g_autofree char *shape = g_settings_get_string (settings, "shape");
  double           size = g_settings_get_double (settings, "pen-size");
  gsize            best = 0;

  for (gsize i = 1; i < bridge_n_size_choices; i++)
    if (ABS (bridge_size_choices[i].size - size) < ABS (bridge_size_choices[best].size - size))
      best = i;
  restore_color (self, BRIDGE_TOOL_PEN);
  restore_color (self, BRIDGE_TOOL_HIGHLIGHTER);
  restore_color (self, BRIDGE_TOOL_NOTE);
  g_action_activate (find (self, "size"), g_variant_new_string (bridge_size_choices[best].name));
  g_action_activate (find (self, "shape"), g_variant_new_string (shape));
  bridge_canvas_set_tool (self->canvas, BRIDGE_TOOL_PEN);
  g_action_change_state (find (self, "chat"), g_settings_get_value (settings, "chat-open"));
}

void
bridge_window_init_actions (BridgeWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_commands (self);
  g_signal_connect_object (self->canvas, "notify::tool", G_CALLBACK (on_canvas_tool_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas,
                           "notify::n-selected",
                           G_CALLBACK (bridge_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session,
                           "notify::can-undo",
                           G_CALLBACK (bridge_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session,
                           "notify::can-redo",
                           G_CALLBACK (bridge_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session,
                           "notify::hosting",
                           G_CALLBACK (bridge_window_update_actions),
                           self,
                           G_CONNECT_SWAPPED);
  restore_style (self);
  on_canvas_tool_changed (self);
  bridge_window_update_actions (self);
}

static void
add_shortcut (GtkShortcutController *controller, const char *keys, const char *action, GVariant *target)
{
  GtkShortcut *shortcut =
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys), gtk_named_action_new (action));

  if (target != NULL)
    gtk_shortcut_set_arguments (shortcut, target);
  gtk_shortcut_controller_add_shortcut (controller, shortcut);
}

void
bridge_window_add_board_shortcuts (BridgeWindow *self)
{
  static const struct
  {
    const char *keys;
    const char *action;
    const char *target;
  } shortcuts[] = {
    { "<Control>z", "win.undo" },
    { "<Control><Shift>z|<Control>y", "win.redo" },
    { "<Control>a", "win.select-all" },
    { "<Control><Shift>a", "win.select-none" },
    { "<Control>d", "win.duplicate" },
    { "<Control>c", "win.copy" },
    { "<Control>x", "win.cut" },
    { "<Control>v", "win.paste" },
    { "<Control>l", "win.lock" },
    { "<Control>bracketright|<Control>Page_Up", "win.front" },
    { "<Control>bracketleft|<Control>Page_Down", "win.back" },
    { "r", "win.shape", "rectangle" },
    { "o", "win.shape", "ellipse" },
    { "d", "win.shape", "diamond" },
    { "l", "win.shape", "line" },
    { "a", "win.shape", "arrow" },
  };
  GtkShortcutController *controller = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    add_shortcut (controller,
                  shortcuts[i].keys,
                  shortcuts[i].action,
                  shortcuts[i].target != NULL ? g_variant_new_string (shortcuts[i].target) : NULL);
  for (gsize i = 0; i < bridge_n_tool_choices; i++)
    add_shortcut (controller,
                  bridge_tool_choices[i].shortcut,
                  "win.tool",
                  g_variant_new_string (bridge_tool_choices[i].name));
  gtk_widget_add_controller (GTK_WIDGET (self->board_area), GTK_EVENT_CONTROLLER (controller));
}
