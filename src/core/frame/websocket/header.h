/* What the values of HTTP headers are made of (RFC 9110, section 5.6).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct
{
  const char *text; /* borrowed, not NUL-terminated */
  size_t      length;
} BridgeHeaderToken;

/* The C library's own functions would ask the locale. */
char bridge_header_lower (char c);
bool bridge_header_is_alphanumeric (char c);
bool bridge_header_is_token_char (char c);

bool bridge_header_token_is (BridgeHeaderToken token, const char *word);
bool bridge_header_token_is_nocase (BridgeHeaderToken token, const char *word);

/* These move *cursor, which never passes the NUL. */
void bridge_header_skip_space (const char **cursor);
/* To the next element of a comma-separated list; empty elements are passed over. False at the end of the list. */
bool bridge_header_next_element (const char **cursor);
/* As many characters of a token as there are, none perhaps. */
BridgeHeaderToken bridge_header_take_token (const char **cursor);
