/* A room and its guests in one process, joined by byte pipes that a test moves by hand.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/random.h"
#include "core/sync/guest.h"
#include "core/sync/room.h"

#include <glib.h>

#define NETWORK_TOKEN "correct-horse-battery-staple"

typedef struct Network Network;
typedef struct Link    Link;

typedef enum
{
  FATE_WAITING,
  FATE_TAKEN,
  FATE_REFUSED,
} Fate;

/* An edit of a member, by its seq (the index is seq - 1), and the item that it made, if any. */
typedef struct
{
  Fate        fate;
  BridgeStamp created;
} Deed;

typedef struct
{
  Network     *network;
  BridgeGuest *guest;
  Link        *link;         /* NULL: none */
  GArray      *deeds;        /* of Deed */
  guint        counts[32];   /* events by type since it was last zeroed */
  gint         goodbye;      /* code of the last one, or -1 */
  gint         refusal;      /* code of the last one of its own, or -1 */
  GString     *last_changed; /* name of whom the last people event was about */
} Member;

/* One connection. Either end may be gone while the other does not know yet. */
struct Link
{
  Member     *member;
  BridgePeer *peer;
  GByteArray *up; /* on their way, framed */
  GByteArray *down;
  GByteArray *at_room; /* arrived, not a whole frame yet */
  GByteArray *at_guest;
  gsize       window; /* bytes that fit into `up` and `down` */
};

struct Network
{
  BridgeRoom *room;
  GPtrArray  *members;
  GPtrArray  *links;
  guint64     now;
  gsize       slice; /* records of state that a guest decodes before it is left waiting; 0: all */
};

Network *network_new (const BridgeRoomOptions *options); /* NULL: some */
void     network_free (Network *network);
/* Another room, seeded with what this member sees; every link is cut. */
void network_restart (Network *network, const BridgeRoomOptions *options, Member *seed);

Member *network_add (Network *network, guint64 site, const gchar *name);
void    member_connect (Member *member, const gchar *token);
/* The member's end is gone at once; the room hears of it when `room_knows`, or by link_close. */
void member_cut (Member *member, gboolean room_knows);
/* Commits, and books it. Returns the seq. */
guint64 member_commit (Member *member, BridgeEdit *edit);
void    member_book (Member *member, guint64 seq, BridgeStamp created);
void    member_collect (Member *member); /* takes its events */

/* Each moves up to `max` bytes, and delivers what is whole thereby. Returns whether anything moved. */
gboolean link_send_up (Link *link, gsize max);
gboolean link_deliver_up (Link *link, gsize max);
gboolean link_send_down (Link *link, gsize max);
gboolean link_deliver_down (Link *link, gsize max);
void     link_close (Link *link); /* the room's end */

/* Moves everything until nothing moves; timers stand still. */
void network_settle (Network *network);
/* Lets time go by, and settles. */
void network_wait (Network *network, guint64 microseconds);
/* Drops links of which both ends are gone. */
void network_sweep (Network *network);

/* What the guest holds of the room, and what it shows, are what the room has. */
void assert_committed (Member *member);
void assert_settled (Member *member);
