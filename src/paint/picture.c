/* The drawn form of one item: immutable, shared between threads, drawn on any cairo context.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint/picture-private.h"

#include "core/base/memory.h"
#include "paint/color.h"

/* Cairo's coordinates are 24.8 fixed point. */
#define FURTHEST 8.0e6

#define DASHES_MOST 4096 /* of one line: a hair of great length would have millions */

static char *
dup_text (const BridgeItem *item)
{
  BridgeBytes utf8 = { 0 };
  char       *text = NULL;
  if (item->text == NULL)
    return NULL;
  bridge_text_put_utf8 (item->text, &utf8);
  if (utf8.length > 0)
    text = g_strndup ((const char *)utf8.data, utf8.length);
  bridge_bytes_clear (&utf8);
  return text;
}

/* Takes the points first ... last, and the neighbours that bend the curve at its ends. */
static void
take_points (BridgePicture *self, const BridgeItem *item, size_t first, size_t last)
{
  size_t start = first > 0 ? first - 1 : 0;
  size_t end = MIN (last + 2, item->points.count);
  self->n_points = end - start;
  self->first = first - start;
  self->last = last - start;
  self->points = g_new (BridgePicturePoint, self->n_points);
  BridgeInkPoint *points = g_new (BridgeInkPoint, self->n_points);
  bridge_item_points (item, start, self->n_points, points);
  for (size_t i = 0; i < self->n_points; i++)
    {
      self->points[i].x = (float)(points[i].x - self->box.x);
      self->points[i].y = (float)(points[i].y - self->box.y);
      self->points[i].pressure = self->kind == BRIDGE_KIND_HIGHLIGHTER ? 1 : (float)points[i].pressure;
    }
  g_free (points);
}

static BridgePicture *
new_from (const BridgeItem *item)
{
  BridgePicture *self = g_new0 (BridgePicture, 1);
  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->kind = item->kind;
  self->box = bridge_item_box (item);
  self->bounds = bridge_item_bounds (item);
  self->rotation = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION);
  self->size = bridge_item_number (item, BRIDGE_PROPERTY_SIZE);
  self->opacity = bridge_item_number (item, BRIDGE_PROPERTY_OPACITY);
  self->font_size = bridge_item_number (item, BRIDGE_PROPERTY_FONT_SIZE);
  self->color = bridge_item_color (item);
  self->has_fill = bridge_item_fill (item, &self->fill);
  self->dash = bridge_item_dash (item);
  return self;
}

BridgePicture *
bridge_picture_new (const BridgeItem *item)
{
  BridgePicture *self = bridge_picture_new_blank (item);
  self->text = dup_text (item);
  return self;
}

BridgePicture *
bridge_picture_new_blank (const BridgeItem *item)
{
  BridgePicture *self = new_from (item);
  if (bridge_kind_has_points (item->kind) && item->points.count > 0)
    take_points (self, item, 0, item->points.count - 1);
  if (item->kind == BRIDGE_KIND_ARROW)
    self->has_head = bridge_item_arrow_head (item, self->barbs);
  return self;
}

static BridgeRect
get_piece_bounds (const BridgePicture *self)
{
  BridgeRect extent = BRIDGE_RECT_EMPTY;
  for (size_t i = 0; i < self->n_points; i++)
    extent = bridge_rect_add (extent, (BridgePoint){ self->box.x + self->points[i].x, self->box.y + self->points[i].y });
  return bridge_rect_grow (extent, self->size / 2 + 1);
}

BridgePicture *
bridge_picture_new_piece (const BridgeItem *item, size_t first, size_t last)
{
  g_return_val_if_fail (first <= last && last < item->points.count, NULL);
  BridgePicture *self = new_from (item);
  self->is_piece = true;
  take_points (self, item, first, last);
  if (self->rotation == 0)
    self->bounds = get_piece_bounds (self);
  return self;
}

BridgePicture *
bridge_picture_ref (BridgePicture *picture)
{
  g_atomic_ref_count_inc (&picture->references);
  return picture;
}

