/* Which addresses of a machine are worth showing, and in which order.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/addresses.h"

static const struct
{
  const char *address;
  const char *interface;
} ordered[] = {
  { "192.168.1.2", "eth0" },
  { "93.184.216.34", "eth0" },
  { "2001:db8::1", "eth0" },
  { "fd00::1", "wlan0" },
  { "169.254.3.4", "eth0" },
  { "172.17.0.1", "docker0" },
};

static const char *const never[] = { "127.0.0.1", "::1", "0.0.0.0", "::", "fe80::1", "224.0.0.1" };

static int
rank (const char *text, const char *interface)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return bridge_address_rank (address, interface);
}

static void
test_order (void)
{
  for (gsize i = 1; i < G_N_ELEMENTS (ordered); i++)
    g_assert_cmpint (rank (ordered[i - 1].address, ordered[i - 1].interface), <, rank (ordered[i].address, ordered[i].interface));
  for (gsize i = 0; i < G_N_ELEMENTS (never); i++)
    g_assert_cmpint (rank (never[i], "eth0"), <, 0);
}

static void
test_list (void)
{
  g_autoptr (GPtrArray) addresses = bridge_addresses_list ();

  g_assert_cmpuint (addresses->len, >, 0);
  for (guint i = 0; i < addresses->len; i++)
    g_assert_false (g_inet_address_get_is_link_local (addresses->pdata[i]) &&
                    g_inet_address_get_family (addresses->pdata[i]) == G_SOCKET_FAMILY_IPV6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/addresses/order", test_order);
  g_test_add_func ("/addresses/list", test_list);
  return g_test_run ();
}
