/* What a frame costs on boards of growing size: the CPU time of the whole process, and how long its main loop is held up.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "handwriting.h"
#include "stall.h"

#include "ui/canvas-private.h"

#include <adwaita.h>
#include <math.h>
#include <stdlib.h>

#define WIDTH              1280
#define HEIGHT             800
#define ROUNDS             5
#define FRAMES             60 /* of a round */
#define POINTS_A_FRAME     4  /* a pen of 240 Hz */
#define STROKE_FRAMES      15 /* of a letter that is written */
#define PATIENCE           (120 * G_USEC_PER_SEC)
#define LIVE_RATIO_MAX     1.2
#define LIVE_RATIO_LETTERS 10000

typedef struct
{
  gsize          n_letters;
  BridgeSession *session;
  BridgeCanvas  *canvas;
} Desk;

typedef struct
{
  const char *name;
  void (*step) (Desk *desk, guint frame);
  void (*end) (Desk *desk);
} Act;

typedef struct
{
  double cpu[ROUNDS]; /* ms a frame */
  Stall  stall;
} Result;

static const gsize sizes[] = { 0, 1000, 10000, 100000 };

/* --- acts --- */

static void
point (Desk *desk, BridgePointerType type, BridgePoint at, guint64 time)
{
  BridgePointerEvent event = { .type = type, .at = at, .pressure = 0.5, .n_clicks = 1, .time = time };

  bridge_canvas_point (desk->canvas, &event, 1);
}

static void
move (Desk *desk, guint frame, BridgePoint (*place) (guint sample))
{
  BridgePointerEvent events[POINTS_A_FRAME];

  for (guint i = 0; i < POINTS_A_FRAME; i++)
    {
      guint sample = frame * POINTS_A_FRAME + i;

      events[i] = (BridgePointerEvent){
        .type = BRIDGE_POINTER_MOVE,
        .at = place (sample),
        .pressure = 0.5,
        .time = (guint64)sample * 4167,
      };
    }
  bridge_canvas_point (desk->canvas, events, POINTS_A_FRAME);
}

static BridgePoint
place_on_wave (guint sample)
{
  return (BridgePoint){ 100 + sample * 4.0, HEIGHT / 2.0 + 150 * sin (sample * 0.07) };
}

/* One long stroke under the pen. */
static void
draw_live (Desk *desk, guint frame)
{
  if (frame == 0)
    point (desk, BRIDGE_POINTER_PRESS, place_on_wave (0), 0);
  move (desk, frame, place_on_wave);
}

static void
end_live (Desk *desk)
{
  point (desk, BRIDGE_POINTER_CANCEL, place_on_wave (0), 0);
}

static BridgePoint
place_in_letters (guint sample)
{
  guint  letter = sample / (STROKE_FRAMES * POINTS_A_FRAME);
  double part = sample % (STROKE_FRAMES * POINTS_A_FRAME) * 0.1;

  return (BridgePoint){ 200 + letter * 26.0 + 10 * cos (part), HEIGHT / 2.0 + 12 * sin (part) };
}

/* Letter by letter, as one writes. */
static void
draw_letters (Desk *desk, guint frame)
{
  BridgePoint first = place_in_letters (frame * POINTS_A_FRAME);

  if (frame % STROKE_FRAMES == 0)
    point (desk, BRIDGE_POINTER_PRESS, first, 0);
  move (desk, frame, place_in_letters);
  if (frame % STROKE_FRAMES == STROKE_FRAMES - 1)
    point (desk, BRIDGE_POINTER_RELEASE, place_in_letters (frame * POINTS_A_FRAME + POINTS_A_FRAME - 1), 0);
}

static void
end_letters (Desk *desk)
{
  for (guint i = 0; i < FRAMES / STROKE_FRAMES; i++)
    bridge_canvas_undo (desk->canvas);
}

static void
pan (Desk *desk, guint frame)
{
  double turn = 2 * G_PI * frame / FRAMES;

  bridge_viewport_pan (&desk->canvas->viewport, 25 * cos (turn), 25 * sin (turn));
  bridge_canvas_view_changed (desk->canvas);
}

static void
zoom (Desk *desk, guint frame)
{
  double factor = frame < FRAMES / 2 ? 1 / 1.04 : 1.04;

  bridge_canvas_zoom_to (desk->canvas, desk->canvas->viewport.zoom * factor, (BridgePoint){ WIDTH / 2.0, HEIGHT / 2.0 });
}

static void
end_view (Desk *desk)
{
  BridgePoint middle = handwriting_middle (desk->n_letters);

  desk->canvas->viewport.zoom = 1;
  desk->canvas->viewport.origin = (BridgePoint){ middle.x - WIDTH / 2.0, middle.y - HEIGHT / 2.0 };
  bridge_canvas_view_changed (desk->canvas);
}

/* From here to all there is and back, at once. */
static void
leap (Desk *desk, guint frame)
{
  if (frame == 0)
    bridge_canvas_zoom_fit (desk->canvas);
  if (frame == FRAMES / 2)
    end_view (desk);
}

static const Act acts[] = {
  { "live", draw_live, end_live },
  { "write", draw_letters, end_letters },
  { "pan", pan, end_view },
  { "zoom", zoom, end_view },
  { "leap", leap, end_view },
};

/* --- frames --- */

static void
iterate (gint64 until)
{
  g_main_context_iteration (NULL, TRUE);
  if (g_get_monotonic_time () > until)
    g_error ("it takes too long");
}

static gboolean
is_quiet (BridgeCanvas *canvas)
{
  return canvas->tick == 0 && canvas->settle_zoom == 0 &&
         bridge_tiles_are_fresh (canvas->tiles);
}