void
bridge_picture_unref (BridgePicture *picture)
{
  if (picture == NULL || !g_atomic_ref_count_dec (&picture->references))
    return;
  bridge_picture_clear_outline (picture);
  g_mutex_clear (&picture->lock);
  g_free (picture->points);
  g_free (picture->text);
  g_free (picture);
}

BridgeRect
bridge_picture_bounds (const BridgePicture *picture)
{
  return picture->bounds;
}

double
bridge_picture_opacity (const BridgePicture *picture)
{
  double alpha = (picture->color & 0xff) / 255.0 * picture->opacity;
  return picture->kind == BRIDGE_KIND_HIGHLIGHTER ? alpha * BRIDGE_HIGHLIGHTER_ALPHA : alpha;
}

void
bridge_picture_set_pen (const BridgePicture *picture, cairo_t *cr, double width, double length)
{
  double unit = MAX (width, length / DASHES_MOST);
  cairo_set_line_width (cr, width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (picture->dash == BRIDGE_DASH_DASHED)
    cairo_set_dash (cr, (double[]){ 2.5 * unit, 3 * unit }, 2, 0);
  else if (picture->dash == BRIDGE_DASH_DOTTED)
    cairo_set_dash (cr, (double[]){ 0, 2.2 * unit }, 2, 0);
  else
    cairo_set_dash (cr, NULL, 0, 0);
}

static bool
is_within_reach (const BridgePicture *self, cairo_t *cr)
{
  double left = self->bounds.x, top = self->bounds.y;
  double right = left + self->bounds.width, bottom = top + self->bounds.height;
  cairo_user_to_device (cr, &left, &top);
  cairo_user_to_device (cr, &right, &bottom);
  return fabs (left) < FURTHEST && fabs (top) < FURTHEST && fabs (right) < FURTHEST && fabs (bottom) < FURTHEST;
}

static void
draw_kind (BridgePicture *self, cairo_t *cr, const BridgePaintStyle *style)
{
  switch (self->kind)
    {
    case BRIDGE_KIND_STROKE:
    case BRIDGE_KIND_HIGHLIGHTER:
      bridge_picture_draw_ink (self, cr, style);
      break;
    case BRIDGE_KIND_LINE:
    case BRIDGE_KIND_ARROW:
      bridge_picture_draw_line (self, cr, style);
      break;
    case BRIDGE_KIND_RECTANGLE:
    case BRIDGE_KIND_ELLIPSE:
    case BRIDGE_KIND_DIAMOND:
      bridge_picture_draw_shape (self, cr, style);
      break;
    case BRIDGE_KIND_NOTE:
      bridge_picture_draw_note (self, cr, style);
      break;
    case BRIDGE_KIND_TEXT:
      bridge_picture_draw_text (self, cr, style);
      break;
    default:
      break;
    }
}

static void
enter_box (const BridgePicture *self, cairo_t *cr)
{
  BridgePoint center = bridge_rect_center (self->box);
  cairo_translate (cr, center.x, center.y);
  cairo_rotate (cr, self->rotation * (G_PI / 180));
  cairo_translate (cr, -self->box.width / 2, -self->box.height / 2);
}

/* What is drawn in several layers fades as one. Ink is one layer and fades by its colour. */
static void
draw_faded (BridgePicture *self, cairo_t *cr, const BridgePaintStyle *style)
{
  cairo_rectangle (cr, self->bounds.x, self->bounds.y, self->bounds.width, self->bounds.height);
  cairo_clip (cr);
  cairo_push_group (cr);
  enter_box (self, cr);
  draw_kind (self, cr, style);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, self->opacity);
}

void
bridge_picture_draw (BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style)
{
  if (bridge_rect_is_empty (picture->bounds) || picture->opacity <= 0 || !is_within_reach (picture, cr))
    return;
  bool is_ink = picture->kind == BRIDGE_KIND_STROKE || picture->kind == BRIDGE_KIND_HIGHLIGHTER;
  cairo_save (cr);
  cairo_new_path (cr);
  if (!is_ink && picture->opacity < 1)
    draw_faded (picture, cr, style);
  else
    {
      enter_box (picture, cr);
      draw_kind (picture, cr, style);
    }
  cairo_restore (cr);
}
