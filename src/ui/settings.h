/* What this person has set: name, colour, look; kept in GSettings.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* The one GSettings object of the process (transfer none). */
GSettings *bridge_settings (void);
/* My name: as set, else the system's name for this person, else a word (transfer full, never empty). */
char *bridge_settings_name (void);
/* My colour, 0xRRGGBBAA: as set; the first time one is picked and kept. */
guint32 bridge_settings_color (void);
void    bridge_settings_set_color (guint32 color);
/* Makes the style manager follow the key color-scheme from now on. */
void bridge_settings_follow_color_scheme (void);
