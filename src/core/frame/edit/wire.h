/* Drawbridge's own frames: one in each binary WebSocket message of sub-protocol drawbridge.v1.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * FORMAT.md beside this file is the specification. put_* append one whole frame; get_* decode one, given the bytes of one
 * message, and borrow strings from it. Each get_* fails with TRUNCATED, MALFORMED, UTF8, LIMIT, RANGE or (an operation
 * that this version does not know) UNSUPPORTED and then has written nothing. */
#pragma once

#include "core/base/bytes.h"
#include "core/base/reader.h"
#include "core/doc/board.h"
#include "core/frame/edit/context.h"

#define BRIDGE_WIRE_PROTOCOL      "drawbridge.v1"
#define BRIDGE_WIRE_VERSION       1
#define BRIDGE_WIRE_MESSAGE_MAX   (4u << 20)           /* bytes of one message, either way: one item at its limits as state fits */
#define BRIDGE_WIRE_NUMBER_MAX    (UINT64_C (1) << 53) /* of lamports, seqs and revisions: exact as doubles too */
#define BRIDGE_WIRE_TOKEN_MAX     256
#define BRIDGE_WIRE_SECRET_SIZE   16
#define BRIDGE_WIRE_SELECTION_MAX 256  /* items named in one presence; more are left out by the sender */
#define BRIDGE_WIRE_PEOPLE_MAX    4096 /* entries of one people or presence frame */
#define BRIDGE_WIRE_REFUSALS_MAX  4096 /* refusals named in one head */
#define BRIDGE_WIRE_REASON_MAX    512  /* UTF-8 bytes of a goodbye's or a notice's words */

/* Numbers never change; a type that is not listed is skipped by its receiver. */
typedef enum
{
  /* guest to room */
  BRIDGE_WIRE_HELLO = 1,
  BRIDGE_WIRE_EDIT = 2,
  BRIDGE_WIRE_PRESENCE = 3,
  /* either way */
  BRIDGE_WIRE_GOODBYE = 8,
  /* room to guest */
  BRIDGE_WIRE_WELCOME = 16,
  BRIDGE_WIRE_HEAD = 17,    /* a snapshot or diff begins */
  BRIDGE_WIRE_STATE = 18,   /* one compressed block of it (state.h) */
  BRIDGE_WIRE_READY = 19,   /* it is complete; the log goes on after its revision */
  BRIDGE_WIRE_COMMIT = 20,  /* log: an accepted edit, the next revision */
  BRIDGE_WIRE_REFUSED = 21, /* log: a refused one, the next revision too */
  BRIDGE_WIRE_PEOPLE = 22,
  BRIDGE_WIRE_PRESENCES = 23,
  BRIDGE_WIRE_NOTICE = 24,
} BridgeWireType;

/* Why a goodbye; numbers as on the wire. */
typedef enum
{
  BRIDGE_GOODBYE_LEAVING = 0,  /* the guest leaves, or the host ends the session */
  BRIDGE_GOODBYE_TOKEN = 1,    /* wrong token */
  BRIDGE_GOODBYE_VERSION = 2,  /* another protocol version */
  BRIDGE_GOODBYE_FULL = 3,     /* no place left */
  BRIDGE_GOODBYE_SITE = 4,     /* the site's secret is wrong */
  BRIDGE_GOODBYE_PROTOCOL = 5, /* a frame that is malformed or not allowed now */
  BRIDGE_GOODBYE_LIMIT = 6,    /* something too large */
  BRIDGE_GOODBYE_SLOW = 7,     /* stuck for too long */
  BRIDGE_GOODBYE_REPLACED = 8, /* the same site has connected anew */
} BridgeGoodbyeCode;

/* What a guest is to know, while the conversation goes on; numbers as on the wire. */
typedef enum
{
  BRIDGE_NOTICE_OVER = 0, /* of what was noticed */
  BRIDGE_NOTICE_RATE = 1, /* it sends more than the room takes from one person; its edits wait */
  BRIDGE_NOTICE_BUSY = 2, /* the server has too much to do; its edits wait */
} BridgeNoticeCode;

