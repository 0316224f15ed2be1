/* The command line, out of everybody's sight.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/arguments.h"

#include <glib.h>
#include <string.h>

char **
bridge_arguments_take (int argc, char **argv)
{
  char **copy = g_new0 (char *, (gsize)argc + 1);

  for (int i = 0; i < argc; i++)
    {
      char *secret = strchr (argv[i], '#');

      copy[i] = g_strdup (argv[i]);
      if (secret != NULL)
        memset (secret + 1, '*', strlen (secret + 1));
    }
  return copy;
}
