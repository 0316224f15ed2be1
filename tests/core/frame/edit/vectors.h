/* The test vectors of FORMAT.md, said in C.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/edit.h"
#include "core/frame/edit/wire.h"

#include <glib.h>

#define ANN G_GUINT64_CONSTANT (0x1111111111111111)
#define BOB G_GUINT64_CONSTANT (0x2222222222222222)

/* The points of Ann's stroke: three of its first edit, two of the next. */
#define VECTOR_STEPS 5
extern const BridgeStep vector_steps[VECTOR_STEPS];
void                    vector_edit_stroke (BridgeEdit *edit);

/* make_ appends the message that the document describes; remake_ decodes one and appends what it encodes to again. */
void make_hello (BridgeBytes *out);
void remake_hello (const BridgeBytes *in, BridgeBytes *out);
void make_welcome (BridgeBytes *out);
void remake_welcome (const BridgeBytes *in, BridgeBytes *out);
void make_head (BridgeBytes *out);
void remake_head (const BridgeBytes *in, BridgeBytes *out);
void make_ready (BridgeBytes *out);
void remake_ready (const BridgeBytes *in, BridgeBytes *out);
void make_goodbye (BridgeBytes *out);
void remake_goodbye (const BridgeBytes *in, BridgeBytes *out);
void make_notice (BridgeBytes *out);
void remake_notice (const BridgeBytes *in, BridgeBytes *out);
void make_people (BridgeBytes *out);
void remake_people (const BridgeBytes *in, BridgeBytes *out);
void make_presence (BridgeBytes *out);
void remake_presence (const BridgeBytes *in, BridgeBytes *out);
void make_presences (BridgeBytes *out);
void remake_presences (const BridgeBytes *in, BridgeBytes *out);
void make_edit (BridgeBytes *out);
void remake_edit (const BridgeBytes *in, BridgeBytes *out);
void make_commit_stroke (BridgeBytes *out);
void remake_commit_stroke (const BridgeBytes *in, BridgeBytes *out);
void make_commit_append (BridgeBytes *out);
void remake_commit_append (const BridgeBytes *in, BridgeBytes *out);
void make_commit_note (BridgeBytes *out);
void remake_commit_note (const BridgeBytes *in, BridgeBytes *out);
void make_refused (BridgeBytes *out);
void remake_refused (const BridgeBytes *in, BridgeBytes *out);
void make_commit_text (BridgeBytes *out);
void remake_commit_text (const BridgeBytes *in, BridgeBytes *out);
void make_commit_say (BridgeBytes *out);
void remake_commit_say (const BridgeBytes *in, BridgeBytes *out);
void make_state (BridgeBytes *out);
void remake_state (const BridgeBytes *in, BridgeBytes *out);
