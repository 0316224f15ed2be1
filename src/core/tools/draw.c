/* Pen and highlighter: a stroke that grows on the board while it is drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
#include "core/doc/limits.h"
#include "core/tools/toolbox-private.h"

#define HIGHLIGHTER_PRESSURE 1.0

/* Steps of an eighth of a screen pixel, so that ink drawn zoomed in stays sharp there. */
static unsigned
precision_for (double zoom)
{
  unsigned precision = 3;

  for (double reach = 1; reach < zoom && precision < BRIDGE_PRECISION_MAX; reach *= 2)
    precision++;
  return precision;
}

static BridgeInkPoint
filtered (BridgeToolbox *toolbox, const BridgePointerEvent *event)
{
  BridgePoint    at = bridge_toolbox_to_board (toolbox, event->at);
  BridgeInkPoint point;

  if (event->pressure < 0)
    point = bridge_ink_filter_feed_mouse (&toolbox->filter, at, (int64_t)event->time);
  else
    point = bridge_ink_filter_feed (&toolbox->filter, (BridgeInkPoint){ at.x, at.y, event->pressure }, (int64_t)event->time);
  if (toolbox->tool == BRIDGE_TOOL_HIGHLIGHTER)
    point.pressure = HIGHLIGHTER_PRESSURE;
  return point;
}

static void
begin_stroke (BridgeToolbox *toolbox, const BridgeInkPoint *points, size_t n_points, BridgeTodo *todo)
{
  const BridgeBoard *board = bridge_toolbox_board (toolbox);
  const BridgeStyle *style = &toolbox->style;
  bool               marker = toolbox->tool == BRIDGE_TOOL_HIGHLIGHTER;
  BridgeEdit         edit;
  BridgeStamp        id;

  bridge_guest_begin (toolbox->guest, &edit);
  id = bridge_compose_ink (&edit,
                           board,
                           marker ? BRIDGE_KIND_HIGHLIGHTER : BRIDGE_KIND_STROKE,
                           precision_for (toolbox->viewport->zoom),
                           points,
                           n_points);
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_COLOR, bridge_value_integer (marker ? style->highlighter_color : style->color));
  bridge_edit_set (&edit, id, BRIDGE_PROPERTY_SIZE, bridge_value_number (marker ? style->highlighter_size : style->size));
  if (!marker && style->dash != BRIDGE_DASH_SOLID)
    bridge_edit_set (&edit, id, BRIDGE_PROPERTY_DASH, bridge_value_integer (style->dash));
  if (style->opacity < 1)
    bridge_edit_set (&edit, id, BRIDGE_PROPERTY_OPACITY, bridge_value_number (style->opacity));
  bridge_toolbox_commit (toolbox, &edit, todo);
  toolbox->drawing = id;
}

static void
gather (BridgeToolbox *toolbox, BridgeInkPoint point)
{
  toolbox->gathered =
      bridge_grow (toolbox->gathered, &toolbox->gathered_capacity, toolbox->n_gathered + 1, sizeof *toolbox->gathered);
  toolbox->gathered[toolbox->n_gathered++] = point;
}

static void
press (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  BridgeInkPoint point;

  bridge_ink_filter_init (&toolbox->filter, toolbox->viewport->zoom);
  toolbox->n_gathered = 0;
  point = filtered (toolbox, event);
  begin_stroke (toolbox, &point, 1, todo);
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  gather (toolbox, filtered (toolbox, event));
}

/* A stroke at the limit of an item goes on as another, joined at its last point. */
static void
settle (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  const BridgeItem *item = bridge_board_item (bridge_toolbox_board (toolbox), toolbox->drawing);

  if (toolbox->n_gathered == 0)
    return;
  if (item == NULL)
    {
      toolbox->n_gathered = 0;
      return;
    }
  if (item->points.count + toolbox->n_gathered > BRIDGE_ITEM_POINTS_MAX)
    begin_stroke (toolbox, toolbox->gathered, toolbox->n_gathered, todo);
  else
    {
      BridgeEdit edit;

      bridge_guest_begin (toolbox->guest, &edit);
      bridge_compose_append (&edit, item, toolbox->gathered, toolbox->n_gathered);
      bridge_toolbox_commit (toolbox, &edit, todo);
    }
  toolbox->n_gathered = 0;
}

static void
stop (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  toolbox->drawing = BRIDGE_STAMP_NONE;
  toolbox->n_gathered = 0;
}

const BridgeToolClass bridge_draw_class = { .press = press, .move = move, .settle = settle, .stop = stop };
