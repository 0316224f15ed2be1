/* A bubble of the chat list.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chat-row.h"

#include "paint/color.h"
#include "ui/avatar.h"

#include <adwaita.h>

#define CONTRAST_MIN 4.5 /* of small text (WCAG 2.1, 1.4.3) */

struct _BridgeChatRow
{
  GtkWidget parent;

  GtkWidget *box;
  GtkWidget *heading;
  GtkLabel  *name;
  GtkLabel  *time;
  GtkLabel  *text;
};

G_DEFINE_FINAL_TYPE (BridgeChatRow, bridge_chat_row, GTK_TYPE_WIDGET)

static void
set_class (gpointer widget, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static guint32
mix (guint32 color, guint grey, guint part)
{
  guint32 mixed = 0;

  for (int shift = 24; shift >= 8; shift -= 8)
    mixed |= (((color >> shift & 0xff) * (256 - part) + grey * part) / 256) << shift;
  return mixed | 0xff;
}

/* The colour, as far towards white or black as it takes to be read on that ground. */
static guint32
make_readable (guint32 color, guint32 ground)
{
  double  below = bridge_color_luminance (ground) + 0.05;
  guint   grey = below < 0.23 ? 255 : 0;
  guint32 mixed = color;

  for (guint part = 0; part <= 256; part += 16)
    {
      double above = bridge_color_luminance (mixed = mix (color, grey, part)) + 0.05;

      if (MAX (above, below) / MIN (above, below) >= CONTRAST_MIN)
        break;
    }
  return mixed;
}

/* The name stands in its person's colour. */
static void
set_name (BridgeChatRow *self, const char *name, guint32 color)
{
  gboolean         dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  guint32          shown = make_readable (color, dark ? 0x1e1e1eff : 0xffffffff);
  g_autofree char *escaped = g_markup_escape_text (name, -1);
  g_autofree char *markup = NULL;

  if (color == 0)
    markup = g_strdup (escaped);
  else
    markup = g_strdup_printf ("<span foreground=\"#%06x\">%s</span>", shown >> 8, escaped);
  gtk_label_set_markup (self->name, markup);
}

void
bridge_chat_row_bind (BridgeChatRow *self, BridgeChatEntry *entry)
{
  BridgeChatEntryFlags flags = bridge_chat_entry_get_flags (entry);
  gboolean             mine = (flags & BRIDGE_CHAT_ENTRY_MINE) != 0;
  GtkAlign             side = mine ? GTK_ALIGN_END : GTK_ALIGN_START;

  set_name (self, mine ? "" : bridge_chat_entry_get_name (entry), bridge_chat_entry_get_color (entry));
  gtk_label_set_label (self->time, bridge_chat_entry_get_time (entry));
  gtk_label_set_markup (self->text, bridge_chat_entry_get_markup (entry));
  gtk_widget_set_visible (GTK_WIDGET (self->name), !mine);
  gtk_widget_set_visible (self->heading, (flags & BRIDGE_CHAT_ENTRY_FOLLOWS) == 0);
  gtk_widget_set_halign (self->heading, side);
  gtk_widget_set_halign (GTK_WIDGET (self->text), side);
  set_class (self->text, "mine", mine);
  set_class (self->text, "waiting", (flags & BRIDGE_CHAT_ENTRY_WAITING) != 0);
}

static void
bridge_chat_row_dispose (GObject *object)
{
  g_clear_pointer (&BRIDGE_CHAT_ROW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (bridge_chat_row_parent_class)->dispose (object);
}

static void
bridge_chat_row_class_init (BridgeChatRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bridge_chat_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/drawbridge/Drawbridge/chat-row.ui");
  gtk_widget_class_bind_template_child (widget_class, BridgeChatRow, box);
  gtk_widget_class_bind_template_child (widget_class, BridgeChatRow, heading);
  gtk_widget_class_bind_template_child (widget_class, BridgeChatRow, name);
  gtk_widget_class_bind_template_child (widget_class, BridgeChatRow, time);
  gtk_widget_class_bind_template_child (widget_class, BridgeChatRow, text);
}

static void
bridge_chat_row_init (BridgeChatRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
bridge_chat_row_new (void)
{
  return g_object_new (BRIDGE_TYPE_CHAT_ROW, NULL);
}
