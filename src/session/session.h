/* One board and its conversation, as the window and drawbridgectl see it: a guest, a link that reconnects by itself, and, when
 * this side hosts, the server.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lives on one GMainContext: the thread-default one of where it was made. */
#pragma once

#include "core/sync/guest.h"
#include "session/error.h"
#include "session/invite.h"
#include "session/server.h"

#include <gio/gio.h>

typedef enum
{
  BRIDGE_SESSION_ALONE,   /* no room: a board of one's own, before sharing or after the end */
  BRIDGE_SESSION_JOINING, /* connecting for the first time */
  BRIDGE_SESSION_LOADING, /* the board is coming in */
  BRIDGE_SESSION_LIVE,
  BRIDGE_SESSION_RECONNECTING, /* broken off; tries again by itself, with growing, jittered pauses */
} BridgeSessionState;

#define BRIDGE_TYPE_SESSION_STATE (bridge_session_state_get_type ())
GType bridge_session_state_get_type (void);

/* Properties, all read-only, with notify:
 *   state (BridgeSessionState), hosting (boolean), title (string: the board's), status (string: one translated line on what
 *   the connection is doing, "" when there is nothing to say), n-people (uint), can-undo, can-redo (boolean),
 *   pending (uint: edits not yet taken by the room).
 * Signals:
 *   changed (const BridgeChanges *)   the board as seen has changed, by anybody; G_TYPE_POINTER
 *   guest-event (const BridgeGuestEvent *)  everything else the guest tells, in order (people, presence, commits, refusals)
 *   failed (const GError *)           joining failed, or the connection is lost for good; the state is ALONE again
 *   ended (const GError *)            the host ended the session, or the room sent us away; the board stays */
#define BRIDGE_TYPE_SESSION (bridge_session_get_type ())
G_DECLARE_FINAL_TYPE (BridgeSession, bridge_session, BRIDGE, SESSION, GObject)

BridgeSession *bridge_session_new (const char *name, guint32 color); /* color 0xRRGGBBAA */

BridgeGuest       *bridge_session_get_guest (BridgeSession *session); /* (transfer none) */
const BridgeBoard *bridge_session_get_board (BridgeSession *session); /* (transfer none): as seen */
BridgeSessionState bridge_session_get_state (BridgeSession *session);
const char        *bridge_session_get_title (BridgeSession *session);
gboolean           bridge_session_get_hosting (BridgeSession *session);
void               bridge_session_set_person (BridgeSession *session, const char *name, guint32 color);

/* Who has committed edits to the guest directly (tools, undo) calls this afterwards: sends what waits and emits
 * `changed` for `changes` (nullable). */
void bridge_session_flush (BridgeSession *session, const BridgeChanges *changes);
/* Commits and flushes. Returns the seq, 0 when there was nothing or it was refused (*refusal, nullable). */
guint64  bridge_session_commit (BridgeSession *session, BridgeEdit *edit, BridgeRefusal *refusal);
gboolean bridge_session_undo (BridgeSession *session);
gboolean bridge_session_redo (BridgeSession *session);
void     bridge_session_say (BridgeSession *session, const char *text);
void     bridge_session_set_title (BridgeSession *session, const char *title);
/* What I show of myself: throttled, latest wins. */
void bridge_session_present (BridgeSession *session, const BridgePresence *presence);

/* Joins; watch `state`, `failed`. An established conversation that breaks is made again, until give_up_after has passed
 * (windows never give up; drawbridgectl does after some seconds). */
void          bridge_session_join (BridgeSession *session, BridgeInvite *invite);
void          bridge_session_retry_now (BridgeSession *session);                        /* does not wait for the pause to end */
void          bridge_session_set_give_up_after (BridgeSession *session, guint seconds); /* 0, the default: never */
void          bridge_session_leave (BridgeSession *session);                            /* says goodbye; ALONE, the board stays */
BridgeInvite *bridge_session_get_invite (BridgeSession *session);                       /* (transfer none) (nullable): of the room it is in */

/* Hosting: starts a server seeded with this board and joins it, with the user's identity (identity.h) unless the options have a
 * certificate. Fails with BRIDGE_ERROR_*; nothing is lost. */
void       bridge_session_share_async (BridgeSession             *session,
                                       const BridgeServerOptions *options,
                                       GCancellable              *cancellable,
                                       GAsyncReadyCallback        callback,
                                       gpointer                   data);
gboolean   bridge_session_share_finish (BridgeSession *session, GAsyncResult *result, GError **error);
GPtrArray *bridge_session_list_invites (BridgeSession *session); /* (transfer full): of the own server; empty when not hosting */
/* Ends the hosted session for all; everybody keeps a copy. ALONE at once. */
void bridge_session_stop_sharing (BridgeSession *session);
