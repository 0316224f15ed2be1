/* What the tests of the text share.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/text.h"

#include <glib.h>

BridgeStatus kit_insert (BridgeText *text, BridgeStamp first, BridgeTextPlace place, const char *letters, bool *changed);
/* Types letters before a visible position, one after another, as of `lamport` on. */
void kit_type (BridgeText *text, guint64 site, guint64 lamport, gsize at, const char *letters);
void kit_erase (BridgeText *text, gsize at, gsize count);

char *kit_read (const BridgeText *text);
void  kit_assert_reads (const BridgeText *text, const char *wanted);
/* Every node with its place, as the runs tell it: what two equal texts have in common. */
char *kit_describe (const BridgeText *text);
void  kit_assert_same (const BridgeText *a, const BridgeText *b);

/* Merges the runs of `from` into `to`, tombstones too, as a joiner does. */
void        kit_merge (BridgeText *to, const BridgeText *from);
BridgeText *kit_rebuild (const BridgeText *text);
