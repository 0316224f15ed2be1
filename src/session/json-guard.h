/* JSON from outside, checked before json-glib sees it.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * json-glib 1.6 crashes on deep nesting, takes 1e400 as infinity, 'a' as a string and a 20-digit integer as -1. So the text is
 * held against RFC 8259 first, and against what follows. */
#pragma once

#include <json-glib/json-glib.h>

#define BRIDGE_JSON_DEPTH_MAX 32

/* One JSON text: valid UTF-8, at most `size_max` bytes, arrays and objects at most BRIDGE_JSON_DEPTH_MAX deep, numbers finite and
 * integers within 64 bits with sign, no key twice in an object, no NUL and no lone surrogate in a string. Fails with
 * BRIDGE_ERROR_LIMIT for what is too large or too deep, else with BRIDGE_ERROR_FAILED, naming the place. */
gboolean bridge_json_check (const char *text, gsize length, gsize size_max, GError **error);
/* The same, then parsed (transfer full). */
JsonNode *bridge_json_parse (const char *text, gsize length, gsize size_max, GError **error);
