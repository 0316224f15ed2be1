/* A person's initials on a disc of their colour.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define BRIDGE_TYPE_AVATAR (bridge_avatar_get_type ())
G_DECLARE_FINAL_TYPE (BridgeAvatar, bridge_avatar, BRIDGE, AVATAR, GtkWidget)

/* color 0xRRGGBBAA */
GtkWidget *bridge_avatar_new (const char *name, guint32 color, int diameter);

GdkRGBA bridge_color_to_rgba (guint32 color);
/* Black or white, whichever is read better on `color`. */
GdkRGBA bridge_color_contrast (guint32 color);
/* One or two upper-case letters (transfer full). */
char *bridge_name_initials (const char *name);
