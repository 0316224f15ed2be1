/* Many threads draw the same pictures at once; each gets what one thread alone would.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/paint/paint-test.h"

#include <string.h>

#define N_THREADS  8
#define N_PICTURES 40
#define N_ROUNDS   6

static const double scales[] = { 0.2, 1, 1.7, 3 };

typedef struct
{
  BridgePicture   *pictures[N_PICTURES];
  cairo_surface_t *expected[G_N_ELEMENTS (scales)];
} Scene;

static cairo_surface_t *
draw_scene (const Scene *scene, double scale)
{
  cairo_surface_t *surface = test_surface (256, 256, TEST_WHITE);
  for (int i = 0; i < N_PICTURES; i++)
    test_draw (surface, scene->pictures[i], scale, i % 2);
  return surface;
}

static bool
is_equal (cairo_surface_t *a, cairo_surface_t *b)
{
  gsize size = (gsize)cairo_image_surface_get_stride (a) * 256;
  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b), size) == 0;
}

static gpointer
work (gpointer data)
{
  Scene *scene = data;
  for (int i = 0; i < N_PICTURES; i++)
    bridge_picture_ref (scene->pictures[i]);
  guint wrong = 0;
  for (guint round = 0; round < N_ROUNDS * G_N_ELEMENTS (scales); round++)
    {
      guint            which = round % G_N_ELEMENTS (scales);
      cairo_surface_t *surface = draw_scene (scene, scales[which]);
      wrong += !is_equal (surface, scene->expected[which]);
      cairo_surface_destroy (surface);
    }
  for (int i = 0; i < N_PICTURES; i++)
    bridge_picture_unref (scene->pictures[i]);
  return GUINT_TO_POINTER (wrong);
}

static BridgePicture *
new_picture (BridgeRandom *random)
{
  uint32_t    kind = 1 + (uint32_t)bridge_random_below (random, BRIDGE_N_KINDS - 1);
  bool        has_points = bridge_kind_has_points (kind);
  BridgeItem *item = test_item (kind,
                                test_between (random, 0, 120),
                                test_between (random, 0, 120),
                                has_points ? -1 : 90,
                                has_points ? -1 : 60);
  for (int i = 0; has_points && i < 60; i++)
    test_append (item, i, test_between (random, 0, 50), bridge_random_unit (random));
  test_write (item, "Viele Köche, 很多厨师, many cooks");
  return test_picture (item);
}

static void
test_threads (void)
{
  BridgeRandom random = test_random ();
  Scene        scene;
  GThread     *threads[N_THREADS];
  guint        wrong = 0;
  for (int i = 0; i < N_PICTURES; i++)
    scene.pictures[i] = new_picture (&random);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    scene.expected[i] = draw_scene (&scene, scales[i]);
  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("painter", work, &scene);
  for (int i = 0; i < N_THREADS; i++)
    wrong += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  g_assert_cmpuint (wrong, ==, 0);
  for (int i = 0; i < N_PICTURES; i++)
    bridge_picture_unref (scene.pictures[i]);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    cairo_surface_destroy (scene.expected[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/threads", test_threads);
  return g_test_run ();
}
