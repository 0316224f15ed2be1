/* The guest's end of a connection: from an invitation to messages out and in.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It reads and writes the stream, not the descriptor, so that a TLS stream in its place would do as well. */
#include "session/link.h"

#include "core/frame/edit/wire.h"
#include "core/frame/websocket/connection.h"
#include "session/entropy.h"
#include "session/error.h"
#include "session/limits.h"
#include "session/timer.h"
#include "session/upgrade.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

struct BridgeLink
{
  guint              references; /* the owner's; while it connects; while a callback runs */
  BridgeInvite      *invite;
  BridgeLinkHandlers handlers;
  gpointer           data;
  GMainContext      *context;
  GCancellable      *connecting;

  GIOStream             *stream; /* NULL until connected */
  GPollableInputStream  *input;
  GPollableOutputStream *output;
  BridgeUpgrade         *upgrade; /* NULL once the 101 has come */
  BridgeConnection       connection;
  gsize                  written; /* of connection.output */
  guint8                 buffer[BRIDGE_NET_READ_SIZE];
  gboolean               fed; /* the connection has not consumed all of the buffer */

  gboolean paused;
  gboolean told;    /* `closed` has been called */
  gboolean broken;  /* the stream is of no use any more */
  gboolean closing; /* the owner has gone; the close frame is on its way */

  GSource *reading; /* NULL: none */
  GSource *writing;
  GSource *timer;
  GSource *later;       /* set: what is fed is delivered further when it expires */
  guint    ping, pong;  /* ms */
  gboolean pinged;      /* the timer waits for the pong */
  gboolean progressing; /* bytes were written since the ping */
};

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
stop (BridgeLink *link)
{
  link->broken = TRUE;
  g_cancellable_cancel (link->connecting);
  drop_source (&link->reading);
  drop_source (&link->writing);
  bridge_timer_unset (link->timer);
  bridge_timer_unset (link->later);
}

static BridgeLink *
ref (BridgeLink *link)
{
  link->references++;
  return link;
}

static void
unref (BridgeLink *link)
{
  if (--link->references > 0)
    return;
  stop (link);
  bridge_timer_free (link->timer);
  bridge_timer_free (link->later);
  if (link->stream != NULL)
    g_io_stream_close (link->stream, NULL, NULL);
  g_clear_object (&link->stream);
  g_clear_pointer (&link->upgrade, bridge_upgrade_free);
  bridge_connection_clear (&link->connection);
  bridge_invite_unref (link->invite);
  g_object_unref (link->connecting);
  g_clear_pointer (&link->context, g_main_context_unref);
  g_free (link);
}

/* The end, with or without an error. */
static void
tell_closed (BridgeLink *link, const GError *error)
{
  if (!link->told && !link->closing)
    {
      link->told = TRUE;
      link->handlers.closed (link->data, error);
    }
}

/* Takes the error. */
static void
fail (BridgeLink *link, GError *error)
{
  g_autoptr (GError) why = error;

  stop (link);
  if (link->closing)
    unref (link); /* what the owner left to us */
  else
    tell_closed (link, why);
}

static void
schedule_write (BridgeLink *link);

/* Writes as much as goes at once. FALSE: the link has failed. */
static gboolean
write_out (BridgeLink *link)
{
  BridgeBytes *bytes = &link->connection.output;

  while (link->written < bytes->length)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_pollable_output_stream_write_nonblocking (link->output, bytes->data + link->written, bytes->length - link->written, NULL, &error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          schedule_write (link);
          return TRUE;
        }
      if (n <= 0)
        {
          fail (link, bridge_error_lost ());
          return FALSE;
        }
      link->written += n;
      link->progressing = TRUE;
    }
  bridge_bytes_truncate (bytes, 0);
  link->written = 0;
  return TRUE;
}

static gboolean
on_writable (GObject *stream, gpointer data)
{
  BridgeLink *link = ref (data);

  drop_source (&link->writing);
  if (write_out (link) && link->written == 0 && link->upgrade == NULL && !link->told && !link->closing)
    link->handlers.drained (link->data);
  unref (link);
  return G_SOURCE_REMOVE;
}

static void
schedule_write (BridgeLink *link)
{
  if (link->writing != NULL || link->broken)
    return;
  link->writing = g_pollable_output_stream_create_source (link->output, NULL);
  g_source_set_callback (link->writing, G_SOURCE_FUNC (on_writable), link, NULL);
  g_source_attach (link->writing, link->context);
}

/* A close frame came, or nonsense did: the owner is told, and then closes. */
static void
handle_done (BridgeLink *link)
{
  const BridgeDecoderError *error = &link->connection.decoder.error;
  g_autoptr (GError) why = NULL;

  schedule_write (link); /* our own close frame */
  if (error->status != BRIDGE_STATUS_OK)
    why = bridge_error_from_status (error->status);
  tell_closed (link, why);
}

