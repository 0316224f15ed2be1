/* Tests of base64: RFC 4648's vectors, round trips, what is refused.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/base64.h"

#include <glib.h>
#include <string.h>

/* RFC 4648, section 10, and every byte value at every place of a group. */
static void
test_vectors (void)
{
  static const struct
  {
    const char *plain;
    const char *encoded;
  } cases[] = {
    { "", "" },
    { "f", "Zg==" },
    { "fo", "Zm8=" },
    { "foo", "Zm9v" },
    { "foob", "Zm9vYg==" },
    { "fooba", "Zm9vYmE=" },
    { "foobar", "Zm9vYmFy" },
    { "\xfb\xef\xff", "++//" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char   encoded[BRIDGE_BASE64_SIZE (6)];
      guint8 decoded[6];
      gsize  length;

      bridge_base64_encode (encoded, cases[i].plain, strlen (cases[i].plain));
      g_assert_cmpstr (encoded, ==, cases[i].encoded);
      g_assert_cmpint (bridge_base64_decode (decoded, 6, &length, encoded, strlen (encoded)), ==, BRIDGE_STATUS_OK);
      g_assert_cmpmem (decoded, length, cases[i].plain, strlen (cases[i].plain));
    }
}

static void
test_round_trip (void)
{
  guint8 plain[256 + 2], decoded[256 + 2];
  char   encoded[BRIDGE_BASE64_SIZE (sizeof plain)];

  for (gsize i = 0; i < sizeof plain; i++)
    plain[i] = (guint8)(i * 37);
  for (gsize n = 0; n <= sizeof plain; n++)
    {
      gsize            length;
      g_autofree char *expected = g_base64_encode (plain, n);

      bridge_base64_encode (encoded, plain, n);
      g_assert_cmpstr (encoded, ==, expected);
      g_assert_cmpint (bridge_base64_decode (decoded, n, &length, encoded, strlen (encoded)), ==, BRIDGE_STATUS_OK);
      g_assert_cmpmem (decoded, length, plain, n);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char  *text;
    BridgeStatus status;
  } cases[] = {
    { "Zg", BRIDGE_STATUS_MALFORMED },
    { "Zg=", BRIDGE_STATUS_MALFORMED },
    { "Z===", BRIDGE_STATUS_MALFORMED },
    { "====", BRIDGE_STATUS_MALFORMED },
    { "=Zg=", BRIDGE_STATUS_MALFORMED },
    { "Zg==Zg==", BRIDGE_STATUS_MALFORMED },
    { "Zg ==", BRIDGE_STATUS_MALFORMED },
    { "Zm9\n", BRIDGE_STATUS_MALFORMED },
    { "Zm-_", BRIDGE_STATUS_MALFORMED },
    { "Zm9\xc3", BRIDGE_STATUS_MALFORMED },
    { "Zm9vYmFyZg==", BRIDGE_STATUS_LIMIT },
    { "Zh==", BRIDGE_STATUS_OK }, /* spare bits set */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 decoded[6];
      gsize  length = 99;

      g_assert_cmpint (bridge_base64_decode (decoded, sizeof decoded, &length, cases[i].text, strlen (cases[i].text)),
                       ==, cases[i].status);
      g_assert_cmpuint (length, ==, cases[i].status == BRIDGE_STATUS_OK ? 1 : 99);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/base/base64/vectors", test_vectors);
  g_test_add_func ("/core/base/base64/round-trip", test_round_trip);
  g_test_add_func ("/core/base/base64/refused", test_refused);
  return g_test_run ();
}
