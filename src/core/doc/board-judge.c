/* The authority's judgement of an edit, before anything is changed.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/board-private.h"

#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/doc/limits.h"

/* An item as it would be after the operations so far. */
typedef struct
{
  const BridgeItem *item; /* NULL: the edit itself creates it */
  uint32_t          kind;
  bool              locked;
  BridgeStamp       locked_stamp;
  size_t            n_points;
  size_t            n_nodes;
  uint32_t         *properties; /* that the edit brings anew */
  size_t            n_properties;
  size_t            properties_capacity;
} Draft;

/* Nodes that the edit inserts; their lamports ascend. */
typedef struct
{
  BridgeStamp item;
  uint64_t    lamport;
  uint32_t    count;
} Inserted;

typedef struct
{
  const BridgeBoard *board;
  const BridgeEdit  *edit;
  BridgeStamp        stamp; /* of the operation under way */
  BridgeMap          drafts;
  Inserted          *inserted;
  size_t             n_inserted;
  size_t             inserted_capacity;
  size_t             n_created;
  size_t             n_said;
  size_t             n_removed;
} Judge;

static Draft *
start_draft (Judge *judge, BridgeStamp id, const BridgeItem *item, uint32_t kind)
{
  Draft *draft = bridge_new0 (Draft, 1);

  draft->item = item;
  draft->kind = kind;
  if (item != NULL)
    {
      const BridgeRegister *reg = bridge_item_register (item, BRIDGE_PROPERTY_LOCKED);

      draft->locked = bridge_item_is_locked (item);
      draft->locked_stamp = reg != NULL ? reg->stamp : BRIDGE_STAMP_NONE;
      draft->n_points = item->points.count;
      draft->n_nodes = item->text != NULL ? bridge_text_n_nodes (item->text) : 0;
    }
  bridge_map_put (&judge->drafts, id.lamport, id.site, draft);
  return draft;
}

static Draft *
get_draft (Judge *judge, BridgeStamp id)
{
  Draft            *draft = bridge_map_get (&judge->drafts, id.lamport, id.site);
  const BridgeItem *item;

  if (draft != NULL)
    return draft;
  item = bridge_board_item (judge->board, id);
  return item != NULL ? start_draft (judge, id, item, item->kind) : NULL;
}

static bool
is_inserted (const Judge *judge, BridgeStamp item, BridgeStamp node)
{
  size_t low = 0, high = judge->n_inserted;

  if (node.site != judge->edit->site)
    return false;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (judge->inserted[middle].lamport + judge->inserted[middle].count <= node.lamport)
        low = middle + 1;
      else
        high = middle;
    }
  return low < judge->n_inserted && judge->inserted[low].lamport <= node.lamport &&
         bridge_stamp_equal (judge->inserted[low].item, item);
}

static bool
has_node (const Judge *judge, const Draft *draft, BridgeStamp item, BridgeStamp node)
{
  return (draft->item != NULL && draft->item->text != NULL && bridge_text_has (draft->item->text, node)) ||
         is_inserted (judge, item, node);
}

static BridgeRefusal
judge_create (Judge *judge, const BridgeOp *op)
{
  if (!bridge_stamp_equal (op->item, judge->stamp) || op->create.kind == BRIDGE_KIND_BOARD ||
      op->create.precision > BRIDGE_PRECISION_MAX || bridge_board_item (judge->board, op->item) != NULL)
    return BRIDGE_REFUSAL_RANGE;
  if (bridge_board_n_items (judge->board) + ++judge->n_created > BRIDGE_BOARD_ITEMS_MAX)
    return BRIDGE_REFUSAL_FULL;
  start_draft (judge, op->item, NULL, op->create.kind);
  return BRIDGE_REFUSAL_NONE;
}

static bool
has_property (const Draft *draft, uint32_t property)
{
  if (draft->item != NULL && bridge_item_register (draft->item, property) != NULL)
    return true;
  for (size_t i = 0; i < draft->n_properties; i++)
    if (draft->properties[i] == property)
      return true;
  return false;
}

static BridgeRefusal
judge_set (Judge *judge, Draft *draft, const BridgeOp *op)
{
  uint32_t property = op->set.property;
  size_t   n_before = draft->item != NULL ? draft->item->n_registers : 0;

  if (op->set.value.type == BRIDGE_VALUE_BYTES && op->set.value.bytes.length > BRIDGE_VALUE_BYTES_MAX)
    return BRIDGE_REFUSAL_LIMIT;
  if (!bridge_board_takes_property (op->item, property) || !bridge_board_takes_value (property, &op->set.value))
    return BRIDGE_REFUSAL_RANGE;
  if (!has_property (draft, property))
    {
      if (n_before + draft->n_properties >= BRIDGE_ITEM_PROPERTIES_MAX)
        return BRIDGE_REFUSAL_LIMIT;
      draft->properties = bridge_grow (draft->properties, &draft->properties_capacity, draft->n_properties + 1,
                                       sizeof *draft->properties);
      draft->properties[draft->n_properties++] = property;
    }
  if (property == BRIDGE_PROPERTY_LOCKED && bridge_stamp_compare (judge->stamp, draft->locked_stamp) > 0)
    {
      draft->locked = op->set.value.boolean;
      draft->locked_stamp = judge->stamp;
    }
  return BRIDGE_REFUSAL_NONE;
}

