/* Pointers, pens, fingers, wheels and keys of the canvas.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas-private.h"

#include <math.h>

#define WHEEL_STEP     48.0 /* logical px that one notch of a wheel scrolls */
#define WHEEL_ZOOM     1.2  /* factor of one notch */
#define SURFACE_ZOOM   0.01 /* of a touchpad: per px, in the exponent */
#define FLING_FRICTION 4.0  /* per second, in the exponent */
#define FLING_MINIMUM  20.0 /* logical px per second */
#define MICROSECONDS   1000 /* of a millisecond */

static unsigned
modifiers_of (GdkModifierType state)
{
  return ((state & GDK_SHIFT_MASK) != 0 ? BRIDGE_MODIFIER_SHIFT : 0) |
         ((state & GDK_CONTROL_MASK) != 0 ? BRIDGE_MODIFIER_CONTROL : 0) |
         ((state & GDK_ALT_MASK) != 0 ? BRIDGE_MODIFIER_ALT : 0);
}

static void
feed (BridgeCanvas *self, const BridgePointerEvent *event, BridgeTodo *todo)
{
  bridge_toolbox_pointer (self->toolbox, event, todo);
}

static BridgePointerEvent
pointer_event (GtkEventController *controller, BridgePointerType type, double x, double y)
{
  return (BridgePointerEvent){
    .type = type,
    .at = { x, y },
    .pressure = -1,
    .modifiers = modifiers_of (gtk_event_controller_get_current_event_state (controller)),
    .time = (guint64)gtk_event_controller_get_current_event_time (controller) * MICROSECONDS,
  };
}

void
bridge_canvas_point (BridgeCanvas *self, const BridgePointerEvent *events, gsize n_events)
{
  BridgeTodo todo = { 0 };

  bridge_changes_init (&todo.changes);
  for (gsize i = 0; i < n_events; i++)
    feed (self, &events[i], &todo);
  bridge_toolbox_settle (self->toolbox, &todo);
  bridge_canvas_do (self, &todo);
}

static void
set_hover (BridgeCanvas *self, double x, double y, gboolean hovering)
{
  self->hover = (BridgePoint){ x, y };
  self->hovering = hovering;
  bridge_canvas_present (self);
}

/* --- pointers --- */

static guint
count_clicks (BridgeCanvas *self, guint32 time, double x, double y)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self));
  int          within, distance;
  gboolean     again;

  g_object_get (settings, "gtk-double-click-time", &within, "gtk-double-click-distance", &distance, NULL);
  again = self->n_clicks > 0 && time - self->last_press_time < (guint32)within &&
          hypot (x - self->last_press.x, y - self->last_press.y) <= distance;
  self->n_clicks = again ? self->n_clicks + 1 : 1;
  self->last_press_time = time;
  self->last_press = (BridgePoint){ x, y };
  return self->n_clicks;
}

static gboolean
press_writer (BridgeCanvas *self, const BridgePointerEvent *event)
{
  BridgePoint at = bridge_viewport_to_board (&self->viewport, event->at);

  return bridge_writer_is_active (self->writer) && !self->space_down &&
         bridge_writer_press (self->writer, at, event->n_clicks, (event->modifiers & BRIDGE_MODIFIER_SHIFT) != 0);
}

static void
begin_drag (BridgeCanvas *self, BridgePointerEvent *event)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->fling_x = self->fling_y = 0;
  self->writing_drag = press_writer (self, event);
  if (!self->writing_drag)
    bridge_canvas_point (self, event, 1);
}

/* A pen is GtkGestureStylus' to follow, with its pressure. */
static gboolean
is_pen (GtkEventController *controller)
{
  GdkEvent *event = gtk_event_controller_get_current_event (controller);

  return event != NULL && gdk_event_get_device_tool (event) != NULL;
}

static void
on_drag_begin (BridgeCanvas *self, double x, double y, GtkGestureDrag *gesture)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);
  BridgePointerEvent  event = pointer_event (controller, BRIDGE_POINTER_PRESS, x, y);

  if (is_pen (controller))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  event.n_clicks = count_clicks (self, gtk_event_controller_get_current_event_time (controller), x, y);
  begin_drag (self, &event);
}

