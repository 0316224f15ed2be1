/* A conversation out of fuzz input: cut anywhere, it must give the same events and answers as at once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/memory.h"
#include "core/frame/websocket/connection.h"
#include "fuzz.h"

#include <string.h>

#define FRAME_LIMIT   600
#define MESSAGE_LIMIT 1000

static inline void
fixed_mask_key (void *user_data, uint8_t key[4])
{
  memcpy (key, "mask", 4);
}

static inline void
put_event (BridgeBytes *record, const BridgeConnectionEvent *event)
{
  require (event->length <= MESSAGE_LIMIT);
  if (event->type == BRIDGE_CONNECTION_TEXT || event->type == BRIDGE_CONNECTION_CLOSE)
    require (bridge_utf8_valid (event->data, event->length));
  bridge_bytes_put_u8 (record, event->type);
  bridge_bytes_put_u16 (record, (uint16_t)event->close_code);
  bridge_bytes_put_blob (record, event->data, event->length);
}

static inline void
put_outcome (BridgeBytes *record, const BridgeConnection *connection)
{
  const BridgeDecoderError *error = &connection->decoder.error;
  require (connection->message.length <= MESSAGE_LIMIT);
  require (!bridge_connection_is_done (connection) || connection->close_sent);
  bridge_bytes_put_u8 (record, (uint8_t)error->status);
  bridge_bytes_put_u16 (record, (uint16_t)error->close_code);
  bridge_bytes_put_u64 (record, error->offset);
  bridge_bytes_put_blob (record, connection->output.data, connection->output.length);
}

/* Each piece lies in memory of its own, so that AddressSanitizer sees what is kept too long. */
static inline BridgeBytes
run (BridgeRole role, BridgeDeflateTerms deflate, const uint8_t *data, size_t length, size_t step)
{
  BridgeConnectionOptions options = {
    .role = role,
    .frame_limit = FRAME_LIMIT,
    .message_limit = MESSAGE_LIMIT,
    .deflate = deflate,
    .mask_key = fixed_mask_key,
  };
  BridgeConnection      connection;
  BridgeConnectionEvent event;
  BridgeBytes           record = { 0 };
  bridge_connection_init (&connection, &options);
  for (size_t start = 0; start < length; start += step)
    {
      size_t   n = length - start < step ? length - start : step;
      uint8_t *piece = bridge_memdup (data + start, n);
      bridge_connection_feed (&connection, piece, n);
      while (bridge_connection_next (&connection, &event))
        put_event (&record, &event);
      bridge_free (piece);
    }
  put_outcome (&record, &connection);
  bridge_connection_clear (&connection);
  return record;
}

static inline void
converse (BridgeRole role, BridgeDeflateTerms deflate, const uint8_t *data, size_t length, size_t step)
{
  BridgeBytes whole = run (role, deflate, data, length, length);
  BridgeBytes cut = run (role, deflate, data, length, step);
  require (whole.length == cut.length && memcmp (whole.data, cut.data, cut.length) == 0);
  bridge_bytes_clear (&whole);
  bridge_bytes_clear (&cut);
}
