/* Tests of the spline and of the simplification of what it yields.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ink/simplify.h"
#include "tests/core/ink/ink-test.h"

static void
test_few_points (void)
{
  BridgeInkPoint points[] = { { 1, 2, 1 }, { 1, 2, 1 }, { 9, 2, 0.5 } };
  BridgeInkPath  path = { 0 };
  bridge_ink_spline (points, 0, 4, 0.1, &path);
  g_assert_cmpuint (path.n_discs, ==, 0);
  bridge_ink_simplify (&path, 1);
  g_assert_cmpuint (path.n_discs, ==, 0);
  bridge_ink_spline (points, 1, 4, 0.1, &path);
  g_assert_cmpuint (path.n_discs, ==, 1);
  g_assert_cmpfloat (path.discs[0].radius, ==, 2);
  bridge_ink_simplify (&path, 1);
  g_assert_cmpuint (path.n_discs, ==, 1);
  bridge_ink_path_clear (&path);
  bridge_ink_spline (points, 2, 4, 0.1, &path);
  g_assert_cmpuint (path.n_discs, ==, 1);
  bridge_ink_path_clear (&path);
  bridge_ink_spline (points, 3, 4, 0.1, &path);
  g_assert_cmpfloat (path.discs[0].x, ==, 1);
  g_assert_cmpfloat (path.discs[path.n_discs - 1].x, ==, 9);
  bridge_ink_path_clear (&path);
}

/* A coarse flattening lies within its tolerance of a fine one, the radius included. */
static void
test_flatness (void)
{
  BridgeRandom random = test_random ();
  for (int round = 0; round < 10; round++)
    {
      BridgeInkPoint points[40];
      BridgeInkPath  fine = { 0 }, coarse = { 0 };
      double         tolerance = test_between (&random, 0.05, 0.5);
      test_scribble (&random, points, 40);
      bridge_ink_spline (points, 40, 24, 0.004, &fine);
      bridge_ink_spline (points, 40, 24, tolerance, &coarse);
      g_assert_cmpuint (coarse.n_discs, <, fine.n_discs);
      for (size_t i = 0; i < fine.n_discs; i++)
        {
          double nearest = INFINITY;
          for (size_t k = 1; k < coarse.n_discs; k++)
            {
              BridgeInkDisc a = coarse.discs[k - 1], b = coarse.discs[k];
              a.radius = b.radius = 0;
              nearest = fmin (nearest, test_measure (&a, &b, (BridgePoint){ fine.discs[i].x, fine.discs[i].y }));
            }
          g_assert_cmpfloat (nearest, <=, tolerance * 1.02);
        }
      bridge_ink_path_clear (&fine);
      bridge_ink_path_clear (&coarse);
    }
}

/* Drawn piece by piece, a stroke is the same as drawn at once. */
static void
test_ranges_join (void)
{
  BridgeRandom   random = test_random ();
  BridgeInkPoint points[100];
  BridgeInkPath  whole = { 0 }, pieces = { 0 };
  test_scribble (&random, points, 100);
  bridge_ink_spline (points, 100, 5, 0.12, &whole);
  for (size_t first = 0; first < 100; first += 32)
    {
      BridgeInkPath piece = { 0 };
      bridge_ink_spline_range (points, 100, first, MIN (first + 31, 99), 5, 0.12, &piece);
      for (size_t i = 0; i < piece.n_discs; i++)
        if (i > 0 || first == 0)
          bridge_ink_path_add (&pieces, piece.discs[i]);
        else
          g_assert_cmpfloat (hypot (piece.discs[0].x - pieces.discs[pieces.n_discs - 1].x,
                                    piece.discs[0].y - pieces.discs[pieces.n_discs - 1].y),
                             <,
                             0.01);
      bridge_ink_path_clear (&piece);
    }
  g_assert_cmpuint (ABS ((int)pieces.n_discs - (int)whole.n_discs), <=, 4);
  bridge_ink_path_clear (&whole);
  bridge_ink_path_clear (&pieces);
}

