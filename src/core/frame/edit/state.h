/* State as compressed blocks: snapshots, diffs, and the seed of a shared board.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records in order of revision. Within a block ink lies by plane (second differences of x, of y, of pressure) so that deflate
 * finds what repeats. A block stands alone: it can be decoded without the others. Each block is one whole frame
 * (BRIDGE_WIRE_STATE). */
#pragma once

#include "core/frame/edit/wire.h"

#define BRIDGE_STATE_BLOCK_TARGET (256u << 10) /* a block is closed once it holds this many bytes before compression */
#define BRIDGE_STATE_BLOCK_MAX    (8u << 20)   /* no block is larger: one item at its limits fits */

typedef struct BridgeStateWriter BridgeStateWriter;

BridgeStateWriter *bridge_state_writer_new (void);
void               bridge_state_writer_free (BridgeStateWriter *writer);
void               bridge_state_writer_add_item (BridgeStateWriter *writer, const BridgeItem *item);
void               bridge_state_writer_add_line (BridgeStateWriter *writer, const BridgeChatLine *line);
/* `context` is the author's place in the log, at `index` there. */
void bridge_state_writer_add_author (BridgeStateWriter         *writer,
                                     const BridgeAuthor        *author,
                                     size_t                     index,
                                     const BridgeAuthorContext *context);
/* Whether the open block has reached the target. */
bool bridge_state_writer_is_full (const BridgeStateWriter *writer);
/* Closes the open block into one frame appended to `out`; false, and nothing, when it is empty. */
bool bridge_state_writer_finish_block (BridgeStateWriter *writer, BridgeBytes *out);

typedef enum
{
  BRIDGE_STATE_ITEM = 1,
  BRIDGE_STATE_LINE = 2,
  BRIDGE_STATE_AUTHOR = 3,
} BridgeStateRecordType;

/* What is there by type; owned by the reader until its next call. */
typedef struct
{
  BridgeStateRecordType type;
  BridgeItem           *item; /* its revision is set */
  BridgeChatLine        line;
  BridgeAuthor          author; /* its revision is set; seq and lamport are those of the context */
  size_t                index;
  BridgeAuthorContext   context;
} BridgeStateRecord;

typedef struct BridgeStateReader BridgeStateReader;

BridgeStateReader *bridge_state_reader_new (void);
void               bridge_state_reader_free (BridgeStateReader *reader);
/* Takes one frame's bytes (copies what it needs); the block before must have been read to its end. */
BridgeStatus bridge_state_reader_feed (BridgeStateReader *reader, const uint8_t *data, size_t length) BRIDGE_MUST_CHECK;
/* The next record of the block; *more is false at its end. One record is little work, so a caller can pause between
 * any two. */
BridgeStatus bridge_state_reader_next (BridgeStateReader *reader, BridgeStateRecord *record, bool *more) BRIDGE_MUST_CHECK;
