/* Presence: what people show of themselves.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/edit/wire.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"
#include "core/frame/edit/wire-codec.h"

#include <math.h>

#define CURSOR_UNITS 8.0
#define FLAGS_ALL    (BRIDGE_PRESENCE_CURSOR | BRIDGE_PRESENCE_SELECTION | BRIDGE_PRESENCE_VIEW | BRIDGE_PRESENCE_WRITING)

void
bridge_presence_clear (BridgePresence *presence)
{
  bridge_free (presence->items);
  *presence = (BridgePresence){ 0 };
}

void
bridge_presence_copy (BridgePresence *to, const BridgePresence *from)
{
  *to = *from;
  to->items = bridge_memdup (from->items, from->n_items * sizeof *from->items);
}

static bool
points_equal (BridgePoint a, BridgePoint b)
{
  return a.x == b.x && a.y == b.y;
}

static bool
rects_equal (BridgeRect a, BridgeRect b)
{
  return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height;
}

bool
bridge_presence_equal (const BridgePresence *a, const BridgePresence *b)
{
  if (a->flags != b->flags || a->n_items != b->n_items)
    return false;
  if ((a->flags & BRIDGE_PRESENCE_CURSOR) != 0 && !points_equal (a->cursor, b->cursor))
    return false;
  if ((a->flags & BRIDGE_PRESENCE_VIEW) != 0 && !rects_equal (a->view, b->view))
    return false;
  for (size_t i = 0; i < a->n_items; i++)
    if (!bridge_stamp_equal (a->items[i], b->items[i]))
      return false;
  return true;
}

/* In whole units, within what a receiver takes; what is no number counts as 0. */
static int64_t
to_units (double px, double units)
{
  if (isnan (px))
    return 0;
  return (int64_t)floor (fmin (fmax (px, -BRIDGE_COORDINATE_MAX), BRIDGE_COORDINATE_MAX) * units + 0.5);
}

static void
put_view (BridgeBytes *out, BridgeRect view)
{
  int64_t left = to_units (view.x, 1), top = to_units (view.y, 1);
  int64_t right = to_units (view.x + view.width, 1), bottom = to_units (view.y + view.height, 1);

  bridge_bytes_put_zigzag (out, left);
  bridge_bytes_put_zigzag (out, top);
  bridge_bytes_put_varint (out, right > left ? (uint64_t)(right - left) : 0);
  bridge_bytes_put_varint (out, bottom > top ? (uint64_t)(bottom - top) : 0);
}

/* Each item: the zigzag difference of its lamport to the one before, shifted left above a flag that says that its site is
 * another than the one before; then that site follows. */
static void
put_items (BridgeBytes *out, const BridgeStamp *items, size_t n_items)
{
  BridgeStamp last = BRIDGE_STAMP_NONE;
  size_t      count = n_items < BRIDGE_WIRE_SELECTION_MAX ? n_items : BRIDGE_WIRE_SELECTION_MAX;

  bridge_bytes_put_varint (out, count);
  for (size_t i = 0; i < count; i++)
    {
      int64_t  step = (int64_t)items[i].lamport - (int64_t)last.lamport;
      uint64_t zigzag = step >= 0 ? (uint64_t)step << 1 : ((uint64_t)-step << 1) - 1;

      bridge_bytes_put_varint (out, zigzag << 1 | (items[i].site != last.site));
      if (items[i].site != last.site)
        bridge_bytes_put_u64 (out, items[i].site);
      last = items[i];
    }
}

static void
put_presence (BridgeBytes *out, const BridgePresence *presence)
{
  bridge_bytes_put_u8 (out, (uint8_t)presence->flags);
  if ((presence->flags & BRIDGE_PRESENCE_CURSOR) != 0)
    {
      bridge_bytes_put_zigzag (out, to_units (presence->cursor.x, CURSOR_UNITS));
      bridge_bytes_put_zigzag (out, to_units (presence->cursor.y, CURSOR_UNITS));
    }
  if ((presence->flags & BRIDGE_PRESENCE_SELECTION) != 0)
    put_items (out, presence->items, presence->n_items);
  if ((presence->flags & BRIDGE_PRESENCE_VIEW) != 0)
    put_view (out, presence->view);
}

static double
get_units (BridgeReader *reader, double units)
{
  double px = (double)bridge_reader_zigzag (reader) / units;
  if (fabs (px) > BRIDGE_COORDINATE_MAX)
    bridge_reader_fail (reader, BRIDGE_STATUS_RANGE, "a coordinate is too far away");
  return px;
}

