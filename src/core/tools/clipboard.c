/* Copy and paste of items, within a board and between boards.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
#include "core/doc/limits.h"
#include "core/frame/edit/state.h"
#include "core/tools/toolbox-private.h"

#define PASTE_OFFSET 16.0 /* board px, beside originals that are in view */

/* One frame after another, each with its length before it: a varint. */
static void
finish_block (BridgeStateWriter *writer, BridgeBytes *out)
{
  BridgeBytes frame = { 0 };

  if (bridge_state_writer_finish_block (writer, &frame))
    bridge_bytes_put_blob (out, frame.data, frame.length);
  bridge_bytes_clear (&frame);
}

bool
bridge_toolbox_copy (const BridgeToolbox *toolbox, BridgeBytes *out)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  BridgeStateWriter *writer;

  if (toolbox->n_selection == 0)
    return false;
  writer = bridge_state_writer_new ();
  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_board_item (board, toolbox->selection[i]);

      if (item == NULL)
        continue;
      bridge_state_writer_add_item (writer, item);
      if (bridge_state_writer_is_full (writer))
        finish_block (writer, out);
    }
  finish_block (writer, out);
  bridge_state_writer_free (writer);
  return out->length > 0;
}

typedef struct
{
  BridgeItem **items;
  size_t       count;
  size_t       capacity;
  BridgeRect   bounds;
} Copied;

static void
copied_clear (Copied *copied)
{
  for (size_t i = 0; i < copied->count; i++)
    bridge_item_free (copied->items[i]);
  bridge_free (copied->items);
}

static BridgeStatus
read_block (BridgeStateReader *reader, Copied *copied)
{
  BridgeStateRecord record;
  BridgeStatus      status;
  bool              more;

  while ((status = bridge_state_reader_next (reader, &record, &more)) == BRIDGE_STATUS_OK && more)
    {
      if (record.type != BRIDGE_STATE_ITEM || bridge_item_is_deleted (record.item))
        continue;
      if (copied->count == BRIDGE_EDIT_OPS_MAX)
        return BRIDGE_STATUS_LIMIT;
      copied->items = bridge_grow (copied->items, &copied->capacity, copied->count + 1, sizeof *copied->items);
      copied->items[copied->count++] = bridge_item_copy (record.item);
      copied->bounds = bridge_rect_union (copied->bounds, bridge_item_box (record.item));
    }
  return status;
}

static BridgeStatus
read_all (const uint8_t *data, size_t length, Copied *copied)
{
  BridgeStateReader *state = bridge_state_reader_new ();
  BridgeStatus       status = BRIDGE_STATUS_OK;
  BridgeReader       reader;

  bridge_reader_init (&reader, data, length);
  while (status == BRIDGE_STATUS_OK && bridge_reader_left (&reader) > 0)
    {
      size_t         n_frame;
      const uint8_t *frame = bridge_reader_blob (&reader, BRIDGE_WIRE_MESSAGE_MAX, &n_frame);

      status = frame != NULL ? bridge_state_reader_feed (state, frame, n_frame) : reader.status;
      if (status == BRIDGE_STATUS_OK)
        status = read_block (state, copied);
    }
  bridge_state_reader_free (state);
  return status;
}

/* Beside the originals when they are in view, else in the middle of it. */
static BridgePoint
paste_offset (const BridgeToolbox *toolbox, BridgeRect bounds)
{
  BridgeRect  view = bridge_viewport_visible (toolbox->viewport);
  BridgePoint middle = bridge_rect_center (view);
  BridgePoint from = bridge_rect_center (bounds);

  if (bridge_rect_contains (view, bounds))
    return (BridgePoint){ PASTE_OFFSET, PASTE_OFFSET };
  return (BridgePoint){ round (middle.x - from.x), round (middle.y - from.y) };
}

/* Each item is an edit of its own within one gesture, so that no paste is too large for an edit. */
static void
paste_items (BridgeToolbox *toolbox, const Copied *copied, BridgeTodo *todo)
{
  BridgePoint  by = paste_offset (toolbox, copied->bounds);
  BridgeStamp *made = bridge_new (BridgeStamp, copied->count);

  bridge_guest_begin_gesture (toolbox->guest);
  for (size_t i = 0; i < copied->count; i++)
    {
      BridgeEdit edit;

      bridge_guest_begin (toolbox->guest, &edit);
      made[i] = bridge_compose_copy (&edit, bridge_toolbox_board (toolbox), copied->items[i], by.x, by.y);
      bridge_toolbox_commit (toolbox, &edit, todo);
    }
  bridge_guest_end_gesture (toolbox->guest);
  bridge_toolbox_set_tool (toolbox, BRIDGE_TOOL_SELECT, todo);
  bridge_toolbox_select (toolbox, made, copied->count, todo);
  bridge_free (made);
}

BridgeStatus
bridge_toolbox_paste (BridgeToolbox *toolbox, const uint8_t *data, size_t length, BridgeTodo *todo)
{
  Copied       copied = { .bounds = BRIDGE_RECT_EMPTY };
  BridgeStatus status = read_all (data, length, &copied);

  if (status == BRIDGE_STATUS_OK && copied.count > 0)
    paste_items (toolbox, &copied, todo);
  copied_clear (&copied);
  return status;
}

BridgeStatus
bridge_toolbox_paste_text (BridgeToolbox *toolbox, const char *text, size_t length, BridgeTodo *todo)
{
  BridgePoint  middle = bridge_rect_center (bridge_viewport_visible (toolbox->viewport));
  BridgeRect   box = { round (middle.x), round (middle.y), 0, 0 };
  BridgeEdit   edit;
  BridgeStamp  id;
  BridgeStatus status;

  bridge_guest_begin (toolbox->guest, &edit);
  id = bridge_compose_item (&edit, bridge_toolbox_board (toolbox), BRIDGE_KIND_TEXT, box);
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_COLOR, bridge_value_integer (toolbox->style.color));
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_FONT_SIZE, bridge_value_number (toolbox->style.font_size));
  status = bridge_compose_replace_text (&edit, id, NULL, text, length);
  if (status != BRIDGE_STATUS_OK)
    {
      bridge_edit_clear (&edit);
      return status;
    }
  bridge_toolbox_commit (toolbox, &edit, todo);
  bridge_toolbox_set_tool (toolbox, BRIDGE_TOOL_SELECT, todo);
  bridge_toolbox_select (toolbox, &id, 1, todo);
  return BRIDGE_STATUS_OK;
}
