/* A blocking client without any code of ours around the socket but the frames: it can misbehave.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/frame/edit/wire.h"
#include "core/frame/websocket/connection.h"
#include "session/server.h"

typedef struct
{
  GIOStream       *stream;         /* NULL until it is opened */
  int              receive_buffer; /* bytes that the system keeps for it; 0: as usual */
  BridgeConnection connection;
  guint8           buffer[4096];
} RawClient;

/* What connection.output holds by then goes in one piece with the request of raw_client_open. */
void raw_client_init (RawClient *client);
void raw_client_clear (RawClient *client);
/* Connects, through TLS where the server has a certificate (any is accepted), and upgrades. */
void raw_client_open (RawClient *client, BridgeServer *server, gboolean byte_by_byte);
/* A stream of that kind (transfer full). */
GIOStream *raw_client_connect (BridgeServer *server, int receive_buffer);
/* Each of these puts something into connection.output. */
void raw_client_hello (RawClient *client, const char *token, guint64 site);
void raw_client_message (RawClient *client, const BridgeBytes *message);
/* Writes that. */
void raw_client_flush (RawClient *client);
/* FALSE: the stream has ended. */
gboolean raw_client_next (RawClient *client, BridgeConnectionEvent *event);
/* Reads on until a message of this type has come. */
void raw_client_expect_message (RawClient *client, int type);
/* The end of the stream, with a close frame of this code before it; 0: without any. */
void raw_client_expect_close (RawClient *client, unsigned code);
