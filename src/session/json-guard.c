/* JSON from outside, checked before json-glib sees it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/json-guard.h"

#include "session/error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint       depth;
  GError    **error;
} Scanner;

static gboolean scan_value (Scanner *scanner);

static gboolean
fail (Scanner *scanner, BridgeError code, const char *what)
{
  g_set_error (scanner->error, BRIDGE_ERROR, code, _ ("%s (at byte %lu of the JSON text)"), what, (gulong)(scanner->at - scanner->start));
  return FALSE;
}

static gboolean
fail_syntax (Scanner *scanner)
{
  return fail (scanner, BRIDGE_ERROR_FAILED, scanner->at == scanner->end ? _ ("The JSON text ends too early.") : _ ("This is not valid JSON."));
}

static char
peek (const Scanner *scanner)
{
  return scanner->at < scanner->end ? *scanner->at : '\0';
}

static gboolean
accept_char (Scanner *scanner, char c)
{
  if (scanner->at == scanner->end || *scanner->at != c)
    return FALSE;
  scanner->at++;
  return TRUE;
}

static void
skip_space (Scanner *scanner)
{
  while (scanner->at < scanner->end && strchr (" \t\r\n", *scanner->at) != NULL && *scanner->at != '\0')
    scanner->at++;
}

static gboolean
scan_word (Scanner *scanner, const char *word)
{
  gsize length = strlen (word);

  if ((gsize)(scanner->end - scanner->at) < length || memcmp (scanner->at, word, length) != 0)
    return fail_syntax (scanner);
  scanner->at += length;
  return TRUE;
}

static gsize
skip_digits (Scanner *scanner)
{
  const char *from = scanner->at;

  while (g_ascii_isdigit (peek (scanner)))
    scanner->at++;
  return scanner->at - from;
}

static gboolean
check_number (Scanner *scanner, const char *from, gboolean integer)
{
  g_autofree char *number = g_strndup (from, scanner->at - from);

  if (!integer && !isfinite (g_ascii_strtod (number, NULL)))
    return fail (scanner, BRIDGE_ERROR_FAILED, _ ("A number is not finite."));
  if (integer && !g_ascii_string_to_signed (number, 10, -G_MAXINT64, G_MAXINT64, NULL, NULL))
    return fail (scanner, BRIDGE_ERROR_FAILED, _ ("An integer is too large."));
  return TRUE;
}

static gboolean
scan_number (Scanner *scanner)
{
  const char *from = scanner->at;
  gboolean    integer = TRUE;

  accept_char (scanner, '-');
  if (!accept_char (scanner, '0') && skip_digits (scanner) == 0)
    return fail_syntax (scanner);
  if (accept_char (scanner, '.'))
    {
      integer = FALSE;
      if (skip_digits (scanner) == 0)
        return fail_syntax (scanner);
    }
  if (accept_char (scanner, 'e') || accept_char (scanner, 'E'))
    {
      integer = FALSE;
      if (!accept_char (scanner, '+'))
        accept_char (scanner, '-');
      if (skip_digits (scanner) == 0)
        return fail_syntax (scanner);
    }
  return check_number (scanner, from, integer);
}

static gboolean
scan_hex (Scanner *scanner, gunichar *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (peek (scanner)))
        return fail_syntax (scanner);
      *unit = *unit << 4 | (gunichar)g_ascii_xdigit_value (*scanner->at++);
    }
  return TRUE;
}

static gboolean
fail_half (Scanner *scanner)
{
  return fail (scanner, BRIDGE_ERROR_FAILED, _ ("A string holds half a character."));
}

/* Behind "\u": one unit, or two that make a pair. */
static gboolean
scan_unicode_escape (Scanner *scanner, GString *out)
{
  gunichar high, low;

  if (!scan_hex (scanner, &high))
    return FALSE;
  if (high >= 0xd800 && high <= 0xdbff)
    {
      if (!accept_char (scanner, '\\') || !accept_char (scanner, 'u'))
        return fail_half (scanner);
      if (!scan_hex (scanner, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail_half (scanner);
      high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
    }
  if (high == 0)
    return fail (scanner, BRIDGE_ERROR_FAILED, _ ("A string holds a NUL."));
  if (high >= 0xdc00 && high <= 0xdfff)
    return fail_half (scanner);
  g_string_append_unichar (out, high);
  return TRUE;
}

static gboolean
scan_escape (Scanner *scanner, GString *out)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  char              c = peek (scanner);
  const char       *letter = c != '\0' ? strchr (letters, c) : NULL;

  if (accept_char (scanner, 'u'))
    return scan_unicode_escape (scanner, out);
  if (letter == NULL)
    return fail_syntax (scanner);
  scanner->at++;
  g_string_append_c (out, meanings[letter - letters]);
  return TRUE;
}

/* Appends what the string means. */
static gboolean
scan_string (Scanner *scanner, GString *out)
{
  if (!accept_char (scanner, '"'))
    return fail_syntax (scanner);
  while (!accept_char (scanner, '"'))
    {
      const char *from = scanner->at;

      while (scanner->at < scanner->end && *scanner->at != '"' && *scanner->at != '\\' && (guchar)*scanner->at >= 0x20)
        scanner->at++;
      g_string_append_len (out, from, scanner->at - from);
      if (peek (scanner) == '"')
        continue;
      if (!accept_char (scanner, '\\'))
        return fail_syntax (scanner);
      if (!scan_escape (scanner, out))
        return FALSE;
    }
  return TRUE;
}

static gboolean
scan_text (Scanner *scanner)
{
  g_autoptr (GString) ignored = g_string_new (NULL);

  return scan_string (scanner, ignored);
}

static gboolean
scan_elements (Scanner *scanner)
{
  skip_space (scanner);
  if (accept_char (scanner, ']'))
    return TRUE;
  while (TRUE)
    {
      if (!scan_value (scanner))
        return FALSE;
      if (accept_char (scanner, ']'))
        return TRUE;
      if (!accept_char (scanner, ','))
        return fail_syntax (scanner);
    }
}

static gboolean
scan_member (Scanner *scanner, GHashTable *keys)
{
  g_autoptr (GString) key = g_string_new (NULL);

  skip_space (scanner);
  if (!scan_string (scanner, key))
    return FALSE;
  if (!g_hash_table_add (keys, g_strdup (key->str)))
    return fail (scanner, BRIDGE_ERROR_FAILED, _ ("A key stands twice in one object."));
  skip_space (scanner);
  return accept_char (scanner, ':') ? scan_value (scanner) : fail_syntax (scanner);
}

static gboolean
scan_members (Scanner *scanner)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  skip_space (scanner);
  if (accept_char (scanner, '}'))
    return TRUE;
  while (TRUE)
    {
      if (!scan_member (scanner, keys))
        return FALSE;
      if (accept_char (scanner, '}'))
        return TRUE;
      if (!accept_char (scanner, ','))
        return fail_syntax (scanner);
    }
}

