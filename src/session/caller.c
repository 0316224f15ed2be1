/* One conversation at the server: a WebSocket on a descriptor, between the reactor and the room.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Its life: it talks, until the room is done with it or the WebSocket is; the room's last bytes go out, then the close frame,
 * then the stream is shut for writing, and what still comes is thrown away until the other side ends it too. */
#include "session/caller.h"

#include "session/limits.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

struct BridgeCaller
{
  BridgeWatch      watch; /* first: see on_ready */
  BridgeCallers   *callers;
  GList            link; /* in callers->callers */
  GIOStream       *stream;
  GSocket         *socket;
  BridgeConnection connection;
  BridgePeer      *peer; /* NULL: the room is done with it */
  BridgeDeadline   deadline;
  guint64          turn;        /* of its last send */
  gsize            answers;     /* bytes of pongs pushed since the output was last empty */
  gsize            tail_sent;   /* of the close frame, which is all that is in connection.output then */
  gboolean         muted;       /* what comes is thrown away */
  gboolean         progressing; /* took bytes since it was pinged */
};

static void
drop (BridgeCaller *caller)
{
  BridgeCallers *callers = caller->callers;

  bridge_reactor_remove (callers->reactor, &caller->watch);
  bridge_deadline_disarm (&caller->deadline);
  g_ptr_array_remove_fast (callers->unblocked, caller);
  g_queue_unlink (&callers->callers, &caller->link);
  if (caller->peer != NULL)
    bridge_room_disconnect (callers->room, caller->peer, g_get_monotonic_time ());
  bridge_connection_clear (&caller->connection);
  g_socket_close (caller->socket, NULL);
  g_object_unref (caller->stream);
  g_object_unref (caller->socket);
  g_free (caller);
  bridge_reactor_wake (callers->reactor);
}

static gboolean
is_blocked (const BridgeCaller *caller)
{
  return (caller->watch.events & EPOLLOUT) != 0;
}

static void
arm (BridgeCaller *caller, gboolean blocked)
{
  gboolean reading = caller->answers <= BRIDGE_NET_PONG_BYTES_MAX;

  bridge_reactor_arm (caller->callers->reactor, &caller->watch, (reading ? EPOLLIN : 0) | (blocked ? EPOLLOUT : 0));
}

/* Bytes sent; 0: blocked; -1: the connection is gone. */
static gssize
send_spans (BridgeCaller *caller, const BridgeSpan *spans, size_t n_spans)
{
  struct iovec  pieces[BRIDGE_NET_SPANS_MAX];
  struct msghdr message = { .msg_iov = pieces, .msg_iovlen = n_spans };
  gssize        sent;

  for (size_t i = 0; i < n_spans; i++)
    pieces[i] = (struct iovec){ .iov_base = (void *)(guintptr)spans[i].data, .iov_len = spans[i].length };
  do
    sent = sendmsg (caller->watch.fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0)
    return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
  caller->progressing = TRUE;
  return sent;
}

/* From here on the room knows the caller no more, and the close frame is all that is left to send. */
static void
hang_up (BridgeCaller *caller, unsigned code, const char *reason)
{
  bridge_connection_close (&caller->connection, code, reason);
  bridge_room_disconnect (caller->callers->room, caller->peer, g_get_monotonic_time ());
  caller->peer = NULL;
  caller->muted = TRUE;
  caller->answers = 0;
  bridge_deadlines_arm (&caller->callers->closings, &caller->deadline, caller);
}

/* Both close frames have gone their ways: nothing more can come, so closing resets nothing. */
static gboolean
is_over (const BridgeCaller *caller)
{
  return caller->peer == NULL && caller->connection.close_received && caller->tail_sent == caller->connection.output.length;
}

static void
send_tail (BridgeCaller *caller)
{
  BridgeBytes *output = &caller->connection.output;
  BridgeSpan   span = { output->data + caller->tail_sent, output->length - caller->tail_sent };
  gssize       sent = span.length > 0 ? send_spans (caller, &span, 1) : 0;

  if (sent < 0)
    {
      drop (caller);
      return;
    }
  caller->tail_sent += sent;
  if (is_over (caller))
    {
      drop (caller);
      return;
    }
  if (caller->tail_sent == output->length)
    shutdown (caller->watch.fd, SHUT_WR);
  arm (caller, caller->tail_sent < output->length);
}

