/* Tests of edits on their way to the room and of the log: round trips, contexts, truncation, limits.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "../../../seed.h"
#include "core/base/memory.h"
#include "core/doc/limits.h"
#include "core/frame/edit/wire.h"
#include "samples.h"

#define HISTORY 400

/* A message must be an error wherever it is cut, but for between operations, where it is another edit; its bytes lie in
 * memory of just that size, for the sanitizer. */
static void
assert_cuts_fail (const BridgeBytes *message,
                  gsize              n_ops,
                  BridgeStatus (*get) (const guint8 *data, gsize length, gpointer user),
                  gpointer user)
{
  gsize n_good = 0;

  for (gsize n = 0; n < message->length; n++)
    {
      guint8      *cut = g_memdup2 (message->data, n);
      BridgeStatus status = get (cut, n, user);

      n_good += status == BRIDGE_STATUS_OK;
      g_free (cut);
    }
  g_assert_cmpuint (n_good, ==, n_ops - 1);
}

typedef struct
{
  const BridgeAuthorContext *up;
  const BridgeContext       *log;
} Ends;

static BridgeStatus
try_edit (const guint8 *data, gsize length, gpointer user)
{
  Ends               *ends = user;
  BridgeAuthorContext up = *ends->up;
  BridgeEdit          edit;
  BridgeStatus        status = bridge_wire_get_edit (data, length, &up, ends->log, &edit);

  if (status == BRIDGE_STATUS_OK)
    bridge_edit_clear (&edit);
  else
    sample_assert_authors_equal (&up, ends->up);
  return status;
}

static void
copy_context (BridgeContext *to, const BridgeContext *from)
{
  *to = (BridgeContext){ 0 };
  for (gsize i = 0; i < from->count; i++)
    g_assert_true (bridge_context_put (to, i, &from->authors[i]));
}

static BridgeStatus
try_commit (const guint8 *data, gsize length, gpointer user)
{
  const BridgeContext *before = user;
  BridgeContext        log;
  BridgeEdit           edit;
  BridgeStatus         status;

  copy_context (&log, before);
  status = bridge_wire_get_commit (data, length, &log, &edit);
  if (status == BRIDGE_STATUS_OK)
    bridge_edit_clear (&edit);
  else
    sample_assert_contexts_equal (before, &log);
  bridge_context_clear (&log);
  return status;
}

/* One guest's edits go up, are taken or refused at random, and come back as the log; another reader starts in the middle
 * from a copy of the context as of there. */
typedef struct
{
  SampleWorld         world;
  BridgeAuthorContext up_guest[SAMPLE_SITES];
  BridgeAuthorContext up_room[SAMPLE_SITES];
  BridgeContext       room;
  BridgeContext       guest;
  BridgeContext       late;
  gboolean            has_late;
} Stream;

static void
carry_up (Stream *stream, guint who, const BridgeEdit *edit, BridgeEdit *at_room)
{
  BridgeBytes message = { 0 };
  Ends        ends = { &stream->up_room[who], &stream->room };

  g_assert_true (bridge_wire_can_put (&stream->guest, edit));
  bridge_wire_put_edit (&message, &stream->up_guest[who], &stream->guest, edit);
  g_assert_cmpint (bridge_wire_type (message.data, message.length), ==, BRIDGE_WIRE_EDIT);
  assert_cuts_fail (&message, edit->n_ops, try_edit, &ends);
  g_assert_cmpint (bridge_wire_get_edit (message.data, message.length, &stream->up_room[who], &stream->room, at_room), ==, BRIDGE_STATUS_OK);
  sample_assert_edits_equal (edit, at_room);
  bridge_bytes_clear (&message);
}

static void
read_commit (BridgeContext *log, const BridgeBytes *message, const BridgeEdit *expected)
{
  BridgeEdit got;

  g_assert_cmpint (bridge_wire_get_commit (message->data, message->length, log, &got), ==, BRIDGE_STATUS_OK);
  sample_assert_edits_equal (expected, &got);
  bridge_edit_clear (&got);
}

