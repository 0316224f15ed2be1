/* Two people on one board; each gets what the other does at once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tests/core/doc/replica.h"

typedef struct
{
  Replica     me;
  Replica     other;
  BridgeStamp box;
  BridgeStamp note; /* says "hello world" */
} Pair;

void pair_init (Pair *pair);
void pair_clear (Pair *pair); /* asserts that both have the same board */
void mine (Pair *pair);       /* what I did goes to the other */
void theirs (Pair *pair);
void undo (Pair *pair); /* my undo, told to the other */
void redo (Pair *pair);
