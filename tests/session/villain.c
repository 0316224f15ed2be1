/* A hostile guest: the frames and edits of a real one, and whatever else it likes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "villain.h"

#include "harness.h"
#include "honest.h"

#include "core/base/memory.h"
#include "core/frame/edit/state.h"

#include <string.h>

#define RECEIVE_BUFFER (16 << 10) /* bytes: what it does not read stands at the server soon */
#define DEFLATE        "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_no_context_takeover\r\n"

static void
init (Villain *villain, guint64 site)
{
  *villain = (Villain){ .site = site, .up = { .site = site }, .lamport = 1000 };
  raw_client_init (&villain->client);
  villain->client.receive_buffer = RECEIVE_BUFFER;
}

void
villain_open (Villain *villain, BridgeServer *server, guint64 site)
{
  init (villain, site);
  raw_client_open (&villain->client, server, FALSE);
}

static void
read_head (GIOStream *stream)
{
  g_autoptr (GString) head = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (head->str, "\r\n\r\n") &&
         g_input_stream_read (g_io_stream_get_input_stream (stream), &byte, 1, NULL, NULL) == 1)
    g_string_append_c (head, byte);
  g_assert_true (g_str_has_prefix (head->str, "HTTP/1.1 101"));
  g_assert_nonnull (strstr (head->str, "permessage-deflate"));
}

void
villain_open_deflating (Villain *villain, BridgeServer *server, guint64 site)
{
  g_autofree char *plain = harness_upgrade_request (bridge_server_get_invite (server)->room, BRIDGE_WIRE_PROTOCOL);
  g_autofree char *request = g_strdup_printf ("%.*s" DEFLATE "\r\n", (int)(strlen (plain) - 2), plain);

  init (villain, site);
  villain->client.stream = raw_client_connect (server, RECEIVE_BUFFER);
  g_assert_true (villain_write (villain, request, strlen (request)));
  read_head (villain->client.stream);
}

void
villain_greet (Villain *villain, BridgeServer *server)
{
  raw_client_hello (&villain->client, bridge_server_get_invite (server)->token, villain->site);
  villain_flush (villain);
}

void
villain_greet_behind (Villain *villain, BridgeServer *server, guint64 epoch)
{
  const char           *token = bridge_server_get_invite (server)->token;
  const BridgeWireHello hello = {
    .version = BRIDGE_WIRE_VERSION,
    .token = token,
    .n_token = strlen (token),
    .site = villain->site,
    .name = HOSTILE_NAME,
    .n_name = strlen (HOSTILE_NAME),
    .epoch = epoch,
    .revision = 1,
  };
  BridgeBytes message = { 0 };

  bridge_wire_put_hello (&message, &hello);
  raw_client_message (&villain->client, &message);
  bridge_bytes_clear (&message);
  villain_flush (villain);
}

static void
note_item (Villain *villain, const BridgeItem *item)
{
  const BridgeRegister *locked = bridge_item_register (item, BRIDGE_PROPERTY_LOCKED);

  if (item->kind == BRIDGE_KIND_STROKE)
    villain->ink = item->id;
  else if (locked != NULL)
    villain->locked = item->id;
  else if (item->kind == BRIDGE_KIND_RECTANGLE)
    villain->box = item->id;
}

static void
look_at_block (Villain *villain, const guint8 *data, gsize length)
{
  BridgeStateReader *reader = bridge_state_reader_new ();
  BridgeStateRecord  record;
  bool               more = true;

  g_assert_cmpint (bridge_state_reader_feed (reader, data, length), ==, BRIDGE_STATUS_OK);
  while (bridge_state_reader_next (reader, &record, &more) == BRIDGE_STATUS_OK && more)
    if (record.type == BRIDGE_STATE_AUTHOR)
      g_assert_true (bridge_context_put (&villain->log, record.index, &record.context));
    else if (record.type == BRIDGE_STATE_ITEM)
      note_item (villain, record.item);
  bridge_state_reader_free (reader);
}

static void
note_op (Villain *villain, const BridgeOp *op)
{
  if (op->type == BRIDGE_OP_CREATE && op->create.kind == BRIDGE_KIND_STROKE)
    villain->ink = op->item;
  else if (op->type == BRIDGE_OP_SET && op->set.property == BRIDGE_PROPERTY_LOCKED)
    villain->locked = op->item;
  else if (op->type == BRIDGE_OP_SET && op->set.property == BRIDGE_PROPERTY_X)
    villain->box = op->item;
}

/* TRUE: it is our last edit. */
static gboolean
take_commit (Villain *villain, const BridgeConnectionEvent *event)
{
  BridgeEdit edit;
  gboolean   is_ours;

  g_assert_cmpint (bridge_wire_get_commit (event->data, event->length, &villain->log, &edit), ==, BRIDGE_STATUS_OK);
  is_ours = edit.site == villain->site && edit.seq == villain->up.seq;
  for (gsize i = 0; i < edit.n_ops && edit.site != villain->site; i++)
    note_op (villain, &edit.ops[i]);
  bridge_edit_clear (&edit);
  return is_ours;
}

