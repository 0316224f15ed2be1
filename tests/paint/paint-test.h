/* What the tests of paint/ share: items made by hand, and pixels asked for.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/random.h"
#include "paint/color.h"
#include "paint/picture.h"

#define TEST_WHITE 0xffffffu

static inline BridgeRandom
test_random (void)
{
  const char  *given = g_getenv ("DRAWBRIDGE_SEED");
  guint64      seed = given != NULL ? g_ascii_strtoull (given, NULL, 10) : (guint64)g_get_real_time ();
  BridgeRandom random;
  g_test_message ("DRAWBRIDGE_SEED=%" G_GUINT64_FORMAT, seed);
  bridge_random_init (&random, seed);
  return random;
}

static inline double
test_between (BridgeRandom *random, double low, double high)
{
  return low + (high - low) * bridge_random_unit (random);
}

static inline void
test_set (BridgeItem *item, uint32_t property, BridgeValue value)
{
  static uint64_t lamport = 1;
  g_assert_cmpint (bridge_property_check (property, &value), ==, BRIDGE_STATUS_OK);
  bridge_item_set (item, property, (BridgeStamp){ ++lamport, 1 }, &value);
}

static inline void
test_set_number (BridgeItem *item, uint32_t property, double number)
{
  test_set (item, property, bridge_value_number (number));
}

static inline void
test_set_color (BridgeItem *item, uint32_t property, uint32_t color)
{
  test_set (item, property, bridge_value_integer (color));
}

static inline BridgeItem *
test_item (uint32_t kind, double x, double y, double width, double height)
{
  BridgeItem *item = bridge_item_new ((BridgeStamp){ 1, 1 }, kind);
  test_set_number (item, BRIDGE_PROPERTY_X, x);
  test_set_number (item, BRIDGE_PROPERTY_Y, y);
  if (width >= 0)
    test_set_number (item, BRIDGE_PROPERTY_WIDTH, width);
  if (height >= 0)
    test_set_number (item, BRIDGE_PROPERTY_HEIGHT, height);
  return item;
}

static inline void
test_append (BridgeItem *item, double x, double y, double pressure)
{
  BridgeStep step = { bridge_step_from (x, item->points.precision), bridge_step_from (y, item->points.precision),
                      bridge_pressure_from (pressure) };
  bridge_item_append (item, &step, 1);
}

/* An item of points; they are pairs, relative to (0, 0), all pressed fully. */
static inline BridgeItem *
test_line (uint32_t kind, double size, const double *places, size_t n_points)
{
  BridgeItem *item = test_item (kind, 0, 0, -1, -1);
  item->points.precision = 3;
  test_set_number (item, BRIDGE_PROPERTY_SIZE, size);
  for (size_t i = 0; i < n_points; i++)
    test_append (item, places[2 * i], places[2 * i + 1], 1);
  return item;
}

static inline void
test_write (BridgeItem *item, const char *text)
{
  glong     length;
  bool      changed;
  gunichar *code_points = g_utf8_to_ucs4_fast (text, -1, &length);
  item->text = bridge_text_new ();
  g_assert_cmpint (bridge_text_insert (item->text,
                                       (BridgeStamp){ 1000, 1 },
                                       bridge_text_place_at (item->text, 0),
                                       code_points,
                                       (size_t)length,
                                       &changed),
                   ==,
                   BRIDGE_STATUS_OK);
  g_free (code_points);
}

/* Takes the item. */
static inline BridgePicture *
test_picture (BridgeItem *item)
{
  BridgePicture *picture = bridge_picture_new (item);
  bridge_item_free (item);
  return picture;
}

static inline cairo_surface_t *
test_surface (int width, int height, uint32_t ground)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t         *cr = cairo_create (surface);
  bridge_color_set_source (cr, ground << 8 | 0xff, 1);
  cairo_paint (cr);
  cairo_destroy (cr);
  return surface;
}

static inline void
test_draw (cairo_surface_t *surface, BridgePicture *picture, double scale, bool dark)
{
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  bridge_picture_draw (picture, cr, &(BridgePaintStyle){ .scale = scale, .dark = dark });
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
}

/* 0xRRGGBB */
static inline uint32_t
test_pixel (cairo_surface_t *surface, int x, int y)
{
  const unsigned char *row =
      cairo_image_surface_get_data (surface) + (gsize)y * (gsize)cairo_image_surface_get_stride (surface);
  uint32_t pixel;
  memcpy (&pixel, row + 4 * x, 4);
  return pixel & 0xffffff;
}

/* Takes the item; draws it on a 200 x 200 ground. */
static inline cairo_surface_t *
test_drawn (BridgeItem *item, bool dark)
{
  BridgePicture   *picture = test_picture (item);
  cairo_surface_t *surface = test_surface (200, 200, dark ? BRIDGE_COLOR_BOARD_DARK >> 8 : TEST_WHITE);
  test_draw (surface, picture, 1, dark);
  bridge_picture_unref (picture);
  return surface;
}

static inline int
test_difference (uint32_t a, uint32_t b)
{
  int most = 0;
  for (int shift = 0; shift < 24; shift += 8)
    most = MAX (most, ABS ((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)));
  return most;
}

#define test_assert_pixel(surface, x, y, color) \
  g_assert_cmpint (test_difference (test_pixel ((surface), (x), (y)), (color)), <=, 3)

/* How many pixels of an area differ clearly from a colour. */
static inline int
test_count (cairo_surface_t *surface, int x, int y, int width, int height, uint32_t color)
{
  int n = 0;
  for (int row = y; row < y + height; row++)
    for (int column = x; column < x + width; column++)
      n += test_difference (test_pixel (surface, column, row), color) > 40;
  return n;
}
