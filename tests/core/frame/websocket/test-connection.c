/* Tests of the connection: conversations as data, in both roles, cut at every place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/connection.h"

#include "../../../seed.h"
#include "conversation.h"
#include "core/base/memory.h"
#include "core/base/random.h"
#include "script.h"

#include <string.h>

typedef struct
{
  const char *input; /* what the peer sends, a script */
  const char *events;
  const char *output; /* "..." stands for the close frame of the error */
  int         error;  /* the close code, 0 for none */
} Case;

static const Case cases[] = {
  /* Messages whole, of every form of length. */
  { "81'Hello'", "text'Hello'", "", 0 },
  { "81", "text", "", 0 },
  { "82.00ff", "binary.00ff", "", 0 },
  { "82", "binary", "", 0 },
  { "82*125", "binary*125", "", 0 },
  { "82*126", "binary*126", "", 0 },
  { "82*65535", "binary*65535", "", 0 },
  { "82*65536", "binary*65536", "", 0 },
  { "81'a' 82'b' 81'c'", "text'a' binary'b' text'c'", "", 0 },
  { "81/0a'Hel'", "", "", 0 },

  /* Fragments, and control frames between them. */
  { "01'Hel' 80'lo'", "text'Hello'", "", 0 },
  { "02'a' 00'b' 00'c' 80'd' 81'e'", "binary'abcd' text'e'", "", 0 },
  { "01 00 80", "text", "", 0 },
  { "01 00'ab' 80", "text'ab'", "", 0 },
  { "01'Hel' 89'p' 80'lo'", "ping'p' text'Hello'", "8a'p'", 0 },
  { "01'a' 8a'q' 00'b' 89 89'r' 80'c'", "pong'q' ping ping'r' text'abc'", "8a 8a'r'", 0 },
  { "01.ce 89'p' 80.ba", "ping'p' text.ceba", "8a'p'", 0 },
  { "01'a' 88.03e8 80'b'", "close1000", "close1000", 0 },

  /* Control frames. */
  { "89", "ping", "8a", 0 },
  { "89.00ff", "ping.00ff", "8a.00ff", 0 },
  { "89*125", "ping*125", "8a*125", 0 },
  { "8a'x'", "pong'x'", "", 0 },
  { "89'1' 89'2' 89'3'", "ping'1' ping'2' ping'3'", "8a'1' 8a'2' 8a'3'", 0 },
  { "88", "close1005", "close1005", 0 },
  { "88.03e8", "close1000", "close1000", 0 },
  { "88.03f3627965", "close1011'bye'", "close1011", 0 },
  { "88.03e8e6a1a5", "close1000.e6a1a5", "close1000", 0 },
  { "88.03e8 81'x' 89 83", "close1000", "close1000", 0 },
  { "89'p' 88 89'q'", "ping'p' close1005", "8a'p' close1005", 0 },

  /* Close frames that are wrong. */
  { "88.03", "", "...", 1002 },
  { "88.03ed", "", "...", 1002 },
  { "88.03e8ff", "", "...", 1007 },
  { "88.03e8c3", "", "...", 1007 },
  { "88/7e007e*126", "", "...", 1002 },
  { "88/7e0002.03e8", "", "...", 1002 },
  { "08.03e8", "", "...", 1002 },

  /* Reserved opcodes and bits. */
  { "83'x'", "", "...", 1002 },
  { "84", "", "...", 1002 },
  { "85", "", "...", 1002 },
  { "86", "", "...", 1002 },
  { "87", "", "...", 1002 },
  { "8b", "", "...", 1002 },
  { "8c", "", "...", 1002 },
  { "8d", "", "...", 1002 },
  { "8e", "", "...", 1002 },
  { "8f", "", "...", 1002 },
  { "c1'x'", "", "...", 1002 },
  { "a1'x'", "", "...", 1002 },
  { "91'x'", "", "...", 1002 },
  { "f2'x'", "", "...", 1002 },
  { "c9", "", "...", 1002 },
  { "01'a' c0'b'", "", "...", 1002 },
  { "81'a' 89'p' 83 81'b' 89", "text'a' ping'p'", "8a'p' ...", 1002 },

  /* Order of frames. */
  { "09'x'", "", "...", 1002 },
  { "0a", "", "...", 1002 },
  { "80'x'", "", "...", 1002 },
  { "00'x' 80", "", "...", 1002 },
  { "01'a' 81'b'", "", "...", 1002 },
  { "01'a' 02'b' 80", "", "...", 1002 },
  { "01'a' 80'b' 80'c'", "text'ab'", "...", 1002 },
  { "01'a' 89~ 80", "", "...", 1002 },

  /* Masking by the wrong side. */
  { "81~'x'", "", "...", 1002 },
  { "89~", "", "...", 1002 },
  { "88~.03e8", "", "...", 1002 },

  /* Lengths that are not in their shortest form, or too long for anything. */
  { "81/7e0005'Hello'", "", "...", 1002 },
  { "82/7e007d*125", "", "...", 1002 },
  { "82/7f0000000000000005'Hello'", "", "...", 1002 },
  { "82/7f000000000000ffff", "", "...", 1002 },
  { "82/7f8000000000000000", "", "...", 1002 },
  { "82/7fffffffffffffffff", "", "...", 1002 },
  { "89/7e007e*126", "", "...", 1002 },
  { "8a/7e007e*126", "", "...", 1002 },
  { "8a/7f0000000000010000", "", "...", 1002 },

  /* Limits: judged by the header, before the payload comes. */
  { "82*70000", "binary*70000", "", 0 },
  { "82*70001", "", "...", 1009 },
  { "82/7f0000000000011171", "", "...", 1009 },
  { "82/7f7fffffffffffffff", "", "...", 1009 },
  { "02*60000 80*40000 02*60000 80*40000", "binary*100000 binary*100000", "", 0 },
  { "02*60000 80*40001", "", "...", 1009 },
  { "02*60000 80/7e9c41", "", "...", 1009 },
  { "02*60000 00*40000 00 80*1", "", "...", 1009 },

  /* UTF-8 in texts alone, across frames, failed as early as it is known. */
  { "81.cebae1bdb9cf83cebcceb5", "text.cebae1bdb9cf83cebcceb5", "", 0 },
  { "01.ce 80.ba", "text.ceba", "", 0 },
  { "01.f0 00.9f 00.8c 80.89", "text.f09f8c89", "", 0 },
  { "81.ff", "", "...", 1007 },
  { "81.c080", "", "...", 1007 },
  { "81.eda080", "", "...", 1007 },
  { "81.f4908080", "", "...", 1007 },
  { "81.ce", "", "...", 1007 },
  { "01.ce 80", "", "...", 1007 },
  { "01.ce 80'x'", "", "...", 1007 },
  { "01.ce 89'p' 80'x'", "ping'p'", "8a'p' ...", 1007 },
  { "81/0a.48ff", "", "...", 1007 },
  { "01/0a.f490", "", "...", 1007 },
  { "01'a' 00.ff 80'b'", "", "...", 1007 },
  { "82.ff 01.ce 80.ba 81'x'", "binary.ff text.ceba text'x'", "", 0 },
  { "02.ff 80.fe 89.ff", "binary.fffe ping.ff", "8a.ff", 0 },
};

