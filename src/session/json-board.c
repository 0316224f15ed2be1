/* The whole board as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/json-board.h"

#include "session/json-item.h"

static void
add_digest (BridgeJsonWriter *writer, const uint8_t *digest)
{
  char hex[2 * BRIDGE_DIGEST_SIZE + 1];

  for (gsize i = 0; i < BRIDGE_DIGEST_SIZE; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", digest[i]);
  bridge_json_add_string (writer, "digest", hex);
}

static void
add_items (BridgeJsonWriter *writer, const BridgeBoard *board)
{
  bridge_json_put_key (writer, "items");
  bridge_json_begin_array (writer);
  for (gsize i = 0; i < bridge_board_n_visible (board); i++)
    {
      const BridgeItem *item = bridge_board_visible (board, i);

      if (bridge_kind_name (item->kind) == NULL)
        continue;
      bridge_json_break_line (writer);
      bridge_json_put_item (writer, board, item);
    }
  bridge_json_end_array (writer);
}

static void
add_chat (BridgeJsonWriter *writer, const BridgeBoard *board)
{
  bridge_json_put_key (writer, "chat");
  bridge_json_begin_array (writer);
  for (gsize i = 0; i < bridge_board_n_lines (board); i++)
    {
      const BridgeChatLine *line = bridge_board_line (board, i);

      bridge_json_break_line (writer);
      bridge_json_begin_object (writer);
      bridge_json_add_id (writer, line->id);
      bridge_json_add_string (writer, "author", bridge_json_author (board, line->id.site));
      bridge_json_put_key (writer, "time");
      bridge_json_put_time (writer, line->time);
      bridge_json_add_string (writer, "text", line->text);
      bridge_json_end_object (writer);
    }
  bridge_json_end_array (writer);
}

GBytes *
bridge_json_board (const BridgeBoard *board, const BridgeJsonBoardState *state)
{
  GString         *text = g_string_new (NULL);
  BridgeJsonWriter writer = { text };

  bridge_json_begin_object (&writer);
  bridge_json_add_string (&writer, "format", "drawbridge-board");
  bridge_json_add_integer (&writer, "version", 1);
  bridge_json_add_string (&writer, "title", bridge_board_title (board));
  bridge_json_add_string (&writer, "room", state->room != NULL ? state->room : "");
  bridge_json_add_integer (&writer, "revision", (gint64)state->revision);
  add_digest (&writer, state->digest);
  add_items (&writer, board);
  add_chat (&writer, board);
  bridge_json_end_object (&writer);
  g_string_append_c (text, '\n');
  return g_string_free_to_bytes (text);
}