/* For some milliseconds; then other sources get their turn, and no more is read until the rest is delivered. */
static void
deliver (BridgeLink *link)
{
  gint64                until = g_get_monotonic_time () + BRIDGE_SESSION_SLICE;
  BridgeConnectionEvent event;

  while (link->fed && !link->paused && !link->told && !link->closing && g_get_monotonic_time () < until)
    if (!bridge_connection_next (&link->connection, &event))
      link->fed = FALSE;
    else if (event.type == BRIDGE_CONNECTION_BINARY)
      link->handlers.message (link->data, event.data, event.length);
  if (link->connection.output.length > 0)
    schedule_write (link);
  if (!link->fed && bridge_connection_is_done (&link->connection))
    handle_done (link);
  else if (link->fed && !link->paused && !link->told && !link->closing)
    {
      drop_source (&link->reading);
      bridge_timer_set (link->later, 1);
    }
}

static void
feed (BridgeLink *link, guint8 *data, gsize length)
{
  if (length == 0 || link->told || link->closing)
    return;
  bridge_connection_feed (&link->connection, data, length);
  link->fed = TRUE;
  deliver (link);
}

static void
handle_head (BridgeLink *link, gsize length)
{
  g_autoptr (GError) error = NULL;
  gsize rest = 0;

  switch (bridge_upgrade_feed (link->upgrade, link->buffer, length, &rest, &error))
    {
    case BRIDGE_UPGRADE_MORE:
      return;
    case BRIDGE_UPGRADE_FAILED:
      fail (link, g_steal_pointer (&error));
      return;
    case BRIDGE_UPGRADE_DONE:
      g_clear_pointer (&link->upgrade, bridge_upgrade_free);
      bridge_timer_set (link->timer, link->ping);
      link->handlers.opened (link->data);
      feed (link, link->buffer + length - rest, rest);
    }
}

static void
handle_bytes (BridgeLink *link, gsize length)
{
  if (link->upgrade != NULL)
    {
      handle_head (link, length);
      return;
    }
  if (!link->closing)
    {
      link->pinged = FALSE;
      bridge_timer_set (link->timer, link->ping);
    }
  feed (link, link->buffer, length);
}

/* The stream has ended. */
static void
handle_end (BridgeLink *link)
{
  if (link->upgrade != NULL)
    fail (link, bridge_error_not_a_server (link->invite->host));
  else
    fail (link, bridge_error_lost ());
}

static gboolean
on_readable (GObject *stream, gpointer data)
{
  BridgeLink *link = ref (data);
  g_autoptr (GError) error = NULL;
  gssize   n = g_pollable_input_stream_read_nonblocking (link->input, link->buffer, sizeof link->buffer, NULL, &error);
  gboolean again;

  if (n > 0)
    handle_bytes (link, n);
  else if (n == 0)
    handle_end (link);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    fail (link, link->upgrade != NULL ? bridge_error_from_gio (error, link->invite->host) : bridge_error_lost ());
  again = link->reading != NULL;
  unref (link);
  return again;
}

static void
start_reading (BridgeLink *link)
{
  if (link->reading != NULL || link->broken)
    return;
  link->reading = g_pollable_input_stream_create_source (link->input, NULL);
  g_source_set_callback (link->reading, G_SOURCE_FUNC (on_readable), link, NULL);
  g_source_attach (link->reading, link->context);
}

static void
on_later (gpointer data)
{
  BridgeLink *link = ref (data);

  deliver (link);
  if (!link->fed && !link->paused)
    start_reading (link);
  unref (link);
}

static GError *
not_opened (BridgeLink *link)
{
  g_autoptr (GError) error = NULL;

  if (bridge_invite_is_tls (link->invite))
    return bridge_error_encrypted ();
  if (link->stream != NULL)
    return bridge_error_not_a_server (link->invite->host);
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "");
  return bridge_error_from_gio (error, link->invite->host);
}

/* While much is being written, and goes, the pong may stand behind it. */
static void
handle_silence (BridgeLink *link)
{
  if (link->pinged && !(link->progressing && bridge_link_unsent (link) > 0))
    {
      fail (link, bridge_error_lost ());
      return;
    }
  if (!link->pinged)
    bridge_connection_ping (&link->connection, NULL, 0);
  link->pinged = TRUE;
  link->progressing = FALSE;
  schedule_write (link);
  bridge_timer_set (link->timer, link->pong);
}

