/* Who a host is: a key and a self-signed certificate, whose fingerprint stands in every link (contracts.md, "Links").
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define BRIDGE_FINGERPRINT_LENGTH 43 /* base64url of a SHA-256, without padding */

/* The certificate that is kept in `path`, made there the first time with a P-256 key, the file (0600) and its folder (0700)
 * for the owner alone. `path` NULL: in the user's data directory. Blocks: reads and writes a file. A file that others can
 * read, or that is damaged, is an error that says so: it is never replaced, since every link that was sent would break. */
GTlsCertificate *bridge_identity_load (const char *path, GError **error);
/* The same on a thread of its own, for a main loop. */
void             bridge_identity_load_async (const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GTlsCertificate *bridge_identity_load_finish (GAsyncResult *result, GError **error);

/* base64url of the SHA-256 of its DER (transfer full). */
char *bridge_fingerprint_of (GTlsCertificate *certificate);
/* NULL is like none. Takes the same time wherever they differ. */
gboolean bridge_fingerprint_matches (GTlsCertificate *certificate, const char *fingerprint);
