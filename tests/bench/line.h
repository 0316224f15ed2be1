/* The way into a server under load: a connection on loopback, plain or TLS, upgraded to a WebSocket.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>

typedef struct
{
  int              fd;
  gnutls_session_t tls; /* NULL: plain */
} Line;

/* A line that does not block, with the 101 read and nothing behind it. Waits for the answer; ends the program when it is
 * another one. Any certificate will do. `protocol`: (nullable) */
Line line_dial (guint16 port, gboolean tls, const char *target, const char *protocol);
void line_hang_up (Line *line);

/* Bytes; 0: not now. The line's end, or its failure, ends the program. */
gsize line_read (Line *line, guint8 *data, gsize size);
gsize line_write (Line *line, const guint8 *data, gsize length);

/* Ends the program with 1. */
G_NORETURN void bench_fail (const char *format, ...) G_GNUC_PRINTF (1, 2);
