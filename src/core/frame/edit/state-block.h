/* How a block of state lies: planes, tags and flags, for its writer and its reader.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is alike lies together, so that deflate finds it. In the order of the block. */
typedef enum
{
  BRIDGE_PLANE_SHAPE,    /* what repeats from record to record: tags, kinds, properties, codes, colours */
  BRIDGE_PLANE_NUMBER,   /* revisions, lamports, sites, counts */
  BRIDGE_PLANE_VALUE,    /* numbers in registers */
  BRIDGE_PLANE_BYTES,    /* text, names, bytes in registers */
  BRIDGE_PLANE_X,        /* ink: second differences */
  BRIDGE_PLANE_Y,        /* the same */
  BRIDGE_PLANE_PRESSURE, /* ink: differences modulo 256 */
  BRIDGE_N_PLANES
} BridgePlane;

#define BRIDGE_STATE_LEVEL 6 /* of deflate */

/* The tag of a record: its type (BridgeStateRecordType) and flags. */
#define BRIDGE_RECORD_TYPE_MASK   0x0f
#define BRIDGE_RECORD_FLAG_TEXT   0x10 /* of an item: it has text */
#define BRIDGE_RECORD_FLAG_POINTS 0x20 /* of an item: it has points */
#define BRIDGE_RECORD_FLAG_SAID   0x10 /* of an author: name and colour have a stamp */

/* Of a register, above its value's code. */
#define BRIDGE_REGISTER_FLAG_SITE 0x08 /* the stamp's site is another than the item's */

/* Of a run of text. */
#define BRIDGE_RUN_FLAG_DELETED 0x01
#define BRIDGE_RUN_FLAG_RIGHT   0x02
#define BRIDGE_RUN_FLAG_ROOT    0x04 /* no parent */
#define BRIDGE_RUN_FLAG_BEHIND  0x08 /* the parent has the stamp right before the run's first */
#define BRIDGE_RUN_FLAGS        0x0f
