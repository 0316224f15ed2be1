/* The board as a widget: tiles, live overlay, pointers, writing in place.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas-private.h"

#include "ui/overlay.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define ZOOM_STILL 120 /* ms without a change before the tiles are made anew at the new zoom */
#define FIT_MARGIN 48  /* logical px */

G_DEFINE_FINAL_TYPE (BridgeCanvas, bridge_canvas, GTK_TYPE_WIDGET)

enum
{
  PROP_SESSION = 1,
  PROP_TOOL,
  PROP_ZOOM,
  PROP_N_SELECTED,
  PROP_WRITING,
  N_PROPERTIES
};

enum
{
  SIGNAL_MESSAGE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint       signals[N_SIGNALS];

static gboolean
is_dark (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ());
}

/* --- the view --- */

static void
set_tiles_view (BridgeCanvas *self, gboolean settled)
{
  bridge_tiles_set_view (self->tiles,
                         &self->viewport,
                         gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                         settled);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_zoom_still (gpointer data)
{
  BridgeCanvas *self = data;

  self->settle_zoom = 0;
  set_tiles_view (self, TRUE);
  return G_SOURCE_REMOVE;
}

void
bridge_canvas_view_changed (BridgeCanvas *self)
{
  gboolean zoomed = self->viewport.zoom != self->shown_zoom;

  if (zoomed)
    {
      self->shown_zoom = self->viewport.zoom;
      g_clear_handle_id (&self->settle_zoom, g_source_remove);
      self->settle_zoom = g_timeout_add (ZOOM_STILL, on_zoom_still, self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
    }
  set_tiles_view (self, self->settle_zoom == 0);
  bridge_canvas_present (self);
}

void
bridge_canvas_zoom_to (BridgeCanvas *self, double zoom, BridgePoint at)
{
  bridge_viewport_zoom_at (&self->viewport, zoom, at);
  bridge_canvas_view_changed (self);
}

static BridgePoint
view_middle (BridgeCanvas *self)
{
  return (BridgePoint){ self->viewport.width / 2, self->viewport.height / 2 };
}

/* --- what others see of me --- */

void
bridge_canvas_present (BridgeCanvas *self)
{
  BridgePresence          presence = { .flags = BRIDGE_PRESENCE_VIEW, .view = bridge_viewport_visible (&self->viewport) };
  gsize                   n_selected = MIN (bridge_toolbox_n_selected (self->toolbox), BRIDGE_WIRE_SELECTION_MAX);
  g_autofree BridgeStamp *items = g_new (BridgeStamp, n_selected);

  if (self->hovering)
    {
      presence.flags |= BRIDGE_PRESENCE_CURSOR;
      presence.cursor = bridge_viewport_to_board (&self->viewport, self->hover);
    }
  if (n_selected > 0)
    {
      for (gsize i = 0; i < n_selected; i++)
        items[i] = bridge_toolbox_selected (self->toolbox, i);
      presence.flags |= BRIDGE_PRESENCE_SELECTION;
      presence.items = items;
      presence.n_items = n_selected;
    }
  if (bridge_writer_is_active (self->writer))
    presence.flags |= BRIDGE_PRESENCE_WRITING;
  bridge_session_present (self->session, &presence);
}

/* --- time --- */

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  BridgeCanvas *self = BRIDGE_CANVAS (widget);
  gint64        now = gdk_frame_clock_get_frame_time (clock);
  gint64        elapsed = self->ticked > 0 ? CLAMP (now - self->ticked, 0, 100000) : 16000;
  gboolean      moving = bridge_cursors_tick (self->cursors, elapsed);
  gboolean      flinging = bridge_canvas_fling (self, elapsed);
  gboolean      lifted = bridge_lifted_tick (self->lifted, g_get_monotonic_time ());

  self->ticked = now;
  if (moving || lifted)
    gtk_widget_queue_draw (widget);
  if (moving || flinging || lifted)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  self->ticked = 0;
  return G_SOURCE_REMOVE;
}

void
bridge_canvas_start_ticking (BridgeCanvas *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/* --- tools --- */

static void
notify_tools (BridgeCanvas *self)
{
  guint      n_selected = bridge_toolbox_n_selected (self->toolbox);
  BridgeTool tool = bridge_toolbox_tool (self->toolbox);

  if (self->shown_tool != tool)
    {
      self->shown_tool = tool;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOOL]);
    }
  if (self->shown_selection != n_selected)
    {
      self->shown_selection = n_selected;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
    }
}

static void
write_in (BridgeCanvas *self, BridgeStamp item)
{
  if (!bridge_writer_begin (self->writer, item))
    return;
  bridge_lifted_hide (self->lifted, item, TRUE);
  bridge_canvas_start_ticking (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WRITING]);
}

