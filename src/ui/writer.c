/* Writing in place: which item, where the caret is, and the pointer.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/writer-private.h"

#include "core/base/memory.h"

#include <glib/gi18n.h>

#define EDGE 2.0 /* logical px beyond its box that still are the item's */

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ENDED,
  SIGNAL_MESSAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BridgeWriter, bridge_writer, G_TYPE_OBJECT)

void
bridge_writer_emit_changed (BridgeWriter *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
bridge_writer_say (BridgeWriter *self, const char *words)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, words);
}

/* --- the item --- */

const BridgeItem *
bridge_writer_item (BridgeWriter *self)
{
  const BridgeItem *item = bridge_board_item (bridge_session_get_board (self->session), self->item);

  return item != NULL && !bridge_item_is_deleted (item) ? item : NULL;
}

static gboolean
has_text (const BridgeItem *item)
{
  return item->kind == BRIDGE_KIND_TEXT || item->kind == BRIDGE_KIND_NOTE || item->kind == BRIDGE_KIND_RECTANGLE ||
         item->kind == BRIDGE_KIND_ELLIPSE || item->kind == BRIDGE_KIND_DIAMOND;
}

static char *
dup_text (const BridgeItem *item)
{
  BridgeBytes utf8 = { 0 };
  char       *text;

  if (item->text != NULL)
    bridge_text_put_utf8 (item->text, &utf8);
  text = utf8.length > 0 ? g_strndup ((const char *)utf8.data, utf8.length) : g_strdup ("");
  bridge_bytes_clear (&utf8);
  return text;
}

/* --- the caret --- */

static void
set_mark (BridgeWriter *self, BridgeWriterMark *mark, gsize index)
{
  const BridgeItem *item = bridge_writer_item (self);

  mark->index = MIN (index, self->length);
  mark->left = mark->index > 0 && item != NULL ? bridge_text_node_at (item->text, mark->index - 1) : BRIDGE_STAMP_NONE;
}

/* A deleted letter still has its place; one that a refusal took back has not. */
static void
follow_mark (BridgeWriter *self, BridgeWriterMark *mark, const BridgeText *text)
{
  if (bridge_stamp_is_none (mark->left) || text == NULL)
    mark->index = 0;
  else if (bridge_text_has (text, mark->left))
    mark->index = bridge_text_position (text, mark->left) + bridge_text_is_visible (text, mark->left);
  else
    set_mark (self, mark, mark->index);
}

void
bridge_writer_refresh (BridgeWriter *self)
{
  const BridgeItem *item = bridge_writer_item (self);

  if (item == NULL)
    return;
  g_free (self->text);
  self->text = dup_text (item);
  self->length = item->text != NULL ? bridge_text_length (item->text) : 0;
  self->kind = item->kind;
  self->box = bridge_item_box (item);
  self->rotation = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION);
  self->font_size = bridge_item_number (item, BRIDGE_PROPERTY_FONT_SIZE);
  self->opacity = bridge_item_number (item, BRIDGE_PROPERTY_OPACITY);
  g_clear_pointer (&self->layout, bridge_text_layout_free);
  g_clear_pointer (&self->picture, bridge_picture_unref);
  self->picture = bridge_picture_new_blank (item);
  follow_mark (self, &self->caret, item->text);
  follow_mark (self, &self->anchor, item->text);
}

BridgeTextLayout *
bridge_writer_layout (BridgeWriter *self)
{
  double width = self->kind == BRIDGE_KIND_TEXT ? self->wrap : self->box.width;

  if (self->layout != NULL)
    return self->layout;
  if (self->preedit == NULL)
    self->layout = bridge_text_layout_new (self->kind, self->text, self->font_size, width, self->box.height);
  else
    {
      const char      *rest = g_utf8_offset_to_pointer (self->text, (glong)self->caret.index);
      g_autofree char *shown = g_strdup_printf ("%.*s%s%s", (int)(rest - self->text), self->text, self->preedit, rest);

      self->layout = bridge_text_layout_new (self->kind, shown, self->font_size, width, self->box.height);
      bridge_text_layout_underline (self->layout,
                                    self->caret.index,
                                    self->caret.index + (gsize)g_utf8_strlen (self->preedit, -1));
    }
  return self->layout;
}

