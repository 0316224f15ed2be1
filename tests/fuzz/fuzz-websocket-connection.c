/* Fuzzes the connection in both roles: cut anywhere, the input must give the same events and answers as at once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/frame/websocket/connection.h"
#include "fuzz.h"

#include <string.h>

#define FRAME_LIMIT   600
#define MESSAGE_LIMIT 1000

static void
fixed_mask_key (void *user_data, uint8_t key[4])
{
  memcpy (key, "mask", 4);
}

static void
put_event (BridgeBytes *record, const BridgeConnectionEvent *event)
{
  require (event->length <= MESSAGE_LIMIT);
  if (event->type == BRIDGE_CONNECTION_TEXT || event->type == BRIDGE_CONNECTION_CLOSE)
    require (bridge_utf8_valid (event->data, event->length));
  bridge_bytes_put_u8 (record, event->type);
  bridge_bytes_put_u16 (record, (uint16_t)event->close_code);
  bridge_bytes_put_blob (record, event->data, event->length);
}

static void
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
static BridgeBytes
run (BridgeRole role, const uint8_t *data, size_t length, size_t step)
{
  BridgeConnectionOptions options = { role, FRAME_LIMIT, MESSAGE_LIMIT, fixed_mask_key, NULL };
  BridgeConnection        connection;
  BridgeConnectionEvent   event;
  BridgeBytes             record = { 0 };
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

/* The first byte chooses the role and the size of the pieces. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 2)
    return 0;
  BridgeRole  role = data[0] & 1 ? BRIDGE_ROLE_SERVER : BRIDGE_ROLE_CLIENT;
  BridgeBytes whole = run (role, data + 1, size - 1, size - 1);
  BridgeBytes cut = run (role, data + 1, size - 1, 1 + (data[0] >> 1));
  require (whole.length == cut.length && memcmp (whole.data, cut.data, cut.length) == 0);
  bridge_bytes_clear (&whole);
  bridge_bytes_clear (&cut);
  return 0;
}
