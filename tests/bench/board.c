/* What the document costs: applying edits, merging, digests and queries, on boards of growing size.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "handwriting.h"

#include "core/doc/compose.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS    5
#define N_QUERIES 1000
#define N_EDITS   1000
#define SCREEN  \
  (BridgePoint) \
  {             \
    1280, 800   \
  }

typedef enum
{
  APPLY,  /* a stroke of 60 points onto an empty board, until all are there */
  MORE,   /* a stroke of 60 points onto the full board */
  MERGE,  /* a stroke of another board */
  DIGEST, /* a stroke's part of the digest */
  QUERY,  /* a screenful */
  PICK,   /* under a point */
  SAVE,   /* a stroke's part of a snapshot */
  N_FIGURES
} Figure;

static const char *const names[N_FIGURES] = { "apply", "more", "merge", "digest", "query", "pick", "save" };
static const gsize       sizes[] = { 1000, 10000, 100000 };

static BridgeGuest *
create_guest (guint64 site)
{
  BridgeGuestOptions options = { .site = site, .name = "Ada", .color = 0x1c71d8ff, .seed = 1 };

  return bridge_guest_new (&options);
}

/* us a piece, of this thread's CPU time */
static double
since (gint64 began, gsize n_pieces)
{
  return (double)(bench_cpu_time () - began) / (double)n_pieces;
}

/* Before they are applied: what composing costs is not what is measured. */
static BridgeEdit *
compose (gsize count, guint64 site, guint64 lamport)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  BridgeEdit    *edits = g_new (BridgeEdit, count);
  BridgeBoard   *empty = bridge_board_new (1);
  BridgeInkPoint points[HANDWRITING_POINTS];

  for (gsize i = 0; i < count; i++)
    {
      handwriting_letter (rand, handwriting_place (i, count), points);
      bridge_edit_init (&edits[i], site, lamport);
      edits[i].seq = i + 1;
      bridge_compose_ink (&edits[i], empty, BRIDGE_KIND_STROKE, 3, points, HANDWRITING_POINTS);
      lamport += edits[i].span;
    }
  bridge_board_free (empty);
  return edits;
}

static double
apply (BridgeBoard *board, gsize count, guint64 site)
{
  BridgeEdit *edits = compose (count, site, bridge_board_clock (board));
  gint64      began = bench_cpu_time ();
  double      cost;

  for (gsize i = 0; i < count; i++)
    if (bridge_board_apply (board, &edits[i], 0, NULL) != BRIDGE_STATUS_OK)
      g_error ("an edit cannot be applied");
  cost = since (began, count);
  for (gsize i = 0; i < count; i++)
    bridge_edit_clear (&edits[i]);
  g_free (edits);
  return cost;
}

static double
merge (const BridgeBoard *board, gsize count)
{
  BridgeBoard *other = bridge_board_new (2);
  gint64       began = bench_cpu_time ();
  double       cost;

  if (bridge_board_merge (other, board, NULL) != BRIDGE_STATUS_OK)
    g_error ("the boards cannot be merged");
  cost = since (began, count);
  bridge_board_free (other);
  return cost;
}

static double
digest (const BridgeBoard *board, gsize count)
{
  uint8_t sum[BRIDGE_DIGEST_SIZE];
  gint64  began = bench_cpu_time ();

  bridge_board_digest (board, sum);
  return since (began, count);
}

static double
query (const BridgeBoard *board, gsize count)
{
  BridgePoint middle = handwriting_middle (count), screen = SCREEN;
  gint64      began = bench_cpu_time ();

  for (gsize i = 0; i < N_QUERIES; i++)
    {
      size_t     n_items;
      BridgeRect area = { middle.x - screen.x / 2 + (double)(i % 100), middle.y - screen.y / 2, screen.x, screen.y };

      free (bridge_board_query (board, area, &n_items));
    }
  return since (began, N_QUERIES);
}

static double
pick (const BridgeBoard *board, gsize count)
{
  BridgePoint middle = handwriting_middle (count);
  gint64      began = bench_cpu_time ();

  for (gsize i = 0; i < N_QUERIES; i++)
    bridge_board_pick (board, (BridgePoint){ middle.x + (double)(i % 100) * 3, middle.y }, 4);
  return since (began, N_QUERIES);
}

static void
ignore (void *data, const uint8_t *frame, size_t length)
{
}

static double
save (BridgeGuest *guest, gsize count)
{
  gint64 began = bench_cpu_time ();

  bridge_guest_save_state (guest, ignore, NULL);
  return since (began, count);
}

static void
measure (gsize count, double figures[N_FIGURES])
{
  BridgeBoard *board = bridge_board_new (1);
  BridgeGuest *guest = create_guest (3);

  figures[APPLY] = apply (board, count, 1);
  figures[MERGE] = merge (board, count);
  figures[DIGEST] = digest (board, count);
  figures[QUERY] = query (board, count);
  figures[PICK] = pick (board, count);
  figures[MORE] = apply (board, N_EDITS, 2);
  handwriting_fill (guest, count);
  figures[SAVE] = save (guest, count);
  bridge_guest_free (guest);
  bridge_board_free (board);
}

/* --- telling --- */

static int
compare_doubles (const void *a, const void *b)
{
  double first = *(const double *)a, second = *(const double *)b;

  return first < second ? -1 : first > second;
}

static double
median (const double values[ROUNDS])
{
  double sorted[ROUNDS];

  memcpy (sorted, values, sizeof sorted);
  qsort (sorted, ROUNDS, sizeof *sorted, compare_doubles);
  return sorted[ROUNDS / 2];
}

int
main (int argc, char *argv[])
{
  static double results[N_FIGURES][G_N_ELEMENTS (sizes)][ROUNDS];

  for (guint round = 0; round < ROUNDS; round++)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        double figures[N_FIGURES];

        measure (sizes[s], figures);
        for (guint f = 0; f < N_FIGURES; f++)
          results[f][s][round] = figures[f];
      }
  g_print ("CPU us a stroke, or a query (times that of %zu strokes)\n%-8s", sizes[0], "strokes");
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    g_print ("%18zu", sizes[s]);
  for (guint f = 0; f < N_FIGURES; f++)
    {
      g_print ("\n%-8s", names[f]);
      for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
        g_print (" %9.2f (%5.2f)", median (results[f][s]), median (results[f][s]) / median (results[f][0]));
    }
  g_print ("\n{\"benchmark\":\"board\",\"results\":[");
  for (guint f = 0; f < N_FIGURES; f++)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      g_print ("%s{\"figure\":\"%s\",\"strokes\":%zu,\"cpu_us\":%.3f}", f + s > 0 ? "," : "", names[f], sizes[s], median (results[f][s]));
  g_print ("]}\n");
  return EXIT_SUCCESS;
}
