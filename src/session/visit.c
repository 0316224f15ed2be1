/* Visits: connections that have not got beyond HTTP.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/visit.h"

#include "session/limits.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#define VISIT           "bridge-visit"
#define TLS_HANDSHAKE   0x16 /* first byte of a TLS connection (RFC 8446, section 5.1) */
#define RECORD_HEAD     5    /* bytes: type, version, length */
#define SHARED_BYTES    8    /* of an IPv6 address are of one network */
#define HTTP_STATUS_426 426

struct BridgeVisit
{
  BridgeWatch     watch; /* first: see on_first_bytes */
  BridgeVisits   *visits;
  GList           link; /* in visits->visits */
  BridgeDeadline  deadline;
  BridgeDeadline  patience; /* with its handshake */
  GSocket        *socket;
  GSocketAddress *local;
  GSocketAddress *remote;    /* a copy of our own; once it is HTTP, borrowed: see begin_http */
  GBytes         *origin;    /* an IPv4 address, or a network of IPv6 */
  GIOStream      *stream;    /* the handshake's */
  GCancellable   *handshake; /* NULL: none is under way */
  gboolean        is_http;
  gboolean        is_tls;
  gboolean        is_watched; /* waits for its first bytes, or for its turn to shake hands */
  gboolean        is_queued;  /* for that turn */

  SoupServerMessage *message; /* borrowed, while it is answered */
  const char        *path;
  gpointer           target;
  BridgeDeflateTerms deflate;
};

static void
free_visit (BridgeVisit *visit)
{
  BridgeVisits *visits = visit->visits;

  bridge_deadline_disarm (&visit->deadline);
  bridge_deadline_disarm (&visit->patience);
  g_queue_unlink (&visits->visits, &visit->link);
  g_object_unref (visit->socket);
  g_object_unref (visit->local);
  if (!visit->is_http)
    g_object_unref (visit->remote);
  g_bytes_unref (visit->origin);
  g_clear_object (&visit->handshake);
  g_free (visit);
  bridge_reactor_wake (visits->reactor); /* there is a place */
}

static void
on_http_ended (gpointer data, GObject *remote)
{
  free_visit (data);
}

static void
leave_watch (BridgeVisit *visit)
{
  bridge_reactor_remove (visit->visits->reactor, &visit->watch);
  visit->is_watched = visit->is_queued = FALSE;
}

/* Whoever has the stream by now, a handshake or libsoup, sees its end and cleans up. */
static void
cut (BridgeVisit *visit)
{
  if (visit->is_watched)
    {
      leave_watch (visit);
      g_socket_close (visit->socket, NULL);
      free_visit (visit);
      return;
    }
  if (visit->handshake != NULL)
    g_cancellable_cancel (visit->handshake);
  shutdown (g_socket_get_fd (visit->socket), SHUT_RDWR);
}

static void
on_expired (gpointer owner)
{
  cut (owner);
}

/* libsoup keeps the address as long as it has to do with the connection: so the address' end tells of that. The stream's does
 * not, since the thread of a handshake may be the last to let go of it, and then tells it there. */
static void
begin_http (BridgeVisit *visit, GIOStream *stream)
{
  g_autoptr (GSocketAddress) remote = visit->remote;

  visit->is_http = TRUE;
  g_object_weak_ref (G_OBJECT (remote), on_http_ended, visit);
  g_object_set_data (G_OBJECT (remote), VISIT, visit);
  soup_server_accept_iostream (visit->visits->server, stream, visit->local, remote, NULL);
}