static gboolean
scan_container (Scanner *scanner, gboolean (*scan) (Scanner *))
{
  gboolean ok;

  if (scanner->depth == BRIDGE_JSON_DEPTH_MAX)
    return fail (scanner, BRIDGE_ERROR_LIMIT, _ ("The JSON text is nested too deeply."));
  scanner->at++;
  scanner->depth++;
  ok = scan (scanner);
  scanner->depth--;
  return ok;
}

static gboolean
scan_scalar (Scanner *scanner)
{
  switch (peek (scanner))
    {
    case '"':
      return scan_text (scanner);
    case 't':
      return scan_word (scanner, "true");
    case 'f':
      return scan_word (scanner, "false");
    case 'n':
      return scan_word (scanner, "null");
    default:
      return scan_number (scanner);
    }
}

/* With the space around it. */
static gboolean
scan_value (Scanner *scanner)
{
  gboolean ok;

  skip_space (scanner);
  if (peek (scanner) == '{')
    ok = scan_container (scanner, scan_members);
  else if (peek (scanner) == '[')
    ok = scan_container (scanner, scan_elements);
  else
    ok = scan_scalar (scanner);
  skip_space (scanner);
  return ok;
}

gboolean
bridge_json_check (const char *text, gsize length, gsize size_max, GError **error)
{
  g_autoptr (GError) failure = NULL;
  Scanner scanner = { .start = text, .at = text, .end = text + length, .error = &failure };

  if (length > size_max)
    fail (&scanner, BRIDGE_ERROR_LIMIT, _ ("The JSON text is too large."));
  else if (!g_utf8_validate (text, length, &scanner.at))
    fail (&scanner, BRIDGE_ERROR_FAILED, _ ("This is not valid UTF-8."));
  else
    {
      scanner.at = text;
      if (scan_value (&scanner) && scanner.at != scanner.end)
        fail_syntax (&scanner);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

JsonNode *
bridge_json_parse (const char *text, gsize length, gsize size_max, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;

  if (!bridge_json_check (text, length, size_max, error))
    return NULL;
  parser = json_parser_new ();
  if (!json_parser_load_from_data (parser, text, length, error))
    return NULL;
  return json_parser_steal_root (parser);
}
