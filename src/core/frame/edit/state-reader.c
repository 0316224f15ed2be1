/* State as compressed blocks: reading.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/state.h"

#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/doc/limits.h"
#include "core/frame/deflate.h"
#include "core/frame/edit/ink-codec.h"
#include "core/frame/edit/state-block.h"
#include "core/frame/edit/value-codec.h"
#include "core/frame/edit/wire-codec.h"

#include <assert.h>
#include <string.h>

#define REGISTER_SIZE_MIN 3 /* bytes of shape: property, code, lamport */

struct BridgeStateReader
{
  BridgeBytes  block;
  BridgeReader planes[BRIDGE_N_PLANES]; /* into the block */
  BridgeStatus status;                  /* of the block: once it has failed nothing more comes of it */
  uint64_t    *sites;                   /* as the block named them */
  size_t       n_sites;
  size_t       sites_capacity;
  uint64_t     revision; /* of the record before */
  uint64_t     lamport;
  int64_t      time;
  BridgeItem  *item; /* what the last record lends out */
  char        *text;
};

BridgeStateReader *
bridge_state_reader_new (void)
{
  return bridge_new0 (BridgeStateReader, 1);
}

static void
drop_record (BridgeStateReader *reader)
{
  bridge_item_free (reader->item);
  bridge_free (reader->text);
  reader->item = NULL;
  reader->text = NULL;
}

void
bridge_state_reader_free (BridgeStateReader *reader)
{
  if (reader == NULL)
    return;
  drop_record (reader);
  bridge_bytes_clear (&reader->block);
  bridge_free (reader->sites);
  bridge_free (reader);
}

/* Lengths of the planes, then the planes, and nothing behind them. */
static BridgeStatus
split_block (BridgeStateReader *reader)
{
  BridgeReader whole;
  size_t       lengths[BRIDGE_N_PLANES];

  bridge_reader_init (&whole, reader->block.data, reader->block.length);
  for (size_t i = 0; i < BRIDGE_N_PLANES; i++)
    lengths[i] = (size_t)bridge_reader_count (&whole, BRIDGE_STATE_BLOCK_MAX);
  for (size_t i = 0; i < BRIDGE_N_PLANES; i++)
    {
      const uint8_t *plane = bridge_reader_raw (&whole, lengths[i]);
      bridge_reader_init (&reader->planes[i], plane, plane != NULL ? lengths[i] : 0);
    }
  return bridge_wire_close (&whole);
}

static BridgeStatus
inflate_block (BridgeStateReader *reader, const uint8_t *data, size_t length)
{
  BridgeReader frame = bridge_wire_open (data, length, BRIDGE_WIRE_STATE);
  size_t       size = (size_t)bridge_reader_count (&frame, BRIDGE_STATE_BLOCK_MAX);
  BridgeStatus status = frame.status;

  if (status == BRIDGE_STATUS_OK)
    status = bridge_inflate (&reader->block, data + frame.offset, length - frame.offset, size);
  /* More than was named is no matter of a limit. */
  if (status == BRIDGE_STATUS_LIMIT && frame.status == BRIDGE_STATUS_OK)
    return BRIDGE_STATUS_MALFORMED;
  if (status == BRIDGE_STATUS_OK && reader->block.length != size)
    return BRIDGE_STATUS_MALFORMED;
  return status;
}

BridgeStatus
bridge_state_reader_feed (BridgeStateReader *reader, const uint8_t *data, size_t length)
{
  assert (reader->status != BRIDGE_STATUS_OK || bridge_reader_left (&reader->planes[BRIDGE_PLANE_SHAPE]) == 0);
  if (reader->status != BRIDGE_STATUS_OK)
    return reader->status;
  drop_record (reader);
  bridge_bytes_truncate (&reader->block, 0);
  reader->n_sites = 0;
  reader->revision = reader->lamport = 0;
  reader->time = 0;
  reader->status = inflate_block (reader, data, length);
  if (reader->status == BRIDGE_STATUS_OK)
    reader->status = split_block (reader);
  return reader->status;
}