static gboolean
is_good_enough (GTlsConnection *connection)
{
  switch (g_tls_connection_get_protocol_version (connection))
    {
    case G_TLS_PROTOCOL_VERSION_UNKNOWN:
    case G_TLS_PROTOCOL_VERSION_SSL_3_0:
    case G_TLS_PROTOCOL_VERSION_TLS_1_0:
    case G_TLS_PROTOCOL_VERSION_TLS_1_1:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
shake_next (BridgeVisits *visits);

static void
on_handshaken (GObject *source, GAsyncResult *result, gpointer data)
{
  BridgeVisit    *visit = data;
  BridgeVisits   *visits = visit->visits;
  GTlsConnection *connection = G_TLS_CONNECTION (source);
  g_autoptr (GIOStream) stream = g_steal_pointer (&visit->stream);
  gboolean ok = g_tls_connection_handshake_finish (connection, result, NULL);

  bridge_deadline_disarm (&visit->patience);
  visits->n_handshakes--;
  if (ok && !g_cancellable_is_cancelled (visit->handshake) && is_good_enough (connection))
    {
      g_clear_object (&visit->handshake);
      begin_http (visit, stream);
    }
  else
    {
      g_socket_close (visit->socket, NULL);
      free_visit (visit);
    }
  shake_next (visits);
}

/* Not g_tls_server_connection_new: it loads the system's authorities for every connection. */
static void
begin_tls (BridgeVisit *visit)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  g_autoptr (GSocketConnection) base = g_socket_connection_factory_create_connection (visit->socket);
  GObject *connection = g_initable_new (g_tls_backend_get_server_connection_type (g_tls_backend_get_default ()), NULL, NULL,
                                        "base-io-stream", base,
                                        "certificate", visit->visits->options->certificate,
                                        "database", NULL,
                                        NULL);

  if (connection == NULL)
    {
      g_socket_close (visit->socket, NULL);
      free_visit (visit);
      return;
    }
  visit->is_tls = TRUE;
  visit->stream = G_IO_STREAM (connection);
  visit->handshake = g_cancellable_new ();
  visit->visits->n_handshakes++;
  bridge_deadlines_arm (&visit->visits->handshakes, &visit->patience, visit);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (connection), G_PRIORITY_DEFAULT, visit->handshake, on_handshaken, visit);
}

/* Each holds a thread until it ends, and there are not many: whoever begins handshakes and leaves them must not take those
 * of others. */
static gboolean
may_shake_hands (const BridgeVisit *visit)
{
  const BridgeVisits *visits = visit->visits;
  guint               n_same = 0;

  for (const GList *at = visits->visits.head; at != NULL; at = at->next)
    {
      const BridgeVisit *other = at->data;

      n_same += other->handshake != NULL && g_bytes_equal (other->origin, visit->origin);
    }
  return visits->n_handshakes < BRIDGE_NET_HANDSHAKES_MAX && n_same < BRIDGE_NET_HANDSHAKES_SAME_MAX;
}

static void
shake_next (BridgeVisits *visits)
{
  for (GList *at = visits->visits.head, *next; at != NULL; at = next)
    {
      BridgeVisit *visit = at->data;

      next = at->next;
      if (!visit->is_queued || !may_shake_hands (visit))
        continue;
      leave_watch (visit);
      begin_tls (visit);
    }
}

/* Whether another one would have its turn if this handshake ended. */
static gboolean
is_in_the_way (const BridgeVisit *visit)
{
  gboolean is_short = visit->visits->n_handshakes >= BRIDGE_NET_HANDSHAKES_MAX;

  for (const GList *at = visit->visits->visits.head; at != NULL; at = at->next)
    {
      const BridgeVisit *other = at->data;

      if (other->is_queued && (is_short || g_bytes_equal (other->origin, visit->origin)))
        return TRUE;
    }
  return FALSE;
}

static void
on_handshake_slow (gpointer owner)
{
  BridgeVisit *visit = owner;

  if (is_in_the_way (visit))
    cut (visit);
  else
    bridge_deadlines_arm (&visit->visits->handshakes, &visit->patience, visit);
}

/* The first record of TLS is there. Whoever sends less than that would hold a place among the handshakes, and a thread. */
static gboolean
has_hello (const BridgeVisit *visit, const guint8 head[RECORD_HEAD], gssize n)
{
  int size = RECORD_HEAD + MIN (head[3] << 8 | head[4], (int)BRIDGE_NET_RECORD_SIZE);
  int n_here = 0;

  return n == RECORD_HEAD && ioctl (visit->watch.fd, FIONREAD, &n_here) == 0 && n_here >= size;
}

