/* The addresses of this machine that others may reach.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/addresses.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

#define RANK_VIRTUAL 10

typedef struct
{
  GInetAddress *address;
  int           rank;
} Candidate;

/* Networks inside this machine: bridges of containers and virtual machines. */
static gboolean
is_virtual (const char *interface)
{
  static const char *const prefixes[] = { "docker", "br-", "virbr", "veth", "vmnet", "vboxnet", "lxc", "lxdbr", "podman", "cni" };

  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (interface, prefixes[i]))
      return TRUE;
  return FALSE;
}

/* fc00::/7, the private addresses of IPv6. */
static gboolean
is_unique_local (GInetAddress *address)
{
  return (g_inet_address_to_bytes (address)[0] & 0xfe) == 0xfc;
}

int
bridge_address_rank (GInetAddress *address, const char *interface)
{
  int rank;

  if (g_inet_address_get_is_loopback (address) || g_inet_address_get_is_any (address) ||
      g_inet_address_get_is_multicast (address))
    return -1;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    {
      if (g_inet_address_get_is_link_local (address))
        rank = 4;
      else
        rank = g_inet_address_get_is_site_local (address) ? 0 : 1;
    }
  else
    {
      if (g_inet_address_get_is_link_local (address) || g_inet_address_get_is_site_local (address))
        return -1;
      rank = is_unique_local (address) ? 3 : 2;
    }
  return rank + (is_virtual (interface) ? RANK_VIRTUAL : 0);
}

static GInetAddress *
address_of (const struct ifaddrs *entry)
{
  if (entry->ifa_addr == NULL || (entry->ifa_flags & IFF_UP) == 0 || (entry->ifa_flags & IFF_RUNNING) == 0)
    return NULL;
  if (entry->ifa_addr->sa_family == AF_INET)
    {
      const struct sockaddr_in *in = (const void *)entry->ifa_addr;

      return g_inet_address_new_from_bytes ((const guint8 *)&in->sin_addr, G_SOCKET_FAMILY_IPV4);
    }
  if (entry->ifa_addr->sa_family == AF_INET6)
    {
      const struct sockaddr_in6 *in6 = (const void *)entry->ifa_addr;

      return g_inet_address_new_from_bytes ((const guint8 *)&in6->sin6_addr, G_SOCKET_FAMILY_IPV6);
    }
  return NULL;
}

static void
free_candidate (gpointer data)
{
  Candidate *candidate = data;

  g_object_unref (candidate->address);
  g_free (candidate);
}

/* Stable: the system's own order stays among equals. */
static void
insert (GPtrArray *candidates, GInetAddress *address, int rank)
{
  Candidate *candidate = g_new (Candidate, 1);
  guint      at = candidates->len;

  candidate->address = address;
  candidate->rank = rank;
  while (at > 0 && ((Candidate *)candidates->pdata[at - 1])->rank > rank)
    at--;
  g_ptr_array_insert (candidates, at, candidate);
}

static GPtrArray *
find_candidates (void)
{
  GPtrArray      *candidates = g_ptr_array_new_with_free_func (free_candidate);
  struct ifaddrs *entries = NULL;

  if (getifaddrs (&entries) != 0)
    return candidates;
  for (const struct ifaddrs *entry = entries; entry != NULL; entry = entry->ifa_next)
    {
      g_autoptr (GInetAddress) address = address_of (entry);
      int rank = address != NULL ? bridge_address_rank (address, entry->ifa_name) : -1;

      if (rank >= 0)
        insert (candidates, g_steal_pointer (&address), rank);
    }
  freeifaddrs (entries);
  return candidates;
}

GPtrArray *
bridge_addresses_list (void)
{
  g_autoptr (GPtrArray) candidates = find_candidates ();
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < candidates->len; i++)
    g_ptr_array_add (addresses, g_object_ref (((Candidate *)candidates->pdata[i])->address));
  if (addresses->len == 0)
    g_ptr_array_add (addresses, g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4));
  return addresses;
}
