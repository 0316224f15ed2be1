/* Tests of the opening handshake: a good one, and what one changed header does to it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/handshake.h"

#include <glib.h>
#include <string.h>

/* RFC 6455, section 1.3. */
#define KEY    "dGhlIHNhbXBsZSBub25jZQ=="
#define ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

static const char *const protocols[] = { "drawbridge.v2", "drawbridge.v1", NULL };

static void
test_values (void)
{
  char accept[BRIDGE_HANDSHAKE_ACCEPT_SIZE], key[BRIDGE_HANDSHAKE_KEY_SIZE];
  bridge_handshake_accept (accept, KEY);
  g_assert_cmpstr (accept, ==, ACCEPT);
  bridge_handshake_key (key, (const guint8 *)"the sample nonce");
  g_assert_cmpstr (key, ==, KEY);
}

static const BridgeHandshakeRequest good_request = {
  .method = "GET",
  .http_major = 1,
  .http_minor = 1,
  .host = { "server.example.com", 1 },
  .upgrade = { "websocket", 1 },
  .connection = { "Upgrade", 1 },
  .key = { KEY, 1 },
  .version = { "13", 1 },
};

typedef struct
{
  gsize                offset; /* of the header that is put in the good one's place */
  BridgeHandshakeField field;
  guint                status;
} RequestCase;

#define AT(name) offsetof (BridgeHandshakeRequest, name)

