/* What the values of HTTP headers are made of (RFC 9110, section 5.6).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/header.h"

#include <string.h>

char
bridge_header_lower (char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
bridge_header_is_alphanumeric (char c)
{
  return (bridge_header_lower (c) >= 'a' && bridge_header_lower (c) <= 'z') || (c >= '0' && c <= '9');
}

bool
bridge_header_is_token_char (char c)
{
  return c != '\0' && (bridge_header_is_alphanumeric (c) || strchr ("!#$%&'*+-.^_`|~", c) != NULL);
}

bool
bridge_header_token_is (BridgeHeaderToken token, const char *word)
{
  return strlen (word) == token.length && memcmp (word, token.text, token.length) == 0;
}

bool
bridge_header_token_is_nocase (BridgeHeaderToken token, const char *word)
{
  size_t i = 0;
  while (i < token.length && bridge_header_lower (token.text[i]) == bridge_header_lower (word[i]))
    i++;
  return i == token.length && word[i] == '\0';
}

void
bridge_header_skip_space (const char **cursor)
{
  while (**cursor == ' ' || **cursor == '\t')
    ++*cursor;
}

bool
bridge_header_next_element (const char **cursor)
{
  while (**cursor == ' ' || **cursor == '\t' || **cursor == ',')
    ++*cursor;
  return **cursor != '\0';
}

BridgeHeaderToken
bridge_header_take_token (const char **cursor)
{
  const char *start = *cursor;
  while (bridge_header_is_token_char (**cursor))
    ++*cursor;
  return (BridgeHeaderToken){ start, (size_t)(*cursor - start) };
}