static BridgeRefusal
judge_append (Judge *judge, Draft *draft, const BridgeOp *op)
{
  uint64_t end = (uint64_t)op->append.start + op->append.count;

  if (op->item.site != judge->edit->site)
    return BRIDGE_REFUSAL_OWNER;
  if (op->append.count == 0 || (bridge_kind_is_known (draft->kind) && !bridge_kind_has_points (draft->kind)) ||
      !bridge_board_takes_steps (op->append.steps, op->append.count))
    return BRIDGE_REFUSAL_RANGE;
  if (end > BRIDGE_ITEM_POINTS_MAX)
    return BRIDGE_REFUSAL_LIMIT;
  if (op->append.start > draft->n_points)
    return BRIDGE_REFUSAL_MISSING;
  if (end > draft->n_points)
    draft->n_points = (size_t)end;
  return BRIDGE_REFUSAL_NONE;
}

static bool
are_code_points (const uint32_t *code_points, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (code_points[i] == 0 || !bridge_utf8_is_scalar (code_points[i]))
      return false;
  return true;
}

static BridgeRefusal
judge_insert (Judge *judge, Draft *draft, const BridgeOp *op)
{
  BridgeTextPlace place = op->insert.place;
  uint32_t        count = op->insert.count;
  bool            at_root = bridge_stamp_is_none (place.parent);

  if (count == 0 || (place.side != BRIDGE_SIDE_LEFT && place.side != BRIDGE_SIDE_RIGHT) ||
      (at_root && place.side != BRIDGE_SIDE_RIGHT))
    return BRIDGE_REFUSAL_RANGE;
  if (count > BRIDGE_TEXT_NODES_MAX || draft->n_nodes + count > BRIDGE_TEXT_NODES_MAX)
    return BRIDGE_REFUSAL_LIMIT;
  if (!are_code_points (op->insert.code_points, count))
    return BRIDGE_REFUSAL_RANGE;
  if (!at_root && !has_node (judge, draft, op->item, place.parent))
    return BRIDGE_REFUSAL_MISSING;
  draft->n_nodes += count;
  judge->inserted =
      bridge_grow (judge->inserted, &judge->inserted_capacity, judge->n_inserted + 1, sizeof *judge->inserted);
  judge->inserted[judge->n_inserted++] = (Inserted){ op->item, judge->stamp.lamport, count };
  return BRIDGE_REFUSAL_NONE;
}

static bool
has_range (const Judge *judge, const Draft *draft, BridgeStamp item, BridgeTextRange range)
{
  const BridgeText *text = draft->item != NULL ? draft->item->text : NULL;
  uint32_t          step;

  for (uint32_t i = 0; i < range.count; i += step)
    {
      BridgeStamp node = { range.first.lamport + i, range.first.site };

      step = text != NULL ? bridge_text_count_known (text, node, range.count - i) : 0;
      if (step == 0 && !is_inserted (judge, item, node))
        return false;
      step = step > 0 ? step : 1;
    }
  return true;
}

static BridgeRefusal
judge_remove (Judge *judge, Draft *draft, const BridgeOp *op)
{
  if (op->remove.count == 0)
    return BRIDGE_REFUSAL_RANGE;
  for (size_t i = 0; i < op->remove.count; i++)
    {
      BridgeTextRange range = op->remove.ranges[i];

      if (range.count == 0)
        return BRIDGE_REFUSAL_RANGE;
      if (range.count > BRIDGE_REMOVED_NODES_MAX - judge->n_removed)
        return BRIDGE_REFUSAL_LIMIT;
      judge->n_removed += range.count;
      if (!has_range (judge, draft, op->item, range))
        return BRIDGE_REFUSAL_MISSING;
    }
  return BRIDGE_REFUSAL_NONE;
}

