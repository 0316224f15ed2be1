/* Tests of the frame decoder: pieces, errors with their place, the seam for an extension.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/decoder.h"

#include "script.h"

#include <string.h>

#define FRAME_LIMIT 1000

/* Writes down the pieces as "81[He" ... "llo]", a bracket where a frame begins and where it ends. */
static void
put_pieces (GString *text, BridgeDecoder *decoder, guint8 *data, gsize length)
{
  BridgeFramePiece piece;
  bridge_decoder_feed (decoder, data, length);
  while (bridge_decoder_next (decoder, &piece))
    {
      guint first = piece.header->fin << 7 | piece.header->rsv << 4 | piece.header->opcode;
      if (piece.first)
        g_string_append_printf (text, "%02x[", first);
      g_string_append_len (text, (const char *)piece.data, (gssize)piece.length);
      if (piece.last)
        g_string_append_c (text, ']');
    }
}

static void
test_pieces (void)
{
  g_autoptr (GByteArray) input = script_encode ("81'Hello' 89 02 80'World'", TRUE);
  for (gsize cut = 0; cut <= input->len; cut++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree guint8 *data = g_memdup2 (input->data, input->len);
      BridgeDecoder      decoder;

      bridge_decoder_init (&decoder, BRIDGE_ROLE_SERVER, FALSE, FRAME_LIMIT);
      put_pieces (text, &decoder, data, cut);
      put_pieces (text, &decoder, data + cut, input->len - cut);
      g_assert_cmpstr (text->str, ==, "81[Hello]89[]02[]80[World]");
      g_assert_cmpuint (decoder.offset, ==, input->len);
      g_assert_cmpint (decoder.error.status, ==, BRIDGE_STATUS_OK);
    }
}

/* A header alone is shown before its payload comes, so that what is above can judge it. */
static void
test_header_comes_first (void)
{
  guint8           data[] = { 0x81, 0x05 };
  BridgeDecoder    decoder;
  BridgeFramePiece piece;
  bridge_decoder_init (&decoder, BRIDGE_ROLE_CLIENT, FALSE, FRAME_LIMIT);
  bridge_decoder_feed (&decoder, data, sizeof data);
  g_assert_true (bridge_decoder_next (&decoder, &piece));
  g_assert_true (piece.first && !piece.last && piece.length == 0);
  g_assert_cmpuint (piece.header->payload_length, ==, 5);
  g_assert_false (bridge_decoder_next (&decoder, &piece));
}

typedef struct
{
  BridgeRole   role;
  const char  *input;   /* unmasked where the role is CLIENT's */
  guint        n_bytes; /* how many of them are enough to know */
  BridgeStatus status;
  guint        close_code;
  guint        offset;
  const char  *reason;
} ErrorCase;

static const ErrorCase error_cases[] = {
  { BRIDGE_ROLE_CLIENT, "81'ab' 83", 6, BRIDGE_STATUS_PROTOCOL, 1002, 4, "reserved opcode" },
  { BRIDGE_ROLE_CLIENT, "91'a'", 2, BRIDGE_STATUS_PROTOCOL, 1002, 0, "reserved bit set" },
  { BRIDGE_ROLE_CLIENT, "89 81~'a'", 4, BRIDGE_STATUS_PROTOCOL, 1002, 2, "masked frame from a server" },
  { BRIDGE_ROLE_SERVER, "81'ab' 81~'a'", 10, BRIDGE_STATUS_PROTOCOL, 1002, 8, "unmasked frame from a client" },
  { BRIDGE_ROLE_SERVER, "09'a'", 2, BRIDGE_STATUS_PROTOCOL, 1002, 0, "fragmented control frame" },
  { BRIDGE_ROLE_SERVER, "89/7e007e", 2, BRIDGE_STATUS_PROTOCOL, 1002, 0, "control frame too long" },
  { BRIDGE_ROLE_SERVER, "80'a'", 2, BRIDGE_STATUS_PROTOCOL, 1002, 0, "continuation of nothing" },
  { BRIDGE_ROLE_CLIENT, "01 81", 4, BRIDGE_STATUS_PROTOCOL, 1002, 2, "new message inside a fragmented one" },
  { BRIDGE_ROLE_CLIENT, "82/7e0001", 4, BRIDGE_STATUS_PROTOCOL, 1002, 0, "length not in its shortest form" },
  { BRIDGE_ROLE_CLIENT, "82/7e03e9", 4, BRIDGE_STATUS_LIMIT, 1009, 0, "frame too large" },
};