static gboolean
on_nothing (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Until everything has landed and nothing moves. */
static void
settle (Desk *desk)
{
  gint64 until = g_get_monotonic_time () + PATIENCE;
  guint  awake = g_timeout_add (10, on_nothing, NULL);
  guint  quiet = 0;

  while (quiet < 20)
    {
      iterate (until);
      quiet = is_quiet (desk->canvas) ? quiet + 1 : 0;
    }
  g_source_remove (awake);
}

typedef struct
{
  Desk      *desk;
  const Act *act;
  guint      frame;
  gint64     began;
  gint64     cpu;
} Run;

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Run *run = data;

  if (run->frame == 0)
    run->began = bench_cpu_time ();
  if (run->frame == FRAMES)
    {
      run->cpu = bench_cpu_time () - run->began;
      run->frame++;
      return G_SOURCE_REMOVE;
    }
  run->act->step (run->desk, run->frame++);
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

static void
perform (Desk *desk, const Act *act, guint round, Result *result)
{
  Run    run = { .desk = desk, .act = act };
  gint64 until = g_get_monotonic_time () + PATIENCE;

  stall_reset ();
  gtk_widget_add_tick_callback (GTK_WIDGET (desk->canvas), on_tick, &run, NULL);
  while (run.frame <= FRAMES)
    iterate (until);
  result->cpu[round] = (double)run.cpu / 1000 / FRAMES;
  stall_worsen (&result->stall, stall_longest ());
  act->end (desk);
  settle (desk);
}

/* --- boards --- */

static void
desk_init (Desk *desk, gsize n_letters, GtkStack *stack)
{
  g_autofree char *name = g_strdup_printf ("%zu", n_letters);

  desk->n_letters = n_letters;
  desk->session = bridge_session_new ("Ada", 0x1c71d8ff);
  handwriting_fill (bridge_session_get_guest (desk->session), n_letters);
  desk->canvas = BRIDGE_CANVAS (bridge_canvas_new (desk->session));
  bridge_canvas_set_tool (desk->canvas, BRIDGE_TOOL_PEN);
  gtk_stack_add_named (stack, GTK_WIDGET (desk->canvas), name);
}

static void
show (Desk *desk, GtkStack *stack)
{
  gtk_stack_set_visible_child (stack, GTK_WIDGET (desk->canvas));
  while (desk->canvas->viewport.width < WIDTH)
    iterate (G_MAXINT64);
  end_view (desk);
  settle (desk);
}

/* --- telling --- */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *)a, second = *(const double *)b;

  return first < second ? -1 : first > second;
}

static double
median (const Result *result)
{
  double sorted[ROUNDS];

  memcpy (sorted, result->cpu, sizeof sorted);
  qsort (sorted, ROUNDS, sizeof *sorted, compare_doubles);
  return sorted[ROUNDS / 2];
}

static void
print_table (Result results[][G_N_ELEMENTS (sizes)])
{
  g_print ("CPU ms a frame (times that of the empty board), longest hold-up of the main loop in CPU ms\n%-8s", "strokes");
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    g_print ("%22zu", sizes[s]);
  for (gsize a = 0; a < G_N_ELEMENTS (acts); a++)
    {
      g_print ("\n%-8s", acts[a].name);
      for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
        g_print ("  %6.2f (%4.2f) %5.1f",
                 median (&results[a][s]),
                 median (&results[a][s]) / median (&results[a][0]),
                 (double)results[a][s].stall.cpu / 1000);
    }
  g_print ("\n");
}

static void
print_json (Result results[][G_N_ELEMENTS (sizes)])
{
  g_print ("{\"benchmark\":\"canvas\",\"results\":[");
  for (gsize a = 0; a < G_N_ELEMENTS (acts); a++)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      g_print ("%s{\"act\":\"%s\",\"strokes\":%zu,\"cpu_ms\":%.3f,\"ratio\":%.3f,\"stall_cpu_ms\":%.1f,\"stall_wall_ms\":%.1f}",
               a + s > 0 ? "," : "",
               acts[a].name,
               sizes[s],
               median (&results[a][s]),
               median (&results[a][s]) / median (&results[a][0]),
               (double)results[a][s].stall.cpu / 1000,
               (double)results[a][s].stall.wall / 1000);
  g_print ("]}\n");
}

/* The promise: on many strokes a live one costs hardly more than on none. */
static gboolean
is_kept (Result results[][G_N_ELEMENTS (sizes)])
{
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    if (sizes[s] == LIVE_RATIO_LETTERS)
      return median (&results[0][s]) <= LIVE_RATIO_MAX * median (&results[0][0]);
  return FALSE;
}

int
main (int argc, char *argv[])
{
  static Result results[G_N_ELEMENTS (acts)][G_N_ELEMENTS (sizes)];
  Desk          desks[G_N_ELEMENTS (sizes)];
  GtkWidget    *window, *stack;

  adw_init ();
  stall_watch ();
  window = gtk_window_new ();
  stack = gtk_stack_new ();
  gtk_window_set_child (GTK_WINDOW (window), stack);
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    desk_init (&desks[s], sizes[s], GTK_STACK (stack));
  gtk_window_present (GTK_WINDOW (window));
  for (guint round = 0; round < ROUNDS; round++)
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        show (&desks[s], GTK_STACK (stack));
        for (gsize a = 0; a < G_N_ELEMENTS (acts); a++)
          perform (&desks[s], &acts[a], round, &results[a][s]);
      }
  print_table (results);
  print_json (results);
  gtk_window_destroy (GTK_WINDOW (window));
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    g_object_unref (desks[s].session);
  return is_kept (results) ? EXIT_SUCCESS : EXIT_FAILURE;
}
