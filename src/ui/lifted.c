/* Items that change right now, drawn live above the tiles until these have caught up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/lifted.h"

#include <math.h>

#define PIECE_POINTS 32 /* points of one frozen piece */
#define TAIL_POINTS  4  /* that a tail has left when a piece of it is frozen */

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
  guint64        since;   /* by the tiles' clock: they have it since, if it is back */
  gboolean       hidden;
  BridgeRect     bounds;  /* board px, where it is now */
  BridgePoint    anchor;  /* the origin of its nodes: whole logical px from the board's */
  GArray        *pieces;  /* of Piece: frozen */
  GskRenderNode *whole;   /* owned (nullable): of what is no growing stroke, or its tail */
  double         zoom;    /* that pieces and whole were drawn at */
  double         detail;  /* device px per board px */
  double         opacity; /* of the pieces together */
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

static Lift *
lift_new (BridgeLifted *lifted, BridgeStamp id)
{
  Lift *lift = g_new0 (Lift, 1);

  lift->id = id;
  lift->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  g_array_set_clear_func (lift->pieces, piece_clear);
  g_ptr_array_add (lifted->lifts, lift);
  return lift;
}

/* Takes it out of the tiles, which show it within `bounds`. */
static Lift *
lift_up (BridgeLifted *lifted, BridgeStamp id, BridgeRect bounds)
{
  Lift *lift = find (lifted, id);

  if (lift != NULL && !lift->back)
    return lift;
  bridge_scene_set_lifted (lifted->scene, id, TRUE);
  bridge_tiles_invalidate (lifted->tiles, lift != NULL ? lift->bounds : bounds);
  if (lift == NULL)
    lift = lift_new (lifted, id);
  lift->back = FALSE;
  return lift;
}

/* What is on top is drawn over the tiles; else they are made anew. */
static void
put_back (BridgeLifted *lifted, Lift *lift)
{
  gboolean on_top = bridge_scene_is_top (lifted->scene, lift->id);

  bridge_scene_set_lifted (lifted->scene, lift->id, FALSE);
  lift->back = TRUE;
  lift->since = on_top ? bridge_tiles_add (lifted->tiles, lift->id, lift->bounds)
                       : bridge_tiles_invalidate (lifted->tiles, lift->bounds);
}

static void
forget (BridgeLifted *lifted, Lift *lift)
{
  bridge_scene_set_lifted (lifted->scene, lift->id, FALSE);
  if (lift->back)
    bridge_tiles_invalidate (lifted->tiles, lift->bounds);
  g_ptr_array_remove (lifted->lifts, lift);
}

static const BridgeItem *
find_visible (BridgeLifted *lifted, BridgeStamp id)
{
  const BridgeItem *item = bridge_stamp_is_none (id) ? NULL : bridge_board_item (lifted->board, id);

  return item != NULL && !bridge_item_is_deleted (item) ? item : NULL;
}

static void
update_gone (BridgeLifted *lifted, BridgeStamp id, BridgeRect dirty)
{
  Lift *lift = find (lifted, id);

  if (lift != NULL)
    forget (lifted, lift);
  else
    bridge_tiles_invalidate (lifted->tiles, dirty);
}

static void
update_one (BridgeLifted *lifted, const BridgeChange *change, BridgeRect dirty, gint64 now)
{
  const BridgeItem *item = find_visible (lifted, change->item);
  gboolean          grown = (change->flags & ~(unsigned)BRIDGE_CHANGE_POINTS) == 0;
  gboolean          added = (change->flags & BRIDGE_CHANGE_ADDED) != 0;
  Lift             *lift;

  if (item == NULL)
    {
      update_gone (lifted, change->item, dirty);
      return;
    }
  /* What is new is in no tile yet. */
  lift = lift_up (lifted, change->item, added ? BRIDGE_RECT_EMPTY : dirty);
  lift->changed = now;
  lift->bounds = bridge_item_bounds (item);
  if (!grown)
    drop_nodes (lift);
  g_clear_pointer (&lift->whole, gsk_render_node_unref);
}

static void
update_lift (BridgeLifted *lifted, Lift *lift, guint64 since)
{
  const BridgeItem *item = find_visible (lifted, lift->id);

  if (item == NULL)
    {
      forget (lifted, lift);
      return;
    }
  lift->bounds = bridge_item_bounds (item);
  drop_nodes (lift);
  if (lift->hidden)
    return;
  bridge_scene_set_lifted (lifted->scene, lift->id, FALSE);
  lift->back = TRUE;
  lift->since = since;
}

/* Into the tiles at once; what was lifted already is drawn live until it has landed there. */
static void
update_many (BridgeLifted *lifted, const BridgeChanges *changes)
{
  guint64 since = bridge_tiles_invalidate (lifted->tiles, changes->dirty);

  for (gsize i = 0; lifted->lifts->len > 0 && i < changes->count; i++)
    {
      Lift *lift = find (lifted, changes->changes[i].item);

      if (lift != NULL)
        update_lift (lifted, lift, since);
    }
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
      update_many (lifted, changes);
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

      if (lift->back && bridge_tiles_have (lifted->tiles, lift->bounds, lift->since))
        g_ptr_array_remove_index (lifted->lifts, i);
      else if (!lift->back && !lift->hidden && now - lift->changed >= BRIDGE_LIFTED_STILL)
        put_back (lifted, lift);
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
  lift = lift_up (lifted, item, bridge_item_bounds (there));
  lift->bounds = bridge_item_bounds (there);
  lift->hidden = hidden;
  lift->changed = 0;
  drop_nodes (lift);
}

