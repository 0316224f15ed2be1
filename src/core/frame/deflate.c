/* Raw DEFLATE (RFC 1951) of whole blocks; the one place that knows zlib.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/deflate.h"

#include "core/base/memory.h"

#include <assert.h>
#include <limits.h>
#include <zlib.h>

/* Negative: no header and no checksum around the stream. */
#define RAW_WINDOW_BITS (-15)
#define MEMORY_LEVEL    8

static voidpf
allocate (voidpf opaque, uInt count, uInt size)
{
  return bridge_alloc (count, size);
}

static void
release (voidpf opaque, voidpf memory)
{
  bridge_free (memory);
}

void
bridge_deflate (BridgeBytes *out, const void *data, size_t length, int level)
{
  z_stream stream = { .zalloc = allocate, .zfree = release };
  int      result = deflateInit2 (&stream, level, Z_DEFLATED, RAW_WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
  assert (result == Z_OK);

  size_t before = out->length;
  uLong  bound = deflateBound (&stream, length);
  assert (length <= UINT_MAX && bound <= UINT_MAX);
  stream.next_in = (z_const Bytef *)data;
  stream.avail_in = (uInt)length;
  stream.next_out = bridge_bytes_extend (out, bound);
  stream.avail_out = (uInt)bound;
  result = deflate (&stream, Z_FINISH);
  assert (result == Z_STREAM_END);
  (void)result;
  bridge_bytes_truncate (out, before + stream.total_out);
  deflateEnd (&stream);
}

static BridgeStatus
inflate_status (int result, uInt bytes_left)
{
  if (result == Z_STREAM_END)
    return bytes_left == 0 ? BRIDGE_STATUS_OK : BRIDGE_STATUS_MALFORMED;
  return result == Z_BUF_ERROR ? BRIDGE_STATUS_TRUNCATED : BRIDGE_STATUS_MALFORMED;
}

/* A piece that is not full is followed by Z_STREAM_END, Z_BUF_ERROR or an error, never by Z_OK for ever. */
static BridgeStatus
inflate_pieces (z_stream *stream, BridgeBytes *out, size_t limit)
{
  uint8_t piece[16384];
  int     result = Z_OK;
  while (result == Z_OK)
    {
      stream->next_out = piece;
      stream->avail_out = sizeof piece;
      result = inflate (stream, Z_NO_FLUSH);
      size_t n_new = sizeof piece - stream->avail_out;
      if (n_new > limit)
        return BRIDGE_STATUS_LIMIT;
      limit -= n_new;
      bridge_bytes_put (out, piece, n_new);
    }
  return inflate_status (result, stream->avail_in);
}

BridgeStatus
bridge_inflate (BridgeBytes *out, const void *data, size_t length, size_t limit)
{
  if (length > UINT_MAX)
    return BRIDGE_STATUS_LIMIT;
  if (length == 0)
    return BRIDGE_STATUS_TRUNCATED;

  z_stream stream = { .zalloc = allocate, .zfree = release };
  stream.next_in = (z_const Bytef *)data;
  stream.avail_in = (uInt)length;
  int result = inflateInit2 (&stream, RAW_WINDOW_BITS);
  assert (result == Z_OK);
  (void)result;

  size_t       before = out->length;
  BridgeStatus status = inflate_pieces (&stream, out, limit);
  inflateEnd (&stream);
  if (status != BRIDGE_STATUS_OK)
    bridge_bytes_truncate (out, before);
  return status;
}
