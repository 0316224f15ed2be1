/* WebSocket clients by the dozen on one thread, for benchmarks that speak with a real server.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "client.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#define BATCH_SIZE  256
#define MESSAGE_MAX (4 << 20)

void
crowd_init (Crowd *crowd)
{
  crowd->epoll = epoll_create1 (EPOLL_CLOEXEC);
  if (crowd->epoll < 0)
    bench_fail ("cannot wait for connections: %s", g_strerror (errno));
}

void
crowd_clear (Crowd *crowd)
{
  close (crowd->epoll);
}

static void
watch (Client *client, int operation, guint32 events)
{
  struct epoll_event event = { .events = events, .data.ptr = client };

  if (epoll_ctl (client->crowd->epoll, operation, client->line.fd, &event) != 0)
    bench_fail ("cannot watch a connection: %s", g_strerror (errno));
}

static void
flush (Client *client)
{
  BridgeBytes *output = &client->connection.output;
  gsize        n = 1;
  gboolean     blocked;

  while (client->written < output->length && n > 0)
    {
      n = line_write (&client->line, output->data + client->written, output->length - client->written);
      client->written += n;
    }
  blocked = client->written < output->length;
  if (blocked != client->blocked)
    watch (client, EPOLL_CTL_MOD, EPOLLIN | (blocked ? EPOLLOUT : 0));
  client->blocked = blocked;
  if (blocked)
    return;
  bridge_bytes_truncate (output, 0);
  client->written = 0;
}

static void
deliver (Client *client, guint8 *data, gsize length)
{
  BridgeConnectionEvent event;

  bridge_connection_feed (&client->connection, data, length);
  while (bridge_connection_next (&client->connection, &event))
    if (event.type == BRIDGE_CONNECTION_BINARY)
      client->message (client->data, event.data, event.length);
    else if (event.type == BRIDGE_CONNECTION_CLOSE)
      bench_fail ("the server closes a conversation: %u %.*s", event.close_code, (int)event.length, (const char *)event.data);
  if (client->connection.decoder.error.status != BRIDGE_STATUS_OK)
    bench_fail ("not a WebSocket frame: %s", client->connection.decoder.error.reason);
}

static void
handle (Client *client, guint32 events)
{
  if ((events & ~(guint32)EPOLLOUT) != 0)
    {
      gsize n = line_read (&client->line, client->crowd->buffer, sizeof client->crowd->buffer);

      client->received += n;
      deliver (client, client->crowd->buffer, n);
    }
  flush (client);
}

void
crowd_wait (Crowd *crowd, gint64 until)
{
  struct epoll_event events[BATCH_SIZE];
  gint64             left = MAX (until - g_get_monotonic_time (), 0);
  struct timespec    patience = { .tv_sec = left / G_USEC_PER_SEC, .tv_nsec = left % G_USEC_PER_SEC * 1000 };
  int                n = epoll_pwait2 (crowd->epoll, events, BATCH_SIZE, &patience, NULL);

  for (int i = 0; i < n; i++)
    handle (events[i].data.ptr, events[i].events);
}

static void
make_mask_key (void *data, uint8_t key[4])
{
  guint32 random = g_random_int ();

  for (guint i = 0; i < 4; i++)
    key[i] = (uint8_t)(random >> 8 * i);
}

void
client_open (Client *client, Crowd *crowd, guint16 port, const char *target, const char *protocol)
{
  const BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_CLIENT,
    .frame_limit = MESSAGE_MAX,
    .message_limit = MESSAGE_MAX,
    .mask_key = make_mask_key,
  };

  client->crowd = crowd;
  client->line = line_dial (port, FALSE, target, protocol);
  bridge_connection_init (&client->connection, &options);
  watch (client, EPOLL_CTL_ADD, EPOLLIN);
}

void
client_close (Client *client)
{
  line_hang_up (&client->line);
  bridge_connection_clear (&client->connection);
}

void
client_send (Client *client, const guint8 *payload, gsize length)
{
  bridge_connection_send (&client->connection, BRIDGE_OPCODE_BINARY, payload, length);
  flush (client);
}
