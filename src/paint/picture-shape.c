/* How lines, arrows, shapes, notes and texts are drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint/picture-private.h"

#include "paint/color.h"
#include "paint/text-layout.h"

#define CORNER      12.0
#define NOTE_CORNER 5.0

/* A soft shadow without a blur, so that it is the same in SVG: rings that add up. */
#define SHADOW_RINGS 6
#define SHADOW_STEP  1.3
#define SHADOW_DROP  2.0
#define SHADOW_ALPHA 0.028

/* A circle's quarter as a Bézier curve. */
#define KAPPA 0.5522847498

/* Letters smaller than this many device px are grey dust; leaving them out is most of the speed of a far view. */
#define LEGIBLE 1.5

static void
add_rounded (cairo_t *cr, double x, double y, double width, double height, double corner)
{
  double r = MIN (corner, MIN (width, height) / 4), right = x + width, bottom = y + height;
  double k = r * (1 - KAPPA);
  cairo_move_to (cr, x + r, y);
  cairo_line_to (cr, right - r, y);
  cairo_curve_to (cr, right - k, y, right, y + k, right, y + r);
  cairo_line_to (cr, right, bottom - r);
  cairo_curve_to (cr, right, bottom - k, right - k, bottom, right - r, bottom);
  cairo_line_to (cr, x + r, bottom);
  cairo_curve_to (cr, x + k, bottom, x, bottom - k, x, bottom - r);
  cairo_line_to (cr, x, y + r);
  cairo_curve_to (cr, x, y + k, x + k, y, x + r, y);
  cairo_close_path (cr);
}

static void
add_ellipse (cairo_t *cr, double width, double height)
{
  double rx = width / 2, ry = height / 2, kx = rx * KAPPA, ky = ry * KAPPA;
  cairo_move_to (cr, width, ry);
  cairo_curve_to (cr, width, ry + ky, rx + kx, height, rx, height);
  cairo_curve_to (cr, rx - kx, height, 0, ry + ky, 0, ry);
  cairo_curve_to (cr, 0, ry - ky, rx - kx, 0, rx, 0);
  cairo_curve_to (cr, rx + kx, 0, width, ry - ky, width, ry);
  cairo_close_path (cr);
}

static void
add_diamond (cairo_t *cr, double width, double height)
{
  cairo_move_to (cr, width / 2, 0);
  cairo_line_to (cr, width, height / 2);
  cairo_line_to (cr, width / 2, height);
  cairo_line_to (cr, 0, height / 2);
  cairo_close_path (cr);
}

static void
add_form (const BridgePicture *self, cairo_t *cr)
{
  double width = self->box.width, height = self->box.height;
  if (self->kind == BRIDGE_KIND_ELLIPSE)
    add_ellipse (cr, width, height);
  else if (self->kind == BRIDGE_KIND_DIAMOND)
    add_diamond (cr, width, height);
  else
    add_rounded (cr, 0, 0, width, height, CORNER);
}

static uint32_t
get_paper (const BridgePicture *self)
{
  return self->has_fill ? self->fill : BRIDGE_COLOR_PAPER;
}

/* Paper is paper in the dark too, and what is written on it ink. */
uint32_t
bridge_picture_text_color (const BridgePicture *picture, bool dark)
{
  if (picture->kind == BRIDGE_KIND_NOTE)
    return bridge_color_on (picture->color, get_paper (picture));
  uint32_t color = bridge_color_adapt (picture->color, dark), fill = bridge_color_adapt (picture->fill, dark);
  bool     is_covered = picture->has_fill && (fill & 0xff) >= 0x80 && picture->kind != BRIDGE_KIND_TEXT;
  return is_covered ? bridge_color_on (color, fill) : color;
}

static void
draw_label (const BridgePicture *self, cairo_t *cr, const BridgePaintStyle *style)
{
  if (self->text == NULL || self->font_size * style->scale < LEGIBLE)
    return;
  g_autoptr (BridgeTextLayout) layout =
      bridge_text_layout_new (self->kind, self->text, self->font_size, self->box.width, self->box.height);
  bridge_color_set_source (cr, bridge_picture_text_color (self, style->dark), 1);
  bridge_text_layout_draw (layout, cr);
}

void
bridge_picture_draw_shape (const BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style)
{
  uint32_t color = bridge_color_adapt (picture->color, style->dark);
  uint32_t fill = bridge_color_adapt (picture->fill, style->dark);
  add_form (picture, cr);
  if (picture->has_fill)
    {
      bridge_color_set_source (cr, fill, 1);
      cairo_fill_preserve (cr);
    }
  bridge_color_set_source (cr, color, 1);
  bridge_picture_set_pen (picture, cr, picture->size, 2 * (picture->box.width + picture->box.height));
  cairo_stroke (cr);

  add_form (picture, cr);
  cairo_clip (cr);
  draw_label (picture, cr, style);
}

static void
draw_shadow (const BridgePicture *self, cairo_t *cr)
{
  double width = self->box.width, height = self->box.height;
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_source_rgba (cr, 0, 0, 0, SHADOW_ALPHA);
  for (int i = 1; i <= SHADOW_RINGS; i++)
    {
      double spread = i * SHADOW_STEP;
      /* Not under the paper, which may be translucent, save a px that its edge needs. */
      if (width > 2 && height > 2)
        add_rounded (cr, 1, 1, width - 2, height - 2, NOTE_CORNER);
      add_rounded (cr,
                   -spread,
                   SHADOW_DROP - spread,
                   width + 2 * spread,
                   height + 2 * spread,
                   NOTE_CORNER + spread);
      cairo_fill (cr);
    }
}

void
bridge_picture_draw_note (const BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style)
{
  draw_shadow (picture, cr);
  add_rounded (cr, 0, 0, picture->box.width, picture->box.height, NOTE_CORNER);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_WINDING);
  bridge_color_set_source (cr, get_paper (picture), 1);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  draw_label (picture, cr, style);
}

void
bridge_picture_draw_text (const BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style)
{
  draw_label (picture, cr, style);
}

static void
add_head (const BridgePicture *self, cairo_t *cr)
{
  const BridgePicturePoint *tip = &self->points[self->n_points - 1];
  cairo_move_to (cr, self->barbs[0].x - self->box.x, self->barbs[0].y - self->box.y);
  cairo_line_to (cr, tip->x, tip->y);
  cairo_line_to (cr, self->barbs[1].x - self->box.x, self->barbs[1].y - self->box.y);
}

void
bridge_picture_draw_line (const BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style)
{
  double length = 0;
  for (size_t i = 0; i < picture->n_points; i++)
    {
      const BridgePicturePoint *point = &picture->points[i];
      if (i > 0)
        length += hypot (point->x - point[-1].x, point->y - point[-1].y);
      cairo_line_to (cr, point->x, point->y);
    }
  /* A line of no length is a dot. */
  if (length == 0)
    cairo_close_path (cr);
  bridge_color_set_source (cr, bridge_color_adapt (picture->color, style->dark), 1);
  bridge_picture_set_pen (picture, cr, picture->size, length);
  if (picture->has_head && picture->dash != BRIDGE_DASH_SOLID)
    {
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  if (picture->has_head)
    add_head (picture, cr);
  cairo_stroke (cr);
}
