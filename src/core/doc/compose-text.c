/* From a change of visible text to operations on its code points.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/doc/compose.h"
#include "core/doc/limits.h"

typedef struct
{
  uint32_t *data;
  size_t    count;
} CodePoints;

static CodePoints
decode (const char *text, size_t length)
{
  CodePoints points = { bridge_new (uint32_t, bridge_utf8_count (text, length) + 1), 0 }; /* never NULL */

  for (size_t offset = 0; offset < length;)
    points.data[points.count++] = bridge_utf8_next (text, length, &offset);
  return points;
}

static CodePoints
get_visible (const BridgeText *text)
{
  BridgeBytes utf8 = { 0 };
  CodePoints  points;

  if (text == NULL)
    return (CodePoints){ NULL, 0 };
  bridge_text_put_utf8 (text, &utf8);
  points = decode ((const char *)utf8.data, utf8.length);
  bridge_bytes_clear (&utf8);
  return points;
}

static bool
has_nul (const char *text, size_t length)
{
  for (size_t i = 0; i < length; i++)
    if (text[i] == '\0')
      return true;
  return false;
}

static BridgeStatus
check_text (const char *text, size_t length)
{
  if (!bridge_utf8_valid (text, length) || has_nul (text, length))
    return BRIDGE_STATUS_UTF8;
  return BRIDGE_STATUS_OK;
}

static BridgeStatus
replace (BridgeEdit       *edit,
         BridgeStamp       id,
         const BridgeText *text,
         size_t            at,
         size_t            n_delete,
         const uint32_t   *insert,
         size_t            n_insert)
{
  BridgeTextPlace place = { BRIDGE_STAMP_NONE, BRIDGE_SIDE_RIGHT };
  size_t          n_nodes = text != NULL ? bridge_text_n_nodes (text) : 0;

  if (n_insert > BRIDGE_TEXT_NODES_MAX - n_nodes)
    return BRIDGE_STATUS_LIMIT;
  if (text != NULL)
    place = bridge_text_place_at (text, at);
  if (n_delete > 0)
    {
      size_t           n_ranges;
      BridgeTextRange *ranges = bridge_text_ranges (text, at, n_delete, &n_ranges);

      bridge_edit_remove (edit, id, ranges, n_ranges);
      bridge_free (ranges);
    }
  if (n_insert > 0)
    bridge_edit_insert (edit, id, place, insert, n_insert);
  return BRIDGE_STATUS_OK;
}

BridgeStatus
bridge_compose_text (BridgeEdit       *edit,
                     const BridgeItem *item,
                     size_t            at,
                     size_t            n_delete,
                     const char       *insert,
                     size_t            n_insert)
{
  size_t       length = item->text != NULL ? bridge_text_length (item->text) : 0;
  BridgeStatus status = check_text (insert, n_insert);
  CodePoints   points;

  if (at > length || n_delete > length - at)
    return BRIDGE_STATUS_RANGE;
  if (status != BRIDGE_STATUS_OK)
    return status;
  points = decode (insert, n_insert);
  status = replace (edit, item->id, item->text, at, n_delete, points.data, points.count);
  bridge_free (points.data);
  return status;
}

BridgeStatus
bridge_compose_replace_text (BridgeEdit       *edit,
                             BridgeStamp       id,
                             const BridgeItem *item,
                             const char       *text,
                             size_t            length)
{
  BridgeText  *there = item != NULL ? item->text : NULL;
  BridgeStatus status = check_text (text, length);
  CodePoints   old, new;
  size_t       shared, prefix = 0, suffix = 0;

  if (status != BRIDGE_STATUS_OK)
    return status;
  old = get_visible (there);
  new = decode (text, length);
  shared = old.count < new.count ? old.count : new.count;
  while (prefix < shared && old.data[prefix] == new.data[prefix])
    prefix++;
  while (suffix < shared - prefix && old.data[old.count - 1 - suffix] == new.data[new.count - 1 - suffix])
    suffix++;
  status = replace (edit, id, there, prefix, old.count - prefix - suffix, new.data + prefix,
                    new.count - prefix - suffix);
  bridge_free (old.data);
  bridge_free (new.data);
  return status;
}
