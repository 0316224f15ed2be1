/* How fast payloads are masked, and text is checked, beside the plain way of doing it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "handwriting.h"

#include "core/base/utf8.h"
#include "core/frame/websocket/frame.h"

#include <stdlib.h>
#include <string.h>

#define SIZE   (64 << 10)
#define ROUNDS 9
#define PASSES 2000

typedef struct
{
  guint8 data[SIZE];
  gsize  length;
} Text;

static const guint8 key[4] = { 0x37, 0xfa, 0x21, 0x3d };

/* --- what is measured --- */

static void
mask (Text *text)
{
  bridge_frame_mask (text->data, text->length, key, 1);
}

static void
mask_bytes (Text *text)
{
  for (gsize i = 0; i < text->length; i++)
    {
      text->data[i] ^= key[(i + 1) & 3];
      __asm__ volatile("" ::
                           : "memory"); /* else the compiler makes words of it */
    }
}

static void
check (Text *text)
{
  if (!bridge_utf8_valid (text->data, text->length))
    g_error ("text that is not valid");
}

static void
check_glib (Text *text)
{
  if (!g_utf8_validate_len ((const char *)text->data, text->length, NULL))
    g_error ("text that is not valid");
}

static const struct
{
  const char *name;
  const char *filled_with;
  void (*ours) (Text *text);
  void (*plain) (Text *text);
} cases[] = {
  { "mask", "x", mask, mask_bytes },
  { "utf8 ascii", "the quick brown fox ", check, check_glib },
  { "utf8 accents", "één très bel été à Élégance ", check, check_glib },
  { "utf8 chinese", "白板上的手写笔记", check, check_glib },
};

static void
fill (Text *text, const char *pattern)
{
  gsize length = strlen (pattern);

  for (text->length = 0; text->length + length <= SIZE; text->length += length)
    memcpy (text->data + text->length, pattern, length);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a, second = *(const double *)b;

  return first < second ? -1 : first > second;
}

/* GB/s. */
static double
measure (Text *text, void (*work) (Text *text))
{
  double speeds[ROUNDS];

  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 began = bench_cpu_time ();

      for (guint pass = 0; pass < PASSES; pass++)
        work (text);
      speeds[round] = (double)text->length * PASSES / 1000 / (double)MAX (bench_cpu_time () - began, 1);
    }
  qsort (speeds, ROUNDS, sizeof *speeds, compare_doubles);
  return speeds[ROUNDS / 2];
}

int
main (int argc, char *argv[])
{
  g_autofree Text *text = g_new0 (Text, 1);
  g_autoptr (GString) json = g_string_new ("{\"benchmark\":\"codec\",\"results\":[");

  g_print ("GB/s over %d KiB; plain: byte by byte, and GLib's check\n%-14s %8s %8s %8s\n", SIZE >> 10, "", "ours", "plain", "ratio");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double ours, plain;

      fill (text, cases[i].filled_with);
      ours = measure (text, cases[i].ours);
      plain = measure (text, cases[i].plain);
      g_print ("%-14s %8.1f %8.1f %8.1f\n", cases[i].name, ours, plain, ours / plain);
      g_string_append_printf (json, "%s{\"work\":\"%s\",\"gb_per_second\":%.2f,\"plain\":%.2f}", i > 0 ? "," : "", cases[i].name, ours, plain);
    }
  g_print ("%s]}\n", json->str);
  return EXIT_SUCCESS;
}
