/* The log's chunks, and the taps that read them.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A frame never lies across two chunks (one that is larger than a chunk gets a chunk of its own size), so the end of a
 * frame half sent is found by hopping from header to header within its chunk, and only when it matters. */
#include "core/sync/log.h"

#include "core/base/memory.h"
#include "core/frame/websocket/frame.h"
#include "core/sync/limits.h"

#include <assert.h>

typedef struct Chunk Chunk;
struct Chunk
{
  unsigned n_references; /* of the log, of taps, of the chunk before */
  Chunk   *next;         /* a reference */
  uint64_t start;        /* bytes of the log before it */
  uint64_t n_before;     /* messages of the log before it */
  size_t   length;
  size_t   capacity;
  uint8_t  data[];
};

struct BridgeLog
{
  Chunk   *tail;
  uint64_t n_messages;
  size_t   held;
};

/* A place: `offset` is sent up to; `boundary` is the end of a frame at or before it. */
typedef struct
{
  Chunk   *chunk; /* NULL: none */
  size_t   offset;
  size_t   boundary;
  uint64_t n_passed; /* messages before the boundary */
} Place;

/* What goes out, in this order: the rest of the log's frame that is half sent, the private queue, the log from the
 * place on. While either of the first two is there, the place stands at a boundary. */
struct BridgeTap
{
  BridgeLog *log;

  Chunk *half; /* NULL: none */
  size_t half_offset;
  size_t half_end;

  BridgeBlob **queue; /* those from `queue_first` on */
  size_t       queue_first;
  size_t       queue_count; /* end of those that are there */
  size_t       queue_capacity;
  size_t       queue_offset; /* sent of the first */
  size_t       queue_bytes;

  Place place;
};

static Chunk *
chunk_new (BridgeLog *log, size_t capacity, uint64_t start, uint64_t n_before)
{
  Chunk *chunk = bridge_alloc (1, sizeof (Chunk) + capacity);

  log->held += sizeof (Chunk) + capacity;
  *chunk = (Chunk){ .n_references = 1, .start = start, .n_before = n_before, .capacity = capacity };
  return chunk;
}

static Chunk *
chunk_ref (Chunk *chunk)
{
  chunk->n_references++;
  return chunk;
}

/* Not recursive: a peer that lagged may be the last to hold a long row of them. */
static void
chunk_unref (BridgeLog *log, Chunk *chunk)
{
  while (chunk != NULL && --chunk->n_references == 0)
    {
      Chunk *next = chunk->next;

      log->held -= sizeof (Chunk) + chunk->capacity;
      bridge_free (chunk);
      chunk = next;
    }
}

BridgeLog *
bridge_log_new (void)
{
  BridgeLog *log = bridge_new0 (BridgeLog, 1);

  log->tail = chunk_new (log, BRIDGE_LOG_CHUNK_SIZE, 0, 0);
  return log;
}

void
bridge_log_free (BridgeLog *log)
{
  if (log == NULL)
    return;
  chunk_unref (log, log->tail);
  bridge_free (log);
}

uint64_t
bridge_log_end (const BridgeLog *log)
{
  return log->tail->start + log->tail->length;
}

uint64_t
bridge_log_n_messages (const BridgeLog *log)
{
  return log->n_messages;
}

static void
add_chunk (BridgeLog *log, size_t needed)
{
  size_t capacity = needed > BRIDGE_LOG_CHUNK_SIZE ? needed : BRIDGE_LOG_CHUNK_SIZE;
  Chunk *chunk = chunk_new (log, capacity, bridge_log_end (log), log->n_messages);
  Chunk *old = log->tail;

  old->next = chunk_ref (chunk);
  log->tail = chunk;
  chunk_unref (log, old);
}

void
bridge_log_append (BridgeLog *log, const uint8_t *payload, size_t length)
{
  BridgeBytes bytes;

  if (log->tail->capacity - log->tail->length < BRIDGE_FRAME_HEADER_MAX + length)
    add_chunk (log, BRIDGE_FRAME_HEADER_MAX + length);
  /* The chunk as a buffer that has room enough, and so stays where it is. */
  bytes = (BridgeBytes){ log->tail->data, log->tail->length, log->tail->capacity };
  bridge_frame_put (&bytes, BRIDGE_OPCODE_BINARY, payload, length);
  assert (bytes.data == log->tail->data);
  log->tail->length = bytes.length;
  log->n_messages++;
}

