/* Tests of the spatial index against looking at everything.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/index.h"
#include "tests/core/doc/replica.h"

#define N_ITEMS 300

static BridgeRect
random_rect (BridgeRandom *random, double reach, double largest)
{
  /* Sizes of every magnitude. */
  double size = ldexp (largest, -(int)bridge_random_below (random, 24));

  return (BridgeRect){ (bridge_random_unit (random) - 0.5) * reach, (bridge_random_unit (random) - 0.5) * reach,
                       bridge_random_unit (random) * size, bridge_random_unit (random) * size };
}

static void
assert_query (const BridgeIndex *index, BridgeItem *const *items, BridgeRect area)
{
  size_t       n_found, n_expected = 0;
  BridgeItem **found = bridge_index_query (index, area, &n_found);

  for (size_t i = 0; i < N_ITEMS; i++)
    if (bridge_rect_intersects (items[i]->indexed, area))
      {
        size_t at = 0;

        n_expected++;
        while (at < n_found && found[at] != items[i])
          at++;
        g_assert_cmpuint (at, <, n_found);
      }
  g_assert_cmpuint (n_found, ==, n_expected);
  bridge_free (found);
}

static void
test_at_random (void)
{
  BridgeRandom random;
  BridgeIndex  index;
  BridgeItem  *items[N_ITEMS];
  size_t       n_cells = 0;

  bridge_random_init (&random, test_seed ());
  bridge_index_init (&index, 3);
  for (size_t i = 0; i < N_ITEMS; i++)
    items[i] = bridge_item_new ((BridgeStamp){ i + 1, 1 }, BRIDGE_KIND_STROKE);
  for (size_t round = 0; round < 5000; round++)
    {
      BridgeItem *item = items[bridge_random_below (&random, N_ITEMS)];
      double      reach = round % 2 == 0 ? 2000 : 2e7;

      if (bridge_random_below (&random, 8) == 0)
        bridge_index_update (&index, item, BRIDGE_RECT_EMPTY);
      else if (bridge_random_below (&random, 2) == 0 && !bridge_rect_is_empty (item->indexed))
        bridge_index_update (&index, item, bridge_rect_grow (item->indexed, 1));
      else
        bridge_index_update (&index, item, random_rect (&random, reach, 2e7));
      if (round % 5 == 0)
        assert_query (&index, items, random_rect (&random, reach, 2e7));
    }
  for (size_t i = 0; i < BRIDGE_INDEX_LEVELS; i++)
    n_cells += index.cells[i].count;
  g_assert_cmpuint (n_cells, <=, index.count);
  for (size_t i = 0; i < N_ITEMS; i++)
    {
      bridge_index_update (&index, items[i], BRIDGE_RECT_EMPTY);
      bridge_item_free (items[i]);
    }
  g_assert_cmpuint (index.count, ==, 0);
  for (size_t i = 0; i < BRIDGE_INDEX_LEVELS; i++)
    g_assert_cmpuint (index.cells[i].count, ==, 0);
  bridge_index_clear (&index);
}

/* Touching edges count, also across cells. */
static void
test_edges (void)
{
  BridgeIndex  index;
  BridgeItem  *item = bridge_item_new ((BridgeStamp){ 1, 1 }, BRIDGE_KIND_STROKE);
  BridgeItem **found;
  size_t       n_found;

  bridge_index_init (&index, 0);
  bridge_index_update (&index, item, (BridgeRect){ -64, -64, 64, 64 });
  found = bridge_index_query (&index, (BridgeRect){ 0, 0, 0, 0 }, &n_found);
  g_assert_cmpuint (n_found, ==, 1);
  bridge_free (found);
  found = bridge_index_query (&index, (BridgeRect){ 0.01, 0, 10, 10 }, &n_found);
  g_assert_cmpuint (n_found, ==, 0);
  bridge_free (found);
  found = bridge_index_query (&index, BRIDGE_RECT_EMPTY, &n_found);
  g_assert_cmpuint (n_found, ==, 0);
  bridge_free (found);
  bridge_index_clear (&index);
  bridge_item_free (item);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/index/at-random", test_at_random);
  g_test_add_func ("/doc/index/edges", test_edges);
  return g_test_run ();
}