typedef struct
{
  uint64_t    version;
  const char *token;
  size_t      n_token;
  uint64_t    site; /* not 0 */
  uint8_t     secret[BRIDGE_WIRE_SECRET_SIZE];
  const char *name; /* UTF-8, at most BRIDGE_NAME_BYTES_MAX */
  size_t      n_name;
  uint32_t    color;    /* 0xRRGGBBAA */
  uint64_t    epoch;    /* of the state that the guest holds; 0: it holds none */
  uint64_t    revision; /* of that state */
  uint64_t    seq;      /* the last of its edits that it knows to be processed */
} BridgeWireHello;

typedef struct
{
  uint32_t    person; /* who the receiver is in this room */
  const char *host;   /* the host's name for the session's card; UTF-8 */
  size_t      n_host;
} BridgeWireWelcome;

typedef struct
{
  uint64_t seq;
  uint8_t  code; /* BridgeRefusal */
} BridgeWireRefusal;

typedef struct
{
  uint64_t           epoch;
  uint64_t           revision; /* the state that follows is as of here, and the log goes on after it */
  uint64_t           since;    /* 0: everything; else what changed after this revision of the same epoch */
  uint64_t           items;    /* records that follow, for progress */
  uint64_t           seq;      /* the receiver's last edit processed as of that revision */
  BridgeWireRefusal *refusals; /* of those, the refused ones after the hello's seq; get_head: new, bridge_free */
  size_t             n_refusals;
} BridgeWireHead;

typedef enum
{
  BRIDGE_PRESENCE_CURSOR = 1 << 0,    /* x, y are there */
  BRIDGE_PRESENCE_SELECTION = 1 << 1, /* items are there */
  BRIDGE_PRESENCE_VIEW = 1 << 2,      /* view is there */
  BRIDGE_PRESENCE_WRITING = 1 << 3,   /* is editing the text of the selected item */
} BridgePresenceFlags;

/* The whole of what one person shows of themselves; the latest counts. */
typedef struct
{
  unsigned     flags;
  BridgePoint  cursor; /* board px; whole 1/8 px on the wire */
  BridgeRect   view;   /* the part of the board in their window, whole px on the wire */
  BridgeStamp *items;  /* the selection; owned, bridge_presence_clear */
  size_t       n_items;
} BridgePresence;

void bridge_presence_clear (BridgePresence *presence);
void bridge_presence_copy (BridgePresence *to, const BridgePresence *from);
bool bridge_presence_equal (const BridgePresence *a, const BridgePresence *b);

typedef enum
{
  BRIDGE_PERSON_HERE = 0, /* joined, or was there, or changed */
  BRIDGE_PERSON_LEFT = 1,
} BridgePersonState;

typedef struct
{
  uint32_t          person; /* this connection's number in the room, never used again in its epoch */
  BridgePersonState state;
  uint64_t          site;
  uint32_t          color;
  const char       *name; /* borrowed */
  size_t            n_name;
} BridgeWirePerson;

/* Of authors whose ink goes on, COMMIT has a short form: this and their index in one byte. */
#define BRIDGE_WIRE_INK         64
#define BRIDGE_WIRE_INK_AUTHORS 64

/* The type of a message, COMMIT for its short form too, or -1 when it is empty. */
int bridge_wire_type (const uint8_t *data, size_t length);

void bridge_wire_put_hello (BridgeBytes *out, const BridgeWireHello *hello);
void bridge_wire_put_welcome (BridgeBytes *out, const BridgeWireWelcome *welcome);
void bridge_wire_put_head (BridgeBytes *out, const BridgeWireHead *head);
void bridge_wire_put_ready (BridgeBytes *out, uint64_t latest);
void bridge_wire_put_goodbye (BridgeBytes *out, BridgeGoodbyeCode code, const char *words);
void bridge_wire_put_notice (BridgeBytes *out, BridgeNoticeCode code, const char *words);
void bridge_wire_put_people (BridgeBytes *out, const BridgeWirePerson *people, size_t n_people);

