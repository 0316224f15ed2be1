/* Random histories on several replicas: whatever the order in which edits and states come, the boards end up the same.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/core/doc/replica.h"

#include <string.h>

#define N_HISTORIES  3000
#define MOST_SITES   6
#define MOST_ACTIONS 200

/* Everything that was ever committed, by site and in the order of the site. */
typedef struct
{
  BridgeRandom random;
  Replica      replicas[MOST_SITES];
  size_t       n_replicas;
  GPtrArray   *log[MOST_SITES];                  /* of BridgeEdit */
  size_t       received[MOST_SITES][MOST_SITES]; /* [replica][site]: edits got so far */
} World;

static void
free_edit (void *edit)
{
  bridge_edit_clear (edit);
  g_free (edit);
}

static void
world_init (World *world, uint64_t seed)
{
  memset (world, 0, sizeof *world);
  bridge_random_init (&world->random, seed);
  world->n_replicas = 2 + bridge_random_below (&world->random, MOST_SITES - 1);
  for (size_t i = 0; i < world->n_replicas; i++)
    {
      /* Random sites, so that ties fall either way. */
      replica_init (&world->replicas[i], 1 + bridge_random_next (&world->random) / 2);
      world->log[i] = g_ptr_array_new_with_free_func (free_edit);
    }
}

static void
world_clear (World *world)
{
  for (size_t i = 0; i < world->n_replicas; i++)
    {
      replica_clear (&world->replicas[i]);
      g_ptr_array_unref (world->log[i]);
    }
}

static size_t
below (World *world, size_t bound)
{
  return bridge_random_below (&world->random, bound);
}

static double
coordinate (World *world)
{
  return (double)below (world, 400) - 200;
}

/* Any visible item, or NULL. */
static const BridgeItem *
choose (World *world, const Replica *self)
{
  size_t n_visible = bridge_board_n_visible (self->board);

  return n_visible > 0 ? bridge_board_visible (self->board, below (world, n_visible)) : NULL;
}

static void
draw (World *world, Replica *self)
{
  BridgeInkPoint points[20];
  size_t         n_points = 1 + below (world, 20);

  for (size_t i = 0; i < n_points; i++)
    points[i] = (BridgeInkPoint){ coordinate (world), coordinate (world), bridge_random_unit (&world->random) };
  bridge_compose_ink (&self->edit, self->board, BRIDGE_KIND_STROKE, 3, points, n_points);
}

static void
add_note (World *world, Replica *self)
{
  BridgeStamp id = bridge_compose_item (&self->edit, self->board, BRIDGE_KIND_NOTE,
                                        (BridgeRect){ coordinate (world), coordinate (world), 100, 100 });

  g_assert_cmpint (bridge_compose_replace_text (&self->edit, id, NULL, "note", 4), ==, BRIDGE_STATUS_OK);
}

static void
continue_stroke (World *world, Replica *self, const BridgeItem *item)
{
  BridgeInkPoint points[3];

  if (item->id.site != self->site || !bridge_kind_has_points (item->kind))
    return;
  for (size_t i = 0; i < 3; i++)
    points[i] = (BridgeInkPoint){ coordinate (world), coordinate (world), 1 };
  bridge_compose_append (&self->edit, item, points, 3);
}

static void
write (World *world, Replica *self, const BridgeItem *item)
{
  static const char *const words[] = { "a", "xyz", "世界", "lorem ipsum", "" };
  const char              *word = words[below (world, G_N_ELEMENTS (words))];
  size_t                   length = item->text != NULL ? bridge_text_length (item->text) : 0;
  size_t                   at = below (world, length + 1), n_delete = below (world, MIN (length - at, 5) + 1);

  g_assert_cmpint (bridge_compose_text (&self->edit, item, at, n_delete, word, strlen (word)), ==, BRIDGE_STATUS_OK);
}

static void
restore_any (World *world, Replica *self)
{
  /* Walk some way down the thread, where the deleted are too. */
  const BridgeItem *item = bridge_board_newest (self->board);

  for (size_t n = below (world, 20); n > 0 && item != NULL && item->older != NULL; n--)
    item = item->older;
  if (item != NULL && item->kind != BRIDGE_KIND_BOARD)
    bridge_compose_restore (&self->edit, item->id);
}