static uint64_t
get_site (BridgeStateReader *reader, BridgePlane plane)
{
  BridgeReader *bytes = &reader->planes[plane];
  uint64_t      place = bridge_reader_varint (bytes);

  if (place < reader->n_sites)
    return reader->sites[place];
  if (place > reader->n_sites)
    bridge_reader_fail (bytes, BRIDGE_STATUS_MALFORMED, "a site was not named");
  /* That of the board itself is 0. */
  uint64_t site = bridge_reader_u64 (bytes);
  if (bytes->status != BRIDGE_STATUS_OK)
    return 0;
  reader->sites = bridge_grow (reader->sites, &reader->sites_capacity, reader->n_sites + 1, sizeof *reader->sites);
  reader->sites[reader->n_sites++] = site;
  return site;
}

static BridgeStamp
get_start (BridgeStateReader *reader)
{
  BridgeReader *numbers = &reader->planes[BRIDGE_PLANE_NUMBER];
  BridgeStamp   id;

  reader->revision = bridge_wire_get_near (numbers, reader->revision);
  id.site = get_site (reader, BRIDGE_PLANE_NUMBER);
  id.lamport = reader->lamport = bridge_wire_get_near (numbers, reader->lamport);
  return id;
}

static BridgePlane
value_plane (BridgeValueCode code)
{
  if (code == BRIDGE_CODE_BYTES)
    return BRIDGE_PLANE_BYTES;
  return code == BRIDGE_CODE_FIXED || code == BRIDGE_CODE_DOUBLE ? BRIDGE_PLANE_VALUE : BRIDGE_PLANE_SHAPE;
}

/* False once a plane has failed. */
static bool
get_register (BridgeStateReader *reader, BridgeItem *item, uint64_t *property, uint64_t *lamport)
{
  BridgeReader *shape = &reader->planes[BRIDGE_PLANE_SHAPE];
  uint64_t      step = bridge_reader_count (shape, UINT32_MAX - *property);
  unsigned      code = bridge_reader_u8 (shape);
  BridgeStamp   stamp = { .site = item->id.site };
  BridgeReader *bytes = &reader->planes[value_plane (code & BRIDGE_VALUE_CODE_MASK)];
  BridgeValue   value;

  if (step == 0 || code > (BRIDGE_VALUE_CODE_MASK | BRIDGE_REGISTER_FLAG_SITE))
    bridge_reader_fail (shape, BRIDGE_STATUS_MALFORMED, "a register is out of order, or its code is not known");
  if ((code & BRIDGE_REGISTER_FLAG_SITE) != 0)
    stamp.site = get_site (reader, BRIDGE_PLANE_SHAPE);
  stamp.lamport = *lamport = bridge_wire_get_near (shape, *lamport);
  *property += step;
  value = bridge_value_get (bytes, code & BRIDGE_VALUE_CODE_MASK);
  if (shape->status == BRIDGE_STATUS_OK && bytes->status == BRIDGE_STATUS_OK)
    bridge_item_set (item, (uint32_t)*property, stamp, &value);
  bridge_value_clear (&value);
  return shape->status == BRIDGE_STATUS_OK && bytes->status == BRIDGE_STATUS_OK;
}

static void
get_registers (BridgeStateReader *reader, BridgeItem *item)
{
  BridgeReader *shape = &reader->planes[BRIDGE_PLANE_SHAPE];
  size_t        count = (size_t)bridge_reader_count (shape, BRIDGE_ITEM_PROPERTIES_MAX);
  uint64_t      property = 0, lamport = item->id.lamport;

  if (count > bridge_reader_left (shape) / REGISTER_SIZE_MIN)
    bridge_reader_fail (shape, BRIDGE_STATUS_TRUNCATED, "fewer registers than are named");
  for (size_t i = 0; i < count && get_register (reader, item, &property, &lamport); i++)
    ;
}

static void
get_steps (BridgeStateReader *reader, BridgeStep *steps, size_t count)
{
  BridgeReader  *x = &reader->planes[BRIDGE_PLANE_X], *y = &reader->planes[BRIDGE_PLANE_Y];
  BridgeReader  *pressures = &reader->planes[BRIDGE_PLANE_PRESSURE];
  BridgeInkTrail trail = { 0 };

  for (size_t i = 0; i < count; i++)
    {
      BridgeInkMiss miss = { .x = bridge_reader_varint (x) };

      miss.y = bridge_reader_varint (y);
      if (!bridge_ink_trail_follow (&trail, miss, (uint8_t)(trail.pressure + bridge_reader_u8 (pressures))))
        {
          bridge_reader_fail (x, BRIDGE_STATUS_RANGE, "a point is too far away");
          return;
        }
      steps[i] = (BridgeStep){ trail.x[0], trail.y[0], trail.pressure };
      if (i == 0)
        trail = bridge_ink_trail_at (steps[0]);
    }
}

