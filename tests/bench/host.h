/* A server program of ours under load: started, looked at from outside, and ended.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/invite.h"

#include <gio/gio.h>

typedef struct
{
  GSubprocess  *process;
  BridgeInvite *invite;
  GPid          pid;
} Host;

/* drawbridgectl serve --plain on loopback; `program` is its path. */
void host_start (Host *host, const char *program);
void host_stop (Host *host);
/* us, user and system, of all its threads. */
double host_cpu_time (const Host *host);
/* KiB. */
guint64 host_resident (const Host *host);
