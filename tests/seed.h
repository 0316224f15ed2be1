/* The seed of a random test: from the environment where it is given, printed always.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* DRAWBRIDGE_SEED=N repeats a run. */
static inline guint64
test_seed (void)
{
  const char *given = g_getenv ("DRAWBRIDGE_SEED");
  guint64     seed = given != NULL ? g_ascii_strtoull (given, NULL, 0) : g_random_int ();

  g_test_message ("DRAWBRIDGE_SEED=%" G_GUINT64_FORMAT, seed);
  return seed;
}
