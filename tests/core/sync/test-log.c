/* Tests of the log and its taps: random histories against a model that is a plain list of frames.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/sync/log.h"

#include "../../seed.h"
#include "core/base/random.h"
#include "core/frame/websocket/frame.h"
#include "core/sync/limits.h"

typedef struct
{
  GBytes  *bytes; /* framed */
  gboolean of_log;
} Frame;

/* A tap, and what the model says it has yet to send. */
typedef struct
{
  BridgeTap *tap;
  GPtrArray *pending;
  gsize      begun; /* bytes sent of the first */
  gboolean   following;
  guint64    n_passed;
} Peer;

static void
frame_free (gpointer data)
{
  Frame *frame = data;

  g_bytes_unref (frame->bytes);
  g_free (frame);
}

static Frame *
frame_new (const guint8 *payload, gsize length, gboolean of_log)
{
  BridgeBytes bytes = { 0 };
  Frame      *frame = g_new (Frame, 1);

  bridge_frame_put (&bytes, BRIDGE_OPCODE_BINARY, payload, length);
  frame->bytes = g_bytes_new (bytes.data, bytes.length);
  frame->of_log = of_log;
  bridge_bytes_clear (&bytes);
  return frame;
}

static void
peer_init (Peer *peer, BridgeLog *log)
{
  *peer = (Peer){ .tap = bridge_tap_new (log), .pending = g_ptr_array_new_with_free_func (frame_free) };
}

static void
peer_clear (Peer *peer)
{
  bridge_tap_free (peer->tap);
  g_ptr_array_unref (peer->pending);
}

static gsize
peer_sum (const Peer *peer, gboolean of_log)
{
  gsize sum = 0;

  for (guint i = 0; i < peer->pending->len; i++)
    {
      const Frame *frame = g_ptr_array_index (peer->pending, i);

      if (frame->of_log == of_log)
        sum += g_bytes_get_size (frame->bytes) - (i == 0 ? peer->begun : 0);
    }
  return sum;
}

/* The spans, joined, are what the model holds. */
static void
assert_same (Peer *peer)
{
  g_autoptr (GByteArray) expected = g_byte_array_new ();
  g_autoptr (GByteArray) found = g_byte_array_new ();
  BridgeSpan spans[4096];
  gsize      n_spans = bridge_tap_spans (peer->tap, spans, G_N_ELEMENTS (spans));

  for (guint i = 0; i < peer->pending->len; i++)
    {
      const Frame  *frame = g_ptr_array_index (peer->pending, i);
      gsize         size;
      const guint8 *data = g_bytes_get_data (frame->bytes, &size);

      g_byte_array_append (expected, data, (guint)size);
    }
  if (peer->begun > 0)
    g_byte_array_remove_range (expected, 0, (guint)peer->begun);
  for (gsize i = 0; i < n_spans; i++)
    {
      g_assert_cmpuint (spans[i].length, >, 0);
      g_byte_array_append (found, spans[i].data, (guint)spans[i].length);
    }
  g_assert_cmpmem (found->data, found->len, expected->data, expected->len);
  g_assert_true (bridge_tap_has_output (peer->tap) == (expected->len > 0));
  g_assert_true (bridge_tap_is_following (peer->tap) == peer->following);
  g_assert_cmpuint (bridge_tap_private (peer->tap), ==, peer_sum (peer, FALSE));
  if (peer->following)
    g_assert_cmpuint (bridge_tap_lag (peer->tap), <=, peer_sum (peer, TRUE));
  else
    g_assert_cmpuint (bridge_tap_lag (peer->tap), ==, 0);
}

static void
peer_sent (Peer *peer, gsize length)
{
  bridge_tap_sent (peer->tap, length);
  peer->begun += length;
  while (peer->pending->len > 0)
    {
      const Frame *first = g_ptr_array_index (peer->pending, 0);

      if (peer->begun < g_bytes_get_size (first->bytes))
        return;
      peer->begun -= g_bytes_get_size (first->bytes);
      g_ptr_array_remove_index (peer->pending, 0);
    }
}

static void
peer_leave (Peer *peer)
{
  bridge_tap_leave (peer->tap);
  for (guint i = peer->pending->len; i-- > (peer->begun > 0 ? 1u : 0u);)
    if (((Frame *)g_ptr_array_index (peer->pending, i))->of_log)
      g_ptr_array_remove_index (peer->pending, i);
  peer->following = FALSE;
}

