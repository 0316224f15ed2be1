/* The opening handshake of both sides (RFC 6455, section 4) as judgements over header values; knows no HTTP library.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/base64.h"
#include "core/base/bytes.h"
#include "core/base/status.h"
#include "core/frame/websocket/extension.h"

#define BRIDGE_HANDSHAKE_NONCE_SIZE  16
#define BRIDGE_HANDSHAKE_KEY_SIZE    BRIDGE_BASE64_SIZE (BRIDGE_HANDSHAKE_NONCE_SIZE) /* with the NUL */
#define BRIDGE_HANDSHAKE_ACCEPT_SIZE BRIDGE_BASE64_SIZE (20)                          /* with the NUL */
#define BRIDGE_HANDSHAKE_HEADERS_MAX 5

/* A header of the message that is judged. */
typedef struct
{
  const char *value; /* borrowed; NULL when absent; several lines joined by commas */
  unsigned    count; /* lines of that name */
} BridgeHandshakeField;

typedef struct
{
  const char          *method;
  unsigned             http_major;
  unsigned             http_minor;
  BridgeHandshakeField host;
  BridgeHandshakeField upgrade;
  BridgeHandshakeField connection;
  BridgeHandshakeField key;        /* Sec-WebSocket-Key */
  BridgeHandshakeField version;    /* Sec-WebSocket-Version */
  BridgeHandshakeField protocol;   /* Sec-WebSocket-Protocol */
  BridgeHandshakeField extensions; /* Sec-WebSocket-Extensions */
  BridgeHandshakeField origin;
} BridgeHandshakeRequest;

typedef struct
{
  const char        *origin;    /* what an Origin must be where there is one; NULL: anything */
  const char *const *protocols; /* NULL-terminated; NULL: none is spoken */
  BridgeDeflateUse   deflate;
} BridgeHandshakePolicy;

typedef struct
{
  unsigned           status;   /* 101, 400, 403, 405 or 426 */
  const char        *reason;   /* static; says why it is not 101 */
  const char        *protocol; /* one of the policy's: the first of the offer that is spoken; NULL: none */
  BridgeDeflateTerms deflate;
  char               accept[BRIDGE_HANDSHAKE_ACCEPT_SIZE];
  char               extensions[BRIDGE_EXTENSION_ANSWER_SIZE];
} BridgeHandshakeVerdict;

/* The server's side. Each of Host, Upgrade, Connection, Key and Version must be there once. */
BridgeHandshakeVerdict bridge_handshake_judge_request (const BridgeHandshakeRequest *request,
                                                       const BridgeHandshakePolicy  *policy);

typedef struct
{
  const char *name;
  const char *value; /* borrowed from the verdict, or static */
} BridgeHandshakeHeader;

/* Fills in the headers that answer with `verdict->status` needs, and returns their number. */
size_t bridge_handshake_answer (const BridgeHandshakeVerdict *verdict,
                                BridgeHandshakeHeader         headers[BRIDGE_HANDSHAKE_HEADERS_MAX]);

/* Sec-WebSocket-Key from bytes of the caller's entropy, and the Sec-WebSocket-Accept that answers a key. */
void bridge_handshake_key (char key[BRIDGE_HANDSHAKE_KEY_SIZE], const uint8_t nonce[BRIDGE_HANDSHAKE_NONCE_SIZE]);
void bridge_handshake_accept (char accept[BRIDGE_HANDSHAKE_ACCEPT_SIZE], const char *key);

typedef struct
{
  const char        *host;   /* with the port, where it is not the scheme's own */
  const char        *target; /* path and query */
  const char        *key;
  const char        *origin;    /* NULL: none */
  const char *const *protocols; /* NULL-terminated, most wanted first; NULL: none */
  BridgeDeflateUse   deflate;
} BridgeHandshakeOffer;

/* Appends the client's request, up to the empty line. MALFORMED, with nothing appended, when a value holds a space or
 * a control character, or the host is none. */
BRIDGE_MUST_CHECK BridgeStatus bridge_handshake_put_request (BridgeBytes *out, const BridgeHandshakeOffer *offer);

typedef struct
{
  unsigned             http_major;
  unsigned             http_minor;
  unsigned             status;
  BridgeHandshakeField upgrade;
  BridgeHandshakeField connection;
  BridgeHandshakeField accept;     /* Sec-WebSocket-Accept */
  BridgeHandshakeField protocol;   /* Sec-WebSocket-Protocol */
  BridgeHandshakeField extensions; /* Sec-WebSocket-Extensions */
} BridgeHandshakeResponse;

typedef struct
{
  const char        *protocol; /* one of the offer's; NULL: the server chose none */
  BridgeDeflateTerms deflate;
} BridgeHandshakeAgreement;

/* The client's side. PROTOCOL, with a static reason, for what is not the right answer to `offer`. */
BRIDGE_MUST_CHECK BridgeStatus bridge_handshake_judge_response (const BridgeHandshakeResponse *response,
                                                                const BridgeHandshakeOffer    *offer,
                                                                BridgeHandshakeAgreement      *agreement,
                                                                const char                   **reason);