/* FALSE: dropped. */
static gboolean
send_output (BridgeCaller *caller)
{
  BridgeSpan spans[BRIDGE_NET_SPANS_MAX];
  size_t     n_spans = bridge_peer_spans (caller->peer, spans, BRIDGE_NET_SPANS_MAX);
  gssize     sent = n_spans > 0 ? send_spans (caller, spans, n_spans) : 0;

  if (sent < 0)
    {
      drop (caller);
      return FALSE;
    }
  if (sent > 0)
    bridge_peer_sent (caller->peer, sent, g_get_monotonic_time ());
  if (!bridge_peer_has_output (caller->peer))
    caller->answers = 0;
  arm (caller, bridge_peer_has_output (caller->peer));
  return TRUE;
}

static void
flush (BridgeCaller *caller)
{
  uint16_t    code;
  const char *reason;

  caller->turn = caller->callers->turn;
  if (caller->peer != NULL)
    {
      if (!send_output (caller) || bridge_peer_has_output (caller->peer) || !bridge_peer_is_closing (caller->peer, &code, &reason))
        return;
      hang_up (caller, code, reason);
    }
  if (caller->tail_sent < caller->connection.output.length)
    send_tail (caller);
}

/* The WebSocket has ended without the room's knowing: it is told as by a goodbye, so that the frame that is half sent is
 * finished before the close frame. */
static void
take_leave (BridgeCaller *caller)
{
  BridgeBytes goodbye = { 0 };

  caller->muted = TRUE;
  bridge_wire_put_goodbye (&goodbye, BRIDGE_GOODBYE_LEAVING, "");
  bridge_room_receive (caller->callers->room, caller->peer, goodbye.data, goodbye.length, g_get_monotonic_time ());
  bridge_bytes_clear (&goodbye);
}

static void
handle_event (BridgeCaller *caller, const BridgeConnectionEvent *event)
{
  uint16_t    code;
  const char *reason;

  if (event->type == BRIDGE_CONNECTION_BINARY)
    {
      bridge_room_receive (caller->callers->room, caller->peer, event->data, event->length, g_get_monotonic_time ());
      caller->muted = bridge_peer_is_closing (caller->peer, &code, &reason);
    }
  else if (event->type == BRIDGE_CONNECTION_TEXT)
    {
      bridge_connection_close (&caller->connection, BRIDGE_CLOSE_UNSUPPORTED, "binary messages only");
      take_leave (caller);
    }
}

/* Pongs go between the room's frames; a close frame waits until the room's are out. */
static void
push_answers (BridgeCaller *caller)
{
  BridgeConnection *connection = &caller->connection;
  uint8_t          *data;
  size_t            length;

  if (connection->output.length == 0 || connection->close_sent)
    return;
  data = bridge_bytes_steal (&connection->output, &length);
  BridgeBlob *blob = bridge_blob_new_take (data, length);
  bridge_peer_push_frame (caller->peer, blob);
  bridge_blob_unref (blob);
  caller->answers += length;
  arm (caller, is_blocked (caller));
}

/* Muted, it still looks out for the other side's close frame. */
static void
receive (BridgeCaller *caller, guint8 *data, gsize length)
{
  BridgeConnectionEvent event;

  if (!caller->muted)
    bridge_deadlines_arm (&caller->callers->pings, &caller->deadline, caller);
  bridge_connection_feed (&caller->connection, data, length);
  while (bridge_connection_next (&caller->connection, &event))
    if (!caller->muted)
      handle_event (caller, &event);
  if (!caller->muted && bridge_connection_is_done (&caller->connection))
    take_leave (caller);
  if (caller->peer != NULL)
    push_answers (caller);
}

/* FALSE: dropped. */
static gboolean
read_socket (BridgeCaller *caller)
{
  guint8 *buffer = caller->callers->buffer;
  gssize  n = recv (caller->watch.fd, buffer, BRIDGE_NET_READ_SIZE, MSG_DONTWAIT);

  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
    return TRUE;
  if (n <= 0)
    {
      drop (caller);
      return FALSE;
    }
  receive (caller, buffer, n);
  if (!is_over (caller))
    return TRUE;
  drop (caller);
  return FALSE;
}

static void
on_ready (BridgeWatch *watch, guint32 events)
{
  BridgeCaller *caller = (BridgeCaller *)watch;

  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && !read_socket (caller))
    return;
  if ((events & EPOLLOUT) != 0 && is_blocked (caller))
    {
      arm (caller, FALSE);
      g_ptr_array_add (caller->callers->unblocked, caller);
    }
}

