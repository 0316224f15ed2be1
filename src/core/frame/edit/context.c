/* What both ends of a stream know of its authors.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/context.h"

#include "core/base/memory.h"

#include <assert.h>

void
bridge_context_clear (BridgeContext *context)
{
  bridge_free (context->authors);
  bridge_map_clear (&context->by_site);
  *context = (BridgeContext){ .by_site = context->by_site };
}

size_t
bridge_context_index (const BridgeContext *context, uint64_t site)
{
  void *place = bridge_map_get (&context->by_site, site, 0);
  return place != NULL ? (size_t)(uintptr_t)place - 1 : BRIDGE_CONTEXT_NO_INDEX;
}

size_t
bridge_context_add (BridgeContext *context, uint64_t site)
{
  size_t index = bridge_context_index (context, site);
  assert (site != 0);
  if (index != BRIDGE_CONTEXT_NO_INDEX)
    return index;

  index = context->count;
  context->authors = bridge_grow (context->authors, &context->capacity, index + 1, sizeof *context->authors);
  context->authors[index] = (BridgeAuthorContext){ .site = site };
  context->count++;
  bridge_map_put (&context->by_site, site, 0, (void *)(uintptr_t)(index + 1));
  return index;
}

bool
bridge_context_put (BridgeContext *context, size_t index, const BridgeAuthorContext *author)
{
  size_t known = bridge_context_index (context, author->site);
  if (author->site == 0 || index > context->count)
    return false;
  if (known != index && (known != BRIDGE_CONTEXT_NO_INDEX || index != context->count))
    return false;
  bridge_context_add (context, author->site);
  context->authors[index] = *author;
  return true;
}

static void
push_point (BridgeAuthorContext *author, BridgeStep step)
{
  author->tail_x[1] = author->tail_x[0];
  author->tail_y[1] = author->tail_y[0];
  author->tail_x[0] = step.x;
  author->tail_y[0] = step.y;
  author->tail_pressure = step.pressure;
  author->tail_count++;
}

void
bridge_author_context_step (BridgeAuthorContext *author, const BridgeOp *op)
{
  if (op->type == BRIDGE_OP_CREATE)
    *author = (BridgeAuthorContext){
      .site = author->site, .seq = author->seq, .lamport = author->lamport, .last_item = op->item.lamport
    };
  if (op->type != BRIDGE_OP_APPEND || op->item.site != author->site || op->item.lamport != author->last_item)
    return;
  /* A batch may repeat points that are there already: only what is beyond them counts. */
  for (uint32_t i = 0; i < op->append.count; i++)
    if (op->append.start + (uint64_t)i == author->tail_count)
      push_point (author, op->append.steps[i]);
}
