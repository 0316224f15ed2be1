/* Asking a server for its card.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/card.h"

#include "core/frame/edit/wire.h"
#include "session/error.h"
#include "session/http.h"
#include "session/identity.h"
#include "session/json-guard.h"
#include "session/limits.h"
#include "session/tls.h"

#include <libsoup/soup.h>
#include <string.h>

typedef struct
{
  BridgeInvite *invite;
  SoupSession  *session;
  SoupMessage  *message;
  GError       *refusal; /* (nullable): why who answers was not asked */
  char         *body;    /* BRIDGE_NET_CARD_MAX + 1 */
} Fetch;

static void
free_fetch (gpointer data)
{
  Fetch *fetch = data;

  bridge_invite_unref (fetch->invite);
  g_signal_handlers_disconnect_by_data (fetch->message, fetch);
  g_object_unref (fetch->session);
  g_object_unref (fetch->message);
  g_clear_error (&fetch->refusal);
  g_free (fetch->body);
  g_free (fetch);
}

/* NULL where the answer promises a card. */
static GError *
judge_answer (const Fetch *fetch)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  const char         *protocol = soup_message_headers_get_one (headers, BRIDGE_HTTP_HEADER);

  if (protocol == NULL)
    return bridge_error_not_a_server (fetch->invite->host);
  if (g_strcmp0 (protocol, BRIDGE_WIRE_PROTOCOL) != 0)
    return bridge_error_from_goodbye (BRIDGE_GOODBYE_VERSION, NULL);
  if (soup_message_get_status (fetch->message) == SOUP_STATUS_NOT_FOUND)
    return bridge_error_unknown_room ();
  if (soup_message_get_status (fetch->message) == SOUP_STATUS_FORBIDDEN && !bridge_invite_is_tls (fetch->invite))
    return bridge_error_encrypted (fetch->invite->host);
  if (soup_message_get_status (fetch->message) != SOUP_STATUS_OK)
    return bridge_error_not_a_server (fetch->invite->host);
  return NULL;
}

static gboolean
read_string (JsonObject *object, const char *name, char **value)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return FALSE;
  *value = g_strdup (json_node_get_string (node));
  return TRUE;
}

static gboolean
read_count (JsonObject *object, const char *name, guint64 max, guint64 *value)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 0 || (guint64)json_node_get_int (node) > max)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

static BridgeCard *
read_card (JsonObject *object)
{
  g_autoptr (BridgeCard) card = g_new0 (BridgeCard, 1);
  JsonNode *full = json_object_get_member (object, "full");
  guint64   people, marker;

  if (!read_count (object, "drawbridge", 1, &marker) || marker != 1 || full == NULL || json_node_get_value_type (full) != G_TYPE_BOOLEAN)
    return NULL;
  card->full = json_node_get_boolean (full);
  if (!read_string (object, "title", &card->title) || !read_string (object, "host", &card->host) ||
      !read_count (object, "people", G_MAXUINT, &people) || !read_count (object, "items", G_MAXINT64, &card->items))
    return NULL;
  card->people = people;
  return g_steal_pointer (&card);
}

static BridgeCard *
parse_card (const char *text, gsize length)
{
  g_autoptr (JsonNode) root = bridge_json_parse (text, length, BRIDGE_NET_CARD_MAX, NULL);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? read_card (json_node_get_object (root)) : NULL;
}

static GError *
word_failure (Fetch *fetch, const GError *error)
{
  const BridgeInvite *invite = fetch->invite;

  if (fetch->refusal != NULL)
    return g_steal_pointer (&fetch->refusal);
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return bridge_error_untrusted (invite->host, soup_message_get_tls_peer_certificate_errors (fetch->message));
  if (error->domain == SOUP_SESSION_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
    return bridge_error_not_a_server (invite->host);
  return bridge_error_from_gio (error, invite->host);
}

static void
on_body_read (GObject *stream, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  BridgeCard *card;
  gsize       length;

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (stream), result, &length, &error))
    {
      g_task_return_error (task, word_failure (fetch, error));
      return;
    }
  card = parse_card (fetch->body, length);
  if (card != NULL)
    g_task_return_pointer (task, card, (GDestroyNotify)bridge_card_free);
  else
    g_task_return_error (task, bridge_error_not_a_server (fetch->invite->host));
}

