/* The load of the fan-out benchmark: one publisher, any number of watchers, one who wants echoes.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-fanout-load PORT plain|tls. Each line on stdin is a command, answered with a line of JSON when it is done:
 *   open N          connects N watchers more
 *   burst K MS      publishes K messages in one write, again each time all watchers have got them, for so long
 *   pace RATE MS    publishes RATE messages a second for so long, and tells how late they come
 *   echo MS         sends a message, again each time it has come back, for so long */
#include "fanout-serve.h"
#include "line.h"

#include "core/frame/websocket/frame.h"
#include "session/listener.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#define PAYLOAD       128
#define STAMP_SIZE    8 /* of the payload: when it was published, ns */
#define HEADER        4 /* bytes of a server's frame before that payload */
#define FRAME         (HEADER + PAYLOAD)
#define CLIENT_HEADER 8
#define BURST_MAX     256
#define LATENCIES_MAX (1 << 22)
#define PATIENCE      10    /* s until a message must have come */
#define NAP           20000 /* ns */
#define BATCH_SIZE    256
#define NS_PER_SECOND G_GINT64_CONSTANT (1000000000)
#define NS_PER_MS     1000000

typedef struct
{
  Line   line;
  gsize  offset; /* in the frame that is coming in */
  guint8 stamp[STAMP_SIZE];
} Watcher;

typedef struct
{
  guint16    port;
  gboolean   tls;
  int        epoll;
  GPtrArray *watchers;
  Line       publisher;
  Watcher   *echoer; /* NULL: none yet */

  guint64  n_delivered; /* messages, since all began */
  guint32 *latencies;   /* ns; NULL: nobody wants to know */
  gsize    n_latencies;
  guint8   buffer[256 << 10];
} Load;

static gint64
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * NS_PER_SECOND + now.tv_nsec;
}

/* --- coming in --- */

static void
note_latency (Load *load, const Watcher *watcher)
{
  gint64 stamp;

  memcpy (&stamp, watcher->stamp, sizeof stamp);
  if (load->n_latencies < LATENCIES_MAX)
    load->latencies[load->n_latencies++] = (guint32)MIN (now_ns () - stamp, G_MAXUINT32);
}

static gsize
take_header (Watcher *watcher, const guint8 *data, gsize length)
{
  static const guint8 header[HEADER] = { 0x82, 126, 0, PAYLOAD };
  gsize               step = MIN (length, HEADER - watcher->offset);

  if (memcmp (data, header + watcher->offset, step) != 0)
    bench_fail ("a frame that is not expected");
  return step;
}

static gsize
take_stamp (Watcher *watcher, const guint8 *data, gsize length)
{
  gsize from = watcher->offset - HEADER;
  gsize step = MIN (length, STAMP_SIZE - from);

  memcpy (watcher->stamp + from, data, step);
  return step;
}

static void
take (Load *load, Watcher *watcher, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      gsize step;

      if (watcher->offset < HEADER)
        step = take_header (watcher, data, length);
      else if (watcher->offset < HEADER + STAMP_SIZE)
        step = take_stamp (watcher, data, length);
      else
        step = MIN (length, FRAME - watcher->offset);
      data += step;
      length -= step;
      watcher->offset += step;
      if (watcher->offset < FRAME)
        continue;
      watcher->offset = 0;
      load->n_delivered++;
      if (load->latencies != NULL)
        note_latency (load, watcher);
    }
}

/* What TLS has decrypted already the descriptor does not tell of. */
static void
read_in (Load *load, Watcher *watcher)
{
  do
    take (load, watcher, load->buffer, line_read (&watcher->line, load->buffer, sizeof load->buffer));
  while (watcher->line.tls != NULL && gnutls_record_check_pending (watcher->line.tls) > 0);
}

/* Takes what has come. It waits for nothing: to wake a sleeper, message by message, would be charged to the server that sends,
 * and would cost more than to send. */
static void
poll_once (Load *load)
{
  const struct timespec no_patience = { 0 };
  struct epoll_event    events[BATCH_SIZE];
  int                   n = epoll_pwait2 (load->epoll, events, BATCH_SIZE, &no_patience, NULL);

  for (int i = 0; i < n; i++)
    read_in (load, events[i].data.ptr);
}

/* Between two looks it leaves the processor alone for `nap` ns. */
static void
await (Load *load, guint64 n_delivered, long nap)
{
  const struct timespec pause = { .tv_nsec = nap };
  gint64                until = now_ns () + PATIENCE * NS_PER_SECOND;

  while (load->n_delivered < n_delivered)
    {
      poll_once (load);
      if (nap > 0 && load->n_delivered < n_delivered)
        nanosleep (&pause, NULL);
      if (now_ns () > until)
        bench_fail ("a message does not arrive");
    }
}

/* --- going out --- */

static void
put_message (BridgeBytes *out)
{
  const guint8 header[CLIENT_HEADER] = { 0x82, 0x80 | 126, 0, PAYLOAD, 0x37, 0xfa, 0x21, 0x3d };
  guint8       payload[PAYLOAD] = { 0 };
  gint64       stamp = now_ns ();

  memcpy (payload, &stamp, sizeof stamp);
  bridge_frame_mask (payload, PAYLOAD, header + CLIENT_HEADER - 4, 0);
  bridge_bytes_put (out, header, sizeof header);
  bridge_bytes_put (out, payload, sizeof payload);
}

