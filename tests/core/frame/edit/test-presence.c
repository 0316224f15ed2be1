/* Tests of presence: round trips, limits, shared frames.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../../seed.h"
#include "core/base/memory.h"
#include "core/base/random.h"
#include "core/doc/limits.h"
#include "core/frame/edit/wire.h"

#include <math.h>

/* Coordinates as the wire keeps them: 1/8 px for the cursor, whole px for the view. */
static BridgePresence
sample_presence (BridgeRandom *random)
{
  BridgePresence presence = { .flags = bridge_random_below (random, 16) };

  presence.cursor.x = (double)bridge_random_below (random, 160000000) / 8 - 1e7;
  presence.cursor.y = (double)bridge_random_below (random, 1000) / 8;
  presence.view = (BridgeRect){ -(double)bridge_random_below (random, 10000), bridge_random_below (random, 10000),
                                bridge_random_below (random, 4000), bridge_random_below (random, 4000) };
  if ((presence.flags & BRIDGE_PRESENCE_SELECTION) == 0)
    return presence;
  presence.n_items = bridge_random_below (random, 6);
  presence.items = bridge_new (BridgeStamp, presence.n_items);
  for (gsize i = 0; i < presence.n_items; i++)
    presence.items[i] = (BridgeStamp){ bridge_random_below (random, BRIDGE_WIRE_NUMBER_MAX + 1), 1 + bridge_random_below (random, 2) };
  return presence;
}

static BridgeStatus
try_presence (const guint8 *data, gsize length)
{
  BridgePresence presence;
  BridgeStatus   status = bridge_wire_get_presence (data, length, &presence);

  if (status == BRIDGE_STATUS_OK)
    bridge_presence_clear (&presence);
  return status;
}

static void
test_round_trip (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint round = 0; round < 1000; round++)
    {
      BridgePresence presence = sample_presence (&random), got, copy;
      BridgeBytes    message = { 0 };

      bridge_wire_put_presence (&message, &presence);
      for (gsize n = 0; n < message.length; n++)
        {
          guint8 *cut = g_memdup2 (message.data, n);

          g_assert_cmpint (try_presence (cut, n), ==, BRIDGE_STATUS_TRUNCATED);
          g_free (cut);
        }
      g_assert_cmpint (bridge_wire_get_presence (message.data, message.length, &got), ==, BRIDGE_STATUS_OK);
      g_assert_true (bridge_presence_equal (&presence, &got));
      bridge_presence_copy (&copy, &got);
      bridge_presence_clear (&got);
      g_assert_true (bridge_presence_equal (&presence, &copy));
      bridge_presence_clear (&copy);
      bridge_bytes_put_u8 (&message, 0);
      g_assert_cmpint (try_presence (message.data, message.length), ==, BRIDGE_STATUS_MALFORMED);
      bridge_bytes_clear (&message);
      bridge_presence_clear (&presence);
    }
}

