/* The others' cursors, gliding from place to place, and the outlines of what they have selected.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/cursors.h"

#include "ui/avatar.h"

#include <math.h>

#define GLIDE       60000.0 /* us: the time in which two thirds of the way are made */
#define ARRIVED     0.2     /* board px from the end of the way */
#define LABEL_PAD_X 8
#define LABEL_PAD_Y 4
#define OUTLINE     1.5
#define OUTLINE_GAP 3.0

typedef struct
{
  guint32        person;
  guint32        color;
  char          *name;
  BridgePresence presence;
  BridgePoint    shown;  /* where it is drawn, board px */
  gboolean       placed; /* shown counts */
} Cursor;

struct BridgeCursors
{
  GPtrArray *cursors; /* of Cursor (owned) */
};

static void
cursor_free (gpointer data)
{
  Cursor *cursor = data;

  bridge_presence_clear (&cursor->presence);
  g_free (cursor->name);
  g_free (cursor);
}

BridgeCursors *
bridge_cursors_new (void)
{
  BridgeCursors *cursors = g_new0 (BridgeCursors, 1);

  cursors->cursors = g_ptr_array_new_with_free_func (cursor_free);
  return cursors;
}

void
bridge_cursors_free (BridgeCursors *cursors)
{
  g_ptr_array_unref (cursors->cursors);
  g_free (cursors);
}

static Cursor *
find (BridgeCursors *cursors, guint32 person)
{
  for (guint i = 0; i < cursors->cursors->len; i++)
    {
      Cursor *cursor = g_ptr_array_index (cursors->cursors, i);

      if (cursor->person == person)
        return cursor;
    }
  return NULL;
}

void
bridge_cursors_present (BridgeCursors *cursors, const BridgePerson *person, const BridgePresence *presence)
{
  Cursor *cursor = find (cursors, person->person);

  if (cursor == NULL)
    {
      cursor = g_new0 (Cursor, 1);
      cursor->person = person->person;
      g_ptr_array_add (cursors->cursors, cursor);
    }
  cursor->color = person->color | 0xff;
  g_free (cursor->name);
  cursor->name = g_strdup (person->name);
  bridge_presence_clear (&cursor->presence);
  bridge_presence_copy (&cursor->presence, presence);
  if ((presence->flags & BRIDGE_PRESENCE_CURSOR) == 0)
    cursor->placed = FALSE;
  else if (!cursor->placed)
    {
      cursor->shown = presence->cursor;
      cursor->placed = TRUE;
    }
}

void
bridge_cursors_remove (BridgeCursors *cursors, guint32 person)
{
  Cursor *cursor = find (cursors, person);

  if (cursor != NULL)
    g_ptr_array_remove (cursors->cursors, cursor);
}

void
bridge_cursors_clear (BridgeCursors *cursors)
{
  g_ptr_array_set_size (cursors->cursors, 0);
}

gboolean
bridge_cursors_tick (BridgeCursors *cursors, gint64 elapsed)
{
  double   glide = 1 - exp (-elapsed / GLIDE);
  gboolean moving = FALSE;

  for (guint i = 0; i < cursors->cursors->len; i++)
    {
      Cursor *cursor = g_ptr_array_index (cursors->cursors, i);
      double  dx = cursor->presence.cursor.x - cursor->shown.x;
      double  dy = cursor->presence.cursor.y - cursor->shown.y;
      double  part = hypot (dx, dy) < ARRIVED ? 1 : glide;

      if (!cursor->placed || (dx == 0 && dy == 0))
        continue;
      cursor->shown.x += dx * part;
      cursor->shown.y += dy * part;
      moving = TRUE;
    }
  return moving;
}

