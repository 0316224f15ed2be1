/* Raw DEFLATE (RFC 1951) of whole blocks and of messages; the one place that knows zlib.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/deflate.h"

#include "core/base/memory.h"

#include <assert.h>
#include <limits.h>
#include <string.h>
#include <zlib.h>

/* Negative: no header and no checksum around the stream. */
#define RAW_WINDOW_BITS (-15)
#define MEMORY_LEVEL    8

/* What Z_SYNC_FLUSH ends with, and messages leave out. */
static const uint8_t tail[4] = { 0x00, 0x00, 0xff, 0xff };

#define PIECE_SIZE 16384

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

/* Up to a whole byte; a stream that is not last goes on behind it. */
static void
deflate_part (BridgeBytes *out, const void *data, size_t length, int level, int strategy, bool is_last)
{
  z_stream stream = { .zalloc = allocate, .zfree = release };
  int      result = deflateInit2 (&stream, level, Z_DEFLATED, RAW_WINDOW_BITS, MEMORY_LEVEL, strategy);
  assert (result == Z_OK);

  size_t before = out->length;
  uLong  bound = deflateBound (&stream, length) + sizeof tail + 1;
  assert (length <= UINT_MAX && bound <= UINT_MAX);
  stream.next_in = (z_const Bytef *)data;
  stream.avail_in = (uInt)length;
  stream.next_out = bridge_bytes_extend (out, bound);
  stream.avail_out = (uInt)bound;
  result = deflate (&stream, is_last ? Z_FINISH : Z_SYNC_FLUSH);
  assert (result == (is_last ? Z_STREAM_END : Z_OK) && stream.avail_in == 0);
  (void)result;
  bridge_bytes_truncate (out, before + stream.total_out);
  deflateEnd (&stream);
}

void
bridge_deflate (BridgeBytes *out, const void *data, size_t length, int level)
{
  deflate_part (out, data, length, level, Z_DEFAULT_STRATEGY, true);
}

void
bridge_deflate_parts (BridgeBytes *out, const BridgeDeflatePart *parts, size_t n_parts, int level)
{
  BridgeBytes plain = { 0 };

  for (size_t i = 0; i < n_parts; i++)
    {
      const BridgeDeflatePart *part = &parts[i];
      size_t                   before = out->length;
      bool                     is_last = i + 1 == n_parts;

      bridge_bytes_truncate (&plain, 0);
      deflate_part (&plain, part->data, part->length, level, Z_HUFFMAN_ONLY, is_last);
      deflate_part (out, part->data, part->length, level, Z_DEFAULT_STRATEGY, is_last);
      if (plain.length >= out->length - before)
        continue;
      bridge_bytes_truncate (out, before);
      bridge_bytes_put (out, plain.data, plain.length);
    }
  bridge_bytes_clear (&plain);
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
  uint8_t piece[PIECE_SIZE];
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

struct BridgeDeflater
{
  z_stream stream;
};

BridgeDeflater *
bridge_deflater_new (int window_bits, int level)
{
  assert (window_bits >= BRIDGE_DEFLATER_WINDOW_MIN && window_bits <= BRIDGE_DEFLATER_WINDOW_MAX);
  BridgeDeflater *deflater = bridge_new0 (BridgeDeflater, 1);
  deflater->stream = (z_stream){ .zalloc = allocate, .zfree = release };
  int result = deflateInit2 (&deflater->stream, level, Z_DEFLATED, -window_bits, MEMORY_LEVEL, Z_DEFAULT_STRATEGY);
  assert (result == Z_OK);
  (void)result;
  return deflater;
}

void
bridge_deflater_free (BridgeDeflater *deflater)
{
  if (deflater != NULL)
    deflateEnd (&deflater->stream);
  bridge_free (deflater);
}

void
bridge_deflater_put (BridgeDeflater *deflater, BridgeBytes *out, const void *data, size_t length)
{
  z_stream *stream = &deflater->stream;
  assert (length > 0 && length <= UINT_MAX);
  stream->next_in = (z_const Bytef *)data;
  stream->avail_in = (uInt)length;
  do
    {
      stream->next_out = bridge_bytes_extend (out, PIECE_SIZE);
      stream->avail_out = PIECE_SIZE;
      deflate (stream, Z_SYNC_FLUSH);
      bridge_bytes_truncate (out, out->length - stream->avail_out);
    }
  while (stream->avail_out == 0);
  assert (memcmp (out->data + out->length - sizeof tail, tail, sizeof tail) == 0);
  bridge_bytes_truncate (out, out->length - sizeof tail);
}

struct BridgeInflater
{
  z_stream stream;
  bool     ended;    /* behind a block that called itself the last one */
  bool     at_block; /* a block, and a byte, may begin here */
};

BridgeInflater *
bridge_inflater_new (void)
{
  BridgeInflater *inflater = bridge_new0 (BridgeInflater, 1);
  inflater->stream = (z_stream){ .zalloc = allocate, .zfree = release };
  inflater->at_block = true;
  int result = inflateInit2 (&inflater->stream, RAW_WINDOW_BITS);
  assert (result == Z_OK);
  (void)result;
  return inflater;
}

void
bridge_inflater_free (BridgeInflater *inflater)
{
  if (inflater != NULL)
    inflateEnd (&inflater->stream);
  bridge_free (inflater);
}

static BridgeStatus
inflate_once (BridgeInflater *inflater, BridgeBytes *out, size_t limit)
{
  z_stream *stream = &inflater->stream;
  uint8_t   piece[PIECE_SIZE];
  stream->next_out = piece;
  stream->avail_out = sizeof piece;
  if (inflater->ended)
    inflateResetKeep (stream); /* the window is the messages', not the block's: what follows may refer to it */

  int    result = inflate (stream, Z_SYNC_FLUSH);
  size_t n_new = sizeof piece - stream->avail_out, n_free = limit - out->length;
  inflater->ended = result == Z_STREAM_END;
  inflater->at_block = inflater->ended || stream->data_type == 128; /* between blocks, no bits left over */
  bridge_bytes_put (out, piece, n_new < n_free ? n_new : n_free);
  if (n_new > n_free)
    return BRIDGE_STATUS_LIMIT;
  return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR ? BRIDGE_STATUS_OK : BRIDGE_STATUS_MALFORMED;
}

BridgeStatus
bridge_inflater_feed (BridgeInflater *inflater, BridgeBytes *out, const void *data, size_t length, size_t limit)
{
  z_stream *stream = &inflater->stream;
  assert (length <= UINT_MAX && out->length <= limit);
  stream->next_in = (z_const Bytef *)data;
  stream->avail_in = (uInt)length;
  /* When the piece was filled there may be more to come out; not so between two blocks. */
  while (stream->avail_in > 0 || (stream->avail_out == 0 && !inflater->at_block))
    {
      BridgeStatus status = inflate_once (inflater, out, limit);
      if (status != BRIDGE_STATUS_OK)
        return status;
    }
  return BRIDGE_STATUS_OK;
}

BridgeStatus
bridge_inflater_end (BridgeInflater *inflater, BridgeBytes *out, size_t limit)
{
  if (inflater->at_block)
    return BRIDGE_STATUS_OK;
  BridgeStatus status = bridge_inflater_feed (inflater, out, tail, sizeof tail, limit);
  if (status == BRIDGE_STATUS_OK && !inflater->at_block)
    return BRIDGE_STATUS_MALFORMED;
  return status;
}
