/* Items that change right now, drawn live above the tiles until these have caught up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/lifted.h"

#define PIECE_POINTS 32 /* points of one frozen piece */

/* Drawn once for a scale, kept until that changes. */
typedef struct
{
  GskRenderNode *node; /* owned (nullable): nothing to see */
  gsize          first;
  gsize          last;
} Piece;

typedef struct
{
  BridgeStamp    id;
  gint64         changed; /* us */
  gboolean       back;    /* the tiles have it again, or are about to */
  gboolean       hidden;
  BridgeRect     bounds; /* board px, where it is now */
  GArray        *pieces; /* of Piece: frozen */
  GskRenderNode *whole;  /* owned (nullable): of what is no growing stroke, or its tail */
  double         scale;  /* that pieces and whole were drawn at */
  gboolean       dark;
} Lift;

struct BridgeLifted
{
  const BridgeBoard *board;
  BridgeScene       *scene;
  BridgeTiles       *tiles;
  GPtrArray         *lifts; /* of Lift (owned), in the order of their lifting */
};

static void
piece_clear (gpointer data)
{
  g_clear_pointer (&((Piece *)data)->node, gsk_render_node_unref);
}

static void
lift_free (gpointer data)
{
  Lift *lift = data;

  g_array_unref (lift->pieces);
  g_clear_pointer (&lift->whole, gsk_render_node_unref);
  g_free (lift);
}

BridgeLifted *
bridge_lifted_new (const BridgeBoard *board, BridgeScene *scene, BridgeTiles *tiles)
{
  BridgeLifted *lifted = g_new0 (BridgeLifted, 1);

  lifted->board = board;
  lifted->scene = scene;
  lifted->tiles = tiles;
  lifted->lifts = g_ptr_array_new_with_free_func (lift_free);
  return lifted;
}

void
bridge_lifted_free (BridgeLifted *lifted)
{
  g_ptr_array_unref (lifted->lifts);
  g_free (lifted);
}

static Lift *
find (BridgeLifted *lifted, BridgeStamp id)
{
  for (guint i = 0; i < lifted->lifts->len; i++)
    {
      Lift *lift = g_ptr_array_index (lifted->lifts, i);

      if (bridge_stamp_equal (lift->id, id))
        return lift;
    }
  return NULL;
}

static void
drop_nodes (Lift *lift)
{
  g_array_set_size (lift->pieces, 0);
  g_clear_pointer (&lift->whole, gsk_render_node_unref);
}

/* Out of the tiles; a new item was never in them. */
static Lift *
lift_up (BridgeLifted *lifted, BridgeStamp id, BridgeRect bounds, gboolean added)
{
  Lift *lift = find (lifted, id);

  if (lift == NULL)
    {
      lift = g_new0 (Lift, 1);
      lift->id = id;
      lift->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
      g_array_set_clear_func (lift->pieces, piece_clear);
      g_ptr_array_add (lifted->lifts, lift);
      lift->back = TRUE;
    }
  if (lift->back)
    {
      bridge_scene_set_lifted (lifted->scene, id, TRUE);
      if (!added)
        bridge_tiles_invalidate (lifted->tiles, bounds);
      lift->back = FALSE;
    }
  return lift;
}

static void
drop (BridgeLifted *lifted, Lift *lift)
{
  bridge_scene_set_lifted (lifted->scene, lift->id, FALSE);
  bridge_tiles_invalidate (lifted->tiles, lift->bounds);
  g_ptr_array_remove (lifted->lifts, lift);
}

static void
update_one (BridgeLifted *lifted, const BridgeChange *change, BridgeRect dirty, gint64 now)
{
  const BridgeItem *item = bridge_stamp_is_none (change->item) ? NULL : bridge_board_item (lifted->board, change->item);
  gboolean          visible = item != NULL && !bridge_item_is_deleted (item);
  gboolean          grown = (change->flags & ~(unsigned)BRIDGE_CHANGE_POINTS) == 0;
  Lift             *lift = find (lifted, change->item);

  if (!visible)
    {
      if (lift != NULL)
        drop (lifted, lift);
      bridge_tiles_invalidate (lifted->tiles, dirty);
      return;
    }
  lift = lift_up (lifted, change->item, dirty, (change->flags & BRIDGE_CHANGE_ADDED) != 0);
  lift->changed = now;
  lift->bounds = bridge_item_bounds (item);
  if (!grown)
    drop_nodes (lift);
  g_clear_pointer (&lift->whole, gsk_render_node_unref);
}

void
bridge_lifted_update (BridgeLifted *lifted, const BridgeChanges *changes, gint64 now)
{
  const unsigned seen = BRIDGE_CHANGE_ADDED | BRIDGE_CHANGE_REMOVED | BRIDGE_CHANGE_LOOK | BRIDGE_CHANGE_POINTS |
                        BRIDGE_CHANGE_TEXT;
  guint n_items = 0;

  bridge_scene_update (lifted->scene, changes);
  for (gsize i = 0; i < changes->count; i++)
    n_items += (changes->changes[i].flags & seen) != 0;
  if (lifted->lifts->len + n_items > BRIDGE_LIFTED_MAX)
    {
      for (gsize i = 0; i < changes->count; i++)
        {
          Lift *lift = find (lifted, changes->changes[i].item);

          if (lift != NULL)
            drop (lifted, lift);
        }
      bridge_tiles_invalidate (lifted->tiles, changes->dirty);
      return;
    }
  for (gsize i = 0; i < changes->count; i++)
    if ((changes->changes[i].flags & seen) != 0)
      update_one (lifted, &changes->changes[i], changes->dirty, now);
    else if ((changes->changes[i].flags & BRIDGE_CHANGE_ORDER) != 0)
      bridge_tiles_invalidate (lifted->tiles, changes->dirty);
}

