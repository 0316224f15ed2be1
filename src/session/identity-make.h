/* Making a key and its certificate, and looking at what was kept of them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A new P-256 key and a self-signed X.509 certificate of version 3, as PEM (transfer full). It names nobody and lasts for decades:
 * what it is good for is its fingerprint. */
char *bridge_identity_make (void);
/* Whether the PEM holds both, and they belong together. */
gboolean bridge_identity_is_whole (const char *pem);