static void
read_refused (BridgeContext *log, const BridgeBytes *message, const BridgeEdit *expected)
{
  guint64 site, seq;
  guint8  code;

  for (gsize n = 0; n < message->length; n++)
    g_assert_cmpint (bridge_wire_get_refused (message->data, n, log, &site, &seq, &code), !=, BRIDGE_STATUS_OK);
  g_assert_cmpint (bridge_wire_get_refused (message->data, message->length, log, &site, &seq, &code), ==, BRIDGE_STATUS_OK);
  g_assert_cmpuint (site, ==, expected->site);
  g_assert_cmpuint (seq, ==, expected->seq);
  g_assert_cmpuint (code, ==, BRIDGE_REFUSAL_LOCKED);
}

static void
carry_down (Stream *stream, const BridgeEdit *edit, gboolean is_taken)
{
  void (*read) (BridgeContext *, const BridgeBytes *, const BridgeEdit *) = is_taken ? read_commit : read_refused;
  BridgeBytes message = { 0 };

  if (is_taken)
    bridge_wire_put_commit (&message, &stream->room, edit);
  else
    bridge_wire_put_refused (&message, &stream->room, edit->site, BRIDGE_REFUSAL_LOCKED);
  if (is_taken)
    assert_cuts_fail (&message, edit->n_ops, try_commit, &stream->guest);
  read (&stream->guest, &message, edit);
  if (stream->has_late)
    read (&stream->late, &message, edit);
  bridge_bytes_clear (&message);
}

static void
test_stream (void)
{
  Stream stream = { .has_late = FALSE };

  sample_world_init (&stream.world, test_seed ());
  for (guint i = 0; i < SAMPLE_SITES; i++)
    stream.up_guest[i].site = stream.up_room[i].site = stream.world.sites[i];
  for (guint i = 0; i < HISTORY; i++)
    {
      guint      who = bridge_random_below (&stream.world.random, SAMPLE_SITES);
      BridgeEdit edit, at_room;

      if (i == HISTORY / 2)
        {
          copy_context (&stream.late, &stream.guest);
          stream.has_late = TRUE;
        }
      if (i % 50 == 49)
        /* A new connection. */
        stream.up_guest[who] = stream.up_room[who] = (BridgeAuthorContext){ .site = stream.world.sites[who] };
      sample_edit (&stream.world, who, &edit);
      if (!bridge_wire_can_put (&stream.guest, &edit))
        {
          /* It names a site that has no index yet. */
          stream.world.seqs[who]--;
          bridge_edit_clear (&edit);
          continue;
        }
      carry_up (&stream, who, &edit, &at_room);
      carry_down (&stream, &at_room, bridge_random_below (&stream.world.random, 8) != 0);
      sample_assert_contexts_equal (&stream.room, &stream.guest);
      sample_assert_authors_equal (&stream.up_guest[who], &stream.up_room[who]);
      bridge_edit_clear (&edit);
      bridge_edit_clear (&at_room);
    }
  g_assert_cmpuint (stream.room.count, ==, SAMPLE_SITES);
  sample_assert_contexts_equal (&stream.room, &stream.late);
  bridge_context_clear (&stream.room);
  bridge_context_clear (&stream.guest);
  bridge_context_clear (&stream.late);
}

/* The same edit sent twice, and edits sent again from an earlier one, are read as what they are. */
static void
test_sent_again (void)
{
  SampleWorld         world;
  BridgeContext       log = { 0 };
  BridgeAuthorContext from = { 0 }, to = { 0 };
  BridgeEdit          edits[5];

  sample_world_init (&world, 1);
  from.site = to.site = world.sites[0];
  for (guint i = 0; i < SAMPLE_SITES; i++)
    bridge_context_add (&log, world.sites[i]);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    sample_edit (&world, 0, &edits[i]);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
      {
        BridgeBytes message = { 0 };
        BridgeEdit  got;

        bridge_wire_put_edit (&message, &from, &log, &edits[i]);
        g_assert_cmpint (bridge_wire_get_edit (message.data, message.length, &to, &log, &got), ==, BRIDGE_STATUS_OK);
        sample_assert_edits_equal (&edits[i], &got);
        bridge_edit_clear (&got);
        bridge_bytes_clear (&message);
      }
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    bridge_edit_clear (&edits[i]);
  bridge_context_clear (&log);
}

