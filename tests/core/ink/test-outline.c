/* Tests of the outline: filled with the nonzero rule it is the union of the discs' hulls, pixel by pixel.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ink/outline.h"
#include "core/ink/simplify.h"
#include "tests/core/ink/ink-test.h"

/* An edge as a person sees it: nearer than this to the true edge, either answer is right for the middle of a pixel. */
#define EDGE 0.3

typedef struct
{
  int     x0, y0, width, height;
  int    *winding;  /* of the outline at the middle of each pixel */
  double *distance; /* from the middle of each pixel to the union, negative inside */
} Raster;

static void
raster_init (Raster *raster, const BridgeInkDisc *discs, size_t n)
{
  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
  for (size_t i = 0; i < n; i++)
    {
      left = fmin (left, discs[i].x - discs[i].radius);
      right = fmax (right, discs[i].x + discs[i].radius);
      top = fmin (top, discs[i].y - discs[i].radius);
      bottom = fmax (bottom, discs[i].y + discs[i].radius);
    }
  raster->x0 = (int)floor (left) - 3;
  raster->y0 = (int)floor (top) - 3;
  raster->width = (int)ceil (right) + 3 - raster->x0;
  raster->height = (int)ceil (bottom) + 3 - raster->y0;
  raster->winding = g_new0 (int, raster->width * raster->height);
  raster->distance = g_new (double, raster->width * raster->height);
  for (int i = 0; i < raster->width * raster->height; i++)
    raster->distance[i] = INFINITY;
}

static void
raster_clear (Raster *raster)
{
  g_free (raster->winding);
  g_free (raster->distance);
}

/* Each edge adds to all middles on its right. */
static void
add_edge (Raster *raster, BridgePoint a, BridgePoint b)
{
  int         sign = a.y < b.y ? -1 : 1;
  BridgePoint low = a.y < b.y ? a : b, high = a.y < b.y ? b : a;
  for (int row = 0; row < raster->height; row++)
    {
      double y = raster->y0 + row + 0.5;
      if (y < low.y || y >= high.y)
        continue;
      double x = low.x + (y - low.y) / (high.y - low.y) * (high.x - low.x);
      int    column = (int)ceil (x - raster->x0 - 0.5);
      for (column = MAX (column, 0); column < raster->width; column++)
        raster->winding[row * raster->width + column] += sign;
    }
}

static void
add_outline (Raster *raster, const BridgeInkOutline *outline)
{
  for (size_t run = 0; run < outline->n_runs; run++)
    {
      size_t start = outline->starts[run], end = bridge_ink_outline_run_end (outline, run);
      for (size_t i = start; i < end; i++)
        add_edge (raster, outline->points[i], outline->points[i + 1 < end ? i + 1 : start]);
    }
}

static void
add_capsule (Raster *raster, const BridgeInkDisc *a, const BridgeInkDisc *b)
{
  double reach = fmax (a->radius, b->radius) + 2;
  int    left = MAX ((int)(fmin (a->x, b->x) - reach) - raster->x0, 0);
  int    right = MIN ((int)(fmax (a->x, b->x) + reach) - raster->x0 + 1, raster->width);
  int    top = MAX ((int)(fmin (a->y, b->y) - reach) - raster->y0, 0);
  int    bottom = MIN ((int)(fmax (a->y, b->y) + reach) - raster->y0 + 1, raster->height);
  for (int row = top; row < bottom; row++)
    for (int column = left; column < right; column++)
      {
        double *distance = &raster->distance[row * raster->width + column];
        if (*distance > -EDGE)
          *distance = fmin (*distance,
                            test_measure (a, b, (BridgePoint){ raster->x0 + column + 0.5, raster->y0 + row + 0.5 }));
      }
}

typedef struct
{
  int holes;    /* inside, not filled */
  int spills;   /* outside, filled */
  int reversed; /* wound the other way */
} Verdict;

static Verdict
judge (const BridgeInkDisc *discs, size_t n, const BridgeInkOutline *outline)
{
  Raster  raster;
  Verdict verdict = { 0 };
  raster_init (&raster, discs, n);
  add_outline (&raster, outline);
  add_capsule (&raster, &discs[0], &discs[0]);
  for (size_t i = 1; i < n; i++)
    add_capsule (&raster, &discs[i - 1], &discs[i]);
  for (int i = 0; i < raster.width * raster.height; i++)
    {
      verdict.holes += raster.distance[i] < -EDGE && raster.winding[i] == 0;
      verdict.spills += raster.distance[i] > EDGE && raster.winding[i] != 0;
      verdict.reversed += raster.winding[i] < 0;
    }
  raster_clear (&raster);
  return verdict;
}

static double
get_area (const BridgeInkOutline *outline, size_t run)
{
  double area = 0;
  size_t start = outline->starts[run], end = bridge_ink_outline_run_end (outline, run);
  for (size_t i = start; i < end; i++)
    {
      BridgePoint a = outline->points[i], b = outline->points[i + 1 < end ? i + 1 : start];
      area += a.x * b.y - a.y * b.x;
    }
  return area / 2;
}

static void
check_sane (const BridgeInkOutline *outline)
{
  for (size_t i = 0; i < outline->n_points; i++)
    g_assert_true (isfinite (outline->points[i].x) && isfinite (outline->points[i].y));
  for (size_t run = 0; run < outline->n_runs; run++)
    {
      g_assert_cmpuint (bridge_ink_outline_run_end (outline, run) - outline->starts[run], >=, 3);
      g_assert_cmpfloat (get_area (outline, run), >, 0);
    }
}

