/* Text from people and peers, made fit for the limits of the document.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/words.h"

#include <string.h>

char *
bridge_words_clip (const char *text, gsize size_max)
{
  char *valid = g_utf8_make_valid (text, -1);

  if (strlen (valid) > size_max)
    *g_utf8_find_prev_char (valid, valid + size_max + 1) = '\0';
  return valid;
}
