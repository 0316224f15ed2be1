/* What a server of boards answers over HTTP: the card, the page for browsers, and the upgrade; all else is 404.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/card.h"
#include "session/gate.h"

/* In every answer, so that a guest can tell our 404 from that of any other web server. */
#define BRIDGE_HTTP_HEADER "Drawbridge-Protocol"

typedef struct
{
  gboolean is_encrypted; /* sessions are TLS: an upgrade without is refused */
  /* The room of that name; NULL: there is none. It is the target of an upgrade. */
  gpointer (*find_room) (gpointer data, const char *name);
  gpointer data;
  /* Fills in the card (transfer full of its strings). */
  void (*describe) (gpointer room, BridgeCard *card);
  gboolean (*check_token) (gpointer room, const char *token, gsize length);
} BridgeHttpOptions;

void bridge_http_answer (const BridgeHttpOptions *options, BridgeVisit *visit);
