/* The terms of permessage-deflate: offers and answers of Sec-WebSocket-Extensions (RFC 7692, section 7.1).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* What one side wants. A context that is kept makes later messages smaller, and costs some 300 KiB a connection. */
typedef enum
{
  BRIDGE_DEFLATE_NEVER,
  BRIDGE_DEFLATE_WITHOUT_CONTEXT,
  BRIDGE_DEFLATE_WITH_CONTEXT,
} BridgeDeflateUse;

/* What both agreed on. Windows are in bits, 8 to 15. */
typedef struct
{
  bool    agreed; /* false: nothing is compressed, and the rest means nothing */
  bool    server_no_context_takeover;
  bool    client_no_context_takeover;
  bool    names_server_window; /* whether the answer says how large it is: an offer that asks for one must be told */
  uint8_t server_max_window_bits;
  uint8_t client_max_window_bits;
} BridgeDeflateTerms;

/* The value of the client's header; static. `use` is not NEVER. */
const char *bridge_extension_offer (BridgeDeflateUse use);

/* The server's choice: the first offer that it can take; other extensions, and offers with a parameter that is unknown,
 * repeated or has a wrong value, are passed over. MALFORMED, with nothing chosen, when the list does not follow the
 * grammar (RFC 6455, section 9.1): then the whole handshake is at fault. */
BRIDGE_MUST_CHECK BridgeStatus bridge_extension_choose (BridgeDeflateTerms *terms, const char *offers, BridgeDeflateUse use);

#define BRIDGE_EXTENSION_ANSWER_SIZE 112 /* with the NUL */

/* The value of the server's header, which agrees to `terms`. */
void bridge_extension_answer (char answer[BRIDGE_EXTENSION_ANSWER_SIZE], const BridgeDeflateTerms *terms);

/* The client's side: what a server answered to bridge_extension_offer (use). PROTOCOL when that is no right answer to it. */
BRIDGE_MUST_CHECK BridgeStatus bridge_extension_judge (BridgeDeflateTerms *terms, const char *answer, BridgeDeflateUse use);
