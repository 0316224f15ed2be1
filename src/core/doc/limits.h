/* The document's limits, checked before memory is taken and by the room for every edit.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define BRIDGE_EDIT_OPS_MAX        8192       /* operations of one edit */
#define BRIDGE_EDIT_SIZE_MAX       (1u << 20) /* bytes of one encoded edit */
#define BRIDGE_ITEM_POINTS_MAX     65536      /* points of one item */
#define BRIDGE_ITEM_PROPERTIES_MAX 256        /* registers of one item, unknown properties included */
#define BRIDGE_VALUE_BYTES_MAX     4096       /* a register's bytes: order keys, titles, what is not known */
#define BRIDGE_TEXT_NODES_MAX      65536      /* code points ever written into one item, deleted ones included */
#define BRIDGE_CHAT_BYTES_MAX      16384      /* UTF-8 of one chat message */
#define BRIDGE_NAME_BYTES_MAX      256        /* UTF-8 of a person's name or of a board's title */
#define BRIDGE_BOARD_ITEMS_MAX     1000000    /* items of one board, deleted ones included */
#define BRIDGE_BOARD_CHAT_MAX      1000000    /* chat messages of one board */
#define BRIDGE_BOARD_SITES_MAX     1000000    /* sites that ever wrote on one board */
#define BRIDGE_BOARD_SIZE_MAX      (1u << 30) /* bytes (estimate) of one board's items and chat */
#define BRIDGE_BOARD_HELD_MAX      65536      /* operations held until what they build upon is there */
#define BRIDGE_PRECISION_MAX       15         /* k: ink steps of 2^-k px */
#define BRIDGE_COORDINATE_MAX      1e7        /* px from the origin, either way; sizes too */
#define BRIDGE_LAMPORT_AHEAD_MAX   (1u << 20) /* how far past its own clock the room lets an edit's stamps be */
