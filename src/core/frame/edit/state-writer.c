/* State as compressed blocks: writing.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/state.h"

#include "core/base/memory.h"
#include "core/base/utf8.h"
#include "core/frame/deflate.h"
#include "core/frame/edit/ink-codec.h"
#include "core/frame/edit/state-block.h"
#include "core/frame/edit/value-codec.h"
#include "core/frame/edit/wire-codec.h"

#include <assert.h>
#include <string.h>

struct BridgeStateWriter
{
  BridgeBytes planes[BRIDGE_N_PLANES];
  BridgeMap   sites; /* to 1 + the order in which the block named them */
  /* Of the record before. */
  uint64_t revision;
  uint64_t lamport;
  int64_t  time;
};

BridgeStateWriter *
bridge_state_writer_new (void)
{
  return bridge_new0 (BridgeStateWriter, 1);
}

void
bridge_state_writer_free (BridgeStateWriter *writer)
{
  if (writer == NULL)
    return;
  for (size_t i = 0; i < BRIDGE_N_PLANES; i++)
    bridge_bytes_clear (&writer->planes[i]);
  bridge_map_clear (&writer->sites);
  bridge_free (writer);
}

static void
put_site (BridgeStateWriter *writer, BridgePlane plane, uint64_t site)
{
  void    *known = bridge_map_get (&writer->sites, site, 0);
  uint64_t place = known != NULL ? (uint64_t)(uintptr_t)known - 1 : writer->sites.count;

  bridge_bytes_put_varint (&writer->planes[plane], place);
  if (known != NULL)
    return;
  bridge_bytes_put_u64 (&writer->planes[plane], site);
  bridge_map_put (&writer->sites, site, 0, (void *)(uintptr_t)(place + 1));
}

/* Tag, revision and identity: how every record begins. */
static void
put_start (BridgeStateWriter *writer, unsigned tag, uint64_t revision, BridgeStamp id)
{
  BridgeBytes *numbers = &writer->planes[BRIDGE_PLANE_NUMBER];

  bridge_bytes_put_u8 (&writer->planes[BRIDGE_PLANE_SHAPE], (uint8_t)tag);
  bridge_wire_put_near (numbers, writer->revision, revision);
  put_site (writer, BRIDGE_PLANE_NUMBER, id.site);
  bridge_wire_put_near (numbers, writer->lamport, id.lamport);
  writer->revision = revision;
  writer->lamport = id.lamport;
}

/* Where a value of that code lies: what tends to repeat stays with the shape. */
static BridgePlane
value_plane (BridgeValueCode code)
{
  if (code == BRIDGE_CODE_BYTES)
    return BRIDGE_PLANE_BYTES;
  return code == BRIDGE_CODE_FIXED || code == BRIDGE_CODE_DOUBLE ? BRIDGE_PLANE_VALUE : BRIDGE_PLANE_SHAPE;
}

static void
put_registers (BridgeStateWriter *writer, const BridgeItem *item)
{
  BridgeBytes *shape = &writer->planes[BRIDGE_PLANE_SHAPE];
  uint64_t     property = 0, lamport = item->id.lamport;

  bridge_bytes_put_varint (shape, item->n_registers);
  for (size_t i = 0; i < item->n_registers; i++)
    {
      const BridgeRegister *reg = &item->registers[i];
      BridgeValueCode       code = bridge_value_code (&reg->value);
      bool                  is_own = reg->stamp.site == item->id.site;

      bridge_bytes_put_varint (shape, reg->property - property);
      bridge_bytes_put_u8 (shape, (uint8_t)(code | (is_own ? 0 : BRIDGE_REGISTER_FLAG_SITE)));
      if (!is_own)
        put_site (writer, BRIDGE_PLANE_SHAPE, reg->stamp.site);
      bridge_wire_put_near (shape, lamport, reg->stamp.lamport);
      bridge_value_put (&writer->planes[value_plane (code)], code, &reg->value);
      property = reg->property;
      lamport = reg->stamp.lamport;
    }
}

