/* Edits out of a script: well formed, about items that are there or are not, and mostly not what a room takes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/memory.h"
#include "core/doc/board.h"
#include "core/doc/limits.h"
#include "core/frame/edit/wire.h"
#include "script.h"

/* What an edit is made of. */
typedef struct
{
  Script            *script;
  const BridgeBoard *board; /* where items are looked for */
  BridgeEdit        *edit;
  BridgeStamp        item; /* what the edit is about */
} EditMaker;

#define SCRIPT_STEPS_MAX 300

static inline uint64_t
script_lamport (EditMaker *maker)
{
  if (script_below (maker->script, 8) == 0)
    return script_number (maker->script, 52);
  return maker->edit->lamport + maker->edit->span - script_below (maker->script, 16) % maker->edit->lamport;
}

static inline BridgeStamp
script_item (EditMaker *maker)
{
  const BridgeItem *item = bridge_board_newest (maker->board);
  unsigned          choice = script_below (maker->script, 20);

  if (choice == 0)
    return BRIDGE_STAMP_NONE;
  if (choice == 1)
    return (BridgeStamp){ script_lamport (maker), maker->edit->site };
  if (choice == 2 && item != NULL)
    return (BridgeStamp){ script_lamport (maker), item->id.site };
  for (; choice > 3 && item != NULL && item->older != NULL; choice--)
    item = item->older;
  return item != NULL ? item->id : BRIDGE_STAMP_NONE;
}

static inline const BridgeText *
script_text (const EditMaker *maker)
{
  const BridgeItem *item = bridge_board_item (maker->board, maker->item);

  return item != NULL ? item->text : NULL;
}

static inline BridgeStamp
script_node (EditMaker *maker)
{
  const BridgeText *text = script_text (maker);
  size_t            length = text != NULL ? bridge_text_length (text) : 0;

  if (length > 0 && script_below (maker->script, 4) != 0)
    return bridge_text_node_at (text, script_byte (maker->script) % length);
  return (BridgeStamp){ script_lamport (maker), maker->edit->site };
}

static inline void
script_create (EditMaker *maker)
{
  uint32_t kind = script_below (maker->script, 16) == 0 ? (uint32_t)script_number (maker->script, 32) : script_below (maker->script, 12);

  maker->item = bridge_edit_create (maker->edit, kind, script_below (maker->script, BRIDGE_PRECISION_MAX + 1));
}

static inline double
script_double (Script *script)
{
  double number = (double)script_number (script, 40) / (double)(1 + script_byte (script));

  return script_below (script, 2) == 0 ? number : -number;
}

static inline BridgeValue
script_value (Script *script)
{
  size_t         length;
  const uint8_t *bytes;

  switch (script_below (script, 6))
    {
    case 0:
      return bridge_value_null ();
    case 1:
      return bridge_value_boolean (script_below (script, 2) != 0);
    case 2:
      return bridge_value_integer ((int64_t)script_number (script, 64));
    case 3:
      return bridge_value_number (script_double (script));
    case 4:
      return bridge_value_number (script_below (script, 256));
    default:
      bytes = script_bytes (script, BRIDGE_VALUE_BYTES_MAX, &length);
      return bridge_value_bytes (bytes, (uint32_t)length);
    }
}

/* Mostly one that the property may have. */
static inline BridgeValue
script_value_for (Script *script, uint32_t property)
{
  uint8_t order[] = { (uint8_t)(1 + script_below (script, 255)), 0x80 };

  if (script_below (script, 4) == 0)
    return script_value (script);
  switch (property)
    {
    case BRIDGE_PROPERTY_LOCKED:
    case BRIDGE_PROPERTY_DELETED:
      return bridge_value_boolean (script_below (script, 2) != 0);
    case BRIDGE_PROPERTY_COLOR:
    case BRIDGE_PROPERTY_FILL:
      return bridge_value_integer ((uint32_t)script_number (script, 32));
    case BRIDGE_PROPERTY_DASH:
      return bridge_value_integer (script_below (script, 3));
    case BRIDGE_PROPERTY_ORDER:
      return bridge_value_bytes (order, sizeof order);
    case BRIDGE_PROPERTY_OPACITY:
      return bridge_value_number (script_below (script, 256) / 255.0);
    default:
      return bridge_value_number (1 + script_below (script, 256));
    }
}

static inline void
script_set (EditMaker *maker)
{
  uint32_t    property = script_below (maker->script, 20);
  BridgeValue value;

  if (property >= BRIDGE_N_PROPERTIES)
    property = (uint32_t)script_number (maker->script, 32);
  value = script_value_for (maker->script, property);
  bridge_edit_set (maker->edit, maker->item, property, value);
  bridge_value_clear (&value);
}

