/* The writer's keyboard: an input method, and the keys that move, delete and end.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/writer-private.h"

/* --- the input method --- */

static void
set_preedit (BridgeWriter *self, const char *text, int caret)
{
  g_clear_pointer (&self->preedit, g_free);
  g_clear_pointer (&self->layout, bridge_text_layout_free);
  if (text != NULL && *text != '\0')
    self->preedit = g_strdup (text);
  self->preedit_caret = self->preedit != NULL ? (gsize)MAX (caret, 0) : 0;
}

/* Ends what is being composed: it would come to stand elsewhere. */
void
bridge_writer_reset_im (BridgeWriter *self)
{
  gtk_im_context_reset (self->im);
  if (self->preedit != NULL)
    set_preedit (self, NULL, 0);
}

static void
on_im_commit (BridgeWriter *self, const char *text)
{
  const char *last = text + strlen (text);

  if (!self->active || *text == '\0')
    return;
  if (self->preedit != NULL)
    set_preedit (self, NULL, 0);
  bridge_writer_insert (self, text, BRIDGE_WRITER_RUN_INSERT);
  if (g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (last))))
    bridge_writer_end_run (self);
}

static void
on_im_preedit_changed (BridgeWriter *self)
{
  g_autofree char *text = NULL;
  int              caret;

  if (!self->active)
    return;
  gtk_im_context_get_preedit_string (self->im, &text, NULL, &caret);
  /* What is composed takes the selection's place. */
  if (*text != '\0')
    bridge_writer_delete (self, bridge_writer_selection (self), BRIDGE_WRITER_RUN_INSERT);
  set_preedit (self, text, caret);
  bridge_writer_start_blink (self);
  bridge_writer_place_im (self);
  bridge_writer_emit_changed (self);
}

static int
byte_at (BridgeWriter *self, gsize index)
{
  return (int)(g_utf8_offset_to_pointer (self->text, (glong)index) - self->text);
}

static gboolean
on_im_retrieve_surrounding (BridgeWriter *self)
{
  if (!self->active)
    return FALSE;
  gtk_im_context_set_surrounding_with_selection (self->im,
                                                 self->text,
                                                 -1,
                                                 byte_at (self, self->caret.index),
                                                 byte_at (self, self->anchor.index));
  return TRUE;
}

static gboolean
on_im_delete_surrounding (BridgeWriter *self, int offset, int n_chars)
{
  gint64 caret = (gint64)self->caret.index, length = (gint64)self->length;
  gint64 from = CLAMP (caret + offset, 0, length), to = CLAMP (caret + offset + n_chars, from, length);

  if (!self->active)
    return FALSE;
  bridge_writer_delete (self, (BridgeWriterSpan){ (gsize)from, (gsize)to }, BRIDGE_WRITER_RUN_INSERT);
  return TRUE;
}

/* --- moving --- */

static void
move_to (BridgeWriter *self, gsize index, gboolean extend)
{
  bridge_writer_select (self, extend ? self->anchor.index : index, index);
}

static void
move_sideways (BridgeWriter *self, int direction, gboolean by_word, gboolean extend)
{
  BridgeTextLayout *layout = bridge_writer_layout (self);
  BridgeWriterSpan  span = bridge_writer_selection (self);
  gsize             at = self->caret.index;

  if (by_word)
    at = direction < 0 ? bridge_text_layout_word_start (layout, at) : bridge_text_layout_word_end (layout, at);
  else if (span.from != span.to && !extend)
    at = direction < 0 ? span.from : span.to;
  else
    at = bridge_text_layout_move (layout, at, direction);
  move_to (self, at, extend);
}

static void
move_lines (BridgeWriter *self, int lines, gboolean extend)
{
  BridgeTextLayout *layout = bridge_writer_layout (self);
  double            goal = isnan (self->goal) ? bridge_text_layout_caret (layout, self->caret.index).x : self->goal;

  move_to (self, bridge_text_layout_move_line (layout, self->caret.index, lines, goal), extend);
  self->goal = goal;
}

