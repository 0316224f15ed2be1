/* Tests of compressed messages (RFC 7692): conversations as data, in both roles, cut at every place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/connection.h"

#include "../../../seed.h"
#include "conversation.h"
#include "core/base/memory.h"
#include "core/base/random.h"
#include "script.h"

#include <string.h>

#define HELLO "f248cdc9c90700"

typedef struct
{
  gboolean    context; /* kept between messages */
  const char *input;   /* what the peer sends, a script */
  const char *events;
  const char *output; /* "..." stands for the close frame of the error */
  int         error;  /* the close code, 0 for none */
} Case;

static const Case cases[] = {
  /* The examples of section 7.2.3. */
  { FALSE, "c1." HELLO, "text'Hello'", "", 0 },
  { FALSE, "41.f248cd 80.c9c90700", "text'Hello'", "", 0 },
  { TRUE, "c1." HELLO " c1.f200110000", "text'Hello' text'Hello'", "", 0 },
  { TRUE, "c1." HELLO " c1." HELLO, "text'Hello' text'Hello'", "", 0 },
  { FALSE, "c1.000500faff48656c6c6f00", "text'Hello'", "", 0 },
  { FALSE, "c1.f348cdc9c9070000", "text'Hello'", "", 0 },
  { FALSE, "c1.f24805000000ffffcac9c90700", "text'Hello'", "", 0 },

  /* Empty messages, and fragments with nothing in them. */
  { FALSE, "c1.00", "text", "", 0 },
  { FALSE, "c2.00 c2.00", "binary binary", "", 0 },
  { FALSE, "c1", "text", "", 0 },
  { TRUE, "c1." HELLO " c1 c1.f200110000", "text'Hello' text text'Hello'", "", 0 },
  { FALSE, "c1.0200", "text", "", 0 },
  { FALSE, "41 00 80.00", "text", "", 0 },
  { FALSE, "41 00 80", "text", "", 0 },
  { FALSE, "41." HELLO " 80", "text'Hello'", "", 0 },
  { FALSE, "41 00.f2 00 00.48cdc9 80.c90700", "text'Hello'", "", 0 },

  /* Several blocks: stored ones, last ones in the middle, and the end that should have been left out. */
  { FALSE, "c1.000100feff61000100feff6200", "text'ab'", "", 0 },
  { FALSE, "c1.010100feff61010100feff6200", "text'ab'", "", 0 },
  { FALSE, "c1.f348cdc9c90700f348cdc9c9070000", "text'HelloHello'", "", 0 },
  { FALSE, "41.f348cdc9c90700 80.f248cdc9c90700", "text'HelloHello'", "", 0 },
  { TRUE, "c1.f348cdc9c9070000 c1.f348cdc9c9070000 c1." HELLO, "text'Hello' text'Hello' text'Hello'", "", 0 },
  { TRUE, "c1.f348cdc9c90700 c1." HELLO, "text'Hello' text'Hello'", "", 0 },
  { TRUE, "c1.f348cdc9c9070000 c1.f200110000", "text'Hello' text'Hello'", "", 0 },
  { FALSE, "41.f348cdc9c90700 80.f200110000", "text'HelloHello'", "", 0 },
  { FALSE, "c1.f348cdc9c9070000 c1.f200110000", "text'Hello'", "...", 1007 },
  { TRUE, "c1." HELLO "0000ffff c1.f200110000", "text'Hello' text'Hello'", "", 0 },
  { FALSE, "c1.0300 c1.030003000300 c1.0300" HELLO, "text text text'Hello'", "", 0 },

  /* Control frames and messages as they are, in between. */
  { FALSE, "41.f248cd 89'p' 80.c9c90700", "ping'p' text'Hello'", "8a'p'", 0 },
  { TRUE, "c1." HELLO " 81'x' 01'y' 80'z' c2.f200110000", "text'Hello' text'x' text'yz' binary'Hello'", "", 0 },
  { FALSE, "41.f248cd 88.03e8 80.c9c90700", "close1000", "close1000", 0 },

  /* RSV1 stands on the first frame of a message alone. */
  { FALSE, "41.f248cd c0.c9c90700", "", "...", 1002 },
  { FALSE, "01'a' c0.00", "", "...", 1002 },
  { FALSE, "c9", "", "...", 1002 },
  { FALSE, "ca", "", "...", 1002 },
  { FALSE, "c8.03e8", "", "...", 1002 },
  { FALSE, "a1." HELLO, "", "...", 1002 },
  { FALSE, "d1." HELLO, "", "...", 1002 },
  { FALSE, "e1." HELLO, "", "...", 1002 },
  { FALSE, "f1." HELLO, "", "...", 1002 },
  { FALSE, "c0." HELLO, "", "...", 1002 },
  { FALSE, "c3." HELLO, "", "...", 1002 },
  { FALSE, "41.f248cd c1." HELLO, "", "...", 1002 },

  /* What is no DEFLATE, what ends too early, and what refers to a message that is forgotten. */
  { FALSE, "c1.06", "", "...", 1007 },
  { FALSE, "c2.07", "", "...", 1007 },
  { FALSE, "c2.ffffffff", "", "...", 1007 },
  { FALSE, "c2.000500fbff", "", "...", 1007 },
  { FALSE, "c2.000500faff4865", "", "...", 1007 },
  { FALSE, "c2.f248cd", "", "...", 1007 },
  { FALSE, "42.f248cd 80", "", "...", 1007 },
  { FALSE, "42.06 80.00", "", "...", 1007 },
  { FALSE, "c1." HELLO " c1.f200110000", "text'Hello'", "...", 1007 },
  { TRUE, "c1.f200110000", "", "...", 1007 },

  /* UTF-8 is judged in what comes out, and as early: ff; c3 at the end; c3 and then a. */
  { FALSE, "c1.000100feffff00", "", "...", 1007 },
  { FALSE, "41.000500faffff", "", "...", 1007 },
  { FALSE, "c1.000100feffc300", "", "...", 1007 },
  { FALSE, "c1.000100feffc3000100feffbc00", "text.c3bc", "", 0 },
  { FALSE, "41.000100feffc3 80.000100feffbc00", "text.c3bc", "", 0 },
  { FALSE, "c1.000100feffc3000100feff6100", "", "...", 1007 },
  { FALSE, "c2.000100feffff00 c1." HELLO, "binary.ff text'Hello'", "", 0 },
};

