/* Tests of resizing, and of the handles that do it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

/* How a handle pulls, and which fraction of the box stays where it is. */
typedef struct
{
  BridgeHandle handle;
  double       x; /* of the box */
  double       y;
} Place;

static const Place places[] = {
  { BRIDGE_HANDLE_TOP_LEFT, 0, 0 },
  { BRIDGE_HANDLE_TOP, .5, 0 },
  { BRIDGE_HANDLE_TOP_RIGHT, 1, 0 },
  { BRIDGE_HANDLE_RIGHT, 1, .5 },
  { BRIDGE_HANDLE_BOTTOM_RIGHT, 1, 1 },
  { BRIDGE_HANDLE_BOTTOM, .5, 1 },
  { BRIDGE_HANDLE_BOTTOM_LEFT, 0, 1 },
  { BRIDGE_HANDLE_LEFT, 0, .5 },
};

static const double turns[] = { 0, 30, 90, 137, 180, -75 };

static double
get_rotation (const Bench *bench, BridgeStamp id)
{
  return bridge_item_number (bench_item (bench, id), BRIDGE_PROPERTY_ROTATION);
}

/* The pull in the frame's own axes. */
static BridgePoint
turned (double x, double y, double degrees)
{
  return bridge_point_rotate ((BridgePoint){ x, y }, (BridgePoint){ 0, 0 }, degrees);
}

/* Each handle pulls its side, and what is across from it stays where it was, however the item is turned. */
static void
test_resize (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
    for (size_t j = 0; j < G_N_ELEMENTS (turns); j++)
      {
        Bench       bench;
        BridgeStamp id;
        BridgePoint fixed, pull = turned (30, 20, turns[j]);
        Place       place = places[i];
        double      wider = place.x == .5 ? 0 : place.x == 1 ? 30
                                                             : -30;
        double      higher = place.y == .5 ? 0 : place.y == 1 ? 20
                                                              : -20;
        char       *before;

        bench_init (&bench, 1);
        id = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 300, 200, 160, 120);
        bench_set_number (&bench, id, BRIDGE_PROPERTY_ROTATION, turns[j]);
        bench_select (&bench, id, NULL);
        fixed = bench_corner (bench_item (&bench, id), 1 - place.x, 1 - place.y);
        before = bench_describe (&bench);
        bench_drag_handle (&bench, place.handle, pull.x, pull.y);
        assert_near (bridge_item_box (bench_item (&bench, id)).width, 160 + wider);
        assert_near (bridge_item_box (bench_item (&bench, id)).height, 120 + higher);
        bench_assert_point (bench_corner (bench_item (&bench, id), 1 - place.x, 1 - place.y), fixed.x, fixed.y);
        g_assert_cmpfloat (get_rotation (&bench, id), ==, turns[j]);
        bench_assert_one_step (&bench, before);
        bench_clear (&bench);
      }
}

static void
test_resize_from_the_centre (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
    {
      Bench       bench;
      BridgeStamp id;
      Place       place = places[i];
      BridgePoint pull = turned (place.x == 0 ? -15 : 15, place.y == 0 ? -10 : 10, 30);

      bench_init (&bench, 1);
      id = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 300, 200, 160, 120);
      bench_set_number (&bench, id, BRIDGE_PROPERTY_ROTATION, 30);
      bench_select (&bench, id, NULL);
      bench.modifiers = BRIDGE_MODIFIER_CONTROL;
      bench_drag_handle (&bench, place.handle, pull.x, pull.y);
      bench_assert_point (bench_corner (bench_item (&bench, id), .5, .5), 380, 260);
      assert_near (bridge_item_box (bench_item (&bench, id)).width, place.x == .5 ? 160 : 190);
      assert_near (bridge_item_box (bench_item (&bench, id)).height, place.y == .5 ? 120 : 140);
      bench_clear (&bench);
    }
}