/* The places between two frames, in the surface's coordinates; (dx, dy) leads to the widget's. */
static void
feed_history (BridgeCanvas *self, GtkEventController *controller, double x, double y, BridgeTodo *todo)
{
  GdkEvent                *current = gtk_event_controller_get_current_event (controller);
  double                   surface_x, surface_y;
  g_autofree GdkTimeCoord *history = NULL;
  guint                    n_coords = 0;

  if (current == NULL || !gdk_event_get_position (current, &surface_x, &surface_y))
    return;
  if (gdk_event_get_event_type (current) == GDK_MOTION_NOTIFY)
    history = gdk_event_get_history (current, &n_coords);
  for (guint i = 0; i < n_coords; i++)
    {
      BridgePointerEvent event = pointer_event (controller,
                                                BRIDGE_POINTER_MOVE,
                                                history[i].axes[GDK_AXIS_X] + x - surface_x,
                                                history[i].axes[GDK_AXIS_Y] + y - surface_y);

      event.time = (guint64)history[i].time * MICROSECONDS;
      feed (self, &event, todo);
    }
}

static void
drag_to (BridgeCanvas *self, GtkEventController *controller, double x, double y)
{
  BridgePointerEvent event = pointer_event (controller, BRIDGE_POINTER_MOVE, x, y);
  BridgeTodo         todo = { 0 };

  if (self->writing_drag)
    {
      bridge_writer_drag (self->writer, bridge_viewport_to_board (&self->viewport, event.at));
      return;
    }
  bridge_changes_init (&todo.changes);
  feed_history (self, controller, x, y, &todo);
  feed (self, &event, &todo);
  bridge_toolbox_settle (self->toolbox, &todo);
  bridge_canvas_do (self, &todo);
}

static void
on_drag_update (BridgeCanvas *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  set_hover (self, x + dx, y + dy, TRUE);
  drag_to (self, GTK_EVENT_CONTROLLER (gesture), x + dx, y + dy);
}

static void
end_drag (BridgeCanvas *self, GtkEventController *controller, double x, double y)
{
  BridgePointerEvent event = pointer_event (controller, BRIDGE_POINTER_RELEASE, x, y);

  event.n_clicks = self->n_clicks;
  if (!self->writing_drag)
    bridge_canvas_point (self, &event, 1);
  self->writing_drag = FALSE;
}

static void
on_drag_end (BridgeCanvas *self, double dx, double dy, GtkGestureDrag *gesture)
{
  double x, y;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  end_drag (self, GTK_EVENT_CONTROLLER (gesture), x + dx, y + dy);
}

static void
cancel_drag (BridgeCanvas *self)
{
  BridgePointerEvent event = { .type = BRIDGE_POINTER_CANCEL, .at = self->hover, .pressure = -1 };

  self->writing_drag = FALSE;
  bridge_canvas_point (self, &event, 1);
}

static void
on_drag_cancel (BridgeCanvas *self, GdkEventSequence *sequence, GtkGesture *gesture)
{
  cancel_drag (self);
}

/* --- the middle button: the hand, for a while --- */

static void
borrow_hand (BridgeCanvas *self, gboolean borrow)
{
  BridgeTodo todo = { 0 };

  bridge_changes_init (&todo.changes);
  bridge_toolbox_borrow_hand (self->toolbox, borrow, &todo);
  bridge_canvas_do (self, &todo);
}

static void
on_middle_begin (BridgeCanvas *self, double x, double y, GtkGestureDrag *gesture)
{
  BridgePointerEvent event = pointer_event (GTK_EVENT_CONTROLLER (gesture), BRIDGE_POINTER_PRESS, x, y);

  borrow_hand (self, TRUE);
  bridge_canvas_point (self, &event, 1);
}