static void
on_answered (GObject *session, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send_finish (SOUP_SESSION (session), result, &error);
  GError *refusal;

  if (stream == NULL)
    {
      g_task_return_error (task, word_failure (fetch, error));
      return;
    }
  refusal = fetch->refusal != NULL ? g_steal_pointer (&fetch->refusal) : judge_answer (fetch);
  if (refusal != NULL)
    {
      g_task_return_error (task, refusal);
      return;
    }
  fetch->body = g_malloc (BRIDGE_NET_CARD_MAX + 1);
  g_input_stream_read_all_async (stream, fetch->body, BRIDGE_NET_CARD_MAX + 1, G_PRIORITY_DEFAULT,
                                 g_task_get_cancellable (task), on_body_read, task);
  task = NULL; /* on_body_read's now */
}

/* Asked about every certificate when there is a fingerprint; else about those that the system does not trust. */
static gboolean
on_accept_certificate (SoupMessage *message, GTlsCertificate *certificate, GTlsCertificateFlags complaints, gpointer data)
{
  Fetch *fetch = data;

  if (bridge_fingerprint_matches (certificate, fetch->invite->fingerprint))
    return TRUE;
  g_clear_error (&fetch->refusal);
  fetch->refusal = fetch->invite->fingerprint != NULL ? bridge_error_other_certificate (fetch->invite->host)
                                                      : bridge_error_untrusted (fetch->invite->host, complaints);
  return FALSE;
}

/* Connected, and about to send: only now it is certain who gets to see the token. */
static void
on_starting (SoupMessage *message, gpointer data)
{
  Fetch           *fetch = data;
  const char      *fingerprint = fetch->invite->fingerprint;
  g_autofree char *bearer = g_strconcat ("Bearer ", fetch->invite->token, NULL);

  if (bridge_invite_is_tls (fetch->invite) && fetch->refusal == NULL)
    fetch->refusal = bridge_tls_judge (fetch->invite->host, fingerprint,
                                       soup_message_get_tls_peer_certificate (message),
                                       soup_message_get_tls_peer_certificate_errors (message),
                                       soup_message_get_tls_protocol_version (message));
  if (fetch->refusal != NULL)
    soup_session_abort (fetch->session);
  else
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", bearer);
}

static SoupMessage *
make_request (const BridgeInvite *invite)
{
  gboolean         bracketed = strchr (invite->host, ':') != NULL;
  const char      *scheme = bridge_invite_is_tls (invite) ? "https" : "http";
  g_autofree char *uri = g_strdup_printf (bracketed ? "%s://[%s]:%u/%s" : "%s://%s:%u/%s", scheme, invite->host, invite->port, invite->room);
  SoupMessage     *message = soup_message_new (SOUP_METHOD_GET, uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept", "application/json");
  return message;
}

/* Of its own for each card, so that no connection is used that was made for another link. */
static SoupSession *
make_session (const BridgeInvite *invite)
{
  g_autoptr (GSocketConnectable) place = bridge_tls_connectable (invite->host, invite->port);
  SoupSession *session = soup_session_new_with_options ("timeout", BRIDGE_NET_CARD_TIMEOUT, "proxy-resolver", NULL, "remote-connectable", place, NULL);

  if (invite->fingerprint != NULL)
    soup_session_set_tls_database (session, NULL); /* no authority vouches for anybody */
  return session;
}

void
bridge_card_fetch_async (BridgeInvite *invite, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->invite = bridge_invite_ref (invite);
  fetch->session = make_session (invite);
  fetch->message = make_request (invite);
  g_signal_connect (fetch->message, "accept-certificate", G_CALLBACK (on_accept_certificate), fetch);
  g_signal_connect (fetch->message, "starting", G_CALLBACK (on_starting), fetch);
  g_task_set_source_tag (task, bridge_card_fetch_async);
  g_task_set_task_data (task, fetch, free_fetch);
  soup_session_send_async (fetch->session, fetch->message, G_PRIORITY_DEFAULT, cancellable, on_answered, g_steal_pointer (&task));
}

BridgeCard *
bridge_card_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
