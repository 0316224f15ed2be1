/* Lamport stamps: the order between writes, and the identity of what they made.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* A site is a replica's random 64-bit number, never 0. A stamp is used once: an operation that creates something
 * (an item, a chat line, a code point) gives it its stamp as identity. {0, 0} is "none", older than all others; as
 * an item it is the board itself. (L. Lamport, "Time, Clocks, and the Ordering of Events", 1978.) */
typedef struct
{
  uint64_t lamport;
  uint64_t site;
} BridgeStamp;

#define BRIDGE_STAMP_NONE ((BridgeStamp){ 0, 0 })

static inline bool
bridge_stamp_is_none (BridgeStamp stamp)
{
  return stamp.lamport == 0 && stamp.site == 0;
}

static inline bool
bridge_stamp_equal (BridgeStamp a, BridgeStamp b)
{
  return a.lamport == b.lamport && a.site == b.site;
}

/* By lamport, then by site: negative, zero or positive. */
static inline int
bridge_stamp_compare (BridgeStamp a, BridgeStamp b)
{
  if (a.lamport != b.lamport)
    return a.lamport < b.lamport ? -1 : 1;
  return a.site < b.site ? -1 : a.site > b.site;
}
