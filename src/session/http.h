/* The HTTP side of a server: the card, the page for browsers, and the upgrade; all else is 404.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libsoup carries it, on connections that we accepted: so the deadline, the caps and, later, TLS are ours. Each connection is
 * a visit: it ends with one answer, or as a WebSocket that is handed on. */
#pragma once

#include "session/card.h"

#include <gio/gio.h>

/* In every answer, so that a guest can tell our 404 from that of any other web server. */
#define BRIDGE_HTTP_HEADER "Drawbridge-Protocol"

typedef struct
{
  const char *room;          /* borrowed, must outlive it */
  gint64      visit_timeout; /* us */

  /* Fills in the card. */
  void (*describe) (gpointer data, BridgeCard *card);
  gboolean (*check_token) (gpointer data, const char *token, gsize length);
  /* The 101 has been written; what the client sent behind its request may wait in `stream`, the rest in `socket`
   * (both transfer full). */
  void (*upgraded) (gpointer data, GIOStream *stream, GSocket *socket);
  /* A visit is over. */
  void (*left) (gpointer data);
  gpointer data;
} BridgeHttpOptions;

typedef struct BridgeHttp BridgeHttp;

/* Belongs to the thread whose thread-default context runs it. */
BridgeHttp *bridge_http_new (const BridgeHttpOptions *options);
void        bridge_http_free (BridgeHttp *http); /* cuts the visits off */
/* A connection that was just accepted. */
void   bridge_http_admit (BridgeHttp *http, GSocket *socket);
guint  bridge_http_n_visits (const BridgeHttp *http);
void   bridge_http_expire (BridgeHttp *http, gint64 now);
gint64 bridge_http_deadline (const BridgeHttp *http); /* us; G_MAXINT64: none */
