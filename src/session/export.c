/* A board drawn into a file, with no display.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/export.h"

#include "paint/color.h"
#include "paint/page.h"

#define MARGIN 24.0 /* board px */

static GBytes *export(const BridgeBoard *board, GBytes *(*draw) (const BridgePage *page))
{
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify)bridge_picture_unref);
  BridgePage page = { .scale = 1, .margin = MARGIN, .background = BRIDGE_COLOR_BOARD };

  for (gsize i = 0; i < bridge_board_n_visible (board); i++)
    g_ptr_array_add (pictures, bridge_picture_new (bridge_board_visible (board, i)));
  page.pictures = (BridgePicture *const *)pictures->pdata;
  page.n_pictures = pictures->len;
  return draw (&page);
}

GBytes *
bridge_export_png (const BridgeBoard *board)
{
  return export(board, bridge_page_to_png);
}

GBytes *
bridge_export_svg (const BridgeBoard *board)
{
  return export(board, bridge_page_to_svg);
}
