/* The board as it is seen, frame by frame: sharp, whole, without flicker and without ghosts.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas-desk.h"

#include "core/doc/compose.h"
#include "core/doc/schema.h"
#include "ui/tile-layer.h"

#include <adwaita.h>
#include <math.h>

/* --- sharpness --- */

static void
paint_reference (Desk *desk, cairo_t *cr, BridgePoint origin, double scale)
{
  const BridgeBoard *board = bridge_guest_board (desk->guest);
  BridgePaintStyle   style = { .scale = scale };

  cairo_translate (cr, origin.x, origin.y);
  cairo_scale (cr, scale, scale);
  for (size_t i = 0; i < bridge_board_n_visible (board); i++)
    {
      g_autoptr (BridgePicture) picture = bridge_picture_new (bridge_board_visible (board, i));

      bridge_picture_draw (picture, cr, &style);
    }
}

/* The tiles alone, against all painted at once on whole device pixels. */
static void
assert_like_reference (Desk *desk, int scale_factor)
{
  BridgeViewport *viewport = &desk->canvas->viewport;
  BridgeTiles    *tiles = desk->canvas->tiles;
  BridgePoint     origin;
  GtkSnapshot    *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *seen, *expected = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH * scale_factor, HEIGHT * scale_factor);
  cairo_t         *cr = cairo_create (expected);
  gint64           until = desk_deadline ();

  bridge_tiles_set_view (tiles, viewport, scale_factor, TRUE);
  do
    {
      GtkSnapshot *step = gtk_snapshot_new ();

      bridge_tiles_snapshot (tiles, GTK_WIDGET (desk->canvas), step);
      g_clear_pointer (&node, gsk_render_node_unref);
      node = gtk_snapshot_free_to_node (step);
      desk_iterate (until);
    }
  while (!bridge_tiles_are_fresh (tiles));
  bridge_tiles_snapshot (tiles, GTK_WIDGET (desk->canvas), snapshot);
  g_clear_pointer (&node, gsk_render_node_unref);
  node = gtk_snapshot_free_to_node (snapshot);
  origin = bridge_tiles_origin (tiles);
  g_assert_cmpfloat (fabs (origin.x + viewport->origin.x * viewport->zoom), <=, 0.5 / scale_factor + 1e-9);
  g_assert_cmpfloat (remainder (origin.x * scale_factor, 1), ==, 0);
  paint_reference (desk, cr, (BridgePoint){ origin.x * scale_factor, origin.y * scale_factor }, viewport->zoom * scale_factor);
  cairo_destroy (cr);
  cairo_surface_flush (expected);
  seen = desk_draw_node (node, scale_factor);
  for (int y = 0; y < HEIGHT * scale_factor; y++)
    for (int x = 0; x < WIDTH * scale_factor; x++)
      if (desk_distance (desk_pixel (seen, x, y), desk_pixel (expected, x, y)) > 24)
        g_error ("zoom %g, scale factor %d: pixel %d, %d is %06x instead of %06x", viewport->zoom, scale_factor, x, y, desk_pixel (seen, x, y), desk_pixel (expected, x, y));
  cairo_surface_destroy (seen);
  cairo_surface_destroy (expected);
}

