/* The conversation's limits and clocks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define BRIDGE_ROOM_PEOPLE_MAX   1000         /* greeted guests at once, unless the room's options say otherwise */
#define BRIDGE_LOG_CHUNK_SIZE    (64u << 10)  /* bytes of one chunk of the log */
#define BRIDGE_LAG_PRESENCE_MAX  (256u << 10) /* behind by more: presence is left out */
#define BRIDGE_LAG_MAX           (512u << 10) /* behind by more: the place in the log is given up, a diff follows */
#define BRIDGE_STUCK_TIMEOUT     10000000     /* us without a byte taken while there is output: SLOW */
#define BRIDGE_GREETING_TIMEOUT  10000000     /* us from connection to hello */
#define BRIDGE_PRESENCE_INTERVAL 33000        /* us between two shared presence frames */
#define BRIDGE_SITE_REFUSALS_MAX 1024         /* the newest refusals kept per site */
#define BRIDGE_GUEST_OUTBOX_MAX  (64u << 20)  /* bytes (estimate) of edits that wait for a room */
