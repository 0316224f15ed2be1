/* A toolbox at work in a test.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench.h"

#include "core/base/memory.h"

#include <stdarg.h>
#include <string.h>

#define FRAME 16000 /* us */

void
bench_init_for (Bench *self, BridgeGuest *guest)
{
  *self = (Bench){ .guest = guest, .now = 1, .pressure = -1 };
  bridge_viewport_init (&self->viewport);
  self->viewport.width = 1000;
  self->viewport.height = 800;
  self->toolbox = bridge_toolbox_new (guest, &self->viewport);
  bridge_changes_init (&self->todo.changes);
  bench_tool (self, BRIDGE_TOOL_SELECT);
}

void
bench_init (Bench *self, guint64 site)
{
  BridgeGuestOptions options = { .site = site, .name = "Ada", .color = 0xff0000ff, .seed = 7 };

  bench_init_for (self, bridge_guest_new (&options));
  self->owns_guest = true;
}

void
bench_clear (Bench *self)
{
  bridge_toolbox_free (self->toolbox);
  if (self->owns_guest)
    bridge_guest_free (self->guest);
  bridge_changes_clear (&self->todo.changes);
}

void
bench_begin (Bench *self)
{
  bridge_changes_clear (&self->todo.changes);
  self->todo = (BridgeTodo){ 0 };
  bridge_changes_init (&self->todo.changes);
}

const BridgeBoard *
bench_board (const Bench *self)
{
  return bridge_guest_board (self->guest);
}

void
bench_pointer (Bench *self, BridgePointerType type, double x, double y, unsigned n_clicks)
{
  BridgePointerEvent event = {
    .type = type,
    .at = { x, y },
    .pressure = self->pressure,
    .modifiers = self->modifiers,
    .n_clicks = n_clicks,
    .time = self->now += FRAME,
    .eraser = self->eraser,
  };

  bench_begin (self);
  bridge_toolbox_pointer (self->toolbox, &event, &self->todo);
}

void
bench_press (Bench *self, double x, double y)
{
  bench_pointer (self, BRIDGE_POINTER_PRESS, x, y, 1);
}

void
bench_move (Bench *self, double x, double y)
{
  bench_pointer (self, BRIDGE_POINTER_MOVE, x, y, 0);
  bridge_toolbox_settle (self->toolbox, &self->todo);
}

void
bench_release (Bench *self, double x, double y)
{
  bench_pointer (self, BRIDGE_POINTER_RELEASE, x, y, 0);
  g_assert_false (bridge_toolbox_is_dragging (self->toolbox));
}

void
bench_cancel (Bench *self)
{
  bench_pointer (self, BRIDGE_POINTER_CANCEL, 0, 0, 0);
  g_assert_false (bridge_toolbox_is_dragging (self->toolbox));
}

void
bench_hover (Bench *self, double x, double y)
{
  bench_move (self, x, y);
}

void
bench_click (Bench *self, double x, double y)
{
  bench_press (self, x, y);
  g_assert_true (bridge_toolbox_is_dragging (self->toolbox));
  bench_release (self, x, y);
}

void
bench_double_click (Bench *self, double x, double y)
{
  bench_click (self, x, y);
  bench_pointer (self, BRIDGE_POINTER_PRESS, x, y, 2);
  bench_release (self, x, y);
}

void
bench_drag (Bench *self, double x1, double y1, double x2, double y2)
{
  bench_press (self, x1, y1);
  bench_move (self, (x1 + x2) / 2, (y1 + y2) / 2);
  bench_release (self, x2, y2);
}

bool
bench_key (Bench *self, BridgeKey key, unsigned modifiers)
{
  bench_begin (self);
  return bridge_toolbox_key (self->toolbox, key, modifiers, &self->todo);
}

void
bench_tool (Bench *self, BridgeTool tool)
{
  bench_begin (self);
  bridge_toolbox_set_tool (self->toolbox, tool, &self->todo);
}