static void
test_can_put (void)
{
  BridgeContext   log = { 0 };
  BridgeStamp     mine = { 3, 7 }, theirs = { 3, 8 };
  BridgeTextRange range = { theirs, 1 };
  guint32         letter = 'a';
  BridgeEdit      edit;

  for (guint i = 0; i < 4; i++)
    {
      bridge_edit_init (&edit, 7, 10);
      bridge_edit_set (&edit, BRIDGE_STAMP_NONE, 15, bridge_value_null ());
      bridge_edit_set (&edit, mine, 1, bridge_value_null ());
      g_assert_true (bridge_wire_can_put (&log, &edit));
      if (i == 0)
        bridge_edit_set (&edit, theirs, 1, bridge_value_null ());
      if (i == 1)
        bridge_edit_insert (&edit, mine, (BridgeTextPlace){ theirs, BRIDGE_SIDE_LEFT }, &letter, 1);
      if (i == 2)
        bridge_edit_remove (&edit, mine, &range, 1);
      if (i == 3)
        bridge_context_add (&log, 8);
      g_assert_true (bridge_wire_can_put (&log, &edit) == (i == 3));
      bridge_edit_clear (&edit);
    }
  bridge_context_clear (&log);
}

static void
test_context (void)
{
  BridgeContext       context = { 0 };
  BridgeAuthorContext author = { .site = 5, .seq = 2 };

  g_assert_cmpuint (bridge_context_index (&context, 5), ==, BRIDGE_CONTEXT_NO_INDEX);
  g_assert_false (bridge_context_put (&context, 1, &author));
  g_assert_true (bridge_context_put (&context, 0, &author));
  g_assert_true (bridge_context_put (&context, 0, &author));
  g_assert_false (bridge_context_put (&context, 1, &author));
  g_assert_cmpuint (bridge_context_add (&context, 6), ==, 1);
  g_assert_cmpuint (bridge_context_add (&context, 5), ==, 0);
  g_assert_cmpuint (context.authors[0].seq, ==, 2);
  author.site = 7;
  g_assert_false (bridge_context_put (&context, 0, &author));
  author.site = 0;
  g_assert_false (bridge_context_put (&context, 2, &author));
  g_assert_cmpuint (context.count, ==, 2);
  bridge_context_clear (&context);
  g_assert_cmpuint (bridge_context_index (&context, 6), ==, BRIDGE_CONTEXT_NO_INDEX);
}

/* Repeated points count once, and what is about another item does not count. */
static void
test_tail (void)
{
  BridgeAuthorContext author = { .site = 5 };
  BridgeStep          steps[4] = { { 0, 0, 10 }, { 1, 2, 20 }, { 3, 5, 30 }, { 6, 9, 40 } };
  BridgeEdit          edit;
  BridgeStamp         item;

  bridge_edit_init (&edit, 5, 100);
  item = bridge_edit_create (&edit, 1, 3);
  bridge_edit_append (&edit, item, 0, steps, 3);
  bridge_edit_append (&edit, item, 1, steps + 1, 3);
  bridge_edit_append (&edit, (BridgeStamp){ 50, 5 }, 4, steps, 4);
  bridge_edit_append (&edit, (BridgeStamp){ 100, 6 }, 4, steps, 4);
  bridge_edit_append (&edit, item, 9, steps, 4);
  for (gsize i = 0; i < edit.n_ops; i++)
    bridge_author_context_step (&author, &edit.ops[i]);
  g_assert_cmpuint (author.last_item, ==, 100);
  g_assert_cmpuint (author.tail_count, ==, 4);
  g_assert_cmpint (author.tail_x[0], ==, 6);
  g_assert_cmpint (author.tail_x[1], ==, 3);
  g_assert_cmpint (author.tail_y[0], ==, 9);
  g_assert_cmpint (author.tail_y[1], ==, 5);
  g_assert_cmpint (author.tail_pressure, ==, 40);
  bridge_edit_clear (&edit);
}