static void
test_sharp (Desk *desk, gconstpointer data)
{
  static const double zooms[] = { 1, 0.37, 1.3, 2, 7.1 };

  for (int i = 0; i < 40; i++)
    {
      desk_add_square (desk, i * 37 % 600 - 20.3, i * 91 % 450 - 17.7, 21.5);
      desk_point (desk, BRIDGE_POINTER_PRESS, i * 53 % 600, i * 71 % 450);
      desk_point (desk, BRIDGE_POINTER_MOVE, i * 53 % 600 + 30, i * 71 % 450 + 40);
      desk_point (desk, BRIDGE_POINTER_RELEASE, i * 53 % 600 + 60, i * 71 % 450);
    }
  desk_settle (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    for (int scale_factor = 1; scale_factor <= 2; scale_factor++)
      {
        desk->canvas->viewport.zoom = zooms[i];
        desk->canvas->viewport.origin = (BridgePoint){ -11.37, 13.81 };
        assert_like_reference (desk, scale_factor);
      }
}

/* A scaled tile meets its neighbours without a seam: a plane that spans many is one colour in all frames of a zoom. */
static void
test_seamless (Desk *desk, gconstpointer data)
{
  gint64 until = desk_deadline ();

  desk_add_square (desk, -5000, -5000, 10000);
  desk_settle (desk);
  for (guint frame = 0; frame < 40; frame++)
    {
      g_autoptr (GskRenderNode) node = NULL;
      cairo_surface_t *surface;

      bridge_canvas_zoom_to (desk->canvas, desk->canvas->viewport.zoom * (frame < 20 ? 1 / 1.07 : 1.09), (BridgePoint){ 301, 207 });
      desk_iterate (until);
      node = desk_take_node (desk);
      surface = desk_draw_node (node, 1);
      for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
          if (desk_pixel (surface, x, y) != 0xff0000)
            g_error ("frame %u: pixel %d, %d is %06x", frame, x, y, desk_pixel (surface, x, y));
      cairo_surface_destroy (surface);
    }
  desk_settle (desk);
}

/* --- no flicker --- */

static void
test_stroke_stays (Desk *desk, gconstpointer data)
{
  gint64  until = desk_deadline ();
  guint32 ink;

  bridge_toolbox_style (desk->canvas->toolbox)->size = 24;
  desk_point (desk, BRIDGE_POINTER_PRESS, 100, 240);
  for (int x = 104; x < 540; x += 4)
    {
      desk_point (desk, BRIDGE_POINTER_MOVE, x, 240);
      if (x % 40 == 0)
        desk_iterate (until);
    }
  ink = desk_look (desk, 300, 240);
  g_assert_cmphex (ink, !=, desk_look (desk, 300, 100));
  desk_point (desk, BRIDGE_POINTER_RELEASE, 540, 240);
  desk_assert_always (desk, 300, 240, ink);
}

/* A highlighter is translucent: drawn twice, by the overlay and by a tile, it would be darker. */
static void
test_highlighter_is_never_doubled (Desk *desk, gconstpointer data)
{
  gint64  until = desk_deadline ();
  guint32 live, landed, seen[512];
  guint   n_seen = 0;

  bridge_canvas_set_tool (desk->canvas, BRIDGE_TOOL_HIGHLIGHTER);
  bridge_toolbox_style (desk->canvas->toolbox)->highlighter_size = 30;
  desk_point (desk, BRIDGE_POINTER_PRESS, 50, 240);
  for (int x = 54; x < 600; x += 4)
    desk_point (desk, BRIDGE_POINTER_MOVE, x, 240);
  desk_point (desk, BRIDGE_POINTER_RELEASE, 600, 240);
  live = desk_look (desk, 300, 240);
  for (guint quiet = 0; quiet < 5 && n_seen < G_N_ELEMENTS (seen); quiet = desk_is_quiet (desk) ? quiet + 1 : 0)
    {
      desk_iterate (until);
      seen[n_seen++] = desk_look (desk, 300, 240);
    }
  desk_settle (desk);
  landed = desk_look (desk, 300, 240);
  for (guint i = 0; i < n_seen; i++)
    if (desk_distance (seen[i], live) > 2 && desk_distance (seen[i], landed) > 2)
      g_error ("look %u: %06x is neither %06x nor %06x", i, seen[i], live, landed);
}

static void
test_moved_leaves_no_ghost (Desk *desk, gconstpointer data)
{
  guint32     paper = desk_look (desk, 120, 130);
  BridgeStamp id = desk_add_square (desk, 100, 100, 60);

  desk_assert_always (desk, 120, 130, 0xff0000);
  for (guint i = 1; i <= 10; i++)
    {
      desk_move (desk, id, 100 + i * 30, 100 + i * 20);
      g_assert_cmphex (desk_look (desk, 120 + (int)i * 30, 130 + (int)i * 20), ==, 0xff0000);
    }
  desk_assert_always (desk, 420, 330, 0xff0000);
  g_assert_cmphex (desk_look (desk, 120, 130), ==, paper);
  g_assert_cmphex (desk_look (desk, 220, 200), ==, paper);
}

/* More at once than are lifted. */
static void
test_many_move (Desk *desk, gconstpointer data)
{
  BridgeStamp ids[BRIDGE_LIFTED_MAX + 10];
  guint32     paper = desk_look (desk, 5, 5);
  BridgeEdit  edit;

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = desk_add_square (desk, (double)(i % 10) * 20, (double)(i / 10) * 20, 15);
  desk_assert_always (desk, 5, 5, 0xff0000);
  bridge_guest_begin (desk->guest, &edit);
  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    bridge_compose_move (&edit, bridge_board_item (bridge_guest_board (desk->guest), ids[i]), (BridgePoint){ (double)(i % 10) * 20 + 300, (double)(i / 10) * 20 });
  g_assert_cmpuint (bridge_session_commit (desk->session, &edit, NULL), !=, 0);
  desk_settle (desk);
  g_assert_cmphex (desk_look (desk, 5, 5), ==, paper);
  g_assert_cmphex (desk_look (desk, 305, 5), ==, 0xff0000);
}

static void
test_deleted_goes (Desk *desk, gconstpointer data)
{
  guint32     paper = desk_look (desk, 320, 240);
  BridgeStamp id = desk_add_square (desk, 300, 220, 40);
  BridgeEdit  edit;

  desk_settle (desk);
  g_assert_cmphex (desk_look (desk, 320, 240), ==, 0xff0000);
  bridge_guest_begin (desk->guest, &edit);
  bridge_compose_delete (&edit, id);
  g_assert_cmpuint (bridge_session_commit (desk->session, &edit, NULL), !=, 0);
  desk_settle (desk);
  g_assert_cmphex (desk_look (desk, 320, 240), ==, paper);
  g_assert_true (bridge_session_undo (desk->session));
  desk_assert_always (desk, 320, 240, 0xff0000);
}

/* What lies under others is put back under them. */
static void
test_order_is_kept (Desk *desk, gconstpointer data)
{
  BridgeStamp below = desk_add_square (desk, 100, 100, 100);
  BridgeStamp above = desk_add_square (desk, 150, 150, 100);
  BridgeEdit  edit;

  bridge_guest_begin (desk->guest, &edit);
  bridge_edit_set (&edit, above, BRIDGE_PROPERTY_FILL, bridge_value_integer (0x0000ffff));
  g_assert_cmpuint (bridge_session_commit (desk->session, &edit, NULL), !=, 0);
  desk_settle (desk);
  g_assert_cmphex (desk_look (desk, 175, 175), ==, 0x0000ff);
  desk_move (desk, below, 110, 110);
  desk_settle (desk);
  g_assert_cmphex (desk_look (desk, 175, 175), ==, 0x0000ff);
  g_assert_cmphex (desk_look (desk, 125, 125), ==, 0xff0000);
}

/* --- zooms and leaps --- */

static void
test_zoom_never_blanks (Desk *desk, gconstpointer data)
{
  gint64 until = desk_deadline ();

  desk_add_square (desk, 220, 140, 200);
  desk_settle (desk);
  for (guint frame = 0; frame < 120; frame++)
    {
      bridge_canvas_zoom_to (desk->canvas, desk->canvas->viewport.zoom * (frame % 60 < 30 ? 1 / 1.08 : 1.08), (BridgePoint){ 320, 240 });
      g_assert_cmphex (desk_look (desk, 320, 240), ==, 0xff0000);
      desk_iterate (until);
      g_assert_cmphex (desk_look (desk, 320, 240), ==, 0xff0000);
    }
  desk_assert_always (desk, 320, 240, 0xff0000);
}

/* The stroke before a zoom has landed in what stands in, too. */
static void
test_zoom_after_stroke (Desk *desk, gconstpointer data)
{
  desk_add_square (desk, 220, 140, 200);
  desk_settle (desk);
  for (guint i = 0; i < 8; i++)
    {
      desk_add_square (desk, 300, 220, 40);
      for (guint step = 0; step < i; step++)
        desk_iterate (desk_deadline ());
      bridge_canvas_zoom_to (desk->canvas, i % 2 == 0 ? 0.4 : 1, (BridgePoint){ 320, 240 });
      desk_assert_always (desk, 320, 240, 0xff0000);
    }
}

static void
test_leap (Desk *desk, gconstpointer data)
{
  desk_add_square (desk, 320, 240, 1000);
  desk_look_at (desk, 310, 230, BRIDGE_ZOOM_MAX);
  desk_settle (desk);
  desk_look_at (desk, -5000, -4000, BRIDGE_ZOOM_MIN);
  g_assert_cmphex (desk_look (desk, 5, 5), !=, 0xff0000);
  desk_settle (desk);
  g_assert_cmphex (desk_look (desk, 280, 230), ==, 0xff0000);
  desk_look_at (desk, 1e12, -1e12, BRIDGE_ZOOM_MAX);
  desk_settle (desk);
}

static void
test_far_away (Desk *desk, gconstpointer data)
{
  desk_look_at (desk, 9e6 + 0.3, -9e6, 1);
  desk_settle (desk);
  desk_add_square (desk, 9e6 + 100, -9e6 + 100, 60);
  g_assert_cmphex (desk_look (desk, 130, 130), ==, 0xff0000);
  desk_assert_always (desk, 130, 130, 0xff0000);
}

static void
test_dark (Desk *desk, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  guint32          light, dark;

  desk_point (desk, BRIDGE_POINTER_PRESS, 100, 240);
  desk_point (desk, BRIDGE_POINTER_RELEASE, 500, 240);
  desk_settle (desk);
  light = desk_look (desk, 100, 240);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  desk_settle (desk);
  dark = desk_look (desk, 100, 240);
  g_assert_cmpuint (dark & 0xff, >, light & 0xff);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  desk_settle (desk);
  g_assert_cmphex (desk_look (desk, 100, 240), ==, light);
}

/* --- what is kept --- */

static void
collect_cairo_nodes (GskRenderNode *node, GHashTable *found)
{
  switch (gsk_render_node_get_node_type (node))
    {
    case GSK_CAIRO_NODE:
      g_hash_table_add (found, gsk_render_node_ref (node));
      break;
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        collect_cairo_nodes (gsk_container_node_get_child (node, i), found);
      break;
    case GSK_TRANSFORM_NODE:
      collect_cairo_nodes (gsk_transform_node_get_child (node), found);
      break;
    case GSK_CLIP_NODE:
      collect_cairo_nodes (gsk_clip_node_get_child (node), found);
      break;
    default:
      break;
    }
}

static GHashTable *
take_cairo_nodes (Desk *desk)
{
  g_autoptr (GskRenderNode) node = desk_take_node (desk);
  GHashTable *found = g_hash_table_new_full (NULL, NULL, (GDestroyNotify)gsk_render_node_unref, NULL);

  collect_cairo_nodes (node, found);
  return found;
}

/* Of a long stroke under the pen only the end is drawn anew. */
static void
test_pieces_are_frozen (Desk *desk, gconstpointer data)
{
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GHashTable) after = NULL;
  GHashTableIter iter;
  gpointer       node;
  guint          n_new = 0;

  desk_point (desk, BRIDGE_POINTER_PRESS, 20, 240);
  for (int i = 1; i < 500; i++)
    desk_point (desk, BRIDGE_POINTER_MOVE, 20 + i, 240 + 100 * sin (i * 0.05));
  before = take_cairo_nodes (desk);
  g_assert_cmpuint (g_hash_table_size (before), >=, 10);
  desk_point (desk, BRIDGE_POINTER_MOVE, 521, 240);
  after = take_cairo_nodes (desk);
  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &node, NULL))
    n_new += !g_hash_table_contains (before, node);
  g_assert_cmpuint (n_new, >=, 1);
  g_assert_cmpuint (n_new, <=, 2);
  desk_point (desk, BRIDGE_POINTER_RELEASE, 521, 240);
  desk_settle (desk);
}

