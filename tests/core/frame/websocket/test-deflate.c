/* Tests of deflate and inflate: round trips, what is damaged, bombs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/deflate.h"

#include "../../../seed.h"
#include "core/base/random.h"

#include <string.h>

/* Words of few letters, so that there is something to compress. */
static guint8 *
random_data (BridgeRandom *random, gsize length)
{
  guint8 *data = g_malloc (length + 1);
  guint   n_letters = 1 + (guint)bridge_random_below (random, 256);
  for (gsize i = 0; i < length; i++)
    data[i] = (guint8)bridge_random_below (random, n_letters);
  return data;
}

static void
check_round_trip (const guint8 *data, gsize length, int level)
{
  BridgeBytes packed = { 0 }, plain = { 0 };
  bridge_bytes_put (&packed, "before", 6);
  bridge_bytes_put (&plain, "before", 6);
  bridge_deflate (&packed, data, length, level);
  g_assert_cmpint (bridge_inflate (&plain, packed.data + 6, packed.length - 6, length), ==, BRIDGE_STATUS_OK);
  g_assert_cmpmem (packed.data, 6, "before", 6);
  g_assert_cmpmem (plain.data, 6, "before", 6);
  g_assert_cmpmem (plain.data + 6, plain.length - 6, data, length);

  if (length > 0)
    g_assert_cmpint (bridge_inflate (&plain, packed.data + 6, packed.length - 6, length - 1), ==, BRIDGE_STATUS_LIMIT);
  g_assert_cmpuint (plain.length, ==, 6 + length);
  bridge_bytes_clear (&packed);
  bridge_bytes_clear (&plain);
}

static void
test_round_trip (void)
{
  static const gsize lengths[] = { 0, 1, 2, 100, 16383, 16384, 16385, 32768, 65536, 200000 };
  BridgeRandom       random;
  bridge_random_init (&random, test_seed ());
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (int level = 1; level <= 9; level += 4)
      {
        g_autofree guint8 *data = random_data (&random, lengths[i]);
        check_round_trip (data, lengths[i], level);
      }
}

/* RFC 1951, section 3.2.3: each kind of block, made by hand, and several in one stream. */
static void
test_blocks (void)
{
  static const struct
  {
    const char  *data;
    gsize        length;
    BridgeStatus status;
    const char  *plain;
  } cases[] = {
    { "\x01\x02\x00\xfd\xffhi", 7, BRIDGE_STATUS_OK, "hi" },
    { "\x00\x01\x00\xfe\xffh\x01\x01\x00\xfe\xffi", 12, BRIDGE_STATUS_OK, "hi" },
    { "\x01\x00\x00\xff\xff", 5, BRIDGE_STATUS_OK, "" },
    { "\x03\x00", 2, BRIDGE_STATUS_OK, "" },
    { "\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff\x03\x00", 13, BRIDGE_STATUS_OK, "Hello" },
    { "", 0, BRIDGE_STATUS_TRUNCATED, NULL },
    { "\x00\x01\x00\xfe\xffh", 6, BRIDGE_STATUS_TRUNCATED, NULL },
    { "\x01\x02\x00\xfd\xffh", 6, BRIDGE_STATUS_TRUNCATED, NULL },
    { "\x01\x02\x00\xfd\xffhi!", 8, BRIDGE_STATUS_MALFORMED, NULL },
    { "\x01\x02\x00\xfd\xfehi", 7, BRIDGE_STATUS_MALFORMED, NULL },
    { "\x07", 1, BRIDGE_STATUS_MALFORMED, NULL },
    { "\x78\x9c\x03\x00\x00\x00\x00\x01", 8, BRIDGE_STATUS_MALFORMED, NULL }, /* a zlib stream */
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeBytes out = { 0 };
      g_assert_cmpint (bridge_inflate (&out, cases[i].data, cases[i].length, 100), ==, cases[i].status);
      g_assert_cmpuint (out.length, ==, cases[i].plain != NULL ? strlen (cases[i].plain) : 0);
      if (out.length > 0)
        g_assert_cmpmem (out.data, out.length, cases[i].plain, strlen (cases[i].plain));
      bridge_bytes_clear (&out);
    }
}

