/* The system's entropy, for tokens, sites, epochs and masking keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

void    bridge_entropy_fill (gpointer bytes, gsize length);
guint64 bridge_entropy_id (void); /* never 0 */