/* A log of `n_authors`, each with a stroke of one point. */
static void
draw_authors (BridgeContext *log, guint n_authors)
{
  for (guint i = 0; i < n_authors; i++)
    {
      BridgeStep  step = { 5, 6, 7 };
      BridgeBytes message = { 0 };
      BridgeEdit  edit;

      bridge_edit_init (&edit, 100 + i, 10);
      edit.seq = 1;
      bridge_edit_append (&edit, bridge_edit_create (&edit, BRIDGE_KIND_STROKE, 3), 0, &step, 1);
      bridge_wire_put_commit (&message, log, &edit);
      bridge_edit_clear (&edit);
      bridge_bytes_clear (&message);
    }
}

/* Ink that goes on has a short form, of as many authors as fit; the long one means the same. */
static void
test_short_form (void)
{
  static const guint authors[] = { 0, 1, BRIDGE_WIRE_INK_AUTHORS - 1, BRIDGE_WIRE_INK_AUTHORS };

  for (guint i = 0; i < G_N_ELEMENTS (authors); i++)
    {
      guint         index = authors[i];
      gboolean      is_short = index < BRIDGE_WIRE_INK_AUTHORS;
      BridgeStep    steps[] = { { 9, 9, 8 }, { 14, 12, 9 } };
      BridgeContext log = { 0 }, twin = { 0 }, other = { 0 };
      BridgeBytes   message = { 0 }, full = { 0 };
      BridgeEdit    edit, got;

      draw_authors (&log, index + 1);
      draw_authors (&twin, index + 1);
      draw_authors (&other, index + 1);
      bridge_edit_init (&edit, 100 + index, log.authors[index].lamport);
      edit.seq = 2;
      bridge_edit_append (&edit, (BridgeStamp){ 10, 100 + index }, 1, steps, G_N_ELEMENTS (steps));
      bridge_wire_put_commit (&message, &log, &edit);
      g_assert_cmpuint (message.data[0], ==, is_short ? BRIDGE_WIRE_INK + index : BRIDGE_WIRE_COMMIT);
      g_assert_cmpint (bridge_wire_type (message.data, message.length), ==, BRIDGE_WIRE_COMMIT);
      g_assert_cmpint (bridge_wire_get_commit (message.data, message.length, &twin, &got), ==, BRIDGE_STATUS_OK);
      g_assert_cmpuint (got.site, ==, edit.site);
      g_assert_cmpuint (got.seq, ==, edit.seq);
      g_assert_cmpuint (got.lamport, ==, edit.lamport);
      g_assert_cmpuint (got.n_ops, ==, 1);
      g_assert_cmpuint (got.ops[0].append.start, ==, 1);
      g_assert_cmpuint (got.ops[0].append.count, ==, 2);
      g_assert_cmpint (got.ops[0].append.steps[1].x, ==, 14);
      bridge_edit_clear (&got);
      if (is_short)
        {
          bridge_bytes_put (&full, (guint8[]){ BRIDGE_WIRE_COMMIT, (guint8)(index * 2), 0x33 }, 3);
          bridge_bytes_put (&full, message.data + 1, message.length - 1);
          g_assert_cmpint (bridge_wire_get_commit (full.data, full.length, &other, &got), ==, BRIDGE_STATUS_OK);
          g_assert_cmpmem (&other.authors[index], sizeof *other.authors, &twin.authors[index], sizeof *twin.authors);
          bridge_edit_clear (&got);
        }
      g_assert_cmpmem (&log.authors[index], sizeof *log.authors, &twin.authors[index], sizeof *twin.authors);
      bridge_edit_clear (&edit);
      bridge_bytes_clear (&message);
      bridge_bytes_clear (&full);
      bridge_context_clear (&log);
      bridge_context_clear (&twin);
      bridge_context_clear (&other);
    }
}

