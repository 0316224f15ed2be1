/* One message that a server compresses for a single peer, whole in one frame (RFC 7692), with nothing kept between two.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/frame/websocket/frame.h"

/* Appends `payload` as an unmasked frame, compressed. False, with nothing appended, when that makes it no smaller, or when
 * `window_bits`, the most that the peer agreed to, is below BRIDGE_DEFLATER_WINDOW_MIN. Each message begins with an empty
 * window, so it may go between others whatever was agreed about a context, but not beside a compressor that keeps one. */
bool bridge_message_put_compressed (BridgeBytes *out, BridgeOpcode opcode, const void *payload, size_t length, unsigned window_bits);