/* Whatever a window says, what is sent can be read: finite, within the board, no longer than allowed. */
static void
test_sender_cuts (void)
{
  BridgePresence wild = { .flags = 15, .cursor = { NAN, INFINITY }, .view = { -1e300, 2.5, 1e300, NAN } }, got;
  BridgeBytes    message = { 0 };

  wild.n_items = BRIDGE_WIRE_SELECTION_MAX + 10;
  wild.items = bridge_new (BridgeStamp, wild.n_items);
  for (gsize i = 0; i < wild.n_items; i++)
    wild.items[i] = (BridgeStamp){ i, 5 };
  bridge_wire_put_presence (&message, &wild);
  g_assert_cmpint (bridge_wire_get_presence (message.data, message.length, &got), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (got.n_items, ==, BRIDGE_WIRE_SELECTION_MAX);
  g_assert_cmpfloat (got.cursor.x, ==, 0);
  g_assert_cmpfloat (got.cursor.y, ==, BRIDGE_COORDINATE_MAX);
  g_assert_cmpfloat (got.view.x, ==, -BRIDGE_COORDINATE_MAX);
  g_assert_cmpfloat (got.view.width, >=, 0);
  g_assert_cmpfloat (got.view.height, ==, 0);
  bridge_presence_clear (&got);
  bridge_presence_clear (&wild);
  bridge_bytes_clear (&message);
}

static void
test_hostile (void)
{
  static const struct
  {
    const char  *what;
    guint8       data[16];
    gsize        length;
    BridgeStatus status;
  } cases[] = {
    { "unknown flags", { 3, 0x10 }, 2, BRIDGE_STATUS_MALFORMED },
    { "a cursor too far away", { 3, 1, 0x82, 0xd0, 0xa5, 0x4c, 0 }, 7, BRIDGE_STATUS_RANGE },
    { "a cursor just there", { 3, 1, 0x80, 0xd0, 0xa5, 0x4c, 0 }, 7, BRIDGE_STATUS_OK },
    { "too many items", { 3, 2, 0x81, 2 }, 4, BRIDGE_STATUS_LIMIT },
    { "more items than bytes", { 3, 2, 0x80, 2, 1 }, 5, BRIDGE_STATUS_TRUNCATED },
    { "an item without a site", { 3, 2, 1, 4 }, 4, BRIDGE_STATUS_RANGE },
    { "an item of site 0", { 3, 2, 1, 5, 0, 0, 0, 0, 0, 0, 0, 0 }, 12, BRIDGE_STATUS_RANGE },
    { "a lamport below 0", { 3, 2, 1, 3, 0, 0, 0, 0, 0, 0, 0, 1 }, 12, BRIDGE_STATUS_RANGE },
    { "a view too wide", { 3, 4, 0, 0, 0x81, 0xda, 0xc4, 0x09, 0 }, 9, BRIDGE_STATUS_LIMIT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].what);
      g_assert_cmpint (try_presence (cases[i].data, cases[i].length), ==, cases[i].status);
    }
}

static void
test_shared (void)
{
  BridgeRandom   random;
  BridgePresence sent[10];
  BridgeBytes    message = { 0 };
  gsize          offset = 0;
  bool           more;
  guint32        person;
  BridgePresence got;

  bridge_random_init (&random, 4);
  bridge_wire_begin_presences (&message);
  g_assert_cmpint (bridge_wire_next_presence (message.data, message.length, &offset, &more, &person, &got), ==, BRIDGE_STATUS_OK);
  g_assert_false (more);
  for (guint i = 0; i < G_N_ELEMENTS (sent); i++)
    {
      sent[i] = sample_presence (&random);
      bridge_wire_add_presence (&message, 100 * i, &sent[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sent); i++)
    {
      g_assert_cmpint (bridge_wire_next_presence (message.data, message.length, &offset, &more, &person, &got), ==, BRIDGE_STATUS_OK);
      g_assert_true (more);
      g_assert_cmpuint (person, ==, 100 * i);
      g_assert_true (bridge_presence_equal (&sent[i], &got));
      bridge_presence_clear (&got);
      bridge_presence_clear (&sent[i]);
    }
  g_assert_cmpint (bridge_wire_next_presence (message.data, message.length, &offset, &more, &person, &got), ==, BRIDGE_STATUS_OK);
  g_assert_false (more);
  bridge_bytes_put_u8 (&message, 0x80);
  g_assert_cmpint (bridge_wire_next_presence (message.data, message.length, &offset, &more, &person, &got), ==, BRIDGE_STATUS_TRUNCATED);
  bridge_bytes_clear (&message);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/edit/presence/round-trip", test_round_trip);
  g_test_add_func ("/core/frame/edit/presence/sender-cuts", test_sender_cuts);
  g_test_add_func ("/core/frame/edit/presence/hostile", test_hostile);
  g_test_add_func ("/core/frame/edit/presence/shared", test_shared);
  return g_test_run ();
}