/* Parts that are unlike come out as one, also where repetitions in them are but chance. */
static void
test_parts (void)
{
  BridgeRandom random;
  BridgeBytes  whole = { 0 }, packed = { 0 }, plain = { 0 };
  bridge_random_init (&random, test_seed ());
  g_autofree guint8      *noise = random_data (&random, 3000);
  g_autofree guint8      *few = random_data (&random, 3000);
  const BridgeDeflatePart parts[] = { { noise, 3000 }, { few, 3000 }, { few, 1 }, { (const guint8 *)"the end, the end, the end", 25 } };
  for (gsize i = 0; i < 3000; i++)
    few[i] &= 3;
  for (gsize n = 1; n <= G_N_ELEMENTS (parts); n++)
    {
      bridge_bytes_put (&whole, parts[n - 1].data, parts[n - 1].length);
      bridge_bytes_truncate (&packed, 0);
      bridge_bytes_truncate (&plain, 0);
      bridge_deflate_parts (&packed, parts, n, 6);
      g_assert_cmpint (bridge_inflate (&plain, packed.data, packed.length, whole.length), ==, BRIDGE_STATUS_OK);
      g_assert_cmpmem (plain.data, plain.length, whole.data, whole.length);
    }
  g_assert_cmpuint (packed.length, <, 3000 + 3000 / 3); /* noise as it is, two bits of eight of the rest */
  bridge_bytes_clear (&whole);
  bridge_bytes_clear (&packed);
  bridge_bytes_clear (&plain);
}

static void
test_truncated (void)
{
  BridgeRandom random;
  BridgeBytes  packed = { 0 }, plain = { 0 };
  bridge_random_init (&random, test_seed ());
  g_autofree guint8 *data = random_data (&random, 3000);
  bridge_deflate (&packed, data, 3000, 6);
  for (gsize n = 0; n < packed.length; n++)
    g_assert_cmpint (bridge_inflate (&plain, packed.data, n, 3000), ==, BRIDGE_STATUS_TRUNCATED);
  g_assert_cmpuint (plain.length, ==, 0);
  bridge_bytes_clear (&packed);
  bridge_bytes_clear (&plain);
}

/* Damage gives an error or other bytes, never more of them than allowed. */
static void
test_damaged (void)
{
  BridgeRandom random;
  BridgeBytes  packed = { 0 }, plain = { 0 };
  bridge_random_init (&random, test_seed ());
  g_autofree guint8 *data = random_data (&random, 500);
  bridge_deflate (&packed, data, 500, 6);
  for (guint i = 0; i < 20000; i++)
    {
      gsize  at = bridge_random_below (&random, packed.length);
      guint8 flip = (guint8)(1 << bridge_random_below (&random, 8));
      packed.data[at] ^= flip;
      BridgeStatus status = bridge_inflate (&plain, packed.data, packed.length, 600);
      g_assert_cmpuint (plain.length, <=, status == BRIDGE_STATUS_OK ? 600 : 0);
      bridge_bytes_truncate (&plain, 0);
      packed.data[at] ^= flip;
    }
  bridge_bytes_clear (&packed);
  bridge_bytes_clear (&plain);
}

static void
test_bomb (void)
{
  enum
  {
    SIZE = 64 << 20,
    LIMIT = 1 << 20,
  };
  g_autofree guint8 *zeros = g_malloc0 (SIZE);
  BridgeBytes        packed = { 0 }, plain = { 0 };
  bridge_deflate (&packed, zeros, SIZE, 9);
  g_assert_cmpuint (packed.length, <, 70000);
  g_assert_cmpint (bridge_inflate (&plain, packed.data, packed.length, LIMIT), ==, BRIDGE_STATUS_LIMIT);
  g_assert_cmpuint (plain.length, ==, 0);
  g_assert_cmpuint (plain.capacity, <=, 2 * LIMIT);
  bridge_bytes_clear (&packed);
  bridge_bytes_clear (&plain);
}

