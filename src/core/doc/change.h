/* What a mutation of the board changed: returned to the caller, never called back.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/geometry.h"
#include "core/base/map.h"
#include "core/doc/stamp.h"

#include <stddef.h>

typedef enum
{
  BRIDGE_CHANGE_ADDED = 1 << 0,   /* visible now, was not before */
  BRIDGE_CHANGE_REMOVED = 1 << 1, /* was visible, is not now */
  BRIDGE_CHANGE_LOOK = 1 << 2,    /* a register changed */
  BRIDGE_CHANGE_POINTS = 1 << 3,
  BRIDGE_CHANGE_TEXT = 1 << 4,
  BRIDGE_CHANGE_ORDER = 1 << 5,
  BRIDGE_CHANGE_CHAT = 1 << 6,   /* item is the chat line's id */
  BRIDGE_CHANGE_AUTHOR = 1 << 7, /* item.site is the author's site */
  BRIDGE_CHANGE_BOARD = 1 << 8,  /* the board's own registers: the title */
} BridgeChangeFlags;

typedef struct
{
  BridgeStamp item;
  unsigned    flags; /* BridgeChangeFlags */
} BridgeChange;

/* {0} with an empty `dirty` set by bridge_changes_init is empty. One entry an item: flags are joined. */
typedef struct
{
  BridgeChange *changes;
  size_t        count;
  size_t        capacity;
  BridgeMap     places; /* private: of the items in `changes`, so that a whole board's list is had in linear time */
  BridgeRect    dirty;  /* union of what was painted before and after */
} BridgeChanges;

void bridge_changes_init (BridgeChanges *changes);
void bridge_changes_clear (BridgeChanges *changes); /* frees and leaves it empty */
void bridge_changes_add (BridgeChanges *changes, BridgeStamp item, unsigned flags, BridgeRect dirty);
