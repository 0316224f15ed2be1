/* A board, a window and a writer to try writing in place on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/writer-private.h"

#define DEADLINE 10 /* s */

/* A widget that shows a writer. */
#define PAGE_TYPE (page_get_type ())
G_DECLARE_FINAL_TYPE (Page, page, TEST, PAGE, GtkWidget)

struct _Page
{
  GtkWidget     parent;
  BridgeWriter *writer;
  guint         n_shown;
};

typedef struct
{
  BridgeSession *session;
  BridgeGuest   *guest;
  BridgeViewport viewport;
  GtkWidget     *window;
  Page          *page;
  BridgeWriter  *writer;
  guint          n_ended;
  char          *message;
} Desk;

/* A text as another person's: what is written through `bob` arrives as edits from afar. */
typedef struct
{
  Desk        *desk;
  BridgeBoard *board;
  guint64      site;
  guint64      seq;
} Bob;

void              desk_set_up (Desk *desk, gconstpointer data);
void              desk_tear_down (Desk *desk, gconstpointer data);
const BridgeItem *find (Desk *desk, BridgeStamp id);
void              commit (Desk *desk, BridgeEdit *edit);
void              set (Desk *desk, BridgeStamp id, guint32 property, BridgeValue value);
BridgeStamp       make (Desk *desk, guint32 kind, BridgeRect box, const char *text);
void              write_as_bob (Bob *bob, BridgeStamp id, gsize at, gsize n_delete, const char *insert);
void              type (Desk *desk, const char *text);
void              press (Desk *desk, guint key, GdkModifierType state);
void              check_text (Desk *desk, BridgeStamp id, const char *expected);
void              check_caret (Desk *desk, gsize anchor, gsize caret);
