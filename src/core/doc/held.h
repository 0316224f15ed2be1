/* Operations that wait for what they build upon.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/map.h"
#include "core/base/status.h"
#include "core/doc/edit.h"

/* What an operation waits for: an item, an item's points up to some count, or a node of some text. Each is known by a pair of
 * numbers; two things may share a pair, then one of them is woken in vain. */
typedef enum
{
  BRIDGE_AWAITED_ITEM,
  BRIDGE_AWAITED_POINTS,
  BRIDGE_AWAITED_NODE,
  BRIDGE_N_AWAITED
} BridgeAwaitedKind;

typedef struct
{
  BridgeAwaitedKind kind;
  uint64_t          a;
  uint64_t          b;
} BridgeAwaited;

static inline BridgeAwaited
bridge_awaited_item (BridgeStamp item)
{
  return (BridgeAwaited){ BRIDGE_AWAITED_ITEM, item.lamport, item.site };
}

static inline BridgeAwaited
bridge_awaited_points (BridgeStamp item, uint32_t count)
{
  return (BridgeAwaited){ BRIDGE_AWAITED_POINTS, (item.lamport << 17) + count, item.site };
}

static inline BridgeAwaited
bridge_awaited_node (BridgeStamp node)
{
  return (BridgeAwaited){ BRIDGE_AWAITED_NODE, node.lamport, node.site };
}

typedef struct BridgeHeldOp BridgeHeldOp;
struct BridgeHeldOp
{
  BridgeOp      op; /* owned */
  BridgeStamp   stamp;
  uint64_t      revision;
  size_t        size; /* bytes that it keeps */
  BridgeHeldOp *next; /* waiting: in a ring; woken: in a line */
};

typedef struct
{
  BridgeMap     waiting[BRIDGE_N_AWAITED]; /* rings by their last */
  BridgeHeldOp *woken;
  BridgeHeldOp *last_woken;
  size_t        count; /* woken ones included */
  size_t        size;
} BridgeHeld;

void bridge_held_init (BridgeHeld *held, uint64_t hash_seed);
void bridge_held_clear (BridgeHeld *held);

/* Keeps a copy of `op` until `awaited` is woken. LIMIT when there are too many, or too many bytes. */
BridgeStatus bridge_held_add (BridgeHeld     *held,
                              const BridgeOp *op,
                              BridgeStamp     stamp,
                              uint64_t        revision,
                              BridgeAwaited   awaited) BRIDGE_MUST_CHECK;
/* Puts one that was woken back to wait for something else. */
void bridge_held_again (BridgeHeld *held, BridgeHeldOp *op, BridgeAwaited awaited);

/* Marks all that wait for this; bridge_held_next hands them out in the order in which they came, NULL at the end. Each is
 * then given back by bridge_held_again or bridge_held_drop. */
void          bridge_held_wake (BridgeHeld *held, BridgeAwaited awaited);
BridgeHeldOp *bridge_held_next (BridgeHeld *held);
void          bridge_held_drop (BridgeHeld *held, BridgeHeldOp *op);

/* Walks all that wait: NULL at the end; {0} to start with. Nothing may be added or woken meanwhile. */
typedef struct
{
  size_t              kind;
  size_t              cursor;
  const BridgeHeldOp *last; /* of the ring under way */
  const BridgeHeldOp *at;
} BridgeHeldWalk;

const BridgeHeldOp *bridge_held_walk (const BridgeHeld *held, BridgeHeldWalk *walk);
