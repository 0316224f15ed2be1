/* What strokes take when they are packed by common means, to hold snapshots against.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "packing.h"

#include "strokes.h"

#include "core/base/bytes.h"
#include "core/doc/points.h"

#include <gio/gio.h>

#define PRECISION 3

static void
put_stroke (BridgeBytes *out, const Stroke *stroke)
{
  BridgeStep last = { 0 };

  bridge_bytes_put_varint (out, stroke->count);
  for (gsize i = 0; i < stroke->count; i++)
    {
      const BridgeInkPoint *point = &stroke->points[i];
      BridgeStep            step = {
                   .x = bridge_step_from (point->x, PRECISION),
                   .y = bridge_step_from (point->y, PRECISION),
                   .pressure = bridge_pressure_from (point->pressure),
      };

      bridge_bytes_put_zigzag (out, step.x - last.x);
      bridge_bytes_put_zigzag (out, step.y - last.y);
      bridge_bytes_put_zigzag (out, step.pressure - last.pressure);
      last = step;
    }
}

static GBytes *
put_strokes (GPtrArray *strokes)
{
  BridgeBytes out = { 0 };
  GBytes     *bytes;

  for (guint i = 0; i < strokes->len; i++)
    put_stroke (&out, g_ptr_array_index (strokes, i));
  bytes = g_bytes_new (out.data, out.length);
  bridge_bytes_clear (&out);
  return bytes;
}

gsize
packing_varints (GPtrArray *strokes)
{
  g_autoptr (GBytes) varints = put_strokes (strokes);

  return g_bytes_get_size (varints);
}

gsize
packing_xz (GPtrArray *strokes)
{
  g_autoptr (GBytes) varints = put_strokes (strokes);
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GSubprocess) xz =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, "xz", "-9e", "-c", NULL);

  if (xz == NULL || !g_subprocess_communicate (xz, varints, NULL, &packed, NULL, NULL) || !g_subprocess_get_successful (xz))
    return 0;
  return g_bytes_get_size (packed);
}
