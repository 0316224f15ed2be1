/* The tools: state machines that turn neutral pointer and key events into edits.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A toolbox belongs to one view of one guest's board. Each call returns at once what the view must do; nothing calls back. A
 * drag of any tool is one gesture of undo, and its edits go out while it lasts, so that others see it happen. */
#pragma once

#include "core/ink/stroke.h"
#include "core/sync/guest.h"
#include "core/tools/viewport.h"

typedef enum
{
  BRIDGE_TOOL_SELECT,
  BRIDGE_TOOL_HAND,
  BRIDGE_TOOL_PEN,
  BRIDGE_TOOL_HIGHLIGHTER,
  BRIDGE_TOOL_ERASER,
  BRIDGE_TOOL_SHAPE, /* of BridgeStyle.shape */
  BRIDGE_TOOL_TEXT,
  BRIDGE_TOOL_NOTE,
  BRIDGE_N_TOOLS
} BridgeTool;

typedef enum
{
  BRIDGE_MODIFIER_SHIFT = 1 << 0,   /* constrains; adds to the selection */
  BRIDGE_MODIFIER_CONTROL = 1 << 1, /* from the centre */
  BRIDGE_MODIFIER_ALT = 1 << 2,     /* copies while moving */
} BridgeModifiers;

typedef enum
{
  BRIDGE_POINTER_PRESS,
  BRIDGE_POINTER_MOVE, /* with a button down or without */
  BRIDGE_POINTER_RELEASE,
  BRIDGE_POINTER_CANCEL, /* the drag is taken back: its edits are undone */
  BRIDGE_POINTER_LEAVE,
} BridgePointerType;

typedef struct
{
  BridgePointerType type;
  BridgePoint       at;       /* logical window px */
  double            pressure; /* 0 to 1; negative: the device has none (a mouse) */
  unsigned          modifiers;
  unsigned          n_clicks; /* of a press: 1, 2, ... */
  uint64_t          time;     /* us, monotonic */
  bool              eraser;   /* the pen's other end */
} BridgePointerEvent;

typedef enum
{
  BRIDGE_KEY_ESCAPE,
  BRIDGE_KEY_DELETE,
  BRIDGE_KEY_ENTER, /* edits the text of the selected item */
  BRIDGE_KEY_LEFT,
  BRIDGE_KEY_RIGHT,
  BRIDGE_KEY_UP,
  BRIDGE_KEY_DOWN,
} BridgeKey;

/* What is drawn next; the view reads and writes it. */
typedef struct
{
  uint32_t   color; /* 0xRRGGBBAA; of strokes, outlines and text */
  bool       filled;
  uint32_t   fill; /* counts if filled */
  double     size;
  double     highlighter_size;
  uint32_t   highlighter_color;
  uint32_t   note_color;
  BridgeDash dash;
  double     opacity;
  double     font_size;
  uint32_t   shape; /* BRIDGE_KIND_RECTANGLE, ELLIPSE, DIAMOND, LINE or ARROW */
} BridgeStyle;

typedef enum
{
  BRIDGE_TODO_OVERLAY = 1 << 0,   /* draw the overlay anew */
  BRIDGE_TODO_VIEWPORT = 1 << 1,  /* the viewport has moved */
  BRIDGE_TODO_SELECTION = 1 << 2, /* the selection has changed */
  BRIDGE_TODO_TOOL = 1 << 3,      /* the tool has changed by itself */
  BRIDGE_TODO_WRITE = 1 << 4,     /* edit the text of item `write` in place */
  BRIDGE_TODO_CURSOR = 1 << 5,    /* ask for the pointer's shape anew */
} BridgeTodoFlags;

/* {0} with changes initialised. The caller clears the changes after use. */
typedef struct
{
  unsigned      flags;
  BridgeStamp   write;
  BridgeChanges changes;
  BridgeRefusal refusal; /* why the last edit could not be made, NONE usually */
} BridgeTodo;

typedef struct BridgeToolbox BridgeToolbox;

/* Borrows both for its lifetime. */
BridgeToolbox *bridge_toolbox_new (BridgeGuest *guest, BridgeViewport *viewport);
void           bridge_toolbox_free (BridgeToolbox *toolbox);

BridgeTool   bridge_toolbox_tool (const BridgeToolbox *toolbox);
void         bridge_toolbox_set_tool (BridgeToolbox *toolbox, BridgeTool tool, BridgeTodo *todo); /* ends a drag */
BridgeStyle *bridge_toolbox_style (BridgeToolbox *toolbox);
/* For a while (space, middle button): the hand, then the tool that was there. */
void bridge_toolbox_borrow_hand (BridgeToolbox *toolbox, bool borrow, BridgeTodo *todo);

void bridge_toolbox_pointer (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo);
/* Arrow keys move the selection by 1 px, with Shift by 10. False: nothing here is done by it. */
bool bridge_toolbox_key (BridgeToolbox *toolbox, BridgeKey key, unsigned modifiers, BridgeTodo *todo);
bool bridge_toolbox_is_dragging (const BridgeToolbox *toolbox);
/* Turns what a drag has gathered since the last call into one edit. A pointer may tell of many places between two frames: hand
 * in all of them, then settle once a frame. A release settles by itself. */