void
bridge_writer_select (BridgeWriter *self, gsize anchor, gsize caret)
{
  set_mark (self, &self->anchor, anchor);
  set_mark (self, &self->caret, caret);
  self->goal = NAN;
  bridge_writer_start_blink (self);
  bridge_writer_place_im (self);
  bridge_writer_emit_changed (self);
}

BridgeWriterSpan
bridge_writer_selection (BridgeWriter *self)
{
  return (BridgeWriterSpan){ MIN (self->caret.index, self->anchor.index), MAX (self->caret.index, self->anchor.index) };
}

/* --- beginning and end --- */

static void
forget_item (BridgeWriter *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->layout, bridge_text_layout_free);
  g_clear_pointer (&self->picture, bridge_picture_unref);
  self->item = BRIDGE_STAMP_NONE;
}

/* `words` say why, unless the person wanted it. */
static void
end (BridgeWriter *self, const char *words)
{
  if (!self->active)
    return;
  bridge_writer_reset_im (self);
  if (!self->active)
    return;
  self->active = FALSE;
  bridge_writer_stop_keys (self);
  g_cancellable_cancel (self->pasting);
  g_clear_object (&self->pasting);
  g_clear_handle_id (&self->blink, g_source_remove);
  bridge_writer_leave_item (self);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0);
  if (!self->active)
    forget_item (self);
  if (words != NULL)
    bridge_writer_say (self, words);
}

gboolean
bridge_writer_begin (BridgeWriter *self, BridgeStamp id)
{
  const BridgeItem *item = bridge_board_item (bridge_session_get_board (self->session), id);

  if (self->active && bridge_stamp_equal (self->item, id))
    return TRUE;
  end (self, NULL);
  if (item == NULL || !has_text (item) || bridge_item_is_deleted (item) || bridge_item_is_locked (item))
    return FALSE;
  self->item = id;
  self->active = TRUE;
  self->wrote = FALSE;
  self->drag_unit = BRIDGE_WRITER_UNIT_LETTER;
  self->drag_span = (BridgeWriterSpan){ 0, 0 };
  bridge_writer_refresh (self);
  self->wrap = bridge_writer_find_wrap (self);
  bridge_writer_start_keys (self);
  bridge_writer_select (self, self->length, self->length);
  return TRUE;
}

void
bridge_writer_end (BridgeWriter *self)
{
  end (self, NULL);
}

gboolean
bridge_writer_is_active (BridgeWriter *self)
{
  return self->active;
}

BridgeStamp
bridge_writer_get_item (BridgeWriter *self)
{
  return self->item;
}

/* --- the pointer --- */

static gboolean
is_inside (BridgeWriter *self, BridgePoint local)
{
  BridgeRect all = { 0, 0, self->box.width, self->box.height };

  all = bridge_rect_union (all, bridge_text_layout_extents (bridge_writer_layout (self)));
  return bridge_rect_has_point (bridge_rect_grow (all, EDGE / self->viewport->zoom), local);
}

static BridgeWriterSpan
word_about (BridgeTextLayout *layout, gsize index)
{
  gsize end = bridge_text_layout_word_end (layout, index), start = bridge_text_layout_word_start (layout, end);

  if (start <= index)
    return (BridgeWriterSpan){ start, end };
  /* Between two words: the one that ends here, or else the gap. */
  start = bridge_text_layout_word_start (layout, index);
  end = bridge_text_layout_word_end (layout, start);
  return end >= index ? (BridgeWriterSpan){ start, end } : (BridgeWriterSpan){ index, index };
}

static BridgeWriterSpan
unit_about (BridgeWriter *self, gsize index)
{
  BridgeTextLayout *layout = bridge_writer_layout (self);

  if (self->drag_unit == BRIDGE_WRITER_UNIT_WORD)
    return word_about (layout, index);
  if (self->drag_unit == BRIDGE_WRITER_UNIT_LINE)
    return (BridgeWriterSpan){ bridge_text_layout_line_start (layout, index), bridge_text_layout_line_end (layout, index) };
  return (BridgeWriterSpan){ index, index };
}

static gsize
index_at (BridgeWriter *self, BridgePoint at)
{
  return bridge_text_layout_index_at (bridge_writer_layout (self), bridge_writer_to_local (self, at));
}

