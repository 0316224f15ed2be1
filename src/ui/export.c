/* Writes a board to a file that the person chooses.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/export.h"

#include "core/base/memory.h"
#include "paint/color.h"
#include "paint/page.h"
#include "session/json-board.h"

#include <glib/gi18n.h>

#define PNG_SCALE 2.0  /* px per board px: sharp on paper and on dense screens */
#define MARGIN    24.0 /* board px */

/* All that the work needs, without the board. */
typedef struct
{
  BridgeWindow *window; /* owned */
  char         *format;
  GPtrArray    *pictures; /* of BridgePicture, bottom to top; of png and svg */
  GBytes       *bytes;    /* what is written; of json from the beginning */
  GFile        *file;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_clear_object (&export->window);
  g_clear_object (&export->file);
  g_clear_pointer (&export->pictures, g_ptr_array_unref);
  g_clear_pointer (&export->bytes, g_bytes_unref);
  g_free (export->format);
  g_free (export);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (export->file);
  g_autofree char *words = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    /* Translators: a file's name */
    words = g_strdup_printf (_ ("Exported to %s"), name);
  else
    words = g_strdup_printf (_ ("Could not export: %s"), error->message);
  bridge_window_toast (export->window, words);
  export_free (export);
}

static void
write_file (Export *export)
{
  g_file_replace_contents_bytes_async (export->file,
                                       export->bytes,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_REPLACE_DESTINATION,
                                       NULL,
                                       on_written,
                                       export);
}

static void
draw_page (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Export *export = data;
  gboolean   png = g_str_equal (export->format, "png");
  BridgePage page = {
    .pictures = (BridgePicture *const *)export->pictures->pdata,
    .n_pictures = export->pictures->len,
    .scale = png ? PNG_SCALE : 1,
    .margin = MARGIN,
    .background = BRIDGE_COLOR_BOARD,
  };

  g_task_return_pointer (task,
                         png ? bridge_page_to_png (&page) : bridge_page_to_svg (&page),
                         (GDestroyNotify)g_bytes_unref);
}

static void
on_page_drawn (GObject *source, GAsyncResult *result, gpointer data)
{
  Export *export = data;

  export->bytes = g_task_propagate_pointer (G_TASK (result), NULL);
  if (export->bytes != NULL)
    {
      write_file (export);
      return;
    }
  bridge_window_toast (export->window, _ ("Could not export: the board is too large for the memory of this computer."));
  export_free (export);
}

static GPtrArray *
collect_pictures (const BridgeBoard *board)
{
  gsize      n_items = bridge_board_n_visible (board);
  GPtrArray *pictures = g_ptr_array_new_full (n_items, (GDestroyNotify)bridge_picture_unref);

  for (gsize i = 0; i < n_items; i++)
    g_ptr_array_add (pictures, bridge_picture_new (bridge_board_visible (board, i)));
  return pictures;
}

static void
start (Export *export)
{
  g_autoptr (GTask) task = NULL;

  if (export->bytes != NULL)
    {
      write_file (export);
      return;
    }
  task = g_task_new (NULL, NULL, on_page_drawn, export);
  g_task_set_task_data (task, export, NULL);
  g_task_run_in_thread (task, draw_page);
}

static void
on_chooser_response (GtkNativeDialog *dialog, int response, gpointer data)
{
  Export *export = data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      export->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      start (export);
    }
  else
    export_free (export);
  g_object_unref (dialog);
}

/* The board's title as a file name. */
static char *
suggest_name (BridgeSession *session, const char *format)
{
  const char      *title = bridge_session_get_title (session);
  g_autofree char *safe = g_strdup (title != NULL && *title != '\0' ? title : _ ("Board"));

  g_strdelimit (safe, "/\\:\n", '-');
  return g_strdup_printf ("%s.%s", safe, format);
}

static GBytes *
export_json (BridgeSession *session)
{
  BridgeGuest         *guest = bridge_session_get_guest (session);
  BridgeInvite        *invite = bridge_session_get_invite (session);
  uint8_t              digest[BRIDGE_DIGEST_SIZE];
  BridgeJsonBoardState state = { .room = invite != NULL ? invite->room : NULL,
                                 .revision = bridge_guest_revision (guest),
                                 .digest = digest };

  bridge_guest_digest (guest, digest);
  return bridge_json_board (bridge_guest_board (guest), &state);
}

void
bridge_export_run (BridgeWindow *window, const char *format)
{
  BridgeSession     *session = bridge_window_get_session (window);
  const BridgeBoard *board = bridge_session_get_board (session);
  Export *export = g_new0 (Export, 1);
  g_autofree char      *name = suggest_name (session, format);
  GtkFileChooserNative *dialog;

  export->window = g_object_ref (window);
  export->format = g_strdup (format);
  if (g_str_equal (format, "json"))
    export->bytes = export_json (session);
  else
    export->pictures = collect_pictures (board);
  dialog = gtk_file_chooser_native_new (_ ("Export the Board"),
                                        GTK_WINDOW (window),
                                        GTK_FILE_CHOOSER_ACTION_SAVE,
                                        _ ("_Export"),
                                        _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (on_chooser_response), export);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
