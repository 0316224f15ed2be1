/* Text and note: placed by a click, then written in.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/compose.h"
#include "core/tools/toolbox-private.h"

#define ABOVE_POINTER 0.7 /* of the font size: the first line's middle is where the pointer was */

static uint32_t
kind_of (const BridgeToolbox *toolbox)
{
  return toolbox->tool == BRIDGE_TOOL_NOTE ? BRIDGE_KIND_NOTE : BRIDGE_KIND_TEXT;
}

static BridgeRect
get_box (const BridgeToolbox *toolbox)
{
  BridgePoint at = toolbox->from;

  if (kind_of (toolbox) == BRIDGE_KIND_TEXT)
    return (BridgeRect){ at.x, at.y - toolbox->style.font_size * ABOVE_POINTER, 0, 0 };
  return bridge_rect_grow ((BridgeRect){ at.x, at.y, 0, 0 }, BRIDGE_NOTE_SIZE / 2);
}

static void
release (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  uint32_t          kind = kind_of (toolbox);
  const BridgeItem *there = bridge_toolbox_pick (toolbox, toolbox->from);
  BridgeEdit        edit;
  BridgeStamp       id;

  /* An item of the same kind is written in, rather than covered by another. */
  if (there != NULL && there->kind == kind && bridge_item_holds_text (there))
    {
      bridge_toolbox_hand_over (toolbox, there->id, true, todo);
      return;
    }
  bridge_guest_begin (toolbox->guest, &edit);
  id = bridge_compose_item (&edit, bridge_toolbox_board (toolbox), kind, get_box (toolbox));
  bridge_toolbox_put_style (toolbox, &edit, id, kind);
  if (bridge_toolbox_commit (toolbox, &edit, todo))
    bridge_toolbox_hand_over (toolbox, id, true, todo);
}

static const char *
cursor (const BridgeToolbox *toolbox)
{
  return kind_of (toolbox) == BRIDGE_KIND_NOTE ? "cell" : "text";
}

const BridgeToolClass bridge_place_class = { .release = release, .cursor = cursor };
