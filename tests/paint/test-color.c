/* Tests of how colours are shown.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint/color.h"

#include <glib.h>

static void
test_light_is_left_alone (void)
{
  static const uint32_t colors[] = { 0x241f31ff, 0xffffffff, 0x1c71d8ff, 0x00000010, 0xf9e58b80 };
  for (size_t i = 0; i < G_N_ELEMENTS (colors); i++)
    g_assert_cmphex (bridge_color_adapt (colors[i], false), ==, colors[i]);
}

static void
test_dark (void)
{
  static const uint32_t kept[] = { 0x1c71d8ff, 0xe01b24ff, 0x2ec27eff, 0xf5c211ff, 0x813d9cff, 0xffffff80 };
  static const uint32_t turned[] = { 0x241f31ff, 0x000000ff, 0x3d3846ff, 0x000060ff };
  for (size_t i = 0; i < G_N_ELEMENTS (kept); i++)
    g_assert_cmphex (bridge_color_adapt (kept[i], true), ==, kept[i]);
  for (size_t i = 0; i < G_N_ELEMENTS (turned); i++)
    g_assert_cmpfloat (bridge_color_luminance (bridge_color_adapt (turned[i], true)), >, 0.5);
  g_assert_cmphex (bridge_color_adapt (0x000000ff, true), ==, 0xffffffff);
  g_assert_cmphex (bridge_color_adapt (0x24203142, true) & 0xff, ==, 0x42);
}

static void
test_on_ground (void)
{
  g_assert_cmphex (bridge_color_on (0x241f31ff, 0xf9e58bff), ==, 0x241f31ff);
  g_assert_cmpfloat (bridge_color_luminance (bridge_color_on (0x241f31ff, 0x000000ff)), >, 0.8);
  g_assert_cmpfloat (bridge_color_luminance (bridge_color_on (0xffffffff, 0xfafafaff)), <, 0.05);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/color/light", test_light_is_left_alone);
  g_test_add_func ("/paint/color/dark", test_dark);
  g_test_add_func ("/paint/color/on-ground", test_on_ground);
  return g_test_run ();
}