static void
put_points (BridgeStateWriter *writer, const BridgePoints *points)
{
  BridgeInkTrail trail = { 0 };

  bridge_bytes_put_varint (&writer->planes[BRIDGE_PLANE_NUMBER], points->count);
  for (size_t i = 0; i < points->count; i++)
    {
      BridgeStep    step = points->steps[i];
      BridgeInkMiss miss = bridge_ink_trail_miss (&trail, step);

      bridge_bytes_put_varint (&writer->planes[BRIDGE_PLANE_X], miss.x);
      bridge_bytes_put_varint (&writer->planes[BRIDGE_PLANE_Y], miss.y);
      bridge_bytes_put_u8 (&writer->planes[BRIDGE_PLANE_PRESSURE], (uint8_t)(step.pressure - trail.pressure));
      if (i == 0)
        trail = bridge_ink_trail_at (step);
      else
        bridge_ink_trail_move (&trail, step);
    }
}

static unsigned
run_flags (const BridgeTextRun *run)
{
  BridgeStamp behind = { run->first.lamport - 1, run->first.site };
  unsigned    flags = run->deleted ? BRIDGE_RUN_FLAG_DELETED : 0;

  if (bridge_stamp_is_none (run->place.parent))
    return flags | BRIDGE_RUN_FLAG_ROOT;
  return flags | (run->place.side == BRIDGE_SIDE_RIGHT ? BRIDGE_RUN_FLAG_RIGHT : 0) |
         (bridge_stamp_equal (run->place.parent, behind) ? BRIDGE_RUN_FLAG_BEHIND : 0);
}

/* *lamport: of the item, or past the run before. */
static void
put_run (BridgeStateWriter *writer, const BridgeTextRun *run, uint64_t *lamport)
{
  BridgeBytes *numbers = &writer->planes[BRIDGE_PLANE_NUMBER], *bytes = &writer->planes[BRIDGE_PLANE_BYTES];
  unsigned     flags = run_flags (run);
  size_t       start;

  bridge_bytes_put_u8 (&writer->planes[BRIDGE_PLANE_SHAPE], (uint8_t)flags);
  put_site (writer, BRIDGE_PLANE_NUMBER, run->first.site);
  bridge_wire_put_near (numbers, *lamport, run->first.lamport);
  if ((flags & (BRIDGE_RUN_FLAG_ROOT | BRIDGE_RUN_FLAG_BEHIND)) == 0)
    {
      put_site (writer, BRIDGE_PLANE_NUMBER, run->place.parent.site);
      bridge_wire_put_near (numbers, run->first.lamport, run->place.parent.lamport);
    }
  start = bytes->length;
  for (size_t i = 0; i < run->count; i++)
    {
      char utf8[4];
      bridge_bytes_put (bytes, utf8, bridge_utf8_put (utf8, run->text[i]));
    }
  bridge_bytes_put_varint (numbers, bytes->length - start);
  *lamport = run->first.lamport + run->count;
}

static void
put_text (BridgeStateWriter *writer, const BridgeItem *item)
{
  BridgeTextRun run;
  size_t        cursor = 0;
  uint64_t      n_runs = 0, lamport = item->id.lamport;

  while (bridge_text_next_run (item->text, &cursor, &run))
    n_runs++;
  bridge_bytes_put_varint (&writer->planes[BRIDGE_PLANE_NUMBER], n_runs);
  cursor = 0;
  while (bridge_text_next_run (item->text, &cursor, &run))
    put_run (writer, &run, &lamport);
}

void
bridge_state_writer_add_item (BridgeStateWriter *writer, const BridgeItem *item)
{
  BridgeBytes *shape = &writer->planes[BRIDGE_PLANE_SHAPE];
  unsigned     flags = (item->text != NULL ? BRIDGE_RECORD_FLAG_TEXT : 0) |
                   (item->points.count > 0 ? BRIDGE_RECORD_FLAG_POINTS : 0);

  put_start (writer, BRIDGE_STATE_ITEM | flags, item->revision, item->id);
  bridge_bytes_put_varint (shape, item->kind);
  bridge_bytes_put_u8 (shape, (uint8_t)item->points.precision);
  put_registers (writer, item);
  if (item->points.count > 0)
    put_points (writer, &item->points);
  if (item->text != NULL)
    put_text (writer, item);
}

void
bridge_state_writer_add_line (BridgeStateWriter *writer, const BridgeChatLine *line)
{
  BridgeBytes *numbers = &writer->planes[BRIDGE_PLANE_NUMBER];

  put_start (writer, BRIDGE_STATE_LINE, line->revision, line->id);
  bridge_bytes_put_zigzag (numbers, (int64_t)((uint64_t)line->time - (uint64_t)writer->time));
  bridge_bytes_put_varint (numbers, line->length);
  bridge_bytes_put (&writer->planes[BRIDGE_PLANE_BYTES], line->text, line->length);
  writer->time = line->time;
}