static void
test_resize_with_shift (void)
{
  Bench       bench;
  BridgeStamp id;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 300, 200, 160, 120);
  bench_select (&bench, id, NULL);
  bench.modifiers = BRIDGE_MODIFIER_SHIFT;
  bench_drag_handle (&bench, BRIDGE_HANDLE_BOTTOM_RIGHT, 160, 0);
  bench_assert_box (&bench, id, 300, 200, 320, 240);
  bench_drag_handle (&bench, BRIDGE_HANDLE_TOP_LEFT, 80, 120);
  bench_assert_box (&bench, id, 380, 260, 240, 180);
  /* A side takes the other sides along, evenly. */
  bench_drag_handle (&bench, BRIDGE_HANDLE_RIGHT, 240, 0);
  bench_assert_box (&bench, id, 380, 170, 480, 360);
  bench.modifiers = BRIDGE_MODIFIER_SHIFT | BRIDGE_MODIFIER_CONTROL;
  bench_drag_handle (&bench, BRIDGE_HANDLE_BOTTOM, 0, -90);
  bench_assert_box (&bench, id, 500, 260, 240, 180);
  bench_clear (&bench);
}

/* Not through itself, and not to nothing. */
static void
test_resize_stops (void)
{
  Bench       bench;
  BridgeStamp id;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 300, 200, 160, 120);
  bench_select (&bench, id, NULL);
  bench_drag_handle (&bench, BRIDGE_HANDLE_BOTTOM_RIGHT, -500, -500);
  bench_assert_box (&bench, id, 300, 200, 1, 1);
  bench_clear (&bench);
}

static void
test_resize_stroke (void)
{
  Bench          bench;
  BridgeInkPoint points[] = { { 300, 300, 1 }, { 340, 320, .5 }, { 380, 400, 1 } };
  BridgeStamp    id;

  bench_init (&bench, 1);
  id = bench_add_stroke (&bench, points, 3);
  bench_select (&bench, id, NULL);
  bench_drag_handle (&bench, BRIDGE_HANDLE_TOP_LEFT, -80, 50);
  bench_assert_box (&bench, id, 220, 350, 160, 50);
  bench_assert_point (bridge_item_point (bench_item (&bench, id), 0), 220, 350);
  bench_assert_point (bridge_item_point (bench_item (&bench, id), 1), 300, 360);
  bench_assert_point (bridge_item_point (bench_item (&bench, id), 2), 380, 400);
  bench_clear (&bench);
}

static bool
is_shown (const Bench *bench, BridgeHandle handle)
{
  BridgePoint at;

  return bridge_toolbox_handle (bench->toolbox, handle, &at);
}

/* A level line can be pulled at its ends and moved by its middle. */
static void
test_level_line (void)
{
  Bench          bench;
  BridgeInkPoint points[] = { { 300, 300, 1 }, { 400, 300, 1 } };
  BridgeStamp    id;

  bench_init (&bench, 1);
  id = bench_add_stroke (&bench, points, 2);
  bench_select (&bench, id, NULL);
  g_assert_false (is_shown (&bench, BRIDGE_HANDLE_TOP));
  g_assert_false (is_shown (&bench, BRIDGE_HANDLE_TOP_LEFT));
  g_assert_true (is_shown (&bench, BRIDGE_HANDLE_LEFT));
  bench_drag_handle (&bench, BRIDGE_HANDLE_RIGHT, 100, 50);
  bench_assert_box (&bench, id, 300, 300, 200, 0);
  bench_drag (&bench, 400, 300, 400, 350);
  bench_assert_box (&bench, id, 300, 350, 200, 0);
  bench_clear (&bench);
}

