/* Fuzzes the log: what is decoded can be put again, and both ends then know the same.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/frame/edit/samples.h"
#include "core/doc/limits.h"
#include "core/frame/edit/wire.h"
#include "frame-stream.h"

/* What `out` says to one who knows of the author what `before` says. */
static void
require_says (const BridgeBytes *out, const BridgeAuthorContext *before, const BridgeEdit *edit, const BridgeContext *twin)
{
  BridgeContext reader = { 0 };
  BridgeEdit    again;

  for (size_t i = 0; i < twin->count; i++)
    require (bridge_context_put (&reader, i, twin->authors[i].site == before->site ? before : &twin->authors[i]));
  require (bridge_wire_get_commit (out->data, out->length, &reader, &again) == BRIDGE_STATUS_OK);
  sample_assert_edits_equal (&again, edit);
  bridge_edit_clear (&again);
  bridge_context_clear (&reader);
}

/* Takes a message into `log` and puts the same into `twin`. */
static void
take_commit (const uint8_t *message, size_t length, BridgeContext *log, BridgeContext *twin)
{
  BridgeAuthorContext before = { 0 };
  BridgeBytes         out = { 0 };
  BridgeEdit          edit;
  size_t              index;

  if (bridge_wire_get_commit (message, length, log, &edit) != BRIDGE_STATUS_OK)
    return;
  require (edit.site != 0 && edit.seq > 0 && edit.n_ops > 0 && bridge_wire_can_put (log, &edit));
  index = bridge_context_index (twin, edit.site);
  if (index != BRIDGE_CONTEXT_NO_INDEX)
    before = twin->authors[index];
  bridge_wire_put_commit (&out, twin, &edit);
  if (index != BRIDGE_CONTEXT_NO_INDEX && out.length <= BRIDGE_EDIT_SIZE_MAX)
    require_says (&out, &before, &edit, twin);
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