static void
test_evict (void)
{
  g_autoptr (GPtrArray) layers = g_ptr_array_new_with_free_func ((GDestroyNotify)bridge_tile_layer_free);
  BridgeTileLayer *first = bridge_tile_layer_new (1), *second = bridge_tile_layer_new (0.25);

  g_ptr_array_add (layers, first);
  g_ptr_array_add (layers, second);
  for (gint32 i = 0; i < 100; i++)
    {
      bridge_tile_layer_take (first, (BridgeTileKey){ i, 0 })->shown = (guint64)i;
      bridge_tile_layer_take (second, (BridgeTileKey){ 0, i })->shown = (guint64)i + 50;
    }
  g_assert_cmpuint (bridge_tile_layers_count (layers), ==, 200);
  bridge_tile_layers_evict (layers, 120, 1000);
  g_assert_cmpuint (bridge_tile_layers_count (layers), ==, 120);
  g_assert_null (bridge_tile_layer_find (first, (BridgeTileKey){ 40, 0 }));
  g_assert_nonnull (bridge_tile_layer_find (second, (BridgeTileKey){ 0, 40 }));
  bridge_tile_layers_evict (layers, 0, 120);
  g_assert_cmpuint (bridge_tile_layers_count (layers), ==, 30);
}

/* Closing with work under way. */
static void
test_close_early (Desk *desk, gconstpointer data)
{
  for (guint i = 0; i < 200; i++)
    desk_add_square (desk, i % 20 * 30, i / 20 * 30, 25);
  desk_look_at (desk, -100, -100, 0.7);
}

#define ADD(path, function) g_test_add ("/tiles/" path, Desk, NULL, desk_set_up, function, desk_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("sharp", test_sharp);
  ADD ("seamless", test_seamless);
  ADD ("stroke-stays", test_stroke_stays);
  ADD ("highlighter-is-never-doubled", test_highlighter_is_never_doubled);
  ADD ("moved-leaves-no-ghost", test_moved_leaves_no_ghost);
  ADD ("many-move", test_many_move);
  ADD ("deleted-goes", test_deleted_goes);
  ADD ("order-is-kept", test_order_is_kept);
  ADD ("zoom-never-blanks", test_zoom_never_blanks);
  ADD ("zoom-after-stroke", test_zoom_after_stroke);
  ADD ("leap", test_leap);
  ADD ("far-away", test_far_away);
  ADD ("dark", test_dark);
  ADD ("pieces-are-frozen", test_pieces_are_frozen);
  ADD ("close-early", test_close_early);
  g_test_add_func ("/tiles/evict", test_evict);
  return g_test_run ();
}
