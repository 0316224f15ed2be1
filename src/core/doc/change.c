/* The list of what a mutation changed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/change.h"

#include "core/base/memory.h"

void
bridge_changes_init (BridgeChanges *changes)
{
  *changes = (BridgeChanges){ .dirty = BRIDGE_RECT_EMPTY };
}

void
bridge_changes_clear (BridgeChanges *changes)
{
  bridge_free (changes->changes);
  bridge_map_clear (&changes->places);
  bridge_changes_init (changes);
}

/* The item's entry, made where there was none. Most often it is the last one: an edit goes item by item. */
static BridgeChange *
entry_of (BridgeChanges *changes, BridgeStamp item)
{
  size_t place = changes->count;

  if (place > 0 && bridge_stamp_equal (changes->changes[place - 1].item, item))
    return &changes->changes[place - 1];
  /* Places count from 1, since a map holds no NULL. */
  place = (uintptr_t)bridge_map_get (&changes->places, item.lamport, item.site);
  if (place > 0)
    return &changes->changes[place - 1];
  changes->changes = bridge_grow (changes->changes, &changes->capacity, changes->count + 1, sizeof (BridgeChange));
  changes->changes[changes->count++] = (BridgeChange){ .item = item };
  bridge_map_put (&changes->places, item.lamport, item.site, (void *)(uintptr_t)changes->count);
  return &changes->changes[changes->count - 1];
}

void
bridge_changes_add (BridgeChanges *changes, BridgeStamp item, unsigned flags, BridgeRect dirty)
{
  entry_of (changes, item)->flags |= flags;
  changes->dirty = bridge_rect_union (changes->dirty, dirty);
}
