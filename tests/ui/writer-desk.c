/* A board, a window and a writer to try writing in place on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/writer-desk.h"

#include "core/doc/compose.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (Page, page, GTK_TYPE_WIDGET)

static void
page_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  Page *self = TEST_PAGE (widget);

  self->n_shown++;
  bridge_writer_snapshot (self->writer, snapshot, FALSE);
}

static void
page_class_init (PageClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = page_snapshot;
}

static void
page_init (Page *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* --- a board, a window, a writer --- */

static void
on_session_changed (BridgeSession *session, const BridgeChanges *changes, Desk *desk)
{
  bridge_writer_board_changed (desk->writer, changes);
}

static void
on_ended (BridgeWriter *writer, Desk *desk)
{
  g_assert_false (bridge_writer_is_active (writer));
  g_assert_false (bridge_stamp_is_none (bridge_writer_get_item (writer)));
  desk->n_ended++;
}

static void
on_message (BridgeWriter *writer, const char *words, Desk *desk)
{
  g_free (desk->message);
  desk->message = g_strdup (words);
}

void
desk_set_up (Desk *desk, gconstpointer data)
{
  *desk = (Desk){ 0 };
  desk->session = bridge_session_new ("Ada", 0x1c71d8ff);
  desk->guest = bridge_session_get_guest (desk->session);
  bridge_viewport_init (&desk->viewport);
  desk->viewport.width = 600;
  desk->viewport.height = 400;
  desk->page = g_object_new (PAGE_TYPE, NULL);
  desk->writer = bridge_writer_new (GTK_WIDGET (desk->page), desk->session, &desk->viewport);
  desk->page->writer = desk->writer;
  g_signal_connect (desk->session, "changed", G_CALLBACK (on_session_changed), desk);
  g_signal_connect (desk->writer, "ended", G_CALLBACK (on_ended), desk);
  g_signal_connect (desk->writer, "message", G_CALLBACK (on_message), desk);
  g_signal_connect_object (desk->writer,
                           "changed",
                           G_CALLBACK (gtk_widget_queue_draw),
                           desk->page,
                           G_CONNECT_SWAPPED);
  desk->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (desk->window), 600, 400);
  gtk_window_set_child (GTK_WINDOW (desk->window), GTK_WIDGET (desk->page));
  gtk_window_present (GTK_WINDOW (desk->window));
}

void
desk_tear_down (Desk *desk, gconstpointer data)
{
  bridge_writer_end (desk->writer);
  g_signal_handlers_disconnect_by_data (desk->session, desk);
  g_signal_handlers_disconnect_by_data (desk->writer, desk);
  gtk_window_destroy (GTK_WINDOW (desk->window));
  g_assert_finalize_object (desk->writer);
  g_object_unref (desk->session);
  g_free (desk->message);
}

const BridgeItem *
find (Desk *desk, BridgeStamp id)
{
  return bridge_board_item (bridge_session_get_board (desk->session), id);
}

void
commit (Desk *desk, BridgeEdit *edit)
{
  g_assert_cmpuint (bridge_session_commit (desk->session, edit, NULL), !=, 0);
}

void
set (Desk *desk, BridgeStamp id, guint32 property, BridgeValue value)
{
  BridgeEdit edit;

  bridge_guest_begin (desk->guest, &edit);
  bridge_edit_set (&edit, id, property, value);
  commit (desk, &edit);
}

BridgeStamp
make (Desk *desk, guint32 kind, BridgeRect box, const char *text)
{
  BridgeEdit  edit;
  BridgeStamp id;

  bridge_guest_begin (desk->guest, &edit);
  id = bridge_compose_item (&edit, bridge_session_get_board (desk->session), kind, box);
  g_assert_cmpint (bridge_compose_replace_text (&edit, id, NULL, text, strlen (text)), ==, BRIDGE_STATUS_OK);
  commit (desk, &edit);
  return id;
}

void
write_as_bob (Bob *bob, BridgeStamp id, gsize at, gsize n_delete, const char *insert)
{
  const BridgeItem *item = find (bob->desk, id);
  BridgeChanges     changes;
  BridgeEdit        edit;

  bridge_edit_init (&edit, bob->site, bridge_board_clock (bridge_session_get_board (bob->desk->session)));
  edit.seq = ++bob->seq;
  g_assert_cmpint (bridge_compose_text (&edit, item, at, n_delete, insert, strlen (insert)), ==, BRIDGE_STATUS_OK);
  bridge_changes_init (&changes);
  /* The session's board is const to the window; what comes from afar changes it all the same. */
  g_assert_cmpint (bridge_board_apply ((BridgeBoard *)bridge_session_get_board (bob->desk->session), &edit, 0, &changes),
                   ==,
                   BRIDGE_STATUS_OK);
  bridge_session_flush (bob->desk->session, &changes);
  bridge_changes_clear (&changes);
  bridge_edit_clear (&edit);
}

/* --- hands --- */

/* What an input method does with a letter. */
void
type (Desk *desk, const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      g_autofree char *letter = g_utf8_substring (at, 0, 1);

      g_signal_emit_by_name (desk->writer->im, "commit", letter);
    }
}

void
press (Desk *desk, guint key, GdkModifierType state)
{
  g_assert_true (bridge_writer_press_key (desk->writer, key, state));
}

void
check_text (Desk *desk, BridgeStamp id, const char *expected)
{
  const BridgeItem *item = find (desk, id);
  BridgeBytes       text = { 0 };

  if (item->text != NULL)
    bridge_text_put_utf8 (item->text, &text);
  bridge_bytes_put_u8 (&text, 0);
  g_assert_cmpstr ((const char *)text.data, ==, expected);
  bridge_bytes_clear (&text);
}

void
check_caret (Desk *desk, gsize anchor, gsize caret)
{
  g_assert_cmpuint (desk->writer->anchor.index, ==, anchor);
  g_assert_cmpuint (desk->writer->caret.index, ==, caret);
}
