/* The tool drawbridgectl: boards without a window.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl.h"

int
main (int argc, char **argv)
{
  return bridge_ctl_main (argc, argv);
}
