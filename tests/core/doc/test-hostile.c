/* Random edits that no honest program composes: judged and applied, they do no harm.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/board-private.h"
#include "tests/core/doc/replica.h"

#include <math.h>
#include <string.h>

#define N_ROUNDS 300
#define N_EDITS  60
#define N_SITES  3

typedef struct
{
  BridgeRandom random;
  BridgeBoard *room;  /* takes only what it judges right */
  BridgeBoard *other; /* takes everything */
  BridgeEdit   edit;
} World;

static uint64_t
below (World *world, uint64_t bound)
{
  return bridge_random_below (&world->random, bound);
}

/* Mostly something that may exist. */
static BridgeStamp
any_stamp (World *world)
{
  if (below (world, 50) == 0)
    return (BridgeStamp){ bridge_random_next (&world->random), bridge_random_next (&world->random) };
  return (BridgeStamp){ below (world, bridge_board_clock (world->room) + 2), below (world, N_SITES + 1) };
}

/* An item of the room, or anything. */
static BridgeStamp
any_item (World *world)
{
  size_t n_visible = bridge_board_n_visible (world->room);

  if (n_visible == 0 || below (world, 6) == 0)
    return any_stamp (world);
  return bridge_board_visible (world->room, below (world, n_visible))->id;
}

static BridgeValue
any_value (World *world, uint8_t bytes[4])
{
  switch (below (world, 6))
    {
    case 0:
      return bridge_value_null ();
    case 1:
      return bridge_value_boolean (below (world, 2) == 0);
    case 2:
      return bridge_value_integer ((int64_t)bridge_random_next (&world->random));
    case 3:
      return bridge_value_number (ldexp (bridge_random_unit (&world->random), (int)below (world, 2000) - 1000));
    case 4:
      return bridge_value_number (below (world, 2) == 0 ? (double)NAN : (double)INFINITY);
    default:
      for (size_t i = 0; i < 4; i++)
        bytes[i] = (uint8_t)below (world, 256);
      return (BridgeValue){ .type = BRIDGE_VALUE_BYTES, .bytes = { bytes, (uint32_t)below (world, 5) } };
    }
}

static void
add_append (World *world)
{
  BridgeStep steps[5];
  size_t     count = 1 + below (world, 5);

  for (size_t i = 0; i < 5; i++)
    {
      bool wild = below (world, 20) == 0;

      steps[i].x = wild ? INT32_MIN : (int32_t)below (world, 2000) - 1000;
      steps[i].y = wild ? INT32_MAX : (int32_t)below (world, 2000) - 1000;
      steps[i].pressure = (uint8_t)below (world, 256);
    }
  bridge_edit_append (&world->edit, any_item (world), below (world, 10) == 0 ? UINT32_MAX : below (world, 8), steps,
                      count);
}

static void
add_insert (World *world)
{
  uint32_t        text[4];
  BridgeTextPlace place = { any_stamp (world), (BridgeSide)below (world, 2) };

  if (below (world, 3) == 0)
    place = (BridgeTextPlace){ BRIDGE_STAMP_NONE, BRIDGE_SIDE_RIGHT };
  for (size_t i = 0; i < 4; i++)
    text[i] = below (world, 30) == 0 ? 0xdfff : 'a' + (uint32_t)below (world, 26);
  bridge_edit_insert (&world->edit, any_item (world), place, text, 1 + below (world, 4));
}

static void
add_remove (World *world)
{
  BridgeTextRange ranges[3];

  for (size_t i = 0; i < 3; i++)
    ranges[i] = (BridgeTextRange){ any_stamp (world), below (world, 20) == 0 ? UINT32_MAX : (uint32_t)below (world, 4) };
  bridge_edit_remove (&world->edit, any_item (world), ranges, 1 + below (world, 3));
}

static void
add_op (World *world)
{
  uint8_t bytes[4];

  switch (below (world, 8))
    {
    case 0:
      bridge_edit_create (&world->edit, (uint32_t)below (world, 12), (unsigned)below (world, 18));
      break;
    case 1:
      bridge_edit_say (&world->edit, "x", below (world, 2), 0);
      break;
    case 2:
      bridge_edit_author (&world->edit, "x", below (world, 2), 0);
      break;
    case 3:
      add_append (world);
      break;
    case 4:
      add_insert (world);
      break;
    case 5:
      add_remove (world);
      break;
    default:
      bridge_edit_set (&world->edit, any_item (world), (uint32_t)below (world, 18), any_value (world, bytes));
      break;
    }
}

