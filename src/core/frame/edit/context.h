/* What both ends of a stream know when they encode and decode the next edit.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An edit on the wire leaves out what follows from the stream so far: who wrote it (a short index), its seq (the next
 * one), the item that this author created last and where its ink ends. All of it is a function of the log up to a revision, and
 * travels with the state of that revision; so any revision is a place to start from. */
#pragma once

#include "core/base/map.h"
#include "core/doc/edit.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct
{
  uint64_t site;
  uint64_t seq;        /* of its last edit in the stream, accepted or refused */
  uint64_t lamport;    /* where the last accepted one ended: the next free one; 0 before the first */
  uint64_t last_item;  /* lamport of the item that it created last; 0: none */
  uint32_t tail_count; /* points of that item so far */
  int32_t  tail_x[2];  /* its last point and the one before, steps; zeros where there are none */
  int32_t  tail_y[2];
  uint8_t  tail_pressure;
} BridgeAuthorContext;

/* The authors in the order in which the stream met them. {0} is valid and empty. */
typedef struct
{
  BridgeAuthorContext *authors;
  size_t               count;
  size_t               capacity;
  BridgeMap            by_site; /* to index + 1 */
} BridgeContext;

#define BRIDGE_CONTEXT_NO_INDEX SIZE_MAX

void   bridge_context_clear (BridgeContext *context);
size_t bridge_context_index (const BridgeContext *context, uint64_t site); /* BRIDGE_CONTEXT_NO_INDEX when unknown */
size_t bridge_context_add (BridgeContext *context, uint64_t site);         /* the index, new or not */
/* Puts an author at `index`: there already, or the next one. False when it is neither or the site sits elsewhere. */
bool bridge_context_put (BridgeContext *context, size_t index, const BridgeAuthorContext *author);
/* Moves an author's context on past one operation: CREATE makes an empty last item, APPEND to it moves its tail. */
void bridge_author_context_step (BridgeAuthorContext *author, const BridgeOp *op);
