/* A stream of messages in one fuzz input, and contexts compared.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/frame/edit/context.h"
#include "fuzz.h"

/* The next message: two bytes of length, most significant first, then as many bytes, or what is left. */
static inline bool
next_message (const uint8_t **data, size_t *size, const uint8_t **message, size_t *length)
{
  if (*size < 2)
    return false;
  *length = (size_t)(*data)[0] << 8 | (*data)[1];
  *message = *data + 2;
  *size -= 2;
  if (*length > *size)
    *length = *size;
  *data = *message + *length;
  *size -= *length;
  return true;
}

static inline void
require_equal (const BridgeAuthorContext *a, const BridgeAuthorContext *b)
{
  require (a->site == b->site && a->seq == b->seq && a->lamport == b->lamport && a->last_item == b->last_item);
  require (a->tail_count == b->tail_count && a->tail_pressure == b->tail_pressure);
  for (unsigned i = 0; i < 2; i++)
    require (a->tail_x[i] == b->tail_x[i] && a->tail_y[i] == b->tail_y[i]);
}
