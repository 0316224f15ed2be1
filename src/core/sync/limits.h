/* What a server bears, and the conversation's other limits and clocks.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/doc/limits.h"
#include "core/frame/edit/wire.h"

/* What a server bears. Whoever goes beyond is told, and the room goes on.
 *
 * MESSAGE, bytes of one message, its fragments together and inflated: close code 1009; from a guest that has not said
 *   hello, BRIDGE_HELLO_SIZE_MAX are too many.
 * EDIT_RATE, tokens a second that a person (a site, whatever its address) may spend in the long run, and EDIT_BURST, how many
 *   at once: a message costs a token for each begun EDIT_COST bytes. Beyond it nothing is refused: the person is read more
 *   slowly, and after a second gets a NOTICE that says so.
 * PEOPLE, greeted guests of a room at once, unless its options say otherwise: goodbye FULL, close code 1013.
 * ROOMS of one server: no other is made.
 * BOARD_SIZE, bytes (estimate) of one board's items and chat, unless the room's options say otherwise: every edit is refused
 *   as FULL.
 * HANDSHAKES, connections that have not got beyond HTTP: the oldest makes room for a new one, or the new one waits.
 * CHANNELS, conversations, greeted or not: an upgrade is answered with 503.
 * SILENT, of those, ones without a hello: the oldest makes way, close code 1013.
 * HEADER_TIME, ms from a connection to its upgrade or the end of its answer: cut.
 * MESSAGE_TIME, ms from a message's first byte to its last, while it is read: close code 1008.
 * HALF_MESSAGES, bytes of messages that are not whole, of all conversations: whoever holds most is closed with 1013.
 * IDLE_TIME, ms in which nothing comes from a peer that is read and has been sent a ping: cut.
 * MEMORY, bytes that a server holds for all its peers, boards apart (bridge_room_memory, and messages that are not whole):
 *   until it is less, whoever publishes is read more slowly, and gets a NOTICE that says so; whoever comes is refused as FULL. */
#define BRIDGE_LIMIT_MESSAGE       BRIDGE_WIRE_MESSAGE_MAX
#define BRIDGE_LIMIT_EDIT_RATE     5000
#define BRIDGE_LIMIT_EDIT_BURST    20000
#define BRIDGE_LIMIT_EDIT_COST     512
#define BRIDGE_LIMIT_PEOPLE        1000
#define BRIDGE_LIMIT_ROOMS         64
#define BRIDGE_LIMIT_BOARD_SIZE    BRIDGE_BOARD_SIZE_MAX
#define BRIDGE_LIMIT_HANDSHAKES    256
#define BRIDGE_LIMIT_HEADER_TIME   10000
#define BRIDGE_LIMIT_IDLE_TIME     25000
#define BRIDGE_LIMIT_CHANNELS      8192
#define BRIDGE_LIMIT_SILENT        1024
#define BRIDGE_LIMIT_MESSAGE_TIME  30000
#define BRIDGE_LIMIT_HALF_MESSAGES (32u << 20)
#define BRIDGE_LIMIT_MEMORY        (256u << 20)

/* Pace. */
#define BRIDGE_HELLO_SIZE_MAX    4096         /* bytes of a guest's first message */
#define BRIDGE_NOTICE_DELAY      1000000      /* us of being read more slowly before a guest is told */
#define BRIDGE_PRESSED_PAUSE     1000000      /* us that one who publishes is not read, again and again, while memory is short */
#define BRIDGE_PRESSED_PROGRESS  (1u << 20)   /* bytes that are progress then, and not just one */
#define BRIDGE_UNREAD_MAX        (256u << 10) /* bytes that wait for one peer alone before it is read no further */
#define BRIDGE_COMING_INTERVAL   1000000      /* us between hellos of one site in the long run; past the burst: FULL */
#define BRIDGE_COMING_BURST      20           /* at once */
#define BRIDGE_NEWCOMER_INTERVAL 50000        /* us between sites that the room does not know; past the burst: FULL */
#define BRIDGE_NEWCOMER_BURST    2000         /* at once */

/* The conversation. */
#define BRIDGE_LOG_CHUNK_SIZE     (64u << 10)  /* bytes of one chunk of the log */
#define BRIDGE_LAG_MAX            (512u << 10) /* behind by more: the place in the log is given up; by half: no presence */
#define BRIDGE_STUCK_TIMEOUT      10000000     /* us without a byte taken while there is output: SLOW */
#define BRIDGE_GREETING_TIMEOUT   10000000     /* us from connection to hello */
#define BRIDGE_PRESENCE_INTERVAL  33000        /* us between two shared presence frames */
#define BRIDGE_STATE_LOG_MIN      4096         /* bytes of the log behind a snapshot that is kept for who comes next; or, if more: */
#define BRIDGE_STATE_LOG_PART     8            /* this part of the snapshot's own */
#define BRIDGE_STATE_QUEUE_TARGET (128u << 10) /* bytes of a state that wait for a peer before no more are made */
#define BRIDGE_PEER_QUEUE_MAX     (16u << 20)  /* bytes that wait for one peer alone; past it: SLOW */
#define BRIDGE_ROOM_SITES_MAX     1000000      /* sites bound to their secrets in a room's life; past it: FULL */
#define BRIDGE_ROOM_IDLE_MAX      65536        /* of those, ones that have left without an edit; past it the first is forgotten */
#define BRIDGE_ROOM_REFUSALS_MAX  262144       /* refusals kept of all sites together */
#define BRIDGE_SITE_REFUSALS_MAX  1024         /* the newest refusals kept per site */
#define BRIDGE_ROOM_DEFLATE_MIN   1024         /* bytes of a message for one peer that is worth compressing */
#define BRIDGE_GUEST_OUTBOX_MAX   (64u << 20)  /* bytes (estimate) of edits that wait for a room */
#define BRIDGE_GUEST_QUEUE_MAX    (8u << 20)   /* bytes that wait behind a state; past it they are decoded at once */
#define BRIDGE_GUEST_PEOPLE_MAX   65536        /* people that a room may name */

/* Bytes of one encoded edit that a room takes, and a guest makes. In the log an edit may be some bytes an operation longer
 * than on its way there, and there it must not exceed BRIDGE_EDIT_SIZE_MAX. */
#define BRIDGE_EDIT_TAKEN_MAX (768u << 10)