BridgeBlob *
bridge_log_hold (BridgeLog *log, BridgeBytes *frames)
{
  size_t   length;
  uint8_t *data = bridge_bytes_steal (frames, &length);

  return bridge_blob_new_held (data, length, &log->held);
}

BridgeBlob *
bridge_log_frame (BridgeLog *log, const uint8_t *payload, size_t length)
{
  BridgeBytes bytes = { 0 };

  bridge_frame_put (&bytes, BRIDGE_OPCODE_BINARY, payload, length);
  return bridge_log_hold (log, &bytes);
}

size_t
bridge_log_held (const BridgeLog *log)
{
  return log->held;
}

BridgeTap *
bridge_tap_new (BridgeLog *log)
{
  BridgeTap *tap = bridge_new0 (BridgeTap, 1);

  tap->log = log;
  return tap;
}

void
bridge_tap_free (BridgeTap *tap)
{
  if (tap == NULL)
    return;
  for (size_t i = tap->queue_first; i < tap->queue_count; i++)
    bridge_blob_unref (tap->queue[i]);
  tap->log->held -= tap->queue_capacity * sizeof (BridgeBlob *);
  bridge_free (tap->queue);
  chunk_unref (tap->log, tap->half);
  chunk_unref (tap->log, tap->place.chunk);
  bridge_free (tap);
}

static size_t
frame_end (const Chunk *chunk, size_t at)
{
  uint64_t size = 0;
  bool     whole = bridge_frame_size (chunk->data + at, chunk->length - at, &size);

  assert (whole && size <= chunk->length - at);
  (void)whole;
  return at + (size_t)size;
}

/* The first boundary at or past the offset, and the messages before it. */
static void
find_boundary (const Place *place, size_t *boundary, uint64_t *n_passed)
{
  *boundary = place->boundary;
  *n_passed = place->n_passed;
  while (*boundary < place->offset)
    {
      *boundary = frame_end (place->chunk, *boundary);
      ++*n_passed;
    }
}

/* Moves the frame half sent, if there is one, out of the place. */
static void
cut (BridgeTap *tap)
{
  Place *place = &tap->place;

  if (place->chunk == NULL)
    return;
  find_boundary (place, &place->boundary, &place->n_passed);
  if (place->boundary == place->offset)
    return;
  assert (tap->half == NULL);
  tap->half = chunk_ref (place->chunk);
  tap->half_offset = place->offset;
  tap->half_end = place->boundary;
  place->offset = place->boundary;
}

void
bridge_tap_leave (BridgeTap *tap)
{
  cut (tap);
  chunk_unref (tap->log, tap->place.chunk);
  tap->place = (Place){ 0 };
}

void
bridge_tap_follow (BridgeTap *tap)
{
  Chunk *tail = chunk_ref (tap->log->tail);

  bridge_tap_leave (tap);
  tap->place = (Place){ tail, tail->length, tail->length, tap->log->n_messages };
}

void
bridge_tap_follow_from (BridgeTap *tap, const BridgeTap *other)
{
  Place place = other->place;

  assert (place.chunk != NULL && tap->log == other->log && tap != other);
  chunk_ref (place.chunk);
  bridge_tap_leave (tap);
  find_boundary (&place, &place.boundary, &place.n_passed);
  place.offset = place.boundary;
  tap->place = place;
}

bool
bridge_tap_is_following (const BridgeTap *tap)
{
  return tap->place.chunk != NULL;
}

uint64_t
bridge_tap_n_passed (const BridgeTap *tap)
{
  size_t   boundary;
  uint64_t n_passed;

  find_boundary (&tap->place, &boundary, &n_passed);
  return n_passed;
}

/* Makes room at the end; where the first half has gone, by moving down what is left. */
static void
make_room (BridgeTap *tap)
{
  if (tap->queue_count == tap->queue_capacity && tap->queue_first > tap->queue_capacity / 2)
    {
      size_t left = tap->queue_count - tap->queue_first;

      for (size_t i = 0; i < left; i++)
        tap->queue[i] = tap->queue[tap->queue_first + i];
      tap->queue_first = 0;
      tap->queue_count = left;
    }
  tap->log->held -= tap->queue_capacity * sizeof (BridgeBlob *);
  tap->queue = bridge_grow (tap->queue, &tap->queue_capacity, tap->queue_count + 1, sizeof (BridgeBlob *));
  tap->log->held += tap->queue_capacity * sizeof (BridgeBlob *);
}

