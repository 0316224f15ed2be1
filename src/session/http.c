/* The HTTP side of a server: the card, the page for browsers, and the upgrade; all else is 404.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/http.h"

#include "core/frame/edit/wire.h"
#include "core/frame/websocket/handshake.h"
#include "session/deadlines.h"
#include "session/page.h"

#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#define VISIT "bridge-visit"

struct BridgeHttp
{
  BridgeHttpOptions options;
  SoupServer       *server;
  GQueue            visits;
  BridgeDeadlines   deadlines;
};

typedef struct
{
  BridgeHttp    *http;
  GList          link; /* in http->visits */
  BridgeDeadline deadline;
  GIOStream     *stream; /* borrowed: libsoup owns it, a weak reference tells of its end */
  GSocket       *socket;
} Visit;

static void
free_visit (Visit *visit)
{
  BridgeHttp *http = visit->http;

  bridge_deadline_disarm (&visit->deadline);
  g_queue_unlink (&http->visits, &visit->link);
  g_object_unref (visit->socket);
  g_free (visit);
  http->options.left (http->options.data);
}

static void
on_stream_gone (gpointer data, GObject *stream)
{
  free_visit (data);
}

/* libsoup sees the end of the stream and cleans up by itself. */
static void
on_visit_expired (gpointer owner)
{
  Visit *visit = owner;

  shutdown (g_socket_get_fd (visit->socket), SHUT_RDWR);
}

static Visit *
visit_of (SoupServerMessage *message)
{
  return g_object_get_data (G_OBJECT (soup_server_message_get_remote_address (message)), VISIT);
}

static void
answer (SoupServerMessage *message, guint status, const char *type, const char *body, gsize length)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  soup_server_message_set_status (message, status, status == 426 ? "Upgrade Required" : NULL); /* which libsoup does not know */
  soup_message_headers_append (headers, "Connection", "close");
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, BRIDGE_HTTP_HEADER, BRIDGE_WIRE_PROTOCOL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, length);
}

static void
answer_text (SoupServerMessage *message, guint status, const char *text)
{
  answer (message, status, "text/plain; charset=utf-8", text, strlen (text));
}

static void
answer_page (SoupServerMessage *message)
{
  gsize       length;
  const char *html = bridge_page_html (&length);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Content-Security-Policy", bridge_page_policy ());
  answer (message, SOUP_STATUS_OK, "text/html; charset=utf-8", html, length);
}

/* NULL where none is shown; "" where what is shown is none. */
static const char *
shown_token (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_list (headers, "Authorization");

  if (value == NULL)
    return NULL;
  return g_ascii_strncasecmp (value, "Bearer ", 7) == 0 ? value + 7 : "";
}

static void
answer_card (BridgeHttp *http, SoupServerMessage *message)
{
  const char      *token = shown_token (soup_server_message_get_request_headers (message));
  BridgeCard       card = { 0 };
  g_autofree char *json = NULL;

  if (token != NULL && !http->options.check_token (http->options.data, token, strlen (token)))
    {
      answer_text (message, SOUP_STATUS_NOT_FOUND, "There is nothing here.\n");
      return;
    }
  http->options.describe (http->options.data, &card);
  json = token != NULL ? bridge_card_to_json (&card) : bridge_card_to_public_json (&card);
  answer (message, SOUP_STATUS_OK, "application/json", json, strlen (json));
  g_free (card.title);
  g_free (card.host);
}

static BridgeHandshakeField
field (SoupMessageHeaders *headers, const char *name)
{
  const char            *value = soup_message_headers_get_list (headers, name);
  guint                  count = 0;
  SoupMessageHeadersIter iter;
  const char            *at, *ignored;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &at, &ignored))
    count += g_ascii_strcasecmp (at, name) == 0;
  return (BridgeHandshakeField){ value, count };
}

static BridgeHandshakeVerdict
judge (SoupServerMessage *message)
{
  static const char *const    protocols[] = { BRIDGE_WIRE_PROTOCOL, NULL };
  SoupMessageHeaders         *headers = soup_server_message_get_request_headers (message);
  const BridgeHandshakePolicy policy = { .protocols = protocols };
  BridgeHandshakeRequest      request = {
         .method = soup_server_message_get_method (message),
         .http_major = 1,
         .http_minor = soup_server_message_get_http_version (message) == SOUP_HTTP_1_1 ? 1 : 0,
         .host = field (headers, "Host"),
         .upgrade = field (headers, "Upgrade"),
         .connection = field (headers, "Connection"),
         .key = field (headers, "Sec-WebSocket-Key"),
         .version = field (headers, "Sec-WebSocket-Version"),
         .protocol = field (headers, "Sec-WebSocket-Protocol"),
         .origin = field (headers, "Origin"),
  };
  BridgeHandshakeVerdict verdict = bridge_handshake_judge_request (&request, &policy);

  if (verdict.status == 101 && verdict.protocol == NULL)
    return (BridgeHandshakeVerdict){ .status = 400, .reason = "the sub-protocol is not " BRIDGE_WIRE_PROTOCOL };
  return verdict;
}

