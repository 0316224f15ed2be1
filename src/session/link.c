/* The guest's end of a connection: messages out and in, and its end.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * It reads and writes the stream, not the descriptor: the stream may be TLS. */
#include "session/link-private.h"

#include "session/entropy.h"
#include "session/error.h"
#include "session/timer.h"

static void
copy_place (BridgeLinkPlace *copy, const BridgeLinkPlace *place)
{
  *copy = *place;
  copy->host = g_strdup (place->host);
  copy->target = g_strdup (place->target);
  copy->fingerprint = g_strdup (place->fingerprint);
  copy->protocols = (const char *const *)g_strdupv ((char **)place->protocols);
}

static void
clear_place (BridgeLinkPlace *place)
{
  g_free ((char *)place->host);
  g_free ((char *)place->target);
  g_free ((char *)place->fingerprint);
  g_strfreev ((char **)place->protocols);
}

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

BridgeLink *
bridge_link_ref (BridgeLink *link)
{
  link->references++;
  return link;
}

void
bridge_link_unref (BridgeLink *link)
{
  if (--link->references > 0)
    return;
  stop (link);
  bridge_timer_free (link->timer);
  bridge_timer_free (link->later);
  if (link->socket != NULL)
    g_socket_close (link->socket, NULL); /* not the stream: TLS would wait until its farewell has been written */
  g_clear_object (&link->socket);
  g_clear_object (&link->stream);
  g_clear_pointer (&link->upgrade, bridge_upgrade_free);
  bridge_connection_clear (&link->connection);
  clear_place (&link->place);
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
void
bridge_link_fail (BridgeLink *link, GError *error)
{
  g_autoptr (GError) why = error;

  stop (link);
  if (link->closing)
    bridge_link_unref (link); /* what the owner left to us */
  else
    tell_closed (link, why);
}

/* Writes as much as goes at once. FALSE: the link has failed. */
static gboolean
write_out (BridgeLink *link)
{
  BridgeBytes *bytes = &link->connection.output;

  while (link->written < bytes->length)
    {
      g_autoptr (GError) error = NULL;
      gsize  length = link->blocked > 0 ? link->blocked : bytes->length - link->written;
      gssize n = g_pollable_output_stream_write_nonblocking (link->output, bytes->data + link->written, length, NULL, &error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          link->blocked = length;
          bridge_link_schedule_write (link);
          return TRUE;
        }
      if (n <= 0)
        {
          bridge_link_fail (link, bridge_error_lost ());
          return FALSE;
        }
      link->blocked = 0;
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
  BridgeLink *link = bridge_link_ref (data);

  drop_source (&link->writing);
  if (write_out (link) && link->written == 0 && link->upgrade == NULL && !link->told && !link->closing)
    link->handlers.drained (link->data);
  bridge_link_unref (link);
  return G_SOURCE_REMOVE;
}

void
bridge_link_schedule_write (BridgeLink *link)
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

  bridge_link_schedule_write (link); /* our own close frame */
  if (error->status != BRIDGE_STATUS_OK)
    why = bridge_error_from_status (error->status);
  tell_closed (link, why);
}

static void
refuse_text (BridgeLink *link)
{
  g_autoptr (GError) why = bridge_error_from_status (BRIDGE_STATUS_PROTOCOL);

  bridge_connection_close (&link->connection, BRIDGE_CLOSE_UNSUPPORTED, "text");
  bridge_link_schedule_write (link);
  tell_closed (link, why);
}

static void
handle_event (BridgeLink *link, const BridgeConnectionEvent *event)
{
  if (event->type == BRIDGE_CONNECTION_BINARY)
    link->handlers.message (link->data, BRIDGE_OPCODE_BINARY, event->data, event->length);
  else if (event->type == BRIDGE_CONNECTION_TEXT && link->place.takes_text)
    link->handlers.message (link->data, BRIDGE_OPCODE_TEXT, event->data, event->length);
  else if (event->type == BRIDGE_CONNECTION_TEXT)
    refuse_text (link);
}

/* For some milliseconds; then other sources get their turn, and no more is read until the rest is delivered. */
static void
deliver (BridgeLink *link)
{
  gint64                until = g_get_monotonic_time () + BRIDGE_SESSION_SLICE;
  BridgeConnectionEvent event;

  while (link->fed && !link->paused && !link->told && !link->closing && g_get_monotonic_time () < until)
    if (bridge_connection_next (&link->connection, &event))
      handle_event (link, &event);
    else
      link->fed = FALSE;
  if (link->connection.output.length > 0)
    bridge_link_schedule_write (link);
  if (!link->fed && bridge_connection_is_done (&link->connection))
    handle_done (link);
  else if (link->fed && !link->paused && !link->told && !link->closing)
    {
      drop_source (&link->reading);
      bridge_timer_set (link->later, 1);
    }
}

void
bridge_link_feed (BridgeLink *link, guint8 *data, gsize length)
{
  if (length == 0 || link->told || link->closing || link->broken)
    return;
  bridge_connection_feed (&link->connection, data, length);
  link->fed = TRUE;
  deliver (link);
}

static void
handle_bytes (BridgeLink *link, gsize length)
{
  if (link->upgrade != NULL)
    {
      bridge_link_handle_head (link, length);
      return;
    }
  if (!link->closing)
    {
      link->pinged = FALSE;
      bridge_timer_set (link->timer, link->ping);
    }
  bridge_link_feed (link, link->buffer, length);
}

/* The stream has ended. */
static void
handle_end (BridgeLink *link)
{
  if (link->upgrade != NULL)
    bridge_link_fail (link, bridge_error_not_a_server (link->place.host));
  else
    bridge_link_fail (link, bridge_error_lost ());
}

static gboolean
on_readable (GObject *stream, gpointer data)
{
  BridgeLink *link = bridge_link_ref (data);
  g_autoptr (GError) error = NULL;
  gssize   n = g_pollable_input_stream_read_nonblocking (link->input, link->buffer, sizeof link->buffer, NULL, &error);
  gboolean again;

  if (n > 0)
    handle_bytes (link, n);
  else if (n == 0)
    handle_end (link);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    bridge_link_fail (link, link->upgrade != NULL ? bridge_error_from_gio (error, link->place.host) : bridge_error_lost ());
  again = link->reading != NULL;
  bridge_link_unref (link);
  return again;
}

void
bridge_link_start_reading (BridgeLink *link)
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
  BridgeLink *link = bridge_link_ref (data);

  deliver (link);
  if (!link->fed && !link->paused)
    bridge_link_start_reading (link);
  bridge_link_unref (link);
}

