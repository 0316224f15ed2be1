/* Strokes to draw with: of several hands.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "strokes.h"

#include "handwriting.h"

#include <math.h>

#define SEED        20231129
#define TREMOR      0.12 /* px */
#define TREMOR_KEPT 0.8  /* of it, from one point to the next */
#define UNSTEADY    0.012
#define MOUSE_SPEED 6.0  /* px a point */
#define SCRIBBLE    30.0 /* px a point, about */
#define TINY        0.25 /* of a letter */

static const char *const names[N_SHAPES] = { "hand", "smooth", "mouse", "scribble", "tiny" };

const char *
shape_name (Shape shape)
{
  return names[shape];
}

/* About 0, most within `size`. */
static double
noise (GRand *rand, double size)
{
  double sum = 0;

  for (guint i = 0; i < 4; i++)
    sum += g_rand_double_range (rand, -1, 1);
  return sum / 2 * size;
}

static void
tremble (GRand *rand, BridgeInkPoint *points, gsize n_points, double tremor)
{
  double x = 0, y = 0, pressure = 0;

  for (gsize i = 0; i < n_points; i++)
    {
      x = x * TREMOR_KEPT + noise (rand, tremor);
      y = y * TREMOR_KEPT + noise (rand, tremor);
      pressure = pressure * TREMOR_KEPT + noise (rand, UNSTEADY);
      points[i].x += x;
      points[i].y += y;
      points[i].pressure = CLAMP (points[i].pressure + pressure, 0, 1);
    }
}

static void
draw_hand (GRand *rand, BridgePoint at, BridgeInkPoint *points, gsize n_points)
{
  handwriting_curve (rand, at, points, n_points);
  tremble (rand, points, n_points, TREMOR);
}

static void
draw_tiny (GRand *rand, BridgePoint at, BridgeInkPoint *points, gsize n_points)
{
  handwriting_curve (rand, at, points, n_points);
  for (gsize i = 0; i < n_points; i++)
    {
      points[i].x = at.x + (points[i].x - at.x) * TINY;
      points[i].y = at.y + (points[i].y - at.y) * TINY;
    }
  tremble (rand, points, n_points, TREMOR * TINY);
}

/* A hand that changes its mind slowly, seen in whole px. */
static void
draw_mouse (GRand *rand, BridgePoint at, BridgeInkPoint *points, gsize n_points)
{
  double heading = g_rand_double_range (rand, 0, 2 * G_PI), turn = 0, speed = MOUSE_SPEED;
  double x = at.x, y = at.y;

  for (gsize i = 0; i < n_points; i++)
    {
      points[i] = (BridgeInkPoint){ rint (x), rint (y), 0.5 };
      turn = turn * 0.9 + noise (rand, 0.06);
      heading += turn;
      speed = CLAMP (speed + noise (rand, 0.8), 0.5, 2 * MOUSE_SPEED);
      x += speed * cos (heading);
      y += speed * sin (heading);
    }
}

static void
draw_scribble (GRand *rand, BridgePoint at, BridgeInkPoint *points, gsize n_points)
{
  double beat = g_rand_double_range (rand, 0.25, 0.5), width = SCRIBBLE / beat;

  for (gsize i = 0; i < n_points; i++)
    {
      double phase = beat * (double)i;

      points[i].x = at.x + width * sin (phase) + noise (rand, 1);
      points[i].y = at.y + 3 * (double)i + width / 4 * cos (2 * phase) + noise (rand, 1);
      points[i].pressure = CLAMP (0.7 + 0.2 * sin (phase) + noise (rand, 0.03), 0, 1);
    }
}

static void (*const pens[N_SHAPES]) (GRand *rand, BridgePoint at, BridgeInkPoint *points, gsize n_points) = {
  draw_hand,
  handwriting_curve,
  draw_mouse,
  draw_scribble,
  draw_tiny,
};

static void
stroke_free (gpointer data)
{
  Stroke *stroke = data;

  g_free (stroke->points);
  g_free (stroke);
}

GPtrArray *
strokes_new (void)
{
  return g_ptr_array_new_with_free_func (stroke_free);
}

BridgeInkPoint *
strokes_add (GPtrArray *strokes, gsize n_points)
{
  Stroke *stroke = g_new (Stroke, 1);

  *stroke = (Stroke){ g_new0 (BridgeInkPoint, n_points), n_points };
  g_ptr_array_add (strokes, stroke);
  return stroke->points;
}

GPtrArray *
strokes_draw (Shape shape, gsize n_strokes, gsize n_points)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  GPtrArray *strokes = strokes_new ();

  for (gsize i = 0; i < n_strokes; i++)
    pens[shape](rand, handwriting_place (i, n_strokes), strokes_add (strokes, n_points), n_points);
  return strokes;
}
