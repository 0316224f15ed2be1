/* The bytes of a channel: on a descriptor, or through TLS above it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/channel-private.h"

#include "session/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static BridgeLineResult
result_of (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) ? BRIDGE_LINE_BLOCKED : BRIDGE_LINE_GONE;
}

static BridgeLineResult
read_stream (BridgeChannel *channel, guint8 *buffer, gsize size, gsize *n_read)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (channel->stream));
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (input, buffer, size, NULL, &error);

  if (n < 0)
    return result_of (error);
  *n_read = n;
  return n > 0 ? BRIDGE_LINE_MOVED : BRIDGE_LINE_GONE;
}

static BridgeLineResult
result_of_errno (void)
{
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? BRIDGE_LINE_BLOCKED : BRIDGE_LINE_GONE;
}

BridgeLineResult
bridge_channel_read (BridgeChannel *channel, guint8 *buffer, gsize size, gsize *n_read)
{
  gssize n;

  if (channel->stream != NULL)
    return read_stream (channel, buffer, size, n_read);
  n = recv (channel->watch.fd, buffer, size, MSG_DONTWAIT);
  if (n < 0)
    return result_of_errno ();
  *n_read = n;
  return n > 0 ? BRIDGE_LINE_MOVED : BRIDGE_LINE_GONE;
}

static gssize
send_pieces (int fd, const BridgeSpan *spans, gsize n_spans)
{
  struct iovec  pieces[BRIDGE_NET_SPANS_MAX];
  struct msghdr message = { .msg_iov = pieces, .msg_iovlen = n_spans };

  for (gsize i = 0; i < n_spans; i++)
    pieces[i] = (struct iovec){ .iov_base = (void *)(guintptr)spans[i].data, .iov_len = spans[i].length };
  return sendmsg (fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static BridgeLineResult
write_descriptor (BridgeChannel *channel, const BridgeSpan *spans, gsize n_spans, gsize *n_written)
{
  gssize n;

  do
    n = n_spans == 1 ? send (channel->watch.fd, spans->data, spans->length, MSG_DONTWAIT | MSG_NOSIGNAL)
                     : send_pieces (channel->watch.fd, spans, n_spans);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return result_of_errno ();
  *n_written = n;
  return BRIDGE_LINE_MOVED;
}

static gsize
gather (guint8 *buffer, gsize size, const BridgeSpan *spans, gsize n_spans)
{
  gsize length = 0;

  for (gsize i = 0; i < n_spans && length < size; i++)
    {
      gsize n = MIN (spans[i].length, size - length);

      memcpy (buffer + length, spans[i].data, n);
      length += n;
    }
  return length;
}

static BridgeLineResult
write_record (BridgeChannel *channel, const guint8 *data, gsize length, gsize *n_written)
{
  GPollableOutputStream *output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (channel->stream));
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_output_stream_write_nonblocking (output, data, length, NULL, &error);

  if (n < 0)
    return result_of (error);
  *n_written = n;
  return BRIDGE_LINE_MOVED;
}

/* One record, so that one call to the system carries it; less where the other side takes only smaller ones (RFC 8449). What is
 * blocked has been encrypted all the same: whatever the owner's output is by then, these bytes come first. */
static BridgeLineResult
write_tls (BridgeChannel *channel, const BridgeSpan *spans, gsize n_spans, gsize *n_written)
{
  guint8          *record = channel->channels->buffer;
  gsize            length = gather (record, BRIDGE_NET_RECORD_SIZE, spans, n_spans);
  BridgeLineResult result = write_record (channel, record, length, n_written);

  if (result != BRIDGE_LINE_BLOCKED)
    return result;
  channel->sealed = g_memdup2 (record, length);
  channel->sealed_length = length;
  *n_written = length;
  return BRIDGE_LINE_MOVED;
}

BridgeLineResult
bridge_channel_write (BridgeChannel *channel, const BridgeSpan *spans, gsize n_spans, gsize *n_written)
{
  return channel->is_tls ? write_tls (channel, spans, n_spans, n_written)
                         : write_descriptor (channel, spans, n_spans, n_written);
}

BridgeLineResult
bridge_channel_write_sealed (BridgeChannel *channel)
{
  while (channel->sealed != NULL)
    {
      gsize            n = 0;
      BridgeLineResult result = write_record (channel, channel->sealed, channel->sealed_length, &n);

      if (result != BRIDGE_LINE_MOVED)
        return result;
      channel->sealed_length -= n;
      memmove (channel->sealed, channel->sealed + n, channel->sealed_length);
      if (channel->sealed_length == 0)
        g_clear_pointer (&channel->sealed, g_free);
    }
  return BRIDGE_LINE_MOVED;
}

/* Through TLS without its own goodbye, which might block: the close frame before it has said all. */
void
bridge_channel_shut (BridgeChannel *channel)
{
  shutdown (channel->watch.fd, SHUT_WR);
}

/* A socket and a stream of GIO cost more than all the rest of a channel. */
void
bridge_channel_settle (BridgeChannel *channel)
{
  if (channel->is_tls || channel->stream == NULL)
    return;
  g_clear_object (&channel->stream);
  g_clear_object (&channel->socket);
}

void
bridge_channel_hang_up (BridgeChannel *channel)
{
  if (!channel->is_tls)
    close (channel->watch.fd);
  else
    g_socket_close (channel->socket, NULL);
  g_clear_object (&channel->stream);
  g_clear_object (&channel->socket);
  g_clear_pointer (&channel->sealed, g_free);
}
