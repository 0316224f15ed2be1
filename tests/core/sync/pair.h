/* Two guests in a room, and what they commonly do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

typedef struct
{
  Network *network;
  Member  *a;
  Member  *b;
} Pair;

void pair_init (Pair *pair);
/* Settles; both must be as the room is. */
void pair_finish (Pair *pair);

/* Each is one edit. */
BridgeStamp draw_box (Member *member);
void        draw_noise (Member *member, BridgeRandom *random); /* a stroke that does not compress */
void        set_property (Member *member, BridgeStamp id, uint32_t property, BridgeValue value);
guint64     write_text (Member *member, BridgeStamp id, size_t at, const gchar *text);

double get_x (Member *member, BridgeStamp id);
/* What goes up from here arrives; nothing is heard back yet. */
void say_all (Member *member);