static const BridgeRole roles[] = { BRIDGE_ROLE_CLIENT, BRIDGE_ROLE_SERVER };

static BridgeDeflateTerms
make_terms (gboolean context, guint window_bits)
{
  return (BridgeDeflateTerms){
    .agreed = true,
    .server_no_context_takeover = !context,
    .client_no_context_takeover = !context,
    .server_max_window_bits = (guint8)window_bits,
    .client_max_window_bits = (guint8)window_bits,
  };
}

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
  BridgeDeflateTerms terms = make_terms (item->context, 15);
  g_autoptr (GByteArray) input = script_encode (item->input, role == BRIDGE_ROLE_SERVER);
  g_autofree char *expected = expected_start (item);
  g_autofree char *whole = conversation_run (role, &terms, input, NULL, 0);
  g_autofree char *bytewise = conversation_run_bytewise (role, &terms, input);

  if (item->error == 0 ? strcmp (whole, expected) != 0 : !g_str_has_prefix (whole, expected))
    g_error ("%s: %s, not %s", item->input, whole, expected);
  g_assert_cmpstr (bytewise, ==, whole);
  conversation_cut_everywhere (role, &terms, input);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize r = 0; r < G_N_ELEMENTS (roles); r++)
      run_case (&cases[i], roles[r]);
}

