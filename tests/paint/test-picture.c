/* Tests of pictures: chosen pixels of each kind.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/paint/paint-test.h"

#define INK  0x241f31u
#define RED  0xe01b24u
#define BLUE 0x1c71d8u

static const double level[] = { 20, 100, 60, 100, 100, 100, 140, 100, 180, 100 };

static void
test_stroke (void)
{
  cairo_surface_t *light = test_drawn (test_line (BRIDGE_KIND_STROKE, 10, level, 5), false);
  test_assert_pixel (light, 100, 100, INK);
  test_assert_pixel (light, 100, 103, INK);
  test_assert_pixel (light, 100, 107, TEST_WHITE);
  test_assert_pixel (light, 17, 100, INK); /* the round end */
  test_assert_pixel (light, 13, 100, TEST_WHITE);
  cairo_surface_destroy (light);

  cairo_surface_t *dark = test_drawn (test_line (BRIDGE_KIND_STROKE, 10, level, 5), true);
  g_assert_cmpfloat (bridge_color_luminance (test_pixel (dark, 100, 100) << 8), >, 0.7);
  test_assert_pixel (dark, 100, 107, BRIDGE_COLOR_BOARD_DARK >> 8);
  cairo_surface_destroy (dark);
}

static void
test_pressure (void)
{
  BridgeItem *item = test_line (BRIDGE_KIND_STROKE, 20, NULL, 0);
  for (int i = 0; i <= 16; i++)
    test_append (item, 20 + i * 10, 100, i / 16.0);
  cairo_surface_t *surface = test_drawn (item, false);
  test_assert_pixel (surface, 30, 107, TEST_WHITE);
  test_assert_pixel (surface, 170, 107, INK);
  cairo_surface_destroy (surface);
}

static void
test_dot (void)
{
  static const double   place[] = { 100, 100 };
  static const uint32_t kinds[] = { BRIDGE_KIND_STROKE, BRIDGE_KIND_LINE, BRIDGE_KIND_ARROW };
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      cairo_surface_t *surface = test_drawn (test_line (kinds[i], 12, place, 1), false);
      test_assert_pixel (surface, 100, 100, INK);
      test_assert_pixel (surface, 103, 103, INK);
      test_assert_pixel (surface, 108, 100, TEST_WHITE);
      cairo_surface_destroy (surface);
    }
}

/* A translucent stroke that crosses itself is as dark at the crossing as elsewhere. */
static void
test_even_alpha (void)
{
  BridgeItem *item = test_line (BRIDGE_KIND_STROKE, 14, NULL, 0);
  for (int i = 0; i < 120; i++)
    test_append (item, 100 + 60 * sin (i * 0.21), 100 + 60 * sin (i * 0.13), 1);
  test_set_color (item, BRIDGE_PROPERTY_COLOR, 0x00000080);
  test_set_number (item, BRIDGE_PROPERTY_OPACITY, 0.5);
  cairo_surface_t *surface = test_drawn (item, false);
  int              n_full = 0;
  for (int y = 0; y < 200; y++)
    for (int x = 0; x < 200; x++)
      {
        uint32_t pixel = test_pixel (surface, x, y) & 0xff;
        g_assert_cmpint (pixel, >=, 255 - 64 - 2);
        n_full += pixel <= 255 - 64 + 2;
      }
  g_assert_cmpint (n_full, >, 3000);
  cairo_surface_destroy (surface);
}

/* Fill, outline and text fade as one. */
static void
test_even_opacity (void)
{
  BridgeItem *item = test_item (BRIDGE_KIND_RECTANGLE, 40, 40, 120, 120);
  test_set_color (item, BRIDGE_PROPERTY_COLOR, RED << 8 | 0xff);
  test_set_color (item, BRIDGE_PROPERTY_FILL, RED << 8 | 0xff);
  test_set_number (item, BRIDGE_PROPERTY_SIZE, 20);
  test_set_number (item, BRIDGE_PROPERTY_OPACITY, 0.5);
  cairo_surface_t *surface = test_drawn (item, false);
  uint32_t         faded = test_pixel (surface, 100, 100);
  test_assert_pixel (surface, 45, 100, faded);
  test_assert_pixel (surface, 35, 100, faded);
  g_assert_cmpint (test_difference (faded, RED), >, 80);
  cairo_surface_destroy (surface);
}

