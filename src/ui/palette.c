/* The floating palette: tools, colours, sizes, as buttons of the window's actions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/palette.h"

#include "ui/choices.h"
#include "ui/dot.h"

#include <glib/gi18n.h>

struct _BridgePalette
{
  GtkWidget parent;

  GtkWidget *first;   /* tools */
  GtkWidget *second;  /* colours and sizes: beside the tools, or below them where it is narrow */
  GtkWidget *divider; /* between the two, when they are side by side */
  GtkBox    *tools;
  GtkBox    *colors;
  GtkBox    *sizes;
};

G_DEFINE_FINAL_TYPE (BridgePalette, bridge_palette, GTK_TYPE_WIDGET)

/* focus-on-click is off: after a click here the canvas still has the keyboard. */
static GtkWidget *
add_toggle (GtkBox *box, const char *action, const char *target, const char *label)
{
  GtkWidget *button = gtk_toggle_button_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (box, button);
  return button;
}

static void
add_tool (BridgePalette *self, const BridgeToolChoice *choice)
{
  guint            key;
  GdkModifierType  modifiers;
  g_autofree char *accelerator = NULL;
  g_autofree char *tooltip = NULL;
  GtkWidget       *button = add_toggle (self->tools, "win.tool", choice->name, _ (choice->label));

  gtk_accelerator_parse (choice->shortcut, &key, &modifiers);
  accelerator = gtk_accelerator_get_label (key, modifiers);
  /* Translators: a tool and its keyboard shortcut, as in "Pen (P)" */
  tooltip = g_strdup_printf (_ ("%s (%s)"), _ (choice->label), accelerator);
  gtk_button_set_icon_name (GTK_BUTTON (button), choice->icon);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_add_css_class (button, "tool");
}

static void
add_color (BridgePalette *self, const BridgeColorChoice *choice)
{
  GtkWidget *button = add_toggle (self->colors, "win.color", choice->name, _ (choice->label));

  gtk_button_set_child (GTK_BUTTON (button), bridge_dot_new (choice->color, 20));
  gtk_widget_set_tooltip_text (button, _ (choice->label));
  gtk_widget_add_css_class (button, "swatch");
}

static void
add_size (BridgePalette *self, const BridgeSizeChoice *choice)
{
  GtkWidget *button = add_toggle (self->sizes, "win.size", choice->name, _ (choice->label));

  gtk_button_set_child (GTK_BUTTON (button), bridge_dot_new (0, choice->diameter));
  gtk_widget_set_tooltip_text (button, _ (choice->label));
  gtk_widget_add_css_class (button, "swatch");
}

static int
natural (GtkWidget *widget, GtkOrientation orientation)
{
  int size;

  gtk_widget_measure (widget, orientation, -1, NULL, &size, NULL, NULL);
  return size;
}

static gboolean
fits_in_one_row (BridgePalette *self, int width)
{
  return width >= natural (self->first, GTK_ORIENTATION_HORIZONTAL) + natural (self->second, GTK_ORIENTATION_HORIZONTAL);
}

static GtkSizeRequestMode
bridge_palette_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
bridge_palette_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural_size,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  BridgePalette *self = BRIDGE_PALETTE (widget);
  int            first = natural (self->first, orientation);
  int            second = natural (self->second, orientation);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (first, second);
      *natural_size = first + second;
    }
  else
    {
      gboolean one = for_size < 0 || fits_in_one_row (self, for_size);

      *minimum = *natural_size = one ? MAX (first, second) : first + second;
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
bridge_palette_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BridgePalette *self = BRIDGE_PALETTE (widget);
  gboolean       one = fits_in_one_row (self, width);
  int            split = natural (self->first, one ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  GtkAllocation  first = { 0, 0, one ? split : width, one ? height : split };
  GtkAllocation  second = { one ? split : 0, one ? 0 : split, one ? width - split : width, one ? height : height - split };

  gtk_widget_size_allocate (self->first, &first, -1);
  gtk_widget_set_child_visible (self->divider, one);
  gtk_widget_size_allocate (self->second, &second, -1);
}

static void
bridge_palette_dispose (GObject *object)
{
  BridgePalette *self = BRIDGE_PALETTE (object);

  g_clear_pointer (&self->first, gtk_widget_unparent);
  g_clear_pointer (&self->second, gtk_widget_unparent);
  G_OBJECT_CLASS (bridge_palette_parent_class)->dispose (object);
}

static void
bridge_palette_class_init (BridgePaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bridge_palette_dispose;
  widget_class->get_request_mode = bridge_palette_get_request_mode;
  widget_class->measure = bridge_palette_measure;
  widget_class->size_allocate = bridge_palette_size_allocate;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/drawbridge/Drawbridge/palette.ui");
  gtk_widget_class_bind_template_child (widget_class, BridgePalette, first);
  gtk_widget_class_bind_template_child (widget_class, BridgePalette, second);
  gtk_widget_class_bind_template_child (widget_class, BridgePalette, divider);
  gtk_widget_class_bind_template_child (widget_class, BridgePalette, tools);
  gtk_widget_class_bind_template_child (widget_class, BridgePalette, colors);
  gtk_widget_class_bind_template_child (widget_class, BridgePalette, sizes);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
bridge_palette_init (BridgePalette *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < bridge_n_tool_choices; i++)
    add_tool (self, &bridge_tool_choices[i]);
  for (gsize i = 0; i < bridge_n_color_choices; i++)
    add_color (self, &bridge_color_choices[i]);
  for (gsize i = 0; i < bridge_n_size_choices; i++)
    add_size (self, &bridge_size_choices[i]);
}