static void
put_message (GString *script, BridgeDeflater *deflater, const void *data, gsize length)
{
  BridgeBytes packed = { 0 };
  bridge_deflater_put (deflater, &packed, data, length);
  g_string_append (script, script->len > 0 ? " c2." : "c2.");
  for (gsize i = 0; i < packed.length; i++)
    g_string_append_printf (script, "%02x", packed.data[i]);
  bridge_bytes_clear (&packed);
}

/* The limit holds for what comes out, to the byte, for each message by itself; corrupt or not beyond it. */
static void
test_limit (void)
{
  static const struct
  {
    guint       length;
    const char *more; /* raw, behind it in the same message */
    const char *outcome;
  } limits[] = {
    { CONVERSATION_MESSAGE_LIMIT, "", "binary*100000 |  |" },
    { CONVERSATION_MESSAGE_LIMIT + 1, "", " | close1009 | 1009 0 message too large" },
    { CONVERSATION_MESSAGE_LIMIT - 1, "000100feff78000100feff78", " | close1009 | 1009 0 message too large" },
    { CONVERSATION_MESSAGE_LIMIT, "06", " | close1007 | 1007 0 bad compressed data" },
    { CONVERSATION_MESSAGE_LIMIT + 1, "06", " | close1009 | 1009 0 message too large" },
  };
  g_autofree char   *data = g_strnfill (CONVERSATION_MESSAGE_LIMIT + 1, 'x');
  BridgeDeflateTerms terms = make_terms (FALSE, 15);
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      BridgeDeflater *deflater = bridge_deflater_new (15, 9);
      g_autoptr (GString) script = g_string_new (NULL);
      put_message (script, deflater, data, limits[i].length);
      bridge_deflater_free (deflater);
      if (limits[i].more[0] != '\0')
        g_string_append_printf (script, "0000ffff%s", limits[i].more);
      if (g_str_has_suffix (limits[i].more, "78"))
        g_string_append (script, "00");

      g_autoptr (GByteArray) input = script_encode (script->str, TRUE);
      g_autofree char *found = conversation_run (BRIDGE_ROLE_SERVER, &terms, input, NULL, 0);
      g_assert_cmpstr (found, ==, limits[i].outcome);
      conversation_cut_everywhere (BRIDGE_ROLE_SERVER, &terms, input);
    }
}

/* A message that its code makes larger than the limit, and is within it. */
static void
test_stored (void)
{
  enum
  {
    LENGTH = 1000,
  };
  BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_SERVER,
    .frame_limit = LENGTH,
    .message_limit = LENGTH,
    .deflate = make_terms (FALSE, 15),
  };
  for (guint more = 0; more <= 1; more++)
    {
      BridgeConnection      connection;
      BridgeConnectionEvent event;
      g_autofree char      *letters = g_strnfill (2 * (LENGTH + more), '7');
      g_autofree char      *script = g_strdup_printf ("c2.00%02x%02x%02x%02x%s00", (LENGTH + more) & 0xff, (LENGTH + more) >> 8,
                                                      ~(LENGTH + more) & 0xff, ~(LENGTH + more) >> 8 & 0xff, letters);
      g_autoptr (GByteArray) input = script_encode (script, TRUE);
      bridge_connection_init (&connection, &options);
      bridge_connection_feed (&connection, input->data, input->len);
      g_assert_cmpint (bridge_connection_next (&connection, &event), ==, more == 0);
      g_assert_cmpint (connection.decoder.error.status, ==, more == 0 ? BRIDGE_STATUS_OK : BRIDGE_STATUS_LIMIT);
      bridge_connection_clear (&connection);
    }
}