void
bridge_canvas_do (BridgeCanvas *self, BridgeTodo *todo)
{
  if (todo->changes.count > 0)
    bridge_session_flush (self->session, &todo->changes);
  bridge_changes_clear (&todo->changes);
  if (todo->refusal != BRIDGE_REFUSAL_NONE)
    g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, bridge_refusal_words (todo->refusal));
  notify_tools (self);
  if ((todo->flags & BRIDGE_TODO_VIEWPORT) != 0)
    bridge_canvas_view_changed (self);
  if ((todo->flags & BRIDGE_TODO_SELECTION) != 0)
    bridge_canvas_present (self);
  if ((todo->flags & BRIDGE_TODO_CURSOR) != 0)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), bridge_toolbox_cursor (self->toolbox));
  if ((todo->flags & BRIDGE_TODO_WRITE) != 0)
    write_in (self, todo->write);
  if (todo->flags != 0)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- the session --- */

static void
on_session_changed (BridgeCanvas *self, const BridgeChanges *changes)
{
  BridgeTodo todo = { 0 };

  bridge_changes_init (&todo.changes);
  bridge_lifted_update (self->lifted, changes, g_get_monotonic_time ());
  bridge_toolbox_board_changed (self->toolbox, changes, &todo);
  bridge_writer_board_changed (self->writer, changes);
  bridge_canvas_do (self, &todo);
  bridge_canvas_start_ticking (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_guest_event (BridgeCanvas *self, const BridgeGuestEvent *event)
{
  guint32 me = bridge_guest_person (bridge_session_get_guest (self->session));

  if (event->type == BRIDGE_GUEST_PRESENT && event->person.person != me)
    bridge_cursors_present (self->cursors, &event->person, event->presence);
  else if (event->type == BRIDGE_GUEST_LEFT)
    bridge_cursors_remove (self->cursors, event->person.person);
  else
    return;
  bridge_canvas_start_ticking (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_session_state_changed (BridgeCanvas *self)
{
  BridgeSessionState state = bridge_session_get_state (self->session);

  if (state == BRIDGE_SESSION_LIVE)
    bridge_canvas_present (self);
  else if (state == BRIDGE_SESSION_ALONE || state == BRIDGE_SESSION_RECONNECTING)
    bridge_cursors_clear (self->cursors);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_writer_ended (BridgeCanvas *self)
{
  BridgeStamp item = bridge_writer_get_item (self->writer);

  bridge_lifted_hide (self->lifted, item, FALSE);
  bridge_canvas_start_ticking (self);
  bridge_canvas_present (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WRITING]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_writer_message (BridgeCanvas *self, const char *words)
{
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, words);
}

static void
on_dark_changed (BridgeCanvas *self)
{
  bridge_tiles_set_dark (self->tiles, is_dark ());
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_tiles_landed (gpointer data)
{
  gtk_widget_queue_draw (data);
}

/* --- the widget --- */

static GdkRGBA
accent_color (BridgeCanvas *self)
{
  GdkRGBA rgba = { 0.21f, 0.52f, 0.89f, 1 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_bg_color", &rgba);
  return rgba;
}

static void
bridge_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BridgeCanvas      *self = BRIDGE_CANVAS (widget);
  const BridgeBoard *board = bridge_session_get_board (self->session);
  gboolean           dark = is_dark ();
  int                scale_factor = gtk_widget_get_scale_factor (widget);
  GdkRGBA            accent = accent_color (self);

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, self->viewport.width, self->viewport.height));
  bridge_ground_snapshot (self->ground, &self->viewport, scale_factor, dark, snapshot);
  bridge_tiles_snapshot (self->tiles, widget, snapshot);
  bridge_lifted_snapshot (self->lifted, &self->viewport, scale_factor, dark, snapshot);
  if (bridge_writer_is_active (self->writer))
    bridge_writer_snapshot (self->writer, snapshot, dark);
  bridge_overlay_snapshot (self->toolbox, board, &self->viewport, &accent, dark, snapshot);
  bridge_cursors_snapshot (self->cursors, board, &self->viewport, widget, snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
bridge_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  BridgeCanvas *self = BRIDGE_CANVAS (widget);

  self->viewport.width = width;
  self->viewport.height = height;
  set_tiles_view (self, self->settle_zoom == 0);
}

static void
on_scale_factor_changed (BridgeCanvas *self)
{
  set_tiles_view (self, self->settle_zoom == 0);
}

static void
bridge_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BridgeCanvas *self = BRIDGE_CANVAS (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_TOOL:
      g_value_set_uint (value, bridge_canvas_get_tool (self));
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->viewport.zoom);
      break;
    case PROP_N_SELECTED:
      g_value_set_uint (value, self->shown_selection);
      break;
    case PROP_WRITING:
      g_value_set_boolean (value, bridge_writer_is_active (self->writer));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
bridge_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BridgeCanvas *self = BRIDGE_CANVAS (object);

  switch (id)
    {
    case PROP_SESSION:
      self->session = g_value_dup_object (value);
      break;
    case PROP_TOOL:
      bridge_canvas_set_tool (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
connect_session (BridgeCanvas *self)
{
  g_signal_connect_object (self->session, "changed", G_CALLBACK (on_session_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "guest-event", G_CALLBACK (on_guest_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session,
                           "notify::state",
                           G_CALLBACK (on_session_state_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
bridge_canvas_constructed (GObject *object)
{
  BridgeCanvas *self = BRIDGE_CANVAS (object);
  BridgeGuest  *guest = bridge_session_get_guest (self->session);

  G_OBJECT_CLASS (bridge_canvas_parent_class)->constructed (object);
  bridge_viewport_init (&self->viewport);
  self->shown_zoom = self->viewport.zoom;
  self->toolbox = bridge_toolbox_new (guest, &self->viewport);
  self->shown_tool = bridge_toolbox_tool (self->toolbox);
  self->scene = bridge_scene_new (bridge_guest_board (guest));
  self->tiles = bridge_tiles_new (self->scene, on_tiles_landed, self);
  self->lifted = bridge_lifted_new (bridge_guest_board (guest), self->scene, self->tiles);
  self->ground = bridge_ground_new ();
  self->cursors = bridge_cursors_new ();
  self->writer = bridge_writer_new (GTK_WIDGET (self), self->session, &self->viewport);
  self->pasting = g_cancellable_new ();
  bridge_tiles_set_dark (self->tiles, is_dark ());
  g_signal_connect_object (self->writer, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->writer, "ended", G_CALLBACK (on_writer_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->writer, "message", G_CALLBACK (on_writer_message), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (),
                           "notify::dark",
                           G_CALLBACK (on_dark_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (on_scale_factor_changed), NULL);
  connect_session (self);
  bridge_canvas_add_controllers (self);
}

static void
bridge_canvas_dispose (GObject *object)
{
  BridgeCanvas *self = BRIDGE_CANVAS (object);

  g_cancellable_cancel (self->pasting);
  g_clear_object (&self->pasting);
  g_clear_handle_id (&self->settle_zoom, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->writer != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->writer, self);
      bridge_writer_end (self->writer);
    }
  g_clear_object (&self->writer);
  G_OBJECT_CLASS (bridge_canvas_parent_class)->dispose (object);
}

static void
bridge_canvas_finalize (GObject *object)
{
  BridgeCanvas *self = BRIDGE_CANVAS (object);

  bridge_cursors_free (self->cursors);
  bridge_ground_free (self->ground);
  bridge_lifted_free (self->lifted);
  bridge_tiles_free (self->tiles);
  bridge_scene_free (self->scene);
  bridge_toolbox_free (self->toolbox);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bridge_canvas_parent_class)->finalize (object);
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_SESSION] = g_param_spec_object ("session",
                                                  NULL,
                                                  NULL,
                                                  BRIDGE_TYPE_SESSION,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOOL] = g_param_spec_uint ("tool",
                                             NULL,
                                             NULL,
                                             0,
                                             BRIDGE_N_TOOLS - 1,
                                             BRIDGE_TOOL_PEN,
                                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom",
                                               NULL,
                                               NULL,
                                               BRIDGE_ZOOM_MIN,
                                               BRIDGE_ZOOM_MAX,
                                               1,
                                               G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_SELECTED] =
      g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_WRITING] =
      g_param_spec_boolean ("writing", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
bridge_canvas_class_init (BridgeCanvasClass *klass)
{
  GObjectClass   *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = bridge_canvas_constructed;
  object_class->dispose = bridge_canvas_dispose;
  object_class->finalize = bridge_canvas_finalize;
  object_class->get_property = bridge_canvas_get_property;
  object_class->set_property = bridge_canvas_set_property;
  widget_class->snapshot = bridge_canvas_snapshot;
  widget_class->size_allocate = bridge_canvas_size_allocate;
  install_properties (object_class);
  signals[SIGNAL_MESSAGE] = g_signal_new ("message",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bridge_canvas_init (BridgeCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Board"), -1);
}

GtkWidget *
bridge_canvas_new (BridgeSession *session)
{
  return g_object_new (BRIDGE_TYPE_CANVAS, "session", session, NULL);
}

BridgeTool
bridge_canvas_get_tool (BridgeCanvas *self)
{
  return bridge_toolbox_tool (self->toolbox);
}

double
bridge_canvas_get_zoom (BridgeCanvas *self)
{
  return self->viewport.zoom;
}

guint
bridge_canvas_get_n_selected (BridgeCanvas *self)
{
  return self->shown_selection;
}

void
bridge_canvas_zoom_in (BridgeCanvas *self)
{
  bridge_canvas_zoom_to (self, bridge_viewport_step (self->viewport.zoom, 1), view_middle (self));
}

void
bridge_canvas_zoom_out (BridgeCanvas *self)
{
  bridge_canvas_zoom_to (self, bridge_viewport_step (self->viewport.zoom, -1), view_middle (self));
}

void
bridge_canvas_zoom_reset (BridgeCanvas *self)
{
  bridge_canvas_zoom_to (self, 1, view_middle (self));
}

void
bridge_canvas_zoom_fit (BridgeCanvas *self)
{
  bridge_viewport_fit (&self->viewport, bridge_board_bounds (bridge_session_get_board (self->session)), FIT_MARGIN);
  bridge_canvas_view_changed (self);
}

void
bridge_canvas_end_writing (BridgeCanvas *self)
{
  bridge_writer_end (self->writer);
}
