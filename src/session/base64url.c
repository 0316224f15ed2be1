/* Base64url (RFC 4648, section 5), unpadded: what may stand in a link.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/base64url.h"

#include <string.h>

char *
bridge_base64url_encode (const guint8 *data, gsize length)
{
  char *text = g_base64_encode (data, length);

  text[strcspn (text, "=")] = '\0';
  g_strdelimit (text, "+", '-');
  return g_strdelimit (text, "/", '_');
}