static void
append_outline (const Cursor *cursor, const BridgeItem *item, const BridgeViewport *viewport, GtkSnapshot *snapshot)
{
  BridgeRect      box = bridge_item_box (item);
  BridgePoint     center = bridge_viewport_to_view (viewport, bridge_rect_center (box));
  double          width = box.width * viewport->zoom + 2 * OUTLINE_GAP;
  double          height = box.height * viewport->zoom + 2 * OUTLINE_GAP;
  GdkRGBA         rgba = bridge_color_to_rgba (cursor->color);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (-width / 2, -height / 2, width, height);
  GskRoundedRect  outline;
  const float     widths[4] = { OUTLINE, OUTLINE, OUTLINE, OUTLINE };
  const GdkRGBA   colors[4] = { rgba, rgba, rgba, rgba };

  gsk_rounded_rect_init_from_rect (&outline, &bounds, 3);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (center.x, center.y));
  gtk_snapshot_rotate (snapshot, bridge_item_number (item, BRIDGE_PROPERTY_ROTATION));
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
  gtk_snapshot_restore (snapshot);
}

static void
append_selection (const Cursor         *cursor,
                  const BridgeBoard    *board,
                  const BridgeViewport *viewport,
                  GtkSnapshot          *snapshot)
{
  BridgeRect view = bridge_viewport_visible (viewport);

  if ((cursor->presence.flags & BRIDGE_PRESENCE_SELECTION) == 0)
    return;
  for (size_t i = 0; i < cursor->presence.n_items; i++)
    {
      const BridgeItem *item = bridge_board_item (board, cursor->presence.items[i]);

      if (item != NULL && !bridge_item_is_deleted (item) && bridge_rect_intersects (bridge_item_bounds (item), view))
        append_outline (cursor, item, viewport, snapshot);
    }
}

/* An arrow whose tip is the origin, with a thin light edge so that it is seen on its own colour too. */
static void
append_arrow (const Cursor *cursor, GtkSnapshot *snapshot)
{
  GdkRGBA  rgba = bridge_color_to_rgba (cursor->color);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (-3, -3, 20, 22));

  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, 1, 14);
  cairo_line_to (cr, 4.6, 10.6);
  cairo_line_to (cr, 9.8, 10);
  cairo_close_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_source_rgba (cr, 1, 1, 1, 0.9);
  cairo_set_line_width (cr, 2);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &rgba);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
append_label (const Cursor *cursor, GtkWidget *widget, GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, cursor->name);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GdkRGBA         ground = bridge_color_to_rgba (cursor->color);
  GdkRGBA         ink = bridge_color_contrast (cursor->color);
  graphene_rect_t bounds;
  GskRoundedRect  pill;
  int             width, height;

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_width (layout, 200 * PANGO_SCALE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, &width, &height);
  bounds = GRAPHENE_RECT_INIT (12, 14, width + 2 * LABEL_PAD_X, height + 2 * LABEL_PAD_Y);
  gsk_rounded_rect_init_from_rect (&pill, &bounds, bounds.size.height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, &ground, &bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (12 + LABEL_PAD_X, 14 + LABEL_PAD_Y));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
}

void
bridge_cursors_snapshot (BridgeCursors        *cursors,
                         const BridgeBoard    *board,
                         const BridgeViewport *viewport,
                         GtkWidget            *widget,
                         GtkSnapshot          *snapshot)
{
  for (guint i = 0; i < cursors->cursors->len; i++)
    append_selection (g_ptr_array_index (cursors->cursors, i), board, viewport, snapshot);
  for (guint i = 0; i < cursors->cursors->len; i++)
    {
      Cursor     *cursor = g_ptr_array_index (cursors->cursors, i);
      BridgePoint at = bridge_viewport_to_view (viewport, cursor->shown);

      if (!cursor->placed || at.x < -20 || at.y < -20 || at.x > viewport->width || at.y > viewport->height)
        continue;
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (round (at.x), round (at.y)));
      append_arrow (cursor, snapshot);
      append_label (cursor, widget, snapshot);
      gtk_snapshot_restore (snapshot);
    }
}