static void
on_middle_end (BridgeCanvas *self, double dx, double dy, GtkGestureDrag *gesture)
{
  on_drag_end (self, dx, dy, gesture);
  borrow_hand (self, self->space_down);
}

/* --- pens --- */

static BridgePointerEvent
pen_event (GtkGestureStylus *gesture, BridgePointerType type, double x, double y)
{
  BridgePointerEvent event = pointer_event (GTK_EVENT_CONTROLLER (gesture), type, x, y);
  GdkDeviceTool     *tool = gtk_gesture_stylus_get_device_tool (gesture);
  double             pressure;

  /* Asking for an axis without a tool crashes GTK 4.8. */
  if (tool == NULL)
    return event;
  event.eraser = gdk_device_tool_get_tool_type (tool) == GDK_DEVICE_TOOL_TYPE_ERASER;
  if (gtk_gesture_stylus_get_axis (gesture, GDK_AXIS_PRESSURE, &pressure))
    event.pressure = CLAMP (pressure, 0, 1);
  return event;
}

static void
on_pen_down (BridgeCanvas *self, double x, double y, GtkGestureStylus *gesture)
{
  BridgePointerEvent event = pen_event (gesture, BRIDGE_POINTER_PRESS, x, y);

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  event.n_clicks = count_clicks (self,
                                 gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (gesture)),
                                 x,
                                 y);
  begin_drag (self, &event);
}

static void
feed_backlog (BridgeCanvas *self, GtkGestureStylus *gesture, const BridgePointerEvent *like, BridgeTodo *todo)
{
  g_autofree GdkTimeCoord *backlog = NULL;
  guint                    n_coords = 0;

  if (gtk_gesture_stylus_get_device_tool (gesture) == NULL ||
      !gtk_gesture_stylus_get_backlog (gesture, &backlog, &n_coords))
    return;
  for (guint i = 0; i < n_coords; i++)
    {
      BridgePointerEvent event = *like;

      event.at = (BridgePoint){ backlog[i].axes[GDK_AXIS_X], backlog[i].axes[GDK_AXIS_Y] };
      event.time = (guint64)backlog[i].time * MICROSECONDS;
      if ((backlog[i].flags & GDK_AXIS_FLAG_PRESSURE) != 0)
        event.pressure = CLAMP (backlog[i].axes[GDK_AXIS_PRESSURE], 0, 1);
      if (event.pressure != 0)
        feed (self, &event, todo);
    }
}

static void
on_pen_motion (BridgeCanvas *self, double x, double y, GtkGestureStylus *gesture)
{
  BridgePointerEvent event = pen_event (gesture, BRIDGE_POINTER_MOVE, x, y);
  BridgeTodo         todo = { 0 };

  set_hover (self, x, y, TRUE);
  if (self->writing_drag)
    {
      bridge_writer_drag (self->writer, bridge_viewport_to_board (&self->viewport, event.at));
      return;
    }
  bridge_changes_init (&todo.changes);
  feed_backlog (self, gesture, &event, &todo);
  if (event.pressure != 0)
    feed (self, &event, &todo);
  bridge_toolbox_settle (self->toolbox, &todo);
  bridge_canvas_do (self, &todo);
}

static void
on_pen_up (BridgeCanvas *self, double x, double y, GtkGestureStylus *gesture)
{
  BridgePointerEvent event = pen_event (gesture, BRIDGE_POINTER_RELEASE, x, y);

  /* A lifted pen presses with nothing; the stroke ends as it was. */
  if (event.pressure == 0)
    event.pressure = -1;
  if (!self->writing_drag)
    bridge_canvas_point (self, &event, 1);
  self->writing_drag = FALSE;
}

/* --- hovering --- */

static GdkDevice *
pointing_device (BridgeCanvas *self, GtkEventController *controller)
{
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));

  if (gtk_event_controller_get_current_event (controller) != NULL)
    return gtk_event_controller_get_current_event_device (controller);
  return seat != NULL ? gdk_seat_get_pointer (seat) : NULL;
}

