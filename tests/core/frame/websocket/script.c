/* Frames written down as text, so that tests can be tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "script.h"

#include <string.h>

/* Written without the codec under test. */

static const guint8 mask_key[4] = { 0x37, 0xfa, 0x21, 0x3d };

static guint8
take_hex_byte (const char **at)
{
  g_assert_true (g_ascii_isxdigit ((*at)[0]) && g_ascii_isxdigit ((*at)[1]));
  int value = g_ascii_xdigit_value ((*at)[0]) * 16 + g_ascii_xdigit_value ((*at)[1]);
  *at += 2;
  return (guint8)value;
}

static void
take_hex (const char **at, GByteArray *out)
{
  while (g_ascii_isxdigit (**at))
    {
      guint8 byte = take_hex_byte (at);
      g_byte_array_append (out, &byte, 1);
    }
}

static void
take_payload (const char **at, GByteArray *out)
{
  char kind = **at;
  if (kind == '.')
    {
      ++*at;
      take_hex (at, out);
    }
  else if (kind == '*')
    {
      guint64 n = g_ascii_strtoull (*at + 1, (char **)at, 10);
      g_byte_array_set_size (out, (guint)n);
      if (n > 0)
        memset (out->data, 'x', n);
    }
  else if (kind == '\'')
    {
      const char *end = strchr (*at + 1, '\'');
      g_byte_array_append (out, (const guint8 *)*at + 1, (guint)(end - *at - 1));
      *at = end + 1;
    }
}

static void
put_shortest_length (GByteArray *out, guint64 length)
{
  guint8 bytes[9] = { (guint8)length };
  guint  n = length < 126 ? 0 : length < 65536 ? 2
                                               : 8;
  if (n > 0)
    bytes[0] = n == 2 ? 126 : 127;
  for (guint i = 0; i < n; i++)
    bytes[1 + i] = (guint8)(length >> (8 * (n - 1 - i)));
  g_byte_array_append (out, bytes, 1 + n);
}

static void
take_frame (const char **at, GByteArray *out, gboolean masked)
{
  g_autoptr (GByteArray) length = g_byte_array_new ();
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 first = take_hex_byte (at);
  if (**at == '~')
    {
      masked = !masked;
      ++*at;
    }
  if (**at == '/')
    {
      ++*at;
      take_hex (at, length);
    }
  take_payload (at, payload);
  if (length->len == 0)
    put_shortest_length (length, payload->len);

  if (masked)
    {
      length->data[0] |= 0x80;
      g_byte_array_append (length, mask_key, 4);
      for (guint i = 0; i < payload->len; i++)
        payload->data[i] ^= mask_key[i % 4];
    }
  g_byte_array_append (out, &first, 1);
  g_byte_array_append (out, length->data, length->len);
  g_byte_array_append (out, payload->data, payload->len);
}

GByteArray *
script_encode (const char *script, gboolean masked)
{
  GByteArray *out = g_byte_array_new ();
  while (*script != '\0')
    {
      take_frame (&script, out, masked);
      g_assert_true (*script == ' ' || *script == '\0');
      if (*script == ' ')
        script++;
    }
  return out;
}

static gboolean
all_x (const guint8 *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (data[i] != 'x')
      return FALSE;
  return TRUE;
}

static gboolean
all_plain (const guint8 *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (data[i]) || data[i] == '\'')
      return FALSE;
  return TRUE;
}

void
script_put_payload (GString *text, const guint8 *data, gsize length)
{
  if (length == 0)
    return;
  if (length > 8 && all_x (data, length))
    g_string_append_printf (text, "*%" G_GSIZE_FORMAT, length);
  else if (all_plain (data, length))
    g_string_append_printf (text, "'%.*s'", (int)length, (const char *)data);
  else
    {
      g_string_append_c (text, '.');
      for (gsize i = 0; i < length; i++)
        g_string_append_printf (text, "%02x", data[i]);
    }
}

static guint64
get_length (const guint8 **at)
{
  guint8  length_7 = *(*at)++ & 0x7f;
  guint   n = length_7 == 126 ? 2 : length_7 == 127 ? 8
                                                    : 0;
  guint64 length = n > 0 ? 0 : length_7;
  for (guint i = 0; i < n; i++)
    length = length << 8 | *(*at)++;
  return length;
}

static const guint8 *
put_frame (GString *text, const guint8 *at, const guint8 *end, gboolean masked)
{
  guint8 first = *at++, key[4] = { 0 };
  g_assert_cmpint ((*at & 0x80) != 0, ==, masked);
  guint64 length = get_length (&at);
  if (masked)
    {
      memcpy (key, at, 4);
      at += 4;
    }
  g_assert_cmpuint (length, <=, (guint64)(end - at));

  g_autofree guint8 *payload = g_malloc (length + 1);
  for (guint64 i = 0; i < length; i++)
    payload[i] = at[i] ^ key[i % 4];
  if (first != 0x88)
    g_string_append_printf (text, "%02x", first);
  else
    g_string_append_printf (text, "close%d", length < 2 ? 1005 : payload[0] << 8 | payload[1]);
  if (first != 0x88)
    script_put_payload (text, payload, length);
  return at + length;
}

void
script_put_frames (GString *text, const guint8 *data, gsize length, gboolean masked)
{
  for (const guint8 *at = data, *end = length > 0 ? data + length : data; at < end;)
    {
      if (at != data)
        g_string_append_c (text, ' ');
      at = put_frame (text, at, end, masked);
    }
}
