/* What the palette offers: tools, shapes, colours, sizes, with the names that actions know them by.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/tools/toolbox.h"

#include <glib.h>

typedef struct
{
  BridgeTool  tool;
  const char *name; /* the target of win.tool */
  const char *icon;
  const char *label;    /* marked for translation, not translated */
  const char *shortcut; /* accelerator */
} BridgeToolChoice;

typedef struct
{
  const char *name; /* the target of win.color: #rrggbb */
  const char *label;
  guint32     color; /* 0xRRGGBBAA */
} BridgeColorChoice;

typedef struct
{
  const char *name; /* the target of win.size */
  const char *label;
  double      size;     /* px of strokes */
  int         diameter; /* of the dot on the button */
} BridgeSizeChoice;

extern const BridgeToolChoice  bridge_tool_choices[];
extern const gsize             bridge_n_tool_choices;
extern const BridgeColorChoice bridge_color_choices[];
extern const gsize             bridge_n_color_choices;
extern const BridgeSizeChoice  bridge_size_choices[];
extern const gsize             bridge_n_size_choices;

/* The paper of a note in that colour: pale, so that words can be read on it. */
guint32 bridge_color_paper (guint32 color);

/* NULL when there is no such name. */
const BridgeToolChoice *bridge_tool_choice_find (const char *name);
const BridgeSizeChoice *bridge_size_choice_find (const char *name);
const char             *bridge_tool_choice_name (BridgeTool tool);
