/* Fingerprints of items and boards that do not depend on the order in which anything came.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/board-private.h"

#include "core/base/bytes.h"

#include <string.h>

/* What is fed before each part, so that no part passes for another kind. */
enum
{
  TAG_ITEM = 1,
  TAG_LINE = 2,
  TAG_AUTHOR = 3,
};

/* Values are gathered here and fed in pieces. */
typedef struct
{
  BridgeSha1 *sha1;
  uint8_t     bytes[512];
  size_t      length;
} Feed;

static void
flush (Feed *feed)
{
  bridge_sha1_feed (feed->sha1, feed->bytes, feed->length);
  feed->length = 0;
}

static void
put (Feed *feed, uint64_t value)
{
  if (feed->length + 8 > sizeof feed->bytes)
    flush (feed);
  for (unsigned shift = 64; shift > 0; shift -= 8)
    feed->bytes[feed->length++] = (uint8_t)(value >> (shift - 8));
}

static void
put_step (Feed *feed, const BridgeStep *step)
{
  uint32_t words[2] = { (uint32_t)step->x, (uint32_t)step->y };

  if (feed->length + 9 > sizeof feed->bytes)
    flush (feed);
  for (unsigned i = 0; i < 2; i++)
    for (unsigned shift = 32; shift > 0; shift -= 8)
      feed->bytes[feed->length++] = (uint8_t)(words[i] >> (shift - 8));
  feed->bytes[feed->length++] = step->pressure;
}

static void
put_stamp (Feed *feed, BridgeStamp stamp)
{
  put (feed, stamp.lamport);
  put (feed, stamp.site);
}

static void
put_bytes (Feed *feed, const void *data, size_t length)
{
  put (feed, length);
  flush (feed);
  bridge_sha1_feed (feed->sha1, data, length);
}

static void
put_value (Feed *feed, const BridgeValue *value)
{
  uint64_t bits;

  put (feed, value->type);
  switch (value->type)
    {
    case BRIDGE_VALUE_NULL:
      break;
    case BRIDGE_VALUE_BOOLEAN:
      put (feed, value->boolean);
      break;
    case BRIDGE_VALUE_INTEGER:
      put (feed, (uint64_t)value->integer);
      break;
    case BRIDGE_VALUE_NUMBER:
      memcpy (&bits, &value->number, sizeof bits);
      put (feed, bits);
      break;
    case BRIDGE_VALUE_BYTES:
      put_bytes (feed, value->bytes.data, value->bytes.length);
      break;
    }
}

static uint64_t
mix (uint64_t hash, uint64_t value)
{
  hash = (hash ^ value) * UINT64_C (0xbf58476d1ce4e5b9);
  hash = (hash ^ hash >> 29) * UINT64_C (0x94d049bb133111eb);
  return hash ^ hash >> 32;
}

static uint64_t
hash_node (uint64_t seed, BridgeStamp node, BridgeTextPlace place, uint32_t code_point, bool deleted)
{
  uint64_t hash = mix (mix (seed, node.lamport), node.site);

  hash = mix (mix (hash, place.parent.lamport), place.parent.site);
  return mix (hash, (uint64_t)code_point << 2 | (uint64_t)place.side << 1 | deleted);
}

/* Runs may be cut differently on two replicas that hold the same nodes, so the nodes are summed up. */
static void
put_text (Feed *feed, const BridgeText *text)
{
  uint64_t      sums[2] = { 0, 0 };
  BridgeTextRun run;

  for (size_t cursor = 0; text != NULL && bridge_text_next_run (text, &cursor, &run);)
    for (size_t i = 0; i < run.count; i++)
      {
        BridgeStamp node = { run.first.lamport + i, run.first.site };

        for (unsigned lane = 0; lane < 2; lane++)
          sums[lane] += hash_node (lane + 1, node, run.place, run.text[i], run.deleted);
        run.place = (BridgeTextPlace){ node, BRIDGE_SIDE_RIGHT };
      }
  put (feed, text != NULL ? bridge_text_n_nodes (text) : 0);
  put (feed, sums[0]);
  put (feed, sums[1]);
}

