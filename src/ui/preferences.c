/* The preferences: my name, my colour, the look.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/preferences.h"

#include "ui/avatar.h"
#include "ui/settings.h"

struct _BridgePreferences
{
  AdwPreferencesWindow parent;

  /* template */
  AdwEntryRow     *name;
  GtkColorChooser *color;
  AdwComboRow     *scheme;
};

G_DEFINE_FINAL_TYPE (BridgePreferences, bridge_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static void
on_color_set (BridgePreferences *self)
{
  GdkRGBA rgba;

  gtk_color_chooser_get_rgba (self->color, &rgba);
  bridge_settings_set_color ((guint32)(rgba.red * 255 + .5f) << 24 | (guint32)(rgba.green * 255 + .5f) << 16 |
                             (guint32)(rgba.blue * 255 + .5f) << 8 | 0xff);
}

static void
on_scheme_selected (BridgePreferences *self)
{
  g_settings_set_enum (bridge_settings (), "color-scheme", adw_combo_row_get_selected (self->scheme));
}

static void
bridge_preferences_class_init (BridgePreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/drawbridge/Drawbridge/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, BridgePreferences, name);
  gtk_widget_class_bind_template_child (widget_class, BridgePreferences, color);
  gtk_widget_class_bind_template_child (widget_class, BridgePreferences, scheme);
  gtk_widget_class_bind_template_callback (widget_class, on_color_set);
  gtk_widget_class_bind_template_callback (widget_class, on_scheme_selected);
}

/* GtkColorButton keeps its name to itself, but what has the focus is a button within. */
static void
name_color_button (BridgePreferences *self)
{
  GtkWidget  *button = gtk_widget_get_first_child (GTK_WIDGET (self->color));
  const char *title = gtk_color_button_get_title (GTK_COLOR_BUTTON (self->color));

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
bridge_preferences_init (BridgePreferences *self)
{
  guint            scheme = g_settings_get_enum (bridge_settings (), "color-scheme");
  GdkRGBA          rgba = bridge_color_to_rgba (bridge_settings_color ());
  g_autofree char *name = bridge_settings_name ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_color_chooser_set_rgba (self->color, &rgba);
  name_color_button (self);
  adw_combo_row_set_selected (self->scheme, scheme);
  /* Bound one way: the entry shows the name in use, and only what is typed is set. */
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  g_settings_bind (bridge_settings (), "name", self->name, "text", G_SETTINGS_BIND_SET);
}

GtkWindow *
bridge_preferences_new (void)
{
  return g_object_new (BRIDGE_TYPE_PREFERENCES, NULL);
}
