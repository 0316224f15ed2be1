/* What the window asks of the canvas: tools, style, commands on the selection.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas-private.h"

#include "ui/choices.h"

#define FILL_ALPHA 0x30 /* of shapes that are filled: what lies below shows through */

static BridgeTodo
begin (void)
{
  BridgeTodo todo = { 0 };

  bridge_changes_init (&todo.changes);
  return todo;
}

/* Runs one of the toolbox' commands. Writing in place ends first, so that it is about the item and not its text. */
static void
run (BridgeCanvas *self, void (*command) (BridgeToolbox *toolbox, BridgeTodo *todo))
{
  BridgeTodo todo = begin ();

  bridge_writer_end (self->writer);
  command (self->toolbox, &todo);
  bridge_canvas_do (self, &todo);
}

static void
restyle (BridgeCanvas *self, guint32 property, BridgeValue value)
{
  BridgeTodo todo = begin ();

  bridge_toolbox_restyle (self->toolbox, property, value, &todo);
  bridge_canvas_do (self, &todo);
}

void
bridge_canvas_set_tool (BridgeCanvas *self, BridgeTool tool)
{
  BridgeTodo todo = begin ();

  bridge_writer_end (self->writer);
  bridge_toolbox_set_tool (self->toolbox, tool, &todo);
  bridge_canvas_do (self, &todo);
}

guint32
bridge_canvas_get_tool_color (BridgeCanvas *self, BridgeTool tool)
{
  const BridgeStyle *style = bridge_toolbox_style (self->toolbox);

  if (tool == BRIDGE_TOOL_HIGHLIGHTER)
    return style->highlighter_color;
  return tool == BRIDGE_TOOL_NOTE ? self->note_color : style->color;
}

void
bridge_canvas_set_tool_color (BridgeCanvas *self, BridgeTool tool, guint32 color)
{
  BridgeStyle *style = bridge_toolbox_style (self->toolbox);

  if (tool == BRIDGE_TOOL_HIGHLIGHTER)
    style->highlighter_color = color;
  else if (tool == BRIDGE_TOOL_NOTE)
    {
      self->note_color = color;
      style->note_color = bridge_color_paper (color);
    }
  else
    {
      style->color = color;
      style->fill = (color & 0xffffff00) | FILL_ALPHA;
    }
}

/* Of a note the paper, of a filled shape the fill too. */
static void
recolor (BridgeEdit *edit, const BridgeItem *item, guint32 color)
{
  guint32 fill;

  if (item->kind == BRIDGE_KIND_NOTE)
    {
      bridge_edit_set (edit, item->id, BRIDGE_PROPERTY_FILL, bridge_value_integer (bridge_color_paper (color)));
      return;
    }
  bridge_edit_set (edit, item->id, BRIDGE_PROPERTY_COLOR, bridge_value_integer (color));
  if (bridge_item_fill (item, &fill))
    bridge_edit_set (edit,
                     item->id,
                     BRIDGE_PROPERTY_FILL,
                     bridge_value_integer ((color & 0xffffff00) | (fill & 0xff)));
}

void
bridge_canvas_set_color (BridgeCanvas *self, guint32 color)
{
  BridgeEdit edit;

  bridge_canvas_set_tool_color (self, bridge_canvas_get_tool (self), color);
  bridge_guest_begin (bridge_session_get_guest (self->session), &edit);
  for (gsize i = 0; i < bridge_toolbox_n_selected (self->toolbox); i++)
    {
      const BridgeItem *item = bridge_toolbox_selected_item (self->toolbox, i);

      if (item != NULL && !bridge_item_is_locked (item) && item->kind < BRIDGE_N_KINDS)
        recolor (&edit, item, color);
    }
  bridge_session_commit (self->session, &edit, NULL);
}

void
bridge_canvas_set_size (BridgeCanvas *self, double size)
{
  BridgeStyle *style = bridge_toolbox_style (self->toolbox);

  style->size = size;
  style->highlighter_size = size * 5;
  style->font_size = 12 + size * 2;
  restyle (self, BRIDGE_PROPERTY_SIZE, bridge_value_number (size));
}

void
bridge_canvas_set_dash (BridgeCanvas *self, BridgeDash dash)
{
  bridge_toolbox_style (self->toolbox)->dash = dash;
  restyle (self, BRIDGE_PROPERTY_DASH, bridge_value_integer (dash));
}

void
bridge_canvas_set_filled (BridgeCanvas *self, gboolean filled)
{
  BridgeStyle *style = bridge_toolbox_style (self->toolbox);

  style->filled = filled;
  restyle (self, BRIDGE_PROPERTY_FILL, filled ? bridge_value_integer (style->fill) : bridge_value_null ());
}

void
bridge_canvas_set_shape (BridgeCanvas *self, guint32 shape)
{
  bridge_toolbox_style (self->toolbox)->shape = shape;
}

/* While words are written, undo is about them, and the caret goes along. */
void
bridge_canvas_undo (BridgeCanvas *self)
{
  if (!bridge_writer_undo (self->writer))
    bridge_session_undo (self->session);
}

void
bridge_canvas_redo (BridgeCanvas *self)
{
  if (!bridge_writer_redo (self->writer))
    bridge_session_redo (self->session);
}

void
bridge_canvas_select_all (BridgeCanvas *self)
{
  if (!bridge_writer_select_all (self->writer))
    run (self, bridge_toolbox_select_all);
}

static void
select_none (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  bridge_toolbox_select (toolbox, NULL, 0, todo);
}

void
bridge_canvas_select_none (BridgeCanvas *self)
{
  run (self, select_none);
}

void
bridge_canvas_delete (BridgeCanvas *self)
{
  run (self, bridge_toolbox_delete);
}

void
bridge_canvas_duplicate (BridgeCanvas *self)
{
  run (self, bridge_toolbox_duplicate);
}

void
bridge_canvas_front (BridgeCanvas *self)
{
  run (self, bridge_toolbox_front);
}

void
bridge_canvas_back (BridgeCanvas *self)
{
  run (self, bridge_toolbox_back);
}

static void
toggle_locked (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeItem *item;

  if (bridge_toolbox_n_selected (toolbox) == 0)
    return;
  item = bridge_toolbox_selected_item (toolbox, 0);
  bridge_toolbox_set_locked (toolbox, item != NULL && !bridge_item_is_locked (item), todo);
}

void
bridge_canvas_toggle_locked (BridgeCanvas *self)
{
  run (self, toggle_locked);
}