static void
on_silent (gpointer owner)
{
  BridgeCaller *caller = owner;
  BridgeBytes   frame = { 0 };
  uint8_t      *data;
  size_t        length;

  bridge_frame_put (&frame, BRIDGE_OPCODE_PING, NULL, 0);
  data = bridge_bytes_steal (&frame, &length);
  BridgeBlob *blob = bridge_blob_new_take (data, length);
  bridge_peer_push_frame (caller->peer, blob);
  bridge_blob_unref (blob);
  caller->progressing = FALSE;
  bridge_deadlines_arm (&caller->callers->pongs, &caller->deadline, caller);
}

/* While it takes what we send, only slowly, its pong may stand behind that. */
static void
on_pong_missing (gpointer owner)
{
  BridgeCaller *caller = owner;

  if (!caller->progressing || !is_blocked (caller))
    {
      drop (caller);
      return;
    }
  caller->progressing = FALSE;
  bridge_deadlines_arm (&caller->callers->pongs, &caller->deadline, caller);
}

static void
on_not_closed (gpointer owner)
{
  drop (owner);
}

void
bridge_callers_init (BridgeCallers *callers, BridgeReactor *reactor, BridgeRoom *room, gint64 ping, gint64 pong, gint64 closing)
{
  *callers = (BridgeCallers){ .reactor = reactor, .room = room, .turn = 1 };
  g_queue_init (&callers->callers);
  bridge_deadlines_init (&callers->pings, ping, on_silent);
  bridge_deadlines_init (&callers->pongs, pong, on_pong_missing);
  bridge_deadlines_init (&callers->closings, closing, on_not_closed);
  callers->unblocked = g_ptr_array_new ();
  callers->buffer = g_malloc (BRIDGE_NET_READ_SIZE);
}

void
bridge_callers_clear (BridgeCallers *callers)
{
  while (callers->callers.head != NULL)
    drop (callers->callers.head->data);
  g_ptr_array_unref (callers->unblocked);
  g_free (callers->buffer);
}

/* libsoup may have read on beyond the request: that is in the stream, and nowhere else. The first read empties it. */
static void
read_stream (BridgeCaller *caller)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (caller->stream));
  guint8               *buffer = caller->callers->buffer;
  gssize                n;

  n = g_pollable_input_stream_read_nonblocking (input, buffer, BRIDGE_NET_READ_SIZE, NULL, NULL);
  if (n > 0)
    receive (caller, buffer, n);
}

void
bridge_callers_admit (BridgeCallers *callers, GIOStream *stream, GSocket *socket)
{
  const BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_SERVER,
    .frame_limit = BRIDGE_WIRE_MESSAGE_MAX,
    .message_limit = BRIDGE_WIRE_MESSAGE_MAX,
  };
  BridgeCaller *caller = g_new0 (BridgeCaller, 1);

  caller->callers = callers;
  caller->stream = stream;
  caller->socket = socket;
  caller->watch.fd = g_socket_get_fd (socket);
  caller->watch.ready = on_ready;
  caller->link.data = caller;
  g_queue_push_tail_link (&callers->callers, &caller->link);
  bridge_connection_init (&caller->connection, &options);
  caller->peer = bridge_room_connect (callers->room, g_get_monotonic_time ());
  bridge_peer_set_data (caller->peer, caller);
  bridge_deadlines_arm (&callers->pings, &caller->deadline, caller);
  if (!bridge_reactor_add (callers->reactor, &caller->watch, EPOLLIN))
    {
      drop (caller);
      return;
    }
  read_stream (caller);
  bridge_reactor_wake (callers->reactor);
}

/* What is blocked waits for its EPOLLOUT. */
static void
flush_ready (BridgeCallers *callers)
{
  BridgePeer *peer;

  while ((peer = bridge_room_next_ready (callers->room)) != NULL)
    {
      BridgeCaller *caller = bridge_peer_data (peer);

      if (!is_blocked (caller))
        flush (caller);
    }
}

void
bridge_callers_flush (BridgeCallers *callers)
{
  callers->turn++;
  flush_ready (callers);
  while (callers->unblocked->len > 0)
    {
      BridgeCaller *caller = g_ptr_array_steal_index_fast (callers->unblocked, callers->unblocked->len - 1);

      if (caller->turn != callers->turn)
        flush (caller);
    }
  flush_ready (callers);
}

void
bridge_callers_expire (BridgeCallers *callers, gint64 now)
{
  bridge_deadlines_expire (&callers->pings, now);
  bridge_deadlines_expire (&callers->pongs, now);
  bridge_deadlines_expire (&callers->closings, now);
}

gint64
bridge_callers_deadline (const BridgeCallers *callers)
{
  return MIN (MIN (bridge_deadlines_next (&callers->pings), bridge_deadlines_next (&callers->pongs)),
              bridge_deadlines_next (&callers->closings));
}