gboolean
bridge_writer_press (BridgeWriter *self, BridgePoint at, guint n_clicks, gboolean extend)
{
  if (!self->active)
    return FALSE;
  if (!is_inside (self, bridge_writer_to_local (self, at)))
    {
      end (self, NULL);
      return FALSE;
    }
  bridge_writer_reset_im (self);
  bridge_writer_end_run (self);
  self->drag_unit = n_clicks >= 3 ? BRIDGE_WRITER_UNIT_LINE : n_clicks == 2 ? BRIDGE_WRITER_UNIT_WORD
                                                                            : BRIDGE_WRITER_UNIT_LETTER;
  if (extend)
    {
      self->drag_span = (BridgeWriterSpan){ self->anchor.index, self->anchor.index };
      bridge_writer_drag (self, at);
      return TRUE;
    }
  self->drag_span = unit_about (self, index_at (self, at));
  bridge_writer_select (self, self->drag_span.from, self->drag_span.to);
  return TRUE;
}

void
bridge_writer_drag (BridgeWriter *self, BridgePoint at)
{
  BridgeWriterSpan unit;

  if (!self->active)
    return;
  unit = unit_about (self, index_at (self, at));
  if (unit.from < self->drag_span.from)
    bridge_writer_select (self, self->drag_span.to, unit.from);
  else
    bridge_writer_select (self, self->drag_span.from, MAX (unit.to, self->drag_span.to));
}

/* --- the board --- */

static unsigned
flags_of (BridgeWriter *self, const BridgeChanges *changes)
{
  for (gsize i = 0; i < changes->count; i++)
    if (bridge_stamp_equal (changes->changes[i].item, self->item))
      return changes->changes[i].flags;
  return 0;
}

void
bridge_writer_board_changed (BridgeWriter *self, const BridgeChanges *changes)
{
  unsigned          flags = self->active ? flags_of (self, changes) : 0;
  const BridgeItem *item = bridge_writer_item (self);
  double            width = self->box.width;

  if (flags == 0)
    return;
  if (item == NULL || bridge_item_is_locked (item))
    {
      const char *words = item == NULL ? _ ("The item you were writing in has been deleted.")
                                       : _ ("The item you were writing in has been locked.");

      end (self, self->stepping ? NULL : words);
      return;
    }
  bridge_writer_refresh (self);
  /* Somebody took it by its side. When text changes too, its width follows from that. */
  if ((flags & BRIDGE_CHANGE_TEXT) == 0 && self->box.width != width)
    self->wrap = bridge_writer_find_wrap (self);
  bridge_writer_emit_changed (self);
}

/* --- the object --- */

static void
bridge_writer_dispose (GObject *object)
{
  BridgeWriter *self = BRIDGE_WRITER (object);

  end (self, NULL);
  if (self->im != NULL)
    g_signal_handlers_disconnect_by_data (self->im, self);
  g_clear_object (&self->im);
  g_clear_object (&self->keys);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bridge_writer_parent_class)->dispose (object);
}

static void
bridge_writer_finalize (GObject *object)
{
  g_free (BRIDGE_WRITER (object)->preedit);
  G_OBJECT_CLASS (bridge_writer_parent_class)->finalize (object);
}

static guint
add_signal (BridgeWriterClass *klass, const char *name, guint n_parameters, GType type)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n_parameters, type);
}

static void
bridge_writer_class_init (BridgeWriterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bridge_writer_dispose;
  object_class->finalize = bridge_writer_finalize;
  signals[SIGNAL_CHANGED] = add_signal (klass, "changed", 0, G_TYPE_NONE);
  signals[SIGNAL_ENDED] = add_signal (klass, "ended", 0, G_TYPE_NONE);
  signals[SIGNAL_MESSAGE] = add_signal (klass, "message", 1, G_TYPE_STRING);
}

static void
bridge_writer_init (BridgeWriter *self)
{
  self->goal = NAN;
}

BridgeWriter *
bridge_writer_new (GtkWidget *widget, BridgeSession *session, const BridgeViewport *viewport)
{
  BridgeWriter *self = g_object_new (BRIDGE_TYPE_WRITER, NULL);

  self->widget = widget;
  self->session = g_object_ref (session);
  self->viewport = viewport;
  bridge_writer_init_keys (self);
  return self;
}
