/* The tables behind the palette and its actions.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/choices.h"

#include <glib/gi18n.h>

const BridgeToolChoice bridge_tool_choices[] = {
  { BRIDGE_TOOL_SELECT, "select", "tool-select-symbolic", N_ ("Select"), "v" },
  { BRIDGE_TOOL_HAND, "hand", "tool-hand-symbolic", N_ ("Hand"), "h" },
  { BRIDGE_TOOL_PEN, "pen", "tool-pen-symbolic", N_ ("Pen"), "p" },
  { BRIDGE_TOOL_HIGHLIGHTER, "highlighter", "tool-highlighter-symbolic", N_ ("Highlighter"), "<Shift>p" },
  { BRIDGE_TOOL_ERASER, "eraser", "tool-eraser-symbolic", N_ ("Eraser"), "e" },
  { BRIDGE_TOOL_NOTE, "note", "tool-note-symbolic", N_ ("Note"), "n" },
  { BRIDGE_TOOL_TEXT, "text", "tool-text-symbolic", N_ ("Text"), "t" },
  { BRIDGE_TOOL_SHAPE, "shape", "tool-shapes-symbolic", N_ ("Shape"), "s" },
};
const gsize bridge_n_tool_choices = G_N_ELEMENTS (bridge_tool_choices);

const BridgeColorChoice bridge_color_choices[] = {
  { "#241f31", N_ ("Black"), 0x241f31ff },
  { "#1c71d8", N_ ("Blue"), 0x1c71d8ff },
  { "#e01b24", N_ ("Red"), 0xe01b24ff },
  { "#2ec27e", N_ ("Green"), 0x2ec27eff },
  { "#f5c211", N_ ("Yellow"), 0xf5c211ff },
  { "#9141ac", N_ ("Purple"), 0x9141acff },
};
const gsize bridge_n_color_choices = G_N_ELEMENTS (bridge_color_choices);

const BridgeSizeChoice bridge_size_choices[] = {
  { "small", N_ ("Thin"), 2, 5 },
  { "medium", N_ ("Medium"), 4, 8 },
  { "large", N_ ("Thick"), 8, 12 },
  { "huge", N_ ("Very thick"), 16, 17 },
};
const gsize bridge_n_size_choices = G_N_ELEMENTS (bridge_size_choices);

guint32
bridge_color_paper (guint32 color)
{
  guint32 paper = 0xff;

  for (int shift = 8; shift <= 24; shift += 8)
    paper |= (255 + (color >> shift & 255)) / 2 << shift;
  return paper;
}

const BridgeToolChoice *
bridge_tool_choice_find (const char *name)
{
  for (gsize i = 0; i < bridge_n_tool_choices; i++)
    if (g_str_equal (bridge_tool_choices[i].name, name))
      return &bridge_tool_choices[i];
  return NULL;
}

const BridgeSizeChoice *
bridge_size_choice_find (const char *name)
{
  for (gsize i = 0; i < bridge_n_size_choices; i++)
    if (g_str_equal (bridge_size_choices[i].name, name))
      return &bridge_size_choices[i];
  return NULL;
}

const char *
bridge_tool_choice_name (BridgeTool tool)
{
  for (gsize i = 0; i < bridge_n_tool_choices; i++)
    if (bridge_tool_choices[i].tool == tool)
      return bridge_tool_choices[i].name;
  return "select";
}