static BridgeRefusal
judge_say (Judge *judge, const BridgeOp *op)
{
  if (!bridge_stamp_equal (op->item, judge->stamp))
    return BRIDGE_REFUSAL_RANGE;
  if (op->say.length > BRIDGE_CHAT_BYTES_MAX)
    return BRIDGE_REFUSAL_LIMIT;
  if (bridge_board_n_lines (judge->board) + ++judge->n_said > BRIDGE_BOARD_CHAT_MAX)
    return BRIDGE_REFUSAL_FULL;
  return bridge_utf8_valid (op->say.text, op->say.length) ? BRIDGE_REFUSAL_NONE : BRIDGE_REFUSAL_RANGE;
}

static BridgeRefusal
judge_author (const BridgeOp *op)
{
  if (op->author.length > BRIDGE_NAME_BYTES_MAX)
    return BRIDGE_REFUSAL_LIMIT;
  return bridge_utf8_valid (op->author.name, op->author.length) ? BRIDGE_REFUSAL_NONE : BRIDGE_REFUSAL_RANGE;
}

static bool
unlocks (const BridgeOp *op)
{
  return op->type == BRIDGE_OP_SET && op->set.property == BRIDGE_PROPERTY_LOCKED &&
         op->set.value.type == BRIDGE_VALUE_BOOLEAN && !op->set.value.boolean;
}

static BridgeRefusal
judge_on_item (Judge *judge, const BridgeOp *op)
{
  Draft *draft = get_draft (judge, op->item);

  if (draft == NULL)
    return BRIDGE_REFUSAL_MISSING;
  /* Who makes an item may give it its properties in any order, the lock too. */
  if (draft->item != NULL && draft->locked && !unlocks (op))
    return BRIDGE_REFUSAL_LOCKED;
  if (op->type == BRIDGE_OP_SET)
    return judge_set (judge, draft, op);
  if (draft->kind == BRIDGE_KIND_BOARD)
    return BRIDGE_REFUSAL_RANGE;
  if (op->type == BRIDGE_OP_APPEND)
    return judge_append (judge, draft, op);
  if (op->type == BRIDGE_OP_INSERT)
    return judge_insert (judge, draft, op);
  return judge_remove (judge, draft, op);
}

static BridgeRefusal
judge_op (Judge *judge, const BridgeOp *op)
{
  switch (op->type)
    {
    case BRIDGE_OP_CREATE:
      return judge_create (judge, op);
    case BRIDGE_OP_SAY:
      return judge_say (judge, op);
    case BRIDGE_OP_AUTHOR:
      return judge_author (op);
    case BRIDGE_OP_SET:
    case BRIDGE_OP_APPEND:
    case BRIDGE_OP_INSERT:
    case BRIDGE_OP_REMOVE:
      return judge_on_item (judge, op);
    }
  return BRIDGE_REFUSAL_RANGE;
}

static BridgeRefusal
judge_frame (const BridgeBoard *board, const BridgeEdit *edit)
{
  const BridgeAuthor *author = bridge_board_author (board, edit->site);

  if (edit->site == 0)
    return BRIDGE_REFUSAL_RANGE;
  if (edit->n_ops > BRIDGE_EDIT_OPS_MAX)
    return BRIDGE_REFUSAL_LIMIT;
  if ((author == NULL && bridge_board_n_authors (board) >= BRIDGE_BOARD_SITES_MAX) || board->size > board->size_max)
    return BRIDGE_REFUSAL_FULL;
  if (edit->lamport == 0 || (author != NULL && edit->lamport < author->lamport) ||
      edit->lamport > BRIDGE_LAMPORT_MAX || edit->span > BRIDGE_LAMPORT_MAX - edit->lamport ||
      edit->lamport + edit->span > bridge_board_clock (board) + BRIDGE_LAMPORT_AHEAD_MAX)
    return BRIDGE_REFUSAL_CLOCK;
  return BRIDGE_REFUSAL_NONE;
}

static void
clear (Judge *judge)
{
  BridgeMapEntry entry;

  for (size_t cursor = 0; bridge_map_next (&judge->drafts, &cursor, &entry);)
    {
      bridge_free (((Draft *)entry.value)->properties);
      bridge_free (entry.value);
    }
  bridge_map_clear (&judge->drafts);
  bridge_free (judge->inserted);
}

BridgeRefusal
bridge_board_judge (const BridgeBoard *board, const BridgeEdit *edit)
{
  Judge         judge = { .board = board, .edit = edit, .stamp = { edit->lamport, edit->site } };
  BridgeRefusal refusal = judge_frame (board, edit);

  bridge_map_init (&judge.drafts, board->items.seed);
  for (size_t i = 0; refusal == BRIDGE_REFUSAL_NONE && i < edit->n_ops; i++)
    {
      refusal = judge_op (&judge, &edit->ops[i]);
      judge.stamp.lamport += bridge_op_span (&edit->ops[i]);
    }
  clear (&judge);
  return refusal;
}
