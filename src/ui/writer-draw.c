/* What the writer shows: where its text lies in the window, selection, composition and caret.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint/color.h"
#include "ui/writer-private.h"

#define CARET_WIDTH     1.5  /* logical px at least */
#define CARET_ASPECT    0.04 /* of its height */
#define SELECTION_ALPHA 0.3

/* --- between the window and the box --- */

BridgePoint
bridge_writer_to_local (BridgeWriter *self, BridgePoint at)
{
  BridgePoint straight = bridge_point_rotate (at, bridge_rect_center (self->box), -self->rotation);

  return (BridgePoint){ straight.x - self->box.x, straight.y - self->box.y };
}

static BridgePoint
to_view (BridgeWriter *self, double x, double y)
{
  BridgePoint straight = { self->box.x + x, self->box.y + y };

  return bridge_viewport_to_view (self->viewport,
                                  bridge_point_rotate (straight, bridge_rect_center (self->box), self->rotation));
}

/* The bounds in the window of a rectangle in the box. */
static BridgeRect
bounds_in_view (BridgeWriter *self, BridgeRect local)
{
  BridgePoint corner = to_view (self, local.x, local.y);
  BridgeRect  bounds = { corner.x, corner.y, 0, 0 };

  bounds = bridge_rect_add (bounds, to_view (self, local.x + local.width, local.y));
  bounds = bridge_rect_add (bounds, to_view (self, local.x, local.y + local.height));
  return bridge_rect_add (bounds, to_view (self, local.x + local.width, local.y + local.height));
}

static BridgeRect
get_caret (BridgeWriter *self)
{
  return bridge_text_layout_caret (bridge_writer_layout (self), self->caret.index + self->preedit_caret);
}

/* Candidate windows open at the caret. */
void
bridge_writer_place_im (BridgeWriter *self)
{
  BridgeRect   at = bounds_in_view (self, get_caret (self));
  GdkRectangle place = { (int)at.x, (int)at.y, (int)ceil (at.width), (int)ceil (at.height) };

  if (gdk_rectangle_equal (&place, &self->im_place))
    return;
  self->im_place = place;
  gtk_im_context_set_cursor_location (self->im, &place);
}

/* --- blinking --- */

static void
get_blinking (BridgeWriter *self, gboolean *blinks, guint *half, guint *most)
{
  int period, timeout;

  g_object_get (gtk_widget_get_settings (self->widget),
                "gtk-cursor-blink",
                blinks,
                "gtk-cursor-blink-time",
                &period,
                "gtk-cursor-blink-timeout",
                &timeout,
                NULL);
  *half = (guint)MAX (period / 2, 100);
  *most = (guint)MIN (timeout, 86400) * 1000 / *half;
}

static gboolean
on_blink (gpointer data)
{
  BridgeWriter *self = data;
  gboolean      blinks;
  guint         half, most;

  get_blinking (self, &blinks, &half, &most);
  self->caret_shown = !self->caret_shown;
  bridge_writer_emit_changed (self);
  if (++self->n_blinks < most || !self->caret_shown)
    return G_SOURCE_CONTINUE;
  self->blink = 0;
  return G_SOURCE_REMOVE;
}

/* Shown while something happens. */
void
bridge_writer_start_blink (BridgeWriter *self)
{
  gboolean blinks;
  guint    half, most;

  g_clear_handle_id (&self->blink, g_source_remove);
  self->caret_shown = TRUE;
  self->n_blinks = 0;
  get_blinking (self, &blinks, &half, &most);
  if (blinks && gtk_widget_has_focus (self->widget))
    self->blink = g_timeout_add (half, on_blink, self);
}

/* --- drawing --- */

static GdkRGBA
accent_color (BridgeWriter *self)
{
  GdkRGBA rgba = { 0.21f, 0.52f, 0.89f, 1 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (self->widget), "accent_bg_color", &rgba);
  return rgba;
}

