/* Fuzzes the log: what is decoded can be put again, and both ends then know the same.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/wire.h"
#include "frame-stream.h"

/* Takes a message into `log` and puts the same into `twin`. */
static void
take_commit (const uint8_t *message, size_t length, BridgeContext *log, BridgeContext *twin)
{
  BridgeBytes out = { 0 };
  BridgeEdit  edit;

  if (bridge_wire_get_commit (message, length, log, &edit) != BRIDGE_STATUS_OK)
    return;
  require (edit.site != 0 && edit.seq > 0 && edit.n_ops > 0 && bridge_wire_can_put (log, &edit));
  bridge_wire_put_commit (&out, twin, &edit);
  require (out.data[0] == BRIDGE_WIRE_COMMIT);
  bridge_edit_clear (&edit);
  bridge_bytes_clear (&out);
}

/* A refusal of an author who is new can name any seq, but only the first can be put. */
static void
take_refused (const uint8_t *message, size_t length, BridgeContext *log, BridgeContext *twin)
{
  BridgeBytes out = { 0 };
  uint64_t    site, seq;
  uint8_t     code;
  size_t      index;

  if (bridge_wire_get_refused (message, length, log, &site, &seq, &code) != BRIDGE_STATUS_OK)
    return;
  index = bridge_context_add (twin, site);
  twin->authors[index].seq = seq - 1;
  bridge_wire_put_refused (&out, twin, site, (BridgeRefusal)code);
  require (out.length <= length && out.data[0] == BRIDGE_WIRE_REFUSED);
  bridge_bytes_clear (&out);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  BridgeContext  log = { 0 }, twin = { 0 };
  const uint8_t *message;
  size_t         length;

  while (next_message (&data, &size, &message, &length))
    {
      take_commit (message, length, &log, &twin);
      take_refused (message, length, &log, &twin);
      require (log.count == twin.count);
      for (size_t i = 0; i < log.count; i++)
        require_equal (&log.authors[i], &twin.authors[i]);
    }
  bridge_context_clear (&log);
  bridge_context_clear (&twin);
  return 0;
}