static void
test_highlighter (void)
{
  cairo_surface_t *surface = test_surface (200, 200, TEST_WHITE);
  cairo_t         *cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_rectangle (cr, 90, 0, 20, 200);
  cairo_fill (cr);
  cairo_destroy (cr);

  BridgeItem *item = test_line (BRIDGE_KIND_HIGHLIGHTER, 20, NULL, 0);
  for (int i = 0; i <= 16; i++)
    test_append (item, 20 + i * 10, 100, i / 16.0); /* its width minds no pressure */
  test_set_color (item, BRIDGE_PROPERTY_COLOR, 0xf6d32dff);
  BridgePicture *picture = test_picture (item);
  g_assert_cmpfloat_with_epsilon (bridge_picture_opacity (picture), BRIDGE_HIGHLIGHTER_ALPHA, 1e-9);
  test_draw (surface, picture, 1, false);
  test_assert_pixel (surface, 40, 100, 0xfbeba1);
  test_assert_pixel (surface, 40, 108, 0xfbeba1);
  test_assert_pixel (surface, 170, 108, 0xfbeba1);
  test_assert_pixel (surface, 100, 100, 0x000000); /* black stays black */
  test_assert_pixel (surface, 40, 112, TEST_WHITE);
  bridge_picture_unref (picture);
  cairo_surface_destroy (surface);
}

static void
test_highlighter_dark (void)
{
  BridgeItem *item = test_line (BRIDGE_KIND_HIGHLIGHTER, 20, level, 5);
  test_set_color (item, BRIDGE_PROPERTY_COLOR, 0xf6d32dff);
  cairo_surface_t *surface = test_drawn (item, true);
  uint32_t         pixel = test_pixel (surface, 100, 100);
  g_assert_cmpint (pixel >> 16, >, 0x60);
  g_assert_cmpint (pixel >> 16, <, 0xa0);
  cairo_surface_destroy (surface);
}

static void
test_rectangle (void)
{
  BridgeItem *item = test_item (BRIDGE_KIND_RECTANGLE, 40, 60, 120, 80);
  test_set_number (item, BRIDGE_PROPERTY_SIZE, 4);
  cairo_surface_t *surface = test_drawn (item, false);
  test_assert_pixel (surface, 100, 60, INK);
  test_assert_pixel (surface, 40, 100, INK);
  test_assert_pixel (surface, 159, 100, INK);
  test_assert_pixel (surface, 100, 139, INK);
  test_assert_pixel (surface, 100, 100, TEST_WHITE);
  test_assert_pixel (surface, 40, 60, TEST_WHITE); /* the corner is round */
  cairo_surface_destroy (surface);
}

static BridgeItem *
new_filled (uint32_t kind)
{
  BridgeItem *item = test_item (kind, 40, 60, 120, 80);
  test_set_color (item, BRIDGE_PROPERTY_COLOR, BLUE << 8 | 0xff);
  test_set_color (item, BRIDGE_PROPERTY_FILL, RED << 8 | 0xff);
  test_set_number (item, BRIDGE_PROPERTY_SIZE, 6);
  return item;
}

static void
test_ellipse (void)
{
  cairo_surface_t *surface = test_drawn (new_filled (BRIDGE_KIND_ELLIPSE), false);
  test_assert_pixel (surface, 100, 100, RED);
  test_assert_pixel (surface, 41, 100, BLUE);
  test_assert_pixel (surface, 100, 61, BLUE);
  test_assert_pixel (surface, 48, 66, TEST_WHITE);
  cairo_surface_destroy (surface);
}

