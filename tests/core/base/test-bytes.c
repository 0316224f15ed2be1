/* Tests of the byte buffer, of blobs and of growing memory.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/bytes.h"

#include "core/base/blob.h"
#include "core/base/memory.h"

#include <glib.h>

static void
test_integers (void)
{
  static const guint8 expected[] = {
    0x12,
    0x12,
    0x34,
    0x12,
    0x34,
    0x56,
    0x78,
    0x01,
    0x23,
    0x45,
    0x67,
    0x89,
    0xab,
    0xcd,
    0xef,
    0x3f,
    0xf8,
    0x00,
    0x00,
    0x00,
    0x00,
    0x00,
    0x00,
  };
  BridgeBytes bytes = { 0 };

  bridge_bytes_put_u8 (&bytes, 0x12);
  bridge_bytes_put_u16 (&bytes, 0x1234);
  bridge_bytes_put_u32 (&bytes, 0x12345678);
  bridge_bytes_put_u64 (&bytes, G_GUINT64_CONSTANT (0x0123456789abcdef));
  bridge_bytes_put_double (&bytes, 1.5);
  g_assert_cmpmem (bytes.data, bytes.length, expected, sizeof expected);
  bridge_bytes_clear (&bytes);
  g_assert_null (bytes.data);
  g_assert_cmpuint (bytes.length, ==, 0);
}

static void
test_varints (void)
{
  static const struct
  {
    guint64     value;
    const char *encoded;
    gsize       length;
  } cases[] = {
    { 0, "\x00", 1 },
    { 1, "\x01", 1 },
    { 127, "\x7f", 1 },
    { 128, "\x80\x01", 2 },
    { 300, "\xac\x02", 2 },
    { 16383, "\xff\x7f", 2 },
    { 16384, "\x80\x80\x01", 3 },
    { G_MAXUINT32, "\xff\xff\xff\xff\x0f", 5 },
    { G_MAXUINT64, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeBytes bytes = { 0 };

      bridge_bytes_put_varint (&bytes, cases[i].value);
      g_assert_cmpmem (bytes.data, bytes.length, cases[i].encoded, cases[i].length);
      bridge_bytes_clear (&bytes);
    }
}

static void
test_zigzag (void)
{
  static const gint64 values[] = { 0, -1, 1, -2, 2, -3 };
  BridgeBytes         bytes = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    bridge_bytes_put_zigzag (&bytes, values[i]);
  g_assert_cmpmem (bytes.data, bytes.length, "\0\1\2\3\4\5", 6);
  bridge_bytes_truncate (&bytes, 0);
  bridge_bytes_put_zigzag (&bytes, G_MININT64);
  g_assert_cmpmem (bytes.data, bytes.length, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10);
  bridge_bytes_clear (&bytes);
}

static void
test_blobs_inside (void)
{
  BridgeBytes bytes = { 0 };

  bridge_bytes_put_blob (&bytes, NULL, 0);
  bridge_bytes_put_blob (&bytes, "", strlen (""));
  bridge_bytes_put_blob (&bytes, "Brücke", strlen ("Brücke"));
  bridge_bytes_put_blob (&bytes, "\0z", 2);
  g_assert_cmpmem (bytes.data, bytes.length, "\0\0\7Br\xc3\xbc"
                                             "cke\2\0z",
                   13);
  bridge_bytes_clear (&bytes);
}

static void
test_growth (void)
{
  BridgeBytes bytes = { 0 };
  gsize       length;
  guint8     *data;

  for (guint i = 0; i < 100000; i++)
    bridge_bytes_put_u8 (&bytes, (guint8)(i * 7));
  g_assert_cmpuint (bytes.length, ==, 100000);
  g_assert_cmpuint (bytes.capacity, <, 300000);
  for (guint i = 0; i < 100000; i++)
    g_assert_cmpuint (bytes.data[i], ==, (guint8)(i * 7));
  memset (bridge_bytes_extend (&bytes, 5), 0x55, 5);
  g_assert_cmpuint (bytes.data[100004], ==, 0x55);

  data = bridge_bytes_steal (&bytes, &length);
  g_assert_cmpuint (length, ==, 100005);
  g_assert_null (bytes.data);
  bridge_bytes_put_u8 (&bytes, 1);
  g_assert_true (bytes.data != data);
  bridge_bytes_clear (&bytes);
  bridge_free (data);
}

static void
test_blob (void)
{
  BridgeBytes bytes = { 0 };
  BridgeBlob *blob = bridge_blob_new ("abc", 3);
  gsize       length;

  g_assert_true (bridge_blob_ref (blob) == blob);
  bridge_blob_unref (blob);
  g_assert_cmpmem (blob->data, blob->length, "abc", 3);
  bridge_blob_unref (blob);

  bridge_bytes_put_blob (&bytes, "x", strlen ("x"));
  guint8 *data = bridge_bytes_steal (&bytes, &length);
  blob = bridge_blob_new_take (data, length);
  g_assert_true (blob->data == data);
  bridge_blob_unref (blob);

  blob = bridge_blob_new (NULL, 0);
  g_assert_cmpuint (blob->length, ==, 0);
  bridge_blob_unref (blob);
  bridge_blob_unref (NULL);
}

static void
test_memory (void)
{
  gsize  capacity = 0;
  guint *numbers = NULL;

  g_assert_null (bridge_alloc (0, 8));
  g_assert_null (bridge_alloc0 (8, 0));
  g_assert_null (bridge_memdup ("", 0));
  for (guint i = 0; i < 1000; i++)
    {
      numbers = bridge_grow (numbers, &capacity, i + 1, sizeof *numbers);
      numbers[i] = i;
    }
  g_assert_cmpuint (capacity, ==, 1024);
  g_assert_cmpuint (numbers[999], ==, 999);
  numbers = bridge_renew (guint, numbers, 2);
  g_assert_cmpuint (numbers[1], ==, 1);
  g_assert_null (bridge_renew (guint, numbers, 0));
}

static void
test_overflow_aborts (void)
{
  if (g_test_subprocess ())
    {
      bridge_free (bridge_alloc (G_MAXSIZE / 2, 3));
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/base/bytes/integers", test_integers);
  g_test_add_func ("/core/base/bytes/varints", test_varints);
  g_test_add_func ("/core/base/bytes/zigzag", test_zigzag);
  g_test_add_func ("/core/base/bytes/blobs-inside", test_blobs_inside);
  g_test_add_func ("/core/base/bytes/growth", test_growth);
  g_test_add_func ("/core/base/blob", test_blob);
  g_test_add_func ("/core/base/memory", test_memory);
  g_test_add_func ("/core/base/memory/overflow-aborts", test_overflow_aborts);
  return g_test_run ();
}