static const RequestCase request_cases[] = {
  { AT (host), { "localhost:7420", 1 }, 101 },
  { AT (host), { "192.168.0.7:1", 1 }, 101 },
  { AT (host), { "[::1]", 1 }, 101 },
  { AT (host), { "[fe80::1]:7420", 1 }, 101 },
  { AT (host), { "name:", 1 }, 101 },
  { AT (host), { NULL, 0 }, 400 },
  { AT (host), { "", 1 }, 400 },
  { AT (host), { "a", 2 }, 400 },
  { AT (host), { "a, a", 2 }, 400 },
  { AT (host), { "a,a", 1 }, 400 },
  { AT (host), { "a b", 1 }, 400 },
  { AT (host), { "a/b", 1 }, 400 },
  { AT (host), { "me@a", 1 }, 400 },
  { AT (host), { ":80", 1 }, 400 },
  { AT (host), { "a:80x", 1 }, 400 },
  { AT (host), { "a:80:80", 1 }, 400 },
  { AT (host), { "[::1", 1 }, 400 },
  { AT (host), { "[::1]x", 1 }, 400 },
  { AT (host), { "b\xc3\xbc"
                 "cher",
                 1 },
    400 },

  { AT (upgrade), { "WebSocket", 1 }, 101 },
  { AT (upgrade), { "h2c, websocket", 1 }, 101 },
  { AT (upgrade), { ",,websocket ,\tIRC/6.9", 1 }, 101 },
  { AT (upgrade), { NULL, 0 }, 400 },
  { AT (upgrade), { "", 1 }, 400 },
  { AT (upgrade), { "h2c", 1 }, 400 },
  { AT (upgrade), { "websockets", 1 }, 400 },
  { AT (upgrade), { "websocke", 1 }, 400 },
  { AT (upgrade), { "websocket/13", 1 }, 400 },
  { AT (upgrade), { "websocket h2c", 1 }, 400 },
  { AT (upgrade), { "websocket; q=1", 1 }, 400 },
  { AT (upgrade), { "websocket, \"", 1 }, 400 },
  { AT (upgrade), { "websocket, websocket", 2 }, 400 },

  { AT (connection), { "upgrade", 1 }, 101 },
  { AT (connection), { "keep-alive, Upgrade", 1 }, 101 },
  { AT (connection), { "UPGRADE,Keep-Alive", 1 }, 101 },
  { AT (connection), { NULL, 0 }, 400 },
  { AT (connection), { "", 1 }, 400 },
  { AT (connection), { "keep-alive", 1 }, 400 },
  { AT (connection), { "keep-alive Upgrade", 1 }, 400 },
  { AT (connection), { "Upgrade, (", 1 }, 400 },
  { AT (connection), { "Upgrade, Upgrade", 2 }, 400 },

  /* The example in section 4.1 of the RFC, whose last bits are not zero. */
  { AT (key), { "AQIDBAUGBwgJCgsMDQ4PEC==", 1 }, 101 },
  { AT (key), { NULL, 0 }, 400 },
  { AT (key), { "", 1 }, 400 },
  { AT (key), { KEY, 2 }, 400 },
  { AT (key), { KEY ", " KEY, 2 }, 400 },
  { AT (key), { "dGhlIHNhbXBsZSBub25jZQ", 1 }, 400 },
  { AT (key), { "dGhlIHNhbXBsZSBub25j", 1 }, 400 },
  { AT (key), { "dGhlIHNhbXBsZSBub25jZWU=", 1 }, 400 },
  { AT (key), { "dGhlIHNhbXBsZSBub25jZWVl", 1 }, 400 },
  { AT (key), { "dGhlIHNhbXBsZSBub25jZQ==dGhlIHNhbXBsZSBub25jZQ==", 1 }, 400 },
  { AT (key), { "dGhl HNhbXBsZSBub25jZQ==", 1 }, 400 },
  { AT (key), { "dGhl-HNhbXBsZSBub25jZQ==", 1 }, 400 },
  { AT (key), { "not base64 at all", 1 }, 400 },

  { AT (version), { NULL, 0 }, 426 },
  { AT (version), { "", 1 }, 426 },
  { AT (version), { "8", 1 }, 426 },
  { AT (version), { "12", 1 }, 426 },
  { AT (version), { "14", 1 }, 426 },
  { AT (version), { "013", 1 }, 426 },
  { AT (version), { "13, 8", 1 }, 426 },
  { AT (version), { "13, 13", 2 }, 426 },

  { AT (origin), { "http://server.example.com", 1 }, 101 },
  { AT (origin), { "HTTP://Server.Example.com", 1 }, 101 },
  { AT (origin), { NULL, 0 }, 101 },
  { AT (origin), { "", 1 }, 403 },
  { AT (origin), { "null", 1 }, 403 },
  { AT (origin), { "https://server.example.com", 1 }, 403 },
  { AT (origin), { "http://server.example.com.evil.example", 1 }, 403 },
  { AT (origin), { "http://server.example.com, http://server.example.com", 2 }, 403 },

  { AT (protocol), { "drawbridge.v1", 1 }, 101 },
  { AT (protocol), { "a b", 1 }, 400 },
  { AT (protocol), { "a/b", 1 }, 400 },
  { AT (protocol), { "a;b", 1 }, 400 },

  { AT (extensions), { "permessage-deflate", 1 }, 101 },
  { AT (extensions), { "permessage-deflate, x-webkit-deflate-frame", 2 }, 101 },
  { AT (extensions), { "permessage-deflate; unknown", 1 }, 101 },
  { AT (extensions), { "", 1 }, 101 },
  { AT (extensions), { "permessage-deflate;", 1 }, 400 },
  { AT (extensions), { "permessage deflate", 1 }, 400 },
};

static const BridgeHandshakePolicy policy = { "http://server.example.com", protocols, BRIDGE_DEFLATE_NEVER };

static void
test_requests (void)
{
  BridgeHandshakeVerdict good = bridge_handshake_judge_request (&good_request, &policy);
  g_assert_cmpuint (good.status, ==, 101);
  g_assert_cmpstr (good.accept, ==, ACCEPT);
  g_assert_null (good.protocol);

  for (gsize i = 0; i < G_N_ELEMENTS (request_cases); i++)
    {
      BridgeHandshakeRequest request = good_request;
      memcpy ((char *)&request + request_cases[i].offset, &request_cases[i].field, sizeof (BridgeHandshakeField));
      BridgeHandshakeVerdict verdict = bridge_handshake_judge_request (&request, &policy);
      if (verdict.status != request_cases[i].status)
        g_error ("case %u, \"%s\": %u %s", (guint)i, request_cases[i].field.value, verdict.status, verdict.reason);
      g_assert_nonnull (verdict.reason);
    }
}