static void
peer_follow (Peer *peer)
{
  peer_leave (peer);
  bridge_tap_follow (peer->tap);
  peer->following = TRUE;
}

static void
peer_follow_from (Peer *peer, const Peer *other)
{
  guint from = other->begun > 0 ? 1 : 0;

  peer_leave (peer);
  bridge_tap_follow_from (peer->tap, other->tap);
  g_assert_cmpuint (bridge_tap_n_passed (peer->tap), ==, bridge_tap_n_passed (other->tap));
  for (guint i = from; i < other->pending->len; i++)
    {
      const Frame *frame = g_ptr_array_index (other->pending, i);
      Frame       *copy = g_new (Frame, 1);

      if (!frame->of_log)
        {
          g_free (copy);
          continue;
        }
      *copy = (Frame){ g_bytes_ref (frame->bytes), TRUE };
      g_ptr_array_add (peer->pending, copy);
    }
  peer->following = TRUE;
}

/* After the frame that is begun and the private ones before it, before what else the log holds. */
static void
peer_push (Peer *peer, const guint8 *payload, gsize length, gboolean as_frame)
{
  Frame *frame = frame_new (payload, length, FALSE);
  guint  at = peer->begun > 0 ? 1 : 0;

  while (at < peer->pending->len && !((Frame *)g_ptr_array_index (peer->pending, at))->of_log)
    at++;
  g_ptr_array_insert (peer->pending, (gint)at, frame);
  if (as_frame)
    {
      gsize         size;
      const guint8 *data = g_bytes_get_data (frame->bytes, &size);
      BridgeBlob   *blob = bridge_blob_new (data, size);

      bridge_tap_push_frame (peer->tap, blob);
      bridge_blob_unref (blob);
    }
  else
    bridge_tap_push_message (peer->tap, payload, length);
}

static void
peer_drop (Peer *peer)
{
  bridge_tap_drop_private (peer->tap);
  for (guint i = peer->pending->len; i-- > (peer->begun > 0 ? 1u : 0u);)
    if (!((Frame *)g_ptr_array_index (peer->pending, i))->of_log)
      g_ptr_array_remove_index (peer->pending, i);
}

static gsize
random_size (BridgeRandom *random)
{
  switch (bridge_random_below (random, 20))
    {
    case 0:
      return bridge_random_below (random, 3 * BRIDGE_LOG_CHUNK_SIZE);
    case 1:
      return BRIDGE_LOG_CHUNK_SIZE - bridge_random_below (random, 20);
    case 2:
    case 3:
      return bridge_random_below (random, 9000);
    default:
      return bridge_random_below (random, 200);
    }
}

static void
log_append (BridgeLog *log, Peer *peers, guint n_peers, const guint8 *payload, gsize length)
{
  bridge_log_append (log, payload, length);
  for (guint i = 0; i < n_peers; i++)
    if (peers[i].following)
      g_ptr_array_add (peers[i].pending, frame_new (payload, length, TRUE));
}

static void
send_some (BridgeRandom *random, Peer *peer)
{
  gsize left = peer_sum (peer, TRUE) + peer_sum (peer, FALSE);

  switch (bridge_random_below (random, 4))
    {
    case 0:
      peer_sent (peer, left);
      break;
    case 1:
      peer_sent (peer, MIN (left, 1));
      break;
    default:
      peer_sent (peer, bridge_random_below (random, left + 1));
    }
}

static void
step (BridgeRandom *random, BridgeLog *log, Peer *peers, guint n_peers)
{
  static guint8 payload[3 * BRIDGE_LOG_CHUNK_SIZE];
  gsize         length = random_size (random);
  Peer         *peer = &peers[bridge_random_below (random, n_peers)];
  Peer         *other = &peers[bridge_random_below (random, n_peers)];

  for (gsize i = 0; i < MIN (length, 16); i++)
    payload[i] = (guint8)bridge_random_next (random);
  switch (bridge_random_below (random, 16))
    {
    case 0:
      peer_follow (peer);
      break;
    case 1:
      peer_leave (peer);
      break;
    case 2:
      if (peer != other && other->following)
        peer_follow_from (peer, other);
      break;
    case 3:
      peer_drop (peer);
      break;
    case 4:
    case 5:
    case 6:
      peer_push (peer, payload, length, bridge_random_below (random, 2) == 0);
      break;
    case 7:
    case 8:
    case 9:
    case 10:
      log_append (log, peers, n_peers, payload, length);
      break;
    default:
      send_some (random, peer);
    }
  assert_same (peer);
}

