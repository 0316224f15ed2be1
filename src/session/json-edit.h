/* Edits written as JSON, one a line (contracts.md, "Edits"), composed on a board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/board.h"
#include "core/doc/edit.h"

#include <glib.h>

#define BRIDGE_JSON_LINE_MAX (4u << 20) /* bytes of one line */

/* Keeps the names that `"as"` gave to items, for the lines that follow. */
typedef struct BridgeJsonEditor BridgeJsonEditor;

typedef struct
{
  BridgeStamp item; /* what the line is about; none of a chat message */
  const char *name; /* (nullable): that the line gave to the item it creates; lives as long as the editor */
} BridgeJsonSubject;

BridgeJsonEditor *bridge_json_editor_new (void);
void              bridge_json_editor_free (BridgeJsonEditor *editor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BridgeJsonEditor, bridge_json_editor_free)

/* Composes what a line says into `edit`, which has been begun on this board and is empty; it stays empty where the board is that way
 * already. On failure (BRIDGE_ERROR_FAILED or _LIMIT, with words) it may hold operations: clear it. A creation that fails
 * takes the name that it was to give from whatever had it. */
gboolean bridge_json_editor_compose (BridgeJsonEditor  *editor,
                                     const BridgeBoard *board,
                                     const char        *line,
                                     gsize              length,
                                     BridgeEdit        *edit,
                                     BridgeJsonSubject *subject,
                                     GError           **error);

/* A long text is not laid out at each of many changes, but when its owner finds time for it. fit composes the sizes of texts
 * that wait for that, some at a time. */
gboolean bridge_json_editor_wants_fit (BridgeJsonEditor *editor);
void     bridge_json_editor_fit (BridgeJsonEditor *editor, const BridgeBoard *board, BridgeEdit *edit);

/* The edit with this subject has been refused after all: what it was to create goes by no name. */
void bridge_json_editor_forget (BridgeJsonEditor *editor, const BridgeJsonSubject *subject);