static const BridgeRole roles[] = { BRIDGE_ROLE_CLIENT, BRIDGE_ROLE_SERVER };

static char *
expected_start (const Case *item)
{
  g_autofree char *close = g_strdup_printf ("close%d", item->error);
  g_autoptr (GString) output = g_string_new (item->output);
  g_string_replace (output, "...", close, 0);
  return item->error == 0 ? g_strdup_printf ("%s | %s |", item->events, output->str)
                          : g_strdup_printf ("%s | %s | %d ", item->events, output->str, item->error);
}

static void
run_case (const Case *item, BridgeRole role)
{
  g_autoptr (GByteArray) input = script_encode (item->input, role == BRIDGE_ROLE_SERVER);
  g_autofree char *expected = expected_start (item);
  g_autofree char *whole = conversation_run (role, NULL, input, NULL, 0);
  g_autofree char *bytewise = conversation_run_bytewise (role, NULL, input);

  if (item->error == 0 ? strcmp (whole, expected) != 0 : !g_str_has_prefix (whole, expected))
    g_error ("%s: %s, not %s", item->input, whole, expected);
  g_assert_cmpstr (bytewise, ==, whole);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize r = 0; r < G_N_ELEMENTS (roles); r++)
      run_case (&cases[i], roles[r]);
}

