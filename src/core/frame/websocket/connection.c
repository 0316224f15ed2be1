/* One WebSocket connection after its handshake, without a socket: bytes in, messages out, and back (RFC 6455).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/connection.h"

#include <assert.h>
#include <string.h>

void
bridge_connection_init (BridgeConnection *connection, const BridgeConnectionOptions *options)
{
  assert (options->role == BRIDGE_ROLE_SERVER || options->mask_key != NULL);
  *connection = (BridgeConnection){ .options = *options };
  bridge_decoder_init (&connection->decoder, options->role, false, options->frame_limit);
}

void
bridge_connection_clear (BridgeConnection *connection)
{
  bridge_bytes_clear (&connection->message);
  bridge_bytes_clear (&connection->output);
}

bool
bridge_connection_is_done (const BridgeConnection *connection)
{
  return connection->close_received || connection->decoder.error.status != BRIDGE_STATUS_OK;
}

static bool
put_frame (BridgeConnection *connection, BridgeOpcode opcode, const void *payload, size_t length)
{
  if (connection->close_sent)
    return false;
  if (connection->options.role == BRIDGE_ROLE_SERVER)
    {
      bridge_frame_put (&connection->output, opcode, payload, length);
      return true;
    }
  BridgeFrameHeader header = { .fin = true, .opcode = opcode, .masked = true, .payload_length = length };
  uint8_t           head[BRIDGE_FRAME_HEADER_MAX];
  connection->options.mask_key (connection->options.user_data, header.mask_key);
  bridge_bytes_put (&connection->output, head, bridge_frame_header_encode (head, &header));
  bridge_bytes_put (&connection->output, payload, length);
  bridge_frame_mask (connection->output.data + connection->output.length - length, length, header.mask_key, 0);
  return true;
}

static bool
put_close (BridgeConnection *connection, unsigned code, const void *reason, size_t length)
{
  uint8_t payload[BRIDGE_FRAME_CONTROL_MAX] = { (uint8_t)(code >> 8), (uint8_t)code };
  assert (length <= BRIDGE_CONNECTION_REASON_MAX);
  memcpy (payload + 2, reason, length);
  bool put = put_frame (connection, BRIDGE_OPCODE_CLOSE, payload, code == BRIDGE_CLOSE_NONE ? 0 : 2 + length);
  connection->close_sent = true;
  return put;
}

bool
bridge_connection_send (BridgeConnection *connection, BridgeOpcode opcode, const void *payload, size_t length)
{
  assert (opcode == BRIDGE_OPCODE_BINARY || (opcode == BRIDGE_OPCODE_TEXT && bridge_utf8_valid (payload, length)));
  return put_frame (connection, opcode, payload, length);
}

bool
bridge_connection_ping (BridgeConnection *connection, const void *payload, size_t length)
{
  assert (length <= BRIDGE_FRAME_CONTROL_MAX);
  return put_frame (connection, BRIDGE_OPCODE_PING, payload, length);
}

bool
bridge_connection_close (BridgeConnection *connection, unsigned code, const char *reason)
{
  assert (bridge_close_code_is_valid (code) || (code == BRIDGE_CLOSE_NONE && reason[0] == '\0'));
  return put_close (connection, code, reason, strlen (reason));
}

void
bridge_connection_feed (BridgeConnection *connection, uint8_t *data, size_t length)
{
  if (!bridge_connection_is_done (connection))
    bridge_decoder_feed (&connection->decoder, data, length);
}

static bool
fail (BridgeConnection *connection, BridgeStatus status, BridgeCloseCode code, const char *reason)
{
  bridge_decoder_fail (&connection->decoder, status, code, reason);
  return false;
}

/* The fail calls below return false as everything here does that has no event to show. */

static bool
begin_data_frame (BridgeConnection *connection, const BridgeFrameHeader *header)
{
  if (header->opcode != BRIDGE_OPCODE_CONTINUATION)
    {
      connection->opcode = header->opcode;
      connection->utf8 = (BridgeUtf8){ 0 };
    }
  /* The message so far never exceeds its limit, so this does not wrap. */
  if (header->payload_length > connection->options.message_limit - connection->message.length)
    return fail (connection, BRIDGE_STATUS_LIMIT, BRIDGE_CLOSE_TOO_LARGE, "message too large");
  return true;
}

