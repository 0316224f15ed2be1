/* Fuzzes the frames that are neither edits nor state: what is decoded encodes to a frame that says the same.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/frame/edit/wire.h"
#include "fuzz.h"

/* Decodes and appends the same anew; false when it cannot be read. */
static bool
remake_hello (const uint8_t *data, size_t size, BridgeBytes *out)
{
  BridgeWireHello hello;
  if (bridge_wire_get_hello (data, size, &hello) != BRIDGE_STATUS_OK || hello.version != BRIDGE_WIRE_VERSION)
    return false;
  bridge_wire_put_hello (out, &hello);
  return true;
}

static bool
remake_welcome (const uint8_t *data, size_t size, BridgeBytes *out)
{
  BridgeWireWelcome welcome;
  if (bridge_wire_get_welcome (data, size, &welcome) != BRIDGE_STATUS_OK)
    return false;
  bridge_wire_put_welcome (out, &welcome);
  return true;
}

static bool
remake_head (const uint8_t *data, size_t size, BridgeBytes *out)
{
  BridgeWireHead head;
  if (bridge_wire_get_head (data, size, &head) != BRIDGE_STATUS_OK)
    return false;
  bridge_wire_put_head (out, &head);
  bridge_free (head.refusals);
  return true;
}

static bool
remake_ready (const uint8_t *data, size_t size, BridgeBytes *out)
{
  uint64_t latest;
  if (bridge_wire_get_ready (data, size, &latest) != BRIDGE_STATUS_OK)
    return false;
  bridge_wire_put_ready (out, latest);
  return true;
}

static void
copy_words (char copy[BRIDGE_WIRE_REASON_MAX + 1], const char *words, size_t n_words)
{
  require (n_words <= BRIDGE_WIRE_REASON_MAX);
  memcpy (copy, words, n_words);
  copy[n_words] = '\0';
}

static bool
remake_goodbye (const uint8_t *data, size_t size, BridgeBytes *out)
{
  char        copy[BRIDGE_WIRE_REASON_MAX + 1];
  int         code;
  const char *words;
  size_t      n_words;
  if (bridge_wire_get_goodbye (data, size, &code, &words, &n_words) != BRIDGE_STATUS_OK)
    return false;
  copy_words (copy, words, n_words);
  bridge_wire_put_goodbye (out, (BridgeGoodbyeCode)code, copy);
  return true;
}

static bool
remake_notice (const uint8_t *data, size_t size, BridgeBytes *out)
{
  char        copy[BRIDGE_WIRE_REASON_MAX + 1];
  int         code;
  const char *words;
  size_t      n_words;
  if (bridge_wire_get_notice (data, size, &code, &words, &n_words) != BRIDGE_STATUS_OK)
    return false;
  copy_words (copy, words, n_words);
  bridge_wire_put_notice (out, (BridgeNoticeCode)code, copy);
  return true;
}

static bool
remake_people (const uint8_t *data, size_t size, BridgeBytes *out)
{
  BridgeWirePerson *people;
  size_t            n_people;
  if (bridge_wire_get_people (data, size, &people, &n_people) != BRIDGE_STATUS_OK)
    return false;
  bridge_wire_put_people (out, people, n_people);
  bridge_free (people);
  return true;
}

static bool
remake_presence (const uint8_t *data, size_t size, BridgeBytes *out)
{
  BridgePresence presence;
  if (bridge_wire_get_presence (data, size, &presence) != BRIDGE_STATUS_OK)
    return false;
  bridge_wire_put_presence (out, &presence);
  bridge_presence_clear (&presence);
  return true;
}

static bool
remake_presences (const uint8_t *data, size_t size, BridgeBytes *out)
{
  size_t         offset = 0;
  bool           more = true;
  uint32_t       person;
  BridgePresence presence;
  bridge_wire_begin_presences (out);
  while (bridge_wire_next_presence (data, size, &offset, &more, &person, &presence) == BRIDGE_STATUS_OK)
    {
      if (!more)
        return true;
      bridge_wire_add_presence (out, person, &presence);
      bridge_presence_clear (&presence);
    }
  return false;
}

static bool
remake (const uint8_t *data, size_t size, BridgeBytes *out)
{
  switch (bridge_wire_type (data, size))
    {
    case BRIDGE_WIRE_HELLO:
      return remake_hello (data, size, out);
    case BRIDGE_WIRE_WELCOME:
      return remake_welcome (data, size, out);
    case BRIDGE_WIRE_HEAD:
      return remake_head (data, size, out);
    case BRIDGE_WIRE_READY:
      return remake_ready (data, size, out);
    case BRIDGE_WIRE_GOODBYE:
      return remake_goodbye (data, size, out);
    case BRIDGE_WIRE_NOTICE:
      return remake_notice (data, size, out);
    case BRIDGE_WIRE_PEOPLE:
      return remake_people (data, size, out);
    case BRIDGE_WIRE_PRESENCE:
      return remake_presence (data, size, out);
    case BRIDGE_WIRE_PRESENCES:
      return remake_presences (data, size, out);
    default:
      return false;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  BridgeBytes once = { 0 }, twice = { 0 };
  if (remake (data, size, &once))
    {
      require (remake (once.data, once.length, &twice));
      require_same_bytes (&once, &twice);
    }
  bridge_bytes_clear (&once);
  bridge_bytes_clear (&twice);
  return 0;
}