static void
on_wrote_informational (SoupServerMessage *message, gpointer data)
{
  Visit      *visit = data;
  BridgeHttp *http = visit->http;
  GSocket    *socket = g_object_ref (visit->socket);
  GIOStream  *stream;

  g_object_weak_unref (G_OBJECT (visit->stream), on_stream_gone, visit);
  free_visit (visit);
  stream = soup_server_message_steal_connection (message);
  http->options.upgraded (http->options.data, stream, socket);
}

static void
answer_upgrade (SoupServerMessage *message)
{
  BridgeHandshakeVerdict verdict = judge (message);
  BridgeHandshakeHeader  answers[BRIDGE_HANDSHAKE_HEADERS_MAX];
  SoupMessageHeaders    *headers = soup_server_message_get_response_headers (message);
  gsize                  n_answers = bridge_handshake_answer (&verdict, answers);

  for (gsize i = 0; i < n_answers; i++)
    soup_message_headers_append (headers, answers[i].name, answers[i].value);
  if (verdict.status != SOUP_STATUS_SWITCHING_PROTOCOLS)
    {
      g_autofree char *text = g_strconcat (verdict.reason, "\n", NULL);

      answer_text (message, verdict.status, text);
      return;
    }
  soup_message_headers_replace (headers, BRIDGE_HTTP_HEADER, BRIDGE_WIRE_PROTOCOL);
  soup_server_message_set_status (message, SOUP_STATUS_SWITCHING_PROTOCOLS, NULL);
  g_signal_connect (message, "wrote-informational", G_CALLBACK (on_wrote_informational), visit_of (message));
}

static gboolean
wants_json (SoupMessageHeaders *headers)
{
  const char *accept = soup_message_headers_get_list (headers, "Accept");
  GSList     *types = accept != NULL ? soup_header_parse_quality_list (accept, NULL) : NULL;
  gboolean    found = g_slist_find_custom (types, "application/json", (GCompareFunc)g_ascii_strcasecmp) != NULL;

  soup_header_free_list (types);
  return found;
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  BridgeHttp         *http = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (path[0] != '/' || strcmp (path + 1, http->options.room) != 0 || strcmp (soup_server_message_get_method (message), "GET") != 0)
    answer_text (message, SOUP_STATUS_NOT_FOUND, "There is nothing here.\n");
  else if (soup_message_headers_get_list (headers, "Upgrade") != NULL)
    answer_upgrade (message);
  else if (wants_json (headers))
    answer_card (http, message);
  else
    answer_page (message);
}

/* Nothing here takes a body: it is not kept, and the deadline sees to its end. */
static void
on_headers (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
}

BridgeHttp *
bridge_http_new (const BridgeHttpOptions *options)
{
  BridgeHttp *http = g_new0 (BridgeHttp, 1);

  http->options = *options;
  http->server = soup_server_new ("server-header", "Drawbridge", NULL);
  bridge_deadlines_init (&http->deadlines, options->visit_timeout, on_visit_expired);
  soup_server_add_early_handler (http->server, NULL, on_headers, http, NULL);
  soup_server_add_handler (http->server, NULL, on_request, http, NULL);
  return http;
}

void
bridge_http_admit (BridgeHttp *http, GSocket *socket)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (GSocketConnection) stream = NULL;
  Visit *visit;

  if (local == NULL || remote == NULL) /* it has gone already */
    {
      g_socket_close (socket, NULL);
      return;
    }
  stream = g_socket_connection_factory_create_connection (socket);
  visit = g_new0 (Visit, 1);
  visit->http = http;
  visit->stream = G_IO_STREAM (stream);
  visit->socket = g_object_ref (socket);
  g_object_weak_ref (G_OBJECT (stream), on_stream_gone, visit);
  visit->link.data = visit;
  g_queue_push_tail_link (&http->visits, &visit->link);
  bridge_deadlines_arm (&http->deadlines, &visit->deadline, visit);
  g_object_set_data (G_OBJECT (remote), VISIT, visit);
  soup_server_accept_iostream (http->server, G_IO_STREAM (stream), local, remote, NULL);
}

guint
bridge_http_n_visits (const BridgeHttp *http)
{
  return http->visits.length;
}

void
bridge_http_expire (BridgeHttp *http, gint64 now)
{
  bridge_deadlines_expire (&http->deadlines, now);
}

gint64
bridge_http_deadline (const BridgeHttp *http)
{
  return bridge_deadlines_next (&http->deadlines);
}

void
bridge_http_free (BridgeHttp *http)
{
  if (http == NULL)
    return;
  while (http->visits.head != NULL)
    {
      Visit *visit = http->visits.head->data;

      shutdown (g_socket_get_fd (visit->socket), SHUT_RDWR);
      g_object_weak_unref (G_OBJECT (visit->stream), on_stream_gone, visit);
      free_visit (visit);
    }
  soup_server_disconnect (http->server);
  g_object_unref (http->server);
  g_free (http);
}
