/* Tests of hello, welcome, head, ready, goodbye and people.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/limits.h"
#include "core/frame/edit/wire.h"

#include <glib.h>

/* Each of these decodes and frees again; it must leave its outputs alone when it fails. */
static BridgeStatus
try_hello (const guint8 *data, gsize length)
{
  BridgeWireHello hello;
  return bridge_wire_get_hello (data, length, &hello);
}

static BridgeStatus
try_welcome (const guint8 *data, gsize length)
{
  BridgeWireWelcome welcome;
  return bridge_wire_get_welcome (data, length, &welcome);
}

static BridgeStatus
try_head (const guint8 *data, gsize length)
{
  BridgeWireHead head;
  BridgeStatus   status = bridge_wire_get_head (data, length, &head);

  if (status == BRIDGE_STATUS_OK)
    bridge_free (head.refusals);
  return status;
}

static BridgeStatus
try_ready (const guint8 *data, gsize length)
{
  uint64_t latest;

  return bridge_wire_get_ready (data, length, &latest);
}

static BridgeStatus
try_goodbye (const guint8 *data, gsize length)
{
  int         code;
  const char *words;
  gsize       n_words;

  return bridge_wire_get_goodbye (data, length, &code, &words, &n_words);
}

static BridgeStatus
try_notice (const guint8 *data, gsize length)
{
  int         code;
  const char *words;
  gsize       n_words;

  return bridge_wire_get_notice (data, length, &code, &words, &n_words);
}

static BridgeStatus
try_people (const guint8 *data, gsize length)
{
  BridgeWirePerson *people;
  gsize             n_people;
  BridgeStatus      status = bridge_wire_get_people (data, length, &people, &n_people);

  if (status == BRIDGE_STATUS_OK)
    bridge_free (people);
  return status;
}

/* Cut anywhere it is an error, and with a byte behind it too. */
static void
assert_whole (BridgeBytes *message, BridgeStatus (*try) (const guint8 *data, gsize length))
{
  for (gsize n = 0; n < message->length; n++)
    {
      guint8      *cut = g_memdup2 (message->data, n);
      BridgeStatus status = try (cut, n);

      g_assert_cmpint (status, ==, BRIDGE_STATUS_TRUNCATED);
      g_free (cut);
    }
  g_assert_cmpint (try (message->data, message->length), ==, BRIDGE_STATUS_OK);
  bridge_bytes_put_u8 (message, 0);
  g_assert_cmpint (try (message->data, message->length), ==, BRIDGE_STATUS_MALFORMED);
  message->data[0] = 99;
  g_assert_cmpint (try (message->data, message->length), ==, BRIDGE_STATUS_MALFORMED);
  bridge_bytes_clear (message);
}

static BridgeWireHello
sample_hello (void)
{
  return (BridgeWireHello){
    .version = BRIDGE_WIRE_VERSION, .token = "to\0ken", .n_token = 6, .site = 0x123456789abcdef0, .secret = { 1, 2, 3 }, .name = "Jörg", .n_name = 5, .color = 0xff8800ff, .epoch = 42, .revision = BRIDGE_WIRE_NUMBER_MAX, .seq = 300
  };
}