static void
test_diamond (void)
{
  cairo_surface_t *surface = test_drawn (new_filled (BRIDGE_KIND_DIAMOND), false);
  test_assert_pixel (surface, 100, 100, RED);
  test_assert_pixel (surface, 42, 100, BLUE);
  test_assert_pixel (surface, 70, 80, BLUE); /* the middle of a side */
  test_assert_pixel (surface, 60, 70, TEST_WHITE);
  cairo_surface_destroy (surface);
}

static void
test_rotation (void)
{
  BridgeItem *item = test_item (BRIDGE_KIND_RECTANGLE, 40, 90, 120, 20);
  test_set_color (item, BRIDGE_PROPERTY_FILL, RED << 8 | 0xff);
  test_set_number (item, BRIDGE_PROPERTY_ROTATION, 90);
  cairo_surface_t *surface = test_drawn (item, false);
  test_assert_pixel (surface, 100, 50, RED);
  test_assert_pixel (surface, 100, 150, RED);
  test_assert_pixel (surface, 60, 100, TEST_WHITE);
  cairo_surface_destroy (surface);
}

/* Clockwise, as seen. */
static void
test_rotation_sense (void)
{
  static const double up[] = { 100, 100, 100, 20 };
  BridgeItem         *item = test_line (BRIDGE_KIND_LINE, 6, up, 2);
  test_set_number (item, BRIDGE_PROPERTY_ROTATION, 45);
  cairo_surface_t *surface = test_drawn (item, false);
  test_assert_pixel (surface, 121, 39, INK);
  test_assert_pixel (surface, 79, 39, TEST_WHITE);
  cairo_surface_destroy (surface);
}

static void
test_line_and_arrow (void)
{
  static const double places[] = { 20, 100, 180, 100 };
  cairo_surface_t    *line = test_drawn (test_line (BRIDGE_KIND_LINE, 4, places, 2), false);
  cairo_surface_t    *arrow = test_drawn (test_line (BRIDGE_KIND_ARROW, 4, places, 2), false);
  test_assert_pixel (line, 100, 100, INK);
  test_assert_pixel (arrow, 100, 100, INK);
  g_assert_cmpint (test_count (line, 150, 60, 40, 36, TEST_WHITE), ==, 0);
  g_assert_cmpint (test_count (arrow, 150, 60, 40, 36, TEST_WHITE), >, 20);
  g_assert_cmpint (test_count (arrow, 20, 60, 100, 36, TEST_WHITE), ==, 0);
  cairo_surface_destroy (line);
  cairo_surface_destroy (arrow);
}

static int
count_dashed (uint32_t kind, int64_t dash)
{
  BridgeItem *item = test_line (kind, 4, level, 5);
  test_set (item, BRIDGE_PROPERTY_DASH, bridge_value_integer (dash));
  cairo_surface_t *surface = test_drawn (item, false);
  int              n = test_count (surface, 20, 100, 160, 1, TEST_WHITE);
  cairo_surface_destroy (surface);
  return n;
}

static void
test_dashes (void)
{
  static const uint32_t kinds[] = { BRIDGE_KIND_STROKE, BRIDGE_KIND_LINE, BRIDGE_KIND_ARROW };
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      int solid = count_dashed (kinds[i], BRIDGE_DASH_SOLID);
      int dashed = count_dashed (kinds[i], BRIDGE_DASH_DASHED);
      int dotted = count_dashed (kinds[i], BRIDGE_DASH_DOTTED);
      g_assert_cmpint (solid, ==, 160);
      g_assert_true (dashed > 60 && dashed < 130);
      g_assert_true (dotted > 40 && dotted < 130 && dotted != dashed);
    }
}

/* A hair of great length, dotted, is drawn in no time. */
static void
test_endless_dashes (void)
{
  static const double places[] = { 0, 100, 6000000, 100 };
  BridgeItem         *item = test_line (BRIDGE_KIND_LINE, 0.25, places, 2);
  test_set (item, BRIDGE_PROPERTY_DASH, bridge_value_integer (BRIDGE_DASH_DOTTED));
  gint64 start = g_get_monotonic_time ();
  cairo_surface_destroy (test_drawn (item, false));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
}

