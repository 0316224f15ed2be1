/* Tests of the reader: every value, every truncation, sticky errors.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/reader.h"

#include "../../seed.h"
#include "core/base/bytes.h"
#include "core/base/random.h"

static void
put_everything (BridgeBytes *bytes)
{
  bridge_bytes_put_u8 (bytes, 0x81);
  bridge_bytes_put_u16 (bytes, 0x8182);
  bridge_bytes_put_u32 (bytes, 0x81828384);
  bridge_bytes_put_u64 (bytes, G_GUINT64_CONSTANT (0x8182838485868788));
  bridge_bytes_put_double (bytes, -0.1);
  bridge_bytes_put_varint (bytes, G_MAXUINT64);
  bridge_bytes_put_zigzag (bytes, G_MININT64);
  bridge_bytes_put_varint (bytes, 300);
  bridge_bytes_put (bytes, "raw", 3);
  bridge_bytes_put_blob (bytes, "\0\xff", 2);
  bridge_bytes_put_blob (bytes, "桥 🌉", strlen ("桥 🌉"));
}

/* Whatever failed must have read as zero. */
static void
get_everything (BridgeReader *reader)
{
  const guint8 *raw, *blob;
  const char   *text;
  gsize         blob_length = 99, text_length = 99;

  guint64 numbers[8];
  numbers[0] = bridge_reader_u8 (reader);
  numbers[1] = bridge_reader_u16 (reader);
  numbers[2] = bridge_reader_u32 (reader);
  numbers[3] = bridge_reader_u64 (reader);
  numbers[4] = bridge_reader_double (reader) == -0.1;
  numbers[5] = bridge_reader_varint (reader);
  numbers[6] = (guint64)bridge_reader_zigzag (reader);
  numbers[7] = bridge_reader_count (reader, 300);
  raw = bridge_reader_raw (reader, 3);
  blob = bridge_reader_blob (reader, 2, &blob_length);
  text = bridge_reader_text (reader, 8, &text_length);

  static const guint64 expected[8] = {
    0x81,
    0x8182,
    0x81828384,
    G_GUINT64_CONSTANT (0x8182838485868788),
    1,
    G_MAXUINT64,
    (guint64)1 << 63,
    300,
  };
  gboolean failed = FALSE;
  for (guint i = 0; i < 8; i++)
    {
      failed |= numbers[i] == 0;
      g_assert_cmpuint (numbers[i], ==, failed ? 0 : expected[i]);
    }
  g_assert_true (!failed || raw == NULL);
  g_assert_true (raw != NULL || blob == NULL);
  g_assert_true (blob != NULL || text == NULL);
  g_assert_cmpuint (blob_length, ==, blob != NULL ? 2 : 99);
  g_assert_cmpuint (text_length, ==, text != NULL ? strlen ("桥 🌉") : 99);
  if (text != NULL)
    g_assert_cmpmem (text, text_length, "桥 🌉", strlen ("桥 🌉"));
}

static void
test_every_truncation (void)
{
  BridgeBytes  bytes = { 0 };
  BridgeReader reader;

  put_everything (&bytes);
  bridge_reader_init (&reader, bytes.data, bytes.length);
  get_everything (&reader);
  g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_OK);
  g_assert_null (reader.reason);
  g_assert_true (bridge_reader_done (&reader));

  for (gsize length = 0; length < bytes.length; length++)
    {
      /* A copy of just that length, so that the sanitizer sees each byte read beyond it. */
      g_autofree guint8 *cut = g_memdup2 (bytes.data, length);

      bridge_reader_init (&reader, cut, length);
      get_everything (&reader);
      g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_TRUNCATED);
      g_assert_nonnull (reader.reason);
      g_assert_cmpuint (reader.offset, <=, length);
      g_assert_cmpuint (bridge_reader_left (&reader), ==, 0);
      g_assert_false (bridge_reader_done (&reader));
    }
  bridge_bytes_clear (&bytes);
}