static void
test_hostile_short_form (void)
{
  static const struct
  {
    const char  *what;
    guint8       data[8];
    gsize        length;
    BridgeStatus status;
  } cases[] = {
    { "right", { 64, 0x80, 0xc0 }, 3, BRIDGE_STATUS_OK },
    { "no points", { 64 }, 1, BRIDGE_STATUS_TRUNCATED },
    { "cut", { 64, 0x80 }, 2, BRIDGE_STATUS_TRUNCATED },
    { "bytes behind", { 64, 0x80, 0xc0, 0 }, 4, BRIDGE_STATUS_MALFORMED },
    { "an author without an item", { 65, 0x80, 0 }, 3, BRIDGE_STATUS_MALFORMED },
    { "an author who is not known", { 66, 0x80, 0 }, 3, BRIDGE_STATUS_MALFORMED },
    { "beyond the last author", { 128, 0x80, 0 }, 3, BRIDGE_STATUS_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeContext log = { 0 };
      BridgeEdit    edit;
      BridgeStatus  status;

      draw_authors (&log, 1);
      bridge_context_add (&log, 5);
      g_test_message ("%s", cases[i].what);
      status = bridge_wire_get_commit (cases[i].data, cases[i].length, &log, &edit);
      g_assert_cmpint (status, ==, cases[i].status);
      g_assert_cmpuint (log.authors[0].seq, ==, status == BRIDGE_STATUS_OK ? 2 : 1);
      if (status == BRIDGE_STATUS_OK)
        bridge_edit_clear (&edit);
      bridge_context_clear (&log);
    }
}

static void
test_limits (void)
{
  BridgeAuthorContext up = { .site = 5 };
  BridgeContext       log = { 0 };
  BridgeBytes         message = { 0 };
  BridgeEdit          edit;

  /* EDIT, seq 1, lamport 0, and SETs of NULL to property 1 of the board. */
  for (guint n_ops = BRIDGE_EDIT_OPS_MAX; n_ops <= BRIDGE_EDIT_OPS_MAX + 1; n_ops++)
    {
      bridge_bytes_truncate (&message, 0);
      bridge_bytes_put (&message, (guint8[]){ BRIDGE_WIRE_EDIT, 0, 0 }, 3);
      for (guint i = 0; i < n_ops; i++)
        bridge_bytes_put (&message, (guint8[]){ 0x12, 1 }, 2);
      BridgeStatus status = bridge_wire_get_edit (message.data, message.length, &up, &log, &edit);
      g_assert_cmpint (status, ==, n_ops > BRIDGE_EDIT_OPS_MAX ? BRIDGE_STATUS_LIMIT : BRIDGE_STATUS_OK);
      if (status == BRIDGE_STATUS_OK)
        bridge_edit_clear (&edit);
    }
  bridge_bytes_truncate (&message, 0);
  bridge_bytes_put (&message, (guint8[]){ BRIDGE_WIRE_EDIT, 0, 0 }, 3);
  memset (bridge_bytes_extend (&message, BRIDGE_EDIT_SIZE_MAX), 0x12, BRIDGE_EDIT_SIZE_MAX);
  g_assert_cmpint (bridge_wire_get_edit (message.data, message.length, &up, &log, &edit), ==, BRIDGE_STATUS_LIMIT);
  message.data[0] = BRIDGE_WIRE_COMMIT;
  g_assert_cmpint (bridge_wire_get_commit (message.data, message.length, &log, &edit), ==, BRIDGE_STATUS_LIMIT);
  g_assert_cmpuint (log.count, ==, 0);
  bridge_bytes_clear (&message);
}

static void
test_hostile (void)
{
  static const struct
  {
    const char  *what;
    guint8       data[24];
    gsize        length;
    BridgeStatus status;
  } cases[] = {
    { "empty", { 0 }, 0, BRIDGE_STATUS_TRUNCATED },
    { "another type", { 3, 0, 0, 0x01, 1 }, 5, BRIDGE_STATUS_MALFORMED },
    { "no operations", { 2, 0, 0 }, 3, BRIDGE_STATUS_MALFORMED },
    { "operation 0", { 2, 0, 0, 0x00 }, 4, BRIDGE_STATUS_UNSUPPORTED },
    { "operation 8", { 2, 0, 0, 0x08 }, 4, BRIDGE_STATUS_UNSUPPORTED },
    { "a lamport below 0", { 2, 0, 1, 0x01, 1 }, 5, BRIDGE_STATUS_RANGE },
    { "a seq of 0", { 2, 1, 0, 0x01, 1 }, 5, BRIDGE_STATUS_RANGE },
    { "a kind over 32 bits", { 2, 0, 0, 0x01, 0x80, 0x80, 0x80, 0x80, 0x10 }, 9, BRIDGE_STATUS_LIMIT },
    { "an author that is not there", { 2, 0, 0, 0x02, 2, 0, 1 }, 7, BRIDGE_STATUS_MALFORMED },
    { "a number that is not finite", { 2, 0, 0, 0xd2, 1, 0x7f, 0xf0, 0, 0, 0, 0, 0, 0 }, 13, BRIDGE_STATUS_RANGE },
    { "ink that goes on from no item", { 2, 0, 0, 0x33, 0x80, 0 }, 6, BRIDGE_STATUS_MALFORMED },
    { "ink with a flag too many", { 2, 0, 0, 0x53, 0, 0x80, 0 }, 7, BRIDGE_STATUS_MALFORMED },
    { "ink at a start over the limit", { 2, 0, 0, 0x13, 0x81, 0x80, 0x04, 0x80, 0 }, 9, BRIDGE_STATUS_LIMIT },
    { "more ink than bytes", { 2, 0, 0, 0x13, 0, 0x00, 0x80 }, 7, BRIDGE_STATUS_TRUNCATED },
    { "no text", { 2, 0, 0, 0x54, 0 }, 5, BRIDGE_STATUS_MALFORMED },
    { "text that is not UTF-8", { 2, 0, 0, 0x54, 1, 0x80 }, 6, BRIDGE_STATUS_UTF8 },
    { "text with U+0000", { 2, 0, 0, 0x54, 1, 0 }, 6, BRIDGE_STATUS_UTF8 },
    { "a root that is right of itself", { 2, 0, 0, 0x74, 1, 'a' }, 6, BRIDGE_STATUS_MALFORMED },
    { "a parent before the first lamport", { 2, 0, 0, 0x94, 1, 'a' }, 6, BRIDGE_STATUS_MALFORMED },
    { "no ranges", { 2, 0, 0, 0x15, 0 }, 5, BRIDGE_STATUS_MALFORMED },
    { "an empty range", { 2, 0, 2, 0x15, 1, 1, 1, 0 }, 8, BRIDGE_STATUS_MALFORMED },
    { "a range of nothing", { 2, 0, 2, 0x35, 0 }, 5, BRIDGE_STATUS_MALFORMED },
    { "more ranges than bytes", { 2, 0, 0, 0x15, 0x7f, 1, 0, 1 }, 8, BRIDGE_STATUS_TRUNCATED },
    { "words with flags", { 2, 0, 0, 0x16, 0, 0 }, 6, BRIDGE_STATUS_MALFORMED },
    { "a name with flags", { 2, 0, 0, 0x17, 0, 0, 0, 0, 0 }, 9, BRIDGE_STATUS_MALFORMED },
    { "a lamport that ends too far", { 2, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0x01, 1 }, 12, BRIDGE_STATUS_RANGE },
    { "a lamport that begins too far", { 2, 0, 0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x20, 0x01, 1 }, 12, BRIDGE_STATUS_RANGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeAuthorContext up = { .site = 5 };
      BridgeContext       log = { 0 };
      BridgeEdit          edit;

      g_test_message ("%s", cases[i].what);
      g_assert_cmpint (bridge_wire_get_edit (cases[i].data, cases[i].length, &up, &log, &edit), ==, cases[i].status);
      g_assert_cmpuint (up.seq, ==, 0);
    }
}

/* In the log an author has to come at the end, once. */
static void
test_hostile_log (void)
{
  static const struct
  {
    const char  *what;
    guint8       data[16];
    gsize        length;
    BridgeStatus status;
  } cases[] = {
    { "known", { 21, 0, 1 }, 3, BRIDGE_STATUS_OK },
    { "new", { 21, 2, 0, 0, 0, 0, 0, 0, 0, 9, 4, 1 }, 12, BRIDGE_STATUS_OK },
    { "new but known", { 21, 2, 0, 0, 0, 0, 0, 0, 0, 5, 4, 1 }, 12, BRIDGE_STATUS_MALFORMED },
    { "beyond the end", { 21, 4, 0, 0, 0, 0, 0, 0, 0, 9, 4, 1 }, 12, BRIDGE_STATUS_MALFORMED },
    { "site 0", { 21, 2, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1 }, 12, BRIDGE_STATUS_RANGE },
    { "seq 0", { 21, 2, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1 }, 12, BRIDGE_STATUS_RANGE },
    { "no reason", { 21, 0, 0 }, 3, BRIDGE_STATUS_RANGE },
    { "a lamport", { 21, 1, 1 }, 3, BRIDGE_STATUS_MALFORMED },
    { "bytes behind", { 21, 0, 1, 0 }, 4, BRIDGE_STATUS_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BridgeContext log = { 0 };
      guint64       site, seq;
      guint8        code;

      g_test_message ("%s", cases[i].what);
      bridge_context_add (&log, 5);
      g_assert_cmpint (bridge_wire_get_refused (cases[i].data, cases[i].length, &log, &site, &seq, &code), ==, cases[i].status);
      g_assert_cmpuint (log.count, ==, i == 1 ? 2 : 1);
      bridge_context_clear (&log);
    }
}

/* A room that names ever new authors is not followed for ever. */
static void
test_endless_authors (void)
{
  static const guint8 beyond[] = { 21, 0x80, 0x89, 0x7a, 255, 255, 255, 255, 255, 255, 255, 255, 1, 1 };
  BridgeContext       log = { 0 };
  guint64             site, seq;
  guint8              code;

  for (gsize i = 0; i < BRIDGE_BOARD_SITES_MAX; i++)
    bridge_context_add (&log, i + 1);
  g_assert_cmpint (bridge_wire_get_refused (beyond, sizeof beyond, &log, &site, &seq, &code), ==, BRIDGE_STATUS_LIMIT);
  g_assert_cmpuint (log.count, ==, BRIDGE_BOARD_SITES_MAX);
  bridge_context_clear (&log);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/edit/frames/context", test_context);
  g_test_add_func ("/core/frame/edit/frames/tail", test_tail);
  g_test_add_func ("/core/frame/edit/frames/stream", test_stream);
  g_test_add_func ("/core/frame/edit/frames/sent-again", test_sent_again);
  g_test_add_func ("/core/frame/edit/frames/can-put", test_can_put);
  g_test_add_func ("/core/frame/edit/frames/short-form", test_short_form);
  g_test_add_func ("/core/frame/edit/frames/hostile-short-form", test_hostile_short_form);
  g_test_add_func ("/core/frame/edit/frames/limits", test_limits);
  g_test_add_func ("/core/frame/edit/frames/hostile", test_hostile);
  g_test_add_func ("/core/frame/edit/frames/hostile-log", test_hostile_log);
  g_test_add_func ("/core/frame/edit/frames/endless-authors", test_endless_authors);
  return g_test_run ();
}
