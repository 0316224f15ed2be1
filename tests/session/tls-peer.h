/* Servers that speak TLS, well or badly, for the tests of session/: made of GnuTLS alone, on a thread of their own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

/* What a certificate is to be. */
typedef struct
{
  const char *issuer; /* PEM of an authority; NULL: signed by itself */
  gboolean    authority;
  const char *name;    /* DNS name or address; NULL: none */
  gboolean    expired; /* yesterday */
} TlsIdentity;

/* A key and its certificate as PEM (transfer full). */
char *tls_identity_make (const TlsIdentity *identity);
/* Its fingerprint, as links have it (transfer full). */
char *tls_identity_fingerprint (const char *pem);

typedef struct TlsPeer TlsPeer;

typedef struct
{
  const char *pem;
  const char *priority; /* of GnuTLS; NULL: its own */
  /* Called on the thread of the server, for each connection whose handshake has succeeded, one after the other. */
  void (*talk) (TlsPeer *peer, gnutls_session_t session);
  const char *answer; /* of tls_peer_answer */
} TlsPeerOptions;

/* On 127.0.0.1. */
TlsPeer *tls_peer_new (const TlsPeerOptions *options);
void     tls_peer_free (TlsPeer *peer);
guint16  tls_peer_port (TlsPeer *peer);
/* All that was received within TLS, and the protocol that was agreed on by ALPN (transfer full, for the main thread). */
char *tls_peer_received (TlsPeer *peer);
char *tls_peer_protocol (TlsPeer *peer);

/* For `talk`. Reads until a head of HTTP is whole (transfer full; NULL: it ended before). */
char *tls_peer_read_head (TlsPeer *peer, gnutls_session_t session);
/* At most `size`; 0: the end. */
gsize tls_peer_read (TlsPeer *peer, gnutls_session_t session, guint8 *data, gsize size);
void  tls_peer_write (TlsPeer *peer, gnutls_session_t session, const void *data, gsize length);
/* Reads a head and writes options.answer. */
void tls_peer_answer (TlsPeer *peer, gnutls_session_t session);
/* Reads a head and agrees to the upgrade that it asks for, with drawbridge.v1. */
void tls_peer_upgrade (TlsPeer *peer, gnutls_session_t session);