gboolean
bridge_lifted_tick (BridgeLifted *lifted, gint64 now)
{
  for (guint i = lifted->lifts->len; i-- > 0;)
    {
      Lift *lift = g_ptr_array_index (lifted->lifts, i);

      if (lift->hidden || now - lift->changed < BRIDGE_LIFTED_STILL)
        continue;
      if (!lift->back)
        {
          lift->back = TRUE;
          bridge_scene_set_lifted (lifted->scene, lift->id, FALSE);
          bridge_tiles_invalidate (lifted->tiles, lift->bounds);
        }
      else if (bridge_tiles_are_fresh (lifted->tiles, lift->bounds))
        g_ptr_array_remove_index (lifted->lifts, i);
    }
  return lifted->lifts->len > 0;
}

void
bridge_lifted_hide (BridgeLifted *lifted, BridgeStamp item, gboolean hidden)
{
  const BridgeItem *there = bridge_board_item (lifted->board, item);
  Lift             *lift;

  if (there == NULL)
    return;
  lift = lift_up (lifted, item, bridge_item_bounds (there), FALSE);
  lift->bounds = bridge_item_bounds (there);
  lift->hidden = hidden;
  lift->changed = 0;
  drop_nodes (lift);
}

/* A node in board px, drawn for this scale. */
static GskRenderNode *
draw (BridgePicture *picture, double scale, gboolean dark)
{
  BridgePaintStyle style = { .scale = scale, .dark = dark };
  BridgeRect       bounds = bridge_picture_bounds (picture);
  graphene_rect_t  rect = GRAPHENE_RECT_INIT (bounds.x, bounds.y, bounds.width, bounds.height);
  GskRenderNode   *node;
  cairo_t         *cr;

  if (bridge_rect_is_empty (bounds))
    return NULL;
  node = gsk_cairo_node_new (&rect);
  cr = gsk_cairo_node_get_draw_context (node);
  bridge_picture_draw (picture, cr, &style);
  cairo_destroy (cr);
  return node;
}

/* Frozen pieces are drawn once; the tail, up to a piece long, at each step. Adjoining pieces share their joint. */
static void
grow_pieces (Lift *lift, const BridgeItem *item)
{
  gsize count = item->points.count;
  gsize first = lift->pieces->len > 0 ? g_array_index (lift->pieces, Piece, lift->pieces->len - 1).last : 0;

  while (count - first > 2 * PIECE_POINTS)
    {
      g_autoptr (BridgePicture) picture = bridge_picture_new_piece (item, first, first + PIECE_POINTS);
      Piece piece = { draw (picture, lift->scale, lift->dark), first, first + PIECE_POINTS };

      g_array_append_val (lift->pieces, piece);
      first += PIECE_POINTS;
    }
  if (lift->whole == NULL && count > 0)
    {
      g_autoptr (BridgePicture) tail = bridge_picture_new_piece (item, first, count - 1);

      lift->whole = draw (tail, lift->scale, lift->dark);
    }
}

static void
append_stroke (BridgeLifted *lifted, Lift *lift, const BridgeItem *item, GtkSnapshot *snapshot)
{
  double opacity = bridge_picture_opacity (bridge_scene_picture (lifted->scene, item));

  grow_pieces (lift, item);
  if (opacity < 1)
    gtk_snapshot_push_opacity (snapshot, opacity);
  for (guint i = 0; i < lift->pieces->len; i++)
    if (g_array_index (lift->pieces, Piece, i).node != NULL)
      gtk_snapshot_append_node (snapshot, g_array_index (lift->pieces, Piece, i).node);
  if (lift->whole != NULL)
    gtk_snapshot_append_node (snapshot, lift->whole);
  if (opacity < 1)
    gtk_snapshot_pop (snapshot);
}

static void
append_lift (BridgeLifted *lifted, Lift *lift, double scale, gboolean dark, GtkSnapshot *snapshot)
{
  const BridgeItem *item = bridge_board_item (lifted->board, lift->id);

  if (item == NULL || lift->hidden || bridge_item_is_deleted (item))
    return;
  if (lift->scale != scale || lift->dark != dark)
    drop_nodes (lift);
  lift->scale = scale;
  lift->dark = dark;
  if ((item->kind == BRIDGE_KIND_STROKE || item->kind == BRIDGE_KIND_HIGHLIGHTER) && item->points.count > 0)
    {
      append_stroke (lifted, lift, item, snapshot);
      return;
    }
  if (lift->whole == NULL)
    lift->whole = draw (bridge_scene_picture (lifted->scene, item), scale, dark);
  if (lift->whole != NULL)
    gtk_snapshot_append_node (snapshot, lift->whole);
}

void
bridge_lifted_snapshot (BridgeLifted *lifted, const BridgeViewport *viewport, gboolean dark, GtkSnapshot *snapshot)
{
  BridgeRect  view = bridge_viewport_visible (viewport);
  BridgePoint origin = bridge_viewport_to_view (viewport, (BridgePoint){ 0, 0 });

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (origin.x, origin.y));
  gtk_snapshot_scale (snapshot, viewport->zoom, viewport->zoom);
  for (guint i = 0; i < lifted->lifts->len; i++)
    {
      Lift *lift = g_ptr_array_index (lifted->lifts, i);

      if (bridge_rect_intersects (lift->bounds, view))
        append_lift (lifted, lift, viewport->zoom, dark, snapshot);
    }
  gtk_snapshot_restore (snapshot);
}
