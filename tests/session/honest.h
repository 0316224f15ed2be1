/* Two guests who mean well and draw all the while, whatever a third does: what they notice of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "session/session.h"

#define HOSTILE_NAME "Client" /* as raw_client_hello says */

typedef struct
{
  BridgeSession *session;
  BridgeStamp    item;     /* that it moves to and fro */
  guint          n_moves;  /* asked for; each waits for the one before to be taken */
  guint          n_taken;  /* edits of its own */
  gint64         moved_at; /* us */
  gint64         slowest;  /* us from an edit to the room's word that it is taken */
  GString       *states;   /* the first letters, as they came */
  GString       *complaints;
} HonestGuest;

/* A board with a stroke, a locked box, and two that are moved. */
typedef struct
{
  BridgeServer *server;
  HonestGuest   guests[2];
} HonestRoom;

#define HURRY 1000 /* ms: time for a message, and of silence before a ping, where the server is in a hurry */

/* `certificate` NULL: plain. */
void honest_room_open (HonestRoom *room, GTlsCertificate *certificate, gboolean hurried);
void honest_room_close (HonestRoom *room);
/* Has both draw while `attack` runs on a thread of its own; `growth` is by how many bytes memory grew at the most. */
void honest_room_attack (HonestRoom *room, void (*attack) (BridgeServer *server, gconstpointer data), gconstpointer data, gsize *growth);
/* They were never interrupted, nobody but hostile guests came and went, all of those have gone, each edit was taken within `patience`
 * us, and who joins now sees what they see. */
void honest_room_judge (HonestRoom *room, gint64 patience);
