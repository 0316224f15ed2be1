/* Tests of bits and Exp-Golomb codes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/bits.h"

#include "../../seed.h"
#include "core/base/random.h"

static void
test_layout (void)
{
  static const guint8 expected[] = { 0xbd, 0x80, 0xff };
  BridgeBytes         bytes = { 0 };
  BridgeBitWriter     writer;

  bridge_bit_writer_init (&writer, &bytes);
  bridge_bit_writer_put (&writer, 1, 1);
  bridge_bit_writer_put (&writer, 0, 0);
  bridge_bit_writer_put (&writer, 3, 3);
  bridge_bit_writer_put (&writer, 0xfb, 5);
  bridge_bit_writer_flush (&writer);
  bridge_bit_writer_flush (&writer);
  bridge_bytes_put_u8 (&bytes, 0xff);
  g_assert_cmpmem (bytes.data, bytes.length, expected, sizeof expected);
  bridge_bytes_clear (&bytes);
}

static void
test_golomb_codes (void)
{
  static const struct
  {
    guint32     value;
    unsigned    k;
    const char *code;
  } cases[] = {
    { 0, 0, "1" },
    { 1, 0, "010" },
    { 2, 0, "011" },
    { 3, 0, "00100" },
    { 0, 2, "100" },
    { 3, 2, "111" },
    { 4, 2, "01000" },
    { 0, 3, "1000" },
    { 8, 3, "010000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeBytes     bytes = { 0 };
      BridgeBitWriter writer;
      BridgeReader    reader;
      BridgeBitReader bits;

      bridge_bit_writer_init (&writer, &bytes);
      bridge_bit_writer_put_golomb (&writer, cases[i].value, cases[i].k);
      g_assert_cmpuint (bytes.length * 8 + writer.n_pending, ==, strlen (cases[i].code));
      bridge_bit_writer_flush (&writer);
      bridge_reader_init (&reader, bytes.data, bytes.length);
      bridge_bit_reader_init (&bits, &reader);
      for (const char *bit = cases[i].code; *bit != '\0'; bit++)
        g_assert_cmpuint (bridge_bit_reader_get (&bits, 1), ==, *bit == '1');
      bridge_bit_reader_finish (&bits);
      g_assert_true (bridge_reader_done (&reader));
      bridge_bytes_clear (&bytes);
    }
}

typedef struct
{
  guint32  value;
  unsigned width; /* of plain bits, or the k of a code */
  gboolean is_golomb;
} Piece;

static Piece
random_piece (BridgeRandom *random)
{
  Piece piece = { .is_golomb = bridge_random_below (random, 2) == 1 };

  piece.width = bridge_random_below (random, piece.is_golomb ? 32 : 33);
  piece.value = bridge_random_next (random) >> (32 + bridge_random_below (random, 32));
  if (bridge_random_below (random, 20) == 0)
    piece.value = G_MAXUINT32;
  if (!piece.is_golomb)
    piece.value &= (G_GUINT64_CONSTANT (1) << piece.width) - 1;
  return piece;
}

static guint32
get_piece (BridgeBitReader *bits, Piece piece)
{
  return piece.is_golomb ? bridge_bit_reader_get_golomb (bits, piece.width) : bridge_bit_reader_get (bits, piece.width);
}

static void
test_random_round_trip (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint round = 0; round < 500; round++)
    {
      Piece           pieces[40];
      BridgeBytes     bytes = { 0 };
      BridgeBitWriter writer;
      BridgeReader    reader;
      BridgeBitReader bits;

      bridge_bit_writer_init (&writer, &bytes);
      for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
        {
          pieces[i] = random_piece (&random);
          if (pieces[i].is_golomb)
            bridge_bit_writer_put_golomb (&writer, pieces[i].value, pieces[i].width);
          else
            bridge_bit_writer_put (&writer, pieces[i].value, pieces[i].width);
        }
      bridge_bit_writer_flush (&writer);

      bridge_reader_init (&reader, bytes.data, bytes.length);
      bridge_bit_reader_init (&bits, &reader);
      for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
        g_assert_cmpuint (get_piece (&bits, pieces[i]), ==, pieces[i].value);
      bridge_bit_reader_finish (&bits);
      g_assert_true (bridge_reader_done (&reader));

      /* One byte less, and the last piece that needs it fails; nothing before does. */
      bridge_reader_init (&reader, bytes.data, bytes.length - 1);
      bridge_bit_reader_init (&bits, &reader);
      for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
        {
          guint32 value = get_piece (&bits, pieces[i]);

          g_assert_cmpuint (value, ==, reader.status == BRIDGE_STATUS_OK ? pieces[i].value : 0);
        }
      g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_TRUNCATED);
      bridge_bytes_clear (&bytes);
    }
}

