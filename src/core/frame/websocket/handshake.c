/* The opening handshake of both sides (RFC 6455, section 4) as judgements over header values; knows no HTTP library.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/handshake.h"

#include "core/base/sha1.h"
#include "core/frame/websocket/header.h"

#include <stdbool.h>
#include <string.h>

#define GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

typedef enum
{
  LIST_TOKEN,
  LIST_END,
  LIST_MALFORMED,
} ListResult;

/* Takes the next element of a comma-separated list; empty elements are passed over (RFC 9110, section 5.6.1). A slash
 * is taken as part of it: Upgrade may name versions. */
static ListResult
next_token (const char **cursor, BridgeHeaderToken *token)
{
  if (!bridge_header_next_element (cursor))
    return LIST_END;
  token->text = *cursor;
  while (bridge_header_is_token_char (**cursor) || **cursor == '/')
    ++*cursor;
  token->length = (size_t)(*cursor - token->text);
  bridge_header_skip_space (cursor);
  return token->length > 0 && (**cursor == ',' || **cursor == '\0') ? LIST_TOKEN : LIST_MALFORMED;
}

/* Whether a well-formed list names `word`, letter case aside. */
static bool
list_has (const char *list, const char *word)
{
  BridgeHeaderToken token;
  bool              found = false;
  ListResult        result;
  while ((result = next_token (&list, &token)) == LIST_TOKEN)
    found = found || bridge_header_token_is_nocase (token, word);
  return found && result == LIST_END;
}

static bool
field_once (BridgeHandshakeField field)
{
  return field.value != NULL && field.count == 1;
}

static bool
field_is (BridgeHandshakeField field, const char *word)
{
  return field_once (field) && bridge_header_token_is_nocase ((BridgeHeaderToken){ field.value, strlen (field.value) }, word);
}

/* uri-host [ ":" port ] (RFC 9110, section 7.2), without commas, which only joined headers would have. */
static bool
is_host (const char *host)
{
  const char *c = host;
  if (*c == '[')
    {
      c++;
      while (bridge_header_is_alphanumeric (*c) || *c == ':' || *c == '.')
        c++;
      if (*c++ != ']')
        return false;
    }
  else
    while (*c != '\0' && (bridge_header_is_alphanumeric (*c) || strchr ("-._~%!$&'()*+;=", *c) != NULL))
      c++;
  if (c == host)
    return false;
  if (*c == ':')
    for (c++; *c >= '0' && *c <= '9';)
      c++;
  return *c == '\0';
}

static bool
is_key (const char *key)
{
  uint8_t nonce[BRIDGE_HANDSHAKE_NONCE_SIZE];
  size_t  length;
  return bridge_base64_decode (nonce, sizeof nonce, &length, key, strlen (key)) == BRIDGE_STATUS_OK &&
         length == sizeof nonce;
}

static BridgeHandshakeVerdict
verdict (unsigned status, const char *reason)
{
  return (BridgeHandshakeVerdict){ .status = status, .reason = reason };
}

/* 101 when nothing but origin and sub-protocol is left to judge. */
static BridgeHandshakeVerdict
judge_upgrade (const BridgeHandshakeRequest *request)
{
  if (strcmp (request->method, "GET") != 0)
    return verdict (405, "the method is not GET");
  if (request->http_major != 1 || request->http_minor < 1)
    return verdict (400, "not HTTP/1.1");
  if (!field_once (request->host) || !is_host (request->host.value))
    return verdict (400, "bad Host");
  if (!field_once (request->upgrade) || !list_has (request->upgrade.value, "websocket"))
    return verdict (400, "bad Upgrade");
  if (!field_once (request->connection) || !list_has (request->connection.value, "upgrade"))
    return verdict (400, "bad Connection");
  if (!field_is (request->version, "13"))
    return verdict (426, "the version is not 13");
  if (!field_once (request->key) || !is_key (request->key.value))
    return verdict (400, "bad Sec-WebSocket-Key");
  return verdict (101, "Switching Protocols");
}

static const char *
find_word (BridgeHeaderToken token, const char *const *words)
{
  for (; words != NULL && *words != NULL; words++)
    if (bridge_header_token_is (token, *words))
      return *words;
  return NULL;
}

