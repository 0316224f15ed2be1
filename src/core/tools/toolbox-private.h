/* What the tools share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ink/filter.h"
#include "core/tools/toolbox.h"

#define BRIDGE_DRAG_THRESHOLD  3.0  /* logical px before a press becomes a drag */
#define BRIDGE_PICK_TOLERANCE  4.0  /* logical px about the pointer */
#define BRIDGE_ERASER_RADIUS   8.0  /* logical px */
#define BRIDGE_HANDLE_REACH    9.0  /* logical px from a handle's middle that still take hold of it */
#define BRIDGE_ROTATE_DISTANCE 24.0 /* logical px from the frame's top to the handle that turns */
#define BRIDGE_ITEM_SIZE_MIN   1.0  /* board px that a resize leaves */

/* One tool. The toolbox has begun a gesture of undo before press and ends it after release or cancel. NULL: does nothing. */
typedef struct
{
  void (*press) (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo);
  void (*move) (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo); /* while dragging */
  void (*hover) (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo);
  void (*settle) (BridgeToolbox *toolbox, BridgeTodo *todo);
  void (*release) (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo); /* after a settle */
  void (*stop) (BridgeToolbox *toolbox, BridgeTodo *todo);                                     /* forget what the drag gathered, whichever way it ended */
} BridgeToolClass;

extern const BridgeToolClass bridge_select_class;
extern const BridgeToolClass bridge_hand_class;
extern const BridgeToolClass bridge_draw_class; /* pen and highlighter */
extern const BridgeToolClass bridge_eraser_class;
extern const BridgeToolClass bridge_shape_class;
extern const BridgeToolClass bridge_place_class; /* text and note */

/* Where a dragged item was when the drag began. */
typedef struct
{
  BridgeStamp id;
  BridgeRect  box;
  double      rotation;
  double      font_size;
} BridgeGrip;

typedef enum
{
  BRIDGE_DRAG_NONE,
  BRIDGE_DRAG_PENDING, /* pressed, not moved yet */
  BRIDGE_DRAG_BAND,
  BRIDGE_DRAG_MOVE,
  BRIDGE_DRAG_RESIZE,
  BRIDGE_DRAG_ROTATE,
} BridgeDrag;

struct BridgeToolbox
{
  BridgeGuest    *guest;    /* borrowed */
  BridgeViewport *viewport; /* borrowed */
  BridgeStyle     style;
  BridgeTool      tool;
  bool            hand_borrowed;

  /* selection, bottom to top */
  BridgeStamp *selection;
  size_t       n_selection;
  size_t       selection_capacity;

  /* the drag, whatever the tool */
  bool                   dragging;
  const BridgeToolClass *drag_class; /* of the tool that began it */
  BridgePointerEvent     pressed;
  BridgePointerEvent     last; /* the newest event of the pointer */
  bool                   hovering;
  bool                   unsettled;
  bool                   edited; /* the drag has put something on the board */

  /* select */
  BridgeDrag   drag;
  BridgeHandle handle;
  BridgeRect   frame; /* at the beginning */
  double       frame_rotation;
  BridgeGrip  *grips;
  size_t       n_grips;
  BridgeStamp *band_kept; /* what was selected before the band, with Shift */
  size_t       n_band_kept;
  bool         deselect_on_click; /* a Shift-click on what was selected already */

  /* pen and highlighter */
  BridgeInkFilter filter;
  BridgeInkPoint *gathered;
  size_t          n_gathered;
  size_t          gathered_capacity;
  BridgeStamp     drawing;

  /* hand */
  BridgePoint held; /* logical px: where the pointer was last */

  /* eraser */
  BridgePoint erased_to; /* board px: the end of the last sweep */

  /* shape */
  BridgeItem *preview; /* owned (nullable) */
};

/* toolbox.c */
BridgePoint        bridge_toolbox_to_board (const BridgeToolbox *toolbox, BridgePoint at);
const BridgeBoard *bridge_toolbox_board (const BridgeToolbox *toolbox);
void               bridge_toolbox_commit (BridgeToolbox *toolbox, BridgeEdit *edit, BridgeTodo *todo);
void               bridge_toolbox_edit_text (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo);
bool               bridge_toolbox_moved_enough (const BridgeToolbox *toolbox, const BridgePointerEvent *event);

/* transform.c: moving, resizing and turning what was selected when the drag began. */
void bridge_toolbox_take_grips (BridgeToolbox *toolbox);
void bridge_toolbox_transform (BridgeToolbox *toolbox, BridgeTodo *todo);

/* frame.c */
BridgeHandle bridge_toolbox_handle_at (const BridgeToolbox *toolbox, BridgePoint at); /* logical px */

/* selection.c */
void bridge_toolbox_select_more (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo);
void bridge_toolbox_select_less (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo);
