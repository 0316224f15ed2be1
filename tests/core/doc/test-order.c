/* Tests of the z-order's keys.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/order.h"

#include "../../seed.h"
#include "core/base/random.h"
#include "core/doc/limits.h"

/* Makes a key and checks that it stands where it should and is well formed. */
static BridgeBytes
between (const BridgeBytes *below, const BridgeBytes *above)
{
  BridgeBytes key = { 0 };

  bridge_order_between (below != NULL ? below->data : NULL, below != NULL ? below->length : 0,
                        above != NULL ? above->data : NULL, above != NULL ? above->length : 0, &key);
  g_assert_cmpuint (key.length, >, 0);
  g_assert_cmpuint (key.length, <=, BRIDGE_VALUE_BYTES_MAX);
  g_assert_cmpuint (key.data[key.length - 1], !=, 0);
  if (below != NULL)
    g_assert_cmpint (bridge_order_compare (below->data, below->length, key.data, key.length), <, 0);
  if (above != NULL)
    g_assert_cmpint (bridge_order_compare (key.data, key.length, above->data, above->length), <, 0);
  return key;
}

static void
clear_key (gpointer data)
{
  bridge_bytes_clear (data);
}

static GArray *
new_keys (void)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (BridgeBytes));

  g_array_set_clear_func (keys, clear_key);
  return keys;
}

static const BridgeBytes *
key_at (const GArray *keys, guint index)
{
  return index < keys->len ? &g_array_index (keys, BridgeBytes, index) : NULL;
}

static void
insert_at (GArray *keys, guint index)
{
  BridgeBytes key = between (index > 0 ? key_at (keys, index - 1) : NULL, key_at (keys, index));

  g_array_insert_val (keys, index, key);
}

static void
test_random_places (void)
{
  g_autoptr (GArray) keys = new_keys ();
  BridgeRandom random;
  gsize        total = 0;

  bridge_random_init (&random, test_seed ());
  for (guint i = 0; i < 5000; i++)
    insert_at (keys, (guint)bridge_random_below (&random, keys->len + 1));
  for (guint i = 0; i < keys->len; i++)
    total += key_at (keys, i)->length;
  g_test_message ("%.1f bytes a key", (double)total / keys->len);
}

/* Ever again right above the one made last, between the same two, or right below it. */
static void
test_one_place (void)
{
  for (guint way = 0; way < 2; way++)
    {
      g_autoptr (GArray) keys = new_keys ();

      insert_at (keys, 0);
      insert_at (keys, 1);
      for (guint i = 0; i < 1000; i++)
        insert_at (keys, way == 0 ? keys->len - 1 : 1);
    }
}

static void
test_ends (void)
{
  g_autoptr (GArray) keys = new_keys ();

  for (guint i = 0; i < 10000; i++)
    insert_at (keys, keys->len);
  g_assert_cmpuint (key_at (keys, keys->len - 1)->length, <=, 3);
  for (guint i = 0; i < 10000; i++)
    insert_at (keys, 0);
  g_assert_cmpuint (key_at (keys, 0)->length, <=, 3);
}

static BridgeBytes
key_of (const void *data, gsize length)
{
  BridgeBytes key = { 0 };

  bridge_bytes_put (&key, data, length);
  return key;
}

static void
test_cases (void)
{
  static const struct
  {
    const char *below;
    gsize       n_below;
    const char *above;
    gsize       n_above;
  } cases[] = {
    { "\x80", 1, "\x81", 1 },
    { "\x80", 1, "\x80\x01", 2 },
    { "\x80", 1, "\x80\x00\x00\x01", 4 },
    { "\x80\xff\xff", 3, "\x81", 1 },
    { "\x80\xff\xff", 3, "\x81\x00\x01", 3 },
    { "\x7f\xff\xff\xff\xff", 5, "\x80", 1 },
    { NULL, 0, "\x01", 1 },
    { NULL, 0, "\x00\x00\x00\x01", 4 },
    { "\xff", 1, NULL, 0 },
    { "\xff\xff\xff\xff\xff", 5, NULL, 0 },
    { "\xfe\xff\xff\xff\xff", 5, "\xff", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeBytes below = key_of (cases[i].below, cases[i].n_below);
      BridgeBytes above = key_of (cases[i].above, cases[i].n_above);
      BridgeBytes key = between (below.length > 0 ? &below : NULL, above.length > 0 ? &above : NULL);

      bridge_bytes_clear (&below);
      bridge_bytes_clear (&above);
      bridge_bytes_clear (&key);
    }
}

/* Two people's equal keys, and keys in the wrong order: above the lower one. */
static void
test_no_room (void)
{
  const guint8 key[] = { 0x80, 0x12 }, lower[] = { 0x70 };
  BridgeBytes  out = { 0 };

  bridge_order_between (key, sizeof key, key, sizeof key, &out);
  g_assert_cmpint (bridge_order_compare (out.data, out.length, key, sizeof key), >, 0);
  bridge_bytes_truncate (&out, 0);
  bridge_order_between (key, sizeof key, lower, sizeof lower, &out);
  g_assert_cmpint (bridge_order_compare (out.data, out.length, key, sizeof key), >, 0);
  bridge_bytes_clear (&out);
}

/* Keys that nobody makes: zeros at the end, and as long as may be. What comes out is never too long. */
static void
test_hostile (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint i = 0; i < 2000; i++)
    {
      gsize              n_below = bridge_random_below (&random, 2) == 0 ? BRIDGE_VALUE_BYTES_MAX : bridge_random_below (&random, 4);
      gsize              n_above = bridge_random_below (&random, 2) == 0 ? BRIDGE_VALUE_BYTES_MAX : bridge_random_below (&random, 4);
      g_autofree guint8 *below = g_malloc (BRIDGE_VALUE_BYTES_MAX);
      g_autofree guint8 *above = g_malloc (BRIDGE_VALUE_BYTES_MAX);
      BridgeBytes        out = { 0 };

      memset (below, bridge_random_below (&random, 3) * 255 / 2, BRIDGE_VALUE_BYTES_MAX);
      memset (above, bridge_random_below (&random, 3) * 255 / 2, BRIDGE_VALUE_BYTES_MAX);
      above[BRIDGE_VALUE_BYTES_MAX - 1] ^= bridge_random_below (&random, 2);
      bridge_bytes_put_u8 (&out, 42);
      bridge_order_between (below, n_below, above, n_above, &out);
      g_assert_cmpuint (out.data[0], ==, 42);
      g_assert_cmpuint (out.length, <=, 1 + BRIDGE_VALUE_BYTES_MAX);
      bridge_bytes_clear (&out);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/order/random-places", test_random_places);
  g_test_add_func ("/doc/order/one-place", test_one_place);
  g_test_add_func ("/doc/order/ends", test_ends);
  g_test_add_func ("/doc/order/cases", test_cases);
  g_test_add_func ("/doc/order/no-room", test_no_room);
  g_test_add_func ("/doc/order/hostile", test_hostile);
  return g_test_run ();
}
