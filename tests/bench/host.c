/* A server program of ours under load: started, looked at from outside, and ended.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include "line.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* With what the server says of it. */
G_NORETURN static void
fail_to_start (GSubprocess *process)
{
  char  words[512];
  gsize length = 0;

  g_input_stream_read_all (g_subprocess_get_stderr_pipe (process), words, sizeof words, &length, NULL, NULL);
  bench_fail ("the server tells no link: %.*s", (int)length, words);
}

static BridgeInvite *
read_invite (GSubprocess *process)
{
  g_autoptr (GDataInputStream) output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  g_autofree char *link = NULL;
  BridgeInvite    *invite;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  link = g_data_input_stream_read_line_utf8 (output, NULL, NULL, NULL);
  if (link == NULL)
    fail_to_start (process);
  invite = bridge_invite_parse (link, &error);
  if (invite == NULL)
    bench_fail ("“%s”: %s", link, error->message);
  return invite;
}

void
host_start (Host *host, const char *program)
{
  g_autoptr (GError) error = NULL;

  host->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                                    program, "serve", "--plain", "--listen", "127.0.0.1", "--port", "0", NULL);
  if (host->process == NULL)
    bench_fail ("%s", error->message);
  host->pid = atoi (g_subprocess_get_identifier (host->process));
  host->invite = read_invite (host->process);
}

void
host_stop (Host *host)
{
  g_subprocess_send_signal (host->process, SIGTERM);
  g_subprocess_wait (host->process, NULL, NULL);
  g_clear_object (&host->process);
  g_clear_pointer (&host->invite, bridge_invite_unref);
}

double
host_cpu_time (const Host *host)
{
  clockid_t       clock;
  struct timespec now;

  if (clock_getcpuclockid (host->pid, &clock) != 0 || clock_gettime (clock, &now) != 0)
    bench_fail ("the server has gone");
  return (double)now.tv_sec * G_USEC_PER_SEC + (double)now.tv_nsec / 1000;
}

guint64
host_resident (const Host *host)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", host->pid);
  g_autofree char *text = NULL;
  guint64          pages = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL) || sscanf (text, "%*u %" G_GUINT64_FORMAT, &pages) != 1)
    bench_fail ("the server has gone");
  return pages * (guint64)sysconf (_SC_PAGESIZE) / 1024;
}
