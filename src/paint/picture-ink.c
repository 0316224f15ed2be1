/* How strokes and highlighters are drawn: by their outline, at the level of detail that the zoom needs.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint/picture-private.h"

#include "core/ink/simplify.h"
#include "paint/color.h"

/* Outlines kept by all pictures together. Past it they are made anew for each tile, which costs about as much as a third of
 * filling them. */
#define BUDGET (96 * 1024 * 1024)

#define LEVEL_MIN (-6)
#define LEVEL_MAX 7

static gint kept; /* bytes; atomic */

/* Outlines are made for zooms of 2^level: one serves from a quarter to full size, so that the usual zooms share it. */
static int
get_level (double scale)
{
  if (scale >= 0.25 && scale <= 1)
    return 0;
  return (int)CLAMP (ceil (log2 (scale)), LEVEL_MIN, LEVEL_MAX);
}

static void
trace (const BridgePicture *self, int level, BridgeInkPath *path)
{
  double          zoom = ldexp (1, level);
  BridgeInkPoint *points = g_new (BridgeInkPoint, self->n_points);
  for (size_t i = 0; i < self->n_points; i++)
    points[i] = (BridgeInkPoint){ self->points[i].x, self->points[i].y, self->points[i].pressure };
  bridge_ink_spline_range (points, self->n_points, self->first, self->last, self->size, BRIDGE_INK_FLATNESS / zoom, path);
  bridge_ink_simplify (path, (level < 0 ? BRIDGE_INK_COARSENESS : BRIDGE_INK_COARSENESS / 4) / zoom);
  g_free (points);
}

static gsize
get_outline_size (guint n_runs, guint n_points)
{
  return sizeof (BridgePictureOutline) + n_runs * sizeof (guint) + n_points * 2 * sizeof (float);
}

static float *
get_coordinates (BridgePictureOutline *outline)
{
  return (float *)(void *)(outline->starts + outline->n_runs);
}

static BridgePictureOutline *
make_outline (const BridgePicture *self, int level)
{
  BridgeInkPath    path = { 0 };
  BridgeInkOutline full = { 0 };
  trace (self, level, &path);
  bridge_ink_outline_add (&full, path.discs, path.n_discs, BRIDGE_INK_FLATNESS / ldexp (1, level));

  guint                 n_runs = (guint)full.n_runs, n_points = (guint)full.n_points;
  BridgePictureOutline *outline = g_atomic_rc_box_alloc (get_outline_size (n_runs, n_points));
  *outline = (BridgePictureOutline){ .level = level, .n_points = n_points, .n_runs = n_runs };
  for (guint i = 0; i < n_runs; i++)
    outline->starts[i] = (guint)full.starts[i];
  float *coordinates = get_coordinates (outline);
  for (guint i = 0; i < n_points; i++)
    {
      coordinates[2 * i] = (float)full.points[i].x;
      coordinates[2 * i + 1] = (float)full.points[i].y;
    }
  bridge_ink_path_clear (&path);
  bridge_ink_outline_clear (&full);
  return outline;
}

/* Call with the lock held, or alone. */
static void
drop (BridgePicture *self)
{
  if (self->outline == NULL)
    return;
  g_atomic_int_add (&kept, -(gint)get_outline_size (self->outline->n_runs, self->outline->n_points));
  g_clear_pointer (&self->outline, g_atomic_rc_box_release);
}

void
bridge_picture_clear_outline (BridgePicture *picture)
{
  drop (picture);
}

static void
keep (BridgePicture *self, BridgePictureOutline *outline)
{
  gint size = (gint)get_outline_size (outline->n_runs, outline->n_points);
  if (size > BUDGET / 16 || g_atomic_int_get (&kept) > BUDGET)
    return;
  g_mutex_lock (&self->lock);
  drop (self);
  self->outline = g_atomic_rc_box_acquire (outline);
  g_atomic_int_add (&kept, size);
  g_mutex_unlock (&self->lock);
}

/* Two threads may both make the same outline once; that is cheaper than one waiting for the other. */
static BridgePictureOutline *
get_outline (BridgePicture *self, int level)
{
  BridgePictureOutline *outline = NULL;
  g_mutex_lock (&self->lock);
  if (self->outline != NULL && self->outline->level == level)
    outline = g_atomic_rc_box_acquire (self->outline);
  g_mutex_unlock (&self->lock);
  if (outline != NULL)
    return outline;
  outline = make_outline (self, level);
  keep (self, outline);
  return outline;
}

static void
fill_outline (BridgePicture *self, cairo_t *cr, int level)
{
  BridgePictureOutline *outline = get_outline (self, level);
  const float          *coordinates = get_coordinates (outline);
  for (guint run = 0; run < outline->n_runs; run++)
    {
      guint end = run + 1 < outline->n_runs ? outline->starts[run + 1] : outline->n_points;
      for (guint i = outline->starts[run]; i < end; i++)
        cairo_line_to (cr, coordinates[2 * i], coordinates[2 * i + 1]);
      cairo_close_path (cr);
      cairo_new_sub_path (cr);
    }
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_WINDING);
  cairo_fill (cr);
  g_atomic_rc_box_release (outline);
}

/* A dashed stroke has one width: its mean. */
static void
stroke_dashed (const BridgePicture *self, cairo_t *cr, int level)
{
  BridgeInkPath path = { 0 };
  double        radii = 0, length = 0;
  trace (self, level, &path);
  for (size_t i = 0; i < path.n_discs; i++)
    {
      const BridgeInkDisc *disc = &path.discs[i];
      if (i > 0)
        length += hypot (disc->x - disc[-1].x, disc->y - disc[-1].y);
      cairo_line_to (cr, disc->x, disc->y);
      radii += disc->radius;
    }
  bridge_picture_set_pen (self, cr, 2 * radii / (double)path.n_discs, length);
  cairo_stroke (cr);
  bridge_ink_path_clear (&path);
}

/* On a light board a highlighter leaves what is under it as dark as it was. Vector surfaces would fall back to pixels
 * for that; there, and on the dark, it lies over. */
static cairo_operator_t
get_operator (const BridgePicture *self, cairo_t *cr, bool dark)
{
  bool multiplies = self->kind == BRIDGE_KIND_HIGHLIGHTER && !dark && !self->is_piece &&
                    cairo_surface_get_type (cairo_get_group_target (cr)) == CAIRO_SURFACE_TYPE_IMAGE;
  return multiplies ? CAIRO_OPERATOR_MULTIPLY : CAIRO_OPERATOR_OVER;
}

void
bridge_picture_draw_ink (BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style)
{
  uint32_t color = bridge_color_adapt (picture->color, style->dark) | 0xff;
  int      level = get_level (style->scale);
  cairo_set_operator (cr, get_operator (picture, cr, style->dark));
  bridge_color_set_source (cr, color, picture->is_piece ? 1 : bridge_picture_opacity (picture));
  if (picture->dash == BRIDGE_DASH_SOLID || picture->n_points < 2)
    fill_outline (picture, cr, level);
  else
    stroke_dashed (picture, cr, level);
}
