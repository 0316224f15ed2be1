/* Fuzzes the connection in both roles.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "conversation.h"

/* The first byte chooses the role, the second how the rest is cut. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 3)
    return 0;
  BridgeRole role = data[0] & 1 ? BRIDGE_ROLE_SERVER : BRIDGE_ROLE_CLIENT;
  converse (role, (BridgeDeflateTerms){ .agreed = false }, data + 2, size - 2, data[1]);
  return 0;
}