static double
measure_3d (const BridgeInkDisc *at, const BridgeInkDisc *a, const BridgeInkDisc *b)
{
  double ax[] = { b->x - a->x, b->y - a->y, 2 * (b->radius - a->radius) };
  double ap[] = { at->x - a->x, at->y - a->y, 2 * (at->radius - a->radius) };
  double length = ax[0] * ax[0] + ax[1] * ax[1] + ax[2] * ax[2];
  double t = length > 0 ? CLAMP ((ap[0] * ax[0] + ap[1] * ax[1] + ap[2] * ax[2]) / length, 0, 1) : 0;
  double square = 0;
  for (int i = 0; i < 3; i++)
    square += (ap[i] - t * ax[i]) * (ap[i] - t * ax[i]);
  return sqrt (square);
}

static void
check_simplified (const BridgeInkDisc *full, size_t n_full, const BridgeInkPath *path, double tolerance)
{
  g_assert_cmpmem (&full[0], sizeof *full, &path->discs[0], sizeof *full);
  g_assert_cmpmem (&full[n_full - 1], sizeof *full, &path->discs[path->n_discs - 1], sizeof *full);
  for (size_t i = 0; i < n_full; i++)
    {
      double nearest = INFINITY;
      for (size_t k = 1; k < path->n_discs; k++)
        nearest = fmin (nearest, measure_3d (&full[i], &path->discs[k - 1], &path->discs[k]));
      g_assert_cmpfloat (nearest, <=, tolerance + 1e-9);
    }
}

static void
test_simplify_error (void)
{
  BridgeRandom random = test_random ();
  size_t       before = 0, after = 0;
  for (int round = 0; round < 12; round++)
    {
      BridgeInkPoint points[300];
      BridgeInkPath  path = { 0 };
      test_scribble (&random, points, 300);
      bridge_ink_spline (points, 300, 8, 0.12, &path);
      size_t         n_full = path.n_discs;
      BridgeInkDisc *full = bridge_memdup (path.discs, n_full * sizeof *full);
      double         tolerance = test_between (&random, 0.05, 4);
      bridge_ink_simplify (&path, tolerance);
      check_simplified (full, n_full, &path, tolerance);
      before += n_full;
      after += path.n_discs;
      bridge_free (full);
      bridge_ink_path_clear (&path);
    }
  g_test_message ("%zu of %zu discs left", after, before);
  g_assert_cmpuint (after, <, before / 2);
}

/* Pieces meet without losing or doubling a disc, whatever the length. */
static void
test_simplify_lengths (void)
{
  static const size_t lengths[] = { 2, 3, 511, 512, 513, 1022, 1023, 1024, 1534, 1535 };
  for (size_t i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      BridgeInkPath path = { 0 };
      for (size_t k = 0; k < lengths[i]; k++)
        bridge_ink_path_add (&path, (BridgeInkDisc){ (double)k, k % 2 * 10.0, 1 });
      bridge_ink_simplify (&path, 0.5);
      g_assert_cmpuint (path.n_discs, ==, lengths[i]);
      for (size_t k = 0; k < lengths[i]; k++)
        {
          g_assert_cmpfloat (path.discs[k].x, ==, (double)k);
          path.discs[k].y = 0;
        }
      bridge_ink_simplify (&path, 0.5);
      g_assert_cmpuint (path.n_discs, ==, 2 + (lengths[i] - 2) / 511);
      bridge_ink_path_clear (&path);
    }
}

/* What would be quadratic, and once was recursion as deep as the stroke is long. */
static void
test_simplify_hostile (void)
{
  BridgeInkPath path = { 0 };
  for (int k = 0; k < 1000000; k++)
    bridge_ink_path_add (&path, (BridgeInkDisc){ k, k % 2 * (double)k, 1 });
  bridge_ink_simplify (&path, 0.2);
  g_assert_cmpuint (path.n_discs, >, 900000);
  bridge_ink_path_clear (&path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ink/spline/few-points", test_few_points);
  g_test_add_func ("/ink/spline/flatness", test_flatness);
  g_test_add_func ("/ink/spline/ranges-join", test_ranges_join);
  g_test_add_func ("/ink/simplify/error", test_simplify_error);
  g_test_add_func ("/ink/simplify/lengths", test_simplify_lengths);
  g_test_add_func ("/ink/simplify/hostile", test_simplify_hostile);
  return g_test_run ();
}
