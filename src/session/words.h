/* Text from people and peers, made fit for the limits of the document.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Valid UTF-8 of at most `size_max` bytes, cut between characters (transfer full). */
char *bridge_words_clip (const char *text, gsize size_max);