static void
test_model (void)
{
  BridgeRandom random;

  bridge_random_init (&random, test_seed ());
  for (guint history = 0; history < 60; history++)
    {
      BridgeLog *log = bridge_log_new ();
      Peer       peers[3];

      for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
        peer_init (&peers[i], log);
      for (guint i = 0; i < 200; i++)
        step (&random, log, peers, G_N_ELEMENTS (peers));
      for (guint i = 0; i < G_N_ELEMENTS (peers); i++)
        {
          peer_sent (&peers[i], peer_sum (&peers[i], TRUE) + peer_sum (&peers[i], FALSE));
          assert_same (&peers[i]);
          peer_clear (&peers[i]);
        }
      bridge_log_free (log);
    }
}

/* At each split point of two frames of the log: a private one goes between whole frames. */
static void
test_boundaries (void)
{
  static const guint8 payload[] = "abcdef";
  const gsize         size = 2 + sizeof payload;

  for (gsize split = 0; split <= 2 * size; split++)
    {
      BridgeLog *log = bridge_log_new ();
      Peer       peer;

      peer_init (&peer, log);
      peer_follow (&peer);
      log_append (log, &peer, 1, payload, sizeof payload);
      log_append (log, &peer, 1, payload, sizeof payload);
      peer_sent (&peer, split);
      g_assert_cmpuint (bridge_tap_n_passed (peer.tap), ==, (split + size - 1) / size);
      g_assert_cmpuint (bridge_tap_lag (peer.tap), ==, 2 * size - split);
      peer_push (&peer, payload, 3, FALSE);
      assert_same (&peer);
      peer_leave (&peer);
      assert_same (&peer);
      peer_follow (&peer);
      log_append (log, &peer, 1, payload, sizeof payload);
      assert_same (&peer);
      peer_clear (&peer);
      bridge_log_free (log);
    }
}

static void
test_counts (void)
{
  static const guint8 payload[1000];
  BridgeLog          *log = bridge_log_new ();
  BridgeTap          *tap = bridge_tap_new (log);

  for (guint i = 0; i < 500; i++)
    {
      g_assert_cmpuint (bridge_log_n_messages (log), ==, i);
      bridge_tap_follow (tap);
      g_assert_cmpuint (bridge_tap_n_passed (tap), ==, i);
      bridge_log_append (log, payload, sizeof payload);
      bridge_tap_sent (tap, bridge_tap_lag (tap));
      g_assert_cmpuint (bridge_tap_n_passed (tap), ==, i + 1);
    }
  g_assert_cmpuint (bridge_log_end (log), ==, 500 * (4 + sizeof payload));
  bridge_tap_free (tap);
  bridge_log_free (log);
}

/* However many read them, chunks and frames count once, and no longer than somebody needs them. */
static void
test_held (void)
{
  static const guint8 payload[10000];
  BridgeLog          *log = bridge_log_new ();
  BridgeTap          *taps[50];
  BridgeBlob         *frame;
  gsize               before = bridge_log_held (log);

  for (guint i = 0; i < G_N_ELEMENTS (taps); i++)
    {
      taps[i] = bridge_tap_new (log);
      bridge_tap_follow (taps[i]);
    }
  for (guint i = 0; i < 100; i++)
    bridge_log_append (log, payload, sizeof payload);
  frame = bridge_log_frame (log, payload, sizeof payload);
  for (guint i = 0; i < G_N_ELEMENTS (taps); i++)
    bridge_tap_push_frame (taps[i], frame);
  bridge_blob_unref (frame);
  g_assert_cmpuint (bridge_log_held (log), >=, before + 101 * sizeof payload);
  g_assert_cmpuint (bridge_log_held (log), <, before + 101 * sizeof payload + 3 * BRIDGE_LOG_CHUNK_SIZE);
  for (guint i = 0; i < G_N_ELEMENTS (taps); i++)
    {
      if (i % 2 == 0)
        bridge_tap_sent (taps[i], bridge_tap_private (taps[i]) + bridge_tap_lag (taps[i]));
      bridge_tap_free (taps[i]);
    }
  g_assert_cmpuint (bridge_log_held (log), ==, before);
  bridge_log_free (log);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/model", test_model);
  g_test_add_func ("/log/boundaries", test_boundaries);
  g_test_add_func ("/log/counts", test_counts);
  g_test_add_func ("/log/held", test_held);
  return g_test_run ();
}