BridgePoint
bench_handle (const Bench *self, BridgeHandle handle)
{
  BridgePoint at = { 0 };

  g_assert_true (bridge_toolbox_handle (self->toolbox, handle, &at));
  return at;
}

void
bench_drag_handle (Bench *self, BridgeHandle handle, double dx, double dy)
{
  BridgePoint at = bench_handle (self, handle);

  bench_drag (self, at.x, at.y, at.x + dx, at.y + dy);
}

/* Items. */

static void
commit (Bench *self, BridgeEdit *edit)
{
  g_assert_cmpuint (bridge_guest_commit (self->guest, edit, NULL, NULL), >, 0);
}

BridgeStamp
bench_add (Bench *self, uint32_t kind, double x, double y, double width, double height)
{
  BridgeEdit  edit;
  BridgeStamp id;

  bridge_guest_begin (self->guest, &edit);
  id = bridge_compose_item (&edit, bench_board (self), kind, (BridgeRect){ x, y, width, height });
  commit (self, &edit);
  return id;
}

BridgeStamp
bench_add_stroke (Bench *self, const BridgeInkPoint *points, size_t n_points)
{
  BridgeEdit  edit;
  BridgeStamp id;

  bridge_guest_begin (self->guest, &edit);
  id = bridge_compose_ink (&edit, bench_board (self), BRIDGE_KIND_STROKE, 3, points, n_points);
  commit (self, &edit);
  return id;
}

void
bench_set (Bench *self, BridgeStamp id, uint32_t property, BridgeValue value)
{
  BridgeEdit edit;

  bridge_guest_begin (self->guest, &edit);
  bridge_edit_set (&edit, id, property, value);
  commit (self, &edit);
}

void
bench_set_number (Bench *self, BridgeStamp id, uint32_t property, double value)
{
  bench_set (self, id, property, bridge_value_number (value));
}

void
bench_write (Bench *self, BridgeStamp id, const char *text)
{
  BridgeEdit edit;

  bridge_guest_begin (self->guest, &edit);
  g_assert_cmpint (bridge_compose_replace_text (&edit, id, bench_item (self, id), text, strlen (text)), ==,
                   BRIDGE_STATUS_OK);
  commit (self, &edit);
}

const BridgeItem *
bench_item (const Bench *self, BridgeStamp id)
{
  const BridgeItem *item = bridge_board_item (bench_board (self), id);

  g_assert_nonnull (item);
  g_assert_false (bridge_item_is_deleted (item));
  return item;
}

size_t
bench_n_items (const Bench *self)
{
  return bridge_board_n_visible (bench_board (self));
}

const BridgeItem *
bench_top (const Bench *self)
{
  g_assert_cmpuint (bench_n_items (self), >, 0);
  return bridge_board_visible (bench_board (self), bench_n_items (self) - 1);
}

char *
bench_text (const BridgeItem *item)
{
  BridgeBytes bytes = { 0 };
  char       *text;

  if (item->text != NULL)
    bridge_text_put_utf8 (item->text, &bytes);
  text = g_strndup ((const char *)bytes.data, bytes.length);
  bridge_bytes_clear (&bytes);
  return text;
}

BridgePoint
bench_corner (const BridgeItem *item, double x, double y)
{
  BridgeRect box = bridge_item_box (item);

  return bridge_point_rotate ((BridgePoint){ box.x + x * box.width, box.y + y * box.height },
                              bridge_rect_center (box),
                              bridge_item_number (item, BRIDGE_PROPERTY_ROTATION));
}

