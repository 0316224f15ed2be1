/* Fuzzes a connection that agreed on permessage-deflate, in both roles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "conversation.h"

/* The first byte chooses the role, which contexts are kept, and the windows; the second how the rest is cut. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 3)
    return 0;
  uint8_t            window = 8 + (data[0] >> 3) % 8;
  BridgeRole         role = data[0] & 1 ? BRIDGE_ROLE_SERVER : BRIDGE_ROLE_CLIENT;
  BridgeDeflateTerms deflate = { true, (data[0] & 2) != 0, (data[0] & 4) != 0, window, window };
  converse (role, deflate, data + 2, size - 2, data[1]);
  return 0;
}
