/* A toolbox at work in a test: a guest, a view of 1000 x 800 px, and a hand that presses, moves and releases.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/compose.h"
#include "core/tools/toolbox.h"

#include <glib.h>

typedef struct
{
  BridgeGuest   *guest;
  bool           owns_guest;
  BridgeViewport viewport;
  BridgeToolbox *toolbox;
  BridgeTodo     todo; /* of the last call */
  guint64        now;
  unsigned       modifiers; /* of the events to come */
  double         pressure;
  bool           eraser;
} Bench;

void               bench_init (Bench *self, guint64 site);           /* a guest alone, the tool is select */
void               bench_init_for (Bench *self, BridgeGuest *guest); /* of another's guest */
void               bench_clear (Bench *self);
void               bench_begin (Bench *self); /* before a call of the toolbox: forgets what the last one told */
const BridgeBoard *bench_board (const Bench *self);

/* Window px, which are board px until the view is moved. */
void        bench_pointer (Bench *self, BridgePointerType type, double x, double y, unsigned n_clicks);
void        bench_press (Bench *self, double x, double y);
void        bench_move (Bench *self, double x, double y); /* and settles */
void        bench_release (Bench *self, double x, double y);
void        bench_cancel (Bench *self);
void        bench_hover (Bench *self, double x, double y);
void        bench_click (Bench *self, double x, double y);
void        bench_double_click (Bench *self, double x, double y);
void        bench_drag (Bench *self, double x1, double y1, double x2, double y2); /* by way of the middle */
bool        bench_key (Bench *self, BridgeKey key, unsigned modifiers);
void        bench_tool (Bench *self, BridgeTool tool);
BridgePoint bench_handle (const Bench *self, BridgeHandle handle); /* must be shown */
void        bench_drag_handle (Bench *self, BridgeHandle handle, double dx, double dy);

/* Made by no tool. */
BridgeStamp bench_add (Bench *self, uint32_t kind, double x, double y, double width, double height);
BridgeStamp bench_add_stroke (Bench *self, const BridgeInkPoint *points, size_t n_points);
void        bench_set (Bench *self, BridgeStamp id, uint32_t property, BridgeValue value);
void        bench_set_number (Bench *self, BridgeStamp id, uint32_t property, double value);
void        bench_write (Bench *self, BridgeStamp id, const char *text);

const BridgeItem *bench_item (const Bench *self, BridgeStamp id);            /* must be there and visible */
const BridgeItem *bench_top (const Bench *self);                             /* must be there */
size_t            bench_n_items (const Bench *self);                         /* visible */
char             *bench_text (const BridgeItem *item);                       /* g_free */
BridgePoint       bench_corner (const BridgeItem *item, double x, double y); /* of its box, fractions; turned as it is */
/* All that can be seen, bottom to top, a line an item (g_free). */
char *bench_describe (const Bench *self);

void bench_select (Bench *self, BridgeStamp id, ...) G_GNUC_NULL_TERMINATED; /* pointers to more */
void bench_assert_selected (const Bench *self, size_t n_items, ...);         /* BridgeStamp *: exactly these, bottom to top */
void bench_assert_box (const Bench *self, BridgeStamp id, double x, double y, double width, double height);
void bench_assert_point (BridgePoint at, double x, double y);
void bench_undo (Bench *self);
void bench_redo (Bench *self);
/* One undo leads back to `before`, which it takes (bench_describe), and one redo to what is now. */
void bench_assert_one_step (Bench *self, char *before);

#define assert_near(a, b) g_assert_cmpfloat_with_epsilon ((a), (b), 1e-6)
