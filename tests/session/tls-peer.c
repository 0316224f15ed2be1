/* Servers that speak TLS, well or badly, for the tests of session/.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls-peer.h"

#include "core/frame/websocket/handshake.h"
#include "session/handover.h"
#include "session/identity.h"

#include <glib-unix.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

#define PATIENCE 20 /* s for the other side to say something */
#define DAY      86400

static gnutls_x509_crt_t
parse_certificate (const char *pem)
{
  const gnutls_datum_t text = { (guint8 *)pem, (unsigned)strlen (pem) };
  gnutls_x509_crt_t    certificate;

  gnutls_x509_crt_init (&certificate);
  g_assert_cmpint (gnutls_x509_crt_import (certificate, &text, GNUTLS_X509_FMT_PEM), >=, 0);
  return certificate;
}

static gnutls_x509_privkey_t
parse_key (const char *pem)
{
  const gnutls_datum_t  text = { (guint8 *)pem, (unsigned)strlen (pem) };
  gnutls_x509_privkey_t key;

  gnutls_x509_privkey_init (&key);
  g_assert_cmpint (gnutls_x509_privkey_import2 (key, &text, GNUTLS_X509_FMT_PEM, NULL, 0), >=, 0);
  return key;
}

static void
set_name (gnutls_x509_crt_t certificate, const char *name)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);

  if (address != NULL)
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address),
                                          (unsigned)g_inet_address_get_native_size (address), 0);
  else
    gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, name, (unsigned)strlen (name), 0);
}

static void
sign (gnutls_x509_crt_t certificate, gnutls_x509_privkey_t key, const char *issuer)
{
  gnutls_x509_crt_t     authority = issuer != NULL ? parse_certificate (issuer) : certificate;
  gnutls_x509_privkey_t authority_key = issuer != NULL ? parse_key (issuer) : key;

  g_assert_cmpint (gnutls_x509_crt_sign2 (certificate, authority, authority_key, GNUTLS_DIG_SHA256, 0), >=, 0);
  if (issuer == NULL)
    return;
  gnutls_x509_crt_deinit (authority);
  gnutls_x509_privkey_deinit (authority_key);
}

static gnutls_x509_crt_t
make_certificate (gnutls_x509_privkey_t key, const TlsIdentity *identity)
{
  g_autofree char  *subject = g_strdup_printf ("CN=%s", identity->name != NULL ? identity->name : "nobody");
  gnutls_x509_crt_t certificate;
  guint8            serial[8] = { 1 };

  gnutls_rnd (GNUTLS_RND_NONCE, serial + 1, sizeof serial - 1);
  gnutls_x509_crt_init (&certificate);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, serial, sizeof serial);
  gnutls_x509_crt_set_dn (certificate, subject, NULL);
  gnutls_x509_crt_set_activation_time (certificate, time (NULL) - 7 * DAY);
  gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + (identity->expired ? -DAY : DAY));
  gnutls_x509_crt_set_basic_constraints (certificate, identity->authority, -1);
  gnutls_x509_crt_set_key_usage (certificate, identity->authority ? GNUTLS_KEY_KEY_CERT_SIGN : GNUTLS_KEY_DIGITAL_SIGNATURE);
  if (identity->name != NULL)
    set_name (certificate, identity->name);
  gnutls_x509_crt_set_key (certificate, key);
  sign (certificate, key, identity->issuer);
  return certificate;
}

char *
tls_identity_make (const TlsIdentity *identity)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t     certificate;
  gnutls_datum_t        first, second;
  char                 *pem;

  gnutls_x509_privkey_init (&key);
  gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0);
  certificate = make_certificate (key, identity);
  gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &first);
  gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &second);
  pem = g_strdup_printf ("%s%s", first.data, second.data);
  gnutls_free (first.data);
  gnutls_free (second.data);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return pem;
}

char *
tls_identity_fingerprint (const char *pem)
{
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (pem, -1, NULL);

  return bridge_fingerprint_of (certificate);
}

