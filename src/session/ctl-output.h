/* Lines to stdout, written as far as its reader takes them while the main loop goes on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct BridgeCtlOutput BridgeCtlOutput;

/* `failed`: stdout takes no more, or its reader is hopelessly behind; words have been said. */
BridgeCtlOutput *bridge_ctl_output_new (void (*failed) (gpointer data), gpointer data);
/* Drops what is not written. */
void bridge_ctl_output_free (BridgeCtlOutput *output);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BridgeCtlOutput, bridge_ctl_output_free)

/* To append to; then flush. */
GString *bridge_ctl_output_text (BridgeCtlOutput *output);
void     bridge_ctl_output_flush (BridgeCtlOutput *output);
/* Writes the rest, waiting where it must. FALSE: it could not, and words have been said. */
gboolean bridge_ctl_output_finish (BridgeCtlOutput *output);
