/* Bytes to lines, each of a bounded length.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl-lines.h"

#include <string.h>

void
bridge_ctl_lines_init (BridgeCtlLines *lines, gsize size_max)
{
  *lines = (BridgeCtlLines){ .bytes = g_byte_array_new (), .size_max = size_max };
}

void
bridge_ctl_lines_clear (BridgeCtlLines *lines)
{
  g_clear_pointer (&lines->bytes, g_byte_array_unref);
}

void
bridge_ctl_lines_feed (BridgeCtlLines *lines, const char *data, gsize length)
{
  if (lines->start > 0)
    g_byte_array_remove_range (lines->bytes, 0, (guint)lines->start);
  lines->seen -= lines->start;
  lines->start = 0;
  g_byte_array_append (lines->bytes, (const guint8 *)data, (guint)length);
}

static gboolean
is_blank (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r')
      return FALSE;
  return TRUE;
}

/* Finds the end of the line under way; what has grown too long is not kept. */
static gboolean
find_end (BridgeCtlLines *lines, gboolean at_end, gsize *end)
{
  const guint8 *data = lines->bytes->data;
  const guint8 *newline = lines->seen < lines->bytes->len ? memchr (data + lines->seen, '\n', lines->bytes->len - lines->seen) : NULL;

  if (newline != NULL || (at_end && (lines->start < lines->bytes->len || lines->too_long)))
    {
      *end = newline != NULL ? (gsize)(newline - data) : lines->bytes->len;
      return TRUE;
    }
  lines->seen = lines->bytes->len;
  if (lines->seen - lines->start > lines->size_max)
    {
      lines->too_long = TRUE;
      lines->start = lines->seen;
    }
  return FALSE;
}

gboolean
bridge_ctl_lines_next (BridgeCtlLines *lines, gboolean at_end, BridgeCtlLine *line)
{
  gsize end;

  while (find_end (lines, at_end, &end))
    {
      const char *text = (const char *)lines->bytes->data + lines->start;
      gsize       length = end - lines->start;
      gboolean    too_long = lines->too_long || length > lines->size_max;

      lines->start = lines->seen = MIN (end + 1, lines->bytes->len);
      lines->too_long = FALSE;
      lines->number++;
      if (too_long || !is_blank (text, length))
        {
          *line = (BridgeCtlLine){ too_long ? NULL : text, length, lines->number };
          return TRUE;
        }
    }
  return FALSE;
}
