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

#define TLS_ALERT 0x15 /* the first byte of what a TLS server says to a request in plain */

struct BridgeUpgrade
{
  const BridgeLinkPlace   *place;
  char                    *host; /* of the Host header */
  char                     key[BRIDGE_HANDSHAKE_KEY_SIZE];
  GString                 *head; /* of the answer, as far as it has come */
  guint                    status;
  BridgeHandshakeAgreement agreement;
};

static char *
make_host (const BridgeLinkPlace *place)
{
  gboolean         bracketed = strchr (place->host, ':') != NULL;
  g_autofree char *host = g_strdup_printf (bracketed ? "[%s]" : "%s", place->host);

  if (place->port == (place->tls ? 443 : 80))
    return g_steal_pointer (&host);
  return g_strdup_printf ("%s:%u", host, place->port);
}

BridgeUpgrade *
bridge_upgrade_new (const BridgeLinkPlace *place)
{
  BridgeUpgrade *upgrade = g_new0 (BridgeUpgrade, 1);
  guint8         nonce[BRIDGE_HANDSHAKE_NONCE_SIZE];

  bridge_entropy_fill (nonce, sizeof nonce);
  bridge_handshake_key (upgrade->key, nonce);
  upgrade->place = place;
  upgrade->host = make_host (place);
  upgrade->head = g_string_new (NULL);
  return upgrade;
}

void
bridge_upgrade_free (BridgeUpgrade *upgrade)
{
  g_free (upgrade->host);
  g_string_free (upgrade->head, TRUE);
  g_free (upgrade);
}

static BridgeHandshakeOffer
offer (const BridgeUpgrade *upgrade)
{
  return (BridgeHandshakeOffer){
    .host = upgrade->host,
    .target = upgrade->place->target,
    .key = upgrade->key,
    .protocols = upgrade->place->protocols,
    .deflate = upgrade->place->deflate,
  };
}

void
bridge_upgrade_put_request (BridgeUpgrade *upgrade, BridgeBytes *out)
{
  BridgeHandshakeOffer what = offer (upgrade);
  BridgeStatus         status = bridge_handshake_put_request (out, &what);

  g_assert (status == BRIDGE_STATUS_OK); /* a place holds nothing that a header may not */
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
    return bridge_error_not_a_server (upgrade->place->host);
  if (strcmp (protocol, BRIDGE_WIRE_PROTOCOL) != 0)
    return bridge_error_from_goodbye (BRIDGE_GOODBYE_VERSION, NULL);
  if (status == SOUP_STATUS_NOT_FOUND)
    return bridge_error_unknown_room ();
  if (status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    return bridge_error_from_goodbye (BRIDGE_GOODBYE_FULL, NULL);
  if (status == SOUP_STATUS_FORBIDDEN && !upgrade->place->tls)
    return bridge_error_encrypted (upgrade->place->host);
  return bridge_error_not_a_server (upgrade->place->host);
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
  BridgeHandshakeOffer what = offer (upgrade);
  const char          *reason = "the sub-protocol is missing";

  upgrade->status = status;
  if (status != SOUP_STATUS_SWITCHING_PROTOCOLS)
    return word_refusal (upgrade, headers, status);
  if (bridge_handshake_judge_response (&response, &what, &upgrade->agreement, &reason) == BRIDGE_STATUS_OK &&
      (what.protocols == NULL || upgrade->agreement.protocol != NULL))
    return NULL;
  g_debug ("Not the answer to our handshake: %s", reason);
  return word_refusal (upgrade, headers, status);
}

static BridgeUpgradeResult
parse_head (BridgeUpgrade *upgrade, gsize length, GError **error)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  SoupHTTPVersion version;
  guint           status;
  GError         *failure;

  if (!soup_headers_parse_response (upgrade->head->str, (int)length, headers, &version, &status, NULL))
    failure = bridge_error_not_a_server (upgrade->place->host);
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
  if (upgrade->head->str[0] == TLS_ALERT && !upgrade->place->tls)
    g_propagate_error (error, bridge_error_encrypted (upgrade->place->host));
  else
    g_propagate_error (error, bridge_error_not_a_server (upgrade->place->host));
  return BRIDGE_UPGRADE_FAILED;
}

guint
bridge_upgrade_http_status (const BridgeUpgrade *upgrade)
{
  return upgrade->status;
}

const BridgeDeflateTerms *
bridge_upgrade_deflate (const BridgeUpgrade *upgrade)
{
  return &upgrade->agreement.deflate;
}