static void
test_request_lines (void)
{
  static const struct
  {
    const char *method;
    guint       major, minor, status;
  } cases[] = {
    { "GET", 1, 1, 101 },
    { "GET", 1, 2, 101 },
    { "GET", 1, 0, 400 },
    { "GET", 0, 9, 400 },
    { "GET", 2, 0, 400 },
    { "POST", 1, 1, 405 },
    { "HEAD", 1, 1, 405 },
    { "get", 1, 1, 405 },
    { "GETX", 1, 1, 405 },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeHandshakeRequest request = good_request;
      request.method = cases[i].method;
      request.http_major = cases[i].major;
      request.http_minor = cases[i].minor;
      g_assert_cmpuint (bridge_handshake_judge_request (&request, &policy).status, ==, cases[i].status);
    }
}

/* The client's order decides. */
static void
test_protocols (void)
{
  static const struct
  {
    const char *offer;
    const char *chosen;
  } cases[] = {
    { "drawbridge.v1", "drawbridge.v1" },
    { "drawbridge.v1, drawbridge.v2", "drawbridge.v1" },
    { "drawbridge.v2,drawbridge.v1", "drawbridge.v2" },
    { "chat, drawbridge.v1", "drawbridge.v1" },
    { "Drawbridge.v1", NULL },
    { "drawbridge.v", NULL },
    { "drawbridge.v11", NULL },
    { "chat", NULL },
    { "", NULL },
    { NULL, NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeHandshakeRequest request = good_request;
      request.protocol = (BridgeHandshakeField){ cases[i].offer, cases[i].offer != NULL };
      BridgeHandshakeVerdict verdict = bridge_handshake_judge_request (&request, &policy);
      g_assert_cmpuint (verdict.status, ==, 101);
      g_assert_cmpstr (verdict.protocol, ==, cases[i].chosen);
    }

  BridgeHandshakeRequest request = good_request;
  BridgeHandshakePolicy  anything = { NULL, NULL, BRIDGE_DEFLATE_NEVER };
  request.protocol = (BridgeHandshakeField){ "chat", 1 };
  request.origin = (BridgeHandshakeField){ "null", 1 };
  BridgeHandshakeVerdict verdict = bridge_handshake_judge_request (&request, &anything);
  g_assert_cmpuint (verdict.status, ==, 101);
  g_assert_null (verdict.protocol);
}

static void
test_deflate (void)
{
  static const struct
  {
    const char      *offer;
    BridgeDeflateUse use;
    const char      *answer; /* NULL: none */
  } cases[] = {
    { "permessage-deflate", BRIDGE_DEFLATE_WITH_CONTEXT, "permessage-deflate" },
    { "permessage-deflate", BRIDGE_DEFLATE_NEVER, NULL },
    { "permessage-bzip2", BRIDGE_DEFLATE_WITH_CONTEXT, NULL },
    { NULL, BRIDGE_DEFLATE_WITH_CONTEXT, NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeHandshakePolicy  compressing = { NULL, NULL, cases[i].use };
      BridgeHandshakeRequest request = good_request;
      BridgeHandshakeHeader  headers[BRIDGE_HANDSHAKE_HEADERS_MAX];
      request.extensions = (BridgeHandshakeField){ cases[i].offer, cases[i].offer != NULL };
      BridgeHandshakeVerdict verdict = bridge_handshake_judge_request (&request, &compressing);
      gsize                  n = bridge_handshake_answer (&verdict, headers);
      g_assert_cmpuint (verdict.status, ==, 101);
      g_assert_cmpint (verdict.deflate.agreed, ==, cases[i].answer != NULL);
      g_assert_cmpuint (n, ==, cases[i].answer != NULL ? 4 : 3);
      if (cases[i].answer == NULL)
        continue;
      g_assert_cmpstr (headers[3].name, ==, "Sec-WebSocket-Extensions");
      g_assert_cmpstr (headers[3].value, ==, cases[i].answer);
    }
}

static char *
answer_text (const BridgeHandshakeVerdict *verdict)
{
  BridgeHandshakeHeader headers[BRIDGE_HANDSHAKE_HEADERS_MAX];
  gsize                 n = bridge_handshake_answer (verdict, headers);
  GString              *text = g_string_new (NULL);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (text, "%s: %s\n", headers[i].name, headers[i].value);
  return g_string_free (text, FALSE);
}

static void
test_answers (void)
{
  static const struct
  {
    guint       status;
    const char *protocol;
    const char *text;
  } cases[] = {
    { 101, NULL, "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: x\n" },
    { 101, "p", "Upgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: x\nSec-WebSocket-Protocol: p\n" },
    { 400, NULL, "" },
    { 403, NULL, "" },
    { 405, NULL, "Allow: GET\n" },
    { 426, NULL, "Sec-WebSocket-Version: 13\nUpgrade: websocket\nConnection: Upgrade\n" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeHandshakeVerdict verdict = { .status = cases[i].status, .protocol = cases[i].protocol, .accept = "x" };
      g_autofree char       *text = answer_text (&verdict);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static const BridgeHandshakeOffer good_offer = {
  .host = "server.example.com:7420",
  .target = "/board?a=b",
  .key = KEY,
  .protocols = protocols,
};

static void
test_put_request (void)
{
  BridgeBytes          out = { 0 };
  BridgeHandshakeOffer offer = good_offer;
  g_assert_cmpint (bridge_handshake_put_request (&out, &offer), ==, BRIDGE_STATUS_OK);
  const char expected[] = "GET /board?a=b HTTP/1.1\r\n"
                          "Host: server.example.com:7420\r\n"
                          "Upgrade: websocket\r\n"
                          "Connection: Upgrade\r\n"
                          "Sec-WebSocket-Key: " KEY "\r\n"
                          "Sec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Protocol: drawbridge.v2, drawbridge.v1\r\n"
                          "\r\n";
  g_assert_cmpmem (out.data, out.length, expected, sizeof expected - 1);

  bridge_bytes_truncate (&out, 0);
  offer.protocols = NULL;
  offer.origin = "http://a";
  offer.deflate = BRIDGE_DEFLATE_WITH_CONTEXT;
  g_assert_cmpint (bridge_handshake_put_request (&out, &offer), ==, BRIDGE_STATUS_OK);
  g_autofree char *text = g_strndup ((const char *)out.data, out.length);
  g_assert_true (g_str_has_suffix (text, "Version: 13\r\nOrigin: http://a\r\n"
                                         "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"));
  bridge_bytes_clear (&out);
}

/* Nothing that comes from a link can add a line to the request. */
static void
test_put_request_refused (void)
{
  static const struct
  {
    const char *host;
    const char *target;
    const char *origin;
  } cases[] = {
    { "", "/", NULL },
    { "a\r\nX: y", "/", NULL },
    { "a b", "/", NULL },
    { "a", "", NULL },
    { "a", "b", NULL },
    { "a", "/b c", NULL },
    { "a", "/\r\nX: y", NULL },
    { "a", "/\xc3\xbc", NULL },
    { "a", "/", "http://a\n" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeBytes          out = { 0 };
      BridgeHandshakeOffer offer = { cases[i].host, cases[i].target, KEY, cases[i].origin, NULL, BRIDGE_DEFLATE_NEVER };
      g_assert_cmpint (bridge_handshake_put_request (&out, &offer), ==, BRIDGE_STATUS_MALFORMED);
      g_assert_cmpuint (out.length, ==, 0);
    }
}

static const BridgeHandshakeResponse good_response = {
  .http_major = 1,
  .http_minor = 1,
  .status = 101,
  .upgrade = { "websocket", 1 },
  .connection = { "Upgrade", 1 },
  .accept = { ACCEPT, 1 },
};

typedef struct
{
  gsize                offset;
  BridgeHandshakeField field;
  gboolean             good;
  const char          *protocol;
} ResponseCase;

#undef AT
#define AT(name) offsetof (BridgeHandshakeResponse, name)

static const ResponseCase response_cases[] = {
  { AT (upgrade), { "WebSocket", 1 }, TRUE, NULL },
  { AT (upgrade), { NULL, 0 }, FALSE, NULL },
  { AT (upgrade), { "websocket, h2c", 1 }, FALSE, NULL },
  { AT (upgrade), { "websocket", 2 }, FALSE, NULL },
  { AT (connection), { "keep-alive, upgrade", 1 }, TRUE, NULL },
  { AT (connection), { "keep-alive, upgrade", 2 }, TRUE, NULL },
  { AT (connection), { NULL, 0 }, FALSE, NULL },
  { AT (connection), { "close", 1 }, FALSE, NULL },
  { AT (accept), { NULL, 0 }, FALSE, NULL },
  { AT (accept), { "", 1 }, FALSE, NULL },
  { AT (accept), { KEY, 1 }, FALSE, NULL },
  { AT (accept), { "S3pPLMBiTxaQ9kYGzzhZRbK+xOo=", 1 }, FALSE, NULL },
  { AT (accept), { ACCEPT, 2 }, FALSE, NULL },
  { AT (protocol), { "drawbridge.v1", 1 }, TRUE, "drawbridge.v1" },
  { AT (protocol), { "drawbridge.v2", 1 }, TRUE, "drawbridge.v2" },
  { AT (protocol), { "chat", 1 }, FALSE, NULL },
  { AT (protocol), { "", 1 }, FALSE, NULL },
  { AT (protocol), { "drawbridge.v1, drawbridge.v2", 1 }, FALSE, NULL },
  { AT (protocol), { "drawbridge.v1", 2 }, FALSE, NULL },
  { AT (extensions), { "permessage-deflate", 1 }, FALSE, NULL },
  { AT (extensions), { "", 1 }, FALSE, NULL },
};

static void
check_response (const BridgeHandshakeResponse *response, gboolean good, const char *expected)
{
  static const char       *untouched = "untouched";
  BridgeHandshakeAgreement agreement = { .protocol = untouched };
  const char              *reason = NULL;
  BridgeStatus             status = bridge_handshake_judge_response (response, &good_offer, &agreement, &reason);
  g_assert_cmpint (status, ==, good ? BRIDGE_STATUS_OK : BRIDGE_STATUS_PROTOCOL);
  g_assert_cmpstr (agreement.protocol, ==, good ? expected : untouched);
  g_assert_false (agreement.deflate.agreed);
  g_assert_cmpint (reason == NULL, ==, good);
}

/* What was offered may be agreed on, in one line. */
static void
test_deflate_response (void)
{
  BridgeHandshakeOffer     offer = good_offer;
  BridgeHandshakeResponse  response = good_response;
  BridgeHandshakeAgreement agreement;
  const char              *reason;
  offer.deflate = BRIDGE_DEFLATE_WITH_CONTEXT;
  g_assert_cmpint (bridge_handshake_judge_response (&response, &offer, &agreement, &reason), ==, BRIDGE_STATUS_OK);
  g_assert_false (agreement.deflate.agreed);
  response.extensions = (BridgeHandshakeField){ "permessage-deflate", 1 };
  g_assert_cmpint (bridge_handshake_judge_response (&response, &offer, &agreement, &reason), ==, BRIDGE_STATUS_OK);
  g_assert_true (agreement.deflate.agreed);
  response.extensions.count = 2;
  g_assert_cmpint (bridge_handshake_judge_response (&response, &offer, &agreement, &reason), ==, BRIDGE_STATUS_PROTOCOL);
}

static void
test_responses (void)
{
  check_response (&good_response, TRUE, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (response_cases); i++)
    {
      BridgeHandshakeResponse response = good_response;
      memcpy ((char *)&response + response_cases[i].offset, &response_cases[i].field, sizeof (BridgeHandshakeField));
      check_response (&response, response_cases[i].good, response_cases[i].protocol);
    }

  static const guint statuses[] = { 100, 200, 301, 400, 401, 404, 410, 426, 503 };
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      BridgeHandshakeResponse response = good_response;
      response.status = statuses[i];
      check_response (&response, FALSE, NULL);
    }
  BridgeHandshakeResponse old = good_response;
  old.http_minor = 0;
  check_response (&old, FALSE, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/websocket/handshake/values", test_values);
  g_test_add_func ("/core/frame/websocket/handshake/requests", test_requests);
  g_test_add_func ("/core/frame/websocket/handshake/request-lines", test_request_lines);
  g_test_add_func ("/core/frame/websocket/handshake/protocols", test_protocols);
  g_test_add_func ("/core/frame/websocket/handshake/deflate", test_deflate);
  g_test_add_func ("/core/frame/websocket/handshake/answers", test_answers);
  g_test_add_func ("/core/frame/websocket/handshake/put-request", test_put_request);
  g_test_add_func ("/core/frame/websocket/handshake/put-request-refused", test_put_request_refused);
  g_test_add_func ("/core/frame/websocket/handshake/responses", test_responses);
  g_test_add_func ("/core/frame/websocket/handshake/deflate-response", test_deflate_response);
  return g_test_run ();
}
