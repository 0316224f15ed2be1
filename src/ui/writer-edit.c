/* What the writer does to the board: keystrokes as edits, steps of undo, the clipboard.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/compose.h"
#include "core/doc/limits.h"
#include "ui/writer-private.h"

#include <glib/gi18n.h>

#define PAUSE   1000 /* ms without a letter that end a run of typing */
#define WIDENED 1.25 /* how much wider than its letters a text must be to have been made so by hand */

/* --- steps of undo --- */

void
bridge_writer_end_run (BridgeWriter *self)
{
  g_clear_handle_id (&self->run_pause, g_source_remove);
  if (self->run == BRIDGE_WRITER_RUN_NONE)
    return;
  self->run = BRIDGE_WRITER_RUN_NONE;
  bridge_guest_end_gesture (bridge_session_get_guest (self->session));
}

static gboolean
on_run_pause (gpointer data)
{
  BridgeWriter *self = data;

  self->run_pause = 0;
  bridge_writer_end_run (self);
  return G_SOURCE_REMOVE;
}

static void
go_on_with_run (BridgeWriter *self, BridgeWriterRun run)
{
  if (run != self->run)
    bridge_writer_end_run (self);
  if (run == BRIDGE_WRITER_RUN_NONE)
    return;
  if (self->run == BRIDGE_WRITER_RUN_NONE)
    bridge_guest_begin_gesture (bridge_session_get_guest (self->session));
  self->run = run;
  g_clear_handle_id (&self->run_pause, g_source_remove);
  self->run_pause = g_timeout_add (PAUSE, on_run_pause, self);
}

/* --- the size of a text --- */

/* A width that is not what the letters need was given by hand: there the text wraps. */
double
bridge_writer_find_wrap (BridgeWriter *self)
{
  double stored = self->box.width, natural;
  g_autoptr (BridgeTextLayout) unwrapped = NULL;
  g_autoptr (BridgeTextLayout) boxed = NULL;

  if (self->kind != BRIDGE_KIND_TEXT || stored <= 0)
    return 0;
  unwrapped = bridge_text_layout_new (self->kind, self->text, self->font_size, 0, 0);
  boxed = bridge_text_layout_new (self->kind, self->text, self->font_size, stored, 0);
  natural = bridge_text_layout_size (unwrapped).x;
  return bridge_text_layout_size (boxed).x < natural || stored > natural * WIDENED + 2 ? stored : 0;
}

/* The box of that size whose top left corner, turned, stays where it is. */
static BridgeRect
resize (BridgeRect box, double rotation, double width, double height)
{
  BridgePoint corner, half = { width / 2, height / 2 };

  if (rotation == 0)
    return (BridgeRect){ box.x, box.y, width, height };
  corner = bridge_point_rotate ((BridgePoint){ box.x, box.y }, bridge_rect_center (box), rotation);
  half = bridge_point_rotate (half, (BridgePoint){ 0, 0 }, rotation);
  return (BridgeRect){ corner.x + half.x - width / 2, corner.y + half.y - height / 2, width, height };
}

static void
compose_size (BridgeWriter *self, BridgeEdit *edit, const BridgeItem *item, const char *text)
{
  g_autoptr (BridgeTextLayout) layout = NULL;
  BridgePoint size;

  if (self->kind != BRIDGE_KIND_TEXT)
    return;
  layout = bridge_text_layout_new (self->kind, text, self->font_size, self->wrap, 0);
  size = bridge_text_layout_size (layout);
  bridge_compose_box (edit, item, resize (self->box, self->rotation, self->wrap > 0 ? self->wrap : size.x, size.y));
}

/* --- edits --- */

static char *
splice (BridgeWriter *self, BridgeWriterSpan span, const char *insert)
{
  const char *from = g_utf8_offset_to_pointer (self->text, (glong)span.from);
  const char *to = g_utf8_offset_to_pointer (from, (glong)(span.to - span.from));

  return g_strdup_printf ("%.*s%s%s", (int)(from - self->text), self->text, insert, to);
}

static void
say_refusal (BridgeWriter *self, BridgeRefusal refusal)
{
  bridge_writer_say (self,
                     refusal == BRIDGE_REFUSAL_LIMIT ? _ ("There is no room for more text in this item.")
                                                     : bridge_refusal_words (refusal));
}

/* One keystroke, one edit. The caret comes to stand after what was inserted. */
static void
replace (BridgeWriter *self, BridgeWriterSpan span, const char *insert, BridgeWriterRun run)
{
  const BridgeItem *item = bridge_writer_item (self);
  BridgeRefusal     refusal = BRIDGE_REFUSAL_NONE;
  g_autofree char  *text = NULL;
  BridgeEdit        edit;
  gsize             after = span.from + (gsize)g_utf8_strlen (insert, -1);

  if (!self->active || item == NULL || (span.from == span.to && *insert == '\0'))
    return;
  go_on_with_run (self, run);
  bridge_guest_begin (bridge_session_get_guest (self->session), &edit);
  if (bridge_compose_text (&edit, item, span.from, span.to - span.from, insert, strlen (insert)) != BRIDGE_STATUS_OK)
    {
      bridge_edit_clear (&edit);
      say_refusal (self, BRIDGE_REFUSAL_LIMIT);
      return;
    }
  text = splice (self, span, insert);
  compose_size (self, &edit, item, text);
  if (bridge_session_commit (self->session, &edit, &refusal) == 0)
    {
      say_refusal (self, refusal);
      return;
    }
  self->wrote = TRUE;
  if (!self->active)
    return;
  bridge_writer_refresh (self);
  bridge_writer_select (self, after, after);
}