static void
test_text (void)
{
  BridgeItem *item = test_item (BRIDGE_KIND_TEXT, 20, 80, 160, 40);
  test_write (item, "Words");
  test_set_number (item, BRIDGE_PROPERTY_FONT_SIZE, 30);
  cairo_surface_t *surface = test_drawn (item, false);
  g_assert_cmpint (test_count (surface, 20, 80, 160, 40, TEST_WHITE), >, 100);
  g_assert_cmpint (test_count (surface, 0, 0, 200, 70, TEST_WHITE), ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_shape_text (void)
{
  static const uint32_t kinds[] = { BRIDGE_KIND_RECTANGLE, BRIDGE_KIND_ELLIPSE, BRIDGE_KIND_DIAMOND };
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      BridgeItem *item = test_item (kinds[i], 20, 20, 160, 160);
      test_write (item, "Join");
      cairo_surface_t *surface = test_drawn (item, false);
      g_assert_cmpint (test_count (surface, 70, 85, 60, 30, TEST_WHITE), >, 40);
      g_assert_cmpint (test_count (surface, 75, 60, 50, 20, TEST_WHITE), ==, 0);
      cairo_surface_destroy (surface);
    }
}

/* Black words in a black shape can be read. */
static void
test_text_on_fill (void)
{
  BridgeItem *item = test_item (BRIDGE_KIND_RECTANGLE, 20, 20, 160, 160);
  test_write (item, "Join");
  test_set_color (item, BRIDGE_PROPERTY_FILL, INK << 8 | 0xff);
  cairo_surface_t *surface = test_drawn (item, false);
  g_assert_cmpint (test_count (surface, 70, 85, 60, 30, INK), >, 40);
  cairo_surface_destroy (surface);
}

static void
test_note (void)
{
  for (int dark = 0; dark < 2; dark++)
    {
      BridgeItem *item = test_item (BRIDGE_KIND_NOTE, 40, 40, 120, 120);
      test_write (item, "Ship it\nBeta on Friday?");
      cairo_surface_t *surface = test_drawn (item, dark);
      uint32_t         ground = dark ? BRIDGE_COLOR_BOARD_DARK >> 8 : TEST_WHITE;
      test_assert_pixel (surface, 150, 150, BRIDGE_COLOR_PAPER >> 8);
      test_assert_pixel (surface, 45, 100, BRIDGE_COLOR_PAPER >> 8);
      g_assert_cmpint (test_count (surface, 50, 50, 100, 60, BRIDGE_COLOR_PAPER >> 8), >, 100);
      g_assert_cmphex (test_pixel (surface, 100, 162), <, ground); /* the shadow */
      g_assert_cmphex (test_pixel (surface, 100, 162), >=, ground / 2);
      test_assert_pixel (surface, 100, 190, ground);
      cairo_surface_destroy (surface);
    }
}

/* For an editor that draws the text itself. */
static void
test_blank (void)
{
  BridgeItem *item = test_item (BRIDGE_KIND_NOTE, 40, 40, 120, 120);
  test_write (item, "Ship it");
  BridgePicture   *picture = bridge_picture_new_blank (item);
  cairo_surface_t *surface = test_surface (200, 200, TEST_WHITE);
  test_draw (surface, picture, 1, false);
  g_assert_cmpint (test_count (surface, 45, 45, 110, 110, BRIDGE_COLOR_PAPER >> 8), ==, 0);
  g_assert_cmphex (bridge_picture_text_color (picture, true), ==, INK << 8 | 0xff);
  bridge_item_free (item);
  bridge_picture_unref (picture);
  cairo_surface_destroy (surface);
}

static void
test_note_color (void)
{
  BridgeItem *item = test_item (BRIDGE_KIND_NOTE, 40, 40, 120, 120);
  test_set_color (item, BRIDGE_PROPERTY_FILL, 0xb3e1faff);
  cairo_surface_t *surface = test_drawn (item, true);
  test_assert_pixel (surface, 100, 100, 0xb3e1fa);
  cairo_surface_destroy (surface);
}

static void
test_unknown (void)
{
  BridgePicture   *picture = test_picture (test_item (4711, 40, 40, 120, 120));
  cairo_surface_t *surface = test_surface (200, 200, TEST_WHITE);
  g_assert_true (bridge_rect_is_empty (bridge_picture_bounds (picture)));
  test_draw (surface, picture, 1, false);
  g_assert_cmpint (test_count (surface, 0, 0, 200, 200, TEST_WHITE), ==, 0);
  bridge_picture_unref (picture);
  cairo_surface_destroy (surface);
}

/* Nothing to see, or too far for cairo: no error either. */
static void
test_degenerate (void)
{
  for (uint32_t kind = 1; kind < BRIDGE_N_KINDS; kind++)
    {
      BridgeItem *flat = test_item (kind, 100, 100, 0, 0), *far = test_item (kind, -9e6, -9e6, 1e7, 1e7);
      test_write (flat, "a\nb");
      test_write (far, "a\nb");
      test_set_number (flat, BRIDGE_PROPERTY_ROTATION, 33);
      test_set_number (flat, BRIDGE_PROPERTY_OPACITY, 0.4);
      if (bridge_kind_has_points (kind))
        test_append (far, 1e6, 1e6, 1);
      cairo_surface_destroy (test_drawn (flat, false));
      cairo_surface_destroy (test_drawn (far, true));
    }
}

/* Coarser outlines for far views look the same. */
static void
test_levels (void)
{
  static const double scales[] = { 0.05, 0.1, 0.2, 0.3, 1, 1.5, 4, 30 };
  BridgeItem         *item = test_line (BRIDGE_KIND_STROKE, 40, NULL, 0);
  for (int i = 0; i < 60; i++)
    test_append (item, i * 20, 600 + 400 * sin (i * 0.2), 1);
  BridgePicture *picture = test_picture (item);
  for (size_t i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      cairo_surface_t *surface = test_surface (200, 200, TEST_WHITE);
      cairo_t         *cr = cairo_create (surface);
      cairo_scale (cr, scales[i], scales[i]);
      cairo_translate (cr, -400 + 100 / scales[i], -600 - 400 * sin (20 * 0.2) + 100 / scales[i]);
      bridge_picture_draw (picture, cr, &(BridgePaintStyle){ .scale = scales[i] });
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      g_assert_cmpint (test_difference (test_pixel (surface, 100, 100), INK), <, 60);
      cairo_surface_destroy (surface);
    }
  bridge_picture_unref (picture);
}

/* A stroke under way, drawn piece by piece, looks like the whole. */
static void
test_pieces (void)
{
  BridgeItem *item = test_line (BRIDGE_KIND_STROKE, 9, NULL, 0);
  for (int i = 0; i < 100; i++)
    test_append (item, 10 + i * 1.8, 100 + 80 * sin (i * 0.17), 0.5 + 0.5 * sin (i * 0.1));
  cairo_surface_t *whole = test_surface (200, 200, TEST_WHITE), *pieces = test_surface (200, 200, TEST_WHITE);
  BridgePicture   *picture = bridge_picture_new (item);
  test_draw (whole, picture, 1, false);
  bridge_picture_unref (picture);
  for (size_t first = 0; first < 100; first += 32)
    {
      BridgePicture *piece = bridge_picture_new_piece (item, first, MIN (first + 31, 99));
      test_draw (pieces, piece, 1, false);
      bridge_picture_unref (piece);
    }
  for (int y = 0; y < 200; y++)
    for (int x = 0; x < 200; x++)
      g_assert_cmpint (test_difference (test_pixel (whole, x, y), test_pixel (pieces, x, y)), <, 50);
  bridge_item_free (item);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (pieces);
}

static BridgeItem *
new_random_item (BridgeRandom *random)
{
  uint32_t    kind = 1 + (uint32_t)bridge_random_below (random, BRIDGE_N_KINDS - 1);
  bool        has_points = bridge_kind_has_points (kind);
  BridgeItem *item = test_item (kind,
                                test_between (random, 60, 120),
                                test_between (random, 60, 120),
                                has_points ? -1 : test_between (random, 0, 80),
                                has_points ? -1 : test_between (random, 0, 80));
  test_set_number (item, BRIDGE_PROPERTY_ROTATION, test_between (random, 0, 360));
  test_set_number (item, BRIDGE_PROPERTY_SIZE, test_between (random, 0.25, 24));
  test_set_number (item, BRIDGE_PROPERTY_OPACITY, test_between (random, 0.3, 1));
  test_set (item, BRIDGE_PROPERTY_DASH, bridge_value_integer ((int64_t)bridge_random_below (random, 3)));
  if (bridge_random_below (random, 2) == 0)
    test_set_color (item, BRIDGE_PROPERTY_FILL, 0xe01b2480);
  for (int i = 0; has_points && i < 5; i++)
    test_append (item, test_between (random, -40, 60), test_between (random, -40, 60), bridge_random_unit (random));
  if (kind != BRIDGE_KIND_TEXT)
    test_write (item, "Jagd\nquer über\nÅland");
  return item;
}

/* What is painted lies within the bounds that the index and the tiles go by. */
static void
test_bounds (void)
{
  BridgeRandom random = test_random ();
  for (int round = 0; round < 400; round++)
    {
      BridgePicture   *picture = test_picture (new_random_item (&random));
      BridgeRect       bounds = bridge_rect_grow (bridge_picture_bounds (picture), 1);
      cairo_surface_t *surface = test_surface (300, 300, TEST_WHITE);
      test_draw (surface, picture, 1, false);
      for (int y = 0; y < 300; y++)
        for (int x = 0; x < 300; x++)
          if (!bridge_rect_has_point (bounds, (BridgePoint){ x + 0.5, y + 0.5 }))
            g_assert_cmphex (test_pixel (surface, x, y), ==, TEST_WHITE);
      bridge_picture_unref (picture);
      cairo_surface_destroy (surface);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/picture/stroke", test_stroke);
  g_test_add_func ("/paint/picture/pressure", test_pressure);
  g_test_add_func ("/paint/picture/dot", test_dot);
  g_test_add_func ("/paint/picture/even-alpha", test_even_alpha);
  g_test_add_func ("/paint/picture/even-opacity", test_even_opacity);
  g_test_add_func ("/paint/picture/highlighter", test_highlighter);
  g_test_add_func ("/paint/picture/highlighter-dark", test_highlighter_dark);
  g_test_add_func ("/paint/picture/rectangle", test_rectangle);
  g_test_add_func ("/paint/picture/ellipse", test_ellipse);
  g_test_add_func ("/paint/picture/diamond", test_diamond);
  g_test_add_func ("/paint/picture/rotation", test_rotation);
  g_test_add_func ("/paint/picture/rotation-sense", test_rotation_sense);
  g_test_add_func ("/paint/picture/line-and-arrow", test_line_and_arrow);
  g_test_add_func ("/paint/picture/dashes", test_dashes);
  g_test_add_func ("/paint/picture/endless-dashes", test_endless_dashes);
  g_test_add_func ("/paint/picture/text", test_text);
  g_test_add_func ("/paint/picture/shape-text", test_shape_text);
  g_test_add_func ("/paint/picture/text-on-fill", test_text_on_fill);
  g_test_add_func ("/paint/picture/note", test_note);
  g_test_add_func ("/paint/picture/blank", test_blank);
  g_test_add_func ("/paint/picture/note-color", test_note_color);
  g_test_add_func ("/paint/picture/unknown", test_unknown);
  g_test_add_func ("/paint/picture/degenerate", test_degenerate);
  g_test_add_func ("/paint/picture/levels", test_levels);
  g_test_add_func ("/paint/picture/pieces", test_pieces);
  g_test_add_func ("/paint/picture/bounds", test_bounds);
  return g_test_run ();
}
