/* Random edits and hand-like strokes for the tests of the frames.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/random.h"
#include "core/frame/edit/wire.h"

#include <glib.h>

#define SAMPLE_SITES 4
#define SAMPLE_ITEMS 64

/* A few sites that write about each other's items. */
typedef struct
{
  BridgeRandom random;
  guint64      sites[SAMPLE_SITES];
  guint64      seqs[SAMPLE_SITES];
  guint64      lamports[SAMPLE_SITES]; /* the next free one */
  BridgeStamp  items[SAMPLE_ITEMS];    /* a ring of what was created or inserted; none where there is nothing yet */
  guint        n_items;
} SampleWorld;

void sample_world_init (SampleWorld *world, guint64 seed);
/* The next edit of that site: any operations, about any items; seq is set. */
void sample_edit (SampleWorld *world, guint who, BridgeEdit *edit);

/* Valid code points of one to four bytes; never 0. */
guint32 sample_code_point (BridgeRandom *random);
/* Any value that may cross the wire. The caller clears it. */
BridgeValue sample_value (BridgeRandom *random);
/* Points as from a hand at about 120 Hz in steps of 1/8 px: a smooth path with a tremor of `jitter` px, and a pressure. */
void sample_stroke (BridgeRandom *random, double jitter, BridgeStep *steps, guint count);
/* Points without any sense, up to the limits. */
void sample_scribble (BridgeRandom *random, BridgeStep *steps, guint count);

void sample_assert_edits_equal (const BridgeEdit *a, const BridgeEdit *b);
void sample_assert_authors_equal (const BridgeAuthorContext *a, const BridgeAuthorContext *b);
void sample_assert_contexts_equal (const BridgeContext *a, const BridgeContext *b);
