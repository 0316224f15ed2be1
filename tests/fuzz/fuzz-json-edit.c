/* Fuzzes edits written as JSON, a line each: an edit that was composed is one that a room takes or refuses with a reason, and
 * the board that follows can always be said in JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "session/json-board.h"
#include "session/json-edit.h"
#include "session/json-guard.h"

#include <string.h>

#define SITE 7

static void
take (BridgeBoard *board, BridgeJsonEditor *editor, BridgeEdit *edit, const BridgeJsonSubject *subject)
{
  BridgeStatus status;

  if (edit->n_ops == 0)
    return;
  if (bridge_board_judge (board, edit) != BRIDGE_REFUSAL_NONE)
    {
      bridge_json_editor_forget (editor, subject);
      return;
    }
  status = bridge_board_apply (board, edit, 0, NULL);
  require (status == BRIDGE_STATUS_OK);
  require (bridge_stamp_is_none (subject->item) || bridge_board_item (board, subject->item) != NULL);
}

static void
apply_line (BridgeBoard *board, BridgeJsonEditor *editor, const char *line, gsize length)
{
  BridgeJsonSubject subject = { 0 };
  BridgeEdit        edit;
  g_autoptr (GError) error = NULL;

  bridge_edit_init (&edit, SITE, bridge_board_clock (board));
  if (bridge_json_editor_compose (editor, board, line, length, &edit, &subject, &error))
    take (board, editor, &edit, &subject);
  else
    require (error != NULL && g_utf8_validate (error->message, -1, NULL));
  bridge_edit_clear (&edit);
}

static void
check_json (const BridgeBoard *board)
{
  uint8_t              digest[BRIDGE_DIGEST_SIZE];
  BridgeJsonBoardState state = { .digest = digest };
  g_autoptr (GBytes) json = NULL;

  bridge_board_digest (board, digest);
  json = bridge_json_board (board, &state);
  require (bridge_json_check (g_bytes_get_data (json, NULL), g_bytes_get_size (json), G_MAXSIZE, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  BridgeBoard      *board = bridge_board_new (1);
  BridgeJsonEditor *editor = bridge_json_editor_new ();

  for (const uint8_t *end; size > 0; size -= (size_t)(end - data), data = end)
    {
      const uint8_t *newline = memchr (data, '\n', size);

      end = newline != NULL ? newline + 1 : data + size;
      apply_line (board, editor, (const char *)data, (gsize)(end - data));
    }
  check_json (board);
  bridge_json_editor_free (editor);
  bridge_board_free (board);
  return 0;
}