static void
move_to_edge (BridgeWriter *self, gboolean to_end, gboolean of_all, gboolean extend)
{
  BridgeTextLayout *layout = bridge_writer_layout (self);
  gsize             at = self->caret.index;

  if (of_all)
    at = to_end ? self->length : 0;
  else
    at = to_end ? bridge_text_layout_line_end (layout, at) : bridge_text_layout_line_start (layout, at);
  move_to (self, at, extend);
}

static void
delete_towards (BridgeWriter *self, int direction, gboolean by_word)
{
  bridge_writer_reset_im (self);
  BridgeTextLayout *layout = bridge_writer_layout (self);
  BridgeWriterSpan  span = bridge_writer_selection (self);
  gsize             at = self->caret.index, to;

  if (span.from == span.to)
    {
      if (by_word)
        to = direction < 0 ? bridge_text_layout_word_start (layout, at) : bridge_text_layout_word_end (layout, at);
      else
        to = bridge_text_layout_step (layout, at, direction);
      span = (BridgeWriterSpan){ MIN (at, to), MAX (at, to) };
    }
  bridge_writer_delete (self, span, BRIDGE_WRITER_RUN_DELETE);
}

/* --- keys --- */

static void
break_line (BridgeWriter *self)
{
  bridge_writer_reset_im (self);
  bridge_writer_insert (self, "\n", BRIDGE_WRITER_RUN_INSERT);
  bridge_writer_end_run (self);
}

static guint
without_keypad (guint key)
{
  static const struct
  {
    guint pad;
    guint key;
  } keys[] = {
    { GDK_KEY_KP_Left, GDK_KEY_Left },
    { GDK_KEY_KP_Right, GDK_KEY_Right },
    { GDK_KEY_KP_Up, GDK_KEY_Up },
    { GDK_KEY_KP_Down, GDK_KEY_Down },
    { GDK_KEY_KP_Home, GDK_KEY_Home },
    { GDK_KEY_KP_End, GDK_KEY_End },
    { GDK_KEY_KP_Delete, GDK_KEY_Delete },
    { GDK_KEY_KP_Enter, GDK_KEY_Return },
    { GDK_KEY_ISO_Enter, GDK_KEY_Return },
    { GDK_KEY_ISO_Left_Tab, GDK_KEY_Tab },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].pad == key)
      return keys[i].key;
  return key;
}

