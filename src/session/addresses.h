/* The addresses of this machine that others may reach.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* How likely it is that somebody nearby reaches `address` of `interface`: the lower the better; negative: never. */
int bridge_address_rank (GInetAddress *address, const char *interface);

/* The best first; the loopback address where there is nothing else (transfer full, of GInetAddress). */
GPtrArray *bridge_addresses_list (void);
