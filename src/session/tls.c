/* TLS at the guest's end: who must answer, and whether who answers is that.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/tls.h"

#include "session/error.h"
#include "session/identity.h"

typedef struct
{
  char           *host;
  char           *fingerprint;
  GTlsConnection *connection;
} Start;

static void
free_start (gpointer data)
{
  Start *start = data;

  g_free (start->host);
  g_free (start->fingerprint);
  g_clear_object (&start->connection);
  g_free (start);
}

/* GIO has no word for it; glib-networking reads this one, once. */
void
bridge_tls_forbid_old (void)
{
  g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:%COMPAT:-VERS-TLS1.1:-VERS-TLS1.0", TRUE);
}

GSocketConnectable *
bridge_tls_connectable (const char *host, guint16 port)
{
  GSocketAddress *address = g_inet_socket_address_new_from_string (host, port);

  return address != NULL ? G_SOCKET_CONNECTABLE (address) : g_network_address_new (host, port);
}

GError *
bridge_tls_judge (const char *host, const char *fingerprint, GTlsCertificate *certificate, GTlsCertificateFlags complaints, GTlsProtocolVersion version)
{
  if (fingerprint != NULL && !bridge_fingerprint_matches (certificate, fingerprint))
    return bridge_error_other_certificate (host);
  if (fingerprint == NULL && (certificate == NULL || complaints != 0))
    return bridge_error_untrusted (host, complaints);
  if (version < G_TLS_PROTOCOL_VERSION_TLS_1_2 || version > G_TLS_PROTOCOL_VERSION_TLS_1_3)
    return bridge_error_old_tls (host);
  return NULL;
}

/* Asked whenever the system has something against the certificate; about one that it cannot judge, always. */
static gboolean
on_accept_certificate (GTlsConnection *connection, GTlsCertificate *certificate, GTlsCertificateFlags complaints, gpointer fingerprint)
{
  return bridge_fingerprint_matches (certificate, fingerprint);
}

static GError *
judge (const Start *start)
{
  return bridge_tls_judge (start->host, start->fingerprint,
                           g_tls_connection_get_peer_certificate (start->connection),
                           g_tls_connection_get_peer_certificate_errors (start->connection),
                           g_tls_connection_get_protocol_version (start->connection));
}

static void
on_handshake_done (GObject *connection, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Start *start = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GError *failure = NULL;

  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (connection), result, &error))
    failure = judge (start);
  else if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    failure = start->fingerprint != NULL
                  ? bridge_error_other_certificate (start->host)
                  : bridge_error_untrusted (start->host, g_tls_connection_get_peer_certificate_errors (start->connection));
  else
    failure = bridge_error_from_gio (error, start->host);
  if (failure != NULL)
    g_task_return_error (task, failure);
  else
    g_task_return_pointer (task, g_object_ref (connection), g_object_unref);
}

/* Without the system's authorities (there is no need to load them then) every certificate is asked about. */
static GTlsConnection *
make_connection (GIOStream *stream, const char *host, guint16 port, const char *fingerprint, GError **error)
{
  static const char *const protocols[] = { "http/1.1", NULL };
  g_autoptr (GSocketConnectable) identity = bridge_tls_connectable (host, port);
  GTlsConnection *connection;

  if (fingerprint == NULL)
    connection = G_TLS_CONNECTION (g_tls_client_connection_new (stream, identity, error));
  else
    connection = g_initable_new (g_tls_backend_get_client_connection_type (g_tls_backend_get_default ()), NULL, error,
                                 "base-io-stream", stream, "server-identity", identity, "database", NULL, NULL);
  if (connection == NULL)
    return NULL;
  g_tls_connection_set_advertised_protocols (connection, protocols);
  g_tls_connection_set_require_close_notify (connection, FALSE); /* a close frame tells what is whole */
  if (fingerprint != NULL)
    g_signal_connect_data (connection, "accept-certificate", G_CALLBACK (on_accept_certificate), g_strdup (fingerprint), (GClosureNotify)(void (*) (void))g_free, 0);
  return connection;
}

void
bridge_tls_start_async (GIOStream          *stream,
                        const char         *host,
                        guint16             port,
                        const char         *fingerprint,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer            data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Start *start = g_new0 (Start, 1);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, bridge_tls_start_async);
  g_task_set_task_data (task, start, free_start);
  start->host = g_strdup (host);
  start->fingerprint = g_strdup (fingerprint);
  start->connection = make_connection (stream, host, port, fingerprint, &error);
  if (start->connection == NULL)
    g_task_return_error (task, bridge_error_from_gio (error, host));
  else
    g_tls_connection_handshake_async (start->connection, G_PRIORITY_DEFAULT, cancellable, on_handshake_done, g_steal_pointer (&task));
}

GIOStream *
bridge_tls_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
