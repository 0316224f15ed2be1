/* Boards full of handwriting, and what it costs to use them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "handwriting.h"

#include "core/doc/compose.h"

#include <math.h>
#include <sys/resource.h>

#define LETTER_WIDTH  26.0
#define LETTER_HEIGHT 28.0
#define LINE_HEIGHT   44.0
#define WORD_LETTERS  7 /* the last of them a space */
#define ASPECT        1.6
#define SEED          20230517

void
handwriting_curve (GRand *rand, BridgePoint at, BridgeInkPoint *points, gsize n_points)
{
  double turns = g_rand_double_range (rand, 0.6, 2.2) * 2 * G_PI;
  double slant = g_rand_double_range (rand, 0.1, 0.4);
  double phase = g_rand_double_range (rand, 0, 2 * G_PI);

  for (gsize i = 0; i < n_points; i++)
    {
      double part = n_points > 1 ? (double)i / (double)(n_points - 1) : 0;
      double x = part * 0.5 + 0.25 + 0.25 * cos (phase + turns * part);
      double y = 0.5 + 0.5 * sin (phase + turns * part) * (1 - 0.4 * part);

      points[i].x = at.x + (x + slant * (1 - y)) * (LETTER_WIDTH - 4);
      points[i].y = at.y + y * LETTER_HEIGHT;
      points[i].pressure = 0.3 + 0.5 * sin (G_PI * part);
    }
}

void
handwriting_letter (GRand *rand, BridgePoint at, BridgeInkPoint points[HANDWRITING_POINTS])
{
  handwriting_curve (rand, at, points, HANDWRITING_POINTS);
}

static gsize
count_columns (gsize count)
{
  return MAX (1, (gsize)sqrt ((double)count * ASPECT * LINE_HEIGHT / LETTER_WIDTH));
}

BridgePoint
handwriting_place (gsize index, gsize count)
{
  gsize columns = count_columns (count);
  gsize column = index % columns;

  return (BridgePoint){ (double)(column + column / WORD_LETTERS) * LETTER_WIDTH, (double)(index / columns) * LINE_HEIGHT };
}

BridgePoint
handwriting_middle (gsize count)
{
  BridgePoint last = handwriting_place (count > 0 ? count - 1 : 0, count);

  return (BridgePoint){ (double)count_columns (count) * LETTER_WIDTH * (1 + 1.0 / WORD_LETTERS) / 2, last.y / 2 };
}

static void
write_letter (BridgeGuest *guest, const BridgeInkPoint *points)
{
  BridgeEdit  edit;
  BridgeStamp id;

  bridge_guest_begin (guest, &edit);
  id = bridge_compose_ink (&edit, bridge_guest_board (guest), BRIDGE_KIND_STROKE, 3, points, HANDWRITING_POINTS);
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_SIZE, bridge_value_number (3));
  g_assert_cmpuint (bridge_guest_commit (guest, &edit, NULL, NULL), >, 0);
}

void
handwriting_fill (BridgeGuest *guest, gsize count)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  BridgeInkPoint points[HANDWRITING_POINTS];

  for (gsize i = 0; i < count; i++)
    {
      handwriting_letter (rand, handwriting_place (i, count), points);
      write_letter (guest, points);
    }
}

gint64
bench_cpu_time (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec +
         usage.ru_stime.tv_usec;
}