/* Of another version's hello the version alone is read; all else is zero then. */
BridgeStatus bridge_wire_get_hello (const uint8_t *data, size_t length, BridgeWireHello *hello) BRIDGE_MUST_CHECK;
BridgeStatus bridge_wire_get_welcome (const uint8_t *data, size_t length, BridgeWireWelcome *welcome) BRIDGE_MUST_CHECK;
BridgeStatus bridge_wire_get_head (const uint8_t *data, size_t length, BridgeWireHead *head) BRIDGE_MUST_CHECK;
/* latest: the room's revision by then. */
BridgeStatus bridge_wire_get_ready (const uint8_t *data, size_t length, uint64_t *latest) BRIDGE_MUST_CHECK;
BridgeStatus bridge_wire_get_goodbye (const uint8_t *data, size_t length, int *code, const char **words, size_t *n_words)
    BRIDGE_MUST_CHECK;
BridgeStatus bridge_wire_get_notice (const uint8_t *data, size_t length, int *code, const char **words, size_t *n_words)
    BRIDGE_MUST_CHECK;
/* A new array, bridge_free. */
BridgeStatus bridge_wire_get_people (const uint8_t *data, size_t length, BridgeWirePerson **people, size_t *n_people)
    BRIDGE_MUST_CHECK;

/* Presence. The room passes on what guests say, under their person numbers; items as whole stamps. */
void         bridge_wire_put_presence (BridgeBytes *out, const BridgePresence *presence);
BridgeStatus bridge_wire_get_presence (const uint8_t *data, size_t length, BridgePresence *presence) BRIDGE_MUST_CHECK;
/* A shared frame is begun once and gets an entry for each person whose presence changed. */
void bridge_wire_begin_presences (BridgeBytes *out);
void bridge_wire_add_presence (BridgeBytes *out, uint32_t person, const BridgePresence *presence);
/* Walks the entries: *offset 0 at first, *more false past the last one. */
BridgeStatus bridge_wire_next_presence (const uint8_t  *data,
                                        size_t          length,
                                        size_t         *offset,
                                        bool           *more,
                                        uint32_t       *person,
                                        BridgePresence *presence) BRIDGE_MUST_CHECK;

/* Edits, guest to room. `up` is the guest's own context on this connection: {site} and zeros at its start, moved on by
 * both ends with each edit whatever the room thinks of it. `log` names other authors by index: encoding uses
 * what the guest knows of it, decoding what the room knows, which is never less. The edit of get has seq set. */
void         bridge_wire_put_edit (BridgeBytes         *out,
                                   BridgeAuthorContext *up,
                                   const BridgeContext *log,
                                   const BridgeEdit    *edit);
BridgeStatus bridge_wire_get_edit (const uint8_t       *data,
                                   size_t               length,
                                   BridgeAuthorContext *up,
                                   const BridgeContext *log,
                                   BridgeEdit          *edit) BRIDGE_MUST_CHECK;
/* Whether every site that the edit refers to is the edit's own or known to `log`: only then may it be put. */
bool bridge_wire_can_put (const BridgeContext *log, const BridgeEdit *edit);

/* Log entries, room to guests; both ends' `log` moves on, a new author at its end. */
void         bridge_wire_put_commit (BridgeBytes *out, BridgeContext *log, const BridgeEdit *edit);
BridgeStatus bridge_wire_get_commit (const uint8_t *data, size_t length, BridgeContext *log, BridgeEdit *edit) BRIDGE_MUST_CHECK;
void         bridge_wire_put_refused (BridgeBytes *out, BridgeContext *log, uint64_t site, BridgeRefusal code);
BridgeStatus bridge_wire_get_refused (const uint8_t *data,
                                      size_t         length,
                                      BridgeContext *log,
                                      uint64_t      *site,
                                      uint64_t      *seq,
                                      uint8_t       *code) BRIDGE_MUST_CHECK;
