/* Runs a connection over an input cut anywhere, and writes down all that came of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/frame/websocket/connection.h"

#include <glib.h>

#define CONVERSATION_FRAME_LIMIT   70000
#define CONVERSATION_MESSAGE_LIMIT 100000

/* `deflate` NULL: no compression. Cuts before each of `cuts` (ascending, within the input). Each piece lies in memory of its own that is freed once it
 * is consumed, so that a sanitizer sees what is kept too long. Returns
 * "EVENTS | OUTPUT | CODE OFFSET REASON"; the last part is empty when the peer did nothing wrong. */
char *conversation_run (BridgeRole                role,
                        const BridgeDeflateTerms *deflate,
                        const GByteArray         *input,
                        const gsize              *cuts,
                        gsize                     n_cuts);
/* The same, cut before every byte. */
char *conversation_run_bytewise (BridgeRole role, const BridgeDeflateTerms *deflate, const GByteArray *input);
/* Appends " EVENT'payload'" in the notation of scripts. */
void conversation_put_event (GString *text, const BridgeConnectionEvent *event);
/* Cuts in two at every place, and in three at every two places of the shorter inputs; the long ones near their ends. All
 * must come to the same as the whole. */
void conversation_cut_everywhere (BridgeRole role, const BridgeDeflateTerms *deflate, const GByteArray *input);
