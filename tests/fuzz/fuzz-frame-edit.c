/* Fuzzes edits on their way up: what is decoded can be put again, and both ends then know the same.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/frame/edit/samples.h"
#include "core/doc/limits.h"
#include "core/frame/edit/wire.h"
#include "frame-stream.h"

#define SITE 5

static void
require_round_trip (BridgeAuthorContext *up, const BridgeContext *log, const BridgeEdit *edit)
{
  BridgeAuthorContext receiver = *up;
  BridgeBytes         message = { 0 };
  BridgeEdit          again;

  require (edit->site == SITE && edit->seq > 0 && edit->n_ops > 0 && bridge_wire_can_put (log, edit));
  bridge_wire_put_edit (&message, up, log, edit);
  if (message.length <= BRIDGE_EDIT_SIZE_MAX)
    {
      require (bridge_wire_get_edit (message.data, message.length, &receiver, log, &again) == BRIDGE_STATUS_OK);
      sample_assert_edits_equal (&again, edit);
      require_equal (&receiver, up);
      bridge_edit_clear (&again);
    }
  bridge_bytes_clear (&message);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  BridgeAuthorContext up = { .site = SITE }, twin = up;
  BridgeContext       log = { 0 };
  const uint8_t      *message;
  size_t              length;

  for (uint64_t site = 1; site <= 3; site++)
    bridge_context_add (&log, site);
  while (next_message (&data, &size, &message, &length))
    {
      BridgeEdit edit;

      if (bridge_wire_get_edit (message, length, &up, &log, &edit) == BRIDGE_STATUS_OK)
        {
          require_round_trip (&twin, &log, &edit);
          bridge_edit_clear (&edit);
        }
      require_equal (&up, &twin);
    }
  bridge_context_clear (&log);
  return 0;
}
