/* A conversation with a room: joins, runs the main loop, and ends with a status.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/ctl-command.h"
#include "session/session.h"

typedef struct BridgeCtlTalk BridgeCtlTalk;

typedef struct
{
  /* The board is complete, with all that the room had when we came; again after each catch-up. */
  void (*ready) (gpointer data);
  /* (nullable) Everything that the guest tells, from the start. */
  void (*event) (gpointer data, const BridgeGuestEvent *event);
  /* (nullable) The conversation is over, by the host's word or by a broken connection; without a handler it ends with FAILED, and
   * words on stderr. */
  void (*over) (gpointer data, const GError *error, gboolean by_host);
} BridgeCtlHandlers;

struct BridgeCtlTalk
{
  BridgeSession *session; /* made by run */
  BridgeGuest   *guest;   /* borrowed from it */
  BridgeInvite  *invite;
  gboolean       only_once; /* set before: a broken connection is not made again */
  gboolean       ready;
  guint64        revision; /* when it last became so */

  const BridgeCtlHandlers *handlers;
  gpointer                 data;
  GMainLoop               *loop;
  gboolean                 catching_up; /* the log, from the snapshot on */
  int                      status;
  guint                    patience; /* source */
  char                    *progress; /* when it was looked at last */
};

/* Joins under that name (NULL: the user's own) and talks until bridge_ctl_talk_end; returns the status. */
int  bridge_ctl_talk_run (BridgeCtlTalk *talk, const char *link, const char *name, const BridgeCtlHandlers *handlers, gpointer data);
void bridge_ctl_talk_end (BridgeCtlTalk *talk, int status);

/* (transfer full) The user's name. */
char *bridge_ctl_own_name (void);
