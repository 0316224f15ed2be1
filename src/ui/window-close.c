/* Closing a window: asks where something would be lost or others would be cut off.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window-private.h"

#include <glib/gi18n.h>

typedef enum
{
  LOSS_NONE,
  LOSS_BOARD,   /* exists nowhere else */
  LOSS_UNSENT,  /* edits wait for a room that cannot be reached */
  LOSS_SESSION, /* others are on this board; they keep their copies */
} Loss;

static gboolean
has_content (BridgeWindow *self)
{
  const BridgeBoard *board = bridge_session_get_board (self->session);

  return bridge_board_n_visible (board) > 0 || bridge_board_n_lines (board) > 0;
}

static Loss
what_is_lost (BridgeWindow *self)
{
  BridgeGuest *guest = bridge_session_get_guest (self->session);
  gboolean     hosting = bridge_session_get_hosting (self->session);

  if (hosting && bridge_guest_n_people (guest) > 1)
    return LOSS_SESSION;
  switch (bridge_session_get_state (self->session))
    {
    case BRIDGE_SESSION_ALONE:
      return has_content (self) ? LOSS_BOARD : LOSS_NONE;
    case BRIDGE_SESSION_RECONNECTING:
      return bridge_guest_n_outbox (guest) > 0 ? LOSS_UNSENT : LOSS_NONE;
    default:
      return hosting && has_content (self) ? LOSS_BOARD : LOSS_NONE;
    }
}

static void
on_dialog_response (BridgeWindow *self, const char *response, GtkWindow *dialog)
{
  if (g_str_equal (response, "export"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.export", "s", "json");
  if (!g_str_equal (response, "close"))
    return;
  /* The dialog outlives its answer for a moment, and GTK 4.8 would then reach for a parent that is gone. */
  gtk_window_set_transient_for (dialog, NULL);
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask (BridgeWindow *self, Loss loss)
{
  static const struct
  {
    const char *heading;
    const char *body;
    const char *yes;
  } words[] = {
    [LOSS_BOARD] = { N_ ("Discard This Board?"),
                     N_ ("It exists only in this window. Export it to keep a copy."),
                     N_ ("_Discard") },
    [LOSS_UNSENT] = { N_ ("Close and Lose Unsent Changes?"),
                      N_ ("The session cannot be reached at the moment, and some of what you did has not been sent."),
                      N_ ("_Close") },
    [LOSS_SESSION] = { N_ ("Stop Sharing and Close?"),
                       N_ ("Other people are on this board. The session ends for everybody; each keeps a copy."),
                       N_ ("_Stop and Close") },
  };
  GtkWidget        *widget = adw_message_dialog_new (GTK_WINDOW (self), _ (words[loss].heading), _ (words[loss].body));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_add_response (dialog, "export", _ ("_Export…"));
  adw_message_dialog_add_response (dialog, "close", _ (words[loss].yes));
  adw_message_dialog_set_response_appearance (dialog, "close", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_dialog_response), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
bridge_window_may_close (BridgeWindow *self)
{
  Loss loss = self->closing ? LOSS_NONE : what_is_lost (self);

  if (loss != LOSS_NONE)
    ask (self, loss);
  return loss == LOSS_NONE;
}
