/* Hello, welcome, head, ready, goodbye, people: who is who, and where the state begins.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/wire.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"
#include "core/frame/edit/wire-codec.h"

#include <assert.h>
#include <string.h>

#define REFUSAL_SIZE_MIN 2  /* bytes: seq, code */
#define PERSON_SIZE_MIN  15 /* bytes: number, state, site, colour, name's length */

void
bridge_wire_put_hello (BridgeBytes *out, const BridgeWireHello *hello)
{
  assert (hello->n_token <= BRIDGE_WIRE_TOKEN_MAX);
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_HELLO);
  bridge_bytes_put_varint (out, hello->version);
  bridge_bytes_put_blob (out, hello->token, hello->n_token);
  bridge_bytes_put_u64 (out, hello->site);
  bridge_bytes_put (out, hello->secret, sizeof hello->secret);
  bridge_wire_put_text (out, hello->name, hello->n_name, BRIDGE_NAME_BYTES_MAX);
  bridge_bytes_put_u32 (out, hello->color);
  bridge_bytes_put_u64 (out, hello->epoch);
  bridge_bytes_put_varint (out, hello->revision);
  bridge_bytes_put_varint (out, hello->seq);
}

static void
get_hello (BridgeReader *reader, BridgeWireHello *hello)
{
  const uint8_t *secret;
  hello->token = (const char *)bridge_reader_blob (reader, BRIDGE_WIRE_TOKEN_MAX, &hello->n_token);
  hello->site = bridge_wire_get_site (reader);
  secret = bridge_reader_raw (reader, sizeof hello->secret);
  if (secret != NULL)
    memcpy (hello->secret, secret, sizeof hello->secret);
  hello->name = bridge_reader_text (reader, BRIDGE_NAME_BYTES_MAX, &hello->n_name);
  hello->color = bridge_reader_u32 (reader);
  hello->epoch = bridge_reader_u64 (reader);
  hello->revision = bridge_wire_get_number (reader);
  hello->seq = bridge_wire_get_number (reader);
}

BridgeStatus
bridge_wire_get_hello (const uint8_t *data, size_t length, BridgeWireHello *hello)
{
  BridgeReader    reader = bridge_wire_open (data, length, BRIDGE_WIRE_HELLO);
  BridgeWireHello got = { .version = bridge_reader_varint (&reader) };
  BridgeStatus    status = reader.status;

  /* What follows the version is that version's own affair. */
  if (status == BRIDGE_STATUS_OK && got.version == BRIDGE_WIRE_VERSION)
    {
      get_hello (&reader, &got);
      status = bridge_wire_close (&reader);
    }
  if (status == BRIDGE_STATUS_OK)
    *hello = got;
  return status;
}

void
bridge_wire_put_welcome (BridgeBytes *out, const BridgeWireWelcome *welcome)
{
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_WELCOME);
  bridge_bytes_put_varint (out, welcome->person);
  bridge_wire_put_text (out, welcome->host, welcome->n_host, BRIDGE_NAME_BYTES_MAX);
}

BridgeStatus
bridge_wire_get_welcome (const uint8_t *data, size_t length, BridgeWireWelcome *welcome)
{
  BridgeReader      reader = bridge_wire_open (data, length, BRIDGE_WIRE_WELCOME);
  BridgeWireWelcome got = { .person = (uint32_t)bridge_reader_count (&reader, UINT32_MAX) };

  got.host = bridge_reader_text (&reader, BRIDGE_NAME_BYTES_MAX, &got.n_host);
  if (bridge_wire_close (&reader) == BRIDGE_STATUS_OK)
    *welcome = got;
  return reader.status;
}

void
bridge_wire_put_head (BridgeBytes *out, const BridgeWireHead *head)
{
  assert (head->n_refusals <= BRIDGE_WIRE_REFUSALS_MAX);
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_HEAD);
  bridge_bytes_put_u64 (out, head->epoch);
  bridge_bytes_put_varint (out, head->revision);
  bridge_bytes_put_varint (out, head->since);
  bridge_bytes_put_varint (out, head->items);
  bridge_bytes_put_varint (out, head->seq);
  bridge_bytes_put_varint (out, head->n_refusals);
  for (size_t i = 0; i < head->n_refusals; i++)
    {
      bridge_bytes_put_varint (out, head->refusals[i].seq);
      bridge_bytes_put_u8 (out, head->refusals[i].code);
    }
}

static void
get_refusals (BridgeReader *reader, BridgeWireHead *head)
{
  size_t count = (size_t)bridge_reader_count (reader, BRIDGE_WIRE_REFUSALS_MAX);
  if (count > bridge_reader_left (reader) / REFUSAL_SIZE_MIN)
    bridge_reader_fail (reader, BRIDGE_STATUS_TRUNCATED, "fewer refusals than are named");
  if (reader->status != BRIDGE_STATUS_OK)
    return;
  head->n_refusals = count;
  head->refusals = bridge_new0 (BridgeWireRefusal, count);
  for (size_t i = 0; i < count; i++)
    {
      head->refusals[i].seq = bridge_wire_get_number (reader);
      head->refusals[i].code = bridge_reader_u8 (reader);
    }
}