/* Chooses the first of a list of tokens that is among `words`, or NULL; false when the list is malformed. */
static bool
choose_protocol (const char *list, const char *const *words, const char **chosen)
{
  BridgeHeaderToken token;
  ListResult        result;
  *chosen = NULL;
  while ((result = next_token (&list, &token)) == LIST_TOKEN)
    {
      if (memchr (token.text, '/', token.length) != NULL)
        return false;
      if (*chosen == NULL)
        *chosen = find_word (token, words);
    }
  return result == LIST_END;
}

BridgeHandshakeVerdict
bridge_handshake_judge_request (const BridgeHandshakeRequest *request, const BridgeHandshakePolicy *policy)
{
  BridgeHandshakeVerdict result = judge_upgrade (request);
  if (result.status != 101)
    return result;
  if (policy->origin != NULL && request->origin.value != NULL && !field_is (request->origin, policy->origin))
    return verdict (403, "another origin");
  if (request->protocol.value != NULL &&
      !choose_protocol (request->protocol.value, policy->protocols, &result.protocol))
    return verdict (400, "bad Sec-WebSocket-Protocol");
  if (request->extensions.value != NULL &&
      bridge_extension_choose (&result.deflate, request->extensions.value, policy->deflate) != BRIDGE_STATUS_OK)
    return verdict (400, "bad Sec-WebSocket-Extensions");
  if (result.deflate.agreed)
    bridge_extension_answer (result.extensions, &result.deflate);
  bridge_handshake_accept (result.accept, request->key.value);
  return result;
}

size_t
bridge_handshake_answer (const BridgeHandshakeVerdict *answer,
                         BridgeHandshakeHeader         headers[BRIDGE_HANDSHAKE_HEADERS_MAX])
{
  size_t n = 0;
  if (answer->status == 405)
    headers[n++] = (BridgeHandshakeHeader){ "Allow", "GET" };
  if (answer->status == 426)
    headers[n++] = (BridgeHandshakeHeader){ "Sec-WebSocket-Version", "13" };
  if (answer->status == 101 || answer->status == 426)
    {
      headers[n++] = (BridgeHandshakeHeader){ "Upgrade", "websocket" };
      headers[n++] = (BridgeHandshakeHeader){ "Connection", "Upgrade" };
    }
  if (answer->status != 101)
    return n;
  headers[n++] = (BridgeHandshakeHeader){ "Sec-WebSocket-Accept", answer->accept };
  if (answer->protocol != NULL)
    headers[n++] = (BridgeHandshakeHeader){ "Sec-WebSocket-Protocol", answer->protocol };
  if (answer->deflate.agreed)
    headers[n++] = (BridgeHandshakeHeader){ "Sec-WebSocket-Extensions", answer->extensions };
  return n;
}

void
bridge_handshake_key (char key[BRIDGE_HANDSHAKE_KEY_SIZE], const uint8_t nonce[BRIDGE_HANDSHAKE_NONCE_SIZE])
{
  bridge_base64_encode (key, nonce, BRIDGE_HANDSHAKE_NONCE_SIZE);
}

void
bridge_handshake_accept (char accept[BRIDGE_HANDSHAKE_ACCEPT_SIZE], const char *key)
{
  BridgeSha1 sha1;
  uint8_t    digest[BRIDGE_SHA1_SIZE];
  bridge_sha1_init (&sha1);
  bridge_sha1_feed (&sha1, key, strlen (key));
  bridge_sha1_feed (&sha1, GUID, strlen (GUID));
  bridge_sha1_finish (&sha1, digest);
  bridge_base64_encode (accept, digest, sizeof digest);
}

/* No space, control character or byte above ASCII: it cannot end a line or a word of the request. */
static bool
is_visible (const char *text)
{
  for (; *text != '\0'; text++)
    if (*text <= ' ' || *text >= 0x7f)
      return false;
  return true;
}

static void
put_text (BridgeBytes *out, const char *text)
{
  bridge_bytes_put (out, text, strlen (text));
}

static void
put_header (BridgeBytes *out, const char *name, const char *value)
{
  put_text (out, name);
  put_text (out, ": ");
  put_text (out, value);
  put_text (out, "\r\n");
}

