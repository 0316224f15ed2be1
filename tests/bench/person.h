/* Somebody in a room, over a socket: draws, and counts what comes or decodes it all.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client.h"
#include "host.h"
#include "strokes.h"

#include "core/sync/guest.h"

#define PERSON_N_TYPES  32
#define PERSON_SLICE    4000 /* us of decoding before a window would look at something else */
#define PERSON_PATIENCE (60 * G_USEC_PER_SEC)

/* CPU of this thread, in us. */
typedef struct
{
  double total;
  double longest; /* slice */
} Cost;

typedef struct
{
  Client       client;
  BridgeGuest *guest;
  gboolean     decodes; /* else the guest only says hello */
  gboolean     ready;
  guint64      bytes[PERSON_N_TYPES]; /* of TCP payload, frame headers included, by BridgeWireType */
  guint64      n_commits;
  guint64      join_bytes; /* all until it was ready */
  Cost         cost;       /* of decoding */
  BridgeStamp  drawing;
} Person;

/* Returns once the board is complete. */
void person_join (Person *person, Crowd *crowd, const Host *host, gboolean decodes);
void person_leave (Person *person);
/* One edit: begins a stroke with these points (from == 0) or goes on with it. For those who decode. */
void person_draw (Person *person, const Stroke *stroke, gsize from, gsize count);
/* Shows where the pointer is. */
void person_point (Person *person, BridgePoint at);
/* Until so many edits have come in. */
void person_await (Person *person, guint64 n_commits);
