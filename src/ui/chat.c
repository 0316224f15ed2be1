/* The chat pane: what was said on this board, and a field to say more.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chat.h"

#include "core/doc/limits.h"
#include "ui/chat-row.h"

#include <glib/gi18n.h>

#define FOLLOWS_WITHIN (5 * 60 * 1000) /* ms between two lines of one person that share a heading */

struct _BridgeChat
{
  GtkWidget parent;

  /* template */
  GtkWidget         *box;
  GtkScrolledWindow *scroller;
  GtkListView       *list;
  GtkWidget         *nothing;
  GtkTextView       *entry;
  GtkTextBuffer     *buffer;
  GtkWidget         *placeholder;
  GtkWidget         *send;

  BridgeSession *session; /* owned */
  GListStore    *lines;   /* owned */
  guint          unread;
  gboolean       open;
  gboolean       at_end; /* the view follows what comes */
};

G_DEFINE_FINAL_TYPE (BridgeChat, bridge_chat, GTK_TYPE_WIDGET)

enum
{
  PROP_UNREAD = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void
set_unread (BridgeChat *self, guint unread)
{
  if (self->unread == unread)
    return;
  self->unread = unread;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNREAD]);
}

static BridgeChatEntryFlags
flags_of (BridgeChat *self, const BridgeBoard *board, gsize index)
{
  const BridgeChatLine *line = bridge_board_line (board, index);
  BridgeChatEntryFlags  flags = 0;

  if (line->id.site == bridge_guest_site (bridge_session_get_guest (self->session)))
    flags |= BRIDGE_CHAT_ENTRY_MINE;
  if ((flags & BRIDGE_CHAT_ENTRY_MINE) != 0 && line->revision == 0 &&
      bridge_session_get_state (self->session) != BRIDGE_SESSION_ALONE)
    flags |= BRIDGE_CHAT_ENTRY_WAITING;
  if (index > 0)
    {
      const BridgeChatLine *before = bridge_board_line (board, index - 1);

      if (before->id.site == line->id.site && line->time - before->time < FOLLOWS_WITHIN)
        flags |= BRIDGE_CHAT_ENTRY_FOLLOWS;
    }
  return flags;
}

static gboolean
is_as_shown (BridgeChat *self, const BridgeBoard *board, guint index)
{
  g_autoptr (BridgeChatEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->lines), index);

  return bridge_chat_entry_matches (entry, board, bridge_board_line (board, index), flags_of (self, board, index));
}

static gboolean
is_waiting (BridgeChat *self, guint index)
{
  g_autoptr (BridgeChatEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->lines), index);

  return (bridge_chat_entry_get_flags (entry) & BRIDGE_CHAT_ENTRY_WAITING) != 0;
}

/* How many lines at the head cannot have changed, as long as names and state have not: only those that wait for the room
 * change by themselves, and whatever came or went among the others moved the last of them. Spares a long chat the comparison
 * of all its lines whenever one is said. */
static guint
count_settled (BridgeChat *self, const BridgeBoard *board)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));

  while (n > 0 && is_waiting (self, n - 1))
    n--;
  return n > 0 && n <= bridge_board_n_lines (board) && is_as_shown (self, board, n - 1) ? n : 0;
}

/* How many lines at the head of the list are as they should be, of which `settled` are known to be. */
static guint
count_matching (BridgeChat *self, const BridgeBoard *board, guint settled)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  guint limit = MIN (n_shown, bridge_board_n_lines (board));
  guint n = settled;

  while (n < limit && is_as_shown (self, board, n))
    n++;
  return n;
}

static gboolean
scroll_to_end (gpointer data)
{
  BridgeChat    *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  return G_SOURCE_REMOVE;
}

