/* Fuzzes a connection that agreed on permessage-deflate, in both roles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "conversation.h"

/* The first byte chooses the role, whether contexts are kept, and the size of the pieces. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 2)
    return 0;
  BridgeRole         role = data[0] & 1 ? BRIDGE_ROLE_SERVER : BRIDGE_ROLE_CLIENT;
  bool               forget = (data[0] & 2) != 0;
  BridgeDeflateTerms deflate = { true, forget, forget, 15, 15 };
  converse (role, deflate, data + 1, size - 1, 1 + (data[0] >> 2));
  return 0;
}
