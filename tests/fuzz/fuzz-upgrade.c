/* Fuzzes the client's opening handshake: an answer that comes in pieces is judged as at once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/frame/websocket/handshake.h"
#include "fuzz.h"
#include "session/upgrade.h"

#define KEY_HEADER "Sec-WebSocket-Key: "

/* What came of an answer. */
typedef struct
{
  BridgeUpgradeResult result;
  gsize               rest;
  guint               status;
  int                 code; /* of the error; 0: none */
} Outcome;

static const char *const protocols[] = { "drawbridge.v1", NULL };

static const BridgeLinkPlace place = {
  .host = "a",
  .port = 7420,
  .target = "/room",
  .protocols = protocols,
  .deflate = BRIDGE_DEFLATE_WITHOUT_CONTEXT,
  .message_limit = 1000,
};

/* The input with the accept that answers this request in place of each '@' behind the first line: that has numbers, which
 * would be others each time. */
static BridgeBytes
make_answer (BridgeUpgrade *upgrade, const uint8_t *data, size_t size)
{
  char        key[BRIDGE_HANDSHAKE_KEY_SIZE] = "";
  char        accept[BRIDGE_HANDSHAKE_ACCEPT_SIZE];
  BridgeBytes request = { 0 }, answer = { 0 };
  const char *at;
  bool        is_first = true;

  bridge_upgrade_put_request (upgrade, &request);
  bridge_bytes_put_u8 (&request, '\0');
  at = strstr ((const char *)request.data, KEY_HEADER);
  require (at != NULL);
  memcpy (key, at + strlen (KEY_HEADER), sizeof key - 1);
  bridge_handshake_accept (accept, key);
  for (size_t i = 0; i < size; i++)
    {
      is_first = is_first && data[i] != '\n';
      if (data[i] == '@' && !is_first)
        bridge_bytes_put (&answer, accept, sizeof accept - 1);
      else
        bridge_bytes_put_u8 (&answer, data[i]);
    }
  bridge_bytes_clear (&request);
  return answer;
}

/* Each piece lies in memory of its own, so that AddressSanitizer sees what is kept too long. */
static Outcome
run (const uint8_t *data, size_t size, size_t step)
{
  Outcome        outcome = { .result = BRIDGE_UPGRADE_MORE };
  BridgeUpgrade *upgrade = bridge_upgrade_new (&place);
  BridgeBytes    answer = make_answer (upgrade, data, size);
  g_autoptr (GError) error = NULL;

  for (size_t start = 0, n; start < answer.length && outcome.result == BRIDGE_UPGRADE_MORE; start += n)
    {
      n = answer.length - start < step ? answer.length - start : step;
      uint8_t *piece = bridge_memdup (answer.data + start, n);
      outcome.result = bridge_upgrade_feed (upgrade, piece, n, &outcome.rest, &error);
      bridge_free (piece);
      require (outcome.result != BRIDGE_UPGRADE_DONE || outcome.rest <= n);
      if (outcome.result == BRIDGE_UPGRADE_DONE)
        outcome.rest += answer.length - start - n;
    }
  require ((outcome.result == BRIDGE_UPGRADE_FAILED) == (error != NULL));
  require (outcome.result != BRIDGE_UPGRADE_DONE || bridge_upgrade_http_status (upgrade) == 101);
  outcome.status = bridge_upgrade_http_status (upgrade);
  outcome.code = error != NULL ? error->code : 0;
  bridge_bytes_clear (&answer);
  bridge_upgrade_free (upgrade);
  return outcome;
}

/* The first byte says how large the pieces are. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  Outcome whole, cut;

  if (size < 2)
    return 0;
  whole = run (data + 1, size - 1, SIZE_MAX);
  cut = run (data + 1, size - 1, (size_t)1 + data[0]);
  require (whole.result == cut.result && whole.code == cut.code && whole.status == cut.status);
  require (whole.result != BRIDGE_UPGRADE_DONE || whole.rest == cut.rest);
  return 0;
}
