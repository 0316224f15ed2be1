/* Fuzzes the terms of permessage-deflate: what is agreed on can be said, and is understood by the other side.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/bytes.h"
#include "core/frame/websocket/extension.h"
#include "fuzz.h"

#include <string.h>

static bool
is_window (unsigned bits)
{
  return bits >= 8 && bits <= 15;
}

static void
check_terms (const BridgeDeflateTerms *terms)
{
  require (is_window (terms->server_max_window_bits) && is_window (terms->client_max_window_bits));
}

static void
choose (const char *offers, BridgeDeflateUse use)
{
  BridgeDeflateTerms terms, judged;
  char               answer[BRIDGE_EXTENSION_ANSWER_SIZE];
  if (bridge_extension_choose (&terms, offers, use) != BRIDGE_STATUS_OK || !terms.agreed)
    return;
  require (use != BRIDGE_DEFLATE_NEVER);
  check_terms (&terms);
  bridge_extension_answer (answer, &terms);
  require (strlen (answer) < sizeof answer);
  require (bridge_extension_judge (&judged, answer, BRIDGE_DEFLATE_WITH_CONTEXT) == BRIDGE_STATUS_OK);
  require (memcmp (&judged, &terms, sizeof terms) == 0);
}

static void
judge (const char *answer, BridgeDeflateUse use)
{
  BridgeDeflateTerms terms;
  if (bridge_extension_judge (&terms, answer, use) != BRIDGE_STATUS_OK)
    return;
  require (use != BRIDGE_DEFLATE_NEVER && terms.agreed);
  require (use == BRIDGE_DEFLATE_WITH_CONTEXT || (terms.server_no_context_takeover && terms.client_no_context_takeover));
  check_terms (&terms);
}

/* The first byte chooses the use, and which side reads. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  BridgeBytes text = { 0 };
  if (size == 0)
    return 0;
  bridge_bytes_put (&text, data + 1, size - 1);
  bridge_bytes_put_u8 (&text, '\0');
  (data[0] & 1 ? choose : judge) ((const char *)text.data, (BridgeDeflateUse)((data[0] >> 1) % 3));
  bridge_bytes_clear (&text);
  return 0;
}