/* 64 MiB in 64 KiB: what is allowed is all that is ever held. */
static void
test_bomb (void)
{
  enum
  {
    SIZE = 64 << 20,
    LIMIT = 1 << 20,
  };
  BridgeConnectionOptions options = {
    .role = BRIDGE_ROLE_SERVER,
    .frame_limit = LIMIT,
    .message_limit = LIMIT,
    .deflate = make_terms (FALSE, 15),
  };
  BridgeConnection      connection;
  BridgeConnectionEvent event;
  BridgeDeflater       *deflater = bridge_deflater_new (15, 9);
  g_autofree guint8    *zeros = g_malloc0 (SIZE);
  g_autoptr (GString) script = g_string_new (NULL);

  put_message (script, deflater, zeros, SIZE);
  bridge_deflater_free (deflater);
  g_autoptr (GByteArray) input = script_encode (script->str, TRUE);
  bridge_connection_init (&connection, &options);
  bridge_connection_feed (&connection, input->data, input->len);
  g_assert_false (bridge_connection_next (&connection, &event));
  g_assert_cmpint (connection.decoder.error.close_code, ==, BRIDGE_CLOSE_TOO_LARGE);
  g_assert_cmpuint (connection.message.capacity, <=, 2 * LIMIT);
  bridge_connection_clear (&connection);
}

static void
next_mask_key (void *user_data, guint8 key[4])
{
  for (guint i = 0; i < 4; i++)
    key[i] = (guint8)bridge_random_below (user_data, 256);
}

typedef struct
{
  BridgeConnection ends[2];
  BridgeRandom     random;
} Pair;

static void
init_pair (Pair *pair, BridgeDeflateTerms terms)
{
  BridgeConnectionOptions options = {
    .frame_limit = CONVERSATION_MESSAGE_LIMIT,
    .message_limit = CONVERSATION_MESSAGE_LIMIT,
    .deflate = terms,
    .mask_key = next_mask_key,
    .user_data = &pair->random,
  };
  bridge_random_init (&pair->random, test_seed ());
  for (gsize i = 0; i < 2; i++)
    {
      options.role = roles[i];
      bridge_connection_init (&pair->ends[i], &options);
    }
}

static void
clear_pair (Pair *pair)
{
  bridge_connection_clear (&pair->ends[0]);
  bridge_connection_clear (&pair->ends[1]);
}

/* Sends one message across, in pieces of random size, which must come out alike. Returns the bytes that it took. */
static gsize
carry (Pair *pair, guint from, const guint8 *data, gsize length)
{
  BridgeConnection     *to = &pair->ends[1 - from];
  BridgeConnectionEvent event;
  gsize                 n_sent, n_events = 0;
  guint8               *sent;

  g_assert_true (bridge_connection_send (&pair->ends[from], BRIDGE_OPCODE_BINARY, data, length));
  sent = bridge_bytes_steal (&pair->ends[from].output, &n_sent);
  for (gsize start = 0; start < n_sent;)
    {
      gsize n = 1 + bridge_random_below (&pair->random, MIN (5000, n_sent - start));
      bridge_connection_feed (to, sent + start, n);
      for (; bridge_connection_next (to, &event); n_events++)
        g_assert_cmpmem (event.data, event.length, data, length);
      start += n;
    }
  bridge_free (sent);
  g_assert_cmpuint (n_events, ==, 1);
  return n_sent;
}

static guint8 *
random_text (BridgeRandom *random, gsize length, guint n_letters)
{
  guint8 *data = g_malloc (length);
  for (gsize i = 0; i < length; i++)
    data[i] = (guint8)(n_letters == 256 ? 0 : 'a') + (guint8)bridge_random_below (random, n_letters);
  return data;
}

/* Every window, with and without contexts, in both directions; what does not shrink among what does. */
static void
test_round_trips (void)
{
  for (guint bits = 8; bits <= 15; bits++)
    for (gboolean context = FALSE; context <= TRUE; context++)
      {
        Pair pair;
        init_pair (&pair, make_terms (context, bits));
        for (guint i = 0; i < 30; i++)
          {
            gsize              length = 1 + bridge_random_below (&pair.random, i % 5 == 0 ? 90000 : 3000);
            g_autofree guint8 *data = random_text (&pair.random, length, i % 3 == 0 ? 256 : 1 + i % 7);
            carry (&pair, i % 2, data, length);
          }
        clear_pair (&pair);
      }
}

