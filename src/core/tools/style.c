/* What is drawn next looks like this.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/limits.h"
#include "core/tools/toolbox-private.h"

#define PRECISION 3 /* at zoom 1: eighths of a px */

bool
bridge_kind_has_style (uint32_t kind, uint32_t property)
{
  bool is_ink = kind == BRIDGE_KIND_STROKE || kind == BRIDGE_KIND_LINE || kind == BRIDGE_KIND_ARROW;
  bool is_area = kind == BRIDGE_KIND_RECTANGLE || kind == BRIDGE_KIND_ELLIPSE || kind == BRIDGE_KIND_DIAMOND;
  bool is_paper = kind == BRIDGE_KIND_TEXT || kind == BRIDGE_KIND_NOTE;

  switch (property)
    {
    case BRIDGE_PROPERTY_COLOR:
    case BRIDGE_PROPERTY_OPACITY:
      return kind != BRIDGE_KIND_BOARD && bridge_kind_is_known (kind);
    case BRIDGE_PROPERTY_FILL:
      return is_area || kind == BRIDGE_KIND_NOTE;
    case BRIDGE_PROPERTY_SIZE:
      return is_ink || is_area || kind == BRIDGE_KIND_HIGHLIGHTER;
    case BRIDGE_PROPERTY_DASH:
      return is_ink || is_area;
    case BRIDGE_PROPERTY_FONT_SIZE:
      return is_area || is_paper;
    default:
      return false;
    }
}

static void
put (BridgeEdit *edit, BridgeStamp id, uint32_t kind, uint32_t property, BridgeValue value)
{
  BridgeValue usual = bridge_property_default (kind, property);

  if (bridge_kind_has_style (kind, property) && !bridge_value_equal (&value, &usual))
    bridge_edit_set (edit, id, property, value);
}

/* The ink of notes, and the letters of notes and shapes, stay as they usually are: one can read them whatever the pen's
 * colour and size. */
void
bridge_toolbox_put_style (const BridgeToolbox *toolbox, BridgeEdit *edit, BridgeStamp id, uint32_t kind)
{
  const BridgeStyle *style = &toolbox->style;
  bool               is_marker = kind == BRIDGE_KIND_HIGHLIGHTER, is_note = kind == BRIDGE_KIND_NOTE;

  if (!is_note)
    put (edit, id, kind, BRIDGE_PROPERTY_COLOR, bridge_value_integer (is_marker ? style->highlighter_color : style->color));
  if (is_note || style->filled)
    put (edit, id, kind, BRIDGE_PROPERTY_FILL, bridge_value_integer (is_note ? style->note_color : style->fill));
  put (edit, id, kind, BRIDGE_PROPERTY_SIZE, bridge_value_number (is_marker ? style->highlighter_size : style->size));
  put (edit, id, kind, BRIDGE_PROPERTY_DASH, bridge_value_integer (style->dash));
  put (edit, id, kind, BRIDGE_PROPERTY_OPACITY, bridge_value_number (style->opacity));
  if (kind == BRIDGE_KIND_TEXT)
    put (edit, id, kind, BRIDGE_PROPERTY_FONT_SIZE, bridge_value_number (style->font_size));
}

/* An eighth of a screen px or finer, so that what is drawn zoomed in stays sharp there. */
unsigned
bridge_toolbox_precision (const BridgeToolbox *toolbox)
{
  unsigned precision = PRECISION;

  for (double reach = 1; reach < toolbox->viewport->zoom && precision < BRIDGE_PRECISION_MAX; reach *= 2)
    precision++;
  return precision;
}
