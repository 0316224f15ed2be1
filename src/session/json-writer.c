/* Writes JSON: compact, numbers as short as they can be without loss, in no locale.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/json-writer.h"

#include <math.h>

static void
separate (BridgeJsonWriter *writer)
{
  if (writer->separate)
    g_string_append_c (writer->text, ',');
  writer->separate = TRUE;
}

static void
begin (BridgeJsonWriter *writer, char bracket)
{
  separate (writer);
  g_string_append_c (writer->text, bracket);
  writer->separate = FALSE;
}

static void
end (BridgeJsonWriter *writer, char bracket)
{
  g_string_append_c (writer->text, bracket);
  writer->separate = TRUE;
}

void
bridge_json_begin_object (BridgeJsonWriter *writer)
{
  begin (writer, '{');
}

void
bridge_json_end_object (BridgeJsonWriter *writer)
{
  end (writer, '}');
}

void
bridge_json_begin_array (BridgeJsonWriter *writer)
{
  begin (writer, '[');
}

void
bridge_json_end_array (BridgeJsonWriter *writer)
{
  end (writer, ']');
}

void
bridge_json_put_key (BridgeJsonWriter *writer, const char *key)
{
  bridge_json_put_string (writer, key);
  g_string_append_c (writer->text, ':');
  writer->separate = FALSE;
}

void
bridge_json_break_line (BridgeJsonWriter *writer)
{
  separate (writer);
  g_string_append_c (writer->text, '\n');
  writer->separate = FALSE;
}

static void
escape (GString *text, char c)
{
  switch (c)
    {
    case '"':
    case '\\':
      g_string_append_c (text, '\\');
      g_string_append_c (text, c);
      break;
    case '\n':
      g_string_append (text, "\\n");
      break;
    case '\t':
      g_string_append (text, "\\t");
      break;
    default:
      g_string_append_printf (text, "\\u%04x", (guint)(guchar)c);
    }
}

static gboolean
is_plain (char c)
{
  return (guchar)c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
}

void
bridge_json_put_string (BridgeJsonWriter *writer, const char *string)
{
  separate (writer);
  g_string_append_c (writer->text, '"');
  while (*string != '\0')
    {
      const char *from = string;

      while (*string != '\0' && is_plain (*string))
        string++;
      g_string_append_len (writer->text, from, string - from);
      if (*string != '\0')
        escape (writer->text, *string++);
    }
  g_string_append_c (writer->text, '"');
}

void
bridge_json_put_boolean (BridgeJsonWriter *writer, gboolean boolean)
{
  separate (writer);
  g_string_append (writer->text, boolean ? "true" : "false");
}

void
bridge_json_put_null (BridgeJsonWriter *writer)
{
  separate (writer);
  g_string_append (writer->text, "null");
}

void
bridge_json_put_integer (BridgeJsonWriter *writer, gint64 integer)
{
  separate (writer);
  g_string_append_printf (writer->text, "%" G_GINT64_FORMAT, integer);
}

void
bridge_json_put_number (BridgeJsonWriter *writer, double number)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char                     digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_return_if_fail (isfinite (number));

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (digits, sizeof digits, formats[i], number == 0 ? 0 : number);
      if (g_ascii_strtod (digits, NULL) == number)
        break;
    }
  separate (writer);
  g_string_append (writer->text, digits);
}

void
bridge_json_put_decimal (BridgeJsonWriter *writer, double number, guint decimals)
{
  static const double powers[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
  char                digits[32]; /* the last digit first */
  int                 n_digits = 0;
  guint64             rest = (guint64)llround (fabs (number) * powers[decimals]);
  gboolean            negative = number < 0 && rest > 0;

  for (; decimals > 0 && rest % 10 == 0; decimals--)
    rest /= 10;
  do
    {
      digits[n_digits++] = (char)('0' + rest % 10);
      rest /= 10;
      if (n_digits == (int)decimals)
        digits[n_digits++] = '.';
    }
  while (rest > 0 || digits[n_digits - 1] == '.' || n_digits <= (int)decimals);
  separate (writer);
  if (negative)
    g_string_append_c (writer->text, '-');
  while (n_digits > 0)
    g_string_append_c (writer->text, digits[--n_digits]);
}

void
bridge_json_add_string (BridgeJsonWriter *writer, const char *key, const char *string)
{
  bridge_json_put_key (writer, key);
  bridge_json_put_string (writer, string);
}

void
bridge_json_add_integer (BridgeJsonWriter *writer, const char *key, gint64 integer)
{
  bridge_json_put_key (writer, key);
  bridge_json_put_integer (writer, integer);
}
