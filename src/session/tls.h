/* TLS at the guest's end: who must answer, and whether who answers is that.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With a fingerprint exactly that certificate is accepted, whatever authorities say; without one it must be one that the system
 * trusts, for that host's name. Nothing below TLS 1.2 is spoken. Errors are those of error.h. */
#pragma once

#include <gio/gio.h>

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
