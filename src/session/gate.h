/* The gate of a server: its listening socket, TLS, HTTP and the upgrade, and the conversations behind it, on one reactor.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A connection is accepted here, not by libsoup, so that caps and deadlines are ours. Its first byte tells TLS from HTTP; then
 * libsoup reads one request, which is a visit: it ends with an answer, or as a channel. One turn of the loop handles whatever
 * is ready, calls `turn`, and flushes. Belongs to the thread whose thread-default context it was made in. */
#pragma once

#include "core/frame/websocket/handshake.h"
#include "session/channel.h"

#include <gio/gio.h>

typedef struct BridgeGate  BridgeGate;
typedef struct BridgeVisit BridgeVisit; /* one request, until it is answered */

/* ms; 0: as in limits.h. */
typedef struct
{
  guint visit;
  guint ping;
  guint pong;
  guint message;
} BridgeClocks;

typedef struct
{
  GTlsCertificate *certificate;  /* (nullable): without one a connection that begins with TLS is cut */
  guint            channels_max; /* 0: as in limits.h */
  gsize            held_max;     /* bytes of messages that are not whole, of all channels; 0: as in limits.h */
  BridgeClocks     clocks;

  /* Answer it, or upgrade it, before this returns. */
  void (*request) (gpointer data, BridgeVisit *visit);
  /* The 101 has been written: make a channel of it (takes over the line's references). `target` is what
   * bridge_visit_upgrade was given. */
  void (*upgraded) (gpointer data, gpointer target, const BridgeChannelLine *line);
  /* Once a turn, when all that was ready has been handled; flush channels here. Returns when it wants to be called again at
   * the latest (us, monotonic; G_MAXINT64: never). */
  gint64 (*turn) (gpointer data, gint64 now);
  gpointer data;
} BridgeGateOptions;

/* Takes `socket`, which listens. Copies the options. */
BridgeGate *bridge_gate_new (const BridgeGateOptions *options, GSocket *socket, GError **error);
/* Cuts whatever is still there. */
void            bridge_gate_free (BridgeGate *gate);
void            bridge_gate_stop_listening (BridgeGate *gate);
BridgeChannels *bridge_gate_channels (BridgeGate *gate);
/* Asks for a turn as soon as the loop comes round. */
void bridge_gate_wake (BridgeGate *gate);

const char *bridge_visit_method (const BridgeVisit *visit);
const char *bridge_visit_path (const BridgeVisit *visit);
gboolean    bridge_visit_is_tls (const BridgeVisit *visit);
/* Lines of one name joined by commas; NULL where there is none. */
const char *bridge_visit_header (const BridgeVisit *visit, const char *name);
/* Whether it asks for, or tries, a WebSocket, rightly or not. */
gboolean bridge_visit_wants_upgrade (const BridgeVisit *visit);

/* Before the answer: a header of it. */
void bridge_visit_add_header (BridgeVisit *visit, const char *name, const char *value);
void bridge_visit_answer (BridgeVisit *visit, guint status, const char *type, const char *body, gsize length);
void bridge_visit_answer_text (BridgeVisit *visit, guint status, const char *text);
/* Judges the handshake and answers it: with 101, then `upgraded` follows; or with why not. */
void bridge_visit_upgrade (BridgeVisit *visit, const BridgeHandshakePolicy *policy, gpointer target);