static void
send_messages (Line *line, guint count)
{
  BridgeBytes out = { 0 };

  for (guint i = 0; i < count; i++)
    put_message (&out);
  for (gsize sent = 0; sent < out.length;)
    sent += line_write (line, out.data + sent, out.length - sent);
  bridge_bytes_clear (&out);
}

/* --- commands --- */

static Watcher *
add_watcher (Load *load, const char *path)
{
  Watcher           *watcher = g_new0 (Watcher, 1);
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = watcher };

  watcher->line = line_dial (load->port, load->tls, path, NULL);
  if (epoll_ctl (load->epoll, EPOLL_CTL_ADD, watcher->line.fd, &event) != 0)
    bench_fail ("cannot watch a connection: %s", g_strerror (errno));
  return watcher;
}

static void
open_watchers (Load *load, guint count)
{
  for (guint i = 0; i < count; i++)
    g_ptr_array_add (load->watchers, add_watcher (load, FANOUT_WATCH));
  printf ("{\"watchers\":%u}\n", load->watchers->len);
}

static void
burst (Load *load, guint size, gint64 ms)
{
  guint64 before = load->n_delivered, n_bursts = 0;
  gint64  began = now_ns ();

  if (size == 0 || size > BURST_MAX || load->watchers->len == 0)
    bench_fail ("no burst");
  while (now_ns () - began < ms * NS_PER_MS)
    {
      send_messages (&load->publisher, size);
      n_bursts++;
      await (load, before + n_bursts * size * load->watchers->len, NAP);
    }
  printf ("{\"bursts\":%" G_GUINT64_FORMAT ",\"deliveries\":%" G_GUINT64_FORMAT ",\"seconds\":%.6f}\n", n_bursts,
          load->n_delivered - before, (double)(now_ns () - began) / (double)NS_PER_SECOND);
}

static int
compare_latencies (gconstpointer a, gconstpointer b)
{
  guint32 first = *(const guint32 *)a, second = *(const guint32 *)b;

  return first < second ? -1 : first > second;
}

static double
percentile (const Load *load, guint part)
{
  return (double)load->latencies[(load->n_latencies - 1) * part / 100] / 1000;
}

static void
pace (Load *load, guint rate, gint64 ms)
{
  guint64 before = load->n_delivered, n_messages = rate * (guint64)ms / 1000;
  gint64  began = now_ns ();

  if (n_messages == 0 || load->watchers->len == 0)
    bench_fail ("no pace");
  load->latencies = g_new (guint32, LATENCIES_MAX);
  load->n_latencies = 0;
  for (guint64 i = 0; i < n_messages; i++)
    {
      gint64 due = began + (gint64)(i * NS_PER_SECOND / rate);

      while (now_ns () < due)
        poll_once (load);
      send_messages (&load->publisher, 1);
    }
  await (load, before + n_messages * load->watchers->len, 0);
  qsort (load->latencies, load->n_latencies, sizeof *load->latencies, compare_latencies);
  printf ("{\"deliveries\":%" G_GUINT64_FORMAT ",\"p50_us\":%.1f,\"p99_us\":%.1f}\n", load->n_delivered - before,
          percentile (load, 50), percentile (load, 99));
  g_clear_pointer (&load->latencies, g_free);
}

static void
echo (Load *load, gint64 ms)
{
  guint64 before = load->n_delivered, n_messages = 0;
  gint64  began = now_ns ();

  if (load->echoer == NULL)
    load->echoer = add_watcher (load, FANOUT_ECHO);
  while (now_ns () - began < ms * NS_PER_MS)
    {
      send_messages (&load->echoer->line, 1);
      await (load, before + ++n_messages, 0);
    }
  printf ("{\"messages\":%" G_GUINT64_FORMAT "}\n", n_messages);
}

static void
obey (Load *load, const char *line)
{
  guint first, second;

  if (sscanf (line, "open %u", &first) == 1)
    open_watchers (load, first);
  else if (sscanf (line, "burst %u %u", &first, &second) == 2)
    burst (load, first, second);
  else if (sscanf (line, "pace %u %u", &first, &second) == 2)
    pace (load, first, second);
  else if (sscanf (line, "echo %u", &first) == 1)
    echo (load, first);
  else
    bench_fail ("not a command: %s", line);
  fflush (stdout);
}

int
main (int argc, char *argv[])
{
  static Load load;
  char        line[128];

  if (argc != 3)
    bench_fail ("usage: bench-fanout-load PORT plain|tls");
  bridge_listener_raise_limit ();
  load.port = (guint16)atoi (argv[1]);
  load.tls = g_str_equal (argv[2], "tls");
  load.epoll = epoll_create1 (EPOLL_CLOEXEC);
  load.watchers = g_ptr_array_new ();
  load.publisher = line_dial (load.port, load.tls, FANOUT_PUBLISH, NULL);
  while (fgets (line, sizeof line, stdin) != NULL)
    obey (&load, line);
  return EXIT_SUCCESS;
}
