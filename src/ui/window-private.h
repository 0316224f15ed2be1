/* The window's fields, for the files that make it up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/chat.h"
#include "ui/palette.h"
#include "ui/people.h"
#include "ui/welcome.h"
#include "ui/window.h"

struct _BridgeWindow
{
  AdwApplicationWindow parent;

  /* template */
  AdwToastOverlay *toasts;
  GtkMenuButton   *title_button;
  GtkPopover      *title_popover;
  GtkEntry        *title_entry;
  AdwWindowTitle  *title;
  GtkLabel        *unread;
  BridgePeople    *people;
  GtkRevealer     *banner;
  GtkLabel        *banner_label;
  GtkWidget       *banner_retry;
  AdwFlap         *flap;
  BridgeChat      *chat;
  GtkStack        *stack;
  GtkOverlay      *board_area;
  GtkWidget       *welcome;
  GtkWidget       *zoom_control;
  GtkLabel        *zoom_label;
  BridgePalette   *palette;
  AdwStatusPage   *joining_page;
  AdwStatusPage   *failed_page;

  BridgeSession *session; /* owned */
  BridgeCanvas  *canvas;  /* borrowed: a child */
  BridgeInvite  *invite;  /* owned (nullable): what it was opened for */
  GCancellable  *sharing; /* owned (nullable): a share that is being prepared */
  AdwToast      *arrival; /* weak (nullable): tells who came last */
  gboolean       joined;  /* the board has been seen */
  gboolean       closing; /* the person has said yes */
};

/* window-actions.c */
void bridge_window_init_actions (BridgeWindow *window);
void bridge_window_update_actions (BridgeWindow *window);
/* Tool letters and editing keys: they work while the board has the keyboard, not while words are being written. */
void bridge_window_add_board_shortcuts (BridgeWindow *window);

/* window-close.c: false when something would be lost; then the person has been asked, and a yes closes the window. */
gboolean bridge_window_may_close (BridgeWindow *window);
