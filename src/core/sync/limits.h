/* The conversation's limits and clocks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define BRIDGE_ROOM_PEOPLE_MAX    1000         /* greeted guests at once, unless the room's options say otherwise */
#define BRIDGE_LOG_CHUNK_SIZE     (64u << 10)  /* bytes of one chunk of the log */
#define BRIDGE_LAG_MAX            (512u << 10) /* behind by more: the place in the log is given up; by half: no presence */
#define BRIDGE_STUCK_TIMEOUT      10000000     /* us without a byte taken while there is output: SLOW */
#define BRIDGE_GREETING_TIMEOUT   10000000     /* us from connection to hello */
#define BRIDGE_PRESENCE_INTERVAL  33000        /* us between two shared presence frames */
#define BRIDGE_STATE_QUEUE_TARGET (128u << 10) /* bytes of a state that wait for a peer before no more are made */
#define BRIDGE_PEER_QUEUE_MAX     (16u << 20)  /* bytes that wait for one peer alone; past it: SLOW */
#define BRIDGE_ROOM_SITES_MAX     1000000      /* sites bound to their secrets in a room's life; past it: FULL */
#define BRIDGE_ROOM_REFUSALS_MAX  262144       /* refusals kept of all sites together */
#define BRIDGE_SITE_REFUSALS_MAX  1024         /* the newest refusals kept per site */
#define BRIDGE_GUEST_OUTBOX_MAX   (64u << 20)  /* bytes (estimate) of edits that wait for a room */
#define BRIDGE_GUEST_QUEUE_MAX    (8u << 20)   /* bytes that wait behind a state; past it they are decoded at once */
#define BRIDGE_GUEST_PEOPLE_MAX   65536        /* people that a room may name */

/* Bytes of one encoded edit that a room takes, and a guest makes. In the log an edit may be some bytes an operation longer
 * than on its way there, and there it must not exceed BRIDGE_EDIT_SIZE_MAX. */
#define BRIDGE_EDIT_TAKEN_MAX (768u << 10)
