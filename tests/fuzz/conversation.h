/* A conversation out of fuzz input: cut anywhere, it must give the same events and answers as at once; and what is sent
 * back comes out at the other end as it was.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/frame/websocket/connection.h"
#include "fuzz.h"

#define FRAME_LIMIT   600
#define MESSAGE_LIMIT 2000 /* more than is worth compressing */

/* What came of it. */
typedef struct
{
  BridgeBytes events;
  BridgeBytes echoes; /* messages, as they were sent back */
  BridgeBytes output;
  BridgeBytes error;
} Outcome;

static inline void
put_message (BridgeBytes *out, const BridgeConnectionEvent *event)
{
  bridge_bytes_put_u8 (out, event->type);
  bridge_bytes_put_blob (out, event->data, event->length);
}

static inline bool
is_message (const BridgeConnectionEvent *event)
{
  return event->type == BRIDGE_CONNECTION_TEXT || event->type == BRIDGE_CONNECTION_BINARY;
}

static inline void
take_event (Outcome *outcome, BridgeConnection *connection, const BridgeConnectionEvent *event)
{
  BridgeOpcode opcode = event->type == BRIDGE_CONNECTION_TEXT ? BRIDGE_OPCODE_TEXT : BRIDGE_OPCODE_BINARY;

  require (event->length <= MESSAGE_LIMIT);
  if (event->type == BRIDGE_CONNECTION_TEXT || event->type == BRIDGE_CONNECTION_CLOSE)
    require (bridge_utf8_valid (event->data, event->length));
  put_message (&outcome->events, event);
  bridge_bytes_put_u16 (&outcome->events, (uint16_t)event->close_code);
  if (is_message (event) && bridge_connection_send (connection, opcode, event->data, event->length))
    put_message (&outcome->echoes, event);
}

static inline void
take_outcome (Outcome *outcome, BridgeConnection *connection)
{
  const BridgeDecoderError *error = &connection->decoder.error;

  require (connection->message.length <= MESSAGE_LIMIT);
  require (!bridge_connection_is_done (connection) || connection->close_sent);
  bridge_bytes_put_u8 (&outcome->error, (uint8_t)error->status);
  bridge_bytes_put_u16 (&outcome->error, (uint16_t)error->close_code);
  bridge_bytes_put_u64 (&outcome->error, error->offset);
  bridge_bytes_put (&outcome->output, connection->output.data, connection->output.length);
}

static inline void
clear_outcome (Outcome *outcome)
{
  bridge_bytes_clear (&outcome->events);
  bridge_bytes_clear (&outcome->echoes);
  bridge_bytes_clear (&outcome->output);
  bridge_bytes_clear (&outcome->error);
}

static inline BridgeConnectionOptions
options_for (BridgeRole role, BridgeDeflateTerms deflate)
{
  return (BridgeConnectionOptions){
    .role = role,
    .frame_limit = FRAME_LIMIT,
    .message_limit = MESSAGE_LIMIT,
    .deflate = deflate,
    .mask_key = fixed_mask_key,
  };
}

/* In pieces of 1 to `max` bytes, as `seed` will have it. Each piece lies in memory of its own, so that AddressSanitizer sees what
 * is kept too long. */
static inline Outcome
run (const BridgeConnectionOptions *options, const uint8_t *data, size_t length, size_t max, uint64_t seed)
{
  Outcome               outcome = { 0 };
  BridgeConnection      connection;
  BridgeConnectionEvent event;
  BridgeRandom          random;

  bridge_random_init (&random, seed);
  bridge_connection_init (&connection, options);
  for (size_t start = 0, n; start < length; start += n)
    {
      n = max < length ? 1 + bridge_random_below (&random, max) : length;
      n = length - start < n ? length - start : n;
      uint8_t *piece = bridge_memdup (data + start, n);
      bridge_connection_feed (&connection, piece, n);
      while (bridge_connection_next (&connection, &event))
        take_event (&outcome, &connection, &event);
      bridge_free (piece);
    }
  take_outcome (&outcome, &connection);
  bridge_connection_clear (&connection);
  return outcome;
}

/* The other end reads the output to its end, and finds no fault with it. */
static inline void
require_heard (const Outcome *outcome, const BridgeConnectionOptions *options)
{
  BridgeConnectionOptions other = *options;
  BridgeConnection        listener;
  BridgeConnectionEvent   event;
  BridgeBytes             heard = { 0 };

  other.role = options->role == BRIDGE_ROLE_CLIENT ? BRIDGE_ROLE_SERVER : BRIDGE_ROLE_CLIENT;
  other.frame_limit = MESSAGE_LIMIT;
  bridge_connection_init (&listener, &other);
  bridge_connection_feed (&listener, outcome->output.data, outcome->output.length);
  while (bridge_connection_next (&listener, &event))
    if (is_message (&event))
      put_message (&heard, &event);
  require (listener.decoder.error.status == BRIDGE_STATUS_OK && listener.decoder.head_length == 0);
  require_same_bytes (&heard, &outcome->echoes);
  bridge_bytes_clear (&heard);
  bridge_connection_clear (&listener);
}

static inline void
converse (BridgeRole role, BridgeDeflateTerms deflate, const uint8_t *data, size_t length, uint8_t seed)
{
  BridgeConnectionOptions options = options_for (role, deflate);
  Outcome                 whole = run (&options, data, length, length, 0);
  Outcome                 cut = run (&options, data, length, (size_t)1 + seed, seed);

  require_same_bytes (&whole.events, &cut.events);
  require_same_bytes (&whole.echoes, &cut.echoes);
  require_same_bytes (&whole.output, &cut.output);
  require_same_bytes (&whole.error, &cut.error);
  require_heard (&whole, &options);
  clear_outcome (&whole);
  clear_outcome (&cut);
}
