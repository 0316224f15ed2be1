/* Two people on one board; each gets what the other does at once.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/pair.h"

void
mine (Pair *pair)
{
  replica_receive (&pair->other, &pair->me);
}

void
theirs (Pair *pair)
{
  replica_receive (&pair->me, &pair->other);
}

void
pair_init (Pair *pair)
{
  replica_init (&pair->me, 1);
  replica_init (&pair->other, 2);
  pair->box = replica_draw_box (&pair->me, 0, 0, 10, 10);
  mine (pair);
  pair->note = replica_draw_box (&pair->other, 0, 0, 200, 200);
  theirs (pair);
  replica_type (&pair->other, pair->note, 0, 0, "hello world");
  theirs (pair);
}

void
pair_clear (Pair *pair)
{
  replica_assert_same (&pair->me, &pair->other);
  replica_clear (&pair->me);
  replica_clear (&pair->other);
}

void
undo (Pair *pair)
{
  replica_undo (&pair->me);
  mine (pair);
}

void
redo (Pair *pair)
{
  replica_redo (&pair->me);
  mine (pair);
}