static void
get_points (BridgeStateReader *reader, BridgeItem *item)
{
  BridgeReader *numbers = &reader->planes[BRIDGE_PLANE_NUMBER];
  size_t        count = (size_t)bridge_reader_count (numbers, BRIDGE_ITEM_POINTS_MAX);
  BridgeStep   *steps;

  if (count > bridge_reader_left (&reader->planes[BRIDGE_PLANE_X]) ||
      count > bridge_reader_left (&reader->planes[BRIDGE_PLANE_Y]) ||
      count > bridge_reader_left (&reader->planes[BRIDGE_PLANE_PRESSURE]))
    bridge_reader_fail (numbers, BRIDGE_STATUS_TRUNCATED, "fewer points than are named");
  if (numbers->status != BRIDGE_STATUS_OK)
    return;
  steps = bridge_new0 (BridgeStep, count);
  get_steps (reader, steps, count);
  bridge_item_append (item, steps, count);
  bridge_free (steps);
}

static BridgeTextPlace
get_place (BridgeStateReader *reader, BridgeStamp first, unsigned flags)
{
  BridgeReader   *numbers = &reader->planes[BRIDGE_PLANE_NUMBER];
  BridgeTextPlace place = { .side = BRIDGE_SIDE_RIGHT };

  if ((flags & BRIDGE_RUN_FLAG_ROOT) != 0)
    return place;
  if ((flags & BRIDGE_RUN_FLAG_RIGHT) == 0)
    place.side = BRIDGE_SIDE_LEFT;
  if ((flags & BRIDGE_RUN_FLAG_BEHIND) != 0)
    {
      place.parent = (BridgeStamp){ first.lamport - 1, first.site };
      if (first.lamport == 0)
        bridge_reader_fail (numbers, BRIDGE_STATUS_RANGE, "nothing is before the first lamport");
      return place;
    }
  place.parent.site = get_site (reader, BRIDGE_PLANE_NUMBER);
  place.parent.lamport = bridge_wire_get_near (numbers, first.lamport);
  return place;
}

/* UTF-8 of that length; NULL after a failure. */
static const char *
get_utf8 (BridgeReader *bytes, size_t length)
{
  const char *text = (const char *)bridge_reader_raw (bytes, length);

  if (text == NULL || (bridge_utf8_valid (text, length) && memchr (text, 0, length) == NULL))
    return text;
  bridge_reader_fail (bytes, BRIDGE_STATUS_UTF8, "a text is not UTF-8");
  return NULL;
}

static BridgeStatus
insert_run (BridgeText *text, const BridgeTextRun *run)
{
  bool         changed;
  BridgeStatus status = bridge_text_insert (text, run->first, run->place, run->text, run->count, &changed);

  if (status == BRIDGE_STATUS_OK && run->deleted)
    status = bridge_text_remove (text, (BridgeTextRange){ run->first, (uint32_t)run->count }, &changed);
  /* Parents come before their children. */
  return status == BRIDGE_STATUS_MISSING ? BRIDGE_STATUS_MALFORMED : status;
}

static void
decode_run (BridgeReader *numbers, BridgeText *text, BridgeTextRun *run, const char *utf8, size_t length)
{
  uint32_t    *code_points;
  BridgeStatus status;

  run->count = bridge_utf8_count (utf8, length);
  if (run->count == 0 || run->first.lamport + run->count > BRIDGE_WIRE_NUMBER_MAX)
    {
      bridge_reader_fail (numbers, BRIDGE_STATUS_RANGE, "a run of text is empty or leaves its range");
      return;
    }
  code_points = bridge_new (uint32_t, run->count);
  for (size_t i = 0, offset = 0; i < run->count; i++)
    code_points[i] = bridge_utf8_next (utf8, length, &offset);
  run->text = code_points;
  status = insert_run (text, run);
  if (status != BRIDGE_STATUS_OK)
    bridge_reader_fail (numbers, status, "a run of text does not fit");
  bridge_free (code_points);
}

