/* Fuzzes the parser of links: what it takes it can say again, and nothing that a header may not hold gets through.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "session/invite.h"

#include <string.h>

static void
require_same (const BridgeInvite *a, const BridgeInvite *b)
{
  require (a->scheme == b->scheme && a->port == b->port);
  require (strcmp (a->host, b->host) == 0 && strcmp (a->room, b->room) == 0 && strcmp (a->token, b->token) == 0);
  require (g_strcmp0 (a->fingerprint, b->fingerprint) == 0);
}

static void
check_invite (const BridgeInvite *invite)
{
  g_autofree char *link = bridge_invite_to_string (invite);
  g_autoptr (BridgeInvite) again = bridge_invite_parse (link, NULL);

  require (again != NULL);
  require_same (invite, again);
  require (bridge_room_name_is_valid (invite->room) && invite->port > 0);
  require (strlen (invite->token) >= BRIDGE_TOKEN_LENGTH_MIN && strlen (invite->token) <= BRIDGE_TOKEN_LENGTH_MAX);
  require (invite->host[0] != '\0');
  for (const char *c = invite->host; *c != '\0'; c++)
    require (g_ascii_isalnum (*c) || strchr (".-_:", *c) != NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (BridgeInvite) invite = bridge_invite_parse (text, &error);

  require ((invite == NULL) == (error != NULL));
  if (invite != NULL)
    check_invite (invite);
  return 0;
}
