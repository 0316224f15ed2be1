/* Random histories of several replicas, and random trees, against the tree of the paper.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../seed.h"
#include "core/base/random.h"
#include "text-kit.h"
#include "text-reference.h"

#define N_HISTORIES  1000
#define N_TREES      300
#define MAX_REPLICAS 6

typedef struct
{
  bool            is_removal;
  BridgeStamp     first;
  BridgeTextPlace place;
  guint32         code_points[5];
  guint32         count;
  BridgeTextRange range;
} Op;

typedef struct
{
  BridgeText *text;
  Reference  *reference;
  guint64     site;
  guint64     lamport;
  GArray     *inbox; /* indices of operations that came in any order and wait */
} Replica;

static BridgeStatus
apply (Replica *replica, const Op *op, bool *changed)
{
  BridgeStatus status;

  if (op->is_removal)
    status = bridge_text_remove (replica->text, op->range, changed);
  else
    status = bridge_text_insert (replica->text, op->first, op->place, op->code_points, op->count, changed);
  if (status != BRIDGE_STATUS_OK)
    return status;
  if (op->is_removal)
    reference_remove (replica->reference, op->range);
  else
    reference_insert (replica->reference, op->first, op->place, op->code_points, op->count);
  if (!op->is_removal && replica->lamport < op->first.lamport + op->count)
    replica->lamport = op->first.lamport + op->count;
  return BRIDGE_STATUS_OK;
}

static void
apply_own (Replica *replica, const Op *op, GArray *ops)
{
  bool changed;

  g_assert_cmpint (apply (replica, op, &changed), ==, BRIDGE_STATUS_OK);
  g_assert_true (changed);
  g_array_append_val (ops, *op);
}

static void
insert_somewhere (Replica *replica, BridgeRandom *random, GArray *ops)
{
  gsize length = bridge_text_length (replica->text);
  gsize at = bridge_random_below (random, 3) == 0 ? length : bridge_random_below (random, length + 1);
  Op    op = { .first = { replica->lamport, replica->site }, .place = bridge_text_place_at (replica->text, at) };

  g_assert_true (bridge_stamp_equal (op.place.parent, reference_place_at (replica->reference, at).parent));
  g_assert_cmpint (op.place.side, ==, reference_place_at (replica->reference, at).side);
  op.count = 1 + (guint32)bridge_random_below (random, G_N_ELEMENTS (op.code_points));
  for (guint32 i = 0; i < op.count; i++)
    op.code_points[i] = 'a' + (guint32)bridge_random_below (random, 26);
  apply_own (replica, &op, ops);
  for (guint32 i = 0; i < op.count; i++)
    g_assert_cmpuint (bridge_text_node_code_point (replica->text, bridge_text_node_at (replica->text, at + i)), ==, op.code_points[i]);
}

static void
remove_somewhere (Replica *replica, BridgeRandom *random, GArray *ops)
{
  gsize                       length = bridge_text_length (replica->text);
  gsize                       at = bridge_random_below (random, length);
  gsize                       n_ranges, left = length - at;
  g_autofree BridgeTextRange *ranges =
      bridge_text_ranges (replica->text, at, 1 + bridge_random_below (random, MIN (left, 8)), &n_ranges);

  for (gsize i = 0; i < n_ranges; i++)
    apply_own (replica, &(Op){ .is_removal = true, .range = ranges[i] }, ops);
}

/* One operation that has come to a replica, some of them again and again; what lacks its base stays. */
static void
deliver_one (Replica *replica, BridgeRandom *random, const GArray *ops)
{
  guint which = (guint)bridge_random_below (random, replica->inbox->len);
  guint index = g_array_index (replica->inbox, guint, which);
  bool  changed;

  if (apply (replica, &g_array_index (ops, Op, index), &changed) == BRIDGE_STATUS_OK &&
      bridge_random_below (random, 8) > 0)
    g_array_remove_index_fast (replica->inbox, which);
}

static void
assert_as_reference (const Replica *replica)
{
  g_autofree char *read = kit_read (replica->text);
  g_autofree char *wanted = reference_read (replica->reference);

  g_assert_cmpstr (read, ==, wanted);
  g_assert_cmpuint (bridge_text_n_nodes (replica->text), ==, reference_n_nodes (replica->reference));
}

static void
assert_positions (const BridgeText *text)
{
  for (gsize at = 0; at < bridge_text_length (text); at++)
    {
      BridgeStamp node = bridge_text_node_at (text, at);

      g_assert_true (bridge_text_has (text, node) && bridge_text_is_visible (text, node));
      g_assert_cmpuint (bridge_text_position (text, node), ==, at);
    }
}