/* Messages of one stream, fed in pieces; each must come out as it went in. */
static void
test_messages (void)
{
  BridgeRandom random;
  bridge_random_init (&random, test_seed ());
  for (int bits = BRIDGE_DEFLATER_WINDOW_MIN; bits <= BRIDGE_DEFLATER_WINDOW_MAX; bits++)
    {
      BridgeDeflater *deflater = bridge_deflater_new (bits, 1 + bits % 9);
      BridgeInflater *inflater = bridge_inflater_new ();
      for (guint i = 0; i < 20; i++)
        {
          gsize              length = 1 + bridge_random_below (&random, 60000);
          g_autofree guint8 *data = random_data (&random, length);
          BridgeBytes        packed = { 0 }, plain = { 0 };
          bridge_deflater_put (deflater, &packed, data, length);
          for (gsize at = 0, n; at < packed.length; at += n)
            {
              n = 1 + bridge_random_below (&random, packed.length - at);
              g_assert_cmpint (bridge_inflater_feed (inflater, &plain, packed.data + at, n, length), ==, BRIDGE_STATUS_OK);
            }
          g_assert_cmpint (bridge_inflater_end (inflater, &plain, length), ==, BRIDGE_STATUS_OK);
          g_assert_cmpmem (plain.data, plain.length, data, length);
          bridge_bytes_clear (&packed);
          bridge_bytes_clear (&plain);
        }
      bridge_deflater_free (deflater);
      bridge_inflater_free (inflater);
    }
}

/* A failure leaves what came out before it, up to the limit. */
static void
test_message_failures (void)
{
  static const struct
  {
    const char  *data;
    gsize        length;
    gsize        limit;
    BridgeStatus fed, ended;
    const char  *plain;
  } cases[] = {
    { "\xf2\x48\xcd\xc9\xc9\x07\x00", 7, 5, BRIDGE_STATUS_OK, BRIDGE_STATUS_OK, "Hello" },
    { "\xf2\x48\xcd\xc9\xc9\x07\x00", 7, 3, BRIDGE_STATUS_LIMIT, BRIDGE_STATUS_OK, "Hel" },
    { "\xf2\x48\xcd\xc9\xc9\x07\x00", 7, 0, BRIDGE_STATUS_LIMIT, BRIDGE_STATUS_OK, "" },
    { "\x00", 1, 0, BRIDGE_STATUS_OK, BRIDGE_STATUS_OK, "" },
    { "", 0, 0, BRIDGE_STATUS_OK, BRIDGE_STATUS_OK, "" },
    { "\xf2\x48\xcd", 3, 5, BRIDGE_STATUS_OK, BRIDGE_STATUS_MALFORMED, "Heh" },
    { "\x00\x01\x00\xfe\xffh\x06", 7, 5, BRIDGE_STATUS_MALFORMED, BRIDGE_STATUS_OK, "h" },
    { "\x01\x01\x00\xfe\xffh", 6, 1, BRIDGE_STATUS_OK, BRIDGE_STATUS_OK, "h" },
    { "\x01\x01\x00\xfe\xffh\x01\x01\x00\xfe\xffi", 12, 1, BRIDGE_STATUS_LIMIT, BRIDGE_STATUS_OK, "h" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeInflater *inflater = bridge_inflater_new ();
      BridgeBytes     out = { 0 };
      g_assert_cmpint (bridge_inflater_feed (inflater, &out, cases[i].data, cases[i].length, cases[i].limit), ==, cases[i].fed);
      if (cases[i].fed == BRIDGE_STATUS_OK)
        g_assert_cmpint (bridge_inflater_end (inflater, &out, cases[i].limit), ==, cases[i].ended);
      g_autofree char *plain = g_strndup ((const char *)out.data, out.length);
      g_assert_cmpstr (out.length > 0 ? plain : "", ==, cases[i].plain);
      bridge_bytes_clear (&out);
      bridge_inflater_free (inflater);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/deflate/round-trip", test_round_trip);
  g_test_add_func ("/core/frame/deflate/blocks", test_blocks);
  g_test_add_func ("/core/frame/deflate/parts", test_parts);
  g_test_add_func ("/core/frame/deflate/truncated", test_truncated);
  g_test_add_func ("/core/frame/deflate/damaged", test_damaged);
  g_test_add_func ("/core/frame/deflate/bomb", test_bomb);
  g_test_add_func ("/core/frame/deflate/messages", test_messages);
  g_test_add_func ("/core/frame/deflate/message-failures", test_message_failures);
  return g_test_run ();
}
