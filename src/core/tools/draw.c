/* Pen and highlighter: a stroke that grows on the board while it is drawn.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/doc/compose.h"
#include "core/doc/limits.h"
#include "core/tools/toolbox-private.h"

static uint32_t
kind_of (const BridgeToolbox *toolbox)
{
  return toolbox->tool == BRIDGE_TOOL_HIGHLIGHTER ? BRIDGE_KIND_HIGHLIGHTER : BRIDGE_KIND_STROKE;
}

/* A pen that is lifted tells no pressure any more: it ends as it was. */
static BridgeInkPoint
filtered (BridgeToolbox *toolbox, const BridgePointerEvent *event)
{
  BridgePoint    at = bridge_toolbox_at (toolbox);
  double         pressure = event->pressure < 0 ? toolbox->filter.raw.pressure : event->pressure;
  int64_t        now = (int64_t)event->time;
  BridgeInkPoint point;

  if (toolbox->pressed.pressure < 0)
    point = bridge_ink_filter_feed_mouse (&toolbox->filter, at, now);
  else
    point = bridge_ink_filter_feed (&toolbox->filter, (BridgeInkPoint){ at.x, at.y, pressure }, now);
  if (kind_of (toolbox) == BRIDGE_KIND_HIGHLIGHTER)
    point.pressure = 1;
  return point;
}

static void
begin_stroke (BridgeToolbox *toolbox, const BridgeInkPoint *points, size_t n_points, BridgeTodo *todo)
{
  unsigned    precision = bridge_toolbox_precision (toolbox);
  BridgeEdit  edit;
  BridgeStamp id;

  bridge_guest_begin (toolbox->guest, &edit);
  id = bridge_compose_ink (&edit, bridge_toolbox_board (toolbox), kind_of (toolbox), precision, points, n_points);
  bridge_toolbox_put_style (toolbox, &edit, id, kind_of (toolbox));
  toolbox->drawing = bridge_toolbox_commit (toolbox, &edit, todo) ? id : BRIDGE_STAMP_NONE;
}

static void
extend_stroke (BridgeToolbox        *toolbox,
               const BridgeItem     *item,
               const BridgeInkPoint *points,
               size_t                n_points,
               BridgeTodo           *todo)
{
  BridgeEdit edit;

  bridge_guest_begin (toolbox->guest, &edit);
  bridge_compose_append (&edit, item, points, n_points);
  if (!bridge_toolbox_commit (toolbox, &edit, todo))
    toolbox->drawing = BRIDGE_STAMP_NONE;
}

/* Whether it is no other point than the one before, at the precision of the board. A hand that presses harder in one
 * place still tells something. */
static bool
is_same (BridgeInkPoint point, BridgeInkPoint before, unsigned precision)
{
  return bridge_step_from (point.x, precision) == bridge_step_from (before.x, precision) &&
         bridge_step_from (point.y, precision) == bridge_step_from (before.y, precision) &&
         bridge_pressure_from (point.pressure) <= bridge_pressure_from (before.pressure);
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
  bridge_ink_filter_init (&toolbox->filter, toolbox->viewport->zoom);
  toolbox->n_gathered = 0;
  gather (toolbox, filtered (toolbox, event));
  begin_stroke (toolbox, toolbox->gathered, 1, todo);
}

static void
move (BridgeToolbox *toolbox, const BridgePointerEvent *event, BridgeTodo *todo)
{
  BridgeInkPoint point = filtered (toolbox, event);

  if (!is_same (point, toolbox->gathered[toolbox->n_gathered - 1], bridge_toolbox_precision (toolbox)))
    gather (toolbox, point);
}

/* Puts points from `from` on onto the board, as many as go at once. A stroke at the limit of an item goes on as another
 * that begins at its last point. Returns how many, 0 when there is nothing to draw on any more. */
static size_t
put_points (BridgeToolbox *toolbox, size_t from, BridgeTodo *todo)
{
  const BridgeItem *item = bridge_board_item (bridge_toolbox_board (toolbox), toolbox->drawing);
  size_t            left = toolbox->n_gathered - from, room;

  if (item == NULL || bridge_stamp_is_none (toolbox->drawing))
    return 0;
  room = BRIDGE_ITEM_POINTS_MAX - item->points.count;
  if (room > 0)
    {
      left = left < room ? left : room;
      extend_stroke (toolbox, item, &toolbox->gathered[from], left, todo);
      return left;
    }
  left = left < BRIDGE_ITEM_POINTS_MAX ? left : BRIDGE_ITEM_POINTS_MAX - 1;
  begin_stroke (toolbox, &toolbox->gathered[from - 1], left + 1, todo);
  return left;
}

static void
settle (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  size_t from = 1, n;

  while (from < toolbox->n_gathered && (n = put_points (toolbox, from, todo)) > 0)
    from += n;
  toolbox->gathered[0] = toolbox->gathered[toolbox->n_gathered - 1];
  toolbox->n_gathered = 1;
}

/* What is steadied lags behind the hand, far behind a quick one: the stroke ends where the hand did. */
static void
release (BridgeToolbox *toolbox, BridgeTodo *todo)
{
  BridgeInkPoint last = toolbox->gathered[toolbox->n_gathered - 1];
  BridgeInkPoint end = { toolbox->filter.raw.x, toolbox->filter.raw.y, last.pressure };

  if (is_same (end, last, bridge_toolbox_precision (toolbox)))
    return;
  gather (toolbox, end);
  settle (toolbox, todo);
}

static void
stop (BridgeToolbox *toolbox)
{
  toolbox->drawing = BRIDGE_STAMP_NONE;
}

static const char *
cursor (const BridgeToolbox *toolbox)
{
  return "crosshair";
}

const BridgeToolClass bridge_draw_class = {
  .press = press,
  .move = move,
  .settle = settle,
  .release = release,
  .stop = stop,
  .cursor = cursor,
};
