/* A hostile guest: the frames and edits of a real one, and whatever else it likes. Blocking, for a thread of its own.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "raw-client.h"

#include "core/doc/board.h"

typedef struct
{
  RawClient           client;
  guint64             site;
  BridgeAuthorContext up;
  BridgeContext       log; /* as the room has it */
  guint64             lamport;
  guint64             epoch;  /* of the room */
  BridgeStamp         ink;    /* of somebody else */
  BridgeStamp         locked; /* likewise */
  BridgeStamp         box;    /* likewise, neither */
} Villain;

/* Connects and upgrades; says nothing yet. */
void villain_open (Villain *villain, BridgeServer *server, guint64 site);
/* Likewise, with permessage-deflate agreed on. */
void villain_open_deflating (Villain *villain, BridgeServer *server, guint64 site);
/* Says hello. */
void villain_greet (Villain *villain, BridgeServer *server);
/* Likewise, as one who has the board as it was at the first revision: a diff is due to it alone. */
void villain_greet_behind (Villain *villain, BridgeServer *server, guint64 epoch);
/* Reads the board, to know what there is to be touched. */
void villain_look (Villain *villain);
void villain_close (Villain *villain);

/* Writes what connection.output holds, or these bytes. FALSE: the server has ended it, or takes no more for a second. */
gboolean villain_flush (Villain *villain);
gboolean villain_write (Villain *villain, const void *data, gsize length);
/* Puts a frame, masked, into connection.output. */
void villain_frame (Villain *villain, gboolean fin, guint8 rsv, BridgeOpcode opcode, const void *payload, gsize length);

/* An edit of its own: begin, compose, send. */
void villain_begin (Villain *villain, BridgeEdit *edit);
void villain_send (Villain *villain, BridgeEdit *edit);
/* Reads until its last edit has been judged. */
BridgeRefusal villain_verdict (Villain *villain);
/* Still there, and taken for a guest: a ping is answered. */
void villain_expect_service (Villain *villain);
/* Reads to the end; the code of the close frame, 0 when there was none. */
unsigned villain_read_close (Villain *villain);
