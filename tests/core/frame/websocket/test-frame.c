/* Tests of the frame header's codec and of masking.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/frame.h"

#include <glib.h>
#include <string.h>

typedef struct
{
  const char       *bytes;
  gsize             n_bytes;
  BridgeFrameHeader header;
} HeaderCase;

#define KEY                \
  {                        \
    0x37, 0xfa, 0x21, 0x3d \
  }
#define BYTES(literal) literal, sizeof (literal) - 1

/* The examples of RFC 6455, section 5.7, and every border between the forms of length. */
static const HeaderCase header_cases[] = {
  { BYTES ("\x81\x05"), { TRUE, 0, BRIDGE_OPCODE_TEXT, FALSE, { 0 }, 5 } },
  { BYTES ("\x81\x85\x37\xfa\x21\x3d"), { TRUE, 0, BRIDGE_OPCODE_TEXT, TRUE, KEY, 5 } },
  { BYTES ("\x01\x03"), { FALSE, 0, BRIDGE_OPCODE_TEXT, FALSE, { 0 }, 3 } },
  { BYTES ("\x80\x02"), { TRUE, 0, BRIDGE_OPCODE_CONTINUATION, FALSE, { 0 }, 2 } },
  { BYTES ("\x89\x05"), { TRUE, 0, BRIDGE_OPCODE_PING, FALSE, { 0 }, 5 } },
  { BYTES ("\x8a\x85\x37\xfa\x21\x3d"), { TRUE, 0, BRIDGE_OPCODE_PONG, TRUE, KEY, 5 } },
  { BYTES ("\x82\x7e\x01\x00"), { TRUE, 0, BRIDGE_OPCODE_BINARY, FALSE, { 0 }, 256 } },
  { BYTES ("\x82\x7f\0\0\0\0\0\1\0\0"), { TRUE, 0, BRIDGE_OPCODE_BINARY, FALSE, { 0 }, 65536 } },
  { BYTES ("\x88\x00"), { TRUE, 0, BRIDGE_OPCODE_CLOSE, FALSE, { 0 }, 0 } },
  { BYTES ("\xc1\x00"), { TRUE, BRIDGE_FRAME_RSV1, BRIDGE_OPCODE_TEXT, FALSE, { 0 }, 0 } },
  { BYTES ("\x22\x7d"), { FALSE, 2, BRIDGE_OPCODE_BINARY, FALSE, { 0 }, 125 } },
  { BYTES ("\x82\x7e\x00\x7e"), { TRUE, 0, BRIDGE_OPCODE_BINARY, FALSE, { 0 }, 126 } },
  { BYTES ("\x82\xfe\xff\xff\x37\xfa\x21\x3d"), { TRUE, 0, BRIDGE_OPCODE_BINARY, TRUE, KEY, 65535 } },
  { BYTES ("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff\x37\xfa\x21\x3d"),
    { TRUE, 0, BRIDGE_OPCODE_BINARY, TRUE, KEY, G_MAXINT64 } },
};

static void
test_header (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (header_cases); i++)
    {
      const HeaderCase *item = &header_cases[i];
      guint8            bytes[BRIDGE_FRAME_HEADER_MAX];
      BridgeFrameHeader header;

      g_assert_cmpmem (bytes, bridge_frame_header_encode (bytes, &item->header), item->bytes, item->n_bytes);
      g_assert_cmpuint (bridge_frame_header_size (bytes[1]), ==, item->n_bytes);
      g_assert_true (bridge_frame_header_decode (&header, bytes));
      g_assert_true (header.fin == item->header.fin && header.masked == item->header.masked);
      g_assert_cmpuint (header.rsv, ==, item->header.rsv);
      g_assert_cmpuint (header.opcode, ==, item->header.opcode);
      g_assert_cmpuint (header.payload_length, ==, item->header.payload_length);
      g_assert_cmpmem (header.mask_key, 4, item->header.mask_key, 4);
    }
}

static void
test_header_not_shortest (void)
{
  static const char cases[][10] = {
    "\x82\x7e\x00\x00",
    "\x82\x7e\x00\x7d",
    "\x82\x7f\0\0\0\0\0\0\0\0",
    "\x82\x7f\0\0\0\0\0\0\xff\xff",
    "\x82\x7f\x80\0\0\0\0\0\0\0",
    "\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeFrameHeader header;
      g_assert_false (bridge_frame_header_decode (&header, (const guint8 *)cases[i]));
    }
}

/* Every length, offset and alignment around the words and the unrolled loop, against the definition of section 5.3;
 * nothing beside the piece is touched. */
static void
test_mask (void)
{
  static const guint8 key[4] = KEY;
  for (gsize length = 0; length < 80; length++)
    for (gsize offset = 0; offset < 9; offset++)
      for (gsize shift = 0; shift < 9; shift++)
        {
          guint8 data[100];
          for (gsize i = 0; i < sizeof data; i++)
            data[i] = (guint8)(i * 7);
          bridge_frame_mask (data + shift, length, key, offset);
          for (gsize i = 0; i < sizeof data; i++)
            {
              gboolean inside = i >= shift && i < shift + length;
              guint8   mask = inside ? key[(i - shift + offset) % 4] : 0;
              g_assert_cmpuint (data[i], ==, (guint8)(i * 7) ^ mask);
            }
        }
}

/* A log of frames can be walked from frame to frame, however little of a header is there. */
static void
test_put_and_size (void)
{
  static const gsize lengths[] = { 0, 1, 125, 126, 127, 65535, 65536, 70000 };
  g_autofree guint8 *payload = g_malloc0 (70000);
  BridgeBytes        log = { 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    bridge_frame_put (&log, BRIDGE_OPCODE_BINARY, payload, lengths[i]);

  gsize at = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      gsize   header_size = lengths[i] < 126 ? 2 : lengths[i] < 65536 ? 4
                                                                      : 10;
      guint64 size = 0;
      for (gsize available = 0; available < header_size; available++)
        g_assert_false (bridge_frame_size (log.data + at, available, &size));
      g_assert_true (bridge_frame_size (log.data + at, header_size, &size));
      g_assert_cmpuint (size, ==, header_size + lengths[i]);
      g_assert_cmpuint (log.data[at], ==, 0x82);
      at += size;
    }
  g_assert_cmpuint (at, ==, log.length);
  bridge_bytes_clear (&log);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/websocket/frame/header", test_header);
  g_test_add_func ("/core/frame/websocket/frame/header-not-shortest", test_header_not_shortest);
  g_test_add_func ("/core/frame/websocket/frame/mask", test_mask);
  g_test_add_func ("/core/frame/websocket/frame/put-and-size", test_put_and_size);
  return g_test_run ();
}