/* So small that its handles cover it: it can be moved all the same, and be pulled at from outside. */
static void
test_small_frame (void)
{
  Bench       bench;
  BridgeStamp id;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_NOTE, 300, 300, 12, 12);
  bench_select (&bench, id, NULL);
  g_assert_false (is_shown (&bench, BRIDGE_HANDLE_RIGHT));
  bench_drag (&bench, 306, 306, 346, 306);
  bench_assert_box (&bench, id, 340, 300, 12, 12);
  bench_drag (&bench, 354, 314, 364, 334);
  bench_assert_box (&bench, id, 340, 300, 22, 32);
  /* A dot has no size to change. */
  id = bench_add_stroke (&bench, &(BridgeInkPoint){ 500, 500, 1 }, 1);
  bench_select (&bench, id, NULL);
  for (int handle = 0; handle < BRIDGE_N_HANDLES; handle++)
    g_assert_false (is_shown (&bench, handle));
  bench_drag (&bench, 500, 500, 550, 500);
  bench_assert_point (bridge_item_point (bench_item (&bench, id), 0), 550, 500);
  bench_clear (&bench);
}

static void
test_resize_several (void)
{
  Bench       bench;
  BridgeStamp a, b, across;
  BridgeRect  box;
  double      rotation;
  char       *before;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 100, 100, 100, 100);
  b = bench_add (&bench, BRIDGE_KIND_ELLIPSE, 300, 200, 100, 100);
  /* Upright 40 x 80 about 320, 140, turned to lie 80 x 40. */
  across = bench_add (&bench, BRIDGE_KIND_DIAMOND, 300, 100, 40, 80);
  bench_set_number (&bench, across, BRIDGE_PROPERTY_ROTATION, 90);
  bench_select (&bench, a, &b, &across, NULL);
  g_assert_true (bridge_toolbox_frame (bench.toolbox, &box, &rotation));
  bench_assert_point ((BridgePoint){ box.x, box.y }, 100, 100);
  bench_assert_point ((BridgePoint){ box.width, box.height }, 300, 200);
  g_assert_cmpfloat (rotation, ==, 0);
  before = bench_describe (&bench);
  bench_drag_handle (&bench, BRIDGE_HANDLE_BOTTOM_RIGHT, 300, 100);
  bench_assert_box (&bench, a, 100, 100, 200, 150);
  bench_assert_box (&bench, b, 500, 250, 200, 150);
  /* Its own height lies along the frame's width. */
  box = bridge_item_box (bench_item (&bench, across));
  assert_near (box.width, 60);
  assert_near (box.height, 160);
  bench_assert_point (bridge_rect_center (box), 540, 160);
  bench_assert_one_step (&bench, before);
  bench_clear (&bench);
}

/* What stands askew cannot be stretched along the frame: all keep their shape. */
static void
test_resize_askew (void)
{
  Bench       bench;
  BridgeStamp a, b;
  BridgeRect  box;
  double      rotation, side = 100 * G_SQRT2;

  bench_init (&bench, 1);
  a = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 400, 200, 100, 100);
  b = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 200, 200, 100, 100);
  bench_set_number (&bench, a, BRIDGE_PROPERTY_ROTATION, 45);
  bench_select (&bench, a, &b, NULL);
  bridge_toolbox_frame (bench.toolbox, &box, &rotation);
  assert_near (box.height, side);
  bench_drag_handle (&bench, BRIDGE_HANDLE_BOTTOM_RIGHT, 0, side);
  assert_near (bridge_item_box (bench_item (&bench, a)).width, 200);
  assert_near (bridge_item_box (bench_item (&bench, a)).height, 200);
  bench_assert_box (&bench, b, 200, box.y + 2 * (200 - box.y), 200, 200);
  bench_clear (&bench);
}

static double
get_font (const Bench *bench, BridgeStamp id)
{
  return bridge_item_number (bench_item (bench, id), BRIDGE_PROPERTY_FONT_SIZE);
}

