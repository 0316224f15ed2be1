/* Copy and paste of items, within a board and between boards.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/base/reader.h"
#include "core/doc/compose.h"
#include "core/doc/limits.h"
#include "core/frame/edit/state.h"
#include "core/tools/toolbox-private.h"

#define PASTE_ITEMS_MAX  100000
#define PASTE_WEIGHT_MAX (16u << 20) /* points, code points and registers of all items */
#define PASTE_ASIDE_MAX  64          /* steps aside that look for a free place */

/* One frame after another, each with its length before it: a varint. */
static void
put_block (BridgeStateWriter *writer, BridgeBytes *out)
{
  BridgeBytes frame = { 0 };

  if (bridge_state_writer_finish_block (writer, &frame))
    bridge_bytes_put_blob (out, frame.data, frame.length);
  bridge_bytes_clear (&frame);
}

bool
bridge_toolbox_copy (const BridgeToolbox *toolbox, BridgeBytes *out)
{
  size_t             before = out->length;
  BridgeStateWriter *writer = bridge_state_writer_new ();

  for (size_t i = 0; i < toolbox->n_selection; i++)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (toolbox, i);

      if (item != NULL)
        bridge_state_writer_add_item (writer, item);
      if (bridge_state_writer_is_full (writer))
        put_block (writer, out);
    }
  put_block (writer, out);
  bridge_state_writer_free (writer);
  return out->length > before;
}

typedef struct
{
  BridgeItem **items; /* owned */
  size_t       count;
  size_t       capacity;
  size_t       weight;
  BridgeRect   bounds; /* of those that are drawn */
} Copied;

static void
clear_copied (Copied *copied)
{
  for (size_t i = 0; i < copied->count; i++)
    bridge_item_free (copied->items[i]);
  bridge_free (copied->items);
}

static size_t
weigh (const BridgeItem *item)
{
  return item->points.count + item->n_registers + (item->text != NULL ? bridge_text_n_nodes (item->text) : 0);
}

/* A board would refuse it later, piece by piece. */
static BridgeStatus
check_item (const BridgeItem *item)
{
  BridgeStatus status = item->kind != BRIDGE_KIND_BOARD ? BRIDGE_STATUS_OK : BRIDGE_STATUS_RANGE;

  for (size_t i = 0; i < item->n_registers && status == BRIDGE_STATUS_OK; i++)
    status = bridge_property_check (item->registers[i].property, &item->registers[i].value);
  return status;
}

static BridgeStatus
take_item (Copied *copied, const BridgeItem *item)
{
  double       degrees = bridge_item_number (item, BRIDGE_PROPERTY_ROTATION);
  BridgeStatus status = check_item (item);

  if (status != BRIDGE_STATUS_OK)
    return status;
  copied->weight += weigh (item);
  if (copied->count == PASTE_ITEMS_MAX || copied->weight > PASTE_WEIGHT_MAX)
    return BRIDGE_STATUS_LIMIT;
  copied->items = bridge_grow (copied->items, &copied->capacity, copied->count + 1, sizeof *copied->items);
  copied->items[copied->count++] = bridge_item_copy (item);
  if (bridge_kind_is_known (item->kind))
    copied->bounds = bridge_rect_union (copied->bounds, bridge_rect_rotated_bounds (bridge_item_box (item), degrees));
  return BRIDGE_STATUS_OK;
}

static BridgeStatus
read_block (BridgeStateReader *reader, Copied *copied)
{
  BridgeStateRecord record;
  BridgeStatus      status;
  bool              more;

  while ((status = bridge_state_reader_next (reader, &record, &more)) == BRIDGE_STATUS_OK && more)
    if (record.type == BRIDGE_STATE_ITEM && !bridge_item_is_deleted (record.item))
      {
        status = take_item (copied, record.item);
        if (status != BRIDGE_STATUS_OK)
          break;
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

/* Whether an item just like this one would be covered. */
static bool
is_taken (const BridgeToolbox *toolbox, const BridgeItem *like, BridgePoint by)
{
  BridgeRect         box = bridge_item_box (like);
  BridgeRect         place = { box.x + by.x, box.y + by.y, box.width, box.height };
  size_t             n_items;
  const BridgeItem **items = bridge_board_query (bridge_toolbox_board (toolbox), place, &n_items);
  bool               is_found = false;

  for (size_t i = 0; i < n_items && !is_found; i++)
    {
      BridgeRect other = bridge_item_box (items[i]);

      is_found = items[i]->kind == like->kind && hypot (other.x - place.x, other.y - place.y) < 1;
    }
  bridge_free (items);
  return is_found;
}

/* Where it was if that is in view, else in the middle of the view; and aside of what lies there already. */
static BridgePoint
get_offset (const BridgeToolbox *toolbox, const Copied *copied)
{
  BridgeRect  view = bridge_viewport_visible (toolbox->viewport);
  BridgePoint middle = bridge_rect_center (view);
  BridgePoint from = bridge_rect_center (copied->bounds);
  BridgePoint by = { 0, 0 };

  if (bridge_rect_is_empty (copied->bounds))
    return by;
  if (!bridge_rect_contains (view, copied->bounds))
    by = (BridgePoint){ round (middle.x - from.x), round (middle.y - from.y) };
  for (int i = 0; i < PASTE_ASIDE_MAX && is_taken (toolbox, copied->items[0], by); i++)
    by = (BridgePoint){ by.x + BRIDGE_COPY_OFFSET, by.y + BRIDGE_COPY_OFFSET };
  return by;
}

static BridgeStatus
paste_items (BridgeToolbox *toolbox, const Copied *copied, BridgeTodo *todo)
{
  BridgePoint  by = get_offset (toolbox, copied);
  BridgeStamp *made = bridge_new (BridgeStamp, copied->count);
  BridgeBatch  batch;

  bridge_toolbox_set_tool (toolbox, BRIDGE_TOOL_SELECT, todo);
  bridge_batch_begin (&batch, toolbox, todo);
  for (size_t i = 0; i < copied->count; i++)
    made[i] =
        bridge_compose_copy (bridge_batch_edit (&batch), bridge_toolbox_board (toolbox), copied->items[i], by.x, by.y);
  bridge_batch_commit (&batch);
  if (batch.refused)
    bridge_batch_cancel (&batch);
  else
    {
      bridge_batch_end (&batch);
      bridge_toolbox_select (toolbox, made, copied->count, todo);
    }
  bridge_free (made);
  return batch.refused ? BRIDGE_STATUS_DENIED : BRIDGE_STATUS_OK;
}

BridgeStatus
bridge_toolbox_paste (BridgeToolbox *toolbox, const uint8_t *data, size_t length, BridgeTodo *todo)
{
  Copied       copied = { .bounds = BRIDGE_RECT_EMPTY };
  BridgeStatus status = read_all (data, length, &copied);

  if (status == BRIDGE_STATUS_OK && copied.count > 0)
    status = paste_items (toolbox, &copied, todo);
  clear_copied (&copied);
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
  bridge_toolbox_put_style (toolbox, &edit, id, BRIDGE_KIND_TEXT);
  status = bridge_compose_replace_text (&edit, id, NULL, text, length);
  if (status != BRIDGE_STATUS_OK)
    {
      bridge_edit_clear (&edit);
      return status;
    }
  if (!bridge_toolbox_commit (toolbox, &edit, todo))
    return BRIDGE_STATUS_DENIED;
  bridge_toolbox_set_tool (toolbox, BRIDGE_TOOL_SELECT, todo);
  bridge_toolbox_select (toolbox, &id, 1, todo);
  return BRIDGE_STATUS_OK;
}