/* A node in logical px from the anchor: floats are exact enough near it. Not in board px under a scale: GTK 4.8 finds what
 * has changed between two frames below a translation alone. */
static GskRenderNode *
draw (BridgePicture *picture, const Lift *lift)
{
  BridgePaintStyle style = { .scale = lift->detail, .dark = lift->dark };
  BridgeRect       bounds = bridge_picture_bounds (picture);
  graphene_rect_t  rect = GRAPHENE_RECT_INIT ((float)(bounds.x * lift->zoom - lift->anchor.x),
                                              (float)(bounds.y * lift->zoom - lift->anchor.y),
                                              (float)(bounds.width * lift->zoom),
                                              (float)(bounds.height * lift->zoom));
  GskRenderNode   *node;
  cairo_t         *cr;

  if (bridge_rect_is_empty (bounds))
    return NULL;
  node = gsk_cairo_node_new (&rect);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_translate (cr, -lift->anchor.x, -lift->anchor.y);
  cairo_scale (cr, lift->zoom, lift->zoom);
  bridge_picture_draw (picture, cr, &style);
  cairo_destroy (cr);
  return node;
}

/* Frozen pieces are drawn once; the tail at each step. Adjoining pieces share their joint. Returns
 * the opacity of them all. */
static double
grow_pieces (Lift *lift, const BridgeItem *item)
{
  gsize count = item->points.count;
  gsize first = lift->pieces->len > 0 ? g_array_index (lift->pieces, Piece, lift->pieces->len - 1).last : 0;

  while (count - first > PIECE_POINTS + TAIL_POINTS)
    {
      g_autoptr (BridgePicture) picture = bridge_picture_new_piece (item, first, first + PIECE_POINTS);
      Piece piece = { draw (picture, lift), first, first + PIECE_POINTS };

      g_array_append_val (lift->pieces, piece);
      first += PIECE_POINTS;
    }
  if (lift->whole == NULL)
    {
      g_autoptr (BridgePicture) tail = bridge_picture_new_piece (item, first, count - 1);

      lift->whole = draw (tail, lift);
      lift->opacity = bridge_picture_opacity (tail);
    }
  return lift->opacity;
}

static void
append_stroke (Lift *lift, const BridgeItem *item, GtkSnapshot *snapshot)
{
  double opacity = grow_pieces (lift, item);

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
append_item (BridgeLifted *lifted, Lift *lift, const BridgeItem *item, GtkSnapshot *snapshot)
{
  if ((item->kind == BRIDGE_KIND_STROKE || item->kind == BRIDGE_KIND_HIGHLIGHTER) && item->points.count > 0)
    {
      append_stroke (lift, item, snapshot);
      return;
    }
  if (lift->whole == NULL)
    lift->whole = draw (bridge_scene_picture (lifted->scene, item), lift);
  if (lift->whole != NULL)
    gtk_snapshot_append_node (snapshot, lift->whole);
}

/* Where tiles have it again it is not drawn twice: it may be translucent. */
static void
append_returning (BridgeLifted *lifted, Lift *lift, const BridgeItem *item, BridgePoint at, GtkSnapshot *snapshot)
{
  g_autoptr (GArray) missing = bridge_tiles_find_missing (lifted->tiles, lift->bounds, lift->since);

  for (guint i = 0; i < missing->len; i++)
    {
      graphene_rect_t place = g_array_index (missing, graphene_rect_t, i);

      graphene_rect_offset (&place, (float)-at.x, (float)-at.y);
      gtk_snapshot_push_clip (snapshot, &place);
      append_item (lifted, lift, item, snapshot);
      gtk_snapshot_pop (snapshot);
    }
}

static void
append_lift (BridgeLifted *lifted, Lift *lift, const BridgeItem *item, GtkSnapshot *snapshot)
{
  BridgePoint origin = bridge_tiles_origin (lifted->tiles);
  BridgePoint at = { origin.x + lift->anchor.x, origin.y + lift->anchor.y };

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)at.x, (float)at.y));
  if (lift->back)
    append_returning (lifted, lift, item, at, snapshot);
  else
    append_item (lifted, lift, item, snapshot);
  gtk_snapshot_restore (snapshot);
}

/* Whatever has no node yet can be drawn from another anchor, at another scale. */
static void
prepare (Lift *lift, double zoom, double detail, gboolean dark)
{
  if (lift->zoom != zoom || lift->detail != detail || lift->dark != dark)
    drop_nodes (lift);
  if (lift->pieces->len > 0 || lift->whole != NULL)
    return;
  lift->zoom = zoom;
  lift->detail = detail;
  lift->dark = dark;
  lift->anchor = (BridgePoint){ floor (lift->bounds.x * zoom), floor (lift->bounds.y * zoom) };
}

void
bridge_lifted_snapshot (BridgeLifted         *lifted,
                        const BridgeViewport *viewport,
                        int                   scale_factor,
                        gboolean              dark,
                        GtkSnapshot          *snapshot)
{
  BridgeRect view = bridge_viewport_visible (viewport);

  for (guint i = 0; i < lifted->lifts->len; i++)
    {
      Lift             *lift = g_ptr_array_index (lifted->lifts, i);
      const BridgeItem *item = find_visible (lifted, lift->id);

      if (item == NULL || lift->hidden || !bridge_rect_intersects (lift->bounds, view))
        continue;
      prepare (lift, viewport->zoom, viewport->zoom * scale_factor, dark);
      append_lift (lifted, lift, item, snapshot);
    }
}
