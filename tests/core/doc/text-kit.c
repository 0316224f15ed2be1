/* What the tests of the text share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-kit.h"

BridgeStatus
kit_insert (BridgeText *text, BridgeStamp first, BridgeTextPlace place, const char *letters, bool *changed)
{
  guint32 code_points[64];
  gsize   count = strlen (letters);

  g_assert_cmpuint (count, <=, G_N_ELEMENTS (code_points));
  for (gsize i = 0; i < count; i++)
    code_points[i] = (guint8)letters[i];
  return bridge_text_insert (text, first, place, code_points, count, changed);
}

void
kit_type (BridgeText *text, guint64 site, guint64 lamport, gsize at, const char *letters)
{
  for (gsize i = 0; letters[i] != '\0'; i++)
    {
      char letter[2] = { letters[i], '\0' };
      bool changed;

      g_assert_cmpint (kit_insert (text, (BridgeStamp){ lamport + i, site }, bridge_text_place_at (text, at + i), letter,
                                   &changed),
                       ==, BRIDGE_STATUS_OK);
      g_assert_true (changed);
    }
}

void
kit_erase (BridgeText *text, gsize at, gsize count)
{
  gsize                       n_ranges;
  g_autofree BridgeTextRange *ranges = bridge_text_ranges (text, at, count, &n_ranges);

  for (gsize i = 0; i < n_ranges; i++)
    {
      bool changed;

      g_assert_cmpint (bridge_text_remove (text, ranges[i], &changed), ==, BRIDGE_STATUS_OK);
      g_assert_true (changed);
    }
}

char *
kit_read (const BridgeText *text)
{
  BridgeBytes bytes = { 0 };
  char       *read;

  bridge_text_put_utf8 (text, &bytes);
  read = g_strndup (bytes.length > 0 ? (const char *)bytes.data : "", bytes.length);
  bridge_bytes_clear (&bytes);
  return read;
}

void
kit_assert_reads (const BridgeText *text, const char *wanted)
{
  g_autofree char *read = kit_read (text);

  g_assert_cmpstr (read, ==, wanted);
}

char *
kit_describe (const BridgeText *text)
{
  GString      *out = g_string_new (NULL);
  gsize         cursor = 0;
  BridgeTextRun run;

  while (bridge_text_next_run (text, &cursor, &run))
    for (gsize i = 0; i < run.count; i++)
      {
        BridgeStamp     node = { run.first.lamport + i, run.first.site };
        BridgeTextPlace place = { { node.lamport - 1, node.site }, BRIDGE_SIDE_RIGHT };

        if (i == 0)
          place = run.place;
        g_string_append_printf (out, "%c%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT " %s %" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT " %x\n",
                                run.deleted ? '-' : '+', node.lamport, node.site,
                                place.side == BRIDGE_SIDE_LEFT ? "left of" : "right of",
                                place.parent.lamport, place.parent.site, run.text[i]);
      }
  return g_string_free (out, FALSE);
}

void
kit_assert_same (const BridgeText *a, const BridgeText *b)
{
  g_autofree char *described = kit_describe (a);
  g_autofree char *other = kit_describe (b);

  g_assert_cmpstr (described, ==, other);
}

void
kit_merge (BridgeText *to, const BridgeText *from)
{
  gsize         cursor = 0;
  BridgeTextRun run;
  bool          changed;

  while (bridge_text_next_run (from, &cursor, &run))
    {
      g_assert_cmpint (bridge_text_insert (to, run.first, run.place, run.text, run.count, &changed), ==,
                       BRIDGE_STATUS_OK);
      if (run.deleted)
        g_assert_cmpint (bridge_text_remove (to, (BridgeTextRange){ run.first, (guint32)run.count }, &changed), ==,
                         BRIDGE_STATUS_OK);
    }
}

BridgeText *
kit_rebuild (const BridgeText *text)
{
  BridgeText *copy = bridge_text_new ();

  kit_merge (copy, text);
  return copy;
}
