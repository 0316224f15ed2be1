/* What the tests of session/ share: waiting, servers to meet, and a wire that can be cut.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/server.h"

#include <gio/gio.h>

#define HARNESS_PATIENCE 20 /* s until a condition that does not come fails the test */

/* Iterates the main context until the condition holds. */
#define WAIT_FOR(condition)                                           \
  G_STMT_START                                                        \
  {                                                                   \
    gint64 wait_until = harness_patience ();                          \
    while (!(condition))                                              \
      if (!harness_iterate (wait_until))                              \
        g_error ("%s:%d: never: %s", __FILE__, __LINE__, #condition); \
  }                                                                   \
  G_STMT_END

/* Until harness_unsettle the user's data, the host's key among them, lie in a folder of this program's own. Call it first of all. */
void harness_settle (void);
void harness_unsettle (void);

gint64   harness_patience (void);
gboolean harness_iterate (gint64 until); /* FALSE: it is past `until` */

/* A server on 127.0.0.1, any port. Clocks in ms, 0: the usual. */
BridgeServer *harness_start_server (const char *room, GPtrArray *state, guint visit, guint ping, guint pong);
void          harness_stop_server (BridgeServer *server); /* waits for it, and frees it */
/* An invitation like `invite`, to another port of 127.0.0.1, with another room or token where they are not NULL. */
BridgeInvite *harness_redirect (BridgeInvite *invite, guint16 port, const char *room, const char *token);

/* A blocking client, with a timeout. */
GSocketConnection *harness_connect (guint16 port);
void               harness_send (GSocketConnection *connection, const void *data, gsize length);
void               harness_send_text (GSocketConnection *connection, const char *text);
char              *harness_read_all (GSocketConnection *connection);                 /* until the other side ends it */
char              *harness_exchange (guint16 port, const char *request);             /* connect, send, read all */
char              *harness_upgrade_request (const char *room, const char *protocol); /* complete, with a fixed key */

/* On 127.0.0.1; `incoming` is the handler of GSocketService's signal (transfer full). */
GSocketService *harness_listen (GCallback incoming, gpointer data, guint16 *port);

/* Answers every connection with `answer` (NULL: nothing), once a request has come; closes then where `close` says so. */
typedef struct _HarnessPeer HarnessPeer;
HarnessPeer                *harness_peer_new (const char *answer, gsize length, gboolean close);
guint16                     harness_peer_port (HarnessPeer *peer);
void                        harness_peer_free (HarnessPeer *peer);

/* Passes bytes on between its port and another, until it is cut. */
typedef struct _HarnessWire HarnessWire;
HarnessWire                *harness_wire_new (guint16 to);
guint16                     harness_wire_port (HarnessWire *wire);
guint64                     harness_wire_passed (HarnessWire *wire);               /* bytes, both ways */
void                        harness_wire_cut (HarnessWire *wire);                  /* every connection that there is */
void                        harness_wire_block (HarnessWire *wire, gboolean on);   /* whether new ones are refused */
void                        harness_wire_redirect (HarnessWire *wire, guint16 to); /* new connections */
void                        harness_wire_free (HarnessWire *wire);
