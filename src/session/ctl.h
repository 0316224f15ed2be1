/* The tool drawbridgectl: boards without a window, for people and scripts (contracts.md).
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Runs the command that the arguments name and returns the exit status: 0 done, 1 failed, 2 wrong usage. It speaks English in
 * every locale: scripts read it. */
int bridge_ctl_main (int argc, char **argv);
