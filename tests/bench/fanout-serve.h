/* What both servers of the fan-out benchmark have in common: how they are started, and what they tell of themselves.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each serves WebSockets on loopback at three paths. What comes at /publish is sent to all who are at /watch; what comes at
 * /echo is sent back. */
#pragma once

#include <gio/gio.h>

#define FANOUT_WATCH   "/watch"
#define FANOUT_PUBLISH "/publish"
#define FANOUT_ECHO    "/echo"

/* Starts accepting; returns the port. `certificate`: (nullable), for TLS. */
typedef guint16 (*FanoutStart) (GTlsCertificate *certificate);

/* usage: PROGRAM [PEM-FILE], which is made where it is not there. The first line on stdout is the port; then each line on stdin
 * is answered with one line of JSON: CPU time and sends so far, resident memory now. Ends when stdin does. */
int fanout_main (int argc, char *argv[], FanoutStart start);

/* Calls to the system that sent something, by any library of this process. */
guint64 fanout_n_sends (void);
