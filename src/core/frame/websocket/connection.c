/* One WebSocket connection after its handshake, without a socket: bytes in, messages out, and back (RFC 6455
 * and, where it was agreed on, RFC 7692).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/connection.h"

#include <assert.h>
#include <string.h>

#define DEFLATE_LEVEL 1

void
bridge_connection_init (BridgeConnection *connection, const BridgeConnectionOptions *options)
{
  assert (options->role == BRIDGE_ROLE_SERVER || options->mask_key != NULL);
  *connection = (BridgeConnection){ .options = *options };
  bridge_decoder_init (&connection->decoder, options->role, options->deflate.agreed, options->frame_limit);
}

void
bridge_connection_clear (BridgeConnection *connection)
{
  bridge_bytes_clear (&connection->message);
  bridge_bytes_clear (&connection->output);
  bridge_inflater_free (connection->inflater);
  bridge_deflater_free (connection->deflater);
}

bool
bridge_connection_is_done (const BridgeConnection *connection)
{
  return connection->close_received || connection->decoder.error.status != BRIDGE_STATUS_OK;
}

void
bridge_connection_give_up (BridgeConnection *connection, BridgeCloseCode code, const char *reason)
{
  bridge_decoder_fail (&connection->decoder, BRIDGE_STATUS_LIMIT, code, reason);
  bridge_bytes_clear (&connection->message);
  bridge_inflater_free (connection->inflater);
  connection->inflater = NULL;
}

/* Of what this side sends. */
static bool
keeps_context (const BridgeConnection *connection)
{
  const BridgeDeflateTerms *terms = &connection->options.deflate;
  return connection->options.role == BRIDGE_ROLE_SERVER ? !terms->server_no_context_takeover : !terms->client_no_context_takeover;
}

/* Of what the peer sends. */
static bool
peer_keeps_context (const BridgeConnection *connection)
{
  const BridgeDeflateTerms *terms = &connection->options.deflate;
  return connection->options.role == BRIDGE_ROLE_SERVER ? !terms->client_no_context_takeover : !terms->server_no_context_takeover;
}

static unsigned
window_bits (const BridgeConnection *connection)
{
  const BridgeDeflateTerms *terms = &connection->options.deflate;
  return connection->options.role == BRIDGE_ROLE_SERVER ? terms->server_max_window_bits : terms->client_max_window_bits;
}

static void
put_frame (BridgeConnection *connection, BridgeOpcode opcode, uint8_t rsv, const void *payload, size_t length)
{
  BridgeFrameHeader header = {
    .fin = true,
    .rsv = rsv,
    .opcode = opcode,
    .masked = connection->options.role == BRIDGE_ROLE_CLIENT,
    .payload_length = length,
  };
  uint8_t head[BRIDGE_FRAME_HEADER_MAX];
  if (header.masked)
    connection->options.mask_key (connection->options.user_data, header.mask_key);
  bridge_bytes_put (&connection->output, head, bridge_frame_header_encode (head, &header));
  bridge_bytes_put (&connection->output, payload, length);
  if (header.masked)
    bridge_frame_mask (connection->output.data + connection->output.length - length, length, header.mask_key, 0);
}

static bool
put_control (BridgeConnection *connection, BridgeOpcode opcode, const void *payload, size_t length)
{
  if (connection->close_sent)
    return false;
  put_frame (connection, opcode, 0, payload, length);
  return true;
}

/* A peer may ask for a window that zlib does not make; then what we send it stays as it is. */
static bool
is_worth_compressing (const BridgeConnection *connection, size_t length)
{
  return connection->options.deflate.agreed && length >= BRIDGE_CONNECTION_DEFLATE_MIN &&
         window_bits (connection) >= BRIDGE_DEFLATER_WINDOW_MIN;
}

/* False when that makes it no smaller: then the peer never sees it, and no later message may refer to it. */
static bool
put_compressed (BridgeConnection *connection, BridgeOpcode opcode, const void *payload, size_t length)
{
  BridgeBytes packed = { 0 };
  if (connection->deflater == NULL)
    connection->deflater = bridge_deflater_new ((int)window_bits (connection), DEFLATE_LEVEL);
  bridge_deflater_put (connection->deflater, &packed, payload, length);
  bool smaller = packed.length < length;
  if (smaller)
    put_frame (connection, opcode, BRIDGE_FRAME_RSV1, packed.data, packed.length);
  bridge_bytes_clear (&packed);
  if (!smaller || !keeps_context (connection))
    {
      bridge_deflater_free (connection->deflater);
      connection->deflater = NULL;
    }
  return smaller;
}

static bool
put_close (BridgeConnection *connection, unsigned code, const void *reason, size_t length)
{
  uint8_t payload[BRIDGE_FRAME_CONTROL_MAX] = { (uint8_t)(code >> 8), (uint8_t)code };
  assert (length <= BRIDGE_CONNECTION_REASON_MAX);
  memcpy (payload + 2, reason, length);
  bool put = put_control (connection, BRIDGE_OPCODE_CLOSE, payload, code == BRIDGE_CLOSE_NONE ? 0 : 2 + length);
  connection->close_sent = true;
  return put;
}