void bridge_toolbox_settle (BridgeToolbox *toolbox, BridgeTodo *todo);

/* After every change of the board that no call here made (others, undo): drops from the selection what is gone. */
void bridge_toolbox_board_changed (BridgeToolbox *toolbox, const BridgeChanges *changes, BridgeTodo *todo);

/* The selection, bottom to top. */
size_t            bridge_toolbox_n_selected (const BridgeToolbox *toolbox);
BridgeStamp       bridge_toolbox_selected (const BridgeToolbox *toolbox, size_t index);
const BridgeItem *bridge_toolbox_selected_item (const BridgeToolbox *toolbox, size_t index); /* NULL: gone by now */
bool              bridge_toolbox_is_selected (const BridgeToolbox *toolbox, BridgeStamp item);
void              bridge_toolbox_select (BridgeToolbox *toolbox, const BridgeStamp *items, size_t n_items, BridgeTodo *todo);
void              bridge_toolbox_select_all (BridgeToolbox *toolbox, BridgeTodo *todo); /* but what is locked or not drawn */

/* Commands on the selection, however large; each one step of undo. Nothing happens on an empty selection; locked items are
 * left out, and todo->refusal says so. */
void bridge_toolbox_delete (BridgeToolbox *toolbox, BridgeTodo *todo);
void bridge_toolbox_duplicate (BridgeToolbox *toolbox, BridgeTodo *todo);
void bridge_toolbox_front (BridgeToolbox *toolbox, BridgeTodo *todo);
void bridge_toolbox_back (BridgeToolbox *toolbox, BridgeTodo *todo);
void bridge_toolbox_set_locked (BridgeToolbox *toolbox, bool locked, BridgeTodo *todo);
/* Sets the property of every selected item that has it (colour, size, fill, dash, opacity, font size). */
void bridge_toolbox_restyle (BridgeToolbox *toolbox, uint32_t property, BridgeValue value, BridgeTodo *todo);
/* Copies as state frames (core/frame/edit/state.h), so that a paste into another board keeps everything. false: nothing is selected. */
bool bridge_toolbox_copy (const BridgeToolbox *toolbox, BridgeBytes *out);
/* Pastes where it was if that is in view, else in the window's middle; aside of what is just like it and lies there already.
 * Selects what came. Anything but OK: nothing has come; DENIED: the board refused it (todo->refusal). */
BridgeStatus bridge_toolbox_paste (BridgeToolbox *toolbox, const uint8_t *data, size_t length, BridgeTodo *todo) BRIDGE_MUST_CHECK;
/* Makes a text item of plain text in the window's middle; selects it. Its size is 0 until somebody lays it out. UTF8, LIMIT,
 * DENIED: as above. */
BridgeStatus bridge_toolbox_paste_text (BridgeToolbox *toolbox, const char *text, size_t length, BridgeTodo *todo) BRIDGE_MUST_CHECK;

/* What the overlay shows. */
typedef enum
{
  BRIDGE_HANDLE_NONE = -1,
  BRIDGE_HANDLE_TOP_LEFT,
  BRIDGE_HANDLE_TOP,
  BRIDGE_HANDLE_TOP_RIGHT,
  BRIDGE_HANDLE_RIGHT,
  BRIDGE_HANDLE_BOTTOM_RIGHT,
  BRIDGE_HANDLE_BOTTOM,
  BRIDGE_HANDLE_BOTTOM_LEFT,
  BRIDGE_HANDLE_LEFT,
  BRIDGE_HANDLE_ROTATE,
  BRIDGE_N_HANDLES
} BridgeHandle;

/* The frame around the selection: of one item its box, turned as it is; of several their joint bounds. False: nothing is selected, or the
 * tool shows none. */
bool bridge_toolbox_frame (const BridgeToolbox *toolbox, BridgeRect *box, double *rotation);
/* Where a handle is, logical window px; false when it is not shown: of texts the top and bottom, of small frames the sides, of
 * locked items all. */
bool bridge_toolbox_handle (const BridgeToolbox *toolbox, BridgeHandle handle, BridgePoint *at);
/* The rubber band, board px. */
bool bridge_toolbox_band (const BridgeToolbox *toolbox, BridgeRect *band);
/* The eraser's trail, board px: a disc about the pointer. */
bool bridge_toolbox_eraser (const BridgeToolbox *toolbox, BridgePoint *at, double *radius);
/* A line or arrow that is being drawn and is not on the board yet (its ends could not move there any more), or NULL. Borrowed
 * until the next call. */
const BridgeItem *bridge_toolbox_preview (const BridgeToolbox *toolbox);
/* The item that is being drawn at this moment, or none. */
BridgeStamp bridge_toolbox_drawing (const BridgeToolbox *toolbox);
/* The CSS name of the pointer's shape: "default", "crosshair", "grab", "grabbing", "move", "nwse-resize", "text", ... static. */
const char *bridge_toolbox_cursor (const BridgeToolbox *toolbox);