static void
test_every_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize r = 0; r < G_N_ELEMENTS (roles); r++)
      {
        g_autoptr (GByteArray) input = script_encode (cases[i].input, roles[r] == BRIDGE_ROLE_SERVER);
        conversation_cut_everywhere (roles[r], NULL, input);
      }
}

/* Every code there is, against the ranges written down once more. */
static void
test_close_codes (void)
{
  for (guint code = 0; code <= G_MAXUINT16; code++)
    {
      gboolean reserved = code == 1004 || code == 1005 || code == 1006 || code == 1015;
      gboolean registered = code >= 1000 && code <= 1014 && !reserved;
      gboolean allowed = registered || (code >= 3000 && code < 5000);

      g_autofree char *script = g_strdup_printf ("88.%04x", code);
      g_autofree char *expected = g_strdup_printf (allowed ? "close%u | close%u |" : " | close1002 | 1002 ", code, code);
      g_autoptr (GByteArray) input = script_encode (script, TRUE);
      g_autofree char *found = conversation_run (BRIDGE_ROLE_SERVER, NULL, input, NULL, 0);
      g_assert_true (g_str_has_prefix (found, expected));
    }
}

static void
fixed_mask_key (void *user_data, guint8 key[4])
{
  guint *n_calls = user_data;
  ++*n_calls;
  memcpy (key, "\x01\x02\x03\x04", 4);
}

static void
init_pair (BridgeConnection *client, BridgeConnection *server, guint *n_keys)
{
  BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_CLIENT,
    .frame_limit = CONVERSATION_FRAME_LIMIT,
    .message_limit = CONVERSATION_MESSAGE_LIMIT,
    .mask_key = fixed_mask_key,
    .user_data = n_keys,
  };
  bridge_connection_init (client, &options);
  options.role = BRIDGE_ROLE_SERVER;
  bridge_connection_init (server, &options);
}

/* Moves all that `from` has to send to `to`, in pieces of random size; appends what it shows there. */
static void
carry (BridgeConnection *from, BridgeConnection *to, BridgeRandom *random, GString *events)
{
  gsize              length;
  g_autofree guint8 *data = NULL;
  guint8            *stolen = bridge_bytes_steal (&from->output, &length);
  data = g_memdup2 (stolen, length);
  bridge_free (stolen);
  for (gsize start = 0; start < length;)
    {
      BridgeConnectionEvent event;
      gsize                 n = 1 + bridge_random_below (random, MIN (5000, length - start));
      bridge_connection_feed (to, data + start, n);
      while (bridge_connection_next (to, &event))
        conversation_put_event (events, &event);
      start += n;
    }
}

static void
test_sending (void)
{
  BridgeConnection client, server;
  BridgeRandom     random;
  guint            n_keys = 0;
  g_autoptr (GString) at_server = g_string_new (NULL);
  g_autoptr (GString) at_client = g_string_new (NULL);

  bridge_random_init (&random, 1);
  init_pair (&client, &server, &n_keys);
  g_assert_true (bridge_connection_send (&client, BRIDGE_OPCODE_TEXT, "Hello", 5));
  g_assert_cmpmem (client.output.data, client.output.length, "\x81\x85\x01\x02\x03\x04Igohn", 11);
  g_assert_true (bridge_connection_ping (&client, "p", 1));
  g_assert_true (bridge_connection_send (&client, BRIDGE_OPCODE_BINARY, "", 0));
  g_assert_true (bridge_connection_close (&client, 4000, "done"));
  g_assert_cmpuint (n_keys, ==, 4);

  g_assert_true (bridge_connection_send (&server, BRIDGE_OPCODE_TEXT, "late", 4));
  g_assert_cmpmem (server.output.data, server.output.length, "\x81\x04late", 6);
  carry (&client, &server, &random, at_server);
  g_assert_cmpstr (at_server->str, ==, "text'Hello' ping'p' binary close4000'done'");
  g_assert_true (bridge_connection_is_done (&server));

  /* Messages on their way still arrive, and nothing is answered any more. */
  g_assert_false (bridge_connection_is_done (&client));
  carry (&server, &client, &random, at_client);
  g_assert_cmpstr (at_client->str, ==, "text'late' pong'p' close4000");
  g_assert_true (bridge_connection_is_done (&client));
  g_assert_cmpuint (client.output.length, ==, 0);
  g_assert_cmpuint (n_keys, ==, 4);
  bridge_connection_clear (&client);
  bridge_connection_clear (&server);
}

