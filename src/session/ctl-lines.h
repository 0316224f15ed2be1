/* Bytes to lines, each of a bounded length.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Made by init. */
typedef struct
{
  GByteArray *bytes; /* that are no line yet */
  gsize       start; /* of the line that comes next */
  gsize       seen;  /* where looking for its end goes on */
  gsize       size_max;
  guint64     number;   /* of the last line */
  gboolean    too_long; /* the line under way is: its bytes are dropped */
} BridgeCtlLines;

typedef struct
{
  const char *text; /* without its end; NULL: it was too long */
  gsize       length;
  guint64     number; /* from 1 on, blank lines counted */
} BridgeCtlLine;

void bridge_ctl_lines_init (BridgeCtlLines *lines, gsize size_max);
void bridge_ctl_lines_clear (BridgeCtlLines *lines);
void bridge_ctl_lines_feed (BridgeCtlLines *lines, const char *data, gsize length);
/* The next line that is not blank, borrowed until the next call; FALSE: none yet, or at the end none. At the end of all the
 * last line needs no newline. */
gboolean bridge_ctl_lines_next (BridgeCtlLines *lines, gboolean at_end, BridgeCtlLine *line);
