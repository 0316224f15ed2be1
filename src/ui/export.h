/* Writes a board to a file that the person chooses.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window.h"

/* format: "png", "svg" or "json". Says in a toast how it went. */
void bridge_export_run (BridgeWindow *window, const char *format);
