/* Text and note: placed by a click, then written in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

static BridgeStamp
compose_text (BridgeToolbox *toolbox, BridgeEdit *edit, BridgePoint at)
{
  const BridgeStyle *style = &toolbox->style;
  BridgeRect         box = { at.x, at.y - style->font_size * 0.7, 0, 0 };
  BridgeStamp        id = bridge_compose_item (edit, bridge_toolbox_board (toolbox), BRIDGE_KIND_TEXT, box);

  bridge_edit_set (edit, id, BRIDGE_PROPERTY_COLOR, bridge_value_integer (style->color));
  bridge_edit_set (edit, id, BRIDGE_PROPERTY_FONT_SIZE, bridge_value_number (style->font_size));
  return id;
}

static BridgeStamp
compose_note (BridgeToolbox *toolbox, BridgeEdit *edit, BridgePoint at)
{
  BridgeRect  box = { at.x - BRIDGE_NOTE_SIZE / 2, at.y - BRIDGE_NOTE_SIZE / 2, BRIDGE_NOTE_SIZE, BRIDGE_NOTE_SIZE };
  BridgeStamp id = bridge_compose_item (edit, bridge_toolbox_board (toolbox), BRIDGE_KIND_NOTE, box);

  bridge_edit_set (edit, id, BRIDGE_PROPERTY_FILL, bridge_value_integer (toolbox->style.note_color));
  return id;
}

/* An item of the same kind under the pointer is written in, rather than covered by another. */
static const BridgeItem *
writable_at (BridgeToolbox *toolbox, uint32_t kind, BridgePoint at)
{
  double            tolerance = BRIDGE_PICK_TOLERANCE / toolbox->viewport->zoom;
  const BridgeItem *item = bridge_board_pick (bridge_toolbox_board (toolbox), at, tolerance);

  return item != NULL && item->kind == kind && !bridge_item_is_locked (item) ? item : NULL;
}

static void
release (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  bool              note = toolbox->tool == BRIDGE_TOOL_NOTE;
  BridgePoint       at = bridge_toolbox_to_board (toolbox, toolbox->pressed.at);
  const BridgeItem *there = writable_at (toolbox, note ? BRIDGE_KIND_NOTE : BRIDGE_KIND_TEXT, at);
  BridgeStamp       id;

  if (there != NULL)
    id = there->id;
  else
    {
      BridgeEdit edit;

      bridge_guest_begin (toolbox->guest, &edit);
      id = note ? compose_note (toolbox, &edit, at) : compose_text (toolbox, &edit, at);
      bridge_toolbox_commit (toolbox, &edit, todo);
    }
  if (bridge_board_item (bridge_toolbox_board (toolbox), id) == NULL)
    return;
  toolbox->tool = BRIDGE_TOOL_SELECT;
  todo->flags |= BRIDGE_TODO_TOOL;
  bridge_toolbox_edit_text (toolbox, id, todo);
}

const BridgeToolClass bridge_place_class = { .release = release };
