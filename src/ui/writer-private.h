/* The writer's fields, for the files that make it up and for its tests.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "paint/picture.h"
#include "paint/text-layout.h"
#include "ui/writer.h"

/* A place among the letters. `left` is the letter before it, none at the start: so it survives what others write. */
typedef struct
{
  gsize       index;
  BridgeStamp left;
} BridgeWriterMark;

/* Typing in one go is one step of undo. */
typedef enum
{
  BRIDGE_WRITER_RUN_NONE, /* each edit is a step of its own */
  BRIDGE_WRITER_RUN_INSERT,
  BRIDGE_WRITER_RUN_DELETE,
} BridgeWriterRun;

typedef enum
{
  BRIDGE_WRITER_UNIT_LETTER,
  BRIDGE_WRITER_UNIT_WORD,
  BRIDGE_WRITER_UNIT_LINE,
} BridgeWriterUnit;

typedef struct
{
  gsize from;
  gsize to;
} BridgeWriterSpan;

struct _BridgeWriter
{
  GObject parent;

  GtkWidget            *widget;   /* borrowed: it owns the writer */
  BridgeSession        *session;  /* owned */
  const BridgeViewport *viewport; /* borrowed */
  GtkIMContext         *im;       /* owned */
  GtkEventController   *keys;     /* owned; on the widget while active */

  gboolean    active;
  BridgeStamp item;

  /* The item as last seen. */
  guint32           kind;
  BridgeRect        box;
  double            rotation;
  double            font_size;
  double            opacity;
  char             *text;
  gsize             length; /* code points */
  double            wrap;   /* of a text: the width somebody gave it; 0: as wide as its letters */
  BridgeTextLayout *layout; /* made on demand, with what is being composed */
  BridgePicture    *picture;

  BridgeWriterMark caret;
  BridgeWriterMark anchor; /* the selection's other end */
  double           goal;   /* the x that Up and Down keep; NAN: that of the caret */
  BridgeWriterUnit drag_unit;
  BridgeWriterSpan drag_span; /* what the press selected */

  char           *preedit; /* what the input method is composing; NULL: nothing */
  gsize           preedit_caret;
  GdkRectangle    im_place;
  BridgeWriterRun run;
  guint           run_pause;
  gboolean        wrote;    /* something, since the beginning */
  gboolean        stepping; /* through undo */
  GCancellable   *pasting;

  guint    blink;
  guint    n_blinks;
  gboolean caret_shown;
};

/* writer.c */
const BridgeItem *bridge_writer_item (BridgeWriter *self); /* NULL when it is not on the board (any more) */
BridgeTextLayout *bridge_writer_layout (BridgeWriter *self);
void              bridge_writer_refresh (BridgeWriter *self); /* reads the item anew; the marks follow */
void              bridge_writer_select (BridgeWriter *self, gsize anchor, gsize caret);
BridgeWriterSpan  bridge_writer_selection (BridgeWriter *self);
void              bridge_writer_emit_changed (BridgeWriter *self);
void              bridge_writer_say (BridgeWriter *self, const char *words);

/* writer-edit.c */
void   bridge_writer_insert (BridgeWriter *self, const char *text, BridgeWriterRun run); /* in place of the selection */
void   bridge_writer_delete (BridgeWriter *self, BridgeWriterSpan span, BridgeWriterRun run);
void   bridge_writer_end_run (BridgeWriter *self);
void   bridge_writer_leave_item (BridgeWriter *self); /* the last edits: an empty text goes */
double bridge_writer_find_wrap (BridgeWriter *self);

/* writer-keys.c */
void     bridge_writer_init_keys (BridgeWriter *self);
void     bridge_writer_start_keys (BridgeWriter *self);
void     bridge_writer_stop_keys (BridgeWriter *self);
void     bridge_writer_reset_im (BridgeWriter *self);
gboolean bridge_writer_press_key (BridgeWriter *self, guint key, GdkModifierType state); /* whether it was for it */

/* writer-draw.c */
BridgePoint bridge_writer_to_local (BridgeWriter *self, BridgePoint at); /* board px to px from the unrotated box's top left */
void        bridge_writer_place_im (BridgeWriter *self);
void        bridge_writer_start_blink (BridgeWriter *self);
