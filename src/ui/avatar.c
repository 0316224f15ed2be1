/* A person's initials on a disc of their colour.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/avatar.h"

struct _BridgeAvatar
{
  GtkWidget parent;

  char   *initials;
  guint32 color;
  int     diameter;
};

G_DEFINE_FINAL_TYPE (BridgeAvatar, bridge_avatar, GTK_TYPE_WIDGET)

GdkRGBA
bridge_color_to_rgba (guint32 color)
{
  return (GdkRGBA){ (color >> 24) / 255.f, (color >> 16 & 255) / 255.f, (color >> 8 & 255) / 255.f, (color & 255) / 255.f };
}

GdkRGBA
bridge_color_contrast (guint32 color)
{
  GdkRGBA rgba = bridge_color_to_rgba (color);
  float   luma = 0.299f * rgba.red + 0.587f * rgba.green + 0.114f * rgba.blue;

  return luma > 0.62f ? (GdkRGBA){ 0, 0, 0, 0.85f } : (GdkRGBA){ 1, 1, 1, 1 };
}

char *
bridge_name_initials (const char *name)
{
  g_auto (GStrv) words = g_strsplit_set (name, " \t-_.", -1);
  g_autoptr (GString) initials = g_string_new (NULL);
  gsize n = 0;

  for (gsize i = 0; words[i] != NULL && n < 2; i++)
    if (*words[i] != '\0')
      {
        g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (words[i])));
        n++;
      }
  return g_string_free (g_steal_pointer (&initials), FALSE);
}

static void
append_initials (BridgeAvatar *self, GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->initials);
  PangoFontDescription *font = pango_font_description_new ();
  GdkRGBA               ink = bridge_color_contrast (self->color);
  int                   width, height;

  pango_font_description_set_absolute_size (font, self->diameter * 0.4 * PANGO_SCALE);
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((gtk_widget_get_width (GTK_WIDGET (self)) - width) / 2.f,
                                                          (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2.f));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
}

static void
bridge_avatar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BridgeAvatar   *self = BRIDGE_AVATAR (widget);
  float           d = self->diameter;
  GdkRGBA         rgba = bridge_color_to_rgba (self->color);
  graphene_rect_t bounds;
  GskRoundedRect  disc;

  bounds = GRAPHENE_RECT_INIT ((gtk_widget_get_width (widget) - d) / 2, (gtk_widget_get_height (widget) - d) / 2, d, d);
  gsk_rounded_rect_init_from_rect (&disc, &bounds, d / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &rgba, &bounds);
  gtk_snapshot_pop (snapshot);
  append_initials (self, snapshot);
}

static void
bridge_avatar_measure (GtkWidget     *widget,
                       GtkOrientation orientation,
                       int            for_size,
                       int           *minimum,
                       int           *natural,
                       int           *minimum_baseline,
                       int           *natural_baseline)
{
  *minimum = *natural = BRIDGE_AVATAR (widget)->diameter;
  *minimum_baseline = *natural_baseline = -1;
}

static void
bridge_avatar_finalize (GObject *object)
{
  g_free (BRIDGE_AVATAR (object)->initials);
  G_OBJECT_CLASS (bridge_avatar_parent_class)->finalize (object);
}

static void
bridge_avatar_class_init (BridgeAvatarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bridge_avatar_finalize;
  widget_class->snapshot = bridge_avatar_snapshot;
  widget_class->measure = bridge_avatar_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
bridge_avatar_init (BridgeAvatar *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
bridge_avatar_new (const char *name, guint32 color, int diameter)
{
  BridgeAvatar *self = g_object_new (BRIDGE_TYPE_AVATAR, NULL);

  self->initials = bridge_name_initials (name);
  self->color = color;
  self->diameter = diameter;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_WIDGET (self);
}