static void
get_run (BridgeStateReader *reader, BridgeText *text, uint64_t *lamport)
{
  BridgeReader *shape = &reader->planes[BRIDGE_PLANE_SHAPE], *numbers = &reader->planes[BRIDGE_PLANE_NUMBER];
  unsigned      flags = bridge_reader_u8 (shape);
  BridgeTextRun run = { .deleted = (flags & BRIDGE_RUN_FLAG_DELETED) != 0 };
  const char   *utf8;
  size_t        length;

  if ((flags & ~(unsigned)BRIDGE_RUN_FLAGS) != 0)
    bridge_reader_fail (shape, BRIDGE_STATUS_MALFORMED, "a run has flags that are not known");
  run.first.site = get_site (reader, BRIDGE_PLANE_NUMBER);
  run.first.lamport = bridge_wire_get_near (numbers, *lamport);
  run.place = get_place (reader, run.first, flags);
  length = (size_t)bridge_reader_count (numbers, 4 * (size_t)BRIDGE_TEXT_NODES_MAX);
  utf8 = get_utf8 (&reader->planes[BRIDGE_PLANE_BYTES], length);
  if (shape->status != BRIDGE_STATUS_OK || numbers->status != BRIDGE_STATUS_OK || utf8 == NULL)
    return;
  decode_run (numbers, text, &run, utf8, length);
  *lamport = run.first.lamport + run.count;
}

static BridgeStatus
planes_status (const BridgeStateReader *reader)
{
  for (size_t i = 0; i < BRIDGE_N_PLANES; i++)
    if (reader->planes[i].status != BRIDGE_STATUS_OK)
      return reader->planes[i].status;
  return BRIDGE_STATUS_OK;
}

static void
get_text (BridgeStateReader *reader, BridgeItem *item)
{
  size_t   count = (size_t)bridge_reader_count (&reader->planes[BRIDGE_PLANE_NUMBER], BRIDGE_TEXT_NODES_MAX);
  uint64_t lamport = item->id.lamport;

  item->text = bridge_text_new ();
  for (size_t i = 0; i < count && planes_status (reader) == BRIDGE_STATUS_OK; i++)
    get_run (reader, item->text, &lamport);
}

static void
get_item (BridgeStateReader *reader, unsigned flags, BridgeStateRecord *record)
{
  BridgeReader *shape = &reader->planes[BRIDGE_PLANE_SHAPE];
  BridgeStamp   id = get_start (reader);
  uint32_t      kind = (uint32_t)bridge_reader_count (shape, UINT32_MAX);
  unsigned      precision = bridge_reader_u8 (shape);

  if ((flags & ~(unsigned)(BRIDGE_RECORD_FLAG_TEXT | BRIDGE_RECORD_FLAG_POINTS)) != 0)
    bridge_reader_fail (shape, BRIDGE_STATUS_MALFORMED, "an item has flags that are not known");
  if (precision > BRIDGE_PRECISION_MAX)
    bridge_reader_fail (shape, BRIDGE_STATUS_RANGE, "a precision is out of range");
  record->item = reader->item = bridge_item_new (id, kind);
  reader->item->revision = reader->revision;
  reader->item->points.precision = precision;
  get_registers (reader, reader->item);
  if ((flags & BRIDGE_RECORD_FLAG_POINTS) != 0)
    get_points (reader, reader->item);
  if ((flags & BRIDGE_RECORD_FLAG_TEXT) != 0)
    get_text (reader, reader->item);
}

/* A NUL-terminated copy that the reader owns. */
static char *
get_string (BridgeStateReader *reader, size_t limit, size_t *length)
{
  const char *utf8;

  *length = (size_t)bridge_reader_count (&reader->planes[BRIDGE_PLANE_NUMBER], limit);
  utf8 = get_utf8 (&reader->planes[BRIDGE_PLANE_BYTES], *length);
  reader->text = bridge_new0 (char, *length + 1);
  if (utf8 != NULL)
    memcpy (reader->text, utf8, *length);
  return reader->text;
}

static void
get_line (BridgeStateReader *reader, unsigned flags, BridgeStateRecord *record)
{
  BridgeReader *numbers = &reader->planes[BRIDGE_PLANE_NUMBER];

  if (flags != 0)
    bridge_reader_fail (numbers, BRIDGE_STATUS_MALFORMED, "a line has flags that are not known");
  record->line.id = get_start (reader);
  record->line.revision = reader->revision;
  reader->time = (int64_t)((uint64_t)reader->time + (uint64_t)bridge_reader_zigzag (numbers));
  record->line.time = reader->time;
  record->line.text = get_string (reader, BRIDGE_CHAT_BYTES_MAX, &record->line.length);
}