bool
bridge_connection_send (BridgeConnection *connection, BridgeOpcode opcode, const void *payload, size_t length)
{
  assert (opcode == BRIDGE_OPCODE_BINARY || (opcode == BRIDGE_OPCODE_TEXT && bridge_utf8_valid (payload, length)));
  if (connection->close_sent)
    return false;
  if (!is_worth_compressing (connection, length) || !put_compressed (connection, opcode, payload, length))
    put_frame (connection, opcode, 0, payload, length);
  return true;
}

bool
bridge_connection_ping (BridgeConnection *connection, const void *payload, size_t length)
{
  assert (length <= BRIDGE_FRAME_CONTROL_MAX);
  return put_control (connection, BRIDGE_OPCODE_PING, payload, length);
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
fail_too_large (BridgeConnection *connection)
{
  return fail (connection, BRIDGE_STATUS_LIMIT, BRIDGE_CLOSE_TOO_LARGE, "message too large");
}

static bool
begin_data_frame (BridgeConnection *connection, const BridgeFrameHeader *header)
{
  if (header->opcode != BRIDGE_OPCODE_CONTINUATION)
    {
      connection->opcode = header->opcode;
      connection->compressed = (header->rsv & BRIDGE_FRAME_RSV1) != 0;
      connection->utf8 = (BridgeUtf8){ 0 };
    }
  /* The message so far never exceeds its limit, so this does not wrap. */
  if (!connection->compressed && header->payload_length > connection->options.message_limit - connection->message.length)
    return fail_too_large (connection);
  return true;
}

static bool
check_text (BridgeConnection *connection, const uint8_t *data, size_t length)
{
  if (connection->opcode == BRIDGE_OPCODE_TEXT && !bridge_utf8_feed (&connection->utf8, data, length))
    return fail (connection, BRIDGE_STATUS_UTF8, BRIDGE_CLOSE_INVALID_DATA, "text is not UTF-8");
  return true;
}

/* What came out before a failure is judged first, so that the same fault is found wherever the input is cut. */
static bool
check_inflated (BridgeConnection *connection, size_t before, BridgeStatus status)
{
  const BridgeBytes *message = &connection->message;
  if (message->length > before && !check_text (connection, message->data + before, message->length - before))
    return false;
  if (status == BRIDGE_STATUS_LIMIT)
    return fail_too_large (connection);
  if (status != BRIDGE_STATUS_OK)
    return fail (connection, status, BRIDGE_CLOSE_INVALID_DATA, "bad compressed data");
  return true;
}

static bool
inflate_piece (BridgeConnection *connection, const BridgeFramePiece *piece)
{
  BridgeBytes *message = &connection->message;
  size_t       before = message->length;
  if (connection->inflater == NULL)
    connection->inflater = bridge_inflater_new ();
  return check_inflated (connection, before,
                         bridge_inflater_feed (connection->inflater, message, piece->data, piece->length, connection->options.message_limit));
}

static bool
end_inflation (BridgeConnection *connection)
{
  BridgeBytes *message = &connection->message;
  size_t       before = message->length;
  if (!check_inflated (connection, before, bridge_inflater_end (connection->inflater, message, connection->options.message_limit)))
    return false;
  if (!peer_keeps_context (connection))
    {
      bridge_inflater_free (connection->inflater);
      connection->inflater = NULL;
    }
  return true;
}

static bool
show_message (BridgeConnection *connection, const uint8_t *data, size_t length, BridgeConnectionEvent *event)
{
  bool text = connection->opcode == BRIDGE_OPCODE_TEXT;
  if (text && !bridge_utf8_complete (&connection->utf8))
    return fail (connection, BRIDGE_STATUS_UTF8, BRIDGE_CLOSE_INVALID_DATA, "text is not UTF-8");
  *event = (BridgeConnectionEvent){
    .type = text ? BRIDGE_CONNECTION_TEXT : BRIDGE_CONNECTION_BINARY,
    .data = data,
    .length = length,
  };
  connection->message_delivered = true;
  return true;
}

static bool
take_compressed (BridgeConnection *connection, const BridgeFramePiece *piece, bool ends, BridgeConnectionEvent *event)
{
  return inflate_piece (connection, piece) && ends && end_inflation (connection) &&
         show_message (connection, connection->message.data, connection->message.length, event);
}

/* A message that lies whole in what was fed is shown where it lies, without a copy. */
static bool
take_plain (BridgeConnection *connection, const BridgeFramePiece *piece, bool ends, BridgeConnectionEvent *event)
{
  if (!check_text (connection, piece->data, piece->length))
    return false;
  if (ends && connection->message.length == 0)
    return show_message (connection, piece->data, piece->length, event);
  bridge_bytes_put (&connection->message, piece->data, piece->length);
  return ends && show_message (connection, connection->message.data, connection->message.length, event);
}

static bool
take_data (BridgeConnection *connection, const BridgeFramePiece *piece, BridgeConnectionEvent *event)
{
  bool ends = piece->last && piece->header->fin;
  if (piece->first && !begin_data_frame (connection, piece->header))
    return false;
  return connection->compressed ? take_compressed (connection, piece, ends, event)
                                : take_plain (connection, piece, ends, event);
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
    put_control (connection, BRIDGE_OPCODE_PONG, event->data, event->length);
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