/* A line of any length that a byte or two can make, or single points. */
static inline void
script_append (EditMaker *maker)
{
  const BridgeItem *item = bridge_board_item (maker->board, maker->item);
  BridgeStep        steps[SCRIPT_STEPS_MAX];
  size_t            start = script_below (maker->script, 4) != 0 ? (item != NULL ? item->points.count : 0)
                                                                 : (uint32_t)script_number (maker->script, 17);
  unsigned          count = 1 + script_below (maker->script, 16);
  bool              is_line = script_below (maker->script, 8) == 0;
  BridgeStep        step = { 0 };

  if (is_line)
    count = SCRIPT_STEPS_MAX - count;
  for (unsigned i = 0; i < count; i++)
    {
      if (i < 2 || !is_line)
        step = (BridgeStep){ (int32_t)script_number (maker->script, 28) - step.x / 2, -(int32_t)script_number (maker->script, 28),
                             script_byte (maker->script) };
      else
        step.x = (step.x + 7) % BRIDGE_STEP_MAX;
      steps[i] = step;
    }
  bridge_edit_append (maker->edit, maker->item, start, steps, count);
}

static inline void
script_insert (EditMaker *maker)
{
  static const uint32_t alphabet[] = { 'a', ' ', '\n', 0xe9, 0x4e2d, 0x1f58d, 0x10ffff, 0xd7ff };
  uint32_t              code_points[64];
  unsigned              count = 1 + script_below (maker->script, 64);
  const BridgeText     *text = script_text (maker);
  BridgeTextPlace       place = { BRIDGE_STAMP_NONE, BRIDGE_SIDE_RIGHT };

  switch (script_below (maker->script, 4))
    {
    case 0:
      break;
    case 1:
      place = (BridgeTextPlace){ script_node (maker), (BridgeSide)script_below (maker->script, 2) };
      break;
    default:
      if (text != NULL)
        place = bridge_text_place_at (text, script_byte (maker->script) % (bridge_text_length (text) + 1));
    }
  for (unsigned i = 0; i < count; i++)
    code_points[i] = alphabet[(count + i) % (sizeof alphabet / sizeof alphabet[0])];
  bridge_edit_insert (maker->edit, maker->item, place, code_points, count);
}

static inline void
script_remove (EditMaker *maker)
{
  BridgeTextRange ranges[4];
  unsigned        count = 1 + script_below (maker->script, 4);

  for (unsigned i = 0; i < count; i++)
    ranges[i] = (BridgeTextRange){ script_node (maker), 1 + (uint32_t)script_number (maker->script, 16) };
  bridge_edit_remove (maker->edit, maker->item, ranges, count);
}

static inline void
script_op (EditMaker *maker)
{
  const char *words;

  switch (script_below (maker->script, 10))
    {
    case 0:
      script_create (maker);
      break;
    case 1:
    case 2:
      script_set (maker);
      break;
    case 3:
      script_append (maker);
      break;
    case 4:
      script_insert (maker);
      break;
    case 5:
      script_remove (maker);
      break;
    case 6:
      words = script_words (maker->script);
      bridge_edit_say (maker->edit, words, strlen (words), (int64_t)script_number (maker->script, 64));
      break;
    case 7:
      words = script_words (maker->script);
      bridge_edit_author (maker->edit, words, strlen (words), (uint32_t)script_number (maker->script, 32));
      break;
    default:
      maker->item = script_item (maker);
    }
}

/* Up to ten operations, none perhaps, into an edit that has its site and lamport. */
static inline void
script_edit (Script *script, const BridgeBoard *board, BridgeEdit *edit)
{
  EditMaker maker = { script, board, edit, BRIDGE_STAMP_NONE };

  maker.item = script_item (&maker);
  for (unsigned n = 1 + script_below (script, 10); n > 0; n--)
    script_op (&maker);
}

/* The caller clears it. */
static inline BridgePresence
script_presence (Script *script, const BridgeBoard *board)
{
  BridgePresence presence = { .flags = script_below (script, 16) };
  BridgeEdit     edit = { .site = 1, .lamport = 1 };
  EditMaker      maker = { script, board, &edit, BRIDGE_STAMP_NONE };

  presence.cursor = (BridgePoint){ script_double (script), script_double (script) };
  presence.view = (BridgeRect){ script_double (script), 0, script_double (script), 100 };
  if ((presence.flags & BRIDGE_PRESENCE_SELECTION) == 0)
    return presence;
  presence.n_items = script_below (script, 8);
  presence.items = bridge_new0 (BridgeStamp, presence.n_items);
  for (size_t i = 0; i < presence.n_items; i++)
    presence.items[i] = script_item (&maker);
  return presence;
}
