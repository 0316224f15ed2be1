/* A disc of one colour: a swatch, or a stroke width, on a palette button.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/dot.h"

#include "paint/color.h"

#include <adwaita.h>

#define DOT_EXTENT 20 /* px: room for the largest dot, so that all buttons are of one size */

struct _BridgeDot
{
  GtkWidget parent;

  guint32 color;
  int     diameter;
};

G_DEFINE_FINAL_TYPE (BridgeDot, bridge_dot, GTK_TYPE_WIDGET)

/* As the canvas shows it, so that ink that turns white in the dark is white here too. */
static GdkRGBA
shown_color (BridgeDot *self)
{
  GdkRGBA rgba;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &rgba);
  if (self->color != 0)
    {
      gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
      guint32  color = bridge_color_adapt (self->color, dark);
      rgba = (GdkRGBA){ (color >> 24) / 255.f, (color >> 16 & 255) / 255.f, (color >> 8 & 255) / 255.f, 1 };
    }
  return rgba;
}

static void
bridge_dot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BridgeDot      *self = BRIDGE_DOT (widget);
  float           d = self->diameter;
  GdkRGBA         rgba = shown_color (self);
  graphene_rect_t bounds;
  GskRoundedRect  disc;

  bounds = GRAPHENE_RECT_INIT ((gtk_widget_get_width (widget) - d) / 2, (gtk_widget_get_height (widget) - d) / 2, d, d);
  gsk_rounded_rect_init_from_rect (&disc, &bounds, d / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &rgba, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
bridge_dot_measure (GtkWidget     *widget,
                    GtkOrientation orientation,
                    int            for_size,
                    int           *minimum,
                    int           *natural,
                    int           *minimum_baseline,
                    int           *natural_baseline)
{
  *minimum = *natural = DOT_EXTENT;
  *minimum_baseline = *natural_baseline = -1;
}

static void
bridge_dot_class_init (BridgeDotClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = bridge_dot_snapshot;
  widget_class->measure = bridge_dot_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
bridge_dot_init (BridgeDot *self)
{
  g_signal_connect_object (adw_style_manager_get_default (),
                           "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
bridge_dot_new (guint32 color, int diameter)
{
  BridgeDot *self = g_object_new (BRIDGE_TYPE_DOT, NULL);

  self->color = color;
  self->diameter = diameter;
  return GTK_WIDGET (self);
}
