/* What hostile guests do, a row each, and what is to come of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "honest.h"
#include "villain.h"

#define ACT_SITE     77                   /* of the first that performs; those below are free */
#define ACT_PATIENCE (5 * G_USEC_PER_SEC) /* for an edit of others, on a machine that has much else to do */
#define ACT_GROWTH   (32u << 20)          /* bytes */

/* How an act ends, beside the codes of RFC 6455. */
#define ACT_STAYS 1 /* it may go on */
#define ACT_CUT   2 /* by the server, in whatever way */
#define ACT_LEFT  3 /* by itself */

typedef struct
{
  const char *name;
  void (*perform) (Villain *villain, BridgeServer *server);
  unsigned end;
  gsize    growth; /* MiB; 0: as usual */
} Act;

/* One after the other, each by a guest of its own that has looked around, while the honest ones draw. */
void act_play (HonestRoom *room, const Act *acts, gsize n_acts);

/* Much in the chat that does not compress, so that who does not read a state blocks its connection. */
void act_fill_chat (Villain *villain);
/* The wrong kind of message, which ends it. */
void act_send_text (Villain *villain, BridgeServer *server);
