/* The one result type of core/.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Every core function that can fail on data from outside returns one of these; outputs are written only on
 * BRIDGE_STATUS_OK. A programmer's fault is an assertion instead; running out of memory aborts. */
typedef enum
{
  BRIDGE_STATUS_OK = 0,
  BRIDGE_STATUS_TRUNCATED,   /* the bytes end inside a value */
  BRIDGE_STATUS_MALFORMED,   /* the bytes do not follow the format */
  BRIDGE_STATUS_UTF8,        /* text that is not UTF-8 */
  BRIDGE_STATUS_LIMIT,       /* a length, count or size beyond its named limit */
  BRIDGE_STATUS_UNSUPPORTED, /* a version or feature that this program does not know */
  BRIDGE_STATUS_PROTOCOL,    /* well formed, but not allowed now or from this side */
  BRIDGE_STATUS_DENIED,      /* wrong token, wrong secret, or not allowed to this person */
  BRIDGE_STATUS_MISSING,     /* what it builds upon is not there */
  BRIDGE_STATUS_RANGE,       /* a value of the wrong type or outside its range */
  BRIDGE_STATUS_LOCKED,      /* the item is locked */
  BRIDGE_STATUS_FULL,        /* the room has no place left */
} BridgeStatus;

#define BRIDGE_MUST_CHECK __attribute__ ((warn_unused_result))

/* A short lower-case English phrase for logs and tests; static, never NULL. Not translated: words for people are
 * made in session/. */
const char *bridge_status_text (BridgeStatus status);