static void
test_hello (void)
{
  BridgeWireHello hello = sample_hello (), got;
  BridgeBytes     message = { 0 };

  bridge_wire_put_hello (&message, &hello);
  g_assert_cmpint (bridge_wire_type (message.data, message.length), ==, BRIDGE_WIRE_HELLO);
  g_assert_cmpint (bridge_wire_get_hello (message.data, message.length, &got), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (got.version, ==, BRIDGE_WIRE_VERSION);
  g_assert_cmpmem (got.token, got.n_token, hello.token, hello.n_token);
  g_assert_cmphex (got.site, ==, hello.site);
  g_assert_cmpmem (got.secret, sizeof got.secret, hello.secret, sizeof hello.secret);
  g_assert_cmpmem (got.name, got.n_name, hello.name, hello.n_name);
  g_assert_cmphex (got.color, ==, hello.color);
  g_assert_cmpuint (got.epoch, ==, 42);
  g_assert_cmpuint (got.revision, ==, BRIDGE_WIRE_NUMBER_MAX);
  g_assert_cmpuint (got.seq, ==, 300);
  assert_whole (&message, try_hello);
}

/* Another version may look as it likes behind its number. */
static void
test_hello_version (void)
{
  static const guint8 data[] = { BRIDGE_WIRE_HELLO, 2, 0xff, 0xff };
  BridgeWireHello     got = sample_hello ();

  g_assert_cmpint (bridge_wire_get_hello (data, sizeof data, &got), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (got.version, ==, 2);
  g_assert_null (got.token);
  g_assert_cmpint (bridge_wire_get_hello (data, 1, &got), ==, BRIDGE_STATUS_TRUNCATED);
}

static void
test_hello_limits (void)
{
  char            long_text[600];
  BridgeWireHello hello = sample_hello (), got;
  BridgeBytes     message = { 0 };

  /* Two bytes a letter: the name is cut between letters. */
  for (gsize i = 0; i < sizeof long_text; i++)
    long_text[i] = i % 2 == 0 ? '\xc3' : '\xa9';
  hello.name = long_text + 1;
  hello.n_name = BRIDGE_NAME_BYTES_MAX + 5;
  long_text[1] = 'x';
  bridge_wire_put_hello (&message, &hello);
  g_assert_cmpint (bridge_wire_get_hello (message.data, message.length, &got), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (got.n_name, ==, BRIDGE_NAME_BYTES_MAX - 1);

  hello = sample_hello ();
  hello.token = long_text;
  hello.n_token = BRIDGE_WIRE_TOKEN_MAX;
  bridge_bytes_truncate (&message, 0);
  bridge_wire_put_hello (&message, &hello);
  g_assert_cmpint (try_hello (message.data, message.length), ==, BRIDGE_STATUS_OK);
  message.data[2]++;
  g_assert_cmpint (try_hello (message.data, message.length), ==, BRIDGE_STATUS_LIMIT);

  hello = sample_hello ();
  hello.site = 0;
  bridge_bytes_truncate (&message, 0);
  bridge_wire_put_hello (&message, &hello);
  g_assert_cmpint (try_hello (message.data, message.length), ==, BRIDGE_STATUS_RANGE);
  bridge_bytes_clear (&message);
}

static void
test_welcome (void)
{
  BridgeWireWelcome welcome = { 0x80000001, "host", 4 }, got;
  BridgeBytes       message = { 0 };

  bridge_wire_put_welcome (&message, &welcome);
  g_assert_cmpint (bridge_wire_get_welcome (message.data, message.length, &got), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (got.person, ==, welcome.person);
  g_assert_cmpmem (got.host, got.n_host, "host", 4);
  assert_whole (&message, try_welcome);
}

static void
test_head (void)
{
  BridgeWireRefusal refusals[] = { { 3, BRIDGE_REFUSAL_LOCKED }, { 400, BRIDGE_REFUSAL_FULL } };
  BridgeWireHead    head = { 7, 1000, 900, 10, 500, refusals, 2 }, got;
  BridgeBytes       message = { 0 };

  bridge_wire_put_head (&message, &head);
  g_assert_cmpint (bridge_wire_get_head (message.data, message.length, &got), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (got.epoch, ==, 7);
  g_assert_cmpuint (got.revision, ==, 1000);
  g_assert_cmpuint (got.since, ==, 900);
  g_assert_cmpuint (got.items, ==, 10);
  g_assert_cmpuint (got.seq, ==, 500);
  g_assert_cmpuint (got.n_refusals, ==, 2);
  g_assert_cmpuint (got.refusals[1].seq, ==, 400);
  g_assert_cmpuint (got.refusals[1].code, ==, BRIDGE_REFUSAL_FULL);
  bridge_free (got.refusals);
  assert_whole (&message, try_head);

  head.since = 1001;
  bridge_wire_put_head (&message, &head);
  g_assert_cmpint (try_head (message.data, message.length), ==, BRIDGE_STATUS_RANGE);
  bridge_bytes_clear (&message);
}

static void
test_ready (void)
{
  BridgeBytes message = { 0 };

  uint64_t latest;

  bridge_wire_put_ready (&message, 312);
  g_assert_cmpint (bridge_wire_get_ready (message.data, message.length, &latest), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (latest, ==, 312);
  assert_whole (&message, try_ready);
}

static void
test_goodbye (void)
{
  g_autofree char *long_words = g_strnfill (2 * BRIDGE_WIRE_REASON_MAX, 'x');
  BridgeBytes      message = { 0 };
  int              code;
  const char      *words;
  gsize            n_words;

  bridge_wire_put_goodbye (&message, BRIDGE_GOODBYE_SLOW, "too slow");
  g_assert_cmpint (bridge_wire_get_goodbye (message.data, message.length, &code, &words, &n_words), ==, BRIDGE_STATUS_OK);
  g_assert_cmpint (code, ==, BRIDGE_GOODBYE_SLOW);
  g_assert_cmpmem (words, n_words, "too slow", 8);
  assert_whole (&message, try_goodbye);
  bridge_wire_put_goodbye (&message, BRIDGE_GOODBYE_LEAVING, NULL);
  assert_whole (&message, try_goodbye);
  bridge_wire_put_goodbye (&message, BRIDGE_GOODBYE_LEAVING, long_words);
  assert_whole (&message, try_goodbye);
}

static void
test_notice (void)
{
  BridgeBytes message = { 0 };
  int         code;
  const char *words;
  gsize       n_words;

  bridge_wire_put_notice (&message, BRIDGE_NOTICE_RATE, "slowly");
  g_assert_cmpint (bridge_wire_type (message.data, message.length), ==, BRIDGE_WIRE_NOTICE);
  g_assert_cmpint (bridge_wire_get_notice (message.data, message.length, &code, &words, &n_words), ==, BRIDGE_STATUS_OK);
  g_assert_cmpint (code, ==, BRIDGE_NOTICE_RATE);
  g_assert_cmpmem (words, n_words, "slowly", 6);
  g_assert_cmpint (try_goodbye (message.data, message.length), ==, BRIDGE_STATUS_MALFORMED);
  assert_whole (&message, try_notice);
}

static void
test_people (void)
{
  BridgeWirePerson  people[] = { { 1, BRIDGE_PERSON_HERE, 9, 0x11223344, "Ann", 3 }, { 300, BRIDGE_PERSON_LEFT, 10, 0, "", 0 } };
  BridgeWirePerson *got;
  gsize             n_got;
  BridgeBytes       message = { 0 };

  bridge_wire_put_people (&message, people, 2);
  g_assert_cmpint (bridge_wire_get_people (message.data, message.length, &got, &n_got), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (n_got, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (got[i].person, ==, people[i].person);
      g_assert_cmpint (got[i].state, ==, people[i].state);
      g_assert_cmpuint (got[i].site, ==, people[i].site);
      g_assert_cmphex (got[i].color, ==, people[i].color);
      g_assert_cmpmem (got[i].name, got[i].n_name, people[i].name, people[i].n_name);
    }
  bridge_free (got);
  assert_whole (&message, try_people);

  bridge_wire_put_people (&message, people, 2);
  message.data[3] = 2;
  g_assert_cmpint (try_people (message.data, message.length), ==, BRIDGE_STATUS_MALFORMED);
  bridge_bytes_clear (&message);
  bridge_wire_put_people (&message, NULL, 0);
  assert_whole (&message, try_people);
}

static void
test_type (void)
{
  static const guint8 unknown[] = { 200, 1, 2 };

  g_assert_cmpint (bridge_wire_type (unknown, sizeof unknown), ==, 200);
  g_assert_cmpint (bridge_wire_type (unknown, 0), ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/edit/greeting/type", test_type);
  g_test_add_func ("/core/frame/edit/greeting/hello", test_hello);
  g_test_add_func ("/core/frame/edit/greeting/hello-version", test_hello_version);
  g_test_add_func ("/core/frame/edit/greeting/hello-limits", test_hello_limits);
  g_test_add_func ("/core/frame/edit/greeting/welcome", test_welcome);
  g_test_add_func ("/core/frame/edit/greeting/head", test_head);
  g_test_add_func ("/core/frame/edit/greeting/ready", test_ready);
  g_test_add_func ("/core/frame/edit/greeting/goodbye", test_goodbye);
  g_test_add_func ("/core/frame/edit/greeting/notice", test_notice);
  g_test_add_func ("/core/frame/edit/greeting/people", test_people);
  return g_test_run ();
}