struct TlsPeer
{
  TlsPeerOptions                   options;
  gnutls_certificate_credentials_t credentials;
  GSocket                         *socket;
  guint16                          port;
  GCancellable                    *ending;
  GThread                         *thread;

  GMutex   mutex;
  GSocket *current; /* under the mutex, as are the others */
  GString *received;
  char    *protocol;
};

static void
lock (TlsPeer *peer)
{
  g_mutex_lock (&peer->mutex);
  bridge_handover_acquire (&peer->mutex);
}

static void
unlock (TlsPeer *peer)
{
  bridge_handover_release (&peer->mutex);
  g_mutex_unlock (&peer->mutex);
}

static void
note_protocol (TlsPeer *peer, gnutls_session_t session)
{
  gnutls_datum_t protocol = { 0 };

  lock (peer);
  g_clear_pointer (&peer->protocol, g_free);
  if (gnutls_alpn_get_selected_protocol (session, &protocol) >= 0)
    peer->protocol = g_strndup ((const char *)protocol.data, protocol.size);
  unlock (peer);
}

/* To the end of what the other side says: a reset would take away what it has not read yet. */
static void
part (TlsPeer *peer, GSocket *socket)
{
  char rest[1024];

  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  while (g_socket_receive (socket, rest, sizeof rest, peer->ending, NULL) > 0)
    ;
}

static void
serve (TlsPeer *peer, GSocket *socket)
{
  struct timeval   patience = { .tv_sec = PATIENCE };
  const char      *priority = peer->options.priority != NULL ? peer->options.priority : "NORMAL";
  gnutls_datum_t   http = { (guint8 *)"http/1.1", strlen ("http/1.1") };
  gnutls_session_t session;
  int              status;

  g_socket_set_timeout (socket, PATIENCE);
  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  gnutls_init (&session, GNUTLS_SERVER);
  g_assert_cmpint (gnutls_priority_set_direct (session, priority, NULL), ==, 0);
  gnutls_alpn_set_protocols (session, &http, 1, 0);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, peer->credentials);
  gnutls_handshake_set_timeout (session, PATIENCE * 1000);
  gnutls_transport_set_int (session, g_socket_get_fd (socket));
  g_unix_set_fd_nonblocking (g_socket_get_fd (socket), FALSE, NULL);
  do
    status = gnutls_handshake (session);
  while (status < 0 && !gnutls_error_is_fatal (status) && !g_cancellable_is_cancelled (peer->ending));
  if (status >= 0)
    {
      note_protocol (peer, session);
      peer->options.talk (peer, session);
      gnutls_bye (session, GNUTLS_SHUT_WR);
    }
  else
    gnutls_alert_send_appropriate (session, status);
  part (peer, socket);
  gnutls_deinit (session);
}

static void
set_current (TlsPeer *peer, GSocket *socket)
{
  lock (peer);
  g_set_object (&peer->current, socket);
  unlock (peer);
}

static gpointer
run (gpointer data)
{
  TlsPeer *peer = data;
  GSocket *socket;

  while ((socket = g_socket_accept (peer->socket, peer->ending, NULL)) != NULL)
    {
      set_current (peer, socket);
      serve (peer, socket);
      set_current (peer, NULL);
      g_socket_close (socket, NULL);
      g_object_unref (socket);
    }
  return NULL;
}

static void
listen_anywhere (TlsPeer *peer)
{
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;

  peer->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_assert_true (g_socket_bind (peer->socket, place, TRUE, NULL));
  g_assert_true (g_socket_listen (peer->socket, NULL));
  bound = g_socket_get_local_address (peer->socket, NULL);
  peer->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
}