/* GTK 4.8 makes up motions where the pointer rests, even above another window that covers this one. */
static gboolean
is_covered (BridgeCanvas *self, GtkEventController *controller)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self));
  GdkDevice *device = pointing_device (self, controller);

  return device != NULL && gdk_device_get_surface_at_position (device, NULL, NULL) != gtk_native_get_surface (native);
}

static void
on_motion (BridgeCanvas *self, double x, double y, GtkEventControllerMotion *controller)
{
  BridgePointerEvent event = pointer_event (GTK_EVENT_CONTROLLER (controller), BRIDGE_POINTER_MOVE, x, y);

  if (!self->hovering && is_covered (self, GTK_EVENT_CONTROLLER (controller)))
    return;
  set_hover (self, x, y, TRUE);
  if (bridge_toolbox_is_dragging (self->toolbox) || self->writing_drag)
    return;
  bridge_canvas_point (self, &event, 1);
}

static void
on_leave (BridgeCanvas *self, GtkEventControllerMotion *controller)
{
  BridgePointerEvent event = { .type = BRIDGE_POINTER_LEAVE, .at = self->hover, .pressure = -1 };

  set_hover (self, self->hover.x, self->hover.y, FALSE);
  bridge_canvas_point (self, &event, 1);
}

/* --- wheels, touchpads, fingers --- */

static void
pan (BridgeCanvas *self, double dx, double dy)
{
  bridge_viewport_pan (&self->viewport, dx, dy);
  bridge_canvas_view_changed (self);
}

static gboolean
on_scroll (BridgeCanvas *self, double dx, double dy, GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean        wheel = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL;
  double          unit = wheel ? WHEEL_STEP : 1;

  self->fling_x = self->fling_y = 0;
  if ((state & GDK_CONTROL_MASK) != 0)
    {
      double factor = wheel ? pow (WHEEL_ZOOM, -dy) : exp (-dy * SURFACE_ZOOM);

      bridge_canvas_zoom_to (self, self->viewport.zoom * factor, self->hover);
    }
  else if ((state & GDK_SHIFT_MASK) != 0 && dx == 0)
    pan (self, -dy * unit, 0);
  else
    pan (self, -dx * unit, -dy * unit);
  return GDK_EVENT_STOP;
}

static void
on_decelerate (BridgeCanvas *self, double vx, double vy, GtkEventControllerScroll *controller)
{
  self->fling_x = -vx;
  self->fling_y = -vy;
  bridge_canvas_start_ticking (self);
}

gboolean
bridge_canvas_fling (BridgeCanvas *self, gint64 elapsed)
{
  double seconds = elapsed / 1e6;

  if (hypot (self->fling_x, self->fling_y) < FLING_MINIMUM)
    {
      self->fling_x = self->fling_y = 0;
      return FALSE;
    }
  pan (self, self->fling_x * seconds, self->fling_y * seconds);
  self->fling_x *= exp (-FLING_FRICTION * seconds);
  self->fling_y *= exp (-FLING_FRICTION * seconds);
  return TRUE;
}

/* Two fingers move and zoom at once; whatever the first had begun is taken back. */
static void
on_pinch_begin (BridgeCanvas *self, GdkEventSequence *sequence, GtkGesture *gesture)
{
  double x, y;

  cancel_drag (self);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  self->pinch_zoom = self->viewport.zoom;
  if (gtk_gesture_get_bounding_box_center (gesture, &x, &y))
    self->pinch_at = (BridgePoint){ x, y };
}

static void
on_pinch_scale (BridgeCanvas *self, double scale, GtkGestureZoom *gesture)
{
  double x, y;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  bridge_viewport_pan (&self->viewport, x - self->pinch_at.x, y - self->pinch_at.y);
  self->pinch_at = (BridgePoint){ x, y };
  bridge_canvas_zoom_to (self, self->pinch_zoom * scale, self->pinch_at);
}

/* --- keys --- */

