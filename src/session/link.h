/* The guest's end of a connection: from an invitation to messages out and in.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looks the name up, connects, upgrades, pings; never blocks. Everything is told on the GMainContext that was the
 * thread's default when the link was opened. */
#pragma once

#include "core/frame/websocket/connection.h"
#include "session/invite.h"

#include <gio/gio.h>

typedef struct BridgeLink BridgeLink;

/* Where a link leads, and what is spoken there. */
typedef struct
{
  const char        *host; /* a name or an address, IPv6 without its brackets */
  guint16            port;
  const char        *target;      /* path and query */
  gboolean           tls;         /* 1.2 or better */
  const char        *fingerprint; /* (nullable): the one certificate that is accepted; NULL: whom the system trusts */
  const char *const *protocols;   /* (nullable): one of them must be chosen */
  BridgeDeflateUse   deflate;
  guint64            message_limit;
  gboolean           takes_text; /* else a text message breaks the link (1003) */
} BridgeLinkPlace;

/* Any of them may close or unref the link. */
typedef struct
{
  void (*opened) (gpointer data); /* messages may be sent */
  void (*message) (gpointer data, BridgeOpcode opcode, const guint8 *payload, gsize length);
  void (*drained) (gpointer data); /* all that was sent has been written */
  /* The last call. BRIDGE_ERROR_*: could not be opened, or broke; NULL: the other side closed it properly. */
  void (*closed) (gpointer data, const GError *error);
} BridgeLinkHandlers;

BridgeLink *bridge_link_open (BridgeInvite *invite, const BridgeLinkHandlers *handlers, gpointer data);
/* The same to any WebSocket server. Copies the place. */
BridgeLink *bridge_link_open_place (const BridgeLinkPlace *place, const BridgeLinkHandlers *handlers, gpointer data);
/* The status of the answer that was not 101; 0 where none came. For `closed`. */
guint bridge_link_http_status (const BridgeLink *link);
/* Sends what waits and a close frame, sees to its end in the background, and calls no handler any more. Takes the link. */
void bridge_link_close (BridgeLink *link);

gboolean bridge_link_is_open (const BridgeLink *link);
/* One message, queued and written when the loop comes round. */
void  bridge_link_send (BridgeLink *link, BridgeOpcode opcode, const guint8 *payload, gsize length);
gsize bridge_link_unsent (const BridgeLink *link); /* bytes that wait to be written */
/* While paused no message is told and nothing read; the pong's clock stands still. Either may be called from `message`;
 * messages go on when the loop comes round. */
void bridge_link_pause (BridgeLink *link);
void bridge_link_resume (BridgeLink *link);
/* ms; for tests, right after it was opened. */
void bridge_link_set_clocks (BridgeLink *link, guint open, guint ping, guint pong);