static void
greet_tls (BridgeVisit *visit)
{
  if (!may_shake_hands (visit))
    {
      visit->is_queued = TRUE;
      bridge_reactor_arm (visit->visits->reactor, &visit->watch, 0);
      return;
    }
  leave_watch (visit);
  begin_tls (visit);
}

static void
greet_http (BridgeVisit *visit)
{
  g_autoptr (GSocketConnection) stream = g_socket_connection_factory_create_connection (visit->socket);

  leave_watch (visit);
  begin_http (visit, G_IO_STREAM (stream));
}

/* Whenever more has come, until it is enough to go on with. */
static void
on_first_bytes (BridgeWatch *watch, guint32 events)
{
  BridgeVisit *visit = (BridgeVisit *)watch;
  guint8       head[RECORD_HEAD] = { 0 };
  gssize       n = recv (watch->fd, head, sizeof head, MSG_PEEK | MSG_DONTWAIT);
  gboolean     is_tls = head[0] == TLS_HANDSHAKE;

  if (n <= 0 || (events & (EPOLLHUP | EPOLLERR)) != 0 || (is_tls && visit->visits->options->certificate == NULL))
    {
      cut (visit);
      return;
    }
  if (!is_tls)
    greet_http (visit);
  else if (has_hello (visit, head, n))
    greet_tls (visit);
  else if ((events & EPOLLRDHUP) != 0) /* nor does more come */
    cut (visit);
}

static GBytes *
origin_of (GSocketAddress *remote)
{
  GInetAddress *address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote));
  const guint8 *bytes = g_inet_address_to_bytes (address);
  gsize         size = g_inet_address_get_native_size (address);
  gboolean      is_mapped = size == 16 && memcmp (bytes, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0;

  return g_bytes_new (bytes, is_mapped || size < SHARED_BYTES ? size : SHARED_BYTES);
}

static void
make_place (BridgeVisits *visits)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  BridgeVisit *longest = NULL;
  guint        most = 0;

  for (GList *at = visits->visits.tail; at != NULL; at = at->prev) /* so that of the crowd's the first is seen last */
    {
      GBytes *origin = ((BridgeVisit *)at->data)->origin;
      guint   count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, origin)) + 1;

      g_hash_table_insert (counts, origin, GUINT_TO_POINTER (count));
      if (count >= most)
        longest = at->data;
      most = MAX (most, count);
    }
  if (longest == NULL)
    return;
  g_queue_unlink (&visits->visits, &longest->link);
  g_queue_push_tail_link (&visits->visits, &longest->link); /* while its end is on its way */
  cut (longest);
}

/* The socket keeps its own one. */
static GSocketAddress *
copy_address (GSocketAddress *address)
{
  GInetSocketAddress *place = G_INET_SOCKET_ADDRESS (address);

  return g_inet_socket_address_new (g_inet_socket_address_get_address (place), g_inet_socket_address_get_port (place));
}

void
bridge_visits_admit (BridgeVisits *visits, GSocket *socket)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  BridgeVisit *visit;

  if (visits->visits.length >= BRIDGE_LIMIT_HANDSHAKES)
    make_place (visits);
  if (local == NULL || remote == NULL) /* it has gone already */
    {
      g_socket_close (socket, NULL);
      g_object_unref (socket);
      return;
    }
  visit = g_new0 (BridgeVisit, 1);
  visit->visits = visits;
  visit->socket = socket;
  visit->local = g_steal_pointer (&local);
  visit->remote = copy_address (remote);
  visit->origin = origin_of (visit->remote);
  visit->watch.fd = g_socket_get_fd (socket);
  visit->watch.ready = on_first_bytes;
  visit->is_watched = TRUE;
  visit->link.data = visit;
  g_queue_push_tail_link (&visits->visits, &visit->link);
  bridge_deadlines_arm (&visits->deadlines, &visit->deadline, visit);
  if (!bridge_reactor_add (visits->reactor, &visit->watch, EPOLLIN | EPOLLRDHUP | EPOLLET))
    cut (visit);
}

