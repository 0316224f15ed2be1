/* The tree of the paper: nodes, sorted children, a walk by recursion.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-reference.h"

typedef struct
{
  BridgeStamp id;
  guint32     code_point;
  bool        deleted;
  GPtrArray  *children[2]; /* by side, sorted by identity */
} Node;

struct Reference
{
  GPtrArray *nodes; /* the root first */
};

static Node *
add_node (Reference *reference, BridgeStamp id, guint32 code_point)
{
  Node *node = g_new0 (Node, 1);

  *node = (Node){ id, code_point, false, { g_ptr_array_new (), g_ptr_array_new () } };
  g_ptr_array_add (reference->nodes, node);
  return node;
}

static void
free_node (gpointer data)
{
  Node *node = data;

  g_ptr_array_unref (node->children[0]);
  g_ptr_array_unref (node->children[1]);
  g_free (node);
}

static Node *
find (const Reference *reference, BridgeStamp id)
{
  for (guint i = 0; i < reference->nodes->len; i++)
    {
      Node *node = g_ptr_array_index (reference->nodes, i);

      if (bridge_stamp_equal (node->id, id))
        return node;
    }
  return NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Node *left = *(Node *const *)a;
  const Node *right = *(Node *const *)b;

  return bridge_stamp_compare (left->id, right->id);
}

static void
walk (Node *node, GPtrArray *walked)
{
  for (guint i = 0; i < node->children[BRIDGE_SIDE_LEFT]->len; i++)
    walk (g_ptr_array_index (node->children[BRIDGE_SIDE_LEFT], i), walked);
  g_ptr_array_add (walked, node);
  for (guint i = 0; i < node->children[BRIDGE_SIDE_RIGHT]->len; i++)
    walk (g_ptr_array_index (node->children[BRIDGE_SIDE_RIGHT], i), walked);
}

/* All nodes in the order of the text, tombstones and the root, which is the first, included. */
static GPtrArray *
walk_all (const Reference *reference)
{
  GPtrArray *walked = g_ptr_array_new ();

  walk (g_ptr_array_index (reference->nodes, 0), walked);
  return walked;
}

Reference *
reference_new (void)
{
  Reference *reference = g_new0 (Reference, 1);

  reference->nodes = g_ptr_array_new_with_free_func (free_node);
  add_node (reference, BRIDGE_STAMP_NONE, 0)->deleted = true;
  return reference;
}

void
reference_free (Reference *reference)
{
  g_ptr_array_unref (reference->nodes);
  g_free (reference);
}

void
reference_insert (Reference      *reference,
                  BridgeStamp     first,
                  BridgeTextPlace place,
                  const guint32  *code_points,
                  gsize           count)
{
  if (bridge_stamp_is_none (place.parent))
    place.side = BRIDGE_SIDE_RIGHT;
  for (gsize i = 0; i < count; i++)
    {
      BridgeStamp id = { first.lamport + i, first.site };

      if (find (reference, id) == NULL)
        {
          GPtrArray *siblings = find (reference, place.parent)->children[place.side];

          g_ptr_array_add (siblings, add_node (reference, id, code_points[i]));
          g_ptr_array_sort (siblings, compare);
        }
      place = (BridgeTextPlace){ id, BRIDGE_SIDE_RIGHT };
    }
}

void
reference_remove (Reference *reference, BridgeTextRange range)
{
  for (guint32 i = 0; i < range.count; i++)
    find (reference, (BridgeStamp){ range.first.lamport + i, range.first.site })->deleted = true;
}

/* The index in the walk of the node on the left of a visible position. */
static guint
left_of (const GPtrArray *walked, gsize at)
{
  guint index = 0;

  while (at > 0)
    at -= !((Node *)g_ptr_array_index (walked, ++index))->deleted;
  return index;
}

BridgeTextPlace
reference_place_at (const Reference *reference, gsize at)
{
  g_autoptr (GPtrArray) walked = walk_all (reference);
  guint index = left_of (walked, at);
  Node *left = g_ptr_array_index (walked, index);

  if (left->children[BRIDGE_SIDE_RIGHT]->len == 0)
    return (BridgeTextPlace){ left->id, BRIDGE_SIDE_RIGHT };
  return (BridgeTextPlace){ ((Node *)g_ptr_array_index (walked, index + 1))->id, BRIDGE_SIDE_LEFT };
}

gsize
reference_n_nodes (const Reference *reference)
{
  return reference->nodes->len - 1;
}

char *
reference_read (const Reference *reference)
{
  g_autoptr (GPtrArray) walked = walk_all (reference);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < walked->len; i++)
    {
      Node *node = g_ptr_array_index (walked, i);

      if (!node->deleted)
        g_string_append_unichar (out, node->code_point);
    }
  return g_string_free (out, FALSE);
}
