/* What this person has set: name, colour, look; kept in GSettings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/settings.h"

#include "config.h"
#include "ui/choices.h"

#include <adwaita.h>
#include <glib/gi18n.h>

GSettings *
bridge_settings (void)
{
  static GSettings *settings;

  if (g_once_init_enter (&settings))
    g_once_init_leave (&settings, g_settings_new (APPLICATION_ID));
  return settings;
}

char *
bridge_settings_name (void)
{
  g_autofree char *name = g_strstrip (g_settings_get_string (bridge_settings (), "name"));
  const char      *system = g_get_real_name ();

  if (*name != '\0')
    return g_steal_pointer (&name);
  if (*system != '\0' && !g_str_equal (system, "Unknown") && g_utf8_validate (system, -1, NULL))
    return g_strdup (system);
  system = g_get_user_name ();
  /* Translators: a person who gave no name */
  return g_strdup (g_utf8_validate (system, -1, NULL) ? system : _ ("Guest"));
}

void
bridge_settings_set_color (guint32 color)
{
  g_autofree char *text = g_strdup_printf ("#%06x", color >> 8);

  g_settings_set_string (bridge_settings (), "color", text);
}

/* The first choice is black, which nobody finds again among the ink. */
static guint32
pick_color (void)
{
  return bridge_color_choices[g_random_int_range (1, bridge_n_color_choices)].color;
}

guint32
bridge_settings_color (void)
{
  g_autofree char *set = g_settings_get_string (bridge_settings (), "color");
  GdkRGBA          rgba;
  guint32          picked;

  if (gdk_rgba_parse (&rgba, set))
    return (guint32)(rgba.red * 255 + .5f) << 24 | (guint32)(rgba.green * 255 + .5f) << 16 |
           (guint32)(rgba.blue * 255 + .5f) << 8 | 0xff;
  picked = pick_color ();
  bridge_settings_set_color (picked);
  return picked;
}

static void
on_settings_color_scheme_changed (GSettings *settings)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };
  guint                       index = g_settings_get_enum (settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[MIN (index, G_N_ELEMENTS (schemes) - 1)]);
}

void
bridge_settings_follow_color_scheme (void)
{
  g_signal_connect (bridge_settings (),
                    "changed::color-scheme",
                    G_CALLBACK (on_settings_color_scheme_changed),
                    NULL);
  on_settings_color_scheme_changed (bridge_settings ());
}