BridgeStatus
bridge_wire_get_head (const uint8_t *data, size_t length, BridgeWireHead *head)
{
  BridgeReader   reader = bridge_wire_open (data, length, BRIDGE_WIRE_HEAD);
  BridgeWireHead got = { .epoch = bridge_reader_u64 (&reader) };

  got.revision = bridge_wire_get_number (&reader);
  got.since = bridge_wire_get_number (&reader);
  got.items = bridge_wire_get_number (&reader);
  got.seq = bridge_wire_get_number (&reader);
  if (got.epoch == 0 || got.since > got.revision)
    bridge_reader_fail (&reader, BRIDGE_STATUS_RANGE, "a head without an epoch, or since after its revision");
  get_refusals (&reader, &got);
  if (bridge_wire_close (&reader) == BRIDGE_STATUS_OK)
    *head = got;
  else
    bridge_free (got.refusals);
  return reader.status;
}

void
bridge_wire_put_ready (BridgeBytes *out, uint64_t latest)
{
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_READY);
  bridge_bytes_put_varint (out, latest);
}

BridgeStatus
bridge_wire_get_ready (const uint8_t *data, size_t length, uint64_t *latest)
{
  BridgeReader reader = bridge_wire_open (data, length, BRIDGE_WIRE_READY);
  uint64_t     revision = bridge_wire_get_number (&reader);

  if (bridge_wire_close (&reader) == BRIDGE_STATUS_OK)
    *latest = revision;
  return reader.status;
}

/* A goodbye and a notice: a code, and words for people. */

static void
put_words (BridgeBytes *out, BridgeWireType type, unsigned code, const char *words)
{
  if (words == NULL)
    words = "";
  bridge_bytes_put_u8 (out, (uint8_t)type);
  bridge_bytes_put_u8 (out, (uint8_t)code);
  bridge_wire_put_text (out, words, strlen (words), BRIDGE_WIRE_REASON_MAX);
}

static BridgeStatus
get_words (const uint8_t *data, size_t length, BridgeWireType type, int *code, const char **words, size_t *n_words)
{
  BridgeReader reader = bridge_wire_open (data, length, type);
  uint8_t      got_code = bridge_reader_u8 (&reader);
  size_t       n = 0;
  const char  *text = bridge_reader_text (&reader, BRIDGE_WIRE_REASON_MAX, &n);

  if (bridge_wire_close (&reader) != BRIDGE_STATUS_OK)
    return reader.status;
  *code = got_code;
  *words = text;
  *n_words = n;
  return BRIDGE_STATUS_OK;
}

void
bridge_wire_put_goodbye (BridgeBytes *out, BridgeGoodbyeCode code, const char *words)
{
  put_words (out, BRIDGE_WIRE_GOODBYE, code, words);
}

BridgeStatus
bridge_wire_get_goodbye (const uint8_t *data, size_t length, int *code, const char **words, size_t *n_words)
{
  return get_words (data, length, BRIDGE_WIRE_GOODBYE, code, words, n_words);
}

void
bridge_wire_put_notice (BridgeBytes *out, BridgeNoticeCode code, const char *words)
{
  put_words (out, BRIDGE_WIRE_NOTICE, code, words);
}

BridgeStatus
bridge_wire_get_notice (const uint8_t *data, size_t length, int *code, const char **words, size_t *n_words)
{
  return get_words (data, length, BRIDGE_WIRE_NOTICE, code, words, n_words);
}

void
bridge_wire_put_people (BridgeBytes *out, const BridgeWirePerson *people, size_t n_people)
{
  assert (n_people <= BRIDGE_WIRE_PEOPLE_MAX);
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_PEOPLE);
  bridge_bytes_put_varint (out, n_people);
  for (size_t i = 0; i < n_people; i++)
    {
      bridge_bytes_put_varint (out, people[i].person);
      bridge_bytes_put_u8 (out, (uint8_t)people[i].state);
      bridge_bytes_put_u64 (out, people[i].site);
      bridge_bytes_put_u32 (out, people[i].color);
      bridge_wire_put_text (out, people[i].name, people[i].n_name, BRIDGE_NAME_BYTES_MAX);
    }
}

static BridgeWirePerson
get_person (BridgeReader *reader)
{
  BridgeWirePerson person = { .person = (uint32_t)bridge_reader_count (reader, UINT32_MAX) };
  unsigned         state = bridge_reader_u8 (reader);

  if (state > BRIDGE_PERSON_LEFT)
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "a person is neither here nor gone");
  person.state = state;
  person.site = bridge_wire_get_site (reader);
  person.color = bridge_reader_u32 (reader);
  person.name = bridge_reader_text (reader, BRIDGE_NAME_BYTES_MAX, &person.n_name);
  return person;
}

BridgeStatus
bridge_wire_get_people (const uint8_t *data, size_t length, BridgeWirePerson **people, size_t *n_people)
{
  BridgeReader      reader = bridge_wire_open (data, length, BRIDGE_WIRE_PEOPLE);
  size_t            count = (size_t)bridge_reader_count (&reader, BRIDGE_WIRE_PEOPLE_MAX);
  BridgeWirePerson *got;

  if (count > bridge_reader_left (&reader) / PERSON_SIZE_MIN)
    bridge_reader_fail (&reader, BRIDGE_STATUS_TRUNCATED, "fewer people than are named");
  if (reader.status != BRIDGE_STATUS_OK)
    return reader.status;
  got = bridge_new0 (BridgeWirePerson, count);
  for (size_t i = 0; i < count && reader.status == BRIDGE_STATUS_OK; i++)
    got[i] = get_person (&reader);
  if (bridge_wire_close (&reader) != BRIDGE_STATUS_OK)
    {
      bridge_free (got);
      return reader.status;
    }
  *people = got;
  *n_people = count;
  return BRIDGE_STATUS_OK;
}
