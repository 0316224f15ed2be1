/* Tests of SHA-1: the vectors of RFC 3174 and GLib as a second opinion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/sha1.h"

#include <glib.h>

static char *
hex (const guint8 digest[BRIDGE_SHA1_SIZE])
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < BRIDGE_SHA1_SIZE; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  return g_string_free (text, FALSE);
}

static void
test_vectors (void)
{
  static const struct
  {
    const char *text;
    guint       repeats;
    const char *digest;
  } cases[] = {
    { "abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d" },
    { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "84983e441c3bd26ebaae4aa1f95129e5e54670f1" },
    { "a", 1000000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f" },
    { "0123456701234567012345670123456701234567012345670123456701234567", 10,
      "dea356a2cddd90c7a7ecedc5ebb563934f460452" },
    { "", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeSha1 sha1;
      guint8     digest[BRIDGE_SHA1_SIZE];

      bridge_sha1_init (&sha1);
      for (guint n = 0; n < cases[i].repeats; n++)
        bridge_sha1_feed (&sha1, cases[i].text, strlen (cases[i].text));
      bridge_sha1_finish (&sha1, digest);
      g_autofree char *found = hex (digest);
      g_assert_cmpstr (found, ==, cases[i].digest);
    }
}

static void
test_every_split (void)
{
  guint8 data[150];

  for (guint i = 0; i < sizeof data; i++)
    data[i] = (guint8)(i * 37);
  for (guint length = 0; length <= sizeof data; length++)
    {
      g_autofree char *expected = g_compute_checksum_for_data (G_CHECKSUM_SHA1, data, length);

      for (guint split = 0; split <= length; split++)
        {
          BridgeSha1 sha1;
          guint8     digest[BRIDGE_SHA1_SIZE];

          bridge_sha1_init (&sha1);
          bridge_sha1_feed (&sha1, data, split);
          bridge_sha1_feed (&sha1, data + split, length - split);
          bridge_sha1_finish (&sha1, digest);
          g_autofree char *found = hex (digest);
          g_assert_cmpstr (found, ==, expected);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/base/sha1/vectors", test_vectors);
  g_test_add_func ("/core/base/sha1/every-split", test_every_split);
  return g_test_run ();
}
