/* What the tools share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/map.h"
#include "core/ink/filter.h"
#include "core/tools/toolbox.h"

#define BRIDGE_DRAG_THRESHOLD  3.0  /* logical px before a press becomes a drag */
#define BRIDGE_PICK_TOLERANCE  4.0  /* logical px about the pointer */
#define BRIDGE_ERASER_RADIUS   8.0  /* logical px */
#define BRIDGE_HANDLE_REACH    9.0  /* logical px from a handle's middle that still take hold of it */
#define BRIDGE_ROTATE_DISTANCE 24.0 /* logical px from the frame's top to the handle that turns */
#define BRIDGE_COPY_OFFSET     16.0 /* board px, either way, that a copy lies aside */

/* One tool. The toolbox has begun a gesture of undo before press and ends it after release or cancel. All but `cursor` may
 * be NULL: does nothing. */
typedef struct
{
  void (*press) (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo);
  void (*move) (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo); /* while dragging */
  void (*hover) (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo);
  void (*settle) (BridgeToolbox *toolbox, BridgeTodo *todo);  /* once a frame in which the pointer moved */
  void (*release) (BridgeToolbox *toolbox, BridgeTodo *todo); /* after a settle */
  void (*stop) (BridgeToolbox *toolbox);                      /* forgets what the drag gathered, whichever way it ended */
  const char *(*cursor) (const BridgeToolbox *toolbox);
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
  uint32_t    kind;
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
  BridgeMap    selected; /* the same as a set */

  /* the drag, whatever the tool */
  bool                   dragging;
  bool                   unsettled;
  bool                   hovering;
  const BridgeToolClass *drag_class; /* of the tool that began it */
  BridgePointerEvent     pressed;
  BridgePointerEvent     last; /* the newest event of the pointer */
  BridgePoint            from; /* board px: where the press was, wherever the view has gone since */
  BridgeStamp           *kept; /* the selection as it was before */
  size_t                 n_kept;

  /* select */
  BridgeDrag   drag;
  BridgeHandle handle;
  BridgeRect   frame; /* at the beginning */
  double       frame_rotation;
  BridgeGrip  *grips;
  size_t       n_grips;
  bool         keeps_shape;       /* what is gripped can only be resized as a whole */
  bool         deselect_on_click; /* a Shift-click on what was selected already */

  /* what is being drawn, shaped or none */
  BridgeStamp drawing;

  /* pen and highlighter */
  BridgeInkFilter filter;
  BridgeInkPoint *gathered; /* the first one is on the board already */
  size_t          n_gathered;
  size_t          gathered_capacity;

  /* hand */
  BridgePoint held; /* logical px: where the pointer was last */

  /* eraser */
  BridgePoint erased_to; /* board px: the end of the last sweep */

  /* shape */
  uint32_t    shape;   /* of this drag */
  BridgeItem *preview; /* owned (nullable) */
};

/* toolbox.c */
const BridgeBoard *bridge_toolbox_board (const BridgeToolbox *toolbox);
BridgePoint        bridge_toolbox_at (const BridgeToolbox *toolbox); /* where the pointer is, board px */
/* Whether the pointer has left the place of the press. */
bool bridge_toolbox_has_moved (const BridgeToolbox *toolbox);
/* Takes the edit. False: it was refused. */
bool bridge_toolbox_commit (BridgeToolbox *toolbox, BridgeEdit *edit, BridgeTodo *todo);
/* The tool changes by itself to select, with this item selected; `write`: and its text is to be written. */
void bridge_toolbox_hand_over (BridgeToolbox *toolbox, BridgeStamp item, bool write, BridgeTodo *todo);

/* batch.c: any number of operations as one gesture of edits that are each small enough to be taken. */
typedef struct
{
  BridgeToolbox *toolbox;
  BridgeTodo    *todo;
  BridgeEdit     edit;
  size_t         n_weighed; /* operations */
  size_t         weight;    /* of those, bytes: an estimate, rather too high */
  bool           refused;   /* some were */
} BridgeBatch;

void        bridge_batch_begin (BridgeBatch *batch, BridgeToolbox *toolbox, BridgeTodo *todo);
BridgeEdit *bridge_batch_edit (BridgeBatch *batch); /* to compose the next item's operations into; borrowed until then */
void        bridge_batch_commit (BridgeBatch *batch);
void        bridge_batch_end (BridgeBatch *batch);    /* commits what is left */
void        bridge_batch_cancel (BridgeBatch *batch); /* takes back all of it */

/* style.c: what is drawn next looks like this. */
bool     bridge_kind_has_style (uint32_t kind, uint32_t property);
void     bridge_toolbox_put_style (const BridgeToolbox *toolbox, BridgeEdit *edit, BridgeStamp id, uint32_t kind);
unsigned bridge_toolbox_precision (const BridgeToolbox *toolbox); /* of points drawn at this zoom */

/* transform.c: moving, resizing and turning what was selected when the drag began. */
void bridge_toolbox_take_grips (BridgeToolbox *toolbox);
void bridge_toolbox_transform (BridgeToolbox *toolbox, BridgeTodo *todo);

/* frame.c */
bool         bridge_toolbox_is_in_frame (const BridgeToolbox *toolbox, BridgePoint at); /* board px */
BridgeHandle bridge_toolbox_handle_at (const BridgeToolbox *toolbox, BridgePoint at);   /* logical px */
const char  *bridge_toolbox_handle_cursor (const BridgeToolbox *toolbox, BridgeHandle handle);

/* selection.c */
const BridgeItem *bridge_toolbox_item (const BridgeToolbox *toolbox, BridgeStamp id); /* NULL: not there, or deleted */
const BridgeItem *bridge_toolbox_pick (const BridgeToolbox *toolbox, BridgePoint at); /* board px; NULL: nothing */
bool              bridge_item_holds_text (const BridgeItem *item);                    /* and may be written in */
void              bridge_toolbox_select_more (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo);
void              bridge_toolbox_select_less (BridgeToolbox *toolbox, BridgeStamp item, BridgeTodo *todo);
void              bridge_toolbox_refresh_selection (BridgeToolbox *toolbox, BridgeTodo *todo); /* drops what is gone */

/* commands.c */
void bridge_toolbox_nudge (BridgeToolbox *toolbox, double dx, double dy, BridgeTodo *todo);
/* Copies what is selected, moved so far, and selects the copies. */
void bridge_toolbox_copy_aside (BridgeToolbox *toolbox, double dx, double dy, BridgeTodo *todo);
