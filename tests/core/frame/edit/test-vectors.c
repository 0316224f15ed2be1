/* The test vectors of FORMAT.md, read from that document: what is encoded must be these bytes, and these bytes must decode.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vectors.h"

static const struct
{
  const char *name;
  void (*make) (BridgeBytes *out);
  void (*remake) (const BridgeBytes *in, BridgeBytes *out);
} vectors[] = {
  { "hello", make_hello, remake_hello },
  { "welcome", make_welcome, remake_welcome },
  { "head", make_head, remake_head },
  { "ready", make_ready, remake_ready },
  { "goodbye", make_goodbye, remake_goodbye },
  { "notice", make_notice, remake_notice },
  { "people", make_people, remake_people },
  { "presence", make_presence, remake_presence },
  { "presences", make_presences, remake_presences },
  { "edit", make_edit, remake_edit },
  { "commit-stroke", make_commit_stroke, remake_commit_stroke },
  { "commit-append", make_commit_append, remake_commit_append },
  { "commit-note", make_commit_note, remake_commit_note },
  { "refused", make_refused, remake_refused },
  { "commit-text", make_commit_text, remake_commit_text },
  { "commit-say", make_commit_say, remake_commit_say },
  { "state", make_state, remake_state },
};

/* The hexadecimal bytes of a line, up to where its explanation begins. */
static void
put_line (BridgeBytes *out, const char *line)
{
  for (; g_ascii_isxdigit (line[0]) && g_ascii_isxdigit (line[1]); line += line[2] == ' ' ? 3 : 2)
    bridge_bytes_put_u8 (out, g_ascii_xdigit_value (line[0]) << 4 | g_ascii_xdigit_value (line[1]));
}

static gboolean
find_vector (char **lines, const char *name, BridgeBytes *out)
{
  g_autofree char *start = g_strconcat ("```vector ", name, NULL);

  while (*lines != NULL && strcmp (*lines, start) != 0)
    lines++;
  if (*lines == NULL)
    return FALSE;
  for (lines++; *lines != NULL && strcmp (*lines, "```") != 0; lines++)
    put_line (out, *lines);
  return TRUE;
}

static char **
read_document (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (FORMAT_PATH, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (text, "\n", -1);
}

static void
test_vectors (void)
{
  g_auto (GStrv) lines = read_document ();

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      BridgeBytes written = { 0 }, made = { 0 }, remade = { 0 };
      GString    *hex = g_string_new (NULL);

      vectors[i].make (&made);
      for (gsize n = 0; n < made.length; n++)
        g_string_append_printf (hex, "%02x ", made.data[n]);
      g_test_message ("%s: %s", vectors[i].name, hex->str);
      g_string_free (hex, TRUE);
      g_assert_true (find_vector (lines, vectors[i].name, &written));
      g_assert_cmpmem (made.data, made.length, written.data, written.length);
      vectors[i].remake (&written, &remade);
      g_assert_cmpmem (remade.data, remade.length, written.data, written.length);
      bridge_bytes_clear (&written);
      bridge_bytes_clear (&made);
      bridge_bytes_clear (&remade);
    }
}

/* Every vector of the document is one that is tested. */
static void
test_all_used (void)
{
  g_auto (GStrv) lines = read_document ();

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "```vector "))
      {
        gboolean is_used = FALSE;

        for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
          is_used |= strcmp (*line + strlen ("```vector "), vectors[i].name) == 0;
        g_test_message ("%s", *line);
        g_assert_true (is_used);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/edit/vectors/bytes", test_vectors);
  g_test_add_func ("/core/frame/edit/vectors/all-used", test_all_used);
  return g_test_run ();
}
