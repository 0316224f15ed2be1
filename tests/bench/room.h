/* What is measured of a room, and how it is told.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Drawing, seen live. */
typedef struct
{
  const char *name;
  guint       n_writers;
  guint       n_viewers;
  gboolean    presence; /* pointers are shown too */

  guint   n_strokes;
  guint64 n_points;
  guint64 n_deliveries;   /* of updates, to viewers and writers */
  double  cpu;            /* us a delivery, of the server */
  double  stroke_bytes;   /* a viewer */
  double  presence_bytes; /* a viewer and second */
  guint64 resident;       /* KiB */
} LiveResult;

/* Coming to a full board. */
typedef struct
{
  guint   n_strokes;
  guint64 n_points;
  guint64 bytes;
  guint64 n_edits; /* that came as edits, behind an older snapshot */
  gsize   varints; /* bytes of the same points, packing.h */
  gsize   xz;
  double  decode;       /* ms */
  double  slice;        /* ms, the longest */
  double  first, later; /* ms of the server for the first who comes, and for another */
  guint64 resident;     /* KiB */
} JoinResult;

/* How well strokes of one kind pack. */
typedef struct
{
  const char *name;
  gboolean    is_judged;    /* as strokes of a hand */
  gboolean    is_usual;     /* 120 points each, as the figure for live strokes means them */
  double      stroke_bytes; /* seen live */
  double      point_bytes;
  guint64     snapshot; /* bytes of a board full of them */
  gsize       xz;       /* of the same points, packing.h */
} InkResult;

typedef struct
{
  LiveResult *live;
  guint       n_live;
  JoinResult  join;
  InkResult  *ink;
  guint       n_ink;
} RoomResults;

/* Prints tables and JSON, which goes into the file too (nullable). TRUE: no target is missed. */
gboolean room_tell (const RoomResults *results, const char *path);