static void
change_item (World *world, Replica *self, const BridgeItem *item)
{
  switch (below (world, 11))
    {
    case 0:
      bridge_compose_move (&self->edit, item, (BridgePoint){ coordinate (world), coordinate (world) });
      break;
    case 1:
      bridge_compose_box (&self->edit, item, (BridgeRect){ coordinate (world), 0, 50, 20 });
      break;
    case 2:
      bridge_edit_set (&self->edit, item->id, BRIDGE_PROPERTY_COLOR,
                       bridge_value_integer ((int64_t)below (world, 1000)));
      break;
    case 3:
      bridge_edit_set (&self->edit, item->id, 500 + (uint32_t)below (world, 3), bridge_value_null ());
      break;
    case 4:
      bridge_compose_delete (&self->edit, item->id);
      break;
    case 5:
      bridge_compose_front (&self->edit, self->board, &item->id, 1);
      break;
    case 6:
      bridge_compose_back (&self->edit, self->board, &item->id, 1);
      break;
    case 7:
      continue_stroke (world, self, item);
      break;
    case 8:
      bridge_compose_copy (&self->edit, self->board, item, 10, 10);
      break;
    default:
      write (world, self, item);
      break;
    }
}

static void
compose (World *world, Replica *self)
{
  const BridgeItem *item = choose (world, self);

  switch (below (world, 12))
    {
    case 0:
      draw (world, self);
      break;
    case 1:
      add_note (world, self);
      break;
    case 2:
      bridge_edit_say (&self->edit, "said", 4, (int64_t)self->seq);
      break;
    case 3:
      bridge_edit_author (&self->edit, "name", below (world, 5), (uint32_t)below (world, 9));
      break;
    case 4:
      bridge_compose_title (&self->edit, below (world, 2) == 0 ? "One" : "Another");
      break;
    case 5:
      restore_any (world, self);
      break;
    default:
      if (item != NULL)
        change_item (world, self, item);
      break;
    }
}

static void
keep_edit (World *world, size_t site)
{
  BridgeEdit *copy = g_new (BridgeEdit, 1);

  bridge_edit_copy (copy, &world->replicas[site].edit);
  g_ptr_array_add (world->log[site], copy);
  world->received[site][site]++;
}

static void
act (World *world, size_t site)
{
  Replica *self = &world->replicas[site];

  switch (below (world, 6))
    {
    case 0:
      replica_undo (self);
      break;
    case 1:
      replica_redo (self);
      break;
    default:
      replica_begin (self);
      for (size_t n = 1 + below (world, 3); n > 0; n--)
        if (self->edit.n_ops == 0 || below (world, 3) == 0)
          compose (world, self);
      replica_commit (self);
      break;
    }
  keep_edit (world, site);
}

/* The next edit of a site, or one that came before. */
static void
deliver (World *world, size_t to, size_t site)
{
  size_t *received = &world->received[to][site];
  size_t  at = *received;

  if (at > 0 && below (world, 4) == 0)
    at = below (world, at);
  if (at == world->log[site]->len)
    return;
  replica_apply (&world->replicas[to], g_ptr_array_index (world->log[site], at), 0);
  if (at == *received)
    ++*received;
}

/* A whole board's state; what it had is had now. */
static void
merge (World *world, size_t to, size_t from)
{
  g_assert_cmpint (bridge_board_merge (world->replicas[to].board, world->replicas[from].board, NULL), ==,
                   BRIDGE_STATUS_OK);
  for (size_t site = 0; site < world->n_replicas; site++)
    world->received[to][site] = MAX (world->received[to][site], world->received[from][site]);
}

static void
deliver_all (World *world)
{
  for (size_t to = 0; to < world->n_replicas; to++)
    {
      bool more = true;

      while (more)
        {
          deliver (world, to, below (world, world->n_replicas));
          more = false;
          for (size_t site = 0; site < world->n_replicas; site++)
            more = more || world->received[to][site] < world->log[site]->len;
        }
    }
}

static void
run (uint64_t seed)
{
  World  world;
  size_t n_actions;

  world_init (&world, seed);
  n_actions = 5 + below (&world, MOST_ACTIONS);
  for (size_t i = 0; i < n_actions; i++)
    {
      size_t one = below (&world, world.n_replicas), other = below (&world, world.n_replicas);

      if (below (&world, 2) == 0)
        act (&world, one);
      else if (one != other && below (&world, 8) == 0)
        merge (&world, one, other);
      else if (one != other)
        deliver (&world, one, other);
    }
  deliver_all (&world);
  for (size_t i = 0; i < world.n_replicas; i++)
    replica_assert_sound (&world.replicas[i]);
  for (size_t i = 1; i < world.n_replicas; i++)
    replica_assert_same (&world.replicas[0], &world.replicas[i]);
  world_clear (&world);
}

static void
test_histories (void)
{
  uint64_t seed = test_seed ();

  for (uint64_t i = 0; i < N_HISTORIES; i++)
    {
      /* What fails can be run again by itself: it is the first history of its own seed. */
      if (i % 100 == 0)
        g_test_message ("histories from seed %" G_GUINT64_FORMAT " on", (guint64)(seed + i));
      run (seed + i);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/histories", test_histories);
  return g_test_run ();
}
