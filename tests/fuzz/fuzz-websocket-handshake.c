/* Fuzzes the judgements of the opening handshake; each line of the input is the value of one header.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/frame/websocket/handshake.h"
#include "fuzz.h"

#include <string.h>

static const char *const protocols[] = { "drawbridge.v1", "chat", NULL };

/* Ends the line at *text, moves behind it; an empty line stands for a header that is absent. */
static BridgeHandshakeField
next_field (char **text)
{
  char *line = *text, *end = strchr (line, '\n');
  *text = end != NULL ? end + 1 : line + strlen (line);
  if (end != NULL)
    *end = '\0';
  return line[0] != '\0' ? (BridgeHandshakeField){ line, 1 } : (BridgeHandshakeField){ NULL, 0 };
}

static const char *
next_text (char **text)
{
  BridgeHandshakeField field = next_field (text);
  return field.value != NULL ? field.value : "";
}

/* What the server answers is what the client takes. */
static void
require_agreed (const BridgeHandshakeVerdict *verdict, const char *key)
{
  BridgeHandshakeOffer     offer = { "a", "/", key, NULL, protocols, BRIDGE_DEFLATE_WITH_CONTEXT };
  BridgeHandshakeResponse  response = { .http_major = 1, .http_minor = 1, .status = 101 };
  BridgeHandshakeAgreement agreement = { .protocol = NULL };
  const char              *reason;

  response.upgrade = (BridgeHandshakeField){ "websocket", 1 };
  response.connection = (BridgeHandshakeField){ "Upgrade", 1 };
  response.accept = (BridgeHandshakeField){ verdict->accept, 1 };
  response.protocol = (BridgeHandshakeField){ verdict->protocol, verdict->protocol != NULL };
  if (verdict->deflate.agreed)
    response.extensions = (BridgeHandshakeField){ verdict->extensions, 1 };
  require (bridge_handshake_judge_response (&response, &offer, &agreement, &reason) == BRIDGE_STATUS_OK);
  require (agreement.protocol == verdict->protocol && agreement.deflate.agreed == verdict->deflate.agreed);
}

/* With a fault none may be taken: 1 to 6 say which header is there twice, 7 another method, 8 an old HTTP. */
static void
judge_request (char *text, unsigned fault)
{
  BridgeHandshakeRequest request = { .method = fault == 7 ? "POST" : "GET", .http_major = 1, .http_minor = fault != 8 };
  BridgeHandshakeField  *once[] = { &request.host, &request.upgrade, &request.connection, &request.key, &request.version, &request.origin };
  request.host = next_field (&text);
  request.upgrade = next_field (&text);
  request.connection = next_field (&text);
  request.key = next_field (&text);
  request.version = next_field (&text);
  request.protocol = next_field (&text);
  request.origin = next_field (&text);
  request.extensions = next_field (&text);
  if (fault >= 1 && fault <= 6)
    once[fault - 1]->count *= 2;

  BridgeHandshakePolicy  policy = { "http://a", protocols, BRIDGE_DEFLATE_WITHOUT_CONTEXT };
  BridgeHandshakeVerdict verdict = bridge_handshake_judge_request (&request, &policy);
  BridgeHandshakeHeader  headers[BRIDGE_HANDSHAKE_HEADERS_MAX];
  size_t                 n = bridge_handshake_answer (&verdict, headers);
  require (n <= BRIDGE_HANDSHAKE_HEADERS_MAX && verdict.reason != NULL);
  if (verdict.status != 101)
    return;
  require (fault == 0 || fault > 8 || (fault == 6 && request.origin.value == NULL));
  require (strlen (verdict.accept) == BRIDGE_HANDSHAKE_ACCEPT_SIZE - 1);
  require_agreed (&verdict, request.key.value);
}

/* Faults: 1 to 3 say which header is there twice, 4 another status, 5 an old HTTP. */
static void
judge_response (char *text, unsigned fault)
{
  BridgeHandshakeResponse response = { .http_major = 1, .http_minor = fault != 5, .status = fault == 4 ? 200 : 101 };
  BridgeHandshakeField   *once[] = { &response.upgrade, &response.connection, &response.accept };
  response.upgrade = next_field (&text);
  response.connection = next_field (&text);
  response.accept = next_field (&text);
  response.protocol = next_field (&text);
  response.extensions = next_field (&text);
  if (fault >= 1 && fault <= 3)
    once[fault - 1]->count *= 2;

  BridgeHandshakeOffer     offer = { "a", "/", "dGhlIHNhbXBsZSBub25jZQ==", NULL, protocols, BRIDGE_DEFLATE_WITHOUT_CONTEXT };
  BridgeHandshakeAgreement agreement = { .protocol = NULL };
  const char              *reason = NULL;
  BridgeStatus             status = bridge_handshake_judge_response (&response, &offer, &agreement, &reason);
  require ((status == BRIDGE_STATUS_OK) == (reason == NULL));
  require (status != BRIDGE_STATUS_OK || fault == 0 || fault > 5);
  require (agreement.protocol == NULL || agreement.protocol == protocols[0] || agreement.protocol == protocols[1]);
}

/* Whatever the host and target are, the request has its seven lines, and its end at the end. */
static void
put_request (char *text, unsigned unused)
{
  BridgeBytes          out = { 0 };
  BridgeHandshakeOffer offer = { .key = "k", .protocols = protocols };
  offer.host = next_text (&text);
  offer.target = next_text (&text);
  if (bridge_handshake_put_request (&out, &offer) == BRIDGE_STATUS_OK)
    {
      size_t n_lines = 0;
      for (size_t i = 0; i < out.length; i++)
        n_lines += out.data[i] == '\n' || out.data[i] == '\0';
      require (n_lines == 8 && memcmp (out.data + out.length - 4, "\r\n\r\n", 4) == 0);
    }
  bridge_bytes_clear (&out);
}

/* The first byte chooses what is read, and with what fault. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static void (*const parts[]) (char *, unsigned) = { judge_request, judge_response, put_request };
  if (size == 0)
    return 0;
  BridgeBytes text = { 0 };
  bridge_bytes_put (&text, data + 1, size - 1);
  bridge_bytes_put_u8 (&text, '\0');
  parts[data[0] % 3]((char *)text.data, data[0] / 3);
  bridge_bytes_clear (&text);
  return 0;
}