/* While much is being written, and goes, the pong may stand behind it. */
static void
handle_silence (BridgeLink *link)
{
  if (link->pinged && !(link->progressing && bridge_link_unsent (link) > 0))
    {
      bridge_link_fail (link, bridge_error_lost ());
      return;
    }
  if (!link->pinged)
    bridge_connection_ping (&link->connection, NULL, 0);
  link->pinged = TRUE;
  link->progressing = FALSE;
  bridge_link_schedule_write (link);
  bridge_timer_set (link->timer, link->pong);
}

static void
on_timer (gpointer data)
{
  BridgeLink *link = bridge_link_ref (data);

  if (link->closing)
    bridge_link_fail (link, NULL);
  else if (link->upgrade != NULL)
    bridge_link_fail (link, bridge_link_not_opened (link));
  else
    handle_silence (link);
  bridge_link_unref (link);
}

static void
make_mask_key (void *data, uint8_t key[4])
{
  bridge_entropy_fill (key, 4);
}

void
bridge_link_init_connection (BridgeLink *link, const BridgeDeflateTerms *deflate)
{
  const BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_CLIENT,
    .frame_limit = link->place.message_limit,
    .message_limit = link->place.message_limit,
    .deflate = *deflate,
    .mask_key = make_mask_key,
  };

  bridge_connection_init (&link->connection, &options);
}

BridgeLink *
bridge_link_new (const BridgeLinkPlace *place, const BridgeLinkHandlers *handlers, gpointer data)
{
  static const BridgeDeflateTerms none = { 0 };
  BridgeLink                     *link = g_new0 (BridgeLink, 1);

  link->references = 1;
  copy_place (&link->place, place);
  link->handlers = *handlers;
  link->data = data;
  link->context = g_main_context_ref_thread_default ();
  link->ping = BRIDGE_NET_PING_INTERVAL;
  link->pong = BRIDGE_NET_PONG_TIMEOUT;
  link->timer = bridge_timer_new (link->context, on_timer, link);
  link->later = bridge_timer_new (link->context, on_later, link);
  bridge_link_init_connection (link, &none);
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
      bridge_link_unref (link);
      return;
    }
  link->closing = TRUE;
  bridge_timer_unset (link->later);
  bridge_connection_close (&link->connection, BRIDGE_CLOSE_NORMAL, "");
  bridge_timer_set (link->timer, BRIDGE_NET_CLOSE_TIMEOUT);
  bridge_link_start_reading (link);
  write_out (link);
}

gboolean
bridge_link_is_open (const BridgeLink *link)
{
  return link->upgrade == NULL && !link->broken && !link->told;
}

void
bridge_link_send (BridgeLink *link, BridgeOpcode opcode, const guint8 *payload, gsize length)
{
  g_return_if_fail (link->upgrade == NULL);

  if (link->broken)
    return;
  bridge_connection_send (&link->connection, opcode, payload, length);
  bridge_link_schedule_write (link);
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
