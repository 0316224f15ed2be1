/* A bare connection to a room, that says what no guest would say.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

#define SECOND 1000000

typedef struct
{
  BridgeRoom *room;
  BridgePeer *peer;
  GString    *types; /* of the messages that came, "16 22 17 19" */
  GPtrArray  *messages;
} Probe;

extern const BridgeRoomOptions probe_options;

BridgeWireHello hello_for (guint64 site);
Probe          *probe_new (BridgeRoom *room, guint64 now);
void            probe_free (Probe *probe);                                   /* disconnects */
void            probe_say (Probe *probe, BridgeBytes *message, guint64 now); /* clears it */
void            probe_hello (Probe *probe, const BridgeWireHello *hello);
Probe          *probe_join (BridgeRoom *room, guint64 site); /* new, and says hello */
/* An edit of `up`'s site that makes an item at `lamport`. */
void probe_draw (Probe *probe, BridgeAuthorContext *up, guint64 seq, guint64 lamport);
/* Draws while it may, at most `max` times; returns how often. */
guint draw_while_allowed (Probe *probe, BridgeAuthorContext *up, guint64 now, guint max);
/* Takes all output; returns the types of the messages in it. */
const gchar *probe_read (Probe *probe, guint64 now);
/* The head among what was read last. */
BridgeWireHead read_head (Probe *probe);
/* The code of the only notice among what was read last, or -1. */
gint read_notice (Probe *probe);
void assert_dismissed (Probe *probe, guint code, guint close_code);