static int32_t
get_tail_step (BridgeReader *numbers)
{
  int64_t step = bridge_reader_zigzag (numbers);
  if (step >= -BRIDGE_STEP_MAX && step <= BRIDGE_STEP_MAX)
    return (int32_t)step;
  bridge_reader_fail (numbers, BRIDGE_STATUS_RANGE, "a point is too far away");
  return 0;
}

static void
get_context (BridgeReader *numbers, BridgeAuthorContext *context)
{
  context->seq = bridge_wire_get_number (numbers);
  context->last_item = bridge_wire_get_number (numbers);
  if (context->last_item == 0)
    return;
  context->tail_count = (uint32_t)bridge_reader_count (numbers, BRIDGE_ITEM_POINTS_MAX);
  for (size_t i = 0; i < 2; i++)
    {
      context->tail_x[i] = get_tail_step (numbers);
      context->tail_y[i] = get_tail_step (numbers);
    }
  context->tail_pressure = bridge_reader_u8 (numbers);
}

static void
get_author (BridgeStateReader *reader, unsigned flags, BridgeStateRecord *record)
{
  BridgeReader *numbers = &reader->planes[BRIDGE_PLANE_NUMBER];
  BridgeStamp   place = get_start (reader);
  BridgeAuthor *author = &record->author;
  size_t        length;

  if ((flags & ~(unsigned)BRIDGE_RECORD_FLAG_SAID) != 0)
    bridge_reader_fail (numbers, BRIDGE_STATUS_MALFORMED, "an author has flags that are not known");
  if (place.site == 0)
    bridge_reader_fail (numbers, BRIDGE_STATUS_RANGE, "a site is 0");
  record->index = (size_t)bridge_reader_count (numbers, BRIDGE_BOARD_SITES_MAX);
  record->context.site = author->site = place.site;
  record->context.lamport = author->lamport = place.lamport;
  get_context (numbers, &record->context);
  author->seq = record->context.seq;
  author->revision = reader->revision;
  if ((flags & BRIDGE_RECORD_FLAG_SAID) != 0)
    {
      author->stamp = (BridgeStamp){ bridge_wire_get_number (numbers), place.site };
      author->color = bridge_reader_u32 (numbers);
      author->name = get_string (reader, BRIDGE_NAME_BYTES_MAX, &length);
    }
  else
    author->name = reader->text = bridge_new0 (char, 1);
}

static void
get_record (BridgeStateReader *reader, BridgeStateRecord *record)
{
  BridgeReader *shape = &reader->planes[BRIDGE_PLANE_SHAPE];
  unsigned      tag = bridge_reader_u8 (shape);
  unsigned      flags = tag & ~(unsigned)BRIDGE_RECORD_TYPE_MASK;

  record->type = tag & BRIDGE_RECORD_TYPE_MASK;
  if (record->type == BRIDGE_STATE_ITEM)
    get_item (reader, flags, record);
  else if (record->type == BRIDGE_STATE_LINE)
    get_line (reader, flags, record);
  else if (record->type == BRIDGE_STATE_AUTHOR)
    get_author (reader, flags, record);
  else
    bridge_reader_fail (shape, BRIDGE_STATUS_UNSUPPORTED, "a record is not known");
}

/* All planes end together. */
static BridgeStatus
end_block (BridgeStateReader *reader)
{
  for (size_t i = 0; i < BRIDGE_N_PLANES; i++)
    if (!bridge_reader_done (&reader->planes[i]))
      return BRIDGE_STATUS_MALFORMED;
  return BRIDGE_STATUS_OK;
}

BridgeStatus
bridge_state_reader_next (BridgeStateReader *reader, BridgeStateRecord *record, bool *more)
{
  BridgeStateRecord got = { 0 };
  bool              is_end = bridge_reader_left (&reader->planes[BRIDGE_PLANE_SHAPE]) == 0;

  drop_record (reader);
  if (reader->status != BRIDGE_STATUS_OK)
    return reader->status;
  if (is_end)
    reader->status = end_block (reader);
  else
    {
      get_record (reader, &got);
      reader->status = planes_status (reader);
    }
  if (reader->status != BRIDGE_STATUS_OK)
    {
      drop_record (reader);
      return reader->status;
    }
  if (!is_end)
    *record = got;
  *more = !is_end;
  return BRIDGE_STATUS_OK;
}