void
bridge_writer_insert (BridgeWriter *self, const char *text, BridgeWriterRun run)
{
  replace (self, bridge_writer_selection (self), text, run);
}

void
bridge_writer_delete (BridgeWriter *self, BridgeWriterSpan span, BridgeWriterRun run)
{
  replace (self, span, "", run);
}

/* Two people who type at once each store the size of what they saw; who leaves puts it right. */
static void
settle_size (BridgeWriter *self, const BridgeItem *item)
{
  BridgeEdit edit;

  bridge_guest_begin (bridge_session_get_guest (self->session), &edit);
  if (self->length == 0)
    bridge_compose_delete (&edit, item->id);
  else if (self->wrote)
    compose_size (self, &edit, item, self->text);
  if (edit.n_ops > 0)
    bridge_session_commit (self->session, &edit, NULL);
  else
    bridge_edit_clear (&edit);
}

/* Within the run: undo then brings back the text together with its item. */
void
bridge_writer_leave_item (BridgeWriter *self)
{
  const BridgeItem *item = bridge_writer_item (self);

  if (item != NULL && item->kind == BRIDGE_KIND_TEXT && !bridge_item_is_locked (item))
    settle_size (self, item);
  bridge_writer_end_run (self);
}

/* --- undo --- */

static gsize
count_common_end (const char *a, const char *b)
{
  const char *a_end = a + strlen (a), *b_end = b + strlen (b);
  gsize       count = 0;

  while (a_end > a && b_end > b)
    {
      a_end = g_utf8_prev_char (a_end);
      b_end = g_utf8_prev_char (b_end);
      if (g_utf8_get_char (a_end) != g_utf8_get_char (b_end))
        break;
      count++;
    }
  return count;
}

static gboolean
step (BridgeWriter *self, gboolean (*go) (BridgeSession *session))
{
  g_autofree char *before = NULL;
  gsize            at;

  if (!self->active)
    return FALSE;
  bridge_writer_reset_im (self);
  bridge_writer_end_run (self);
  before = g_strdup (self->text);
  self->stepping = TRUE;
  go (self->session);
  self->stepping = FALSE;
  if (!self->active)
    return TRUE;
  bridge_writer_refresh (self);
  at = self->length - count_common_end (before, self->text);
  if (strcmp (before, self->text) != 0)
    bridge_writer_select (self, at, at);
  return TRUE;
}

gboolean
bridge_writer_undo (BridgeWriter *self)
{
  return step (self, bridge_session_undo);
}

gboolean
bridge_writer_redo (BridgeWriter *self)
{
  return step (self, bridge_session_redo);
}

/* --- the clipboard --- */

gboolean
bridge_writer_copy (BridgeWriter *self)
{
  BridgeWriterSpan span = bridge_writer_selection (self);
  g_autofree char *text = NULL;

  if (!self->active)
    return FALSE;
  if (span.from == span.to)
    return TRUE;
  text = g_utf8_substring (self->text, (glong)span.from, (glong)span.to);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->widget), text);
  return TRUE;
}

gboolean
bridge_writer_cut (BridgeWriter *self)
{
  if (!bridge_writer_copy (self))
    return FALSE;
  bridge_writer_reset_im (self);
  bridge_writer_delete (self, bridge_writer_selection (self), BRIDGE_WRITER_RUN_NONE);
  return TRUE;
}

/* Lines end in \n, and no other control characters come in; at most `room` code points. *cut: there were more. */
static char *
clean (const char *text, gsize room, gboolean *cut)
{
  GString    *cleaned = g_string_new (NULL);
  const char *at = text;

  for (gsize count = 0; *at != '\0' && count < room; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (letter == '\r' && at[1] == '\n')
        continue;
      if (letter == '\r')
        letter = '\n';
      if (g_unichar_iscntrl (letter) && letter != '\n' && letter != '\t')
        continue;
      g_string_append_unichar (cleaned, letter);
      count++;
    }
  *cut = *at != '\0';
  return g_string_free (cleaned, FALSE);
}

static void
paste (BridgeWriter *self, const char *text)
{
  const BridgeItem *item = bridge_writer_item (self);
  gsize             used = item != NULL && item->text != NULL ? bridge_text_n_nodes (item->text) : 0;
  gboolean          cut;
  g_autofree char  *cleaned = clean (text, BRIDGE_TEXT_NODES_MAX - MIN (used, BRIDGE_TEXT_NODES_MAX), &cut);

  if (cut && *cleaned == '\0')
    {
      say_refusal (self, BRIDGE_REFUSAL_LIMIT);
      return;
    }
  bridge_writer_reset_im (self);
  bridge_writer_insert (self, cleaned, BRIDGE_WRITER_RUN_NONE);
  if (cut)
    bridge_writer_say (self, _ ("There was no room for all of the text in this item: its end is missing."));
}

static void
on_text_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BridgeWriter) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  /* Another paste, or another item's, is not this one's to end. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->pasting);
  if (text != NULL && self->active)
    paste (self, text);
  else if (self->active)
    bridge_writer_say (self, _ ("There is no text on the clipboard."));
}

gboolean
bridge_writer_paste (BridgeWriter *self)
{
  if (!self->active)
    return FALSE;
  g_cancellable_cancel (self->pasting);
  g_clear_object (&self->pasting);
  self->pasting = g_cancellable_new ();
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->widget), self->pasting, on_text_read, g_object_ref (self));
  return TRUE;
}

gboolean
bridge_writer_select_all (BridgeWriter *self)
{
  if (!self->active)
    return FALSE;
  bridge_writer_reset_im (self);
  bridge_writer_end_run (self);
  bridge_writer_select (self, 0, self->length);
  return TRUE;
}