/* The corners of a text make its letters larger; its sides wrap it anew. */
static void
test_resize_text (void)
{
  Bench       bench;
  BridgeStamp id;
  char       *before;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_TEXT, 200, 200, 120, 30);
  bench_select (&bench, id, NULL);
  g_assert_false (is_shown (&bench, BRIDGE_HANDLE_TOP));
  g_assert_false (is_shown (&bench, BRIDGE_HANDLE_BOTTOM));
  g_assert_true (is_shown (&bench, BRIDGE_HANDLE_ROTATE));
  before = bench_describe (&bench);
  bench_drag_handle (&bench, BRIDGE_HANDLE_BOTTOM_RIGHT, 120, 0);
  bench_assert_box (&bench, id, 200, 200, 240, 60);
  assert_near (get_font (&bench, id), 40);
  bench_assert_one_step (&bench, before);
  bench_drag_handle (&bench, BRIDGE_HANDLE_LEFT, 100, 10);
  bench_assert_box (&bench, id, 300, 200, 140, 60);
  assert_near (get_font (&bench, id), 40);
  /* As small as can be read, and no smaller; the corner across still stays. */
  bench_drag_handle (&bench, BRIDGE_HANDLE_TOP_LEFT, 500, 500);
  assert_near (get_font (&bench, id), 4);
  bench_assert_box (&bench, id, 440 - 14, 260 - 6, 14, 6);
  bench_clear (&bench);
}

static void
test_resize_text_among_others (void)
{
  Bench       bench;
  BridgeStamp text, note;

  bench_init (&bench, 1);
  text = bench_add (&bench, BRIDGE_KIND_TEXT, 200, 200, 100, 30);
  note = bench_add (&bench, BRIDGE_KIND_NOTE, 400, 200, 100, 100);
  bench_select (&bench, text, &note, NULL);
  bench_drag_handle (&bench, BRIDGE_HANDLE_BOTTOM_RIGHT, 300, 0);
  bench_assert_box (&bench, text, 200, 200, 200, 60);
  bench_assert_box (&bench, note, 600, 200, 200, 200);
  assert_near (get_font (&bench, text), 40);
  assert_near (get_font (&bench, note), 20);
  bench_clear (&bench);
}

/* The handles stand where the frame is seen. */
static void
test_handles (void)
{
  Bench       bench;
  BridgeStamp id;
  BridgePoint at;

  bench_init (&bench, 1);
  id = bench_add (&bench, BRIDGE_KIND_RECTANGLE, 300, 200, 160, 120);
  bench_set_number (&bench, id, BRIDGE_PROPERTY_ROTATION, 30);
  g_assert_false (is_shown (&bench, BRIDGE_HANDLE_TOP));
  bench_select (&bench, id, NULL);
  bridge_viewport_zoom_at (&bench.viewport, 2, (BridgePoint){ 40, 90 });
  for (size_t i = 0; i < G_N_ELEMENTS (places); i++)
    {
      at = bridge_viewport_to_view (&bench.viewport, bench_corner (bench_item (&bench, id), places[i].x, places[i].y));
      bench_assert_point (bench_handle (&bench, places[i].handle), at.x, at.y);
    }
  g_assert_false (bridge_toolbox_handle (bench.toolbox, BRIDGE_HANDLE_NONE, &at));
  g_assert_false (bridge_toolbox_handle (bench.toolbox, BRIDGE_N_HANDLES, &at));
  bench_tool (&bench, BRIDGE_TOOL_PEN);
  g_assert_false (is_shown (&bench, BRIDGE_HANDLE_TOP));
  bench_clear (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tools/resize/resize", test_resize);
  g_test_add_func ("/tools/resize/from-the-centre", test_resize_from_the_centre);
  g_test_add_func ("/tools/resize/with-shift", test_resize_with_shift);
  g_test_add_func ("/tools/resize/stops", test_resize_stops);
  g_test_add_func ("/tools/resize/stroke", test_resize_stroke);
  g_test_add_func ("/tools/resize/level-line", test_level_line);
  g_test_add_func ("/tools/resize/small-frame", test_small_frame);
  g_test_add_func ("/tools/resize/several", test_resize_several);
  g_test_add_func ("/tools/resize/askew", test_resize_askew);
  g_test_add_func ("/tools/resize/text", test_resize_text);
  g_test_add_func ("/tools/resize/text-among-others", test_resize_text_among_others);
  g_test_add_func ("/tools/resize/handles", test_handles);
  return g_test_run ();
}