static void
check_error (const BridgeDecoder *decoder, const ErrorCase *item)
{
  g_assert_cmpint (decoder->error.status, ==, item->status);
  g_assert_cmpuint (decoder->error.close_code, ==, item->close_code);
  g_assert_cmpuint (decoder->error.offset, ==, item->offset);
  g_assert_cmpstr (decoder->error.reason, ==, item->reason);
}

/* An error is known with the byte that shows it, and stays. */
static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (error_cases); i++)
    {
      const ErrorCase *item = &error_cases[i];
      g_autoptr (GByteArray) input = script_encode (item->input, item->role == BRIDGE_ROLE_SERVER);
      g_autoptr (GString) text = g_string_new (NULL);
      BridgeDecoder decoder;

      bridge_decoder_init (&decoder, item->role, FALSE, FRAME_LIMIT);
      put_pieces (text, &decoder, input->data, item->n_bytes - 1);
      g_assert_cmpint (decoder.error.status, ==, BRIDGE_STATUS_OK);
      put_pieces (text, &decoder, input->data + item->n_bytes - 1, 1);
      check_error (&decoder, item);

      gsize  n_text = text->len;
      guint8 good[] = { 0x81, 0x00 };
      bridge_decoder_fail (&decoder, BRIDGE_STATUS_UTF8, BRIDGE_CLOSE_INVALID_DATA, "later");
      put_pieces (text, &decoder, good, sizeof good);
      check_error (&decoder, item);
      g_assert_cmpuint (text->len, ==, n_text);
    }
}

static void
test_frame_limit (void)
{
  g_autoptr (GByteArray) input = script_encode ("82*1000 82*1001", FALSE);
  g_autoptr (GString) text = g_string_new (NULL);
  BridgeDecoder decoder;

  bridge_decoder_init (&decoder, BRIDGE_ROLE_CLIENT, FALSE, FRAME_LIMIT);
  put_pieces (text, &decoder, input->data, input->len);
  g_assert_cmpuint (text->len, ==, 1000 + strlen ("82[]"));
  g_assert_cmpuint (decoder.error.close_code, ==, BRIDGE_CLOSE_TOO_LARGE);
  g_assert_cmpuint (decoder.error.offset, ==, 1004);

  /* Control frames have a limit of their own. */
  g_autoptr (GByteArray) ping = script_encode ("89*125", FALSE);
  bridge_decoder_init (&decoder, BRIDGE_ROLE_CLIENT, FALSE, 0);
  put_pieces (text, &decoder, ping->data, ping->len);
  g_assert_cmpint (decoder.error.status, ==, BRIDGE_STATUS_OK);
}

/* With an extension RSV1 is allowed where a message begins, and nowhere else; the other bits never are. */
static void
test_rsv1 (void)
{
  static const struct
  {
    const char *input;
    gboolean    allowed;
  } cases[] = {
    { "c1'a'", TRUE },
    { "c2'a'", TRUE },
    { "41'a' 80'b'", TRUE },
    { "81'a' c1'b' 81'c'", TRUE },
    { "01'a' c0'b'", FALSE },
    { "41'a' c0'b'", FALSE },
    { "c8", FALSE },
    { "c9", FALSE },
    { "ca", FALSE },
    { "d1'a'", FALSE },
    { "e1'a'", FALSE },
    { "a1'a'", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) input = script_encode (cases[i].input, FALSE);
      g_autoptr (GString) text = g_string_new (NULL);
      BridgeDecoder decoder;

      bridge_decoder_init (&decoder, BRIDGE_ROLE_CLIENT, TRUE, FRAME_LIMIT);
      put_pieces (text, &decoder, input->data, input->len);
      g_assert_cmpint (decoder.error.status == BRIDGE_STATUS_OK, ==, cases[i].allowed);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/websocket/decoder/pieces", test_pieces);
  g_test_add_func ("/core/frame/websocket/decoder/header-comes-first", test_header_comes_first);
  g_test_add_func ("/core/frame/websocket/decoder/errors", test_errors);
  g_test_add_func ("/core/frame/websocket/decoder/frame-limit", test_frame_limit);
  g_test_add_func ("/core/frame/websocket/decoder/rsv1", test_rsv1);
  return g_test_run ();
}
