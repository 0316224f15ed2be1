/* Tests of the map, against GHashTable, and of the generator that drives them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/map.h"

#include "../../seed.h"
#include "core/base/random.h"

typedef struct
{
  guint64 a;
  guint64 b;
} Key;

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return (guint)(key->a * 31 + key->b);
}

static gboolean
key_equal (gconstpointer left, gconstpointer right)
{
  return memcmp (left, right, sizeof (Key)) == 0;
}

/* Few of them, so that keys meet again; some close together, some far apart. */
static Key
random_key (BridgeRandom *random, guint64 n_keys)
{
  guint64 n = bridge_random_below (random, n_keys);

  return (Key){ n % 3 == 0 ? n : n << 40, n % 2 == 0 ? 0 : n * n };
}

static void
assert_same (const BridgeMap *map, GHashTable *model)
{
  BridgeMapEntry entry;
  gsize          cursor = 0;
  guint          count = 0;

  g_assert_cmpuint (map->count, ==, g_hash_table_size (model));
  for (; bridge_map_next (map, &cursor, &entry); count++)
    {
      Key key = { entry.a, entry.b };

      g_assert_true (g_hash_table_lookup (model, &key) == entry.value);
      g_assert_true (bridge_map_get (map, key.a, key.b) == entry.value);
    }
  g_assert_cmpuint (count, ==, map->count);
}

static void
play_history (BridgeRandom *random)
{
  g_autoptr (GHashTable) model = g_hash_table_new_full (key_hash, key_equal, g_free, NULL);
  guint64   n_keys = 1 + bridge_random_below (random, 300);
  guint64   n_steps = bridge_random_below (random, 2000);
  BridgeMap map;

  bridge_map_init (&map, bridge_random_next (random));
  for (guint64 step = 0; step < n_steps; step++)
    {
      Key   key = random_key (random, n_keys);
      void *known = g_hash_table_lookup (model, &key);
      void *value = GSIZE_TO_POINTER (step + 1);

      g_assert_true (bridge_map_get (&map, key.a, key.b) == known);
      if (bridge_random_below (random, 2) == 0)
        {
          g_assert_true (bridge_map_put (&map, key.a, key.b, value) == known);
          g_hash_table_replace (model, g_memdup2 (&key, sizeof key), value);
        }
      else
        {
          g_assert_true (bridge_map_remove (&map, key.a, key.b) == known);
          g_hash_table_remove (model, &key);
        }
    }
  assert_same (&map, model);
  bridge_map_clear (&map);
}

static void
test_histories (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint i = 0; i < 300; i++)
    play_history (&random);
}

static void
test_empty (void)
{
  BridgeMap      map = { 0 };
  BridgeMapEntry entry;
  gsize          cursor = 0;
  int            value;

  g_assert_null (bridge_map_get (&map, 0, 0));
  g_assert_null (bridge_map_remove (&map, 0, 0));
  g_assert_false (bridge_map_next (&map, &cursor, &entry));
  g_assert_null (bridge_map_put (&map, 0, 0, &value));
  g_assert_true (bridge_map_get (&map, 0, 0) == &value);
  bridge_map_clear (&map);
  g_assert_cmpuint (map.count, ==, 0);
  g_assert_null (bridge_map_get (&map, 0, 0));
}

/* The values of the reference implementation for seed 1234567. */
static void
test_random (void)
{
  static const guint64 expected[] = {
    G_GUINT64_CONSTANT (6457827717110365317),
    G_GUINT64_CONSTANT (3203168211198807973),
    G_GUINT64_CONSTANT (9817491932198370423),
    G_GUINT64_CONSTANT (4593380528125082431),
    G_GUINT64_CONSTANT (16408922859458223821),
  };
  BridgeRandom random;
  gboolean     seen[5] = { FALSE };

  bridge_random_init (&random, 1234567);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (bridge_random_next (&random), ==, expected[i]);
  for (guint i = 0; i < 1000; i++)
    {
      double unit = bridge_random_unit (&random);

      g_assert_true (unit >= 0 && unit < 1);
      seen[bridge_random_below (&random, G_N_ELEMENTS (seen))] = TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    g_assert_true (seen[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/base/map/empty", test_empty);
  g_test_add_func ("/core/base/map/histories", test_histories);
  g_test_add_func ("/core/base/random", test_random);
  return g_test_run ();
}