static bool
check_text (BridgeConnection *connection, const BridgeFramePiece *piece, bool ends)
{
  if (!bridge_utf8_feed (&connection->utf8, piece->data, piece->length) ||
      (ends && !bridge_utf8_complete (&connection->utf8)))
    return fail (connection, BRIDGE_STATUS_UTF8, BRIDGE_CLOSE_INVALID_DATA, "text is not UTF-8");
  return true;
}

/* A message that lies whole in what was fed is shown where it lies, without a copy. */
static bool
take_data (BridgeConnection *connection, const BridgeFramePiece *piece, BridgeConnectionEvent *event)
{
  bool ends = piece->last && piece->header->fin;
  if (piece->first && !begin_data_frame (connection, piece->header))
    return false;
  if (connection->opcode == BRIDGE_OPCODE_TEXT && !check_text (connection, piece, ends))
    return false;

  bool whole = ends && connection->message.length == 0;
  if (!whole)
    bridge_bytes_put (&connection->message, piece->data, piece->length);
  if (!ends)
    return false;
  *event = (BridgeConnectionEvent){
    .type = connection->opcode == BRIDGE_OPCODE_TEXT ? BRIDGE_CONNECTION_TEXT : BRIDGE_CONNECTION_BINARY,
    .data = whole ? piece->data : connection->message.data,
    .length = whole ? piece->length : connection->message.length,
  };
  connection->message_delivered = true;
  return true;
}

static bool
take_close (BridgeConnection *connection, BridgeConnectionEvent *event)
{
  unsigned code = BRIDGE_CLOSE_NONE;
  if (event->length > 0)
    {
      if (event->length < 2)
        return fail (connection, BRIDGE_STATUS_PROTOCOL, BRIDGE_CLOSE_PROTOCOL_ERROR, "half a close code");
      code = (unsigned)event->data[0] << 8 | event->data[1];
      if (!bridge_close_code_is_valid (code))
        return fail (connection, BRIDGE_STATUS_PROTOCOL, BRIDGE_CLOSE_PROTOCOL_ERROR, "forbidden close code");
      event->data += 2;
      event->length -= 2;
    }
  if (!bridge_utf8_valid (event->data, event->length))
    return fail (connection, BRIDGE_STATUS_UTF8, BRIDGE_CLOSE_INVALID_DATA, "close reason is not UTF-8");

  event->type = BRIDGE_CONNECTION_CLOSE;
  event->close_code = code;
  connection->close_received = true;
  put_close (connection, code, "", 0);
  return true;
}

static bool
take_control (BridgeConnection *connection, const BridgeFramePiece *piece, BridgeConnectionEvent *event)
{
  *event = (BridgeConnectionEvent){ .data = piece->data, .length = piece->length };
  if (!piece->first || !piece->last)
    {
      memcpy (connection->control + connection->control_length, piece->data, piece->length);
      connection->control_length += (uint8_t)piece->length;
      if (!piece->last)
        return false;
      event->data = connection->control;
      event->length = connection->control_length;
      connection->control_length = 0;
    }
  if (piece->header->opcode == BRIDGE_OPCODE_CLOSE)
    return take_close (connection, event);
  event->type = piece->header->opcode == BRIDGE_OPCODE_PING ? BRIDGE_CONNECTION_PING : BRIDGE_CONNECTION_PONG;
  if (event->type == BRIDGE_CONNECTION_PING)
    put_frame (connection, BRIDGE_OPCODE_PONG, event->data, event->length);
  return true;
}

bool
bridge_connection_next (BridgeConnection *connection, BridgeConnectionEvent *event)
{
  if (connection->message_delivered)
    bridge_bytes_clear (&connection->message);
  connection->message_delivered = false;

  BridgeFramePiece piece;
  while (!connection->close_received && bridge_decoder_next (&connection->decoder, &piece))
    if (bridge_opcode_is_control (piece.header->opcode) ? take_control (connection, &piece, event)
                                                        : take_data (connection, &piece, event))
      return true;

  const BridgeDecoderError *error = &connection->decoder.error;
  if (error->status != BRIDGE_STATUS_OK && !connection->close_sent)
    put_close (connection, error->close_code, error->reason, strlen (error->reason));
  return false;
}