/* Takes the reference. */
static void
push (BridgeTap *tap, BridgeBlob *frame)
{
  cut (tap);
  make_room (tap);
  tap->queue[tap->queue_count++] = frame;
  tap->queue_bytes += frame->length;
}

void
bridge_tap_push_message (BridgeTap *tap, const uint8_t *payload, size_t length)
{
  push (tap, bridge_log_frame (tap->log, payload, length));
}

void
bridge_tap_push_frame (BridgeTap *tap, BridgeBlob *frame)
{
  if (frame->length > 0)
    push (tap, bridge_blob_ref (frame));
}

void
bridge_tap_drop_private (BridgeTap *tap)
{
  size_t keep = tap->queue_first + (tap->queue_offset > 0);

  for (size_t i = keep; i < tap->queue_count; i++)
    {
      tap->queue_bytes -= tap->queue[i]->length;
      bridge_blob_unref (tap->queue[i]);
    }
  if (keep < tap->queue_count)
    tap->queue_count = keep;
}

size_t
bridge_tap_lag (const BridgeTap *tap)
{
  if (tap->place.chunk == NULL)
    return 0;
  return (size_t)(bridge_log_end (tap->log) - tap->place.chunk->start - tap->place.offset);
}

size_t
bridge_tap_private (const BridgeTap *tap)
{
  return tap->queue_bytes;
}

bool
bridge_tap_has_output (const BridgeTap *tap)
{
  return tap->half != NULL || tap->queue_bytes > 0 || bridge_tap_lag (tap) > 0;
}

/* Spans of the log from the place on. */
static size_t
log_spans (const Place *place, BridgeSpan *spans, size_t max_spans)
{
  size_t offset = place->offset;
  size_t n = 0;

  for (const Chunk *chunk = place->chunk; chunk != NULL && n < max_spans; chunk = chunk->next)
    {
      if (offset < chunk->length)
        spans[n++] = (BridgeSpan){ chunk->data + offset, chunk->length - offset };
      offset = 0;
    }
  return n;
}

size_t
bridge_tap_spans (const BridgeTap *tap, BridgeSpan *spans, size_t max_spans)
{
  size_t offset = tap->queue_offset;
  size_t n = 0;

  if (tap->half != NULL && n < max_spans)
    spans[n++] = (BridgeSpan){ tap->half->data + tap->half_offset, tap->half_end - tap->half_offset };
  for (size_t i = tap->queue_first; i < tap->queue_count && n < max_spans; i++)
    {
      spans[n++] = (BridgeSpan){ tap->queue[i]->data + offset, tap->queue[i]->length - offset };
      offset = 0;
    }
  return n + log_spans (&tap->place, spans + n, max_spans - n);
}

/* Each of these takes off what went of its part, and returns how much. */

static size_t
half_sent (BridgeTap *tap, size_t length)
{
  size_t left = tap->half_end - tap->half_offset;

  if (tap->half == NULL)
    return 0;
  if (length < left)
    {
      tap->half_offset += length;
      return length;
    }
  chunk_unref (tap->log, tap->half);
  tap->half = NULL;
  return left;
}

static size_t
private_sent (BridgeTap *tap, size_t length)
{
  size_t done = 0;

  while (tap->queue_first < tap->queue_count && done < length)
    {
      BridgeBlob *first = tap->queue[tap->queue_first];
      size_t      left = first->length - tap->queue_offset;

      if (length - done < left)
        {
          tap->queue_offset += length - done;
          done = length;
          break;
        }
      done += left;
      tap->queue_offset = 0;
      tap->queue_first++;
      bridge_blob_unref (first);
    }
  tap->queue_bytes -= done;
  if (tap->queue_first == tap->queue_count)
    tap->queue_first = tap->queue_count = 0;
  return done;
}

static void
log_sent (BridgeTap *tap, size_t length)
{
  Place *place = &tap->place;

  for (;;)
    {
      Chunk *chunk = place->chunk;
      size_t left = chunk->length - place->offset;
      size_t step = length < left ? length : left;

      place->offset += step;
      length -= step;
      /* An ended chunk is left at once, so that it need not be kept for this tap. */
      if (place->offset < chunk->length || chunk->next == NULL)
        break;
      *place = (Place){ chunk_ref (chunk->next), 0, 0, chunk->next->n_before };
      chunk_unref (tap->log, chunk);
    }
  assert (length == 0);
}

void
bridge_tap_sent (BridgeTap *tap, size_t length)
{
  length -= half_sent (tap, length);
  length -= private_sent (tap, length);
  if (length > 0)
    log_sent (tap, length);
}