static gboolean
take_refusal (Villain *villain, const BridgeConnectionEvent *event, guint8 *code)
{
  guint64 site, seq;

  g_assert_cmpint (bridge_wire_get_refused (event->data, event->length, &villain->log, &site, &seq, code), ==, BRIDGE_STATUS_OK);
  return site == villain->site && seq == villain->up.seq;
}

static int
next_message (Villain *villain, BridgeConnectionEvent *event)
{
  do
    g_assert_true (raw_client_next (&villain->client, event));
  while (event->type != BRIDGE_CONNECTION_BINARY);
  return bridge_wire_type (event->data, event->length);
}

/* The log's next entry; TRUE: it is about our last edit. */
static gboolean
next_entry (Villain *villain, BridgeRefusal *verdict)
{
  BridgeConnectionEvent event;
  guint8                code;
  int                   type;

  *verdict = BRIDGE_REFUSAL_NONE;
  do
    type = next_message (villain, &event);
  while (type != BRIDGE_WIRE_COMMIT && type != BRIDGE_WIRE_REFUSED);
  if (type == BRIDGE_WIRE_COMMIT)
    return take_commit (villain, &event);
  if (!take_refusal (villain, &event, &code))
    return FALSE;
  *verdict = code;
  return TRUE;
}

/* The state may be older than its reader: what it lacks the log tells. */
void
villain_look (Villain *villain)
{
  BridgeConnectionEvent event;
  BridgeWireHead        head;
  BridgeRefusal         ignored;
  guint64               latest = 0, revision = 0;

  while (latest == 0)
    switch (next_message (villain, &event))
      {
      case BRIDGE_WIRE_HEAD:
        g_assert_cmpint (bridge_wire_get_head (event.data, event.length, &head), ==, BRIDGE_STATUS_OK);
        bridge_free (head.refusals);
        revision = head.revision;
        villain->epoch = head.epoch;
        break;
      case BRIDGE_WIRE_STATE:
        look_at_block (villain, event.data, event.length);
        break;
      case BRIDGE_WIRE_READY:
        g_assert_cmpint (bridge_wire_get_ready (event.data, event.length, &latest), ==, BRIDGE_STATUS_OK);
        break;
      default:
        break;
      }
  while (revision++ < latest)
    next_entry (villain, &ignored);
}

void
villain_close (Villain *villain)
{
  raw_client_clear (&villain->client);
  bridge_context_clear (&villain->log);
}

gboolean
villain_write (Villain *villain, const void *data, gsize length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (villain->client.stream), data, length, NULL, NULL, NULL);
}

gboolean
villain_flush (Villain *villain)
{
  BridgeBytes *output = &villain->client.connection.output;
  gboolean     written = villain_write (villain, output->data, output->length);

  bridge_bytes_truncate (output, 0);
  return written;
}

void
villain_frame (Villain *villain, gboolean fin, guint8 rsv, BridgeOpcode opcode, const void *payload, gsize length)
{
  BridgeBytes            *output = &villain->client.connection.output;
  const BridgeFrameHeader header = {
    .fin = fin,
    .rsv = rsv,
    .opcode = opcode,
    .masked = true,
    .payload_length = length,
    .mask_key = { 'm', 'a', 's', 'k' },
  };
  guint8 head[BRIDGE_FRAME_HEADER_MAX];

  bridge_bytes_put (output, head, bridge_frame_header_encode (head, &header));
  bridge_bytes_put (output, payload, length);
  if (length > 0)
    bridge_frame_mask (output->data + output->length - length, length, header.mask_key, 0);
}

void
villain_begin (Villain *villain, BridgeEdit *edit)
{
  bridge_edit_init (edit, villain->site, villain->lamport);
}

void
villain_send (Villain *villain, BridgeEdit *edit)
{
  BridgeBytes message = { 0 };

  if (edit->seq == 0)
    edit->seq = villain->up.seq + 1;
  villain->lamport = edit->lamport + edit->span;
  bridge_wire_put_edit (&message, &villain->up, &villain->log, edit);
  raw_client_message (&villain->client, &message);
  bridge_bytes_clear (&message);
  bridge_edit_clear (edit);
  villain_flush (villain);
}

BridgeRefusal
villain_verdict (Villain *villain)
{
  BridgeRefusal verdict;

  while (!next_entry (villain, &verdict))
    ;
  return verdict;
}

void
villain_expect_service (Villain *villain)
{
  BridgeConnectionEvent event;

  bridge_connection_ping (&villain->client.connection, "still here", 10);
  g_assert_true (villain_flush (villain));
  do
    g_assert_true (raw_client_next (&villain->client, &event));
  while (event.type != BRIDGE_CONNECTION_PONG || event.length != 10);
}

unsigned
villain_read_close (Villain *villain)
{
  BridgeConnectionEvent event;
  unsigned              code = 0;

  while (raw_client_next (&villain->client, &event))
    if (event.type == BRIDGE_CONNECTION_CLOSE)
      {
        code = event.close_code;
        villain_flush (villain);
      }
  return code;
}
