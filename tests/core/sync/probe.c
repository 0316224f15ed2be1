/* A bare connection to a room, that says what no guest would say.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe.h"

#include "core/frame/websocket/frame.h"

#include <string.h>

const BridgeRoomOptions probe_options = {
  .epoch = 9, .seed = 1, .token = NETWORK_TOKEN, .title = "", .host = "Ada", .people_max = 3
};

Probe *
probe_new (BridgeRoom *room, guint64 now)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->room = room;
  probe->peer = bridge_room_connect (room, now);
  probe->types = g_string_new (NULL);
  probe->messages = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  return probe;
}

void
probe_free (Probe *probe)
{
  bridge_room_disconnect (probe->room, probe->peer, 0);
  g_string_free (probe->types, TRUE);
  g_ptr_array_unref (probe->messages);
  g_free (probe);
}

BridgeWireHello
hello_for (guint64 site)
{
  BridgeWireHello hello = { .version = BRIDGE_WIRE_VERSION,
                            .token = NETWORK_TOKEN,
                            .n_token = strlen (NETWORK_TOKEN),
                            .site = site,
                            .name = "Bob",
                            .n_name = 3,
                            .color = 0x00ff00ff };

  memset (hello.secret, (int)site, sizeof hello.secret);
  return hello;
}

void
probe_say (Probe *probe, BridgeBytes *message, guint64 now)
{
  bridge_room_receive (probe->room, probe->peer, message->data, message->length, now);
  bridge_bytes_clear (message);
}

void
probe_hello (Probe *probe, const BridgeWireHello *hello)
{
  BridgeBytes message = { 0 };

  bridge_wire_put_hello (&message, hello);
  probe_say (probe, &message, 0);
}

Probe *
probe_join (BridgeRoom *room, guint64 site)
{
  Probe          *probe = probe_new (room, 0);
  BridgeWireHello hello = hello_for (site);

  probe_hello (probe, &hello);
  return probe;
}

/* Takes all output; returns the types of the messages in it. */
const gchar *
probe_read (Probe *probe, guint64 now)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  BridgeSpan spans[8];
  gsize      n_spans;
  uint64_t   size;

  g_string_truncate (probe->types, 0);
  g_ptr_array_set_size (probe->messages, 0);
  while (bridge_room_next_ready (probe->room) != NULL)
    ;
  while ((n_spans = bridge_peer_spans (probe->peer, spans, G_N_ELEMENTS (spans))) > 0)
    {
      gsize length = 0;

      for (gsize i = 0; i < n_spans; i++)
        {
          g_byte_array_append (bytes, spans[i].data, (guint)spans[i].length);
          length += spans[i].length;
        }
      bridge_peer_sent (probe->peer, length, now);
    }
  for (gsize at = 0; at < bytes->len; at += size)
    {
      gsize header;

      g_assert_true (bridge_frame_size (bytes->data + at, bytes->len - at, &size));
      header = bridge_frame_header_size (bytes->data[at + 1]);
      g_ptr_array_add (probe->messages, g_bytes_new (bytes->data + at + header, size - header));
      g_string_append_printf (probe->types, "%s%d", at == 0 ? "" : " ", bytes->data[at + header]);
    }
  return probe->types->str;
}

void
assert_dismissed (Probe *probe, guint code, guint close_code)
{
  const gchar *reason;
  uint16_t     close;
  GBytes      *last;

  g_assert_true (bridge_peer_is_closing (probe->peer, &close, &reason));
  g_assert_cmpuint (close, ==, close_code);
  g_assert_cmpuint (strlen (reason), >, 0);
  g_assert_true (g_str_has_suffix (probe_read (probe, 0), "8"));
  last = g_ptr_array_index (probe->messages, probe->messages->len - 1);
  g_assert_cmpuint (((const guint8 *)g_bytes_get_data (last, NULL))[1], ==, code);
}

BridgeWireHead
read_head (Probe *probe)
{
  BridgeWireHead head = { 0 };

  for (guint i = 0; i < probe->messages->len; i++)
    {
      gsize         length;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (probe->messages, i), &length);

      if (data[0] == BRIDGE_WIRE_HEAD)
        g_assert_cmpint (bridge_wire_get_head (data, length, &head), ==, BRIDGE_STATUS_OK);
    }
  g_assert_cmpuint (head.epoch, !=, 0);
  return head;
}

/* An edit of `site`, the first item at `lamport`; `up` moves on. */
void
probe_draw (Probe *probe, BridgeAuthorContext *up, guint64 seq, guint64 lamport)
{
  BridgeContext none = { 0 };
  BridgeBytes   message = { 0 };
  BridgeEdit    edit;

  bridge_edit_init (&edit, up->site, lamport);
  edit.seq = seq;
  bridge_edit_create (&edit, BRIDGE_KIND_RECTANGLE, 0);
  bridge_wire_put_edit (&message, up, &none, &edit);
  probe_say (probe, &message, 0);
  bridge_edit_clear (&edit);
}

guint
draw_while_allowed (Probe *probe, BridgeAuthorContext *up, guint64 now, guint max)
{
  guint n = 0;

  for (; n < max && bridge_peer_may_send (probe->peer, now); n++)
    probe_draw (probe, up, up->seq + 1, up->lamport + 1);
  return n;
}

gint
read_notice (Probe *probe)
{
  gint found = -1;

  for (guint i = 0; i < probe->messages->len; i++)
    {
      gsize         length, n_words;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (probe->messages, i), &length);
      const char   *words;

      if (data[0] != BRIDGE_WIRE_NOTICE)
        continue;
      g_assert_cmpint (found, ==, -1);
      g_assert_cmpint (bridge_wire_get_notice (data, length, &found, &words, &n_words), ==, BRIDGE_STATUS_OK);
      g_assert_true ((n_words > 0) == (found != BRIDGE_NOTICE_OVER));
    }
  return found;
}
