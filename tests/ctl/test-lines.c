/* Bytes to lines: every split of the input yields the same, and no line grows without bound.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl-lines.h"

#include <string.h>

#define SIZE_MAX_HERE 8

/* Each line as "NUMBER:TEXT;", one that was too long as "NUMBER!;". */
static void
collect (BridgeCtlLines *lines, gboolean at_end, GString *out)
{
  BridgeCtlLine line;

  while (bridge_ctl_lines_next (lines, at_end, &line))
    {
      g_string_append_printf (out, "%d", (int)line.number);
      if (line.text == NULL)
        g_string_append_c (out, '!');
      else
        g_string_append_printf (out, ":%.*s", (int)line.length, line.text);
      g_string_append_c (out, ';');
    }
}

/* Fed `piece` bytes at a time, each piece in memory of its own. */
static char *
split (const char *text, gsize piece)
{
  GString       *out = g_string_new (NULL);
  gsize          length = strlen (text);
  BridgeCtlLines lines;

  bridge_ctl_lines_init (&lines, SIZE_MAX_HERE);
  for (gsize at = 0; at < length; at += piece)
    {
      g_autofree char *copy = g_strndup (text + at, piece);

      bridge_ctl_lines_feed (&lines, copy, MIN (piece, length - at));
      collect (&lines, FALSE, out);
      g_assert_cmpuint (lines.bytes->len - lines.start, <=, SIZE_MAX_HERE + piece);
    }
  collect (&lines, TRUE, out);
  bridge_ctl_lines_clear (&lines);
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *text;
  const char *lines;
} cases[] = {
  { "", "" },
  { "\n", "" },
  { "a", "1:a;" },
  { "a\n", "1:a;" },
  { "a\nb", "1:a;2:b;" },
  { "a\n\n \t\r\nb\n\n", "1:a;4:b;" },
  { "12345678\n", "1:12345678;" },
  { "12345678", "1:12345678;" },
  { "123456789\nb\n", "1!;2:b;" },
  { "1234567890123456789012345\nb", "1!;2:b;" },
  { "a\n1234567890123456789012345", "1:a;2!;" },
  { "         \nb", "1!;2:b;" },
};

static void
test_lines (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize piece = 1; piece <= strlen (cases[i].text) + 1; piece++)
      {
        g_autofree char *lines = split (cases[i].text, piece);

        g_assert_cmpstr (lines, ==, cases[i].lines);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl/lines", test_lines);
  return g_test_run ();
}
