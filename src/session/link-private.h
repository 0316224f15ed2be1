/* What the files of BridgeLink share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/limits.h"
#include "session/link.h"
#include "session/upgrade.h"

struct BridgeLink
{
  guint              references; /* the owner's; while it connects; while a callback runs */
  BridgeLinkPlace    place;      /* owned, as are its strings */
  BridgeLinkHandlers handlers;
  gpointer           data;
  GMainContext      *context;
  GCancellable      *connecting;

  GSocket               *socket; /* NULL until connected */
  GIOStream             *stream; /* on it; NULL until it is secured, too */
  GPollableInputStream  *input;
  GPollableOutputStream *output;
  BridgeUpgrade         *upgrade; /* NULL once the 101 has come */
  BridgeConnection       connection;
  gsize                  written; /* of connection.output */
  gsize                  blocked; /* length of the write that did not go: TLS wants it again as it was */
  guint                  http_status;
  guint8                 buffer[BRIDGE_NET_READ_SIZE];
  gboolean               fed; /* the connection has not consumed all of the buffer */

  gboolean paused;
  gboolean told;    /* `closed` has been called */
  gboolean broken;  /* the stream is of no use any more */
  gboolean closing; /* the owner has gone; the close frame is on its way */

  GSource *reading; /* NULL: none */
  GSource *writing;
  GSource *timer;
  GSource *later;       /* set: what is fed is delivered further when it expires */
  guint    ping, pong;  /* ms */
  gboolean pinged;      /* the timer waits for the pong */
  gboolean progressing; /* bytes were written since the ping */
};

/* link.c */
BridgeLink *bridge_link_new (const BridgeLinkPlace *place, const BridgeLinkHandlers *handlers, gpointer data);
BridgeLink *bridge_link_ref (BridgeLink *link);
void        bridge_link_unref (BridgeLink *link);
void        bridge_link_fail (BridgeLink *link, GError *error); /* stops it, and tells; takes the error */
void        bridge_link_init_connection (BridgeLink *link, const BridgeDeflateTerms *deflate);
void        bridge_link_feed (BridgeLink *link, guint8 *data, gsize length);
void        bridge_link_start_reading (BridgeLink *link);
void        bridge_link_schedule_write (BridgeLink *link);
/* link-open.c */
void    bridge_link_handle_head (BridgeLink *link, gsize length); /* bytes in the buffer, before the 101 has come */
GError *bridge_link_not_opened (const BridgeLink *link);          /* why it took too long */
