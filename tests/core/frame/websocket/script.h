/* Frames written down as text, so that tests can be tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A script is a list of frames parted by spaces. A frame is its first byte in hex, then perhaps
 *   ~           masked where it must not be, or the other way round
 *   /HEX        these bytes for the length, in place of the shortest form
 * and then its payload:
 *   'text'      without spaces or quotes
 *   .HEX
 *   *N          N times the letter x
 * "01'Hel' 89 80'lo'" is a text in two fragments with an empty ping between them. */
GByteArray *script_encode (const char *script, gboolean masked);

/* Appends a payload in the same notation. */
void script_put_payload (GString *text, const guint8 *data, gsize length);
/* Appends what well-formed frames hold, as a script in which close frames are written closeCODE. Every frame must be
 * masked, or none. */
void script_put_frames (GString *text, const guint8 *data, gsize length, gboolean masked);