static void
put_tail (BridgeBytes *numbers, const BridgeAuthorContext *context)
{
  bridge_bytes_put_varint (numbers, context->tail_count);
  for (size_t i = 0; i < 2; i++)
    {
      bridge_bytes_put_zigzag (numbers, context->tail_x[i]);
      bridge_bytes_put_zigzag (numbers, context->tail_y[i]);
    }
  bridge_bytes_put_u8 (numbers, context->tail_pressure);
}

void
bridge_state_writer_add_author (BridgeStateWriter         *writer,
                                const BridgeAuthor        *author,
                                size_t                     index,
                                const BridgeAuthorContext *context)
{
  BridgeBytes *numbers = &writer->planes[BRIDGE_PLANE_NUMBER];
  bool         has_said = !bridge_stamp_is_none (author->stamp);
  size_t       length = strlen (author->name);

  assert (context->site == author->site && (!has_said || author->stamp.site == author->site));
  put_start (writer, BRIDGE_STATE_AUTHOR | (has_said ? BRIDGE_RECORD_FLAG_SAID : 0), author->revision,
             (BridgeStamp){ context->lamport, author->site });
  bridge_bytes_put_varint (numbers, index);
  bridge_bytes_put_varint (numbers, context->seq);
  bridge_bytes_put_varint (numbers, context->last_item);
  if (context->last_item != 0)
    put_tail (numbers, context);
  if (!has_said)
    return;
  bridge_bytes_put_varint (numbers, author->stamp.lamport);
  bridge_bytes_put_u32 (numbers, author->color);
  bridge_bytes_put_varint (numbers, length);
  bridge_bytes_put (&writer->planes[BRIDGE_PLANE_BYTES], author->name, length);
}

static size_t
block_size (const BridgeStateWriter *writer)
{
  size_t size = 0;
  for (size_t i = 0; i < BRIDGE_N_PLANES; i++)
    size += writer->planes[i].length;
  return size;
}

bool
bridge_state_writer_is_full (const BridgeStateWriter *writer)
{
  return block_size (writer) >= BRIDGE_STATE_BLOCK_TARGET;
}

static void
start_block (BridgeStateWriter *writer)
{
  for (size_t i = 0; i < BRIDGE_N_PLANES; i++)
    bridge_bytes_truncate (&writer->planes[i], 0);
  bridge_map_clear (&writer->sites);
  writer->revision = writer->lamport = 0;
  writer->time = 0;
}

/* What has few bytes goes together, ink apart: each plane of it has a likeness of its own. */
static void
put_block (BridgeStateWriter *writer, BridgeBytes *out)
{
  BridgeBytes       head = { 0 };
  BridgeDeflatePart parts[1 + BRIDGE_N_PLANES - BRIDGE_PLANE_X];
  size_t            n_parts = 1, length = 0;

  for (size_t i = 0; i < BRIDGE_N_PLANES; i++)
    bridge_bytes_put_varint (&head, writer->planes[i].length);
  for (size_t i = 0; i < BRIDGE_PLANE_X; i++)
    bridge_bytes_put (&head, writer->planes[i].data, writer->planes[i].length);
  for (size_t i = BRIDGE_PLANE_X; i < BRIDGE_N_PLANES; i++)
    if (writer->planes[i].length > 0)
      parts[n_parts++] = (BridgeDeflatePart){ writer->planes[i].data, writer->planes[i].length };
  parts[0] = (BridgeDeflatePart){ head.data, head.length };
  for (size_t i = 0; i < n_parts; i++)
    length += parts[i].length;
  assert (length <= BRIDGE_STATE_BLOCK_MAX);
  bridge_bytes_put_varint (out, length);
  bridge_deflate_parts (out, parts, n_parts, BRIDGE_STATE_LEVEL);
  bridge_bytes_clear (&head);
}

bool
bridge_state_writer_finish_block (BridgeStateWriter *writer, BridgeBytes *out)
{
  if (block_size (writer) == 0)
    return false;
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_STATE);
  put_block (writer, out);
  start_block (writer);
  return true;
}
