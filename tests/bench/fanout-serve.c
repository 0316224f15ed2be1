/* What both servers of the fan-out benchmark have in common: how they are started, and what they tell of themselves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fanout-serve.h"

#include "handwriting.h"

#include "session/identity.h"
#include "session/listener.h"

#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static guint64
resident (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  fields = g_strsplit (text, " ", 3);
  return g_ascii_strtoull (fields[1], NULL, 10) * (guint64)sysconf (_SC_PAGESIZE) / 1024;
}

static gboolean
on_line (int fd, GIOCondition condition, gpointer loop)
{
  char line[64];

  if (read (fd, line, sizeof line) <= 0)
    {
      g_main_loop_quit (loop);
      return G_SOURCE_REMOVE;
    }
  printf ("{\"cpu_us\":%" G_GINT64_FORMAT ",\"sends\":%" G_GUINT64_FORMAT ",\"resident_kib\":%" G_GUINT64_FORMAT "}\n",
          bench_cpu_time (), fanout_n_sends (), resident ());
  fflush (stdout);
  return G_SOURCE_CONTINUE;
}

int
fanout_main (int argc, char *argv[], FanoutStart start)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = argc > 1 ? bridge_identity_load (argv[1], &error) : NULL;

  if (error != NULL)
    g_error ("%s", error->message);
  bridge_listener_raise_limit ();
  printf ("%u\n", start (certificate));
  fflush (stdout);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_line, loop);
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}