static gboolean
press_moving_key (BridgeWriter *self, guint key, gboolean control, gboolean shift)
{
  switch (key)
    {
    case GDK_KEY_Left:
      move_sideways (self, -1, control, shift);
      return TRUE;
    case GDK_KEY_Right:
      move_sideways (self, 1, control, shift);
      return TRUE;
    case GDK_KEY_Up:
      move_lines (self, -1, shift);
      return TRUE;
    case GDK_KEY_Down:
      move_lines (self, 1, shift);
      return TRUE;
    case GDK_KEY_Home:
      move_to_edge (self, FALSE, control, shift);
      return TRUE;
    case GDK_KEY_End:
      move_to_edge (self, TRUE, control, shift);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
press_writing_key (BridgeWriter *self, guint key, gboolean control)
{
  switch (key)
    {
    case GDK_KEY_BackSpace:
      delete_towards (self, -1, control);
      return TRUE;
    case GDK_KEY_Delete:
      delete_towards (self, 1, control);
      return TRUE;
    case GDK_KEY_Return:
      if (control)
        bridge_writer_end (self);
      else
        break_line (self);
      return TRUE;
    case GDK_KEY_Tab:
    case GDK_KEY_Escape:
      bridge_writer_end (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
press_command_key (BridgeWriter *self, guint key, gboolean shift)
{
  switch (gdk_keyval_to_lower (key))
    {
    case GDK_KEY_a:
      return !shift && bridge_writer_select_all (self);
    case GDK_KEY_c:
      return !shift && bridge_writer_copy (self);
    case GDK_KEY_x:
      return !shift && bridge_writer_cut (self);
    case GDK_KEY_v:
      return bridge_writer_paste (self);
    case GDK_KEY_z:
      return shift ? bridge_writer_redo (self) : bridge_writer_undo (self);
    case GDK_KEY_y:
      return !shift && bridge_writer_redo (self);
    case GDK_KEY_Insert:
      return bridge_writer_copy (self);
    default:
      return FALSE;
    }
}

static gboolean
is_moving_key (guint key)
{
  return key == GDK_KEY_Left || key == GDK_KEY_Right || key == GDK_KEY_Up || key == GDK_KEY_Down ||
         key == GDK_KEY_Home || key == GDK_KEY_End;
}

gboolean
bridge_writer_press_key (BridgeWriter *self, guint pressed, GdkModifierType state)
{
  guint    key = without_keypad (pressed);
  gboolean control = (state & GDK_CONTROL_MASK) != 0, shift = (state & GDK_SHIFT_MASK) != 0;

  if (!self->active || (state & (GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) != 0)
    return FALSE;
  if (is_moving_key (key))
    {
      bridge_writer_reset_im (self);
      bridge_writer_end_run (self);
      return press_moving_key (self, key, control, shift);
    }
  if (shift && !control && key == GDK_KEY_Insert)
    return bridge_writer_paste (self);
  if (press_writing_key (self, key, control))
    return TRUE;
  return control && press_command_key (self, key, shift);
}

static gboolean
on_key_pressed (BridgeWriter *self, guint key, guint code, GdkModifierType state)
{
  return bridge_writer_press_key (self, key, state);
}

/* --- taking and giving back the keyboard --- */

/* The controller tells the input method of changes of focus alone; it comes when the widget has it already. */
static void
on_focus_changed (BridgeWriter *self)
{
  if (!self->active)
    return;
  if (gtk_widget_has_focus (self->widget))
    gtk_im_context_focus_in (self->im);
  else
    gtk_im_context_focus_out (self->im);
  bridge_writer_start_blink (self);
  bridge_writer_emit_changed (self);
}

void
bridge_writer_init_keys (BridgeWriter *self)
{
  self->im = gtk_im_multicontext_new ();
  g_signal_connect_swapped (self->im, "commit", G_CALLBACK (on_im_commit), self);
  g_signal_connect_swapped (self->im, "preedit-changed", G_CALLBACK (on_im_preedit_changed), self);
  g_signal_connect_swapped (self->im, "retrieve-surrounding", G_CALLBACK (on_im_retrieve_surrounding), self);
  g_signal_connect_swapped (self->im, "delete-surrounding", G_CALLBACK (on_im_delete_surrounding), self);
  self->keys = g_object_ref_sink (gtk_event_controller_key_new ());
  g_signal_connect_object (self->keys, "key-pressed", G_CALLBACK (on_key_pressed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->widget, "notify::has-focus", G_CALLBACK (on_focus_changed), self, G_CONNECT_SWAPPED);
}

/* A widget asks the controller that came last first: so letters are not the canvas' keys. */
void
bridge_writer_start_keys (BridgeWriter *self)
{
  gtk_event_controller_key_set_im_context (GTK_EVENT_CONTROLLER_KEY (self->keys), self->im);
  gtk_widget_add_controller (self->widget, g_object_ref (self->keys));
  gtk_im_context_set_client_widget (self->im, self->widget);
  self->im_place.width = -1;
  if (!gtk_widget_has_focus (self->widget))
    gtk_widget_grab_focus (self->widget);
  on_focus_changed (self);
}

void
bridge_writer_stop_keys (BridgeWriter *self)
{
  gtk_im_context_focus_out (self->im);
  gtk_im_context_set_client_widget (self->im, NULL);
  gtk_event_controller_key_set_im_context (GTK_EVENT_CONTROLLER_KEY (self->keys), NULL);
  gtk_widget_remove_controller (self->widget, self->keys);
}
