/* Base64url (RFC 4648, section 5), unpadded: what may stand in a link.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

char *bridge_base64url_encode (const guint8 *data, gsize length); /* (transfer full) */
