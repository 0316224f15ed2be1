/* What the files of BridgeSession share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/random.h"
#include "session/link.h"
#include "session/session.h"

/* What is told by properties, as it was told last. */
typedef struct
{
  BridgeSessionState state;
  gboolean           hosting;
  char              *title;
  char              *status;
  guint              n_people;
  gboolean           can_undo;
  gboolean           can_redo;
  guint              pending;
} BridgeSessionView;

struct _BridgeSession
{
  GObject parent;

  BridgeGuest      *guest;
  BridgeSessionView view;
  char             *name;
  BridgeRandom      random; /* jitter */
  gboolean          draining;

  /* The conversation; session-link.c. */
  BridgeInvite *invite;        /* (nullable): where the link leads; NULL: alone */
  BridgeLink   *link;          /* (nullable) */
  gboolean      established;   /* the room has welcomed us */
  gboolean      loaded;        /* the board has been complete once */
  guint         attempts;      /* since it broke */
  gint64        broken_since;  /* us; 0: it is not broken */
  gint64        retry_at;      /* us; 0: an attempt is under way */
  gboolean      stranger;      /* since then somebody else has answered in the room's place */
  guint         give_up_after; /* s; 0: never */
  int           goodbye;       /* BridgeGoodbyeCode; -1: none */
  char         *goodbye_words;
  int           notice; /* BridgeNoticeCode: why our edits wait; OVER: they do not */
  GSource      *work;   /* set: state waits to be decoded */
  GSource      *retry;  /* set: counts down to the next attempt, or to giving up */

  BridgePresence presence;
  gboolean       has_presence;
  GSource       *present; /* set: `presence` is still to be shown */

  BridgeServer *server; /* (nullable): hosting */
};

/* session.c */
void bridge_session_refresh (BridgeSession *self); /* notifies of what has changed */
void bridge_session_drain (BridgeSession *self);   /* passes on what the guest tells */
void bridge_session_emit_end (BridgeSession *self, const char *signal, const GError *error);
/* session-link.c */
void bridge_session_init_link (BridgeSession *self);
void bridge_session_clear_link (BridgeSession *self);
void bridge_session_pump (BridgeSession *self); /* what the guest has to say goes out */
void bridge_session_hear_ready (BridgeSession *self);
void bridge_session_hear_goodbye (BridgeSession *self, int code, const char *words);
void bridge_session_hear_notice (BridgeSession *self, int code);
/* session-host.c */
void bridge_session_stop_server (BridgeSession *self);
