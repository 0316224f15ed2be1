/* The start page: shown on an empty board until the first stroke, beside the tools, never in their way.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/welcome.h"

struct _BridgeWelcome
{
  GtkWidget parent;
};

G_DEFINE_FINAL_TYPE (BridgeWelcome, bridge_welcome, GTK_TYPE_WIDGET)

/* Only its button takes the pointer (picture and words have can-target off): one can draw right across it. */
static gboolean
bridge_welcome_contains (GtkWidget *widget, double x, double y)
{
  return FALSE;
}

static void
bridge_welcome_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (bridge_welcome_parent_class)->dispose (object);
}

static void
bridge_welcome_class_init (BridgeWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bridge_welcome_dispose;
  widget_class->contains = bridge_welcome_contains;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/drawbridge/Drawbridge/welcome.ui");
}

static void
bridge_welcome_init (BridgeWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