static void
draw_item (BridgeWriter *self, cairo_t *cr, gboolean dark)
{
  BridgePaintStyle style = { .scale = self->viewport->zoom, .dark = dark };
  BridgePoint      origin = bridge_viewport_to_view (self->viewport, (BridgePoint){ 0, 0 });

  cairo_save (cr);
  cairo_translate (cr, origin.x, origin.y);
  cairo_scale (cr, self->viewport->zoom, self->viewport->zoom);
  bridge_picture_draw (self->picture, cr, &style);
  cairo_restore (cr);
}

static void
draw_selection (BridgeWriter *self, cairo_t *cr)
{
  BridgeWriterSpan       span = bridge_writer_selection (self);
  GdkRGBA                accent = accent_color (self);
  gsize                  n_rects;
  g_autofree BridgeRect *rects = NULL;

  if (span.from == span.to)
    return;
  rects = bridge_text_layout_selection (bridge_writer_layout (self), span.from, span.to, &n_rects);
  for (gsize i = 0; i < n_rects; i++)
    cairo_rectangle (cr, rects[i].x, rects[i].y, rects[i].width, rects[i].height);
  cairo_set_source_rgba (cr, accent.red, accent.green, accent.blue, SELECTION_ALPHA);
  cairo_fill (cr);
}

static void
draw_caret (BridgeWriter *self, cairo_t *cr, guint32 color)
{
  BridgeRect caret = get_caret (self);
  double     width = MAX (CARET_WIDTH / self->viewport->zoom, caret.height * CARET_ASPECT);

  if (!self->caret_shown || !gtk_widget_has_focus (self->widget))
    return;
  cairo_rectangle (cr, caret.x - width / 2, caret.y, width, caret.height);
  bridge_color_set_source (cr, color | 0xff, 1);
  cairo_fill (cr);
}

static void
draw_writing (BridgeWriter *self, cairo_t *cr, gboolean dark)
{
  BridgePoint corner = to_view (self, 0, 0);
  guint32     color = bridge_picture_text_color (self->picture, dark);

  cairo_translate (cr, corner.x, corner.y);
  cairo_scale (cr, self->viewport->zoom, self->viewport->zoom);
  cairo_rotate (cr, self->rotation * (G_PI / 180));
  draw_selection (self, cr);
  bridge_color_set_source (cr, color, self->opacity);
  bridge_text_layout_draw (bridge_writer_layout (self), cr);
  draw_caret (self, cr, color);
}

static BridgeRect
get_bounds (BridgeWriter *self)
{
  BridgeRect  box = { 0, 0, self->box.width, self->box.height };
  BridgeRect  written = bridge_rect_union (box, bridge_text_layout_extents (bridge_writer_layout (self)));
  BridgeRect  painted = bridge_picture_bounds (self->picture);
  BridgePoint corner = bridge_viewport_to_view (self->viewport, (BridgePoint){ painted.x, painted.y });

  painted = (BridgeRect){ corner.x, corner.y, painted.width * self->viewport->zoom, painted.height * self->viewport->zoom };
  /* Letters lean out of their line, and the caret out of the text. */
  return bridge_rect_union (painted, bounds_in_view (self, bridge_rect_grow (written, self->font_size / 2)));
}

void
bridge_writer_snapshot (BridgeWriter *self, GtkSnapshot *snapshot, gboolean dark)
{
  graphene_rect_t bounds, window;
  BridgeRect      all;
  cairo_t        *cr;

  if (!self->active)
    return;
  /* The view may have moved since: the writer only borrows it. */
  bridge_writer_place_im (self);
  all = get_bounds (self);
  graphene_rect_init (&bounds, (float)all.x, (float)all.y, (float)all.width, (float)all.height);
  graphene_rect_init (&window, 0, 0, (float)self->viewport->width, (float)self->viewport->height);
  if (!graphene_rect_intersection (&bounds, &window, &bounds))
    return;
  graphene_rect_round_extents (&bounds, &bounds);
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  draw_item (self, cr, dark);
  draw_writing (self, cr, dark);
  cairo_destroy (cr);
}