/* Its request, as HTTP sees it. */

const char *
bridge_visit_method (const BridgeVisit *visit)
{
  return soup_server_message_get_method (visit->message);
}

const char *
bridge_visit_path (const BridgeVisit *visit)
{
  return visit->path;
}

gboolean
bridge_visit_is_tls (const BridgeVisit *visit)
{
  return visit->is_tls;
}

const char *
bridge_visit_header (const BridgeVisit *visit, const char *name)
{
  return soup_message_headers_get_list (soup_server_message_get_request_headers (visit->message), name);
}

/* libsoup hides an Upgrade that comes with HTTP/1.0, but not what stands beside it. */
gboolean
bridge_visit_wants_upgrade (const BridgeVisit *visit)
{
  return bridge_visit_header (visit, "Upgrade") != NULL || bridge_visit_header (visit, "Sec-WebSocket-Key") != NULL ||
         bridge_visit_header (visit, "Sec-WebSocket-Version") != NULL;
}

void
bridge_visit_add_header (BridgeVisit *visit, const char *name, const char *value)
{
  soup_message_headers_append (soup_server_message_get_response_headers (visit->message), name, value);
}

void
bridge_visit_answer (BridgeVisit *visit, guint status, const char *type, const char *body, gsize length)
{
  /* Which libsoup does not know by its name. */
  soup_server_message_set_status (visit->message, status, status == HTTP_STATUS_426 ? "Upgrade Required" : NULL);
  bridge_visit_add_header (visit, "Connection", "close");
  bridge_visit_add_header (visit, "Cache-Control", "no-store");
  bridge_visit_add_header (visit, "Referrer-Policy", "no-referrer");
  bridge_visit_add_header (visit, "X-Content-Type-Options", "nosniff");
  soup_server_message_set_response (visit->message, type, SOUP_MEMORY_COPY, body, length);
}

void
bridge_visit_answer_text (BridgeVisit *visit, guint status, const char *text)
{
  bridge_visit_answer (visit, status, "text/plain; charset=utf-8", text, strlen (text));
}

/* The upgrade. */

static BridgeHandshakeField
field (const BridgeVisit *visit, const char *name)
{
  SoupMessageHeaders    *headers = soup_server_message_get_request_headers (visit->message);
  guint                  count = 0;
  SoupMessageHeadersIter iter;
  const char            *at, *ignored;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &at, &ignored))
    count += g_ascii_strcasecmp (at, name) == 0;
  return (BridgeHandshakeField){ bridge_visit_header (visit, name), count };
}

static BridgeHandshakeVerdict
judge (const BridgeVisit *visit, const BridgeHandshakePolicy *policy)
{
  const BridgeHandshakeRequest request = {
    .method = bridge_visit_method (visit),
    .http_major = 1,
    .http_minor = soup_server_message_get_http_version (visit->message) == SOUP_HTTP_1_1 ? 1 : 0,
    .host = field (visit, "Host"),
    .upgrade = field (visit, "Upgrade"),
    .connection = field (visit, "Connection"),
    .key = field (visit, "Sec-WebSocket-Key"),
    .version = field (visit, "Sec-WebSocket-Version"),
    .protocol = field (visit, "Sec-WebSocket-Protocol"),
    .extensions = field (visit, "Sec-WebSocket-Extensions"),
    .origin = field (visit, "Origin"),
  };
  BridgeHandshakeVerdict verdict = bridge_handshake_judge_request (&request, policy);

  if (verdict.status == 101 && policy->protocols != NULL && verdict.protocol == NULL)
    return (BridgeHandshakeVerdict){ .status = 400, .reason = "none of the sub-protocols is spoken here" };
  return verdict;
}