static gboolean
tool_key (guint key, BridgeKey *result)
{
  static const struct
  {
    guint     key;
    BridgeKey result;
  } keys[] = {
    { GDK_KEY_Escape, BRIDGE_KEY_ESCAPE },
    { GDK_KEY_Delete, BRIDGE_KEY_DELETE },
    { GDK_KEY_BackSpace, BRIDGE_KEY_DELETE },
    { GDK_KEY_Return, BRIDGE_KEY_ENTER },
    { GDK_KEY_KP_Enter, BRIDGE_KEY_ENTER },
    { GDK_KEY_Left, BRIDGE_KEY_LEFT },
    { GDK_KEY_Right, BRIDGE_KEY_RIGHT },
    { GDK_KEY_Up, BRIDGE_KEY_UP },
    { GDK_KEY_Down, BRIDGE_KEY_DOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key)
      {
        *result = keys[i].result;
        return TRUE;
      }
  return FALSE;
}

static gboolean
on_key_pressed (BridgeCanvas *self, guint key, guint code, GdkModifierType state, GtkEventControllerKey *controller)
{
  BridgeTodo todo = { 0 };
  BridgeKey  tool;
  gboolean   taken;

  if (key == GDK_KEY_space && (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0)
    {
      if (!self->space_down)
        borrow_hand (self, TRUE);
      self->space_down = TRUE;
      return GDK_EVENT_STOP;
    }
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 || !tool_key (key, &tool))
    return GDK_EVENT_PROPAGATE;
  bridge_changes_init (&todo.changes);
  taken = bridge_toolbox_key (self->toolbox, tool, modifiers_of (state), &todo);
  bridge_canvas_do (self, &todo);
  return taken;
}

static void
release_space (BridgeCanvas *self)
{
  if (!self->space_down)
    return;
  self->space_down = FALSE;
  borrow_hand (self, FALSE);
}

static void
on_key_released (BridgeCanvas *self, guint key, guint code, GdkModifierType state, GtkEventControllerKey *controller)
{
  if (key == GDK_KEY_space)
    release_space (self);
}

static void
on_focus_leave (BridgeCanvas *self)
{
  release_space (self);
}

/* --- wiring --- */

static void
listen_to (BridgeCanvas *self, gpointer controller, const char *signal, gpointer handler)
{
  g_signal_connect_object (controller, signal, G_CALLBACK (handler), self, G_CONNECT_SWAPPED);
}

static void
add_drag (BridgeCanvas *self, guint button, gpointer begin, gpointer end)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  listen_to (self, drag, "drag-begin", begin);
  listen_to (self, drag, "drag-update", on_drag_update);
  listen_to (self, drag, "drag-end", end);
  listen_to (self, drag, "cancel", on_drag_cancel);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

static void
add_pen (BridgeCanvas *self)
{
  GtkGesture *pen = gtk_gesture_stylus_new ();

  listen_to (self, pen, "down", on_pen_down);
  listen_to (self, pen, "motion", on_pen_motion);
  listen_to (self, pen, "up", on_pen_up);
  listen_to (self, pen, "cancel", on_drag_cancel);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pen));
}

void
bridge_canvas_add_controllers (BridgeCanvas *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES | GTK_EVENT_CONTROLLER_SCROLL_KINETIC);
  GtkGesture         *pinch = gtk_gesture_zoom_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  add_drag (self, GDK_BUTTON_PRIMARY, on_drag_begin, on_drag_end);
  add_drag (self, GDK_BUTTON_MIDDLE, on_middle_begin, on_middle_end);
  add_pen (self);
  listen_to (self, motion, "motion", on_motion);
  listen_to (self, motion, "enter", on_motion);
  listen_to (self, motion, "leave", on_leave);
  listen_to (self, scroll, "scroll", on_scroll);
  listen_to (self, scroll, "decelerate", on_decelerate);
  listen_to (self, pinch, "begin", on_pinch_begin);
  listen_to (self, pinch, "scale-changed", on_pinch_scale);
  listen_to (self, keys, "key-pressed", on_key_pressed);
  listen_to (self, keys, "key-released", on_key_released);
  listen_to (self, focus, "leave", on_focus_leave);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
