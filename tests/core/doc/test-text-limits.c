/* The text at its limits, and in the worst shapes that a hostile peer can give it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../seed.h"
#include "core/base/random.h"
#include "core/doc/limits.h"
#include "text-kit.h"

static void
test_limit (void)
{
  BridgeText         *text = bridge_text_new ();
  g_autofree guint32 *many = g_new0 (guint32, BRIDGE_TEXT_NODES_MAX + 1);
  BridgeTextPlace     root = bridge_text_place_at (text, 0);
  bool                changed;

  g_assert_cmpint (bridge_text_insert (text, (BridgeStamp){ 1, 1 }, root, many, BRIDGE_TEXT_NODES_MAX + 1, &changed), ==,
                   BRIDGE_STATUS_LIMIT);
  g_assert_cmpuint (bridge_text_n_nodes (text), ==, 0);
  g_assert_cmpint (bridge_text_insert (text, (BridgeStamp){ 1, 1 }, root, many, BRIDGE_TEXT_NODES_MAX - 1, &changed), ==,
                   BRIDGE_STATUS_OK);
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 1, 2 }, root, "ab", &changed), ==, BRIDGE_STATUS_LIMIT);
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 1, 2 }, root, "a", &changed), ==, BRIDGE_STATUS_OK);
  /* What is there already takes no room. */
  g_assert_cmpint (kit_insert (text, (BridgeStamp){ 1, 1 }, root, "xy", &changed), ==, BRIDGE_STATUS_OK);
  g_assert_false (changed);
  g_assert_cmpuint (bridge_text_n_nodes (text), ==, BRIDGE_TEXT_NODES_MAX);
  bridge_text_free (text);
}

/* How node `i` of a whole text hangs in the tree. Nodes have odd lamports, so that no two are one run. */
typedef BridgeTextPlace (*Shape) (guint64 i);

#define LAST ((guint64)BRIDGE_TEXT_NODES_MAX)

static BridgeTextPlace
child_of (guint64 parent, BridgeSide side)
{
  return (BridgeTextPlace){ { 2 * parent + 1, 1 }, side };
}

static BridgeTextPlace
first_place (void)
{
  return (BridgeTextPlace){ BRIDGE_STAMP_NONE, BRIDGE_SIDE_RIGHT };
}

static BridgeTextPlace
shape_right (guint64 i)
{
  return i == 0 ? first_place () : child_of (i - 1, BRIDGE_SIDE_RIGHT);
}

static BridgeTextPlace
shape_left (guint64 i)
{
  return i == 0 ? first_place () : child_of (i - 1, BRIDGE_SIDE_LEFT);
}

static BridgeTextPlace
shape_siblings (guint64 i)
{
  return first_place ();
}

/* A deep chain, each node of which then gets a second child, in no order. */
static BridgeTextPlace
shape_comb (guint64 i)
{
  return i < LAST / 2 ? shape_right (i) : child_of (i * 40503 % (LAST / 2), BRIDGE_SIDE_RIGHT);
}

static BridgeTextPlace
shape_zigzag (guint64 i)
{
  return i == 0 ? first_place () : child_of (i - 1, i % 2 == 0 ? BRIDGE_SIDE_LEFT : BRIDGE_SIDE_RIGHT);
}

static void
check_shape (gconstpointer data)
{
  const Shape *shape = data;
  BridgeText  *text = bridge_text_new ();
  BridgeText  *rebuilt;
  gint64       start = g_get_monotonic_time ();
  bool         changed;

  for (guint64 i = 0; i < LAST; i++)
    g_assert_cmpint (kit_insert (text, (BridgeStamp){ 2 * i + 1, 1 }, (*shape) (i), "x", &changed), ==, BRIDGE_STATUS_OK);
  g_test_message ("%.2f us a node", (double)(g_get_monotonic_time () - start) / (double)LAST);
  g_assert_cmpuint (bridge_text_length (text), ==, LAST);
  rebuilt = kit_rebuild (text);
  kit_assert_same (text, rebuilt);
  bridge_text_free (rebuilt);
  bridge_text_free (text);
}

/* As a person writes: at random places of a long text, some of it taken away again. */
static void
test_typing (void)
{
  BridgeText  *text = bridge_text_new ();
  BridgeRandom random;
  gint64       start = g_get_monotonic_time ();

  bridge_random_init (&random, test_seed ());
  for (guint i = 0; i < 10000; i++)
    {
      gsize length = bridge_text_length (text);

      if (length > 0 && i % 4 == 0)
        kit_erase (text, bridge_random_below (&random, length), 1);
      else
        kit_type (text, 1, 2 * i + 1, bridge_random_below (&random, length + 1), "x");
    }
  g_test_message ("%.2f us an operation", (double)(g_get_monotonic_time () - start) / 10000);
  bridge_text_free (text);
}

static const struct
{
  const char *name;
  Shape       shape;
} shapes[] = {
  { "right", shape_right },
  { "left", shape_left },
  { "siblings", shape_siblings },
  { "comb", shape_comb },
  { "zigzag", shape_zigzag },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/text-limits/limit", test_limit);
  g_test_add_func ("/doc/text-limits/typing", test_typing);
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path = g_strconcat ("/doc/text-limits/shape/", shapes[i].name, NULL);

      g_test_add_data_func (path, &shapes[i].shape, check_shape);
    }
  return g_test_run ();
}