static void
test_bad_varints (void)
{
  static const struct
  {
    const char  *data;
    gsize        length;
    BridgeStatus status;
  } cases[] = {
    { "\x80\x00", 2, BRIDGE_STATUS_MALFORMED },                                      /* 0 in two bytes */
    { "\xff\x00", 2, BRIDGE_STATUS_MALFORMED },                                      /* 127 in two bytes */
    { "\x80\x80\x80\x00", 4, BRIDGE_STATUS_MALFORMED },                              /* 0 in four */
    { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00", 10, BRIDGE_STATUS_MALFORMED },     /* 2^63 - 1 in ten */
    { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, BRIDGE_STATUS_MALFORMED },     /* 2^64 and more */
    { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81", 10, BRIDGE_STATUS_MALFORMED },     /* goes on after ten */
    { "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11, BRIDGE_STATUS_MALFORMED }, /* eleven */
    { "\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9, BRIDGE_STATUS_TRUNCATED },
    { "", 0, BRIDGE_STATUS_TRUNCATED },
    { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, BRIDGE_STATUS_OK },
    { "\x80\x01", 2, BRIDGE_STATUS_OK },
    { "\x00", 1, BRIDGE_STATUS_OK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeReader reader;

      bridge_reader_init (&reader, cases[i].data, cases[i].length);
      guint64 value = bridge_reader_varint (&reader);
      g_assert_cmpint (reader.status, ==, cases[i].status);
      g_assert_cmpuint (reader.offset, ==, reader.status == BRIDGE_STATUS_OK ? cases[i].length : 0);
      if (reader.status != BRIDGE_STATUS_OK)
        g_assert_cmpuint (value, ==, 0);
    }
}

static void
test_limits (void)
{
  BridgeReader reader;
  gsize        length = 7;

  bridge_reader_init (&reader, "\x05"
                               "abcde",
                      6);
  g_assert_null (bridge_reader_blob (&reader, 4, &length));
  g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_LIMIT);
  g_assert_cmpuint (reader.offset, ==, 0);
  g_assert_cmpuint (length, ==, 7);

  bridge_reader_init (&reader, "\x05", 1);
  g_assert_cmpuint (bridge_reader_count (&reader, 4), ==, 0);
  g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_LIMIT);

  /* A length that would wrap any sum. */
  bridge_reader_init (&reader, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10);
  g_assert_null (bridge_reader_blob (&reader, G_MAXSIZE, &length));
  g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_TRUNCATED);
}

static void
test_text (void)
{
  static const struct
  {
    const char  *data;
    gsize        length;
    BridgeStatus status;
  } cases[] = {
    { "\0", 1, BRIDGE_STATUS_OK },
    { "\2\xc3\xbc", 3, BRIDGE_STATUS_OK },
    { "\2a\0", 3, BRIDGE_STATUS_UTF8 },
    { "\1\xc3", 2, BRIDGE_STATUS_UTF8 },
    { "\2\xc0\x80", 3, BRIDGE_STATUS_UTF8 },
    { "\3ab", 3, BRIDGE_STATUS_TRUNCATED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeReader reader;
      gsize        length;

      bridge_reader_init (&reader, cases[i].data, cases[i].length);
      const char *text = bridge_reader_text (&reader, 100, &length);
      g_assert_cmpint (reader.status, ==, cases[i].status);
      g_assert_true ((text != NULL) == (reader.status == BRIDGE_STATUS_OK));
    }
}

static void
test_empty_is_not_failure (void)
{
  BridgeReader reader;

  bridge_reader_init (&reader, NULL, 0);
  g_assert_true (bridge_reader_done (&reader));
  g_assert_nonnull (bridge_reader_raw (&reader, 0));
  g_assert_cmpuint (bridge_reader_u8 (&reader), ==, 0);
  g_assert_null (bridge_reader_raw (&reader, 0));
}

static void
test_first_failure_is_kept (void)
{
  BridgeReader reader;

  bridge_reader_init (&reader, "\x80\x00\x01\x02", 4);
  bridge_reader_varint (&reader);
  const char *reason = reader.reason;
  g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_MALFORMED);
  bridge_reader_fail (&reader, BRIDGE_STATUS_LIMIT, "later");
  g_assert_cmpuint (bridge_reader_u8 (&reader), ==, 0);
  g_assert_cmpuint (bridge_reader_u64 (&reader), ==, 0);
  g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_MALFORMED);
  g_assert_true (reader.reason == reason);
  g_assert_cmpuint (reader.offset, ==, 0);
}

static void
test_random_numbers (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint i = 0; i < 10000; i++)
    {
      guint64      number = bridge_random_next (&random) >> bridge_random_below (&random, 64);
      BridgeBytes  bytes = { 0 };
      BridgeReader reader;

      bridge_bytes_put_varint (&bytes, number);
      bridge_bytes_put_zigzag (&bytes, (gint64)number);
      bridge_bytes_put_zigzag (&bytes, -(gint64)(number >> 1));
      bridge_reader_init (&reader, bytes.data, bytes.length);
      g_assert_cmpuint (bridge_reader_varint (&reader), ==, number);
      g_assert_cmpint (bridge_reader_zigzag (&reader), ==, (gint64)number);
      g_assert_cmpint (bridge_reader_zigzag (&reader), ==, -(gint64)(number >> 1));
      g_assert_true (bridge_reader_done (&reader));
      bridge_bytes_clear (&bytes);
    }
}

static void
test_status_texts (void)
{
  for (int status = BRIDGE_STATUS_OK; status <= BRIDGE_STATUS_FULL; status++)
    g_assert_cmpstr (bridge_status_text (status), !=, "unknown status");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/base/reader/every-truncation", test_every_truncation);
  g_test_add_func ("/core/base/reader/bad-varints", test_bad_varints);
  g_test_add_func ("/core/base/reader/limits", test_limits);
  g_test_add_func ("/core/base/reader/text", test_text);
  g_test_add_func ("/core/base/reader/empty-is-not-failure", test_empty_is_not_failure);
  g_test_add_func ("/core/base/reader/first-failure-is-kept", test_first_failure_is_kept);
  g_test_add_func ("/core/base/reader/random-numbers", test_random_numbers);
  g_test_add_func ("/core/base/status/texts", test_status_texts);
  return g_test_run ();
}
