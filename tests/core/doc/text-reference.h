/* The tree of the paper, written down as plainly as can be, for comparison.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/text.h"

#include <glib.h>

typedef struct Reference Reference;

Reference *reference_new (void);
void       reference_free (Reference *reference);

/* As bridge_text_insert and bridge_text_remove, of what these have taken. */
void reference_insert (Reference      *reference,
                       BridgeStamp     first,
                       BridgeTextPlace place,
                       const guint32  *code_points,
                       gsize           count);
void reference_remove (Reference *reference, BridgeTextRange range);

BridgeTextPlace reference_place_at (const Reference *reference, gsize at);
gsize           reference_n_nodes (const Reference *reference);
char           *reference_read (const Reference *reference);
