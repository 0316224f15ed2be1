/* What a browser shows for a link: what this is, and the way into the app.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The token is in the fragment of the address, which a browser keeps to itself: so the page's own script makes the link, a
 * drawbridge:// one to click where the fragment has a fingerprint, else a ws:// or wss:// one to paste. Both static. */
const char *bridge_page_html (gsize *length);
/* The Content-Security-Policy under which just that page's style and script run. */
const char *bridge_page_policy (void);