static void
check_stroke (const BridgeInkPoint *points, size_t n, double size, double simplified, int *n_points)
{
  BridgeInkPath    path = { 0 };
  BridgeInkOutline outline = { 0 };
  bridge_ink_spline (points, n, size, BRIDGE_INK_FLATNESS, &path);
  if (simplified > 0)
    bridge_ink_simplify (&path, simplified);
  bridge_ink_outline_add (&outline, path.discs, path.n_discs, BRIDGE_INK_FLATNESS);
  check_sane (&outline);
  Verdict verdict = judge (path.discs, path.n_discs, &outline);
  g_assert_cmpint (verdict.reversed, ==, 0);
  g_assert_cmpint (verdict.holes, ==, 0);
  g_assert_cmpint (verdict.spills, ==, 0);
  *n_points += (int)outline.n_points;
  bridge_ink_path_clear (&path);
  bridge_ink_outline_clear (&outline);
}

static void
test_scribbles (void)
{
  static const double sizes[] = { 0.25, 1, 3, 8, 24, 64, 200 };
  BridgeRandom        random = test_random ();
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      int n_points = 0;
      for (int round = 0; round < 6; round++)
        {
          BridgeInkPoint points[50];
          test_scribble (&random, points, 50);
          check_stroke (points, 50, sizes[i], round % 2 * BRIDGE_INK_COARSENESS, &n_points);
        }
      g_test_message ("size %g: %d outline points a stroke of 50", sizes[i], n_points / 6);
    }
}

/* What naive offsets get wrong: the inner side of tight turns. */
static void
test_tight_turns (void)
{
  int n_points = 0;
  for (double radius = 0.5; radius < 40; radius *= 1.4)
    {
      BridgeInkPoint points[64];
      for (int i = 0; i < 64; i++)
        points[i] = (BridgeInkPoint){ radius * cos (i * 0.2) + i * 0.3, radius * sin (i * 0.2), i / 63.0 };
      check_stroke (points, 64, 24, 0, &n_points);
      check_stroke (points, 64, 24, BRIDGE_INK_COARSENESS, &n_points);
    }
}

static void
test_degenerate (void)
{
  static const BridgeInkDisc cases[][4] = {
    { { 5, 5, 3 }, { 5, 5, 3 }, { 5, 5, 3 }, { 5, 5, 3 } },
    { { 5, 5, 3 }, { 5, 5, 9 }, { 5, 5, 1 }, { 5, 5, 3 } },
    { { 0, 0, 3 }, { 20, 0, 3 }, { 0, 0, 3 }, { 20, 0, 3 } },
    { { 0, 0, 9 }, { 5, 0, 1 }, { 6, 0, 9 }, { 40, 0, 1 } },
    { { 0, 0, 5 }, { 1e-200, 0, 5 }, { 10, 0, 5 }, { 10, 1e-10, 5 } },
    { { 0, 0, 10 }, { 9.99, 0, 0.01 }, { 20, 0, 10 }, { 29.9, 0, 0.1 } },
    { { 0, 0, 0 }, { 10, 0, 0 }, { 10, 10, 4 }, { 0, 0, 4 } },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    for (size_t n = 1; n <= 4; n++)
      {
        BridgeInkOutline outline = { 0 };
        bridge_ink_outline_add (&outline, cases[i], n, 0.05);
        for (size_t k = 0; k < outline.n_points; k++)
          g_assert_true (isfinite (outline.points[k].x) && isfinite (outline.points[k].y));
        Verdict verdict = judge (cases[i], n, &outline);
        g_assert_cmpint (verdict.holes + verdict.spills + verdict.reversed, ==, 0);
        bridge_ink_outline_clear (&outline);
      }
}

static void
test_nothing (void)
{
  BridgeInkOutline outline = { 0 };
  bridge_ink_outline_add (&outline, NULL, 0, 0.1);
  g_assert_cmpuint (outline.n_runs, ==, 0);
  g_assert_cmpuint (outline.n_points, ==, 0);
  bridge_ink_outline_clear (&outline);
}

/* A gentle curve needs one run and one point a side for each disc, but for its outer arcs and caps. */
static void
test_economy (void)
{
  BridgeInkPath    path = { 0 };
  BridgeInkOutline outline = { 0 };
  BridgeInkPoint   points[60];
  for (int i = 0; i < 60; i++)
    points[i] = (BridgeInkPoint){ i * 5.0, 40 * sin (i * 0.1), 0.5 };
  bridge_ink_spline (points, 60, 4, BRIDGE_INK_FLATNESS, &path);
  bridge_ink_outline_add (&outline, path.discs, path.n_discs, BRIDGE_INK_FLATNESS);
  g_assert_cmpuint (outline.n_runs, ==, 1);
  g_assert_cmpuint (outline.n_points, <, 3 * path.n_discs + 40);
  bridge_ink_path_clear (&path);
  bridge_ink_outline_clear (&outline);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ink/outline/nothing", test_nothing);
  g_test_add_func ("/ink/outline/degenerate", test_degenerate);
  g_test_add_func ("/ink/outline/economy", test_economy);
  g_test_add_func ("/ink/outline/tight-turns", test_tight_turns);
  g_test_add_func ("/ink/outline/scribbles", test_scribbles);
  return g_test_run ();
}
