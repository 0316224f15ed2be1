/* The drawn forms of the board's items, kept in step with the board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene.h"

#include "core/base/map.h"
#include "core/base/memory.h"

struct BridgeScene
{
  const BridgeBoard *board;
  BridgeMap          pictures; /* item to BridgePicture */
  BridgeMap          lifted;   /* item to the scene itself: a set */
};

BridgeScene *
bridge_scene_new (const BridgeBoard *board)
{
  BridgeScene *scene = g_new0 (BridgeScene, 1);

  scene->board = board;
  bridge_map_init (&scene->pictures, g_random_int ());
  bridge_map_init (&scene->lifted, g_random_int ());
  return scene;
}

void
bridge_scene_free (BridgeScene *scene)
{
  BridgeMapEntry entry;
  size_t         cursor = 0;

  while (bridge_map_next (&scene->pictures, &cursor, &entry))
    bridge_picture_unref (entry.value);
  bridge_map_clear (&scene->pictures);
  bridge_map_clear (&scene->lifted);
  g_free (scene);
}

void
bridge_scene_update (BridgeScene *scene, const BridgeChanges *changes)
{
  for (gsize i = 0; i < changes->count; i++)
    {
      BridgeStamp id = changes->changes[i].item;

      bridge_picture_unref (bridge_map_remove (&scene->pictures, id.lamport, id.site));
    }
}

BridgePicture *
bridge_scene_picture (BridgeScene *scene, const BridgeItem *item)
{
  BridgePicture *picture = bridge_map_get (&scene->pictures, item->id.lamport, item->id.site);

  if (picture == NULL)
    {
      picture = bridge_picture_new (item);
      bridge_map_put (&scene->pictures, item->id.lamport, item->id.site, picture);
    }
  return picture;
}

void
bridge_scene_set_lifted (BridgeScene *scene, BridgeStamp item, gboolean lifted)
{
  if (lifted)
    bridge_map_put (&scene->lifted, item.lamport, item.site, scene);
  else
    bridge_map_remove (&scene->lifted, item.lamport, item.site);
}

gboolean
bridge_scene_is_lifted (BridgeScene *scene, BridgeStamp item)
{
  return bridge_map_get (&scene->lifted, item.lamport, item.site) != NULL;
}

GArray *
bridge_scene_find (BridgeScene *scene, BridgeRect area)
{
  size_t             n_items;
  const BridgeItem **items = bridge_board_query (scene->board, area, &n_items);
  GArray            *ids = g_array_sized_new (FALSE, FALSE, sizeof (BridgeStamp), (guint)n_items);

  for (size_t i = 0; i < n_items; i++)
    if (scene->lifted.count == 0 || !bridge_scene_is_lifted (scene, items[i]->id))
      g_array_append_val (ids, items[i]->id);
  bridge_free (items);
  return ids;
}

BridgePicture *
bridge_scene_find_picture (BridgeScene *scene, BridgeStamp id)
{
  const BridgeItem *item = bridge_board_item (scene->board, id);

  return item != NULL && !bridge_item_is_deleted (item) ? bridge_scene_picture (scene, item) : NULL;
}

gboolean
bridge_scene_is_top (BridgeScene *scene, BridgeStamp item)
{
  for (size_t i = bridge_board_n_visible (scene->board); i-- > 0;)
    {
      BridgeStamp id = bridge_board_visible (scene->board, i)->id;

      if (bridge_stamp_equal (id, item))
        return TRUE;
      if (!bridge_scene_is_lifted (scene, id))
        return FALSE;
    }
  return FALSE;
}