static void
test_hostile (void)
{
  static const struct
  {
    guint8       data[10];
    gsize        length;
    unsigned     k;
    BridgeStatus status;
  } cases[] = {
    { { 0 }, 10, 0, BRIDGE_STATUS_MALFORMED },                              /* zeros without end */
    { { 0 }, 4, 0, BRIDGE_STATUS_TRUNCATED },                               /* the same, cut */
    { { 0, 0, 0, 0, 0x80, 0, 0, 0, 0x00 }, 9, 0, BRIDGE_STATUS_OK },        /* 2^32 - 1, the largest */
    { { 0, 0, 0, 0, 0x80, 0, 0, 0, 0x80 }, 9, 0, BRIDGE_STATUS_MALFORMED }, /* 2^32 */
    { { 0x40, 0, 0, 0, 0 }, 5, 31, BRIDGE_STATUS_OK },                      /* 2^31, with the most zeros allowed */
    { { 0x7f, 0xff, 0xff, 0xff, 0xf0 }, 5, 31, BRIDGE_STATUS_MALFORMED },   /* over 2^32 - 1 */
    { { 0x20, 0, 0, 0, 0, 0 }, 6, 31, BRIDGE_STATUS_MALFORMED },            /* two zeros where one is the most */
    { { 0x90 }, 1, 2, BRIDGE_STATUS_MALFORMED },                            /* padding that is not zero */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeReader    reader;
      BridgeBitReader bits;

      bridge_reader_init (&reader, cases[i].data, cases[i].length);
      bridge_bit_reader_init (&bits, &reader);
      bridge_bit_reader_get_golomb (&bits, cases[i].k);
      bridge_bit_reader_finish (&bits);
      g_test_message ("case %u", i);
      g_assert_cmpint (reader.status, ==, cases[i].status);
      g_assert_true ((reader.reason == NULL) == (reader.status == BRIDGE_STATUS_OK));
    }
}

/* As many zeros as there are, or as are asked for, wherever they lie, and not a bit more is taken. */
static void
test_zeros (void)
{
  for (guint offset = 0; offset < 40; offset++)
    for (guint n_zeros = 0; n_zeros < 28; n_zeros++)
      for (guint max = 0; max < 30; max++)
        {
          guint           n_expected = MIN (n_zeros, max);
          BridgeBytes     bytes = { 0 };
          BridgeBitWriter writer;
          BridgeReader    reader;
          BridgeBitReader bits;

          bridge_bit_writer_init (&writer, &bytes);
          bridge_bit_writer_put (&writer, G_MAXUINT32, MIN (offset, 32));
          bridge_bit_writer_put (&writer, G_MAXUINT32, offset - MIN (offset, 32));
          bridge_bit_writer_put (&writer, 0, n_zeros);
          bridge_bit_writer_put (&writer, 0xb, 4);
          bridge_bit_writer_flush (&writer);
          g_assert_cmpuint (bytes.length, ==, (offset + n_zeros + 4 + 7) / 8);

          bridge_reader_init (&reader, bytes.data, bytes.length);
          bridge_bit_reader_init (&bits, &reader);
          bridge_bit_reader_get (&bits, MIN (offset, 32));
          bridge_bit_reader_get (&bits, offset - MIN (offset, 32));
          g_assert_cmpuint (bridge_bit_reader_get_zeros (&bits, max), ==, n_expected);
          if (n_zeros < max)
            g_assert_cmpuint (bridge_bit_reader_get (&bits, 3), ==, 3);
          else
            g_assert_cmpuint (bridge_bit_reader_get (&bits, n_zeros - max + 4), ==, 0xb);
          bridge_bit_reader_finish (&bits);
          g_assert_cmpint (reader.status, ==, BRIDGE_STATUS_OK);
          bridge_bytes_clear (&bytes);
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/base/bits/layout", test_layout);
  g_test_add_func ("/core/base/bits/golomb-codes", test_golomb_codes);
  g_test_add_func ("/core/base/bits/random-round-trip", test_random_round_trip);
  g_test_add_func ("/core/base/bits/hostile", test_hostile);
  g_test_add_func ("/core/base/bits/zeros", test_zeros);
  return g_test_run ();
}