static void
show_lines (BridgeChat *self, guint settled)
{
  const BridgeBoard *board = bridge_session_get_board (self->session);
  guint              n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  guint              n_lines = bridge_board_n_lines (board);
  guint              from = count_matching (self, board, settled);
  g_autoptr (GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_others = 0;

  for (guint i = from; i < n_lines; i++)
    {
      BridgeChatEntryFlags flags = flags_of (self, board, i);

      g_ptr_array_add (fresh, bridge_chat_entry_new (board, bridge_board_line (board, i), flags));
      if (i >= n_shown && (flags & BRIDGE_CHAT_ENTRY_MINE) == 0)
        n_others++;
    }
  if (from == n_shown && fresh->len == 0)
    return;
  g_list_store_splice (self->lines, from, n_shown - from, fresh->pdata, fresh->len);
  gtk_widget_set_visible (self->nothing, n_lines == 0);
  if (!self->open)
    set_unread (self, self->unread + n_others);
}

static void
on_session_changed (BridgeChat *self, const BridgeChanges *changes)
{
  unsigned flags = 0;

  for (gsize i = 0; i < changes->count; i++)
    flags |= changes->changes[i].flags;
  if ((flags & BRIDGE_CHANGE_AUTHOR) != 0)
    show_lines (self, 0);
  else if ((flags & BRIDGE_CHANGE_CHAT) != 0)
    show_lines (self, count_settled (self, bridge_session_get_board (self->session)));
}

/* Whether a line waits for a room depends on there being one. */
static void
on_session_state_changed (BridgeChat *self)
{
  show_lines (self, 0);
}

static void
on_adjustment_value_changed (BridgeChat *self, GtkAdjustment *adjustment)
{
  double bottom = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  self->at_end = gtk_adjustment_get_value (adjustment) >= bottom - 1;
}

static void
on_adjustment_changed (BridgeChat *self, GtkAdjustment *adjustment)
{
  if (self->at_end)
    scroll_to_end (self);
}

static char *
entry_text (BridgeChat *self)
{
  GtkTextIter      start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
  return g_strdup (g_strstrip (text));
}

static void
on_buffer_changed (BridgeChat *self)
{
  g_autofree char *text = entry_text (self);
  gsize            length = strlen (text);

  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (self->buffer) == 0);
  gtk_widget_set_sensitive (self->send, length > 0 && length <= BRIDGE_CHAT_BYTES_MAX);
}

static void
on_send_clicked (BridgeChat *self)
{
  g_autofree char *text = entry_text (self);

  if (*text == '\0' || strlen (text) > BRIDGE_CHAT_BYTES_MAX)
    return;
  self->at_end = TRUE;
  gtk_text_buffer_set_text (self->buffer, "", 0);
  bridge_session_say (self->session, text);
}

/* Enter sends, unless an input method wants it or Shift asks for a line. */
static gboolean
on_entry_key_pressed (BridgeChat *self, guint key, guint code, GdkModifierType state, GtkEventControllerKey *controller)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (controller));

  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || (state & GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (gtk_text_view_im_context_filter_keypress (self->entry, event))
    return GDK_EVENT_STOP;
  on_send_clicked (self);
  return GDK_EVENT_STOP;
}

static void
on_emoji_picked (BridgeChat *self, const char *emoji)
{
  gtk_text_buffer_insert_at_cursor (self->buffer, emoji, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
on_factory_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, bridge_chat_row_new ());
}

static void
on_factory_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  bridge_chat_row_bind (BRIDGE_CHAT_ROW (gtk_list_item_get_child (item)),
                        BRIDGE_CHAT_ENTRY (gtk_list_item_get_item (item)));
}

static void
bridge_chat_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_UNREAD)
    g_value_set_uint (value, BRIDGE_CHAT (object)->unread);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
bridge_chat_dispose (GObject *object)
{
  BridgeChat *self = BRIDGE_CHAT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->lines);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bridge_chat_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/drawbridge/Drawbridge/chat.ui");
  gtk_widget_class_bind_template_child (widget_class, BridgeChat, box);
  gtk_widget_class_bind_template_child (widget_class, BridgeChat, scroller);
  gtk_widget_class_bind_template_child (widget_class, BridgeChat, list);
  gtk_widget_class_bind_template_child (widget_class, BridgeChat, nothing);
  gtk_widget_class_bind_template_child (widget_class, BridgeChat, entry);
  gtk_widget_class_bind_template_child (widget_class, BridgeChat, buffer);
  gtk_widget_class_bind_template_child (widget_class, BridgeChat, placeholder);
  gtk_widget_class_bind_template_child (widget_class, BridgeChat, send);
  gtk_widget_class_bind_template_callback (widget_class, on_buffer_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_send_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_emoji_picked);
}

static void
bridge_chat_class_init (BridgeChatClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bridge_chat_get_property;
  object_class->dispose = bridge_chat_dispose;
  properties[PROP_UNREAD] =
      g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
bridge_chat_init (BridgeChat *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection;
  GtkAdjustment     *adjustment;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->at_end = TRUE;
  self->lines = g_list_store_new (BRIDGE_TYPE_CHAT_ENTRY);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->lines))));
  g_signal_connect (factory, "setup", G_CALLBACK (on_factory_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_factory_bind), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
  g_object_unref (selection);

  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (on_adjustment_value_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (on_adjustment_changed), self, G_CONNECT_SWAPPED);
}

void
bridge_chat_set_session (BridgeChat *self, BridgeSession *session)
{
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "changed", G_CALLBACK (on_session_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_session_state_changed), self, G_CONNECT_SWAPPED);
  show_lines (self, 0);
}

void
bridge_chat_set_open (BridgeChat *self, gboolean open)
{
  self->open = open;
  if (open)
    set_unread (self, 0);
}

guint
bridge_chat_get_unread (BridgeChat *self)
{
  return self->unread;
}

void
bridge_chat_grab_entry (BridgeChat *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
