/* Runs a connection over an input cut anywhere, and writes down all that came of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "conversation.h"

#include "script.h"

#include <string.h>

static void
next_mask_key (void *user_data, guint8 key[4])
{
  guint32 *state = user_data;
  *state = *state * 1664525 + 1013904223;
  for (guint i = 0; i < 4; i++)
    key[i] = (guint8)(*state >> (8 * i));
}

void
conversation_put_event (GString *text, const BridgeConnectionEvent *event)
{
  static const char *names[] = { "text", "binary", "ping", "pong", "close" };
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, names[event->type]);
  if (event->type == BRIDGE_CONNECTION_CLOSE)
    g_string_append_printf (text, "%u", event->close_code);
  script_put_payload (text, event->data, event->length);
}

static void
feed_piece (BridgeConnection *connection, const guint8 *data, gsize length, GString *events)
{
  g_autofree guint8    *piece = g_memdup2 (data, length);
  BridgeConnectionEvent event;
  bridge_connection_feed (connection, piece, length);
  while (bridge_connection_next (connection, &event))
    conversation_put_event (events, &event);
}

/* The close frame of an error tells why; it is the last thing said. */
static void
check_reason (const BridgeConnection *connection)
{
  const char *reason = connection->decoder.error.reason;
  gsize       n = strlen (reason);
  if (connection->options.role == BRIDGE_ROLE_SERVER)
    g_assert_cmpmem (connection->output.data + connection->output.length - n, n, reason, n);
}

static char *
finish (BridgeConnection *connection, GString *events)
{
  const BridgeDecoderError *error = &connection->decoder.error;
  g_string_append (events, " | ");
  script_put_frames (events, connection->output.data, connection->output.length,
                     connection->options.role == BRIDGE_ROLE_CLIENT);
  g_string_append (events, " |");
  if (error->status != BRIDGE_STATUS_OK)
    check_reason (connection);
  if (error->status != BRIDGE_STATUS_OK)
    g_string_append_printf (events, " %d %" G_GUINT64_FORMAT " %s", error->close_code, error->offset, error->reason);
  bridge_connection_clear (connection);
  return g_string_free (events, FALSE);
}

char *
conversation_run (BridgeRole role, const BridgeDeflateTerms *deflate, const GByteArray *input, const gsize *cuts, gsize n_cuts)
{
  guint32                 key_state = 1;
  BridgeConnectionOptions options = {
    .role = role,
    .frame_limit = CONVERSATION_FRAME_LIMIT,
    .message_limit = CONVERSATION_MESSAGE_LIMIT,
    .mask_key = next_mask_key,
    .user_data = &key_state,
  };
  BridgeConnection connection;
  GString         *events = g_string_new (NULL);
  if (deflate != NULL)
    options.deflate = *deflate;
  bridge_connection_init (&connection, &options);
  for (gsize i = 0, start = 0; i <= n_cuts; i++)
    {
      gsize end = i < n_cuts ? cuts[i] : input->len;
      feed_piece (&connection, input->data + start, end - start, events);
      start = end;
    }
  return finish (&connection, events);
}

char *
conversation_run_bytewise (BridgeRole role, const BridgeDeflateTerms *deflate, const GByteArray *input)
{
  g_autofree gsize *cuts = g_new (gsize, input->len + 1);
  for (gsize i = 0; i < input->len; i++)
    cuts[i] = i;
  return conversation_run (role, deflate, input, cuts, input->len);
}

void
conversation_cut_everywhere (BridgeRole role, const BridgeDeflateTerms *deflate, const GByteArray *input)
{
  g_autofree char *whole = conversation_run (role, deflate, input, NULL, 0);
  for (gsize i = 0; i <= input->len; i++)
    {
      if (input->len > 1000 && i > 40 && i + 40 < input->len)
        continue;
      for (gsize j = i; j <= (input->len > 60 ? i : input->len); j++)
        {
          gsize            cuts[] = { i, j };
          g_autofree char *cut = conversation_run (role, deflate, input, cuts, 2);
          g_assert_cmpstr (cut, ==, whole);
        }
    }
}