static void
test_sizes (void)
{
  g_autofree char *same = g_strnfill (4000, 'x');
  Pair             pair;

  /* Nothing below a KiB is compressed, nor what would not shrink; in a window of 8 bits, nothing at all. */
  init_pair (&pair, make_terms (TRUE, 15));
  g_autofree guint8 *noise = random_text (&pair.random, 4000, 256);
  g_assert_cmpuint (carry (&pair, 1, (guint8 *)same, BRIDGE_CONNECTION_DEFLATE_MIN - 1), ==, 4 + BRIDGE_CONNECTION_DEFLATE_MIN - 1);
  g_assert_cmpuint (carry (&pair, 1, (guint8 *)same, BRIDGE_CONNECTION_DEFLATE_MIN), <, 30);
  g_assert_cmpuint (carry (&pair, 1, noise, 4000), ==, 4004);
  g_assert_cmpuint (carry (&pair, 1, (guint8 *)same, 4000), <, 50);
  clear_pair (&pair);
  init_pair (&pair, make_terms (TRUE, 8));
  g_assert_cmpuint (carry (&pair, 1, (guint8 *)same, 4000), ==, 4004);
  clear_pair (&pair);
}

/* A context makes what comes again cheap, and is not held where it was given up. */
static void
test_context (void)
{
  for (gboolean context = FALSE; context <= TRUE; context++)
    {
      Pair pair;
      init_pair (&pair, make_terms (context, 15));
      for (guint from = 0; from < 2; from++)
        {
          g_autofree guint8 *data = random_text (&pair.random, 3000, 60);
          gsize              first = carry (&pair, from, data, 3000), second = carry (&pair, from, data, 3000);
          g_assert_cmpuint (first, <, 2700);
          g_assert_cmpint (second < 100, ==, context);
          g_assert_cmpint (pair.ends[from].deflater != NULL, ==, context);
          g_assert_cmpint (pair.ends[1 - from].inflater != NULL, ==, context);
        }
      clear_pair (&pair);
    }
}

/* Damaged input: whatever comes of it, it comes at every cut alike. */
static void
test_random_damage (void)
{
  BridgeRandom random;
  bridge_random_init (&random, test_seed ());
  for (guint round = 0; round < 20000; round++)
    {
      BridgeDeflateTerms terms = make_terms (round / 2 % 2, 15);
      BridgeRole         role = roles[round % 2];
      g_autoptr (GByteArray) input = g_byte_array_new ();
      for (guint i = 0; i < 3; i++)
        {
          g_autoptr (GByteArray) part = script_encode (cases[bridge_random_below (&random, G_N_ELEMENTS (cases))].input, role == BRIDGE_ROLE_SERVER);
          g_byte_array_append (input, part->data, part->len);
        }
      for (guint64 n = bridge_random_below (&random, 4); n > 0; n--)
        input->data[bridge_random_below (&random, input->len)] ^= (guint8)(1 << bridge_random_below (&random, 8));

      gsize            cuts[] = { bridge_random_below (&random, input->len + 1) };
      g_autofree char *whole = conversation_run (role, &terms, input, NULL, 0);
      g_autofree char *cut = conversation_run (role, &terms, input, cuts, 1);
      g_autofree char *bytewise = conversation_run_bytewise (role, &terms, input);
      g_assert_cmpstr (cut, ==, whole);
      g_assert_cmpstr (bytewise, ==, whole);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/websocket/compressed/cases", test_cases);
  g_test_add_func ("/core/frame/websocket/compressed/limit", test_limit);
  g_test_add_func ("/core/frame/websocket/compressed/stored", test_stored);
  g_test_add_func ("/core/frame/websocket/compressed/bomb", test_bomb);
  g_test_add_func ("/core/frame/websocket/compressed/round-trips", test_round_trips);
  g_test_add_func ("/core/frame/websocket/compressed/sizes", test_sizes);
  g_test_add_func ("/core/frame/websocket/compressed/context", test_context);
  g_test_add_func ("/core/frame/websocket/compressed/random-damage", test_random_damage);
  return g_test_run ();
}
