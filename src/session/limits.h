/* The transport's limits and clocks, beside what core/sync/limits.h says that a server bears.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/limits.h"

#include <glib.h>

/* The server's side. */
#define BRIDGE_NET_BACKLOG             1024 /* connections that the system holds before they are accepted */
#define BRIDGE_NET_ACCEPTS_MAX         64   /* accepted in one turn of the loop */
#define BRIDGE_NET_HANDSHAKES_MAX      64   /* TLS handshakes under way; past it, and past that many of one address, they queue */
#define BRIDGE_NET_HANDSHAKES_SAME_MAX 8
#define BRIDGE_NET_HANDSHAKE_PATIENCE  2000        /* ms for one that others wait for; past it: cut */
#define BRIDGE_NET_SPARE_FILES         64          /* descriptors left to the rest of the process */
#define BRIDGE_NET_ACCEPT_PAUSE        250         /* ms, when descriptors have run out */
#define BRIDGE_NET_CLOSE_TIMEOUT       3000        /* ms for a closing conversation to end, or to take more of what it is sent */
#define BRIDGE_NET_CLOSE_TIMEOUT_MAX   30000       /* ms for that in all */
#define BRIDGE_NET_PAUSE               20          /* ms until an owner that wants nothing more to be read is asked again */
#define BRIDGE_NET_STOP_TIMEOUT        2000        /* ms for all of them when the server stops */
#define BRIDGE_NET_QUIT_TIMEOUT        300         /* ms, when somebody stands and waits for that */
#define BRIDGE_NET_SEND_BUFFER         (256 << 10) /* SO_SNDBUF, bytes */
#define BRIDGE_NET_USER_TIMEOUT        30000       /* TCP_USER_TIMEOUT, ms */
#define BRIDGE_NET_SPANS_MAX           64          /* pieces of one send */
#define BRIDGE_NET_READ_SIZE           (64u << 10) /* bytes read from one conversation in one turn */
#define BRIDGE_NET_RECORD_SIZE         (16u << 10) /* bytes of a TLS record (RFC 8446, section 5.1) */
#define BRIDGE_NET_RECORDS_MAX         4           /* records read from, or written to, one conversation in one turn */
#define BRIDGE_NET_PONG_BYTES_MAX      (16u << 10) /* unsent answers of ours before a caller is read no further */

/* Either side. */
#define BRIDGE_NET_PING_INTERVAL 15000                                               /* ms of silence before a ping */
#define BRIDGE_NET_PONG_TIMEOUT  (BRIDGE_LIMIT_IDLE_TIME - BRIDGE_NET_PING_INTERVAL) /* ms for anything to come back */

/* The guest's side. */
#define BRIDGE_NET_CONNECT_TIMEOUT 10           /* s for one address */
#define BRIDGE_NET_OPEN_TIMEOUT    20000        /* ms for all, from looking up the name to the 101 */
#define BRIDGE_NET_RESPONSE_MAX    (16u << 10)  /* bytes of the answer's head */
#define BRIDGE_NET_UNSENT_MAX      (256u << 10) /* bytes waiting in a link before no more is taken from the outbox */
#define BRIDGE_NET_CARD_TIMEOUT    10           /* s */
#define BRIDGE_NET_CARD_MAX        (64u << 10)  /* bytes of a card */

/* The session's. */
#define BRIDGE_SESSION_SLICE     4000  /* us of work on what came in before other sources get their turn */
#define BRIDGE_SESSION_RECORDS   64    /* decoded between two looks at the clock */
#define BRIDGE_SESSION_PAUSE_MIN 500   /* ms before the first attempt to reconnect */
#define BRIDGE_SESSION_PAUSE_MAX 15000 /* ms between two attempts in the end */
