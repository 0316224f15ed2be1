/* A canvas in a window, looked at frame by frame.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/canvas-private.h"

#define WIDTH  640
#define HEIGHT 480

typedef struct
{
  BridgeSession *session;
  BridgeGuest   *guest;
  GtkWidget     *window;
  BridgeCanvas  *canvas;
} Desk;

void desk_set_up (Desk *desk, gconstpointer data);
void desk_tear_down (Desk *desk, gconstpointer data);

gint64   desk_deadline (void);
void     desk_iterate (gint64 until);
gboolean desk_is_quiet (Desk *desk);
void     desk_settle (Desk *desk); /* until everything has landed and nothing moves */

/* A red square. */
BridgeStamp desk_add_square (Desk *desk, double x, double y, double size);
void        desk_move (Desk *desk, BridgeStamp id, double x, double y);
void        desk_point (Desk *desk, BridgePointerType type, double x, double y);
void        desk_look_at (Desk *desk, double x, double y, double zoom);

/* What would be on the screen if this very moment were a frame. */
GskRenderNode   *desk_take_node (Desk *desk);
cairo_surface_t *desk_draw_node (GskRenderNode *node, int scale);
guint32          desk_look (Desk *desk, int x, int y);
/* At each moment until all is quiet. */
void desk_assert_always (Desk *desk, int x, int y, guint32 color);

guint32 desk_pixel (cairo_surface_t *surface, int x, int y); /* 0xRRGGBB */
int     desk_distance (guint32 a, guint32 b);                /* of the channel that differs most */