static void
on_timer (gpointer data)
{
  BridgeLink *link = ref (data);

  if (link->closing)
    fail (link, NULL);
  else if (link->stream == NULL || link->upgrade != NULL)
    fail (link, not_opened (link));
  else
    handle_silence (link);
  unref (link);
}

static void
set_stream (BridgeLink *link, GSocketConnection *connection)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_socket_set_timeout (socket, 0);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_USER_TIMEOUT, BRIDGE_NET_USER_TIMEOUT, NULL);
  link->stream = G_IO_STREAM (connection);
  link->input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (link->stream));
  link->output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (link->stream));
}

static void
on_connected (GObject *client, GAsyncResult *result, gpointer data)
{
  BridgeLink *link = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (client), result, &error);

  if (link->broken)
    ;
  else if (connection == NULL)
    fail (link, bridge_error_from_gio (error, link->invite->host));
  else
    {
      set_stream (link, g_steal_pointer (&connection));
      bridge_upgrade_put_request (link->upgrade, &link->connection.output);
      schedule_write (link);
      start_reading (link);
    }
  unref (link);
}

/* The proxy of the desktop is for what lies beyond this network; boards are shared within it. */
static void
start_connecting (BridgeLink *link)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnectable) place = g_network_address_new (link->invite->host, link->invite->port);

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, BRIDGE_NET_CONNECT_TIMEOUT);
  g_socket_client_connect_async (client, place, link->connecting, on_connected, ref (link));
}

static void
make_mask_key (void *data, uint8_t key[4])
{
  bridge_entropy_fill (key, 4);
}

BridgeLink *
bridge_link_open (BridgeInvite *invite, const BridgeLinkHandlers *handlers, gpointer data)
{
  const BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_CLIENT,
    .frame_limit = BRIDGE_WIRE_MESSAGE_MAX,
    .message_limit = BRIDGE_WIRE_MESSAGE_MAX,
    .mask_key = make_mask_key,
  };
  BridgeLink *link = g_new0 (BridgeLink, 1);

  link->references = 1;
  link->invite = bridge_invite_ref (invite);
  link->handlers = *handlers;
  link->data = data;
  link->context = g_main_context_ref_thread_default ();
  link->connecting = g_cancellable_new ();
  link->upgrade = bridge_upgrade_new (invite);
  link->ping = BRIDGE_NET_PING_INTERVAL;
  link->pong = BRIDGE_NET_PONG_TIMEOUT;
  link->timer = bridge_timer_new (link->context, on_timer, link);
  link->later = bridge_timer_new (link->context, on_later, link);
  bridge_connection_init (&link->connection, &options);
  /* Encryption is refused as soon as the loop comes round, not before this has returned. */
  bridge_timer_set (link->timer, bridge_invite_is_tls (invite) ? 0 : BRIDGE_NET_OPEN_TIMEOUT);
  if (!bridge_invite_is_tls (invite))
    start_connecting (link);
  return link;
}

/* What a dying process has to say must be written now; the rest is politeness. */
void
bridge_link_close (BridgeLink *link)
{
  if (link->broken || link->upgrade != NULL)
    {
      link->told = TRUE;
      stop (link);
      unref (link);
      return;
    }
  link->closing = TRUE;
  bridge_timer_unset (link->later);
  bridge_connection_close (&link->connection, BRIDGE_CLOSE_NORMAL, "");
  bridge_timer_set (link->timer, BRIDGE_NET_CLOSE_TIMEOUT);
  start_reading (link);
  write_out (link);
}

gboolean
bridge_link_is_open (const BridgeLink *link)
{
  return link->upgrade == NULL && !link->broken && !link->told;
}

void
bridge_link_send (BridgeLink *link, const guint8 *payload, gsize length)
{
  g_return_if_fail (link->upgrade == NULL);

  if (link->broken)
    return;
  bridge_connection_send (&link->connection, BRIDGE_OPCODE_BINARY, payload, length);
  schedule_write (link);
}

gsize
bridge_link_unsent (const BridgeLink *link)
{
  return link->connection.output.length - link->written;
}

void
bridge_link_pause (BridgeLink *link)
{
  link->paused = TRUE;
  drop_source (&link->reading);
  bridge_timer_unset (link->timer);
  bridge_timer_unset (link->later);
}

void
bridge_link_resume (BridgeLink *link)
{
  if (!link->paused)
    return;
  link->paused = FALSE;
  link->pinged = FALSE;
  if (link->broken || link->closing)
    return;
  bridge_timer_set (link->timer, link->ping);
  bridge_timer_set (link->later, 0);
}

void
bridge_link_set_clocks (BridgeLink *link, guint open, guint ping, guint pong)
{
  bridge_timer_set (link->timer, open);
  link->ping = ping;
  link->pong = pong;
}
