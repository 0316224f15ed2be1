/* A whole board drawn into a PNG or SVG file, with no display.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint/page.h"

#include "paint/color.h"

#include <cairo-svg.h>

BridgeRect
bridge_page_area (const BridgePage *page)
{
  BridgeRect area = BRIDGE_RECT_EMPTY;
  for (size_t i = 0; i < page->n_pictures; i++)
    area = bridge_rect_union (area, bridge_picture_bounds (page->pictures[i]));
  if (bridge_rect_is_empty (area))
    area = (BridgeRect){ 0, 0, 0, 0 };
  area = bridge_rect_grow (area, page->margin);
  area.width = MAX (area.width, 1);
  area.height = MAX (area.height, 1);
  return area;
}

static double
get_scale (const BridgePage *page, BridgeRect area, double pixels_max)
{
  double scale = MIN (page->scale, BRIDGE_PAGE_SIDE_MAX / MAX (area.width, area.height));
  return MIN (scale, sqrt (pixels_max / (area.width * area.height)));
}

static void
draw (const BridgePage *page, cairo_surface_t *surface, BridgeRect area, double scale)
{
  cairo_t         *cr = cairo_create (surface);
  BridgePaintStyle style = { .scale = scale, .dark = page->dark };
  if ((page->background & 0xff) != 0)
    {
      bridge_color_set_source (cr, page->background, 1);
      cairo_paint (cr);
    }
  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -area.x, -area.y);
  for (size_t i = 0; i < page->n_pictures; i++)
    bridge_picture_draw (page->pictures[i], cr, &style);
  cairo_destroy (cr);
}

static cairo_status_t
on_write (void *bytes, const unsigned char *data, unsigned length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
finish (GByteArray *bytes, cairo_status_t status)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  return NULL;
}

GBytes *
bridge_page_to_png (const BridgePage *page)
{
  BridgeRect       area = bridge_page_area (page);
  double           scale = get_scale (page, area, BRIDGE_PAGE_PIXELS_MAX);
  GByteArray      *bytes = g_byte_array_new ();
  int              width = MAX ((int)ceil (area.width * scale - 1e-6), 1);
  int              height = MAX ((int)ceil (area.height * scale - 1e-6), 1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  draw (page, surface, area, scale);
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, on_write, bytes);
  cairo_surface_destroy (surface);
  return finish (bytes, status);
}

GBytes *
bridge_page_to_svg (const BridgePage *page)
{
  BridgeRect       area = bridge_page_area (page);
  double           scale = get_scale (page, area, INFINITY);
  GByteArray      *bytes = g_byte_array_new ();
  cairo_surface_t *surface =
      cairo_svg_surface_create_for_stream (on_write, bytes, area.width * scale, area.height * scale);
  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  draw (page, surface, area, scale);
  cairo_surface_finish (surface);
  cairo_status_t status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return finish (bytes, status);
}
