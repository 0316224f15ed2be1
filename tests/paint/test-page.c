/* Tests of whole boards drawn into files.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint/page.h"
#include "tests/paint/paint-test.h"

#include <string.h>

static BridgePicture *
new_sample (uint32_t kind, double x, double y)
{
  bool        has_points = bridge_kind_has_points (kind);
  BridgeItem *item = test_item (kind, x, y, has_points ? -1 : 100, has_points ? -1 : 80);
  for (int i = 0; has_points && i < 20; i++)
    test_append (item, i * 5, 40 + 30 * sin (i * 0.5), 0.6);
  test_write (item, "Draw & <write>");
  return test_picture (item);
}

typedef struct
{
  const unsigned char *data;
  gsize                left;
} Source;

static cairo_status_t
on_read (void *data, unsigned char *out, unsigned length)
{
  Source *source = data;
  if (length > source->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (out, source->data, length);
  source->data += length;
  source->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

/* Takes the bytes. */
static cairo_surface_t *
read_png (GBytes *png)
{
  Source source;
  g_assert_nonnull (png);
  source.data = g_bytes_get_data (png, &source.left);
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (on_read, &source);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_bytes_unref (png);
  return surface;
}

static void
test_png (void)
{
  BridgeItem *item = test_item (BRIDGE_KIND_RECTANGLE, 1000, -500, 100, 60);
  test_set_color (item, BRIDGE_PROPERTY_FILL, 0xe01b24ff);
  BridgePicture   *picture = test_picture (item);
  BridgePage       page = { .pictures = &picture, .n_pictures = 1, .scale = 2, .margin = 20, .background = 0xffffffff };
  BridgeRect       area = bridge_page_area (&page);
  cairo_surface_t *surface = read_png (bridge_page_to_png (&page));
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, (int)ceil (area.width * 2));
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, (int)ceil (area.height * 2));
  test_assert_pixel (surface, (int)(area.width), (int)(area.height), 0xe01b24);
  test_assert_pixel (surface, 2, 2, 0xffffff);
  cairo_surface_destroy (surface);
  bridge_picture_unref (picture);
}

/* The later lies above the earlier. */
static void
test_order (void)
{
  BridgePicture *pictures[2];
  for (int i = 0; i < 2; i++)
    {
      BridgeItem *item = test_item (BRIDGE_KIND_ELLIPSE, 0, 0, 100, 100);
      test_set_color (item, BRIDGE_PROPERTY_FILL, i == 0 ? 0xe01b24ff : 0x1c71d8ff);
      pictures[i] = test_picture (item);
    }
  BridgePage       page = { .pictures = pictures, .n_pictures = 2, .scale = 1, .background = 0xffffffff };
  cairo_surface_t *surface = read_png (bridge_page_to_png (&page));
  test_assert_pixel (surface, 50, 50, 0x1c71d8);
  cairo_surface_destroy (surface);
  bridge_picture_unref (pictures[0]);
  bridge_picture_unref (pictures[1]);
}

static void
test_png_limit (void)
{
  BridgePicture   *picture = test_picture (test_item (BRIDGE_KIND_RECTANGLE, -5e6, 7, 9e6, 1e5));
  BridgePage       page = { .pictures = &picture, .n_pictures = 1, .scale = 1 };
  cairo_surface_t *surface = read_png (bridge_page_to_png (&page));
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, (int)BRIDGE_PAGE_SIDE_MAX);
  cairo_surface_destroy (surface);
  bridge_picture_unref (picture);

  picture = test_picture (test_item (BRIDGE_KIND_RECTANGLE, 0, 0, 1e5, 1e5));
  surface = read_png (bridge_page_to_png (&page));
  g_assert_cmpfloat ((double)cairo_image_surface_get_width (surface) * cairo_image_surface_get_height (surface),
                     <=,
                     BRIDGE_PAGE_PIXELS_MAX * 1.001);
  cairo_surface_destroy (surface);
  bridge_picture_unref (picture);
}

typedef struct
{
  int n_paths;
  int n_images;
  int n_roots;
} Census;

static void
on_element (GMarkupParseContext *context,
            const char          *name,
            const char         **keys,
            const char         **values,
            gpointer             data,
            GError             **error)
{
  Census *census = data;
  census->n_paths += g_str_equal (name, "path");
  census->n_images += g_str_equal (name, "image");
  census->n_roots += g_str_equal (name, "svg");
}

/* Takes the bytes. */
static Census
read_svg (GBytes *svg)
{
  static const GMarkupParser parser = { .start_element = on_element };
  Census                     census = { 0 };
  g_autoptr (GError) error = NULL;
  gsize length;
  g_assert_nonnull (svg);
  const char          *text = g_bytes_get_data (svg, &length);
  GMarkupParseContext *context = g_markup_parse_context_new (&parser, 0, &census, NULL);
  g_assert_true (g_markup_parse_context_parse (context, text, (gssize)length, &error));
  g_assert_true (g_markup_parse_context_end_parse (context, &error));
  g_assert_no_error (error);
  g_markup_parse_context_free (context);
  g_bytes_unref (svg);
  return census;
}

/* Well-formed, and lines throughout: nothing falls back to pixels. */
static void
test_svg (void)
{
  BridgePicture *pictures[BRIDGE_N_KINDS];
  for (uint32_t kind = 0; kind < BRIDGE_N_KINDS; kind++)
    pictures[kind] = new_sample (kind, 120 * (kind % 3), 100 * (kind / 3));
  BridgePage page = { .pictures = pictures, .n_pictures = BRIDGE_N_KINDS, .scale = 1, .margin = 10, .background = 0xffffffff };
  Census     census = read_svg (bridge_page_to_svg (&page));
  g_assert_cmpint (census.n_roots, ==, 1);
  g_assert_cmpint (census.n_images, ==, 0);
  g_assert_cmpint (census.n_paths, >, 9);
  for (uint32_t kind = 0; kind < BRIDGE_N_KINDS; kind++)
    bridge_picture_unref (pictures[kind]);
}

static void
test_svg_translucent (void)
{
  BridgeItem *item = test_item (BRIDGE_KIND_NOTE, 0, 0, 100, 100);
  test_set_number (item, BRIDGE_PROPERTY_OPACITY, 0.5);
  BridgePicture *picture = test_picture (item);
  BridgePage     page = { .pictures = &picture, .n_pictures = 1, .scale = 1 };
  Census         census = read_svg (bridge_page_to_svg (&page));
  g_assert_cmpint (census.n_images, ==, 0);
  bridge_picture_unref (picture);
}

static void
test_empty (void)
{
  BridgePage       page = { .scale = 1, .margin = 16, .background = 0xffffffff };
  cairo_surface_t *surface = read_png (bridge_page_to_png (&page));
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 32);
  test_assert_pixel (surface, 16, 16, 0xffffff);
  cairo_surface_destroy (surface);
  g_assert_cmpint (read_svg (bridge_page_to_svg (&page)).n_roots, ==, 1);

  page.margin = 0;
  surface = read_png (bridge_page_to_png (&page));
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 1);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/page/png", test_png);
  g_test_add_func ("/paint/page/order", test_order);
  g_test_add_func ("/paint/page/png-limit", test_png_limit);
  g_test_add_func ("/paint/page/svg", test_svg);
  g_test_add_func ("/paint/page/svg-translucent", test_svg_translucent);
  g_test_add_func ("/paint/page/empty", test_empty);
  return g_test_run ();
}
