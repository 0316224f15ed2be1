/* The client's opening handshake: a request, and the judgement of what is answered.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/upgrade.h"

#include "core/frame/edit/wire.h"
#include "core/frame/websocket/handshake.h"
#include "session/entropy.h"
#include "session/error.h"
#include "session/http.h"
#include "session/limits.h"

#include <libsoup/soup.h>
#include <string.h>

static const char *const protocols[] = { BRIDGE_WIRE_PROTOCOL, NULL };

struct BridgeUpgrade
{
  BridgeInvite *invite;
  char         *host; /* of the Host header */
  char         *target;
  char          key[BRIDGE_HANDSHAKE_KEY_SIZE];
  GString      *head; /* of the answer, as far as it has come */
};

static char *
make_host (const BridgeInvite *invite)
{
  gboolean bracketed = strchr (invite->host, ':') != NULL;

  return g_strdup_printf (bracketed ? "[%s]:%u" : "%s:%u", invite->host, invite->port);
}

BridgeUpgrade *
bridge_upgrade_new (BridgeInvite *invite)
{
  BridgeUpgrade *upgrade = g_new0 (BridgeUpgrade, 1);
  guint8         nonce[BRIDGE_HANDSHAKE_NONCE_SIZE];

  bridge_entropy_fill (nonce, sizeof nonce);
  bridge_handshake_key (upgrade->key, nonce);
  upgrade->invite = bridge_invite_ref (invite);
  upgrade->host = make_host (invite);
  upgrade->target = g_strconcat ("/", invite->room, NULL);
  upgrade->head = g_string_new (NULL);
  return upgrade;
}

void
bridge_upgrade_free (BridgeUpgrade *upgrade)
{
  bridge_invite_unref (upgrade->invite);
  g_free (upgrade->host);
  g_free (upgrade->target);
  g_string_free (upgrade->head, TRUE);
  g_free (upgrade);
}

static BridgeHandshakeOffer
offer (const BridgeUpgrade *upgrade)
{
  return (BridgeHandshakeOffer){ .host = upgrade->host, .target = upgrade->target, .key = upgrade->key, .protocols = protocols };
}

void
bridge_upgrade_put_request (BridgeUpgrade *upgrade, BridgeBytes *out)
{
  BridgeHandshakeOffer what = offer (upgrade);
  BridgeStatus         status = bridge_handshake_put_request (out, &what);

  g_assert (status == BRIDGE_STATUS_OK); /* an invitation holds nothing that a header may not */
}

static BridgeHandshakeField
field (SoupMessageHeaders *headers, const char *name)
{
  const char            *value = soup_message_headers_get_list (headers, name);
  SoupMessageHeadersIter iter;
  const char            *at, *ignored;
  guint                  count = 0;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &at, &ignored))
    count += g_ascii_strcasecmp (at, name) == 0;
  return (BridgeHandshakeField){ value, count };
}

/* What is not 101. Only an answer that says that it is Drawbridge's tells anything about rooms and versions. */
static GError *
word_refusal (const BridgeUpgrade *upgrade, SoupMessageHeaders *headers, guint status)
{
  const char *protocol = soup_message_headers_get_one (headers, BRIDGE_HTTP_HEADER);

  if (protocol == NULL)
    return bridge_error_not_a_server (upgrade->invite->host);
  if (strcmp (protocol, BRIDGE_WIRE_PROTOCOL) != 0)
    return bridge_error_from_goodbye (BRIDGE_GOODBYE_VERSION, NULL);
  if (status == SOUP_STATUS_NOT_FOUND)
    return bridge_error_unknown_room ();
  return bridge_error_not_a_server (upgrade->invite->host);
}

static GError *
judge_head (BridgeUpgrade *upgrade, SoupMessageHeaders *headers, SoupHTTPVersion version, guint status)
{
  const BridgeHandshakeResponse response = {
    .http_major = 1,
    .http_minor = version == SOUP_HTTP_1_0 ? 0 : 1,
    .status = status,
    .upgrade = field (headers, "Upgrade"),
    .connection = field (headers, "Connection"),
    .accept = field (headers, "Sec-WebSocket-Accept"),
    .protocol = field (headers, "Sec-WebSocket-Protocol"),
    .extensions = field (headers, "Sec-WebSocket-Extensions"),
  };
  BridgeHandshakeOffer     what = offer (upgrade);
  BridgeHandshakeAgreement agreement = { 0 };
  const char              *reason = NULL;

  if (status != SOUP_STATUS_SWITCHING_PROTOCOLS)
    return word_refusal (upgrade, headers, status);
  if (bridge_handshake_judge_response (&response, &what, &agreement, &reason) != BRIDGE_STATUS_OK)
    g_debug ("Not the answer to our handshake: %s", reason);
  return agreement.protocol == NULL ? word_refusal (upgrade, headers, status) : NULL;
}

static BridgeUpgradeResult
parse_head (BridgeUpgrade *upgrade, gsize length, GError **error)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  SoupHTTPVersion version;
  guint           status;
  GError         *failure;

  if (!soup_headers_parse_response (upgrade->head->str, (int)length, headers, &version, &status, NULL))
    failure = bridge_error_not_a_server (upgrade->invite->host);
  else
    failure = judge_head (upgrade, headers, version, status);
  if (failure == NULL)
    return BRIDGE_UPGRADE_DONE;
  g_propagate_error (error, failure);
  return BRIDGE_UPGRADE_FAILED;
}

/* Whether it can still become an answer in HTTP/1. */
static gboolean
looks_like_http (const BridgeUpgrade *upgrade)
{
  return upgrade->head->len <= BRIDGE_NET_RESPONSE_MAX && memcmp (upgrade->head->str, "HTTP/1.", MIN (upgrade->head->len, 7)) == 0;
}

BridgeUpgradeResult
bridge_upgrade_feed (BridgeUpgrade *upgrade, const guint8 *data, gsize length, gsize *rest, GError **error)
{
  gsize       taken = MIN (length, BRIDGE_NET_RESPONSE_MAX + 1 - upgrade->head->len);
  gsize       before = upgrade->head->len;
  const char *end;

  g_string_append_len (upgrade->head, (const char *)data, taken);
  end = memmem (upgrade->head->str, upgrade->head->len, "\r\n\r\n", 4);
  if (end != NULL && g_str_has_prefix (upgrade->head->str, "HTTP/1."))
    {
      gsize head = end - upgrade->head->str + 4;

      *rest = before + length - head;
      return parse_head (upgrade, head - 2, error);
    }
  if (looks_like_http (upgrade))
    return BRIDGE_UPGRADE_MORE;
  g_propagate_error (error, bridge_error_not_a_server (upgrade->invite->host));
  return BRIDGE_UPGRADE_FAILED;
}
