/* What the two commands of ws-echo share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/frame/websocket/extension.h"

#include <glib.h>

#define ECHO_UNSENT_MAX (1u << 20)    /* bytes that wait to be sent before no more is read */
#define ECHO_PING       (600 * 1000)  /* ms of silence: a peer under test should see what it asked for, and no pings */
#define ECHO_HELD_MAX   (1024u << 20) /* bytes: many cases at once may be amid a large message each */

enum
{
  ECHO_DONE = 0,
  ECHO_FAILED = 1,
  ECHO_USAGE = 2,
};

typedef struct
{
  guint64          limit; /* of one message that comes in */
  BridgeDeflateUse deflate;
} EchoTerms;

/* Each returns an exit status, and says on stderr what went wrong. */

/* Echoes on the loopback address until it is killed. `port` 0: any. `origin` NULL: any. */
int echo_serve (guint16 port, const char *origin, const EchoTerms *terms);
/* Connects again and again, until the upgrade is answered with 410. `url` is ws:// or wss://. */
int echo_connect (const char *url, const EchoTerms *terms);