static BridgeStamp
get_stamp (BridgeReader *reader, BridgeStamp last)
{
  uint64_t value = bridge_reader_varint (reader);
  int64_t  step = (int64_t)(value >> 2);
  int64_t  lamport = (int64_t)last.lamport + ((value & 2) != 0 ? -step - 1 : step);

  if (lamport < 0 || lamport > (int64_t)BRIDGE_WIRE_NUMBER_MAX)
    bridge_reader_fail (reader, BRIDGE_STATUS_RANGE, "a number leaves its range");
  if ((value & 1) != 0)
    last.site = bridge_wire_get_site (reader);
  else if (last.site == 0)
    bridge_reader_fail (reader, BRIDGE_STATUS_RANGE, "a site is 0");
  last.lamport = (uint64_t)lamport;
  return last;
}

static void
get_items (BridgeReader *reader, BridgePresence *presence)
{
  size_t      count = (size_t)bridge_reader_count (reader, BRIDGE_WIRE_SELECTION_MAX);
  BridgeStamp last = BRIDGE_STAMP_NONE;

  if (count > bridge_reader_left (reader))
    bridge_reader_fail (reader, BRIDGE_STATUS_TRUNCATED, "fewer items than are named");
  if (reader->status != BRIDGE_STATUS_OK)
    return;
  presence->items = bridge_new0 (BridgeStamp, count);
  presence->n_items = count;
  for (size_t i = 0; i < count && reader->status == BRIDGE_STATUS_OK; i++)
    presence->items[i] = last = get_stamp (reader, last);
}

static void
get_view (BridgeReader *reader, BridgeRect *view)
{
  view->x = get_units (reader, 1);
  view->y = get_units (reader, 1);
  view->width = (double)bridge_reader_count (reader, (uint64_t)(2 * BRIDGE_COORDINATE_MAX));
  view->height = (double)bridge_reader_count (reader, (uint64_t)(2 * BRIDGE_COORDINATE_MAX));
}

/* Clears it after a failure. */
static void
get_presence (BridgeReader *reader, BridgePresence *presence)
{
  *presence = (BridgePresence){ .flags = bridge_reader_u8 (reader) };
  if ((presence->flags & ~(unsigned)FLAGS_ALL) != 0)
    bridge_reader_fail (reader, BRIDGE_STATUS_MALFORMED, "a presence has flags that are not known");
  if ((presence->flags & BRIDGE_PRESENCE_CURSOR) != 0)
    {
      presence->cursor.x = get_units (reader, CURSOR_UNITS);
      presence->cursor.y = get_units (reader, CURSOR_UNITS);
    }
  if ((presence->flags & BRIDGE_PRESENCE_SELECTION) != 0)
    get_items (reader, presence);
  if ((presence->flags & BRIDGE_PRESENCE_VIEW) != 0)
    get_view (reader, &presence->view);
  if (reader->status != BRIDGE_STATUS_OK)
    bridge_presence_clear (presence);
}

void
bridge_wire_put_presence (BridgeBytes *out, const BridgePresence *presence)
{
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_PRESENCE);
  put_presence (out, presence);
}

BridgeStatus
bridge_wire_get_presence (const uint8_t *data, size_t length, BridgePresence *presence)
{
  BridgeReader   reader = bridge_wire_open (data, length, BRIDGE_WIRE_PRESENCE);
  BridgePresence got;

  get_presence (&reader, &got);
  if (bridge_wire_close (&reader) == BRIDGE_STATUS_OK)
    *presence = got;
  else
    bridge_presence_clear (&got);
  return reader.status;
}

void
bridge_wire_begin_presences (BridgeBytes *out)
{
  bridge_bytes_put_u8 (out, BRIDGE_WIRE_PRESENCES);
}

void
bridge_wire_add_presence (BridgeBytes *out, uint32_t person, const BridgePresence *presence)
{
  bridge_bytes_put_varint (out, person);
  put_presence (out, presence);
}

BridgeStatus
bridge_wire_next_presence (const uint8_t  *data,
                           size_t          length,
                           size_t         *offset,
                           bool           *more,
                           uint32_t       *person,
                           BridgePresence *presence)
{
  BridgeReader   reader = bridge_wire_open (data, length, BRIDGE_WIRE_PRESENCES);
  BridgePresence got;
  uint32_t       who;

  if (reader.status == BRIDGE_STATUS_OK && *offset > 0)
    reader.offset = *offset;
  if (reader.status != BRIDGE_STATUS_OK || bridge_reader_done (&reader))
    {
      *more = false;
      return reader.status;
    }
  who = (uint32_t)bridge_reader_count (&reader, UINT32_MAX);
  get_presence (&reader, &got);
  if (reader.status != BRIDGE_STATUS_OK)
    return reader.status;
  *person = who;
  *presence = got;
  *offset = reader.offset;
  *more = true;
  return BRIDGE_STATUS_OK;
}
