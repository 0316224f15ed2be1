/* One line of JSON while an edit is made of it: shared by json-edit.c and json-create.c.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/map.h"
#include "session/json-edit.h"

#include <json-glib/json-glib.h>

/* All borrowed. */
typedef struct
{
  const BridgeBoard *board;
  JsonObject        *object; /* its keys have been checked */
  BridgeEdit        *edit;
  BridgeMap         *unfitted; /* gets the items of texts that are to be laid out later */
  const BridgeItem  *item;     /* that the line is about; NULL: it creates one, or says something */
} BridgeJsonLine;

gboolean bridge_json_create (BridgeJsonLine *line, BridgeStamp *item, GError **error);

/* Every property that the line gives but the box and the lock, as registers of `item`. */
gboolean bridge_json_set_looks (BridgeJsonLine *line, BridgeStamp item, GError **error);
gboolean bridge_json_set_property (BridgeJsonLine *line, BridgeStamp item, guint32 property, GError **error);
gboolean bridge_json_has (const BridgeJsonLine *line, guint32 property);
/* Where the line gives the property: its value, which is a number; else *number stays. */
gboolean bridge_json_read_number (BridgeJsonLine *line, guint32 property, double *number, GError **error);
/* What a text item measures with that text and the font size that the line gives: each of width and height unless the line itself gives it. */
gboolean bridge_json_measure (BridgeJsonLine *line, const char *text, double font_size, BridgePoint *size, GError **error);
/* What a text measures, wrapped at that width if it is above 0. */
BridgePoint bridge_json_lay_out (const char *text, double font_size, double width);
/* FALSE for anything but OK, with words about a text of `length` code points. */
gboolean bridge_json_check_text (BridgeStatus status, gsize length, GError **error);
