/* The system's entropy, for tokens, sites, epochs and masking keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/entropy.h"

#include <errno.h>
#include <sys/random.h>

void
bridge_entropy_fill (gpointer bytes, gsize length)
{
  guint8 *at = bytes;

  while (length > 0)
    {
      gssize n = getrandom (at, length, 0);

      if (n < 0 && errno != EINTR)
        g_error ("No entropy: %s", g_strerror (errno));
      if (n > 0)
        {
          at += n;
          length -= n;
        }
    }
}

guint64
bridge_entropy_id (void)
{
  guint64 id;

  do
    bridge_entropy_fill (&id, sizeof id);
  while (id == 0);
  return id;
}