static uint64_t
any_lamport (World *world)
{
  if (below (world, 100) == 0)
    return bridge_random_next (&world->random);
  return bridge_board_clock (world->room) + below (world, 3);
}

static void
act (World *world)
{
  uint8_t before[BRIDGE_DIGEST_SIZE], after[BRIDGE_DIGEST_SIZE];

  bridge_edit_init (&world->edit, 1 + below (world, N_SITES), any_lamport (world));
  for (size_t n = 1 + below (world, 4); n > 0; n--)
    add_op (world);
  bridge_board_digest (world->room, before);
  if (bridge_board_judge (world->room, &world->edit) == BRIDGE_REFUSAL_NONE)
    {
      g_assert_cmpint (bridge_board_apply (world->room, &world->edit, 1, NULL), ==, BRIDGE_STATUS_OK);
      g_assert_cmpuint (world->room->held.count, ==, 0);
    }
  else
    {
      bridge_board_digest (world->room, after);
      g_assert_cmpmem (before, sizeof before, after, sizeof after);
    }
  if (bridge_board_apply (world->other, &world->edit, 0, NULL) != BRIDGE_STATUS_OK)
    g_assert_cmpuint (world->edit.lamport, >, UINT32_MAX);
  bridge_edit_clear (&world->edit);
}

static void
test_hostile (void)
{
  World    world;
  uint64_t seed = test_seed ();

  for (uint64_t round = 0; round < N_ROUNDS; round++)
    {
      bridge_random_init (&world.random, seed + round);
      world.room = bridge_board_new (1);
      world.other = bridge_board_new (2);
      for (size_t i = 0; i < N_EDITS; i++)
        act (&world);
      g_assert_cmpint (bridge_board_merge (world.room, world.other, NULL), ==, BRIDGE_STATUS_OK);
      bridge_board_free (world.room);
      bridge_board_free (world.other);
    }
}

#define SIZE_MAX_HERE 100000

/* One line of a site of its own; false when it is not taken. */
static bool
say (BridgeBoard *board, uint64_t site, bool judged)
{
  g_autofree char *words = g_strnfill (BRIDGE_CHAT_BYTES_MAX, 'x');
  BridgeEdit       edit;
  bool             taken;

  bridge_edit_init (&edit, site, bridge_board_clock (board));
  bridge_edit_say (&edit, words, strlen (words), 0);
  taken = (!judged || bridge_board_judge (board, &edit) == BRIDGE_REFUSAL_NONE) &&
          bridge_board_apply (board, &edit, 0, NULL) == BRIDGE_STATUS_OK;
  bridge_edit_clear (&edit);
  return taken;
}

/* A board does not grow for ever, though each edit is within the limits. */
static void
test_endless (void)
{
  BridgeBoard   *board = bridge_board_new (1);
  BridgeItem    *item = bridge_item_new ((BridgeStamp){ 1, 1 }, BRIDGE_KIND_NOTE);
  char           words[] = "";
  BridgeChatLine line = { { 1, 1 }, 1, 0, words, 0 };
  uint64_t       site = 1;

  bridge_board_set_size_max (board, SIZE_MAX_HERE);
  while (say (board, site, true))
    site++;
  g_assert_cmpuint (bridge_board_size (board), >, SIZE_MAX_HERE);
  g_assert_cmpuint (bridge_board_size (board), <, SIZE_MAX_HERE + 2 * BRIDGE_CHAT_BYTES_MAX);
  while (say (board, site, false))
    site++;
  g_assert_cmpuint (bridge_board_size (board), <, 2 * SIZE_MAX_HERE);
  g_assert_cmpint (bridge_board_merge_item (board, item, 1, NULL), ==, BRIDGE_STATUS_LIMIT);
  g_assert_cmpint (bridge_board_merge_line (board, &line, NULL), ==, BRIDGE_STATUS_LIMIT);
  bridge_item_free (item);
  bridge_board_free (board);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/hostile", test_hostile);
  g_test_add_func ("/doc/hostile/endless", test_endless);
  return g_test_run ();
}
