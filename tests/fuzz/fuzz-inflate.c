/* Fuzzes inflate: never more than its limit, and what came out survives a round trip.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/deflate.h"
#include "fuzz.h"

#define LIMIT 100000

/* In three parts it is the same stream of bytes. */
static void
check_parts (const BridgeBytes *plain, size_t cut)
{
  size_t                  first = cut % (plain->length + 1), second = (plain->length - first) / 2;
  const BridgeDeflatePart parts[] = {
    { plain->data, first },
    { plain->data + first, second },
    { plain->data + first + second, plain->length - first - second },
  };
  BridgeBytes packed = { 0 }, again = { 0 };

  bridge_deflate_parts (&packed, parts, 3, 9);
  require (bridge_inflate (&again, packed.data, packed.length, plain->length) == BRIDGE_STATUS_OK);
  require_same_bytes (&again, plain);
  bridge_bytes_clear (&packed);
  bridge_bytes_clear (&again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  BridgeBytes plain = { 0 }, packed = { 0 }, again = { 0 };
  if (bridge_inflate (&plain, data, size, LIMIT) != BRIDGE_STATUS_OK)
    require (plain.length == 0);
  require (plain.length <= LIMIT);

  bridge_deflate (&packed, plain.data, plain.length, 1);
  require (bridge_inflate (&again, packed.data, packed.length, plain.length) == BRIDGE_STATUS_OK);
  require_same_bytes (&again, &plain);
  if (plain.length > 0)
    check_parts (&plain, size);
  bridge_bytes_clear (&plain);
  bridge_bytes_clear (&packed);
  bridge_bytes_clear (&again);
  return 0;
}
