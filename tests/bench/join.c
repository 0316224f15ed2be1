/* How long a window is held up while it joins a board, over loopback, from a server on a thread of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "handwriting.h"
#include "stall.h"

#include "ui/canvas-private.h"

#include <adwaita.h>

#define WIDTH    1280
#define HEIGHT   800
#define ROUNDS   3
#define PATIENCE (120 * G_USEC_PER_SEC)

typedef struct
{
  gint64 live;  /* us until the board is complete */
  gint64 drawn; /* us until all of it that is in view has landed */
  Stall  stall;
  gint64 frames; /* drawn meanwhile */
} Result;

static const gsize sizes[] = { 1000, 10000, 100000 };

static void
take_frame (void *data, const uint8_t *frame, size_t length)
{
  g_ptr_array_add (data, g_bytes_new (frame, length));
}

static BridgeServer *
start_server (gsize n_letters)
{
  g_autoptr (BridgeSession) writer = bridge_session_new ("Ada", 0x1c71d8ff);
  g_autoptr (GPtrArray) state = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GError) error = NULL;
  BridgeServerOptions options = { .listen = "127.0.0.1", .port = 0, .state = state };
  BridgeServer       *server;

  handwriting_fill (bridge_session_get_guest (writer), n_letters);
  bridge_guest_save_state (bridge_session_get_guest (writer), take_frame, state);
  server = bridge_server_new (&options);
  if (!bridge_server_start (server, &error))
    g_error ("%s", error->message);
  return server;
}

static void
on_after_paint (GdkFrameClock *clock, Result *result)
{
  result->frames++;
}

static gboolean
is_drawn (BridgeCanvas *canvas)
{
  return canvas->tick == 0 && bridge_tiles_are_fresh (canvas->tiles);
}

static void
watch (BridgeSession *session, BridgeCanvas *canvas, Result *result)
{
  gint64 began = g_get_monotonic_time ();

  while (result->live == 0 || !is_drawn (canvas))
    {
      g_main_context_iteration (NULL, TRUE);
      if (result->live == 0 && bridge_session_get_state (session) == BRIDGE_SESSION_LIVE)
        result->live = g_get_monotonic_time () - began;
      if (g_get_monotonic_time () - began > PATIENCE)
        g_error ("it takes too long");
    }
  result->drawn = g_get_monotonic_time () - began;
}

static void
join (BridgeServer *server, Result *result)
{
  g_autoptr (BridgeSession) session = bridge_session_new ("Bo", 0x2ec27eff);
  BridgeCanvas  *canvas = BRIDGE_CANVAS (bridge_canvas_new (session));
  GtkWidget     *window = gtk_window_new ();
  GdkFrameClock *clock;

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (canvas));
  gtk_window_present (GTK_WINDOW (window));
  while (canvas->viewport.width < WIDTH || !is_drawn (canvas))
    g_main_context_iteration (NULL, TRUE);
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), result);
  stall_reset ();
  bridge_session_join (session, bridge_server_get_invite (server));
  watch (session, canvas, result);
  result->stall = stall_longest ();
  g_signal_handlers_disconnect_by_data (clock, result);
  bridge_session_leave (session);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
worsen (Result *worst, const Result *one)
{
  worst->live = MAX (worst->live, one->live);
  worst->drawn = MAX (worst->drawn, one->drawn);
  stall_worsen (&worst->stall, one->stall);
  worst->frames = worst->frames == 0 ? one->frames : MIN (worst->frames, one->frames);
}

int
main (int argc, char *argv[])
{
  Result worst[G_N_ELEMENTS (sizes)] = { 0 };

  adw_init ();
  stall_watch ();
  g_print ("The worst of %d joins\n%8s %12s %12s %16s %16s %8s\n", ROUNDS, "strokes", "complete ms", "drawn ms", "held up CPU ms", "held up ms", "frames");
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      BridgeServer *server = start_server (sizes[s]);

      for (guint round = 0; round < ROUNDS; round++)
        {
          Result one = { 0 };

          join (server, &one);
          worsen (&worst[s], &one);
        }
      g_object_unref (server);
      g_print ("%8zu %12.1f %12.1f %16.1f %16.1f %8" G_GINT64_FORMAT "\n", sizes[s], (double)worst[s].live / 1000, (double)worst[s].drawn / 1000, (double)worst[s].stall.cpu / 1000, (double)worst[s].stall.wall / 1000, worst[s].frames);
    }
  g_print ("{\"benchmark\":\"join\",\"results\":[");
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    g_print ("%s{\"strokes\":%zu,\"complete_ms\":%.1f,\"drawn_ms\":%.1f,\"stall_cpu_ms\":%.1f,\"stall_wall_ms\":%.1f}", s > 0 ? "," : "", sizes[s], (double)worst[s].live / 1000, (double)worst[s].drawn / 1000, (double)worst[s].stall.cpu / 1000, (double)worst[s].stall.wall / 1000);
  g_print ("]}\n");
  return 0;
}
