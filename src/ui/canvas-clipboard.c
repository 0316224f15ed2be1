/* The clipboard of the canvas: items between boards, text from and to anywhere.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas-private.h"

#include "core/doc/limits.h"
#include "paint/text-layout.h"

#include <glib/gi18n.h>

#define ITEMS_TYPE      "application/x-drawbridge-items"
#define ITEMS_BYTES_MAX (64u << 20)

/* The texts of what is selected, a paragraph each (transfer full). */
static char *
selected_text (BridgeCanvas *self)
{
  const BridgeBoard *board = bridge_session_get_board (self->session);
  BridgeBytes        text = { 0 };
  gsize              length;
  char              *result;

  for (gsize i = 0; i < bridge_toolbox_n_selected (self->toolbox); i++)
    {
      const BridgeItem *item = bridge_board_item (board, bridge_toolbox_selected (self->toolbox, i));

      if (item == NULL || item->text == NULL || bridge_text_length (item->text) == 0)
        continue;
      if (text.length > 0)
        bridge_bytes_put (&text, "\n", 1);
      bridge_text_put_utf8 (item->text, &text);
    }
  length = text.length;
  result = g_strndup ((const char *)text.data, length);
  bridge_bytes_clear (&text);
  return result;
}

void
bridge_canvas_copy (BridgeCanvas *self)
{
  BridgeBytes items = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GdkContentProvider) provider = NULL;
  GdkContentProvider *both[2];

  if (bridge_writer_copy (self->writer) || !bridge_toolbox_copy (self->toolbox, &items))
    return;
  bytes = g_bytes_new (items.data, items.length);
  bridge_bytes_clear (&items);
  text = selected_text (self);
  both[0] = gdk_content_provider_new_for_bytes (ITEMS_TYPE, bytes);
  both[1] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  provider = gdk_content_provider_new_union (both, 2);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), provider);
}

void
bridge_canvas_cut (BridgeCanvas *self)
{
  if (bridge_writer_cut (self->writer))
    return;
  bridge_canvas_copy (self);
  bridge_canvas_delete (self);
}

static void
say (BridgeCanvas *self, const char *words)
{
  g_signal_emit_by_name (self, "message", words);
}

/* A text is as large as it was laid out by whoever wrote it: here, by us. */
static void
measure_pasted (BridgeCanvas *self)
{
  const BridgeItem *item = bridge_toolbox_selected_item (self->toolbox, 0);
  g_autofree char  *text = selected_text (self);
  g_autoptr (BridgeTextLayout) layout = NULL;
  BridgeGuest *guest = bridge_session_get_guest (self->session);
  BridgePoint  size;
  BridgeEdit   edit;

  if (item == NULL)
    return;
  layout = bridge_text_layout_new (item->kind, text, bridge_item_number (item, BRIDGE_PROPERTY_FONT_SIZE), 0, 0);
  size = bridge_text_layout_size (layout);
  bridge_guest_begin (guest, &edit);
  bridge_edit_set (&edit, item->id, BRIDGE_PROPERTY_WIDTH, bridge_value_number (size.x));
  bridge_edit_set (&edit, item->id, BRIDGE_PROPERTY_HEIGHT, bridge_value_number (size.y));
  bridge_session_commit (self->session, &edit, NULL);
}

static void
on_text_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BridgeCanvas) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  BridgeGuest     *guest = bridge_session_get_guest (self->session);
  BridgeTodo       todo = { 0 };
  BridgeStatus     status;

  if (text == NULL || *text == '\0')
    return;
  bridge_changes_init (&todo.changes);
  bridge_guest_begin_gesture (guest);
  status = bridge_toolbox_paste_text (self->toolbox, text, strlen (text), &todo);
  bridge_canvas_do (self, &todo);
  if (status == BRIDGE_STATUS_OK)
    measure_pasted (self);
  else
    say (self, _ ("The text on the clipboard is too long for one item."));
  bridge_guest_end_gesture (guest);
}

static void
on_items_spliced (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BridgeCanvas) self = data;
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (source);
  BridgeTodo           todo = { 0 };
  gsize                size;
  BridgeStatus         status = BRIDGE_STATUS_LIMIT;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, NULL) < 0)
    return;
  size = g_memory_output_stream_get_data_size (memory);
  bridge_changes_init (&todo.changes);
  if (size <= ITEMS_BYTES_MAX)
    status = bridge_toolbox_paste (self->toolbox, g_memory_output_stream_get_data (memory), size, &todo);
  bridge_canvas_do (self, &todo);
  if (status != BRIDGE_STATUS_OK)
    say (self, _ ("What is on the clipboard cannot be pasted here."));
}

static void
on_items_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BridgeCanvas) self = data;
  g_autoptr (GInputStream) stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, NULL, NULL);
  g_autoptr (GOutputStream) memory = NULL;

  if (stream == NULL)
    return;
  memory = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (memory,
                                stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT,
                                self->pasting,
                                on_items_spliced,
                                g_object_ref (self));
}

void
bridge_canvas_paste (BridgeCanvas *self)
{
  GdkClipboard      *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  const char        *types[] = { ITEMS_TYPE, NULL };

  if (bridge_writer_paste (self->writer))
    return;
  if (gdk_content_formats_contain_mime_type (formats, ITEMS_TYPE))
    gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, self->pasting, on_items_read, g_object_ref (self));
  else
    gdk_clipboard_read_text_async (clipboard, self->pasting, on_text_read, g_object_ref (self));
}