void
bridge_item_digest (const BridgeItem *item, BridgeSha1 *sha1)
{
  Feed feed = { .sha1 = sha1 };

  put_stamp (&feed, item->id);
  put (&feed, item->kind);
  put (&feed, item->n_registers);
  for (size_t i = 0; i < item->n_registers; i++)
    {
      put (&feed, item->registers[i].property);
      put_stamp (&feed, item->registers[i].stamp);
      put_value (&feed, &item->registers[i].value);
    }
  put (&feed, item->points.precision);
  put (&feed, item->points.count);
  for (size_t i = 0; i < item->points.count; i++)
    put_step (&feed, &item->points.steps[i]);
  put_text (&feed, item->text);
  flush (&feed);
}

static void
finish (BridgeSha1 *sha1, uint8_t digest[BRIDGE_DIGEST_SIZE])
{
  uint8_t whole[BRIDGE_SHA1_SIZE];

  bridge_sha1_finish (sha1, whole);
  memcpy (digest, whole, BRIDGE_DIGEST_SIZE);
}

static void
start (BridgeSha1 *sha1, uint8_t tag)
{
  bridge_sha1_init (sha1);
  bridge_sha1_feed (sha1, &tag, 1);
}

void
bridge_digest_item (const BridgeItem *item, uint8_t digest[BRIDGE_DIGEST_SIZE])
{
  BridgeSha1 sha1;

  memset (digest, 0, BRIDGE_DIGEST_SIZE);
  /* Every board has an item of its own: one that says nothing is as none. */
  if (item->kind == BRIDGE_KIND_BOARD && item->n_registers == 0)
    return;
  start (&sha1, TAG_ITEM);
  bridge_item_digest (item, &sha1);
  finish (&sha1, digest);
}

void
bridge_digest_line (const BridgeChatLine *line, uint8_t digest[BRIDGE_DIGEST_SIZE])
{
  BridgeSha1 sha1;
  Feed       feed = { .sha1 = &sha1 };

  start (&sha1, TAG_LINE);
  put_stamp (&feed, line->id);
  put (&feed, (uint64_t)line->time);
  put_bytes (&feed, line->text, line->length);
  flush (&feed);
  finish (&sha1, digest);
}

void
bridge_digest_author (const BridgeAuthor *author, uint8_t digest[BRIDGE_DIGEST_SIZE])
{
  BridgeSha1 sha1;
  Feed       feed = { .sha1 = &sha1 };

  memset (digest, 0, BRIDGE_DIGEST_SIZE);
  /* A board may have met somebody whom another, given its state, has no reason to know. */
  if (bridge_stamp_is_none (author->stamp))
    return;
  start (&sha1, TAG_AUTHOR);
  put (&feed, author->site);
  put_stamp (&feed, author->stamp);
  put (&feed, author->color);
  put_bytes (&feed, author->name, strlen (author->name));
  flush (&feed);
  finish (&sha1, digest);
}

static uint64_t
get_half (const uint8_t *half)
{
  uint64_t value = 0;

  for (size_t i = 0; i < 8; i++)
    value = value << 8 | half[i];
  return value;
}

static void
set_half (uint8_t *half, uint64_t value)
{
  for (size_t i = 8; i-- > 0; value >>= 8)
    half[i] = (uint8_t)value;
}

void
bridge_digest_add (uint8_t sum[BRIDGE_DIGEST_SIZE], const uint8_t part[BRIDGE_DIGEST_SIZE])
{
  for (size_t at = 0; at < BRIDGE_DIGEST_SIZE; at += 8)
    set_half (sum + at, get_half (sum + at) + get_half (part + at));
}

void
bridge_digest_subtract (uint8_t sum[BRIDGE_DIGEST_SIZE], const uint8_t part[BRIDGE_DIGEST_SIZE])
{
  for (size_t at = 0; at < BRIDGE_DIGEST_SIZE; at += 8)
    set_half (sum + at, get_half (sum + at) - get_half (part + at));
}

void
bridge_board_digest (const BridgeBoard *board, uint8_t digest[BRIDGE_DIGEST_SIZE])
{
  uint8_t        part[BRIDGE_DIGEST_SIZE];
  BridgeMapEntry entry;

  memset (digest, 0, BRIDGE_DIGEST_SIZE);
  for (size_t cursor = 0; bridge_map_next (&board->items, &cursor, &entry);)
    {
      bridge_digest_item (entry.value, part);
      bridge_digest_add (digest, part);
    }
  for (size_t i = 0; i < board->n_lines; i++)
    {
      bridge_digest_line (board->lines[i], part);
      bridge_digest_add (digest, part);
    }
  for (size_t i = 0; i < board->n_authors; i++)
    {
      bridge_digest_author (board->authors[i], part);
      bridge_digest_add (digest, part);
    }
}