TlsPeer *
tls_peer_new (const TlsPeerOptions *options)
{
  TlsPeer             *peer = g_new0 (TlsPeer, 1);
  const gnutls_datum_t text = { (guint8 *)options->pem, (unsigned)strlen (options->pem) };

  peer->options = *options;
  gnutls_certificate_allocate_credentials (&peer->credentials);
  g_assert_cmpint (gnutls_certificate_set_x509_key_mem2 (peer->credentials, &text, &text, GNUTLS_X509_FMT_PEM, NULL, 0), >=, 0);
  peer->received = g_string_new (NULL);
  peer->ending = g_cancellable_new ();
  g_mutex_init (&peer->mutex);
  listen_anywhere (peer);
  peer->thread = g_thread_new ("tls-peer", run, peer);
  return peer;
}

void
tls_peer_free (TlsPeer *peer)
{
  g_cancellable_cancel (peer->ending);
  lock (peer);
  if (peer->current != NULL)
    g_socket_shutdown (peer->current, TRUE, TRUE, NULL);
  unlock (peer);
  g_thread_join (peer->thread);
  g_object_unref (peer->socket);
  g_object_unref (peer->ending);
  gnutls_certificate_free_credentials (peer->credentials);
  g_mutex_clear (&peer->mutex);
  g_string_free (peer->received, TRUE);
  g_free (peer->protocol);
  g_free (peer);
}

guint16
tls_peer_port (TlsPeer *peer)
{
  return peer->port;
}

char *
tls_peer_received (TlsPeer *peer)
{
  char *received;

  lock (peer);
  received = g_strndup (peer->received->str, peer->received->len);
  unlock (peer);
  return received;
}

char *
tls_peer_protocol (TlsPeer *peer)
{
  char *protocol;

  lock (peer);
  protocol = g_strdup (peer->protocol);
  unlock (peer);
  return protocol;
}

gsize
tls_peer_read (TlsPeer *peer, gnutls_session_t session, guint8 *data, gsize size)
{
  gssize n;

  do
    n = gnutls_record_recv (session, data, size);
  while (n == GNUTLS_E_INTERRUPTED && !g_cancellable_is_cancelled (peer->ending));
  if (n <= 0)
    return 0;
  lock (peer);
  g_string_append_len (peer->received, (const char *)data, n);
  unlock (peer);
  return (gsize)n;
}

char *
tls_peer_read_head (TlsPeer *peer, gnutls_session_t session)
{
  g_autoptr (GString) head = g_string_new (NULL);
  guint8 data[4096];
  gsize  n;

  while (strstr (head->str, "\r\n\r\n") == NULL)
    {
      n = tls_peer_read (peer, session, data, sizeof data);
      if (n == 0)
        return NULL;
      g_string_append_len (head, (const char *)data, (gssize)n);
    }
  return g_strdup (head->str);
}

void
tls_peer_write (TlsPeer *peer, gnutls_session_t session, const void *data, gsize length)
{
  const guint8 *at = data;

  while (length > 0)
    {
      gssize n = gnutls_record_send (session, at, length);

      if (n < 0 && n != GNUTLS_E_INTERRUPTED)
        return;
      at += MAX (n, 0);
      length -= (gsize)MAX (n, 0);
    }
}

void
tls_peer_answer (TlsPeer *peer, gnutls_session_t session)
{
  g_autofree char *head = tls_peer_read_head (peer, session);

  if (head != NULL)
    tls_peer_write (peer, session, peer->options.answer, strlen (peer->options.answer));
}

void
tls_peer_upgrade (TlsPeer *peer, gnutls_session_t session)
{
  g_autofree char *head = tls_peer_read_head (peer, session);
  const char      *key = head != NULL ? strstr (head, "Sec-WebSocket-Key: ") : NULL;
  g_autofree char *value = NULL;
  g_autofree char *answer = NULL;
  char             accept[BRIDGE_HANDSHAKE_ACCEPT_SIZE];

  if (key == NULL)
    return;
  value = g_strndup (key + strlen ("Sec-WebSocket-Key: "), BRIDGE_HANDSHAKE_KEY_SIZE - 1);
  bridge_handshake_accept (accept, value);
  answer = g_strdup_printf ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Protocol: drawbridge.v1\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                            accept);
  tls_peer_write (peer, session, answer, strlen (answer));
}