static void
put_protocols (BridgeBytes *out, const char *const *protocols)
{
  put_text (out, "Sec-WebSocket-Protocol: ");
  for (const char *const *protocol = protocols; *protocol != NULL; protocol++)
    {
      put_text (out, protocol == protocols ? "" : ", ");
      put_text (out, *protocol);
    }
  put_text (out, "\r\n");
}

BridgeStatus
bridge_handshake_put_request (BridgeBytes *out, const BridgeHandshakeOffer *offer)
{
  if (!is_host (offer->host) || offer->target[0] != '/' || !is_visible (offer->target) ||
      (offer->origin != NULL && !is_visible (offer->origin)))
    return BRIDGE_STATUS_MALFORMED;

  put_text (out, "GET ");
  put_text (out, offer->target);
  put_text (out, " HTTP/1.1\r\n");
  put_header (out, "Host", offer->host);
  put_header (out, "Upgrade", "websocket");
  put_header (out, "Connection", "Upgrade");
  put_header (out, "Sec-WebSocket-Key", offer->key);
  put_header (out, "Sec-WebSocket-Version", "13");
  if (offer->origin != NULL)
    put_header (out, "Origin", offer->origin);
  if (offer->protocols != NULL && offer->protocols[0] != NULL)
    put_protocols (out, offer->protocols);
  if (offer->deflate != BRIDGE_DEFLATE_NEVER)
    put_header (out, "Sec-WebSocket-Extensions", bridge_extension_offer (offer->deflate));
  put_text (out, "\r\n");
  return BRIDGE_STATUS_OK;
}

static bool
accept_is_right (const BridgeHandshakeResponse *response, const char *key)
{
  char accept[BRIDGE_HANDSHAKE_ACCEPT_SIZE];
  bridge_handshake_accept (accept, key);
  return field_once (response->accept) && strcmp (response->accept.value, accept) == 0;
}

/* One protocol of the offer, or none. */
static bool
protocol_is_offered (const BridgeHandshakeResponse *response, const BridgeHandshakeOffer *offer, const char **chosen)
{
  *chosen = NULL;
  if (response->protocol.value == NULL)
    return true;
  if (field_once (response->protocol))
    *chosen = find_word ((BridgeHeaderToken){ response->protocol.value, strlen (response->protocol.value) }, offer->protocols);
  return *chosen != NULL;
}

/* The extension of the offer, or none. */
static bool
extension_is_offered (const BridgeHandshakeResponse *response, const BridgeHandshakeOffer *offer, BridgeDeflateTerms *terms)
{
  *terms = (BridgeDeflateTerms){ .agreed = false };
  if (response->extensions.value == NULL)
    return true;
  return field_once (response->extensions) &&
         bridge_extension_judge (terms, response->extensions.value, offer->deflate) == BRIDGE_STATUS_OK;
}

static const char *
response_fault (const BridgeHandshakeResponse *response, const BridgeHandshakeOffer *offer, BridgeHandshakeAgreement *agreement)
{
  if (response->http_major != 1 || response->http_minor < 1)
    return "the answer is not HTTP/1.1";
  if (response->status != 101)
    return "the status is not 101";
  if (!field_is (response->upgrade, "websocket"))
    return "bad Upgrade in the answer";
  if (response->connection.value == NULL || !list_has (response->connection.value, "upgrade"))
    return "bad Connection in the answer";
  if (!accept_is_right (response, offer->key))
    return "wrong Sec-WebSocket-Accept";
  if (!extension_is_offered (response, offer, &agreement->deflate))
    return "an extension that was not offered";
  if (!protocol_is_offered (response, offer, &agreement->protocol))
    return "a sub-protocol that was not offered";
  return NULL;
}

BridgeStatus
bridge_handshake_judge_response (const BridgeHandshakeResponse *response, const BridgeHandshakeOffer *offer, BridgeHandshakeAgreement *agreement, const char **reason)
{
  BridgeHandshakeAgreement found;
  const char              *fault = response_fault (response, offer, &found);
  if (fault != NULL)
    {
      *reason = fault;
      return BRIDGE_STATUS_PROTOCOL;
    }
  *agreement = found;
  return BRIDGE_STATUS_OK;
}