static void
act (Replica *replicas, guint n_replicas, BridgeRandom *random, GArray *ops)
{
  Replica *replica = &replicas[bridge_random_below (random, n_replicas)];
  guint    first = ops->len;

  switch (bridge_random_below (random, 4))
    {
    case 0:
      if (bridge_text_length (replica->text) > 0)
        remove_somewhere (replica, random, ops);
      break;
    case 1:
      insert_somewhere (replica, random, ops);
      break;
    default:
      if (replica->inbox->len > 0)
        deliver_one (replica, random, ops);
      break;
    }
  for (guint op = first; op < ops->len; op++)
    for (guint i = 0; i < n_replicas; i++)
      if (&replicas[i] != replica)
        g_array_append_val (replicas[i].inbox, op);
}

static void
assert_converged (const Replica *replica, const BridgeText *wanted)
{
  BridgeText *rebuilt = kit_rebuild (replica->text);
  BridgeText *copy = bridge_text_copy (replica->text);

  assert_as_reference (replica);
  assert_positions (replica->text);
  kit_assert_same (wanted, replica->text);
  kit_assert_same (wanted, rebuilt);
  kit_assert_same (wanted, copy);
  bridge_text_free (rebuilt);
  bridge_text_free (copy);
}

static void
play_history (BridgeRandom *random)
{
  guint n_replicas = 2 + (guint)bridge_random_below (random, MAX_REPLICAS - 1);
  guint n_steps = 20 + (guint)bridge_random_below (random, 150);
  g_autoptr (GArray) ops = g_array_new (FALSE, FALSE, sizeof (Op));
  Replica replicas[MAX_REPLICAS];

  for (guint i = 0; i < n_replicas; i++)
    replicas[i] = (Replica){ bridge_text_new (), reference_new (), 1 + bridge_random_next (random) / 2, 1,
                             g_array_new (FALSE, FALSE, sizeof (guint)) };
  for (guint step = 0; step < n_steps; step++)
    act (replicas, n_replicas, random, ops);
  for (guint i = 0; i < n_replicas; i++)
    while (replicas[i].inbox->len > 0)
      deliver_one (&replicas[i], random, ops);
  for (guint i = 0; i < n_replicas; i++)
    assert_converged (&replicas[i], replicas[0].text);
  for (guint i = 0; i < n_replicas; i++)
    {
      bridge_text_free (replicas[i].text);
      reference_free (replicas[i].reference);
      g_array_unref (replicas[i].inbox);
    }
}

static void
test_histories (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint i = 0; i < N_HISTORIES; i++)
    play_history (&random);
}

/* An operation on nodes out of few, so that runs overlap; under a parent that is there, at either side. */
static Op
any_op (BridgeRandom *random, const GArray *nodes)
{
  Op op = { .is_removal = bridge_random_below (random, 5) == 0, .count = 1 + (guint32)bridge_random_below (random, 5) };

  op.place.parent = g_array_index (nodes, BridgeStamp, bridge_random_below (random, nodes->len));
  op.place.side = bridge_random_below (random, 2) == 0 ? BRIDGE_SIDE_LEFT : BRIDGE_SIDE_RIGHT;
  op.first = (BridgeStamp){ bridge_random_below (random, 300), 1 + bridge_random_below (random, 3) };
  op.range = (BridgeTextRange){ op.first, op.count };
  for (guint i = 0; i < op.count; i++)
    op.code_points[i] = 'a' + (guint32)bridge_random_below (random, 26);
  return op;
}

static void
grow_any_tree (Replica *replica, BridgeRandom *random)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (BridgeStamp));
  BridgeStamp none = BRIDGE_STAMP_NONE;

  g_array_append_val (nodes, none);
  for (guint step = 0; step < 200; step++)
    {
      Op   op = any_op (random, nodes);
      bool changed;

      if (apply (replica, &op, &changed) == BRIDGE_STATUS_OK && !op.is_removal)
        for (BridgeStamp node = op.first; node.lamport < op.first.lamport + op.count; node.lamport++)
          g_array_append_val (nodes, node);
      assert_as_reference (replica);
    }
}

/* Any tree at all, as a hostile peer would shape it: parents, sides and lamports at will. */
static void
test_any_tree (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint i = 0; i < N_TREES; i++)
    {
      Replica     replica = { bridge_text_new (), reference_new () };
      BridgeText *rebuilt;

      grow_any_tree (&replica, &random);
      assert_positions (replica.text);
      rebuilt = kit_rebuild (replica.text);
      kit_assert_same (replica.text, rebuilt);
      bridge_text_free (rebuilt);
      bridge_text_free (replica.text);
      reference_free (replica.reference);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/doc/text-histories/histories", test_histories);
  g_test_add_func ("/doc/text-histories/any-tree", test_any_tree);
  return g_test_run ();
}