static void
test_nothing_after_close (void)
{
  BridgeConnection client, server;
  BridgeRandom     random;
  guint            n_keys = 0;
  g_autoptr (GString) events = g_string_new (NULL);

  bridge_random_init (&random, 1);
  init_pair (&client, &server, &n_keys);
  g_assert_true (bridge_connection_close (&server, BRIDGE_CLOSE_NONE, ""));
  g_assert_false (bridge_connection_close (&server, BRIDGE_CLOSE_NORMAL, ""));
  g_assert_false (bridge_connection_send (&server, BRIDGE_OPCODE_TEXT, "x", 1));
  g_assert_false (bridge_connection_ping (&server, "", 0));
  g_assert_cmpmem (server.output.data, server.output.length, "\x88\x00", 2);

  bridge_connection_ping (&client, "x", 1);
  carry (&client, &server, &random, events);
  g_assert_cmpstr (events->str, ==, "ping'x'");
  g_assert_cmpuint (server.output.length, ==, 2);
  bridge_connection_clear (&client);
  bridge_connection_clear (&server);
}

/* Whoever is given up in the middle of a message: that is forgotten, the rest of it ignored, and the close frame says why. */
static void
test_given_up (void)
{
  const BridgeConnectionOptions options = { .role = BRIDGE_ROLE_SERVER, .frame_limit = 100, .message_limit = 100 };
  g_autoptr (GByteArray) begun = script_encode ("01'Hel'", TRUE);
  g_autoptr (GByteArray) rest = script_encode ("80'lo' 82'x'", TRUE);
  BridgeConnection      connection;
  BridgeConnectionEvent event;

  bridge_connection_init (&connection, &options);
  bridge_connection_feed (&connection, begun->data, begun->len);
  g_assert_false (bridge_connection_next (&connection, &event));
  g_assert_cmpuint (connection.message.length, ==, 3);
  bridge_connection_give_up (&connection, BRIDGE_CLOSE_TRY_AGAIN, "no place");
  g_assert_cmpuint (connection.message.capacity, ==, 0);
  g_assert_true (bridge_connection_is_done (&connection));
  bridge_connection_feed (&connection, rest->data, rest->len);
  g_assert_false (bridge_connection_next (&connection, &event));
  g_assert_cmpmem (connection.output.data, connection.output.length, "\x88\x0a\x03\xf5no place", 12);
  g_assert_false (bridge_connection_send (&connection, BRIDGE_OPCODE_BINARY, "x", 1));
  bridge_connection_clear (&connection);
}

/* A peer that announces much and sends little costs little. */
static void
test_memory_follows_input (void)
{
  g_autoptr (GByteArray) input = script_encode ("82/7f0000000000010000'abc'", TRUE);
  BridgeConnection      client, server;
  BridgeConnectionEvent event;
  guint                 n_keys = 0;

  init_pair (&client, &server, &n_keys);
  bridge_connection_feed (&server, input->data, input->len);
  g_assert_false (bridge_connection_next (&server, &event));
  g_assert_cmpuint (server.message.capacity, <, 1024);
  bridge_connection_clear (&client);
  bridge_connection_clear (&server);
}

