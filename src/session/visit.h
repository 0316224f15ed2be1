/* Visits: connections that have not got beyond HTTP.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A visit begins with its first byte, which tells TLS from HTTP, and ends with an answer, as a channel, or when its time is
 * over. There is one deadline for all of it. When there are too many, the one that has waited longest of those from the
 * address that has most makes way: so one address cannot shut out the others, and a class behind one address is not kept
 * out while there is place. */
#pragma once

#include "session/gate.h"

#include <libsoup/soup.h>

typedef struct
{
  const BridgeGateOptions *options; /* borrowed */
  BridgeReactor           *reactor;
  SoupServer              *server;
  GQueue                   visits;
  BridgeDeadlines          deadlines;
  BridgeDeadlines          handshakes;   /* under way until then: whether others wait for their turn is asked again */
  guint                    n_handshakes; /* under way, on threads of their own */
  gboolean                 is_full;      /* an upgrade is refused: there are as many channels as may be */
} BridgeVisits;

/* `timeout` in us. */
void bridge_visits_init (BridgeVisits *visits, const BridgeGateOptions *options, BridgeReactor *reactor, gint64 timeout);
/* Cuts them off, and waits for the handshakes' threads, which is short. */
void   bridge_visits_clear (BridgeVisits *visits);
void   bridge_visits_expire (BridgeVisits *visits, gint64 now);
gint64 bridge_visits_deadline (const BridgeVisits *visits);
/* A connection that was just accepted (takes it). */
void bridge_visits_admit (BridgeVisits *visits, GSocket *socket);