static void
on_wrote_informational (SoupServerMessage *message, gpointer data)
{
  BridgeVisit             *visit = data;
  const BridgeGateOptions *options = visit->visits->options;
  gpointer                 target = visit->target;
  BridgeChannelLine        line = {
           .socket = g_object_ref (visit->socket),
           .is_tls = visit->is_tls,
           .deflate = visit->deflate,
  };

  g_object_weak_unref (G_OBJECT (visit->remote), on_http_ended, visit);
  free_visit (visit);
  line.stream = soup_server_message_steal_connection (message);
  options->upgraded (options->data, target, &line);
}

void
bridge_visit_upgrade (BridgeVisit *visit, const BridgeHandshakePolicy *policy, gpointer target)
{
  BridgeHandshakeVerdict verdict = judge (visit, policy);
  BridgeHandshakeHeader  answers[BRIDGE_HANDSHAKE_HEADERS_MAX];
  gsize                  n_answers;

  if (verdict.status == 101 && visit->visits->is_full)
    verdict = (BridgeHandshakeVerdict){ .status = 503, .reason = "there are too many people here: try again later" };
  n_answers = bridge_handshake_answer (&verdict, answers);
  for (gsize i = 0; i < n_answers; i++)
    bridge_visit_add_header (visit, answers[i].name, answers[i].value);
  if (verdict.status != SOUP_STATUS_SWITCHING_PROTOCOLS)
    {
      g_autofree char *text = g_strconcat (verdict.reason, "\n", NULL);

      bridge_visit_answer_text (visit, verdict.status, text);
      return;
    }
  visit->target = target;
  visit->deflate = verdict.deflate;
  soup_server_message_set_status (visit->message, SOUP_STATUS_SWITCHING_PROTOCOLS, NULL);
  g_signal_connect (visit->message, "wrote-informational", G_CALLBACK (on_wrote_informational), visit);
}

/* All of them. */

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  BridgeVisits *visits = data;
  BridgeVisit  *visit = g_object_get_data (G_OBJECT (soup_server_message_get_remote_address (message)), VISIT);

  visit->message = message;
  visit->path = path;
  visits->options->request (visits->options->data, visit);
}

/* Nothing here takes a body: it is not kept, and the deadline sees to its end. */
static void
on_headers (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
}

void
bridge_visits_init (BridgeVisits *visits, const BridgeGateOptions *options, BridgeReactor *reactor, gint64 timeout)
{
  *visits = (BridgeVisits){ .options = options, .reactor = reactor };
  g_queue_init (&visits->visits);
  bridge_deadlines_init (&visits->deadlines, timeout, on_expired);
  bridge_deadlines_init (&visits->handshakes, BRIDGE_NET_HANDSHAKE_PATIENCE * G_GINT64_CONSTANT (1000), on_handshake_slow);
  visits->server = soup_server_new ("server-header", "Drawbridge", NULL);
  soup_server_add_early_handler (visits->server, NULL, on_headers, visits, NULL);
  soup_server_add_handler (visits->server, NULL, on_request, visits, NULL);
}

void
bridge_visits_expire (BridgeVisits *visits, gint64 now)
{
  bridge_deadlines_expire (&visits->deadlines, now);
  bridge_deadlines_expire (&visits->handshakes, now);
}

gint64
bridge_visits_deadline (const BridgeVisits *visits)
{
  return MIN (bridge_deadlines_next (&visits->deadlines), bridge_deadlines_next (&visits->handshakes));
}

static void
end_http (BridgeVisit *visit)
{
  shutdown (g_socket_get_fd (visit->socket), SHUT_RDWR);
  g_object_weak_unref (G_OBJECT (visit->remote), on_http_ended, visit);
  free_visit (visit);
}

void
bridge_visits_clear (BridgeVisits *visits)
{
  for (GList *at = visits->visits.head, *next; at != NULL; at = next)
    {
      BridgeVisit *visit = at->data;

      next = at->next;
      if (visit->is_watched || visit->handshake != NULL)
        cut (visit);
      else
        end_http (visit);
    }
  soup_server_disconnect (visits->server); /* so that it hands us no request of a visit that is none any more */
  while (visits->n_handshakes > 0)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_object_unref (visits->server);
}