/* Appends a message in random fragments with control frames between them, and the events that it should give. */
static void
put_random_message (GString *script, GString *events, GString *output, BridgeRandom *random)
{
  guint64  total = 0;
  guint    n_fragments = 1 + (guint)bridge_random_below (random, 4);
  gboolean text = bridge_random_below (random, 2) == 0;
  for (guint i = 0; i < n_fragments; i++)
    {
      guint n = (guint)bridge_random_below (random, bridge_random_below (random, 4) == 0 ? 20000 : 140);
      guint first = (i + 1 == n_fragments ? 0x80 : 0) | (i > 0 ? 0 : text ? 1
                                                                          : 2);
      g_string_append_printf (script, " %02x*%u", first, n);
      total += n;
      if (i + 1 < n_fragments && bridge_random_below (random, 3) == 0)
        {
          guint n_ping = 9 + (guint)bridge_random_below (random, 117);
          g_string_append_printf (script, " 89*%u", n_ping);
          g_string_append_printf (events, " ping*%u", n_ping);
          g_string_append_printf (output, " 8a*%u", n_ping);
        }
    }
  g_string_append (events, text ? " text" : " binary");
  if (total > 8)
    g_string_append_printf (events, "*%" G_GUINT64_FORMAT, total);
  else if (total > 0)
    g_string_append_printf (events, "'%.*s'", (int)total, "xxxxxxxx");
}

static gsize
random_cuts (gsize *cuts, gsize length, BridgeRandom *random)
{
  gsize n = 0, limit = 1 + bridge_random_below (random, 4000);
  for (gsize at = bridge_random_below (random, limit); at < length && n < 10000; at += bridge_random_below (random, limit))
    cuts[n++] = at;
  return n;
}

static void
test_random (void)
{
  static gsize cuts[10000];
  BridgeRandom random;
  bridge_random_init (&random, test_seed ());
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GString) script = g_string_new (NULL);
      g_autoptr (GString) events = g_string_new (NULL);
      g_autoptr (GString) output = g_string_new (NULL);
      for (guint i = 0; i < 6; i++)
        put_random_message (script, events, output, &random);

      BridgeRole role = roles[round % 2];
      g_autoptr (GByteArray) input = script_encode (script->str + 1, role == BRIDGE_ROLE_SERVER);
      gsize            n_cuts = random_cuts (cuts, input->len, &random);
      g_autofree char *found = conversation_run (role, NULL, input, cuts, n_cuts);
      g_autofree char *expected = g_strdup_printf ("%s | %s |", events->str + 1, output->len > 0 ? output->str + 1 : "");
      g_assert_cmpstr (found, ==, expected);
    }
}

/* Damaged input: whatever comes of it, it comes at every cut alike. */
static void
test_random_damage (void)
{
  static gsize cuts[10000];
  BridgeRandom random;
  bridge_random_init (&random, test_seed ());
  for (guint round = 0; round < 20000; round++)
    {
      BridgeRole role = roles[round % 2];
      g_autoptr (GByteArray) input = g_byte_array_new ();
      for (guint i = 0; i < 3; i++)
        {
          const char *script = cases[bridge_random_below (&random, G_N_ELEMENTS (cases))].input;
          g_autoptr (GByteArray) part = script_encode (script, role == BRIDGE_ROLE_SERVER);
          g_byte_array_append (input, part->data, MIN (part->len, 300));
        }
      for (guint64 n = bridge_random_below (&random, 4); n > 0; n--)
        input->data[bridge_random_below (&random, input->len)] ^= (guint8)(1 << bridge_random_below (&random, 8));

      gsize            n_cuts = random_cuts (cuts, input->len, &random);
      g_autofree char *whole = conversation_run (role, NULL, input, NULL, 0);
      g_autofree char *cut = conversation_run (role, NULL, input, cuts, n_cuts);
      g_autofree char *bytewise = conversation_run_bytewise (role, NULL, input);
      g_assert_cmpstr (cut, ==, whole);
      g_assert_cmpstr (bytewise, ==, whole);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/websocket/connection/cases", test_cases);
  g_test_add_func ("/core/frame/websocket/connection/every-cut", test_every_cut);
  g_test_add_func ("/core/frame/websocket/connection/close-codes", test_close_codes);
  g_test_add_func ("/core/frame/websocket/connection/sending", test_sending);
  g_test_add_func ("/core/frame/websocket/connection/nothing-after-close", test_nothing_after_close);
  g_test_add_func ("/core/frame/websocket/connection/given-up", test_given_up);
  g_test_add_func ("/core/frame/websocket/connection/memory-follows-input", test_memory_follows_input);
  g_test_add_func ("/core/frame/websocket/connection/random", test_random);
  g_test_add_func ("/core/frame/websocket/connection/random-damage", test_random_damage);
  return g_test_run ();
}