static void
describe_item (GString *all, const BridgeItem *item)
{
  BridgeRect        box = bridge_item_box (item);
  uint32_t          fill = 0;
  g_autofree char  *text = bench_text (item);
  const BridgeValue nothing = { 0 };

  bridge_item_fill (item, &fill);
  g_string_append_printf (all,
                          "%u @%" G_GUINT64_FORMAT " %.6f %.6f %.6f %.6f turned %.6f",
                          item->kind,
                          item->id.lamport,
                          box.x,
                          box.y,
                          box.width,
                          box.height,
                          bridge_item_number (item, BRIDGE_PROPERTY_ROTATION));
  g_string_append_printf (all,
                          " #%08x/%08x %g %d %g font %g lock %d points %zu '%s'",
                          bridge_item_color (item),
                          fill,
                          bridge_item_number (item, BRIDGE_PROPERTY_SIZE),
                          bridge_item_dash (item),
                          bridge_item_number (item, BRIDGE_PROPERTY_OPACITY),
                          bridge_item_number (item, BRIDGE_PROPERTY_FONT_SIZE),
                          bridge_item_is_locked (item),
                          item->points.count,
                          text);
  for (size_t i = 0; i < item->n_registers; i++)
    if (item->registers[i].property >= BRIDGE_N_PROPERTIES &&
        !bridge_value_equal (&item->registers[i].value, &nothing))
      g_string_append_printf (all, " +%u", item->registers[i].property);
  g_string_append_c (all, '\n');
}

char *
bench_describe (const Bench *self)
{
  GString *all = g_string_new (NULL);

  for (size_t i = 0; i < bench_n_items (self); i++)
    describe_item (all, bridge_board_visible (bench_board (self), i));
  return g_string_free (all, FALSE);
}

/* What ought to be. */

void
bench_select (Bench *self, BridgeStamp id, ...)
{
  BridgeStamp        items[16] = { id };
  size_t             n_items = 1;
  const BridgeStamp *more;
  va_list            rest;

  va_start (rest, id);
  while ((more = va_arg (rest, const BridgeStamp *)) != NULL)
    items[n_items++] = *more;
  va_end (rest);
  bench_begin (self);
  bridge_toolbox_select (self->toolbox, items, n_items, &self->todo);
  g_assert_cmpuint (bridge_toolbox_n_selected (self->toolbox), ==, n_items);
}

void
bench_assert_selected (const Bench *self, size_t n_items, ...)
{
  va_list rest;

  g_assert_cmpuint (bridge_toolbox_n_selected (self->toolbox), ==, n_items);
  va_start (rest, n_items);
  for (size_t i = 0; i < n_items; i++)
    {
      const BridgeStamp *expected = va_arg (rest, const BridgeStamp *);

      g_assert_true (bridge_stamp_equal (bridge_toolbox_selected (self->toolbox, i), *expected));
      g_assert_true (bridge_toolbox_is_selected (self->toolbox, *expected));
    }
  va_end (rest);
}

void
bench_assert_box (const Bench *self, BridgeStamp id, double x, double y, double width, double height)
{
  BridgeRect box = bridge_item_box (bench_item (self, id));

  assert_near (box.x, x);
  assert_near (box.y, y);
  assert_near (box.width, width);
  assert_near (box.height, height);
}

void
bench_assert_point (BridgePoint at, double x, double y)
{
  assert_near (at.x, x);
  assert_near (at.y, y);
}

static void
step (Bench *self, bool (*take) (BridgeGuest *guest, BridgeChanges *changes))
{
  bench_begin (self);
  g_assert_true (take (self->guest, &self->todo.changes));
  bridge_toolbox_board_changed (self->toolbox, &self->todo.changes, &self->todo);
}

void
bench_undo (Bench *self)
{
  step (self, bridge_guest_undo);
}

void
bench_redo (Bench *self)
{
  step (self, bridge_guest_redo);
}

void
bench_assert_one_step (Bench *self, char *before)
{
  g_autofree char *now = bench_describe (self);
  g_autofree char *undone = NULL, *redone = NULL;

  g_assert_cmpstr (now, !=, before);
  bench_undo (self);
  undone = bench_describe (self);
  g_assert_cmpstr (undone, ==, before);
  bench_redo (self);
  redone = bench_describe (self);
  g_assert_cmpstr (redone, ==, now);
  g_free (before);
}
