/* What the parts of a picture share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ink/outline.h"
#include "paint/picture.h"

/* Relative to the top left of the unrotated box: there floats are exact enough at every zoom. */
typedef struct
{
  float x;
  float y;
  float pressure;
} BridgePicturePoint;

/* A stroke's outline at one level of detail, in one piece of memory (g_atomic_rc_box). */
typedef struct
{
  int   level;
  guint n_points;
  guint n_runs;
  guint starts[]; /* then x and y of the points, as floats */
} BridgePictureOutline;

struct BridgePicture
{
  gatomicrefcount references;
  uint32_t        kind;
  BridgeRect      box; /* unrotated, board px */
  BridgeRect      bounds;
  double          rotation;
  double          size;
  double          opacity;
  double          font_size;
  uint32_t        color;
  uint32_t        fill;
  bool            has_fill;
  bool            is_piece;
  bool            has_head;
  BridgeDash      dash;
  BridgePoint     barbs[2];
  char           *text; /* NULL when empty */

  BridgePicturePoint *points;
  size_t              n_points;
  size_t              first; /* the points that control what is drawn */
  size_t              last;

  GMutex                lock; /* of the outline alone */
  BridgePictureOutline *outline;
};

/* Each draws with the box's top left as the origin of `cr`. */
void bridge_picture_draw_ink (BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style);
void bridge_picture_draw_line (const BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style);
void bridge_picture_draw_shape (const BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style);
void bridge_picture_draw_note (const BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style);
void bridge_picture_draw_text (const BridgePicture *picture, cairo_t *cr, const BridgePaintStyle *style);

/* Sets the line's width, joins and dashes; `length` is about how long the whole line is. */
void bridge_picture_set_pen (const BridgePicture *picture, cairo_t *cr, double width, double length);

void bridge_picture_clear_outline (BridgePicture *picture);
