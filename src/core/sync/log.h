/* The room's stream as a log of bytes, and each peer's place in it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every entry is framed once (an unmasked WebSocket binary frame) into chunks of BRIDGE_LOG_CHUNK_SIZE that hold a reference
 * to their successor. A tap is one peer's place: a chunk, an offset, and a private queue of whole frames that go
 * between the log's. So all peers share the bytes, and a chunk is freed when the slowest has passed it. */
#pragma once

#include "core/base/blob.h"
#include "core/base/bytes.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct BridgeLog BridgeLog;
typedef struct BridgeTap BridgeTap;

/* Bytes to send, borrowed until the next call that changes the tap. */
typedef struct
{
  const uint8_t *data;
  size_t         length;
} BridgeSpan;

BridgeLog *bridge_log_new (void);
void       bridge_log_free (BridgeLog *log);
/* Frames `payload` as one binary message at the end. */
void     bridge_log_append (BridgeLog *log, const uint8_t *payload, size_t length);
uint64_t bridge_log_end (const BridgeLog *log);        /* bytes ever appended, framing included */
uint64_t bridge_log_n_messages (const BridgeLog *log); /* messages ever appended */
/* Whole frames, or `payload` framed as one binary message, for taps of this log to share. */
BridgeBlob *bridge_log_hold (BridgeLog *log, BridgeBytes *frames); /* takes the bytes */
BridgeBlob *bridge_log_frame (BridgeLog *log, const uint8_t *payload, size_t length);
/* Bytes that chunks which somebody still reads, such frames, and the taps' queues take. */
size_t bridge_log_held (const BridgeLog *log);

BridgeTap *bridge_tap_new (BridgeLog *log); /* not following; the log must outlive it */
void       bridge_tap_free (BridgeTap *tap);

/* Takes its place at the log's end: what is appended from now on will be sent, after the private queue as it is now. */
void bridge_tap_follow (BridgeTap *tap);
/* Takes the place that another tap of the same log has (it must be following): so a tap that is never sent keeps a place. */
void bridge_tap_follow_from (BridgeTap *tap, const BridgeTap *other);
/* Gives its place up (a frame half sent is finished first); the private queue stays. */
void bridge_tap_leave (BridgeTap *tap);
bool bridge_tap_is_following (const BridgeTap *tap);
/* How many of the log's messages lie before its place, one half sent among them; it must be following. */
uint64_t bridge_tap_n_passed (const BridgeTap *tap);

/* Queues one whole frame for this peer alone. Messages go in order among themselves, before what the log holds beyond a
 * place that bridge_tap_follow took later, and between whole frames of the log otherwise. `take_frame` are framed already:
 * blobs are shared (a reference is taken). */
void bridge_tap_push_message (BridgeTap *tap, const uint8_t *payload, size_t length);
void bridge_tap_push_frame (BridgeTap *tap, BridgeBlob *frame);
/* Forgets the private frames of which nothing has been sent. */
void bridge_tap_drop_private (BridgeTap *tap);

size_t bridge_tap_lag (const BridgeTap *tap);     /* bytes of the log between its place and the end; 0 if not following */
size_t bridge_tap_private (const BridgeTap *tap); /* bytes in the private queue */
bool   bridge_tap_has_output (const BridgeTap *tap);

/* Fills up to max spans with what is to be sent next, in order; returns how many. Then says how much of it went. */
size_t bridge_tap_spans (const BridgeTap *tap, BridgeSpan *spans, size_t max_spans);
void   bridge_tap_sent (BridgeTap *tap, size_t length);
