/* Strokes to draw with: of several hands, or from a file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ink/stroke.h"

#include <glib.h>

typedef struct
{
  BridgeInkPoint *points; /* board px */
  gsize           count;
} Stroke;

/* How points lie: what is easy to pack for one codec is hard for another. */
typedef enum
{
  SHAPE_HAND,     /* letters by a hand that trembles, with a pressure that is never quite the same */
  SHAPE_SMOOTH,   /* letters without a tremor (handwriting.h) */
  SHAPE_MOUSE,    /* whole px, one pressure */
  SHAPE_SCRIBBLE, /* to and fro, fast */
  SHAPE_TINY,     /* letters of a few px */
  N_SHAPES
} Shape;

GPtrArray *strokes_new (void);
/* Zeroed points to fill in; borrowed. */
BridgeInkPoint *strokes_add (GPtrArray *strokes, gsize n_points);

const char *shape_name (Shape shape);
/* GPtrArray of Stroke, laid out as on a page; the same every time (transfer full). */
GPtrArray *strokes_draw (Shape shape, gsize n_strokes, gsize n_points);
/* Of a file of JSON Lines: {"points":[[x,y,pressure],…]} in px, pressure 0 to 1 or left out (then 0.5). NULL: the error names
 * the line. */
GPtrArray *strokes_load (const char *path, GError **error);
