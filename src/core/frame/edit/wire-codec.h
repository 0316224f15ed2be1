/* Pieces that several of Drawbridge's frames share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/bytes.h"
#include "core/base/reader.h"
#include "core/frame/edit/wire.h"

/* Whether a message of this type is a COMMIT in its short form. */
bool bridge_wire_is_ink (uint8_t type);
/* A reader at what follows the type byte; MALFORMED when the message is of another type, LIMIT when it is over
 * BRIDGE_WIRE_MESSAGE_MAX. */
BridgeReader bridge_wire_open (const uint8_t *data, size_t length, BridgeWireType type);
/* The reader's status; MALFORMED when bytes are left. */
BridgeStatus bridge_wire_close (BridgeReader *reader);

/* A varint of at most BRIDGE_WIRE_NUMBER_MAX: LIMIT otherwise. */
uint64_t bridge_wire_get_number (BridgeReader *reader);
/* A number as the zigzag difference to one that both ends know: RANGE when it leaves 0 to BRIDGE_WIRE_NUMBER_MAX. */
void     bridge_wire_put_near (BridgeBytes *out, uint64_t base, uint64_t value);
uint64_t bridge_wire_get_near (BridgeReader *reader, uint64_t base);
/* A site: u64, not 0 (RANGE). */
uint64_t bridge_wire_get_site (BridgeReader *reader);

/* UTF-8 as a blob of at most `limit` bytes, cut at a code point where it is longer. */
void bridge_wire_put_text (BridgeBytes *out, const char *text, size_t length, size_t limit);
