/* TLS at the guest's end: who must answer, and whether who answers is that.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With a fingerprint exactly that certificate is accepted, whatever authorities say; without one it must be one that the system
 * trusts, for that host's name. Nothing below TLS 1.2 is spoken. Errors are those of error.h. */
#pragma once

#include <gio/gio.h>

/* Nothing of this process speaks TLS below 1.2, host or guest. First of all, before there is a thread. Where TLS is not
 * GnuTLS's this does nothing, and it is what was agreed on that is judged. */
void bridge_tls_forbid_old (void);

/* What to connect to, and how TLS is to know it. An address is not taken for a name: names alone are told to a server
 * (RFC 6066, section 3), some of which refuse others, and glib-networking tells them whatever it is given as one. */
GSocketConnectable *bridge_tls_connectable (const char *host, guint16 port);

/* Begins TLS on a connection to `host`. */
void       bridge_tls_start_async (GIOStream          *stream,
                                   const char         *host,
                                   guint16             port,
                                   const char         *fingerprint,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            data);
GIOStream *bridge_tls_start_finish (GAsyncResult *result, GError **error);

/* What a handshake has led to; NULL where all is well. `complaints`: what the system says against the certificate. */
GError *bridge_tls_judge (const char          *host,
                          const char          *fingerprint,
                          GTlsCertificate     *certificate,
                          GTlsCertificateFlags complaints,
                          GTlsProtocolVersion  version);
