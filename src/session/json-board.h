/* The whole board as JSON (contracts.md, "Export").
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/board.h"

#include <glib.h>

typedef struct
{
  const char    *room; /* (nullable): the board is in none */
  guint64        revision;
  const uint8_t *digest; /* BRIDGE_DIGEST_SIZE, of the state as of that revision */
} BridgeJsonBoardState;

/* One JSON object and a newline (transfer full), an item a line. Items of kinds that this version does not know have no name that
 * JSON could give them: they are left out. */
GBytes *bridge_json_board (const BridgeBoard *board, const BridgeJsonBoardState *state);
